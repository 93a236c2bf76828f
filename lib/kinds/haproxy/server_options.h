/* The options of servers that are in force, read line by line: for those who ask about every server of a file. Who asks about one line takes haproxy_setting. */
#ifndef LOADLINE_KINDS_HAPROXY_SERVER_OPTIONS_H
#define LOADLINE_KINDS_HAPROXY_SERVER_OPTIONS_H

#include "kinds/haproxy/setting_value.h"
#include "kinds/haproxy/haproxy.h"

/* Those that are kept. X(NAME, option) */
/* clang-format off */
#define HAPROXY_SERVER_OPTIONS(X)       \
    X(AGENT_CHECK,   "agent-check")     \
    X(AGENT_PORT,    "agent-port")      \
    X(BACKUP,        "backup")          \
    X(CHECK,         "check")           \
    X(CHECK_SSL,     "check-ssl")       \
    X(DISABLED,      "disabled")        \
    X(MAXCONN,       "maxconn")         \
    X(MINCONN,       "minconn")         \
    X(POOL_MAX_CONN, "pool-max-conn")   \
    X(PORT,          "port")            \
    X(SSL,           "ssl")             \
    X(TRACK,         "track")           \
    X(WEIGHT,        "weight")
/* clang-format on */

#define X(name, ...) HAPROXY_SERVER_##name,
enum haproxy_server_option { HAPROXY_SERVER_OPTIONS(X) HAPROXY_SERVER_OPTION_COUNT };
#undef X

/* Which of them a row of the words table is: option + 1, 0 for none; with HAPROXY_SERVER_OFF what takes it back ("no-check", "enabled"). */
enum { HAPROXY_SERVER_OFF = 128 };
struct haproxy_server_rows {
    uint8_t *of_row;
};
struct haproxy_server_rows haproxy_server_rows(struct arena *a);

/* What was last said of an option. */
struct haproxy_said {
    const struct node *name, *value; /* NULL: nothing; value: its first word */
    bool off;                        /* taken back */
    bool by_default;                 /* by a default-server line */
};

/* What holds for a server, or for the next server of a section. */
struct haproxy_server_options {
    struct haproxy_said said[HAPROXY_SERVER_OPTION_COUNT];
    const struct node *vague; /* a word or line that may say anything, and why; NULL: none */
    enum haproxy_doubt why;
    const struct origin *unsaid; /* of what nobody says; set by the caller */
};

/* What servers of the proxy begin with: the default-server lines of the defaults sections that it takes its settings from. */
void haproxy_server_options_init(struct kind_job *job, struct haproxy_server_rows rows,
                                 const struct haproxy_proxy *proxy, struct haproxy_server_options *ret);

/* Lays a line over what o holds: a default-server line for all that come after it, a server or server-template line for its own server. */
void haproxy_server_options_read(struct kind_job *job, struct haproxy_server_rows rows, struct node *line,
                                 struct haproxy_server_options *o);

/* Whether the option is on: bool, unknown where a variable or an .if that is not known decides. Its origin is the word that says so; of what nobody says
 * o->unsaid. */
struct value haproxy_server_flag(struct kind_job *job, const struct haproxy_server_options *o,
                                 enum haproxy_server_option option);

/* Its number as HAProxy reads it; `otherwise` where nobody says it. Origins as above. */
struct value haproxy_server_number(struct kind_job *job, const struct haproxy_server_options *o,
                                   enum haproxy_server_option option, struct value otherwise);

#endif
