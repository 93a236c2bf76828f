#!/usr/bin/env python3
"""The completions, asked for in the real shells: the keys of a person in bash and zsh, fish's own `complete -C`. Prints TAP; a shell that is
not installed is skipped.

usage: completions.py --loadline PROGRAM [--script SHELL=FILE]...
"""
import argparse
import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import tap

WAIT = 10
NOISE = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x1b\][^\x07]*\x07|[\r\x07]|.\x08")

# What stands before the cursor, what must be offered, what must not be.
CASES = [
    ("loadline ", ["check", "traffic", "completions", "sub dir"], ["--facts"]),
    ("loadline tra", ["traffic"], ["check"]),
    ("loadline check --st", ["--strict", "--statistics", "--stdin-filename"], ["--select"]),
    ("loadline --fo", ["--format"], []),
    ("loadline check --format ", ["text", "sarif", "rdjsonl"], ["--facts"]),
    ("loadline check -F js", ["json"], ["text"]),
    ("loadline check --fail-on ", ["error", "warning", "never"], []),
    ("loadline check --select capacity/workers-exceed-", ["capacity/workers-exceed-cpus", "capacity/workers-exceed-memory"], []),
    ("loadline check --select ", ["all", "capacity", "capacity/workers-exceed-cpus"], []),
    ("loadline check --require cap", ["capacity", "capacity/workers-exceed-cpus"], ["all"]),
    ("loadline check --kind ngi", ["nginx"], ["haproxy"]),
    ("loadline check --target hap", ["haproxy="], ["nginx"]),
    ("loadline check --facts ", ["local", "facts.yaml"], []),
    ("loadline check --rules ", ["sub dir"], ["facts.yaml"]),
    ("loadline rules ", ["list", "test", "new"], ["check"]),
    ("loadline rules list --format ", ["text", "json"], ["tap"]),
    ("loadline rules list --pack bal", ["balance"], ["capacity"]),
    ("loadline rules test --rule balance/skewed", ["balance/skewed-weights"], []),
    ("loadline explain capacity/workers-exceed-", ["capacity/workers-exceed-cpus", "capacity/workers-exceed-memory"], []),
    ("loadline explain own/", ["own/auto-workers"], []),
    ("loadline budget --w", ["--why"], []),
    ("loadline completions ", ["bash", "zsh", "fish"], ["facts.yaml"]),
    ("loadline init --", ["--hook", "--force"], ["--facts"]),
    ("loadline check fac", ["facts.yaml"], ["local"]),
]


def environment(program, home):
    env = {"PATH": f"{Path(program).parent}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    return env | {n: os.environ[n] for n in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if n in os.environ}


def plain(shown):
    return NOISE.sub(b"", shown).decode(errors="replace")


class Terminal:
    """An interactive shell and what it shows."""

    def __init__(self, command, env, cwd, setup):
        self.lines = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execvpe(command[0], command, env)
        import fcntl
        import struct
        import termios
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 250, 0, 0))
        for n, line in enumerate([*setup, "PS1='> '"]):
            self.send(f"{line}; echo RE''ADY{n}\n".encode())
            self.read_until(f"READY{n}")

    def send(self, keys):
        os.write(self.fd, keys)

    def read(self, enough, seconds):
        """What is shown until it is enough, or so many seconds are over."""
        shown, end = b"", time.monotonic() + seconds
        while not enough(plain(shown)) and time.monotonic() < end:
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    shown += os.read(self.fd, 65536)
                except OSError:
                    break
        return plain(shown)

    def read_until(self, mark):
        return self.read(lambda shown: mark in shown, WAIT)

    def offered(self, line, wanted):
        """What the shell shows after two tabs, and in the line: until all that is wanted stands there, and a little longer."""
        self.send(line.encode() + b"\t\t")
        shown = self.read(lambda shown: all(shows(shown, word) for word in wanted), WAIT)
        shown += self.read(lambda _: False, 0.1)
        self.lines += 1
        self.send(f"\x15echo RE''ADY-{self.lines}\n".encode())
        self.read_until(f"READY-{self.lines}")
        return shown

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def script_of(shell, program, given, env):
    return Path(given[shell]).read_text() if shell in given else subprocess.run([program, "completions", shell], env=env,
                                                                                 check=True, capture_output=True).stdout.decode()


def shells(program, given, home, tree):
    env = environment(program, home)
    for shell in ("bash", "zsh", "fish"):
        (home / "fpath").mkdir(exist_ok=True)
        (home / "fpath" / {"zsh": "_loadline"}.get(shell, f"loadline.{shell}")).write_text(script_of(shell, program, given, env))
    def bash():
        setup = ["bind 'set show-all-if-ambiguous on'", "bind 'set page-completions off'", "bind 'set completion-query-items 0'", f"source {home}/fpath/loadline.bash"]
        return Terminal(["bash", "--norc", "--noprofile", "-i"], env, tree, setup)

    def zsh():
        setup = ["unsetopt zle_bracketed_paste prompt_sp 2>/dev/null", "LISTMAX=10000", f"fpath=({home}/fpath $fpath)", "autoload -U compinit",
                 "compinit -u -D", "setopt no_always_last_prompt", "zstyle ':completion:*' list-prompt ''"]
        return Terminal(["zsh", "-f", "-i"], env, tree, setup)

    def fish():
        class Fish:
            def offered(self, line, _):
                script = f"source {home}/fpath/loadline.fish; complete -C \"$LINE\""
                run = subprocess.run(["fish", "--no-config", "-c", script], cwd=tree, env=env | {"LINE": line}, capture_output=True, timeout=60)
                return run.stdout.decode() + run.stderr.decode()

            def close(self):
                pass
        return Fish()
    return {"bash": bash, "zsh": zsh, "fish": fish}


def shows(text, word):
    """The word stands there by itself; blanks in it may be escaped."""
    return re.search(r"(?<![\w/.=-])" + re.escape(word).replace(r"\ ", r"\\?[ ]") + r"(?![\w.-])", text) is not None


def wrong(shell, line, offered, wanted, unwanted):
    missing = [w for w in wanted if not shows(offered, w)]
    names = "\n".join(re.split(r"\t| -- ", l)[0] for l in offered.replace(line, "", 1).splitlines()) # without what they mean
    extra = [w for w in unwanted if shows(names, w)]
    return f"missing {missing}, unwanted {extra} in\n{offered}" if missing or extra else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    parser.add_argument("--script", action="append", default=[])
    options = parser.parse_args()
    program = str(Path(options.loadline).resolve())
    home = Path(tempfile.mkdtemp(prefix="completions-"))
    tree = home / "tree"
    (tree / "sub dir").mkdir(parents=True)
    (tree / "facts.yaml").write_text("")
    (tree / "loadline.yaml").write_text("packs: [sub dir]\n")
    subprocess.run([program, "rules", "new", "--rules", "sub dir", "own/auto-workers"], cwd=tree, check=True, capture_output=True)
    started = shells(program, dict(s.split("=", 1) for s in options.script), home, tree)
    print(f"1..{len(started)}")
    for number, (shell, start) in enumerate(started.items(), 1):
        if not shutil.which(shell):
            print(f"ok {number} - {shell} completes # SKIP {shell} is not installed")
            continue
        terminal, faults = start(), []
        for line, wanted, unwanted in CASES:
            fault = wrong(shell, line, terminal.offered(line, wanted), wanted, unwanted)
            if fault:
                faults.append(f"`{line}`: {fault}")
        terminal.close()
        tap.point(number, f"{shell} completes {len(CASES)} lines", faults)
    shutil.rmtree(home)


main()
