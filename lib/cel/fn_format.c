/* "...".format([...]): %s %d %f %e %x %X %o %b with an optional precision. */
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cel/functions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_PRECISION = 6, MOST_PRECISION = 100, ITEM_COST = 10, DOUBLE_COST = 300, DIGIT_COST = 2 };

/* The format string being worked through. */
struct formatter {
    struct text out;
    const struct value *args;
    uint32_t n_args, next;
    struct value fault; /* the first error; else null */
};

static void format_string(struct formatter *f, struct value v, int depth);

static void fail(struct formatter *f, struct value error)
{
    if (f->fault.type == VALUE_NULL)
        f->fault = error;
}

static bool failed(const struct formatter *f)
{
    return f->fault.type != VALUE_NULL || f->out.too_long || f->out.c->meter->over;
}

static void wrong_type(struct formatter *f, const char *takes, struct value v)
{
    struct str type = type_name(type_of_value(f->out.c->a, v));
    fail(f, cel_fail(f->out.c, "error during formatting: %s, was given %.*s", takes, STR_ARG(type)));
}

/* ---- numbers ---- */

static const char *special_text(double d)
{
    return isnan(d) ? "NaN" : isinf(d) ? (d < 0 ? "-Infinity" : "Infinity") : NULL;
}

/* The fewest digits that read back, as "d.ddde-dd". z has room for them. */
static void shortest(double d, char *z, size_t size)
{
    for (int digits = 0; digits <= 17; digits++) {
        snprintf(z, size, "%.*e", digits, d);
        if (strtod(z, NULL) == d)
            return;
    }
}

struct str double_text(struct cel_call *c, double d)
{
    struct arena *a = c->a;
    char z[40], digits[24];
    struct buf b = {.a = a};
    int n = 0;
    if (special_text(d) || !meter_spend(c->meter, DOUBLE_COST))
        return str_from(special_text(d));
    shortest(d, z, sizeof(z));
    const char *p = z;
    if (*p == '-')
        buf_putc(&b, *p++);
    for (; *p && *p != 'e'; p++)
        if (*p != '.')
            digits[n++] = *p;
    int64_t point = strtol(p + 1, NULL, 10) + 1; /* digits before the point */
    while (n > 1 && digits[n - 1] == '0')
        n--;
    if (point <= 0) {
        buf_put(&b, STR("0."));
        buf_pad(&b, '0', (size_t)-point);
    }
    for (int i = 0; i < n; i++) {
        if (i == point && i > 0)
            buf_putc(&b, '.');
        buf_putc(&b, digits[i]);
    }
    if (point > n)
        buf_pad(&b, '0', (size_t)(point - n));
    return buf_str(&b);
}

static bool is_integer(struct value v)
{
    return v.type == VALUE_INT || v.type == VALUE_UINT;
}

/* Sign and magnitude. */
static uint64_t magnitude(struct value v, bool *ret_minus)
{
    *ret_minus = v.type == VALUE_INT && v.as.i < 0;
    return *ret_minus ? 0 - v.as.u : v.as.u;
}

static void put_based(struct formatter *f, struct value v, unsigned base, const char *digits)
{
    char z[66];
    size_t at = sizeof(z);
    bool minus;
    uint64_t u = magnitude(v, &minus);
    do {
        z[--at] = digits[u % base];
        u /= base;
    } while (u > 0);
    if (minus)
        z[--at] = '-';
    text_put(&f->out, (struct str){z + at, (uint32_t)(sizeof(z) - at)});
}

static void format_decimal(struct formatter *f, struct value v)
{
    if (is_integer(v))
        put_based(f, v, 10, "0123456789");
    else if (v.type == VALUE_DOUBLE)
        text_put(&f->out, double_text(f->out.c, v.as.d));
    else
        wrong_type(f, "decimal clause can only be used on integers", v);
}

/* Digits before the point, roughly. */
static int whole_digits(double d)
{
    return fabs(d) < 10 ? 1 : ilogb(d) / 3;
}

static void format_float(struct formatter *f, struct value v, char conversion, int precision)
{
    char z[450]; /* 309 digits before the point, 100 behind */
    if (!is_integer(v) && v.type != VALUE_DOUBLE) {
        wrong_type(f,
                   conversion == 'f' ? "fixed-point clause can only be used on doubles"
                                     : "scientific clause can only be used on doubles",
                   v);
        return;
    }
    double d = value_as_double(v);
    if (special_text(d)) {
        text_put(&f->out, str_from(special_text(d)));
        return;
    }
    meter_spend(f->out.c->meter, (uint64_t)(precision + whole_digits(d) + 10) * DIGIT_COST);
    int n = snprintf(z, sizeof(z), conversion == 'f' ? "%.*f" : "%.*e", precision, d);
    text_put(&f->out, (struct str){z, (uint32_t)n});
}

static void format_binary(struct formatter *f, struct value v)
{
    if (v.type == VALUE_BOOL)
        text_put(&f->out, v.as.b ? STR("1") : STR("0"));
    else if (is_integer(v))
        put_based(f, v, 2, "01");
    else
        wrong_type(f, "only integers and bools can be formatted as binary", v);
}

static void format_octal(struct formatter *f, struct value v)
{
    if (is_integer(v))
        put_based(f, v, 8, "01234567");
    else
        wrong_type(f, "octal clause can only be used on integers", v);
}

static void format_hex(struct formatter *f, struct value v, const char *digits)
{
    if (is_integer(v)) {
        put_based(f, v, 16, digits);
    } else if (v.type == VALUE_STRING || v.type == VALUE_BYTES) {
        for (uint32_t i = 0; i < v.n && !failed(f); i++) {
            unsigned char byte = (unsigned char)v.as.s[i];
            char z[2] = {digits[byte >> 4], digits[byte & 15]};
            text_put(&f->out, (struct str){z, 2});
        }
    } else {
        wrong_type(f, "only integers, byte buffers, and strings can be formatted as hex", v);
    }
}

/* ---- %s ---- */

/* Bytes as UTF-8; neighbouring invalid ones become one U+FFFD. */
static void format_bytes(struct formatter *f, struct str s)
{
    bool was_invalid = false;
    for (uint32_t i = 0, len; i < s.n && !failed(f); i += len) {
        struct str rest = str_slice(s, i, s.n);
        bool invalid = utf8_decode(rest, &len) == 0xfffd && len == 1;
        if (!invalid)
            text_put(&f->out, str_slice(rest, 0, len));
        else if (!was_invalid)
            text_put(&f->out, STR("\xef\xbf\xbd"));
        was_invalid = invalid;
    }
}

static void format_list(struct formatter *f, struct value v, int depth)
{
    text_put(&f->out, STR("["));
    for (uint32_t i = 0; i < v.n && !failed(f); i++) {
        text_put(&f->out, i ? STR(", ") : STR(""));
        format_string(f, v.as.items[i], depth + 1);
    }
    text_put(&f->out, STR("]"));
}

/* A key as text; keys are scalars. */
static struct value key_value(struct formatter *f, struct value key)
{
    return key.type == VALUE_STRING ? key : value_string(scalar_text(f->out.c, key));
}

/* Entries stand in the order of their keys' texts. */
static void format_map(struct formatter *f, const struct value_map *m, int depth)
{
    struct cel_call *c = f->out.c;
    struct value *texts = cel_alloc(c, m->n * sizeof(*texts) * 2);
    if (!texts)
        return;
    for (uint32_t i = 0; i < m->n; i++) {
        texts[i] = key_value(f, m->keys[i]);
        texts[m->n + i] = value_int(i);
    }
    struct value order = cel_sort(c, value_list(texts + m->n, m->n), value_list(texts, m->n));
    text_put(&f->out, STR("{"));
    for (uint32_t i = 0; i < m->n && order.type == VALUE_LIST && !failed(f); i++) {
        int64_t at = order.as.items[i].as.i;
        text_put(&f->out, i ? STR(", ") : STR(""));
        text_put(&f->out, text_of(texts[at]));
        text_put(&f->out, STR(": "));
        format_string(f, m->values[at], depth + 1);
    }
    text_put(&f->out, STR("}"));
}

static void format_scalar(struct formatter *f, struct value v)
{
    switch ((enum value_type)v.type) {
    case VALUE_STRING:
        text_put(&f->out, text_of(v));
        break;
    case VALUE_BYTES:
        format_bytes(f, text_of(v));
        break;
    case VALUE_NULL:
        text_put(&f->out, STR("null"));
        break;
    case VALUE_TYPE:
        text_put(&f->out, type_name(v.as.type_of));
        break;
    case VALUE_DOUBLE:
        text_put(&f->out, double_text(f->out.c, v.as.d));
        break;
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DURATION:
    case VALUE_TIMESTAMP:
    case VALUE_IP:
    case VALUE_CIDR:
        text_put(&f->out, scalar_text(f->out.c, v));
        break;
    default:
        wrong_type(f,
                   "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
                   "durations, and timestamps",
                   v);
    }
}

static void format_string(struct formatter *f, struct value v, int depth)
{
    if (!value_is_known(v))
        fail(f, v);
    else if (!meter_spend(f->out.c->meter, ITEM_COST) || depth > LIMIT_CEL_DEPTH)
        fail(f, cel_fail(f->out.c, "the value nests too deep to be formatted"));
    else if (v.type == VALUE_LIST)
        format_list(f, v, depth);
    else if (v.type == VALUE_MAP)
        format_map(f, v.as.map, depth);
    else
        format_scalar(f, v);
}

/* ---- clauses ---- */

static void format_clause(struct formatter *f, char conversion, int precision)
{
    struct cel_call *c = f->out.c;
    if (conversion == '\0' || !strchr("sdfexXob", conversion)) {
        fail(f, cel_fail(c, "could not parse formatting clause: unrecognized formatting clause \"%c\"",
                         conversion ? conversion : '%'));
        return;
    }
    if (f->next >= f->n_args) {
        fail(f, cel_fail(c, "index %u out of range", (unsigned)f->next));
        return;
    }
    struct value v = f->args[f->next++];
    if (conversion == 's')
        format_string(f, v, 0);
    else if (conversion == 'd')
        format_decimal(f, v);
    else if (conversion == 'f' || conversion == 'e')
        format_float(f, v, conversion, precision);
    else if (conversion == 'b')
        format_binary(f, v);
    else if (conversion == 'o')
        format_octal(f, v);
    else
        format_hex(f, v, conversion == 'x' ? "0123456789abcdef" : "0123456789ABCDEF");
}

/* ".3" at s[i]; false when no digit follows the point or there are too many. */
static bool read_precision(struct str s, uint32_t *i, int *ret)
{
    *ret = DEFAULT_PRECISION;
    if (*i == s.n || s.p[*i] != '.')
        return true;
    uint32_t from = ++*i;
    for (*ret = 0; *i < s.n && ch_is_digit(s.p[*i]) && *ret <= MOST_PRECISION; ++*i)
        *ret = *ret * 10 + (s.p[*i] - '0');
    return *i > from && *ret <= MOST_PRECISION;
}

struct value fn_format(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    struct formatter f = {
        .out = {.c = c, .buf = {.a = c->a}}, .args = args[1].as.items, .n_args = args[1].n, .fault = value_null()};
    struct value absorbed;
    (void)n;
    if (operate_absorbed(c, f.args, f.n_args, &absorbed))
        return absorbed;
    for (uint32_t i = 0; i < s.n && !failed(&f);) {
        struct str rest = str_slice(s, i, s.n);
        uint32_t plain = str_find_byte(rest, '%');
        int precision;
        text_put(&f.out, str_slice(rest, 0, plain));
        i += plain;
        if (i == s.n)
            break;
        i++;
        if (i < s.n && s.p[i] == '%')
            text_put(&f.out, STR("%"));
        else if (read_precision(s, &i, &precision))
            format_clause(&f, (char)(i < s.n ? s.p[i] : '\0'), precision);
        else
            fail(&f, cel_fail(c, "could not parse formatting clause: the precision must be 0 to %d", MOST_PRECISION));
        i++;
    }
    return f.fault.type != VALUE_NULL ? f.fault : text_value(&f.out);
}
