"""The include law: every #include "..." under lib/ against lib/LAYERS. Prints TAP, one point for each floor.

A source includes what its floor's line names, and its own floor. Tests and fuzz targets may use any floor that stands
above theirs in LAYERS. A folder of lib/kinds is a floor of its own and never sees another kind.

usage: layers.py SOURCE_ROOT
"""
import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]*)"', re.MULTILINE)
KIND = "kinds/*"


def read_layers(text):
    """{floor: set of floors that it may include}, in the order of the file."""
    law = {}
    for line in text.splitlines():
        name, _, words = line.partition(":")
        if name == KIND:
            law[name] = law["kinds"] | {"kinds"}
        elif words.strip() == "everything":
            law[name] = set(law)
        elif name.strip():
            law[name] = set(words.split())
        undefined = law.get(name, set()) - set(law)
        if undefined:
            raise SystemExit(f"LAYERS: {name} includes {', '.join(sorted(undefined))}, which does not stand above it")
    return law


def floor_of(path, law):
    """The floor and the folder of a path relative to lib/: ("kinds/*", "kinds/nginx"). None for no known floor."""
    parts = Path(path).parts
    if len(parts) > 2 and parts[0] == "kinds":
        return KIND, f"kinds/{parts[1]}"
    if len(parts) > 1 and parts[0] in law:
        return parts[0], parts[0]
    return None, None


def allowed(path, law):
    floor, _ = floor_of(path, law)
    if Path(path).stem.endswith(("_test", "_fuzz")):
        order = list(law)
        return set(order[: order.index(floor)]) | law[floor]
    return law[floor]


def judge(path, target, law):
    """None, or what is wrong with path's include of target; both relative to lib/."""
    if "/" not in target or ".." in target:
        return "includes are written from lib/ down"
    floor, folder = floor_of(target, law)
    if floor is None:
        return "no floor of LAYERS"
    if folder == floor_of(path, law)[1]:
        return None
    if floor == KIND and path.startswith("kinds/"):
        return "another kind"
    return None if floor in allowed(path, law) else f"LAYERS does not let it see {floor}"


def check(lib, law):
    """{folder: list of faults} for every folder that holds C."""
    faults = {}
    for source in sorted(p for p in lib.rglob("*") if p.suffix in (".c", ".h") and p.parent != lib):
        path = source.relative_to(lib).as_posix()
        floor, folder = floor_of(path, law)
        if floor is None:
            faults.setdefault(path.rpartition("/")[0], []).append(f"lib/{path}: its folder has no line in LAYERS")
            continue
        found = faults.setdefault(folder, [])
        text = source.read_text(errors="replace")
        for match in INCLUDE.finditer(text):
            wrong = judge(path, match[1], law)
            if wrong:
                line = text.count("\n", 0, match.start()) + 1
                found.append(f'lib/{path}:{line}: #include "{match[1]}": {wrong}')
    return faults


def main():
    lib = Path(sys.argv[1]) / "lib"
    faults = check(lib, read_layers((lib / "LAYERS").read_text()))
    for number, (folder, found) in enumerate(faults.items(), 1):
        print(f"{'not ok' if found else 'ok'} {number} - {folder} includes only what LAYERS names")
        for fault in found:
            print(f"# {fault}")
    print(f"1..{len(faults)}")
    return 1 if any(faults.values()) else 0


sys.exit(main())
