#include "diag/escape.h"

#include "base/utf8.h"

enum { QUOTE_BYTES = 80 };

struct range {
    uint32_t first, last;
};

/* Characters that are not seen, or move what stands around them: C1 controls; all of Default_Ignorable_Code_Point in Unicode's
 * DerivedCoreProperties.txt (joiners, direction marks, embeddings, isolates, fillers, BOM, tags) but the variation selectors, which emoji need;
 * line and paragraph separators, where some viewers break the line; annotation marks; U+FFFE and U+FFFF, which XML can't hold. */
/* clang-format off */
static const struct range deceptive[] = {
    {0x80, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},       {0x61C, 0x61C},       {0x115F, 0x1160},
    {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},     {0x2028, 0x202E},     {0x2060, 0x206F},
    {0x3164, 0x3164}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},     {0xFFF0, 0xFFFB},     {0xFFFE, 0xFFFF},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};
/* clang-format on */

static bool is_deceptive(uint32_t cp)
{
    for (uint32_t i = 0; i < sizeof(deceptive) / sizeof(deceptive[0]) && deceptive[i].first <= cp; i++)
        if (cp <= deceptive[i].last)
            return true;
    return false;
}

static void put_control(struct buf *b, unsigned char c)
{
    static const char short_form[] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r'};
    if (c < sizeof(short_form) && short_form[c])
        buf_printf(b, "\\%c", short_form[c]);
    else
        buf_printf(b, "\\x%02x", c);
}

/* Past variation selectors: the runner compares as its culture does, and they weigh nothing there. */
static struct str skip_selectors(struct str s)
{
    static const struct str lead = STR_INIT("\xef\xb8");
    while (s.n >= 3 && str_starts(s, lead) && (unsigned char)s.p[2] <= 0x8F)
        s = str_slice(s, 3, s.n);
    return s;
}

static bool starts_command(struct str s)
{
    for (const char *c = "##["; *c; c++) {
        if (s.n == 0 || s.p[0] != *c)
            return false;
        s = skip_selectors(str_slice(s, 1, s.n));
    }
    return true;
}

uint32_t diag_escape_char(struct buf *b, struct str s)
{
    unsigned char c = (unsigned char)s.p[0];
    uint32_t len, cp = utf8_decode(s, &len);
    bool invalid = cp == 0xFFFD && len == 1;
    if (c < 0x20 || c == 0x7F || invalid || starts_command(s))
        put_control(b, c);
    else if (is_deceptive(cp))
        buf_printf(b, "\\u{%x}", (unsigned)cp);
    else
        buf_put(b, str_slice(s, 0, len));
    return len;
}

/* Printable ASCII without a '#': nearly all that is ever quoted. */
static bool is_plain(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] > 0x7E || s.p[i] == '#')
            return false;
    return true;
}

static struct str escape(struct arena *a, struct str s, uint32_t limit)
{
    if (s.n <= limit && is_plain(s))
        return str_dup(a, s);
    struct buf b = {.a = a};
    uint32_t at = 0;
    while (at < s.n && b.n < limit)
        at += diag_escape_char(&b, str_slice(s, at, s.n));
    if (at < s.n)
        buf_put(&b, STR("..."));
    buf_putc(&b, '\0');
    return (struct str){b.p, (uint32_t)b.n - 1};
}

struct str diag_quote(struct arena *a, struct str s)
{
    return escape(a, s, QUOTE_BYTES);
}

struct str diag_escape(struct arena *a, struct str s)
{
    return escape(a, s, UINT32_MAX);
}
