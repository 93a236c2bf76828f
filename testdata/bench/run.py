#!/usr/bin/env python3
"""Whole-process figures of loadline beside the servers' own checks, measured in one run:
    run.py --loadline PATH [--runs N] [--only NAME]
The two programs of a pair take turns (A B A B ...), so that a machine whose speed drifts slows both. Medians are printed, with minimum and
maximum, and the median of the ratios pair by pair. Configs are generated into a temporary directory by ../shared/tools/gen_nginx.py and
gen_haproxy.py."""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GENERATOR = os.path.join(os.path.dirname(ROOT), 'shared', 'tools', 'gen_nginx.py')
HAPROXY_GENERATOR = os.path.join(os.path.dirname(GENERATOR), 'gen_haproxy.py')

SMALL = '''worker_processes 4;
worker_rlimit_nofile 8192;
pid logs/nginx.pid;
error_log stderr warn;
events {
    worker_connections 1024;
}
http {
    default_type application/octet-stream;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 20s;
    client_max_body_size 4m;
    proxy_buffer_size 16k;
    proxy_buffers 8 16k;
    proxy_busy_buffers_size 32k;
    gzip on;
    gzip_types text/css application/json;
    limit_req_zone $binary_remote_addr zone=perip:1m rate=10r/s;
    upstream app {
        server 127.0.0.1:9000 weight=2 max_fails=3;
        server 127.0.0.1:9001;
        keepalive 16;
    }
    map $http_upgrade $connection_upgrade {
        default upgrade;
        "" close;
    }
    server {
        listen 8080 default_server;
        server_name shop.example.net;
        root /srv/www/shop;
        add_header X-Frame-Options SAMEORIGIN always;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header Connection $connection_upgrade;
        location = /healthz {
            return 200 "ok";
        }
        location /static/ {
            expires 1d;
        }
        location ~* \\.(png|jpe?g|css|js)$ {
            expires 7d;
        }
        location /api/ {
            limit_req zone=perip burst=20;
            proxy_read_timeout 60s;
            proxy_pass http://app;
        }
        location / {
            try_files $uri $uri/ @app;
        }
        location @app {
            proxy_pass http://app;
        }
    }
}
'''

FACTS = 'hosts:\n  web-1: {cpus: 4, memory: 8GiB, nofile: 65536}\n'


def seconds(argv, cwd):
    """Wall time of one run of a whole process."""
    start = time.perf_counter()
    subprocess.run(argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def peak_mb(argv, cwd):
    """Peak memory of one run, by GNU time: a child of this interpreter would be charged with what the interpreter holds. None without it."""
    if not os.path.exists('/usr/bin/time'):
        return None
    run = subprocess.run(['/usr/bin/time', '-q', '-f', '%M', '-o', cwd + '/peak', *argv], cwd=cwd, stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(cwd + '/peak') as f:
        return int(f.read().split()[-1]) / 1024 if run.returncode < 126 else None


def show(name, times, peak):
    median = statistics.median(times) * 1000
    memory = f'{peak:8.1f} MB' if peak else ''
    print(f'  {name:10}{median:9.2f} ms (min {min(times) * 1000:.2f}, max {max(times) * 1000:.2f}){memory}')


def measure(name, ours, cwd, runs, theirs=None):
    print(name)
    a, b = [], []
    for _ in range(runs + 1):
        a.append(seconds(ours, cwd))
        if theirs:
            b.append(seconds(theirs, cwd))
    a, b = a[1:], b[1:]  # the first warms the caches
    peak = peak_mb(ours, cwd)
    show('loadline', a, peak)
    if theirs:
        other = peak_mb(theirs, cwd)
        show(os.path.basename(theirs[0]), b, other)
        ratio = statistics.median(y / x for x, y in zip(a, b))
        memory = f' and {other / peak:.1f} times the memory' if peak and other else ''
        print(f'  {os.path.basename(theirs[0])} takes {ratio:.1f} times as long{memory}')


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as f:
        f.write(text)


def nginx_test(work, path):
    os.makedirs(os.path.join(work, 'logs'), exist_ok=True)
    return ['nginx', '-t', '-p', work, '-e', os.path.join(work, 'logs', 'error.log'), '-c', path] if shutil.which('nginx') else None


def bench_version(o, work):
    measure('loadline --version', [o.loadline, '--version'], work, o.runs, ['true'])


def bench_small(o, work):
    write(work + '/small/nginx.conf', SMALL)
    write(work + '/facts.yaml', FACTS)
    measure('nginx.conf of 60 lines, all rules', [o.loadline, 'check', '--facts', 'facts.yaml', 'small/nginx.conf'], work, o.runs,
            nginx_test(work, work + '/small/nginx.conf'))


def bench_large(o, work):
    if not os.path.exists(GENERATOR):
        print('nginx.conf of 5 MB: skipped, no generator at ../shared/tools/gen_nginx.py')
        return
    path = work + '/large/nginx.conf'
    os.makedirs(os.path.dirname(path))
    subprocess.run([sys.executable, GENERATOR, '5000', path], check=True)
    write(work + '/facts.yaml', FACTS)
    size = os.path.getsize(path) / 1e6
    measure(f'nginx.conf of {size:.1f} MB, all rules', [o.loadline, 'check', '--facts', 'facts.yaml', 'large/nginx.conf'], work, o.runs,
            nginx_test(work, path))


def haproxy_config(work, backends):
    """A file of so many backends with 10 servers each, 2.2 kB a backend. None without the generator."""
    if not os.path.exists(HAPROXY_GENERATOR):
        print('haproxy.cfg: skipped, no generator at ../shared/tools/gen_haproxy.py')
        return None
    path = f'{work}/{backends}/haproxy.cfg'
    os.makedirs(os.path.dirname(path))
    with open(path, 'w') as f:
        subprocess.run([sys.executable, HAPROXY_GENERATOR, str(backends), '10', '2'], stdout=f, check=True)
    return path


def haproxy_test(path):
    return ['haproxy', '-c', '-f', path] if shutil.which('haproxy') else None


def bench_haproxy(o, work):
    path = haproxy_config(work, 2000)
    if path:
        write(work + '/facts.yaml', FACTS)
        size = os.path.getsize(path) / 1e6
        measure(f'haproxy.cfg of {size:.1f} MB, 20,000 servers, all rules', [o.loadline, 'check', '--facts', 'facts.yaml', '2000/haproxy.cfg'], work,
                o.runs, haproxy_test(path))


def bench_haproxy_large(o, work):
    """Whether time and memory grow no faster than the file: ten times the servers, both sizes in turn."""
    small, large = haproxy_config(work, 2000), haproxy_config(work, 20000)
    if not small or not large:
        return
    write(work + '/facts.yaml', FACTS)
    size, runs = os.path.getsize(large) / 1e6, min(o.runs, 3)
    check = [o.loadline, 'check', '--facts', 'facts.yaml']
    measure(f'haproxy.cfg of {size:.1f} MB, 200,000 servers, all rules', check + ['20000/haproxy.cfg'], work, runs, haproxy_test(large))
    pairs = [(seconds(check + ['20000/haproxy.cfg'], work), seconds(check + ['2000/haproxy.cfg'], work)) for _ in range(o.runs)]
    ratio = statistics.median(a / b for a, b in pairs)
    a, b = peak_mb(check + ['20000/haproxy.cfg'], work), peak_mb(check + ['2000/haproxy.cfg'], work)
    memory = f' and {a / b:.1f} times the memory' if a and b else ''
    print(f'  {size / os.path.getsize(small) * 1e6:.1f} times the size takes {ratio:.1f} times as long{memory}')


def write_many(work, n):
    for i in range(n):
        write(f'{work}/many/site{i // 50:03}/nginx{i:05}.conf', SMALL.replace('shop', f'shop{i}'))
    write(work + '/facts.yaml', FACTS)


def bench_many(o, work):
    write_many(work, 1000)
    measure('1,000 files of 60 lines', [o.loadline, 'check', '--facts', 'facts.yaml', 'many'], work, o.runs)


def bench_fleet(o, work):
    write_many(work, 10000)
    measure('10,000 files of 60 lines', [o.loadline, 'check', '--facts', 'facts.yaml', 'many'], work, min(o.runs, 5))


def bench_cel(o, work):
    program = os.path.join(os.path.dirname(o.loadline), '..', '..', 'testdata', 'cel', 'cel-bench')
    print('expressions')
    if os.path.exists(program):
        sys.stdout.flush()
        subprocess.run([program], cwd=work, check=True)
    else:
        print('  skipped: cel-bench is not built')


BENCHES = {'cel': bench_cel, 'version': bench_version, 'small': bench_small, 'large': bench_large, 'haproxy': bench_haproxy,
           'haproxy-large': bench_haproxy_large, 'many': bench_many, 'fleet': bench_fleet}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--loadline', required=True)
    parser.add_argument('--runs', type=int, default=20)
    parser.add_argument('--only', choices=BENCHES)
    o = parser.parse_args()
    o.loadline = os.path.abspath(o.loadline)
    for name, bench in BENCHES.items():
        if o.only in (None, name):
            with tempfile.TemporaryDirectory() as work:
                os.chmod(work, 0o755)
                bench(o, work)


main()
