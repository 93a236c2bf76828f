#include "value/value.h"

#include "base/buf.h"
#include "base/num.h"

static struct str format_number(struct arena *a, struct value v)
{
    if (v.flags & VALUE_UNLIMITED)
        return STR("unlimited");
    if (v.type == VALUE_DOUBLE)
        return v.unit == UNIT_BYTES ? num_format_size(a, (int64_t)v.as.d) : num_format_double(a, v.as.d);
    if (v.type == VALUE_UINT)
        return str_printf(a, "%llu", (unsigned long long)v.as.u);
    return v.unit == UNIT_BYTES ? num_format_size(a, v.as.i) : str_printf(a, "%lld", (long long)v.as.i);
}

static struct str format_list(struct arena *a, struct value v)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < v.n; i++) {
        buf_put(&b, i ? STR(", ") : (struct str){0});
        buf_put(&b, value_format(a, v.as.items[i]));
    }
    return buf_str(&b);
}

static struct str format_optional(struct arena *a, struct value v)
{
    return v.as.some ? value_format(a, *v.as.some) : STR("none");
}

/* Year, month and day of a day count since 1970: the civil calendar in cycles of 400 years (146,097 days). */
static void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t in_era = z - era * 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    *ret_day = (int)(in_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = year + era * 400 + (*ret_month <= 2);
}

static struct str format_timestamp(struct arena *a, struct value v)
{
    int64_t day = v.as.i / 86400, second = v.as.i % 86400, year;
    int month, mday;
    if (second < 0) {
        second += 86400;
        day--;
    }
    civil_from_days(day, &year, &month, &mday);
    return str_printf(a, "%04lld-%02d-%02dT%02d:%02d:%02dZ", (long long)year, month, mday, (int)(second / 3600),
                      (int)(second / 60 % 60), (int)(second % 60));
}

struct str value_format(struct arena *a, struct value v)
{
    switch ((enum value_type)v.type) {
    case VALUE_UNKNOWN:
        return STR("unknown");
    case VALUE_ERROR:
        return v.as.error ? v.as.error->message : STR("error");
    case VALUE_NULL:
        return STR("null");
    case VALUE_BOOL:
        return v.as.b ? STR("true") : STR("false");
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
        return format_number(a, v);
    case VALUE_STRING:
    case VALUE_BYTES:
        return (struct str){v.as.s, v.n};
    case VALUE_LIST:
        return format_list(a, v);
    case VALUE_DURATION:
        return num_format_time(a, v.as.i);
    case VALUE_TIMESTAMP:
        return format_timestamp(a, v);
    case VALUE_OPTIONAL:
        return format_optional(a, v);
    case VALUE_OBJECT:
        return v.as.object->cls->name;
    case VALUE_MAP:
        return str_printf(a, "map of %u", (unsigned)v.as.map->n);
    case VALUE_TYPE:
        return STR("type");
    }
    return (struct str){0};
}

struct str value_show(struct arena *a, struct value v)
{
    bool written = v.origin && v.origin->written.n > 0 && v.origin->kind != ORIGIN_DERIVED;
    return written ? v.origin->written : value_format(a, v);
}
