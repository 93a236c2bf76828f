#include "kinds/haproxy/scopes.h"

#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/options.h"
#include "kinds/haproxy/resolve.h"
#include "kinds/haproxy/setting_value.h"
#include "kinds/haproxy/units.h"
#include "value/type.h"

enum {
    IN_FRONTENDS = HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN,
    IN_BACKENDS = HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN,
    IN_PROXIES = IN_FRONTENDS | IN_BACKENDS
};

/* clang-format off */
/*    name           sections                   class of its settings   meaning */
#define SCOPES(X)                                                                                                  \
    X(GLOBAL,      "global",      HAPROXY_IN_GLOBAL,      HAPROXY_CLASS_GLOBAL, "each global section")              \
    X(DEFAULTS,    "defaults",    HAPROXY_IN_DEFAULTS,    HAPROXY_CLASS_PROXY,  "each defaults section")            \
    X(FRONTEND,    "frontend",    IN_FRONTENDS,           HAPROXY_CLASS_PROXY,  "each frontend and listen section") \
    X(BACKEND,     "backend",     IN_BACKENDS,            HAPROXY_CLASS_PROXY,  "each backend and listen section")  \
    X(LISTEN,      "listen",      HAPROXY_IN_LISTEN,      HAPROXY_CLASS_PROXY,  "each listen section")              \
    X(PROXY,       "proxy",       IN_PROXIES,             HAPROXY_CLASS_PROXY,  "each frontend, backend and listen section") \
    X(BIND,        "bind",        IN_FRONTENDS,           HAPROXY_CLASS_BIND,   "each bind line of a frontend or listen section")           \
    X(SERVER,      "server",      IN_BACKENDS,            HAPROXY_CLASS_SERVER, "each server and server-template line of a backend or listen section") \
    X(USERLIST,    "userlist",    HAPROXY_IN_USERLIST,    HAPROXY_CLASS_MEMBER, "each userlist section")            \
    X(PEERS,       "peers",       HAPROXY_IN_PEERS,       HAPROXY_CLASS_MEMBER, "each peers section")               \
    X(MAILERS,     "mailers",     HAPROXY_IN_MAILERS,     HAPROXY_CLASS_MEMBER, "each mailers section")             \
    X(RESOLVERS,   "resolvers",   HAPROXY_IN_RESOLVERS,   HAPROXY_CLASS_MEMBER, "each resolvers section")           \
    X(CACHE,       "cache",       HAPROXY_IN_CACHE,       HAPROXY_CLASS_MEMBER, "each cache section")               \
    X(RING,        "ring",        HAPROXY_IN_RING,        HAPROXY_CLASS_MEMBER, "each ring section")                \
    X(PROGRAM,     "program",     HAPROXY_IN_PROGRAM,     HAPROXY_CLASS_MEMBER, "each program section")             \
    X(FCGI_APP,    "fcgi-app",    HAPROXY_IN_FCGI_APP,    HAPROXY_CLASS_MEMBER, "each fcgi-app section")            \
    X(HTTP_ERRORS, "http-errors", HAPROXY_IN_HTTP_ERRORS, HAPROXY_CLASS_MEMBER, "each http-errors section")         \
    X(LOG_FORWARD, "log-forward", HAPROXY_IN_LOG_FORWARD, HAPROXY_CLASS_MEMBER, "each log-forward section")         \
    X(CRT_STORE,   "crt-store",   HAPROXY_IN_CRT_STORE,   HAPROXY_CLASS_MEMBER, "each crt-store section")
/* clang-format on */

enum scope {
#define X(id, name, contexts, class, meaning) SCOPE_##id,
    SCOPES(X)
#undef X
        SCOPE_COUNT
};

#define X(id, name, contexts, class, meaning) {STR_INIT(name), STR_INIT(meaning)},
const struct kind_scope haproxy_scopes[] = {SCOPES(X){{NULL, 0}, {NULL, 0}}};
#undef X

static const struct scope_place {
    uint32_t contexts;
    enum haproxy_class class;
} places[] = {
#define X(id, name, contexts, class, meaning) {contexts, class},
    SCOPES(X)
#undef X
};

static bool is_of_lines(uint32_t scope)
{
    return scope == SCOPE_SERVER || scope == SCOPE_BIND;
}

static bool is_server(const struct node *n)
{
    return haproxy_line_is(n, STR("server")) || haproxy_line_is(n, STR("server-template"));
}

static bool is_bind(const struct node *n)
{
    return haproxy_line_is(n, STR("bind"));
}

/* ---- blocks ---- */

static struct node *next_section(struct kind_job *job, uint32_t scope, struct node *n)
{
    while (n && !(haproxy_section_context(job, n) & places[scope].contexts))
        n = n->next;
    return n;
}

static struct node *next_line(uint32_t scope, struct node *n)
{
    while (n && !(scope == SCOPE_SERVER ? is_server(n) : is_bind(n)))
        n = n->next;
    return n;
}

struct node *haproxy_scope_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    if (!is_of_lines(scope))
        return next_section(job, scope, after ? after->next : job->root->first);
    struct node *line = after ? next_line(scope, after->next) : NULL;
    struct node *section = after ? after->parent->next : job->root->first;
    for (; !line && (section = next_section(job, scope, section)) != NULL; section = section->next)
        line = next_line(scope, section->first);
    return line;
}

/* ---- objects within objects ---- */

/* A section or line that another one's field leads to. */
struct part {
    struct kind_job *job;
    struct node *block;
};

static bool part_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    const struct part *p = object;
    (void)a;
    if (!haproxy_setting(p->job, p->block, field, ret))
        *ret = value_null();
    return true;
}

/* As of blocks: set here or inherited, and not null. */
static bool part_has(const void *object, struct str field, struct value *ret)
{
    const struct part *p = object;
    struct value v;
    if (!haproxy_setting(p->job, p->block, field, &v))
        v = value_null();
    bool stands = v.origin && (v.origin->kind == ORIGIN_SET || v.origin->kind == ORIGIN_INHERITED);
    *ret = value_is_unknown(v) && !stands ? v : value_bool(stands && v.type != VALUE_NULL);
    return true;
}

static const struct object_class server_class = {STR_INIT("server"), part_get, part_has};
static const struct object_class bind_class = {STR_INIT("bind"), part_get, part_has};
static const struct object_class proxy_class = {STR_INIT("proxy"), part_get, part_has};

static struct value part_value(struct kind_job *job, const struct object_class *cls, struct node *block, bool header)
{
    struct part *p = arena_new(job->a, struct part);
    *p = (struct part){job, block};
    struct span at = header ? block->name_at : block->at;
    return value_with_origin(value_object(job->a, cls, p), origin_new(job->a, ORIGIN_SET, at, (struct str){0}));
}

static const struct type *field_type(const void *ctx, struct str name)
{
    return haproxy_setting_type((uint32_t)((const struct scope_place *)ctx - places), name);
}

static struct str field_name(const void *ctx, uint32_t i)
{
    return haproxy_setting_name((uint32_t)((const struct scope_place *)ctx - places), i);
}

#define FIELDS(scope, name)                                                                                            \
    {                                                                                                                  \
        STR_INIT(name), &places[scope], field_type, field_name                                                         \
    }
static const struct object_fields server_fields = FIELDS(SCOPE_SERVER, "server");
static const struct object_fields bind_fields = FIELDS(SCOPE_BIND, "bind");
static const struct object_fields proxy_fields = FIELDS(SCOPE_PROXY, "proxy");
#undef FIELDS

static const struct type server_type = {.kind = TYPE_OBJECT, .fields = &server_fields, .name = STR_INIT("server")};
static const struct type bind_type = {.kind = TYPE_OBJECT, .fields = &bind_fields, .name = STR_INIT("bind")};
static const struct type proxy_type = {.kind = TYPE_OBJECT, .fields = &proxy_fields, .name = STR_INIT("proxy")};
static const struct type list_server = {.kind = TYPE_LIST, .param = {&server_type}};
static const struct type list_bind = {.kind = TYPE_LIST, .param = {&bind_type}};

/* ---- fields beside settings ---- */

/* Lines as objects. Whether a line under an .if stands there is not known, and so is the list. */
static struct value lines_value(struct kind_job *job, struct node *section, bool servers)
{
    VEC(struct value) items = {0};
    struct node *n = section->first;
    if (section->flags & NODE_CONDITIONAL)
        return haproxy_unknown_at(job, HAPROXY_UNDECIDED, section->name_at);
    for (; (n = next_line(servers ? SCOPE_SERVER : SCOPE_BIND, n)) != NULL; n = n->next) {
        if (n->flags & NODE_CONDITIONAL)
            return haproxy_unknown_at(job, HAPROXY_UNDECIDED, n->name_at);
        vec_push(job->a, &items, part_value(job, servers ? &server_class : &bind_class, n, false));
    }
    enum origin_kind kind = items.n ? ORIGIN_SET : ORIGIN_DEFAULT;
    struct span at = items.n ? items.p[0].origin->at : section->name_at;
    return value_with_origin(value_list(items.p, items.n), origin_new(job->a, kind, at, (struct str){0}));
}

static struct value word_of(struct kind_job *job, const struct node *block, uint32_t i)
{
    const struct node *w = node_word(block, i);
    if (!w)
        return value_with_origin(value_string((struct str){0}),
                                 origin_new(job->a, ORIGIN_DEFAULT, block->name_at, (struct str){0}));
    struct value v = node_is_known(w) ? value_string(w->text) : haproxy_unknown_at(job, HAPROXY_UNFILLED, w->at);
    return value_with_origin(v, origin_new(job->a, ORIGIN_SET, w->at, (struct str){0}));
}

/* How many servers a template makes: "3", "2-5". */
static struct value count_of(struct kind_job *job, const struct node *line)
{
    const struct node *w = str_eq(haproxy_keyword_of(line), STR("server-template")) ? node_word(line, 1) : NULL;
    int64_t low = 1, high = 1;
    if (w && !node_is_known(w))
        return haproxy_unknown_at(job, HAPROXY_UNFILLED, w->at);
    uint32_t dash = w ? str_find_byte(w->text, '-') : 0;
    if (w && dash < w->text.n)
        low = haproxy_atol(str_slice(w->text, 0, dash), NULL);
    if (w)
        high = haproxy_atol(dash < w->text.n ? str_slice(w->text, dash + 1, w->text.n) : w->text, NULL);
    struct span at = w ? w->at : line->name_at;
    return value_with_origin(value_int(high - low + 1),
                             origin_new(job->a, w ? ORIGIN_SET : ORIGIN_DEFAULT, at, (struct str){0}));
}

static bool line_field(struct kind_job *job, struct node *line, struct str name, struct value *ret)
{
    bool server = is_server(line), template = server && str_eq(haproxy_keyword_of(line), STR("server-template"));
    if (str_eq(name, STR("proxy")))
        *ret = part_value(job, &proxy_class, line->parent, true);
    else if (str_eq(name, STR("address")))
        *ret = word_of(job, line, template ? 2 : server);
    else if (server && str_eq(name, STR("name")))
        *ret = word_of(job, line, 0);
    else if (server && str_eq(name, STR("count")))
        *ret = count_of(job, line);
    else
        return false;
    return true;
}

/* Asked for by many rules: made once. */
static struct value lines_of_section(struct kind_job *job, struct node *section, bool servers)
{
    struct haproxy_section *s = haproxy_section_of(job, section);
    struct value *kept = servers ? &s->servers : &s->binds;
    if (kept->type == VALUE_UNKNOWN)
        *kept = lines_value(job, section, servers);
    return *kept;
}

static bool section_field(struct kind_job *job, struct node *section, struct str name, struct value *ret)
{
    if (str_eq(name, STR("section")))
        *ret = value_with_origin(value_string(section->text),
                                 origin_new(job->a, ORIGIN_SET, section->name_at, (struct str){0}));
    else if (str_eq(name, STR("name")))
        *ret = word_of(job, section, 0);
    else if (str_eq(name, STR("servers")) && (haproxy_section_context(job, section) & HAPROXY_IN_PROXY))
        *ret = lines_of_section(job, section, true);
    else if (str_eq(name, STR("binds")) && (haproxy_section_context(job, section) & HAPROXY_IN_PROXY))
        *ret = lines_of_section(job, section, false);
    else
        return false;
    return true;
}

bool haproxy_own_field(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    if (block->kind != NODE_ENTRY)
        return false;
    if (block->flags & NODE_BLOCK)
        return section_field(job, block, name, ret);
    return (is_server(block) || is_bind(block)) && line_field(job, block, name, ret);
}

/* ---- types ---- */

struct own_field {
    struct str name;
    const struct type *type;
};
static const struct own_field line_fields[] = {{STR_INIT("address"), &type_string},
                                               {STR_INIT("proxy"), &proxy_type},
                                               {STR_INIT("name"), &type_string},
                                               {STR_INIT("count"), &type_int}};
static const struct own_field section_fields[] = {{STR_INIT("name"), &type_string},
                                                  {STR_INIT("section"), &type_string},
                                                  {STR_INIT("servers"), &list_server},
                                                  {STR_INIT("binds"), &list_bind}};

/* The fields of a scope beside its settings, n of them: fewer of what they do not fit. */
static const struct own_field *own_fields(uint32_t scope, uint32_t *ret_n)
{
    bool proxy = places[scope].class == HAPROXY_CLASS_PROXY && scope != SCOPE_DEFAULTS;
    *ret_n = scope == SCOPE_SERVER || proxy ? 4 : 2;
    return is_of_lines(scope) ? line_fields : section_fields;
}

static bool is_there(const struct haproxy_word *w, uint32_t scope)
{
    return w->class == places[scope].class && (is_of_lines(scope) || (w->contexts & places[scope].contexts));
}

/* Rows of one name that differ in type, by version, leave it to the value. */
static const struct type *type_of_keyword(uint32_t scope, struct str name)
{
    const struct word_slot *slot = word_index_find(&haproxy_word_index, name);
    const struct type *found = NULL;
    for (uint32_t row = slot ? slot->first : 1; slot && row < (uint32_t)slot->first + slot->n; row++) {
        const struct type *t =
            is_there(&haproxy_words[row], scope) ? haproxy_shape_type(haproxy_shape_of(&haproxy_words[row])) : NULL;
        if (t && found && t != found)
            return &type_dyn;
        if (t)
            found = t;
    }
    return found;
}

/* A rule's keyword with an action that the words table has. */
static const struct type *type_of_action(uint32_t scope, struct str name)
{
    bool action = false;
    for (uint32_t bit = HAPROXY_IN_DEFAULTS; bit <= HAPROXY_IN_BACKEND && !is_of_lines(scope); bit <<= 1) {
        uint32_t row, found = (places[scope].contexts & bit) ? haproxy_setting_row(name, bit, 0, &action) : 0;
        struct str word = found && action ? str_slice(name, haproxy_word_str(haproxy_words[found].name).n + 1, name.n)
                                          : (struct str){0};
        if (word.n && haproxy_word_pick(word, HAPROXY_CLASS_ACTION, 0, 0, &row) != HAPROXY_FIT_UNKNOWN)
            return haproxy_shape_type(HAPROXY_SHAPE_LINES);
    }
    return NULL;
}

const struct type *haproxy_setting_type(uint32_t scope, struct str name)
{
    uint32_t n;
    const struct own_field *own = own_fields(scope, &n);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(own[i].name, name))
            return own[i].type;
    const struct type *t = type_of_keyword(scope, name);
    return t ? t : type_of_action(scope, name);
}

/* One name for each row, so that asking for all of them is linear; rows of other scopes give one that this scope has. */
struct str haproxy_setting_name(uint32_t scope, uint32_t i)
{
    uint32_t n;
    const struct own_field *own = own_fields(scope, &n);
    if (i < n)
        return own[i].name;
    if (i - n + 1 >= haproxy_words_n)
        return (struct str){0};
    const struct haproxy_word *w = &haproxy_words[i - n + 1];
    return is_there(w, scope) ? haproxy_word_str(w->name) : own[0].name;
}
