/* Names of headers that are too long for the tables which nginx makes of them in each block: ngx_http_proxy_init_headers,
 * ngx_http_upstream_hide_headers_hash, ngx_http_fastcgi_init_params and their kin. A block that sets none of a directive's headers takes the
 * table of the block around it; that of http is made by the first server that takes it, with the sizes in force there. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/hashes.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"

static const struct table {
    struct str directive;
    struct str undone_by; /* takes names out again, and makes a table of its own block's too; empty: nothing does */
    struct str prefix;    /* of a name that goes into the table, without it */
    struct str hash;
    struct str bucket; /* the directive that sets its bucket size; empty: none does */
} tables[] = {
    {STR_INIT("proxy_set_header"),
     {0},
     {0},
     STR_INIT("proxy_headers_hash"),
     STR_INIT("proxy_headers_hash_bucket_size")},
    {STR_INIT("proxy_hide_header"),
     STR_INIT("proxy_pass_header"),
     {0},
     STR_INIT("proxy_headers_hash"),
     STR_INIT("proxy_headers_hash_bucket_size")},
    {STR_INIT("grpc_set_header"), {0}, {0}, STR_INIT("grpc_headers_hash"), STR_INIT("grpc_headers_hash_bucket_size")},
    {STR_INIT("grpc_hide_header"),
     STR_INIT("grpc_pass_header"),
     {0},
     STR_INIT("grpc_headers_hash"),
     STR_INIT("grpc_headers_hash_bucket_size")},
    {STR_INIT("fastcgi_hide_header"), STR_INIT("fastcgi_pass_header"), {0}, STR_INIT("fastcgi_hide_headers_hash"), {0}},
    {STR_INIT("uwsgi_hide_header"), STR_INIT("uwsgi_pass_header"), {0}, STR_INIT("uwsgi_hide_headers_hash"), {0}},
    {STR_INIT("scgi_hide_header"), STR_INIT("scgi_pass_header"), {0}, STR_INIT("scgi_hide_headers_hash"), {0}},
    {STR_INIT("fastcgi_param"), {0}, STR_INIT("HTTP_"), STR_INIT("fastcgi_params_hash"), {0}},
    {STR_INIT("uwsgi_param"), {0}, STR_INIT("HTTP_"), STR_INIT("uwsgi_params_hash"), {0}},
    {STR_INIT("scgi_param"), {0}, STR_INIT("HTTP_"), STR_INIT("scgi_params_hash"), {0}},
};

void nginx_note_header_name(struct nginx_reader *r, struct node *entry)
{
    struct str name;
    if (nginx_known(entry, 0, &name) && nginx_hash_bucket(name.n) > NGINX_CACHE_LINE)
        vec_push(r->scratch, &r->long_names, entry);
}

static const struct table *table_of(struct str directive)
{
    for (uint32_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (str_eq(tables[i].directive, directive))
            return &tables[i];
    return NULL;
}

static bool makes_its_own(struct node *block, const struct table *t)
{
    return node_find(block, t->directive) || (t->undone_by.n && node_find(block, t->undone_by));
}

/* The block whose sizes count for what block sets: itself, or of http the first server that takes it over. NULL: none, or not known. */
static struct node *maker_of(struct node *block, struct node *http, const struct table *t)
{
    if (block != http)
        return t->undone_by.n && node_find(block, t->undone_by) ? NULL : block;
    struct node_iter it = node_entries(http);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (!e->word || !(e->flags & NODE_BLOCK) || !str_eq(e->text, STR("server")))
            continue;
        if (e->flags & (NODE_TAINTED | NODE_CONDITIONAL))
            return NULL;
        if (!makes_its_own(e, t))
            return e;
    }
    return NULL;
}

/* The size of buckets in force in a block; 0: not known. */
static int64_t bucket_in(struct node *block, struct node *http, const struct table *t)
{
    int64_t n;
    struct str s;
    for (struct node *b = block; t->bucket.n; b = node_block(b)) {
        struct node *e = node_find(b, t->bucket);
        if (e && ((e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || !nginx_known(e, 0, &s) || !nginx_parse_num(s, &n)))
            return 0;
        if (e)
            return n > UINT16_MAX ? 0 : (n + NGINX_CACHE_LINE - 1) / NGINX_CACHE_LINE * NGINX_CACHE_LINE;
        if (b->flags & NODE_TAINTED)
            return 0;
        if (b == http)
            break;
    }
    return NGINX_CACHE_LINE;
}

static void judge(struct nginx_reader *r, struct node *entry, struct node *http)
{
    const struct table *t = table_of(entry->text);
    struct node *word = node_word(entry, 0);
    if (!t || !str_starts(word->text, t->prefix) || (entry->flags & NODE_CONDITIONAL))
        return;
    struct node *maker = maker_of(node_block(entry), http, t);
    int64_t bucket = maker ? bucket_in(maker, http, t) : 0;
    uint32_t need = nginx_hash_bucket(word->text.n - t->prefix.n), enough = NGINX_CACHE_LINE;
    if (!bucket || bucket >= need)
        return;
    struct finding *f =
        nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(word),
                    "could not build %s, you should increase %s_bucket_size: %d", t->hash.p, t->hash.p, (int)bucket);
    diag_label(r->sink, f, "this name needs buckets of %u bytes", need);
    while (enough < need)
        enough *= 2;
    if (t->bucket.n)
        diag_help(r->sink, f, "%s %u;", t->bucket.p, enough);
    else
        diag_help(r->sink, f, "no directive sets this size: the name can be no longer than 46 bytes%s%s",
                  t->prefix.n ? " after " : "", t->prefix.n ? t->prefix.p : "");
}

void nginx_post_header_names(struct nginx_reader *r, struct node *block)
{
    uint32_t line = r->line;
    r->line = 0;
    for (uint32_t i = 0; i < r->long_names.n && !nginx_may_hide(r, NGINX_IN_HTTP); i++)
        judge(r, r->long_names.p[i], block);
    r->long_names.n = 0;
    r->line = line;
}
