/* What a pattern may cost the server: how the steps of PCRE2's matcher grow with the text. */
#ifndef LOADLINE_REGEX_COST_H
#define LOADLINE_REGEX_COST_H

#include "regex/tree.h"

enum regex_cost_kind {
    REGEX_COST_LOW, /* no loop of it is passed in two ways, and no text was found that takes the square of its length */
    REGEX_COST_SQUARE, /* shown: a text of a thousand bytes takes more than REGEX_COST_STEPS / 4 steps */
    REGEX_COST_CUBIC,  /* shown: a text of a few hundred bytes takes more than REGEX_COST_STEPS steps */
    REGEX_COST_EXPONENTIAL, /* shown: a loop that is passed in two ways, and a short text that takes more than REGEX_COST_STEPS steps */
    REGEX_COST_UNKNOWN,
};

/* Steps of the matcher (PCRE2's match limit counts them) that a text must take to prove anything. PCRE2's own limit is ten times that. */
enum { REGEX_COST_STEPS = 1000000 };

struct regex_cost {
    enum regex_cost_kind kind;
    struct str part;  /* EXPONENTIAL: the loop, of the pattern */
    struct str round; /* what the text repeats */
    struct str text;  /* that takes so many steps */
    struct str why;   /* UNKNOWN */
    uint32_t work;    /* what finding that out took, in thousands of steps at most */
};

/* Looks at a pattern (flags as for regex_compile) that is matched with texts of certain bytes. What costs much is proved by matching: PCRE2 is given the text with a
 * limit of REGEX_COST_STEPS, so its own shortcuts count. One call takes up to about 0.2 s of CPU, and most take microseconds. In a. */
struct regex_cost regex_cost_of(struct arena *a, struct str pattern, unsigned flags, const struct byte_set *bytes);

#endif
