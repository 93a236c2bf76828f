/* Configurations and what is wrong with each; held against our reader and, where it is installed, against Redis 7.0. */
#ifndef LOADLINE_KINDS_REDIS_CASES_H
#define LOADLINE_KINDS_REDIS_CASES_H

/* found: as fixture_found says it; empty: Redis takes it. */
struct redis_case {
    const char *text, *found;
};

#define VALUE(word) "1 syntax/invalid-value [" word "]\n"
#define COUNT(word) "1 syntax/wrong-argument-count [" word "]\n"

/* clang-format off */
static const struct redis_case redis_cases[] = {
    {"maxmemory 100mb\n", ""},
    {"MAXMEMORY 100MB\n", ""},
    {"maxmemory 1g\n", ""},
    {"maxmemory 5b\n", ""},
    {"maxmemory 1gbb\n", VALUE("1gbb")},
    {"maxmemory 1t\n", VALUE("1t")},
    {"maxmemory 1.5gb\n", VALUE("1.5gb")},
    {"maxmemory 10%\n", VALUE("10%")},
    {"maxmemory -1\n", VALUE("-1")},
    {"maxmemory\n", COUNT("maxmemory")},
    {"maxmemory 1 gb\n", COUNT("maxmemory")},
    {"maxmemory 100mb # of the host\n", COUNT("maxmemory")},
    {"maxmemmory 1gb\n", "1 syntax/unknown-directive [maxmemmory]\n"},
    {"maxmemory-policy allkeys-lru\n", ""},
    {"maxmemory-policy AllKeys-LRU\n", ""},
    {"maxmemory-policy lru\n", VALUE("lru")},
    {"maxmemory-clients 5%\n", ""},
    {"appendonly yes\n", ""},
    {"appendonly YES\n", ""},
    {"appendonly on\n", VALUE("on")},
    {"appendfsync sometimes\n", VALUE("sometimes")},
    {"port 6379\n", ""},
    {"port 0\n", ""},
    {"port 65536\n", VALUE("65536")},
    {"port 06379\n", VALUE("06379")},
    {"port 6379x\n", VALUE("6379x")},
    {"timeout 30s\n", VALUE("30s")},
    {"databases 0\n", VALUE("0")},
    {"maxclients 0\n", VALUE("0")},
    {"hash-max-ziplist-entries 512\n", ""},
    {"slave-read-only no\n", ""},
    {"list-max-ziplist-entries 512\n", ""},
    {"save 900 1\n", ""},
    {"save 3600 1 300 100\n", ""},
    {"save \"\"\n", ""},
    {"save \"900 1\"\n", ""},
    {"save 900\n", COUNT("save")},
    {"save 900 x\n", VALUE("x")},
    {"save 900 -1\n", VALUE("-1")},
    {"client-output-buffer-limit replica 256mb 64mb 60\n", ""},
    {"client-output-buffer-limit slave 256mb 64mb 60 normal 0 0 0\n", ""},
    {"client-output-buffer-limit replica 256mb 64mb\n", COUNT("client-output-buffer-limit")},
    {"client-output-buffer-limit master 256mb 64mb 60\n", VALUE("master")},
    {"client-output-buffer-limit replica much 64mb 60\n", VALUE("much")},
    {"client-output-buffer-limit replica 256mb 64mb 1m\n", VALUE("1m")},
    {"requirepass \"a b\"\n", ""},
    {"requirepass 'a b'\n", ""},
    {"bind 127.0.0.1 -::1\n", ""},
    {"rename-command FLUSHALL \"\"\n", ""},
    {"rename-command FLUSHALL\n", COUNT("rename-command")},
    {"user default on nopass ~* +@all\n", ""},
    {"mymodule.size 5\n", ""},
    {"loadmodule /nowhere/x.so a b\n", ""},
    {"  port 6380\n\n# a comment\n", ""},
};
/* clang-format on */

enum { REDIS_CASES = sizeof redis_cases / sizeof *redis_cases };

#endif
