#!/usr/bin/env python3
"""The recipes for CI, run: action.yml, those of README.md, and the Dockerfile as far as that goes without Docker.
Prints TAP.

A scratch repository with the shipped example stands for a user's. What a recipe tells a shell is run by a shell;
`${{ }}` and variables get the values that the service would give.

usage: recipes.py --loadline PROGRAM [--static PROGRAM]
"""
import argparse
import functools
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

import tap

try:
    import yaml
except ImportError:
    yaml = None

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
STATIC = "build/static/cmd/loadline/loadline"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# The shell of GitHub's runners: docs.github.com, workflow syntax, exit codes and error action preference.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
EVIL = ("; touch x", "$(touch x)", "`touch x`", '"; touch x; "', "'; touch x; '", "&& touch x", "|touch x",
        "${IFS}$(touch${IFS}x)", "*", "-o\nx", "a\n\nexit-code=0", "::error::x", "\\", "%0Aexit-code=0")


class Repo:
    """A user's repository: a first commit, and a change on top of it that brings `fault` or is harmless."""

    def __init__(self, tools, was=4, now=4):
        self.program, self.static = tools.program, tools.static
        self.home = Path(tempfile.mkdtemp(prefix="recipes-")).resolve()
        self.path = self.home / "work"
        self.env = {"PATH": f"{Path(self.program).parent}:{os.environ['PATH']}", "HOME": str(self.home), "LC_ALL": "C",
                    "CI": "true", "GIT_CONFIG_NOSYSTEM": "1", "RUNNER_TEMP": str(self.home)}
        self.env |= {n: os.environ[n] for n in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if n in os.environ}
        example = ROOT / "testdata/example"
        self.conf = (example / "nginx.conf").read_text()
        facts = (example / "facts.yaml").read_text()
        assert "worker_processes 8;" in self.conf and facts.count('"**/example/nginx.conf"') == 2
        self.write("facts/web.yaml", facts.replace('"**/example/nginx.conf"', "conf/nginx.conf"))
        self.run("git", "init", "-q")
        self.commit(was)
        self.base = self.run("git", "rev-parse", "HEAD").stdout.strip()
        self.commit(now)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home)

    def write(self, name, text):
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text)

    def commit(self, workers):
        self.write("conf/nginx.conf", self.conf.replace("worker_processes 8;", f"worker_processes {workers};"))
        self.run("git", "add", ".")
        done = self.run("git", "-c", "user.name=x", "-c", "user.email=x@example.org",
                        "commit", "-q", "--allow-empty", "-m", "x")
        assert done.returncode == 0, done.stderr

    def run(self, *command, **env):
        return subprocess.run(command, cwd=self.path, env=self.env | env, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=120)

    def names(self):
        return sorted(p.relative_to(self.home).as_posix() for p in self.home.rglob("*")
                      if ".git" not in p.parts and not p.name.startswith("loadline.") and p.name != "given")


# What the first commit and the change hold: 4 workers are right, 8 are too many for web-2.
clean, old_fault, new_fault = (functools.partial(Repo, was=w, now=n) for w, n in ((4, 4), (8, 8), (4, 8)))


def action():
    return yaml.safe_load((ROOT / "action.yml").read_text())


def step(name):
    return next(s for s in action()["runs"]["steps"] if s["id"] == name)


def fill(text, values):
    """A text with its expressions put in: names, and the first of several with `||` that is not empty. A name without
    value is a fault."""
    def value(expression):
        return next((v for v in (values[name.strip()] for name in expression.split("||")) if v), "")
    return EXPRESSION.sub(lambda m: value(m[1]), str(text))


class Judged:
    """One run of the action's step that judges, its outputs as the runner has them."""

    def __init__(self, repo, **given):
        known = action()["inputs"]
        given = {name.replace("_", "-"): value for name, value in given.items()}
        assert set(given) <= set(known), f"no such inputs: {set(given) - set(known)}"
        inputs = {f"inputs.{name}": str(given.get(name, spec.get("default", ""))) for name, spec in known.items()}
        values = inputs | {"steps.build.outputs.program": repo.program}
        env = {name: fill(text, values) for name, text in step("judge")["env"].items()}
        output = repo.home / "given"
        output.write_text("")
        run = repo.run(*BASH, step("judge")["run"], **env, GITHUB_OUTPUT=str(output))
        self.code, self.out, self.err = run.returncode, run.stdout, run.stderr
        self.outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())

    def results(self):
        return json.loads(Path(self.outputs["sarif"]).read_text())["runs"][0]["results"]


# ---- action.yml ----

def the_action_uses_what_it_declares(_):
    top = action()
    text = (ROOT / "action.yml").read_text()
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(top["inputs"]), used ^ set(top["inputs"])
    assert all(spec["description"] and "default" in spec for spec in top["inputs"].values())
    assert all("shell" in s for s in top["runs"]["steps"] if "run" in s), "GitHub refuses a step without shell"
    assert top["runs"]["using"] == "composite"
    for name, spec in top["outputs"].items():
        of, key = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}", spec["value"]).groups()
        assert f'"{key}=' in step(of)["run"], name


def no_expression_stands_in_a_script(_):
    for one in action()["runs"]["steps"]:
        assert "${{" not in one["run"], one["run"]
        checked = subprocess.run([one["shell"], "-n", "-c", one["run"]], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        variables = set(re.findall(r"\$\{?([A-Z_]+)", one["run"])) - {"GITHUB_OUTPUT", "RUNNER_TEMP"}
        assert variables <= set(one["env"]), f"not given: {variables - set(one['env'])}"


def the_action_builds_or_fails(tools):
    build = step("build")
    assert build["working-directory"] == "${{ github.action_path }}" and build["env"] == {"CI": ""}
    dev = (ROOT / "dev").read_text()
    assert "./dev static" in build["run"] and re.search(rf"^\./dev static .*{re.escape(STATIC)}$", dev, re.MULTILINE)
    cases = (('[ -z "$CI" ] && echo /there', 0, "program=/there\n"), ("echo /there; exit 1", 1, ""))
    for script, code, said in cases:
        with clean(tools) as r:
            r.write("dev", f"#!/bin/sh\n{script}\n")
            (r.path / "dev").chmod(0o755)
            output = r.home / "given"
            done = r.run(*BASH, build["run"], **build["env"], GITHUB_OUTPUT=str(output))
            assert (done.returncode, output.read_text() if output.exists() else "") == (code, said), done


def the_action_ends_as_loadline_does(tools):
    with new_fault(tools) as r:
        j = Judged(r, facts="facts/", paths="conf/")
        assert (j.code, j.outputs["exit-code"]) == (1, "1") and j.results(), j.err
        assert "::error file=conf/nginx.conf,line=4," in j.out, j.out
        for more, code in (({"fail_on": "never"}, 0), ({"require": "capacity\nchain"}, 1), ({"strict": "true"}, 1)):
            assert Judged(r, facts="facts/", **more).code == code, more
    with clean(tools) as r:
        j = Judged(r, facts="facts/\nfacts/web.yaml\n", paths="\n  conf/\nconf/nginx.conf\n", require="capacity")
        assert (j.code, j.outputs["exit-code"], j.results()) == (0, "0", []), j.err
        assert Judged(r, require="capacity").code == 3, "no facts"
        r.write("conf/odd/nginx.conf", "events {}\nhttp { include none.conf; }\n")
        assert Judged(r).code == 0 and Judged(r, strict="true").code == 3
        assert Judged(r, strict="yes").code == 2 and Judged(r, args="--select\nsyntax\n--strict").code == 3
        j = Judged(r, facts="none/")
        assert j.code == 2 and j.outputs == {"exit-code": "2"}, "no report, no output that names one"
        assert Judged(r, program="/none").code == 127


def the_action_knows_what_is_accepted(tools):
    with old_fault(tools) as r:
        written = r.run("loadline", "check", "--facts", "facts/", "--baseline", "old.yaml", "--write-baseline")
        assert written.returncode == 0, written.stderr
        j = Judged(r, facts="facts/", baseline="old.yaml")
        assert (j.code, j.results()) == (0, []), j.out
        assert Judged(r, facts="facts/", changed_since=r.base).code == 0
        assert Judged(r, facts="facts/").code == 1


def inputs_are_words_and_no_commands(tools):
    with clean(tools) as r:
        before = r.names()
        for name, evil in ((name, evil) for name in action()["inputs"] if name != "program" for evil in EVIL):
            if name == "args" and evil.startswith("-o"):
                continue  # arguments are what they are for
            j = Judged(r, **{name.replace("-", "_"): evil})
            assert r.names() == before, (name, evil, r.names())
            assert set(j.outputs) <= {"exit-code", "sarif"}, j.outputs
            assert j.outputs.get("exit-code", str(j.code)) == str(j.code) == "2", (name, evil, j.code, j.err)


# ---- README.md ----

def recipes():
    return [yaml.safe_load(text) for text in FENCED.findall((ROOT / "README.md").read_text())]


def workflow():
    return next(r for r in recipes() if isinstance(r, dict) and "jobs" in r)["jobs"]["loadline"]["steps"]


def lines_with_loadline():
    """Commands of README's section on CI that stand by themselves."""
    section = (ROOT / "README.md").read_text().split("### In CI\n")[1].split("\n## ")[0]
    return re.findall(r"^    (loadline .*|docker run .*)$", FENCED.sub("", section), re.MULTILINE)


def every_recipe_is_yaml(_):
    found = recipes()
    assert len(found) == 4, found
    for one in found:
        assert one and json.dumps(one, default=str)
    hooks = next(r for r in found if "repos" in r)["repos"][0]["hooks"]
    known = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())]
    assert [hook["id"] for hook in hooks] == known


def github_checks_out_what_is_needed(_):
    steps = workflow()
    assert steps[0]["with"]["fetch-depth"] == 0
    assert steps[2]["with"]["sarif_file"] == "${{ steps.loadline.outputs.sarif }}" and steps[1]["id"] == "loadline"
    assert "!cancelled()" in steps[2]["if"], "without it, nothing is uploaded when the gate is red"


def github_judges_a_pull_request_by_what_it_brings(tools):
    used = workflow()[1]["with"]
    for repo, of_request, of_main in ((clean, 0, 0), (old_fault, 0, 1), (new_fault, 1, 1)):
        with repo(tools) as r:
            for base, code in ((r.base, of_request), ("", of_main)):
                values = {"github.event.pull_request.base.sha": base}
                j = Judged(r, **{name.replace("-", "_"): fill(text, values) for name, text in used.items()})
                assert j.code == code and len(j.results()) == 2 * code, (repo, base, j.code, j.err)


def a_runner_with_loadline_annotates(tools):
    run = next(r for r in recipes() if isinstance(r, list))[0]["run"]
    with new_fault(tools) as r:
        done = r.run(*BASH, run)
        assert done.returncode == 1 and "::error file=conf/nginx.conf," in done.stdout, done
        assert json.loads((r.path / "loadline.json").read_text())["summary"]["errors"] == 1
    with clean(tools) as r:
        assert r.run(*BASH, run).returncode == 0


def gitlab_gets_a_whole_report_and_a_gate(tools):
    job = next(r for r in recipes() if "loadline" in r)["loadline"]
    for repo, of_request, of_main, told in ((clean, 0, 0, 0), (old_fault, 0, 1, 2), (new_fault, 1, 1, 2)):
        with repo(tools) as r:
            for base, code in ((r.base, of_request), ("", of_main)):
                report = r.path / job["artifacts"]["reports"]["codequality"]
                report.unlink(missing_ok=True)
                done = r.run(*BASH, "\n".join(job["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
                assert done.returncode == code, (repo, base, done)
                assert len(json.loads(report.read_text())) == told, report.read_text()
    with clean(tools) as r:
        shutil.rmtree(r.path / "facts")
        assert r.run(*BASH, "\n".join(job["script"])).returncode == 2


def the_gate_by_itself(tools):
    line = lines_with_loadline()[0]
    for repo, code in ((clean, 0), (new_fault, 1)):
        with repo(tools) as r:
            assert r.run("sh", "-c", line).returncode == code
    with clean(tools) as r:
        r.write("facts/web.yaml", (r.path / "facts/web.yaml").read_text().replace("memory: 4GiB", "count: 1"))
        done = r.run("sh", "-c", line)
        assert done.returncode == 3 and "host.memory" in done.stdout, done


# ---- Dockerfile ----

def stages():
    """Of each FROM, what it starts from and its instructions."""
    found = []
    text = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text())
    for line in (line for line in text.splitlines() if line and not line.startswith("#")):
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            found.append((rest, []))
        else:
            found[-1][1].append((word, rest))
    return dict(found)


def the_image_is_the_static_program_alone(_):
    build, last = stages()["debian:bookworm AS build"], stages()["scratch"]
    assert [rest for word, rest in build if word == "RUN"] == ["./dev setup", "./dev static"], "one way to build"
    assert list(stages())[-1] == "scratch" and [word for word, _ in last] == ["COPY", "WORKDIR", "USER", "ENTRYPOINT"]
    source, target = shlex.split(last[0][1].removeprefix("--from=build "))
    home = next(rest for word, rest in build if word == "WORKDIR")
    assert source == f"{home}/{STATIC}" and json.loads(last[3][1]) == [target]
    assert all(int(word) > 0 for word in last[2][1].split(":")), "numbers: there is no /etc/passwd"
    assert any(f"--from=build {source} " in rest for _, rest in stages()["debian:bookworm-slim AS ci"])


def the_context_leaves_out_what_was_built(_):
    left = (ROOT / ".dockerignore").read_text().split()
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    assert {name.removeprefix("**/") for name in left} == set(ignored) - {"compile_commands.json"} | {".git"}, left


def the_static_program_needs_no_other_file(tools):
    if shutil.which("readelf"):
        told = subprocess.run(["readelf", "-d", "-l", tools.static], capture_output=True, text=True).stdout
        assert "no dynamic section" in told and "INTERP" not in told, told
    with new_fault(tools) as r:
        assert r.run(tools.static, "--version").stdout == r.run(tools.program, "--version").stdout
        ours, theirs = (r.run(p, "check", "--facts", "facts/", "conf/") for p in (tools.program, tools.static))
        assert ours.returncode == theirs.returncode == 1 and ours.stdout == theirs.stdout != "", theirs


def the_static_program_runs_as_in_its_container(tools):
    """Alone in its root, as nobody, the work not its own to write."""
    line = shlex.split(next(line for line in lines_with_loadline() if line.startswith("docker")))
    args = line[line.index("loadline") + 1:]
    assert line[line.index("-v") + 1].endswith(f":{dict(stages()['scratch'])['WORKDIR']}:ro")
    with new_fault(tools) as r:
        shutil.copy(tools.static, r.home / "loadline")
        r.home.chmod(0o755)

        def enter():
            os.chroot(r.home)
            os.chdir("/work")
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        done = subprocess.run(["/loadline", *args], env={}, preexec_fn=enter, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        here = r.run(tools.program, *args)
        assert done.returncode == here.returncode == 1 and done.stdout == here.stdout and not done.stderr, done


CASES = (the_action_uses_what_it_declares, no_expression_stands_in_a_script, the_action_builds_or_fails,
         the_action_ends_as_loadline_does, the_action_knows_what_is_accepted, inputs_are_words_and_no_commands,
         every_recipe_is_yaml, github_checks_out_what_is_needed, github_judges_a_pull_request_by_what_it_brings,
         a_runner_with_loadline_annotates, gitlab_gets_a_whole_report_and_a_gate, the_gate_by_itself,
         the_image_is_the_static_program_alone, the_context_leaves_out_what_was_built,
         the_static_program_needs_no_other_file, the_static_program_runs_as_in_its_container)
NO_YAML_NEEDED = CASES[CASES.index(the_gate_by_itself):]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    parser.add_argument("--static", default="")
    tools = parser.parse_args()
    tools.program = str(Path(tools.loadline).resolve())
    tools.static = tools.static and str(Path(tools.static).resolve())

    def skip(name):
        if not yaml and not any(name == case.__name__.replace("_", " ") for case in NO_YAML_NEEDED):
            return "PyYAML is not installed"
        if not shutil.which("git") or not shutil.which("bash"):
            return "git or bash is not installed"
        if name.startswith("the static program") and not tools.static:
            return "there are no static libraries, or the build has sanitizers"
        if name == "the static program runs as in its container" and os.geteuid() != 0:
            return "only root can change its root"
        return ""
    tap.run(CASES, tools, skip)


main()
