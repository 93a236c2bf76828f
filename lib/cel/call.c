/* What functions and operators have at hand. */
#include "base/limits.h"
#include "cel/meter.h"
#include "cel/program.h"

#include <stdarg.h>
#include <stdio.h>

const struct cel_limits cel_default_limits = {LIMIT_CEL_COST, LIMIT_CEL_STEPS, LIMIT_CEL_BYTES};

/* What an error takes, so that a loop over errors ends as well. */
enum { ERROR_BYTES = 256 };

static struct span place_of(const struct cel_call *c)
{
    return c->program->spans[c->at - c->program->code];
}

struct value cel_fail(const struct cel_call *c, const char *fmt, ...)
{
    char text[400];
    va_list args;
    if (!meter_take(c->meter, ERROR_BYTES))
        return value_error(c->a, place_of(c), "%s", c->meter->over);
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return value_error(c->a, place_of(c), "%s", text);
}

bool cel_spend(struct cel_call *c, uint64_t n)
{
    return meter_spend(c->meter, n / 16 + 1);
}

void *cel_alloc(struct cel_call *c, size_t size)
{
    return meter_take(c->meter, size) && cel_spend(c, size) ? arena_alloc(c->a, size, _Alignof(struct value)) : NULL;
}

struct value cel_over(struct cel_call *c)
{
    return value_error(c->a, place_of(c), "%s", c->meter->over ? c->meter->over : "over a limit");
}
