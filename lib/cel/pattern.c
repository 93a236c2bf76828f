#include "cel/pattern.h"

#include "base/limits.h"
#include "cel/meter.h"

const struct regex *pattern_compile(struct arena *a, struct str text, struct str *ret_fault)
{
    struct regex_error error = {0, STR("the pattern is too long")};
    const struct regex *p = NULL;
    if (text.n <= LIMIT_REGEX_BYTES && regex_check_linear(text, &error))
        p = regex_compile(a, text, REGEX_UTF | REGEX_DOLLAR_ENDONLY | REGEX_ANY_BYTES, &error);
    if (!p)
        *ret_fault = str_printf(a, "invalid regular expression: %.*s (at offset %u)", STR_ARG(error.message),
                                (unsigned)error.off);
    return p;
}

/* The step limit of the first try and its growth: most matches take a few steps, and what a try may take is what it
 * is charged. */
enum { FIRST_STEPS = 10, STEPS_GROWTH = 8 };

/* A step is about 30 ns, and may run over the subject. */
static uint64_t steps_cost(uint32_t steps, struct str subject)
{
    return (uint64_t)steps * (3 + subject.n / 16);
}

enum regex_result pattern_match(const struct regex *p, struct cel_call *c, struct str subject, uint32_t from)
{
    struct cel_meter *m = c->meter;
    if (!m->matcher)
        m->matcher = regex_matcher_new(c->a);
    if (!cel_spend(c, subject.n))
        return REGEX_LIMIT;
    for (uint32_t steps = FIRST_STEPS;; steps *= STEPS_GROWTH) {
        uint32_t allowed = steps < LIMIT_REGEX_MATCH ? steps : LIMIT_REGEX_MATCH;
        if (!meter_spend(m, steps_cost(allowed, subject)))
            return REGEX_LIMIT;
        regex_matcher_limit(m->matcher, allowed, LIMIT_CEL_REGEX_HEAP_KIB);
        enum regex_result r = regex_match(p, m->matcher, subject, from);
        if (r != REGEX_LIMIT || allowed == LIMIT_REGEX_MATCH)
            return r;
    }
}
