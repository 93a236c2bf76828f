/* The options of lines: server, server-template, default-server, bind. */
#ifndef LOADLINE_KINDS_HAPROXY_OPTIONS_H
#define LOADLINE_KINDS_HAPROXY_OPTIONS_H

#include "kinds/haproxy/haproxy.h"

/* One option: its row of the words table, its word and the n words behind it. */
struct haproxy_option {
    uint32_t row, n;
    const struct node *name;
    const struct value
        *kept[2]; /* its value, for the line itself and for those below a "default-server"; NULL: not asked for yet */
};

/* A line as HAProxy reads it. Made at the first question about it; lives in the job's arena. */
struct haproxy_options {
    const struct node *line;
    enum haproxy_class class; /* of its options; 0: the line has none */
    VEC(struct haproxy_option) options;
    const struct origin *by_default; /* of what neither the line nor one above it says; NULL: not asked for yet */
    const struct node *vague;        /* a word from which on it is not known what stands there */
};

/* The class of a line's options; 0 for a line that has none. */
enum haproxy_class haproxy_options_class(const struct node *line);

const struct haproxy_options *haproxy_options_of(struct kind_job *job, const struct node *line);

/* The effective value of an option for a line. False: there is none of that name in the version judged for. */
bool haproxy_option_setting(struct kind_job *job, struct node *line, struct str name, struct value *ret);

#endif
