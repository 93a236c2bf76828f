#!/usr/bin/env python3
"""Holds the errors and warnings on public configs to testdata/precision.tsv, where a person has judged each of them. Prints TAP.

A row is repository:path:line (haproxy's are named by number: haproxy:001.cfg:12), rule, true or false, reason. Of pack syntax true means that the server refuses the file for this; of the
others, that what the message says is so in that file and matters as its severity says. Notes are not judged. The configs are other projects' and stand beside the checkout
(../shared/data/corpus); without them the test is skipped. No facts are taken of the machine (CI=true), so what needs them is judged elsewhere.

usage: precision.py --loadline PROGRAM [--update]    --update adds rows for new findings, to be judged, and drops those no longer seen
"""
import argparse
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "testdata/precision.tsv"
CORPORA = [ROOT.parent / "shared/data/corpus" / kind / "public" for kind in ("nginx", "haproxy")]
LEAST_TRUE = 0.95
PARTS = [("syntax errors", lambda rule: rule.startswith("syntax/")), ("other errors and warnings", lambda rule: not rule.startswith("syntax/"))]


def findings(program, corpus):
    """(repository:path:line, rule) of each error and warning, in order."""
    found = []
    for repository in sorted(p for p in corpus.iterdir() if p.is_dir()) or [corpus]:
        run = subprocess.run([program, "check", "--no-config", "--format", "json", "--fail-on", "never", "."],
                             cwd=repository, env={"CI": "true", "LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        for f in json.loads(run.stdout)["findings"]:
            if f["severity"] in ("error", "warning"):
                name = repository.name if repository != corpus else corpus.parent.name
                found.append((f"{name}:{f['file']}:{f['line']}", f["rule"]))
    return sorted(set(found))


def read_table():
    rows = {}
    for line in TABLE.read_text().splitlines() if TABLE.exists() else []:
        if line and not line.startswith("#"):
            place, rule, verdict, reason = line.split("\t")
            rows[place, rule] = (verdict, reason)
    return rows


def update(found, rows):
    head = "# What loadline calls an error or a warning in public configs, and whether it is so; see precision.py.\n"
    lines = ["\t".join((*key, *rows.get(key, ("?", "to be judged")))) for key in found]
    TABLE.write_text(head + "\n".join(lines) + "\n")


def report(number, ok, what):
    print(f"{'ok' if ok else 'not ok'} {number} - {what}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    corpora = [c for c in CORPORA if c.is_dir()]
    if not corpora:
        print("1..0 # SKIP no public configs beside the checkout")
        return
    program = str(Path(options.loadline).resolve())
    found = [f for corpus in corpora for f in findings(program, corpus)]
    rows = read_table()
    if options.update:
        update(found, rows)
        return
    print(f"1..{1 + len(PARTS) * len(corpora)}")
    unjudged = [f for f in found if rows.get(f, ("?",))[0] not in ("true", "false")]
    report(1, not unjudged, "every error and warning on public configs is judged")
    for place, rule in unjudged:
        print(f"# {place} {rule}")
    number = 1
    for corpus in corpora:
        kind = corpus.parent.name
        for name, belongs in PARTS:
            part = [f for f in found if belongs(f[1]) and f[0].startswith("haproxy:") == (kind == "haproxy")]
            true = sum(rows.get(f, ("?",))[0] == "true" for f in part)
            number += 1
            report(number, true >= LEAST_TRUE * len(part), f"{true} of {len(part)} {name} on {kind} are true")


main()
