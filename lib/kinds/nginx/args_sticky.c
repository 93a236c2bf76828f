/* sticky, in upstream: from 1.29.6 on, before that commercial (ngx_http_upstream_sticky). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"
#include "kinds/nginx/zones.h"

enum { MIN_ZONE = 8 * 4096 };

/* A directive while its words are read. */
struct sticky {
    struct nginx_reader *r;
    struct node *entry;
    const struct nginx_word *row;
    const struct node *zone; /* the word that names it */
    struct str zone_name;
    int64_t zone_size;
    const struct node *seen[6]; /* cookie's parameters, by row */
    bool timeout, lookup, create;
    bool unsure; /* a word is not known */
};

static bool refuse(const struct sticky *s, const struct node *word, const char *text)
{
    nginx_refuse(s->r, s->entry, word, text);
    return false;
}

static bool unknown_word(const struct sticky *s, const struct node *word)
{
    nginx_fault(s->r, SYNTAX_VALUE, nginx_word_span(word), "unknown parameter \"%s\"", nginx_quoted(s->r, word->text));
    return false;
}

/* clang-format off */
static const struct {
    struct str name;
    const char *bare; /* in messages */
} cookie_params[] = {
    {STR_INIT("domain="),   "domain"},
    {STR_INIT("path="),     "path"},
    {STR_INIT("expires="),  "expires"},
    {STR_INIT("httponly"),  "httponly"},
    {STR_INIT("secure"),    "secure"},
    {STR_INIT("samesite="), "samesite"},
};
/* clang-format on */
enum { COOKIE_DOMAIN, COOKIE_PATH, COOKIE_EXPIRES, COOKIE_HTTPONLY, COOKIE_SECURE, COOKIE_SAMESITE, COOKIE_PARAMS };

static uint32_t find_cookie_param(struct str word)
{
    for (uint32_t i = 0; i < COOKIE_PARAMS; i++) {
        bool prefix = str_ends(cookie_params[i].name, STR("="));
        if (prefix ? str_starts(word, cookie_params[i].name) : str_eq(nginx_c_string(word), cookie_params[i].name))
            return i;
    }
    return COOKIE_PARAMS;
}

static bool is_samesite(struct str v)
{
    return nginx_has_variables(v) || str_eq_nocase(v, STR("strict")) || str_eq_nocase(v, STR("lax")) ||
           str_eq_nocase(v, STR("none"));
}

static bool check_cookie_value(const struct sticky *s, const struct node *word, uint32_t i, struct str v)
{
    int64_t n;
    if ((i == COOKIE_DOMAIN || i == COOKIE_PATH) && v.n == 0)
        return refuse(s, word, i == COOKIE_DOMAIN ? "no value for \"domain\"" : "no value for \"path\"");
    if (i == COOKIE_EXPIRES && !str_eq(nginx_c_string(v), STR("max")) && !nginx_parse_sec(v, &n))
        return refuse(s, word, "invalid \"expires\" parameter value");
    if ((i == COOKIE_DOMAIN || i == COOKIE_SAMESITE) && !nginx_check_variables(s->r, s->entry, word))
        return false;
    if (i == COOKIE_SAMESITE && !is_samesite(v))
        return refuse(s, word, "invalid \"samesite\" parameter value");
    return true;
}

static bool check_cookie_param(struct sticky *s, const struct node *word)
{
    uint32_t i = find_cookie_param(word->text);
    if (i == COOKIE_PARAMS)
        return unknown_word(s, word);
    if (s->seen[i]) {
        struct str text = str_printf(s->r->a, "parameter \"%s\" is duplicate", cookie_params[i].bare);
        struct finding *f = nginx_refuse(s->r, s->entry, word, text.p);
        diag_related(s->r->sink, f, nginx_word_span(s->seen[i]), "the first one");
        return false;
    }
    s->seen[i] = word;
    return check_cookie_value(s, word, i, str_slice(word->text, cookie_params[i].name.n, word->text.n));
}

static bool check_variable(const struct sticky *s, const struct node *word, uint32_t from, bool *ret)
{
    struct str name = str_slice(word->text, from + 1, word->text.n);
    *ret = true;
    nginx_use_variable(s->r, s->entry, name, nginx_part(word, from, name.n + 1));
    return true;
}

static bool check_zone(struct sticky *s, const struct node *word, struct str v)
{
    uint32_t colon = str_find_byte(v, ':');
    if (s->zone)
        return refuse(s, word, "duplicate zone");
    if (colon == v.n)
        return refuse(s, word, "zone size is not specified");
    if (colon == 0)
        return refuse(s, word, "zone name is not specified");
    if (!nginx_parse_size(str_slice(v, colon + 1, v.n), &s->zone_size))
        return refuse(s, word, "invalid zone size");
    if (s->zone_size < MIN_ZONE)
        return refuse(s, word, "zone is too small");
    s->zone = word;
    s->zone_name = str_slice(v, 0, colon);
    return true;
}

static bool check_timeout(struct sticky *s, const struct node *word, struct str v)
{
    int64_t n;
    if (s->timeout)
        return refuse(s, word, "duplicate timeout");
    if (!nginx_parse_msec(v, &n) || n == 0)
        return refuse(s, word, "invalid timeout");
    s->timeout = true;
    return true;
}

/* "sync" is commercial. */
static bool check_learn_param(struct sticky *s, const struct node *word)
{
    struct str v;
    if (nginx_word_has(word, STR("zone="), &v))
        return check_zone(s, word, v);
    if (nginx_word_has(word, STR("timeout="), &v))
        return check_timeout(s, word, v);
    if (nginx_word_has(word, STR("create="), &v))
        return str_starts(v, STR("$")) ? check_variable(s, word, 7, &s->create)
                                       : refuse(s, word, "missing variable in the \"create\" parameter");
    if (nginx_word_has(word, STR("lookup="), &v))
        return str_starts(v, STR("$")) ? check_variable(s, word, 7, &s->lookup)
                                       : refuse(s, word, "missing variable in the \"lookup\" parameter");
    if (str_eq(word->text, STR("header")) || (!s->r->job->target && str_eq(word->text, STR("sync"))))
        return true;
    return unknown_word(s, word);
}

static void learn_is_whole(struct sticky *s)
{
    const struct node *mode = node_word(s->entry, 0);
    if (s->unsure)
        return;
    if (!s->lookup) {
        refuse(s, mode, "\"lookup\" parameter is not specified");
    } else if (!s->create) {
        refuse(s, mode, "\"create\" parameter is not specified");
    } else if (!s->zone) {
        refuse(s, mode, "\"zone\" parameter is not specified");
    } else {
        struct span at = nginx_part(s->zone, 5, s->zone_name.n);
        struct nginx_zone *z =
            nginx_zone_add(s->r, s->entry, at, s->zone_name, s->zone_size, nginx_zone_purpose(s->row, 0));
        if (z && z->holder) {
            const struct node *owner = node_word(z->holder, 0);
            nginx_fault(s->r, SYNTAX_DUPLICATE, at, "sticky zone \"%s\" is already used in upstream \"%s\"",
                        nginx_quoted(s->r, s->zone_name), owner ? nginx_quoted(s->r, owner->text) : "");
        } else if (z) {
            z->holder = s->r->frame->block;
        }
    }
}

static bool check_route_param(struct sticky *s, const struct node *word)
{
    bool any;
    if (str_starts(word->text, STR("$")))
        return check_variable(s, word, 0, &any);
    nginx_fault(s->r, SYNTAX_VALUE, nginx_word_span(word), "invalid variable name \"%s\"",
                nginx_quoted(s->r, word->text));
    return false;
}

typedef bool check_param(struct sticky *s, const struct node *word);

/* Every word from the i-th on. */
static bool check_params(struct sticky *s, uint32_t i, check_param *check)
{
    for (const struct node *w = node_word(s->entry, i); w && w->kind == NODE_WORD; w = w->next) {
        if (node_is_known(w) && !check(s, w))
            return false;
        s->unsure |= !node_is_known(w);
    }
    return true;
}

void nginx_check_upstream_sticky(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct sticky s = {.r = r, .entry = entry, .row = row};
    struct str mode, name;
    if (!nginx_known(entry, 0, &mode))
        return;
    mode = nginx_c_string(mode);
    if (str_eq(mode, STR("cookie"))) {
        if (nginx_known(entry, 1, &name) && name.n == 0)
            refuse(&s, node_word(entry, 1), "empty cookie name");
        else
            check_params(&s, 2, check_cookie_param);
    } else if (str_eq(mode, STR("route"))) {
        check_params(&s, 1, check_route_param);
    } else if (str_eq(mode, STR("learn"))) {
        if (check_params(&s, 1, check_learn_param))
            learn_is_whole(&s);
    } else {
        unknown_word(&s, node_word(entry, 0));
    }
}
