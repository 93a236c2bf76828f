#include "kinds/jvm_memory.h"

#include "base/buf.h"
#include "base/num.h"

static bool is_bytes(struct value v)
{
    return v.type == VALUE_INT && !(v.flags & VALUE_UNLIMITED);
}

/* The memory that the JVM takes for the machine's. */
static struct value memory_seen(struct arena *a, const struct service *s, const struct host *host)
{
    struct value all = host ? host->memory : value_unknown(a, STR("host.memory")),
                 limit = s->field[SERVICE_MEMORY_LIMIT];
    if (!is_bytes(limit))
        return all;
    return is_bytes(all) && all.as.i < limit.as.i ? all : limit;
}

static void settle_heap(struct service *s, const struct host *host, struct arena *a)
{
    struct value share = s->field[SERVICE_HEAP_SHARE], seen = memory_seen(a, s, host);
    int64_t bytes;
    if (!service_unstated(s, SERVICE_HEAP) || service_unstated(s, SERVICE_HEAP_SHARE))
        return;
    if (!value_is_known(share) || !is_bytes(seen)) {
        struct value why = value_is_known(share) ? seen : share;
        s->field[SERVICE_HEAP] = value_with_origin(why, share.origin);
        return;
    }
    bytes = (int64_t)((double)seen.as.i * share.as.d);
    struct str steps = str_printf(a, "%.*s of %.*s", STR_ARG(share.origin ? share.origin->written : (struct str){0}),
                                  STR_ARG(value_show(a, seen)));
    struct origin *o = arena_new(a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DERIVED, .at = value_at(share), .text = steps};
    o->written = share.origin ? share.origin->written : (struct str){0};
    s->field[SERVICE_HEAP] = value_with_origin(value_size(bytes), o);
}

/* A sum and how it came about. */
struct adding {
    struct arena *a;
    int64_t sum;
    bool over; /* does not fit */
    struct buf steps;
};

static void add(struct adding *x, int64_t bytes, struct value part, const char *what)
{
    x->over |= !num_add(x->sum, bytes, &x->sum);
    buf_printf(&x->steps, "%s%.*s for %s", x->steps.n ? " + " : "", STR_ARG(value_format(x->a, part)), what);
}

static void add_stacks(struct adding *x, const struct service *s)
{
    struct value threads = s->field[SERVICE_THREADS], stack = s->field[SERVICE_STACK];
    int64_t bytes;
    if (threads.type != VALUE_INT || !is_bytes(stack))
        return;
    if (!num_mul(threads.as.i, stack.as.i, &bytes)) {
        x->over = true;
        return;
    }
    x->over |= !num_add(x->sum, bytes, &x->sum);
    buf_printf(&x->steps, " + %lld threads x %.*s", (long long)threads.as.i, STR_ARG(value_format(x->a, stack)));
}

static void settle_worst(struct service *s, struct arena *a)
{
    struct value heap = s->field[SERVICE_HEAP], buffers = s->field[SERVICE_BUFFERS],
                 classes = s->field[SERVICE_CLASSES];
    struct adding x = {.a = a, .steps = {.a = a}};
    if (!service_unstated(s, SERVICE_MEMORY_WORST) || service_unstated(s, SERVICE_HEAP))
        return;
    if (!is_bytes(heap)) {
        s->field[SERVICE_MEMORY_WORST] = heap;
        return;
    }
    add(&x, heap.as.i, heap, "the heap");
    if (is_bytes(buffers))
        add(&x, buffers.as.i, buffers, "direct buffers");
    if (is_bytes(classes))
        add(&x, classes.as.i, classes, "metaspace");
    add_stacks(&x, s);
    if (x.over)
        return;
    s->field[SERVICE_MEMORY_WORST] =
        value_with_origin(value_size(x.sum), origin_new(a, ORIGIN_DERIVED, value_at(heap), buf_str(&x.steps)));
}

void jvm_settle(struct service *s, const struct host *host, struct arena *a)
{
    settle_heap(s, host, a);
    settle_worst(s, a);
}
