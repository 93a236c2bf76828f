"""A test, fuzz target or rule that no meson.build lists would silently never run: this fails instead.

usage: lists.py SOURCE_ROOT LISTED_FILE...
"""
import sys
from pathlib import Path

PATTERNS = ("lib/**/*_test.c", "lib/**/*_fuzz.c", "cmd/**/*_test.c", "rules/*/*.yaml")


def unlisted(root, listed):
    listed = {Path(name).resolve() for name in listed}
    found = {path.resolve() for pattern in PATTERNS for path in root.glob(pattern)}
    return sorted(path.relative_to(root) for path in found - listed)


def list_of(path):
    """The meson.build that should name path."""
    if path.parts[0] == "rules":
        return Path("rules/meson.build")
    return path.parent / "meson.build"


def main():
    root = Path(sys.argv[1]).resolve()
    missing = unlisted(root, sys.argv[2:])
    for path in missing:
        print(f"{path} is not listed in {list_of(path)}")
    return 1 if missing else 0


sys.exit(main())
