/* The tables of cases of the checks, which stand beside their tests: oracle_test.c holds them to nginx too. */
#ifndef LOADLINE_KINDS_NGINX_CASE_TABLES_H
#define LOADLINE_KINDS_NGINX_CASE_TABLES_H

#include "kinds/nginx/cases.h"

#include <stdint.h>

struct case_table {
    const struct config_case *cases;
    size_t n;
};

/* X(name): each a `const struct case_table name_cases` in args_<name>_test.c. */
#define CASE_TABLES(X)                                                                                                 \
    X(listen)                                                                                                          \
    X(location)                                                                                                        \
    X(upstream)                                                                                                        \
    X(proxy)                                                                                                           \
    X(rewrite) X(map) X(extra) X(log) X(limit) X(ssl) X(headers) X(filters) X(access) X(core) X(main) X(post_ssl)      \
        X(post_header_names) X(post_servers)

#define X(name) extern const struct case_table name##_cases;
CASE_TABLES(X)
#undef X

/* Modules that Debian loads when they are asked for. */
#define STREAM(x) "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n" EVENTS "stream {\n" x "\n}\n"
#define MAIL(x) "load_module /usr/lib/nginx/modules/ngx_mail_module.so;\n" EVENTS "mail {\n" x "\n}\n"

#define STREAM_SERVER(x) STREAM("server { listen 12345;\n" x "\n}")
#define MAIN(x) x "\n" EVENTS
#define IN_EVENTS(x) "events {\n" x "\n}\n"
#define RAW(x) x

/* A configuration judged for a release, or for none (0). */
struct version_case {
    uint32_t target;
    struct config_case c;
};

#endif
