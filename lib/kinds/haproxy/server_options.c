#include "kinds/haproxy/server_options.h"

#include "kinds/haproxy/options.h"
#include "kinds/haproxy/setting_value.h"
#include "kinds/haproxy/units.h"

enum { MAX_DEPTH = 64 }; /* defaults sections that take their settings from each other */

/* ---- rows of the words table ---- */

static void mark_rows(struct haproxy_server_rows rows, struct str name, uint8_t as)
{
    const struct word_slot *slot = word_index_find(&haproxy_word_index, name);
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++)
        if (haproxy_words[row].class == HAPROXY_CLASS_SERVER)
            rows.of_row[row] = as;
}

struct haproxy_server_rows haproxy_server_rows(struct arena *a)
{
    static const struct str names[] = {
#define X(name, option) STR_INIT(option),
        HAPROXY_SERVER_OPTIONS(X)
#undef X
    };
    struct haproxy_server_rows rows = {arena_array(a, uint8_t, haproxy_words_n + 1)};
    for (uint32_t i = 0; i < HAPROXY_SERVER_OPTION_COUNT; i++) {
        mark_rows(rows, names[i], (uint8_t)(i + 1));
        mark_rows(rows, str_concat(a, STR("no-"), names[i]), (uint8_t)(i + 1) | HAPROXY_SERVER_OFF);
    }
    mark_rows(rows, STR("enabled"), (HAPROXY_SERVER_DISABLED + 1) | HAPROXY_SERVER_OFF);
    return rows;
}

/* ---- lines ---- */

/* Nothing that was said before holds for certain. */
static void make_vague(struct haproxy_server_options *o, const struct node *at, enum haproxy_doubt why)
{
    *o = (struct haproxy_server_options){.vague = at, .why = why};
}

void haproxy_server_options_read(struct kind_job *job, struct haproxy_server_rows rows, struct node *line,
                                 struct haproxy_server_options *o)
{
    bool by_default = str_eq(line->text, STR("default-server"));
    if (line->flags & NODE_CONDITIONAL) {
        make_vague(o, line, HAPROXY_UNDECIDED);
        return;
    }
    const struct haproxy_options *options = haproxy_options_of(job, line);
    for (uint32_t i = 0; i < options->options.n; i++) {
        const struct haproxy_option *option = &options->options.p[i];
        uint8_t as = rows.of_row[option->row], index = as & (HAPROXY_SERVER_OFF - 1);
        if (index)
            o->said[index - 1] = (struct haproxy_said){option->name, option->n ? option->name->next : NULL,
                                                       as & HAPROXY_SERVER_OFF, by_default};
    }
    if (options->vague)
        make_vague(o, options->vague, line->flags & NODE_FAULTY ? HAPROXY_FAULTY : HAPROXY_UNFILLED);
}

void haproxy_server_options_init(struct kind_job *job, struct haproxy_server_rows rows,
                                 const struct haproxy_proxy *proxy, struct haproxy_server_options *ret)
{
    const struct haproxy_proxy *from[MAX_DEPTH];
    uint32_t n = 0;
    *ret = (struct haproxy_server_options){0};
    for (const struct haproxy_proxy *p = proxy->from; p && n < MAX_DEPTH; p = p->from)
        from[n++] = p;
    while (n-- > 0) {
        struct node_iter it = node_entries(from[n]->section);
        for (struct node *e; (e = node_next_entry(&it)) != NULL;)
            if (str_eq(e->text, STR("default-server")))
                haproxy_server_options_read(job, rows, e, ret);
    }
}

/* ---- values ---- */

static struct value as_said(struct kind_job *job, const struct haproxy_said *said, struct value v)
{
    const struct node *word = said->value ? said->value : said->name;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){
        .kind = said->by_default ? ORIGIN_INHERITED : ORIGIN_SET, .at = word->at, .written = word->text};
    o->text = said->by_default ? STR("default-server") : (struct str){0};
    return value_with_origin(v, o);
}

/* What rules look at has the name that a fix needs; for the rest one origin a line does. */
static struct value unsaid(struct kind_job *job, const struct haproxy_server_options *o,
                           enum haproxy_server_option option, struct value otherwise)
{
    bool named = option == HAPROXY_SERVER_CHECK || option == HAPROXY_SERVER_MAXCONN;
    if (o->vague)
        return haproxy_unknown_at(job, o->why, o->vague->at);
    if (!named || !o->unsaid)
        return value_with_origin(otherwise, o->unsaid);
    struct origin *own = arena_new(job->a, struct origin);
    *own = *o->unsaid;
    own->setting = option == HAPROXY_SERVER_CHECK ? STR("check") : STR("maxconn");
    return value_with_origin(otherwise, own);
}

struct value haproxy_server_flag(struct kind_job *job, const struct haproxy_server_options *o,
                                 enum haproxy_server_option option)
{
    const struct haproxy_said *said = &o->said[option];
    return said->name ? as_said(job, said, value_bool(!said->off)) : unsaid(job, o, option, value_bool(false));
}

struct value haproxy_server_number(struct kind_job *job, const struct haproxy_server_options *o,
                                   enum haproxy_server_option option, struct value otherwise)
{
    const struct haproxy_said *said = &o->said[option];
    if (!said->name)
        return unsaid(job, o, option, otherwise);
    if (!said->value)
        return haproxy_unknown_at(job, HAPROXY_FAULTY, said->name->at);
    return as_said(job, said,
                   node_is_known(said->value) ? value_int(haproxy_atol(said->value->text, NULL))
                                              : haproxy_unknown_at(job, HAPROXY_UNFILLED, said->value->at));
}
