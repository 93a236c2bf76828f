#include "report/json_out.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>

bool js_is_exact(struct str s)
{
    return utf8_first_invalid(s) == s.n && str_find_byte(s, '\0') == s.n;
}

static struct str repaired(struct arena *a, struct str s)
{
    struct buf b = {.a = a};
    for (uint32_t at = 0, len; at < s.n; at += len) {
        uint32_t cp = utf8_decode(str_slice(s, at, s.n), &len);
        if (cp == 0 || (cp == 0xFFFD && len == 1))
            buf_put(&b, STR("\xef\xbf\xbd"));
        else
            buf_put(&b, str_slice(s, at, at + len));
    }
    return buf_str(&b);
}

json_t *js_text(struct report_out *o, struct str s)
{
    if (s.n == 0)
        return json_stringn("", 0);
    if (js_is_exact(s))
        return json_stringn(s.p, s.n);
    struct arena_mark mark = arena_mark(&o->scratch);
    s = repaired(&o->scratch, s);
    json_t *text = json_stringn(s.p, s.n);
    arena_pop(&o->scratch, mark);
    return text;
}

json_t *js_text_or_null(struct report_out *o, struct str s)
{
    return s.n > 0 ? js_text(o, s) : json_null();
}

json_t *js_number_or_null(uint32_t n)
{
    return n > 0 ? json_integer(n) : json_null();
}

void js_put(struct report_out *o, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        out_fail(o, ENOMEM);
}

void js_push(struct report_out *o, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        out_fail(o, ENOMEM);
}

/* What comes of a string comes in one part, up to what is escaped in it. A log of GitHub's takes "##[word]" for a command, even in JSON. */
static int write_part(const char *p, size_t n, void *o)
{
    struct str rest = {p, (uint32_t)n};
    for (uint32_t at; (at = str_find(rest, STR("##["))) < rest.n; rest = str_slice(rest, at + 2, rest.n)) {
        out_put(o, str_slice(rest, 0, at));
        out_put(o, STR("#\\u0023"));
    }
    out_put(o, rest);
    return 0;
}

void js_write(struct report_out *o, json_t *value)
{
    if (json_dump_callback(value, write_part, o, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY) != 0)
        out_fail(o, ENOMEM);
    json_decref(value);
}
