/* Rules: http-request, tcp-request content and their kin, redirect, use_backend, and the actions' own grammars. */
#include "kinds/haproxy/form.h"

#include "base/buf.h"
#include "kinds/haproxy/units.h"

/* The name of an action ends where its arguments in brackets begin; "track-sc0" is its own name. */
static struct str action_name(struct str word)
{
    return str_slice(word, 0, str_find_byte(word, '('));
}

static uint32_t rule_set(struct str kw)
{
    for (uint32_t bit = HAPROXY_IN_TCP_REQUEST_CONNECTION; bit <= HAPROXY_IN_QUIC_INITIAL; bit <<= 1)
        if (str_eq(kw, str_from(haproxy_context_name(bit))))
            return bit;
    return HAPROXY_IN_HTTP_REQUEST; /* stats http-request */
}

static bool unknown_action(struct haproxy_args *x, struct str name)
{
    struct haproxy_reader *r = x->r;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects an action (missing argument)", STR_ARG(x->kw));
    struct finding *f = haproxy_fault(r, SYNTAX_UNKNOWN, haproxy_part_at(x, 0, 0, name.n),
                                      "'%.*s' does not know the action '%s'", STR_ARG(x->kw), haproxy_quoted(r, name));
    haproxy_suggest(r, f, name, HAPROXY_CLASS_ACTION, x->rules);
    return false;
}

/* What stands in brackets behind an action: "(txn.x)" and whether they close. */
static bool check_brackets(struct haproxy_args *x, struct str word, struct str name)
{
    static const struct str vars[] = {STR_INIT("set-var"), STR_INIT("set-var-fmt"), STR_INIT("unset-var")};
    struct str inner = str_slice(word, name.n + 1, word.n);
    for (size_t i = 0; i < sizeof vars / sizeof *vars; i++) {
        if (!str_eq(name, vars[i]))
            continue;
        struct str var = str_slice(inner, 0, inner.n ? inner.n - 1 : 0);
        var = str_slice(var, 0, str_find_byte(var, ','));
        uint32_t dot = str_find_byte(var, '.');
        struct str scope = str_slice(var, 0, dot);
        bool known = str_eq(scope, STR("proc")) || str_eq(scope, STR("sess")) || str_eq(scope, STR("txn")) ||
                     str_eq(scope, STR("req")) || str_eq(scope, STR("res")) || str_eq(scope, STR("check"));
        if (inner.n == 0 || inner.p[inner.n - 1] != ')' || dot == var.n || !known)
            return haproxy_bad(x, SYNTAX_VALUE, 0,
                               "invalid variable '%s'. Expects '%.*s(<var-name>)' or '%.*s(<var-name>,<cond>,...)'",
                               haproxy_quoted(x->r, word), STR_ARG(name), STR_ARG(name));
        for (uint32_t k = 0; k < var.n; k++)
            if (!ch_is_alpha(var.p[k]) && !ch_is_digit(var.p[k]) && var.p[k] != '_' && var.p[k] != '.')
                return haproxy_bad(x, SYNTAX_VALUE, 0, "invalid variable name '%s'", haproxy_quoted(x->r, var));
    }
    return true;
}

bool haproxy_read_action(struct haproxy_args *x, struct str rest)
{
    struct haproxy_reader *r = x->r;
    struct str word = haproxy_arg(x, 0), name = action_name(word);
    uint32_t row;
    (void)rest;
    x->rules = rule_set(x->kw);
    enum haproxy_fit fit = haproxy_word_pick(name, HAPROXY_CLASS_ACTION, x->rules, r->job->target, &row);
    bool lua = str_starts(name, STR("lua."));
    if (fit != HAPROXY_FIT_OK && !lua)
        return unknown_action(x, name);
    if (!lua && !check_brackets(x, word, name))
        return false;
    struct str set = x->kw;
    x->kw = haproxy_joined(r, set, name);
    x->pos++;
    if (lua) {
        while (haproxy_has(x, 0) && !haproxy_is(x, 0, "if") && !haproxy_is(x, 0, "unless"))
            x->pos++;
        return haproxy_read_condition(x, false);
    }
    enum haproxy_formed formed = haproxy_form(x, haproxy_word_str(haproxy_words[row].form));
    if (formed == HAPROXY_FORM_OPEN)
        x->pos = x->n;
    return formed == HAPROXY_FORM_BAD ? false : haproxy_read_condition(x, false);
}

/* An option's argument: the word behind the one at hand. */
static bool needs_argument(struct haproxy_args *x)
{
    if (haproxy_has(x, 1))
        return true;
    return haproxy_bad(x, SYNTAX_COUNT, 0, "missing argument for '%s'", haproxy_quoted(x->r, haproxy_arg(x, 0)));
}

static bool read_format_of(struct haproxy_args *x, uint32_t i)
{
    struct haproxy_args y = *x;
    y.pos += i;
    return haproxy_read_format(&y);
}

static bool is_condition(const struct haproxy_args *x)
{
    return haproxy_is(x, 0, "if") || haproxy_is(x, 0, "unless");
}

static bool redirect_code(struct haproxy_args *x)
{
    int32_t code = haproxy_atoi(haproxy_arg(x, 1));
    if (code == 301 || code == 302 || code == 303 || code == 307 || code == 308)
        return true;
    return haproxy_bad(x, SYNTAX_VALUE, 1, "unsupported HTTP code '%s' (must be one of 301, 302, 303, 307 or 308)",
                       haproxy_quoted(x->r, haproxy_arg(x, 1)));
}

bool haproxy_read_redirect(struct haproxy_args *x, struct str rest)
{
    bool type = false, rule = x->rules != 0;
    (void)rest;
    for (; haproxy_has(x, 0) && !is_condition(x); x->pos++) {
        bool to = haproxy_is(x, 0, "location") || haproxy_is(x, 0, "prefix") || haproxy_is(x, 0, "scheme");
        if (to || haproxy_is(x, 0, "set-cookie") || haproxy_is(x, 0, "clear-cookie") || haproxy_is(x, 0, "code")) {
            type |= to;
            if (!needs_argument(x) || (haproxy_is(x, 0, "code") && !redirect_code(x)) ||
                (to && rule && !read_format_of(x, 1)))
                return false;
            x->pos++;
        } else if (!haproxy_is(x, 0, "drop-query") && !haproxy_is(x, 0, "append-slash") &&
                   !haproxy_is(x, 0, "ignore-empty")) {
            return haproxy_bad(
                x, SYNTAX_VALUE, 0,
                "expects 'code', 'prefix', 'location', 'scheme', 'set-cookie', 'clear-cookie', 'drop-query', 'ignore-empty' or 'append-slash' (was '%s')",
                haproxy_quoted(x->r, haproxy_arg(x, 0)));
        }
    }
    if (!type)
        return haproxy_bad(x, SYNTAX_COUNT, 0, "redirection type expected ('prefix', 'location', or 'scheme')");
    return haproxy_read_condition(x, false);
}

/* A reply's parts, one after the other. */
struct reply {
    bool body, type;
    int32_t status;
};

static bool read_reply_part(struct haproxy_args *x, struct reply *p, uint32_t *ret_words)
{
    static const struct str bodies[] = {STR_INIT("errorfiles"),
                                        STR_INIT("errorfile"),
                                        STR_INIT("file"),
                                        STR_INIT("string"),
                                        STR_INIT("lf-file"),
                                        STR_INIT("lf-string"),
                                        STR_INIT("default-errorfiles")};
    *ret_words = 2;
    if (haproxy_is(x, 0, "status")) {
        p->status = haproxy_atoi(haproxy_arg(x, 1));
        if (needs_argument(x) && (p->status < 200 || p->status > 599))
            return haproxy_bad(x, SYNTAX_VALUE, 1, "unexpected status code '%s'",
                               haproxy_quoted(x->r, haproxy_arg(x, 1)));
        return haproxy_has(x, 1);
    }
    if (haproxy_is(x, 0, "content-type")) {
        p->type = true;
        return needs_argument(x);
    }
    if (haproxy_is(x, 0, "hdr")) {
        *ret_words = 3;
        if (!haproxy_has(x, 2))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'hdr' expects <name> and <value> as arguments");
        return read_format_of(x, 2);
    }
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        if (!str_eq(haproxy_arg(x, 0), bodies[i]))
            continue;
        if (p->body)
            return haproxy_bad(x, SYNTAX_CONFLICT, 0, "unexpected '%.*s' argument, another one is already defined",
                               STR_ARG(bodies[i]));
        p->body = true;
        if (i == 6) {
            *ret_words = 1;
            return true;
        }
        if (!needs_argument(x))
            return false;
        if (i == 0)
            haproxy_use_name(x, HAPROXY_USE_HTTP_ERRORS, haproxy_arg(x, 1), haproxy_arg_at(x, 1), STR("errorfiles"));
        return i != 5 || read_format_of(x, 1);
    }
    *ret_words = 0;
    return true;
}

bool haproxy_read_http_reply(struct haproxy_args *x, struct str rest)
{
    struct reply p = {0};
    bool deny = str_ends(x->kw, STR("deny")) || str_ends(x->kw, STR("tarpit"));
    uint32_t words;
    (void)rest;
    if (deny && haproxy_is(x, 0, "deny_status")) {
        if (!haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'deny_status' expects <status_code> as argument");
        x->pos += 2;
        /* Only the status, or parts of a reply, may follow. */
    }
    while (haproxy_has(x, 0) && !is_condition(x)) {
        if (!read_reply_part(x, &p, &words))
            return false;
        if (!words)
            break;
        x->pos += words;
    }
    return true;
}

bool haproxy_read_auth(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (haproxy_is(x, 0, "realm")) {
        if (!needs_argument(x))
            return false;
        x->pos += 2;
    }
    return true;
}

bool haproxy_read_del_header(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects at least 1 argument", STR_ARG(x->kw));
    if (haproxy_is(x, 1, "-m")) {
        static const struct str ways[] = {STR_INIT("str"), STR_INIT("beg"), STR_INIT("sub"), STR_INIT("end"),
                                          STR_INIT("reg")};
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
            if (str_eq(haproxy_arg(x, 2), ways[i])) {
                bool ok = i != 4 || haproxy_read_regex(x, 0);
                x->pos += 3;
                return ok;
            }
        return haproxy_bad(x, SYNTAX_VALUE, 2, "-m with unsupported matching method '%s'",
                           haproxy_quoted(x->r, haproxy_arg(x, 2)));
    }
    x->pos++;
    return true;
}

bool haproxy_read_capture(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0) || is_condition(x))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects <expression> [ 'len' <length> | id <idx> ]",
                           STR_ARG(x->kw));
    if (!haproxy_read_expression(x, NULL))
        return false;
    bool len = haproxy_is(x, 0, "len");
    if (!len && !haproxy_is(x, 0, "id"))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects 'len' or 'id'%s%s%s", STR_ARG(x->kw),
                           haproxy_has(x, 0) ? ", found '" : "",
                           haproxy_has(x, 0) ? haproxy_quoted(x->r, haproxy_arg(x, 0)) : "",
                           haproxy_has(x, 0) ? "'" : "");
    struct str value = haproxy_arg(x, 1);
    uint32_t end;
    haproxy_atol(value, &end);
    if (len && x->r->proxy && !(x->r->proxy->caps & HAPROXY_CAP_FE))
        return haproxy_bad(x, SYNTAX_MISPLACED, 0, "proxy '%s' has no frontend capability",
                           haproxy_quoted(x->r, x->r->proxy->name));
    if (len ? haproxy_atoi(value) <= 0 : end != value.n)
        return haproxy_bad(x, SYNTAX_VALUE, 1, len ? "length must be > 0" : "cannot parse id '%s'",
                           haproxy_quoted(x->r, value));
    x->pos += 2;
    return true;
}

bool haproxy_read_track_sc(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_read_expression(x, NULL))
        return false;
    if (haproxy_is(x, 0, "table")) {
        if (!haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "missing table name");
        haproxy_use_name(x, HAPROXY_USE_TABLE, haproxy_arg(x, 1), haproxy_arg_at(x, 1), x->kw);
        x->pos += 2;
    } else if (x->r->proxy) {
        haproxy_use_name(x, HAPROXY_USE_OWN_TABLE, x->r->proxy->name, x->entry->name_at, x->kw);
    }
    return true;
}

bool haproxy_read_set_status(struct haproxy_args *x, struct str rest)
{
    struct str s = haproxy_arg(x, 0);
    uint32_t end;
    int64_t code = haproxy_atol(s, &end);
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0,
                           "'%.*s' expects 1 argument: <status>; or 3 arguments: <status> reason <fmt>",
                           STR_ARG(x->kw));
    if (end != s.n || code < 100 || code > 999)
        return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects an integer status code between 100 and 999",
                           STR_ARG(x->kw));
    x->pos++;
    if (haproxy_is(x, 0, "reason") && haproxy_has(x, 1) && !haproxy_is(x, 1, "if") && !haproxy_is(x, 1, "unless"))
        x->pos += 2;
    return true;
}

bool haproxy_read_cache(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0) || is_condition(x))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects a cache name", STR_ARG(x->kw));
    haproxy_use_name(x, HAPROXY_USE_CACHE, haproxy_arg(x, 0), haproxy_arg_at(x, 0), x->kw);
    x->pos++;
    return true;
}

bool haproxy_read_use_service(struct haproxy_args *x, struct str rest)
{
    struct haproxy_reader *r = x->r;
    struct str name = haproxy_arg(x, 0);
    uint32_t row;
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects a service name", STR_ARG(x->kw));
    if (!str_starts(name, STR("lua.")) && haproxy_word_pick(name, HAPROXY_CLASS_SERVICE, 0, 0, &row) != HAPROXY_FIT_OK)
        return haproxy_bad(x, SYNTAX_UNRESOLVED, 0, "'%.*s' : unknown service name '%s'", STR_ARG(x->kw),
                           haproxy_quoted(r, name));
    x->pos++;
    return true;
}

bool haproxy_read_normalize_uri(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    while (haproxy_has(x, 0) && !is_condition(x))
        x->pos++;
    return true;
}

/* A time, or an expression. */
bool haproxy_read_set_timeout(struct haproxy_args *x, struct str rest)
{
    struct str name = haproxy_arg(x, 0), value = haproxy_arg(x, 1);
    int64_t ns;
    uint32_t off;
    (void)rest;
    if (!haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects exactly 2 arguments", STR_ARG(x->kw));
    if (!str_eq(name, STR("server")) && !str_eq(name, STR("tunnel")) && !str_eq(name, STR("client")))
        return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' rule supports 'server'/'tunnel'/'client' (got '%s')",
                           STR_ARG(x->kw), haproxy_quoted(x->r, name));
    x->pos++;
    if (haproxy_parse_time(value, 1, &ns, &off) != HAPROXY_UNIT_OK)
        return haproxy_read_expression(x, NULL);
    x->pos++;
    return true;
}

bool haproxy_read_wait_for_body(struct haproxy_args *x, struct str rest)
{
    bool time = false;
    (void)rest;
    while (haproxy_has(x, 0) && !is_condition(x)) {
        bool at_least = haproxy_is(x, 0, "at-least");
        if (!at_least && !haproxy_is(x, 0, "time"))
            return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects 'time' <time> [ 'at-least' <bytes> ]",
                               STR_ARG(x->kw));
        time |= !at_least;
        x->pos++;
        if (haproxy_form(x, at_least ? STR("size") : STR("time")) != HAPROXY_FORM_DONE)
            return false;
    }
    return time || haproxy_bad(x, SYNTAX_COUNT, 0, "missing mandatory 'time' argument");
}

bool haproxy_read_switch_mode(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (haproxy_is(x, 0, "proto"))
        x->pos += haproxy_has(x, 1) ? 2 : 1;
    return true;
}

bool haproxy_read_use_backend(struct haproxy_args *x, struct str rest)
{
    struct str name = haproxy_arg(x, 0);
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'use_backend' expects a backend name");
    if (str_find(name, STR("%[")) == name.n)
        haproxy_use_name(x, HAPROXY_USE_BACKEND, name, haproxy_arg_at(x, 0), x->kw);
    else if (!haproxy_read_format(x))
        return false;
    x->pos++;
    if (haproxy_has(x, 0) && !is_condition(x))
        return haproxy_bad(x, SYNTAX_UNEXPECTED_TOKEN, 0,
                           "unexpected keyword '%s' after switching rule, only 'if' and 'unless' are allowed",
                           haproxy_quoted(x->r, haproxy_arg(x, 0)));
    return haproxy_read_condition(x, false);
}

bool haproxy_read_use_server(struct haproxy_args *x, struct str rest)
{
    struct str name = haproxy_arg(x, 0);
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'use-server' expects a server name");
    if (str_find(name, STR("%[")) == name.n)
        haproxy_use_name(x, HAPROXY_USE_SERVER, name, haproxy_arg_at(x, 0), x->kw);
    else if (!haproxy_read_format(x))
        return false;
    x->pos++;
    return haproxy_read_condition(x, true);
}

bool haproxy_read_default_backend(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'default_backend' expects a backend name");
    if (x->r->proxy) {
        struct haproxy_use *use = arena_new(x->r->a, struct haproxy_use);
        *use = (struct haproxy_use){.kind = HAPROXY_USE_DEFAULT_BACKEND,
                                    .name = haproxy_arg(x, 0),
                                    .at = haproxy_arg_at(x, 0),
                                    .line = x->r->line};
        use->unsure = x->t[x->pos].unknown || (x->entry->flags & NODE_CONDITIONAL);
        x->r->proxy->default_backend = use;
    }
    x->pos++;
    return true;
}
