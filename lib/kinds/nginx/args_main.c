/* Workers and events: worker_*, thread_pool, use (nginx.c, ngx_thread_pool.c, ngx_event.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/listens.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"

#include "diag/closest.h"

#include <inttypes.h>

enum { MAX_CPUS = 1024, DEFAULT_CONNECTIONS = 512 };

void nginx_check_worker_processes(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    int64_t n;
    (void)row;
    if (!w || !node_is_known(w) || nginx_word_is(w, STR("auto")) || nginx_parse_num(w->text, &n))
        return;
    struct finding *f = nginx_refuse(r, entry, w, "invalid value");
    diag_help(r->sink, f, "it is auto or a whole number");
}

/* A second one is refused only if the first is not 0. */
void nginx_check_worker_priority(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0), *first = nginx_seen(r, entry->text);
    int64_t n;
    (void)row;
    if (first && !r->conditional && node_word(first, 0) && node_is_known(node_word(first, 0)) &&
        !nginx_word_is(node_word(first, 0), STR("0"))) {
        struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "\"%s\" directive is duplicate",
                                        nginx_quoted(r, entry->text));
        diag_related(r->sink, f, first->name_at, "the first one");
        return;
    }
    if (!w || !node_is_known(w))
        return;
    bool sign = str_starts(w->text, STR("-")) || str_starts(w->text, STR("+"));
    if (!nginx_parse_num(str_slice(w->text, sign, w->text.n), &n))
        nginx_refuse(r, entry, w, "invalid number");
}

/* nginx reads a mask from its end. */
static bool check_mask(struct nginx_reader *r, const struct node *w)
{
    if (w->text.n > MAX_CPUS) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "\"worker_cpu_affinity\" supports up to %d CPUs only",
                    MAX_CPUS);
        return false;
    }
    for (uint32_t i = w->text.n; i > 0; i--) {
        char c = w->text.p[i - 1];
        if (c == '0' || c == '1' || c == ' ')
            continue;
        nginx_fault(r, SYNTAX_VALUE, nginx_part(w, i - 1, 1), "invalid character \"%s\" in \"worker_cpu_affinity\"",
                    nginx_quoted(r, str_slice(w->text, i - 1, i)));
        return false;
    }
    return true;
}

void nginx_check_worker_cpu_affinity(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    bool is_auto = nginx_word_is(w, STR("auto"));
    (void)row;
    if (is_auto && node_word_count(entry) > 2 && nginx_all_known(entry)) {
        nginx_fault(r, SYNTAX_COUNT, entry->name_at,
                    "invalid number of arguments in \"worker_cpu_affinity\" directive");
        return;
    }
    for (w = is_auto ? w->next : w; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !check_mask(r, w))
            return;
}

/* One word of a thread_pool: what is no parameter is passed over in silence. */
static bool check_pool_word(struct nginx_reader *r, const struct node *w, bool *has_threads)
{
    struct str v;
    int64_t n;
    if (nginx_word_has(w, STR("threads="), &v)) {
        *has_threads = true;
        if (nginx_parse_num(v, &n) && n > 0)
            return true;
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid threads value \"%s\"", nginx_quoted(r, w->text));
        return false;
    }
    if (!nginx_word_has(w, STR("max_queue="), &v) || nginx_parse_num(v, &n))
        return true;
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid max_queue value \"%s\"", nginx_quoted(r, w->text));
    return false;
}

void nginx_check_thread_pool(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *name = node_word(entry, 0), *first = NULL;
    bool has_threads = false;
    (void)row;
    if (!name)
        return;
    if (node_is_known(name))
        first = nginx_name_define(r, NGINX_NAME_THREAD_POOL, name->text, entry);
    else
        nginx_name_vague(r, NGINX_NAME_THREAD_POOL);
    if (first && !r->conditional && !(first->flags & NODE_CONDITIONAL)) {
        struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, nginx_word_span(name), "duplicate thread pool \"%s\"",
                                        nginx_quoted(r, name->text));
        diag_related(r->sink, f, nginx_word_span(node_word(first, 0)), "the first one");
        return;
    }
    for (const struct node *w = name->next; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !check_pool_word(r, w, &has_threads))
            return;
    if (!has_threads && nginx_all_known(entry))
        nginx_fault(r, SYNTAX_MISSING, entry->name_at, "\"thread_pool\" must have \"threads\" parameter");
}

void nginx_check_worker_connections(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    int64_t n;
    (void)row;
    if (w && node_is_known(w) && !nginx_parse_num(w->text, &n))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid number \"%s\"", nginx_quoted(r, w->text));
}

/* Which of them a binary has depends on its system. */
void nginx_check_event_use(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct str methods[] = {STR_INIT("epoll"),  STR_INIT("poll"),      STR_INIT("select"),
                                         STR_INIT("kqueue"), STR_INIT("/dev/poll"), STR_INIT("eventport"),
                                         STR_INIT("iocp"),   STR_INIT("event_core")};
    enum { N_METHODS = sizeof methods / sizeof *methods };
    const struct node *w = node_word(entry, 0);
    (void)row;
    for (uint32_t i = 0; i < N_METHODS; i++)
        if (!w || !node_is_known(w) || nginx_word_is(w, methods[i]))
            return;
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid event type \"%s\"", nginx_quoted(r, w->text));
    struct str near = closest_of(w->text, methods, N_METHODS - 2);
    if (near.n)
        diag_help(r->sink, f, "the nearest method is \"%.*s\"", STR_ARG(near));
}

/* The sockets of one port: a wildcard takes in what is not bound for itself (ngx_http_init_listening). Names may stand for any address, and are not counted. */
struct port_sockets {
    uint32_t bound, others;
    bool wildcard;
};

static void count_socket(struct nginx_reader *r, struct map *ports, const struct nginx_socket *s)
{
    uint32_t number[2] = {(uint32_t)s->url.family << 1 | s->datagram, s->port};
    struct str key = {(const char *)number, sizeof number};
    struct port_sockets *p = map_get(ports, key);
    if (s->url.family == NGINX_FAMILY_NAME)
        return;
    if (!p) {
        p = arena_new(r->scratch, struct port_sockets);
        map_put(ports, str_dup(r->scratch, key), p, NULL);
    }
    if (s->url.wildcard)
        p->wildcard = true;
    else if (s->bind || s->url.family == NGINX_FAMILY_UNIX)
        p->bound++;
    else
        p->others++;
}

/* Adds the sockets of a class to the count of all. */
static void count_sockets(struct nginx_reader *r, uint32_t class)
{
    struct map ports = {.a = r->scratch};
    for (uint32_t i = 0; r->listens && i < r->listens->sockets[class].n; i++)
        count_socket(r, &ports, r->listens->sockets[class].entries[i].value);
    for (uint32_t i = 0; i < ports.n; i++) {
        const struct port_sockets *p = ports.entries[i].value;
        r->n_sockets += p->bound + (p->wildcard ? 1 : p->others);
    }
}

void nginx_post_http_sockets(struct nginx_reader *r, struct node *block)
{
    (void)block;
    count_sockets(r, NGINX_CLASS_HTTP);
}

void nginx_post_stream_sockets(struct nginx_reader *r, struct node *block)
{
    (void)block;
    count_sockets(r, NGINX_CLASS_STREAM);
}

void nginx_post_mail_sockets(struct nginx_reader *r, struct node *block)
{
    (void)block;
    count_sockets(r, NGINX_CLASS_MAIL);
}

/* ngx_event_init_conf: every listening socket takes a connection of each worker, and one is left over. */
void nginx_post_connections(struct nginx_reader *r, struct node *block)
{
    struct node *events = node_find(block, STR("events"));
    struct node *entry = events ? node_find(events, STR("worker_connections")) : NULL;
    const struct node *w = entry ? node_word(entry, 0) : NULL;
    int64_t n = DEFAULT_CONNECTIONS;
    if (!events || r->fragment || r->sink->n_syntax[META_LIMIT] || (events->flags & NODE_TAINTED) ||
        (entry && (entry->flags & (NODE_FAULTY | NODE_CONDITIONAL))) ||
        (w && (!node_is_known(w) || !nginx_parse_num(w->text, &n))))
        return;
    if (n < (int64_t)r->n_sockets + 1)
        nginx_fault(r, SYNTAX_CONFLICT, w ? nginx_word_span(w) : events->name_at,
                    "%" PRId64 " worker_connections are not enough for %u listening sockets", n, r->n_sockets);
}
