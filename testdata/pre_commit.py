#!/usr/bin/env python3
"""The hooks for pre-commit, tried with the real one in a scratch repository. Prints TAP; skipped where pre-commit is not installed.

usage: pre_commit.py --loadline PROGRAM
"""
import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parent.parent
SITE = "server { listen 80; root /srv; }\n"
BAD_SITE = "server { listen 80; rooot /srv; }\n"
LINE = "nginx/conf.d/a site.conf:1:21"
FILES = {"nginx/nginx.conf": "events {}\nhttp { include conf.d/*.conf; }\n", "nginx/conf.d/a site.conf": SITE, "README.md": "# x\n",
         "facts.yaml": "hosts:\n  web: {cpus: 2, memory: 2GiB, nofile: 65536, configs: [nginx/nginx.conf]}\n", "loadline.yaml": "facts: [facts.yaml]\n"}


class Scratch:
    """A repository that uses the hooks, and one that has them."""

    def __init__(self, program):
        self.home = Path(tempfile.mkdtemp(prefix="pre-commit-")).resolve()
        self.env = {"PATH": f"{Path(program).parent}:{os.environ['PATH']}", "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                    "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(self.home / "cache"), "PRE_COMMIT_COLOR": "never"}
        self.env |= {n: os.environ[n] for n in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if n in os.environ}
        hooks, self.path = self.home / "loadline", self.home / "configs"
        self.repository(hooks, {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text()})
        revision = self.run("git", "rev-parse", "HEAD", at=hooks)[1].strip()
        used = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: loadline\n"
        self.repository(self.path, FILES | {".pre-commit-config.yaml": used})
        self.run("pre-commit", "install")

    def repository(self, path, files):
        path.mkdir()
        self.run("git", "init", "-q", at=path)
        self.run("git", "config", "user.name", "x", at=path)
        self.run("git", "config", "user.email", "x@example.org", at=path)
        for name, text in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text)
        self.run("git", "add", ".", at=path)
        code, said = self.run("git", "commit", "-q", "-m", "x", at=path)
        assert code == 0, said

    def run(self, *command, at=None):
        run = subprocess.run(command, cwd=at or self.path, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, timeout=300)
        return run.returncode, run.stdout.decode()

    def commit(self, **files):
        """Writes and stages nginx/conf.d/a site.conf (site) or README.md (readme) and commits."""
        for name, text in files.items():
            (self.path / {"site": "nginx/conf.d/a site.conf", "readme": "README.md"}[name]).write_text(text)
        self.run("git", "add", ".")
        return self.run("git", "commit", "-q", "-m", "x")


def the_hooks_are_ones(s):
    code, said = s.run("pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert code == 0, said


def all_files_pass(s):
    code, said = s.run("pre-commit", "run", "--all-files")
    assert code == 0 and "Passed" in said, said


def a_fault_in_a_fragment_is_told_within_its_root(s):
    code, said = s.commit(site=BAD_SITE)
    assert code != 0 and LINE in said and "included from nginx/nginx.conf:2" in said and "Failed" in said, said


def what_is_not_staged_is_not_judged(s):
    site = s.path / "nginx/conf.d/a site.conf"
    site.write_text(SITE + "# mended\n")
    s.run("git", "add", ".")
    site.write_text(BAD_SITE)
    code, said = s.run("git", "commit", "-q", "-m", "x")
    assert code == 0 and "Passed" in said and site.read_text() == BAD_SITE, said


def facts_are_judged_with_all_that_they_are_of(s):
    s.commit(site=SITE)
    (s.path / "nginx/nginx.conf").write_text("worker_processes 2;\n" + FILES["nginx/nginx.conf"])
    s.run("git", "add", ".")
    assert s.run("git", "commit", "-q", "-m", "x")[0] == 0
    (s.path / "facts.yaml").write_text(FILES["facts.yaml"].replace("memory: 2GiB", "memory: 1GiB, process_memory: {nginx-worker: 900MiB}"))
    s.run("git", "add", ".")
    code, said = s.run("git", "commit", "-q", "-m", "x")
    assert code != 0 and "capacity/workers-exceed-memory" in said, said
    s.run("git", "reset", "-q", "--hard")


def other_files_are_let_through(s):
    code, said = s.commit(readme="# y\n")
    assert code == 0 and "Passed" in said, said


CASES = (the_hooks_are_ones, all_files_pass, a_fault_in_a_fragment_is_told_within_its_root, what_is_not_staged_is_not_judged,
         facts_are_judged_with_all_that_they_are_of, other_files_are_let_through)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())
    if not shutil.which("pre-commit") or not shutil.which("git"):
        print("1..0 # SKIP pre-commit or git is not installed")
        return
    scratch = Scratch(program)
    tap.run(CASES, scratch)
    shutil.rmtree(scratch.home)


main()
