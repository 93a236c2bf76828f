#!/usr/bin/env python3
"""loadline init, tried as a new user would: what it writes is accepted, the next check works, the hook judges what is staged. Prints TAP.

usage: init.py --loadline PROGRAM
"""
import argparse
import json
import os
import re
import shutil
from pathlib import Path

import tap
from tree import Tree

ROOT = Path(__file__).resolve().parent.parent
GOOD = "events {}\nhttp { include /etc/nginx/conf.d/*.conf; }\n"
SITE = "server { listen 80; root /srv; }\n"
BAD_SITE = "server { listen 80; rooot /srv; }\n"
FACTS = "hosts:\n  edge: {cpus: 2, memory: 2GiB, configs: [nginx/nginx.conf]}\n"
# A comment that becomes a setting: a key, an item, or a mapping in one line.
EXAMPLE = re.compile(r"^# ((?:  )*(?:- |[\w./\"-]+:).*)$")

SITE_TREE = {"nginx/nginx.conf": GOOD, "nginx/conf.d/a.conf": SITE, "facts/edge.yaml": FACTS, "README.md": "# x\n"}


def uncommented(text):
    return "".join(EXAMPLE.sub(r"\1", line) + "\n" for line in text.splitlines())


def report(tree, *args):
    code, out, err = tree.loadline("check", "--format", "json", *args)
    return code, json.loads(out) if out else None, err


def what_is_found_is_set(program):
    with Tree(program, SITE_TREE) as t:
        code, out, err = t.loadline("init")
        assert (code, err) == (0, ""), err
        text = t.text()
        assert "\nfacts:\n  - facts/edge.yaml\n" in text and "\npaths:\n  /etc/nginx: nginx\n" in text, text
        assert "\nfail-on: error\n" in text and "found 1 config" in out and "loadline check" in out, out


def the_next_check_works(program):
    with Tree(program, SITE_TREE) as t:
        t.loadline("init")
        code, found, err = report(t)
        assert code == 0 and found["notAnalysed"] == [] and found["summary"]["files"] == 2, (code, found, err)
        assert found["summary"]["hosts"] == ["edge"], found["summary"]
        t.write("nginx/conf.d/a.conf", BAD_SITE)
        assert report(t)[0] == 1


def examples_are_settings(program):
    """Each comment that looks like a setting is one."""
    for files in (SITE_TREE, {}, {"a b/nginx.conf": GOOD, "systemd/x.service": "[Service]\nExecStart=/bin/x\n"}):
        with Tree(program, files) as t:
            t.loadline("init")
            text = uncommented(t.text())
            assert "\ntargets:" in text and "\nhosts:" in text and "\nrules:" in text and "\nexclude:" in text, text
            t.write("loadline.yaml", text.replace("\nfacts: [facts/*.yaml]\n", "\n").replace("\nrequire-rules: [capacity]\n", "\n")
                    .replace("\nbaseline: loadline-baseline.yaml\n", "\n"))
            code, _, err = report(t)
            assert code in (0, 1), (code, err, text)


def keys_are_those_of_the_schema(program):
    schema = json.loads((ROOT / "rules/loadline.schema.json").read_text())
    with Tree(program, SITE_TREE) as t:
        t.loadline("init")
        keys = set(re.findall(r"^([\w-]+):", uncommented(t.text()), re.MULTILINE))
        assert len(keys) >= 8 and keys <= set(schema["properties"]), keys
        try:
            import jsonschema
            import yaml
        except ImportError:
            return
        for text in (t.text(), uncommented(t.text())):
            jsonschema.validate(yaml.safe_load(text), schema)


def nothing_is_overwritten(program):
    with Tree(program, {"loadline.yaml": "fail-on: never\n", "nginx.conf": GOOD}) as t:
        code, out, err = t.loadline("init")
        assert code == 2 and out == "" and "--force" in err and t.text() == "fail-on: never\n", (code, err)
        code, out, err = t.loadline("init", "--force")
        assert code == 0 and t.text() != "fail-on: never\n"
        assert sorted(p.name for p in t.path.iterdir()) == ["loadline.yaml", "nginx.conf"]


def facts_of_elsewhere_are_not_taken(program):
    files = {"deep/nginx.conf": GOOD, "deep/facts.yaml": "hosts:\n  a: {cpus: 1, memory: 1GiB, configs: [nginx.conf]}\n",
             "values.yaml": "hosts: [a, b]\n", "broken.yaml": "hosts:\n  a: {cpus: many}\n"}
    with Tree(program, files) as t:
        code, out, _ = t.loadline("init")
        assert code == 0 and "deep/facts.yaml" in out and "not taken" in out and "broken" not in out + t.text(), out
        assert "\nfacts:" not in t.text() and report(t)[0] == 0


def several_directories_for_one_path(program):
    files = {f"{host}/nginx/{name}": text for host in ("a", "b") for name, text in
             (("nginx.conf", GOOD), ("conf.d/x.conf", SITE))}
    with Tree(program, files) as t:
        _, out, _ = t.loadline("init")
        assert "\npaths:" not in t.text() and "#   /etc/nginx: a/nginx" in t.text() and "several" in out, out


def a_file_further_up_is_told(program):
    with Tree(program, {"loadline.yaml": "fail-on: never\n", "sub/nginx.conf": GOOD}, git=True) as t:
        code, _, err = t.loadline("init", "sub")
        assert code == 0 and "loadline.yaml holds here until now" in err and (t.path / "sub/loadline.yaml").exists(), err


def odd_names_stay_words(program):
    name = 'a"b\\c\nfail-on: never\n#/nginx.conf'
    with Tree(program, {name: GOOD}) as t:
        code, out, _ = t.loadline("init")
        assert code == 0 and "\nfail-on: never" not in t.text() and "\nfail-on: never" not in out, t.text()
        assert report(t)[0] == 0


def hooked(program):
    """A repository with our hook and one commit, that went through it."""
    tree = Tree(program, SITE_TREE | {"loadline.yaml": "paths: {/etc/nginx: nginx}\n", "conf d/x\ny.conf": "text\n"}, git=True)
    t = tree.__enter__()
    code, out, err = t.loadline("init", "--hook")
    assert code == 0 and ".git/hooks/pre-commit" in out, err
    t.git("add", ".")
    taken, said = t.commit()
    assert taken, said
    return t


def a_hook_stops_a_staged_fault(program):
    t = hooked(program)
    t.write("nginx/conf.d/a.conf", BAD_SITE)
    t.git("add", ".")
    taken, said = t.commit()
    assert not taken and "nginx/conf.d/a.conf:1:21" in said and "included from nginx/nginx.conf" in said, said
    t.write("nginx/conf.d/a.conf", SITE + "# better\n")
    taken, said = t.commit()
    assert not taken and "a.conf:1:21" in said, f"what is staged is still wrong: {said}"
    t.git("add", ".")
    t.write("nginx/conf.d/a.conf", BAD_SITE)
    taken, said = t.commit()
    assert taken, f"what is staged is right: {said}"
    assert t.text("nginx/conf.d/a.conf") == BAD_SITE
    t.__exit__()


def a_hook_judges_partial_commits(program):
    t = hooked(program)
    t.write("nginx/conf.d/a.conf", BAD_SITE)
    t.write("nginx/conf.d/b.conf", SITE.replace("80", "81"))
    t.git("add", "nginx/conf.d/b.conf")
    assert t.commit()[0], "b alone is right"
    assert not t.commit("nginx/conf.d/a.conf")[0], "a alone is wrong"
    assert not t.commit("-a")[0]
    assert t.commit("-a", "--no-verify")[0]
    t.__exit__()


def a_hook_passes_what_is_none_of_its_business(program):
    t = hooked(program)
    t.write("README.md", "# more\n")
    assert t.commit("-a") == (True, "")
    t.git("rm", "-q", "conf d/x\ny.conf")
    assert t.commit() == (True, "")
    t.write("we ird/n\nx/nginx.conf", "events {}\nhttp { nonsense; }\n")
    t.git("add", ".")
    taken, said = t.commit()
    assert not taken and "we ird/n\\nx/nginx.conf:2:8" in said, said
    t.__exit__()


def a_hook_of_others_stays(program):
    with Tree(program, git=True) as t:
        t.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
        code, _, err = t.loadline("init", "--hook")
        assert code == 2 and "--force" in err and "check --hook" in err and t.text(".git/hooks/pre-commit") == "#!/bin/sh\nexit 0\n", err
        assert t.loadline("init", "--hook", "--force")[0] == 0
        assert t.loadline("init", "--hook")[0] == 0, "ours is written anew"
        assert os.access(t.path / ".git/hooks/pre-commit", os.X_OK)
        assert not (t.path / "loadline.yaml").exists()


def a_hook_goes_where_git_looks(program):
    with Tree(program, {"sub/x": ""}, git=True) as t:
        t.git("add", ".")
        t.git("commit", "-q", "-m", "x")
        t.git("worktree", "add", "-q", "../other")
        assert t.loadline("init", "--hook", at="../other")[0] == 0 and (t.path / ".git/hooks/pre-commit").exists()
        t.git("config", "core.hooksPath", ".githooks")
        assert t.loadline("init", "--hook", at="sub")[0] == 0 and (t.path / ".githooks/pre-commit").exists()
    with Tree(program) as t:
        assert t.loadline("init", "--hook")[0] == 2


def hooks_take_what_a_search_would_find(program):
    files = SITE_TREE | {"loadline.yaml": "paths: {/etc/nginx: nginx}\nexclude: [old/]\n", "old/nginx.conf": "nonsense;\n",
                         ".hidden/nginx.conf": "nonsense;\n"}
    with Tree(program, files) as t:
        assert t.loadline("check", "--hook") == (0, "", "")
        assert t.loadline("check", "--hook", "README.md", "old/nginx.conf", ".hidden/nginx.conf") == (0, "", "")
        assert report(t, "old/nginx.conf")[0] == 1, "named outright without --hook, it is judged"
        _, found, _ = report(t, "--hook", "README.md", "nginx/conf.d/a.conf")
        assert found["notAnalysed"] == [] and found["summary"]["files"] == 1, found
        assert found["summary"]["hosts"] == [] and found["notRun"], "this machine is no host"


CASES = (what_is_found_is_set, the_next_check_works, examples_are_settings, keys_are_those_of_the_schema, nothing_is_overwritten,
         facts_of_elsewhere_are_not_taken, several_directories_for_one_path, a_file_further_up_is_told, odd_names_stay_words,
         hooks_take_what_a_search_would_find, a_hook_stops_a_staged_fault, a_hook_judges_partial_commits,
         a_hook_passes_what_is_none_of_its_business, a_hook_of_others_stays, a_hook_goes_where_git_looks)


def lacks_git(name):
    return "git is not installed" if ("hook " in name or "further" in name) and not shutil.which("git") else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())
    tap.run(CASES, program, lacks_git)


main()
