/* Names of servers: when they are looked up, and whether they can be. */
#include "base/buf.h"
#include "checks/nginx.h"
#include "kinds/nginx/variables.h"

struct resolving {
    const struct check_input *in;
    const struct nginx_upstream_blocks *upstreams;
    struct map passed; /* hosts that a directive without variables names: each makes an upstream */
    struct map values; /* variable -> struct variable_values */
    bool scripted;     /* Lua, JavaScript or Perl may set any variable */
};

static void start(const struct check_input *in, struct resolving *r)
{
    *r = (struct resolving){.in = in, .passed = {.a = in->a}, .values = {.a = in->a}};
    r->upstreams = nginx_upstream_blocks_of(in);
}

/* ---- once, at start ---- */

/* Names whose owners say that their addresses change.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html, .../AmazonCloudFront, Azure Front Door and App Service. */
static const struct str changing[] = {
    STR_INIT(".elb.amazonaws.com"), STR_INIT(".elb.amazonaws.com.cn"), STR_INIT(".cloudfront.net"),
    STR_INIT(".azurewebsites.net"), STR_INIT(".azurefd.net"),          STR_INIT(".execute-api.amazonaws.com"),
};

static bool is_known_to_change(struct str host)
{
    for (uint32_t i = 0; i < sizeof changing / sizeof *changing; i++)
        if (host.n > changing[i].n && str_eq_nocase(str_slice(host, host.n - changing[i].n, host.n), changing[i]))
            return true;
    return false;
}

static bool is_this_host(struct str host)
{
    return str_eq_nocase(host, STR("localhost")) || str_eq_nocase(host, STR("ip6-localhost"));
}

/* As the name is written, or in lower case. */
static const struct dns_name *fact_of(const struct check_input *in, struct str host)
{
    const struct dns_name *fact = facts_dns(in->facts, host);
    return fact ? fact : facts_dns(in->facts, nginx_lower_case(in->a, host));
}

static void report_once(const struct resolving *r, const struct nginx_target *t, const struct dns_name *fact)
{
    const struct check_input *in = r->in;
    const char *host = nginx_shown(in, t->host);
    struct finding *f = diag_add(in->sink, in->rule, nginx_piece_span(t->word, t->host_at, t->host.n),
                                 "%s is resolved once, when nginx starts, and its addresses change", host);
    diag_label(in->sink, f, "no resolver is asked for this name again");
    if (fact) {
        struct str ttl = value_is_known(fact->ttl) ? value_format(in->a, fact->ttl) : (struct str){0};
        diag_related(in->sink, f, fact->at, "its addresses change%s%.*s", ttl.n ? "; TTL " : "", STR_ARG(ttl));
        diag_note(in->sink, f, "requests go to the addresses of the start until nginx is reloaded");
    } else {
        nginx_lower(f, SEV_NOTE);
        diag_note(in->sink, f, "the owner of this domain documents that addresses below it change");
    }
    bool server = str_eq(t->entry->text, STR("server"));
    diag_help(in->sink, f,
              server ? "from nginx 1.27.3 on: a resolver, a zone, and the parameter resolve"
                     : "a resolver, and the name in a variable: set $upstream %s;",
              host);
}

static void judge_once(const struct resolving *r, const struct nginx_target *t)
{
    const struct check_input *in = r->in;
    bool is_server = str_eq(t->entry->text, STR("server"));
    if (t->is_literal || t->has_variables || is_this_host(t->host) || nginx_has_word(t->entry, 1, STR("resolve")))
        return;
    if (!is_server && nginx_upstream_block(r->upstreams, t->host, t->in_stream))
        return;
    const struct dns_name *fact = fact_of(in, t->host);
    if (fact && value_is_known(fact->dynamic)) {
        if (fact->dynamic.as.b)
            report_once(r, t, fact);
    } else if (is_known_to_change(t->host)) {
        report_once(r, t, NULL);
    } else {
        struct str missing = str_printf(in->a, "dns.%s.dynamic", nginx_shown(in, t->host));
        nginx_not_run(in, t->word->at, missing);
    }
}

static void look_at_name(void *ctx, const struct nginx_target *t)
{
    judge_once(ctx, t);
}

void check_nginx_resolved_once(const struct check_input *in)
{
    struct resolving r;
    if (!nginx_is_checked(in))
        return;
    start(in, &r);
    nginx_each_target(in, look_at_name, &r);
}

/* ---- for each request ---- */

/* What a variable is given in the config: by set and map. */
struct variable_values {
    VEC(struct str) texts;
    bool vague; /* by something else, too */
};

static struct variable_values *values_of(struct resolving *r, struct str name)
{
    bool is_new;
    struct arena *a = r->in->a;
    struct map_entry *e = map_put(&r->values, nginx_lower_case(a, name), NULL, &is_new);
    if (is_new)
        e->value = arena_new(a, struct variable_values);
    return e->value;
}

static void note_value(struct resolving *r, struct str variable, const struct node *entry, uint32_t i)
{
    struct str text;
    struct variable_values *v = values_of(r, str_slice(variable, 1, variable.n));
    if (nginx_text_of(entry, i, &text) && !nginx_has_variables(text))
        vec_push(r->in->a, &v->texts, text);
    else
        v->vague = true;
}

static void note_map(struct resolving *r, struct node *map, struct str variable)
{
    struct variable_values *v = values_of(r, str_slice(variable, 1, variable.n));
    struct node_iter it = node_entries(map);
    v->vague = v->vague || (map->flags & NODE_TAINTED);
    for (const struct node *line; (line = node_next_entry(&it)) != NULL;)
        if (!str_eq(line->text, STR("hostnames")) && !str_eq(line->text, STR("volatile")) &&
            !str_eq(line->text, STR("include")))
            note_value(r, variable, line, 0);
}

static bool is_script(struct str name)
{
    return str_find(name, STR("_by_lua")) < name.n || str_starts(name, STR("js_")) || str_starts(name, STR("perl"));
}

static void note_passed(void *ctx, const struct nginx_target *t)
{
    struct resolving *r = ctx;
    if (!t->has_variables && !str_eq(t->entry->text, STR("server")))
        map_put(&r->passed, nginx_lower_case(r->in->a, t->host), NULL, NULL);
}

/* set, map; and hosts that are passed to without variables. */
static void gather(struct resolving *r)
{
    struct str variable;
    struct nginx_named it = nginx_named(r->in, STR("set"));
    r->scripted = nginx_any_named(r->in, is_script);
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_text_of(e, 0, &variable))
            note_value(r, variable, e, 1);
    it = nginx_named(r->in, STR("map"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_text_of(e, 1, &variable))
            note_map(r, e, variable);
    nginx_each_target(r->in, note_passed, r);
}

/* A name that only a resolver can look up: no address, no upstream, none that another directive made one of. */
static bool needs_resolver(const struct resolving *r, struct str text)
{
    struct nginx_url url;
    uint32_t scheme = str_find(text, STR("://"));
    struct str rest = scheme < text.n ? str_slice(text, scheme + 3, text.n) : text;
    if (rest.n == 0 || !nginx_url_parse(rest, NGINX_URL_URI, 80, &url) || url.family != NGINX_FAMILY_NAME)
        return false;
    return !nginx_upstream_block(r->upstreams, url.host, false) &&
           !map_has(&r->passed, nginx_lower_case(r->in->a, url.host));
}

/* The host is one variable: what it holds. */
static bool only_variable(struct str host, struct str *ret_name)
{
    struct nginx_piece piece;
    uint32_t at = 0;
    if (!nginx_next_piece(host, &at, &piece) || piece.name.n == 0 || at != host.n)
        return false;
    *ret_name = piece.name;
    return true;
}

static bool all_need_resolver(const struct resolving *r, const struct variable_values *v)
{
    for (uint32_t i = 0; i < v->texts.n; i++)
        if (!needs_resolver(r, v->texts.p[i]))
            return false;
    return v->texts.n > 0 && !v->vague;
}

/* The name that has to be looked up for each request. False: there may be none. */
static bool name_to_resolve(const struct resolving *r, const struct nginx_target *t, struct str *ret_name)
{
    struct str variable;
    if (!nginx_has_variables(t->host)) {
        *ret_name = t->host;
        return needs_resolver(r, t->host);
    }
    if (!only_variable(t->host, &variable))
        return false;
    const struct variable_values *v = map_get(&r->values, nginx_lower_case(r->in->a, variable));
    if (!v || r->scripted || !all_need_resolver(r, v))
        return false;
    *ret_name = v->texts.p[0];
    return true;
}

static void judge_resolver(const struct resolving *r, const struct nginx_target *t)
{
    struct value v;
    struct str name;
    const struct check_input *in = r->in;
    if (!t->has_variables || t->is_literal || t->in_stream || !name_to_resolve(r, t, &name) ||
        !nginx_setting(in->job, node_block(t->entry), STR("resolver"), &v))
        return;
    if (!check_needs(in, &v, 1, t->word->at))
        return;
    if (v.type == VALUE_LIST ? v.n > 0 : v.type != VALUE_NULL)
        return;
    struct finding *f =
        diag_add(in->sink, in->rule, t->word->at, "no resolver defined to resolve %s", nginx_shown(in, name));
    diag_label(in->sink, f, "with variables the name is looked up for each request");
    diag_note(in->sink, f, "nginx starts, logs this, and answers 502");
    diag_help(in->sink, f, "a resolver directive in the server or http block");
}

static void see_variables(void *ctx, const struct nginx_target *t)
{
    if (t->has_variables)
        *(bool *)ctx = true;
}

static void look_at_resolver(void *ctx, const struct nginx_target *t)
{
    judge_resolver(ctx, t);
}

void check_nginx_resolver(const struct check_input *in)
{
    struct resolving r;
    bool any = false;
    if (nginx_is_checked(in))
        nginx_each_target(in, see_variables, &any);
    if (!any)
        return;
    start(in, &r);
    gather(&r);
    nginx_each_target(in, look_at_resolver, &r);
}

/* ---- chosen by the client ---- */

/* Variables that hold what a client writes. */
static bool is_free(struct str name)
{
    static const struct str prefixes[] = {STR_INIT("arg_"), STR_INIT("http_"), STR_INIT("cookie_")};
    static const struct str whole[] = {STR_INIT("host"),        STR_INIT("args"), STR_INIT("query_string"),
                                       STR_INIT("request_uri"), STR_INIT("uri"),  STR_INIT("document_uri")};
    for (uint32_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(name, prefixes[i]))
            return true;
    for (uint32_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (str_eq_nocase(name, whole[i]))
            return true;
    return false;
}

/* The server around an entry; NULL: it is not seen. */
static const struct node *server_around(const struct check_input *in, const struct node *entry)
{
    const struct node *b = node_block(entry);
    while (b && nginx_context(in->job, b) != NGINX_IN_SERVER)
        b = node_block(b);
    return b && (b->parent || !(b->flags & NODE_TAINTED)) ? b : NULL;
}

/* Whether the server's names are all exact: then $host is one of them, unless the server is the default one of its address. */
static bool host_is_bound(const struct check_input *in, const struct node *server)
{
    struct node *names = nginx_first(in->job, server, STR("server_name"));
    for (const struct node *w = names ? names->first : NULL; w && w->kind == NODE_WORD; w = w->next)
        if (str_find_byte(w->text, '*') < w->text.n || str_starts(w->text, STR("~")) || str_starts(w->text, STR(".")) ||
            str_eq(w->text, STR("_")))
            return false;
    return names != NULL;
}

/* $host and $http_host are free only where the server takes any name. */
static bool is_bound(const struct check_input *in, const struct nginx_target *t, struct str variable)
{
    if (!str_eq_nocase(variable, STR("host")) && !str_eq_nocase(variable, STR("http_host")))
        return false;
    const struct node *server = server_around(in, t->entry);
    if (!server || (!server->parent && !nginx_first(in->job, server, STR("server_name")))) {
        nginx_not_run(in, t->word->at, STR("the names of the server around it"));
        return true;
    }
    return host_is_bound(in, server);
}

/* The variable that begins the host: what follows it does not keep a client from writing "other.example/" there. */
static bool chosen_by(const struct check_input *in, const struct nginx_target *t, struct str *ret)
{
    struct nginx_piece piece;
    uint32_t at = 0;
    if (t->is_literal || !nginx_next_piece(t->host, &at, &piece) || piece.name.n == 0 || !is_free(piece.name))
        return false;
    *ret = piece.name;
    return !is_bound(in, t, piece.name);
}

static void judge_choice(void *ctx, const struct nginx_target *t)
{
    const struct check_input *in = ctx;
    struct str variable;
    struct node *location = t->has_variables ? nginx_location_around(in->job, t->entry) : NULL;
    if (!location || !chosen_by(in, t, &variable) || nginx_is_internal(in->job, location))
        return;
    struct finding *f = diag_add(in->sink, in->rule, nginx_piece_span(t->word, t->host_at, t->host.n),
                                 "the client chooses the server: %s goes to $%s", nginx_shown(in, t->entry->text),
                                 nginx_shown(in, variable));
    diag_label(in->sink, f, "what a request says is where nginx connects to");
    diag_help(in->sink, f, "map the values that are meant to servers, or make the location internal");
}

void check_nginx_ssrf(const struct check_input *in)
{
    if (nginx_is_checked(in))
        nginx_each_target(in, judge_choice, (void *)(uintptr_t)in);
}
