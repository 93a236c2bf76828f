#!/usr/bin/env python3
"""Holds the `syntax` errors on public configs to testdata/precision.tsv, where a person has judged each of them. Prints TAP.

A row is repository:path:line (haproxy's are named by number: haproxy:001.cfg:12), rule, true or false, reason: true means that the server refuses the file for this. The configs are other
projects' and stand beside the checkout (../shared/data/corpus); without them the test is skipped.

usage: precision.py --loadline PROGRAM [--update]    --update adds rows for new errors, to be judged, and drops those no longer seen
"""
import argparse
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "testdata/precision.tsv"
CORPORA = [ROOT.parent / "shared/data/corpus" / kind / "public" for kind in ("nginx", "haproxy")]
LEAST_TRUE = 0.95


def errors(program, corpus):
    """(repository:path:line, rule) of each syntax error, in order."""
    found = []
    for repository in sorted(p for p in corpus.iterdir() if p.is_dir()) or [corpus]:
        run = subprocess.run([program, "check", "--no-config", "--select", "syntax", "--format", "json", "--fail-on", "never", "."],
                             cwd=repository, env={"CI": "true", "LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        for f in json.loads(run.stdout)["findings"]:
            if f["severity"] == "error" and f["rule"].startswith("syntax/"):
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
    head = "# What loadline calls a syntax error in public configs, and whether the server refuses the file for it; see precision.py.\n"
    lines = ["\t".join((*key, *rows.get(key, ("?", "to be judged")))) for key in found]
    TABLE.write_text(head + "\n".join(lines) + "\n")


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
    found = [e for corpus in corpora for e in errors(program, corpus)]
    rows = read_table()
    if options.update:
        update(found, rows)
        return
    unjudged = [e for e in found if rows.get(e, ("?",))[0] not in ("true", "false")]
    true = sum(rows.get(e, ("?",))[0] == "true" for e in found)
    print("1..2")
    print(f"{'not ok' if unjudged else 'ok'} 1 - every syntax error on public configs is judged")
    for place, rule in unjudged:
        print(f"# {place} {rule}")
    enough = not found or true / len(found) >= LEAST_TRUE
    print(f"{'ok' if enough else 'not ok'} 2 - {true} of {len(found)} are true")


main()
