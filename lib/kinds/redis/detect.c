/* Telling redis.conf and its kin from the other files of keys and values. */
#include "base/path.h"
#include "kinds/redis/redis.h"
#include "text/marks.h"

enum {
    SURE = 95,
    LIKELY = 88,
    POSSIBLE = 75,
    MAX_LINES = 3000,
    FOREIGN = 8 /* lines of something else, after which nothing more is looked at */
};

/* What the lines of a text look like. */
struct look {
    uint32_t known;   /* settings of Redis */
    uint32_t telling; /* settings that hardly anything else has */
    uint32_t other;
};

static bool is_telling(struct str name)
{
    static const char *const names[] = {"maxmemory",
                                        "maxmemory-policy",
                                        "appendonly",
                                        "appendfsync",
                                        "dbfilename",
                                        "protected-mode",
                                        "rdbcompression",
                                        "stop-writes-on-bgsave-error",
                                        "client-output-buffer-limit",
                                        "repl-backlog-size",
                                        "replicaof",
                                        "slaveof",
                                        "cluster-enabled",
                                        "requirepass",
                                        "hash-max-listpack-entries",
                                        "hash-max-ziplist-entries",
                                        "tcp-backlog",
                                        "rename-command",
                                        "aclfile",
                                        "io-threads",
                                        "latency-monitor-threshold"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

/* A line is a name and words without "=" or a bracket; sentinel's own lines make it a file of Sentinel. */
static struct look look_at(struct str head)
{
    struct look look = {0};
    for (int i = 0; i < MAX_LINES && head.n && (look.other < FOREIGN || look.other <= look.known); i++) {
        struct str line = str_trim(str_cut(&head, '\n')), rest = line;
        struct str name = str_cut(&rest, ' ');
        rest = str_trim(rest);
        if (line.n == 0 || line.p[0] == '#' || str_starts(line, STR("{")))
            continue;
        bool plain = rest.n > 0 && rest.p[0] != '=' && (rest.p[0] != '{' || str_starts(rest, STR("{{"))) &&
                     line.p[line.n - 1] != ';' && !str_eq(name, STR("sentinel"));
        bool known = plain && redis_row(name) >= 0;
        look.telling += known && is_telling(name);
        look.known += known;
        look.other += !known;
    }
    return look;
}

static int claim_by_name(struct str base)
{
    bool ours = str_starts(base, STR("redis")) || str_starts(base, STR("valkey"));
    if (str_eq(base, STR("redis.conf")) || str_eq(base, STR("valkey.conf")))
        return SURE;
    return ours && str_ends(base, STR(".conf")) && str_find(base, STR("sentinel")) == base.n ? LIKELY : 0;
}

int redis_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path)), ext = path_ext(base);
    int by_name = claim_by_name(base);
    bool may = ext.n == 0 || str_eq(ext, STR(".conf")) || str_eq(ext, STR(".cfg"));
    if (head.n == 0 || (!may && !by_name))
        return 0;
    struct look look = look_at(head);
    if (by_name) /* nginx and others have a redis.conf, too */
        return look.known >= look.other ? by_name : 0;
    return look.telling >= 2 && look.known > 4 * look.other ? POSSIBLE : 0;
}
