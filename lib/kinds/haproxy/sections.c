#include "kinds/haproxy/sections.h"

#include "kinds/haproxy/macros.h"
#include "kinds/haproxy/parts.h"

#include <string.h>

static bool bad_name(struct haproxy_args *x, uint32_t i, const char *what)
{
    struct str name = haproxy_arg(x, i);
    uint32_t bad = haproxy_bad_name(name);
    if (bad == name.n)
        return false;
    haproxy_fault(x->r, SYNTAX_VALUE, haproxy_part_at(x, i, bad, 1),
                  "character '%s' is not permitted in '%s' name '%s'",
                  haproxy_quoted(x->r, str_slice(name, bad, bad + 1)), what, haproxy_quoted(x->r, name));
    return true;
}

static bool too_many(struct haproxy_args *x, uint32_t n)
{
    if (!haproxy_has(x, n))
        return false;
    haproxy_bad(x, SYNTAX_COUNT, n, "'%.*s' cannot handle unexpected argument '%s'", STR_ARG(x->kw),
                haproxy_quoted(x->r, haproxy_arg(x, n)));
    return true;
}

/* Sections that other versions have, and namespaces, are read without being judged. */
uint32_t haproxy_context_of(struct str keyword)
{
    for (uint32_t bit = HAPROXY_IN_GLOBAL; bit <= HAPROXY_IN_HEALTHCHECK; bit <<= 1)
        if (str_eq(keyword, str_from(haproxy_context_name(bit))))
            return bit;
    return 0;
}

static struct map *names_of(struct haproxy_reader *r, enum haproxy_name_kind kind)
{
    r->names[kind].a = r->a;
    return &r->names[kind];
}

static struct haproxy_proxy *find_proxy(const struct haproxy_reader *r, enum haproxy_name_kind kind, struct str name)
{
    return map_get(&r->names[kind], name);
}

static bool is_conditional(const struct haproxy_args *x)
{
    return x->entry->flags & NODE_CONDITIONAL;
}

static void duplicate_proxy(struct haproxy_args *x, const struct haproxy_proxy *first)
{
    if (first->conditional || is_conditional(x))
        return;
    struct finding *f =
        haproxy_fault(x->r, SYNTAX_DUPLICATE, haproxy_arg_at(x, 0), "%.*s '%s' has the same name as %s '%s'",
                      STR_ARG(x->kw), haproxy_quoted(x->r, haproxy_arg(x, 0)), haproxy_context_name(first->context),
                      haproxy_quoted(x->r, first->name));
    diag_related(x->r->sink, f, first->section->at, "the first one");
}

/* A frontend is looked for among those that listen, all else among those that have servers. */
static void define_proxy(struct haproxy_args *x, struct haproxy_proxy *p)
{
    struct haproxy_reader *r = x->r;
    if (x->n && x->t[x->pos < x->n ? x->pos : 0].unknown) {
        r->may_be_more = true;
        return;
    }
    enum haproxy_name_kind look = p->caps & HAPROXY_CAP_FE ? HAPROXY_NAME_FRONTEND : HAPROXY_NAME_BACKEND;
    const struct haproxy_proxy *first = find_proxy(r, look, p->name);
    if (first)
        duplicate_proxy(x, first);
    if (p->caps & HAPROXY_CAP_FE)
        map_put(names_of(r, HAPROXY_NAME_FRONTEND), p->name, p, NULL);
    if (p->caps & HAPROXY_CAP_BE)
        map_put(names_of(r, HAPROXY_NAME_BACKEND), p->name, p, NULL);
}

/* Which settings the section starts from: "from NAME" at word i, else the last defaults section. */
static bool find_defaults(struct haproxy_args *x, uint32_t i, struct haproxy_proxy *p)
{
    struct haproxy_reader *r = x->r;
    if (!haproxy_is(x, i, "from")) {
        p->from = p->context == HAPROXY_IN_DEFAULTS ? NULL : r->last_defaults;
        return true;
    }
    p->from = find_proxy(r, HAPROXY_NAME_DEFAULTS, haproxy_arg(x, i + 1));
    if (p->from && p->from->same_name) {
        struct finding *f =
            haproxy_fault(r, SYNTAX_CONFLICT, haproxy_arg_at(x, i + 1),
                          "ambiguous defaults section name '%s' referenced by %.*s '%s'",
                          haproxy_quoted(r, haproxy_arg(x, i + 1)), STR_ARG(x->kw), haproxy_quoted(r, p->name));
        diag_related(r->sink, f, p->from->section->name_at, "one of them");
        diag_related(r->sink, f, p->from->same_name->section->name_at, "another one");
    }
    if (p->from)
        return true;
    if (r->fragment || r->may_be_more || haproxy_is_nearby(r, HAPROXY_NAME_DEFAULTS, haproxy_arg(x, i + 1)))
        return true;
    return haproxy_bad(x, SYNTAX_UNRESOLVED, i + 1, "defaults section '%s' not found for %.*s '%s'",
                       haproxy_quoted(r, haproxy_arg(x, i + 1)), STR_ARG(x->kw), haproxy_quoted(r, p->name));
}

/* A defaults section with rules fits only proxies of one sort. */
static void check_rules(struct haproxy_args *x, struct haproxy_proxy *p)
{
    struct haproxy_proxy *d = p->from;
    const char *why = NULL;
    if (!d || !(d->rules & (HAPROXY_RULES_CONNECTION | HAPROXY_RULES_RESPONSE | HAPROXY_RULES_OTHER)))
        return;
    bool fe = p->caps & HAPROXY_CAP_FE, be = p->caps & HAPROXY_CAP_BE;
    uint32_t other = fe ? HAPROXY_RULES_FOR_BE : HAPROXY_RULES_FOR_FE;
    if (p->context == HAPROXY_IN_DEFAULTS)
        why = "a defaults section cannot inherit from a defaults section defining TCP/HTTP rules";
    else if (fe && be)
        why = "a listen section cannot inherit from a defaults section defining TCP/HTTP rules";
    else if (d->rules & other)
        why = "frontends and backends cannot inherit from the same defaults section if it defines TCP/HTTP rules";
    else if (!fe && (d->rules & HAPROXY_RULES_CONNECTION))
        why =
            "a backend section cannot inherit from a defaults section defining 'tcp-request connection' or 'tcp-request session' rules";
    else if (!be && (d->rules & HAPROXY_RULES_RESPONSE))
        why = "a frontend section cannot inherit from a defaults section defining 'tcp-response content' rules";
    d->rules |= fe ? HAPROXY_RULES_FOR_FE : HAPROXY_RULES_FOR_BE;
    if (!why)
        return;
    struct finding *f = haproxy_fault(x->r, SYNTAX_CONFLICT, x->entry->name_at, "%s", why);
    diag_related(x->r->sink, f, d->section->name_at, "the defaults section");
}

static struct haproxy_proxy *new_proxy(struct haproxy_args *x, uint32_t context, struct str name)
{
    struct haproxy_proxy *p = arena_new(x->r->a, struct haproxy_proxy);
    *p =
        (struct haproxy_proxy){.name = name, .section = x->entry, .context = context, .conditional = is_conditional(x)};
    p->caps = context == HAPROXY_IN_FRONTEND  ? HAPROXY_CAP_FE
              : context == HAPROXY_IN_BACKEND ? HAPROXY_CAP_BE
                                              : HAPROXY_CAP_FE | HAPROXY_CAP_BE;
    vec_push(x->r->a, &x->r->proxies, p);
    return p;
}

/* by_name: the defaults section is named; where it was not found it stands in another file. */
static void inherit_servers(struct haproxy_proxy *p, bool by_name)
{
    if (p->from)
        p->server_tls = p->from->server_tls;
    p->server_tls.unsure |= !p->from && by_name;
    p->disabled = p->from && p->from->disabled;
}

static void begin_defaults(struct haproxy_args *x)
{
    struct haproxy_reader *r = x->r;
    bool unnamed = haproxy_is(x, 0, "from") && haproxy_has(x, 1) && !haproxy_has(x, 2);
    struct str name = unnamed ? (struct str){0} : haproxy_arg(x, 0);
    struct haproxy_proxy *p = new_proxy(x, HAPROXY_IN_DEFAULTS, name);
    p->named = name.n > 0;
    p->mode = HAPROXY_MODE_TCP;
    p->mode_known = !haproxy_is(x, unnamed ? 0 : 1, "from");
    if (find_defaults(x, unnamed ? 0 : 1, p) && p->from) {
        p->mode = p->from->mode;
        p->mode_known = p->from->mode_known;
    }
    p->default_backend = p->from ? p->from->default_backend : NULL;
    inherit_servers(p, haproxy_is(x, unnamed ? 0 : 1, "from"));
    check_rules(x, p);
    if (p->named) {
        bool fresh;
        struct map_entry *e = map_put(names_of(r, HAPROXY_NAME_DEFAULTS), name, p, &fresh);
        struct haproxy_proxy *first = e->value;
        if (!fresh && !first->conditional && !p->conditional)
            first->same_name = p;
    }
    r->last_defaults = r->proxy = p;
}

static void begin_proxy(struct haproxy_args *x, uint32_t context)
{
    struct haproxy_reader *r = x->r;
    r->proxy = NULL;
    if (!haproxy_has(x, 0)) {
        haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects an <id> argument", STR_ARG(x->kw));
        return;
    }
    bad_name(x, 0, haproxy_context_name(context));
    bool from = haproxy_is(x, 1, "from") && haproxy_has(x, 2);
    struct haproxy_proxy *p = new_proxy(x, context, haproxy_arg(x, 0));
    define_proxy(x, p);
    if ((haproxy_has(x, 1) && !from) || haproxy_has(x, 3)) {
        /* HAProxy drops the section, and refuses each line in it. What is judged besides is the section as it was meant, on its defaults. */
        p->from = from ? find_proxy(r, HAPROXY_NAME_DEFAULTS, haproxy_arg(x, 2)) : r->last_defaults;
        if (context != HAPROXY_IN_BACKEND || haproxy_has(x, 3))
            haproxy_bad(x, SYNTAX_COUNT, from ? 3 : 1, "please use the 'bind' keyword for listening addresses");
        return;
    }
    if (!find_defaults(x, 1, p))
        p->from = NULL;
    p->mode = p->from ? p->from->mode : HAPROXY_MODE_TCP;
    p->mode_known = p->from ? p->from->mode_known : !r->fragment && !from;
    p->default_backend = p->from && (p->caps & HAPROXY_CAP_FE) ? p->from->default_backend : NULL;
    inherit_servers(p, from);
    check_rules(x, p);
    r->proxy = p;
}

enum haproxy_name_kind haproxy_name_kind_of(uint32_t context)
{
    switch (context) {
    case HAPROXY_IN_USERLIST:
        return HAPROXY_NAME_USERLIST;
    case HAPROXY_IN_PEERS:
        return HAPROXY_NAME_PEERS;
    case HAPROXY_IN_RESOLVERS:
        return HAPROXY_NAME_RESOLVERS;
    case HAPROXY_IN_CACHE:
        return HAPROXY_NAME_CACHE;
    case HAPROXY_IN_HTTP_ERRORS:
        return HAPROXY_NAME_HTTP_ERRORS;
    case HAPROXY_IN_RING:
        return HAPROXY_NAME_RING;
    case HAPROXY_IN_MAILERS:
        return HAPROXY_NAME_MAILERS;
    case HAPROXY_IN_FCGI_APP:
        return HAPROXY_NAME_FCGI_APP;
    case HAPROXY_IN_LOG_FORWARD:
        return HAPROXY_NAME_LOG_FORWARD;
    default:
        return HAPROXY_NAME_KINDS;
    }
}

static bool twice_is_refused(enum haproxy_name_kind kind)
{
    return kind == HAPROXY_NAME_PEERS || kind == HAPROXY_NAME_RESOLVERS || kind == HAPROXY_NAME_MAILERS ||
           kind == HAPROXY_NAME_HTTP_ERRORS || kind == HAPROXY_NAME_FCGI_APP || kind == HAPROXY_NAME_LOG_FORWARD;
}

static void begin_other(struct haproxy_args *x, uint32_t context)
{
    struct haproxy_reader *r = x->r;
    enum haproxy_name_kind kind = haproxy_name_kind_of(context);
    bool fresh;
    r->proxy = NULL;
    if (kind == HAPROXY_NAME_KINDS)
        return;
    if (!haproxy_has(x, 0)) {
        haproxy_bad(x, SYNTAX_COUNT, 0, "missing name for %.*s section", STR_ARG(x->kw));
        return;
    }
    if (bad_name(x, 0, haproxy_context_name(context)))
        return;
    if (kind != HAPROXY_NAME_MAILERS && kind != HAPROXY_NAME_RESOLVERS && kind != HAPROXY_NAME_FCGI_APP)
        too_many(x, 1);
    struct map_entry *e = map_put(names_of(r, kind), haproxy_arg(x, 0), x->entry, &fresh);
    const struct node *first = e->value;
    if (fresh || !twice_is_refused(kind) || is_conditional(x) || (first->flags & NODE_CONDITIONAL))
        return;
    struct finding *f = haproxy_fault(r, SYNTAX_DUPLICATE, haproxy_arg_at(x, 0),
                                      "%.*s section '%s' has the same name as another %.*s section", STR_ARG(x->kw),
                                      haproxy_quoted(r, haproxy_arg(x, 0)), STR_ARG(x->kw));
    diag_related(r->sink, f, first->name_at, "the first one");
}

void haproxy_begin_section(struct haproxy_args *x, uint32_t context)
{
    struct haproxy_reader *r = x->r;
    if (r->branches[r->n_branches ? r->n_branches - 1 : 0].was_unknown && r->n_branches)
        r->may_be_more = true;
    if (context == HAPROXY_IN_GLOBAL) {
        r->proxy = NULL;
        too_many(x, 0);
    } else if (context == HAPROXY_IN_DEFAULTS) {
        begin_defaults(x);
    } else if (context & HAPROXY_IN_PROXY) {
        begin_proxy(x, context);
    } else {
        begin_other(x, context);
    }
    if (context == HAPROXY_IN_PROGRAM) {
        r->program = x->entry;
        too_many(x, 1);
    }
}

void haproxy_end_section(struct haproxy_reader *r)
{
    if (!r->in_section || !(r->block->flags & NODE_BLOCK))
        return;
    bool cache = r->context == HAPROXY_IN_CACHE, program = r->context == HAPROXY_IN_PROGRAM;
    if ((!cache && !program) || r->fragment || (r->block->flags & NODE_CONDITIONAL) || node_find(r->block, STR(".if")))
        return;
    struct str need = cache ? STR("total-max-size") : STR("command");
    if (!node_find(r->block, need))
        haproxy_fault(r, SYNTAX_MISSING, r->block->name_at,
                      cache ? "size not specified for cache" : "the program must have a command");
}

void haproxy_note_line(struct haproxy_reader *r, struct str keyword)
{
    if (str_starts(keyword, STR("lua-load")))
        r->any_lua = true;
    if (str_eq(keyword, STR("master-worker")))
        r->master_worker = true;
    if (str_eq(keyword, STR("ssl-server-verify")))
        r->verify_none |= r->words.tokens.n < 2 || !str_eq(r->words.tokens.p[1].text, STR("required"));
    if (r->proxy && str_eq(keyword, STR("disabled")))
        r->proxy->disabled = true;
    if (r->proxy && str_eq(keyword, STR("enabled")) && !haproxy_in_doubt(r))
        r->proxy->disabled = false;
    if (!r->proxy || r->proxy->context != HAPROXY_IN_DEFAULTS)
        return;
    if (str_starts(keyword, STR("tcp-request connection")) || str_starts(keyword, STR("tcp-request session")))
        r->proxy->rules |= HAPROXY_RULES_CONNECTION;
    else if (str_starts(keyword, STR("tcp-response content")))
        r->proxy->rules |= HAPROXY_RULES_RESPONSE;
    else if (str_starts(keyword, STR("http-request")) || str_starts(keyword, STR("http-response")) ||
             str_starts(keyword, STR("http-after-response")) || str_starts(keyword, STR("tcp-request content")))
        r->proxy->rules |= HAPROXY_RULES_OTHER;
}
