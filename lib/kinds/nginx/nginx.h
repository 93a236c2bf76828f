/* nginx as a kind: what is kept of a reading for those that look at the tree afterwards. */
#ifndef LOADLINE_KINDS_NGINX_NGINX_H
#define LOADLINE_KINDS_NGINX_NGINX_H

#include "base/map.h"
#include "kinds/nginx/reader.h"

/* job->state. Lives in the job's arena. */
struct nginx_state {
    uint32_t
        context; /* what the document's root is: NGINX_IN_MAIN, or of a fragment the context it fits best; 0: none known */
    bool fragment;
    uint32_t open;        /* contexts in which something may stand that is not seen */
    const uint32_t *read; /* a bit by row: nginx_row_is_read */
    VEC(struct nginx_gap) gaps;
    struct nginx_lines *lines;
    struct map index;    /* resolve.c's: block (its address) -> what stands in it, when it was asked about */
    struct map hidden;   /* likewise -> why something in it is not known */
    struct map defaults; /* likewise, by row of the table: what its default is */
};

/* Reads job->source: the kind's read(). Sets job->state. */
struct node *nginx_read(struct kind_job *job);

/* How surely a file is nginx's, and whether it is complete: see struct kind. */
int nginx_claims(struct str path, struct str head);
enum document_role nginx_role(struct str path, struct str head);

/* One bit of enum nginx_context for each context in which a fragment's text may stand, the likeliest first; returns how many were written to ret (at most max).
 * Looks at the names of its outermost directives only. */
uint32_t nginx_fragment_contexts(struct arena *a, struct str text, version_number target, uint32_t *ret, uint32_t max);

#endif
