#include "report/summary.h"

#include "base/map.h"
#include "diag/escape.h"

#include <inttypes.h>

enum { HOSTS_NAMED = 3, RULES_NAMED = 4, FACTS_NAMED = 4 };

void summary_count(struct buf *b, uint64_t n, const char *noun)
{
    buf_printf(b, "%" PRIu64 " %s%s", n, noun, n == 1 ? "" : "s");
}

void summary_list(struct buf *b, const struct str *texts, uint32_t n, uint32_t max)
{
    for (uint32_t i = 0; i < n && i < max; i++) {
        if (i > 0)
            buf_put(b, STR(", "));
        buf_put(b, diag_escape(b->a, texts[i]));
    }
    if (n > max)
        buf_printf(b, " and %" PRIu32 " more", n - max);
}

static void put_findings(struct buf *b, const struct outcome *r)
{
    const struct {
        uint32_t n;
        const char *noun;
    } parts[] = {{r->n_errors, "error"}, {r->n_warnings, "warning"}, {r->n_notes, "note"}};
    size_t before = b->n;
    for (uint32_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (parts[i].n == 0)
            continue;
        if (b->n > before)
            buf_put(b, STR(", "));
        summary_count(b, parts[i].n, parts[i].noun);
    }
    if (b->n == before)
        buf_put(b, r->n_baseline + r->n_unchanged > 0 ? STR("no new findings") : STR("no findings"));
}

/* "no findings in 3 files" must not be said of files that were read in part. */
static void put_head(struct buf *b, const struct outcome *r)
{
    bool clean = r->n_errors + r->n_warnings + r->n_notes == 0;
    if (r->judged.n == 0 && clean) {
        buf_put(b, STR("no files judged"));
        return;
    }
    put_findings(b, r);
    buf_put(b, clean && r->not_analysed.n > 0 ? STR(" in the analysed part of ") : STR(" in "));
    summary_count(b, r->judged.n, "file");
}

/* Numbers and units apart: "8GiB" is "8 GiB" here. */
static void put_size(struct buf *b, struct str size)
{
    size = diag_escape(b->a, size);
    for (uint32_t i = 0; i < size.n; i++) {
        if (i > 0 && ch_is_digit(size.p[i - 1]) && ch_is_alpha(size.p[i]))
            buf_putc(b, ' ');
        buf_putc(b, size.p[i]);
    }
}

static void put_host(struct buf *b, const struct outcome_host *h)
{
    buf_put(b, diag_escape(b->a, h->name));
    if (h->name.n > 0)
        buf_putc(b, ' ');
    buf_putc(b, '(');
    if (h->cpus.n == 0)
        buf_put(b, STR("CPUs unknown"));
    else
        buf_printf(b, "%s CPU%s", diag_escape(b->a, h->cpus).p, str_eq(h->cpus, STR("1")) ? "" : "s");
    buf_put(b, STR(", "));
    if (h->memory.n == 0)
        buf_put(b, STR("memory unknown"));
    else
        put_size(b, h->memory);
    if (h->origin.n > 0)
        buf_put(b, STR(", "));
    buf_put(b, diag_escape(b->a, h->origin));
    buf_putc(b, ')');
}

static void put_hosts(struct buf *b, const struct outcome *r)
{
    if (r->hosts.n == 0) {
        buf_put(b, r->judged.n > 0 ? STR(" without host facts") : STR(""));
        return;
    }
    buf_put(b, r->hosts.n == 1 ? STR(" for host ") : STR(" for hosts "));
    for (uint32_t i = 0; i < r->hosts.n && i < HOSTS_NAMED; i++) {
        if (i > 0)
            buf_put(b, STR(", "));
        put_host(b, &r->hosts.p[i]);
    }
    if (r->hosts.n > HOSTS_NAMED)
        buf_printf(b, " and %" PRIu32 " more", r->hosts.n - HOSTS_NAMED);
}

static void put_suppressed(struct buf *b, const struct outcome *r)
{
    if (r->n_suppressed == 0)
        return;
    buf_printf(b, "; %" PRIu32 " suppressed", r->n_suppressed);
    if (r->n_expiring == 0)
        return;
    buf_printf(b, " (%" PRIu32 " expire%s ", r->n_expiring, r->n_expiring == 1 ? "s" : "");
    if (r->expiry_days == 0)
        buf_put(b, STR("today"));
    else {
        buf_put(b, STR("in "));
        summary_count(b, r->expiry_days, "day");
    }
    buf_putc(b, ')');
}

/* What is known from before: accepted, or there in the revision compared with. */
static void put_known(struct buf *b, const struct outcome *r)
{
    if (r->n_baseline > 0)
        buf_printf(b, "; %" PRIu32 " in the baseline", r->n_baseline);
    if (r->n_unchanged > 0)
        buf_printf(b, "; %" PRIu32 " already there at %s", r->n_unchanged, diag_escape(b->a, r->since).p);
}

static void put_fixed(struct buf *b, const struct outcome *r)
{
    if (!r->fixing)
        return;
    buf_printf(b, "; %" PRIu32 " fixed", r->n_fixed);
    if (r->n_unsafe > 0)
        buf_printf(b, " (%" PRIu32 " more with --unsafe-fixes)", r->n_unsafe);
}

/* Rules of the report's outcomes "not run", each once: they are sorted by rule. */
static uint32_t rules_not_run(const struct outcome *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->not_run.n; i++)
        n += i == 0 || !str_eq(r->not_run.p[i].rule, r->not_run.p[i - 1].rule);
    return n;
}

static void put_missing(struct buf *b, const struct outcome *r)
{
    struct map seen = {.a = b->a};
    VEC(struct str) all = {0};
    for (uint32_t i = 0; i < r->not_run.n; i++)
        for (uint32_t k = 0; k < r->not_run.p[i].missing.n; k++) {
            bool first;
            map_put(&seen, r->not_run.p[i].missing.p[k], NULL, &first);
            if (first)
                vec_push(b->a, &all, r->not_run.p[i].missing.p[k]);
        }
    if (all.n == 0)
        return;
    buf_put(b, STR(": "));
    summary_list(b, all.p, all.n, FACTS_NAMED);
    buf_put(b, STR(" unknown"));
}

static void put_not_run(struct buf *b, const struct outcome *r)
{
    uint32_t n = rules_not_run(r);
    if (n == 0)
        return;
    buf_put(b, STR("; "));
    summary_count(b, n, "rule");
    buf_put(b, STR(" not run"));
    put_missing(b, r);
}

struct str summary_footer(struct arena *a, const struct outcome *r)
{
    struct buf b = {.a = a};
    put_head(&b, r);
    put_hosts(&b, r);
    if (r->n_dropped > 0)
        buf_printf(&b, "; %" PRIu32 " more findings over the limit", r->n_dropped);
    if (r->not_analysed.n > 0)
        buf_printf(&b, "; %" PRIu32 " not analysed", r->not_analysed.n);
    put_fixed(&b, r);
    put_suppressed(&b, r);
    put_known(&b, r);
    put_not_run(&b, r);
    return buf_str(&b);
}

static struct str joined(struct arena *a, const struct outcome_not_run *n)
{
    struct buf b = {.a = a};
    summary_list(&b, n->missing.p, n->missing.n, UINT32_MAX);
    return buf_str(&b);
}

/* The gap for what is missing; gaps holds room for one each. */
static struct summary_gap *gap_of(struct map *by_missing, struct summary_gap *gaps, uint32_t *n, struct str missing)
{
    bool first;
    struct map_entry *e = map_put(by_missing, missing, &gaps[*n], &first);
    if (first)
        gaps[(*n)++].missing = missing;
    return e->value;
}

uint32_t summary_gaps(struct arena *a, const struct outcome *r, struct summary_gap **ret)
{
    struct map by_missing = {.a = a};
    struct summary_gap *gaps = arena_array(a, struct summary_gap, r->not_run.n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->not_run.n; i++) {
        const struct outcome_not_run *row = &r->not_run.p[i];
        struct summary_gap *gap = gap_of(&by_missing, gaps, &n, joined(a, row));
        vec_push(a, &gap->rules, row->rule);
        gap->count += row->count;
    }
    *ret = gaps;
    return n;
}

struct str summary_gap_text(struct arena *a, const struct summary_gap *gap)
{
    struct buf b = {.a = a};
    buf_put(&b, gap->missing.n > 0 ? gap->missing : STR("something"));
    buf_put(&b, STR(" unknown: "));
    summary_list(&b, gap->rules.p, gap->rules.n, RULES_NAMED);
    if (gap->rules.n > 1)
        buf_printf(&b, " (%" PRIu32 " rules, %" PRIu64 " times)", gap->rules.n, gap->count);
    else if (gap->count > 1)
        buf_printf(&b, " (%" PRIu64 " times)", gap->count);
    return buf_str(&b);
}
