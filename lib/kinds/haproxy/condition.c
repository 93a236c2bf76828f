/* ACLs and conditions (parse_acl, parse_acl_expr, parse_acl_cond of v2.6.0). */
#include "kinds/haproxy/form.h"

#include "base/buf.h"
#include "diag/closest.h"
#include "kinds/haproxy/units.h"

static bool is_default_acl(struct str name)
{
    static const struct str names[] = {
        STR_INIT("TRUE"),         STR_INIT("FALSE"),          STR_INIT("LOCALHOST"),     STR_INIT("HTTP"),
        STR_INIT("HTTP_1.0"),     STR_INIT("HTTP_1.1"),       STR_INIT("HTTP_2.0"),      STR_INIT("HTTP_3.0"),
        STR_INIT("METH_CONNECT"), STR_INIT("METH_DELETE"),    STR_INIT("METH_GET"),      STR_INIT("METH_HEAD"),
        STR_INIT("METH_OPTIONS"), STR_INIT("METH_POST"),      STR_INIT("METH_PUT"),      STR_INIT("METH_TRACE"),
        STR_INIT("HTTP_URL_ABS"), STR_INIT("HTTP_URL_SLASH"), STR_INIT("HTTP_URL_STAR"), STR_INIT("HTTP_CONTENT"),
        STR_INIT("RDP_COOKIE"),   STR_INIT("REQ_CONTENT"),    STR_INIT("WAIT_END")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

/* How a pattern is matched, and the type that it wants; the list of src/pattern.c. */
static const struct match {
    struct str name, type;
} matches[] = {
    {STR_INIT("found"), STR_INIT("any")}, {STR_INIT("bool"), STR_INIT("sint")}, {STR_INIT("int"), STR_INIT("sint")},
    {STR_INIT("ip"), STR_INIT("addr")},   {STR_INIT("bin"), STR_INIT("bin")},   {STR_INIT("len"), STR_INIT("str")},
    {STR_INIT("str"), STR_INIT("str")},   {STR_INIT("beg"), STR_INIT("str")},   {STR_INIT("sub"), STR_INIT("str")},
    {STR_INIT("dir"), STR_INIT("str")},   {STR_INIT("dom"), STR_INIT("str")},   {STR_INIT("end"), STR_INIT("str")},
    {STR_INIT("reg"), STR_INIT("str")},   {STR_INIT("regm"), STR_INIT("str")},
};

static const struct match *find_match(struct str name)
{
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++)
        if (str_eq(name, matches[i].name))
            return &matches[i];
    return NULL;
}

/* What a criterion's words add up to. */
struct criterion {
    struct str type;  /* that the expression gives */
    struct str match; /* empty: none yet */
    struct str name;
    bool icase;
};

static struct str match_of_type(struct str type)
{
    if (str_eq(type, STR("bool")))
        return STR("bool");
    if (str_eq(type, STR("sint")))
        return STR("int");
    if (str_eq(type, STR("addr")) || str_eq(type, STR("ipv4")) || str_eq(type, STR("ipv6")))
        return STR("ip");
    if (str_eq(type, STR("str")))
        return STR("str");
    return str_eq(type, STR("meth")) || str_eq(type, STR("foreign")) ? STR("found") : (struct str){0};
}

/* The word that an ACL keyword stands for is read as the fetch it is made of, with what else stands in the word. */
static bool read_acl_keyword(struct haproxy_args *x, const struct haproxy_word *w, uint32_t end, struct criterion *c)
{
    struct str text = haproxy_arg(x, 0), fetch = haproxy_word_str(w->input);
    struct str rest = str_slice(text, end, text.n), as_fetch = str_concat(x->r->a, fetch, rest);
    struct haproxy_token token = x->t[x->pos], *word = arena_new(x->r->a, struct haproxy_token);
    struct haproxy_args y = *x;
    const char *type;
    *word = token;
    word->text = as_fetch;
    y.t = word;
    y.n = 1;
    y.pos = 0;
    if (!haproxy_read_expression(&y, &type))
        return false;
    c->type = str_from(type);
    c->name = str_slice(text, 0, end);
    /* With converters the match follows from what they give. */
    uint32_t close = rest.n && rest.p[0] == '(' ? str_find_byte(rest, ')') + 1 : 0;
    bool converted = close < rest.n && rest.p[close] == ',';
    c->match = converted ? match_of_type(c->type) : haproxy_word_str(w->output);
    if (!find_match(c->match))
        c->match = STR("found");
    x->pos++;
    return true;
}

static bool read_subject(struct haproxy_args *x, struct criterion *c)
{
    struct str text = haproxy_arg(x, 0);
    uint32_t end = 0, row;
    const char *type = "";
    while (end < text.n && text.p[end] != '(' && text.p[end] != ',')
        end++;
    if (haproxy_word_pick(str_slice(text, 0, end), HAPROXY_CLASS_ACL, 0, x->r->job->target, &row) == HAPROXY_FIT_OK)
        return read_acl_keyword(x, &haproxy_words[row], end, c);
    struct haproxy_args y = *x;
    y.n = x->pos + (x->n > x->pos);
    if (!haproxy_read_expression(&y, &type))
        return false;
    x->pos = y.pos;
    c->name = str_slice(text, 0, end);
    c->type = str_from(type);
    c->match = match_of_type(c->type);
    return true;
}

static bool set_match(struct haproxy_args *x, struct criterion *c)
{
    const struct match *m = find_match(haproxy_arg(x, 1));
    if (!m)
        return haproxy_bad(x, SYNTAX_VALUE, 1, "unknown matching method '%s' when parsing ACL expression",
                           haproxy_quoted(x->r, haproxy_arg(x, 1)));
    if (!str_eq(m->name, STR("found")) && !haproxy_casts(c->type, m->type))
        return haproxy_bad(x, SYNTAX_VALUE, 1, "matching method '%.*s' cannot be used with fetch keyword '%s'",
                           STR_ARG(m->name), haproxy_quoted(x->r, c->name));
    c->match = m->name;
    return true;
}

static bool no_match(struct haproxy_args *x, const struct criterion *c)
{
    return haproxy_bad(
        x, SYNTAX_MISSING, 0,
        "matching method must be specified first (using '-m') when using a sample fetch of this type ('%s')",
        haproxy_quoted(x->r, c->name));
}

static bool read_flags(struct haproxy_args *x, struct criterion *c)
{
    while (haproxy_has(x, 0) && haproxy_arg(x, 0).n && haproxy_arg(x, 0).p[0] == '-') {
        if (haproxy_is(x, 0, "--")) {
            x->pos++;
            break;
        }
        if (haproxy_is(x, 0, "-f") && !c->match.n)
            return no_match(x, c);
        if (haproxy_is(x, 0, "-m") && !set_match(x, c))
            return false;
        bool two = haproxy_is(x, 0, "-m") || haproxy_is(x, 0, "-f") || haproxy_is(x, 0, "-u");
        if (!two && !haproxy_is(x, 0, "-i") && !haproxy_is(x, 0, "-n") && !haproxy_is(x, 0, "-M"))
            return haproxy_bad(
                x, SYNTAX_VALUE, 0,
                "'%s' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'",
                haproxy_quoted(x->r, haproxy_arg(x, 0)));
        c->icase |= haproxy_is(x, 0, "-i");
        x->pos += two && haproxy_has(x, 1) ? 2 : 1;
    }
    return c->match.n || no_match(x, c);
}

static bool is_operator(const struct haproxy_args *x)
{
    return haproxy_is(x, 0, "eq") || haproxy_is(x, 0, "le") || haproxy_is(x, 0, "lt") || haproxy_is(x, 0, "ge") ||
           haproxy_is(x, 0, "gt");
}

enum { LONGEST_NUMBER = 20 }; /* of so many digits it is over 64 bits */

/* "5", "5:", ":5", "5:7", "-3"; of versions also "1.1". */
static bool is_range(struct str s, bool version)
{
    bool digit = false;
    uint32_t run = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        digit |= ch_is_digit(s.p[i]);
        run = ch_is_digit(s.p[i]) ? run + 1 : 0;
        if (run == LONGEST_NUMBER)
            return false;
        if (!ch_is_digit(s.p[i]) && s.p[i] != ':' && s.p[i] != '-' && s.p[i] != '+' && (s.p[i] != '.' || !version))
            return false;
    }
    return digit;
}

/* An address and a mask. A name is resolved by HAProxy: not ours to say. */
static bool is_no_address(struct str s)
{
    uint32_t slash = str_find_byte(s, '/'), dots = 0;
    bool digits = true;
    struct str host = str_slice(s, 0, slash), mask = str_slice(s, slash + 1, s.n);
    for (uint32_t i = 0; i < host.n; i++) {
        digits &= ch_is_digit(host.p[i]) || host.p[i] == '.';
        dots += host.p[i] == '.';
    }
    for (uint32_t i = 0; i < mask.n; i++)
        if (!ch_is_digit(mask.p[i]) && mask.p[i] != '.')
            return str_find_byte(mask, ':') == mask.n;
    if (digits && (host.n == 0 || dots > 3))
        return true;
    for (struct str rest = host; digits && rest.n;)
        if (haproxy_atol(str_cut(&rest, '.'), NULL) > 255)
            return dots > 0;
    bool bits = mask.n && str_find_byte(mask, '.') == mask.n;
    return digits && bits && haproxy_atol(mask, NULL) > 32;
}

static bool read_pattern(struct haproxy_args *x, const struct criterion *c)
{
    struct str s = haproxy_arg(x, 0);
    if (str_eq(c->match, STR("reg")))
        return haproxy_read_regex(x, 0);
    if ((str_eq(c->match, STR("int")) || str_eq(c->match, STR("len"))) && !is_operator(x) &&
        !is_range(s, str_find(c->name, STR("ssl_ver")) < c->name.n))
        return haproxy_bad(x, SYNTAX_VALUE, 0, "'%s' is neither a number nor a supported operator",
                           haproxy_quoted(x->r, s));
    if (str_eq(c->match, STR("ip")) && is_no_address(s))
        return haproxy_bad(x, SYNTAX_VALUE, 0, "'%s' is not a valid IPv4 or IPv6 address", haproxy_quoted(x->r, s));
    return true;
}

bool haproxy_read_criterion(struct haproxy_args *x)
{
    struct criterion c = {0};
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "missing fetch method in ACL expression");
    struct haproxy_bare subject = {x->entry, haproxy_arg_at(x, 0), haproxy_arg(x, 0)};
    if (!read_subject(x, &c))
        return false;
    if (!haproxy_has(x, 0) && c.match.n && !str_eq(c.type, STR("bool")))
        vec_push(x->r->a, &x->r->bare, subject);
    if (!read_flags(x, &c))
        return false;
    for (; haproxy_has(x, 0); x->pos++)
        if (!read_pattern(x, &c))
            return false;
    return true;
}

bool haproxy_read_acl(struct haproxy_args *x, struct str rest)
{
    struct str name = haproxy_arg(x, 0);
    uint32_t bad = haproxy_bad_name(name);
    (void)rest;
    if (bad < name.n) {
        haproxy_fault(x->r, SYNTAX_VALUE, haproxy_part_at(x, 0, bad, 1),
                      "character '%s' is not permitted in acl name '%s'",
                      haproxy_quoted(x->r, str_slice(name, bad, bad + 1)), haproxy_quoted(x->r, name));
        return false;
    }
    if (str_eq_nocase(name, STR("or")))
        return haproxy_bad(
            x, SYNTAX_VALUE, 0,
            "acl name '%s' will never match. 'or' is used to express a logical disjunction within a condition",
            haproxy_quoted(x->r, name));
    if (x->r->proxy && haproxy_has(x, 0)) {
        x->r->proxy->acls.a = x->r->a;
        map_put(&x->r->proxy->acls, name, x->entry, NULL);
        x->r->proxy->any_acl |= x->t[x->pos].unknown;
    }
    x->pos++;
    return haproxy_read_criterion(x);
}

/* Whether an ACL is defined for the section at hand. Those of its defaults section are seen by rules there only. */
static bool acl_known(const struct haproxy_reader *r, struct str name)
{
    const struct haproxy_proxy *p = r->proxy;
    return !p || p->any_acl || map_has(&p->acls, name) || is_default_acl(name);
}

static bool read_anonymous(struct haproxy_args *x)
{
    uint32_t end = 1;
    while (haproxy_has(x, end) && !haproxy_is(x, end, "}"))
        end++;
    if (!haproxy_has(x, end))
        return haproxy_bad(x, SYNTAX_UNTERMINATED, 0, "missing closing '}' in condition");
    struct haproxy_args inner = *x;
    inner.pos++;
    inner.n = x->pos + end;
    if (!haproxy_read_criterion(&inner))
        return false;
    x->pos += end;
    return true;
}

static struct str nearest_acl(const struct haproxy_reader *r, struct str name)
{
    struct closest near = closest_start(name);
    for (uint32_t i = 0; r->proxy && i < r->proxy->acls.n; i++)
        closest_offer(&near, r->proxy->acls.entries[i].key, 0);
    return near.best;
}

static bool read_term(struct haproxy_args *x)
{
    struct str word = haproxy_arg(x, 0);
    uint32_t marks = 0;
    while (marks < word.n && word.p[marks] == '!')
        marks++;
    word = str_slice(word, marks, word.n);
    if (word.n == 0 || str_eq_nocase(word, STR("or")) || str_eq(word, STR("||")))
        return true;
    if (str_eq(word, STR("{")))
        return read_anonymous(x);
    if (acl_known(x->r, word))
        return true;
    struct finding *f = haproxy_fault(x->r, SYNTAX_UNRESOLVED, haproxy_part_at(x, 0, marks, word.n),
                                      "no such ACL : '%s'", haproxy_quoted(x->r, word));
    struct str near = x->r->n_searches ? nearest_acl(x->r, word) : (struct str){0};
    x->r->n_searches -= x->r->n_searches > 0;
    if (word.p[0] == '{')
        diag_help(x->r->sink, f, "put a space behind the brace");
    else if (near.n)
        diag_help(x->r->sink, f, "did you mean '%s'", haproxy_quoted(x->r, near));
    return false;
}

bool haproxy_read_condition(struct haproxy_args *x, bool needed)
{
    bool begins = haproxy_is(x, 0, "if") || haproxy_is(x, 0, "unless");
    if (!begins && (needed || haproxy_has(x, 0)))
        return haproxy_bad(x, haproxy_has(x, 0) ? SYNTAX_UNEXPECTED_TOKEN : SYNTAX_COUNT, 0,
                           "'%.*s' expects either 'if' or 'unless' followed by a condition%s%s%s", STR_ARG(x->kw),
                           haproxy_has(x, 0) ? " but found '" : "",
                           haproxy_has(x, 0) ? haproxy_quoted(x->r, haproxy_arg(x, 0)) : "",
                           haproxy_has(x, 0) ? "'" : "");
    x->pos += begins;
    for (; haproxy_has(x, 0); x->pos++)
        if (!read_term(x))
            return false;
    return true;
}
