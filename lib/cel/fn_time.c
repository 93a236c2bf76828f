/* Fields of timestamps, in UTC or a zone, and of durations. */
#include "cel/functions.h"
#include "cel/zone.h"
#include "diag/sink.h"
#include "value/time.h"

/* A zone that is not there is told when it is needed: the machine that evaluates may have other zones than the one
 * that compiles. */
const void *prepare_zone(struct arena *a, struct value arg, struct str *ret_fault)
{
    (void)ret_fault;
    return zone_find(a, text_of(arg));
}

/* A zone that is no constant is read each time; that is what a file costs. */
enum { ZONE_COST = 2000 };

/* What the zone of that name is ahead of UTC; false when there is none. Its table is not kept. */
static bool offset_by_name(struct cel_call *c, struct str name, int64_t seconds, int64_t *ret)
{
    if (!meter_spend(c->meter, ZONE_COST))
        return false;
    struct arena_mark mark = arena_mark(c->a);
    const struct zone *z = zone_find(c->a, name);
    if (z)
        *ret = zone_offset(z, seconds);
    arena_pop(c->a, mark);
    return z != NULL;
}

static struct value no_zone(struct cel_call *c, struct value name)
{
    struct str shown = diag_quote(c->a, text_of(name));
    return c->meter->over ? cel_over(c) : cel_fail(c, "no time zone '%.*s'", STR_ARG(shown));
}

/* The fields of args[0] in the zone of args[1]; false with *ret_fault when there is no such zone. */
static bool civil_of(struct cel_call *c, const struct value *args, uint32_t n, struct civil *ret,
                     struct value *ret_fault)
{
    int64_t seconds = args[0].as.i, offset = 0;
    if (n == 2 && c->prepared)
        offset = zone_offset(c->prepared, seconds);
    else if (n == 2 && !offset_by_name(c, text_of(args[1]), seconds, &offset)) {
        *ret_fault = no_zone(c, args[1]);
        return false;
    }
    *ret = time_civil(seconds + offset);
    return true;
}

#define TIME_FIELD(function, expression)                                                                               \
    struct value function(struct cel_call *c, const struct value *args, uint32_t n)                                    \
    {                                                                                                                  \
        struct civil t;                                                                                                \
        struct value fault;                                                                                            \
        return civil_of(c, args, n, &t, &fault) ? value_int(expression) : fault;                                       \
    }

TIME_FIELD(fn_full_year, t.year)
TIME_FIELD(fn_month, t.month)
TIME_FIELD(fn_date, t.day)
TIME_FIELD(fn_day_of_month, t.day - 1)
TIME_FIELD(fn_day_of_week, t.weekday)
TIME_FIELD(fn_day_of_year, t.yearday)
TIME_FIELD(fn_hours, t.hour)
TIME_FIELD(fn_minutes, t.minute)
TIME_FIELD(fn_seconds, t.second)
TIME_FIELD(fn_milliseconds, args[0].n / 1000000)

#define DURATION_FIELD(function, expression)                                                                           \
    struct value function(struct cel_call *c, const struct value *args, uint32_t n)                                    \
    {                                                                                                                  \
        int64_t ns = args[0].as.i;                                                                                     \
        (void)c;                                                                                                       \
        (void)n;                                                                                                       \
        return value_int(expression);                                                                                  \
    }

DURATION_FIELD(fn_duration_hours, ns / 3600000000000)
DURATION_FIELD(fn_duration_minutes, ns / 60000000000)
DURATION_FIELD(fn_duration_seconds, ns / 1000000000)
DURATION_FIELD(fn_duration_milliseconds, ns / 1000000 % 1000)
