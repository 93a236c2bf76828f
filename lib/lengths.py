"""The gate on function length: over lib/ and cmd/, tests left out, the median body has at most 12 lines, nine in ten at
most 50, and none over 80 but in lexers and the expression VM. A body stands between a `{` and a `}` in column 0, as
clang-format writes every function.

usage: lengths.py SOURCE_ROOT
"""
import re
import sys
from pathlib import Path

MEDIAN, NINTH, LONGEST = 12, 50, 80
LONG_BY_NATURE = re.compile(r"(^|_)(lex|vm)$")
NAME = re.compile(r"(\w+)\(")


def functions(path):
    """(body length, name, line) of each function of a source."""
    lines = path.read_text(errors="replace").split("\n")
    start, name = None, ""
    for number, line in enumerate(lines, 1):
        called = NAME.search(line) if line[:1].isalpha() else None
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield number - start - 1, name, start
            start = None
        elif start is None and called:
            name = called[1]


def measured(root):
    for folder in ("lib", "cmd"):
        for path in sorted((root / folder).rglob("*.c")):
            if not path.stem.endswith(("_test", "_fuzz")):
                for length, name, line in functions(path):
                    yield length, name, f"{path.relative_to(root)}:{line}", bool(LONG_BY_NATURE.search(path.stem))


def main():
    found = list(measured(Path(sys.argv[1])))
    lengths = sorted(length for length, *_ in found) or [0]
    median, ninth = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    print(f"{len(found)} functions: median {median} lines, nine in ten at most {ninth}, longest {lengths[-1]}")
    over = [row for row in found if row[0] > LONGEST and not row[3]]
    for length, name, place, _ in over:
        print(f"{place}: {name} has {length} lines; the limit is {LONGEST}")
    return 1 if over or median > MEDIAN or ninth > NINTH else 0


sys.exit(main())
