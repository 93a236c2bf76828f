#!/usr/bin/env python3
"""Counts test points: meson's testlog.json (its TAP tests point by point) and plain .tap files.

Prints a line for each test, then what failed with its explanation, what was skipped with its reason, and last
`N passed, N failed`. Exits 1 when something failed.

usage: summary.py [--brief] LOG...        --brief: no line for each test, no failures: skips and the sum
"""
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

POINT = re.compile(r"^(not )?ok\b\s*(\d+)?\s*-?\s*([^#]*)(?:#\s*(\S+)\s*(.*))?$")
SKIP_ALL = re.compile(r"^1\.\.0\s*#\s*skip\S*\s*(.*)$", re.IGNORECASE)
EXPLANATION_LINES = 80


@dataclass
class Test:
    name: str
    passed: int = 0
    failures: list = field(default_factory=list)  # lists of lines
    skips: list = field(default_factory=list)  # (point, reason)


def read_tap(test, text):
    """Counts the points of text into test. A failed point takes the comment lines that follow it."""
    failure = None
    for line in text.splitlines():
        point, none = POINT.match(line), SKIP_ALL.match(line)
        if none:
            test.skips.append((test.name, none[1]))
        elif point and (point[4] or "").lower() == "skip":
            test.skips.append((point[3].strip(), point[5]))
        elif point and not point[1]:
            test.passed += 1
            failure = None
        elif point:
            failure = [re.sub(r"^(\.\./)+", "", point[3].strip())]
            test.failures.append(failure)
        elif failure is not None and line.startswith("#"):
            failure.append(line[1:].rstrip())


def tail(text):
    lines = [line for line in text.splitlines() if line and not line.startswith("(test program exited")]
    return lines[-EXPLANATION_LINES:]


def read_meson_test(entry):
    test = Test(entry["name"])
    stdout, stderr, result = entry.get("stdout", ""), entry.get("stderr", ""), entry["result"]
    if re.search(r"^1\.\.\d+", stdout, re.MULTILINE) or POINT.match(stdout):
        read_tap(test, stdout)
        counted = True
    else:
        counted = False
    if result in ("OK", "EXPECTEDFAIL"):
        test.passed += not counted
    elif result == "SKIP":
        if not counted:
            test.skips.append((test.name, stdout.strip().rpartition("\n")[2]))
    elif not test.failures:  # it crashed, hung, leaked, or printed no plan
        what = f"{test.name}: {result.lower()}, exit status {entry.get('returncode')}"
        test.failures.append([what, *tail(stderr), *([] if counted else tail(stdout))])
    else:
        test.failures[-1] += tail(stderr)
    return test


def read_log(path):
    text = Path(path).read_text(errors="replace")
    if path.endswith(".tap"):
        test = Test(Path(path).stem)
        read_tap(test, text)
        return [test]
    tests = [read_meson_test(json.loads(line)) for line in text.splitlines() if line.strip()]
    return sorted(tests, key=lambda test: test.name)  # the log has them as they ended


def print_details(tests):
    for test in tests:
        counts = f"{test.passed:5} passed"
        counts += f", {len(test.failures)} failed" if test.failures else ""
        counts += f", {len(test.skips)} skipped" if test.skips else ""
        print(f"{test.name:24} {counts}")
    for test in tests:
        for what, *why in test.failures:
            print(f"\nFAILED {test.name}: {what}")
            for line in why[:EXPLANATION_LINES]:
                print(f"    {line}")


def main():
    paths = [arg for arg in sys.argv[1:] if arg != "--brief"]
    tests = [test for path in paths for test in read_log(path)]
    if "--brief" not in sys.argv:
        print_details(tests)
    for what, reason in dict.fromkeys(skip for test in tests for skip in test.skips):
        print(f"skipped {what}: {reason}")
    failed = sum(len(test.failures) for test in tests)
    print(f"{sum(test.passed for test in tests)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
