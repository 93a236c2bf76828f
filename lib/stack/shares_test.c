#include "stack/shares.h"

#include "base/buf.h"

#include <check.h>

static struct arena a;

/* A server of a case: weight (negative: not known), and any of b (backup), d (down), or how many of it there are. */
struct server_row {
    int64_t weight;
    const char *marks;
    int64_t count;
};

struct share_case {
    const char *algorithm; /* NULL: not known */
    bool all_backups;
    int without; /* -1: all are up */
    struct server_row servers[5];
    const char *shares; /* in percent; "?": not known */
};

static const struct share_case cases[] = {
    {"roundrobin", false, -1, {{1, "", 1}, {1, "", 1}}, "50 50"},
    {"roundrobin", false, -1, {{100, "", 1}, {10, "", 1}, {10, "", 1}}, "83 8 8"},
    {"roundrobin", false, 0, {{100, "", 1}, {10, "", 1}, {10, "", 1}}, "0 50 50"},
    {"leastconn", false, -1, {{3, "", 1}, {1, "", 1}}, "75 25"},
    /* weight 0 drains a server */
    {"roundrobin", false, -1, {{0, "", 1}, {1, "", 1}, {1, "", 1}}, "0 50 50"},
    {"roundrobin", false, -1, {{1, "d", 1}, {1, "", 1}}, "0 100"},
    /* backups wait until nobody else is left */
    {"roundrobin", false, -1, {{1, "", 1}, {1, "b", 1}, {1, "b", 1}}, "100 0 0"},
    {"roundrobin", false, 0, {{1, "", 1}, {1, "b", 1}, {1, "b", 1}}, "0 100 0"},
    {"roundrobin", true, 0, {{1, "", 1}, {1, "b", 1}, {1, "b", 1}}, "0 50 50"},
    {"roundrobin", false, -1, {{1, "b", 1}, {1, "b", 1}}, "100 0"},
    {"roundrobin", false, -1, {{1, "bd", 1}, {1, "b", 1}}, "0 100"},
    /* three alike on one line: the part is that of one of them */
    {"roundrobin", false, -1, {{1, "", 3}, {1, "", 1}}, "25 25"},
    {"roundrobin", false, 0, {{1, "", 3}, {1, "", 1}}, "33 33"},
    {"roundrobin", false, -1, {{-1, "", 1}, {1, "", 1}}, "? ?"},
    /* a weight that nobody uses need not be known */
    {"roundrobin", false, -1, {{-1, "d", 1}, {1, "", 1}}, "0 100"},
    {"first", false, -1, {{1, "", 1}, {1, "", 1}}, "? ?"},
    {"first", false, -1, {{1, "", 1}}, "100"},
    {NULL, false, -1, {{1, "", 1}, {1, "", 1}}, "? ?"},
    {"roundrobin", false, -1, {{0, "", 1}, {0, "", 1}}, "0 0"},
};

static void add_server(struct pool *p, const struct server_row *row)
{
    struct server *s = pool_add_server(&a, p, SPAN_NONE);
    s->field[SERVER_WEIGHT] = row->weight < 0 ? value_unknown(&a, STR("a variable")) : value_int(row->weight);
    s->field[SERVER_COUNT] = value_int(row->count);
    s->field[SERVER_BACKUP] = value_bool(strchr(row->marks, 'b') != NULL);
    s->field[SERVER_DOWN] = value_bool(strchr(row->marks, 'd') != NULL);
}

static struct pool *pool_of(const struct share_case *c)
{
    struct pool *p = arena_new(&a, struct pool);
    p->field[POOL_ALGORITHM] =
        c->algorithm ? value_string(str_from(c->algorithm)) : value_unknown(&a, STR("a variable"));
    p->field[POOL_ALL_BACKUPS] = value_bool(c->all_backups);
    for (int i = 0; i < 5 && c->servers[i].marks; i++)
        add_server(p, &c->servers[i]);
    return p;
}

static const char *show(const struct value *v, uint32_t n)
{
    struct buf b = {.a = &a};
    for (uint32_t i = 0; i < n; i++)
        if (value_is_known(v[i]))
            buf_printf(&b, "%s%d", i ? " " : "", (int)(v[i].as.d * 100 + 1e-6));
        else
            buf_printf(&b, "%s?", i ? " " : "");
    buf_putc(&b, '\0');
    return b.p;
}

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

START_TEST(requests_are_divided_as_the_algorithm_does)
{
    const struct share_case *c = &cases[_i];
    struct pool *p = pool_of(c);
    struct value shares[5];
    pool_shares(&a, p, c->without < 0 ? NULL : p->servers.p[c->without], shares);
    ck_assert_str_eq(show(shares, p->servers.n), c->shares);
}
END_TEST

static int64_t count(const struct pool *p, enum pool_field f)
{
    return value_is_known(p->field[f]) ? p->field[f].as.i : -1;
}

START_TEST(servers_are_counted_by_what_they_do)
{
    struct pool *p = pool_of(&(struct share_case){
        "roundrobin", false, -1, {{1, "", 3}, {1, "d", 1}, {1, "b", 1}, {0, "", 1}, {2, "", 1}}, NULL});
    for (uint32_t i = 0; i < 5; i++)
        p->servers.p[i]->field[SERVER_CHECK] = value_bool(i > 0);
    pool_count(&a, p);
    ck_assert_int_eq(count(p, POOL_SIZE), 7);
    ck_assert_int_eq(count(p, POOL_SERVING), 4);
    ck_assert_int_eq(count(p, POOL_BACKUPS), 1);
    ck_assert_int_eq(count(p, POOL_WATCHED), 3);
    ck_assert_int_eq(count(p, POOL_LOCATED), 0);
    p->servers.p[0]->field[SERVER_DOWN] = value_unknown(&a, STR("a template's condition"));
    pool_count(&a, p);
    ck_assert_int_eq(count(p, POOL_SIZE), 7);
    ck_assert_int_eq(count(p, POOL_SERVING), -1);
    ck_assert_int_eq(count(p, POOL_BACKUPS), 1); /* it is none, down or not */
    ck_assert_int_eq(count(p, POOL_WATCHED), 3);
}
END_TEST

static struct host *host_with(double cpus)
{
    struct host *h = arena_new(&a, struct host);
    h->cpus = cpus > 0 ? value_double(cpus) : (struct value){0};
    host_finish(&a, h);
    return h;
}

START_TEST(capacity_is_the_cpus_behind_the_serving_servers)
{
    struct pool *p =
        pool_of(&(struct share_case){"roundrobin", false, -1, {{1, "", 1}, {1, "", 1}, {1, "b", 1}}, NULL});
    struct value shares[5];
    pool_capacity_shares(&a, p, shares);
    ck_assert_str_eq(show(shares, 3), "? ? ?");
    vec_push(&a, &p->servers.p[0]->hosts, host_with(6));
    vec_push(&a, &p->servers.p[1]->hosts, host_with(2));
    pool_capacity_shares(&a, p, shares);
    ck_assert_str_eq(show(shares, 3), "75 25 0");
    /* an address that two hosts hold counts with the weaker one */
    vec_push(&a, &p->servers.p[0]->hosts, host_with(2));
    pool_capacity_shares(&a, p, shares);
    ck_assert_str_eq(show(shares, 3), "50 50 0");
    /* servers that share a host: whose CPUs are whose is not known */
    vec_push(&a, &p->servers.p[1]->hosts, p->servers.p[0]->hosts.p[0]);
    pool_capacity_shares(&a, p, shares);
    ck_assert_str_eq(show(shares, 3), "? ? ?");
    p->servers.p[1]->hosts.n--;
    vec_push(&a, &p->servers.p[0]->hosts, host_with(0));
    pool_capacity_shares(&a, p, shares);
    ck_assert_str_eq(show(shares, 3), "? ? ?");
    ck_assert(str_eq(shares[0].as.reasons->p[0], STR("host.cpus")));
}
END_TEST

Suite *shares_suite(void);
Suite *shares_suite(void)
{
    Suite *s = suite_create("shares");
    TCase *t = tcase_create("shares");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, requests_are_divided_as_the_algorithm_does, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, servers_are_counted_by_what_they_do);
    tcase_add_test(t, capacity_is_the_cpus_behind_the_serving_servers);
    suite_add_tcase(s, t);
    return s;
}
