/* upstream, of http and stream, and what stands in it but servers and sticky. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/upstreams.h"
#include "kinds/nginx/variables.h"
#include "kinds/nginx/zones.h"

#include "diag/closest.h"

enum { MIN_ZONE = 8 * 4096 };

void nginx_check_upstream(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str name;
    (void)row;
    if (nginx_known(entry, 0, &name) && !r->conditional)
        nginx_upstream_declare(r, entry);
}

void nginx_check_upstream_method(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    r->frame->own = r->conditional ? NULL : entry;
}

/* The i-th word is the one that may stand there. */
static bool check_only(struct nginx_reader *r, const struct node *entry, uint32_t i, struct str only)
{
    struct str s;
    if (!nginx_known(entry, i, &s) || str_eq(nginx_c_string(s), only))
        return true;
    struct finding *f = nginx_invalid_parameter(r, node_word(entry, i));
    diag_help(r->sink, f, "only \"%.*s\" may stand here", STR_ARG(only));
    return false;
}

void nginx_check_upstream_hash(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    nginx_check_upstream_method(r, entry, row);
    const struct node *key = node_word(entry, 0);
    if (key && nginx_check_variables(r, entry, key))
        check_only(r, entry, 1, STR("consistent"));
}

/* random two least_time=header is commercial. */
void nginx_check_upstream_random(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    nginx_check_upstream_method(r, entry, row);
    if (!check_only(r, entry, 0, STR("two")))
        return;
    if (!r->job->target && nginx_known(entry, 1, &s) && str_starts(s, STR("least_time=")))
        return;
    check_only(r, entry, 1, STR("least_conn"));
}

void nginx_check_upstream_least_time(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct str http[] = {STR_INIT("header"), STR_INIT("last_byte")};
    static const struct str stream[] = {STR_INIT("connect"), STR_INIT("first_byte"), STR_INIT("last_byte")};
    bool is_http = row->class == NGINX_CLASS_HTTP;
    const struct str *values = is_http ? http : stream;
    struct str s;
    nginx_check_upstream_method(r, entry, row);
    if (!check_only(r, entry, 1, STR("inflight")) || !nginx_known(entry, 0, &s))
        return;
    for (uint32_t i = 0; i < (is_http ? 2u : 3u); i++)
        if (str_eq_nocase(s, values[i]))
            return;
    struct finding *f = nginx_invalid_value(r, node_word(entry, 0));
    struct str near = closest_of(s, values, is_http ? 2 : 3);
    if (near.n)
        diag_help(r->sink, f, "the nearest value is \"%.*s\"", STR_ARG(near));
}

void nginx_check_upstream_keepalive(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    int64_t n;
    (void)row;
    if (nginx_known(entry, 0, &s) && (!nginx_parse_num(s, &n) || (n == 0 && !nginx_since(r, VERSION(1, 29, 7))))) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 0)), "invalid value \"%s\" in \"%s\" directive",
                    nginx_quoted(r, s), nginx_quoted(r, entry->text));
        return;
    }
    check_only(r, entry, 1, STR("local"));
}

void nginx_check_upstream_zone(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str name, s;
    int64_t size = 0;
    if (!nginx_known(entry, 0, &name))
        return;
    const struct node *word = node_word(entry, 0), *given = node_word(entry, 1);
    if (name.n == 0) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid zone name \"\"");
        return;
    }
    if (nginx_known(entry, 1, &s) && !nginx_parse_size(s, &size)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(given), "invalid zone size \"%s\"", nginx_quoted(r, s));
        return;
    }
    if (given && node_is_known(given) && size < MIN_ZONE) {
        struct finding *f =
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(given), "zone \"%s\" is too small", nginx_quoted(r, name));
        diag_help(r->sink, f, "the smallest zone is 32k");
        return;
    }
    if (given && !node_is_known(given))
        size = NGINX_ZONE_SIZE_UNKNOWN;
    nginx_zone_add(r, entry, nginx_word_span(word), name, size, nginx_zone_purpose(row, 0));
}
