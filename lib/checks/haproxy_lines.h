/* Lines and sections of a HAProxy configuration, as the checks of this folder look at them. */
#ifndef LOADLINE_CHECKS_HAPROXY_LINES_H
#define LOADLINE_CHECKS_HAPROXY_LINES_H

#include "checks/check.h"
#include "kinds/haproxy/haproxy.h"

/* What the reader kept of the document; NULL where it is none of HAProxy's. */
const struct haproxy_state *haproxy_state_of(const struct check_input *in);

/* How many words HAProxy sees behind the keyword (an empty one ends the line), the i-th of them, and its text (empty where there is none). */
uint32_t line_words(const struct node *e);
const struct node *line_at(const struct node *e, uint32_t i);
struct str line_word(const struct node *e, uint32_t i);
static inline bool line_is(const struct node *e, const char *keyword)
{
    size_t n = strlen(keyword);
    return e->text.n == n && memcmp(e->text.p, keyword, n) == 0;
}

/* Whether a line says for sure what it says: no fault, in no .if that is not known, without words that are not known. */
bool line_is_sure(const struct node *e);
/* The rule is reported as not run at a line that is not sure, with what is not known of it. */
void line_not_run(const struct check_input *in, const struct node *e);

/* Whether a word may come out empty, or as several: it has neither literal parts nor defaults. */
bool word_may_vanish(const struct node *w);
/* Whether a line stands as it is written, up to parts of words that are not known: as sure, but for those. */
bool line_is_whole(const struct node *e);

/* A keyword's place, and the same with the words behind it that HAProxy sees. */
struct span line_span(const struct node *e);

/* Options of a server's or a listener's line, from the given word on.
 *     struct line_options it = line_options(job, e, 2, HAPROXY_CLASS_SERVER);
 *     while (line_next_option(&it)) ... it.name, it.value */
struct line_options {
    const struct kind_job *job;
    enum haproxy_class class;
    const struct node *next; /* word behind the one at hand */
    const struct node *word; /* the option */
    struct str name;
    const struct node *value; /* its first argument, NULL for none */
};
struct line_options line_options(const struct kind_job *job, const struct node *e, uint32_t from,
                                 enum haproxy_class class);
bool line_next_option(struct line_options *it);

/* A proxy that is in force: neither a defaults section, nor switched off, nor without a sound header. */
bool proxy_counts(const struct haproxy_proxy *p);
/* "backend 'web'", fit for a message. */
const char *proxy_title(struct arena *a, const struct haproxy_proxy *p);
/* The section's name, or its keyword where it has none: where findings on all of it point. */
struct span proxy_at(const struct haproxy_proxy *p);

/* The last line of a section about a keyword of the words table that is none of servers ("no" and "default" before it count too); and the same in the sections that it
 * takes its settings from. */
const struct node *proxy_line(const struct haproxy_proxy *p, struct str keyword);
const struct node *proxy_line_inherited(const struct haproxy_proxy *p, struct str keyword);

/* A search for lines of a kind in sections and in the defaults that they take their settings from: each of these is looked at once, however many take
 * from it. inherited: the line stands in defaults. */
typedef bool line_fits(const struct node *e, bool inherited);
struct proxy_found {
    bool sure;
    const struct node *doubt; /* where none is sure: a line that may stand there, NULL for none */
};
struct proxy_search {
    struct arena *a;
    line_fits *fits;
    struct map defaults; /* section (its address) -> struct proxy_found */
};
struct proxy_search proxy_search(struct arena *a, const struct haproxy_state *s, line_fits *fits);
struct proxy_found proxy_search_in(const struct proxy_search *q, const struct haproxy_proxy *p);

/* Whether a line switches its keyword on. */
bool line_is_on(const struct node *e);

#endif
