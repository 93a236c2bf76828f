#include "value/value.h"

#include "base/buf.h"
#include "base/num.h"
#include "value/time.h"
#include "value/type.h"

#include <arpa/inet.h>

/* Lists share what they hold: a few lines of an expression make one that would print as gigabytes. */
enum { SHOWN_BYTES = 4096, SHOWN_DEPTH = 32 };

static struct str format_double(struct arena *a, struct value v)
{
    bool is_size = v.unit == UNIT_BYTES && v.as.d > -0x1p62 && v.as.d < 0x1p62; /* false for NaN */
    return is_size ? num_format_size(a, (int64_t)v.as.d) : num_format_double(a, v.as.d);
}

static struct str format_number(struct arena *a, struct value v)
{
    if (v.flags & VALUE_UNLIMITED)
        return STR("unlimited");
    if (v.type == VALUE_DOUBLE)
        return format_double(a, v);
    if (v.type == VALUE_UINT)
        return str_printf(a, "%llu", (unsigned long long)v.as.u);
    return v.unit == UNIT_BYTES ? num_format_size(a, v.as.i) : str_printf(a, "%lld", (long long)v.as.i);
}

static struct str format_net(struct arena *a, struct value v)
{
    char z[INET6_ADDRSTRLEN];
    const struct value_net *net = v.as.net;
    inet_ntop(net->family == 4 ? AF_INET : AF_INET6, net->bytes, z, sizeof(z));
    return v.type == VALUE_IP ? str_dup(a, str_from(z)) : str_printf(a, "%s/%u", z, (unsigned)net->prefix);
}

/* What holds no other values. */
static struct str format_scalar(struct arena *a, struct value v)
{
    switch ((enum value_type)v.type) {
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
    case VALUE_DURATION:
        return num_format_time(a, v.as.i);
    case VALUE_TIMESTAMP:
        return time_format(a, v.as.i, v.n);
    case VALUE_OBJECT:
        return v.as.object->cls->name;
    case VALUE_TYPE:
        return v.as.type_of ? type_name(v.as.type_of) : STR("type");
    case VALUE_IP:
    case VALUE_CIDR:
        return format_net(a, v);
    default:
        return STR("unknown");
    }
}

static void format_into(struct buf *b, struct value v, int depth);

static void format_items(struct buf *b, const struct value *keys, const struct value *items, uint32_t n, int depth)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_put(b, i ? STR(", ") : STR(""));
        if (b->n > SHOWN_BYTES || depth > SHOWN_DEPTH) {
            buf_put(b, STR("..."));
            return;
        }
        if (keys) {
            format_into(b, keys[i], depth + 1);
            buf_put(b, STR(": "));
        }
        format_into(b, items[i], depth + 1);
    }
}

static void format_into(struct buf *b, struct value v, int depth)
{
    if (v.type == VALUE_LIST)
        format_items(b, NULL, v.as.items, v.n, depth);
    else if (v.type == VALUE_MAP)
        format_items(b, v.as.map->keys, v.as.map->values, v.as.map->n, depth);
    else if (v.type == VALUE_OPTIONAL && !v.as.some)
        buf_put(b, STR("none"));
    else if (v.type == VALUE_OPTIONAL)
        format_items(b, NULL, v.as.some, 1, depth);
    else
        buf_put(b, format_scalar(b->a, v));
}

struct str value_format(struct arena *a, struct value v)
{
    if (v.type != VALUE_LIST && v.type != VALUE_MAP && v.type != VALUE_OPTIONAL)
        return format_scalar(a, v);
    struct buf b = {.a = a};
    format_into(&b, v, 0);
    return buf_str(&b);
}

struct str value_show(struct arena *a, struct value v)
{
    bool written = v.origin && v.origin->written.n > 0 && v.origin->kind != ORIGIN_DERIVED;
    return written ? v.origin->written : value_format(a, v);
}
