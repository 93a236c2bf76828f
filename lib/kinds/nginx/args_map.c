/* map and split_clients (ngx_http_map_module.c, ngx_http_split_clients_module.c; those of stream are the same). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/hashes.h"
#include "kinds/nginx/keys.h"
#include "kinds/nginx/regexes.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

/* A map while its lines are read. */
struct map_block {
    struct nginx_keys keys;
    const struct node *dflt;
    bool hostnames;
    uint32_t bucket; /* map_hash_bucket_size; 0: not known, or a key was found too long for it */
};

/* "text $name" before the block. */
static void check_source_and_name(struct nginx_reader *r, struct node *entry)
{
    const struct node *source = node_word(entry, 0), *name = node_word(entry, 1);
    if (name && nginx_check_variables(r, entry, source))
        nginx_check_declared(r, entry, name);
}

void nginx_check_map(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_source_and_name(r, entry);
}

/* The size that holds for a map: what stands above it, for the first map fixes the default. */
static uint32_t bucket_size(struct nginx_reader *r)
{
    struct node *e = nginx_seen_in(r, r->frame->outer, STR("map_hash_bucket_size"));
    int64_t n = NGINX_CACHE_LINE;
    struct str s;
    if (!e && nginx_may_hide(r, r->frame->outer->context))
        return 0;
    if (e && ((e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || !nginx_known(e, 0, &s) || !nginx_parse_num(s, &n)))
        return 0;
    return n > UINT16_MAX ? 0 : (uint32_t)(n + NGINX_CACHE_LINE - 1) / NGINX_CACHE_LINE * NGINX_CACHE_LINE;
}

static struct map_block *map_of(struct nginx_reader *r)
{
    if (!r->frame->own) {
        struct map_block *m = r->frame->own = arena_new(r->scratch, struct map_block);
        m->keys.a = r->scratch;
        m->bucket = bucket_size(r);
    }
    return r->frame->own;
}

static void too_long(struct nginx_reader *r, struct map_block *m, struct span at, uint32_t need)
{
    uint32_t line = r->line, enough = NGINX_CACHE_LINE;
    r->line = 0;
    struct finding *f = nginx_fault(
        r, SYNTAX_CONFLICT, at, "could not build map_hash, you should increase map_hash_bucket_size: %u", m->bucket);
    while (enough < need)
        enough *= 2;
    diag_label(r->sink, f, "this key needs buckets of %u bytes", need);
    diag_help(r->sink, f, "map_hash_bucket_size %u; above the first map", enough);
    m->bucket = 0;
    r->line = line;
}

static void check_key(struct nginx_reader *r, struct node *line, struct str key)
{
    struct map_block *m = map_of(r);
    const struct node *first;
    if (line->flags & NODE_CONDITIONAL)
        return;
    switch (nginx_keys_add(&m->keys, key, m->hostnames, line, &key, &first)) {
    case NGINX_KEY_INVALID:
        nginx_fault(r, SYNTAX_VALUE, line->name_at, "invalid hostname or wildcard \"%s\"", nginx_quoted(r, key));
        return;
    case NGINX_KEY_CONFLICT: {
        struct finding *f =
            nginx_fault(r, SYNTAX_DUPLICATE, line->name_at, "conflicting parameter \"%s\"", nginx_quoted(r, key));
        diag_related(r->sink, f, first->name_at, "the first one");
        return;
    }
    case NGINX_KEY_OK:
        break;
    }
    uint32_t need = nginx_hash_bucket(nginx_key_longest(key, m->hostnames));
    if (m->bucket && m->bucket < need)
        too_long(r, m, line->name_at, need);
}

static void check_default(struct nginx_reader *r, struct node *line)
{
    struct map_block *m = map_of(r);
    if (line->flags & NODE_CONDITIONAL)
        return;
    if (m->dflt) {
        struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, line->name_at, "duplicate default map parameter");
        diag_related(r->sink, f, m->dflt->name_at, "the first one");
    }
    m->dflt = line;
}

/* The first word of a line as a word of its own. */
static struct node name_as_word(const struct node *line)
{
    struct node w = {
        .kind = NODE_WORD, .quote = line->quote, .at = line->name_at, .name_at = line->name_at, .text = line->text};
    return w;
}

static void check_map_regex(struct nginx_reader *r, struct node *line)
{
    struct node word = name_as_word(line);
    bool caseless = str_starts(line->text, STR("~*"));
    nginx_check_regex(r, line, &word, caseless ? 2 : 1, caseless);
}

void nginx_check_map_line(struct nginx_reader *r, struct node *line, const struct nginx_word *row)
{
    struct str key = line->text, z = nginx_c_string(key);
    const struct node *value = node_word(line, 0);
    (void)row;
    if (!nginx_all_known(line)) {
        if (str_starts(key, STR("~")))
            nginx_name_vague(r, NGINX_NAME_VARIABLE);
        return;
    }
    if (!value && str_eq(z, STR("hostnames"))) {
        map_of(r)->hostnames = true;
        return;
    }
    if (!value && str_eq(z, STR("volatile")))
        return;
    if (!value || node_word(line, 1)) {
        struct finding *f = nginx_fault(r, SYNTAX_COUNT, line->name_at, "invalid number of the map parameters");
        diag_label(r->sink, f, "%s",
                   value ? "a line is a text and its value; quote what has spaces" : "this line has no value");
        return;
    }
    if (!nginx_check_variables(r, line, value))
        return;
    if (str_eq(z, STR("default")))
        check_default(r, line);
    else if (str_starts(key, STR("~")))
        check_map_regex(r, line);
    else
        check_key(r, line, str_starts(key, STR("\\")) ? str_slice(key, 1, key.n) : key);
}

void nginx_check_split_clients(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_source_and_name(r, entry);
}

/* "12.34%" in hundredths of a percent, "*" as 0. */
static bool parse_percent(struct str s, uint32_t *ret)
{
    int64_t n;
    if (str_eq(s, STR("*"))) {
        *ret = 0;
        return true;
    }
    if (!str_ends(s, STR("%")) || !nginx_parse_fixed(str_slice(s, 0, s.n - 1), 2, &n) || n == 0)
        return false;
    *ret = (uint32_t)n;
    return true;
}

void nginx_check_split_clients_line(struct nginx_reader *r, struct node *line, const struct nginx_word *row)
{
    uint32_t percent;
    (void)row;
    if (parse_percent(line->text, &percent))
        return;
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, line->name_at, "invalid percent value \"%s\"", nginx_quoted(r, line->text));
    diag_help(r->sink, f, "a part is a number with at most two decimals and %%, or * for the rest");
}

void nginx_close_split_clients(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    uint32_t sum = 0, percent;
    (void)row;
    for (const struct node *e = entry->first; e; e = e->next) {
        if (e->kind != NODE_ENTRY || (e->flags & NODE_CONDITIONAL) || !parse_percent(e->text, &percent))
            continue;
        sum = percent ? sum + percent : 10000;
        if (sum > 10000) {
            struct finding *f = nginx_fault(r, SYNTAX_VALUE, e->name_at, "percent total is greater than 100%%");
            diag_label(r->sink, f, "with this it is %u.%02u%%", sum / 100, sum % 100);
            return;
        }
    }
}
