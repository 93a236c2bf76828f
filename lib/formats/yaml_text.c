#include "formats/yaml_text.h"

#include "base/utf8.h"
#include "base/vec.h"

enum { STRIDE = 64 };

static bool is_utf16(struct str s)
{
    if (str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF")))
        return true;
    /* without a BOM: the first character of YAML is ASCII, so one byte of the first two is 0 */
    return s.n >= 2 && (s.p[0] == '\0') != (s.p[1] == '\0');
}

/* The characters of YAML 1.1 as libyaml's reader takes them. */
static bool is_allowed(uint32_t cp)
{
    return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp <= 0x7E) || cp == 0x85 ||
           (cp >= 0xA0 && cp <= 0xFFFD && cp != 0xFEFF) || cp >= 0x10000;
}

static enum yaml_fault judge(uint32_t cp, uint32_t len)
{
    if (cp == 0xFFFD && len == 1)
        return YAML_TEXT_INVALID;
    return is_allowed(cp) ? YAML_TEXT_FINE : YAML_TEXT_CONTROL;
}

/* Finds the end of what can be read, and how many code points that is. */
static uint32_t measure(struct yaml_text *t)
{
    uint32_t n = 0, len;
    for (; t->to < t->whole.n; t->to += len, n++) {
        uint32_t point = utf8_decode(str_slice(t->whole, t->to, t->whole.n), &len);
        t->fault = judge(point, len);
        if (t->fault != YAML_TEXT_FINE)
            break;
    }
    return n;
}

static void fill_points(struct yaml_text *t, struct arena *a, uint32_t n)
{
    t->points = arena_array(a, uint32_t, n / STRIDE + 1);
    uint32_t off = t->from, len;
    for (uint32_t i = 0; i < n; i++, off += len) {
        if (i % STRIDE == 0)
            t->points[t->n_points++] = off;
        utf8_decode(str_slice(t->whole, off, t->to), &len);
    }
}

void yaml_text_init(struct yaml_text *t, struct arena *a, struct str text)
{
    uint32_t from = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    *t = (struct yaml_text){.whole = text, .from = from, .to = from};
    if (is_utf16(text)) {
        t->fault = YAML_TEXT_UTF16;
        return;
    }
    uint32_t n = measure(t);
    if (n != t->to - t->from)
        fill_points(t, a, n);
}

uint32_t yaml_text_offset(const struct yaml_text *t, size_t code_point)
{
    if (!t->points)
        return code_point < t->to - t->from ? t->from + (uint32_t)code_point : t->to;
    if (code_point / STRIDE >= t->n_points)
        return t->to;
    uint32_t off = t->points[code_point / STRIDE], len;
    for (size_t i = code_point % STRIDE; i > 0 && off < t->to; i--, off += len)
        utf8_decode(str_slice(t->whole, off, t->to), &len);
    return off;
}

uint32_t yaml_break(struct str text, uint32_t off)
{
    struct str rest = str_slice(text, off, text.n);
    if (str_starts(rest, STR("\r\n")) || str_starts(rest, STR("\xC2\x85")))
        return 2;
    if (rest.n > 0 && (rest.p[0] == '\n' || rest.p[0] == '\r'))
        return 1;
    return str_starts(rest, STR("\xE2\x80\xA8")) || str_starts(rest, STR("\xE2\x80\xA9")) ? 3 : 0;
}
