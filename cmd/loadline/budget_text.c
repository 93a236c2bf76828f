/* loadline budget for people: a table a host, bars of what is needed, then what does not fit and what is not known. */
#include "budget.h"
#include "page.h"

#include "base/num.h"
#include "base/utf8.h"
#include "report/summary.h"

#include <inttypes.h>

enum {
    NAMES = 29,    /* columns of a row for the names of services and for files */
    NAME_MIN = 10, /* the names of services keep so many of them */
    FIGURE = 7,    /* columns of a size or a count; one more for its mark */
    BASIS = 10,    /* of "worst case" */
    BAR = 30,      /* of a bar that takes all there is */
};

/* A host while it is drawn. */
struct picture {
    struct report_out *o;
    struct arena *a; /* until the host is done */
    const struct host_budget *shown;
    const struct budget *b;
    uint32_t name_columns;
};

/* ---- figures ---- */

/* '~' for an estimate, '*' for what rests on defaults, ' ' for what does not. */
static char mark_of(uint8_t flags)
{
    return flags & VALUE_ESTIMATE ? '~' : flags & VALUE_FROM_DEFAULTS ? '*' : ' ';
}

static uint8_t flags_of(struct value v)
{
    if (!value_is_known(v))
        return 0;
    return (uint8_t)((v.flags & VALUE_ESTIMATE) | (budget_is_default(v) ? VALUE_FROM_DEFAULTS : 0));
}

static struct str figure(struct arena *a, struct value v)
{
    if (!value_is_known(v))
        return STR("?");
    if (v.flags & VALUE_UNLIMITED)
        return STR("none");
    return v.type == VALUE_NULL ? STR("-") : value_format(a, v);
}

/* An amount of memory, rather than a limit on it. */
static struct str amount(struct arena *a, struct value v)
{
    return value_is_known(v) && v.flags & VALUE_UNLIMITED ? STR("no cap") : figure(a, v);
}

static void put_bare(struct picture *p, struct str text)
{
    out_putc(p->o, ' ');
    page_cell(p->o, page_fit(p->a, text, FIGURE), FIGURE, true);
}

static void put_figure(struct picture *p, struct str text, uint8_t flags)
{
    put_bare(p, text);
    out_putc(p->o, mark_of(flags));
}

static void put_amount(struct picture *p, struct value v)
{
    put_figure(p, amount(p->a, v), flags_of(v));
}

/* "4", or "4x8": processes and the threads of one, where there is room for both. */
static struct str processes(struct picture *p, const struct service *s)
{
    struct str n = figure(p->a, s->field[SERVICE_PROCESSES]);
    struct value threads = s->field[SERVICE_THREADS];
    if (!value_is_known(threads) || (threads.type == VALUE_INT && threads.as.i == 1))
        return n;
    struct str both = str_printf(p->a, "%.*sx%.*s", STR_ARG(n), STR_ARG(figure(p->a, threads)));
    return both.n <= FIGURE ? both : n;
}

static bool is_true(struct value v)
{
    return v.type == VALUE_BOOL && v.as.b;
}

/* "1034/65536": what one process may need of what it may open. */
static struct str files(struct picture *p, const struct budget_row *row)
{
    const struct value *field = row->service->service.field;
    struct str need = figure(p->a, field[SERVICE_FDS_NEED]), limit = figure(p->a, field[SERVICE_FDS_LIMIT]);
    return str_printf(p->a, "%.*s/%.*s%s", STR_ARG(need), STR_ARG(limit), is_true(row->over_fds) ? " !" : "");
}

static struct str row_name(struct picture *p, const struct budget_row *row, uint32_t columns)
{
    return page_fit(p->a, budget_row_name(p->shown, row), columns);
}

/* ---- the table ---- */

static uint32_t larger(uint32_t x, uint32_t y)
{
    return x > y ? x : y;
}

/* Names take what files leave. */
static void measure(struct picture *p)
{
    uint32_t name = 8, file = 5;
    for (uint32_t i = 0; i < p->b->rows.n; i++) {
        name = larger(name, utf8_columns(row_name(p, &p->b->rows.p[i], NAMES)));
        file = larger(file, utf8_columns(files(p, &p->b->rows.p[i])));
    }
    uint32_t most = file + NAME_MIN < NAMES ? NAMES - file : NAME_MIN;
    p->name_columns = name < most ? name : most;
}

static void put_row(struct picture *p, const struct budget_row *row)
{
    const struct service *s = &row->service->service;
    struct value number = s->field[SERVICE_PROCESSES];
    out_put(p->o, STR("  "));
    page_cell(p->o, row_name(p, row, p->name_columns), p->name_columns, false);
    put_figure(p, processes(p, s), flags_of(number));
    put_amount(p, s->field[SERVICE_MEMORY_REST]);
    put_amount(p, row->need);
    out_put(p->o, STR("  "));
    page_cell(p->o, row->basis == BUDGET_UNKNOWN ? STR("?") : budget_basis_name(row->basis), BASIS, false);
    put_figure(p, figure(p->a, s->field[SERVICE_MEMORY_LIMIT]), flags_of(s->field[SERVICE_MEMORY_LIMIT]));
    out_put(p->o, STR(" "));
    out_put(p->o, page_fit(p->a, files(p, row), NAMES - NAME_MIN));
    out_putc(p->o, '\n');
}

static struct str sum(struct picture *p, const struct budget_sum *of)
{
    return of->n_missing < p->b->rows.n ? figure(p->a, of->sum) : STR("?");
}

static void put_together(struct picture *p)
{
    if (p->b->rows.n < 2 || !p->b->host)
        return;
    out_put(p->o, STR("  "));
    page_cell(p->o, STR("together"), p->name_columns + 1 + FIGURE + 1, false);
    put_figure(p, sum(p, &p->b->rest), p->b->rest.marks);
    put_bare(p, sum(p, &p->b->need));
    if (mark_of(p->b->need.marks) != ' ')
        out_putc(p->o, mark_of(p->b->need.marks));
    out_putc(p->o, '\n');
}

static void put_table(struct picture *p)
{
    static const char *const headings[] = {"procs", "at rest", "need"};
    out_put(p->o, STR("\n  "));
    page_cell(p->o, STR("service"), p->name_columns, false);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        put_figure(p, str_from(headings[i]), 0);
    out_put(p->o, STR("  "));
    page_cell(p->o, STR("rests on"), BASIS, false);
    put_figure(p, STR("limit"), 0);
    out_put(p->o, STR(" files\n"));
    for (uint32_t i = 0; i < p->b->rows.n; i++)
        put_row(p, &p->b->rows.p[i]);
    put_together(p);
    out_putc(p->o, '\n');
}

/* ---- bars ---- */

static double part_of(const struct budget *b, struct value v)
{
    return (double)v.as.i / (double)b->usable.as.i;
}

static void put_bar(struct picture *p, struct str name, struct value v, const char *behind)
{
    double part = part_of(p->b, v);
    out_put(p->o, STR("  "));
    page_cell(p->o, name, p->name_columns, false);
    out_putc(p->o, ' ');
    page_cell(p->o, page_percent(p->a, part), FIGURE, true);
    out_put(p->o, STR("  "));
    page_bar(p->o, part, BAR);
    out_printf(p->o, "%s%s\n", part > 1 ? " !" : "", behind);
}

static bool is_size(struct value v)
{
    return v.type == VALUE_INT && !(v.flags & VALUE_UNLIMITED);
}

static void put_bars(struct picture *p)
{
    bool some = p->b->need.n_missing < p->b->rows.n;
    if (!is_size(p->b->usable) || p->b->usable.as.i <= 0 || !some)
        return;
    out_printf(p->o, "  need, as a part of %s\n", str_dup(p->a, figure(p->a, p->b->usable)).p);
    for (uint32_t i = 0; i < p->b->rows.n; i++)
        if (is_size(p->b->rows.p[i].need))
            put_bar(p, row_name(p, &p->b->rows.p[i], p->name_columns), p->b->rows.p[i].need, "");
    if (p->b->rows.n > 1)
        put_bar(p, STR("together"), p->b->need.sum, "");
    out_putc(p->o, '\n');
}

/* ---- what it comes to ---- */

static void put_swap(struct picture *p, struct buf *b, int64_t lacking)
{
    struct value swap = p->b->swap;
    if (!is_size(swap) || swap.as.i == 0)
        return;
    if (swap.as.i >= lacking)
        buf_printf(b, ", which %.*s of swap would hold", STR_ARG(figure(p->a, swap)));
    else
        buf_printf(b, ", more than the %.*s of swap", STR_ARG(figure(p->a, swap)));
}

/* "memory: 2.4GiB of 7.6GiB needed, 5.2GiB left". */
static void put_memory(struct picture *p)
{
    struct buf b = {.a = p->a};
    uint32_t missing = p->b->need.n_missing;
    if (!is_size(p->b->left) || missing == p->b->rows.n)
        return;
    int64_t left = p->b->left.as.i;
    buf_printf(&b, "memory: %.*s of %.*s needed, ", STR_ARG(figure(p->a, p->b->need.sum)),
               STR_ARG(figure(p->a, p->b->usable)));
    buf_printf(&b, "%s %s", num_format_size(p->a, left < 0 ? -left : left).p, left < 0 ? "too much" : "left");
    if (left < 0)
        put_swap(p, &b, -left);
    if (missing > 0)
        buf_printf(&b, "; %" PRIu32 " service%s not in it", missing, missing == 1 ? " is" : "s are");
    page_paragraph(p->o, 2, &b);
}

/* "CPUs: 8 threads serve on 4 CPUs, 2 for each". Not all of them need be able to run at one time: the interpreters of Python and Ruby run one of a process. */
static void put_cpus(struct picture *p)
{
    struct buf b = {.a = p->a};
    const struct budget_sum *t = &p->b->threads;
    struct value cpus = p->b->host->cpus;
    if (!value_is_known(cpus) || t->n_missing == p->b->rows.n)
        return;
    double each = (double)t->sum.as.i / value_as_double(cpus);
    bool one = t->sum.as.i == 1;
    buf_printf(&b, "CPUs: %.*s thread%s on %.*s CPU%s, %.*s for each", STR_ARG(figure(p->a, t->sum)),
               one ? " serves" : "s serve", STR_ARG(figure(p->a, cpus)), value_as_double(cpus) == 1 ? "" : "s",
               STR_ARG(page_factor(p->a, each)));
    if (t->n_missing > 0)
        buf_printf(&b, "; %" PRIu32 " service%s not in it", t->n_missing, t->n_missing == 1 ? " is" : "s are");
    page_paragraph(p->o, 2, &b);
}

/* "files: a process of nginx may need 4098, and may open 1024". */
static void put_files(struct picture *p)
{
    for (uint32_t i = 0; i < p->b->rows.n; i++) {
        const struct budget_row *row = &p->b->rows.p[i];
        const struct value *field = row->service->service.field;
        struct buf b = {.a = p->a};
        if (!is_true(row->over_fds))
            continue;
        buf_printf(&b, "files: a process of %.*s may need %.*s and open %.*s", STR_ARG(row_name(p, row, PAGE_NAME)),
                   STR_ARG(figure(p->a, field[SERVICE_FDS_NEED])), STR_ARG(figure(p->a, field[SERVICE_FDS_LIMIT])));
        page_paragraph(p->o, 2, &b);
    }
}

static void put_lack(struct buf *b, const char *what, struct value v)
{
    buf_put(b, str_from(what));
    page_reasons(b, v);
}

/* A limit would tell the need, too, but nothing says that there should be one. */
static void put_unknown(struct picture *p, const struct budget_row *row)
{
    const struct value *field = row->service->service.field;
    struct buf b = {.a = p->a};
    buf_printf(&b, "not known: the need of %.*s: ", STR_ARG(row_name(p, row, PAGE_NAME)));
    put_lack(&b, "neither measured (lacks ", value_mul(p->a, field[SERVICE_PROCESSES], field[SERVICE_MEMORY_PROCESS]));
    put_lack(&b, ") nor computed (lacks ", field[SERVICE_MEMORY_WORST]);
    buf_putc(&b, ')');
    page_paragraph(p->o, 2, &b);
}

static void put_missing(struct picture *p)
{
    for (uint32_t i = 0; i < p->b->rows.n; i++) {
        const struct budget_row *row = &p->b->rows.p[i];
        struct buf b = {.a = p->a};
        if (row->basis == BUDGET_UNKNOWN) {
            put_unknown(p, row);
        } else if (row->need.flags & VALUE_UNLIMITED) {
            buf_printf(&b, "no cap: nothing bounds what %.*s may take", STR_ARG(row_name(p, row, PAGE_NAME)));
            page_paragraph(p->o, 2, &b);
        }
    }
}

/* ---- the host ---- */

static void put_names(struct picture *p, struct buf *b)
{
    buf_put(b, p->shown->hosts.n > 1 ? STR("hosts ") : p->shown->hosts.n ? STR("host ") : STR("on no known host"));
    for (uint32_t i = 0; i < p->shown->hosts.n; i++) {
        buf_put(b, i ? STR(", ") : STR(""));
        buf_put(b, page_fit(p->a, value_format(p->a, p->shown->hosts.p[i]->name), PAGE_NAME));
    }
}

static void put_swap_of(struct picture *p, struct buf *b, struct value swap)
{
    if (!is_size(swap))
        buf_put(b, STR("; swap unknown"));
    else if (swap.as.i == 0)
        buf_put(b, STR("; no swap"));
    else
        buf_printf(b, "; %.*s of swap", STR_ARG(figure(p->a, swap)));
}

/* "4 CPUs; 8GiB of memory less a reserve of 410MiB; 2GiB of swap". */
static void put_about(struct picture *p)
{
    const struct host *h = p->b->host;
    struct buf b = {.a = p->a};
    bool one = value_is_known(h->cpus) && value_as_double(h->cpus) == 1;
    if (is_size(h->count) && h->count.as.i > 1)
        buf_printf(&b, "each of %.*s machines: ", STR_ARG(figure(p->a, h->count)));
    if (value_is_known(h->cpus))
        buf_printf(&b, "%.*s CPU%s; ", STR_ARG(figure(p->a, h->cpus)), one ? "" : "s");
    else
        buf_put(&b, STR("CPUs unknown; "));
    if (is_size(h->memory))
        buf_printf(&b, "%.*s of memory", STR_ARG(figure(p->a, h->memory)));
    else
        buf_put(&b, STR("memory unknown"));
    if (is_size(h->reserve))
        buf_printf(&b, " less a reserve of %.*s", STR_ARG(figure(p->a, h->reserve)));
    put_swap_of(p, &b, h->swap);
    page_paragraph(p->o, 2, &b);
}

static void put_host(struct picture *p, const struct budgets *s)
{
    struct buf names = {.a = p->a};
    put_names(p, &names);
    page_paragraph(p->o, 0, &names);
    if (p->b->host)
        put_about(p);
    measure(p);
    put_table(p);
    if (p->b->host) {
        put_bars(p);
        put_memory(p);
        put_cpus(p);
    }
    put_files(p);
    put_missing(p);
    out_putc(p->o, '\n');
    if (s->why)
        budget_why(s, p->shown, p->o);
}

/* ---- the report ---- */

/* Whether any figure of the tables has the mark. */
static bool has_mark(const struct budget *b, enum value_flag mark)
{
    for (uint32_t i = 0; i < b->rows.n; i++) {
        const struct value *f = b->rows.p[i].service->service.field;
        const struct value shown[] = {f[SERVICE_PROCESSES], f[SERVICE_MEMORY_REST], b->rows.p[i].need,
                                      f[SERVICE_MEMORY_LIMIT]};
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            if (flags_of(shown[k]) & mark)
                return true;
    }
    return false;
}

static void put_legend(const struct budgets *s, struct report_out *o)
{
    bool defaults = false, estimates = false;
    for (uint32_t i = 0; i < s->hosts.n; i++) {
        defaults |= has_mark(&s->hosts.p[i]->b, VALUE_FROM_DEFAULTS);
        estimates |= has_mark(&s->hosts.p[i]->b, VALUE_ESTIMATE);
    }
    out_put(o, defaults ? STR("*: rests on defaults that nobody chose\n") : STR(""));
    out_put(o, estimates ? STR("~: an estimate\n") : STR(""));
}

static void put_idle(const struct budgets *s, struct report_out *o)
{
    struct buf b = {.a = &o->scratch};
    VEC(struct str) names = {0};
    for (uint32_t i = 0; i < s->idle.n; i++)
        vec_push(&o->scratch, &names, page_fit(&o->scratch, value_format(&o->scratch, s->idle.p[i]->name), PAGE_NAME));
    if (names.n == 0)
        return;
    buf_put(&b, STR("no service is known of "));
    summary_list(&b, names.p, names.n, PAGE_NAMED);
    page_paragraph(o, 0, &b);
}

static bool has_services(const struct view *v, const struct host *h)
{
    const struct budgets *s = v->shown;
    for (uint32_t i = 0; i < s->idle.n; i++)
        if (s->idle.p[i] == h)
            return false;
    return true;
}

void budget_text(const struct view *v, struct report_out *o)
{
    const struct budgets *s = v->shown;
    struct buf b = {.a = &o->scratch};
    uint64_t n = 0;
    for (uint32_t i = 0; i < s->hosts.n; i++) {
        struct arena_mark mark = arena_mark(&o->scratch);
        struct picture p = {.o = o, .a = &o->scratch, .shown = s->hosts.p[i], .b = &s->hosts.p[i]->b};
        put_host(&p, s);
        arena_pop(&o->scratch, mark);
        n += s->hosts.p[i]->b.rows.n;
    }
    put_legend(s, o);
    put_idle(s, o);
    view_gaps(v, o);
    summary_count(&b, n, "service");
    out_put(o, buf_str(&b));
    view_footer(v, o, has_services);
}
