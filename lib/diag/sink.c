#include "diag/sink.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>

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

/* One for all that is not kept: a hostile file must not fill memory with what nobody reads. */
static struct finding *spare(struct sink *d)
{
    if (!d->spare)
        d->spare = arena_new(d->a, struct finding);
    *d->spare = (struct finding){.at = SPAN_NONE};
    return d->spare;
}

struct finding *diag_syntax(struct sink *d, enum syntax_rule rule, struct span at, const char *fmt, ...)
{
    if (d->n_syntax[rule]++ >= LIMIT_FINDINGS_PER_RULE_FILE) {
        d->n_dropped++;
        return spare(d);
    }
    va_list ap;
    va_start(ap, fmt);
    struct finding *f = add(d, syntax_rule_id(rule), at, format(d->a, fmt, ap));
    va_end(ap);
    vec_push(d->a, &d->findings, f);
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
    if (f == d->spare)
        return;
    va_list ap;
    va_start(ap, fmt);
    f->label = format(d->a, fmt, ap);
    va_end(ap);
}

void diag_help(struct sink *d, struct finding *f, const char *fmt, ...)
{
    if (f == d->spare)
        return;
    va_list ap;
    va_start(ap, fmt);
    f->help = format(d->a, fmt, ap);
    va_end(ap);
}

void diag_note(struct sink *d, struct finding *f, const char *fmt, ...)
{
    if (f == d->spare)
        return;
    va_list ap;
    va_start(ap, fmt);
    struct str note = format(d->a, fmt, ap);
    va_end(ap);
    vec_push(d->a, &f->notes, note);
}

void diag_related(struct sink *d, struct finding *f, struct span at, const char *fmt, ...)
{
    if (f == d->spare)
        return;
    va_list ap;
    va_start(ap, fmt);
    struct related r = {at, format(d->a, fmt, ap)};
    va_end(ap);
    vec_push(d->a, &f->related, r);
}

static struct edit kept_edit(struct sink *d, struct edit e)
{
    e.text = str_dup(d->a, e.text);
    e.setting = e.setting.n ? str_dup(d->a, e.setting) : e.setting;
    e.was = e.was.n ? str_dup(d->a, e.was) : e.was;
    return e;
}

void diag_fix_edit(struct sink *d, struct finding *f, enum applicability applicability, struct edit edit)
{
    if (f == d->spare)
        return;
    struct fix fix = {.applicability = applicability};
    vec_push(d->a, &f->fixes, fix);
    diag_fix_more(d, f, edit);
}

void diag_fix_more(struct sink *d, struct finding *f, struct edit edit)
{
    if (f != d->spare)
        vec_push(d->a, &f->fixes.p[f->fixes.n - 1].edits, kept_edit(d, edit));
}

void diag_fix(struct sink *d, struct finding *f, enum applicability applicability, struct span at, struct str text)
{
    diag_fix_edit(d, f, applicability, (struct edit){.at = at, .text = text});
}

void diag_fix_set(struct sink *d, struct finding *f, enum applicability applicability, struct span at,
                  struct str setting, struct str text)
{
    diag_fix_edit(d, f, applicability, (struct edit){.at = at, .text = text, .setting = setting});
}

void diag_not_run(struct sink *d, struct str rule, const struct str *missing, uint32_t n, struct span at,
                  struct str host)
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
