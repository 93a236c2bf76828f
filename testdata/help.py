#!/usr/bin/env python3
"""Holds --help of every command to 80 columns, and the manual and the completions to the options that it lists. Prints TAP.

usage: help.py --loadline PROGRAM
"""
import argparse
import re
import subprocess
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 80
OPTION = re.compile(r"^ +(?:-(\w), )?--([\w-]+)", re.MULTILINE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())

    def run(*args):
        done = subprocess.run([program, *args], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        return done.stdout.decode() if done.returncode == 0 and not done.stderr else f"exit {done.returncode}: {done.stderr.decode()}"

    helps = {(): run("--help")}
    for name in re.findall(r"^  (\w+) ", helps[()], re.MULTILINE):
        helps[(name,)] = run(name, "--help")
    for name in ("list", "test", "new"):
        helps["rules", name] = run("rules", name, "--help")
    manual = (ROOT / "man/loadline.1").read_text()
    scripts = {shell: run("completions", shell) for shell in ("bash", "zsh", "fish")}
    points = []
    for words, text in helps.items():
        options = OPTION.findall(text)
        shown = " ".join(("loadline", *words, "--help"))
        points.append((f"{shown} fits {COLUMNS} columns", [l for l in text.splitlines() if len(l) > COLUMNS or l != l.rstrip()]))
        points.append((f"{shown} is a usage and options", [] if text.startswith("usage: loadline") and (options or not words) else [text]))
        unnamed = [o for _, o in options if o != "help" and f"Fl -{o}" not in manual]
        unlettered = [l for l, o in options if l and l not in "h" and f"Fl {l}" not in manual]
        points.append((f"the manual has the options of {shown}", unnamed + unlettered))
        points.append((f"the completions have those of {shown}",
                       [(shell, o) for shell, script in scripts.items() for _, o in options if not re.search(rf"(--|-l ){o}\b", script)]))
    print(f"1..{len(points)}")
    for number, (name, faults) in enumerate(points, 1):
        tap.point(number, name, faults)


main()
