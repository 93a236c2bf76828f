#include "stack/budget.h"

static bool is_bound(struct value limit)
{
    return value_is_known(limit) && limit.type == VALUE_INT && !(limit.flags & VALUE_UNLIMITED);
}

/* What the service's own settings and the facts say, before any limit. */
static struct value unbounded_need(struct arena *a, const struct service *s, enum budget_basis *ret)
{
    struct value measured = value_mul(a, s->field[SERVICE_PROCESSES], s->field[SERVICE_MEMORY_PROCESS]);
    struct value worst = s->field[SERVICE_MEMORY_WORST];
    if (value_is_known(measured)) {
        *ret = BUDGET_MEASURED;
        measured.unit = UNIT_BYTES;
        return value_with_origin(measured, s->field[SERVICE_PROCESSES].origin);
    }
    *ret = value_is_unknown(worst)             ? BUDGET_UNKNOWN
           : worst.flags & VALUE_FROM_DEFAULTS ? BUDGET_DEFAULTS
                                               : BUDGET_WORST;
    return worst;
}

struct value budget_need(struct arena *a, const struct service *s, enum budget_basis *ret_basis)
{
    struct value limit = s->field[SERVICE_MEMORY_LIMIT], need = unbounded_need(a, s, ret_basis);
    if (!is_bound(limit) || (value_is_known(need) && need.as.i <= limit.as.i))
        return need;
    *ret_basis = BUDGET_LIMIT;
    return limit;
}

static void add(struct arena *a, struct value *sum, struct value v)
{
    if (value_is_known(v) && v.type == VALUE_INT && !(v.flags & VALUE_UNLIMITED))
        *sum = value_add(a, *sum, v);
}

void budget_make(struct arena *a, const struct stack *s, const struct host *host, struct budget *ret)
{
    *ret = (struct budget){.host = host, .memory = host->memory, .rest = value_size(0), .need = value_size(0)};
    struct value less = value_is_known(host->reserve) ? value_size(-host->reserve.as.i) : host->reserve;
    ret->usable = value_add(a, host->memory, less);
    for (uint32_t i = 0; i < s->services.n; i++) {
        const struct placed_service *p = s->services.p[i];
        if (p->host != host || p->joined)
            continue;
        struct budget_row row = {.service = p};
        row.need = budget_need(a, &p->service, &row.basis);
        vec_push(a, &ret->rows, row);
        add(a, &ret->need, row.need);
        add(a, &ret->rest, p->service.field[SERVICE_MEMORY_REST]);
        ret->n_unknown += row.basis == BUDGET_UNKNOWN;
    }
}

struct str budget_basis_name(enum budget_basis basis)
{
    static const struct str names[] = {
        [BUDGET_MEASURED] = STR_INIT("measured"), [BUDGET_LIMIT] = STR_INIT("limit"),
        [BUDGET_WORST] = STR_INIT("worst case"),  [BUDGET_DEFAULTS] = STR_INIT("defaults"),
        [BUDGET_UNKNOWN] = STR_INIT("unknown"),
    };
    return names[basis];
}
