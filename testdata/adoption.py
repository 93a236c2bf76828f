#!/usr/bin/env python3
"""The first day in an old repository, as a new user has it: init, baseline, green, one new fault, red, mended, green,
pruned. Prints TAP, a point for each step of one story.

usage: adoption.py --loadline PROGRAM
"""
import argparse
import json
import re
import shutil
from pathlib import Path

import tap
from tree import Tree

SITES, UNITS = range(12), ("api", "cron", "worker")
FILES = {
    "nginx/nginx.conf": """user www-data;
worker_processes 8;
worker_rlimit_nofile 1024;
events { worker_connections 4096; }
http {
    upstream api { server 10.0.0.11:8000 weight=10; server 10.0.0.12:8000; server 10.0.0.13:8000; }
    include /etc/nginx/sites-enabled/*.conf;
}
""",
    "haproxy/haproxy.cfg": """global
    maxconn 20000
defaults
    mode http
frontend web
    bind :80
    default_backend app
    stats enable
backend app
    balance source
    server a 10.0.0.11:8000 weight 100
    server b 10.0.0.12:8000 weight 10
""",
    "redis/redis.conf": 'maxmemory 3gb\nsave ""\n',
    "php/php-fpm.conf": "[www]\nuser = www\nlisten = 9000\npm = static\npm.max_children = 100\n",
    "README.md": "# ops\n",
} | {f"nginx/sites-enabled/{i}.conf": f"""server {{
    listen {8000 + i};
    server_name s{i}.example.net;
    location /static {{ alias /srv/s{i}/; }}
    location ~ ^/(a|aa)+$ {{ return 200; }}
    location / {{ proxy_pass http://api; }}
}}
""" for i in SITES} | {f"systemd/{unit}.service": f"""[Unit]
Description={unit}
[Service]
ExecStart=/usr/bin/gunicorn -w 17 -b 127.0.0.1:800{i} {unit}:app
KillMode=none
LimitNOFILE=256
NoSuchKey=1
NoSuchKeyEither=1
LimitNPROC=many
""" for i, unit in enumerate(UNITS)}
AT_LEAST = 50


def judged(t, *args):
    """The exit status, and the findings that stop: new ones."""
    code, out, err = t.loadline("check", "--format", "json", *args)
    assert out, err
    return code, [f for f in json.loads(out)["findings"] if f["status"] == "found"]


def rules(found):
    return sorted(f["rule"] for f in found)


def stage(t):
    t.git("add", "-A")
    taken, said = t.commit()
    assert taken, said


def change(t, name, old, new):
    text = t.text(name)
    assert text.count(old) == 1, (name, old)
    t.write(name, text.replace(old, new))


def an_old_repository_is_red(t):
    code, out, err = t.loadline("init")
    assert code == 0 and "--write-baseline" in out, (out, err)
    code, found = judged(t)
    kinds = {f["file"].split("/")[0] for f in found}
    assert code == 1 and len(found) >= AT_LEAST and len(kinds) >= 4, (code, len(found), kinds)


def a_baseline_must_be_named(t):
    code, _, err = t.loadline("check", "--write-baseline")
    assert code == 2 and "baseline: loadline-baseline.yaml" in err, err
    change(t, "loadline.yaml", "# baseline: ", "baseline: ")
    code, _, err = t.loadline("check")
    assert code == 2 and "--write-baseline" in err, err


def a_written_baseline_makes_it_green(t):
    code, out, err = t.loadline("check", "--write-baseline")
    n = int(re.search(r"(\d+) findings in the baseline loadline-baseline.yaml", err)[1])
    assert code == 0 and n >= AT_LEAST and f"{n} in the baseline" in out, (code, out, err)
    assert judged(t, "--fail-on", "note") == (0, [])
    stage(t)


def it_is_green_wherever_it_is_run(t):
    """In CI, in a part of the tree, for a file alone, with any number of threads: the machine must not matter."""
    assert judged(t, "--fail-on", "note", "--jobs", "1") == judged(t, "--fail-on", "note", "--jobs", "8") == (0, [])
    for name, value in (("CI", "true"), ("GITHUB_ACTIONS", "true")):
        t.env[name] = value
        assert judged(t, "--fail-on", "note") == (0, []), name
        del t.env[name]
    for at in ("nginx", "systemd", "redis"):
        assert t.loadline("check", "--fail-on", "note", at=at)[0] == 0, at
    assert judged(t, "--fail-on", "note", "nginx/sites-enabled/3.conf") == (0, [])


def moved_lines_stay_accepted(t):
    text = t.text("systemd/api.service")
    t.write("systemd/api.service", "# who runs the interface\n\n" + text)
    assert judged(t, "--fail-on", "note") == (0, [])
    t.write("systemd/api.service", text)


def one_new_fault_is_red_and_alone(t):
    change(t, "nginx/sites-enabled/3.conf", "    location / {",
           "    location /files { alias /srv/files/; }\n    location / {")
    code, found = judged(t)
    assert code == 1 and rules(found) == ["nginx/alias-traversal"], rules(found)
    assert (found[0]["file"], found[0]["line"]) == ("nginx/sites-enabled/3.conf", 6), found
    code, out, _ = t.loadline("check", "--format", "short")
    assert code == 1 and out.splitlines()[0].startswith("nginx/sites-enabled/3.conf:6:"), out
    code, found = judged(t, "--changed-since", "HEAD")
    assert code == 1 and rules(found) == ["nginx/alias-traversal"]


def the_hook_stops_it(t):
    assert t.loadline("init", "--hook")[0] == 0
    t.git("add", "-A")
    taken, said = t.commit()
    assert not taken and "nginx/sites-enabled/3.conf:6:" in said, said


def mended_it_is_green(t):
    change(t, "nginx/sites-enabled/3.conf", "alias /srv/files/;", "root /srv;")
    assert judged(t, "--fail-on", "note") == (0, [])
    stage(t)


def a_mended_old_one_must_be_pruned(t):
    change(t, "haproxy/haproxy.cfg", "    stats enable\n", "")
    change(t, "systemd/cron.service", "KillMode=none\n", "")
    code, found = judged(t)
    assert code == 1 and rules(found) == ["meta/baseline-unpruned"], rules(found)
    code, out, err = t.loadline("check", "--prune-baseline")
    assert code == 0 and "2 findings removed from the baseline" in err, (code, out, err)
    assert judged(t, "--fail-on", "note") == (0, [])
    stage(t)


def what_was_mended_stays_mended(t):
    change(t, "systemd/cron.service", "LimitNOFILE", "KillMode=none\nLimitNOFILE")
    code, found = judged(t, "--fail-on", "warning")
    assert code == 1 and rules(found) == ["systemd/kill-mode-none"], rules(found)
    change(t, "systemd/cron.service", "KillMode=none\n", "")
    assert judged(t, "--fail-on", "note") == (0, [])


def a_file_that_does_not_parse_is_left_out(t):
    """It cannot be accepted, for it hides all else that it holds; `exclude` makes even this repository green."""
    t.write("old/nginx.conf", "events {}\nhttp {\n")
    code, _, err = t.loadline("check", "--write-baseline")
    assert code == 1 and "1 finding cannot be accepted" in err and "`exclude` in loadline.yaml" in err, err
    change(t, "loadline.yaml", "# exclude: [vendor/, old/]", "exclude: [vendor/, old/]")
    assert judged(t, "--fail-on", "note") == (0, [])


CASES = (an_old_repository_is_red, a_baseline_must_be_named, a_written_baseline_makes_it_green,
         it_is_green_wherever_it_is_run, moved_lines_stay_accepted, one_new_fault_is_red_and_alone,
         the_hook_stops_it, mended_it_is_green,
         a_mended_old_one_must_be_pruned, what_was_mended_stays_mended, a_file_that_does_not_parse_is_left_out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())
    if not shutil.which("git"):
        print("1..0 # SKIP git is not installed")
        return
    with Tree(program, FILES, git=True) as t:
        stage(t)
        tap.run(CASES, t)


main()
