/* Configs and command lines with what is found in them; oracle_test.c holds them against gunicorn itself. */
#ifndef LOADLINE_KINDS_GUNICORN_CASES_H
#define LOADLINE_KINDS_GUNICORN_CASES_H

#include <stdbool.h>
#include <stddef.h>

struct config_case {
    const char *text;
    const char *found; /* "": nothing: gunicorn accepts it */
};

/* clang-format off */
static const struct config_case config_cases[] = {
    /* what Python reads */
    {"", ""},
    {"\xef\xbb\xbfworkers = 4\n", ""},
    {"workers = 4\r\ntimeout = 5\r\n", ""},
    {"bind = (\n    '127.0.0.1:8000'\n)\n", ""},
    {"workers = 2 + \\\n    2\n", ""},
    {"raw_env = ['A=1',\n# a comment\n'B=2']  # another\n", ""},
    {"'''a text\nof \"two\" lines'''\nworkers = 2\n", ""},
    {"a = r'\\'\nworkers = 2\n", "1 [r'] string does not end with its line\n"},
    {"a = r'\\\\'\nworkers = 2\n", ""},
    {"a = f'{1:>{3}} {{}}'\nworkers = 2\n", ""},
    {"if True:\n\tworkers = 2\nelse:\n        workers = 3\n", ""},
    {"def f(a, *b, c=1, **d) -> int:\n    return lambda x: x\nworkers = 2\n", ""},
    {"x = [i for i in range(3) if i]\ny = {k: v for k, v in {}.items()}\nz = x[0:2]\n", ""},
    {"import os, multiprocessing as mp\nfrom os import (getenv,\n    path as p)\nworkers = mp.cpu_count() * 2 + 1\n", ""},
    {"a = b = 3; workers = a if b else 1\n", ""},
    {"a, (b, *c) = 1, (2, 3)\n", ""},
    {"async def f():\n    pass\n@staticmethod\ndef g(): pass\n", ""},
    {"x = 1_000\ny = 0x1F + 0o17 + 0b11 + 1e3 + .5 + 5. + 3j\n", ""},
    {"workers: int = 3\n", ""},
    {"\f\nworkers = 3\n", ""},
    {"class A:\n  x = 1\n  if x:\n     y = 2\n  z = 3\n", ""},
    {"bind = '127.0.0.1:8000\nworkers = 4\n", "1 ['] string does not end with its line\n"},
    {"a = '''never\nclosed\n", "1 ['''] string does not end\n"},
    {"bind = ['127.0.0.1:8000'\nworkers = 4\n", "1 [[] \"[\" is not closed\n"},
    {"workers = max(1, 2))\n", "1 [)] \")\" closes no bracket\n"},
    {"bind = ['a')\n", "1 [)] \")\" closes no bracket\n1 [[] \"[\" is not closed\n"},
    {"workers = $WORKERS\n", "1 [$] \"$\" begins nothing in Python\n"},
    {"workers = 4 \\ \ntimeout = 3\n", "1 [\\] something follows \"\\\" on its line\n"},
    {"if True:\n        workers = 1\n    timeout = 2\n", "3 [    ] indentation of 4 columns is that of no block above\n"},

    /* what gunicorn takes for a value */
    {"workers = '4'\n", ""},
    {"workers = '0x4'\n", ""},
    {"workers = True\n", ""},
    {"workers = None\nworkers = 4\n", ""},
    {"bind = None\n", ""},
    {"bind = 0\n", ""},
    {"bind = 'unix:/run/x.sock', '[::1]:8000'\n", ""},
    {"preload_app = 'true'\nreload = None\n", ""},
    {"def f(): return 1\npost_fork = None or pre_fork if False else None or (lambda server, worker: None)\n", ""},
    {"worker = 4\nmax_request = 4\n", "1 [worker] gunicorn has no setting worker, and passes over it\n"
                                      "2 [max_request] gunicorn has no setting max_request, and passes over it\n"},
    {"workers = -1\n", "1 [-1] workers is -1: gunicorn takes a whole number, 0 or more\n"},
    {"workers = 2.5\n", "1 [2.5] workers is 2.5: gunicorn takes a whole number\n"},
    {"import os\nworkers = os.cpu_count() / 2\n", "2 [os.cpu_count() / 2] workers is os.cpu_count() / 2: gunicorn takes a whole number\n"},
    {"workers = None\n", "1 [None] workers is None: gunicorn takes a whole number\n"},
    {"timeout = '30s'\n", "1 ['30s'] timeout is '30s': gunicorn takes a whole number, 0 or more\n"},
    {"timeout = '030'\n", "1 ['030'] timeout is '030': gunicorn takes a whole number, 0 or more\n"},
    {"threads = [2]\n", "1 [[2]] threads is [2]: gunicorn takes a whole number\n"},
    {"preload_app = 1\n", "1 [1] preload_app is 1: gunicorn takes True or False\n"},
    {"preload_app = 'yes'\n", "1 ['yes'] preload_app is 'yes': gunicorn takes True or False\n"},
    {"bind = 8000\n", "1 [8000] bind is 8000: gunicorn takes strings\n"},
    {"bind = ['127.0.0.1:8000', 9000]\n", "1 [9000] bind is 9000: gunicorn takes strings\n"},
};

/* Words of a command line behind the program; the application stands last. */
static const struct config_case command_cases[] = {
    {"-w 4 -b 127.0.0.1:0 -k gthread", ""},
    {"-w4 -w=3 --workers=2 --workers 1", ""},
    {"--graceful 10 --keep 5", ""},
    {"--preload --no-sendfile -R", ""},
    {"-DR", ""},
    {"--access-logfile - --log-file=-", ""},
    {"--worker 3", "1 [--worker] --worker may be more than one of gunicorn's options\n"},
    {"--max-request 1000", "1 [--max-request] --max-request may be more than one of gunicorn's options\n"},
    {"--max-requets 1000", "1 [--max-requets] gunicorn has no option --max-requets\n"},
    {"-x 1", "1 [-x] gunicorn has no option -x\n"},
    {"-w four", "1 [four] workers is four: gunicorn takes a whole number, 0 or more\n"},
    {"-w", "1 [-w] -w needs a value\n"},
    {"--workers -b 127.0.0.1:0", "1 [--workers] --workers needs a value\n"},
    {"--preload=yes", "1 [yes] --preload takes no value\n"},
};
/* clang-format on */

enum {
    CONFIG_CASES = sizeof config_cases / sizeof *config_cases,
    COMMAND_CASES = sizeof command_cases / sizeof *command_cases,
};

/* Values that are folded, as gunicorn prints them (--print-config). */
struct value_case {
    const char *text, *name, *value;
};

/* clang-format off */
static const struct value_case value_cases[] = {
    {"", "workers", "1"},
    {"", "timeout", "30"},
    {"workers = 2 * 3 + 1", "workers", "7"},
    {"workers = -7 // 2 + 10", "workers", "6"},
    {"workers = -7 % 4", "workers", "1"},
    {"workers = int(7 / 2)", "workers", "3"},
    {"workers = round(2.5) + round(3.5)", "workers", "6"},
    {"workers = min(8, 4, 6) + max([1, 2])", "workers", "6"},
    {"workers = 1 if 0 or '' else 2 if not None else 3", "workers", "2"},
    {"workers = len('abc') + len([1, 2]) + abs(-3) + True", "workers", "9"},
    {"workers = 0x10 + 0o10 + 0b10 + 1_0", "workers", "36"},
    {"w = 3\nworkers = w\nworkers += 2\nworkers *= 2", "workers", "10"},
    {"a, workers = 1, 5", "workers", "5"},
    {"a = workers = 5", "workers", "5"},
    {"workers = [3, 4, 5][-1]", "workers", "5"},
    {"timeout = 60 * 5", "timeout", "300"},
    {"timeout = '0x1e'", "timeout", "30"},
    {"port = 80\nhost = 'local' 'host'\nbind = f'{host}:{port}'", "bind", "['localhost:80']"},
    {"bind = ['127.0.0.1:' + str(8000 + 1), \"unix:/a\\x2fb\"]", "bind", "['127.0.0.1:8001', 'unix:/a/b']"},
    {"loglevel = 'de\\\nbug' r''", "loglevel", "debug"},
    {"worker_class = ('gthread')", "worker_class", "gthread"},
    {"preload_app = not False", "preload_app", "True"},
};

/* What cannot be folded, and why. */
static const struct value_case unknown_cases[] = {
    {"import os\nworkers = os.environ.get('W', 4)", "workers", "unknown: environment variable W"},
    {"import os\nworkers = int(os.environ['W'])", "workers", "unknown: environment variable W"},
    {"from os import getenv as g\nworkers = int(g('W', '4')) + 1", "workers", "unknown: environment variable W"},
    {"import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1", "workers", "unknown: host.cpus_online"},
    {"from multiprocessing import cpu_count\nworkers = min(cpu_count(), 4)", "workers", "unknown: host.cpus_online"},
    {"import os\nworkers = (os.cpu_count() or 1) * 2", "workers", "unknown: host.cpus_online"},
    {"import os\nworkers = len(os.sched_getaffinity(0))", "workers", "unknown: a call of os.sched_getaffinity"},
    {"workers = 4\nif x:\n    workers = 8", "workers", "unknown: a condition"},
    {"if x: workers = 8", "workers", "unknown: a condition"},
    {"for workers in range(3): pass", "workers", "unknown: a condition"},
    {"try:\n    from a import workers\nexcept ImportError:\n    workers = 2", "workers", "unknown: a condition"},
    {"from a import workers", "workers", "unknown: an import from a"},
    {"from a import *", "workers", "unknown: settings by way of a"},
    {"from a import *\nworkers = 3", "workers", "3"},
    {"workers = 3\nfor k in x:\n    locals()[k] = 1", "workers", "unknown: settings by way of locals()"},
    {"workers = 3\ndef f():\n    global workers\n    workers = 4\nf()", "workers", "unknown: a condition"},
    {"workers = 3\ndef f():\n    workers = 4\nclass A:\n    workers = 5", "workers", "3"},
    {"raw_env = []\nraw_env.append('A=1')", "raw_env", "unknown: a change in place"},
    {"workers = 1 / 0", "workers", "unknown: an expression"},
    {"workers = [i for i in x][0]", "workers", "unknown: an expression"},
    {"workers = 2 ** 3", "workers", "unknown: an expression"},
    {"bind = '%s:80' % host", "bind", "unknown: the name host"},
    {"if (workers := 3): pass", "workers", "unknown: a condition"},
    {"timeout = 9223372036854775807 + 1", "timeout", "unknown: an expression"},
};
/* clang-format on */

enum {
    VALUE_CASES = sizeof value_cases / sizeof *value_cases,
    UNKNOWN_CASES = sizeof unknown_cases / sizeof *unknown_cases,
};

#endif
