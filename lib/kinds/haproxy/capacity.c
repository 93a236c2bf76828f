#include "kinds/haproxy/capacity.h"

#include "base/buf.h"
#include "base/num.h"
#include "kinds/haproxy/units.h"
#include "kinds/kind.h"

enum {
    FDS_KEPT_FREE = 10,
    FDS_THREAD = 3, /* an epoll descriptor and a pipe to wake it up */
    LEAST_MAXCONN = 100,
    DEFAULT_MAXFD = 1048576,
    SSL_SESSION_BYTES = 16 * 1024,
    SSL_HANDSHAKE_BYTES = 76 * 1024,
    SSL_CACHE_BLOCK_BYTES = 200,
};

int64_t haproxy_reserved_fds(const struct haproxy_reserved *r)
{
    return FDS_KEPT_FREE + r->listeners + r->checks + r->agents + r->ports + r->cli + r->peers + r->master;
}

/* ---- sizes that hang on the release ---- */

struct size_since {
    version_number since;
    int64_t bytes;
};

/* Measured: STREAM_MAX_COST, which is a sum of sizeof, and sizeof(struct stksess). Releases between two rows are as the one before them. */
static const struct size_since stream_bytes[] = {
    {VERSION(2, 6, 0), 2688}, {VERSION(2, 8, 0), 2568}, {VERSION(3, 0, 0), 2624},
    {VERSION(3, 2, 0), 2728}, {VERSION(3, 5, 0), 2944},
};
static const struct size_since entry_bytes[] = {
    {VERSION(2, 6, 0), 136},
    {VERSION(2, 8, 0), 144},
    {VERSION(3, 2, 0), 168},
};

static int64_t size_at(const struct size_since *rows, size_t n, version_number version)
{
    int64_t found = rows[0].bytes;
    for (size_t i = 0; i < n; i++)
        if (version == 0 ? rows[i].bytes > found : rows[i].since <= version)
            found = rows[i].bytes;
    return found;
}
#define SIZE_AT(rows, version) size_at(rows, sizeof(rows) / sizeof((rows)[0]), version)

/* ---- connections and files ---- */

int64_t haproxy_pipes(const struct haproxy_sizing *s, int64_t maxconn)
{
    bool unlimited = s->splice_unlimited || (s->splice_default && !maxconn);
    int64_t backends = s->splice_backends + s->splice_default * maxconn;
    int64_t pipes = s->splice_frontends > backends ? s->splice_frontends : backends;
    if (maxconn && (unlimited || pipes > maxconn))
        pipes = maxconn;
    else if (!maxconn && unlimited)
        return -1;
    return pipes >= 4 ? pipes / 4 : pipes;
}

/* Since 3.4 maxpipes also counts for the automatic maxconn; before only for what is opened. */
static int64_t pipes_for_ideal(const struct haproxy_sizing *s)
{
    return s->maxpipes && s->version >= VERSION(3, 4, 0) ? s->maxpipes : haproxy_pipes(s, s->maxconn);
}

static int64_t pipes_for_maxsock(const struct haproxy_sizing *s, int64_t maxconn)
{
    return s->maxpipes ? s->maxpipes : haproxy_pipes(s, maxconn);
}

static int64_t hard_limit(const struct haproxy_sizing *s)
{
    bool any = s->maxconn || s->ulimit_n || s->memmax_mb || s->fd_hard_limit;
    return !any && s->version >= VERSION(3, 1, 0) ? DEFAULT_MAXFD : s->fd_hard_limit;
}

/* The files it counts with. */
static int64_t usable_files(const struct haproxy_sizing *s)
{
    int64_t hard = hard_limit(s);
    return hard && s->nofile > hard ? hard : s->nofile;
}

int64_t haproxy_ideal_maxconn(const struct haproxy_sizing *s)
{
    int64_t pipes = pipes_for_ideal(s);
    int64_t remain = usable_files(s) - haproxy_reserved_fds(&s->reserved) - FDS_THREAD * s->threads;
    if (pipes >= 0 && pipes * 2 < remain)
        remain -= pipes * 2;
    int64_t maxconn = pipes < 0 ? 2 * remain / 5 : remain / 2;
    return maxconn > LEAST_MAXCONN ? maxconn : LEAST_MAXCONN;
}

int64_t haproxy_maxsock(const struct haproxy_sizing *s, int64_t maxconn)
{
    return haproxy_reserved_fds(&s->reserved) + 2 * maxconn + 2 * pipes_for_maxsock(s, maxconn) +
           FDS_THREAD * s->threads;
}

/* Its first two digits: 7345 becomes 7300. */
static int64_t round_2dig(int64_t n)
{
    int64_t unit = 1;
    for (; n >= 100; n /= 10)
        unit *= 10;
    return n * unit;
}

static int64_t stream_cost(const struct haproxy_sizing *s)
{
    return SIZE_AT(stream_bytes, s->version) + 2 * s->bufsize;
}

int64_t haproxy_connection_bytes(const struct haproxy_sizing *s)
{
    int64_t tls = s->ssl_sides ? s->ssl_sides * SSL_SESSION_BYTES + SSL_HANDSHAKE_BYTES : 0;
    return stream_cost(s) + tls;
}

/* Bytes of -m for connections: what caches take is left out, and of the rest 97%. A cache of TLS counts only where TLS is used. */
static int64_t usable_bytes(const struct haproxy_sizing *s)
{
    int64_t bytes = s->memmax_mb * 1048576 - s->zlib_bytes;
    if (s->ssl_sides)
        bytes -= s->ssl_cache * SSL_CACHE_BLOCK_BYTES;
    return (int64_t)((double)bytes * 0.97);
}

static bool is_permitted(const struct haproxy_sizing *s, int64_t maxconn)
{
    int64_t need = haproxy_maxsock(s, maxconn);
    return need <= s->nofile && (!s->fd_hard_limit || need <= s->fd_hard_limit);
}

/* By memory; where the files do not allow that many, by files; where even that is refused, by memory again, and the start fails later. */
static int64_t maxconn_of_memory(const struct haproxy_sizing *s)
{
    int64_t each = haproxy_connection_bytes(s), bytes = usable_bytes(s);
    if (s->maxsslconn) {
        each = stream_cost(s);
        bytes -= s->ssl_sides ? (SSL_SESSION_BYTES + SSL_HANDSHAKE_BYTES) * s->maxsslconn : 0;
    }
    int64_t by_memory = bytes > 0 ? round_2dig(bytes / each) : 0;
    if (is_permitted(s, by_memory))
        return by_memory;
    int64_t ideal = haproxy_ideal_maxconn(s), by_files = round_2dig(ideal < by_memory ? ideal : by_memory);
    return is_permitted(s, by_files) ? by_files : by_memory;
}

int64_t haproxy_maxconn(const struct haproxy_sizing *s)
{
    if (s->maxconn)
        return s->maxconn;
    return s->memmax_mb ? maxconn_of_memory(s) : haproxy_ideal_maxconn(s);
}

int64_t haproxy_rest_bytes(const struct haproxy_sizing *s, int64_t maxsock)
{
    int64_t cache = s->ssl_sides ? s->ssl_cache * SSL_CACHE_BLOCK_BYTES : 0;
    return maxsock * (64 + 16 + 4 * s->threads) + cache;
}

int64_t haproxy_auto_threads(uint32_t version, int64_t cpus, int64_t groups)
{
    enum { PER_GROUP = 64, MOST = 1024 };
    int64_t most = groups ? groups * PER_GROUP : version == 0 || version >= VERSION(3, 4, 0) ? MOST : PER_GROUP;
    return cpus < most ? cpus : most;
}

int64_t haproxy_auto_fullconn(int64_t sum)
{
    int64_t tenth = (sum + 9) / 10;
    return tenth ? tenth : 1;
}

/* ---- stick tables ---- */

/* stktable_types */
bool haproxy_table_key_bytes(struct str type, int64_t len, int64_t *ret)
{
    static const struct {
        struct str name;
        int64_t bytes;
        bool sized;
        uint8_t behind; /* the zero behind a string */
    } types[] = {
        {STR_INIT("ip"), 4, false, 0},  {STR_INIT("ipv4"), 4, false, 0},   {STR_INIT("integer"), 4, false, 0},
        {STR_INIT("int"), 4, false, 0}, {STR_INIT("ipv6"), 16, false, 0},  {STR_INIT("string"), 32, true, 1},
        {STR_INIT("str"), 32, true, 1}, {STR_INIT("binary"), 32, true, 0}, {STR_INIT("bin"), 32, true, 0},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (str_eq(type, types[i].name)) {
            bool own = types[i].sized && len > 0;
            *ret = own ? len + types[i].behind : types[i].bytes;
            return true;
        }
    return false;
}

/* One of the list, with what its brackets say. stktable_data_types: counters 4 bytes, byte counts 8, rates 12, a pointer to a server's name 8. */
static int64_t data_bytes(struct str name, struct str in)
{
    bool array = str_eq(name, STR("gpt")) || str_eq(name, STR("gpc")) || str_eq(name, STR("gpc_rate"));
    int64_t n = array ? haproxy_atol(in, NULL) : 1;
    int64_t each = str_ends(name, STR("_rate"))                                         ? 12
                   : str_starts(name, STR("bytes_")) || str_eq(name, STR("server_key")) ? 8
                                                                                        : 4;
    return n * each;
}

/* Cuts the first of the list off: its name, and what stands in brackets behind it. */
static struct str cut_stored(struct str *list, struct str *ret_in)
{
    uint32_t end = 0;
    while (end < list->n && list->p[end] != ',' && list->p[end] != '(')
        end++;
    struct str name = str_slice(*list, 0, end), rest = str_slice(*list, end, list->n);
    *ret_in = (struct str){0};
    if (rest.n && rest.p[0] == '(') {
        uint32_t close = str_find_byte(rest, ')');
        *ret_in = str_slice(rest, 1, close);
        rest = str_slice(rest, close, rest.n);
    }
    str_cut(&rest, ',');
    *list = rest;
    return name;
}

/* Whether the part of a list before `rest` holds the name. */
static bool was_stored(struct str list, struct str rest, struct str name)
{
    struct str in, before = str_slice(list, 0, list.n - rest.n);
    int times = 0;
    while (before.n)
        times += str_eq(cut_stored(&before, &in), name);
    return times > 1;
}

int64_t haproxy_table_data_bytes(struct str list)
{
    struct str rest = list, in;
    int64_t sum = 0;
    while (rest.n) {
        struct str name = cut_stored(&rest, &in);
        if (name.n && !was_stored(list, rest, name))
            sum += data_bytes(name, in);
    }
    return sum;
}

static int64_t round_up(int64_t n, int64_t to)
{
    return (n + to - 1) / to * to;
}

int64_t haproxy_table_entry_bytes(uint32_t version, const struct haproxy_table *t)
{
    int64_t bytes = SIZE_AT(entry_bytes, version) + round_up(t->data_bytes, 8) + t->key_bytes;
    bool old = version && version < VERSION(3, 0, 0);
    return old ? round_up(bytes + 8, 32) : round_up(bytes, 16);
}

/* ---- steps ---- */

static void part(struct buf *b, int64_t n, const char *sign, const char *what)
{
    if (n)
        buf_printf(b, " %s %lld %s", sign, (long long)n, what);
}

/* What is reserved, each part behind a sign. */
static void reserved_parts(struct buf *b, const struct haproxy_sizing *s, const char *sign)
{
    const struct haproxy_reserved *r = &s->reserved;
    part(b, r->listeners, sign, r->listeners == 1 ? "listener" : "listeners");
    part(b, r->checks + r->agents + r->ports, sign, r->checks + r->agents + r->ports == 1 ? "check" : "checks");
    part(b, r->cli, sign, "for the stats socket");
    part(b, r->peers, sign, "for peers");
    part(b, r->master, sign, "for the master");
    part(b, FDS_THREAD * s->threads, sign, s->threads == 1 ? "for a thread" : "for threads");
}

struct str haproxy_maxconn_steps(struct arena *a, const struct haproxy_sizing *s)
{
    struct buf b = {.a = a};
    int64_t pipes = pipes_for_ideal(s);
    if (s->memmax_mb) {
        buf_printf(&b, "%lldMiB of -m, of which %s are for connections, / %s for one", (long long)s->memmax_mb,
                   str_dup(a, num_format_size(a, usable_bytes(s))).p,
                   str_dup(a, num_format_size(a, haproxy_connection_bytes(s))).p);
        return buf_str(&b);
    }
    buf_printf(&b, "(%lld files - %d", (long long)usable_files(s), FDS_KEPT_FREE);
    reserved_parts(&b, s, "-");
    part(&b, pipes > 0 ? 2 * pipes : 0, "-", "for pipes");
    buf_printf(&b, ") / %s = %lld", pipes < 0 ? "2.5" : "2", (long long)haproxy_ideal_maxconn(s));
    return buf_str(&b);
}

struct str haproxy_maxsock_steps(struct arena *a, const struct haproxy_sizing *s, int64_t maxconn)
{
    struct buf b = {.a = a};
    buf_printf(&b, "2 x %lld connections + %d", (long long)maxconn, FDS_KEPT_FREE);
    reserved_parts(&b, s, "+");
    part(&b, 2 * pipes_for_maxsock(s, maxconn), "+", "for pipes");
    buf_printf(&b, " = %lld files", (long long)haproxy_maxsock(s, maxconn));
    return buf_str(&b);
}

struct str haproxy_connection_steps(struct arena *a, const struct haproxy_sizing *s)
{
    struct buf b = {.a = a};
    buf_printf(&b, "a connection can hold %s: %lldB and 2 buffers of %s",
               str_dup(a, num_format_size(a, haproxy_connection_bytes(s))).p,
               (long long)SIZE_AT(stream_bytes, s->version), str_dup(a, num_format_size(a, s->bufsize)).p);
    if (s->ssl_sides)
        buf_printf(&b, ", %d x 16KiB for TLS and 76KiB for its handshake", s->ssl_sides);
    return buf_str(&b);
}
