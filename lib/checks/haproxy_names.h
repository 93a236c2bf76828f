/* Who names which backend. */
#ifndef LOADLINE_CHECKS_HAPROXY_NAMES_H
#define LOADLINE_CHECKS_HAPROXY_NAMES_H

#include "checks/haproxy_lines.h"

/* How a backend is named. */
struct haproxy_naming {
    bool fallback; /* by default_backend, behind rules that send elsewhere */
    bool route;    /* in any other way */
};

struct haproxy_names {
    struct arena *a;
    struct map names;           /* -> struct haproxy_naming */
    const struct node *unknown; /* a rule whose backend is not known: an environment variable */
    bool spoe;                  /* a filter whose own file names backends */
    bool dynamic;               /* a rule makes the name for each request */
};

/* What the document's lines name: those in branches that may be taken, or are not taken, too. Made once, for all checks. */
const struct haproxy_names *haproxy_names_of(const struct check_input *in);

/* The naming of a backend; NULL where nothing names it for sure. */
const struct haproxy_naming *haproxy_named(const struct haproxy_names *n, struct str backend);

#endif
