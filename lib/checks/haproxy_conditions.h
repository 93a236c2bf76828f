/* Conditions of HAProxy's rules as sets of terms, and rules as the lists that HAProxy runs. */
#ifndef LOADLINE_CHECKS_HAPROXY_CONDITIONS_H
#define LOADLINE_CHECKS_HAPROXY_CONDITIONS_H

#include "checks/haproxy_lines.h"

enum haproxy_when {
    HAPROXY_WHEN_ALWAYS, /* no condition, or "if TRUE" */
    HAPROXY_WHEN_NEVER,  /* "if FALSE": switched off on purpose */
    HAPROXY_WHEN_COND,
    HAPROXY_WHEN_UNSURE, /* a word of it is not known, or the answer may be another one when it is asked again: rand, counters, Lua */
};

/* A term: an ACL's name, or a criterion in braces. */
struct haproxy_term {
    struct str text; /* words joined by NUL; in braces the criterion */
    bool negated;
    struct span at;
};

/* Terms that must all hold; several such lists stand with "or" between them. */
struct haproxy_all {
    VEC(struct haproxy_term) terms; /* sorted by text, once each */
};

struct haproxy_condition {
    enum haproxy_when when;
    bool unless;
    const struct node *word; /* "if" or "unless", NULL for none */
    struct span at;          /* from that word to the end */
    struct str key;          /* equal for conditions that are the same, whatever the order of their terms */
    VEC(struct haproxy_all) any;
};

/* Names of ACLs that may answer differently when asked again, of all sections together. */
struct map haproxy_unsteady_acls(struct arena *a, const struct haproxy_state *s);

/* The condition of a rule's line. */
struct haproxy_condition haproxy_condition_of(struct arena *a, const struct node *e, const struct map *unsteady);

/* Two terms of a list that exclude each other, or NULL: the list never holds. */
const struct haproxy_term *haproxy_contradiction(const struct haproxy_all *all);

/* Lists of rules, in the order that HAProxy runs them. */
enum haproxy_list {
    HAPROXY_LIST_CONNECTION, /* tcp-request connection */
    HAPROXY_LIST_SESSION,
    HAPROXY_LIST_CONTENT,
    HAPROXY_LIST_MONITOR, /* monitor fail */
    HAPROXY_LIST_REQUEST, /* http-request */
    HAPROXY_LIST_REDIRECT,
    HAPROXY_LIST_USE_BACKEND,
    HAPROXY_LIST_USE_SERVER,
    HAPROXY_LIST_TCP_RESPONSE, /* from here on in no order to those above */
    HAPROXY_LIST_RESPONSE,
    HAPROXY_LIST_AFTER_RESPONSE,
    HAPROXY_LISTS, /* no rule */
};

enum haproxy_list haproxy_list_of(const struct node *e);
/* How a list is called: "http-request". */
const char *haproxy_list_name(enum haproxy_list list);

/* The action of a rule: "deny" of "http-request deny". The keyword itself where the list has only one. */
struct str haproxy_action_of(const struct node *e);

/* Whether nothing of its list runs after a rule that was run. */
bool haproxy_is_final(const struct node *e);
/* Whether such a rule also answers, or ends the connection: no backend is needed for what it takes. */
bool haproxy_answers(const struct node *e);

#endif
