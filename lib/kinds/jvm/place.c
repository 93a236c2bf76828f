/* What flags say of a Java service: they stand for it, or state a part of what its application's config leaves open. */
#include "base/num.h"
#include "kinds/jvm/jvm.h"
#include "kinds/jvm_memory.h"
#include "stack/stack.h"

static struct value get(struct kind_job *job, const char *name)
{
    const struct jvm_state *s = job->state;
    struct value v = value_null();
    jvm_setting(job, s->flags, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

static void put(struct service *s, enum service_field field, struct value v)
{
    if (is_set(v))
        s->field[field] = v;
}

/* -XX:MaxRAMPercentage of what the JVM sees, or of -XX:MaxRAM; -Xmx goes before both. */
static void put_heap(struct kind_job *job, struct service *s)
{
    struct value heap = get(job, "MaxHeapSize"), share = get(job, "MaxRAMPercentage"), ram = get(job, "MaxRAM");
    put(s, SERVICE_HEAP, heap);
    if (is_set(heap) || !is_set(share))
        return;
    if (share.type == VALUE_DOUBLE && ram.type == VALUE_INT) {
        struct str steps =
            str_printf(job->a, "%.*s of %.*s", STR_ARG(value_show(job->a, share)), STR_ARG(value_show(job->a, ram)));
        struct origin *o = arena_new(job->a, struct origin);
        *o = *share.origin;
        o->kind = ORIGIN_DERIVED;
        o->text = steps;
        s->field[SERVICE_HEAP] = value_with_origin(value_size((int64_t)((double)ram.as.i * share.as.d / 100)), o);
        return;
    }
    if (share.type == VALUE_DOUBLE)
        share.as.d /= 100;
    put(s, SERVICE_HEAP_SHARE, share);
}

static void put_memory(struct kind_job *job, struct service *s)
{
    put_heap(job, s);
    put(s, SERVICE_BUFFERS, get(job, "MaxDirectMemorySize"));
    put(s, SERVICE_CLASSES, get(job, "MaxMetaspaceSize"));
    put(s, SERVICE_STACK, get(job, "ThreadStackSize"));
}

/* ---- properties ---- */

/* The last one of a name; NULL: none. */
static const struct node *property(const struct jvm_state *s, const char *name)
{
    const struct node *found = NULL;
    for (uint32_t i = 0; i < s->properties.n; i++)
        if (str_eq(s->properties.p[i]->text, str_from(name)))
            found = s->properties.p[i];
    return found;
}

static struct value number_of(struct kind_job *job, const struct node *e)
{
    int64_t n;
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = e->at, .written = source_text(job->sources, e->at)};
    bool ok = node_is_known(e->first) && num_parse_int(e->first->text, &n);
    return value_with_origin(ok ? value_int(n) : value_unknown(job->a, e->text), o);
}

/* What Spring Boot takes from properties before any of its files. */
static void put_properties(struct kind_job *job, struct service *s)
{
    const struct jvm_state *state = job->state;
    const struct node *port = property(state, "server.port"), *threads = property(state, "server.tomcat.threads.max");
    if (threads)
        s->field[SERVICE_THREADS] = number_of(job, threads);
    if (!port)
        return;
    struct listen *l = service_add_listen(job->a, s, port->at);
    l->field[LISTEN_PORT] = number_of(job, port);
    l->field[LISTEN_ADDRESS] = value_with_origin(value_string(STR("*")), l->field[LISTEN_PORT].origin);
}

/* The config that a command names; of several the last. */
static struct str config_path(const struct jvm_state *s)
{
    static const char *const names[] = {"spring.config.location", "spring.config.additional-location"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct node *e = property(s, names[i]);
        struct str path = e && node_is_known(e->first) ? e->first->text : (struct str){0};
        uint32_t comma = str_rfind_byte(path, ',');
        path = comma < path.n ? str_slice(path, comma + 1, path.n) : path;
        if (str_starts(path, STR("optional:")))
            path = str_slice(path, 9, path.n);
        if (str_starts(path, STR("file:")))
            path = str_slice(path, 5, path.n);
        if (path.n && !str_ends(path, STR("/")))
            return path;
    }
    return (struct str){0};
}

/* ---- the service ---- */

void jvm_place(struct kind_job *job, struct contributions *out)
{
    const struct jvm_state *state = job->state;
    struct str name = job->container && job->container->name.n ? job->container->name : state->program;
    struct service *s = contribute_service(out, STR("jvm"), name, job->root->at);
    s->program = state->program;
    s->path = source_get(job->sources, job->source)->file->path;
    s->command = true;
    s->partial = state->form != JVM_COMMAND;
    s->config = config_path(state);
    s->more_listens = true; /* the application's own config decides */
    s->settle = jvm_settle;
    /* How it serves is left to what runs it: the same command line may be a job that runs once. */
    s->field[SERVICE_WORKER_MODEL] = value_null();
    s->field[SERVICE_PROCESSES] = value_with_origin(
        value_int(1), origin_new(job->a, ORIGIN_DEFAULT, (struct span){job->source, 0, 0}, STR("one process")));
    put_memory(job, s);
    put_properties(job, s);
}
