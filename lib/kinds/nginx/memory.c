#include "kinds/nginx/memory.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/num.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/words.h"

/* The settings that count, inherited from block to block. */
/* clang-format off */
#define TRACKED(X)                                            \
    X(CONNECTION_POOL,   "connection_pool_size")              \
    X(HEADER_BUFFER,     "client_header_buffer_size")         \
    X(REQUEST_POOL,      "request_pool_size")                 \
    X(LARGE_HEADERS,     "large_client_header_buffers")       \
    X(BODY_BUFFER,       "client_body_buffer_size")           \
    X(PROXY_FIRST,       "proxy_buffer_size")                 \
    X(PROXY_BUFFERS,     "proxy_buffers")                     \
    X(PROXY_BUFFERING,   "proxy_buffering")                   \
    X(FASTCGI_FIRST,     "fastcgi_buffer_size")               \
    X(FASTCGI_BUFFERS,   "fastcgi_buffers")                   \
    X(FASTCGI_BUFFERING, "fastcgi_buffering")                 \
    X(UWSGI_FIRST,       "uwsgi_buffer_size")                 \
    X(UWSGI_BUFFERS,     "uwsgi_buffers")                     \
    X(UWSGI_BUFFERING,   "uwsgi_buffering")                   \
    X(SCGI_FIRST,        "scgi_buffer_size")                  \
    X(SCGI_BUFFERS,      "scgi_buffers")                      \
    X(SCGI_BUFFERING,    "scgi_buffering")                    \
    X(GRPC_BUFFER,       "grpc_buffer_size")                  \
    X(OUTPUT_BUFFERS,    "output_buffers")                    \
    X(GZIP,              "gzip")                              \
    X(GZIP_BUFFERS,      "gzip_buffers")                      \
    X(GZIP_WINDOW,       "gzip_window")                       \
    X(GZIP_HASH,         "gzip_hash")                         \
    X(SENDFILE,          "sendfile")                          \
    X(SSL_BUFFER,        "ssl_buffer_size")                   \
    /* what makes a handler or a zone, not inherited */       \
    X(PROXY_PASS,        "proxy_pass")                        \
    X(FASTCGI_PASS,      "fastcgi_pass")                      \
    X(UWSGI_PASS,        "uwsgi_pass")                        \
    X(SCGI_PASS,         "scgi_pass")                         \
    X(GRPC_PASS,         "grpc_pass")                         \
    X(MEMCACHED_PASS,    "memcached_pass")                    \
    X(LISTEN,            "listen")                            \
    X(LIMIT_REQ_ZONE,    "limit_req_zone")                    \
    X(LIMIT_CONN_ZONE,   "limit_conn_zone")                   \
    X(PROXY_CACHE,       "proxy_cache_path")                  \
    X(FASTCGI_CACHE,     "fastcgi_cache_path")                \
    X(UWSGI_CACHE,       "uwsgi_cache_path")                  \
    X(SCGI_CACHE,        "scgi_cache_path")                   \
    X(SESSION_CACHE,     "ssl_session_cache")                 \
    X(UPSTREAM_ZONE,     "zone")
/* clang-format on */

enum tracked {
#define X(id, name) T_##id,
    TRACKED(X)
#undef X
        T_COUNT
};

static const struct str tracked_names[] = {
#define X(id, name) STR_INIT(name),
    TRACKED(X)
#undef X
};

/* A buffer setting: n buffers of size bytes (a plain size: n is 1; a flag: size is 0 or 1). */
struct setting {
    int64_t n, size;
    const struct node *entry; /* that sets it; NULL: the default */
    bool unknown;
};

/* What is in force in a block. */
struct level {
    struct setting v[T_SSL_BUFFER + 1];
    enum tracked handler; /* T_PROXY_PASS .. T_MEMCACHED_PASS, or T_COUNT: static files */
    bool tls;
};

/* An entry that counts, or a block, which may hold such entries. */
struct item {
    struct node *e;
    uint32_t end;    /* index behind the last item that stands in it */
    uint8_t tracked; /* enum tracked */
    bool is_block;
};

struct walk {
    struct kind_job *job;
    uint8_t *by_row; /* tracked + 1 by row of the words table */
    struct level worst;
    int64_t worst_bytes, worst_load;
    struct value unknown; /* reasons, when a level could not be added up */
    struct nginx_memory *out;
    int64_t zone_bytes;
    struct map zones; /* by name: a zone may be named in several places */
    VEC(struct item) items;
};

static bool parse_setting(struct str first, struct str second, struct setting *ret)
{
    struct setting s = *ret;
    if (str_eq_nocase(first, STR("on")) || str_eq_nocase(first, STR("off")))
        s.n = 1, s.size = ch_lower(first.p[1]) == 'n';
    else if (second.n == 0)
        s.n = 1, s.unknown = !nginx_parse_size(first, &s.size);
    else
        s.unknown = !nginx_parse_num(first, &s.n) || !nginx_parse_size(second, &s.size);
    *ret = s;
    return !s.unknown;
}

/* Defaults of the words table. */
static void start_level(struct walk *w, struct level *l)
{
    l->handler = T_COUNT;
    for (uint32_t t = 0; t <= T_SSL_BUFFER; t++) {
        uint32_t row;
        l->v[t] = (struct setting){.unknown = true};
        if (nginx_word_pick(tracked_names[t], NGINX_IN_HTTP, w->job->target, &row) != NGINX_FIT_OK)
            continue;
        struct str rest = nginx_word_str(nginx_words[row].deflt), first = str_cut(&rest, ' ');
        parse_setting(first, rest, &l->v[t]);
        l->v[t].unknown = first.n == 0;
    }
}

static void index_rows(struct walk *w)
{
    w->by_row = arena_array(w->job->scratch, uint8_t, nginx_words_n + 1);
    for (uint32_t t = 0; t < T_COUNT; t++) {
        uint32_t n, row = nginx_word_find(tracked_names[t], &n);
        for (uint32_t i = 0; i < n; i++)
            w->by_row[row + i] = (uint8_t)(t + 1);
    }
}

static enum tracked tracked_of(const struct walk *w, const struct node *e)
{
    uint8_t t = w->by_row[e->word <= nginx_words_n ? e->word : 0];
    return t ? (enum tracked)(t - 1) : T_COUNT;
}

static struct str word_text(const struct node *e, uint32_t i)
{
    const struct node *word = node_word(e, i);
    return word ? word->text : (struct str){0};
}

/* A setting in a template's condition, or with an expression in it, may be anything. */
static void set(struct level *l, enum tracked t, const struct node *e)
{
    const struct node *first = node_word(e, 0), *second = node_word(e, 1);
    struct setting s = {.entry = e};
    bool known = first && node_is_known(first) && (!second || node_is_known(second)) && !(e->flags & NODE_CONDITIONAL);
    if (known)
        known = parse_setting(first->text, second ? second->text : (struct str){0}, &s);
    s.unknown = !known;
    l->v[t] = s;
}

/* A zone's size counts once: "name:10m". */
static void add_zone(struct walk *w, struct str name, struct str size)
{
    int64_t bytes;
    bool is_new = false;
    if (name.n == 0 || !nginx_parse_size(size, &bytes))
        return;
    map_put(&w->zones, name, NULL, &is_new);
    if (is_new && !num_add(w->zone_bytes, bytes, &w->zone_bytes))
        w->zone_bytes = INT64_MAX;
}

/* The zones of an entry: words "zone=NAME:SIZE", "keys_zone=NAME:SIZE", "shared:NAME:SIZE"; "zone NAME SIZE". */
static void find_zones(struct walk *w, enum tracked t, const struct node *e)
{
    static const struct str prefixes[] = {STR_INIT("zone="), STR_INIT("keys_zone="), STR_INIT("shared:")};
    if (t == T_UPSTREAM_ZONE) {
        add_zone(w, word_text(e, 0), word_text(e, 1));
        return;
    }
    for (uint32_t i = 0;; i++) {
        const struct node *word = node_word(e, i);
        if (!word)
            return;
        for (size_t p = 0; p < sizeof(prefixes) / sizeof(prefixes[0]); p++)
            if (str_starts(word->text, prefixes[p])) {
                struct str rest = str_slice(word->text, prefixes[p].n, word->text.n), name = str_cut(&rest, ':');
                add_zone(w, name, rest);
            }
    }
}

static bool listens_tls(const struct node *listen)
{
    for (uint32_t i = 1;; i++) {
        const struct node *word = node_word(listen, i);
        if (!word)
            return false;
        if (str_eq(word->text, STR("ssl")) || str_eq(word->text, STR("quic")))
            return true;
    }
}

static void take_entry(struct walk *w, struct level *l, enum tracked t, const struct node *e)
{
    if (t <= T_SSL_BUFFER) {
        set(l, t, e);
    } else if (t <= T_MEMCACHED_PASS) {
        l->handler = t;
    } else if (t == T_LISTEN) {
        l->tls |= listens_tls(e);
    } else {
        find_zones(w, t, e);
    }
}

/* The settings of a handler's response buffers: first, further ones, whether buffering is a choice. */
struct handler_row {
    enum tracked handler, first, buffers, buffering;
    const char *name;
};

static const struct handler_row handlers[] = {
    {T_PROXY_PASS, T_PROXY_FIRST, T_PROXY_BUFFERS, T_PROXY_BUFFERING, "proxy"},
    {T_FASTCGI_PASS, T_FASTCGI_FIRST, T_FASTCGI_BUFFERS, T_FASTCGI_BUFFERING, "fastcgi"},
    {T_UWSGI_PASS, T_UWSGI_FIRST, T_UWSGI_BUFFERS, T_UWSGI_BUFFERING, "uwsgi"},
    {T_SCGI_PASS, T_SCGI_FIRST, T_SCGI_BUFFERS, T_SCGI_BUFFERING, "scgi"},
    {T_GRPC_PASS, T_GRPC_BUFFER, T_COUNT, T_COUNT, "grpc"},
    {T_MEMCACHED_PASS, T_COUNT, T_COUNT, T_COUNT, "memcached"},
    {T_COUNT, T_COUNT, T_OUTPUT_BUFFERS, T_COUNT, "output"},
};

static const struct handler_row *handler_of(const struct level *l)
{
    for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++)
        if (handlers[i].handler == l->handler)
            return &handlers[i];
    return &handlers[0];
}

/* The kernel sends static files, and no buffer of nginx holds them; but what is compressed or encrypted goes through them. */
static bool sends_file(const struct level *l)
{
    return l->handler == T_COUNT && l->v[T_SENDFILE].size && !l->v[T_GZIP].size && !l->tls;
}

/* Which settings add up to a client's memory in a level; returns how many. */
static uint32_t parts_of(const struct level *l, enum tracked parts[12])
{
    const struct handler_row *h = handler_of(l);
    uint32_t n = 0;
    bool buffers = h->buffers != T_COUNT && (h->buffering == T_COUNT || l->v[h->buffering].size != 0) && !sends_file(l);
    if (h->first != T_COUNT)
        parts[n++] = h->first;
    if (buffers)
        parts[n++] = h->buffers;
    parts[n++] = T_LARGE_HEADERS;
    parts[n++] = T_BODY_BUFFER;
    parts[n++] = T_CONNECTION_POOL;
    parts[n++] = T_HEADER_BUFFER;
    parts[n++] = T_REQUEST_POOL;
    if (l->tls)
        parts[n++] = T_SSL_BUFFER;
    if (l->v[T_GZIP].size)
        parts[n++] = T_GZIP_BUFFERS;
    return n;
}

/* deflate's own memory beside gzip_buffers: 8192 + 16 + 2^(wbits+2) + 2^(memlevel+9), where gzip_window is 2^wbits and gzip_hash 2^(memlevel+8). */
static int64_t deflate_bytes(const struct level *l)
{
    return l->v[T_GZIP].size ? 8208 + 4 * l->v[T_GZIP_WINDOW].size + 2 * l->v[T_GZIP_HASH].size : 0;
}

static bool add_up(const struct level *l, int64_t *ret)
{
    enum tracked parts[12];
    uint32_t n = parts_of(l, parts);
    int64_t sum = deflate_bytes(l);
    for (uint32_t i = 0; i < n; i++) {
        const struct setting *s = &l->v[parts[i]];
        int64_t bytes;
        if (s->unknown || !num_mul(s->n, s->size, &bytes) || !num_add(sum, bytes, &sum))
            return false;
    }
    *ret = sum;
    return true;
}

static void judge_level(struct walk *w, const struct level *l, const struct node *block)
{
    int64_t bytes;
    if (!add_up(l, &bytes) || (block->flags & NODE_TAINTED)) {
        struct str why = block->flags & NODE_TAINTED ? STR("nginx buffers (an include is missing)")
                                                     : STR("nginx buffers (a size is not known)");
        w->unknown = value_unknown_both(w->job->a, w->unknown, value_unknown(w->job->a, why));
        return;
    }
    /* a proxied client takes a second connection, so that only half as many fit in a worker */
    int64_t load = l->handler == T_COUNT ? bytes : bytes / 2;
    if (load > w->worst_load) {
        w->worst = *l;
        w->worst_bytes = bytes;
        w->worst_load = load;
    }
}

/* Notes what counts in a block and below it, in the order of the text: the one pass over all of a large tree, in the order in which it lies in memory. depth is
 * bounded by the reader (LIMIT_NESTING), which reads nothing deeper. */
static void note_items(struct walk *w, struct node *block, uint32_t depth)
{
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        uint32_t at = w->items.n;
        struct item item = {.e = e, .tracked = (uint8_t)tracked_of(w, e)};
        item.is_block = (e->flags & NODE_BLOCK) && e->word != 0 && depth < LIMIT_NESTING;
        if (item.tracked == T_COUNT && !item.is_block)
            continue;
        vec_push(w->job->scratch, &w->items, item);
        if (item.is_block)
            note_items(w, e, depth + 1);
        w->items.p[at].end = w->items.n;
    }
}

/* Judges a block whose items are [from, to), and what stands in it. One that says nothing itself is judged with the one around it. */
static void judge_block(struct walk *w, struct node *block, const struct level *outer, uint32_t from, uint32_t to)
{
    const struct item *items = w->items.p;
    const struct level *l = outer;
    struct level own;
    for (uint32_t i = from; i < to; i = items[i].end) {
        if (items[i].tracked == T_COUNT)
            continue;
        if (l == outer)
            own = *outer;
        l = &own;
        take_entry(w, &own, (enum tracked)items[i].tracked, items[i].e);
    }
    if (l != outer || from == 0 || (block->flags & NODE_TAINTED))
        judge_level(w, l, block);
    for (uint32_t i = from; i < to; i = items[i].end)
        if (items[i].is_block)
            judge_block(w, items[i].e, l, i + 1, items[i].end);
}

/* "8 x 128k proxy_buffers", as the config writes it. */
static void describe(struct buf *b, struct arena *a, const struct setting *s, struct str name)
{
    struct str size = num_format_size(a, s->size);
    if (b->n)
        buf_put(b, STR(" + "));
    if (s->n != 1)
        buf_printf(b, "%lld x ", (long long)s->n);
    buf_printf(b, "%.*s %.*s", STR_ARG(size), STR_ARG(name));
}

static void describe_worst(struct walk *w)
{
    enum tracked parts[12];
    uint32_t n = parts_of(&w->worst, parts);
    struct buf b = {.a = w->job->a};
    w->out->proxies = w->worst.handler != T_COUNT;
    for (uint32_t i = 0; i < n; i++) {
        const struct setting *s = &w->worst.v[parts[i]];
        w->out->chosen |= s->entry != NULL;
        if (s->size > 0)
            describe(&b, w->job->a, s, tracked_names[parts[i]]);
    }
    if (deflate_bytes(&w->worst))
        describe(&b, w->job->a, &(struct setting){.n = 1, .size = deflate_bytes(&w->worst)}, STR("gzip"));
    w->out->client_text = buf_str(&b);
}

void nginx_memory_of(struct kind_job *job, struct node *root, struct nginx_memory *ret)
{
    struct walk w = {.job = job, .out = ret, .zones = {.a = job->scratch}};
    struct level start = {.handler = T_COUNT};
    struct node *http = node_find(root, STR("http"));
    *ret = (struct nginx_memory){.client = value_size(0), .zones = value_size(0)};
    if (root->flags & NODE_TAINTED)
        ret->client = ret->zones = value_unknown(job->a, STR("nginx buffers (an include is missing)"));
    if (!http || (root->flags & NODE_TAINTED))
        return;
    index_rows(&w);
    start_level(&w, &start);
    note_items(&w, http, 0);
    judge_block(&w, http, &start, 0, w.items.n);
    ret->zones = value_size(w.zone_bytes);
    ret->client = value_is_unknown(w.unknown) && w.unknown.as.reasons ? w.unknown : value_size(w.worst_bytes);
    describe_worst(&w);
}
