/* What a file of options, or a command line, says of the service. */
#include "base/num.h"
#include "kinds/memcached/memcached.h"
#include "stack/stack.h"

static struct value get(struct kind_job *job, const char *name)
{
    struct value v = value_null();
    memcached_setting(job, job->root, str_from(name), &v);
    return v;
}

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

/* -l host, host:port, [v6]:port, several with commas between; "notls:" before one. */
static void add_address(struct kind_job *job, struct service *s, struct str one, struct value port, struct span at)
{
    struct str host = str_starts(one, STR("notls:")) ? str_slice(one, 6, one.n) : one;
    uint32_t colon = str_rfind_byte(host, ':'), close = str_find_byte(host, ']');
    bool v6 = close < host.n, with_port = colon < host.n && (v6 ? colon > close : str_find_byte(host, ':') == colon);
    int64_t n;
    struct listen *l = service_add_listen(job->a, s, at);
    if (with_port && num_parse_int(str_slice(host, colon + 1, host.n), &n))
        port = value_with_origin(value_int(n), origin_new(job->a, ORIGIN_SET, at, (struct str){0}));
    host = with_port ? str_slice(host, 0, colon) : host;
    host = v6 ? str_slice(host, 1, close) : host;
    bool all = host.n == 0 || str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("::")) || str_eq(host, STR("*"));
    l->field[LISTEN_ADDRESS] = value_string(all ? STR("*") : host);
    l->field[LISTEN_PORT] = port;
    l->field[LISTEN_BACKLOG] = get(job, "listen-backlog");
    l->field[LISTEN_TLS] = get(job, "enable-ssl");
}

/* Each -l adds to those before it; a socket of the file system takes the place of all. */
static void put_listens(struct kind_job *job, struct service *s)
{
    struct value path = get(job, "unix-socket"), port = get(job, "port"), listen = get(job, "listen");
    struct node_iter it = node_entries(job->root);
    s->more_listens = value_is_unknown(path) || value_is_unknown(port) || value_is_unknown(listen);
    if (s->more_listens)
        return;
    if (text_of(path).n) {
        service_add_listen(job->a, s, value_at(path))->field[LISTEN_PATH] = path;
        return;
    }
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        for (struct str rest = str_eq(e->text, STR("listen")) ? e->first->text : (struct str){0}; rest.n;)
            add_address(job, s, str_trim(str_cut(&rest, ',')), port, e->first->at);
    if (s->listens.n == 0)
        add_address(job, s, STR("*"), port, value_at(port));
}

/* -o idle_timeout=seconds; 0, the default, closes none. */
static struct value idle_of(struct kind_job *job)
{
    struct value v = value_null();
    struct node_iter it = node_entries(job->root);
    int64_t n;
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        for (struct str rest = str_eq(e->text, STR("extended")) ? e->first->text : (struct str){0}; rest.n;) {
            struct str one = str_cut(&rest, ',');
            if (str_starts(one, STR("idle_timeout=")) && num_parse_int(str_slice(one, 13, one.n), &n) && n > 0 &&
                n < INT32_MAX)
                v = value_with_origin(value_duration(n * 1000000000),
                                      origin_new(job->a, ORIGIN_SET, e->first->at, (struct str){0}));
        }
    return v;
}

/* -M: "return error on memory exhausted (rather than removing items)". */
static void put_eviction(struct kind_job *job, struct service *s)
{
    struct value off = get(job, "disable-evictions");
    bool set = off.origin && off.origin->kind == ORIGIN_SET;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = set ? ORIGIN_SET : ORIGIN_DERIVED,
                         .at = value_at(off),
                         .text = STR("evictions are on by default"),
                         .written = set ? STR("-M") : (struct str){0}};
    if (value_is_known(off))
        s->field[SERVICE_EVICTS] = value_with_origin(value_bool(off.type != VALUE_BOOL || !off.as.b), o);
    s->field[SERVICE_PERSISTENT] = value_bool(false);
}

/* -m is the memory of items; buffers of connections and the hash table come on top, and nobody sets those. Connections are handed to threads that share all of it: none of the
 * models by which workers are counted. */
void memcached_place(struct kind_job *job, struct contributions *out)
{
    bool command = job->container && job->container->form == EMBEDDED_COMMAND;
    struct str name = job->container && job->container->name.n ? job->container->name : STR("memcached");
    struct span start = {job->root->at.src, 0, 0};
    struct service *s = contribute_service(out, STR("memcached"), name, command ? job->root->at : start);
    struct value clients = get(job, "conn-limit"), memory = get(job, "memory-limit");
    s->program = STR("memcached");
    s->path = source_get(job->sources, job->source)->file->path;
    s->command = command;
    s->field[SERVICE_WORKER_MODEL] = value_null();
    s->field[SERVICE_PROCESSES] =
        value_with_origin(value_int(1), origin_new(job->a, ORIGIN_DERIVED, start, STR("memcached is one process")));
    s->field[SERVICE_THREADS] = get(job, "threads");
    s->field[SERVICE_SLOTS] = s->field[SERVICE_SLOTS_PROCESS] = s->field[SERVICE_CLIENTS] = clients;
    s->field[SERVICE_MEMORY_REST] = s->field[SERVICE_MEMORY_WORST] = memory;
    s->field[SERVICE_TIMEOUT_IDLE] = idle_of(job);
    put_eviction(job, s);
    put_listens(job, s);
}
