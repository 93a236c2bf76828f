"""Turns a table of words (lib/kinds/<kind>/words.tsv) into C: rows, interned text and a perfect hash of the names.

usage: words.py TABLE.tsv OUT.c KIND [NOUN]

NOUN is what a row is, "word" unless given: "variable" makes KIND_variables of `struct KIND_variable`, for
lib/kinds/KIND/variables.h. A line that starts with "#:" names the columns, other lines with "#" are comments, "-" in a cell is none. How a column
becomes a field of the struct follows from its name, below; a column that no line there names is text. The
struct and its enums stand in lib/kinds/KIND/NOUNs.h, which the output includes: a word of the table that they lack
does not compile. Row 0 of the output is empty, so that 0 can mean "no word".
"""
import re
import sys

# How a column is written in C: text (offset into the text), enum, mask (comma separated enum bits), args, version.
FORMS = {
    "class": "enum",
    "contexts": "mask",
    "args": "args",
    "block": "enum",
    "opens": "mask",
    "type": "enum",
    "dup": "enum",
    "inherit": "enum",
    "since": "version",
    "until": "version",
    "deprecated": "version",
    "flags": "mask",
    "caps": "mask",
    "modes": "mask",
}
# How the enum of a column is called where it is not called like the column; that of flags is called like the row.
ENUM = {"contexts": "in", "opens": "in", "caps": "cap", "modes": "mode"}
# "default" is a word of C.
FIELD = {"default": "deflt"}
SPELL = {"-": "none", "?": "unknown"}
MANY = 15


class Fault(Exception):
    pass


def read_table(text):
    """(columns, rows); a row is a dict with its line number under None."""
    columns, rows = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#:"):
            columns = line[2:].split("\t")
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != len(columns) or "" in cells:
                raise Fault(f"line {number}: {len(cells)} cells for {len(columns)} columns, or an empty one")
            rows.append(dict(zip(columns, cells)) | {None: number})
    return columns, rows


def version(cell, none):
    """major<<16 | minor<<8 | patch."""
    if cell == "-":
        return none
    parts = [int(part) for part in cell.split(".")]
    if len(parts) != 3 or parts[0] > 0x7FFF or max(parts[1:]) > 255:
        raise Fault(f"{cell!r} is no version")
    return parts[0] << 16 | parts[1] << 8 | parts[2]


def args_mask(cell):
    """Bit n: n arguments are right; bit 15: 15 and more."""
    if cell == "*":
        return 0xFFFF
    mask = 0
    for part in cell.split(","):
        low, dash, high = part.rstrip("+").partition("-")
        first = int(low)
        last = MANY if part.endswith("+") else int(high) if dash else first
        if not first <= last <= MANY:
            raise Fault(f"{cell!r} is no number of arguments")
        mask |= sum(1 << n for n in range(first, last + 1))
    return mask


def enumerator(kind, noun, column, word):
    enum = noun if column == "flags" else ENUM.get(column, column)
    return f"{kind}_{enum}_{SPELL.get(word, word)}".replace(" ", "_").upper()


class Text:
    """One string of all texts, each NUL-terminated, behind a byte that says how long it is; offset 0 is the empty one, without that byte."""

    def __init__(self):
        self.parts, self.offsets, self.size = [bytes(1)], {"-": 0, "": 0}, 1

    def offset(self, cell):
        if cell not in self.offsets:
            raw = cell.encode()
            if len(raw) > 0xFF:
                raise Fault("a text of more than 255 bytes")
            self.offsets[cell] = self.size + 1
            self.parts.append(bytes([len(raw)]) + raw + bytes(1))
            self.size += len(raw) + 2
        if self.size > 0xFFFF:
            raise Fault("more than 64 KiB of text")
        return self.offsets[cell]

    def c_lines(self):
        """As numbers, because a string literal of this length is beyond what C promises."""
        return [f"    {', '.join(str(byte - 256 if byte > 127 else byte) for byte in part)}," for part in self.parts]


def cell_in_c(kind, noun, column, cell, text):
    form = FORMS.get(column)
    if form == "enum":
        return enumerator(kind, noun, column, cell)
    if form == "mask":
        return "0" if cell == "-" else " | ".join(enumerator(kind, noun, column, word) for word in cell.split(","))
    if form == "args":
        return f"0x{args_mask(cell):04x}"
    if form == "version":
        return f"0x{version(cell, 0xFFFFFF if column == 'until' else 0):06x}"
    return str(text.offset(cell))


def row_in_c(kind, noun, columns, row, text):
    try:
        fields = [f".{FIELD.get(c, c)} = {cell_in_c(kind, noun, c, row[c], text)}" for c in columns]
    except (Fault, ValueError) as fault:
        raise Fault(f"line {row[None]}: {fault}") from fault
    return f"    {{{', '.join(fields)}}}, /* {row['name']} */"


def check_rows(rows):
    """Order, and no two rows of one module's word that hold for the same version."""
    for before, row in zip(rows, rows[1:]):
        if before["name"].encode() > row["name"].encode():
            raise Fault(f"line {row[None]}: {row['name']} does not stand in order")
        same = all(before[c] == row[c] for c in ("name", "class", "module", "origin", "contexts") if c in row)
        if same and version(before["until"], 0xFFFFFF) > version(row["since"], 0):
            raise Fault(f"line {row[None]}: {row['name']} overlaps the row above it")


def groups_of(rows):
    """[(name, first row, rows)]; rows count from 1."""
    groups = []
    for index, row in enumerate(rows, 1):
        if groups and groups[-1][0] == row["name"]:
            groups[-1][2] += 1
        else:
            groups.append([row["name"], index, 1])
    return groups


def fnv(name):
    """FNV-1a, 32 bits; this and the next two are the same as in lib/kinds/word_index.c."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def mix(value, seed):
    value = (value ^ value >> 15 ^ seed * 0x9E3779B1) * 0x85EBCA6B & 0xFFFFFFFF
    return value ^ value >> 13


def scale(value, n):
    """0 to n - 1, by the upper bits: a multiplication instead of a division."""
    return value * n >> 32


def slot_of(name, seed, n):
    return scale(mix(fnv(name), seed), n)


def place_names(names):
    """Hash and displace: (seeds, slots). A name's seed is seeds[slot_of(name, 0, n)], its slot slot_of(name, seed, len(names))."""
    buckets = [[] for _ in range((len(names) + 3) // 4)]
    for index, name in enumerate(names):
        buckets[slot_of(name, 0, len(buckets))].append(index)
    seeds, slots = [0] * len(buckets), [None] * len(names)
    for number, bucket in sorted(enumerate(buckets), key=lambda pair: (-len(pair[1]), pair[0])):
        seeds[number] = seed_for([names[index] for index in bucket], slots)
        for index in bucket:
            slots[slot_of(names[index], seeds[number], len(slots))] = index
    return seeds, slots


def seed_for(names, slots):
    if not names:
        return 0
    for seed in range(1, 0x10000):
        wanted = {slot_of(name, seed, len(slots)) for name in names}
        if len(wanted) == len(names) and all(slots[slot] is None for slot in wanted):
            return seed
    raise Fault("no perfect hash found: use more buckets")


def wrap(values, width=20):
    return ["    " + " ".join(f"{v}," for v in values[i : i + width]) for i in range(0, len(values), width)]


def generate(kind, noun, source, columns, rows):
    text = Text()
    groups = groups_of(rows)
    seeds, slots = place_names([name for name, _, _ in groups])
    body = [row_in_c(kind, noun, columns, row, text) for row in rows]
    ordered = [groups[index] for index in slots]
    slot_lines = [f"    {{{text.offset(name)}, {len(name.encode())}, {first}, {count}}}," for name, first, count in ordered]
    return "\n".join(
        [
            f"/* Made by lib/kinds/words.py from {source}. */",
            f'#include "kinds/{kind}/{noun}s.h"',
            "",
            f"const char {kind}_{noun}_text[] = {{",
            *text.c_lines(),
            "};",
            "",
            f"const struct {kind}_{noun} {kind}_{noun}s[] = {{",
            "    {0},",
            *body,
            "};",
            f"const uint32_t {kind}_{noun}s_n = {len(rows) + 1};",
            "",
            "static const uint16_t seeds[] = {",
            *wrap(seeds),
            "};",
            "static const struct word_slot slots[] = {",
            *slot_lines,
            "};",
            f"const struct word_index {kind}_{noun}_index = {{{kind}_{noun}_text, seeds, {len(seeds)}, slots, {len(slots)}}};",
            "",
        ]
    )


def main():
    table, out, kind, noun = (sys.argv[1:] + ["word"])[:4]
    try:
        with open(table, encoding="utf-8") as file:
            columns, rows = read_table(file.read())
        check_rows(rows)
        text = generate(kind, noun, f"lib/kinds/{kind}/{noun}s.tsv", columns, rows)
    except Fault as fault:
        print(f"{table}: {fault}", file=sys.stderr)
        return 1
    with open(out, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
