/* Regular expressions of expressions: what RE2 and PCRE2 both have, matched within the evaluation's limits. */
#ifndef LOADLINE_CEL_PATTERN_H
#define LOADLINE_CEL_PATTERN_H

#include "cel/cel.h"
#include "regex/regex.h"

/* NULL with *ret_fault when the text is no pattern, or one that only backtracking can match: lookaround,
 * backreferences, possessive quantifiers and the like are refused. Subjects are taken as UTF-8; $ is the end of the
 * text and nothing before it. The pattern is in the arena. */
const struct regex *pattern_compile(struct arena *a, struct str text, struct str *ret_fault);

/* Looks for the first match that begins at or after byte `from`; then regex_group(c->meter->matcher, ...) tells of
 * the groups. REGEX_LIMIT: it took more than LIMIT_REGEX_MATCH steps, or than the evaluation has left; never to be
 * taken for "no match". */
enum regex_result pattern_match(const struct regex *p, struct cel_call *c, struct str subject, uint32_t from);

#endif
