/* loadline budget: what each host has, and what its services may take of it. */
#include "budget.h"

#include "commands.h"

#include "base/buf.h"
#include "base/map.h"

#include <stdio.h>

enum { OPT_WHY = 1 };

/* clang-format off */
static const struct option table[] = {
    {OPT_WHY, 'w', "why", NULL, NULL, "where each figure comes from, step by step"},
    VIEW_ROWS,
};
/* clang-format on */

enum { N_OPTIONS = sizeof(table) / sizeof(table[0]) };

const struct option_table budget_table = {table, N_OPTIONS};

/* The command while it runs. */
struct showing {
    struct budgets budgets;
    struct map seen; /* host_key -> struct host_budget */
};

static void take_option(void *own, struct arena *a, int id, struct str value)
{
    struct showing *s = own;
    (void)a;
    (void)value;
    s->budgets.why |= id == OPT_WHY;
}

/* ---- rows ---- */

struct str budget_row_name(const struct host_budget *h, const struct budget_row *row)
{
    return h->names[row - h->b.rows.p];
}

static struct str long_name(struct arena *a, const struct budget_row *row)
{
    const struct service *s = &row->service->service;
    return str_printf(a, "%.*s %.*s", STR_ARG(value_format(a, s->field[SERVICE_NAME])), STR_ARG(s->path));
}

void budget_name_rows(struct arena *a, struct host_budget *h)
{
    struct map first = {.a = a}; /* name -> the first row that has it */
    h->names = arena_array(a, struct str, h->b.rows.n + 1);
    for (uint32_t i = 0; i < h->b.rows.n; i++) {
        struct budget_row *row = &h->b.rows.p[i];
        struct str name = value_format(a, row->service->service.field[SERVICE_NAME]);
        bool is_new;
        const struct budget_row *other = map_put(&first, name, row, &is_new)->value;
        h->names[i] = is_new ? name : long_name(a, row);
        if (!is_new)
            h->names[other - h->b.rows.p] = long_name(a, other);
    }
}

/* ---- hosts ---- */

static void key_service(struct buf *key, const struct view *v, const struct placed_service *p)
{
    struct place at = source_place(&v->run->sources, p->service.at);
    buf_printf(key, "%p %u\n", (const void *)at.file, at.off);
    for (int f = 0; f < SERVICE_FIELD_COUNT; f++)
        view_key(key, p->service.field[f]);
    for (uint32_t i = 0; i < p->runners.n; i++)
        key_service(key, v, p->runners.p[i]);
}

/* All that a host's picture is made of, but for its name. */
static struct str host_key(const struct view *v, const struct budget *b)
{
    struct buf key = {.a = v->a};
    const struct value of_host[] = {b->host->cpus, b->host->memory, b->host->reserve, b->host->swap, b->host->count};
    for (size_t i = 0; i < sizeof of_host / sizeof *of_host; i++)
        view_key(&key, of_host[i]);
    for (uint32_t i = 0; i < b->rows.n; i++)
        key_service(&key, v, b->rows.p[i].service);
    return buf_str(&key);
}

static struct host_budget *new_budget(struct budgets *s, struct budget b)
{
    struct host_budget *h = arena_new(s->view->a, struct host_budget);
    h->b = b;
    budget_name_rows(s->view->a, h);
    vec_push(s->view->a, &s->hosts, h);
    return h;
}

static void add_host(struct showing *s, const struct host *host)
{
    const struct view *v = s->budgets.view;
    struct budget b;
    budget_make(v->a, &v->run->stack, host, &b);
    if (b.rows.n == 0) {
        vec_push(v->a, &s->budgets.idle, host);
        return;
    }
    struct map_entry *e = map_put(&s->seen, host_key(v, &b), NULL, NULL);
    struct host_budget *shown = e->value = e->value ? e->value : new_budget(&s->budgets, b);
    vec_push(v->a, &shown->hosts, host);
}

/* ---- the command ---- */

static struct str gather(void *own, struct view *v)
{
    struct showing *s = own;
    struct budget nowhere;
    s->budgets.view = v;
    v->shown = &s->budgets;
    s->seen.a = v->a;
    for (uint32_t i = 0; i < v->run->hosts.chosen.n; i++)
        add_host(s, v->run->hosts.chosen.p[i]);
    budget_make(v->a, &v->run->stack, NULL, &nowhere);
    if (nowhere.rows.n > 0)
        new_budget(&s->budgets, nowhere);
    if (s->budgets.hosts.n == 0)
        fputs("loadline: warning: no service was found\n", stderr);
    return (struct str){0};
}

int cmd_budget(int argc, char **argv)
{
    static const char usage[] = "usage: loadline budget [OPTIONS] [PATH...]\n\n"
                                "Each host: what it has, and what its services may take of it.\n";
    static const struct view_command command = {"budget",    usage,  table,       N_OPTIONS,
                                                take_option, gather, budget_text, budget_json};
    struct showing s = {0};
    return view_main(&command, &s, argc, argv);
}
