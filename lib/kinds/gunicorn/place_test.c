#include "kinds/gunicorn/fixture.h"

Suite *place_suite(void);

/* The service on a host with 4 CPUs, joined with nothing. */
static const struct placed_service *placed(void)
{
    struct contributions *c = arena_new(&fx.a, struct contributions);
    struct stack *stack = arena_new(&fx.a, struct stack);
    struct host *h = arena_new(&fx.a, struct host);
    c->a = stack->a = &fx.a;
    h->cpus = value_double(4);
    host_finish(&fx.a, h);
    kind_gunicorn.place(&fx.job, c);
    ck_assert_uint_eq(c->services.n, 1);
    stack_place(stack, c->services.p[0], h);
    const struct host *hosts[] = {h};
    stack_join(stack, hosts, 1);
    return stack->services.p[0];
}

static const char *field(const struct placed_service *p, enum service_field f)
{
    return str_dup(&fx.a, value_format(&fx.a, p->service.field[f])).p;
}

/* clang-format off */
static const struct {
    const char *text, *model, *processes, *slots, *idle, *request;
} cases[] = {
    {"", "process", "1", "1", "null", "30s"},
    {"workers = 4\ntimeout = 60\nkeepalive = 9", "process", "4", "4", "null", "1m"},
    {"workers = 4\nthreads = 3", "thread", "4", "12", "2s", "0s"},
    {"worker_class = 'gthread'\nkeepalive = 75\ntimeout = 60", "thread", "1", "1", "1m15s", "1m"},
    {"worker_class = 'gevent'\nworkers = 2\nworker_connections = 50\nkeepalive = 0", "event", "2", "100", "null", "0s"},
    {"worker_class = 'uvicorn.workers.UvicornWorker'", "event", "1", "unknown", "2s", "0s"},
    {"worker_class = 'gunicorn.workers.sync.SyncWorker'", "process", "1", "1", "null", "30s"},
    {"import os\nworkers = os.cpu_count() * 2 + 1", "process", "9", "9", "null", "30s"},
    {"import os\nn = os.cpu_count()\nworkers = n // 3\nthreads = min(n, 3)", "thread", "1", "3", "2s", "0s"},
    {"worker_class = 'mine.Worker'", "unknown", "1", "unknown", "unknown", "unknown"},
    {"import os\nthreads = int(os.environ['T'])", "process", "1", "unknown", "unknown", "unknown"},
};
/* clang-format on */

START_TEST(workers_serve_by_their_class)
{
    fixture_read(cases[_i].text);
    const struct placed_service *p = placed();
    ck_assert_str_eq(field(p, SERVICE_WORKER_MODEL), cases[_i].model);
    ck_assert_str_eq(field(p, SERVICE_PROCESSES), cases[_i].processes);
    ck_assert_str_eq(field(p, SERVICE_SLOTS), cases[_i].slots);
    ck_assert_str_eq(field(p, SERVICE_TIMEOUT_IDLE), cases[_i].idle);
    ck_assert_str_eq(field(p, SERVICE_TIMEOUT_REQUEST), cases[_i].request);
}
END_TEST

/* clang-format off */
static const struct {
    const char *bind, *listens; /* "address port path backlog", a line each; more: others may be there */
    bool more;
} binds[] = {
    {"bind = '0.0.0.0:8000'", "* 8000 - 2048\n", false},
    {"bind = ['127.0.0.1:1', '[::]:2', 'c']\nbacklog = 9", "127.0.0.1 1 - 9\n* 2 - 9\nc 8000 - 9\n", false},
    {"bind = 'unix:/run/a.sock'", "- - /run/a.sock 2048\n", false},
    {"bind = 'unix:///run/a.sock'", "- - /run/a.sock 2048\n", false},
    {"bind = ':8080'", "* 8080 - 2048\n", false},
    {"bind = 'fd://3'", "", true},
    {"", "127.0.0.1 8000 - 2048\n", true},
    {"import os\nbind = '0.0.0.0:' + os.environ['PORT']", "", true},
};
/* clang-format on */

static const char *or_dash(struct value v)
{
    return value_is_unknown(v) ? "-" : str_dup(&fx.a, value_format(&fx.a, v)).p;
}

START_TEST(it_listens_where_it_is_bound)
{
    struct buf b = {.a = &fx.a};
    fixture_read(binds[_i].bind);
    const struct service *s = &placed()->service;
    for (uint32_t i = 0; i < s->listens.n; i++) {
        const struct value *f = s->listens.p[i]->field;
        buf_printf(&b, "%s %s %s %s\n", or_dash(f[LISTEN_ADDRESS]), or_dash(f[LISTEN_PORT]), or_dash(f[LISTEN_PATH]),
                   or_dash(f[LISTEN_BACKLOG]));
    }
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, binds[_i].listens);
    ck_assert_int_eq(s->more_listens, binds[_i].more);
}
END_TEST

START_TEST(a_command_line_leaves_to_its_config_what_it_does_not_state)
{
    fixture_command("gunicorn -c /srv/conf.py -w 4 app:app", NULL);
    const struct placed_service *p = placed();
    ck_assert(p->service.command);
    ck_assert(str_eq(p->service.config, STR("/srv/conf.py")));
    ck_assert_str_eq(field(p, SERVICE_PROCESSES), "4");
    ck_assert_str_eq(field(p, SERVICE_RECYCLING), "unknown");
    ck_assert(service_unstated(&p->service, SERVICE_WORKER_MODEL));
    ck_assert(!service_unstated(&p->service, SERVICE_RECYCLING));
    fixture_command("gunicorn -c python:app.conf -w 4 app:app", NULL);
    ck_assert(str_eq(placed()->service.config, STR("app/conf.py")));
    fixture_command("gunicorn -w 4 app:app", NULL);
    ck_assert_str_eq(field(placed(), SERVICE_RECYCLING), "0");
    fixture_command("gunicorn $OPTIONS app:app", NULL); /* of its workers a unit knows more than it */
    ck_assert(service_unstated(&placed()->service, SERVICE_WORKER_MODEL));
    ck_assert_str_eq(field(placed(), SERVICE_TIMEOUT_IDLE), "unknown");
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, workers_serve_by_their_class, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, it_listens_where_it_is_bound, 0, sizeof binds / sizeof *binds);
    tcase_add_test(t, a_command_line_leaves_to_its_config_what_it_does_not_state);
    suite_add_tcase(s, t);
    return s;
}
