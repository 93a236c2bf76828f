/* Configurations and what is wrong with each; held against our reader and, where it is installed, against PostgreSQL 15. */
#ifndef LOADLINE_KINDS_POSTGRESQL_CASES_H
#define LOADLINE_KINDS_POSTGRESQL_CASES_H

/* found: as fixture_found says it; empty: PostgreSQL takes it. */
struct pg_case {
    const char *text, *found;
};

#define VALUE(word) "1 syntax/invalid-value [" word "]\n"
#define TOKEN(word) "1 syntax/unexpected-token [" word "]\n"

/* clang-format off */
static const struct pg_case pg_cases[] = {
    {"work_mem = 64MB\n", ""},
    {"work_mem 64MB\n", ""},
    {"WORK_MEM='64MB'# comment\n", ""},
    {"work_mem = '64 MB'\n", ""},
    {"work_mem = 65536\n", ""},
    {"work_mem = 0x10000\n", ""},
    {"work_mem = 64mb\n", VALUE("64mb")},
    {"work_mem = 64M\n", VALUE("64M")},
    {"work_mem = 64KB\n", VALUE("64KB")},
    {"work_mem = 1.5GB\n", TOKEN("1.5GB")},
    {"work_mem = '1.5GB'\n", ""},
    {"work_mem = 64 MB\n", TOKEN("64 MB")},
    {"work_mem = 25%\n", TOKEN("25%")},
    {"work_mem = '25%'\n", VALUE("'25%'")},
    {"work_mem = 1kB\n", VALUE("1kB")},
    {"work_mem = 10s\n", VALUE("10s")},
    {"work_memm = 64MB\n", "1 syntax/unknown-directive [work_memm]\n"},
    {"max_connection = 10\n", "1 syntax/unknown-directive [max_connection]\n"},
    {"sort_mem = 64MB\n", ""},
    {"auto_explain.log_min_duration = 5s\n", ""},
    {"block_size = 8192\n", "1 syntax/misplaced-directive [block_size]\n"},
    {"max_connections = 0\n", VALUE("0")},
    {"max_connections = 100k\n", VALUE("100k")},
    {"max_connections = 1e2\n", TOKEN("1e2")},
    {"max_connections = '1e2'\n", ""},
    {"max_connections = '12.4'\n", ""},
    {"port = 65536\n", VALUE("65536")},
    {"port = 0x1539\n", ""},
    {"port = 05432\n", ""},
    {"autovacuum = on\n", ""},
    {"autovacuum = tr\n", ""},
    {"autovacuum = OFF\n", ""},
    {"autovacuum = o\n", VALUE("o")},
    {"autovacuum = enabled\n", VALUE("enabled")},
    {"autovacuum_vacuum_cost_delay = 0.5ms\n", TOKEN("0.5ms")},
    {"autovacuum_vacuum_cost_delay = '0.5ms'\n", ""},
    {"autovacuum_vacuum_cost_delay = 0.5\n", ""},
    {"autovacuum_vacuum_cost_delay = 200\n", VALUE("200")},
    {"autovacuum_vacuum_cost_delay = -1\n", ""},
    {"autovacuum_freeze_max_age = 2100000000\n", VALUE("2100000000")},
    {"statement_timeout = 2h\n", ""},
    {"statement_timeout = '1 min'\n", ""},
    {"statement_timeout = 1m\n", VALUE("1m")},
    {"checkpoint_timeout = 15min\n", ""},
    {"checkpoint_timeout = 10s\n", VALUE("10s")},
    {"wal_level = logical\n", ""},
    {"wal_level = logicall\n", VALUE("logicall")},
    {"wal_level = hot_standby\n", ""},
    {"synchronous_commit = true\n", ""},
    {"hash_mem_multiplier = 1.5\n", ""},
    {"hash_mem_multiplier = 0.5\n", VALUE("0.5")},
    {"listen_addresses = *\n", TOKEN("*")},
    {"listen_addresses = '*'\n", ""},
    {"listen_addresses = localhost\n", ""},
    {"listen_addresses = 10.0.0.1\n", TOKEN("10.0.0.1")},
    {"log_line_prefix = '%m [%p] ''x'' '\n", ""},
    {"random_page_cost = 1.1\n", ""},
    {"unix_socket_permissions = 0777\n", ""},
    {"shared_preload_libraries = 'a,b'\n", ""},
    {"# nothing\n\n", ""},
};
/* clang-format on */

enum { PG_CASES = sizeof pg_cases / sizeof *pg_cases };

#endif
