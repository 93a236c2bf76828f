#include "kinds/mysql/mysql.h"
#include "stack/stack.h"

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

/* Several addresses of MySQL stand with commas; "::" and "0.0.0.0" are all. */
static void listen_on_port(struct kind_job *job, struct service *s)
{
    struct value address = mysql_get(job, "bind_address"), port = mysql_get(job, "port");
    if (address.type != VALUE_STRING || port.type != VALUE_INT) {
        s->more_listens = true;
        return;
    }
    struct str rest = text_of(address);
    do {
        struct str one = str_trim(str_cut(&rest, ','));
        struct listen *l = service_add_listen(job->a, s, value_at(address));
        struct str bound = one.n == 0 ? STR("*") : one;
        l->field[LISTEN_ADDRESS] = value_with_origin(value_string(bound), address.origin);
        l->field[LISTEN_PORT] = port;
        l->field[LISTEN_TLS] = value_bool(false);
        if (mysql_sets(job, "back_log"))
            l->field[LISTEN_BACKLOG] = mysql_get(job, "back_log");
    } while (rest.n);
}

static void place_listens(struct kind_job *job, struct service *s)
{
    struct value off = mysql_get(job, "skip_networking"), path = mysql_get(job, "socket");
    if (off.type != VALUE_BOOL || !off.as.b)
        listen_on_port(job, s);
    if (path.type == VALUE_STRING && path.n) {
        struct listen *l = service_add_listen(job->a, s, value_at(path));
        l->field[LISTEN_PATH] = path;
        l->field[LISTEN_TLS] = value_bool(false);
    } else {
        s->more_listens = true; /* the socket's default was set when the server was built */
    }
}

/* mysqld.cc, get_options: what it asks the system for; with less it lowers both. Only where somebody chose the cache: its default adapts. */
static void place_files(struct kind_job *job, struct service *s)
{
    struct value connections = mysql_get(job, "max_connections"), tables = mysql_get(job, "table_open_cache");
    struct value limit = mysql_get(job, "open_files_limit");
    if (limit.type == VALUE_INT && limit.as.i > 0)
        s->field[SERVICE_FDS_LIMIT] = limit;
    s->field[SERVICE_FDS_STRICT] = value_bool(false);
    if (!mysql_sets(job, "table_open_cache"))
        return;
    struct value need =
        value_add(job->a, value_add(job->a, connections, value_int(10)), value_mul(job->a, tables, value_int(2)));
    if (!value_is_known(need))
        return;
    struct str steps = str_printf(job->a, "10 + max_connections %.*s + 2 x table_open_cache %.*s",
                                  STR_ARG(value_show(job->a, connections)), STR_ARG(value_show(job->a, tables)));
    s->field[SERVICE_FDS_NEED] = value_with_origin(need, origin_new(job->a, ORIGIN_DERIVED, value_at(tables), steps));
}

static struct value one(struct kind_job *job, const struct service *s)
{
    return value_with_origin(value_int(1), origin_new(job->a, ORIGIN_DEFAULT, s->at, STR("the server is one process")));
}

/* Of a command line only what it sets itself: with buffers set there the rest is as built, as in a container without option files. */
static void place_memory(struct kind_job *job, struct service *s)
{
    const struct mysql_state *state = job->state;
    struct mysql_memory memory = mysql_memory_of(job);
    if (state->is_command && !memory.chosen)
        return;
    s->field[SERVICE_MEMORY_REST] = memory.rest;
    s->field[SERVICE_MEMORY_WORST] = memory.worst;
}

static void place_command(struct kind_job *job, struct service *s)
{
    struct value file = mysql_get(job, "defaults_file");
    s->command = true;
    s->config = text_of(file);
    s->more_listens = true;
    if (job->container->name.n)
        s->field[SERVICE_NAME] = value_string(job->container->name);
}

void mysql_place(struct kind_job *job, struct contributions *out)
{
    const struct mysql_state *state = job->state;
    if (!state->has_server)
        return;
    struct span at = state->is_command ? job->root->at : state->server->name_at;
    struct service *s = contribute_service(out, STR("mysql"), STR("mysql"), at);
    s->program = STR("mysqld"); /* as units name it, too */
    s->alias = STR("mariadbd");
    s->path = source_get(job->sources, job->source)->file->path;
    s->field[SERVICE_WORKER_MODEL] = value_string(STR("thread"));
    s->field[SERVICE_PROCESSES] = one(job, s);
    s->field[SERVICE_SLOTS] = s->field[SERVICE_SLOTS_PROCESS] = s->field[SERVICE_CLIENTS] =
        mysql_get(job, "max_connections");
    s->field[SERVICE_TIMEOUT_IDLE] = mysql_get(job, "wait_timeout");
    place_memory(job, s);
    place_files(job, s);
    if (state->is_command)
        place_command(job, s);
    place_listens(job, s);
}
