#include "kinds/php-fpm/php_fpm.h"
#include "kinds/text_fixture.h"

Suite *place_suite(void);

extern const struct kind kind_php_fpm;

static struct service *pool(const char *text)
{
    fixture_read(&kind_php_fpm, "www.conf", text);
    ck_assert_uint_ge(fx.said.services.n, 1);
    struct service *s = fx.said.services.p[0];
    s->settle(s, NULL, &fx.a);
    return s;
}

#define W "[shop]\nuser = x\nlisten = 127.0.0.1:9000\npm = static\npm.max_children = 20\n"

START_TEST(a_pool_is_a_service_of_processes)
{
    struct service *s = pool(W "pm.max_requests = 400\nrequest_terminate_timeout = 80s\nrlimit_files = 4096\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_NAME), "shop");
    ck_assert_str_eq(fixture_field(s, SERVICE_WORKER_MODEL), "process");
    ck_assert_str_eq(fixture_field(s, SERVICE_PROCESSES), "20");
    ck_assert_str_eq(fixture_field(s, SERVICE_SLOTS), "20");
    ck_assert_str_eq(fixture_field(s, SERVICE_RECYCLING), "400");
    ck_assert_str_eq(fixture_field(s, SERVICE_TIMEOUT_REQUEST), "1m20s");
    ck_assert_str_eq(fixture_field(s, SERVICE_FDS_LIMIT), "4096");
    ck_assert(s->one_of_many);
    ck_assert(service_unstated(pool(W), SERVICE_RECYCLING));
}
END_TEST

START_TEST(the_worst_case_is_the_memory_limit_of_each_child)
{
    struct service *s = pool(W "php_admin_value[memory_limit] = 256M\nphp_value[memory_limit] = 1G\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "5GiB");
    ck_assert_str_eq(s->field[SERVICE_MEMORY_WORST].origin->text.p, "20 children x memory_limit 256M = 5GiB");
    ck_assert(!(s->field[SERVICE_MEMORY_WORST].flags & VALUE_FROM_DEFAULTS));
    s = pool(W);
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "2.5GiB");
    ck_assert(s->field[SERVICE_MEMORY_WORST].flags & VALUE_FROM_DEFAULTS);
    s = pool(W "php_admin_value[memory_limit] = -1\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "unlimited");
    s = pool(W "php_admin_value[memory_limit] = ${LIMIT}\n");
    ck_assert_str_eq(fixture_field(s, SERVICE_MEMORY_WORST), "unknown");
}
END_TEST

START_TEST(the_body_is_bounded_by_post_max_size)
{
    ck_assert_str_eq(fixture_field(pool(W "php_value[post_max_size] = 100M\n"), SERVICE_BODY_LIMIT), "100MiB");
    ck_assert_str_eq(fixture_field(pool(W "php_value[post_max_size] = 0\n"), SERVICE_BODY_LIMIT), "unlimited");
    struct service *s = pool(W);
    ck_assert_str_eq(fixture_field(s, SERVICE_BODY_LIMIT), "8MiB");
    ck_assert_int_eq(s->field[SERVICE_BODY_LIMIT].origin->kind, ORIGIN_DEFAULT);
}
END_TEST

/* address:port or path; "-" where it is not known. */
static const struct {
    const char *listen, *shown;
} listens[] = {
    {"9000", "*:9000"},         {"127.0.0.1:9001", "127.0.0.1:9001"},
    {"[::1]:9000", "::1:9000"}, {"/run/php/$pool.sock", "/run/php/shop.sock"},
    {"php.sock", "-"},          {"${ADDRESS}", "-"},
};

START_TEST(sockets_are_of_the_system_or_of_the_network)
{
    struct service *s = pool(str_printf(&fx.a, W "listen = %s\n", listens[_i].listen).p);
    struct buf b = {.a = &fx.a};
    if (s->listens.n && s->listens.p[0]->field[LISTEN_PATH].type == VALUE_STRING)
        buf_put(&b, value_format(&fx.a, s->listens.p[0]->field[LISTEN_PATH]));
    else if (s->listens.n)
        buf_printf(&b, "%.*s:%.*s", STR_ARG(value_format(&fx.a, s->listens.p[0]->field[LISTEN_ADDRESS])),
                   STR_ARG(value_format(&fx.a, s->listens.p[0]->field[LISTEN_PORT])));
    else
        buf_put(&b, s->more_listens ? STR("-") : STR("nowhere"));
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, listens[_i].shown);
    if (s->listens.n)
        ck_assert_str_eq(str_dup(&fx.a, value_format(&fx.a, s->listens.p[0]->field[LISTEN_BACKLOG])).p, "511");
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, a_pool_is_a_service_of_processes);
    tcase_add_test(t, the_worst_case_is_the_memory_limit_of_each_child);
    tcase_add_test(t, the_body_is_bounded_by_post_max_size);
    tcase_add_loop_test(t, sockets_are_of_the_system_or_of_the_network, 0, (int)(sizeof listens / sizeof *listens));
    suite_add_tcase(s, t);
    return s;
}
