#include "engine/fixes.h"

#include "base/buf.h"
#include "text/marks.h"

#include <string.h>

/* What means the same in every quoting of a command line: no blank, quote, backslash, variable or specifier. */
static bool is_plain(struct str text)
{
    for (uint32_t i = 0; i < text.n; i++)
        if (!ch_is_alpha(text.p[i]) && !ch_is_digit(text.p[i]) && memchr("_.,/:=@+-", text.p[i], 9) == NULL)
            return false;
    return true;
}

/* What a template puts there is written elsewhere. */
static bool holds_mark(const struct file *file, struct str removed)
{
    bool env = file->marks & MARKS_ENV;
    return str_find(removed, STR("{{")) < removed.n || str_find(removed, STR("{%")) < removed.n ||
           str_find(removed, STR("<%")) < removed.n || (env && str_find_byte(removed, '$') < removed.n);
}

/* In the quotes that stand there: without them "8" would be a number to YAML. */
static struct str quoted_as(struct arena *a, struct str there, struct str text)
{
    char q = str_byte(there, 0);
    bool quoted = there.n > 1 && (q == '"' || q == '\'') && there.p[there.n - 1] == q;
    return quoted && text.n > 0 && is_plain(text) ? str_printf(a, "%c%.*s%c", q, STR_ARG(text), q) : text;
}

static struct str with_line_ends_of(struct arena *a, const struct file *file, struct str text)
{
    uint32_t first = str_find_byte(file->bytes, '\n');
    struct buf b = {.a = a};
    if (first == 0 || str_byte(file->bytes, first - 1) != '\r' || str_find_byte(text, '\n') == text.n ||
        str_find_byte(text, '\r') < text.n)
        return text;
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n')
            buf_putc(&b, '\r');
        buf_putc(&b, text.p[i]);
    }
    return buf_str(&b);
}

/* False: it cannot be made. */
static bool settle(struct run *run, struct edit *e)
{
    struct place p;
    bool cooked;
    if (!source_place_exact(&run->sources, e->at, &p, &cooked) || (cooked && !is_plain(e->text)) ||
        p.off > p.file->bytes.n || p.len > p.file->bytes.n - p.off)
        return false;
    struct str there = str_slice(p.file->bytes, p.off, p.off + p.len);
    e->text = with_line_ends_of(&run->arena, p.file, quoted_as(&run->arena, there, e->text));
    return !holds_mark(p.file, there);
}

static bool settle_fix(struct run *run, const struct fix *fix)
{
    for (uint32_t i = 0; i < fix->edits.n; i++)
        if (!settle(run, &fix->edits.p[i]))
            return false;
    return true;
}

void fixes_settle(struct run *run)
{
    for (uint32_t i = 0; i < run->outcome.findings.n; i++) {
        struct finding *f = run->outcome.findings.p[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < f->fixes.n; k++)
            if (settle_fix(run, &f->fixes.p[k]))
                f->fixes.p[n++] = f->fixes.p[k];
        f->fixes.n = n;
    }
}
