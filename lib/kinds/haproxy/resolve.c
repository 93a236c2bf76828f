#include "kinds/haproxy/resolve.h"

#include "diag/escape.h"
#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/options.h"
#include "kinds/haproxy/scopes.h"
#include "kinds/haproxy/setting_value.h"

enum haproxy_class haproxy_keyword_class(uint32_t context)
{
    if (context == HAPROXY_IN_GLOBAL)
        return HAPROXY_CLASS_GLOBAL;
    return context & HAPROXY_IN_PROXY ? HAPROXY_CLASS_PROXY : HAPROXY_CLASS_MEMBER;
}

struct str haproxy_block_title(struct kind_job *job, const struct node *block)
{
    const struct node *name = node_word(block, 0);
    if (!name)
        return block->text;
    return str_printf(job->a, "%.*s %.*s", STR_ARG(block->text), STR_ARG(diag_quote(job->a, name->text)));
}

uint32_t haproxy_setting_row(struct str name, uint32_t context, version_number target, bool *ret_action)
{
    static const struct str rules[] = {
        STR_INIT("http-request "),           STR_INIT("http-response "),       STR_INIT("http-after-response "),
        STR_INIT("tcp-request connection "), STR_INIT("tcp-request session "), STR_INIT("tcp-request content "),
        STR_INIT("tcp-response content "),   STR_INIT("stats http-request "),
    };
    uint32_t row;
    *ret_action = false;
    if (haproxy_word_pick(name, haproxy_keyword_class(context), context, target, &row) == HAPROXY_FIT_OK)
        return row;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (str_starts(name, rules[i]) && name.n > rules[i].n) {
            *ret_action = true;
            struct str keyword = str_slice(name, 0, rules[i].n - 1);
            return haproxy_word_pick(keyword, haproxy_keyword_class(context), context, target, &row) == HAPROXY_FIT_OK
                       ? row
                       : 0;
        }
    return 0;
}

/* ---- questions ---- */

/* What is the same for all sections of a context that a setting is asked of. */
struct question {
    const struct haproxy_word *w; /* NULL: there is no such setting */
    struct str keyword, action;   /* action: "http-request deny"; empty: all */
    enum haproxy_shape shape;
    enum haproxy_group group;
    bool is_stats;
    bool has_same;      /* the default is another setting's value */
    struct value deflt; /* without an origin */
    struct str since;   /* from when on there is another one */
};

static const struct question *question_of(struct kind_job *job, struct str name, uint32_t context);

/* The context is one of a section's. */
static bool is_keyword(struct kind_job *job, uint32_t context, struct str text)
{
    const struct question *q = text.n && text.n < 40 ? question_of(job, text, context) : NULL;
    return q && q->w;
}

/* A default may be another setting's value ("timeout client"). One that is a sentence is not resolved: null. */
static void find_default(struct kind_job *job, struct question *q, uint32_t context)
{
    struct str text = haproxy_word_str(q->w->deflt);
    q->has_same = is_keyword(job, context, text);
    if (text.n == 0 || !haproxy_default_value(job, q->w, &q->deflt, &q->since))
        q->deflt = q->shape == HAPROXY_SHAPE_LINES  ? value_list(NULL, 0)
                   : q->shape == HAPROXY_SHAPE_FLAG ? value_bool(false)
                                                    : value_null();
}

static const struct question *question_of(struct kind_job *job, struct str name, uint32_t context)
{
    struct haproxy_state *state = job->state;
    struct map *all = &state->questions[__builtin_ctz(context)];
    struct question *q = map_get(all, name);
    bool action;
    if (q)
        return q;
    q = arena_new(job->a, struct question);
    uint32_t row = haproxy_setting_row(name, context, job->target, &action);
    *q = (struct question){.w = row ? &haproxy_words[row] : NULL};
    name = str_dup(job->a, name);
    all->a = job->a;
    map_put(all, name, q, NULL);
    if (!row)
        return q;
    q->keyword = haproxy_word_str(q->w->name);
    q->action = action ? name : (struct str){0};
    q->shape = haproxy_shape_in(job, q->w);
    q->group = haproxy_group_of(q->keyword);
    q->is_stats = str_starts(q->keyword, STR("stats "));
    find_default(job, q, context);
    return q;
}

/* A file of a directory is read behind others, whose defaults hold in it: what it does not set may be set there. */
static bool is_elsewhere(struct kind_job *job, const struct question *q, struct node *block, struct value *ret)
{
    if (!(q->w->contexts & HAPROXY_IN_DEFAULTS) || !haproxy_defaults_elsewhere(job, haproxy_section_of(job, block)))
        return false;
    *ret = value_unknown(job->a, STR("defaults of another file"));
    return true;
}

/* ---- origins ---- */

static struct span words_at(const struct node *e)
{
    struct span at = e->name_at;
    bool any = false;
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next) {
        at = any ? span_join(at, w->at) : w->at;
        any = true;
    }
    return at;
}

static struct value with_place(struct kind_job *job, struct value v, const struct node *e, const struct node *section,
                               bool inherited, struct str setting)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = inherited ? ORIGIN_INHERITED : ORIGIN_SET,
                         .at = words_at(e),
                         .written = source_text(job->sources, words_at(e)),
                         .setting = inherited ? setting : (struct str){0}};
    if (inherited)
        o->text = haproxy_block_title(job, section);
    return value_with_origin(v, o);
}

/* ---- defaults ---- */

static struct value default_value(struct kind_job *job, const struct question *q, struct node *block)
{
    struct str text = haproxy_word_str(q->w->deflt);
    struct value v;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT,
                         .at = block->name_at,
                         .text = STR("default of HAProxy"),
                         .written = text,
                         .setting = q->keyword};
    if (q->has_same && haproxy_setting(job, block, text, &v)) {
        o->text = str_printf(job->a, "default of HAProxy: %.*s", STR_ARG(text));
        return value_with_origin(v, o);
    }
    if (q->since.n)
        o->text = str_printf(job->a, "default of HAProxy; %.*s", STR_ARG(q->since));
    return value_with_origin(q->deflt, o);
}

/* ---- sections and those that they take settings from ---- */

struct node *haproxy_outer(struct kind_job *job, const struct node *block)
{
    if (!(block->flags & NODE_BLOCK))
        return block->parent;
    const struct haproxy_proxy *p = haproxy_proxy_of(job, block);
    return p && p->from ? p->from->section : NULL;
}

/* Why nothing certain can be said of what a section sets; false: it can. after: the line that would decide, or NULL. */
static bool is_unsure(struct kind_job *job, const struct haproxy_section *s, const struct node *after,
                      struct value *ret)
{
    if (s->node->flags & NODE_CONDITIONAL)
        *ret = haproxy_unknown_at(job, HAPROXY_UNDECIDED, s->node->name_at);
    else if (s->vague && (!after || s->vague->at.off > after->at.off))
        *ret = haproxy_unknown_at(job, HAPROXY_UNFILLED, s->vague->name_at);
    else
        return false;
    return true;
}

/* A proxy's "stats" lines replace all of its defaults' (cfg_parse_listen: "we must detach from the default config"). */
static bool is_cut_off(const struct question *q, const struct haproxy_section *s)
{
    return q->is_stats && s->stats && s->context != HAPROXY_IN_DEFAULTS;
}

/* The line of a section that decides about a keyword: its last one, or one of its group that replaces it. NULL: none. */
static struct node *deciding_line(const struct question *q, const struct haproxy_section *s,
                                  const struct haproxy_lines *lines)
{
    struct node *last = lines ? lines->p[lines->n - 1] : NULL;
    return q->group ? s->last_of_group[q->group] : last;
}

/* A value that many ask for: a defaults section has thousands of proxies, and a proxy is asked by each rule. */
struct haproxy_kept {
    const struct haproxy_word *w; /* as that row has it: frontends and backends may differ */
    struct value value;
};

/* What a keyword's last line sets. */
static struct value set_value(struct kind_job *job, const struct question *q, struct haproxy_lines *lines,
                              const struct haproxy_section *s, bool inherited)
{
    const struct node *line = lines->p[lines->n - 1];
    struct haproxy_kept *kept = lines->kept[inherited];
    if (kept && kept->w == q->w)
        return kept->value;
    kept = lines->kept[inherited] = arena_new(job->a, struct haproxy_kept);
    *kept = (struct haproxy_kept){q->w, haproxy_line_value(job, q->w, line)};
    if (kept->value.type != VALUE_NULL) /* what "no" takes back is not set: it has no origin */
        kept->value = with_place(job, kept->value, line, s->node, inherited, q->keyword);
    return kept->value;
}

/* What one section says about a keyword. An .if that is not known leaves the value without an origin: whether it is set is not known either. */
enum says { SAYS_NOTHING, SAYS_DEFAULT, SAYS_VALUE };

static enum says section_says(struct kind_job *job, const struct question *q, const struct haproxy_section *s,
                              bool inherited, struct value *ret)
{
    struct haproxy_lines *lines = map_get(&s->keywords, q->keyword);
    struct node *line = deciding_line(q, s, lines);
    if (is_unsure(job, s, line, ret))
        return SAYS_VALUE;
    if (!line)
        return is_cut_off(q, s) ? SAYS_DEFAULT : SAYS_NOTHING;
    if (line->flags & NODE_CONDITIONAL) {
        *ret = haproxy_unknown_at(job, HAPROXY_UNDECIDED, line->name_at);
        return SAYS_VALUE;
    }
    if (haproxy_is_reset(line) || !lines || line != lines->p[lines->n - 1])
        return SAYS_DEFAULT;
    *ret = set_value(job, q, lines, s, inherited);
    return SAYS_VALUE;
}

static struct value one_setting(struct kind_job *job, struct node *block, const struct question *q)
{
    enum says says = SAYS_NOTHING;
    struct haproxy_section *s = haproxy_section_of(job, block);
    struct value v;
    for (int i = 0; s && i < HAPROXY_MAX_DEFAULTS && says == SAYS_NOTHING; s = haproxy_outer_section(job, s), i++)
        says = section_says(job, q, s, i > 0, &v);
    if (says == SAYS_NOTHING && s)
        return haproxy_too_deep(job);
    bool known = says == SAYS_VALUE || (says == SAYS_NOTHING && is_elsewhere(job, q, block, &v));
    return known ? v : default_value(job, q, block);
}

/* ---- settings whose lines all count ---- */

struct gathering {
    struct kind_job *job;
    const struct question *q;
    VEC(struct value) items;
    struct node *first;
    const struct node *from;
};

/* The items of an action's lines go without it. */
static struct value item_of(struct gathering *g, struct node *line, bool inherited, const struct node *section)
{
    struct value v = haproxy_line_value(g->job, g->q->w, line);
    if (g->q->action.n && v.type == VALUE_LIST)
        v = value_list(v.as.items + 1, v.n - 1);
    return with_place(g->job, v, line, section, inherited, (struct str){0});
}

/* False: whether a line stands there is not known, and so is the list. */
static bool gather(struct gathering *g, const struct haproxy_section *s, bool inherited, struct value *ret)
{
    const struct haproxy_lines *lines = map_get(&s->keywords, g->q->keyword);
    if (is_unsure(g->job, s, NULL, ret))
        return false;
    for (uint32_t i = 0; lines && i < lines->n; i++) {
        struct node *line = lines->p[i];
        if (line->flags & NODE_CONDITIONAL) {
            *ret = haproxy_line_value(g->job, g->q->w, line);
            return false;
        }
        if (haproxy_is_negated(line)) {
            g->items.n = 0;
            g->first = NULL;
        } else if (g->q->action.n == 0 || str_eq(line->text, g->q->action)) {
            vec_push(g->job->a, &g->items, item_of(g, line, inherited, s->node));
            g->from = g->first ? g->from : s->node;
            g->first = g->first ? g->first : line;
        }
    }
    return true;
}

/* Every line of the section and of those that it takes its settings from, these first. */
static struct value all_lines(struct kind_job *job, struct node *block, const struct question *q)
{
    struct haproxy_section *chain[HAPROXY_MAX_DEFAULTS], *s = haproxy_section_of(job, block);
    struct gathering g = {.job = job, .q = q};
    struct value v;
    uint32_t n = 0, most = is_cut_off(q, s) ? 1 : HAPROXY_MAX_DEFAULTS;
    for (; s && n < most; s = haproxy_outer_section(job, s))
        chain[n++] = s;
    if (s && most > 1)
        return haproxy_too_deep(job);
    while (n-- > 0)
        if (!gather(&g, chain[n], n > 0, &v))
            return v;
    if (most > 1 && is_elsewhere(job, q, block, &v))
        return v;
    if (!g.first)
        return default_value(job, q, block);
    return with_place(job, value_list(g.items.p, g.items.n), g.first, g.from, g.from != block, (struct str){0});
}

bool haproxy_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    if (haproxy_own_field(job, block, name, ret))
        return true;
    if (block->kind == NODE_ENTRY && !(block->flags & NODE_BLOCK))
        return haproxy_option_setting(job, block, name, ret);
    uint32_t context = haproxy_section_context(job, block);
    const struct question *q = context ? question_of(job, name, context) : NULL;
    if (!q || !q->w)
        return false;
    *ret = q->shape == HAPROXY_SHAPE_LINES ? all_lines(job, block, q) : one_setting(job, block, q);
    return true;
}
