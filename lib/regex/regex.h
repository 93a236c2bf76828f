/* Regular expressions as nginx, HAProxy and CEL read them: PCRE2 with limits, so that no pattern and no text can
 * hold up a run. */
#ifndef LOADLINE_REGEX_REGEX_H
#define LOADLINE_REGEX_REGEX_H

#include "base/arena.h"
#include "base/str.h"

/* How a pattern is meant. nginx: none, CASELESS for ~*. HAProxy: CASELESS for -i, NO_CAPTURE where it stores no
 * groups. CEL: UTF and DOLLAR_ENDONLY, after regex_check_linear. */
enum regex_flag {
    REGEX_CASELESS = 1,
    REGEX_UTF = 2,            /* pattern and subject are UTF-8; '.' is a code point */
    REGEX_DOLLAR_ENDONLY = 4, /* '$' only at the very end, not before a last line feed */
    REGEX_NO_CAPTURE = 8,     /* ( ) only groups, unless it is named */
    REGEX_ANY_BYTES = 16,     /* with UTF: subjects may hold bytes that are no UTF-8; no match spans one */
};

/* Why a pattern was refused, and the byte of it where that showed. The message is PCRE2's or ours: lower case, no
 * full stop. */
struct regex_error {
    uint32_t off;
    struct str message;
};

struct regex_name {
    struct str name;
    uint32_t group; /* from 1 */
};

/* A compiled pattern: immutable, for any number of threads at once, as long-lived as the arena it was compiled in. */
struct regex {
    const void *code; /* pcre2_code */
    uint32_t n_groups;
    const struct regex_name *names; /* in the order of PCRE2's table: by name */
    uint32_t n_names;
};

/* Compiles a pattern in a. NULL when it is refused: *ret_error (may be NULL) then says why, in a. */
const struct regex *regex_compile(struct arena *a, struct str pattern, unsigned flags, struct regex_error *ret_error);

/* False for what CEL's engine (RE2) does not have: lookaround, back references, atomic groups and possessive
 * quantifiers, conditions, recursion, verbs, callouts, \K \G \X \R \C. *ret_error says which and where. What is left
 * may still be no pattern at all: regex_compile tells. Source: github.com/google/re2/wiki/Syntax. */
bool regex_check_linear(struct str pattern, struct regex_error *ret_error);

/* What one thread needs to match: limits (base/limits.h) and room for groups. Lives in its arena, not for sharing
 * between threads. */
struct regex_matcher;
struct regex_matcher *regex_matcher_new(struct arena *a);

/* Other limits than those of base/limits.h for the matches that follow: steps (which bound the depth as well) and
 * memory. */
void regex_matcher_limit(struct regex_matcher *m, uint32_t steps, uint32_t heap_kib);

enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_LIMIT,       /* given up: not known whether it matches */
    REGEX_BAD_SUBJECT, /* REGEX_UTF, and the subject is no UTF-8 */
};

/* Looks for re in subject, from the byte `from` on. After REGEX_MATCH, regex_group tells of the groups until the
 * next match. */
enum regex_result regex_match(const struct regex *re, struct regex_matcher *m, struct str subject, uint32_t from);

/* The bytes of the last subject that group i matched (0: all of it). False when it took no part in the match or does
 * not exist. */
bool regex_group(const struct regex_matcher *m, uint32_t i, struct str *ret);

#endif
