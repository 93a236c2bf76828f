/* What some directives of a simple type demand beyond it: nginx's functions of type ngx_conf_post_handler_pt, and maps, which fix the size of their tables. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"

#include <inttypes.h>

/* Returns what is wrong, to stand behind the directive's name; NULL for nothing, or when it has been reported. */
typedef const char *extra_check(struct nginx_reader *r, struct node *entry, int64_t v);

enum {
    POOL_LEAST = 112,            /* NGX_MIN_POOL_SIZE on systems of 64 bits */
    POOL_ALIGNMENT = 16,         /* NGX_POOL_ALIGNMENT */
    RECV_LEAST = 32,             /* 2 * NGX_HTTP_V2_STATE_BUFFER_SIZE */
    MAX_WINDOW = (1u << 31) - 1, /* NGX_HTTP_V2_MAX_WINDOW */
};

static void tell(struct nginx_reader *r, const struct node *entry, const char *text, int64_t number)
{
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 0)), "%s %" PRId64, text, number);
}

static const char *check_pool(struct nginx_reader *r, struct node *entry, int64_t v)
{
    if (v < POOL_LEAST)
        tell(r, entry, "the pool size must be no less than", POOL_LEAST);
    else if (v % POOL_ALIGNMENT)
        tell(r, entry, "the pool size must be a multiple of", POOL_ALIGNMENT);
    return NULL;
}

static const char *check_recv_buffer(struct nginx_reader *r, struct node *entry, int64_t v)
{
    (void)r;
    (void)entry;
    return v <= RECV_LEAST ? "value is too small" : NULL;
}

static const char *check_preread(struct nginx_reader *r, struct node *entry, int64_t v)
{
    if (v > (int64_t)MAX_WINDOW)
        tell(r, entry, "the maximum body preread buffer size is", MAX_WINDOW);
    return NULL;
}

static const char *check_index_size(struct nginx_reader *r, struct node *entry, int64_t v)
{
    (void)r;
    (void)entry;
    return v == 0 || (v & (v - 1)) ? "must be a power of two" : NULL;
}

static const char *check_chunk(struct nginx_reader *r, struct node *entry, int64_t v)
{
    if (v == 0)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 0)), "the http2 chunk size cannot be zero");
    return NULL;
}

static bool is_power(int64_t v, int64_t most)
{
    return v >= 512 && v <= most && (v & (v - 1)) == 0;
}

static const char *check_gzip_window(struct nginx_reader *r, struct node *entry, int64_t v)
{
    (void)r;
    (void)entry;
    return is_power(v, 32 << 10) ? NULL : "must be 512, 1k, 2k, 4k, 8k, 16k, or 32k";
}

static const char *check_gzip_hash(struct nginx_reader *r, struct node *entry, int64_t v)
{
    (void)r;
    (void)entry;
    return is_power(v, 128 << 10) ? NULL : "must be 512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k";
}

/* The first map takes the default for what is not set above it. */
static const char *check_above_maps(struct nginx_reader *r, struct node *entry, int64_t v)
{
    const struct node *map = nginx_seen(r, STR("map"));
    (void)v;
    if (!map)
        return NULL;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "\"%s\" directive is duplicate", nginx_quoted(r, entry->text));
    diag_related(r->sink, f, map->name_at, "this map has fixed it");
    diag_help(r->sink, f, "put it above the first map");
    return NULL;
}

static const struct {
    struct str name;
    extra_check *check;
} extras[] = {
    {STR_INIT("connection_pool_size"), check_pool},
    {STR_INIT("request_pool_size"), check_pool},
    {STR_INIT("http2_pool_size"), check_pool},
    {STR_INIT("http2_recv_buffer_size"), check_recv_buffer},
    {STR_INIT("http2_body_preread_size"), check_preread},
    {STR_INIT("http2_streams_index_size"), check_index_size},
    {STR_INIT("http2_chunk_size"), check_chunk},
    {STR_INIT("gzip_window"), check_gzip_window},
    {STR_INIT("gzip_hash"), check_gzip_hash},
    {STR_INIT("map_hash_bucket_size"), check_above_maps},
    {STR_INIT("map_hash_max_size"), check_above_maps},
};

void nginx_check_extra(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    int64_t v;
    bool is_size = row->type == NGINX_TYPE_SIZE;
    if (!nginx_known(entry, 0, &s) || !(is_size ? nginx_parse_size : nginx_parse_num)(s, &v))
        return;
    for (uint32_t i = 0; i < sizeof extras / sizeof *extras; i++) {
        if (!str_eq(entry->text, extras[i].name))
            continue;
        const char *text = extras[i].check(r, entry, v);
        if (text)
            nginx_refuse(r, entry, node_word(entry, 0), text);
        return;
    }
}
