/* Caches of open files and of certificates: open_file_cache, open_log_file_cache, ssl_certificate_cache and its kin (ngx_http_core_open_file_cache,
 * ngx_http_log_open_file_cache, ngx_http_ssl_certificate_cache). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"

/* What one of them takes: max=, inactive=, perhaps min_uses= and valid=. */
struct open_cache {
    bool min_uses, valid;
    bool max_positive;   /* a max of 0 is refused at once */
    const char *invalid; /* of a word */
    const char *missing; /* max= is */
};

static bool check_value(const struct open_cache *c, const struct node *word, bool *has_max)
{
    struct str v;
    int64_t n;
    if (nginx_word_has(word, STR("max="), &v)) {
        bool right = nginx_parse_num(v, &n);
        *has_max = right && n > 0;
        return *has_max || (right && !c->max_positive);
    }
    if (nginx_word_has(word, STR("inactive="), &v) || (c->valid && nginx_word_has(word, STR("valid="), &v)))
        return nginx_parse_sec(v, &n);
    if (c->min_uses && nginx_word_has(word, STR("min_uses="), &v))
        return nginx_parse_num(v, &n);
    return nginx_word_is(word, STR("off"));
}

static void help_with(struct nginx_reader *r, const struct open_cache *c, struct finding *f, const struct node *word)
{
    struct str params[5] = {STR("max="), STR("inactive="), STR("off")};
    uint32_t n = 3;
    if (c->min_uses)
        params[n++] = STR("min_uses=");
    if (c->valid)
        params[n++] = STR("valid=");
    nginx_help_parameter(r, f, word->text, params, n);
}

static void check_open_cache(struct nginx_reader *r, struct node *entry, const struct open_cache *c)
{
    bool has_max = false, off = false;
    const char *name = nginx_quoted(r, entry->text);
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        off |= nginx_word_is(w, STR("off"));
        if (!node_is_known(w) || check_value(c, w, &has_max))
            continue;
        const char *text = nginx_quoted(r, w->text);
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "%s \"%s\"", c->invalid, text);
        help_with(r, c, f, w);
        return;
    }
    if (!off && !has_max && nginx_all_known(entry))
        nginx_fault(r, SYNTAX_MISSING, entry->name_at, "\"%s\" must have %s", name, c->missing);
}

void nginx_check_open_file_cache(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct open_cache c = {
        .max_positive = true, .invalid = "invalid \"open_file_cache\" parameter", .missing = "the \"max\" parameter"};
    (void)row;
    check_open_cache(r, entry, &c);
}

void nginx_check_open_log_file_cache(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct open_cache c = {.min_uses = true,
                                        .valid = true,
                                        .invalid = "invalid \"open_log_file_cache\" parameter",
                                        .missing = "\"max\" parameter"};
    (void)row;
    check_open_cache(r, entry, &c);
}

void nginx_check_ssl_certificate_cache(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct open_cache c = {
        .valid = true, .max_positive = true, .invalid = "invalid parameter", .missing = "the \"max\" parameter"};
    (void)row;
    check_open_cache(r, entry, &c);
}
