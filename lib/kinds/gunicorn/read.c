#include "kinds/gunicorn/gunicorn.h"

#include "ast/node.h"

/* ---- the tree of a file ---- */

static struct node *add_word(struct kind_job *job, struct node *entry, const struct py_value *v)
{
    struct node *w = node_new(job->a, NODE_WORD, v->at);
    struct py_value text = py_operate(job->a, PY_TO_STR, v, 1);
    w->name_at = v->at;
    w->text = source_text(job->sources, v->at);
    if (v->kind == PY_STR)
        w->quote = QUOTE_DOUBLE;
    if (text.kind == PY_STR)
        w->text = text.s;
    else if (v->kind == PY_NONE)
        w->text = STR("None");
    else
        w->flags |= NODE_UNKNOWN;
    node_add(entry, w);
    return w;
}

/* A string's place without its quotes, where it is one plain string. */
static void drop_quotes(struct kind_job *job, struct node *w)
{
    struct str text = source_text(job->sources, w->at);
    if (w->quote && text.n == w->text.n + 2 && str_eq(str_slice(text, 1, text.n - 1), w->text))
        w->name_at = span_part(w->at, 1, w->text.n);
}

/* last: no later one takes its place, so gunicorn sees its value. */
static void add_binding(struct kind_job *job, struct node *root, const struct py_binding *b, uint32_t index, bool last)
{
    struct node *e = node_new(job->a, NODE_ENTRY, b->at);
    const struct py_value *v = &b->value;
    e->name_at = b->name_at;
    e->text = b->name;
    e->word = index + 1;
    e->flags |= b->conditional ? NODE_CONDITIONAL : 0;
    node_add(root, e);
    if (v->kind == PY_LIST)
        for (uint32_t i = 0; i < v->n; i++)
            drop_quotes(job, add_word(job, e, &v->items[i]));
    else if (!span_is_none(v->at))
        drop_quotes(job, add_word(job, e, v));
    if (last && gunicorn_row(b->name) >= 0 && !gunicorn_check_value(job, e, v))
        e->flags |= NODE_FAULTY;
}

/* gunicorn passes over names that it does not know. One that nothing in the file reads and that is much like a setting's was meant to be it. */
static void judge_name(struct kind_job *job, const struct gunicorn_state *state, struct node *root,
                       const struct py_binding *b)
{
    bool own = !b->is_assignment || str_starts(b->name, STR("_")) || map_has(&state->module.used, b->name);
    if (own || gunicorn_row(b->name) >= 0)
        return;
    struct str meant = gunicorn_meant(job->a, b->name);
    if (meant.n == 0 || option_entry(&gunicorn_table, root, meant))
        return;
    struct finding *f =
        diag_add(job->sink, STR("gunicorn/unknown-setting"), b->name_at,
                 "gunicorn has no setting %.*s, and passes over it", STR_ARG(diag_quote(job->a, b->name)));
    diag_label(job->sink, f, "has no effect");
    diag_help(job->sink, f, "use %.*s", STR_ARG(meant));
    diag_fix(job->sink, f, FIX_UNSAFE, b->name_at, meant);
}

static void add_comment(struct kind_job *job, struct node *root, struct span at)
{
    struct node *n = node_new(job->a, NODE_COMMENT, at);
    n->name_at = span_part(at, 1, at.len);
    n->text = source_text(job->sources, n->name_at);
    node_add(root, n);
}

/* Bindings and comments in the order of the text. */
static void add_all(struct kind_job *job, struct node *root, const struct py_module *m)
{
    uint32_t c = 0;
    struct map last = {.a = job->a}; /* name -> its last binding */
    for (uint32_t i = 0; i < m->bindings.n; i++)
        map_put(&last, m->bindings.p[i].name, NULL, NULL)->value = &m->bindings.p[i];
    for (uint32_t i = 0; i < m->bindings.n; i++) {
        const struct py_binding *b = &m->bindings.p[i];
        for (; c < m->text->comments.n && m->text->comments.p[c].off < b->at.off; c++)
            add_comment(job, root, m->text->comments.p[c]);
        add_binding(job, root, b, i, map_get(&last, b->name) == b);
    }
    for (; c < m->text->comments.n; c++)
        add_comment(job, root, m->text->comments.p[c]);
}

static void note_hidden(struct kind_job *job, struct gunicorn_state *state)
{
    const struct py_module *m = &state->module;
    if (m->hidden_until == 0)
        return;
    struct str by = diag_quote(job->a, m->hidden_by);
    state->hidden = value_unknown(job->a, str_printf(job->a, "settings by way of %.*s", STR_ARG(by)));
    state->hidden_until = m->hidden_until;
    state->hidden_at = m->hidden_at;
}

struct node *gunicorn_read_file(struct kind_job *job, struct gunicorn_state *state)
{
    const struct source *source = source_get(job->sources, job->source);
    struct py_text *t = arena_new(job->a, struct py_text);
    struct marks *marks = arena_new(job->a, struct marks);
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, source->text.n});
    *t = (struct py_text){.a = job->a, .text = source->text, .src = job->source, .env = job->env, .sink = job->sink};
    if (job->template_marks) {
        *marks = kind_marks(job, job->source);
        t->marks = marks;
    }
    py_lex(t);
    state->module.text = t;
    py_module_read(&state->module);
    note_hidden(job, state);
    add_all(job, root, &state->module);
    for (uint32_t i = 0; i < state->module.bindings.n && !state->hidden_until; i++)
        judge_name(job, state, root, &state->module.bindings.p[i]);
    return root;
}

struct node *gunicorn_read(struct kind_job *job)
{
    struct gunicorn_state *state = arena_new(job->a, struct gunicorn_state);
    state->hidden = value_null();
    state->command = job->container && job->container->form == EMBEDDED_COMMAND;
    job->state = state;
    return state->command ? gunicorn_read_command(job, state) : gunicorn_read_file(job, state);
}

/* ---- values that gunicorn refuses ---- */

static const char *kind_name(const struct py_value *v)
{
    static const char *const names[] = {
        [PY_NONE] = "None",    [PY_BOOL] = "a truth value", [PY_INT] = "a number",    [PY_FLOAT] = "a float",
        [PY_STR] = "a string", [PY_LIST] = "a list",        [PY_OBJECT] = "an object"};
    return names[v->kind];
}

static bool refuse(struct kind_job *job, const struct node *e, const struct py_value *v, const char *what)
{
    struct span at = span_is_none(v->at) ? e->name_at : v->at;
    struct str shown = diag_quote(job->a, source_text(job->sources, at));
    struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, at, "%.*s is %.*s: gunicorn takes %s", STR_ARG(e->text),
                                    STR_ARG(shown), what);
    if (v->kind != PY_STR)
        diag_label(job->sink, f, "%s", kind_name(v));
    return false;
}

/* The result of a division or of float() is a float, on any host: int(x, 0) refuses it. */
static struct py_value shape_of(struct kind_job *job, const struct py_value *v)
{
    struct py_value one = py_settle(job->a, v, 8);
    one.at = v->at;
    return one;
}

static bool check_int(struct kind_job *job, const struct node *e, const struct option_row *row,
                      const struct py_value *v)
{
    struct value read;
    struct py_value shape = shape_of(job, v);
    if (shape.kind == PY_UNKNOWN || shape.kind == PY_BOOL || shape.kind == PY_PATH)
        return true;
    if (shape.kind == PY_STR && !gunicorn_table.read(row, shape.s, job->a, &read))
        return refuse(job, e, &shape, "a whole number, 0 or more");
    if (shape.kind == PY_INT && shape.i < 0 && v->kind == PY_INT)
        return refuse(job, e, &shape, "a whole number, 0 or more");
    if (shape.kind != PY_STR && shape.kind != PY_INT)
        return refuse(job, e, &shape, "a whole number");
    return true;
}

static bool check_bool(struct kind_job *job, const struct node *e, const struct option_row *row,
                       const struct py_value *v)
{
    struct value read;
    bool may =
        v->kind == PY_UNKNOWN || v->kind == PY_HOST || v->kind == PY_NONE || v->kind == PY_BOOL || v->kind == PY_PATH;
    if (may || (v->kind == PY_STR && gunicorn_table.read(row, v->s, job->a, &read)))
        return true;
    return refuse(job, e, v, "True or False");
}

static bool check_address(struct kind_job *job, const struct node *e, const struct py_value *v)
{
    struct str host;
    int64_t port;
    if (v->kind == PY_STR && !gunicorn_parse_address(str_trim(v->s), &host, &port))
        return refuse(job, e, v, "host:port, unix:path or fd://number");
    return v->kind == PY_STR || v->kind == PY_UNKNOWN || v->kind == PY_NONE || v->kind == PY_PATH
               ? true
               : refuse(job, e, v, "strings");
}

static bool check_bind(struct kind_job *job, const struct node *e, const struct py_value *v)
{
    bool truth;
    if (py_truth(v, &truth) && !truth) /* nothing: no address at all */
        return true;
    for (uint32_t i = 0; v->kind == PY_LIST && i < v->n; i++)
        if (!check_address(job, e, &v->items[i]))
            return false;
    return v->kind == PY_LIST || v->kind == PY_OBJECT || check_address(job, e, v);
}

bool gunicorn_check_value(struct kind_job *job, const struct node *entry, const struct py_value *v)
{
    int i = gunicorn_row(entry->text);
    const struct option_row *row = &gunicorn_table.rows[i];
    if (gunicorn_flags[i].arg == ARG_HOOK)
        return true;
    if (row->type == OPTION_INT || row->type == OPTION_TIME)
        return check_int(job, entry, row, v);
    if (row->type == OPTION_BOOL)
        return check_bool(job, entry, row, v);
    return !str_eq(row->name, STR("bind")) || check_bind(job, entry, v);
}
