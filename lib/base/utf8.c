#include "base/utf8.h"

static uint32_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

uint32_t utf8_decode(struct str s, uint32_t *ret_len)
{
    static const unsigned char lead_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t n = sequence_length(p[0]);
    *ret_len = 1;
    if (n == 0 || n > s.n)
        return 0xFFFD;
    uint32_t cp = p[0] & lead_mask[n];
    for (uint32_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        cp = cp << 6 | (p[i] & 0x3F);
    }
    if (cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0xFFFD;
    *ret_len = n;
    return cp;
}

uint32_t utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    uint32_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (uint32_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (char)(lead[n] | cp);
    return n;
}

uint32_t utf8_first_invalid(struct str s)
{
    uint32_t at = 0;
    while (at < s.n) {
        uint32_t len;
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t cp = utf8_decode(str_slice(s, at, s.n), &len);
        if (cp == 0xFFFD && len == 1)
            return at;
        at += len;
    }
    return s.n;
}

static uint32_t one(uint32_t cp)
{
    (void)cp;
    return 1;
}

static uint32_t utf16_width(uint32_t cp)
{
    return cp >= 0x10000 ? 2 : 1;
}

/* The wide blocks of Unicode's EastAsianWidth.txt and emoji, coarsely: alignment of carets, nothing more, depends on it. */
static uint32_t column_width(uint32_t cp)
{
    if ((cp >= 0x300 && cp <= 0x36F) || cp == 0x200B || cp == 0x200D || (cp >= 0xFE00 && cp <= 0xFE0F))
        return 0;
    if ((cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
        (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
        (cp >= 0xFFE0 && cp <= 0xFFE6) || (cp >= 0x1F300 && cp <= 0x1F64F) || (cp >= 0x1F900 && cp <= 0x1F9FF) ||
        (cp >= 0x20000 && cp <= 0x3FFFD))
        return 2;
    return 1;
}

static uint32_t sum(struct str s, uint32_t (*width)(uint32_t))
{
    uint32_t total = 0, len;
    for (uint32_t at = 0; at < s.n; at += len)
        total += width(utf8_decode(str_slice(s, at, s.n), &len));
    return total;
}

uint32_t utf8_code_points(struct str s)
{
    return sum(s, one);
}

uint32_t utf8_utf16_units(struct str s)
{
    return sum(s, utf16_width);
}

uint32_t utf8_columns(struct str s)
{
    return sum(s, column_width);
}
