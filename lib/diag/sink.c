#include "diag/sink.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { QUOTE_BYTES = 80 };

/* vsnprintf twice, as str_printf; a helper because va_lists cannot be forwarded to it. */
static struct str format(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        n = 0;
    char *p = arena_alloc(a, (size_t)n + 1, 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (uint32_t)n};
}

static struct finding *add(struct sink *d, struct str rule, struct span at, struct str message)
{
    struct finding *f = arena_new(d->a, struct finding);
    f->rule = rule;
    f->at = at;
    f->message = message;
    return f;
}

struct finding *diag_syntax(struct sink *d, enum syntax_rule rule, struct span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct finding *f = add(d, syntax_rule_id(rule), at, format(d->a, fmt, ap));
    va_end(ap);
    if (d->n_syntax[rule]++ < LIMIT_FINDINGS_PER_RULE_FILE)
        vec_push(d->a, &d->findings, f);
    else
        d->n_dropped++;
    return f;
}

struct finding *diag_add(struct sink *d, struct str rule, struct span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct finding *f = add(d, rule, at, format(d->a, fmt, ap));
    va_end(ap);
    vec_push(d->a, &d->findings, f);
    return f;
}

void diag_label(struct sink *d, struct finding *f, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    f->label = format(d->a, fmt, ap);
    va_end(ap);
}

void diag_help(struct sink *d, struct finding *f, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    f->help = format(d->a, fmt, ap);
    va_end(ap);
}

void diag_note(struct sink *d, struct finding *f, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str note = format(d->a, fmt, ap);
    va_end(ap);
    vec_push(d->a, &f->notes, note);
}

void diag_related(struct sink *d, struct finding *f, struct span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct related r = {at, format(d->a, fmt, ap)};
    va_end(ap);
    vec_push(d->a, &f->related, r);
}

void diag_fix(struct sink *d, struct finding *f, enum applicability applicability, struct span at, struct str text)
{
    struct fix fix = {.applicability = applicability};
    struct edit edit = {at, str_dup(d->a, text)};
    vec_push(d->a, &fix.edits, edit);
    vec_push(d->a, &f->fixes, fix);
}

void diag_not_run(struct sink *d, struct str rule, const struct str *missing, uint32_t n, struct span at, struct str host)
{
    struct not_run *r = arena_new(d->a, struct not_run);
    r->rule = rule;
    r->at = at;
    r->host = host;
    for (uint32_t i = 0; i < n; i++)
        vec_push(d->a, &r->missing, str_dup(d->a, missing[i]));
    vec_push(d->a, &d->not_run, r);
}

void diag_not_analysed(struct sink *d, struct span at, struct str path, const char *fmt, ...)
{
    struct not_analysed *n = arena_new(d->a, struct not_analysed);
    va_list ap;
    va_start(ap, fmt);
    n->why = format(d->a, fmt, ap);
    va_end(ap);
    n->at = at;
    n->path = str_dup(d->a, path);
    vec_push(d->a, &d->not_analysed, n);
}

/* Characters that move or hide what stands around them: bidirectional controls, zero width, line and paragraph separators, BOM. */
static bool is_deceptive(uint32_t cp)
{
    return (cp >= 0x80 && cp <= 0x9F) || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x2069) || cp == 0x061C || cp == 0xFEFF;
}

static void escape_one(struct buf *b, struct str s, uint32_t *at)
{
    static const char short_form[] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r'};
    unsigned char c = (unsigned char)s.p[*at];
    uint32_t len = 1, cp = utf8_decode(str_slice(s, *at, s.n), &len);
    if (c < sizeof(short_form) && short_form[c])
        buf_printf(b, "\\%c", short_form[c]);
    else if (c < 0x20 || c == 0x7F || (cp == 0xFFFD && len == 1))
        buf_printf(b, "\\x%02x", c);
    else if (is_deceptive(cp))
        buf_printf(b, "\\u{%x}", (unsigned)cp);
    else
        buf_put(b, str_slice(s, *at, *at + len));
    *at += len;
}

static struct str escape(struct arena *a, struct str s, uint32_t limit)
{
    struct buf b = {.a = a};
    uint32_t at = 0;
    while (at < s.n && b.n < limit)
        escape_one(&b, s, &at);
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
