#include "kinds/haproxy/resolve.h"

#include "diag/escape.h"
#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/options.h"
#include "kinds/haproxy/scopes.h"
#include "kinds/haproxy/setting_value.h"

enum { MAX_DEPTH = 64 }; /* defaults sections that take their settings from each other */

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
                               bool inherited)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = inherited ? ORIGIN_INHERITED : ORIGIN_SET,
                         .at = words_at(e),
                         .written = source_text(job->sources, words_at(e))};
    if (inherited)
        o->text = haproxy_block_title(job, section);
    return value_with_origin(v, o);
}

/* ---- defaults ---- */

static bool is_keyword(struct kind_job *job, const struct node *block, struct str text)
{
    uint32_t context = haproxy_section_context(block), row;
    return text.n &&
           haproxy_word_pick(text, haproxy_keyword_class(context), context, job->target, &row) == HAPROXY_FIT_OK;
}

/* A default may be another setting's value ("timeout client"). One that is a sentence is not resolved: null. */
static struct value default_value(struct kind_job *job, const struct haproxy_word *w, struct node *block)
{
    enum haproxy_shape shape = haproxy_shape_of(w);
    struct str text = haproxy_word_str(w->deflt), since = {0};
    struct value v;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){
        .kind = ORIGIN_DEFAULT, .at = block->name_at, .text = STR("default of HAProxy"), .written = text};
    if (is_keyword(job, block, text) && haproxy_setting(job, block, text, &v))
        o->text = str_printf(job->a, "default of HAProxy: %.*s", STR_ARG(text));
    else if (!haproxy_default_value(job, w, &v, &since))
        v = shape == HAPROXY_SHAPE_LINES  ? value_list(NULL, 0)
            : shape == HAPROXY_SHAPE_FLAG ? value_bool(false)
                                          : value_null();
    if (since.n)
        o->text = str_printf(job->a, "default of HAProxy; %.*s", STR_ARG(since));
    return value_with_origin(v, o);
}

/* ---- sections and those that they take settings from ---- */

/* The section itself, its defaults, theirs. */
struct chain {
    struct node *p[MAX_DEPTH];
    uint32_t n;
};

static struct chain chain_of(struct kind_job *job, struct node *block)
{
    struct chain c = {{block}, 1};
    const struct haproxy_proxy *p = haproxy_proxy_of(job, block);
    for (p = p ? p->from : NULL; p && c.n < MAX_DEPTH; p = p->from)
        c.p[c.n++] = p->section;
    return c;
}

struct node *haproxy_outer(struct kind_job *job, const struct node *block)
{
    if (!(block->flags & NODE_BLOCK))
        return block->parent;
    const struct haproxy_proxy *p = haproxy_proxy_of(job, block);
    return p && p->from ? p->from->section : NULL;
}

/* Why nothing certain can be said of what a section sets; false: it can. after: the line that would decide, or NULL. */
static bool is_unsure(struct kind_job *job, const struct node *section, const struct node *after, struct value *ret)
{
    const struct node *vague = haproxy_section_of(job, section)->vague;
    if (section->flags & NODE_CONDITIONAL)
        *ret = haproxy_unknown_at(job, "an .if that is not known", section->name_at);
    else if (vague && (!after || vague->at.off > after->at.off))
        *ret = haproxy_unknown_at(job, "an environment variable", vague->name_at);
    else
        return false;
    return true;
}

/* A proxy's "stats" lines replace all of its defaults' (cfg_parse_listen: "we must detach from the default config"). */
static bool is_cut_off(struct kind_job *job, const struct node *section, struct str keyword)
{
    return str_starts(keyword, STR("stats ")) && haproxy_section_context(section) != HAPROXY_IN_DEFAULTS &&
           haproxy_section_of(job, section)->stats;
}

/* Health checks of which the last one given counts. */
static const struct str check_options[] = {
    STR_INIT("option httpchk"),        STR_INIT("option tcp-check"),   STR_INIT("option smtpchk"),
    STR_INIT("option ssl-hello-chk"),  STR_INIT("option mysql-check"), STR_INIT("option pgsql-check"),
    STR_INIT("option ldap-check"),     STR_INIT("option redis-check"), STR_INIT("option spop-check"),
    STR_INIT("option external-check"),
};

static struct node *later_of(struct node *x, struct node *y)
{
    return !x || (y && y->at.off > x->at.off) ? y : x;
}

/* The line of a section that decides about a keyword: its last one, or one that replaces it. NULL: none. */
static struct node *deciding_line(struct kind_job *job, const struct node *section, struct str keyword)
{
    const struct haproxy_lines *lines = haproxy_lines_of(job, section, keyword);
    struct node *last = lines ? lines->p[lines->n - 1] : NULL;
    uint32_t n = sizeof(check_options) / sizeof(check_options[0]), i = 0;
    while (i < n && !str_eq(keyword, check_options[i]))
        i++;
    for (uint32_t k = 0; i < n && k < n; k++) {
        const struct haproxy_lines *other = haproxy_lines_of(job, section, check_options[k]);
        last = later_of(last, other ? other->p[other->n - 1] : NULL);
    }
    if (str_eq(keyword, STR("disabled")) || str_eq(keyword, STR("enabled"))) {
        const struct haproxy_lines *other =
            haproxy_lines_of(job, section, str_eq(keyword, STR("enabled")) ? STR("disabled") : STR("enabled"));
        last = later_of(last, other ? other->p[other->n - 1] : NULL);
    }
    return last;
}

static struct value one_setting(struct kind_job *job, struct node *block, const struct haproxy_word *w)
{
    struct chain c = chain_of(job, block);
    struct str keyword = haproxy_word_str(w->name);
    struct value v;
    for (uint32_t i = 0; i < c.n; i++) {
        struct node *line = deciding_line(job, c.p[i], keyword);
        if (is_unsure(job, c.p[i], line, &v))
            return v;
        if (line && (haproxy_is_reset(line) || !str_eq(haproxy_keyword_of(line), keyword)))
            break;
        if (line)
            return with_place(job, haproxy_line_value(job, w, line), line, c.p[i], i > 0);
        if (is_cut_off(job, c.p[i], keyword))
            break;
    }
    return default_value(job, w, block);
}

/* ---- settings whose lines all count ---- */

struct gathering {
    struct kind_job *job;
    const struct haproxy_word *w;
    struct str action; /* "http-request deny": only these; empty: all */
    VEC(struct value) items;
    struct node *first, *from;
};

/* The items of an action's lines go without it. */
static struct value item_of(struct gathering *g, struct node *line, bool inherited, struct node *section)
{
    struct value v = haproxy_line_value(g->job, g->w, line);
    if (g->action.n && v.type == VALUE_LIST)
        v = value_list(v.as.items + 1, v.n - 1);
    return with_place(g->job, v, line, section, inherited);
}

/* False: whether a line stands there is not known, and so is the list. */
static bool gather(struct gathering *g, struct node *section, bool inherited, struct value *ret)
{
    const struct haproxy_lines *lines = haproxy_lines_of(g->job, section, haproxy_word_str(g->w->name));
    if (is_unsure(g->job, section, NULL, ret))
        return false;
    for (uint32_t i = 0; lines && i < lines->n; i++) {
        struct node *line = lines->p[i];
        if (line->flags & NODE_CONDITIONAL) {
            *ret = haproxy_line_value(g->job, g->w, line);
            return false;
        }
        if (haproxy_is_negated(line)) {
            g->items.n = 0;
            g->first = NULL;
        } else if (g->action.n == 0 || str_eq(line->text, g->action)) {
            vec_push(g->job->a, &g->items, item_of(g, line, inherited, section));
            g->from = g->first ? g->from : section;
            g->first = g->first ? g->first : line;
        }
    }
    return true;
}

/* Every line of the section and of those that it takes its settings from, these first. */
static struct value all_lines(struct kind_job *job, struct node *block, const struct haproxy_word *w, struct str action)
{
    struct chain c = chain_of(job, block);
    struct gathering g = {.job = job, .w = w, .action = action};
    struct value v;
    if (is_cut_off(job, block, haproxy_word_str(w->name)))
        c.n = 1;
    while (c.n-- > 0)
        if (!gather(&g, c.p[c.n], c.n > 0, &v))
            return v;
    if (!g.first)
        return default_value(job, w, block);
    return with_place(job, value_list(g.items.p, g.items.n), g.first, g.from, g.from != block);
}

bool haproxy_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    bool action;
    if (haproxy_own_field(job, block, name, ret))
        return true;
    if (block->kind == NODE_ENTRY && !(block->flags & NODE_BLOCK))
        return haproxy_option_setting(job, block, name, ret);
    uint32_t context = haproxy_section_context(block),
             row = context ? haproxy_setting_row(name, context, job->target, &action) : 0;
    if (!row)
        return false;
    const struct haproxy_word *w = &haproxy_words[row];
    if (haproxy_shape_of(w) == HAPROXY_SHAPE_LINES)
        *ret = all_lines(job, block, w, action ? name : (struct str){0});
    else
        *ret = one_setting(job, block, w);
    return true;
}
