/* Where requests and connections go: proxy_pass and its kin. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/locations.h"
#include "kinds/nginx/upstreams.h"
#include "kinds/nginx/variables.h"

/* What may stand before an address, and the port it means. */
struct scheme {
    struct str prefix;
    uint32_t port;
};

static const struct scheme proxy_schemes[] = {{STR_INIT("http://"), 80}, {STR_INIT("https://"), 443}};
static const struct scheme uwsgi_schemes[] = {{STR_INIT("uwsgi://"), 0}, {STR_INIT("suwsgi://"), 0}};
static const struct scheme grpc_schemes[] = {{STR_INIT("grpc://"), 0}, {STR_INIT("grpcs://"), 0}};

/* The scheme that text begins with, in any case; NULL for none. */
static const struct scheme *scheme_of(struct str text, const struct scheme two[2])
{
    for (uint32_t i = 0; i < 2; i++)
        if (str_eq_nocase(str_slice(text, 0, two[i].prefix.n), two[i].prefix))
            return &two[i];
    return NULL;
}

/* The address from byte `from` of a word on. False, and reported, when it is none. */
static bool check_address(struct nginx_reader *r, const struct node *word, uint32_t from, uint32_t options,
                          uint32_t port, struct nginx_url *ret)
{
    struct str text = str_slice(word->text, from, word->text.n);
    if (nginx_url_parse(text, options, port, ret))
        return true;
    struct span at = ret->err_n ? nginx_part(word, from + ret->err_off, ret->err_n) : nginx_word_span(word);
    struct finding *f = nginx_fault(r, SYNTAX_VALUE, at, "%s in upstream \"%s\"", ret->err, nginx_quoted(r, text));
    if (str_find(text, STR("://")) < text.n)
        diag_help(r->sink, f, "the address stands here without a scheme");
    return false;
}

static void use(struct nginx_reader *r, struct node *entry, const struct node *word, uint32_t from,
                const struct nginx_url *url)
{
    if (!r->conditional)
        nginx_upstream_use(r, entry, word, from, url);
}

/* True when the first word is judged to its end: it is not there, not known, or a text with variables. */
static bool is_text(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    if (!word || !node_is_known(word))
        return true;
    if (!nginx_has_variables(word->text))
        return false;
    nginx_check_variables(r, entry, word);
    return true;
}

/* An address, after one of two schemes or without. */
static void check_pass(struct nginx_reader *r, struct node *entry, const struct scheme *two)
{
    const struct node *word = node_word(entry, 0);
    struct nginx_url url;
    if (is_text(r, entry, word))
        return;
    const struct scheme *scheme = two ? scheme_of(word->text, two) : NULL;
    uint32_t from = scheme ? scheme->prefix.n : 0;
    if (check_address(r, word, from, 0, 0, &url))
        use(r, entry, word, from, &url);
}

void nginx_check_fastcgi_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_pass(r, entry, NULL);
}

void nginx_check_scgi_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_pass(r, entry, NULL);
}

void nginx_check_uwsgi_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_pass(r, entry, uwsgi_schemes);
}

void nginx_check_grpc_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_pass(r, entry, grpc_schemes);
}

/* Without an argument: $host:$request_port. */
void nginx_check_tunnel_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_pass(r, entry, NULL);
}

void nginx_check_stream_proxy_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_pass(r, entry, NULL);
}

/* Takes no variables, and reads one that the configuration is to set. */
void nginx_check_memcached_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *word = node_word(entry, 0);
    struct nginx_url url;
    (void)row;
    if (word && node_is_known(word) && check_address(r, word, 0, 0, 0, &url))
        use(r, entry, word, 0, &url);
    nginx_use_variable(r, entry, STR("memcached_key"), entry->name_at);
}

void nginx_check_stream_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *word = node_word(entry, 0);
    struct nginx_url url;
    (void)row;
    if (is_text(r, entry, word))
        return;
    if (!nginx_url_parse(word->text, 0, 0, &url))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "%s in \"%s\" of the \"pass\" directive", url.err,
                    nginx_quoted(r, word->text));
    else if (url.family == NGINX_FAMILY_NAME)
        nginx_refuse(r, entry, word, "has no addresses");
    else if (url.no_port)
        nginx_refuse(r, entry, word, "has no port");
}

/* Where the part of a request that the location matched is not known, and no URI can take its place. */
static bool takes_no_uri(const struct nginx_reader *r)
{
    struct nginx_location l;
    if (r->frame->context & (NGINX_IN_IF_IN_LOCATION | NGINX_IN_LIMIT_EXCEPT))
        return true;
    return nginx_location_of(r->frame->block, &l, NULL) && l.kind >= NGINX_LOCATION_REGEX;
}

void nginx_check_proxy_pass(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *word = node_word(entry, 0);
    struct nginx_url url;
    (void)row;
    if (is_text(r, entry, word))
        return;
    const struct scheme *scheme = scheme_of(word->text, proxy_schemes);
    if (!scheme) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid URL prefix");
        diag_help(r->sink, f, "the address begins with http:// or https://");
        return;
    }
    uint32_t from = scheme->prefix.n, before = r->n_faults;
    if (!check_address(r, word, from, NGINX_URL_URI, scheme->port, &url))
        return;
    use(r, entry, word, from, &url);
    if (r->n_faults != before || url.uri.n == 0 || !takes_no_uri(r))
        return;
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, nginx_part(word, word->text.n - url.uri.n, url.uri.n),
                                    "\"proxy_pass\" cannot have URI part in location given by regular expression, or "
                                    "inside named location, or inside \"if\" statement, or inside \"limit_except\" "
                                    "block");
    diag_related(r->sink, f, r->frame->block->name_at, "the block");
}
