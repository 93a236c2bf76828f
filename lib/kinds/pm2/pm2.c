#include "kinds/pm2/pm2.h"

static const struct kind_scope scopes[] = {
    {STR_INIT("app"), STR_INIT("an app of a process file")},
    {{0}, {0}},
};

static struct node *next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct pm2_state *s = job->state;
    uint32_t i = 0;
    (void)scope;
    while (after && i < s->apps.n && s->apps.p[i++] != after)
        ;
    return i < s->apps.n ? s->apps.p[i] : NULL;
}

static const struct type *setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&pm2_table, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

static struct str setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < pm2_table.n ? pm2_table.rows[i].name : (struct str){0};
}

/* {[key]: value}: a bracket where a key stands. */
static bool has_computed_key(struct str text)
{
    char before = ',';
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.p[i] == '[' && (before == ',' || before == '{'))
            return true;
        before = ch_is_space(text.p[i]) ? before : text.p[i];
    }
    return false;
}

/* A spread or computed key behind an entry may set the same again; one in front of it may not. */
static bool is_certain(struct kind_job *job, const struct node *block, const struct node *e)
{
    struct span rest = {block->at.src, span_end(e->at), span_end(block->at) - span_end(e->at)};
    struct str text = source_text(job->sources, rest);
    return str_find(text, STR("...")) == text.n && !has_computed_key(text);
}

/* Within its quotes. */
static struct value at_text(struct kind_job *job, struct value v, const struct node *e)
{
    const struct node *w = e ? node_value(e) : NULL;
    if (!w || w->kind != NODE_WORD || w->quote == QUOTE_NONE)
        return v;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = w->name_at, .written = source_text(job->sources, w->name_at)};
    return value_with_origin(v, o);
}

bool pm2_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&pm2_table, job->target, (struct str){0}, name);
    const struct node *e = row ? option_entry(&pm2_table, block, row->name) : NULL;
    uint16_t flags = block->flags;
    if (!row)
        return false;
    if (flags & NODE_TAINTED && !(e && is_certain(job, block, e))) {
        *ret = value_unknown(job->a, str_printf(job->a, "%.*s (an expression)", STR_ARG(row->name)));
        return true;
    }
    block->flags &= (uint16_t)~NODE_TAINTED;
    *ret = at_text(job, option_value(job, &pm2_table, block, row), e);
    block->flags = flags;
    return true;
}

static struct str block_title(struct kind_job *job, const struct node *block)
{
    struct node *name = option_entry(&pm2_table, (struct node *)block, STR("name"));
    const struct node *w = name ? node_value(name) : NULL;
    return w && w->kind == NODE_WORD ? str_printf(job->a, "app %.*s", STR_ARG(w->text)) : STR("an app");
}

const struct kind kind_pm2 = {
    .name = STR_INIT("pm2"),
    .title = STR_INIT("PM2 process file"),
    .comment = STR_INIT("// #"),
    .spelling = {.setting = STR_INIT("name: value"),
                 .mebibytes = STR_INIT("M"),
                 .on = STR_INIT("true"),
                 .off = STR_INIT("false"),
                 .quote = STR_INIT("'")},
    .oldest = VERSION(4, 0, 0),
    .newest = VERSION(7, 0, 0),
    .claims = pm2_claims,
    .read = pm2_read,
    .setting = pm2_setting,
    .scopes = scopes,
    .next_block = next_block,
    .setting_type = setting_type,
    .setting_name = setting_name,
    .block_title = block_title,
    .place = pm2_place,
};
