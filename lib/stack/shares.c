#include "stack/shares.h"

static struct value no(struct value v)
{
    return value_is_known(v) ? value_bool(!v.as.b) : v;
}

struct value server_serves(struct arena *a, const struct server *s)
{
    struct value weight = s->field[SERVER_WEIGHT], up = no(s->field[SERVER_DOWN]), first = no(s->field[SERVER_BACKUP]);
    struct value all[] = {value_is_known(weight) ? value_bool(weight.as.i != 0) : weight, up, first};
    struct value unknown = value_null();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (value_is_known(all[i]) && !all[i].as.b)
            return value_bool(false);
        if (value_is_unknown(all[i]))
            unknown = value_unknown_both(a, unknown, all[i]);
    }
    return value_is_unknown(unknown) ? unknown : value_bool(true);
}

/* x && y of two bools, each known or not. */
static struct value both(struct arena *a, struct value x, struct value y)
{
    bool no_x = value_is_known(x) && !x.as.b, no_y = value_is_known(y) && !y.as.b;
    if (no_x || no_y)
        return value_bool(false);
    return value_is_unknown(x) || value_is_unknown(y) ? value_unknown_both(a, x, y) : value_bool(true);
}

static void count_if(struct arena *a, struct value *n, struct value belongs, const struct server *s)
{
    if (value_is_unknown(belongs))
        *n = value_unknown_both(a, *n, belongs);
    else if (belongs.as.b)
        *n = value_add(a, *n, s->field[SERVER_COUNT]);
}

void pool_count(struct arena *a, struct pool *p)
{
    static const enum pool_field counts[] = {POOL_SIZE, POOL_SERVING, POOL_BACKUPS, POOL_WATCHED, POOL_LOCATED};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        p->field[counts[i]] = value_int(0);
    for (uint32_t i = 0; i < p->servers.n; i++) {
        const struct server *s = p->servers.p[i];
        struct value up = no(s->field[SERVER_DOWN]);
        count_if(a, &p->field[POOL_SIZE], value_bool(true), s);
        count_if(a, &p->field[POOL_SERVING], server_serves(a, s), s);
        count_if(a, &p->field[POOL_BACKUPS], both(a, up, s->field[SERVER_BACKUP]), s);
        count_if(a, &p->field[POOL_WATCHED], both(a, up, s->field[SERVER_CHECK]), s);
        count_if(a, &p->field[POOL_LOCATED], value_bool(s->hosts.n > 0), s);
    }
}

/* A backup that could serve: it is not down, and its weight is not 0. */
static struct value could_back_up(struct arena *a, const struct server *s)
{
    struct server first = *s;
    if (value_is_known(s->field[SERVER_BACKUP]) && !s->field[SERVER_BACKUP].as.b)
        return value_bool(false);
    first.field[SERVER_BACKUP] = value_bool(false);
    return server_serves(a, &first);
}

/* Dividing among some of the servers. */
struct division {
    struct arena *a;
    const struct pool *p;
    const struct server *without;
    double *parts; /* weight x servers of each line that take part */
    double sum;
    struct value unknown;
};

static double count_of(const struct division *d, const struct server *s)
{
    struct value n = s->field[SERVER_COUNT];
    double all = value_is_known(n) ? (double)n.as.i : 1;
    return s == d->without ? all - 1 : all;
}

/* Lets servers take part that `serving` says so of; only the first of them if so told. */
static void divide(struct division *d, struct value (*serving)(struct arena *, const struct server *), bool only_first)
{
    bool found = false;
    for (uint32_t i = 0; i < d->p->servers.n; i++) {
        const struct server *s = d->p->servers.p[i];
        struct value v = serving(d->a, s);
        double n = count_of(d, s);
        if (value_is_unknown(v))
            d->unknown = value_unknown_both(d->a, d->unknown, v);
        else if (v.as.b)
            d->unknown = value_unknown_both(d->a, d->unknown, s->field[SERVER_COUNT]);
        if (!value_is_known(v) || !v.as.b || n <= 0 || (only_first && found))
            continue;
        found = true;
        d->parts[i] = (double)s->field[SERVER_WEIGHT].as.i;
        d->sum += d->parts[i] * n;
    }
}

static bool is_proportional(struct value algorithm)
{
    return algorithm.type == VALUE_STRING && !str_eq((struct str){algorithm.as.s, algorithm.n}, STR("first"));
}

static bool has_several_backups(const struct pool *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->servers.n; i++) {
        struct value backup = p->servers.p[i]->field[SERVER_BACKUP];
        n += value_is_known(backup) && backup.as.b;
    }
    return n > 1;
}

static bool is_one_server(const struct pool *p)
{
    struct value n = p->servers.n == 1 ? p->servers.p[0]->field[SERVER_COUNT] : value_null();
    return n.type == VALUE_INT && n.as.i == 1;
}

void pool_shares(struct arena *a, const struct pool *p, const struct server *without, struct value *ret)
{
    struct division d = {a, p, without, arena_array(a, double, p->servers.n + 1), 0, value_null()};
    struct value algorithm = p->field[POOL_ALGORITHM], all = p->field[POOL_ALL_BACKUPS];
    divide(&d, server_serves, false);
    if (d.sum <= 0 && !value_is_unknown(d.unknown)) {
        divide(&d, could_back_up, !(value_is_known(all) && all.as.b));
        if (value_is_unknown(all) && has_several_backups(p))
            d.unknown = value_unknown_both(a, d.unknown, all);
    }
    if (!is_proportional(algorithm) && p->servers.n > 0 && !is_one_server(p))
        d.unknown = value_unknown_both(
            a, d.unknown,
            value_is_unknown(algorithm) ? algorithm : value_unknown(a, STR("pool.algorithm (it hangs on the load)")));
    for (uint32_t i = 0; i < p->servers.n; i++)
        ret[i] = value_is_unknown(d.unknown) ? d.unknown : value_double(d.sum > 0 ? d.parts[i] / d.sum : 0);
}

/* CPUs of the weakest host behind a server. Of a host that is behind another server too (seen), which CPUs are whose is not known. */
static struct value cpus_of(struct arena *a, const struct server *s, struct map *seen)
{
    struct value least = value_unknown(a, STR("host.addresses"));
    for (uint32_t i = 0; i < s->hosts.n; i++) {
        bool is_new;
        struct str key = {(const char *)&s->hosts.p[i], sizeof s->hosts.p[i]};
        map_put(seen, key, NULL, &is_new);
        if (!is_new)
            return value_unknown(a, STR("CPUs of servers that share a host"));
        least = i == 0 ? s->hosts.p[i]->cpus : value_min(a, least, s->hosts.p[i]->cpus);
    }
    return least;
}

void pool_capacity_shares(struct arena *a, const struct pool *p, struct value *ret)
{
    double *parts = arena_array(a, double, p->servers.n + 1), sum = 0;
    struct value unknown = value_null();
    struct map seen = {.a = a};
    for (uint32_t i = 0; i < p->servers.n; i++) {
        const struct server *s = p->servers.p[i];
        struct value serves = server_serves(a, s), n = s->field[SERVER_COUNT];
        if (value_is_known(serves) && !serves.as.b)
            continue;
        struct value cpus = cpus_of(a, s, &seen);
        if (value_is_unknown(serves) || value_is_unknown(cpus) || value_is_unknown(n)) {
            unknown = value_unknown_both(a, unknown,
                                         value_is_unknown(serves) ? serves
                                         : value_is_unknown(cpus) ? cpus
                                                                  : n);
            continue;
        }
        parts[i] = value_as_double(cpus);
        sum += parts[i] * (double)n.as.i;
    }
    for (uint32_t i = 0; i < p->servers.n; i++)
        ret[i] = value_is_unknown(unknown) ? unknown : value_double(sum > 0 ? parts[i] / sum : 0);
}
