#include "kinds/mysql/mysql.h"
#include "kinds/text_fixture.h"

Suite *place_suite(void);

extern const struct kind kind_mysql;

static struct service *server(const char *text)
{
    fixture_read(&kind_mysql, "my.cnf", text);
    ck_assert_uint_eq(fx.said.services.n, 1);
    return fx.said.services.p[0];
}

START_TEST(the_server_is_one_process_of_threads)
{
    struct service *s =
        server("[mariadb]\nmax_connections = 40\nwait_timeout = 600\nport = 3307\nbind-address = 127.0.0.1\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_WORKER_MODEL), "thread");
    ck_assert_str_eq(fixture_field(s, SERVICE_PROCESSES), "1");
    ck_assert_str_eq(fixture_field(s, SERVICE_SLOTS), "40");
    ck_assert_str_eq(fixture_field(s, SERVICE_TIMEOUT_IDLE), "10m");
    ck_assert_uint_eq(s->listens.n, 1);
    ck_assert(str_eq(value_format(&fx.a, s->listens.p[0]->field[LISTEN_PORT]), STR("3307")));
    ck_assert(str_eq(value_format(&fx.a, s->listens.p[0]->field[LISTEN_ADDRESS]), STR("127.0.0.1")));
}
END_TEST

START_TEST(options_of_clients_are_no_server)
{
    fixture_read(&kind_mysql, "my.cnf", "[client]\nport = 3306\n");
    ck_assert_uint_eq(fx.said.services.n, 0);
}
END_TEST

/* 1024 + 16 + 128 + 128 MiB; a connection 2048 + 256 + 128 + 256 KiB and 299008 bytes of stack. */
START_TEST(memory_is_buffers_of_the_server_and_of_each_connection)
{
    struct service *s = server("[mariadb]\ninnodb_buffer_pool_size = 1G\nmax_connections = 100\n");
    ck_assert_int_eq(s->field[SERVICE_MEMORY_REST].as.i, (int64_t)1296 << 20);
    ck_assert_int_eq(s->field[SERVICE_MEMORY_WORST].as.i, ((int64_t)1296 << 20) + 100 * ((2688 << 10) + 299008));
    ck_assert_str_eq(s->field[SERVICE_MEMORY_WORST].origin->text.p,
                     "innodb_buffer_pool_size 1G + innodb_log_buffer_size 16M + key_buffer_size 128M + "
                     "aria_pagecache_buffer_size 128M = 1.27GiB\n"
                     "100 connections x (sort_buffer_size 2M + join_buffer_size 256K + read_buffer_size 128K + "
                     "read_rnd_buffer_size 256K + thread_stack 299008) = 291MiB\n"
                     "together 1.55GiB");
    ck_assert(!(s->field[SERVICE_MEMORY_WORST].flags & VALUE_FROM_DEFAULTS));
    s = server("[mysqld]\nport = 3306\n");
    ck_assert(s->field[SERVICE_MEMORY_WORST].flags & VALUE_FROM_DEFAULTS);
}
END_TEST

START_TEST(temporary_tables_count_where_their_size_was_chosen)
{
    struct service *s = server("[mariadb]\nmax_connections = 100\ntmp_table_size = 64M\nmax_heap_table_size = 32M\n");
    ck_assert_ptr_nonnull(strstr(s->field[SERVICE_MEMORY_WORST].origin->text.p, "+ max_heap_table_size 32M)"));
}
END_TEST

START_TEST(a_pool_that_innodb_sizes_itself_is_unknown)
{
    struct service *s = server("[mysqld]\ninnodb_dedicated_server = ON\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "unknown");
}
END_TEST

START_TEST(files_are_asked_for_by_connections_and_tables)
{
    struct service *s = server("[mysqld]\nmax_connections = 600\ntable_open_cache = 4000\nopen_files_limit = 32768\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_FDS_NEED), "8610");
    ck_assert_str_eq(fixture_field(s, SERVICE_FDS_LIMIT), "32768");
    s = server("[mysqld]\nmax_connections = 600\n");
    ck_assert(service_unstated(s, SERVICE_FDS_NEED));
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, the_server_is_one_process_of_threads);
    tcase_add_test(t, options_of_clients_are_no_server);
    tcase_add_test(t, memory_is_buffers_of_the_server_and_of_each_connection);
    tcase_add_test(t, temporary_tables_count_where_their_size_was_chosen);
    tcase_add_test(t, a_pool_that_innodb_sizes_itself_is_unknown);
    tcase_add_test(t, files_are_asked_for_by_connections_and_tables);
    suite_add_tcase(s, t);
    return s;
}
