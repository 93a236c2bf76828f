/* Lines of fields, and what is wrong with one by itself. */
#include "base/map.h"
#include "diag/escape.h"
#include "kinds/limits-conf/limits_conf.h"
#include "text/marks.h"

/* A file while it is read. */
struct reader {
    struct kind_job *job;
    struct str text;
    struct marks marks;
    struct node *root;
    struct map hard, soft; /* domain and item -> entry that holds so far */
};

static struct span span_of(const struct reader *r, uint32_t from, uint32_t to)
{
    return (struct span){r->job->source, from, to - from};
}

/* ---- lines ---- */

static void add_comment(struct reader *r, uint32_t from, uint32_t to)
{
    struct node *c = node_new(r->job->a, NODE_COMMENT, span_of(r, from, to));
    c->text = str_slice(r->text, from + 1, to);
    node_add(r->root, c);
}

/* The next field from *at on; empty: there is none. */
static struct span next_field(const struct reader *r, uint32_t *at, uint32_t end)
{
    while (*at < end && ch_is_space(r->text.p[*at]))
        ++*at;
    uint32_t from = *at;
    while (*at < end && !ch_is_space(r->text.p[*at]))
        ++*at;
    return span_of(r, from, *at);
}

/* Whether a template makes the line, or decides whether it is there. */
static bool is_templated(const struct reader *r, uint32_t from, uint32_t end)
{
    uint32_t next = marks_from(&r->marks, from);
    return marks_is_conditional(&r->marks, from) || marks_at(&r->marks, from) ||
           (next < r->marks.n && r->marks.p[next].off < end);
}

static struct node *add_line(struct reader *r, uint32_t from, uint32_t end)
{
    uint32_t at = from;
    struct span domain = next_field(r, &at, end);
    if (domain.len == 0)
        return NULL;
    struct node *e = node_new(r->job->a, NODE_ENTRY, span_of(r, domain.off, end));
    e->name_at = domain;
    e->text = str_slice(r->text, domain.off, domain.off + domain.len);
    if (is_templated(r, from, end))
        e->flags |= NODE_CONDITIONAL;
    for (struct span field; (field = next_field(r, &at, end)).len > 0;) {
        struct node *w = node_new(r->job->a, NODE_WORD, field);
        w->name_at = field;
        w->text = str_slice(r->text, field.off, field.off + field.len);
        e->at.len = field.off + field.len - e->at.off;
        node_add(e, w);
    }
    node_add(r->root, e);
    return e;
}

/* ---- what is wrong with a line ---- */

static void tell_ignored(struct reader *r, const struct node *e, enum limits_line line)
{
    static const char *const why[] = {
        [LIMITS_FIELDS] = "it has not the four fields domain, type, item and value",
        [LIMITS_ITEM] = "there is no such item",
        [LIMITS_TYPE] = "the type is none of soft, hard and -",
        [LIMITS_VALUE] = "the value is no number",
        [LIMITS_LOGINS] = "a domain with % goes with maxlogins alone",
    };
    const struct node *word = line == LIMITS_ITEM    ? node_word(e, 1)
                              : line == LIMITS_TYPE  ? node_word(e, 0)
                              : line == LIMITS_VALUE ? node_word(e, 2)
                                                     : NULL;
    struct finding *f = diag_add(r->job->sink, STR("limits-conf/ignored-line"), word ? word->at : e->at,
                                 "the line is passed over: %s", why[line]);
    diag_note(r->job->sink, f, "pam_limits logs such a line and goes on with the next");
    if (line == LIMITS_TYPE && (str_eq_nocase(word->text, STR("soft")) || str_eq_nocase(word->text, STR("hard"))))
        diag_help(r->job->sink, f, "write it in lower case");
}

/* "64k" is 64, "5,000" is 5. What ends a line by habit (";") changes nothing. */
static void check_cut(struct reader *r, const struct node *e, const struct limits_entry *l)
{
    char next = str_byte(l->value, l->n_read);
    if (!ch_is_alpha(next) && !ch_is_digit(next) && (next == '\0' || !strchr(".,_'", next)))
        return;
    struct str read = str_slice(l->value, 0, l->n_read);
    struct finding *f = diag_add(r->job->sink, STR("limits-conf/value-cut"), node_word(e, 2)->at,
                                 "%.*s is %.*s: pam_limits reads %.*s and passes over the rest", STR_ARG(l->item),
                                 STR_ARG(diag_quote(r->job->a, l->value)), STR_ARG(read));
    diag_help(r->job->sink, f, "write the number in digits alone");
}

static struct node *holding(struct reader *r, struct map *m, const struct limits_entry *l, struct node *e, bool sets)
{
    struct str key = str_printf(r->job->a, "%.*s %.*s", STR_ARG(l->domain), STR_ARG(l->item));
    if (sets)
        map_put(m, key, NULL, NULL)->value = e;
    return map_get(m, key);
}

static void note_pair(struct reader *r, struct node *e, const struct limits_entry *l)
{
    holding(r, &r->hard, l, e, l->hard);
    holding(r, &r->soft, l, e, l->soft);
}

static void check_line(struct reader *r, struct node *e)
{
    struct limits_entry l;
    if (e->flags & NODE_CONDITIONAL)
        return;
    enum limits_line line = limits_conf_line(r->job->a, e, &l);
    if (line > LIMITS_EXEMPT) {
        e->flags |= NODE_FAULTY;
        tell_ignored(r, e, line);
    } else if (line == LIMITS_SET) {
        check_cut(r, e, &l);
        note_pair(r, e, &l);
    }
}

/* A soft limit above the hard one of the same domain is lowered to it. */
static void check_pairs(struct reader *r)
{
    for (uint32_t i = 0; i < r->soft.n; i++) {
        struct node *s = r->soft.entries[i].value, *h = map_get(&r->hard, r->soft.entries[i].key);
        struct limits_entry soft, hard;
        if (!h || h == s)
            continue;
        limits_conf_line(r->job->a, s, &soft);
        limits_conf_line(r->job->a, h, &hard);
        if (soft.number <= hard.number || str_eq(soft.item, STR("nice")) || str_eq(soft.item, STR("priority")))
            continue;
        struct finding *f =
            diag_add(r->job->sink, STR("limits-conf/soft-above-hard"), node_word(s, 2)->at,
                     "the soft limit of %.*s for %.*s is %.*s, above the hard one of %.*s", STR_ARG(soft.item),
                     STR_ARG(diag_quote(r->job->a, soft.domain)), STR_ARG(diag_quote(r->job->a, soft.value)),
                     STR_ARG(diag_quote(r->job->a, hard.value)));
        diag_related(r->job->sink, f, node_word(h, 2)->at, "the hard limit");
        diag_note(r->job->sink, f, "pam_limits lowers the soft limit to the hard one");
    }
}

struct node *limits_conf_read(struct kind_job *job)
{
    const struct source *from = source_get(job->sources, job->source);
    struct reader r = {.job = job, .text = from->text, .hard = {.a = job->a}, .soft = {.a = job->a}};
    r.marks = kind_marks(job, job->source);
    r.root = node_new(job->a, NODE_ROOT, span_of(&r, 0, r.text.n));
    for (uint32_t at = 0, next; at < r.text.n && !arena_exhausted(job->a); at = next) {
        uint32_t end = at + str_find_byte(str_slice(r.text, at, r.text.n), '\n');
        uint32_t hash = at + str_find_byte(str_slice(r.text, at, end), '#');
        next = end + 1;
        struct node *e = add_line(&r, at, hash);
        if (hash < end)
            add_comment(&r, hash, end);
        if (e)
            check_line(&r, e);
    }
    check_pairs(&r);
    return r.root;
}
