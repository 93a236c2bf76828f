#include "kinds/nginx/scopes.h"

#include "kinds/nginx/resolve.h"
#include "kinds/nginx/setting_value.h"

/* clang-format off */
/*    name                                 context                   contexts around it                                                             meaning */
#define SCOPES(X)                                                                                                                                              \
    X("main",                              NGINX_IN_MAIN,            0,                                                                             "what stands outside of all blocks")  \
    X("events",                            NGINX_IN_EVENTS,          NGINX_IN_MAIN,                                                                 "events {}")                          \
    X("http",                              NGINX_IN_HTTP,            NGINX_IN_MAIN,                                                                 "http {}")                            \
    X("http.server",                       NGINX_IN_SERVER,          NGINX_IN_MAIN | NGINX_IN_HTTP,                                                 "each server {} in http")             \
    X("http.server.if",                    NGINX_IN_IF_IN_SERVER,    NGINX_IN_MAIN | NGINX_IN_HTTP | NGINX_IN_SERVER,                               "each if {} in a server")             \
    X("http.server.location",              NGINX_IN_LOCATION,        NGINX_IN_MAIN | NGINX_IN_HTTP | NGINX_IN_SERVER,                               "each location {}, nested ones too")  \
    X("http.server.location.if",           NGINX_IN_IF_IN_LOCATION,  NGINX_IN_MAIN | NGINX_IN_HTTP | NGINX_IN_SERVER | NGINX_IN_LOCATION,           "each if {} in a location")           \
    X("http.server.location.limit_except", NGINX_IN_LIMIT_EXCEPT,    NGINX_IN_MAIN | NGINX_IN_HTTP | NGINX_IN_SERVER | NGINX_IN_LOCATION,           "each limit_except {}")               \
    X("http.upstream",                     NGINX_IN_UPSTREAM,        NGINX_IN_MAIN | NGINX_IN_HTTP,                                                 "each upstream {} in http")           \
    X("stream",                            NGINX_IN_STREAM,          NGINX_IN_MAIN,                                                                 "stream {}")                          \
    X("stream.server",                     NGINX_IN_STREAM_SERVER,   NGINX_IN_MAIN | NGINX_IN_STREAM,                                               "each server {} in stream")           \
    X("stream.upstream",                   NGINX_IN_STREAM_UPSTREAM, NGINX_IN_MAIN | NGINX_IN_STREAM,                                               "each upstream {} in stream")         \
    X("mail",                              NGINX_IN_MAIL,            NGINX_IN_MAIN,                                                                 "mail {}")                            \
    X("mail.server",                       NGINX_IN_MAIL_SERVER,     NGINX_IN_MAIN | NGINX_IN_MAIL,                                                 "each server {} in mail")
/* clang-format on */

#define X(name, context, around, meaning) {STR_INIT(name), STR_INIT(meaning)},
const struct kind_scope nginx_scopes[] = {SCOPES(X){{NULL, 0}, {NULL, 0}}};
#undef X

static const struct {
    uint32_t context, around;
} places[] = {
#define X(name, context, around, meaning) {context, around},
    SCOPES(X)
#undef X
};

/* A fragment's outermost directives stand in a block that is not seen: main is a block of its own only where the whole file is. */
struct node *nginx_scope_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    uint32_t context = places[scope].context;
    if (context == NGINX_IN_MAIN)
        return after || nginx_context(job, job->root) != NGINX_IN_MAIN ? NULL : job->root;
    struct nginx_blocks it = nginx_blocks(job, job->root, context);
    if (after)
        it.at = after;
    return nginx_next_block(&it);
}

/* ---- types ---- */

static const struct type list_int = {.kind = TYPE_LIST, .param = {&type_int}};
static const struct type list_bool = {.kind = TYPE_LIST, .param = {&type_bool}};
static const struct type list_duration = {.kind = TYPE_LIST, .param = {&type_duration}};
static const struct type list_list_int = {.kind = TYPE_LIST, .param = {&list_int}};
static const struct type list_list_string = {.kind = TYPE_LIST, .param = {&type_list_string}};

/* Of one occurrence: what nginx_value_of makes of it. */
static const struct type *occurrence_type(const struct nginx_word *row)
{
    switch (row->type) {
    case NGINX_TYPE_NO_ARGS:
    case NGINX_TYPE_FLAG:
        return &type_bool;
    case NGINX_TYPE_BUFS:
        return &list_int;
    case NGINX_TYPE_NUM:
    case NGINX_TYPE_WORKER_CONNECTIONS:
    case NGINX_TYPE_WORKER_PROCESSES:
    case NGINX_TYPE_SIZE:
    case NGINX_TYPE_COMPLEX_VALUE_SIZE:
    case NGINX_TYPE_OFF:
        return &type_int;
    case NGINX_TYPE_MSEC:
    case NGINX_TYPE_SEC:
    case NGINX_TYPE_KEEPALIVE_TIMEOUT:
        return &type_duration;
    default:
        return row->args & ~3u || nginx_is_list(row) ? &type_list_string : &type_string;
    }
}

static const struct type *list_of(const struct type *item)
{
    return item == &type_int        ? &list_int
           : item == &type_bool     ? &list_bool
           : item == &type_duration ? &list_duration
           : item == &list_int      ? &list_list_int
                                    : &list_list_string;
}

static const struct type *type_of_row(const struct nginx_word *row)
{
    bool is_flat = row->type == NGINX_TYPE_BITMASK || row->type == NGINX_TYPE_MIME_TYPES;
    const struct type *one = occurrence_type(row);
    return nginx_is_list(row) && !is_flat ? list_of(one) : one;
}

/* Whether a block of the context may have a value of it: set there, or inherited. */
static bool is_there(const struct nginx_word *row, uint32_t scope)
{
    bool here = row->contexts & places[scope].context;
    bool above = (row->contexts & places[scope].around) && row->inherit != NGINX_INHERIT_NONE &&
                 row->inherit != NGINX_INHERIT_NO;
    return (here || above) && row->block != NGINX_BLOCK_BLOCK;
}

/* Rows of one name that are there in the scope and differ in type, by version or by module, leave it to the value. */
const struct type *nginx_setting_type(uint32_t scope, struct str name)
{
    uint32_t n, first = nginx_word_find(name, &n);
    const struct type *found = NULL;
    for (uint32_t i = first; i < first + n; i++) {
        const struct type *t = is_there(&nginx_words[i], scope) ? type_of_row(&nginx_words[i]) : NULL;
        if (t && found && t != found)
            return &type_dyn;
        if (t)
            found = t;
    }
    return found;
}

/* One name for each row, so that asking for all of them is linear; rows of other scopes give one that every scope has. */
struct str nginx_setting_name(uint32_t scope, uint32_t i)
{
    if (i + 1 >= nginx_words_n)
        return (struct str){0};
    const struct nginx_word *row = &nginx_words[i + 1];
    return is_there(row, scope) ? nginx_word_str(row->name) : STR("include");
}
