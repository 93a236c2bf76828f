/* What a command line runs. */
#include "kinds/systemd/systemd.h"

#include "base/path.h"
#include "base/vec.h"
#include "kinds/launcher.h"
#include "kinds/systemd/exec.h"

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

/* The words of a shell's simple command; none when anything in it has a meaning to the shell. */
static void shell_words(struct command *c, struct str text)
{
    struct exec_words words = {0};
    struct str *p;
    if (launcher_is_script(text) || !exec_split(c->a, text, &words))
        words.n = 0;
    p = arena_array(c->a, struct str, words.n + 1);
    for (uint32_t i = 0; i < words.n; i++)
        p[i] = words.p[i].text;
    c->p = p;
    c->n = words.n;
    while (c->n > 0 && (str_eq(c->p[0], STR("exec")) || launcher_is_assignment(c->p[0])))
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

/* Steps behind one launcher. False: the first word is the program. */
static bool step(struct command *c)
{
    struct str name = without_version(c->a, path_base(c->p[0]));
    const struct str *before = c->p;
    if (launcher_is_shell(name))
        behind_shell(c);
    else
        drop(c, launcher_words(name, c->p, c->n));
    return c->p != before;
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
    for (uint32_t i = 0; i < LAUNCHERS_MAX && c.n > 0 && step(&c); i++)
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
    if (str_is_one_of(program, event))
        return STR("event");
    if (str_is_one_of(program, process))
        return STR("process");
    return str_is_one_of(program, thread) ? STR("thread") : (struct str){0};
}
