#include "checks/nginx.h"

#include "kinds/nginx/variables.h"

bool nginx_is_checked(const struct check_input *in)
{
    return in->job && str_eq(in->job->kind->name, STR("nginx"));
}

/* ---- entries by name ---- */

/* One entry of the configuration. */
struct listed {
    struct node *node;
    uint32_t next; /* of its row: index plus 1; 0: the last */
};

/* What the checks of one configuration share: lists through `next`, one for each row of the table of words; and the upstreams, once they are asked for. */
struct nginx_entries {
    VEC(struct listed) all;
    uint32_t *first, *last; /* by row: index in all, plus 1 */
    struct nginx_upstream_blocks *upstreams;
    VEC(struct nginx_target) targets;
    bool has_targets; /* they were looked for */
    void *patterns;   /* see nginx_patterns.c; NULL: not looked for yet */
};

/* The last node below at, so that a walk goes on behind it. */
static struct node *last_within(struct node *at)
{
    while (at->last)
        at = at->last;
    return at;
}

/* Words are passed over: of a directive without a block they are all there is below it. */
static struct node *next_sound(struct node *root, struct node *at)
{
    if (at->kind == NODE_ENTRY && !(at->flags & (NODE_BLOCK | NODE_INCLUDE)))
        at = last_within(at);
    while ((at = node_walk(root, at)) != NULL)
        if (at->kind == NODE_ENTRY && (at->flags & NODE_FAULTY))
            at = last_within(at);
        else if (at->kind == NODE_ENTRY && at->word)
            return at;
    return NULL;
}

static void add_entry(struct arena *a, struct nginx_entries *x, struct node *e)
{
    vec_push(a, &x->all, ((struct listed){e, 0}));
    if (x->last[e->word])
        x->all.p[x->last[e->word] - 1].next = x->all.n;
    else
        x->first[e->word] = x->all.n;
    x->last[e->word] = x->all.n;
}

static struct nginx_entries *all_entries(const struct check_input *in)
{
    struct node *root = in->job->root;
    if (*in->shared)
        return *in->shared;
    struct nginx_entries *x = arena_new(in->a, struct nginx_entries);
    x->first = arena_array(in->a, uint32_t, nginx_words_n);
    x->last = arena_array(in->a, uint32_t, nginx_words_n);
    for (struct node *e = root; (e = next_sound(root, e)) != NULL;)
        add_entry(in->a, x, e);
    *in->shared = x;
    return x;
}

void **nginx_kept_patterns(const struct check_input *in)
{
    return &all_entries(in)->patterns;
}

struct nginx_named nginx_named(const struct check_input *in, struct str name)
{
    struct nginx_named it = {.entries = all_entries(in)};
    it.row = nginx_word_find(name, &it.n_rows);
    return it;
}

struct node *nginx_next_named(struct nginx_named *it)
{
    while (!it->at) {
        if (it->n_rows == 0)
            return NULL;
        it->n_rows--;
        it->at = it->entries->first[it->row++];
    }
    const struct listed *l = &it->entries->all.p[it->at - 1];
    it->at = l->next;
    return l->node;
}

bool nginx_any_named(const struct check_input *in, bool (*fits)(struct str name))
{
    const struct nginx_entries *x = all_entries(in);
    for (uint32_t row = 1; row < nginx_words_n; row++)
        if (x->first[row] && fits(nginx_word_str(nginx_words[row].name)))
            return true;
    return false;
}

/* ---- words ---- */

bool nginx_text_of(const struct node *entry, uint32_t i, struct str *ret)
{
    const struct node *w = node_word(entry, i);
    if (!w || !node_is_known(w))
        return false;
    *ret = w->text;
    return true;
}

bool nginx_has_word(const struct node *entry, uint32_t i, struct str text)
{
    for (const struct node *w = node_word(entry, i); w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && str_eq_nocase(w->text, text))
            return true;
    return false;
}

struct span nginx_words_span(const struct node *entry)
{
    struct span at = entry->name_at;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        at = w == entry->first ? w->at : span_join(at, w->at);
    return at;
}

struct span nginx_piece_span(const struct node *word, uint32_t off, uint32_t n)
{
    if (word->name_at.len != word->text.n)
        return word->at;
    return (struct span){word->name_at.src, word->name_at.off + off, n};
}

struct node *nginx_location_around(const struct kind_job *job, const struct node *entry)
{
    struct node *b = node_block(entry);
    while (b && !(nginx_context(job, b) & NGINX_IN_LOCATION))
        b = node_block(b);
    return b && b->parent ? b : NULL;
}

bool nginx_is_internal(struct kind_job *job, const struct node *location)
{
    return nginx_first(job, location, STR("internal")) != NULL;
}

const char *nginx_shown(const struct check_input *in, struct str s)
{
    return str_dup(in->a, diag_quote(in->a, s)).p;
}

void nginx_lower(struct finding *f, enum severity severity)
{
    f->severity = severity;
    f->severity_set = true;
}

void nginx_not_run(const struct check_input *in, struct span at, struct str missing)
{
    diag_not_run(in->sink, in->rule, &missing, 1, at, (struct str){0});
}

/* ---- targets ---- */

/* Directives that name a server. */
static const struct str passes[] = {
    STR_INIT("proxy_pass"), STR_INIT("fastcgi_pass"), STR_INIT("uwsgi_pass"),
    STR_INIT("scgi_pass"),  STR_INIT("grpc_pass"),    STR_INIT("memcached_pass"),
};

static bool is_pass(const struct node *entry)
{
    for (uint32_t i = 0; i < sizeof passes / sizeof *passes; i++)
        if (str_eq(entry->text, passes[i]))
            return true;
    return false;
}

/* Where a variable stands whose value begins with "/"; text.n for none. */
static uint32_t path_variable(struct str text)
{
    static const struct str paths[] = {STR_INIT("request_uri"), STR_INIT("uri"), STR_INIT("document_uri")};
    struct nginx_piece piece;
    uint32_t at = 0;
    while (nginx_next_piece(text, &at, &piece))
        for (uint32_t i = 0; piece.off > 0 && i < sizeof paths / sizeof *paths; i++)
            if (str_eq_nocase(piece.name, paths[i]))
                return piece.off;
    return text.n;
}

static uint32_t least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Where the authority ends: at the first "/" or "?" behind the scheme. */
static struct str authority(struct str text, uint32_t *ret_off)
{
    uint32_t scheme = str_find(text, STR("://"));
    *ret_off = scheme < text.n ? scheme + 3 : 0;
    struct str rest = str_slice(text, *ret_off, text.n);
    if (str_starts(rest, STR("unix:")))
        return rest;
    uint32_t end = least(str_find_byte(rest, '/'), str_find_byte(rest, '?'));
    return str_slice(rest, 0, least(end, path_variable(rest)));
}

/* "name:80" without its port; brackets stay. */
static struct str without_port(struct str s)
{
    uint32_t colon = str_rfind_byte(s, ':');
    if (colon >= s.n || str_byte(s, s.n - 1) == ']')
        return s;
    return str_slice(s, 0, colon);
}

bool nginx_target_of(const struct kind_job *job, struct node *entry, struct nginx_target *ret)
{
    uint32_t context = node_block(entry) ? nginx_context(job, node_block(entry)) : 0;
    bool upstream = context & (NGINX_IN_UPSTREAM | NGINX_IN_STREAM_UPSTREAM);
    struct nginx_url url;
    struct str text;
    if (!(upstream ? str_eq(entry->text, STR("server")) : is_pass(entry)) || !nginx_text_of(entry, 0, &text))
        return false;
    struct nginx_target t = {.entry = entry, .word = node_word(entry, 0)};
    t.in_stream = context & (NGINX_IN_STREAM_UPSTREAM | NGINX_IN_STREAM_SERVER);
    struct str all = authority(text, &t.host_at);
    t.has_variables = nginx_has_variables(text);
    t.host = without_port(all);
    if (!nginx_has_variables(all))
        t.is_literal = !nginx_url_parse(all, 0, 80, &url) || url.family != NGINX_FAMILY_NAME;
    *ret = t;
    return t.host.n > 0;
}

static void add_targets(const struct check_input *in, struct nginx_entries *x, struct str name)
{
    struct nginx_target t;
    struct nginx_named it = nginx_named(in, name);
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_target_of(in->job, e, &t))
            vec_push(in->a, &x->targets, t);
}

void nginx_each_target(const struct check_input *in, nginx_target_fn *fn, void *ctx)
{
    struct nginx_entries *x = all_entries(in);
    for (uint32_t i = 0; !x->has_targets && i < sizeof passes / sizeof *passes; i++)
        add_targets(in, x, passes[i]);
    if (!x->has_targets)
        add_targets(in, x, STR("server"));
    x->has_targets = true;
    for (uint32_t i = 0; i < x->targets.n; i++)
        fn(ctx, &x->targets.p[i]);
}

struct str nginx_lower_case(struct arena *a, struct str s)
{
    char *low = arena_array(a, char, s.n + 1);
    for (uint32_t i = 0; i < s.n; i++)
        low[i] = ch_lower(s.p[i]);
    return (struct str){low, s.n};
}

const struct nginx_upstream_blocks *nginx_upstream_blocks_of(const struct check_input *in)
{
    struct str name;
    struct nginx_entries *x = all_entries(in);
    if (x->upstreams)
        return x->upstreams;
    struct nginx_upstream_blocks *u = x->upstreams = arena_new(in->a, struct nginx_upstream_blocks);
    *u = (struct nginx_upstream_blocks){.a = in->a, .by_name = {{.a = in->a}, {.a = in->a}}};
    struct nginx_named it = nginx_named(in, STR("upstream"));
    for (struct node *b; (b = nginx_next_named(&it)) != NULL;)
        if (nginx_text_of(b, 0, &name)) {
            bool in_stream = nginx_context(in->job, b) == NGINX_IN_STREAM_UPSTREAM;
            map_put(&u->by_name[in_stream], nginx_lower_case(in->a, name), b, NULL);
        }
    return u;
}

struct node *nginx_upstream_block(const struct nginx_upstream_blocks *u, struct str name, bool in_stream)
{
    return map_get(&u->by_name[in_stream], nginx_lower_case(u->a, name));
}
