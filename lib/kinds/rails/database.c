/* config/database.yml: pools of connections. */
#include "formats/yaml.h"
#include "kinds/database_url.h"
#include "kinds/rails/rails.h"

struct database {
    const struct map *given;
    const struct node *map, *header; /* header: of the environment */
};

static struct ruby_value setting(const struct ruby_scope *scope, const struct database *d, const char *name)
{
    const struct node *e = rails_key(d->map, name), *w = e ? node_value(e) : NULL;
    if (!w)
        return (struct ruby_value){.type = RUBY_NIL};
    if (w->kind != NODE_WORD || e->flags & (NODE_CONDITIONAL | NODE_FAULTY))
        return (struct ruby_value){.type = RUBY_UNKNOWN};
    return rails_word(scope, w);
}

static void put_place(struct server *server, struct str host, int64_t port, const struct origin *o)
{
    server->field[SERVER_NAME] = value_string(host);
    server->field[SERVER_ADDRESS] = value_with_origin(value_string(host), o);
    if (port > 0)
        server->field[SERVER_PORT] = value_with_origin(value_int(port), o);
}

static const struct origin *origin_at(struct arena *a, struct ruby_value v, const struct database *d, const char *name)
{
    const struct node *w = rails_value(d->map, name);
    struct span at = !span_is_none(v.at) ? v.at : w ? w->at : d->header->name_at;
    return origin_new(a, ORIGIN_SET, at, (struct str){0});
}

/* "Configuring a database": what DATABASE_URL says goes before the file, url before host and port. *ret_pool: what its pool= says, else as it was. */
static bool place_by_url(const struct ruby_scope *scope, const struct database *d, struct server *server,
                         struct ruby_value *ret_pool)
{
    struct ruby_value url = ruby_fold(scope, STR("ENV['DATABASE_URL']"));
    if (url.type != RUBY_STRING)
        url = setting(scope, d, "url");
    struct str pool;
    uint32_t at = 0;
    struct database_place found;
    if (url.type != RUBY_STRING || !database_url_next(url.s, &at, &found))
        return false;
    put_place(server, found.host, found.port, origin_at(scope->a, url, d, "url"));
    if (database_url_parameter(url.s, "pool", &pool))
        *ret_pool = (struct ruby_value){.type = RUBY_STRING, .s = pool, .at = url.at};
    return true;
}

/* Without a host it is a socket of this machine. */
static void place_by_host(const struct ruby_scope *scope, const struct database *d, struct server *server)
{
    struct ruby_value host = setting(scope, d, "host"), port = setting(scope, d, "port"),
                      adapter = setting(scope, d, "adapter");
    int64_t n = adapter.type == RUBY_STRING ? database_port(adapter.s) : 0;
    if (port.type != RUBY_NIL && !rails_number(port, &n))
        n = 0;
    if (host.type == RUBY_STRING)
        put_place(server, host.s, n, origin_at(scope->a, host, d, "host"));
    else if (host.type == RUBY_NIL)
        put_place(server, STR("localhost"), n, origin_at(scope->a, host, d, "host"));
}

/* Rails 7: 5 unless set; since 8.1 the setting is called max_connections. */
static void settle_pool(struct pool *p, const struct service *of, struct arena *a)
{
    const struct database *d = p->state;
    struct ruby_scope scope = {a, of->environment, d->given, NULL};
    struct ruby_value size = setting(&scope, d, "pool");
    const char *name = size.type == RUBY_NIL ? "max_connections" : "pool";
    if (size.type == RUBY_NIL)
        size = setting(&scope, d, name);
    if (!place_by_url(&scope, d, p->servers.p[0], &size))
        place_by_host(&scope, d, p->servers.p[0]);
    const struct origin *o = origin_at(a, size, d, name);
    p->field[POOL_CONNECTIONS] =
        size.type == RUBY_NIL ? rails_default(a, 5, o, "default of Rails") : rails_count(a, size, o);
}

static void add_pool(struct kind_job *job, struct service *s, const struct node *map, const struct node *header)
{
    struct database *d = arena_new(job->a, struct database);
    const struct node *adapter = rails_value(map, "adapter");
    struct pool *p;
    if (adapter && (str_starts(adapter->text, STR("sqlite")) || str_starts(adapter->text, STR("nulldb"))))
        return;
    *d = (struct database){job->env, map, header};
    p = service_add_pool(job->a, s, header->text, header->name_at);
    p->field[POOL_PER_THREAD] = value_bool(true);
    p->field[POOL_CONNECTIONS] = value_with_origin(value_unknown(job->a, STR("a Ruby expression")),
                                                   origin_new(job->a, ORIGIN_SET, header->name_at, (struct str){0}));
    p->settle = settle_pool;
    p->state = d;
    struct server *server = pool_add_endpoint(job->a, p, header->text, 0, NULL);
    server->field[SERVER_ADDRESS] = value_unknown(job->a, STR("the host in database.yml"));
}

static bool is_database(const struct node *map)
{
    return rails_value(map, "adapter") || rails_value(map, "url") || rails_value(map, "database");
}

/* One database, or several by name. */
void rails_place_database(struct kind_job *job, struct contributions *out)
{
    const struct node *e = rails_key(yaml_document(job->root, 0), "production"), *map = e ? node_value(e) : NULL;
    if (!map || map->kind != NODE_MAP)
        return;
    struct service *s = rails_add_service(job, out, RAILS_APPLICATION, e->name_at);
    s->alias = (struct str){0};
    s->supplement = SUPPLEMENT_BASE;
    if (is_database(map)) {
        add_pool(job, s, map, e);
        return;
    }
    for (const struct node *one = map->first; one; one = one->next) {
        const struct node *v = one->kind == NODE_ENTRY ? node_value(one) : NULL;
        if (v && v->kind == NODE_MAP && is_database(v))
            add_pool(job, s, v, one);
    }
}
