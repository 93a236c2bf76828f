/* Which findings of one file are suppressed: what holds there, found by line and rule. */
#ifndef LOADLINE_RULESET_SUPPRESS_TABLE_H
#define LOADLINE_RULESET_SUPPRESS_TABLE_H

#include "base/str.h"
#include "base/vec.h"

/* One name that holds on a line, or in the whole file. */
struct suppress_row {
    uint32_t line; /* from 1; 0: every line, and what has none */
    struct str name;
    int64_t until; /* last day, as in struct suppression */
    bool hit;      /* of the first of equal rows: it has matched */
    bool *used;    /* what to set when it has */
};

/* Zero-initialize with the arena set; add all rows, seal, match, settle. A finding costs a few binary searches, whatever the rows are. */
struct suppress_table {
    struct arena *a;
    VEC(struct suppress_row) rows;
};

/* used must outlive the table and is set by suppress_table_settle only. */
void suppress_table_add(struct suppress_table *t, uint32_t line, struct str name, int64_t until, bool *used);

/* Sorts; of rows equal in line and name the one that holds longest counts for all. */
void suppress_table_seal(struct suppress_table *t);

/* Whether a finding of rule `id` on a line (0: it has none) is suppressed, and the last day that it is. Every row that matches counts as used. */
bool suppress_table_match(struct suppress_table *t, uint32_t line, struct str id, int64_t *ret_until);

/* Sets `used` of every row that has matched. */
void suppress_table_settle(const struct suppress_table *t);

#endif
