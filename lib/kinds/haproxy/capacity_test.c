#include "kinds/haproxy/capacity.h"

#include "kinds/haproxy/fixture.h"

Suite *capacity_suite(void);

static struct haproxy_sizing sizing(void)
{
    return (struct haproxy_sizing){.version = VERSION(2, 6, 12),
                                   .reserved = {.listeners = 2, .cli = 10},
                                   .threads = 2,
                                   .nofile = 20000,
                                   .bufsize = 16384,
                                   .ssl_cache = 20000};
}

START_TEST(files_make_the_limit_of_connections)
{
    struct haproxy_sizing s = sizing();
    ck_assert_int_eq(haproxy_maxconn(&s), 9986); /* 2.6.12: (20000 - 28) / 2 */
    ck_assert_int_eq(haproxy_maxsock(&s, 9986), 20000);
    s.nofile = 100;
    ck_assert_int_eq(haproxy_maxconn(&s), 100); /* never fewer */
    s.maxconn = 7;
    ck_assert_int_eq(haproxy_maxconn(&s), 7);
}
END_TEST

START_TEST(a_limit_of_files_is_assumed_since_3_1)
{
    struct haproxy_sizing s = sizing();
    s.nofile = 1073741816;
    ck_assert_int_eq(haproxy_maxconn(&s), 536870894);
    s.version = VERSION(3, 1, 0);
    ck_assert_int_eq(haproxy_maxconn(&s), (1048576 - 28) / 2);
    s.ulimit_n = 2000000; /* whoever sets a limit of his own is taken at his word */
    ck_assert_int_eq(haproxy_maxconn(&s), 536870894);
}
END_TEST

START_TEST(pipes_are_taken_where_they_leave_room)
{
    struct haproxy_sizing s = sizing();
    s.splice_frontends = 4000;
    ck_assert_int_eq(haproxy_pipes(&s, 0), 1000);
    ck_assert_int_eq(haproxy_pipes(&s, 400), 100);
    ck_assert_int_eq(haproxy_maxconn(&s), (20000 - 28 - 2000) / 2);
    s.splice_unlimited = true;
    ck_assert_int_eq(haproxy_pipes(&s, 0), -1);
    ck_assert_int_eq(haproxy_maxconn(&s), 2 * (20000 - 28) / 5);
    s.maxpipes = 10; /* counts for the limit since 3.4 */
    ck_assert_int_eq(haproxy_maxconn(&s), 2 * (20000 - 28) / 5);
    s.version = VERSION(3, 4, 0);
    ck_assert_int_eq(haproxy_maxconn(&s), (20000 - 28 - 20) / 2);
}
END_TEST

/* What releases answered to -m on one machine. */
static const struct {
    version_number version;
    int64_t megabytes;
    int ssl_sides;
    int64_t maxconn;
} memory_cases[] = {
    {VERSION(2, 6, 12), 64, 0, 1800},  {VERSION(2, 6, 12), 256, 0, 7300},  {VERSION(3, 5, 0), 256, 0, 7200},
    {VERSION(2, 6, 12), 256, 1, 1900}, {VERSION(2, 6, 12), 1024, 1, 8000}, {VERSION(3, 5, 0), 1024, 1, 7900},
};

START_TEST(memory_makes_the_limit_of_connections)
{
    struct haproxy_sizing s = sizing();
    s.version = memory_cases[_i].version;
    s.memmax_mb = memory_cases[_i].megabytes;
    s.ssl_sides = memory_cases[_i].ssl_sides;
    s.nofile = 1048576;
    ck_assert_int_eq(haproxy_maxconn(&s), memory_cases[_i].maxconn);
}
END_TEST

START_TEST(files_may_allow_fewer_than_memory)
{
    struct haproxy_sizing s = sizing();
    s.memmax_mb = 1024;
    ck_assert_int_eq(haproxy_maxconn(&s), 9900); /* 9986 by files */
    s.maxsslconn = 100000;
    s.ssl_sides = 1;
    ck_assert_int_eq(haproxy_maxconn(&s), 0); /* it refuses to start */
}
END_TEST

START_TEST(memory_is_connections_and_tables_of_files)
{
    struct haproxy_sizing s = sizing();
    ck_assert_int_eq(haproxy_connection_bytes(&s), 2688 + 2 * 16384);
    ck_assert_int_eq(haproxy_rest_bytes(&s, 1000), 1000 * (64 + 16 + 4 * 2));
    s.ssl_sides = 2;
    ck_assert_int_eq(haproxy_connection_bytes(&s), 2688 + 2 * 16384 + 2 * 16384 + 77824);
    ck_assert_int_eq(haproxy_rest_bytes(&s, 1000), 1000 * (64 + 16 + 4 * 2) + 20000 * 200);
    s.version = 0; /* the release that needs most */
    s.ssl_sides = 0;
    ck_assert_int_eq(haproxy_connection_bytes(&s), 2944 + 2 * 16384);
}
END_TEST

START_TEST(threads_and_fullconn_have_their_defaults)
{
    ck_assert_int_eq(haproxy_auto_threads(VERSION(2, 6, 0), 8, 0), 8);
    ck_assert_int_eq(haproxy_auto_threads(VERSION(2, 6, 0), 96, 0), 64);
    ck_assert_int_eq(haproxy_auto_threads(VERSION(3, 2, 0), 96, 2), 96);
    ck_assert_int_eq(haproxy_auto_threads(VERSION(3, 4, 0), 96, 0), 96);
    ck_assert_int_eq(haproxy_auto_threads(0, 2000, 0), 1024);
    ck_assert_int_eq(haproxy_auto_fullconn(2001), 201);
    ck_assert_int_eq(haproxy_auto_fullconn(0), 1);
}
END_TEST

/* One table a line: type, len, store, the bytes of an entry. 2.6 was asked by "show pools" (with 8 bytes of its own behind each), 3.5 measured. */
static const struct {
    version_number version;
    const char *type, *store;
    int64_t len, bytes;
} tables[] = {
    {VERSION(2, 6, 12), "ip", "", 0, 160},
    {VERSION(2, 6, 12), "string", "gpc0,conn_cnt,bytes_in_cnt,gpt(3)", 60, 256},
    {VERSION(3, 5, 0), "ip", "", 0, 176},
    {VERSION(3, 5, 0), "ip", "http_req_rate(10s)", 0, 192},
    {VERSION(3, 5, 0), "ip", "http_req_rate(10s),http_req_rate(20s)", 0, 192}, /* twice counts once */
    {VERSION(3, 5, 0), "ipv6", "server_key,server_id", 0, 208},
    {VERSION(3, 5, 0), "binary", "gpc_rate(4,1m),bytes_out_rate(1s)", 20, 256},
    {0, "integer", "gpt0", 0, 192},
};

START_TEST(an_entry_of_a_table_has_its_size)
{
    struct haproxy_table t = {.entries = 1, .data_bytes = haproxy_table_data_bytes(str_from(tables[_i].store))};
    ck_assert(haproxy_table_key_bytes(str_from(tables[_i].type), tables[_i].len, &t.key_bytes));
    ck_assert_int_eq(haproxy_table_entry_bytes(tables[_i].version, &t), tables[_i].bytes);
}
END_TEST

START_TEST(an_unknown_type_of_key_has_none)
{
    int64_t bytes;
    ck_assert(!haproxy_table_key_bytes(STR("float"), 0, &bytes));
}
END_TEST

START_TEST(steps_show_every_part)
{
    struct haproxy_sizing s = sizing();
    s.reserved = (struct haproxy_reserved){.listeners = 1, .checks = 2, .cli = 10, .peers = 6, .master = 1};
    ck_assert_str_eq(
        str_dup(&fx.a, haproxy_maxconn_steps(&fx.a, &s)).p,
        "(20000 files - 10 - 1 listener - 2 checks - 10 for the stats socket - 6 for peers - 1 for the master - 6 for "
        "threads) / 2 = 9982");
    s.splice_frontends = 400;
    ck_assert_str_eq(
        str_dup(&fx.a, haproxy_maxsock_steps(&fx.a, &s, 500)).p,
        "2 x 500 connections + 10 + 1 listener + 2 checks + 10 for the stats socket + 6 for peers + 1 for the master "
        "+ 6 for threads + 200 for pipes = 1236 files");
    s.ssl_sides = 1;
    ck_assert_str_eq(
        str_dup(&fx.a, haproxy_connection_steps(&fx.a, &s)).p,
        "a connection can hold 127KiB: 2688B and 2 buffers of 16KiB, 1 x 16KiB for TLS and 76KiB for its handshake");
}
END_TEST

Suite *capacity_suite(void)
{
    Suite *s = suite_create("capacity");
    TCase *t = tcase_create("capacity");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, files_make_the_limit_of_connections);
    tcase_add_test(t, a_limit_of_files_is_assumed_since_3_1);
    tcase_add_test(t, pipes_are_taken_where_they_leave_room);
    tcase_add_loop_test(t, memory_makes_the_limit_of_connections, 0, sizeof memory_cases / sizeof *memory_cases);
    tcase_add_test(t, files_may_allow_fewer_than_memory);
    tcase_add_test(t, memory_is_connections_and_tables_of_files);
    tcase_add_test(t, threads_and_fullconn_have_their_defaults);
    tcase_add_loop_test(t, an_entry_of_a_table_has_its_size, 0, sizeof tables / sizeof *tables);
    tcase_add_test(t, an_unknown_type_of_key_has_none);
    tcase_add_test(t, steps_show_every_part);
    suite_add_tcase(s, t);
    return s;
}
