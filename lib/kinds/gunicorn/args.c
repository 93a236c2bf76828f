/* Command lines as argparse reads them (Python 3.11, Lib/argparse.py), and GUNICORN_CMD_ARGS, which goes before the config and behind the command line. */
#include "kinds/gunicorn/gunicorn.h"

#include "base/buf.h"
#include "diag/closest.h"
#include "kinds/embed.h"

struct word {
    struct str text;
    struct span at;
    bool exact; /* the text stands at `at` byte for byte */
};

/* One list of arguments. */
struct args {
    struct kind_job *job;
    struct gunicorn_state *state;
    struct node *root;
    VEC(struct word) words;
    uint32_t i;
    struct map appended; /* setting -> its entry, of this list */
    bool positional;     /* behind "--" */
};

/* What a shell or systemd puts in place of $X is not known. */
static bool is_unknown(struct str text)
{
    return str_find_byte(text, '$') < text.n;
}

static void hide(struct args *x, struct str by, struct span at, uint32_t until)
{
    struct arena *a = x->job->a;
    x->state->hidden = value_unknown(a, str_printf(a, "arguments by way of %s", diag_quote(a, by).p));
    x->state->hidden_until = until;
    x->state->hidden_at = at;
}

/* ---- words of GUNICORN_CMD_ARGS: shlex.split ---- */

/* Reads one word from *i on into b. False: a quote in it does not end. */
static bool shell_word(struct str s, uint32_t *i, struct buf *b)
{
    char quote = '\0';
    for (; *i < s.n; ++*i) {
        char c = s.p[*i], next = str_byte(s, *i + 1);
        if (!quote && ch_is_space(c))
            break;
        if (quote && c == quote)
            quote = '\0';
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else if (c == '\\' && *i + 1 < s.n && (!quote || (quote == '"' && (next == '"' || next == '\\'))))
            buf_putc(b, s.p[++*i]);
        else
            buf_putc(b, c);
    }
    return !quote;
}

static void split_variable(struct args *x, const struct env_variable *v)
{
    bool exact = v->at.len == v->value.n;
    for (uint32_t i = 0; i < v->value.n;) {
        struct buf b = {.a = x->job->a};
        uint32_t from = i;
        if (ch_is_space(v->value.p[i])) {
            i++;
            continue;
        }
        bool closed = shell_word(v->value, &i, &b);
        struct span at = exact ? span_part(v->at, from, i - from) : v->at;
        if (!closed)
            diag_syntax(x->job->sink, SYNTAX_UNTERMINATED, at, "a quote in GUNICORN_CMD_ARGS does not end");
        struct word w = {buf_str(&b), at, exact && b.n == i - from};
        vec_push(x->job->a, &x->words, w);
    }
}

/* ---- entries ---- */

static struct node *add_entry(struct args *x, int row, struct span at)
{
    struct str name = gunicorn_table.rows[row].name;
    struct node *e = gunicorn_flags[row].arg == ARG_APPEND ? map_get(&x->appended, name) : NULL;
    if (e)
        return e;
    e = node_new(x->job->a, NODE_ENTRY, at);
    e->name_at = at;
    e->text = name;
    node_add(x->root, e);
    map_put(&x->appended, name, e, NULL);
    return e;
}

static void add_value(struct args *x, struct node *e, struct str text, struct span at)
{
    struct node *w = node_new(x->job->a, NODE_WORD, at);
    w->name_at = at;
    w->text = text;
    w->flags |= is_unknown(text) ? NODE_UNKNOWN : 0;
    e->at = span_join(e->at, at);
    node_add(e, w);
    struct py_value v = {.kind = PY_STR, .s = text, .at = at};
    if (!is_unknown(text) && !gunicorn_check_value(x->job, e, &v))
        e->flags |= NODE_FAULTY;
}

/* ---- flags ---- */

static struct word part(const struct word *w, uint32_t from, uint32_t to)
{
    struct str text = str_slice(w->text, from, to);
    return (struct word){text, w->exact ? span_part(w->at, from, text.n) : w->at, w->exact};
}

static void tell_unknown(struct args *x, const struct word *flag, bool several)
{
    struct closest c = closest_start(flag->text);
    for (uint32_t i = 0; i < gunicorn_table.n; i++)
        for (int k = 0; k < 2; k++)
            if (gunicorn_flags[i].form[k].n)
                closest_offer(&c, gunicorn_flags[i].form[k], 0);
    struct str shown = diag_quote(x->job->a, flag->text);
    struct finding *f = diag_syntax(
        x->job->sink, SYNTAX_UNKNOWN, flag->at,
        several ? "%.*s may be more than one of gunicorn's options" : "gunicorn has no option %.*s", STR_ARG(shown));
    if (c.best.n && !several)
        diag_help(x->job->sink, f, "use %.*s", STR_ARG(c.best));
}

/* Whether argparse takes a word for a value: what begins with '-' is one only alone, as a number, or with a blank in it. */
static bool is_value(const struct word *w)
{
    struct str s = w->text;
    return s.n < 2 || s.p[0] != '-' || ch_is_digit(s.p[1]) || str_find_byte(s, ' ') < s.n;
}

/* A flag with a value: from its own word (given != NULL) or the next one. */
static void take_value(struct args *x, int row, const struct word *flag, const struct word *given)
{
    struct node *e = add_entry(x, row, flag->at);
    const struct word *next = x->i < x->words.n && is_value(&x->words.p[x->i]) ? &x->words.p[x->i] : NULL;
    if (given || next) {
        const struct word *w = given ? given : next;
        add_value(x, e, w->text, w->at);
        x->i += given ? 0 : 1;
        return;
    }
    e->flags |= NODE_FAULTY;
    diag_syntax(x->job->sink, SYNTAX_COUNT, flag->at, "%.*s needs a value", STR_ARG(diag_quote(x->job->a, flag->text)));
}

static void take_flag(struct args *x, int row, const struct word *flag, const struct word *given)
{
    enum gunicorn_arg arg = gunicorn_flags[row].arg;
    if (arg == ARG_VALUE || arg == ARG_APPEND || (arg == ARG_MAYBE && given)) {
        take_value(x, row, flag, given);
        return;
    }
    if (given)
        diag_syntax(x->job->sink, SYNTAX_COUNT, given->at, "%.*s takes no value",
                    STR_ARG(diag_quote(x->job->a, flag->text)));
    add_value(x, add_entry(x, row, flag->at), arg == ARG_FALSE ? STR("False") : STR("True"), flag->at);
}

static void read_long(struct args *x, const struct word *w)
{
    uint32_t eq = str_find_byte(w->text, '=');
    struct word flag = part(w, 0, eq), given = part(w, eq + 1, w->text.n);
    bool several;
    int row = gunicorn_flag_find(flag.text, &several);
    if (row >= 0)
        take_flag(x, row, &flag, eq < w->text.n ? &given : NULL);
    else if (is_unknown(flag.text))
        hide(x, flag.text, flag.at, flag.at.off);
    else if (!str_eq(flag.text, STR("--help")) && !str_eq(flag.text, STR("--version")))
        tell_unknown(x, &flag, several);
}

/* -w4, -w=4, -w 4, -DR. */
static void read_short(struct args *x, const struct word *w)
{
    for (uint32_t at = 1; at < w->text.n; at++) {
        char form[3] = {'-', w->text.p[at], '\0'};
        struct word flag = part(w, at == 1 ? 0 : at, at + 1);
        bool several, equals = str_byte(w->text, at + 1) == '=';
        int row = gunicorn_flag_find((struct str){form, 2}, &several);
        struct word given = part(w, at + (equals ? 2 : 1), w->text.n);
        if (row < 0) {
            if (form[1] != 'h' && form[1] != 'v')
                tell_unknown(x, &flag, false);
            return;
        }
        bool plain = gunicorn_flags[row].arg == ARG_TRUE;
        take_flag(x, row, &flag, at + 1 < w->text.n && (!plain || equals) ? &given : NULL);
        if (!plain || equals)
            return;
    }
}

/* The application; more than one word is refused, or was meant for it ($X). */
static void read_positional(struct args *x, const struct word *w)
{
    int row = gunicorn_row(STR("wsgi_app"));
    if (str_starts(w->text, STR("$")))
        hide(x, w->text, w->at, w->at.off);
    else
        add_value(x, add_entry(x, row, w->at), w->text, w->at);
}

static void read_words(struct args *x)
{
    while (x->i < x->words.n) {
        struct word w = x->words.p[x->i++];
        if (!x->positional && str_eq(w.text, STR("--")))
            x->positional = true;
        else if (!x->positional && str_starts(w.text, STR("--")))
            read_long(x, &w);
        else if (!x->positional && !is_value(&w))
            read_short(x, &w);
        else
            read_positional(x, &w);
    }
}

/* ---- the document ---- */

static void read_environment(struct kind_job *job, struct gunicorn_state *state, struct node *root)
{
    for (uint32_t i = 0; i < job->container->env.n; i++) {
        const struct env_variable *v = &job->container->env.p[i];
        struct args x = {.job = job, .state = state, .root = root, .appended = {.a = job->a}};
        if (!str_eq(v->name, STR("GUNICORN_CMD_ARGS")))
            continue;
        if (!v->known) {
            hide(&x, v->name, v->at, 0);
            continue;
        }
        split_variable(&x, v);
        read_words(&x);
    }
}

struct node *gunicorn_read_command(struct kind_job *job, struct gunicorn_state *state)
{
    struct str text = source_get(job->sources, job->source)->text, word;
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n});
    struct args x = {.job = job, .state = state, .root = root, .appended = {.a = job->a}};
    read_environment(job, state, root);
    for (uint32_t off = 0, from = 0; command_next(text, &off, &word); from = off) {
        struct word w = {word, {job->source, from, word.n}, true};
        vec_push(job->a, &x.words, w);
    }
    x.i = 1; /* the program */
    read_words(&x);
    return root;
}
