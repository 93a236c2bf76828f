/* What uWSGI 2.0.21 does was asked of it with --show-config. */
#include "kinds/uwsgi/fixture.h"

Suite *uwsgi_suite(void);

START_TEST(sections_of_that_name_count_and_the_last_says)
{
    read_text("[uwsgi]\nworkers = 3\nthreads = 2x\nmaster\n[other]\nlisten = 9\n[uwsgi]\nprocesses = 2\n");
    ck_assert_str_eq(get("processes"), "2");
    ck_assert_str_eq(get("workers"), "2");
    ck_assert_str_eq(get("threads"), "2");
    ck_assert_str_eq(get("master"), "true");
    ck_assert_str_eq(get("listen"), "100");
    ck_assert_str_eq(found(), "");
}
END_TEST

START_TEST(what_is_put_in_at_start_is_not_known)
{
    read_text("[uwsgi]\nprocesses = %k\nlisten = $(Q)\nif-env = X\nharakiri = 3\nendif\nthreads = 4\n");
    ck_assert_str_eq(get("processes"), "unknown");
    ck_assert_str_eq(get("listen"), "unknown");
    ck_assert_str_eq(get("harakiri"), "unknown");
    ck_assert_str_eq(get("threads"), "4");
}
END_TEST

START_TEST(another_file_may_override_what_stands_before_it)
{
    read_text("[uwsgi]\nprocesses = 3\nini = other.ini\nthreads = 4\n");
    ck_assert_str_eq(get("processes"), "unknown");
    ck_assert_str_eq(get("harakiri"), "unknown");
    ck_assert_str_eq(get("threads"), "4");
}
END_TEST

START_TEST(numbers_that_cannot_be_meant_are_told)
{
    read_text("[uwsgi]\nharakiri = -3\nmax-requests = -3\nreload-on-rss = 209715200\nlimit-as = 512\n");
    ck_assert_str_eq(found(), "syntax/invalid-value [-3]\nuwsgi/memory-in-bytes [209715200]\n");
    ck_assert_str_eq(get("limit-as"), "512MiB");
}
END_TEST

START_TEST(a_file_is_a_service)
{
    const struct service *s = read_text("[uwsgi]\nprocesses = 4\nthreads = 2\nsocket = /run/a.sock\nhttp = :8080\n"
                                        "http-socket = [::1]:81\nharakiri = 30\nreload-on-rss = 400\n");
    ck_assert_str_eq(field(s, SERVICE_WORKER_MODEL), "thread");
    ck_assert_str_eq(field(s, SERVICE_SLOTS), "8");
    ck_assert_str_eq(field(s, SERVICE_TIMEOUT_REQUEST), "30s");
    ck_assert_str_eq(field(s, SERVICE_RECYCLING_MEMORY), "400MiB");
    ck_assert(service_unstated(s, SERVICE_RECYCLING));
    ck_assert(service_unstated(s, SERVICE_RECYCLING_JITTER));
    ck_assert_uint_eq(s->listens.n, 3);
    ck_assert_int_eq(s->listens.p[1]->field[LISTEN_PORT].as.i, 8080);
    ck_assert_int_eq(s->listens.p[0]->field[LISTEN_BACKLOG].as.i, 100);
    ck_assert(!s->more_listens);
    ck_assert_str_eq(field(read_text("[uwsgi]\nsocket = :1\n"), SERVICE_RECYCLING), "0");
    ck_assert_str_eq(field(read_text("[uwsgi]\ngevent = 50\nprocesses = 2\n"), SERVICE_SLOTS), "100");
    ck_assert_ptr_null(read_text("[uwsgi]\nemperor = /etc/uwsgi/vassals\n"));
}
END_TEST

START_TEST(files_are_told_by_their_section)
{
    ck_assert_int_gt(uwsgi_claims(STR("etc/app.ini"), STR("; c\n[uwsgi]\nmaster\n")), 90);
    ck_assert_int_gt(uwsgi_claims(STR("production.ini.j2"), STR("[app:main]\nuse = a\n[uwsgi]\n")), 0);
    ck_assert_int_eq(uwsgi_claims(STR("uwsgi.ini"), STR("[program:uwsgi]\n")), 0);
    ck_assert_int_eq(uwsgi_claims(STR("README.md"), STR("[uwsgi]\n")), 0);
}
END_TEST

Suite *uwsgi_suite(void)
{
    Suite *s = suite_create("uwsgi");
    TCase *t = tcase_create("uwsgi");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, sections_of_that_name_count_and_the_last_says);
    tcase_add_test(t, what_is_put_in_at_start_is_not_known);
    tcase_add_test(t, another_file_may_override_what_stands_before_it);
    tcase_add_test(t, numbers_that_cannot_be_meant_are_told);
    tcase_add_test(t, a_file_is_a_service);
    tcase_add_test(t, files_are_told_by_their_section);
    suite_add_tcase(s, t);
    return s;
}
