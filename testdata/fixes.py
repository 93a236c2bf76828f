#!/usr/bin/env python3
"""Every fix that a rule offers for its own self-tests is made, and the real server is asked. Prints TAP, a point for each rule with a fix.

A self-test that fires becomes files on disk with its facts beside them. After `check --fix --unsafe-fixes` by its rule alone:
  - what had a fix is no longer found, and no rule finds anything that was not found before;
  - the same again changes nothing;
  - what the server took before it takes now.
Of each rule and kind there must be a case that the server takes once it is fixed, or a reason below. A server that is not installed is not asked. A fix
that is only to be shown is made from the report.

usage: fixes.py --loadline PROGRAM [RULE...]
"""
import argparse
import collections
import concurrent.futures
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    import yaml
except ImportError:
    yaml = None

ROOT = Path(__file__).resolve().parent.parent
WAIT = 60
ENV = {"CI": "true", "LC_ALL": "C", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}

# What the config of a self-test is called on disk.
NAMES = {
    "docker-compose": "compose.yaml", "gunicorn": "gunicorn.conf.py", "haproxy": "haproxy.cfg", "jvm": "app.env", "memcached": "memcached.conf",
    "mysql": "my.cnf", "nginx": "nginx.conf", "php-fpm": "php-fpm.conf", "php-ini": "php.ini", "pm2": "ecosystem.config.js",
    "postgresql": "postgresql.conf", "redis": "redis.conf", "sysctl": "sysctl.conf", "systemd": "app.service", "uwsgi": "uwsgi.ini",
}

# Rules with a fix that no self-test can show, and why.
NO_CASE = {"meta/suppression-unused": "a run of one rule alone tells no unused suppressions: lib/engine/suppress_test.c makes its fix"}

# Rules and kinds of which no fixed case is taken by the server, and why.
NOT_ASKED = {}

# Self-tests of which a finding stays, and why.
STAYS = {}

# Findings that a fix of a rule brings to light, and why they are right.
BRINGS = {
    ("gunicorn/unknown-setting", "guard/recycling-without-jitter"): "the setting that was misspelt is in force now",
    ("gunicorn/unknown-setting", "gunicorn/keepalive-ignored"): "the same",
}


# ---- real servers: each takes the folder and the file's path and returns whether the server takes it, and what it says ----

def find(*names):
    return next((path for path in map(lambda n: shutil.which(n, path=ENV["PATH"]), names) if path), None)


def asked(*command, cwd, **more):
    run = subprocess.run(command, cwd=cwd, env=ENV | more, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=WAIT)
    return run.returncode == 0, run.stdout.decode(errors="replace")


def ask_nginx(program, folder, path):
    return asked(program, "-t", "-e", "stderr", "-p", str(folder), "-c", str(path), cwd=folder)


def ask_haproxy(program, folder, path):
    """A file of backends alone is sound, though no server would start from it."""
    accepted, said = asked(program, "-c", "-f", str(path), cwd=folder)
    return accepted or "has no error but will not start" in said, said


def ask_php_fpm(program, folder, path):
    return asked(program, "-t", "-n", "-y", str(path), cwd=folder)


def ask_systemd(program, folder, path):
    """Programs that are not installed are no fault of the unit: another one stands for them."""
    if path.suffix != ".service":
        return None, "a drop-in by itself is no unit"
    text = re.sub(rb"^(Exec\w+=[-@:+!]*)(/\S+)", lambda m: m[1] + (m[2] if os.path.exists(m[2]) else b"/bin/true"), path.read_bytes(), flags=re.M)
    with tempfile.TemporaryDirectory() as other:
        unit = Path(other, path.name)
        unit.write_bytes(text)
        accepted, said = asked(program, "verify", "--man=no", str(unit), cwd=other)
    return accepted and path.name not in said, said


def ask_gunicorn(program, folder, path):
    with tempfile.TemporaryDirectory() as application:
        Path(application, "app.py").write_text("def app(environ, start_response): pass\n")
        return asked(program, "--check-config", "-c", str(path), "app:app", cwd=application)


def ask_redis(program, folder, path):
    """It has no way to ask but to start it: on a socket of its own, with nothing to load."""
    with tempfile.TemporaryDirectory() as data:
        socket, log = Path(data, "s"), Path(data, "log")
        with log.open("wb") as out:
            process = subprocess.Popen([program, str(path), "--port", "0", "--unixsocket", str(socket), "--dir", data, "--daemonize", "no", "--logfile", ""],
                                       cwd=data, env=ENV, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        until = time.monotonic() + WAIT
        while process.poll() is None and not socket.exists() and time.monotonic() < until:
            time.sleep(0.02)
        accepted = process.poll() is None and socket.exists()
        process.kill()
        process.wait()
        return accepted, log.read_text(errors="replace")


def ask_postgresql(program, folder, path):
    settings = {"config_file": path, "data_directory": folder, "hba_file": folder / "hba", "ident_file": folder / "ident"}
    return asked(program, "-C", "max_connections", *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")), cwd=folder)


def ask_mysql(program, folder, path):
    accepted, said = asked(program, f"--defaults-file={path}", "--user=nobody", "--verbose", "--help", cwd=folder)
    return accepted and "[ERROR]" not in said, said[:2000]


def ask_php_ini(program, folder, path):
    accepted, said = asked(program, "-c", str(path), "-r", "exit(0);", cwd=folder)
    return accepted and "Warning" not in said and "rror" not in said, said


SERVERS = {
    "nginx": (ask_nginx, "nginx"),
    "haproxy": (ask_haproxy, "haproxy"),
    "php-fpm": (ask_php_fpm, "php-fpm", *(f"php-fpm8.{v}" for v in range(5, -1, -1)), "php-fpm7.4"),
    "systemd": (ask_systemd, "systemd-analyze"),
    "gunicorn": (ask_gunicorn, "gunicorn"),
    "redis": (ask_redis, "redis-server"),
    "postgresql": (ask_postgresql, "postgres", *(f"/usr/lib/postgresql/{v}/bin/postgres" for v in range(18, 11, -1))),
    "mysql": (ask_mysql, "mariadbd", "mysqld"),
    "php-ini": (ask_php_ini, "php"),
}


@functools.cache
def server(kind):
    """What asks the server of a kind; None when there is none here."""
    ask, *names = SERVERS.get(kind, (None,))
    program = find(*names)
    return functools.partial(ask, program) if program else None


# ---- cases ----

class Case:
    """A self-test of a rule as files in a folder."""

    def __init__(self, rule, test):
        self.rule = rule
        self.test = test
        self.kinds = {path: f["kind"] for path, f in test.get("files", {}).items()}
        main = NAMES[test["kind"]]
        self.main = main if main not in self.kinds else "main-" + main
        self.kinds[self.main] = test["kind"]

    def facts(self):
        facts = dict(self.test.get("facts", {}))
        hosts = {"test": self.test["host"]} if "host" in self.test else self.test.get("hosts", {})
        facts["hosts"] = {name: {"configs": ["."]} | host for name, host in hosts.items()}
        return facts

    def write(self, folder):
        texts = {self.main: self.test["config"]} | {path: f["config"] for path, f in self.test.get("files", {}).items()}
        for path, text in texts.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (folder / "facts.yaml").write_text(yaml.safe_dump(self.facts(), sort_keys=False))

    def check(self, program, folder, *args):
        target = ["--target", f"{self.test['kind']}={self.test['target']}"] if "target" in self.test else []
        run = subprocess.run([program, "check", "--no-config", "-F", "json", "--fail-on", "never", "--facts", "facts.yaml", *target, *args],
                             cwd=folder, env=ENV, stdin=subprocess.DEVNULL, capture_output=True, timeout=WAIT)
        assert run.returncode == 0, (run.returncode, run.stderr.decode())
        return [f for f in json.loads(run.stdout)["findings"] if f["status"] == "found"]

    def only(self):
        return ["--ignore", "all", "--select", self.rule]


def count(findings):
    return collections.Counter((f["rule"], f["file"]) for f in findings)


def show_edits(folder, fix):
    """What --fix does, for a fix that it leaves to the reader."""
    for edit in sorted(fix["edits"], key=lambda e: -e["offset"]):
        file = folder / edit["file"]
        text = file.read_bytes()
        file.write_bytes(text[:edit["offset"]] + edit["text"].encode() + text[edit["offset"] + edit["length"]:])


def apply(case, program, folder, fixable):
    shown = [f for f in fixable if f["fix"]["applicability"] == "display"]
    for finding in shown[:1]:
        show_edits(folder, finding["fix"])
    case.check(program, folder, "--fix", "--unsafe-fixes", *case.only())
    return len(fixable) - max(0, len(shown) - 1)


def ask_all(case, folder):
    """Per file whether its server takes it (None: it cannot be asked) and what it says."""
    return {path: server(kind)(folder, folder / path) if server(kind) else (None, "") for path, kind in case.kinds.items()}


def try_case(case, program):
    """The kinds that were fixed, with whether their servers take them now; faults. None: the case has no fix."""
    with tempfile.TemporaryDirectory(prefix="fixes-") as made:
        folder = Path(made).resolve()
        case.write(folder)
        fixable = [f for f in case.check(program, folder, *case.only()) if f["rule"] == case.rule and f["fix"]]
        if not fixable:
            return None
        before, old = case.check(program, folder), {path: (folder / path).read_bytes() for path in case.kinds}
        asked_before = ask_all(case, folder)
        n = apply(case, program, folder, fixable)
        after, asked_after = case.check(program, folder), ask_all(case, folder)
        changed = [path for path in case.kinds if (folder / path).read_bytes() != old[path]]
        faults = judge(case, before, after, n) + refusals(asked_before, asked_after)
        faults += [] if changed else ["nothing was changed"]
        now = {path: (folder / path).read_bytes() for path in case.kinds}
        case.check(program, folder, "--fix", "--unsafe-fixes", *case.only())
        faults += [f"a second --fix changes {p}" for p in case.kinds if (folder / p).read_bytes() != now[p]]
        if faults:
            faults += [f"{path} is now:\n{now[path].decode(errors='replace')}" for path in changed]
        said = {case.kinds[path]: (accepted, text) for path, (accepted, text) in asked_after.items() if path in changed}
        return said, faults


def judge(case, before, after, n_fixed):
    of_rule = [sum(f["rule"] == case.rule for f in findings) for findings in (before, after)]
    stays = (case.rule, case.test["name"]) in STAYS
    faults = [] if stays or of_rule[1] <= of_rule[0] - n_fixed else [f"{of_rule[0]} findings, {n_fixed} with a fix, are {of_rule[1]} now"]
    # Once a file can be read, more can be said about it.
    mends_syntax = case.rule.startswith("syntax/")
    for (rule, file), n in (count(after) - count(before)).items():
        if (case.rule, rule) not in BRINGS and (not mends_syntax or rule.startswith("syntax/")):
            faults.append(f"new: {n} of {rule} in {file}")
    return faults


def refusals(before, after):
    return [f"{path} was taken, and is refused now: {after[path][1]}" for path in after if before[path][0] and after[path][0] is False]


# ---- rules ----

def load_rules():
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted((ROOT / "rules").glob("*/*.yaml"))
    return {rule["id"]: rule for rule in (yaml.load(file.read_text(), loader) for file in files)}


def unasked(rule, said):
    """Kinds of which no fixed case was taken by a server that is here."""
    kinds = collections.defaultdict(list)
    for case in said:
        for kind, (accepted, text) in case.items():
            kinds[kind].append((accepted, text))
    return [f"no fixed {kind} config is taken: {answers[0][1]}" for kind, answers in kinds.items()
            if server(kind) and not any(accepted for accepted, _ in answers) and kind not in NOT_ASKED.get(rule, {})]


def try_rule(rule, program):
    """None: it has no fix. Else what is wrong, and what it was tried on."""
    tests = [t for t in rule.get("tests", []) if isinstance(t["expect"], list) and t["expect"] and t["kind"] in NAMES]
    tried = [(t, try_case(Case(rule["id"], t), program)) for t in tests]
    tried = [(t, result) for t, result in tried if result]
    if not tried and "fix" in rule:
        why = NO_CASE.get(rule["id"])
        return ([] if why else ["it has a fix, and no self-test shows it"]), why or ""
    if not tried:
        return None
    faults = [] if "fix" in rule else ["it offers a fix, and its file has no fix:"]
    faults += [f"{t['name']}: {fault}" for t, (_, wrong) in tried for fault in wrong]
    faults += unasked(rule["id"], [said for _, (said, _) in tried])
    kinds = sorted({kind + (" (asked)" if accepted else "") for _, (said, _) in tried for kind, (accepted, _) in said.items()})
    return faults, f"{len(tried)} cases: {', '.join(kinds)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    parser.add_argument("rules", nargs="*")
    options = parser.parse_args()
    if not yaml:
        print("1..0 # SKIP python3-yaml is not installed")
        return 0
    program = str(Path(options.loadline).resolve())
    rules = [rule for name, rule in load_rules().items() if not options.rules or name in options.rules]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [(r["id"], result) for r, result in zip(rules, pool.map(lambda r: try_rule(r, program), rules)) if result]
    kinds = sorted(SERVERS)
    print(f"1..{len(results) + len(kinds)}")
    for number, (name, (faults, what)) in enumerate(results, 1):
        print(f"{'not ok' if faults else 'ok'} {number} - {name}: {what}")
        print("".join(f"# {line}\n" for fault in faults for line in fault.splitlines()), end="")
    for number, kind in enumerate(kinds, len(results) + 1):
        print(f"ok {number} - fixes of {kind} are held against its server" + ("" if server(kind) else f" # SKIP {SERVERS[kind][1]} is not installed"))
    return any(faults for _, (faults, _) in results)


if __name__ == "__main__":
    sys.exit(main())
