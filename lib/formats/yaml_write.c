#include "formats/yaml_write.h"

#include "base/utf8.h"

static bool is_dotted_number(struct str s)
{
    int dots = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] != '.' && !ch_is_digit(s.p[i]))
            return false;
        dots += s.p[i] == '.';
    }
    return dots >= 2 && ch_is_digit(s.p[0]);
}

/* Words that some YAML reader takes for a boolean or null. */
static bool is_typed_word(struct str s)
{
    static const struct str words[] = {
        STR_INIT("true"), STR_INIT("false"), STR_INIT("null"), STR_INIT("yes"), STR_INIT("no"),
        STR_INIT("on"),   STR_INIT("off"),   STR_INIT("y"),    STR_INIT("n"),
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_eq_nocase(s, words[i]))
            return true;
    return false;
}

/* Whether every YAML reader takes s, unquoted, for the text it is. */
static bool is_plain(struct str s)
{
    if (is_dotted_number(s))
        return true;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool inner = ch_is_digit(c) || c == '.' || c == '-' || c == '_';
        if (!ch_is_alpha(c) && c != '/' && !(i > 0 && inner))
            return false;
    }
    return s.n > 0 && !is_typed_word(s);
}

/* What YAML would refuse, fold or skip if it stood there as it is: controls, line and paragraph separators, BOM, no characters. */
static bool needs_escape(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0xA0) || cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF || cp == 0xFFFE ||
           cp == 0xFFFF;
}

void yaml_put_quoted(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    for (uint32_t i = 0, len; i < s.n; i += len) {
        uint32_t cp = utf8_decode(str_slice(s, i, s.n), &len);
        if (needs_escape(cp))
            buf_printf(b, "\\u%04X", (unsigned)cp);
        else if (cp == '"' || cp == '\\')
            buf_printf(b, "\\%c", (char)cp);
        else
            buf_put(b, str_slice(s, i, i + len));
    }
    buf_putc(b, '"');
}

void yaml_put_word(struct buf *b, struct str s)
{
    if (is_plain(s))
        buf_put(b, s);
    else
        yaml_put_quoted(b, s);
}
