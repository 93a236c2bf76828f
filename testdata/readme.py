#!/usr/bin/env python3
"""Holds README.md to the program. Prints TAP.

Each picture in README.md stands in a fenced block behind a line `<!-- prints: COMMAND -->`; COMMAND is run in the root of the source with `loadline` on
PATH, and what it prints must be what the block holds.

usage: readme.py --loadline PROGRAM [--update]
"""
import argparse
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = re.compile(r"(<!-- prints: (?P<command>.*?) -->\n```\n)(?P<text>.*?)(```\n)", re.DOTALL)


def printed(command, program):
    env = {"PATH": f"{Path(program).parent}:{os.environ['PATH']}", "LC_ALL": "C", "HOME": "/"}
    run = subprocess.run(["sh", "-c", command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return run.stdout.decode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    program = Path(options.loadline).resolve()
    readme = ROOT / "README.md"
    text = readme.read_text()
    pictures = list(PICTURE.finditer(text))
    if options.update:
        readme.write_text(PICTURE.sub(lambda p: p[1] + printed(p["command"], program) + p[4], text))
        return
    print(f"1..{len(pictures)}")
    for number, picture in enumerate(pictures, 1):
        same = printed(picture["command"], program) == picture["text"]
        print(f"{'ok' if same else 'not ok'} {number} - README shows what `{picture['command']}` prints")


main()
