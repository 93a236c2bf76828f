/* Who may come, and who they are: allow, deny, set_real_ip_from, geoip_*, browsers, auth_request, perl (the modules of these names). */
#include "kinds/nginx/address.h"
#include "kinds/nginx/args.h"
#include "kinds/nginx/variables.h"

#include "diag/closest.h"

void nginx_check_access_rule(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    if (!w || !node_is_known(w) || str_eq(w->text, STR("all")) || str_eq(w->text, STR("unix:")) ||
        nginx_is_network(w->text))
        return;
    struct finding *f = nginx_invalid_parameter(r, w);
    diag_help(r->sink, f, "it takes an address, a network like 10.0.0.0/8, unix: or all; no names");
}

/* What is no network is taken for a name: one with "/" cannot be found, whatever the resolver. */
void nginx_check_set_real_ip_from(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    if (!w || !node_is_known(w) || nginx_word_is(w, STR("unix:")) || nginx_is_network(w->text) ||
        str_find_byte(w->text, '/') == w->text.n)
        return;
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "host not found in set_real_ip_from \"%s\"",
                nginx_quoted(r, w->text));
}

void nginx_check_geoip_proxy(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    if (w && node_is_known(w) && !nginx_word_is(w, STR("255.255.255.255")) && !nginx_is_network(w->text))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid network \"%s\"", nginx_quoted(r, w->text));
}

void nginx_check_geoip_database(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 1);
    (void)row;
    if (w && node_is_known(w) && !nginx_word_is(w, STR("utf8")))
        nginx_invalid_parameter(r, w);
}

static bool is_version(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_digit(s.p[i]) && s.p[i] != '.')
            return false;
    return true;
}

static bool check_browser(struct nginx_reader *r, const struct node *name)
{
    static const struct str browsers[] = {STR_INIT("opera"), STR_INIT("msie"), STR_INIT("gecko"), STR_INIT("safari"),
                                          STR_INIT("konqueror")};
    enum { N_BROWSERS = sizeof browsers / sizeof *browsers };
    struct str z = nginx_c_string(name->text);
    for (uint32_t i = 0; i < N_BROWSERS; i++)
        if (!node_is_known(name) || str_eq_nocase(z, browsers[i]))
            return true;
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(name), "unknown browser name \"%s\"", nginx_quoted(r, name->text));
    struct str near = closest_of(name->text, browsers, N_BROWSERS);
    if (near.n)
        diag_help(r->sink, f, "the nearest name is \"%.*s\"", STR_ARG(near));
    return false;
}

/* Of a single wrong word nginx says nothing at all and stops. */
void nginx_check_modern_browser(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *name = node_word(entry, 0), *version = node_word(entry, 1);
    (void)row;
    if (!name || (!version && !node_is_known(name)))
        return;
    if (!version) {
        if (!nginx_word_is(name, STR("unlisted"))) {
            struct finding *f = nginx_invalid_parameter(r, name);
            diag_help(r->sink, f, "a browser's name stands with a version; \"unlisted\" stands alone");
        }
        return;
    }
    if (check_browser(r, name) && node_is_known(version) && !is_version(version->text))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(version), "invalid browser version \"%s\"",
                    nginx_quoted(r, version->text));
}

void nginx_check_auth_request_set(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *name = node_word(entry, 0), *value = node_word(entry, 1);
    (void)row;
    if (name && nginx_check_declared(r, entry, name) && value)
        nginx_check_variables(r, entry, value);
}

void nginx_check_auth_basic_user_file(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (node_word(entry, 0))
        nginx_check_variables(r, entry, node_word(entry, 0));
}

void nginx_check_perl(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0), *first = nginx_seen(r, entry->text);
    (void)row;
    if (!w || !first || r->conditional)
        return;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "duplicate perl handler \"%s\"", nginx_quoted(r, w->text));
    diag_related(r->sink, f, first->name_at, "the first one");
}

void nginx_check_perl_set(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (node_word(entry, 0))
        nginx_check_declared(r, entry, node_word(entry, 0));
}
