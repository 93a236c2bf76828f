/* Functions of strings. Positions count code points; an invalid byte counts as one. */
#include "base/limits.h"
#include "base/utf8.h"
#include "cel/functions.h"

#include <string.h>

void text_put(struct text *t, struct str s)
{
    if (t->too_long || t->c->meter->over)
        return;
    if (s.n > LIMIT_CEL_STRING - t->buf.n)
        t->too_long = true;
    else if (meter_take(t->c->meter, 2 * (size_t)s.n) &&
             cel_spend(t->c, s.n)) /* twice: the buffer doubles as it grows */
        buf_put(&t->buf, s);
}

struct value text_value(struct text *t)
{
    if (t->c->meter->over)
        return cel_over(t->c);
    if (t->too_long)
        return cel_fail(t->c, "the string would be longer than %u bytes", LIMIT_CEL_STRING);
    return value_string(buf_str(&t->buf));
}

static struct text text_new(struct cel_call *c)
{
    return (struct text){.c = c, .buf = {.a = c->a}};
}

static bool is_ascii(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static struct value out_of_range(struct cel_call *c, int64_t index)
{
    return cel_fail(c, "index out of range: %lld", (long long)index);
}

/* Byte offset of code point `index` of s, at most its end; false beyond that. */
static bool offset_of(struct str s, int64_t index, uint32_t *ret)
{
    uint32_t off = 0, len;
    if (index < 0 || index > (int64_t)s.n)
        return false;
    if (is_ascii(s)) {
        *ret = (uint32_t)index;
        return true;
    }
    for (; index > 0 && off < s.n; index--, off += len)
        utf8_decode(str_slice(s, off, s.n), &len);
    *ret = off;
    return index == 0;
}

struct value fn_size_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return cel_spend(c, args[0].n) ? value_int(utf8_code_points(text_of(args[0]))) : cel_over(c);
}

/* The offset of needle in s, s.n without one. memmem is linear, or nearly so for the shortest needles. */
static uint32_t find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return s.n;
    const char *hit = memmem(s.p, s.n, needle.p, needle.n);
    return hit ? (uint32_t)(hit - s.p) : s.n;
}

struct value fn_contains(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]), needle = text_of(args[1]);
    (void)n;
    if (!cel_spend(c, 4 * (uint64_t)s.n))
        return cel_over(c);
    return value_bool(needle.n == 0 || find(s, needle) < s.n);
}

struct value fn_starts_with(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return cel_spend(c, args[1].n) ? value_bool(str_starts(text_of(args[0]), text_of(args[1]))) : cel_over(c);
}

struct value fn_ends_with(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return cel_spend(c, args[1].n) ? value_bool(str_ends(text_of(args[0]), text_of(args[1]))) : cel_over(c);
}

struct value fn_char_at(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    uint32_t off, len = 0;
    (void)n;
    if (!cel_spend(c, s.n))
        return cel_over(c);
    if (!offset_of(s, args[1].as.i, &off))
        return out_of_range(c, args[1].as.i);
    if (off < s.n)
        utf8_decode(str_slice(s, off, s.n), &len);
    return value_string(str_slice(s, off, off + len));
}

struct value fn_index_of(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]), needle = text_of(args[1]);
    int64_t from = n == 3 ? args[2].as.i : 0;
    uint32_t off;
    if (!cel_spend(c, 4 * (uint64_t)s.n))
        return cel_over(c);
    if (!offset_of(s, from, &off))
        return out_of_range(c, from);
    uint32_t at = find(str_slice(s, off, s.n), needle);
    if (needle.n > 0 && at == s.n - off)
        return value_int(-1);
    return value_int(utf8_code_points(str_slice(s, 0, off + at)));
}

/* The last offset up to `most` where needle stands; s.n + 1 without one. */
static uint32_t find_last(struct str s, struct str needle, uint32_t most)
{
    if (needle.n > s.n)
        return s.n + 1;
    uint32_t at = most < s.n - needle.n ? most : s.n - needle.n;
    for (;; at--) {
        if (needle.n == 0 || memcmp(s.p + at, needle.p, needle.n) == 0)
            return at;
        if (at == 0)
            return s.n + 1;
    }
}

/* What comparing needle at every place of s may take. */
static uint64_t product(struct str s, struct str needle)
{
    return 16 * (uint64_t)s.n + (uint64_t)s.n * needle.n;
}

struct value fn_last_index_of(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]), needle = text_of(args[1]);
    uint32_t most = s.n;
    if (!cel_spend(c, product(s, needle)))
        return cel_over(c);
    if (n == 3 && !offset_of(s, args[2].as.i, &most))
        return out_of_range(c, args[2].as.i);
    uint32_t at = find_last(s, needle, most);
    return value_int(at > s.n ? -1 : (int64_t)utf8_code_points(str_slice(s, 0, at)));
}

/* Known strings all; otherwise *ret is what the operation gives. */
static bool are_strings(struct cel_call *c, struct value list, struct value *ret)
{
    if (operate_absorbed(c, list.as.items, list.n, ret))
        return false;
    for (uint32_t i = 0; i < list.n; i++)
        if (list.as.items[i].type != VALUE_STRING) {
            *ret = operate_no_overload(c, STR("join"), &list.as.items[i], 1);
            return false;
        }
    return true;
}

struct value fn_join(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct text t = text_new(c);
    struct value r;
    if (!are_strings(c, args[0], &r))
        return r;
    for (uint32_t i = 0; i < args[0].n && !c->meter->over && !t.too_long; i++) {
        if (i > 0 && n == 2)
            text_put(&t, text_of(args[1]));
        text_put(&t, text_of(args[0].as.items[i]));
        cel_spend(c, 0);
    }
    return text_value(&t);
}

static struct value map_ascii(struct cel_call *c, struct value v, char first, char last)
{
    char *p = cel_alloc(c, v.n);
    if (!p)
        return cel_over(c);
    for (uint32_t i = 0; i < v.n; i++) {
        char letter = v.as.s[i];
        p[i] = (char)(letter >= first && letter <= last ? letter ^ 0x20 : letter);
    }
    return value_string((struct str){p, v.n});
}

struct value fn_lower_ascii(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return map_ascii(c, args[0], 'A', 'Z');
}

struct value fn_upper_ascii(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return map_ascii(c, args[0], 'a', 'z');
}

struct value fn_quote(struct cel_call *c, const struct value *args, uint32_t n)
{
    static const struct str special = STR_INIT("\a\b\f\n\r\t\v\\\""), letters = STR_INIT("abfnrtv\\\"");
    struct text t = text_new(c);
    struct str s = text_of(args[0]);
    (void)n;
    text_put(&t, STR("\""));
    for (uint32_t i = 0, len; i < s.n && !c->meter->over; i += len) {
        struct str rest = str_slice(s, i, s.n);
        uint32_t cp = utf8_decode(rest, &len), which = str_find_byte(special, rest.p[0]);
        bool invalid = cp == 0xfffd && len == 1;
        char escape[2] = {'\\', (char)(which < special.n ? letters.p[which] : '\0')};
        text_put(&t, invalid             ? STR("\xef\xbf\xbd")
                     : which < special.n ? (struct str){escape, 2}
                                         : str_slice(rest, 0, len));
    }
    text_put(&t, STR("\""));
    return text_value(&t);
}

/* An empty `old` stands before each code point and at the end. */
static void replace_empty(struct text *t, struct str s, struct str by, int64_t limit)
{
    uint32_t i = 0, len;
    for (; i < s.n && limit != 0 && !t->c->meter->over; i += len, limit--) {
        utf8_decode(str_slice(s, i, s.n), &len);
        text_put(t, by);
        text_put(t, str_slice(s, i, i + len));
    }
    text_put(t, str_slice(s, i, s.n));
    if (limit != 0)
        text_put(t, by);
}

struct value fn_replace(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct text t = text_new(c);
    struct str s = text_of(args[0]), old = text_of(args[1]), by = text_of(args[2]);
    int64_t limit = n == 4 ? args[3].as.i : -1;
    if (!cel_spend(c, 4 * (uint64_t)s.n))
        return cel_over(c);
    if (old.n == 0)
        replace_empty(&t, s, by, limit);
    for (; old.n > 0 && s.n > 0 && !c->meter->over; limit--) {
        uint32_t at = limit == 0 ? s.n : find(s, old);
        text_put(&t, str_slice(s, 0, at));
        if (at < s.n)
            text_put(&t, by);
        s = str_slice(s, at < s.n ? at + old.n : s.n, s.n);
    }
    return text_value(&t);
}

struct value fn_reverse_string(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    char *p = cel_alloc(c, s.n);
    (void)n;
    if (!p)
        return cel_over(c);
    for (uint32_t i = 0, len; i < s.n; i += len) {
        utf8_decode(str_slice(s, i, s.n), &len);
        memcpy(p + s.n - i - len, s.p + i, len);
    }
    return value_string((struct str){p, s.n});
}

/* The part before the next separator; *s is what follows it. An empty separator stands behind each code point. */
static struct str next_part(struct str *s, struct str separator)
{
    uint32_t at, skip = separator.n;
    if (separator.n > 0)
        at = find(*s, separator);
    else
        utf8_decode(*s, &at);
    struct str part = str_slice(*s, 0, at);
    *s = str_slice(*s, at + skip, s->n);
    return part;
}

/* How many parts s has; with an empty separator, as many as code points. */
static uint32_t part_count(struct str s, struct str separator)
{
    if (separator.n == 0)
        return utf8_code_points(s);
    uint32_t n = 1;
    for (uint32_t at; (at = find(s, separator)) < s.n; n++)
        s = str_slice(s, at + separator.n, s.n);
    return n;
}

struct value fn_split(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]), separator = text_of(args[1]);
    int64_t limit = n == 3 ? args[2].as.i : -1;
    if (!cel_spend(c, 8 * (uint64_t)s.n))
        return cel_over(c);
    uint32_t count = limit == 0 ? 0 : part_count(s, separator);
    if (limit > 0 && limit < count)
        count = (uint32_t)limit;
    if (count > LIMIT_CEL_LIST)
        return cel_fail(c, "the list would have more than %u items", LIMIT_CEL_LIST);
    struct value *items = cel_alloc(c, count * sizeof(*items));
    if (!items)
        return cel_over(c);
    for (uint32_t i = 0; i < count; i++)
        items[i] = value_string(i + 1 == count && limit > 0 ? s : next_part(&s, separator));
    return value_list(items, count);
}

struct value fn_substring(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    int64_t start = args[1].as.i, end = n == 3 ? args[2].as.i : -1;
    uint32_t from, to = s.n;
    if (!cel_spend(c, 2 * (uint64_t)s.n))
        return cel_over(c);
    if (!offset_of(s, start, &from))
        return out_of_range(c, start);
    if (n == 3 && !offset_of(s, end, &to))
        return out_of_range(c, end);
    if (from > to)
        return cel_fail(c, "invalid substring range. start: %lld, end: %lld", (long long)start, (long long)end);
    return value_string(str_slice(s, from, to));
}

/* White_Space of Unicode. */
static bool is_white(uint32_t cp)
{
    return (cp >= 9 && cp <= 13) || cp == ' ' || cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f ||
           cp == 0x3000;
}

struct value fn_trim(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    uint32_t first = s.n, end = 0;
    (void)n;
    if (!cel_spend(c, s.n))
        return cel_over(c);
    for (uint32_t i = 0, len; i < s.n; i += len) {
        if (is_white(utf8_decode(str_slice(s, i, s.n), &len)))
            continue;
        first = i < first ? i : first;
        end = i + len;
    }
    return value_string(str_slice(s, first, end > first ? end : first));
}
