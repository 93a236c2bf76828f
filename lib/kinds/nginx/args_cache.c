/* proxy_cache, proxy_cache_path, proxy_cache_valid, proxy_store, and those of fastcgi, uwsgi and scgi. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/paths.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"
#include "kinds/nginx/zones.h"

enum { MIN_KEYS = 2 * 4096, MAX_LEVELS_BYTES = 13 };

/* The directive of the same module with another ending: "proxy_store" of "proxy_cache". */
static struct str sibling(struct nginx_reader *r, const struct node *entry, struct str ending)
{
    return str_concat(r->scratch, str_slice(entry->text, 0, str_find_byte(entry->text, '_')), ending);
}

static bool is_off(const struct node *entry)
{
    return nginx_word_is(node_word(entry, 0), STR("off"));
}

/* Store and cache exclude each other within a block; what is inherited does not count. */
static bool excludes(struct nginx_reader *r, const struct node *entry, struct str ending)
{
    struct str name = sibling(r, entry, ending);
    const struct node *other = nginx_seen(r, name);
    if (!other || r->conditional || is_off(other) || (other->flags & NODE_FAULTY) ||
        !node_is_known(node_word(other, 0)))
        return false;
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, entry->name_at, "\"%s\" directive is incompatible with \"%s\"",
                                    nginx_quoted(r, entry->text), nginx_quoted(r, name));
    diag_related(r->sink, f, other->name_at, "switched on here");
    return true;
}

void nginx_check_store(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    (void)row;
    if (!nginx_known(entry, 0, &s) || is_off(entry) || excludes(r, entry, STR("_cache")))
        return;
    if (s.n == 0 && r->job->target >= VERSION(1, 27, 3)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 0)), "empty path");
        return;
    }
    nginx_check_variables(r, entry, node_word(entry, 0));
}

void nginx_check_cache(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *word = node_word(entry, 0);
    struct str name;
    if (!nginx_known(entry, 0, &name) || is_off(entry) || excludes(r, entry, STR("_store")) ||
        !nginx_check_variables(r, entry, word) || nginx_has_variables(name))
        return;
    struct nginx_zone *zone = nginx_zone_add(r, entry, nginx_word_span(word), name, 0, nginx_zone_purpose(row, 0));
    if (zone)
        nginx_zone_use(r, zone, entry);
}

/* Parameters of *_cache_path (ngx_http_file_cache_set_slot). */
enum cache_value { VALUE_LEVELS, VALUE_ON_OFF, VALUE_KEYS, VALUE_SEC, VALUE_OFFSET, VALUE_NUM, VALUE_MSEC };

/* clang-format off */
static const struct {
    struct str name;
    uint8_t value;
    bool commercial;
} params[] = {
    {STR_INIT("levels="),            VALUE_LEVELS, false},
    {STR_INIT("use_temp_path="),     VALUE_ON_OFF, false},
    {STR_INIT("keys_zone="),         VALUE_KEYS,   false},
    {STR_INIT("inactive="),          VALUE_SEC,    false},
    {STR_INIT("max_size="),          VALUE_OFFSET, false},
    {STR_INIT("min_free="),          VALUE_OFFSET, false}, /* from 1.19.1 on */
    {STR_INIT("loader_files="),      VALUE_NUM,    false},
    {STR_INIT("loader_sleep="),      VALUE_MSEC,   false},
    {STR_INIT("loader_threshold="),  VALUE_MSEC,   false},
    {STR_INIT("manager_files="),     VALUE_NUM,    false},
    {STR_INIT("manager_sleep="),     VALUE_MSEC,   false},
    {STR_INIT("manager_threshold="), VALUE_MSEC,   false},
    {STR_INIT("purger="),            VALUE_ON_OFF, true},
    {STR_INIT("purger_files="),      VALUE_NUM,    true},
    {STR_INIT("purger_sleep="),      VALUE_MSEC,   true},
    {STR_INIT("purger_threshold="),  VALUE_MSEC,   true},
};
/* clang-format on */
enum { N_PARAMS = sizeof params / sizeof *params, MIN_FREE = 5 };

/* A directive while its words are read. */
struct cache_path {
    struct nginx_reader *r;
    struct str zone;         /* empty: none yet */
    const struct node *word; /* that names the zone */
    int64_t size;
    uint8_t levels[NGINX_PATH_LEVELS];
    uint32_t levels_bytes; /* of all words levels= together, as nginx counts */
    bool unsure;
};

static bool has_param(const struct nginx_reader *r, uint32_t i)
{
    if (i == MIN_FREE && !nginx_since(r, VERSION(1, 19, 1)))
        return false;
    return !params[i].commercial || !r->job->target;
}

static bool unknown_param(struct nginx_reader *r, const struct node *word)
{
    struct str names[N_PARAMS];
    uint32_t n = 0;
    for (uint32_t i = 0; i < N_PARAMS; i++)
        if (has_param(r, i))
            names[n++] = params[i].name;
    nginx_help_parameter(r, nginx_invalid_parameter(r, word), word->text, names, n);
    return false;
}

/* One to three of 1 and 2, with ":" between. Nothing at all is right too. */
static bool read_levels(struct cache_path *c, struct str v)
{
    uint32_t n = 0;
    for (uint32_t at = 0; at < v.n; at += 2, n++) {
        if (n == NGINX_PATH_LEVELS || v.p[at] < '1' || v.p[at] > '2')
            return false;
        if (at + 1 < v.n && (v.p[at + 1] != ':' || at + 2 == v.n))
            return false;
        c->levels[n] = (uint8_t)(v.p[at] - '0');
        c->levels_bytes += c->levels[n] + 1u;
    }
    return c->levels_bytes < MAX_LEVELS_BYTES;
}

static bool read_keys(struct cache_path *c, const struct node *word, struct str v)
{
    struct nginx_reader *r = c->r;
    struct str size = v, name = str_cut(&size, ':');
    const char *text = NULL;
    c->word = word;
    c->zone = name;
    if (name.n == v.n || !nginx_parse_size(size, &c->size))
        text = "invalid keys zone size \"%s\"";
    else if (c->size < MIN_KEYS)
        text = "keys zone \"%s\" is too small";
    if (text) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), text, nginx_quoted(r, word->text));
        diag_help(r->sink, f, "keys_zone is a name and a size of at least 8k: keys_zone=one:10m");
        c->size = NGINX_ZONE_SIZE_UNKNOWN;
    }
    return !text;
}

static bool value_is_right(uint32_t kind, struct str v)
{
    int64_t n;
    switch (kind) {
    case VALUE_ON_OFF:
        return str_eq(nginx_c_string(v), STR("on")) || str_eq(nginx_c_string(v), STR("off"));
    case VALUE_SEC:
        return nginx_parse_sec(v, &n);
    case VALUE_OFFSET:
        return nginx_parse_offset(v, &n);
    case VALUE_NUM:
        return nginx_parse_num(v, &n);
    default:
        return nginx_parse_msec(v, &n);
    }
}

static bool check_param(struct cache_path *c, const struct node *word)
{
    struct nginx_reader *r = c->r;
    uint32_t i = 0;
    while (i < N_PARAMS && !(has_param(r, i) && str_starts(word->text, params[i].name)))
        i++;
    if (i == N_PARAMS)
        return unknown_param(r, word);
    struct str name = params[i].name, v = str_slice(word->text, name.n, word->text.n);
    struct span at = v.n ? nginx_part(word, name.n, v.n) : nginx_word_span(word);
    const char *shown = nginx_quoted(r, word->text);
    if (params[i].value == VALUE_KEYS)
        return read_keys(c, word, v);
    if (params[i].value == VALUE_LEVELS) {
        bool right = read_levels(c, v);
        if (!right)
            nginx_fault(r, SYNTAX_VALUE, at, "invalid \"levels\" \"%s\"", shown);
        return right;
    }
    if (value_is_right(params[i].value, v))
        return true;
    nginx_fault(r, SYNTAX_VALUE, at, "invalid %.*s value \"%s\"%s", (int)name.n - 1, name.p, shown,
                params[i].value == VALUE_ON_OFF ? ", it must be \"on\" or \"off\"" : "");
    return false;
}

/* A statement whose ";" was lost is judged twice. */
static bool is_other(const struct node *holder, const struct node *entry)
{
    return holder && (holder->at.src != entry->at.src || holder->at.off != entry->at.off);
}

/* The zone is there, even if something else of the directive is wrong: whoever uses it is not to blame. */
static void declare_zone(struct cache_path *c, struct node *entry, const struct nginx_word *row, bool right)
{
    struct nginx_reader *r = c->r;
    struct span at = nginx_part(c->word, 10, c->zone.n);
    struct nginx_zone *z =
        nginx_zone_add(r, entry, at, c->zone, right ? c->size : NGINX_ZONE_SIZE_UNKNOWN, nginx_zone_purpose(row, 0));
    if (!z)
        return;
    if (is_other(z->holder, entry) && right && !r->conditional && !nginx_in_fault(r) &&
        !(z->holder->flags & NODE_CONDITIONAL)) {
        struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, at, "duplicate zone \"%s\"", nginx_quoted(r, c->zone));
        diag_related(r->sink, f, z->holder->name_at, "the first one");
    }
    if (!is_other(z->holder, entry))
        z->holder = entry;
}

void nginx_check_cache_path(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct cache_path c = {.r = r};
    bool right = true;
    for (const struct node *w = node_word(entry, 1); right && w && w->kind == NODE_WORD; w = w->next) {
        c.unsure |= !node_is_known(w);
        right = !node_is_known(w) || check_param(&c, w);
    }
    if (right && c.zone.n == 0 && !c.unsure) {
        nginx_fault(r, SYNTAX_MISSING, entry->name_at, "\"%s\" must have \"keys_zone\" parameter",
                    nginx_quoted(r, entry->text));
        return;
    }
    right = right && nginx_path_add(r, entry, true, c.levels);
    if (c.zone.n)
        declare_zone(&c, entry, row, right);
    else
        nginx_zone_unsure(r);
}

void nginx_check_cache_valid(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    uint32_t n = node_word_count(entry);
    int64_t v;
    struct str s;
    (void)row;
    if (nginx_known(entry, n - 1, &s) && !nginx_parse_sec(s, &v)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, n - 1)), "invalid time value \"%s\"",
                    nginx_quoted(r, s));
        return;
    }
    for (const struct node *w = entry->first; n > 1; n--, w = w->next) {
        bool any = str_eq(nginx_c_string(w->text), STR("any"));
        if (!node_is_known(w) || any || (nginx_parse_num(w->text, &v) && v >= 100 && v <= 599))
            continue;
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid status \"%s\"", nginx_quoted(r, w->text));
        return;
    }
}
