/* What check_config_validity() says when everything has been read: names that are used and nobody defines. */
#include "kinds/haproxy/sections.h"

#include "diag/closest.h"
#include "kinds/haproxy/parts.h"

/* NULL where a file nearby may define it: kind and name are what it would have to define. */
static struct finding *unresolved(struct haproxy_reader *r, const struct haproxy_use *u, const char *what,
                                  enum haproxy_name_kind kind, struct str name)
{
    if (haproxy_is_nearby(r, kind, name))
        return NULL;
    struct finding *f = haproxy_fault(r, SYNTAX_UNRESOLVED, u->at, "%s%s%sunable to find %s '%s'",
                                      u->proxy ? "proxy '" : "", u->proxy ? haproxy_quoted(r, u->proxy->name) : "",
                                      u->proxy ? "': " : "", what, haproxy_quoted(r, u->name));
    f->server_line = 0;
    return f;
}

static struct haproxy_proxy *backend_of(const struct haproxy_reader *r, struct str name)
{
    return map_get(&r->names[HAPROXY_NAME_BACKEND], name);
}

static void suggest_backend(struct haproxy_reader *r, struct finding *f, struct str name)
{
    const struct map *m = &r->names[HAPROXY_NAME_BACKEND];
    struct closest near = closest_start(name);
    if (!f || r->n_searches == 0 || m->n > 10000)
        return;
    r->n_searches--;
    for (uint32_t i = 0; i < m->n; i++)
        closest_offer(&near, m->entries[i].key, 0);
    if (near.best.n)
        diag_help(r->sink, f, "did you mean '%s'", haproxy_quoted(r, near.best));
}

static void check_backend(struct haproxy_reader *r, const struct haproxy_use *u, bool is_default)
{
    const struct haproxy_proxy *target = backend_of(r, u->name);
    const char *what = is_default ? "required default_backend:" : "required use_backend:";
    if (!u->proxy || u->proxy->context == HAPROXY_IN_DEFAULTS)
        return;
    if (!target) {
        suggest_backend(r, unresolved(r, u, what, HAPROXY_NAME_BACKEND, u->name), u->name);
        return;
    }
    if (target == u->proxy) {
        haproxy_fault(r, SYNTAX_CONFLICT, u->at, "proxy '%s': loop detected for %s: '%s'",
                      haproxy_quoted(r, u->proxy->name), is_default ? "default_backend" : "use_backend",
                      haproxy_quoted(r, u->name));
        return;
    }
    bool fits =
        target->mode == u->proxy->mode || (u->proxy->mode == HAPROXY_MODE_TCP && target->mode == HAPROXY_MODE_HTTP);
    if (fits || !target->mode_known || !u->proxy->mode_known)
        return;
    struct finding *f =
        haproxy_fault(r, SYNTAX_CONFLICT, u->at, "%s '%s' tries to use incompatible %s '%s' %s (see 'mode')",
                      haproxy_context_name(u->proxy->context), haproxy_quoted(r, u->proxy->name),
                      haproxy_context_name(target->context), haproxy_quoted(r, u->name),
                      is_default ? "as its default backend" : "in a 'use_backend' rule");
    diag_related(r->sink, f, target->section->name_at, "the other proxy");
}

/* Rules of a defaults section are checked where a proxy takes them. */
static bool in_used_defaults(const struct haproxy_use *u)
{
    return u->proxy && u->proxy->context == HAPROXY_IN_DEFAULTS &&
           (u->proxy->rules & (HAPROXY_RULES_FOR_FE | HAPROXY_RULES_FOR_BE));
}

/* NAME, or BACKEND/NAME. */
static void check_server(struct haproxy_reader *r, const struct haproxy_use *u)
{
    uint32_t slash = str_find_byte(u->name, '/');
    bool named = slash < u->name.n;
    const struct haproxy_proxy *p = named ? backend_of(r, str_slice(u->name, 0, slash)) : u->proxy;
    struct str name = named ? str_slice(u->name, slash + 1, u->name.n) : u->name;
    if (!named && p && in_used_defaults(u) && u->kind == HAPROXY_USE_SERVER_ARG)
        haproxy_fault(r, SYNTAX_VALUE, u->at, "backend name must be set in '%s' of '%.*s' in a 'defaults' section",
                      haproxy_quoted(r, u->name), STR_ARG(u->what));
    if (!named && (!p || p->context == HAPROXY_IN_DEFAULTS || p->conditional))
        return;
    if (!p || !(p->caps & HAPROXY_CAP_BE))
        unresolved(r, u, named ? "the proxy of server" : "server", HAPROXY_NAME_BACKEND,
                   p ? (struct str){0} : str_slice(u->name, 0, slash));
    else if (!p->conditional && !map_has(&p->servers, name))
        unresolved(r, u, "server", HAPROXY_NAME_BACKEND, (struct str){0});
}

static bool has_table(const struct haproxy_reader *r, struct str name)
{
    const struct haproxy_proxy *fe = map_get(&r->names[HAPROXY_NAME_FRONTEND], name), *be = backend_of(r, name);
    return (fe && fe->has_table) || (be && be->has_table);
}

/* PEERS/TABLE. */
static void check_peers_table(struct haproxy_reader *r, const struct haproxy_use *u)
{
    struct str peers = str_slice(u->name, 0, str_find_byte(u->name, '/'));
    const struct node *section = map_get(&r->names[HAPROXY_NAME_PEERS], peers);
    bool unsure = section && (section->flags & NODE_CONDITIONAL);
    if (!unsure && !map_has(&r->names[HAPROXY_NAME_TABLE], u->name))
        unresolved(r, u, "table", HAPROXY_NAME_PEERS, peers);
}

static void check_table(struct haproxy_reader *r, const struct haproxy_use *u)
{
    if (!u->proxy || (u->proxy->context == HAPROXY_IN_DEFAULTS && !in_used_defaults(u)))
        return;
    if (str_find_byte(u->name, '/') < u->name.n) {
        check_peers_table(r, u);
        return;
    }
    struct str name = u->name.n ? u->name : u->proxy->name;
    bool own = str_eq(name, u->proxy->name) && u->proxy->has_table;
    struct haproxy_use named = *u;
    named.name = name;
    if (!own && !has_table(r, name) && !haproxy_is_nearby(r, HAPROXY_NAME_FRONTEND, name))
        unresolved(r, &named, "table", HAPROXY_NAME_BACKEND, name);
}

static void check_name(struct haproxy_reader *r, const struct haproxy_use *u, enum haproxy_name_kind kind,
                       const char *what)
{
    if (!map_has(&r->names[kind], u->name))
        unresolved(r, u, what, kind, u->name);
}

static void check_use(struct haproxy_reader *r, const struct haproxy_use *u)
{
    switch (u->kind) {
    case HAPROXY_USE_DEFAULT_BACKEND:
    case HAPROXY_USE_BACKEND:
        check_backend(r, u, u->kind == HAPROXY_USE_DEFAULT_BACKEND);
        break;
    case HAPROXY_USE_SERVER:
    case HAPROXY_USE_SERVER_ARG:
    case HAPROXY_USE_TRACK:
        check_server(r, u);
        break;
    case HAPROXY_USE_TABLE:
    case HAPROXY_USE_OWN_TABLE:
    case HAPROXY_USE_TABLE_ARG:
        check_table(r, u);
        break;
    case HAPROXY_USE_FRONTEND_ARG:
        if (u->name.n)
            check_name(r, u, HAPROXY_NAME_FRONTEND, "frontend");
        break;
    case HAPROXY_USE_BACKEND_ARG:
        if (u->name.n)
            check_name(r, u, HAPROXY_NAME_BACKEND, "backend");
        break;
    case HAPROXY_USE_USERLIST:
        check_name(r, u, HAPROXY_NAME_USERLIST, "userlist");
        break;
    case HAPROXY_USE_PEERS:
        check_name(r, u, HAPROXY_NAME_PEERS, "sync peers");
        break;
    case HAPROXY_USE_RESOLVERS:
        check_name(r, u, HAPROXY_NAME_RESOLVERS, "required resolvers");
        break;
    case HAPROXY_USE_CACHE:
        check_name(r, u, HAPROXY_NAME_CACHE, "the cache");
        break;
    case HAPROXY_USE_HTTP_ERRORS:
        check_name(r, u, HAPROXY_NAME_HTTP_ERRORS, "http-errors section");
        break;
    case HAPROXY_USE_RING:
        break;
    case HAPROXY_USE_MAILERS:
        check_name(r, u, HAPROXY_NAME_MAILERS, "mailers");
        break;
    case HAPROXY_USE_FCGI_APP:
        check_name(r, u, HAPROXY_NAME_FCGI_APP, "fcgi-app");
        break;
    }
}

/* The section stands, or is used, where it may not be in force. */
static bool unsure(const struct haproxy_use *u)
{
    return u->proxy && u->proxy->conditional;
}

/* A proxy's own default backend, or the one of the defaults section it comes from. */
static void check_default_backend(struct haproxy_reader *r, struct haproxy_proxy *p)
{
    if (!p->default_backend || p->context == HAPROXY_IN_DEFAULTS || p->conditional || p->default_backend->unsure)
        return;
    struct haproxy_use use = *p->default_backend;
    use.proxy = p;
    check_backend(r, &use, true);
}

/* ssl_sock_prep_srv_ctx_and_inst(): a server that verifies needs a file of authorities. Without a "global" section here another file may hold one. */
static void check_verified(struct haproxy_reader *r, const struct haproxy_unverified *u)
{
    if (u->proxy->conditional || u->proxy->disabled || !r->has_global || (!u->required && r->verify_none))
        return;
    struct finding *f =
        haproxy_fault(r, SYNTAX_MISSING, u->at, "server '%s/%s' : verify is enabled%s but no CA file specified",
                      haproxy_quoted(r, u->proxy->name), haproxy_quoted(r, u->name), u->required ? "" : " by default");
    f->server_line = u->line;
    diag_help(r->sink, f, "name the authorities with 'ca-file'; 'verify none' would take any server's certificate");
}

void haproxy_check_uses(struct haproxy_reader *r)
{
    r->line = 0;
    if (r->fragment || r->may_be_more)
        return;
    for (uint32_t i = 0; i < r->uses.n; i++)
        if (!unsure(&r->uses.p[i]))
            check_use(r, &r->uses.p[i]);
    for (uint32_t i = 0; i < r->proxies.n; i++)
        check_default_backend(r, r->proxies.p[i]);
    for (uint32_t i = 0; i < r->unverified.n; i++)
        check_verified(r, &r->unverified.p[i]);
    if (r->program && !r->master_worker)
        haproxy_fault(r, SYNTAX_CONFLICT, r->program->name_at,
                      "can't use a 'program' section without master worker mode");
}
