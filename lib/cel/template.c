#include "cel/template.h"

#include "base/buf.h"
#include "base/num.h"
#include "cel/lex.h"
#include "cel/syntax.h"
#include "diag/sink.h"

#include <math.h>

/* Literal text, and then the value of a program, unless that is NULL. */
struct piece {
    struct str text;
    const struct cel_program *program;
};

struct cel_template {
    const struct piece *pieces;
    uint32_t n;
};

/* The template being read. */
struct reader {
    struct arena *a;
    const struct cel_env *env;
    const struct cel_source *source;
    struct cel_faults *faults;
    struct str text;
    uint32_t at;
};

/* A part of the template's text as a source of its own. */
static struct cel_source part_source(const struct cel_source *whole, struct str text, uint32_t off)
{
    struct cel_source part = *whole;
    part.text = text;
    part.skip += off;
    if (!span_is_none(part.at))
        part.at.off += off;
    return part;
}

static void fault(struct reader *r, uint32_t off, const char *message)
{
    struct cel_fault f = {source_span(r->source, off, 1), off, 1, str_from(message), {0}};
    vec_push(r->a, &r->faults->list, f);
}

/* The expression behind '{' up to its '}': braces within it, in strings or around maps, are its own. False when it
 * is not closed. */
static bool expression_end(struct reader *r, uint32_t *ret_end)
{
    struct lexer l = {r->text, r->at};
    for (uint32_t depth = 0;;) {
        struct token t = lex_next(&l);
        if (t.kind == TOK_MAP_CLOSE && depth-- == 0) {
            *ret_end = t.off;
            return true;
        }
        if (t.kind == TOK_END || t.kind == TOK_FAULT)
            return false;
        depth += t.kind == TOK_MAP_OPEN;
    }
}

/* Compiles text[at, end) of the template. */
static const struct cel_program *read_expression(struct reader *r, uint32_t end)
{
    struct cel_faults faults;
    struct cel_source source = part_source(r->source, str_slice(r->text, r->at, end), r->at);
    const struct cel_program *p = cel_compile(r->a, r->env, &source, NULL, &faults);
    for (uint32_t i = 0; i < faults.list.n; i++) {
        faults.list.p[i].off += r->at;
        vec_push(r->a, &r->faults->list, faults.list.p[i]);
    }
    return p;
}

/* Text up to an expression or the end; {{ and }} are taken as braces. False with a fault. */
static bool read_text(struct reader *r, struct str *ret)
{
    struct buf b = {.a = r->a};
    for (; r->at < r->text.n; r->at++) {
        char c = r->text.p[r->at];
        bool twice = r->at + 1 < r->text.n && r->text.p[r->at + 1] == c;
        if (c == '{' && !twice)
            break;
        if (c == '}' && !twice) {
            fault(r, r->at, "a '}' without '{': as text it is written }}");
            return false;
        }
        buf_putc(&b, c);
        r->at += c == '{' || c == '}';
    }
    *ret = buf_str(&b);
    return true;
}

/* One piece; false at the end and after a fault. */
static bool read_piece(struct reader *r, struct piece *ret)
{
    uint32_t end;
    *ret = (struct piece){0};
    if (r->at >= r->text.n || !read_text(r, &ret->text))
        return false;
    if (r->at == r->text.n)
        return true;
    uint32_t open = r->at++;
    if (!expression_end(r, &end)) {
        fault(r, open, "the expression behind '{' is not closed: as text it is written {{");
        return false;
    }
    ret->program = read_expression(r, end);
    r->at = end + 1;
    return true;
}

const struct cel_template *cel_template_compile(struct arena *a, const struct cel_env *env,
                                                const struct cel_source *source, struct cel_faults *ret_faults)
{
    struct reader r = {.a = a, .env = env, .source = source, .faults = ret_faults, .text = str_dup(a, source->text)};
    struct cel_template *t = arena_new(a, struct cel_template);
    VEC(struct piece) pieces = {0};
    struct piece piece;
    *ret_faults = (struct cel_faults){0};
    while (read_piece(&r, &piece))
        vec_push(a, &pieces, piece);
    *t = (struct cel_template){pieces.p, pieces.n};
    return ret_faults->list.n == 0 ? t : NULL;
}

/* The most of one value that a message shows. */
enum { SHOWN_BYTES = 400 };

/* Cut where a character begins. */
static struct str cut(struct str s)
{
    uint32_t n = SHOWN_BYTES;
    while (n > SHOWN_BYTES - 4 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return str_slice(s, 0, n);
}

/* 8 / 3 as a reader wants it: 2.67. Small ones keep two digits that say something. */
static struct str show_double(struct arena *a, double d)
{
    if (!isfinite(d) || fabs(d) >= 1e15 || (d != 0 && fabs(d) < 0.01))
        return str_printf(a, "%.2g", d);
    struct str s = num_format_fixed(a, d, 2);
    while (s.p[s.n - 1] == '0')
        s.n--;
    return s.p[s.n - 1] == '.' ? str_slice(s, 0, s.n - 1) : s;
}

static void put_value(struct buf *b, struct arena *scratch, struct value v)
{
    bool plain = v.type == VALUE_DOUBLE && v.unit != UNIT_BYTES && !(v.origin && v.origin->written.n);
    struct str s = plain ? show_double(scratch, v.as.d) : value_show(scratch, v);
    buf_put(b, diag_escape(scratch, s.n > SHOWN_BYTES ? cut(s) : s));
    if (s.n > SHOWN_BYTES)
        buf_put(b, STR("..."));
}

bool cel_template_render(const struct cel_template *t, const struct value *vars, struct arena *a, struct arena *scratch,
                         const struct cel_limits *limits, struct str *ret, struct value *ret_error)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < t->n; i++) {
        buf_put(&b, diag_escape(a, t->pieces[i].text));
        if (!t->pieces[i].program)
            continue;
        struct arena_mark mark = arena_mark(scratch);
        struct value v = cel_eval(t->pieces[i].program, vars, scratch, limits);
        bool failed = v.type == VALUE_ERROR;
        if (failed)
            *ret_error = value_error(a, v.as.error->at, "%.*s", STR_ARG(v.as.error->message));
        else
            put_value(&b, scratch, v);
        arena_pop(scratch, mark);
        if (failed)
            return false;
    }
    *ret = buf_str(&b);
    return true;
}

bool cel_template_reads(const struct cel_template *t, uint32_t variable)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->pieces[i].program && cel_reads(t->pieces[i].program, variable))
            return true;
    return false;
}
