/* Files and connections of http: aio, directio, disable_symlinks, keepalive_timeout, resolver, degradation (ngx_http_core_module.c, ngx_resolver.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/url.h"
#include "kinds/nginx/variables.h"

enum { DNS_PORT = 53 };

void nginx_check_directio(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    int64_t n;
    (void)row;
    if (w && node_is_known(w) && !nginx_word_is(w, STR("off")) && !nginx_parse_offset(w->text, &n)) {
        struct finding *f = nginx_refuse(r, entry, w, "invalid value");
        diag_help(r->sink, f, "it is off, or a size: a whole number, followed by k, m, g or nothing");
    }
}

void nginx_check_keepalive_timeout(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *timeout = node_word(entry, 0), *header = node_word(entry, 1);
    int64_t t;
    (void)row;
    if (timeout && node_is_known(timeout) && !nginx_parse_msec(timeout->text, &t)) {
        struct finding *f = nginx_refuse(r, entry, timeout, "invalid value");
        diag_help(r->sink, f, "a time is whole numbers with the units w d h m s ms, in that order, each once");
    } else if (header && node_is_known(header) && !nginx_parse_sec(header->text, &t)) {
        nginx_refuse(r, entry, header, "invalid value");
    }
}

/* The pool of "threads=NAME": looked up when all has been read. */
static void use_pool(struct nginx_reader *r, struct node *entry, const struct node *name)
{
    if (nginx_check_variables(r, entry, name) && !nginx_has_variables(name->text))
        nginx_name_use(r, NGINX_NAME_THREAD_POOL, name->text, entry, nginx_word_span(name), r->line);
}

/* "sendfile" is FreeBSD's, before 1.21.5. */
void nginx_check_aio(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    struct str pool;
    bool old = r->job->target < VERSION(1, 21, 5);
    (void)row;
    if (!w || !node_is_known(w) || nginx_word_is(w, STR("off")) || nginx_word_is(w, STR("on")) ||
        nginx_word_is(w, STR("threads")) || (old && nginx_word_is(w, STR("sendfile"))))
        return;
    if (nginx_word_has(w, STR("threads="), &pool)) {
        struct node name = nginx_cut_word(w, 8, pool.n);
        use_pool(r, entry, &name);
        return;
    }
    struct finding *f = nginx_refuse(r, entry, w, "invalid value");
    diag_help(r->sink, f, "it is off, on, threads or threads=POOL");
}

/* The words of disable_symlinks. */
struct symlinks {
    const struct node *mode, *from;
    bool off;
};

static bool take_symlinks_word(struct nginx_reader *r, struct node *entry, const struct node *w, struct symlinks *s)
{
    static const struct str words[] = {STR_INIT("off"), STR_INIT("on"), STR_INIT("if_not_owner"), STR_INIT("from=")};
    struct str from;
    for (uint32_t i = 0; i < 3; i++)
        if (nginx_word_is(w, words[i])) {
            s->mode = w;
            s->off = i == 0;
            return true;
        }
    if (nginx_word_has(w, words[3], &from)) {
        struct node text = nginx_cut_word(w, words[3].n, from.n);
        s->from = w;
        return nginx_check_variables(r, entry, &text);
    }
    nginx_help_parameter(r, nginx_invalid_parameter(r, w), w->text, words, 4);
    return false;
}

void nginx_check_disable_symlinks(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct symlinks s = {0};
    const struct node *first = node_word(entry, 0), *second = node_word(entry, 1);
    (void)row;
    if (!nginx_all_known(entry))
        return;
    for (const struct node *w = first; w && w->kind == NODE_WORD; w = w->next)
        if (!take_symlinks_word(r, entry, w, &s))
            return;
    if (!s.mode)
        nginx_fault(r, SYNTAX_MISSING, entry->name_at,
                    "\"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter");
    else if (second && !s.from)
        nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(second), "duplicate parameters \"%s %s\"",
                    nginx_quoted(r, first->text), nginx_quoted(r, second->text));
    else if (s.from && s.off)
        nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(s.from), "\"from=\" cannot be used with \"off\" parameter");
}

void nginx_check_degradation(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    struct str size;
    int64_t n;
    (void)row;
    if (!w || !node_is_known(w))
        return;
    if (!nginx_word_has(w, STR("sbrk="), &size))
        nginx_invalid_parameter(r, w);
    else if (!nginx_parse_size(size, &n))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid sbrk size \"%s\"", nginx_quoted(r, w->text));
}

/* A resolver while its words are read. */
struct resolver {
    struct nginx_reader *r;
    bool has_server;
    bool no_ipv4, no_ipv6;
};

static bool bad_resolver_word(struct resolver *s, const struct node *w)
{
    nginx_fault(s->r, SYNTAX_VALUE, nginx_word_span(w), "invalid parameter: %s", nginx_quoted(s->r, w->text));
    return false;
}

static bool check_switch(struct resolver *s, const struct node *w, struct str value, bool *off)
{
    struct str z = nginx_c_string(value);
    *off = str_eq(z, STR("off"));
    return *off || str_eq(z, STR("on")) || bad_resolver_word(s, w);
}

/* What is no parameter is an address. A name with "=" cannot be found, whatever the resolver; status_zone= is commercial. */
static bool check_name_server(struct resolver *s, const struct node *w)
{
    static const struct str params[] = {STR_INIT("valid="), STR_INIT("ipv4="), STR_INIT("ipv6=")};
    struct nginx_url url;
    s->has_server = true;
    if (!nginx_url_parse(w->text, 0, DNS_PORT, &url)) {
        nginx_fault(s->r, SYNTAX_VALUE, nginx_word_span(w), "%s in resolver \"%s\"", url.err,
                    nginx_quoted(s->r, w->text));
        return false;
    }
    if (url.family != NGINX_FAMILY_NAME || str_find_byte(w->text, '=') == w->text.n)
        return true;
    struct finding *f = nginx_fault(s->r, SYNTAX_VALUE, nginx_word_span(w), "host not found in resolver \"%s\"",
                                    nginx_quoted(s->r, w->text));
    nginx_help_parameter(s->r, f, w->text, params, 3);
    return false;
}

static bool check_resolver_word(struct resolver *s, const struct node *w)
{
    version_number target = s->r->job->target;
    struct str v;
    int64_t t;
    if (nginx_word_has(w, STR("valid="), &v))
        return nginx_parse_sec(v, &t) || bad_resolver_word(s, w);
    if ((target == 0 || target >= VERSION(1, 23, 1)) && nginx_word_has(w, STR("ipv4="), &v))
        return check_switch(s, w, v, &s->no_ipv4);
    if (nginx_word_has(w, STR("ipv6="), &v))
        return check_switch(s, w, v, &s->no_ipv6);
    return nginx_word_has(w, STR("status_zone="), &v) || check_name_server(s, w);
}

void nginx_check_resolver(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct resolver s = {.r = r};
    if (!entry->first || (row->class == NGINX_CLASS_MAIL && nginx_word_is(entry->first, STR("off"))))
        return;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        if (!node_is_known(w))
            s.has_server = true;
        else if (!check_resolver_word(&s, w))
            return;
    }
    if (s.no_ipv4 && s.no_ipv6)
        nginx_fault(r, SYNTAX_CONFLICT, entry->name_at, "\"ipv4\" and \"ipv6\" cannot both be \"off\"");
    else if (!s.has_server)
        nginx_fault(r, SYNTAX_MISSING, entry->name_at, "no name servers defined");
}
