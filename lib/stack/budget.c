#include "stack/budget.h"

static bool is_bound(struct value limit)
{
    return value_is_known(limit) && limit.type == VALUE_INT && !(limit.flags & VALUE_UNLIMITED);
}

/* Of one copy, and of all that run on the host; how many of a cluster's do is not known here. */
static struct value times_copies(struct arena *a, const struct service *s, struct value of_one)
{
    struct value copies = s->field[SERVICE_COPIES];
    if (s->spread || copies.type != VALUE_INT || copies.as.i < 2 || of_one.flags & VALUE_UNLIMITED)
        return of_one;
    struct value all = value_mul(a, of_one, copies);
    all.flags = of_one.flags;
    struct str steps = str_printf(a, "%lld copies x %.*s", (long long)copies.as.i, STR_ARG(value_show(a, of_one)));
    return value_with_origin(all, origin_new(a, ORIGIN_DERIVED, value_at(of_one), steps));
}

struct value budget_processes(struct arena *a, const struct service *s)
{
    return times_copies(a, s, s->field[SERVICE_PROCESSES]);
}

/* What the service's own settings and the facts say, before any limit. */
static struct value unbounded_need(struct arena *a, const struct service *s, enum budget_basis *ret)
{
    struct value processes = budget_processes(a, s),
                 measured = value_mul(a, processes, s->field[SERVICE_MEMORY_PROCESS]);
    struct value worst = times_copies(a, s, s->field[SERVICE_MEMORY_WORST]);
    if (value_is_known(measured)) {
        *ret = BUDGET_MEASURED;
        measured.unit = UNIT_BYTES;
        struct str steps = str_printf(a, "%.*s x %.*s, measured", STR_ARG(value_format(a, processes)),
                                      STR_ARG(value_format(a, s->field[SERVICE_MEMORY_PROCESS])));
        return value_with_origin(measured, origin_new(a, ORIGIN_DERIVED, value_at(processes), steps));
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

bool budget_is_default(struct value v)
{
    return v.flags & VALUE_FROM_DEFAULTS || (v.origin && v.origin->kind == ORIGIN_DEFAULT);
}

static bool is_model(const struct service *s, const char *model)
{
    struct value v = s->field[SERVICE_WORKER_MODEL];
    return v.type == VALUE_STRING && str_eq((struct str){v.as.s, v.n}, str_from(model));
}

struct value budget_threads(struct arena *a, const struct service *s)
{
    struct value threads = s->field[SERVICE_THREADS];
    if (service_unstated(s, SERVICE_THREADS) && (is_model(s, "event") || is_model(s, "process")))
        threads = value_int(1);
    return value_mul(a, budget_processes(a, s), threads);
}

static struct value needs_more_files(struct arena *a, const struct service *s)
{
    struct value need = s->field[SERVICE_FDS_NEED], limit = s->field[SERVICE_FDS_LIMIT];
    if (!value_is_known(need) || !value_is_known(limit))
        return value_unknown_both(a, need, limit);
    return value_bool(value_order_numbers(need, limit) == VALUE_GREATER);
}

/* What a limit that several services share (pools under one unit) leaves for the next of them: together they cannot need more. */
static void share_limit(struct arena *a, const struct budget *b, struct budget_row *row)
{
    const struct placed_service *p = row->service;
    struct value limit = p->service.field[SERVICE_MEMORY_LIMIT];
    int64_t taken = 0;
    if (!is_bound(limit) || p->runners.n == 0 || !value_is_known(row->need))
        return;
    for (uint32_t i = 0; i < b->rows.n; i++) {
        const struct placed_service *other = b->rows.p[i].service;
        if (other->runners.n && other->runners.p[0] == p->runners.p[0] && value_is_known(b->rows.p[i].need))
            taken += b->rows.p[i].need.as.i;
    }
    int64_t left = taken < limit.as.i ? limit.as.i - taken : 0;
    if (row->need.as.i <= left)
        return;
    struct str steps = str_printf(a, "what others leave of the limit of %.*s", STR_ARG(value_show(a, limit)));
    row->need = value_with_origin(value_size(left), origin_new(a, ORIGIN_DERIVED, value_at(limit), steps));
    row->basis = BUDGET_LIMIT;
}

static struct budget_row row_of(struct arena *a, const struct placed_service *p)
{
    const struct service *s = &p->service;
    struct budget_row row = {.service = p};
    row.need = budget_need(a, s, &row.basis);
    row.threads = budget_threads(a, s);
    row.files = value_mul(a, budget_processes(a, s), s->field[SERVICE_FDS_NEED]);
    row.over_fds = needs_more_files(a, s);
    return row;
}

static void add(struct arena *a, struct budget_sum *sum, struct value v)
{
    if (!is_bound(v)) {
        sum->n_missing++;
        return;
    }
    sum->sum = value_add(a, sum->sum, v);
    sum->marks |= (uint8_t)((v.flags & VALUE_ESTIMATE) | (budget_is_default(v) ? VALUE_FROM_DEFAULTS : 0));
}

static void add_row(struct arena *a, struct budget *b, struct budget_row row)
{
    share_limit(a, b, &row);
    vec_push(a, &b->rows, row);
    const struct service *s = &row.service->service;
    struct value elsewhere = value_unknown(a, STR("which copies of a cluster run here"));
    add(a, &b->rest, s->spread ? elsewhere : times_copies(a, s, s->field[SERVICE_MEMORY_REST]));
    add(a, &b->need, s->spread ? elsewhere : row.need);
    add(a, &b->threads, s->spread ? elsewhere : row.threads);
    add(a, &b->files, s->spread ? elsewhere : row.files);
}

/* x - y, which arithmetic of values has not. */
static struct value less(struct arena *a, struct value x, struct value y)
{
    return value_add(a, x, is_bound(y) ? value_size(-y.as.i) : y);
}

static struct value fact(struct arena *a, const struct host *host, struct str name)
{
    struct value v;
    return host && host_field(host, name, &v) ? v : value_unknown(a, str_concat(a, STR("host."), name));
}

void budget_make(struct arena *a, const struct stack *s, const struct host *host, struct budget *ret)
{
    struct budget b = {.host = host,
                       .memory = fact(a, host, STR("memory")),
                       .swap = fact(a, host, STR("swap")),
                       .rest.sum = value_size(0),
                       .need.sum = value_size(0),
                       .threads.sum = value_int(0),
                       .files.sum = value_int(0)};
    b.usable = less(a, b.memory, fact(a, host, STR("reserve")));
    for (uint32_t i = 0; i < s->services.n; i++) {
        const struct placed_service *p = s->services.p[i];
        if (p->host == host && !p->joined)
            add_row(a, &b, row_of(a, p));
    }
    b.left = less(a, b.usable, b.need.sum);
    *ret = b;
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
