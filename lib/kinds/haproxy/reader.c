#include "kinds/haproxy/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_BYTES = 1000 };

/* Whether a word of the line that is not known stands at or before a place. */
static bool unsure_at(const struct haproxy_reader *r, struct span at)
{
    if (r->line == 0 || at.src != r->src || at.off < r->words.off || at.off > r->words.next)
        return false;
    for (uint32_t i = 0; i < r->words.tokens.n; i++)
        if (r->words.tokens.p[i].unknown && r->words.tokens.p[i].off <= at.off)
            return true;
    return false;
}

struct finding *haproxy_fault(struct haproxy_reader *r, enum syntax_rule rule, struct span at, const char *fmt, ...)
{
    char message[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    struct sink nowhere = {.a = r->a};
    bool quiet = unsure_at(r, at);
    struct finding *f = diag_syntax(quiet ? &nowhere : r->sink, rule, at, "%s", message);
    f->server_line = r->line;
    if (!quiet) {
        r->n_faults++;
        r->last_fault = f;
    }
    return f;
}

const char *haproxy_quoted(struct haproxy_reader *r, struct str s)
{
    return diag_quote(r->a, s).p;
}

static bool is_in_file(const struct haproxy_reader *r, struct str s)
{
    return s.n && s.p >= r->text.p && s.p < r->text.p + r->text.n;
}

struct str haproxy_joined(struct haproxy_reader *r, struct str a, struct str b)
{
    if (is_in_file(r, a) && is_in_file(r, b) && a.p + a.n + 1 == b.p && a.p[a.n] == ' ')
        return (struct str){a.p, a.n + 1 + b.n};
    char *p = arena_alloc(r->a, (size_t)a.n + 1 + b.n, 1);
    if (a.n)
        memcpy(p, a.p, a.n);
    p[a.n] = ' ';
    if (b.n)
        memcpy(p + a.n + 1, b.p, b.n);
    return (struct str){p, a.n + 1 + b.n};
}

bool haproxy_has(const struct haproxy_args *x, uint32_t i)
{
    return x->pos + i < x->n;
}

struct str haproxy_arg(const struct haproxy_args *x, uint32_t i)
{
    return haproxy_has(x, i) ? x->t[x->pos + i].text : (struct str){0};
}

bool haproxy_is(const struct haproxy_args *x, uint32_t i, const char *word)
{
    return haproxy_has(x, i) && str_eq(haproxy_arg(x, i), str_from(word));
}

struct span haproxy_arg_at(const struct haproxy_args *x, uint32_t i)
{
    if (haproxy_has(x, i))
        return (struct span){x->r->src, x->t[x->pos + i].off, x->t[x->pos + i].len};
    if (x->n)
        return (struct span){x->r->src, x->t[x->n - 1].off, x->t[x->n - 1].len};
    return x->entry->name_at;
}

struct span haproxy_part_at(const struct haproxy_args *x, uint32_t i, uint32_t from, uint32_t n)
{
    struct span all = haproxy_arg_at(x, i);
    if (!haproxy_has(x, i) || x->t[x->pos + i].text.n != all.len)
        return all;
    return n ? span_part(all, from, n) : all;
}

bool haproxy_bad(struct haproxy_args *x, enum syntax_rule rule, uint32_t i, const char *fmt, ...)
{
    char message[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    haproxy_fault(x->r, rule, haproxy_arg_at(x, i), "%s", message);
    return false;
}

void haproxy_use_name(struct haproxy_args *x, enum haproxy_use_kind kind, struct str name, struct span at,
                      struct str what)
{
    struct haproxy_reader *r = x->r;
    struct haproxy_use use = {.kind = kind, .name = name, .what = what, .proxy = r->proxy, .at = at, .line = r->line};
    if (!unsure_at(r, at))
        vec_push(r->a, &r->uses, use);
}

uint32_t haproxy_bad_name(struct str name)
{
    for (uint32_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!ch_is_alpha(c) && !ch_is_digit(c) && c != '_' && c != '-' && c != '.' && c != ':')
            return i;
    }
    return name.n;
}

void haproxy_suggest(struct haproxy_reader *r, struct finding *f, struct str name, enum haproxy_class class,
                     uint32_t context)
{
    if (r->n_searches == 0)
        return;
    r->n_searches--;
    struct str best = haproxy_word_nearest(name, class, context, r->job->target);
    if (best.n)
        diag_help(r->sink, f, "did you mean '%.*s'", STR_ARG(best));
}
