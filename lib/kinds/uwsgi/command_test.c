#include "kinds/uwsgi/cases.h"
#include "kinds/uwsgi/fixture.h"

Suite *command_suite(void);

START_TEST(command_lines_set_what_uwsgi_takes)
{
    const struct uwsgi_command_case *c = &uwsgi_command_cases[_i];
    read_command(str_printf(&a, "/usr/bin/uwsgi %s%c", c->line, 0).p, c->env);
    ck_assert_msg(strcmp(set(), c->set) == 0, "of %s\nis set\n%s", c->line, set());
    ck_assert_msg(strcmp(found(), c->found) == 0, "of %s\nis found\n%s", c->line, found());
}
END_TEST

/* The config that is read, and what the command alone tells of some settings: before it, behind it, not at all. */
static const struct {
    const char *line, *env, *config, *processes, *threads;
    bool alone;
} configs[] = {
    {"uwsgi --processes 4 --ini /srv/a.ini --threads 2", "", "/srv/a.ini", "unknown", "2", false},
    {"uwsgi --threads 2 conf/a.yml --processes 4", "", "conf/a.yml", "unknown", "unknown", false},
    {"uwsgi a.ini:uwsgi", "", "a.ini", "unknown", "unknown", false},
    {"uwsgi a.ini:prod", "", "a.ini:prod", "unknown", "unknown", false},
    {"uwsgi -y a.yaml -j b.json -p 2", "", "b.json", "2", "unknown", false},
    {"uwsgi --threads 2", "UWSGI_INI=/app/u.ini UWSGI_PROCESSES=3", "/app/u.ini", "3", "2", false},
    {"uwsgi --ini $CONFIG", "", "", "unknown", "unknown", false},
    {"uwsgi --processes $N --threads 2", "", "", "unknown", "2", true},
    {"uwsgi --processes 3 $FLAGS --threads 2", "", "", "unknown", "2", false},
    {"uwsgi --threads 2", "UWSGI_PROCESSES=", "", "unknown", "2", true},
    {"uwsgi --proc 3 --threads 2", "", "", "unknown", "2", false},
    {"uwsgi --threads 3 app.py", "", "", "1", "3", true},
    {"uwsgi --of-a-plugin --threads 3 --of-another x --processes 2", "", "", "2", "3", true},
};

START_TEST(configs_that_a_command_names_may_set_what_stands_before_them)
{
    const struct service *s = read_command(configs[_i].line, configs[_i].env);
    ck_assert_str_eq(str_dup(&a, s->config).p, configs[_i].config);
    ck_assert_str_eq(get("processes"), configs[_i].processes);
    ck_assert_str_eq(get("threads"), configs[_i].threads);
    ck_assert(s->alone == configs[_i].alone);
    ck_assert_str_eq(found(), "");
}
END_TEST

START_TEST(a_command_is_a_service)
{
    const struct service *s = read_command("uwsgi --http :80 --https :443,a.crt,a.key --gevent 50 -p 2 -t 30", "");
    ck_assert_str_eq(field(s, SERVICE_NAME), "shop");
    ck_assert_str_eq(field(s, SERVICE_WORKER_MODEL), "event");
    ck_assert_str_eq(field(s, SERVICE_SLOTS), "100");
    ck_assert_str_eq(field(s, SERVICE_TIMEOUT_REQUEST), "30s");
    ck_assert_uint_eq(s->listens.n, 2);
    ck_assert(s->command && !s->more_listens);
    ck_assert_str_eq(str_dup(&a, source_text(&sources, s->listens.p[0]->at)).p, ":80");
    ck_assert_ptr_null(read_command("uwsgi --emperor /etc/uwsgi/vassals --master", ""));
    ck_assert_ptr_nonnull(read_command("", ""));
}
END_TEST

/* The config as a service on a host, joined to a command line. */
static const struct service *joined(const char *config, const char *command)
{
    struct contributions said = {.a = &a};
    struct stack *stack = arena_new(&a, struct stack);
    struct host *h = arena_new(&a, struct host);
    const struct host *hosts[] = {h};
    stack->a = &a;
    h->cpus = value_double(4);
    host_finish(&a, h);
    job.source = source_add(&sources, file_from_bytes(&files, STR("srv/app.ini"), str_from(config)), SPAN_NONE);
    job.root = uwsgi_read(&job);
    uwsgi_place(&job, &said);
    stack_place(stack, said.services.p[0], h);
    stack_place(stack, read_command(command, ""), h);
    stack_join(stack, hosts, 1);
    return &stack->services.p[0]->service;
}

START_TEST(the_last_of_command_and_config_says)
{
    const char *config = "[uwsgi]\nprocesses = 4\nsocket = :1\n";
    const struct service *s = joined(config, "uwsgi --processes 8 --threads 2 --ini /srv/app.ini");
    ck_assert_str_eq(field(s, SERVICE_PROCESSES), "4");
    ck_assert_str_eq(field(s, SERVICE_SLOTS), "8");
    ck_assert_str_eq(field(s, SERVICE_WORKER_MODEL), "thread");
    s = joined(config, "uwsgi /srv/app.ini --processes 8 --http :80");
    ck_assert_str_eq(field(s, SERVICE_PROCESSES), "4");
    ck_assert_uint_eq(s->listens.n, 2);
    s = joined(config, "uwsgi --ini /srv/app.ini --processes 8 --gevent 10 --reload-on-rss 300");
    ck_assert_str_eq(field(s, SERVICE_PROCESSES), "8");
    ck_assert_str_eq(field(s, SERVICE_SLOTS), "80");
    ck_assert(service_unstated(s, SERVICE_RECYCLING));
    s = joined(config, "uwsgi --processes 8");
    ck_assert_str_eq(field(s, SERVICE_PROCESSES), "4");
    s = joined("[uwsgi]\ngevent = 20\n", "uwsgi --ini /srv/app.ini --threads 2 --processes 3");
    ck_assert_str_eq(field(s, SERVICE_SLOTS), "60");
}
END_TEST

Suite *command_suite(void)
{
    Suite *s = suite_create("command");
    TCase *t = tcase_create("command");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, command_lines_set_what_uwsgi_takes, 0, UWSGI_COMMAND_CASES);
    tcase_add_loop_test(t, configs_that_a_command_names_may_set_what_stands_before_them, 0,
                        sizeof configs / sizeof *configs);
    tcase_add_test(t, a_command_is_a_service);
    tcase_add_test(t, the_last_of_command_and_config_says);
    suite_add_tcase(s, t);
    return s;
}
