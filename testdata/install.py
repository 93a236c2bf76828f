#!/usr/bin/env python3
"""Installs a build into a directory of its own and uses what is there, from elsewhere. Prints TAP.

usage: install.py --build BUILD --prefix PREFIX
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parent.parent
MESON = Path("/usr/bin/meson") if Path("/usr/bin/meson").exists() else shutil.which("meson")


class Installed:
    def __init__(self, build, prefix):
        self.home = Path(tempfile.mkdtemp(prefix="install-"))
        self.elsewhere = self.home / "elsewhere"
        shutil.copytree(ROOT / "testdata/example", self.elsewhere / "example")
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "CI": "true", "TERM": "dumb"}
        self.env |= {n: os.environ[n] for n in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if n in os.environ}
        done = self.run(str(MESON), "install", "-C", build, "--no-rebuild", "--destdir", str(self.home / "root"), at=ROOT)
        assert done[0] == 0, done[2]
        self.top = self.home / "root" / prefix.strip("/")
        self.share = self.top / "share"
        self.env |= {"PATH": f"{self.top}/bin:{os.environ['PATH']}", "XDG_DATA_DIRS": f"{self.share}:/usr/local/share:/usr/share"}

    def run(self, *command, at=None):
        run = subprocess.run(command, cwd=at or self.elsewhere, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        return run.returncode, run.stdout.decode(), run.stderr.decode()


def everything_is_in_its_place(i):
    found = {p.relative_to(i.top).as_posix() for p in i.top.rglob("*") if p.is_file()}
    wanted = {"bin/loadline", "share/man/man1/loadline.1", "share/man/man5/loadline.yaml.5", "share/man/man5/loadline-rules.5",
              "share/loadline/loadline.schema.json", "share/loadline/rule.schema.json", "share/loadline/report.schema.json",
              "share/bash-completion/completions/loadline", "share/zsh/site-functions/_loadline", "share/fish/vendor_completions.d/loadline.fish",
              "share/doc/loadline/README.md", "share/doc/loadline/CHANGELOG.md", "share/doc/loadline/LICENSE"}
    assert found == wanted, found ^ wanted


def the_program_judges_by_its_built_in_rules(i):
    code, out, err = i.run("loadline", "check", "--facts", "example/facts.yaml", "example")
    assert code == 1 and "capacity/workers-exceed-memory" in out and "web-2" in out and not err, (code, out, err)
    assert i.run("loadline", "explain", "capacity/workers-exceed-memory")[0] == 0


def it_needs_nothing_of_the_build(i):
    links = i.run("readelf", "-d", f"{i.top}/bin/loadline") if shutil.which("readelf") else (0, "", "")
    assert "RUNPATH" not in links[1] and "RPATH" not in links[1], links[1]


def the_manual_is_found(i):
    pages = [i.share / "man/man1/loadline.1", i.share / "man/man5/loadline.yaml.5", i.share / "man/man5/loadline-rules.5"]
    for page in pages:
        if shutil.which("mandoc"):
            code, out, err = i.run("mandoc", "-T", "ascii", str(page))
            assert code == 0 and "DESCRIPTION" in re.sub(".\b", "", out), err
    if shutil.which("man"):
        for section, name in (("1", "loadline"), ("5", "loadline.yaml"), ("5", "loadline-rules")):
            code, out, err = i.run("man", "-M", str(i.share / "man"), "-w", section, name)
            assert code == 0 and name in out, err


def schemas_are_json(i):
    for path in (i.share / "loadline").iterdir():
        assert "$schema" in json.loads(path.read_text()), path


def completions_are_what_the_program_says(i):
    for shell, path in (("bash", "bash-completion/completions/loadline"), ("zsh", "zsh/site-functions/_loadline"),
                        ("fish", "fish/vendor_completions.d/loadline.fish")):
        assert (i.share / path).read_text() == i.run("loadline", "completions", shell)[1], shell


def shells_find_them(i):
    """By themselves, as they do for an installation."""
    helper = "/usr/share/bash-completion/bash_completion"
    if Path(helper).exists():
        code, out, err = i.run("bash", "--norc", "-c", f". {helper}; _completion_loader loadline; complete -p loadline")
        assert "_loadline loadline" in out, err
    if shutil.which("fish"):
        assert "traffic" in i.run("fish", "-c", "complete -C 'loadline tra'")[1]
    if shutil.which("zsh"):
        script = f"fpath=({i.share}/zsh/site-functions $fpath); autoload -U compinit; compinit -u -D; print $_comps[loadline]"
        assert i.run("zsh", "-f", "-c", script)[1].strip() == "_loadline"


CASES = (everything_is_in_its_place, the_program_judges_by_its_built_in_rules, it_needs_nothing_of_the_build, the_manual_is_found,
         schemas_are_json, completions_are_what_the_program_says, shells_find_them)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--prefix", required=True)
    options = parser.parse_args()
    if not MESON:
        print("1..0 # SKIP meson is not on PATH")
        return
    installed = Installed(str(Path(options.build).resolve()), options.prefix)
    tap.run(CASES, installed)
    shutil.rmtree(installed.home)


main()
