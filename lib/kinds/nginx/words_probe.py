"""Asks an nginx binary where each directive of words.tsv may stand and how many arguments it takes; prints what differs.

usage: words_probe.py [NGINX [MODULE.so...]]

Without arguments: Debian's nginx and every dynamic module that is installed. Judged are the rows that a package of
Debian has in the binary's version. Each probe is a config that stops at an unknown word right after the directive, so
that nginx opens no log, binds no port and resolves nothing. About 20,000 probes, some minutes. The table may allow a
third-party directive more arguments than Debian's version of the module does.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import words

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "words.tsv")
MOST = 8
END = "loadline_probe_end"

OPEN = {
    "main": "",
    "events": "events {",
    "http": "http {",
    "server": "http { server {",
    "if in server": "http { server { if ($host) {",
    "location": "http { server { location / {",
    "if in location": "http { server { location / { if ($host) {",
    "limit_except": "http { server { location / { limit_except GET {",
    "upstream": "http { upstream u {",
    "stream": "stream {",
    "stream server": "stream { server {",
    "stream upstream": "stream { upstream u {",
    "mail": "mail {",
    "mail server": "mail { server {",
}

# nginx's answers to the first four steps of ngx_conf_handler; anything else means that the directive passed them.
ANSWERS = (
    ("unknown", re.compile(r'unknown directive "(?!%s)' % END)),
    ("elsewhere", re.compile(r'" directive is not allowed here')),
    ("no block", re.compile(r'is not terminated by ";"')),
    ("block", re.compile(r'has no opening "\{"')),
    ("count", re.compile(r"invalid number of arguments in ")),
)


class Nginx:
    def __init__(self, binary, modules):
        self.binary = binary
        self.head = "".join(f"load_module {module};\n" for module in modules)
        self.dir = tempfile.TemporaryDirectory(prefix="words_probe.")

    def version(self):
        text = subprocess.run([self.binary, "-v"], capture_output=True, text=True, check=True).stderr
        return words.version(re.search(r"nginx/([\d.]+)", text)[1], 0)

    def ask(self, job):
        """What nginx says of `name` with n arguments in a context."""
        number, name, context, n, block = job
        path = os.path.join(self.dir.name, str(number))
        with open(path, "w", encoding="utf-8") as file:
            arguments = " 1" * n
            file.write(f"{self.head}{OPEN[context]}\n{name}{arguments}{' { }' if block else ';'}\n{END};\n")
        run = subprocess.run(
            [self.binary, "-t", "-q", "-e", "stderr", "-p", self.dir.name, "-c", path],
            capture_output=True, text=True, errors="replace", timeout=60,
        )
        os.unlink(path)
        for answer, pattern in ANSWERS:
            if pattern.search(run.stderr):
                return answer
        return "ok"


def rows_of(version):
    """{name: its rows that Debian has in this version}."""
    with open(TABLE, encoding="utf-8") as file:
        _, rows = words.read_table(file.read())
    found = {}
    for row in rows:
        holds = words.version(row["since"], 0) <= version < words.version(row["until"], 0xFFFFFF)
        if row["debian"] != "-" and (holds or row["origin"] not in ("nginx", "debian")):
            found.setdefault(row["name"], []).append(row)
    return found


def expected(rows, context, n, block):
    here = [row for row in rows if row["contexts"] == "any" or context in row["contexts"].split(",")]
    if not here:
        return "elsewhere"
    row = here[0]
    if (row["block"] != "-") != block:
        return "no block" if block else "block"
    return "ok" if words.args_mask(row["args"]) >> n & 1 else "count"


def jobs_for(name, rows):
    """Every context; every number of arguments and the wrong ending in the first context of each row."""
    seen = []
    for context in OPEN:
        here = expected(rows, context, 1, False)
        block = here == "block"
        yield name, context, 1, block
        row = next((row for row in rows if row["contexts"] == "any" or context in row["contexts"].split(",")), None)
        if row and row not in seen:
            seen.append(row)
            yield name, context, 1, not block
            yield from ((name, context, n, block) for n in range(MOST + 1) if n != 1)


def differs(rows, wanted, answer):
    if (wanted, answer) == ("ok", "count") and all(row["origin"] not in ("nginx", "debian") for row in rows):
        return False
    return wanted != answer


def module_order(path):
    """Modules that others need come first."""
    return "ndk" not in path, "geoip" in path, path


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else "/usr/sbin/nginx"
    nginx = Nginx(binary, sys.argv[2:] or sorted(glob.glob("/usr/lib/nginx/modules/*.so"), key=module_order))
    table = rows_of(nginx.version())
    jobs = [job for name, rows in table.items() for job in jobs_for(name, rows)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(nginx.ask, [(number, *job) for number, job in enumerate(jobs)])
        wrong = 0
        for job, answer in zip(jobs, answers):
            name, context, n, block = job
            wanted = expected(table[name], context, n, block)
            if differs(table[name], wanted, answer):
                wrong += 1
                print(f"{name} in {context}, {n} arguments{', block' if block else ''}: {answer}, not {wanted}")
    print(f"{len(jobs)} probes of {len(table)} words, {wrong} mismatches")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
