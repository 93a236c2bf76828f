/* What is in force: settings, and scopes for rules. */
#include "kinds/gunicorn/gunicorn.h"

const struct kind_scope gunicorn_scopes[] = {
    {STR_INIT("main"), STR_INIT("all settings of a config or command line")},
    {{0}, {0}},
};

struct node *gunicorn_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    (void)scope;
    return after ? NULL : job->root;
}

const struct type *gunicorn_setting_type(uint32_t scope, struct str name)
{
    int row = gunicorn_row(name);
    (void)scope;
    return row >= 0 ? option_type_of(&gunicorn_table.rows[row]) : NULL;
}

struct str gunicorn_setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < gunicorn_table.n ? gunicorn_table.rows[i].name : (struct str){0};
}

struct str gunicorn_block_title(struct kind_job *job, const struct node *block)
{
    const struct gunicorn_state *state = job->state;
    (void)block;
    return state->command ? STR("gunicorn's command line") : STR("gunicorn's config");
}

static const struct py_binding *binding_of(const struct gunicorn_state *state, const struct node *e)
{
    return e && e->word ? &state->module.bindings.p[e->word - 1] : NULL;
}

const struct py_value *gunicorn_bound(struct kind_job *job, struct str name)
{
    const struct py_binding *b = binding_of(job->state, option_entry(&gunicorn_table, job->root, name));
    return b ? &b->value : NULL;
}

static struct value at_place(struct kind_job *job, struct value v, struct span at)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = at, .written = source_text(job->sources, at)};
    return value_with_origin(v, o);
}

/* Whether what may have set anything stands behind the entry, or there is none. */
static bool is_hidden(struct kind_job *job, const struct gunicorn_state *state, const struct node *e)
{
    return value_is_unknown(state->hidden) &&
           !(e && e->name_at.src == job->source && e->name_at.off >= state->hidden_until);
}

/* Values that no text tells: unknown, of the host, None. False: it is one that a text does. */
static bool special_value(struct kind_job *job, const struct py_binding *b, struct value *ret)
{
    struct span at = span_is_none(b->value.at) ? b->name_at : b->value.at;
    if (b->value.kind == PY_UNKNOWN)
        *ret = b->value.why;
    else if (b->value.kind == PY_HOST)
        *ret = value_unknown(job->a, STR("host.cpus_online"));
    else if (b->value.kind == PY_OBJECT || b->value.kind == PY_PATH)
        *ret = value_unknown(job->a, STR("an object"));
    else if (b->value.kind == PY_NONE)
        *ret = value_null();
    else
        return false;
    *ret = at_place(job, *ret, at);
    return true;
}

/* None of its own default is a text. */
static struct value default_bind(struct kind_job *job)
{
    struct value *one = arena_new(job->a, struct value);
    struct span start = {job->root->at.src, 0, 0};
    *one = value_string(STR("127.0.0.1:8000"));
    return value_with_origin(
        value_list(one, 1),
        origin_new(job->a, ORIGIN_DEFAULT, start, STR("default of gunicorn: 127.0.0.1:8000, or 0.0.0.0:$PORT")));
}

bool gunicorn_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct gunicorn_state *state = job->state;
    const struct option_row *row = option_find(&gunicorn_table, job->target, (struct str){0}, name);
    if (!row)
        return false;
    struct node *e = option_entry(&gunicorn_table, block, name);
    const struct py_binding *b = binding_of(state, e);
    if (is_hidden(job, state, e))
        *ret = at_place(job, state->hidden, state->hidden_at);
    else if (!e && str_eq(name, STR("bind")))
        *ret = default_bind(job);
    else if (!b || !special_value(job, b, ret))
        *ret = option_value(job, &gunicorn_table, block, row);
    return true;
}
