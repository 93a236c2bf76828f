/* The lines of a section by their keyword, for those that ask what is in force. */
#ifndef LOADLINE_KINDS_HAPROXY_LINES_H
#define LOADLINE_KINDS_HAPROXY_LINES_H

#include "kinds/haproxy/haproxy.h"
#include "value/value.h"

/* Keywords of which the last line counts, whichever of them it has. */
enum haproxy_group { HAPROXY_GROUP_NONE, HAPROXY_GROUP_CHECK, HAPROXY_GROUP_ENABLED, HAPROXY_GROUPS };

enum haproxy_group haproxy_group_of(struct str keyword);

/* The lines of one keyword in a section, in order; those behind "no" and "default" too. */
struct haproxy_lines {
    struct node **p;
    uint32_t n, cap;
    enum haproxy_group group; /* of the keyword */
    struct haproxy_kept *kept
        [2]; /* what the last one sets, for the section and for those below it; see resolve.c; NULL: not asked for yet */
};

/* A section's lines. Made at the first question about it; lives in the job's arena. */
struct haproxy_section {
    const struct node *node;
    uint32_t context;                           /* bit of enum haproxy_context; 0: a section that is not judged */
    struct map keywords;                        /* keyword of the words table -> struct haproxy_lines */
    struct node *last_of_group[HAPROXY_GROUPS]; /* NULL: no line of the group */
    const struct node *vague; /* a line whose keyword is not known before HAProxy runs: it may set anything */
    const struct haproxy_lines *default_servers;
    const struct haproxy_proxy *proxy; /* NULL of other sections */
    struct haproxy_section *outer;     /* see haproxy_outer_section */
    struct value servers, binds;       /* see scopes.c; unknown: not asked for yet */
    bool stats;                        /* has a "stats" line: of a proxy, takes none of those of its defaults */
};

struct haproxy_section *haproxy_section_of(struct kind_job *job, const struct node *node);

/* The section that it takes settings from, or NULL. */
struct haproxy_section *haproxy_outer_section(struct kind_job *job, struct haproxy_section *s);

/* Defaults sections that take their settings from each other, no more of them are followed: what lies behind is unknown. */
enum { HAPROXY_MAX_DEFAULTS = 64 };
struct value haproxy_too_deep(struct kind_job *job);

/* Whether a proxy of a file that is no whole configuration takes settings from a defaults section which stands in another one. */
bool haproxy_defaults_elsewhere(struct kind_job *job, const struct haproxy_section *s);

/* The lines of a keyword; NULL where there is none. */
const struct haproxy_lines *haproxy_lines_of(struct kind_job *job, const struct node *section, struct str keyword);

/* The keyword of a line as the words table has it: "http-request" of "http-request deny", "option httplog" of "no option httplog". Empty: none. */
struct str haproxy_keyword_of(const struct node *line);

/* Whether a line's keyword is that one, of those that "no" cannot stand before and that are no rules. */
static inline bool haproxy_line_is(const struct node *line, struct str keyword)
{
    return line->kind == NODE_ENTRY && line->word && str_eq(line->text, keyword);
}

/* Whether a line takes its keyword back ("no option httplog"), or sets it to its default. */
bool haproxy_is_negated(const struct node *line);
bool haproxy_is_reset(const struct node *line);

/* The words behind a line's keyword that HAProxy sees: it takes an empty one for the line's end. */
uint32_t haproxy_words_seen(const struct node *line);

/* The section that a line stands in; a section itself. */
struct node *haproxy_section_node(struct node *block);

/* The bit of enum haproxy_context of a section; 0 for what is none. */
uint32_t haproxy_section_context(struct kind_job *job, const struct node *section);

#endif
