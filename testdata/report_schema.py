#!/usr/bin/env python3
"""Holds the JSON reports of all golden inputs to rules/report.schema.json, for any number of threads. Prints TAP.

usage: report_schema.py --loadline PROGRAM
"""
import argparse
import copy
import json
import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = {"object": dict, "array": list, "string": str, "null": type(None), "integer": int}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and not isinstance(value, bool)


class Schema:
    """As much of JSON Schema as the file uses; a keyword that is not known is an error."""

    def __init__(self, text):
        self.root = json.loads(text)

    def faults(self, value, schema, at="$"):
        for word, arg in schema.items():
            yield from getattr(self, "on_" + word.strip("$"))(value, arg, at, schema)

    def on_schema(self, *_):
        return ()

    on_title = on_description = on_defs = on_schema

    def on_ref(self, value, ref, at, _):
        return self.faults(value, self.root["$defs"][ref.removeprefix("#/$defs/")], at)

    def on_type(self, value, names, at, _):
        names = [names] if isinstance(names, str) else names
        if not any(is_type(value, name) for name in names):
            yield f"{at}: {value!r} is not of type {names}"

    def on_const(self, value, wanted, at, _):
        if value != wanted:
            yield f"{at}: {value!r} is not {wanted!r}"

    def on_enum(self, value, allowed, at, _):
        if value not in allowed:
            yield f"{at}: {value!r} is not one of {allowed}"

    def on_pattern(self, value, pattern, at, _):
        if isinstance(value, str) and not re.search(pattern, value):
            yield f"{at}: {value!r} does not match {pattern}"

    def on_minimum(self, value, least, at, _):
        if is_type(value, "integer") and value < least:
            yield f"{at}: {value} is below {least}"

    def on_maxItems(self, value, most, at, _):
        if isinstance(value, list) and len(value) > most:
            yield f"{at}: more than {most} items"

    def on_items(self, value, item, at, _):
        for i, one in enumerate(value if isinstance(value, list) else ()):
            yield from self.faults(one, item, f"{at}[{i}]")

    def on_required(self, value, keys, at, _):
        if isinstance(value, dict):
            yield from (f"{at}: no {key}" for key in keys if key not in value)

    def on_properties(self, value, of_key, at, _):
        for key in value if isinstance(value, dict) else ():
            if key in of_key:
                yield from self.faults(value[key], of_key[key], f"{at}.{key}")

    def on_additionalProperties(self, value, allowed, at, schema):
        assert allowed is False
        if isinstance(value, dict):
            yield from (f"{at}: unknown key {key}" for key in value if key not in schema["properties"])

    def on_anyOf(self, value, schemas, at, _):
        tried = [list(self.faults(value, one, at)) for one in schemas]
        if all(tried):
            yield from min(tried, key=len)


def reports(program, folder, jobs):
    """The JSON and ndjson reports of a golden input."""
    with tempfile.TemporaryDirectory() as made:
        there = Path(made, "input")
        shutil.copytree(folder, there, symlinks=True)
        facts = [arg for name in ("facts.yaml", "facts") if (there / name).exists() for arg in ("-f", name)]
        run = subprocess.run([program, "check", *facts, "--jobs", str(jobs), "-F", "json", "-o", "../r.json", "-F", "ndjson", "-o", "../r.ndjson", "."],
                             cwd=there, env={"CI": "true"}, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        if run.returncode == 2:  # a case about faults in loadline's own files: there is no report
            return None
        return Path(made, "r.json").read_text(), Path(made, "r.ndjson").read_text()


def judge(schema, program, folder):
    first = reports(program, folder, 1)
    if first is None:
        return None
    faults = [f"{n} threads: another report" for n in (2, 8) if reports(program, folder, n) != first]
    document, lines = json.loads(first[0]), [json.loads(line) for line in first[1].splitlines()]
    faults += schema.faults(document, schema.root)
    for line in lines:
        faults += schema.faults(line, schema.root["$defs"]["line"])
    if lines[:-1] != document["findings"]:
        faults.append("ndjson has other findings")
    return faults


def accepts_wrong(schema, program):
    """Reports that the schema must refuse, made from a right one."""
    with tempfile.TemporaryDirectory() as made:
        Path(made, "nginx.conf").write_text("worker_processes 8;\nbogus 1;\n")
        right = json.loads(reports(program, made, 1)[0])
    changes = {
        "a version": lambda r: r.update(version=2), "a lost key": lambda r: r["findings"][0].pop("file"),
        "a line 0": lambda r: r["findings"][0].update(line=0), "a severity": lambda r: r["findings"][0].update(severity="fatal"),
        "an unknown key": lambda r: r["summary"].update(more=1), "a type": lambda r: r.update(notRun={}),
        "a fingerprint": lambda r: r["findings"][0].update(fingerprint="x"), "half a fix": lambda r: r["findings"][0].update(fix={"edits": []}),
    }
    accepted = []
    for name, change in changes.items():
        wrong = copy.deepcopy(right)
        change(wrong)
        if not list(schema.faults(wrong, schema.root)):
            accepted.append(name)
    return accepted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--loadline", required=True)
    program = str(Path(parser.parse_args().loadline).resolve())
    schema = Schema((HERE.parent / "rules/report.schema.json").read_text())
    folders = sorted(p for p in HERE.glob("*/*/input") if (p.parent / "cmd").exists() and "loadline check" in (p.parent / "cmd").read_text())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda folder: judge(schema, program, folder), folders))
    points = [(f.parent.relative_to(HERE).as_posix(), faults) for f, faults in zip(folders, outcomes)]
    points.append(("a wrong report is refused", [f"accepted with {name}" for name in accepts_wrong(schema, program)]))
    print(f"1..{len(points)}")
    for number, (name, faults) in enumerate(points, 1):
        skip = " # SKIP no report, exit 2" if faults is None else ""
        print(f"{'not ok' if faults else 'ok'} {number} - {name}{skip}" + "".join(f"\n# {fault}" for fault in (faults or [])[:20]))


main()
