/* Configs in YAML and JSON, what is set by them, and what is found. The same is asked of uWSGI by oracle_test.c, where '?' stands nowhere. For *_test.c only. */
#ifndef LOADLINE_KINDS_UWSGI_CASES_H
#define LOADLINE_KINDS_UWSGI_CASES_H

struct uwsgi_case {
    const char *file, *text;
    const char *set;   /* a line for each setting */
    const char *found; /* findings, and what was not analysed */
};

static const struct uwsgi_case uwsgi_cases[] = {
    /* ---- YAML ---- */
    {"a.yml", "uwsgi:\n  socket: :3031\n  processes: 4\n  master: true # one\n",
     "socket = :3031\nprocesses = 4\nmaster = true\n", ""},
    {"a.yaml", "\"uwsgi\":\n    threads: \"2\"\n    chdir: 'it''s'", "threads = 2\nchdir = it's\n", ""},
    {"a.yml", "---\na: 1\n---\nuwsgi:\n  threads: 2\n", "threads = 2\n", ""},
    {"a.yml", "uwsgi:\n  threads: 2\nother:\n  listen: 9\n", "threads = 2\n", ""},
    {"a.yml", "uwsgi:\n  threads: 2\nuwsgi:\n  listen: 9\n", "threads = 2\n", ""},
    {"a.yml", "uwsgi:\nuwsgi:\n  listen: 9\n", "listen = 9\n", ""},
    {"a.yml", "x:\n  uwsgi:\n    processes: 4\n  threads: 2\n", "processes = 4\n", ""},
    {"a.yml", "uwsgi:\n  socket: :1\n  socket: :2\n  processes: 2\n  processes: 3\n",
     "socket = :1\nsocket = :2\nprocesses = 2\nprocesses = 3\n", ""},
    {"a.yml",
     "uwsgi:\n  http: [\":80\", ':81']\n  socket:\n    - :1\n    - :2\n  env:\n  - A=b\n  - C=d\n  threads: 2\n",
     "http = :80\nhttp = :81\nsocket = :1\nsocket = :2\nenv = A=b\nenv = C=d\nthreads = 2\n", ""},
    {"a.yml", "uwsgi:\n  http: [\":80\", [\":81\"], \":82\"]\n  threads: 3\n", "http = :80\nhttp = :81\nthreads = 3\n",
     ""},
    {"a.yml", "uwsgi:\n  http:\n  - a\n  - b: 1\n  - c\n  threads: 3\n", "http = a\nb = 1\nthreads = 3\n", ""},
    {"a.yml", "uwsgi:\n  more:\n    processes: 3\n    x: {threads: 2, listen: 5}\n  master: yes\n",
     "processes = 3\nthreads = 2\nlisten = 5\nmaster = yes\n", ""},
    {"a.yml", "uwsgi:\n  master:\n  vacuum: \"\"\n  x: ~\n  y: |\n    l1\n", "vacuum = \nx = ~\ny = l1\n\n", ""},
    {"a.yml", "uwsgi:\n  more: {listen: 5, x: , \"y\" : '', threads 2, harakiri: 3}\n  master: 1\n",
     "listen = 5\ny = \nharakiri = 3\nmaster = 1\n", ""},
    {"a.yml", "uwsgi:\n  listen: 5\n  more: {threads 2, harakiri: 3}\n  master: 1\n", "listen = 5\n",
     "syntax/invalid-value [threads 2]\n"},
    {"a.yml", "uwsgi:\n  ? threads\n  : 2\n", "threads = 2\n", ""},
    {"a.yml", "d: &d\n  processes: 4\nn: &n\n  x: 4\nuwsgi:\n  <<: *d\n  threads: *x\n  listen: *n\n  master: true\n",
     "master = true\n", "syntax/unresolved-name [*x]\nsyntax/invalid-value [<<]\nsyntax/invalid-value [listen]\n"},
    {"a.yml", "d:\n  processes: &n 4\nuwsgi:\n  listen: 4\n", "", "not analysed [4]\n"},
    {"a.yml", "uwsgi: &u\n  http: &h\n    - :80\n  n: !!map\n    threads: 2\nother: *u\n", "http = :80\nthreads = 2\n",
     ""},
    {"a.yml", "uwsgi:\n  threads: 2\n  processes: !!int 4\n  listen: 7\n", "threads = 2\n",
     "syntax/invalid-value [4]\n"},
    {"a.yml", "uwsgi:\n  http:\n  - :80\n  - &k :81\n  - :82\n  threads: 3\n", "http = :80\n",
     "syntax/invalid-value [:81]\n"},
    {"a.yml", "uwsgi:\n  if-env: NO_SUCH_NAME\n  threads: 2\n  endif: x\n  listen: 3\n",
     "?if-env = NO_SUCH_NAME\n?threads = 2\nendif = x\nlisten = 3\n", ""},
    {"a.yml", "uwsgi:\n  processes: %k\n  socket: /run/%n.sock # 100%\n  threads: 2\n",
     "processes = %k?\nsocket = /run/%n.sock?\nthreads = 2\n", ""},
    {"a.yml", "uwsgi: {processes: 4}\n", "", "not analysed [uwsgi]\n"},
    {"a.yml", "uwsgi:\n  processes: %(x)\n", "processes = ?\n", "syntax/not-parsed [%]\n"},
    {"a.yml", "uwsgi:\n  ini: other.ini\n  threads: -1\n", "ini = \nthreads = -1\n",
     "syntax/invalid-value [-1]\nnot analysed [other.ini]\n"},
    /* ---- JSON ---- */
    {"a.json",
     "{\"uwsgi\": {\"socket\": \":3031\", \"processes\": 4, \"master\": true, \"vacuum\": false, \"lazy-apps\": null}}",
     "socket = :3031\nprocesses = 4\nmaster = 1\nvacuum = 0\nlazy-apps = 0\n", ""},
    {"a.json",
     "{\"x\": {\"uwsgi\": {\"listen\": 9}}, \"uwsgi\": {\"http\": [\":80\", 81, true, [\":82\"], {\"a\": 1}, \":83\"], \"o\": {\"threads\": 3}, \"threads\": 2}}",
     "http = :80\nhttp = 81\nhttp = 1\nhttp = :83\nthreads = 2\n", ""},
    {"a.json", "{\"uwsgi\": {\"socket\": \":1\", \"socket\": \":2\", /* c */ \"threads\": \"2\\u0031\" // d\n}}",
     "socket = :1\nsocket = :2\nthreads = 21\n", ""},
    {"a.json", "{\"uwsgi\": {\"threads\": 2}, \"uwsgi\": {\"threads\": 3}}", "threads = 2\n", ""},
    {"a.json", "{\"uwsgi\": {\"processes\": %k, \"threads\": 1.5, \"listen\": \"%k0\"}}",
     "processes = %k?\nthreads = 1.5?\nlisten = %k0?\n", ""},
    {"a.json", "{\"uwsgi\": {\"processes\": %k, /* c */ \"threads\": 1 // d\n}}", "processes = %k?\nthreads = 1\n", ""},
    {"a.json", "{\"uwsgi\": []}", "", "syntax/invalid-value [[]]\n"},
    {"a.json", "{\"uwsgi\": {\"threads\": 2,}}", "threads = 2\n", "syntax/unexpected-token [,]\n"},
    {"a.json", "{\"uwsgi\": {\"threads\": 2}", "threads = 2\n", "syntax/unterminated [{]\n"},
};

/* Command lines without a config, in words with one blank between; variables stand in front of them. */
struct uwsgi_command_case {
    const char *env, *line;
    const char *set, *found;
};

static const struct uwsgi_command_case uwsgi_command_cases[] = {
    {"", "--http-socket :80 --processes 8 --master --threads=2",
     "http-socket = :80\nprocesses = 8\nmaster = \nthreads = 2\n", ""},
    {"", "-s :1 -p4 -M -Lp 3 -z5",
     "socket = :1\nprocesses = 4\nmaster = \ndisable-logging = \nprocesses = 3\nsocket-timeout = 5\n", ""},
    {"", "--need-app --chmod-socket --chmod-socket=660 -C --lazy-apps",
     "need-app = \nchmod-socket = \nchmod-socket = 660\nchmod-socket = \nlazy-apps = \n", ""},
    {"UWSGI_PROCESSES=3 UWSGI_HTTP_SOCKET=:5 UWSGI_RELOADS=9", "--processes 4",
     "processes = 3\nhttp-socket = :5\nprocesses = 4\n", ""},
    {"", "--processes --threads", "processes = --threads\n", ""},
    {"", "--harakiri", "", "syntax/wrong-argument-count [harakiri]\n"},
    {"", "--master=true", "", "syntax/wrong-argument-count [true]\n"},
    {"", "--harakiri -3", "harakiri = -3\n", "syntax/invalid-value [-3]\n"},
    {"", "--socket :1 -- --threads 2", "socket = :1\n", ""},
    {"", "--if-env NO_SUCH_NAME --threads 2 --endif --listen 3",
     "?if-env = NO_SUCH_NAME\n?threads = 2\nendif = \nlisten = 3\n", ""},
};

enum { UWSGI_COMMAND_CASES = sizeof uwsgi_command_cases / sizeof *uwsgi_command_cases };

enum { UWSGI_CASES = sizeof uwsgi_cases / sizeof *uwsgi_cases };

#endif
