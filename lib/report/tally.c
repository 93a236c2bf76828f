#include "report/tally.h"
#include "report/paint.h"

#include <inttypes.h>
#include <stdlib.h>

static int by_rule(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;
    int rules = str_cmp(a->rule, b->rule);
    return rules ? rules : (int)b->severity - (int)a->severity;
}

static int by_number(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return by_rule(x, y);
}

/* Joins neighbours of the same rule and severity. Returns how many remain. */
static uint32_t join(struct tally *tallies, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept > 0 && by_rule(&tallies[kept - 1], &tallies[i]) == 0)
            tallies[kept - 1].n++;
        else
            tallies[kept++] = tallies[i];
    return kept;
}

static void sort(struct tally *tallies, uint32_t n, int (*order)(const void *, const void *))
{
    if (n > 0)
        qsort(tallies, n, sizeof(*tallies), order);
}

uint32_t tally_findings(struct arena *a, const struct outcome *r, struct tally **ret)
{
    struct tally *tallies = arena_array(a, struct tally, r->findings.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->findings.n; i++) {
        const struct finding *f = r->findings.p[i];
        if (report_shows(f))
            tallies[n++] = (struct tally){f->rule, f->severity, 1};
    }
    sort(tallies, n, by_rule);
    n = join(tallies, n);
    sort(tallies, n, by_number);
    *ret = tallies;
    return n;
}

void tally_print(const struct outcome *r, struct report_out *o)
{
    struct tally *tallies;
    uint32_t n = o->options.statistics ? tally_findings(&o->scratch, r, &tallies) : 0;
    for (uint32_t i = 0; i < n; i++) {
        out_printf(o, "%6" PRIu32 " ", tallies[i].n);
        struct str severity = severity_name(tallies[i].severity);
        paint_put(o, paint_of(tallies[i].severity), severity);
        out_pad(o, ' ', 8 - severity.n);
        out_escaped(o, tallies[i].rule);
        out_putc(o, '\n');
    }
}
