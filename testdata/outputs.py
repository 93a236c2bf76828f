#!/usr/bin/env python3
"""What becomes of a report when something goes wrong while it is written, tried with real processes. Prints TAP.

A report that is there is a whole one: not after an interrupt, not on a full disk, not with two formats in one file.

usage: outputs.py --loadline PROGRAM
"""
import argparse
import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

CONFIG = "worker_processes 8;\nevents { worker_connections 1024; }\n"
LARGE = CONFIG + "".join(f"http {{ server {{ bogus_{i} {'x' * 60}; }} }}\n" for i in range(900))
# Longer than the room that is left on the small disk, so that what --fix writes does not fit.
FIXABLE = CONFIG + "# filling ...\n" * 1900
FORMATS = ("text", "short", "json", "ndjson", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "rdjsonl",
           "tap")
WAIT = 60


class Skipped(Exception):
    pass


class Folder:
    """A folder with a config, and the program run in it."""

    def __init__(self, program, config=CONFIG):
        self.program = program
        self.config = config

    def __enter__(self):
        self.made = tempfile.TemporaryDirectory(prefix="outputs-")
        self.path = Path(self.made.name)
        (self.path / "nginx.conf").write_text(self.config)
        return self

    def __exit__(self, *_):
        self.made.cleanup()

    def start(self, *args, **how):
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | how
        return subprocess.Popen([self.program, "check", "--no-config", *args], cwd=self.path,
                                **({"env": {"CI": "true", "PATH": os.environ["PATH"]}} | how))

    def run(self, *args, **how):
        process = self.start(*args, **how)
        out, err = process.communicate(timeout=WAIT)
        return process.returncode, out, err

    def names(self):
        return sorted(p.name for p in self.path.iterdir())


def same_output_twice(program):
    with Folder(program) as f:
        (f.path / "link").symlink_to("there.json")
        (f.path / "there.json").write_text("old")
        for args in (["-F", "json", "-F", "sarif"], ["-F", "json", "-o", "a", "-F", "sarif", "-o", "./a"],
                     ["-F", "json", "-o", "a", "-F", "sarif", "-o", str(f.path / "a")],
                     ["-F", "json", "-o", "there.json", "-F", "sarif", "-o", "link"], ["-o", "-", "-o", "-"]):
            code, out, err = f.run(*args)
            assert code == 2 and out == b"" and b"an --output of its own" in err, (args, code, err)
        assert f.names() == ["link", "nginx.conf", "there.json"]


def several_outputs(program):
    with Folder(program) as f:
        code, out, _ = f.run("-F", "short", "-F", "json", "-o", "a.json", "-o", "b.json", "-F", "sarif", "-o", "c.sarif")
        assert code == 0 and out.startswith(b"no findings"), (code, out)
        assert (f.path / "a.json").read_bytes() == (f.path / "b.json").read_bytes()
        assert json.loads((f.path / "a.json").read_text())["version"] == 1
        assert json.loads((f.path / "c.sarif").read_text())["version"] == "2.1.0"


def unwritable_output(program):
    with Folder(program) as f:
        code, out, err = f.run("-F", "json", "-o", "no/such/place", "-F", "short", "-F", "sarif", "-o", "c.sarif")
        assert code == 4 and b"no/such/place" in err and out.startswith(b"no findings"), (code, out, err)
        assert f.names() == ["c.sarif", "nginx.conf"], "the others are written"


def rights_and_links(program):
    with Folder(program) as f:
        real = f.path / "real.json"
        real.write_text("old")
        real.chmod(0o604)
        (f.path / "link.json").symlink_to("real.json")
        assert f.run("-F", "json", "-o", "link.json")[0] == 0
        assert (f.path / "link.json").is_symlink() and json.loads(real.read_text())
        assert stat.S_IMODE(real.stat().st_mode) == 0o604
        before = os.umask(0o027)
        try:
            assert f.run("-F", "json", "-o", "new.json")[0] == 0
        finally:
            os.umask(before)
        assert stat.S_IMODE((f.path / "new.json").stat().st_mode) == 0o640


def fifo_is_written_in_place(program):
    with Folder(program) as f:
        fifo = f.path / "fifo"
        os.mkfifo(fifo)
        process = f.start("-F", "json", "-o", "fifo", "nginx.conf")
        assert json.loads(fifo.read_text())["version"] == 1
        assert process.wait(WAIT) == 0 and stat.S_ISFIFO(fifo.stat().st_mode)


def full_standard_output(program):
    with Folder(program) as f, open("/dev/full", "wb") as full:
        assert f.run(stdout=full)[0] == 4
        assert f.run("--help", stdout=full)[0] == 4
        assert f.run("-o", "/dev/full")[0] == 4


def closed_standard_output(program):
    with Folder(program, LARGE) as f:
        process = f.start("-F", "json", "-F", "sarif", "-o", "c.sarif")
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(WAIT) == 4 and b"Broken pipe" in err, err
        assert json.loads((f.path / "c.sarif").read_text()), "the file is written all the same"
        shell = subprocess.run(["sh", "-c", '"$0" check --no-config nginx.conf >&-', program], cwd=f.path,
                               capture_output=True, timeout=WAIT)
        assert shell.returncode == 4, shell
        assert (f.path / "nginx.conf").read_text() == LARGE


def full_disk(program):
    """A limit on the size of files stands for the disk."""
    with Folder(program, LARGE) as f:
        old = f.path / "old.json"
        old.write_text("[]")
        shell = subprocess.run(["sh", "-c", 'ulimit -f 8; exec "$0" check --no-config -F json -o old.json', program],
                               cwd=f.path, capture_output=True, timeout=WAIT)
        assert shell.returncode == 4 and b"old.json" in shell.stderr, shell
        assert old.read_text() == "[]" and f.names() == ["nginx.conf", "old.json"], f.names()


# A file system of 64 KiB that only this process tree sees. Arguments: the program.
SMALL_DISK = """
set -e
mkdir small && mount -t tmpfs -o size=64k tmpfs small
echo '[]' >small/old.json && cp fixable.conf small/nginx.conf && cp fixable.conf kept
dd if=/dev/zero of=small/fill bs=1k count=$1 2>/dev/null
shift
code=0
"$@" || code=$?
rm small/fill
ls small
cat small/old.json
cmp small/nginx.conf kept
exit "$code"
"""


def disk_without_room(program):
    """No room at all, and room for a part."""
    enter = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh"]
    check = [program, "check", "--no-config"]
    for fill in ("32", "24"):
        for args in (["-F", "json", "-o", "small/new.json", "nginx.conf"],
                     ["-F", "sarif", "-o", "small/new.sarif", "nginx.conf"],
                     ["-F", "json", "-o", "small/old.json", "nginx.conf"],
                     ["--baseline", "small/base.yaml", "--write-baseline"],
                     ["--fix", "--unsafe-fixes", "--cpus", "2", "--memory", "4GiB", "small/nginx.conf"]):
            with Folder(program, LARGE) as f:
                (f.path / "fixable.conf").write_text(FIXABLE)
                run = subprocess.run([*enter, fill, *check, *args], cwd=f.path, capture_output=True, timeout=WAIT)
                if b"unshare:" in run.stderr or b"mount:" in run.stderr:
                    raise Skipped("no file system may be mounted here")
                assert run.returncode == 4 and b"No space left" in run.stderr, (args, run)
                assert run.stdout.endswith(b"nginx.conf\nold.json\n[]\n"), (args, run.stdout)


def interrupt_before_the_report(program):
    for number in (signal.SIGINT, signal.SIGTERM):
        with Folder(program) as f:
            process = f.start("-F", "json", "-o", "a.json", "--kind", "nginx", "-", stdin=subprocess.PIPE)
            time.sleep(0.2)
            process.send_signal(number)
            process.communicate(timeout=WAIT)
            assert process.returncode == -number, process.returncode
            assert f.names() == ["nginx.conf"], f.names()


def interrupt_between_reports(program):
    with Folder(program, LARGE) as f:
        process = f.start("-F", "json", "-o", "a.json", "-F", "json", "-F", "sarif", "-o", "c.sarif")
        while not (f.path / "a.json").exists():
            time.sleep(0.01)
        time.sleep(0.1)  # now it waits for the pipe, which nobody reads
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT) == -signal.SIGTERM, process.returncode
        process.communicate()
        assert json.loads((f.path / "a.json").read_text()) and f.names() == ["a.json", "nginx.conf"], f.names()


def interrupt_at_any_time(program):
    with Folder(program, LARGE) as f:
        started = time.monotonic()
        f.run("-F", "json", "-o", "a.json")
        whole = time.monotonic() - started
        ends = set()
        for i in range(40):
            (f.path / "a.json").unlink(missing_ok=True)
            process = f.start("-F", "json", "-o", "a.json")
            time.sleep(whole * i / 36)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=WAIT)
            ends.add(process.returncode)
            if "a.json" in f.names():
                json.loads((f.path / "a.json").read_text())
            assert set(f.names()) <= {"a.json", "nginx.conf"}, f.names()
        assert -signal.SIGINT in ends, ends


def interrupt_leaves_no_revision(program):
    """--changed-since lays a revision out in a temporary directory; an interrupt takes it away, sent to one or to all."""
    if not shutil.which("git"):
        raise Skipped("git is not installed")
    with Folder(program, LARGE) as f:
        (f.path / "tmp").mkdir()
        env = {"CI": "true", "PATH": os.environ["PATH"], "HOME": str(f.path), "TMPDIR": str(f.path / "tmp")}
        for args in (["init", "-q"], ["add", "nginx.conf"],
                     ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"]):
            subprocess.run(["git", *args], cwd=f.path, check=True, env=env)
        args = ("--changed-since", "HEAD", "-F", "json", "-o", "a.json", "nginx.conf")
        started = time.monotonic()
        assert f.start(*args, env=env).wait(WAIT) == 0 and not os.listdir(f.path / "tmp")
        whole, ends = time.monotonic() - started, set()
        for i in range(24):
            (f.path / "a.json").unlink(missing_ok=True)
            process = f.start(*args, env=env, start_new_session=True)
            while i % 3 == 0 and process.poll() is None and not os.listdir(f.path / "tmp"):
                time.sleep(0.0005)  # one of three comes while the revision is laid out
            time.sleep(0 if i % 3 == 0 else whole * i / 22)
            (os.kill if i % 2 else os.killpg)(process.pid, signal.SIGINT)
            process.communicate(timeout=WAIT)
            ends.add(process.returncode)
            assert not os.listdir(f.path / "tmp"), f"after {i}: {os.listdir(f.path / 'tmp')}"
            assert set(f.names()) - {".git"} <= {"a.json", "nginx.conf", "tmp"}, f.names()
        assert -signal.SIGINT in ends and ends <= {0, -signal.SIGINT}, ends


def same_bytes_for_any_number_of_threads(program):
    with Folder(program) as f:
        for i in range(120):
            (f.path / f"d{i % 7}").mkdir(exist_ok=True)
            (f.path / f"d{i % 7}/site-{i}.conf").write_text(
                f"server {{ listen {8000 + i % 9}; location /a {{ alias /srv/; }} bogus; }}\n")
        for format in FORMATS:
            for more in ((), ("--statistics",), ("--quiet",)):
                args = ("-F", format, "--cpus", "2", "--memory", "4GiB", *more)
                printed = [f.run(*args, "-j", n) for n in ("1", "2", "8")]
                assert printed[0][0] == 1 and printed[0][1], (format, printed[0][2])
                assert printed[0] == printed[1] == printed[2], (format, more)


def on_terminal(f, args, env, stdout=subprocess.DEVNULL):
    """What a run prints to a terminal that is its standard error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([f.program, "check", "--no-config", *args], cwd=f.path, stdin=subprocess.DEVNULL, stdout=stdout,
                               stderr=theirs, env={"PATH": os.environ["PATH"], "TERM": "xterm"} | env)
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:  # the other end is gone
        pass
    os.close(ours)
    assert process.wait(WAIT) in (0, 1), process.returncode
    return seen


def progress_of_a_long_run(program):
    with Folder(program) as f:
        took, n = 0, 0
        while took < 0.6:  # whatever the machine
            for i in range(n, n + 1000):
                (f.path / f"site-{i}.conf").write_text("server { listen 80; location / { proxy_pass http://10.0.0.1; } }\n" * 10)
            n += 1000
            started = time.monotonic()
            seen = on_terminal(f, [], {})
            took = time.monotonic() - started
        assert b"\r\x1b[Kloadline: " in seen and seen.endswith(b"\r\x1b[K"), seen[-200:]
        assert re.search(rb"reading files: \d+ of \d+|finding files|judging", seen), seen
        for args, env in ((["-q"], {}), ([], {"CI": "true"}), ([], {"TERM": "dumb"})):
            assert on_terminal(f, args, env) == b"", (args, env)
        assert f.run()[2] == b"", "nothing on a pipe"


def no_progress_of_a_short_run(program):
    with Folder(program) as f:
        started = time.monotonic()
        seen = on_terminal(f, [], {})
        assert seen == b"" or time.monotonic() - started > 0.3, seen


TESTS = [
    ("two reports to one place are refused", same_output_twice),
    ("several outputs in one run", several_outputs),
    ("an output that cannot be written costs the others nothing", unwritable_output),
    ("an output keeps mode and link", rights_and_links),
    ("a FIFO is written, not replaced", fifo_is_written_in_place),
    ("a full standard output is exit 4", full_standard_output),
    ("a closed standard output is exit 4", closed_standard_output),
    ("a limit on files leaves what was there", full_disk),
    ("a full disk leaves what was there", disk_without_room),
    ("an interrupt before the report leaves nothing", interrupt_before_the_report),
    ("an interrupt between reports leaves whole ones", interrupt_between_reports),
    ("a long run says on a terminal what it does, and erases it", progress_of_a_long_run),
    ("a short run says nothing", no_progress_of_a_short_run),
    ("an interrupt at any time leaves a whole report or none", interrupt_at_any_time),
    ("an interrupt leaves no revision laid out", interrupt_leaves_no_revision),
    ("the same bytes for any number of threads", same_bytes_for_any_number_of_threads),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())
    print(f"1..{len(TESTS)}", flush=True)
    for number, (name, test) in enumerate(TESTS, 1):
        try:
            test(program)
            print(f"ok {number} - {name}", flush=True)
        except Skipped as why:
            print(f"ok {number} - {name} # SKIP {why}", flush=True)
        except (AssertionError, ValueError, subprocess.TimeoutExpired) as fault:
            print(f"not ok {number} - {name}\n# {fault!r}", flush=True)


main()
