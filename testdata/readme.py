#!/usr/bin/env python3
"""Holds README.md to the program. Prints TAP.

Each picture in README.md stands in a fenced block behind a line `<!-- prints: COMMAND -->`; COMMAND is run in the root
of the source with `loadline` on PATH, and what it prints must be what the block holds. Each block of commands for a
user's repository is run, in its order, in one that holds the shipped example.

usage: readme.py --loadline PROGRAM [--update]
"""
import argparse
import os
import re
import subprocess
from pathlib import Path

import tap
from tree import Tree

ROOT = Path(__file__).resolve().parent.parent
PICTURE = re.compile(r"(<!-- prints: (?P<command>.*?) -->\n```\n)(?P<text>.*?)(```\n)", re.DOTALL)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
MEANT_FOR_SHELLS = ("loadline ", "echo ")


def printed(command, program):
    env = {"PATH": f"{Path(program).parent}:{os.environ['PATH']}", "LC_ALL": "C", "HOME": "/"}
    run = subprocess.run(["sh", "-c", command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                         timeout=60)
    return run.stdout.decode()


def command_blocks(text):
    """Those whose every line is a command that a user types in a repository."""
    for block in BLOCK.findall(FENCED.sub("", text)):
        lines = [line.strip() for line in block.splitlines()]
        if all((line + " ").startswith(MEANT_FOR_SHELLS) for line in lines):
            yield lines


def faults_of_block(lines, program):
    conf = (ROOT / "testdata/example/nginx.conf").read_text()
    facts = (ROOT / "testdata/example/facts.yaml").read_text().replace('"**/example/nginx.conf"', "conf/nginx.conf")
    with Tree(program, {"conf/nginx.conf": conf, "nginx.conf": conf, "facts/web.yaml": facts}) as t:
        for line in lines:
            code, _, err = t.run("sh", "-c", line)
            if code not in (0, 1) or "error" in err or "usage" in err:
                yield f"{line}: exit status {code}: {err}"


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
    blocks = list(command_blocks(text))
    assert len(blocks) >= 3, blocks
    print(f"1..{len(pictures) + len(blocks)}")
    for number, picture in enumerate(pictures, 1):
        same = printed(picture["command"], program) == picture["text"]
        print(f"{'ok' if same else 'not ok'} {number} - README shows what `{picture['command']}` prints")
    for number, lines in enumerate(blocks, len(pictures) + 1):
        tap.point(number, f"README's commands run: {lines[0]}", list(faults_of_block(lines, program)))


main()
