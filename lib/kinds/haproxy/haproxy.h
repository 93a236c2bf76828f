/* HAProxy as a kind: what is kept of a reading for those that look at the tree afterwards. */
#ifndef LOADLINE_KINDS_HAPROXY_HAPROXY_H
#define LOADLINE_KINDS_HAPROXY_HAPROXY_H

#include "kinds/haproxy/reader.h"

/* job->state. Lives in the job's arena. */
struct haproxy_state {
    VEC(struct haproxy_proxy *) proxies;
    struct map by_section; /* a section's entry (its address) -> struct haproxy_proxy */
};

/* Reads job->source: the kind's read(). Sets job->state. */
struct node *haproxy_read(struct kind_job *job);

/* How surely a file is HAProxy's, and whether it is complete: see struct kind. */
int haproxy_claims(struct str path, struct str head);
enum document_role haproxy_role(struct str path, struct str head);

/* The effective value of a keyword in a section: see struct kind. name is a keyword of the words table ("timeout client", "option
 * httplog", "maxconn"). Types: no arguments: bool; atol, whole: int; time: duration; size: int in bytes; one other word: string; more: list of strings; a keyword
 * that may stand several times: list of its lines, each a list of strings. A proxy takes from its defaults section what it does not set, and a defaults section from the one it
 * names. */
bool haproxy_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);

/* The proxy of a section's entry; NULL for other sections. */
const struct haproxy_proxy *haproxy_proxy_of(const struct kind_job *job, const struct node *section);

#endif
