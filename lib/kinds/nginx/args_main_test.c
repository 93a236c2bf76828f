#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_main_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {MAIN("worker_processes auto;"), ""},
    {MAIN("worker_processes 0;"), ""},
    {MAIN("worker_processes Auto;"), "1@1 [Auto] \"worker_processes\" directive invalid value\n"},
    {MAIN("worker_processes -1;"), "1@1 [-1] \"worker_processes\" directive invalid value\n"},
    {MAIN("worker_processes 1.5;"), "1@1 [1.5] \"worker_processes\" directive invalid value\n"},
    {MAIN("worker_processes 1; worker_processes 2;"), "1@1 [worker_processes] \"worker_processes\" directive is duplicate\n"},
    {MAIN("worker_processes \"\";"), "1@1 [\"\"] \"worker_processes\" directive invalid value\n"},
    {MAIN("worker_priority -5;"), ""},
    {MAIN("worker_priority +5;"), ""},
    {MAIN("worker_priority x;"), "1@1 [x] \"worker_priority\" directive invalid number\n"},
    {MAIN("worker_priority -;"), "1@1 [-] \"worker_priority\" directive invalid number\n"},
    {MAIN("worker_priority --5;"), "1@1 [--5] \"worker_priority\" directive invalid number\n"},
    {MAIN("worker_priority 0; worker_priority 5;"), ""},
    {MAIN("worker_priority 5; worker_priority 0;"), "1@1 [worker_priority] \"worker_priority\" directive is duplicate\n"},
    {MAIN("worker_cpu_affinity auto;"), ""},
    {MAIN("worker_cpu_affinity auto 0101;"), ""},
    {MAIN("worker_cpu_affinity auto 01 10;"), "1@1 [worker_cpu_affinity] invalid number of arguments in \"worker_cpu_affinity\" directive\n"},
    {MAIN("worker_cpu_affinity 01 10;"), ""},
    {MAIN("worker_cpu_affinity 02;"), "1@1 [2] invalid character \"2\" in \"worker_cpu_affinity\"\n"},
    {MAIN("worker_cpu_affinity 21x;"), "1@1 [x] invalid character \"x\" in \"worker_cpu_affinity\"\n"},
    {MAIN("worker_cpu_affinity \"01 10\";"), ""},
    {MAIN("worker_cpu_affinity 01 auto;"), "1@1 [o] invalid character \"o\" in \"worker_cpu_affinity\"\n"},
    {MAIN("worker_cpu_affinity \"\";"), ""},
    {MAIN("thread_pool a threads=4;"), ""},
    {MAIN("thread_pool a threads=4 max_queue=0;"), ""},
    {MAIN("thread_pool a threads=0;"), "1@1 [threads=0] invalid threads value \"threads=0\"\n"},
    {MAIN("thread_pool a threads=x;"), "1@1 [threads=x] invalid threads value \"threads=x\"\n"},
    {MAIN("thread_pool a max_queue=10;"), "1@1 [thread_pool] \"thread_pool\" must have \"threads\" parameter\n"},
    {MAIN("thread_pool a threads=1 max_queue=x;"), "1@1 [max_queue=x] invalid max_queue value \"max_queue=x\"\n"},
    {MAIN("thread_pool a threads=1 foo;"), ""},
    {MAIN("thread_pool a thread=1;"), "1@1 [thread_pool] \"thread_pool\" must have \"threads\" parameter\n"},
    {MAIN("thread_pool a threads=1; thread_pool a threads=2;"), "1@1 [a] duplicate thread pool \"a\"\n"},
    {MAIN("thread_pool default threads=1; thread_pool default threads=2;"), "1@1 [default] duplicate thread pool \"default\"\n"},
    {IN_EVENTS("worker_connections 1024;"), ""},
    {IN_EVENTS("worker_connections x;"), "2@2 [x] invalid number \"x\"\n"},
    {IN_EVENTS("worker_connections -1;"), "2@2 [-1] invalid number \"-1\"\n"},
    {IN_EVENTS("worker_connections \"\";"), "2@2 [\"\"] invalid number \"\"\n"},
    {IN_EVENTS("worker_connections 1k;"), "2@2 [1k] invalid number \"1k\"\n"},
    {IN_EVENTS("worker_connections 1; worker_connections 2;"), "2@2 [worker_connections] \"worker_connections\" directive is duplicate\n"},
    {IN_EVENTS("use epoll;"), ""},
    {IN_EVENTS("use Epoll;"), "2@2 [Epoll] invalid event type \"Epoll\"\n"},
    {IN_EVENTS("use epol;"), "2@2 [epol] invalid event type \"epol\"\n"},
    {IN_EVENTS("use \"\";"), "2@2 [\"\"] invalid event type \"\"\n"},
    {IN_EVENTS("multi_accept on; accept_mutex off; accept_mutex_delay 500ms;"), ""},
    {IN_EVENTS("debug_connection 127.0.0.1; debug_connection ::/8;"), ""},
    {RAW("events { worker_connections 0; } http { server { listen 8001; } }"),
     "1@0 [0] 0 worker_connections are not enough for 1 listening sockets\n"},
    {RAW("events { worker_connections 1; } http { server { listen 8001; } }"),
     "1@0 [1] 1 worker_connections are not enough for 1 listening sockets\n"},
    {RAW("events { worker_connections 2; } http { server { listen 8001; } }"), ""},
    {RAW("events { worker_connections 2; } http { server { listen 8001; listen 8002; } }"),
     "1@0 [2] 2 worker_connections are not enough for 2 listening sockets\n"},
    {RAW("events { worker_connections 2; } http { server { listen 8001; listen 127.0.0.1:8001; } server { listen 127.0.0.2:8001; } }"), ""},
    {RAW("events { worker_connections 2; } http { server { listen 8001; listen 127.0.0.1:8001 backlog=10; } }"),
     "1@0 [2] 2 worker_connections are not enough for 2 listening sockets\n"},
    {RAW("events { worker_connections 2; } http { server { listen 127.0.0.1:8001; listen 127.0.0.2:8001; } }"),
     "1@0 [2] 2 worker_connections are not enough for 2 listening sockets\n"},
    {RAW("events { worker_connections 2; } http { server { listen 8001; listen [::]:8001; } }"),
     "1@0 [2] 2 worker_connections are not enough for 2 listening sockets\n"},
    {RAW("events { worker_connections 3; } http { server { listen 8001-8003; } }"),
     "1@0 [3] 3 worker_connections are not enough for 3 listening sockets\n"},
    {RAW("events { worker_connections 0; }"), "1@0 [0] 0 worker_connections are not enough for 0 listening sockets\n"},
    {MAIN("env A; env B=c;"), ""},
    {MAIN("user nobody nogroup; user nobody;"), "1@1 [user] \"user\" directive is duplicate\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_stream_module.so; load_module /usr/lib/nginx/modules/ngx_mail_module.so; events { worker_connections 4; } http { server { listen 8001; } } stream { server { listen 8002; return x; } server { listen 8002 udp; return x; } } mail { server { listen 8003; protocol imap; auth_http 127.0.0.1; } }"),
     "1@0 [4] 4 worker_connections are not enough for 4 listening sockets\n"},
    {RAW("http { server { } } events { worker_connections 1; }"), "1@0 [1] 1 worker_connections are not enough for 1 listening sockets\n"},
};
/* clang-format on */

const struct case_table main_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(connections_are_counted_where_all_is_known)
{
    fixture_expect("events { include elsewhere.conf; }\nhttp { server { listen 1; } }", "");
    fixture_expect(
        "events { worker_connections 2; }\nhttp { server { listen a.example.com:1; listen b.example.com:1; } }", "");
}
END_TEST

START_TEST(workers_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect("worker_processes {{ n }};\nworker_cpu_affinity auto {{ m }} {{ o }};\nthread_pool {{ p }};\n"
                   "worker_priority {{ q }};\nevents { use {{ u }}; worker_connections {{ c }}; }\n"
                   "http { server { listen 1; aio threads=x; } }",
                   "");
}
END_TEST

Suite *args_main_suite(void)
{
    Suite *s = suite_create("args_main");
    TCase *t = tcase_create("args_main");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, connections_are_counted_where_all_is_known);
    tcase_add_test(t, workers_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
