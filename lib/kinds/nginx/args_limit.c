/* limit_req, limit_conn and their zones (ngx_http_limit_req_module.c, ngx_http_limit_conn_module.c, ngx_stream_limit_conn_module.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"
#include "kinds/nginx/zones.h"

#include <string.h>

enum { LEAST_ZONE = 8 * 4096, MAX_CONNECTIONS = 65535 };

/* The words of a *_zone directive. */
struct limit_zone {
    struct nginx_reader *r;
    struct node *entry;
    bool has_rate;
    const struct node *word; /* of zone= */
    struct str name;
    int64_t size;
};

static bool fault(struct nginx_reader *r, const struct node *word, const char *format)
{
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), format, nginx_quoted(r, word->text));
    return false;
}

/* One statement may be read twice. */
static bool is_same(const struct node *a, const struct node *b)
{
    return a->at.src == b->at.src && a->at.off == b->at.off;
}

/* "zone=NAME:SIZE" */
static bool check_zone(struct limit_zone *z, const struct node *word, struct str value)
{
    struct str name = str_cut(&value, ':');
    bool has_size = word->text.n > 5 + name.n;
    z->word = word;
    z->name = name;
    z->size = NGINX_ZONE_SIZE_UNKNOWN;
    if (!has_size || !nginx_parse_size(value, &z->size)) {
        z->size = NGINX_ZONE_SIZE_UNKNOWN;
        return fault(z->r, word, "invalid zone size \"%s\"");
    }
    if (z->size >= LEAST_ZONE)
        return true;
    z->size = NGINX_ZONE_SIZE_UNKNOWN;
    struct finding *f = nginx_fault(z->r, SYNTAX_VALUE, nginx_word_span(word), "zone \"%s\" is too small",
                                    nginx_quoted(z->r, word->text));
    diag_help(z->r->sink, f, "a zone takes at least 32k");
    return false;
}

/* "rate=NUMBERr/s", "rate=NUMBERr/m"; without a unit it is a second. */
static bool check_rate(struct limit_zone *z, const struct node *word, struct str value)
{
    int64_t rate;
    struct str number = value;
    if (str_ends(value, STR("r/s")) || str_ends(value, STR("r/m")))
        number.n -= 3;
    if (nginx_parse_num(number, &rate) && rate > 0)
        return true;
    struct finding *f =
        nginx_fault(z->r, SYNTAX_VALUE, nginx_word_span(word), "invalid rate \"%s\"", nginx_quoted(z->r, word->text));
    diag_help(z->r->sink, f, "a rate is a whole number with r/s or r/m: rate=30r/m is one request in two seconds");
    return false;
}

static bool invalid_param(struct nginx_reader *r, const struct node *word, const struct str *params, uint32_t n)
{
    nginx_help_parameter(r, nginx_invalid_parameter(r, word), word->text, params, n);
    return false;
}

static bool check_zone_word(struct limit_zone *z, const struct node *word)
{
    static const struct str params[] = {STR_INIT("zone="), STR_INIT("rate=")};
    struct str value;
    if (nginx_word_has(word, params[0], &value))
        return check_zone(z, word, value);
    if (z->has_rate && nginx_word_has(word, params[1], &value))
        return check_rate(z, word, value);
    return invalid_param(z->r, word, params, z->has_rate ? 2 : 1);
}

static struct finding *without_zone(struct nginx_reader *r, const struct node *entry)
{
    return nginx_fault(r, SYNTAX_MISSING, entry->name_at, "\"%s\" must have \"zone\" parameter",
                       nginx_quoted(r, entry->text));
}

/* Registers the zone; one is bound to one key. */
static void declare_zone(struct limit_zone *z, const struct nginx_word *row, bool right)
{
    struct nginx_reader *r = z->r;
    struct span at = z->name.n ? nginx_part(z->word, 5, z->name.n) : nginx_word_span(z->word);
    struct nginx_zone *zone = nginx_zone_add(r, z->entry, at, z->name, z->size, nginx_zone_purpose(row, 0));
    struct node *holder = zone ? zone->holder : NULL;
    if (!zone)
        return;
    zone->holder = z->entry;
    if (!holder || is_same(holder, z->entry) || !right || nginx_in_fault(r) ||
        ((holder->flags | z->entry->flags) & NODE_CONDITIONAL))
        return;
    struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, at, "%s \"%s\" is already bound to key \"%s\"",
                                    nginx_quoted(r, z->entry->text), nginx_quoted(r, z->name),
                                    nginx_quoted(r, node_word(holder, 0)->text));
    diag_related(r->sink, f, holder->name_at, "the first one");
}

static void check_limit_zone(struct nginx_reader *r, struct node *entry, const struct nginx_word *row, bool has_rate)
{
    struct limit_zone z = {.r = r, .entry = entry, .has_rate = has_rate};
    const struct node *key = node_word(entry, 0);
    bool right = key && nginx_check_variables(r, entry, key);
    if (!key)
        return;
    if (!nginx_all_known(entry))
        nginx_zone_unsure(r);
    for (const struct node *w = key->next; right && w && w->kind == NODE_WORD; w = w->next)
        right = !node_is_known(w) || check_zone_word(&z, w);
    if (z.name.n)
        declare_zone(&z, row, right);
    else if (right && nginx_all_known(entry))
        without_zone(r, entry);
}

void nginx_check_limit_req_zone(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    check_limit_zone(r, entry, row, true);
}

void nginx_check_limit_conn_zone(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    check_limit_zone(r, entry, row, false);
}

/* A zone may limit a block once. What is known of that is kept by block and zone. */
static bool is_first_use(struct nginx_reader *r, struct node *entry, const struct nginx_zone *zone, struct span at)
{
    const void *pair[2] = {r->frame->block, zone};
    struct str key = {(const char *)pair, sizeof pair};
    struct node *first = map_get(&r->limits, key);
    if (r->conditional)
        return true;
    if (!first) {
        r->limits.a = r->scratch;
        map_put(&r->limits, str_dup(r->scratch, key), entry, NULL);
        return true;
    }
    if (is_same(first, entry))
        return true;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, at, "\"%s\" directive is duplicate", nginx_quoted(r, entry->text));
    diag_related(r->sink, f, first->name_at, "the first one");
    return false;
}

static bool is_positive(struct str s, int64_t *ret)
{
    return nginx_parse_num(s, ret) && *ret > 0;
}

/* One word of limit_req; *zone is set by zone=. */
static bool check_limit_word(struct nginx_reader *r, const struct node *word, const struct node **zone)
{
    static const struct str params[] = {STR_INIT("zone="), STR_INIT("burst="), STR_INIT("delay="), STR_INIT("nodelay")};
    struct str v;
    int64_t n;
    if (nginx_word_has(word, params[0], &v)) {
        *zone = word;
        return true;
    }
    if (nginx_word_has(word, params[1], &v))
        return is_positive(v, &n) || fault(r, word, "invalid burst value \"%s\"");
    if (nginx_word_has(word, params[2], &v))
        return is_positive(v, &n) || fault(r, word, "invalid delay value \"%s\"");
    if (nginx_word_is(word, params[3]))
        return true;
    return invalid_param(r, word, params, 4);
}

/* Uses the zone that bytes from `from` on of a word name. NULL when that has been reported. */
static struct nginx_zone *use_zone(struct nginx_reader *r, struct node *entry, const struct nginx_word *row,
                                   const struct node *word, uint32_t from)
{
    struct str name = str_slice(word->text, from, word->text.n);
    struct span at = name.n ? nginx_part(word, from, name.n) : nginx_word_span(word);
    return nginx_zone_add(r, entry, at, name, 0, nginx_zone_purpose(row, 0));
}

void nginx_check_limit_req(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *zone = NULL;
    bool sure = true;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        sure &= node_is_known(w);
        if (node_is_known(w) && !check_limit_word(r, w, &zone))
            return;
    }
    if (!zone) {
        if (sure)
            without_zone(r, entry);
        return;
    }
    struct nginx_zone *z = use_zone(r, entry, row, zone, 5);
    if (z)
        is_first_use(r, entry, z, entry->name_at);
}

void nginx_check_limit_conn(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *zone = node_word(entry, 0), *word = node_word(entry, 1);
    int64_t n;
    if (!zone || !word)
        return;
    if (node_is_known(zone)) {
        struct nginx_zone *z = use_zone(r, entry, row, zone, 0);
        if (!z || !is_first_use(r, entry, z, entry->name_at))
            return;
    }
    if (!node_is_known(word))
        return;
    if (!is_positive(word->text, &n))
        fault(r, word, "invalid number of connections \"%s\"");
    else if (n > MAX_CONNECTIONS)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "connection limit must be less 65536");
}
