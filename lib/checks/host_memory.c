#include "checks/checks.h"

#include "stack/budget.h"

/* Figures that somebody chose or measured; a worst case of defaults proves nothing, nor do copies that a cluster may have put elsewhere. */
static bool counts(const struct budget_row *row)
{
    return !row->service->service.spread && row->basis != BUDGET_UNKNOWN && row->basis != BUDGET_DEFAULTS && !(row->need.flags & VALUE_UNLIMITED);
}

static bool is_firm(const struct budget_row *row)
{
    return row->basis == BUDGET_MEASURED;
}

static struct value sum_of(struct arena *a, const struct budget *b)
{
    struct value sum = value_size(0);
    for (uint32_t i = 0; i < b->rows.n; i++)
        if (counts(&b->rows.p[i]))
            sum = value_add(a, sum, b->rows.p[i].need);
    return sum;
}

/* The row with the largest need; of equals the first. NULL: nothing counts. */
static const struct budget_row *largest(const struct budget *b)
{
    const struct budget_row *most = NULL;
    for (uint32_t i = 0; i < b->rows.n; i++)
        if (counts(&b->rows.p[i]) && (!most || b->rows.p[i].need.as.i > most->need.as.i))
            most = &b->rows.p[i];
    return most;
}

static uint32_t count_rows(const struct budget *b, bool firm_only)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->rows.n; i++)
        n += counts(&b->rows.p[i]) && (!firm_only || is_firm(&b->rows.p[i]));
    return n;
}

static struct span place_of(const struct budget_row *row)
{
    struct span at = value_at(row->need);
    return span_is_none(at) ? row->service->service.at : at;
}

static void note_row(const struct check_input *in, struct finding *f, const struct budget_row *row)
{
    const struct service *s = &row->service->service;
    struct str name = diag_quote(in->a, value_format(in->a, s->field[SERVICE_NAME]));
    if (is_firm(row))
        diag_note(in->sink, f, "%.*s: %.*s x %.*s = %.*s, measured", STR_ARG(name),
                  STR_ARG(value_show(in->a, budget_processes(in->a, s))),
                  STR_ARG(value_show(in->a, s->field[SERVICE_MEMORY_PROCESS])),
                  STR_ARG(value_format(in->a, row->need)));
    else
        diag_note(in->sink, f, "%.*s: %.*s, its %.*s", STR_ARG(name), STR_ARG(value_show(in->a, row->need)),
                  STR_ARG(budget_basis_name(row->basis)));
}

static void tell(const struct check_input *in, const struct budget *b, struct value sum)
{
    const struct budget_row *most = largest(b);
    uint32_t n = count_rows(b, false);
    struct str host = value_format(in->a, in->host->name);
    struct finding *f = diag_add(
        in->sink, in->rule, place_of(most), "%u services on host %.*s may take %.*s together; it has %.*s", n,
        STR_ARG(diag_quote(in->a, host)), STR_ARG(value_format(in->a, sum)), STR_ARG(value_show(in->a, b->memory)));
    /* Where not all of it is measured, load decides whether it is reached. */
    if (count_rows(b, true) < n) {
        f->severity_set = true;
        f->severity = SEV_WARNING;
    }
    diag_label(in->sink, f, "the largest part: %.*s", STR_ARG(value_format(in->a, most->need)));
    for (uint32_t i = 0; i < b->rows.n; i++)
        if (counts(&b->rows.p[i])) {
            note_row(in, f, &b->rows.p[i]);
            if (&b->rows.p[i] != most)
                diag_related(in->sink, f, place_of(&b->rows.p[i]), "and %.*s here",
                             STR_ARG(value_format(in->a, b->rows.p[i].need)));
        }
    diag_note(in->sink, f, "%.*s are usable: %.*s are kept for the system", STR_ARG(value_format(in->a, b->usable)),
              STR_ARG(value_show(in->a, in->host->reserve)));
    diag_help(in->sink, f, "fewer processes, smaller limits, or another host for one of them");
    vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, host));
}

void check_services_exceed_memory(const struct check_input *in)
{
    struct budget b;
    budget_make(in->a, in->stack, in->host, &b);
    struct value sum = sum_of(in->a, &b);
    const struct budget_row *most = largest(&b);
    if (count_rows(&b, false) < 2 || !check_needs(in, &b.usable, 1, most->service->service.at))
        return;
    /* One that does not fit alone is told by its own rule. */
    if (sum.as.i > b.usable.as.i && most->need.as.i <= b.usable.as.i)
        tell(in, &b, sum);
}
