/* Fields of timestamps, in UTC or a zone, and of durations. */
#include "base/limits.h"
#include "cel/functions.h"
#include "cel/zone.h"
#include "diag/sink.h"
#include "value/time.h"

/* A zone that is not there is told when it is needed: the machine that evaluates may have other zones than the one that compiles. */
const void *prepare_zone(struct arena *a, struct value arg, struct str *ret_fault)
{
    (void)ret_fault;
    return zone_find(a, text_of(arg));
}

/* A zone that is no constant is read each time; that is what a file costs. */
enum { ZONE_COST = 2000 };

static const struct zone *zone_of(struct cel_call *c, struct value name)
{
    if (c->prepared)
        return c->prepared;
    if (!meter_spend(c->meter, ZONE_COST) || !meter_take(c->meter, LIMIT_ZONE_BYTES))
        return NULL;
    return zone_find(c->a, text_of(name));
}

/* The fields of args[0] in the zone of args[1]; false with *ret_fault when there is no such zone. */
static bool civil_of(struct cel_call *c, const struct value *args, uint32_t n, struct civil *ret,
                     struct value *ret_fault)
{
    int64_t seconds = args[0].as.i;
    if (n == 2) {
        const struct zone *z = zone_of(c, args[1]);
        if (!z) {
            struct str name = diag_quote(c->a, text_of(args[1]));
            *ret_fault = c->meter->over ? cel_over(c) : cel_fail(c, "no time zone '%.*s'", STR_ARG(name));
            return false;
        }
        seconds += zone_offset(z, seconds);
    }
    *ret = time_civil(seconds);
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
