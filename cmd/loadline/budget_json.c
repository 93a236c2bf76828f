/* loadline budget for programs: version 1 of what loadline(1) describes. What is not known is null, and `unknown` says for lack of what. */
#include "budget.h"
#include "tree_json.h"
#include "values_json.h"

/* The figures of a service that its config, its runners or the facts give. */
static const struct {
    const char *key;
    enum service_field field;
} figures[] = {
    {"processes", SERVICE_PROCESSES},          {"threads", SERVICE_THREADS},
    {"memoryRest", SERVICE_MEMORY_REST},       {"memoryWorst", SERVICE_MEMORY_WORST},
    {"memoryProcess", SERVICE_MEMORY_PROCESS}, {"memoryLimit", SERVICE_MEMORY_LIMIT},
    {"swapLimit", SERVICE_SWAP_LIMIT},         {"filesNeed", SERVICE_FDS_NEED},
    {"filesLimit", SERVICE_FDS_LIMIT},
};

enum { N_FIGURES = sizeof(figures) / sizeof(figures[0]) };

/* Names of the figures for which is says so. */
static json_t *names_of(struct report_out *o, const struct service *s, bool (*is)(struct value v))
{
    json_t *list = json_array();
    for (size_t i = 0; i < N_FIGURES; i++)
        if (value_is_known(s->field[figures[i].field]) && is(s->field[figures[i].field]))
            js_push(o, list, js_text(o, str_from(figures[i].key)));
    return list;
}

static bool is_estimate(struct value v)
{
    return v.flags & VALUE_ESTIMATE;
}

/* Unknown for all that would have told the need; null when it is known. */
static struct value missing_for_need(struct arena *a, const struct budget_row *row)
{
    const struct value *field = row->service->service.field;
    if (row->basis != BUDGET_UNKNOWN)
        return value_null();
    struct value measured = value_mul(a, field[SERVICE_PROCESSES], field[SERVICE_MEMORY_PROCESS]);
    return value_unknown_both(a, measured, field[SERVICE_MEMORY_WORST]);
}

static json_t *unknown_json(struct report_out *o, const struct budget_row *row)
{
    json_t *unknown = json_object();
    for (size_t i = 0; i < N_FIGURES; i++)
        put_unknown(o, unknown, figures[i].key, row->service->service.field[figures[i].field]);
    put_unknown(o, unknown, "need", missing_for_need(&o->scratch, row));
    return unknown;
}

static json_t *why_json(struct report_out *o, struct run *run, const struct service *s)
{
    json_t *why = json_object();
    for (size_t i = 0; i < N_FIGURES; i++)
        if (value_is_known(s->field[figures[i].field]))
            js_put(o, why, figures[i].key, setting_to_json(o, run, s->field[figures[i].field], NULL));
    return why;
}

static json_t *runners_json(struct report_out *o, struct run *run, const struct placed_service *p)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < p->runners.n; i++) {
        json_t *runner = json_object();
        put_value(o, runner, "name", p->runners.p[i]->service.field[SERVICE_NAME]);
        put_place(o, runner, &run->sources, p->runners.p[i]->service.at);
        js_push(o, list, runner);
    }
    return list;
}

static json_t *service_json(struct report_out *o, const struct budgets *s, const struct budget_row *row)
{
    const struct service *service = &row->service->service;
    json_t *object = json_object();
    put_value(o, object, "name", service->field[SERVICE_NAME]);
    put_value(o, object, "kind", service->field[SERVICE_KIND]);
    put_place(o, object, &s->view->run->sources, service->at);
    js_put(o, object, "runBy", runners_json(o, s->view->run, row->service));
    for (size_t i = 0; i < N_FIGURES; i++)
        put_value(o, object, figures[i].key, service->field[figures[i].field]);
    put_value(o, object, "need", row->need);
    js_put(o, object, "basis", js_text(o, budget_basis_name(row->basis)));
    put_value(o, object, "threadsAll", row->threads);
    put_value(o, object, "filesAll", row->files);
    put_value(o, object, "filesOver", row->over_fds);
    js_put(o, object, "defaults", names_of(o, service, budget_is_default));
    js_put(o, object, "estimates", names_of(o, service, is_estimate));
    js_put(o, object, "unknown", unknown_json(o, row));
    if (s->why)
        js_put(o, object, "why", why_json(o, s->view->run, service));
    return object;
}

/* ---- hosts ---- */

static void put_sum(struct report_out *o, json_t *object, const char *key, const struct budget_sum *sum)
{
    json_t *part = json_object();
    put_value(o, part, "sum", sum->sum);
    js_put(o, part, "missing", json_integer(sum->n_missing));
    js_put(o, part, "defaults", json_boolean(sum->marks & VALUE_FROM_DEFAULTS));
    js_put(o, part, "estimates", json_boolean(sum->marks & VALUE_ESTIMATE));
    js_put(o, object, key, part);
}

/* Services of no known host need not run together: they have no sum. */
static json_t *together_json(struct report_out *o, const struct budget *b)
{
    json_t *together = json_object();
    if (!b->host)
        return together;
    put_sum(o, together, "memoryRest", &b->rest);
    put_sum(o, together, "need", &b->need);
    put_sum(o, together, "threads", &b->threads);
    put_sum(o, together, "files", &b->files);
    put_value(o, together, "left", b->left);
    return together;
}

static json_t *host_json(const struct view *v, uint32_t index, struct report_out *o)
{
    const struct budgets *s = v->shown;
    const struct host_budget *h = s->hosts.p[index];
    json_t *object = json_object(), *services = json_array();
    const struct value nothing = {0};
    js_put(o, object, "hosts", host_names_json(o, h->hosts.p, h->hosts.n));
    put_value(o, object, "count", h->b.host ? h->b.host->count : nothing);
    put_value(o, object, "cpus", h->b.host ? h->b.host->cpus : nothing);
    put_value(o, object, "memory", h->b.memory);
    put_value(o, object, "reserve", h->b.host ? h->b.host->reserve : nothing);
    put_value(o, object, "usable", h->b.usable);
    put_value(o, object, "swap", h->b.swap);
    for (uint32_t i = 0; i < h->b.rows.n; i++)
        js_push(o, services, service_json(o, s, &h->b.rows.p[i]));
    js_put(o, object, "services", services);
    js_put(o, object, "together", together_json(o, &h->b));
    return object;
}

static void put_idle(const struct view *v, struct report_out *o)
{
    const struct budgets *s = v->shown;
    out_put(o, STR("\"withoutServices\":"));
    js_write(o, host_names_json(o, s->idle.p, s->idle.n));
    out_put(o, STR(",\n"));
}

void budget_json(const struct view *v, struct report_out *o)
{
    const struct budgets *s = v->shown;
    view_json(v, &(struct view_json){"budgets", s->hosts.n, host_json, put_idle}, o);
}
