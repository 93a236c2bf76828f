/* loadline budget --why: where each figure of the tables comes from. */
#include "budget.h"
#include "page.h"

#include "diag/escape.h"

#include <inttypes.h>

/* While figures are told. */
struct telling {
    struct report_out *o;
    struct arena *a;
    struct source_store *sources;
    const struct budget_row *row; /* of this service; NULL: of the host */
    const struct value *field;
};

/* "nginx.conf:3:18"; empty without a place. */
static struct str place_of(struct telling *t, struct span at)
{
    struct place p = source_place(t->sources, at);
    if (!p.file)
        return STR("");
    return str_printf(t->a, "%s:%" PRIu32, view_place(t->a, p).p, file_line_column(p.file, p.off).column);
}

static void put_at(struct telling *t, struct buf *b, struct span at)
{
    struct str place = place_of(t, at);
    if (place.n)
        buf_printf(b, ", %.*s", STR_ARG(place));
}

/* Where a value stands or what gave it. What is derived has its steps below. */
static void put_origin(struct telling *t, struct buf *b, struct value v)
{
    const struct origin *origin = v.origin;
    static const char *const words[] = {": set", ": inherited", ": default", ": a fact", ": computed"};
    bool is_derived = origin->kind == ORIGIN_DERIVED, is_default = origin->kind == ORIGIN_DEFAULT;
    bool told = is_default || span_is_none(origin->at); /* by its text, not by a place */
    if (is_default && origin->text.n)
        buf_putc(b, ':');
    else
        buf_put(b, str_from(words[origin->kind]));
    if (origin->kind <= ORIGIN_INHERITED && origin->written.n && !str_eq(origin->written, value_format(t->a, v)))
        buf_printf(b, " as %s", page_fit(t->a, origin->written, PAGE_NAME).p);
    if (told && !is_derived && origin->text.n)
        buf_printf(b, " %s", diag_escape(t->a, origin->text).p);
    if (!is_default)
        put_at(t, b, origin->at);
}

static void put_steps(struct telling *t, const struct origin *origin)
{
    struct str steps = origin && origin->kind == ORIGIN_DERIVED ? origin->text : (struct str){0};
    while (steps.n > 0) {
        struct buf b = {.a = t->a};
        buf_put(&b, diag_escape(t->a, str_cut(&steps, '\n')));
        page_paragraph(t->o, 6, &b);
    }
}

static void tell_value(struct telling *t, const char *what, struct value v)
{
    struct buf b = {.a = t->a};
    buf_printf(&b, "%s ", what);
    if (value_is_known(v)) {
        buf_put(&b, value_format(t->a, v));
        buf_put(&b, v.flags & VALUE_ESTIMATE ? STR(" (an estimate)") : STR(""));
        if (v.origin)
            put_origin(t, &b, v);
    } else {
        buf_put(&b, STR("not known: "));
        page_reasons(&b, v);
    }
    page_paragraph(t->o, 4, &b);
    if (value_is_known(v))
        put_steps(t, v.origin);
}

/* A figure that somebody told of; of others nothing is said. */
static void tell(struct telling *t, const char *what, enum service_field f)
{
    if (!service_unstated(&t->row->service->service, f) && t->field[f].type != VALUE_NULL)
        tell_value(t, what, t->field[f]);
}

/* What the limit goes before. */
static const char *why_limit(const struct telling *t)
{
    if (value_is_known(t->field[SERVICE_MEMORY_PROCESS]) && value_is_known(t->field[SERVICE_PROCESSES]))
        return "its limit, which is below what was measured";
    return value_is_known(t->field[SERVICE_MEMORY_WORST]) ? "its limit, which is below the worst case"
                                                          : "its limit; nothing else is known";
}

static void tell_need(struct telling *t)
{
    struct buf b = {.a = t->a};
    if (t->row->basis == BUDGET_UNKNOWN)
        return;
    buf_printf(&b, "need %.*s: ", STR_ARG(value_format(t->a, t->row->need)));
    if (t->row->basis == BUDGET_MEASURED)
        buf_printf(&b, "%.*s processes x %.*s, measured", STR_ARG(value_format(t->a, t->field[SERVICE_PROCESSES])),
                   STR_ARG(value_format(t->a, t->field[SERVICE_MEMORY_PROCESS])));
    else if (t->row->basis == BUDGET_LIMIT)
        buf_put(&b, str_from(why_limit(t)));
    else
        buf_put(&b, t->row->basis == BUDGET_DEFAULTS ? STR("the worst case, of settings that nobody chose")
                                                     : STR("the worst case"));
    page_paragraph(t->o, 4, &b);
}

static void tell_runners(struct telling *t)
{
    for (uint32_t i = 0; i < t->row->service->runners.n; i++) {
        const struct service *r = &t->row->service->runners.p[i]->service;
        struct buf b = {.a = t->a};
        buf_printf(&b, "run by %.*s", STR_ARG(page_fit(t->a, value_format(t->a, r->field[SERVICE_NAME]), PAGE_NAME)));
        put_at(t, &b, r->at);
        page_paragraph(t->o, 4, &b);
    }
}

static void tell_row(struct telling *t)
{
    struct str name = page_fit(t->a, value_format(t->a, t->field[SERVICE_NAME]), PAGE_NAME);
    struct buf title = {.a = t->a};
    buf_put(&title, name);
    put_at(t, &title, t->row->service->service.at);
    page_paragraph(t->o, 2, &title);
    tell_runners(t);
    tell(t, "processes", SERVICE_PROCESSES);
    tell(t, "threads", SERVICE_THREADS);
    tell(t, "memory at rest", SERVICE_MEMORY_REST);
    tell(t, "memory at worst", SERVICE_MEMORY_WORST);
    tell(t, "memory of one process", SERVICE_MEMORY_PROCESS);
    tell(t, "memory limit", SERVICE_MEMORY_LIMIT);
    tell(t, "swap limit", SERVICE_SWAP_LIMIT);
    tell_need(t);
    tell(t, "files needed", SERVICE_FDS_NEED);
    tell(t, "files allowed", SERVICE_FDS_LIMIT);
    out_putc(t->o, '\n');
}

/* ---- the host ---- */

static void tell_host(struct telling *t, const struct budget *b)
{
    out_put(t->o, STR("  the host\n"));
    tell_value(t, "CPUs", b->host->cpus);
    tell_value(t, "memory", b->memory);
    tell_value(t, "reserve", b->host->reserve);
    tell_value(t, "swap", b->swap);
    out_putc(t->o, '\n');
}

/* "342MiB of haproxy + 1GiB of nginx = 1.33GiB". */
static void tell_sum(struct telling *t, const struct host_budget *h)
{
    const struct budget *b = &h->b;
    struct buf steps = {.a = t->a};
    for (uint32_t i = 0; i < b->rows.n; i++) {
        const struct budget_row *row = &b->rows.p[i];
        if (row->need.type != VALUE_INT || row->need.flags & VALUE_UNLIMITED)
            continue;
        struct str name = page_fit(t->a, budget_row_name(h, row), PAGE_NAME);
        buf_put(&steps, steps.n ? STR(" + ") : STR(""));
        buf_printf(&steps, "%.*s of %.*s", STR_ARG(value_format(t->a, row->need)), STR_ARG(name));
    }
    if (b->need.n_missing + 1 >= b->rows.n)
        return; /* of one there is nothing to add */
    buf_printf(&steps, " = %.*s", STR_ARG(value_format(t->a, b->need.sum)));
    out_put(t->o, STR("  together\n"));
    page_paragraph(t->o, 4, &steps);
    out_putc(t->o, '\n');
}

void budget_why(const struct budgets *s, const struct host_budget *h, struct report_out *o)
{
    struct telling t = {.o = o, .a = &o->scratch, .sources = &s->view->run->sources};
    if (h->b.host)
        tell_host(&t, &h->b);
    for (uint32_t i = 0; i < h->b.rows.n; i++) {
        t.row = &h->b.rows.p[i];
        t.field = t.row->service->service.field;
        tell_row(&t);
    }
    if (h->b.host)
        tell_sum(&t, h);
}
