#include "page.h"

#include "base/num.h"
#include "base/utf8.h"
#include "diag/escape.h"

/* As many characters from the start of s as fit in so many columns. */
static struct str head_of(struct str s, uint32_t columns)
{
    uint32_t off = 0, at = 0, len;
    for (; off < s.n; off += len) {
        utf8_decode(str_slice(s, off, s.n), &len);
        at += utf8_columns(str_slice(s, off, off + len));
        if (at > columns)
            break;
    }
    return str_slice(s, 0, off);
}

/* The same from its end. */
static struct str tail_of(struct str s, uint32_t columns)
{
    uint32_t off = s.n, at = 0, len;
    for (; off > 0; off -= len) {
        for (len = 1; len < 4 && len < off && ((unsigned char)s.p[off - len] & 0xC0) == 0x80;)
            len++;
        at += utf8_columns(str_slice(s, off - len, off));
        if (at > columns)
            break;
    }
    return str_slice(s, off, s.n);
}

struct str page_fit(struct arena *a, struct str text, uint32_t columns)
{
    struct str s = diag_escape(a, text);
    if (utf8_columns(s) <= columns)
        return s;
    uint32_t tail = (columns - 3) / 2;
    return str_printf(a, "%.*s...%.*s", STR_ARG(head_of(s, columns - 3 - tail)), STR_ARG(tail_of(s, tail)));
}

struct str page_percent(struct arena *a, double part)
{
    if (part > 0 && part < 0.0005)
        return STR("<0.1%");
    return str_printf(a, "%s%%", num_format_fixed(a, part * 100, 1).p);
}

struct str page_percent_short(struct arena *a, double part)
{
    struct str s = page_percent(a, part);
    return str_ends(s, STR(".0%")) ? str_printf(a, "%.*s%%", (int)(s.n - 3), s.p) : s;
}

struct str page_factor(struct arena *a, double d)
{
    struct str s = num_format_fixed(a, d, d < 9.995 ? 2 : d < 99.95 ? 1 : 0);
    while (str_find_byte(s, '.') < s.n && (str_ends(s, STR("0")) || str_ends(s, STR("."))))
        s.n--;
    return s;
}

void page_cell(struct report_out *o, struct str text, uint32_t columns, bool to_the_right)
{
    uint32_t n = utf8_columns(text), pad = n < columns ? columns - n : 0;
    out_pad(o, ' ', to_the_right ? pad : 0);
    out_put(o, text);
    out_pad(o, ' ', to_the_right ? 0 : pad);
}

uint32_t page_bar(struct report_out *o, double part, uint32_t columns)
{
    uint32_t n = part >= 1 ? columns : part > 0 ? (uint32_t)(part * columns + 0.5) : 0;
    n = part > 0 && n == 0 ? 1 : n;
    out_pad(o, '#', n);
    return n;
}

void page_paragraph(struct report_out *o, uint32_t indent, const struct buf *text)
{
    struct str rest = buf_str(text);
    uint32_t at = indent;
    out_pad(o, ' ', indent);
    for (bool first = true; rest.n > 0; first = false) {
        struct str word = str_cut(&rest, ' ');
        uint32_t n = utf8_columns(word);
        if (!first && at + 1 + n > PAGE_WIDTH) {
            out_putc(o, '\n');
            at = indent + 4;
            out_pad(o, ' ', at);
        } else if (!first) {
            out_putc(o, ' ');
            at++;
        }
        out_put(o, word);
        at += n;
    }
    out_putc(o, '\n');
}

void page_title(struct report_out *o, struct str title, struct str at)
{
    struct str name = page_fit(&o->scratch, title, PAGE_TITLE);
    bool fits = utf8_columns(name) + 2 + utf8_columns(at) <= PAGE_WIDTH;
    out_put(o, name);
    out_put(o, at.n == 0 ? STR("") : fits ? STR("  ") : STR("\n  "));
    out_put(o, at);
    out_putc(o, '\n');
}

void page_reasons(struct buf *b, struct value v)
{
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++) {
        buf_put(b, i ? STR(", ") : STR(""));
        buf_put(b, diag_escape(b->a, v.as.reasons->p[i]));
    }
    if (!v.as.reasons || v.as.reasons->n == 0)
        buf_put(b, STR("not stated"));
}
