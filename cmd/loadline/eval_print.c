#include "eval_print.h"

#include "diag/escape.h"

/* ---- values ---- */

static void print_reasons(struct report_out *o, struct value v)
{
    out_put(o, STR("unknown"));
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++) {
        out_put(o, i ? STR(", ") : STR(": "));
        out_escaped(o, v.as.reasons->p[i]);
    }
}

static void print_value(struct report_out *o, struct value v)
{
    if (value_is_unknown(v)) {
        print_reasons(o, v);
        return;
    }
    bool quoted = v.type == VALUE_STRING;
    if (v.type == VALUE_ERROR)
        out_put(o, STR("error: "));
    out_put(o, quoted ? STR("\"") : STR(""));
    out_escaped(o, value_format(&o->scratch, v));
    out_put(o, quoted ? STR("\"") : STR(""));
}

static void print_place(struct report_out *o, struct source_store *sources, struct value v)
{
    struct place p = v.origin ? source_place(sources, value_at(v)) : (struct place){0};
    if (!p.file)
        return;
    struct line_column lc = file_line_column(p.file, p.off);
    out_put(o, STR("  "));
    out_escaped(o, p.file->path);
    out_printf(o, ":%u:%u", lc.line, lc.column);
    if (v.origin->kind == ORIGIN_DEFAULT)
        out_put(o, STR(" (default)"));
}

/* ---- subexpressions ---- */

struct tree {
    struct report_out *o;
    struct source_store *sources;
    struct str expression;
    const struct cel_trace *trace;
};

/* Literals and objects say nothing that does not stand there. */
static bool is_literal(struct tree *t, const struct cel_step *s)
{
    struct str text = str_slice(t->expression, s->off, s->off + s->len);
    bool quoted = text.n >= 2 && (text.p[0] == '"' || text.p[0] == '\'');
    return s->value.type == VALUE_OBJECT || str_eq(text, value_format(&t->o->scratch, s->value)) ||
           (quoted && text.n == s->value.n + 2);
}

static void print_step(struct tree *t, const struct cel_step *s)
{
    out_pad(t->o, ' ', 2 + 2 * s->depth);
    out_escaped(t->o, str_slice(t->expression, s->off, s->off + s->len));
    out_put(t->o, STR(" = "));
    print_value(t->o, s->value);
    print_place(t->o, t->sources, s->value);
    out_putc(t->o, '\n');
}

/* The steps [from, to) are subtrees, each behind its parts; here a whole stands before them. Goes as deep as an expression may be high (LIMIT_CEL_HEIGHT). */
static void print_steps(struct tree *t, uint32_t from, uint32_t to)
{
    const struct cel_step *steps = t->trace->steps.p;
    for (uint32_t start = from; start < to;) {
        uint32_t root = start, depth = UINT32_MAX;
        for (uint32_t i = start; i < to; i++)
            depth = steps[i].depth < depth ? steps[i].depth : depth;
        while (root < to && steps[root].depth != depth)
            root++;
        if (!is_literal(t, &steps[root]))
            print_step(t, &steps[root]);
        print_steps(t, start, root);
        start = root + 1;
    }
}

void eval_print(struct report_out *o, struct source_store *sources, struct str expression, struct value v,
                const struct cel_trace *trace)
{
    struct tree t = {o, sources, expression, trace};
    print_value(o, v);
    print_place(o, sources, v);
    out_putc(o, '\n');
    bool settled = value_is_known(v) && !(v.type == VALUE_BOOL && !v.as.b);
    if (!settled)
        print_steps(&t, 0, trace->steps.n);
    if (!settled && trace->n_dropped)
        out_printf(o, "  ... and %u more\n", trace->n_dropped);
}

/* ---- faults ---- */

void eval_print_faults(struct report_out *o, struct str expression, const struct cel_faults *faults)
{
    for (uint32_t i = 0; i < faults->list.n; i++) {
        const struct cel_fault *f = &faults->list.p[i];
        out_put(o, STR("loadline eval: "));
        out_escaped(o, f->message);
        out_put(o, STR("\n  "));
        out_escaped(o, expression);
        out_put(o, STR("\n  "));
        out_pad(o, ' ', f->off);
        out_pad(o, '^', f->len ? f->len : 1);
        if (f->help.n)
            out_printf(o, " %.*s", STR_ARG(f->help));
        out_putc(o, '\n');
    }
}
