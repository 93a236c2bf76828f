#!/usr/bin/env python3
"""Golden cases: testdata/<area>/<case>/ holds what goes in and what must come out. Prints TAP, one point a case.

    input/         the files; the command runs in a copy of it, so nothing is written here
    cmd            one line for the shell; `loadline` is the program under test: loadline check --format short .
    expect.stdout  what it must print; a missing file means nothing
    expect.stderr  the same for messages
    expect.exit    the exit status; a missing file means 0
    prepare        optional: a shell script, run in the copy, for what git can't keep (FIFOs, sparse files, repositories)
    needs          optional: a program or absolute path a line, or `unprivileged` (not root); skipped when one is missing

The environment is empty but for PATH, HOME and LC_ALL=C; a case that wants CI says so: CI=true loadline check .
By hand: cd into a copy of input/, put the program on PATH, sh ../cmd.

usage: golden.py [--loadline PROGRAM] [--update] [AREA | AREA/CASE]...
"""
import argparse
import difflib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "build/release/cmd/loadline/loadline"
SECONDS_PER_CASE = 120
DIFF_LINES = 60


@dataclass
class Outcome:
    stdout: bytes
    stderr: bytes
    exit: int


def find_cases(root):
    """Folders with a cmd file, sorted by name; what lies below one is its own business."""
    cases = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        if "cmd" in names:
            cases.append(Path(folder))
            folders.clear()
    return cases


def selected(cases, names):
    wanted = [name.removeprefix("testdata/").strip("/") for name in names]
    known = [(case, case.relative_to(HERE).as_posix()) for case in cases]
    for name in wanted:
        if not any(path == name or path.startswith(name + "/") for _, path in known):
            sys.exit(f"golden.py: no case {name}")
    return [case for case, path in known
            if not wanted or any(path == name or path.startswith(name + "/") for name in wanted)]


def lacking(case):
    """What the case needs and this machine has not, or None."""
    needs = case / "needs"
    for need in needs.read_text().split() if needs.exists() else []:
        if need == "unprivileged":
            missing = os.geteuid() == 0
        elif need.startswith("/"):
            missing = not Path(need).exists()
        else:
            missing = shutil.which(need) is None
        if missing:
            return need
    return None


def environment(bin_folder, home, locale):
    env = {"PATH": f"{bin_folder}:/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LC_ALL": locale}
    kept = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "LOCPATH")
    return env | {name: os.environ[name] for name in kept if name in os.environ}


def shell(command, cwd, env):
    """Runs command; past its time it and all it started are killed, and the exit is the signal's, negative."""
    process = subprocess.Popen(["sh", *command], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = process.communicate(timeout=SECONDS_PER_CASE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        err += f"golden.py: killed after {SECONDS_PER_CASE} s\n".encode()
    return Outcome(out, err, process.returncode)


def run(case, bin_folder, locale):
    with tempfile.TemporaryDirectory(prefix="golden-") as home:
        cwd = Path(home) / "input"
        if (case / "input").is_dir():
            shutil.copytree(case / "input", cwd, symlinks=True)
        else:
            cwd.mkdir()
        env = environment(bin_folder, home, locale)
        if (case / "prepare").exists():
            made = shell([str(case / "prepare")], cwd, env)
            if made.exit != 0:
                return Outcome(b"", b"golden.py: prepare failed\n" + made.stdout + made.stderr, made.exit)
        return shell([str(case / "cmd")], cwd, env)


def expected(case):
    def content(name):
        path = case / f"expect.{name}"
        return path.read_bytes() if path.exists() else b""

    return Outcome(content("stdout"), content("stderr"), int(content("exit") or 0))


def write_expected(case, outcome):
    parts = {"stdout": outcome.stdout, "stderr": outcome.stderr,
             "exit": f"{outcome.exit}\n".encode() if outcome.exit else b""}
    for name, content in parts.items():
        path = case / f"expect.{name}"
        if content:
            path.write_bytes(content)
        else:
            path.unlink(missing_ok=True)


def visible(content):
    lines = content.decode(errors="backslashreplace").split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += "\\ no newline at the end"
    return ["".join(c if c.isprintable() or c == "\t" else ascii(c)[1:-1] for c in line) for line in lines]


def difference(want, got):
    lines = []
    if want.exit != got.exit:
        lines.append(f"exit {got.exit}, expected {want.exit}")
    for name in ("stdout", "stderr"):
        a, b = getattr(want, name), getattr(got, name)
        if a != b:
            lines += difflib.unified_diff(visible(a), visible(b), f"expect.{name}", name, lineterm="")
    if len(lines) > DIFF_LINES:
        lines[DIFF_LINES:] = [f"... {len(lines) - DIFF_LINES} more lines"]
    return lines


def judge(case, bin_folder, locale, update):
    """(passed, lines of explanation, thing needed but missing)"""
    missing = lacking(case)
    if missing:
        return True, [], missing
    got = run(case, bin_folder, locale)
    lines = difference(expected(case), got)
    if lines and update:
        write_expected(case, got)
        return True, ["updated"], None
    return not lines, lines, None


def wrap(command, loadline, folder):
    """A `loadline` in folder that runs the real one under command (valgrind -q --error-exitcode=99)."""
    shim = Path(folder) / "loadline"
    shim.write_text(f'#!/bin/sh\nexec {command} {shlex.quote(str(loadline))} "$@"\n')
    shim.chmod(0o755)
    return folder


def report(cases, outcomes):
    failed = 0
    for number, (case, (passed, lines, missing)) in enumerate(zip(cases, outcomes), 1):
        skip = f" # SKIP needs {missing}" if missing else ""
        print(f"{'ok' if passed else 'not ok'} {number} - {case.relative_to(HERE).as_posix()}{skip}")
        for line in lines:
            print(f"#   {line}")
        sys.stdout.flush()
        failed += not passed
    print(f"1..{len(cases)}" + ("" if cases else " # SKIP no golden cases"))
    return failed


def main():
    parser = argparse.ArgumentParser(description="Run the golden cases.")
    parser.add_argument("--loadline", type=Path, default=BUILT, help="the program under test")
    parser.add_argument("--update", action="store_true", help="write what came out as what is expected")
    parser.add_argument("--locale", default="C", help="LC_ALL of the cases; must change nothing")
    parser.add_argument("--wrap", help="a command to run the program under, such as valgrind")
    parser.add_argument("cases", nargs="*", metavar="AREA or AREA/CASE")
    args = parser.parse_args()
    loadline = args.loadline.resolve()
    if not loadline.exists():
        sys.exit(f"golden.py: no program {loadline}; ./dev build makes it")
    cases = selected(find_cases(HERE), args.cases)
    with tempfile.TemporaryDirectory(prefix="golden-bin-") as shims, ThreadPoolExecutor(os.cpu_count()) as pool:
        bin_folder = wrap(args.wrap, loadline, shims) if args.wrap else loadline.parent
        outcomes = pool.map(lambda case: judge(case, bin_folder, args.locale, args.update), cases)
        return 1 if report(cases, outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
