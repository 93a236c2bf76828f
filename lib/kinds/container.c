#include "kinds/container.h"
#include "kinds/embed.h"
#include "kinds/launcher.h"

#include "base/buf.h"
#include "base/path.h"

/* ---- words ---- */

static void add_word(struct kind_job *job, struct container_command *c, struct str text, struct span at)
{
    vec_push(job->a, &c->words, ((struct container_word){text, at}));
}

/* The place of part of a word: exact where it stands in the file as it is read. */
static struct span part_at(const struct node *w, uint32_t from, uint32_t n)
{
    return w->name_at.len == w->text.n ? span_part(w->name_at, from, n) : w->at;
}

/* A string is split as a shell does, but no shell runs it: $, | and > are plain bytes. */
static void split(struct kind_job *job, struct container_command *c, const struct node *w, struct str text,
                  uint32_t from)
{
    for (uint32_t i = 0; i < text.n;) {
        struct buf b = {.a = job->a};
        char quote = 0;
        while (i < text.n && (ch_is_space(text.p[i])))
            i++;
        uint32_t start = i;
        for (; i < text.n && (quote || !ch_is_space(text.p[i])); i++) {
            char ch = text.p[i];
            if (ch == '\\' && quote != '\'' && i + 1 < text.n)
                buf_putc(&b, text.p[++i]);
            else if (quote ? ch == quote : ch == '"' || ch == '\'')
                quote = quote ? 0 : ch;
            else
                buf_putc(&b, ch);
        }
        i = i < text.n ? i : text.n;
        if (i > start)
            add_word(job, c, buf_str(&b), part_at(w, from + start, i - start));
    }
}

/* False: a word is not known. */
static bool take_words(struct kind_job *job, struct container_command *c, struct node *v)
{
    if (v->kind == NODE_WORD) {
        split(job, c, v, v->text, 0);
        return node_is_known(v);
    }
    for (struct node *w = v->kind == NODE_LIST ? v->first : NULL; w; w = w->next) {
        if (w->kind != NODE_WORD)
            continue;
        if (!node_is_known(w) && c->words.n == 0)
            return false;
        add_word(job, c, node_is_known(w) ? w->text : STR("$"), w->name_at.len == w->text.n ? w->name_at : w->at);
    }
    return v->kind == NODE_LIST;
}

static void drop(struct container_command *c, uint32_t n)
{
    n = n < c->words.n ? n : c->words.n;
    c->words.p += n;
    c->words.n -= n;
    c->words.cap -= n;
}

/* ---- launchers ---- */

static struct str word(const struct container_command *c, uint32_t i)
{
    return i < c->words.n ? c->words.p[i].text : (struct str){0};
}

/* sh -c "exec gunicorn ...": of one simple command; anything that has a meaning to the shell leaves it unknown. */
static void behind_shell(struct kind_job *job, struct container_command *c)
{
    bool runs = str_starts(word(c, 1), STR("-")) && str_ends(word(c, 1), STR("c"));
    struct container_word script = runs && c->words.n > 2 ? c->words.p[2] : (struct container_word){0};
    if (script.text.n == 0 || launcher_is_script(script.text)) {
        drop(c, runs ? c->words.n : 1);
        return;
    }
    struct node w = {.text = script.text, .at = script.at, .name_at = script.at};
    c->words.p = NULL;
    c->words.n = c->words.cap = 0;
    split(job, c, &w, script.text, 0);
    while (c->words.n > 0 && (str_eq(word(c, 0), STR("exec")) || launcher_is_assignment(word(c, 0))))
        drop(c, 1);
}

/* "php-fpm8.2", "python3.11": the name without its version. */
static struct str without_version(struct str name)
{
    static const char *const versioned[] = {"php-fpm", "python", "node", "java", "uwsgi", NULL};
    uint32_t n = name.n;
    while (n > 0 && (ch_is_digit(name.p[n - 1]) || name.p[n - 1] == '.'))
        n--;
    struct str plain = str_slice(name, 0, n);
    return str_is_one_of(plain, versioned) ? plain : name;
}

/* Steps behind one launcher. False: the first word is the program. */
static bool step(struct kind_job *job, struct container_command *c)
{
    struct str name = without_version(path_base(word(c, 0)));
    const struct container_word *before = c->words.p;
    struct str *texts = arena_array(job->a, struct str, c->words.n);
    for (uint32_t i = 0; i < c->words.n; i++)
        texts[i] = word(c, i);
    if (launcher_is_shell(name))
        behind_shell(job, c);
    else
        drop(c, launcher_words(name, texts, c->words.n));
    return c->words.p != before && c->words.n > 0;
}

/* ---- images ---- */

struct image {
    const char *image, *program;
};

/* Images of one program, by the last part of their name; those of a language (node, python) run what they are told. */
static const struct image images[] = {
    {"nginx", "nginx"},
    {"nginx-unprivileged", "nginx"},
    {"openresty", "nginx"},
    {"angie", "nginx"},
    {"haproxy", "haproxy"},
    {"haproxy-alpine", "haproxy"},
    {"redis", "redis-server"},
    {"valkey", "redis-server"},
    {"redis-stack-server", "redis-server"},
    {"mysql", "mysqld"},
    {"mariadb", "mysqld"},
    {"percona", "mysqld"},
    {"percona-server", "mysqld"},
    {"postgres", "postgres"},
    {"postgis", "postgres"},
    {"timescaledb", "postgres"},
    {"pgvector", "postgres"},
    {"memcached", "memcached"},
    {"httpd", "apache2"},
    {"tomcat", "java"},
    {"rabbitmq", "rabbitmq-server"},
    {"mongo", "mongod"},
    {"elasticsearch", "java"},
    {"opensearch", "java"},
    {"kafka", "java"},
    {"cp-kafka", "java"},
    {"zookeeper", "java"},
    {"traefik", "traefik"},
    {"caddy", "caddy"},
    {"varnish", "varnishd"},
    {"clickhouse-server", "clickhouse-server"},
    {"clickhouse", "clickhouse-server"},
    {"minio", "minio"},
    {"keycloak", "java"},
    {"influxdb", "influxd"},
};

static struct str program_of_image(struct str image)
{
    struct str rest = str_slice(image, 0, str_find_byte(image, '@')), base = path_base(rest),
               name = str_cut(&base, ':');
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        if (str_eq(str_from(images[i].image), name))
            return str_from(images[i].program);
    bool fpm = str_eq(name, STR("php")) && str_find(base, STR("fpm")) < base.n;
    bool apache = str_eq(name, STR("php")) && str_find(base, STR("apache")) < base.n;
    return fpm ? STR("php-fpm") : apache ? STR("apache2") : (struct str){0};
}

/* Names of one program. */
static struct str canonical(struct str name)
{
    static const struct image names[] = {
        {"openresty", "nginx"},    {"angie", "nginx"},
        {"httpd", "apache2"},      {"apache2-foreground", "apache2"},
        {"mariadbd", "mysqld"},    {"mariadbd-safe", "mysqld"},
        {"mysqld_safe", "mysqld"}, {"valkey-server", "redis-server"},
        {"nodejs", "node"},        {"postmaster", "postgres"},
        {"catalina.sh", "java"},   {"httpd-foreground", "apache2"},
    };
    name = without_version(name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i].image)))
            return str_from(names[i].program);
    return name;
}

/* ---- the container ---- */

static bool is_reset(const struct node *v)
{
    return !v || (v->kind == NODE_WORD && v->text.n == 0);
}

struct str container_program_of_variable(struct str name)
{
    static const struct image names[] = {
        {"NODE_OPTIONS", "node"},          {"JAVA_OPTS", "java"},        {"JAVA_TOOL_OPTIONS", "java"},
        {"_JAVA_OPTIONS", "java"},         {"JDK_JAVA_OPTIONS", "java"}, {"CATALINA_OPTS", "java"},
        {"GUNICORN_CMD_ARGS", "gunicorn"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i].image)))
            return str_from(names[i].program);
    return (struct str){0};
}

/* The images' entry points put the program in front of options. */
static void put_program(struct kind_job *job, struct container_command *c, struct str program, struct span at)
{
    VEC(struct container_word) words = {0};
    vec_push(job->a, &words, ((struct container_word){program, at}));
    for (uint32_t i = 0; i < c->words.n; i++)
        vec_push(job->a, &words, c->words.p[i]);
    c->words.p = (void *)words.p;
    c->words.n = words.n;
    c->words.cap = words.cap;
}

void container_command_of(struct kind_job *job, const struct container *of, struct container_command *ret)
{
    const struct node *image = of->image;
    struct str of_image = image && image->kind == NODE_WORD ? program_of_image(image->text) : (struct str){0};
    struct container_command c = {0};
    bool known = (is_reset(of->entrypoint) || take_words(job, &c, of->entrypoint)) &&
                 (is_reset(of->command) || take_words(job, &c, of->command));
    *ret = (struct container_command){0};
    if (!known)
        return;
    for (uint32_t i = 0; i < LAUNCHERS_MAX && c.words.n > 0 && step(job, &c); i++)
        ;
    bool options = c.words.n > 0 && str_starts(word(&c, 0), STR("-"));
    bool none = c.words.n == 0 && is_reset(of->entrypoint) && is_reset(of->command);
    struct str program = of_image.n ? of_image : none ? of->by_environment : (struct str){0};
    if ((options && of_image.n) || (none && program.n))
        put_program(job, &c, program, of->at);
    else if (c.words.n == 0 || options || str_find_byte(word(&c, 0), '$') < word(&c, 0).n)
        return;
    *ret = c;
    ret->program = canonical(path_base(word(&c, 0)));
}

void container_embed(struct kind_job *job, const struct container_command *c, struct str name, struct span via,
                     const struct env_variable *env, uint32_t n_env)
{
    struct command_text text = {.text = {.a = job->a}};
    const struct kind *kind = c->program.n ? kind_of_program(c->program) : NULL;
    if (!kind)
        return;
    for (uint32_t i = 0; i < c->words.n; i++)
        command_add(&text, c->words.p[i].text, c->words.p[i].at);
    struct embedded *e = command_embed(job, &text, kind, via);
    e->name = name;
    for (uint32_t i = 0; i < n_env; i++)
        vec_push(job->a, &e->env, env[i]);
}

bool container_serves(struct str program)
{
    static const char *const names[] = {"nginx",    "haproxy", "redis-server",    "gunicorn",       "uwsgi",
                                        "php-fpm",  "apache2", "unicorn",         "puma",           "postgres",
                                        "uvicorn",  "daphne",  "mysqld",          "mongod",         "memcached",
                                        "varnishd", "traefik", "caddy",           "hypercorn",      "influxd",
                                        "envoy",    "minio",   "rabbitmq-server", "waitress-serve", "clickhouse-server",
                                        NULL};
    return str_is_one_of(program, names);
}

bool container_is_database(struct str program)
{
    static const char *const names[] = {
        "redis-server", "postgres",          "mysqld",    "mongod", "memcached", "influxd", "rabbitmq-server",
        "minio",        "clickhouse-server", "pgbouncer", NULL};
    return str_is_one_of(program, names);
}
