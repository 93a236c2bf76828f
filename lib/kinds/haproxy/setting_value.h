/* What the words of a line, or a default, come to as a value; the types that rules read. */
#ifndef LOADLINE_KINDS_HAPROXY_SETTING_VALUE_H
#define LOADLINE_KINDS_HAPROXY_SETTING_VALUE_H

#include "kinds/haproxy/haproxy.h"

/* How the arguments of a word become a value, by its form in the words table. */
enum haproxy_shape {
    HAPROXY_SHAPE_FLAG,  /* bool: it stands there */
    HAPROXY_SHAPE_WORD,  /* string */
    HAPROXY_SHAPE_INT,   /* int, read as HAProxy reads it: 10k is 10 */
    HAPROXY_SHAPE_TIME,  /* duration */
    HAPROXY_SHAPE_SIZE,  /* int, bytes */
    HAPROXY_SHAPE_WORDS, /* list of strings */
    HAPROXY_SHAPE_LINES, /* each line counts: list of its lines, each a list of strings */
};
enum haproxy_shape haproxy_shape_of(const struct haproxy_word *w);
/* The same, kept in the job. */
enum haproxy_shape haproxy_shape_in(const struct kind_job *job, const struct haproxy_word *w);

/* Its type in rules. */
const struct type *haproxy_shape_type(enum haproxy_shape shape);

/* n words from `first` on as the arguments of w; of LINES one line. Of a rule ("http-request deny") the first item is its action. Unknown
 * where they are, and where HAProxy would refuse them. */
struct value haproxy_words_value(struct kind_job *job, const struct haproxy_word *w, const struct node *line,
                                 const struct node *first, uint32_t n);

/* What a line sets: haproxy_words_value of all its words, but unknown for a line that reading found fault with or that an .if which is not known may
 * leave out; false of "no option httplog", null where no bool is. */
struct value haproxy_line_value(struct kind_job *job, const struct haproxy_word *w, const struct node *line);

/* The text of the default column as a value, without origin; false where it is no value but a sentence, or there is none. "A up to V; B since W": by the
 * version judged for, A without one, and *ret_since is then "B since W". */
bool haproxy_default_value(struct kind_job *job, const struct haproxy_word *w, struct value *ret,
                           struct str *ret_since);

/* Why a value is not known: of what stands at a place. */
enum haproxy_doubt {
    HAPROXY_FAULTY,    /* HAProxy refuses it */
    HAPROXY_UNFILLED,  /* an environment variable, an expression of a template */
    HAPROXY_UNDECIDED, /* it stands in an .if, or under a template's condition, that is not known */
};

struct value haproxy_unknown_at(struct kind_job *job, enum haproxy_doubt why, struct span at);

#endif
