/* Regular expressions of expressions: what RE2 and PCRE2 both have, matched by PCRE2 within the evaluation's limits. */
#ifndef LOADLINE_CEL_PATTERN_H
#define LOADLINE_CEL_PATTERN_H

#include "cel/cel.h"

/* A compiled pattern; immutable, in the arena it was compiled into. */
struct pattern;

/* NULL with *ret_fault when the text is no pattern, or one that only backtracking can match: lookaround, backreferences, possessive quantifiers and the like are refused.
 * Subjects are taken as UTF-8; $ is the end of the text and nothing before it. */
const struct pattern *pattern_compile(struct arena *a, struct str text, struct str *ret_fault);

/* How many capturing groups it has. */
uint32_t pattern_groups(const struct pattern *p);

/* Bytes [from, to) of the subject; PATTERN_UNSET in both: the group took no part. */
struct pattern_range {
    uint32_t from, to;
};
#define PATTERN_UNSET UINT32_MAX

enum pattern_outcome { PATTERN_MATCH, PATTERN_NO_MATCH, PATTERN_LIMIT };

/* Looks for the first match that begins at or after byte `from`. ret (n of them, may be NULL with 0) gets the whole match and the groups. PATTERN_LIMIT: it took more
 * than LIMIT_REGEX_MATCH steps, or than the evaluation has left; never to be taken for "no match". */
enum pattern_outcome pattern_match(const struct pattern *p, struct cel_call *c, struct str subject, uint32_t from,
                                   struct pattern_range *ret, uint32_t n);

#endif
