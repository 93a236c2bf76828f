#!/usr/bin/env python3
"""Holds rules/loadline.schema.json to the program. Prints TAP: each key of the schema is one that loadline.yaml may have, each key that the
program knows stands in the schema, and hosts the same.

usage: schema.py --loadline PROGRAM
"""
import argparse
import json
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def faults(program, text):
    """What the program says of a loadline.yaml of that text."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "loadline.yaml").write_text(text)
        run = subprocess.run([program, "check"], cwd=folder, env={"CI": "true"}, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        return run.stderr.decode()


def rows(source, pattern):
    return set(re.findall(pattern, (ROOT / source).read_text(), re.MULTILINE))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())
    schema = json.loads((ROOT / "rules/loadline.schema.json").read_text())
    keys = set(schema["properties"])
    fields = set(schema["properties"]["hosts"]["additionalProperties"]["properties"])
    known_keys = rows("lib/engine/project_keys.c", r'^    \{STR_INIT\("([a-z-]+)"\), +(?:read_\w+|pass_over), +0\}') | {
        "hosts", "dns", "certificates", "today"}
    known_fields = rows("lib/facts/host.h", r"^    X\((\w+), +FACT_") - {"name"}
    app = schema["properties"]["apps"]["items"]["properties"]
    figures = set(app["set"]["properties"]) | set(app["connects"]["items"]["properties"]) - {"name"}
    known_figures = rows("lib/kinds/app_map.h", r'^    X\(\w+, +"(\w+)"')
    wrong_keys = [k for k in sorted(keys) if "unknown key" in faults(program, f"{k}:\n")]
    wrong_fields = [k for k in sorted(fields) if "unknown key" in faults(program, f"hosts: {{a: {{{k}: }}}}\n")]
    points = [("every key of the schema is known", not wrong_keys, wrong_keys),
              ("every known key is in the schema", keys == known_keys, keys ^ known_keys),
              ("every host field of the schema is known", not wrong_fields, wrong_fields),
              ("every known host field is in the schema", fields == known_fields, fields ^ known_fields),
              ("every figure of an app is in the schema", figures == known_figures, figures ^ known_figures)]
    print(f"1..{len(points)}")
    for number, (name, good, which) in enumerate(points, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}" + ("" if good else f"\n# {sorted(which)}"))


main()
