/* The reading of one HAProxy configuration: what the grammar, the checks of arguments and the checks of the whole share. */
#ifndef LOADLINE_KINDS_HAPROXY_READER_H
#define LOADLINE_KINDS_HAPROXY_READER_H

#include "base/map.h"
#include "kinds/haproxy/lex.h"
#include "kinds/haproxy/words.h"
#include "kinds/kind.h"

/* Rules that a defaults section holds, one bit each: what may inherit from it hangs on them. */
enum haproxy_rules {
    HAPROXY_RULES_CONNECTION = 1, /* tcp-request connection, session */
    HAPROXY_RULES_RESPONSE = 2,   /* tcp-response content */
    HAPROXY_RULES_OTHER = 4,
    HAPROXY_RULES_FOR_FE = 8, /* a frontend inherits from it */
    HAPROXY_RULES_FOR_BE = 16,
};

struct haproxy_use;

/* What a "server" line, and the "default-server" lines that it starts from, say of TLS. */
struct haproxy_tls {
    bool used;           /* "ssl", "check-ssl" */
    bool off;            /* "no-ssl", "no-check-ssl" anywhere: not judged */
    bool none, required; /* "verify" */
    bool ca;
    bool unsure; /* something that is not known may say more */
};

/* Options that stand on lines of servers in a section. */
enum haproxy_server_mark {
    HAPROXY_MARK_BACKUP = 1,
    HAPROXY_MARK_WEIGHT_0 = 2, /* or a weight that is not known, as of what follows */
    HAPROXY_MARK_FALL_1 = 4,
    HAPROXY_MARK_TRACK = 8,
    HAPROXY_MARK_ANY = 15,
};

/* A defaults, frontend, listen or backend section. Lives in the job's arena. */
struct haproxy_proxy {
    struct str name;
    struct node *section;
    uint32_t context; /* one of HAPROXY_IN_PROXY */
    uint8_t caps;     /* enum haproxy_cap; of defaults both */
    uint8_t mode;     /* enum haproxy_mode in force so far; 0: not known */
    bool mode_known;
    bool conditional; /* stands, or was written to, in a branch that may not be taken */
    bool has_table;
    const struct node *table; /* its "stick-table", unless that stands in a branch that may not be taken */
    uint32_t rules;           /* enum haproxy_rules, of defaults */
    bool named;
    bool any_acl;                        /* one of its lines may define an ACL of any name */
    struct haproxy_proxy *same_name;     /* another defaults section: nobody can name either */
    struct haproxy_use *default_backend; /* in force: its own, or that of its defaults section */
    struct haproxy_proxy *from;          /* the defaults section it took its settings from */
    struct map acls, servers;            /* name -> entry */
    struct haproxy_tls server_tls;       /* of its "default-server" lines so far */
    bool disabled;                       /* switched off, or may be */
    uint8_t server_marks;                /* enum haproxy_server_mark */
    VEC(struct node *) lines;            /* its entries, but for those of servers */
    VEC(struct node *) server_lines;     /* server, server-template, default-server */
    struct map
        last; /* of defaults, which many look at: keyword of the words table -> the last line about it, also behind "no" */
    VEC(const struct node *)
    unread; /* lines in a branch that is not taken, and those that could not be cut into words */
};

/* Things that are named in one place and used in another. */
enum haproxy_name_kind {
    HAPROXY_NAME_FRONTEND,
    HAPROXY_NAME_BACKEND, /* value: struct haproxy_proxy, as of FRONTEND, DEFAULTS */
    HAPROXY_NAME_DEFAULTS,
    HAPROXY_NAME_LOG_FORWARD,
    HAPROXY_NAME_USERLIST,
    HAPROXY_NAME_PEERS,
    HAPROXY_NAME_RESOLVERS,
    HAPROXY_NAME_CACHE,
    HAPROXY_NAME_HTTP_ERRORS,
    HAPROXY_NAME_RING,
    HAPROXY_NAME_MAILERS,
    HAPROXY_NAME_FCGI_APP,
    HAPROXY_NAME_TABLE, /* of a peers section: "peers/table" */
    HAPROXY_NAME_KINDS
};

/* What a use wants of the name, beyond that it is there. */
enum haproxy_use_kind {
    HAPROXY_USE_DEFAULT_BACKEND,
    HAPROXY_USE_BACKEND,
    HAPROXY_USE_SERVER,     /* "use-server", "track": name or backend/name */
    HAPROXY_USE_SERVER_ARG, /* of a sample fetch: name or backend/name */
    HAPROXY_USE_TRACK,
    HAPROXY_USE_TABLE,     /* track-sc ... table T, stick on ... table T */
    HAPROXY_USE_OWN_TABLE, /* the proxy's own, because none is named */
    HAPROXY_USE_TABLE_ARG, /* of a sample fetch or converter */
    HAPROXY_USE_FRONTEND_ARG,
    HAPROXY_USE_BACKEND_ARG,
    HAPROXY_USE_USERLIST,
    HAPROXY_USE_PEERS,
    HAPROXY_USE_RESOLVERS,
    HAPROXY_USE_CACHE,
    HAPROXY_USE_HTTP_ERRORS,
    HAPROXY_USE_RING,
    HAPROXY_USE_MAILERS,
    HAPROXY_USE_FCGI_APP,
};

struct haproxy_use {
    enum haproxy_use_kind kind;
    struct str name, what; /* what: the word that uses it, for messages */
    struct haproxy_proxy *proxy;
    struct span at;
    uint32_t line;
    bool unsure; /* may not be what is in force */
};

/* A server that speaks TLS and verifies, with nothing to verify by. */
struct haproxy_unverified {
    struct haproxy_proxy *proxy;
    struct str name;
    struct span at;
    uint32_t line;
    bool required; /* asked for; else it is the default */
};

/* A number read with atol(3): what stands behind its last digit is dropped without a word. */
struct haproxy_cut {
    const struct node *entry;
    struct span at;
    struct str keyword, written;
    int32_t value; /* as HAProxy keeps it */
};

/* The subject of an ACL that gives no boolean and has nothing to match behind it, not even "--". */
struct haproxy_bare {
    const struct node *entry;
    struct span at;
    struct str keyword; /* with its arguments: "hdr(host)" */
};

/* Blocks of .if, as readcfgfile() counts them. */
enum haproxy_branch { HAPROXY_BRANCH_TAKEN, HAPROXY_BRANCH_DROPPED, HAPROXY_BRANCH_SKIPPED, HAPROXY_BRANCH_UNKNOWN };
enum { HAPROXY_MAX_BRANCHES = 100 };

struct haproxy_if {
    enum haproxy_branch state;
    bool was_else, was_unknown, was_taken;
    struct span at;
};

/* Lives while one document is read. */
struct haproxy_reader {
    struct kind_job *job;
    struct arena *a;
    struct sink *sink;
    const struct map *env; /* variables of the environment that are known; NULL: none, or no longer */
    uint32_t src, line;    /* the line being read, 0 at the end */
    struct str text;
    struct haproxy_line words;
    struct marks marks;        /* of the text, if it is a template */
    struct node *root, *block; /* block: the section's entry, or the root */
    uint32_t context;          /* of the section; 0: none yet, or one that is not judged */
    bool in_section;
    struct haproxy_proxy *proxy; /* the one being read; NULL where HAProxy refused its header */
    struct haproxy_proxy *last_defaults;
    struct map names[HAPROXY_NAME_KINDS];
    VEC(struct haproxy_proxy *) proxies;
    VEC(struct haproxy_use) uses;
    VEC(struct haproxy_unverified) unverified;
    bool verify_none; /* "ssl-server-verify" is, or may be, none */
    VEC(struct haproxy_cut) cuts;
    VEC(const struct node *) ended; /* lines with a word before their last one that is empty, or may come out so */
    VEC(struct haproxy_bare) bare;
    struct haproxy_if branches[HAPROXY_MAX_BRANCHES];
    uint32_t n_branches;
    bool fragment, has_inserts; /* see struct haproxy_state */
    bool any_lua, master_worker;
    bool may_be_more; /* a branch that is not known, or a file that cannot be read, may hold names */
    bool has_global, looked_around;
    struct map nearby[HAPROXY_NAME_KINDS]; /* names of files that may be part of the configuration; see parts.h */
    uint32_t n_searches;                   /* left for the nearest word */
    struct node *program, *peers_listen;   /* sections: the last program, the last one with a "bind" */
    uint32_t n_faults;
    struct finding *last_fault;
};

/* A line's words behind its keyword, while they are checked. Copied by value to look at a part of them. */
struct haproxy_args {
    struct haproxy_reader *r;
    struct node *entry;
    const struct haproxy_token *t;
    uint32_t n;     /* words that HAProxy sees: an empty one ends the line */
    uint32_t pos;   /* the one at hand */
    struct str kw;  /* the keyword, for messages */
    uint32_t rules; /* context bit of the rule set, 0 outside of rules */
};

/* A finding at a place, with the line being read as HAProxy's. Nothing is reported (but the returned finding may be filled) where an unknown word stands at or before
 * the place in its line: it could be anything, also several words or none. */
struct finding *haproxy_fault(struct haproxy_reader *r, enum syntax_rule rule, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Text from the file made fit for a message, NUL-terminated. */
const char *haproxy_quoted(struct haproxy_reader *r, struct str s);

/* a and b with one space between them: no copy where they stand so in the file, as most do. */
struct str haproxy_joined(struct haproxy_reader *r, struct str a, struct str b);

/* The i-th word from the one at hand (0), or an empty text; whether there is one; whether it is that word. */
struct str haproxy_arg(const struct haproxy_args *x, uint32_t i);
bool haproxy_has(const struct haproxy_args *x, uint32_t i);
bool haproxy_is(const struct haproxy_args *x, uint32_t i, const char *word);

/* The place of that word, or, where there is none, of the line's last one. */
struct span haproxy_arg_at(const struct haproxy_args *x, uint32_t i);
/* A part of the word's text, if it stands in the file as it is; else all of the word. */
struct span haproxy_part_at(const struct haproxy_args *x, uint32_t i, uint32_t from, uint32_t n);

/* Reports at the i-th word, and returns false. */
bool haproxy_bad(struct haproxy_args *x, enum syntax_rule rule, uint32_t i, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Notes a use of a name, looked up when everything has been read. */
void haproxy_use_name(struct haproxy_args *x, enum haproxy_use_kind kind, struct str name, struct span at,
                      struct str what);

/* The first byte of a name that may not stand in one ([A-Za-z0-9_.:-]), or name.n. */
uint32_t haproxy_bad_name(struct str name);

/* What is known of a word that is not: ". did you mean 'X' maybe ?" and a fix of it. */
void haproxy_suggest(struct haproxy_reader *r, struct finding *f, struct str name, enum haproxy_class class,
                     uint32_t context);

#endif
