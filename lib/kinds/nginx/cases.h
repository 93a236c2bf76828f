/* Small configurations and what is found in them: read_test.c holds the reader to the table, oracle_test.c the table to nginx. */
#ifndef LOADLINE_KINDS_NGINX_CASES_H
#define LOADLINE_KINDS_NGINX_CASES_H

#include <stddef.h>

struct config_case {
    const char *text;
    const char *found; /* as fixture_found prints it */
};

/* Within these the text of most cases stands. */
#define EVENTS "events { }\n"
#define HTTP(x) EVENTS "http {\n" x "\n}\n"
#define SERVER(x) EVENTS "http { server {\n" x "\n} }\n"
#define LOCATION(x) EVENTS "http { server { location / {\n" x "\n} } }\n"

/* The first finding of each is nginx's own, in its words and at its line; the others are what nginx would say next. */
static const struct config_case config_cases[] = {
    {EVENTS, ""},
    {HTTP("server { listen 80; location / { root /x; } }"), ""},
    {"\"events\" { 'worker_connections' \"10\"; }", ""},

    /* names and places */
    {"sever_tokens off;\n" EVENTS, "1@1 [sever_tokens] unknown directive \"sever_tokens\"\n"},
    {"Events { }", "1@1 [Events] unknown directive \"Events\"\n"},
    {"server_tokens off;\n" EVENTS, "1@1 [server_tokens] \"server_tokens\" directive is not allowed here\n"},
    {HTTP("worker_processes 1;"), "3@3 [worker_processes] \"worker_processes\" directive is not allowed here\n"},
    {HTTP("listen\n80\n;"), "3@5 [listen] \"listen\" directive is not allowed here\n"},
    {HTTP("foo {\nbar baz;\n}"), "3@3 [foo] unknown directive \"foo\"\n"},
    {SERVER("if ($arg_a) { if ($arg_b) { } }"), "3@3 [if] \"if\" directive is not allowed here\n"},
    {SERVER("http2 on;"), "3@3 [http2] unknown directive \"http2\"\n"},
    {HTTP("severs { listen 80; root; }"), "3@3 [severs] unknown directive \"severs\"\n"
                                          "3@3 [root] invalid number of arguments in \"root\" directive\n"},

    /* endings */
    {"worker_processes { }\n" EVENTS,
     "1@1 [worker_processes] directive \"worker_processes\" is not terminated by \";\"\n"},
    {"events;", "1@1 [events] directive \"events\" has no opening \"{\"\n"},
    {SERVER("location /;"), "3@3 [location] directive \"location\" has no opening \"{\"\n"},
    {"events { worker_connections 10 }", "1@1 [10] unexpected \"}\"\n"},
    {"events { worker_connections 10\n\n}", "1@3 [10] unexpected \"}\"\n"},
    {"events { worker_connections 10;\n", "1@2 [events] unexpected end of file, expecting \"}\"\n"},
    {"events {\n\n", "1@3 [events] unexpected end of file, expecting \"}\"\n"},
    {EVENTS "worker_processes 1\n", "2@3 [1] unexpected end of file, expecting \";\" or \"}\"\n"},
    {EVENTS "}\n", "2@2 [}] unexpected \"}\"\n"},
    {EVENTS ";\n", "2@2 [;] unexpected \";\"\n"},
    {"worker_processes 1;;\n" EVENTS, "1@1 [;] unexpected \";\"\n"},
    {EVENTS "{ a; { } }\nworker_rlimit_nofile x;", "2@2 [{] unexpected \"{\"\n"
                                                   "3@3 [x] \"worker_rlimit_nofile\" directive invalid number\n"},

    /* one lost byte, one finding */
    {SERVER("root /x\nserver_name a;\nindex x;"), "3@4 [/x] directive \"root\" is not terminated by \";\"\n"},
    {"worker_processes 1\nevents { }", "1@2 [1] directive \"worker_processes\" is not terminated by \";\"\n"},
    {SERVER("root /z\nlocation / {\nroot /y;\n}"), "3@4 [/z] directive \"root\" is not terminated by \";\"\n"},
    {SERVER("keepalive_timeout 10s\nsend_timeout 10s\nroot /x;"),
     "3@5 [10s] directive \"keepalive_timeout\" is not terminated by \";\"\n"
     "4@5 [10s] directive \"send_timeout\" is not terminated by \";\"\n"},
    {HTTP("server\nserver_tokens off;\nroot /x; }"), "3@4 [server] directive \"server\" has no opening \"{\"\n"},
    {SERVER("location /a\nroot /x; }\nlocation /b { }"), "3@4 [/a] directive \"location\" has no opening \"{\"\n"},
    {HTTP("server {\nlisten 80;\nserver {\nlisten 81;\n}"), "5@5 [server] \"server\" directive is not allowed here\n"},
    {HTTP("server { root /x; }\n}\nserver { root /y; }"), "5@5 [server] \"server\" directive is not allowed here\n"},
    {EVENTS "http { upstream u {\nserver 127.0.0.1;\nserver {\nlisten 80;\n}\n}\n",
     "4@4 [server] directive \"server\" is not terminated by \";\"\n"},
    {HTTP("map $host $a {\ndefault 1;\nserver { listen 80; }"), "5@5 [{] unexpected \"{\"\n"},
    {SERVER("location ~ ^/a{2}$ { root /x; }"), "3@3 [{] unknown directive \"2}$\"\n"},
    {SERVER("location ~ \"^/a{2}$\" { root /x; }"), ""},
    {SERVER("rewrite ^/a{1,3}/b /c;"), "3@3 [rewrite] directive \"rewrite\" is not terminated by \";\"\n"},
    {SERVER("server_name \"a;\nroot \"/x\";\nindex a;"), "3@4 [\"] unexpected \"/\"\n"},
    {SERVER("server_name \"a;\nroot /x;\nindex a;"), "3@7 [\"] unexpected end of file, expecting \";\" or \"}\"\n"},
    {SERVER("server_name \"a\"b;\nroot /x;"), "3@3 [b] unexpected \"b\"\n"},

    /* how many */
    {"worker_processes;\n" EVENTS,
     "1@1 [worker_processes] invalid number of arguments in \"worker_processes\" directive\n"},
    {"worker_processes\n1\n2;\n" EVENTS,
     "1@3 [worker_processes] invalid number of arguments in \"worker_processes\" directive\n"},
    {HTTP("gzip_types;"), "3@3 [gzip_types] invalid number of arguments in \"gzip_types\" directive\n"},
    {HTTP("server x { }"), "3@3 [server] invalid number of arguments in \"server\" directive\n"},

    /* twice */
    {SERVER("root /a;\nroot /b;"), "4@4 [root] \"root\" directive is duplicate\n"},
    {SERVER("root /a;\nlocation / { root /b; }\nroot /c;"), "5@5 [root] \"root\" directive is duplicate\n"},
    {SERVER("gzip on;\nlocation / { gzip on; gzip off; }"), "4@4 [gzip] \"gzip\" directive is duplicate\n"},
    {"events { }\nevents { }\n", "2@2 [events] \"events\" directive is duplicate\n"},
    {SERVER("gzip on;\ngzip maybe;"), "4@4 [gzip] \"gzip\" directive is duplicate\n"},
    {SERVER("add_header A b;\nadd_header A b;"), ""},

    /* values */
    {HTTP("gzip maybe;"), "3@3 [maybe] invalid value \"maybe\" in \"gzip\" directive, it must be \"on\" or \"off\"\n"},
    {HTTP("gzip ON;\nsendfile Off;"), ""},
    {HTTP("gzip_comp_level 10;"), "3@3 [10] value must be between 1 and 9\n"},
    {HTTP("gzip_comp_level -1;"), "3@3 [-1] \"gzip_comp_level\" directive invalid number\n"},
    {HTTP("gzip_comp_level 9223372036854775808;"),
     "3@3 [9223372036854775808] \"gzip_comp_level\" directive invalid number\n"},
    {HTTP("output_buffers 0 1k;"), "3@3 [0] \"output_buffers\" directive invalid value\n"},
    {HTTP("output_buffers 2 1g;"), "3@3 [1g] \"output_buffers\" directive invalid value\n"},
    {HTTP("client_max_body_size 1G;"), ""},
    {HTTP("client_max_body_size k;"), "3@3 [k] \"client_max_body_size\" directive invalid value\n"},
    {HTTP("proxy_buffer_size 1G;"), "3@3 [1G] \"proxy_buffer_size\" directive invalid value\n"},
    {HTTP("send_timeout 1h30m;\nresolver_timeout '1h 30m 10';"), ""},
    {HTTP("send_timeout 30m1h;"), "3@3 [30m1h] \"send_timeout\" directive invalid value\n"},
    {HTTP("send_timeout 1y;"), "3@3 [1y] \"send_timeout\" directive invalid value\n"},
    {HTTP("send_timeout \"\";"), "3@3 [\"\"] \"send_timeout\" directive invalid value\n"},
    {HTTP("gzip_http_version 2.0;"), "3@3 [2.0] invalid value \"2.0\"\n"},
    {HTTP("satisfy ALL;"), ""},
    {HTTP("gzip_proxied off\nnever;"), "4@4 [never] invalid value \"never\"\n"},
    {HTTP("client_body_temp_path /tmp/x 1 0;"), "3@3 [0] \"client_body_temp_path\" directive invalid value\n"},
    {HTTP("client_body_temp_path /tmp/x 5 5 1;"), "3@3 [1] \"client_body_temp_path\" directive invalid value\n"},
    {SERVER("dav_access user:rw group:w;"), "3@3 [group:w] invalid value \"group:w\"\n"},
    {SERVER("limit_rate $;"), "3@3 [$] invalid variable name\n"},
    {SERVER("limit_rate a${b;"), "3@3 [${b] the closing bracket in \"b\" variable is missing\n"},
    {SERVER("limit_rate 1x;"), "3@3 [1x] \"limit_rate\" directive invalid value\n"},
    {SERVER("limit_rate $limit_rate;"), ""},

    /* the whole */
    {"worker_processes 1;\n", "1@0 [] no \"events\" section in configuration\n"},
    {"", "1@0 [] no \"events\" section in configuration\n"},
};

/* Where the first finding of a case says better than nginx what is wrong: what nginx says of it. */
static const struct {
    const char *found, *theirs;
} config_better[] = {
    {"3@4 [/x] directive \"root\" is not terminated by \";\"\n", "4 invalid number of arguments in \"root\" directive"},
    {"3@5 [10s] directive \"keepalive_timeout\" is not terminated by \";\"\n"
     "4@5 [10s] directive \"send_timeout\" is not terminated by \";\"\n",
     "5 invalid number of arguments in \"keepalive_timeout\" directive"},
};

enum { CONFIG_CASES = sizeof config_cases / sizeof *config_cases };

#endif
