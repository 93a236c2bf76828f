#include "ruleset/suppress_table.h"

#include "diag/rule_info.h"

#include <stdlib.h>

void suppress_table_add(struct suppress_table *t, uint32_t line, struct str name, int64_t until, bool *used)
{
    struct suppress_row row = {.line = line, .name = name, .until = until, .used = used};
    vec_push(t->a, &t->rows, row);
}

static int compare_rows(const void *x, const void *y)
{
    const struct suppress_row *a = x, *b = y;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return str_cmp(a->name, b->name);
}

void suppress_table_seal(struct suppress_table *t)
{
    if (t->rows.n > 1)
        qsort(t->rows.p, t->rows.n, sizeof(*t->rows.p), compare_rows);
    for (uint32_t i = 1, first = 0; i < t->rows.n; i++) {
        if (compare_rows(&t->rows.p[first], &t->rows.p[i]) != 0)
            first = i;
        else if (t->rows.p[first].until < t->rows.p[i].until)
            t->rows.p[first].until = t->rows.p[i].until;
    }
}

/* The first row of that line and name, or NULL. */
static struct suppress_row *find(struct suppress_table *t, uint32_t line, struct str name)
{
    struct suppress_row key = {.line = line, .name = name};
    uint32_t lo = 0, hi = t->rows.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (compare_rows(&t->rows.p[mid], &key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < t->rows.n && compare_rows(&t->rows.p[lo], &key) == 0 ? &t->rows.p[lo] : NULL;
}

bool suppress_table_match(struct suppress_table *t, uint32_t line, struct str id, int64_t *ret_until)
{
    const struct str names[] = {id, rule_pack(id), STR("all")};
    const uint32_t lines[] = {line, 0};
    bool found = false;
    for (uint32_t l = 0; l < (line ? 2u : 1u); l++)
        for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            struct suppress_row *row = find(t, lines[l], names[i]);
            if (!row)
                continue;
            row->hit = true;
            if (!found || row->until > *ret_until)
                *ret_until = row->until;
            found = true;
        }
    return found;
}

void suppress_table_settle(const struct suppress_table *t)
{
    for (uint32_t i = 0, first = 0; i < t->rows.n; i++) {
        if (compare_rows(&t->rows.p[first], &t->rows.p[i]) != 0)
            first = i;
        if (t->rows.p[first].hit)
            *t->rows.p[i].used = true;
    }
}
