/* Judgements that CEL cannot say, by name, for `check:` in rule files. */
#ifndef LOADLINE_CHECKS_CHECK_H
#define LOADLINE_CHECKS_CHECK_H

#include "diag/sink.h"
#include "facts/facts.h"
#include "kinds/kind.h"
#include "stack/stack.h"

/* What a check judges; which members are set hangs on its scope. */
struct check_input {
    /* What is made in it lasts for all checks of the object that is judged, and no longer: the sink copies what it is told. */
    struct arena *a;
    struct sink *sink;
    struct source_store *sources;
    struct str rule;                      /* id to report under */
    const struct value *params;           /* in the order of the rule's file */
    struct kind_job *job;                 /* the config it is about */
    const struct placed_service *service; /* scope service */
    const struct host *host;              /* scope host and service; NULL: nothing known */
    const struct facts *facts;            /* of the run: dns, certificates, today, all hosts */
    const struct stack *stack;            /* all that is joined */
    void **shared;                        /* what checks of one object keep for each other, in a; *shared is NULL at first */
};

typedef void check_fn(const struct check_input *in);

/* Stack scopes run after the join, for each object and host. KIND: once for each root's tree, in its job. READER: the finding is made while
 * reading, there is nothing to call. */
enum check_scope { CHECK_READER, CHECK_KIND, CHECK_SERVICE, CHECK_HOST };

struct check {
    struct str name;
    enum check_scope scope;
    check_fn *run;
};

/* True when all n values are known. Else the rule is reported as not run at `at`, with the reasons of all of them, and the check must return. */
bool check_needs(const struct check_input *in, const struct value *values, uint32_t n, struct span at);

/* The check of that name, or NULL. */
const struct check *check_find(struct str name);

/* The i-th check, NULL beyond the last one: to find the name nearest to an unknown one. */
const struct check *check_at(uint32_t i);

#endif
