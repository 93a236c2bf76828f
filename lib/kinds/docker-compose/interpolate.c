/* ${NAME} in the values of a compose file. Sources: compose-spec, 12-interpolation.md; compose-go, template/template.go. */
#include "kinds/docker-compose/docker-compose.h"

#include "formats/ini.h"
#include "formats/yaml.h"

enum { MAX_DEPTH = 16 }; /* ${A:-${B:-c}} */

/* ---- variables ---- */

static void take_variable(struct kind_job *job, struct map *env, const struct node *e)
{
    const struct node *w = node_word(e, 0);
    if (!w || (e->flags & NODE_FAULTY) || !node_is_known(w))
        return;
    struct str *value = arena_new(job->a, struct str);
    *value = w->text;
    if (str_find_byte(w->text, '$') == w->text.n) /* of other variables: not followed */
        map_put(env, e->text, value, NULL);
}

struct map *compose_env_file(struct kind_job *job, struct str path)
{
    struct within_place place;
    enum file_fault fault;
    struct sink own = {.a = job->a};
    if (within_find(job->includes, job->a, path, &place) != WITHIN_FOUND)
        return NULL;
    struct file *file = file_open(job->files, place.name, &fault);
    if (!file)
        return NULL;
    struct map *env = arena_new(job->a, struct map);
    env->a = job->a;
    struct node *root =
        ini_read(job->a, job->sources, source_add(job->sources, file, SPAN_NONE), &ini_env_compose, &own);
    struct node_iter it = node_entries(root);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        take_variable(job, env, e);
    return env;
}

/* ---- substitution ---- */

struct filling {
    struct kind_job *job;
    struct buf out;
    bool unknown; /* a variable that only the environment has */
    bool bad;
};

static bool is_name_byte(char c, bool first)
{
    return ch_is_alpha(c) || c == '_' || (!first && ch_is_digit(c));
}

static uint32_t name_length(struct str s)
{
    uint32_t n = 0;
    while (n < s.n && is_name_byte(s.p[n], n == 0))
        n++;
    return n;
}

/* The brace that closes the one before s; s.n: none does. */
static uint32_t closing(struct str s)
{
    uint32_t depth = 1;
    for (uint32_t i = 0; i < s.n; i++) {
        depth += s.p[i] == '{' && i > 0 && s.p[i - 1] == '$';
        depth -= s.p[i] == '}';
        if (depth == 0)
            return i;
    }
    return s.n;
}

static void fill(struct filling *f, struct str s, uint32_t depth);

/* NAME, or NAME with an operator and what stands behind it. */
static void put_variable(struct filling *f, struct str name, struct str op, struct str word, uint32_t depth)
{
    const struct compose_state *s = f->job->state;
    const struct str *value = f->job->env ? map_get(f->job->env, name) : NULL; /* goes before .env */
    value = value || !s->env ? value : map_get(s->env, name);
    char kind = op.n ? op.p[op.n - 1] : 0;
    bool counts = value && (op.n < 2 || value->n > 0); /* with ':' an empty one is none */
    if (kind == '+' && counts)
        fill(f, word, depth);
    else if (kind == '+')
        f->unknown |= !value;
    else if (counts)
        buf_put(&f->out, *value);
    else if (kind == '-')
        fill(f, word, depth);
    else if (value && kind == 0)
        buf_put(&f->out, *value);
    else
        f->unknown = true;
}

/* What stands between braces. */
static void put_braced(struct filling *f, struct str inner, uint32_t depth)
{
    uint32_t n = name_length(inner);
    struct str rest = str_slice(inner, n, inner.n);
    uint32_t ops =
        rest.n > 1 && rest.p[0] == ':' && strchr("-?+", rest.p[1]) ? 2 : rest.n > 0 && strchr("-?+", rest.p[0]);
    if (n == 0 || (rest.n > 0 && ops == 0)) {
        f->bad = true;
        return;
    }
    put_variable(f, str_slice(inner, 0, n), str_slice(rest, 0, ops), str_slice(rest, ops, rest.n), depth);
}

/* One $ and what belongs to it; how many bytes that are. */
static uint32_t put_dollar(struct filling *f, struct str s, uint32_t depth)
{
    struct str rest = str_slice(s, 1, s.n);
    uint32_t n = name_length(rest);
    if (str_byte(rest, 0) == '$') {
        buf_putc(&f->out, '$');
        return 2;
    }
    if (n > 0) {
        put_variable(f, str_slice(rest, 0, n), (struct str){0}, (struct str){0}, depth);
        return n + 1;
    }
    if (str_byte(rest, 0) != '{') { /* a plain one: docker compose v2 leaves it */
        buf_putc(&f->out, '$');
        return 1;
    }
    uint32_t end = closing(str_slice(rest, 1, rest.n)) + 1;
    if (end >= rest.n || depth >= MAX_DEPTH) {
        f->bad = true;
        return s.n;
    }
    put_braced(f, str_slice(rest, 1, end), depth + 1);
    return end + 2;
}

static void fill(struct filling *f, struct str s, uint32_t depth)
{
    for (uint32_t i = 0; i < s.n && !f->bad;) {
        if (s.p[i] == '$') {
            i += put_dollar(f, str_slice(s, i, s.n), depth);
        } else {
            buf_putc(&f->out, s.p[i]);
            i++;
        }
    }
}

static void fill_word(struct kind_job *job, struct node *w)
{
    struct filling f = {.job = job, .out = {.a = job->a}};
    fill(&f, w->text, 0);
    if (f.bad) {
        struct str shown = diag_quote(job->a, w->text);
        struct finding *found =
            diag_syntax(job->sink, SYNTAX_VALUE, w->at, "invalid interpolation \"%.*s\"", STR_ARG(shown));
        diag_label(job->sink, found, "a plain \"$\" is written \"$$\"");
        w->flags |= NODE_FAULTY | NODE_UNKNOWN;
    } else if (f.unknown) {
        w->flags |= NODE_UNKNOWN;
    } else {
        w->text = buf_str(&f.out);
        w->flags &= (uint16_t)~NODE_PLAIN; /* whatever it looks like: docker casts it to what is wanted */
    }
}

/* Extensions are left as they are: what is used of them stands where it is used, too. */
void compose_interpolate(struct kind_job *job, struct node *top)
{
    struct node_iter it = node_entries(top);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        struct node *v = str_starts(e->text, STR("x-")) ? NULL : node_value(e);
        for (struct node *n = v; n; n = node_walk(v, n))
            if (n->kind == NODE_WORD && node_is_known(n) && str_find_byte(n->text, '$') < n->text.n)
                fill_word(job, n);
    }
}
