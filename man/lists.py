#!/usr/bin/env python3
"""Writes the lists of loadline-rules(5) that have another source: the fields of the stack's scopes (lib/stack/schema.h and the links of
lib/ruleset/scope_stack.c) and the built-in rules (rules/*/*.yaml). The unit tests of ruleset hold the manual to those sources.

usage: lists.py SOURCE_ROOT
"""
import re
import sys
from pathlib import Path

TYPES = {'STRING': 'string', 'INT': 'int', 'DOUBLE': 'double', 'BOOL': 'bool', 'DURATION': 'duration'}
FIELD = re.compile(r'X\(\w+,\s*"(\w+)",\s*VALUE_(\w+),\s*\w+,\s*"((?:[^"\\]|\\.)*)"\)')
LINK = re.compile(r'\{\s*STR_INIT\("(\w+)"\),\s*&(\w+),\s*STR_INIT\("([^"]*)"\),\s*\w+\s*\}')


def type_name(c_name):
    if c_name == 'scope_host_type':
        return 'host'
    kind, _, name = c_name.partition('_')
    return f'list({name})' if kind == 'list' else name


def scope_rows(root, scope):
    schema = (root / 'lib/stack/schema.h').read_text()
    body = re.search(rf'#define {scope.upper()}_FIELDS\(X\)(.*?)\n\n', schema + '\n\n', re.S)[1]
    rows = [(name, TYPES[kind], meaning) for name, kind, meaning in FIELD.findall(body)]
    links = re.search(rf'scope_link {scope}_links\[\] = \{{(.*?)\n\}};', (root / 'lib/ruleset/scope_stack.c').read_text(), re.S)[1]
    return rows + [(name, type_name(kind), meaning) for name, kind, meaning in LINK.findall(links)]


def scope_list(rows):
    items = ''.join(f'.It Cm {name}\n.Pq {kind}\n{meaning}\n' for name, kind, meaning in rows)
    return f'.Bl -tag -width memory_process -compact\n{items}.El\n'


def title_of(path):
    title = re.search(r'^title: *(.*)$', path.read_text(), re.M)[1].strip()
    return title[1:-1].replace("''", "'") if title[:1] in '\'"' else title


def rule_list(root):
    rules = sorted((f'{p.parent.name}/{p.stem}', title_of(p)) for p in (root / 'rules').glob('*/*.yaml'))
    return ''.join(f'.It Cm {rule}\n{title}\n' for rule, title in rules)


def main():
    root = Path(sys.argv[1])
    page = root / 'man/loadline-rules.5'
    text = page.read_text()
    for scope in ('service', 'listen', 'pool', 'server', 'route'):
        text, n = re.subn(rf'(\.Ss {scope}\n)\.Bl.*?\.El\n', lambda m, s=scope: m[1] + scope_list(scope_rows(root, s)), text, count=1, flags=re.S)
        assert n == 1, scope
    text, n = re.subn(r'(\.Sh BUILT-IN RULES\n.*?\.Bl[^\n]*\n).*?(\.El\n)', lambda m: m[1] + rule_list(root) + m[2], text, count=1, flags=re.S)
    assert n == 1, 'rules'
    page.write_text(text)


main()
