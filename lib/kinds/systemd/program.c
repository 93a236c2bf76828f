/* What a command line runs. */
#include "kinds/systemd/systemd.h"

#include "base/path.h"
#include "base/vec.h"
#include "kinds/systemd/exec.h"

enum { MAX_LAUNCHERS = 8 }; /* behind each other */

/* Words still to be looked at. */
struct command {
    struct arena *a;
    const struct str *p;
    uint32_t n;
};

/* "php-fpm8.2", "php8.2-fpm", "postgres15", "python3.11": the name without its version. */
static struct str without_version(struct arena *a, struct str name)
{
    uint32_t from = 0, to;
    while (from < name.n && !ch_is_digit(name.p[from]))
        from++;
    for (to = from; to < name.n && (ch_is_digit(name.p[to]) || name.p[to] == '.'); to++)
        ;
    static const char *const versioned[] = {"php-fpm", "python", "ruby", "node", "nodejs", "java", "uwsgi", "tomcat"};
    struct str rest = str_slice(name, to, name.n), plain = str_slice(name, 0, from);
    if (str_ends(plain, STR("-")))
        plain.n--;
    plain = str_concat(a, plain, rest);
    for (size_t i = 0; i < sizeof versioned / sizeof *versioned; i++)
        if (str_eq(plain, str_from(versioned[i])))
            return plain;
    return name;
}

/* Names of one program. */
static struct str canonical(struct arena *a, struct str name)
{
    static const struct {
        struct str name, program;
    } names[] = {
        {STR_INIT("openresty"), STR_INIT("nginx")},
        {STR_INIT("angie"), STR_INIT("nginx")},
        {STR_INIT("apachectl"), STR_INIT("apache2")},
        {STR_INIT("apache2ctl"), STR_INIT("apache2")},
        {STR_INIT("nodejs"), STR_INIT("node")},
        {STR_INIT("mariadbd"), STR_INIT("mysqld")},
        {STR_INIT("mysqld_safe"), STR_INIT("mysqld")},
        {STR_INIT("pg_ctlcluster"), STR_INIT("postgres")},
        {STR_INIT("postgresql"), STR_INIT("postgres")},
        {STR_INIT("postmaster"), STR_INIT("postgres")},
        {STR_INIT("mariadb"), STR_INIT("mysqld")},
        {STR_INIT("mysql"), STR_INIT("mysqld")},
        {STR_INIT("valkey-server"), STR_INIT("redis-server")},
        {STR_INIT("redis"), STR_INIT("redis-server")},
        {STR_INIT("catalina.sh"), STR_INIT("tomcat")},
        {STR_INIT("haproxy-systemd-wrapper"), STR_INIT("haproxy")},
    };
    name = without_version(a, name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, names[i].name))
            return names[i].program;
    return name;
}

static bool is_one_of(struct str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_from(*words)))
            return true;
    return false;
}

static void drop(struct command *c, uint32_t n)
{
    n = n < c->n ? n : c->n;
    c->p += n;
    c->n -= n;
}

static bool is_option(const struct command *c)
{
    return c->n > 0 && str_starts(c->p[0], STR("-"));
}

static bool is_assignment(struct str s)
{
    uint32_t eq = str_find_byte(s, '=');
    return eq > 0 && eq < s.n && str_find_byte(str_slice(s, 0, eq), '/') == eq;
}

/* The words of a shell's simple command; none when anything in it has a meaning to the shell. */
static void shell_words(struct command *c, struct str text)
{
    struct exec_words words = {0};
    struct str *p;
    for (uint32_t i = 0; i < text.n; i++)
        if (strchr(";|&<>()`$*?[]{}~#\n", text.p[i]) && text.p[i])
            text.n = 0;
    if (!exec_split(c->a, text, &words))
        words.n = 0;
    p = arena_array(c->a, struct str, words.n + 1);
    for (uint32_t i = 0; i < words.n; i++)
        p[i] = words.p[i].text;
    c->p = p;
    c->n = words.n;
    while (c->n > 0 && (str_eq(c->p[0], STR("exec")) || is_assignment(c->p[0])))
        drop(c, 1);
}

/* sh -c "exec gunicorn ..."; a script is what it is called. */
static void behind_shell(struct command *c)
{
    drop(c, 1);
    while (is_option(c) && !str_ends(c->p[0], STR("c")))
        drop(c, 1);
    if (!is_option(c))
        return;
    struct str text = c->n > 1 ? c->p[1] : (struct str){0};
    shell_words(c, text);
}

/* python -m gunicorn, python /venv/bin/gunicorn; a script of one's own is python. */
static void behind_python(struct command *c)
{
    static const char *const flags[] = {"-u", "-B", "-E", "-I", "-O", "-OO", "-s", "-S", NULL};
    struct command rest = *c;
    drop(&rest, 1);
    while (rest.n > 0 && is_one_of(rest.p[0], flags))
        drop(&rest, 1);
    bool module = rest.n > 1 && str_eq(rest.p[0], STR("-m"));
    drop(&rest, module);
    if (rest.n > 0 && !is_option(&rest) && !str_ends(rest.p[0], STR(".py")))
        *c = rest;
}

/* Steps behind one launcher. False: the first word is the program. */
static bool step(struct command *c)
{
    static const char *const shells[] = {"sh", "bash", "dash", "zsh", NULL};
    static const char *const plain[] = {"nice",      "ionice", "nohup", "setsid", "tini",
                                        "dumb-init", "chrt",   "exec",  "stdbuf", NULL};
    static const char *const runners[] = {"poetry", "pipenv", "uv", NULL}; /* X run program */
    struct str name = without_version(c->a, path_base(c->p[0]));
    struct command before = *c;
    if (is_one_of(name, shells)) {
        behind_shell(c);
    } else if (str_eq(name, STR("env"))) {
        drop(c, 1);
        while (c->n > 0 && is_assignment(c->p[0]))
            drop(c, 1);
    } else if (str_eq(name, STR("python"))) {
        behind_python(c);
    } else if (is_one_of(name, plain)) {
        drop(c, 1);
        drop(c, c->n > 0 && str_eq(c->p[0], STR("--")));
    } else if (is_one_of(name, runners) && c->n > 2 && str_eq(c->p[1], STR("run"))) {
        drop(c, 2);
    } else if (str_eq(name, STR("bundle")) && c->n > 2 && str_eq(c->p[1], STR("exec"))) {
        drop(c, 2);
    }
    return c->p != before.p;
}

/* "@": the second word is what the program is told that it is called. */
static bool is_renamed(struct str first)
{
    uint32_t prefix = exec_prefix(first);
    return str_find_byte(str_slice(first, 0, prefix), '@') < prefix;
}

static const struct node *nth(const struct node *exec, ptrdiff_t i)
{
    const struct node *w = exec->first;
    while (w && i-- > 0)
        w = w->next;
    return w;
}

bool systemd_command(struct arena *a, const struct node *exec, struct systemd_command *ret)
{
    VEC(struct str) words = {0};
    for (const struct node *w = exec->first; w && w->kind == NODE_WORD; w = w->next) {
        if (!node_is_known(w))
            return false;
        vec_push(a, &words, w->text);
    }
    if (words.n == 0)
        return false;
    struct command c = {a, words.p, words.n};
    bool renamed = is_renamed(words.p[0]) && words.n > 1;
    words.p[0] = str_slice(words.p[0], exec_prefix(words.p[0]), words.p[0].n);
    if (renamed) {
        words.p[1] = words.p[0];
        drop(&c, 1);
    }
    for (uint32_t i = 0; i < MAX_LAUNCHERS && c.n > 0 && step(&c); i++)
        ;
    if (c.n == 0 || is_option(&c) || str_find_byte(c.p[0], '$') < c.p[0].n)
        return false;
    bool here = c.p >= words.p && c.p < words.p + words.n;
    *ret = (struct systemd_command){canonical(a, path_base(c.p[0])), arena_array(a, struct str, c.n), c.n,
                                    here ? nth(exec, c.p - words.p) : NULL};
    memcpy(ret->words, c.p, c.n * sizeof *ret->words);
    return true;
}

struct str systemd_program(struct arena *a, const struct node *exec)
{
    struct systemd_command c;
    return systemd_command(a, exec, &c) ? c.program : (struct str){0};
}

struct str systemd_program_of_name(struct arena *a, struct str name)
{
    return canonical(a, name);
}

/* Those of which a service is known to hold memory by what its clients do. "event" are those whose configs bound the connections of a process; what
 * answers from a loop of its own without such a bound (node, uvicorn) counts by its processes. */
struct str systemd_worker_model(struct str program)
{
    static const char *const event[] = {"nginx", "haproxy", NULL};
    static const char *const process[] = {"gunicorn",  "uwsgi",    "php-fpm", "apache2", "httpd",     "unicorn", "puma",
                                          "passenger", "postgres", "node",    "uvicorn", "hypercorn", "daphne",  NULL};
    static const char *const thread[] = {"java",     "tomcat", "mysqld", "waitress-serve", "dotnet",
                                         "varnishd", "envoy",  "caddy",  "traefik",        NULL};
    if (is_one_of(program, event))
        return STR("event");
    if (is_one_of(program, process))
        return STR("process");
    return is_one_of(program, thread) ? STR("thread") : (struct str){0};
}
