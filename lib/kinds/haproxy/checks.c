/* Health checks: option httpchk and its kin, http-check, tcp-check (src/tcpcheck.c). */
#include "kinds/haproxy/form.h"

#include "kinds/haproxy/units.h"

static const char *shown(struct haproxy_args *x, uint32_t i)
{
    return haproxy_quoted(x->r, haproxy_arg(x, i));
}

static bool at_most(struct haproxy_args *x, uint32_t n)
{
    if (haproxy_has(x, n))
        return haproxy_bad(x, SYNTAX_COUNT, n, "'%.*s' cannot handle unexpected argument '%s'", STR_ARG(x->kw),
                           shown(x, n));
    x->pos = x->n;
    return true;
}

bool haproxy_read_httpchk(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    return at_most(x, 3);
}

bool haproxy_read_smtpchk(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    return at_most(x, 2);
}

bool haproxy_read_mysql_check(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (haproxy_has(x, 0) && !haproxy_is(x, 0, "user"))
        return haproxy_bad(x, SYNTAX_VALUE, 0, "'option mysql-check' only supports 'user' (got '%s')", shown(x, 0));
    if (haproxy_has(x, 0) && !haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'option mysql-check user' expects <username> as argument");
    if (haproxy_has(x, 2) && !haproxy_is(x, 2, "post-41") && !haproxy_is(x, 2, "pre-41"))
        return haproxy_bad(x, SYNTAX_VALUE, 2, "keyword 'user' only supports 'post-41' and 'pre-41' (got '%s')",
                           shown(x, 2));
    return at_most(x, 3);
}

bool haproxy_read_comment(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_is(x, 0, "comment"))
        return true;
    if (!haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'comment' expects a string as argument");
    x->pos += 2;
    return true;
}

/* A word of a list of "name" or "name:" entries: 2 takes an argument, 1 does not, 0 is none. */
static int option_kind(const struct haproxy_args *x, const char *list)
{
    struct str rest = str_from(list), word = haproxy_arg(x, 0);
    while (rest.n) {
        struct str one = str_cut(&rest, ' ');
        bool value = one.p[one.n - 1] == ':';
        one.n -= value;
        if (str_eq(one, word))
            return value ? 2 : 1;
    }
    return 0;
}

bool haproxy_read_check_connect(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    while (haproxy_has(x, 0)) {
        int kind = option_kind(x, "default addr: port: proto: comment: send-proxy via-socks4 linger ssl sni: alpn:");
        if (!kind)
            return haproxy_bad(
                x, SYNTAX_VALUE, 0,
                "'%.*s' expects 'comment', 'port', 'addr', 'send-proxy', 'via-socks4', 'linger', 'default', 'ssl', 'sni', "
                "'alpn' or 'proto' but got '%s' as argument",
                STR_ARG(x->kw), shown(x, 0));
        if (kind == 2 && !haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'%s' expects an argument", shown(x, 0));
        struct haproxy_args y = *x;
        y.pos++;
        y.kw = haproxy_arg(x, 0);
        if (haproxy_is(x, 0, "proto") && !haproxy_read_mux(&y, rest))
            return false;
        if (haproxy_is(x, 0, "addr") && !haproxy_read_address(&y, 0, haproxy_arg(&y, 0), HAPROXY_PORT_OK))
            return false;
        if (haproxy_is(x, 0, "port")) {
            struct str port = haproxy_arg(x, 1);
            uint32_t end;
            int64_t n = haproxy_atol(port, &end);
            if (end == port.n ? n < 1 || n > 65535 : !haproxy_read_expression_in(&y, port, 0, &end, NULL, NULL))
                return end == port.n
                           ? haproxy_bad(
                                 x, SYNTAX_VALUE, 1,
                                 "expects a valid TCP port (from range 1 to 65535) or a sample expression, got %s",
                                 shown(x, 1))
                           : false;
        }
        x->pos += (uint32_t)kind;
    }
    return true;
}

/* "200", "200-399,401": a list of ranges. */
static bool check_status(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 1);
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_digit(s.p[i]) && s.p[i] != '-' && s.p[i] != ',')
            return haproxy_bad(x, SYNTAX_VALUE, 1, "invalid character '%s' in the list of status codes",
                               haproxy_quoted(x->r, str_slice(s, i, i + 1)));
    return true;
}

static bool check_binary(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 1);
    bool ok = s.n % 2 == 0;
    for (uint32_t i = 0; i < s.n; i++)
        ok &= ch_is_digit(s.p[i]) || (ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f');
    return ok || haproxy_bad(x, SYNTAX_VALUE, 1, "invalid binary string '%s'", shown(x, 1));
}

/* hdr name [-m how] NAME [value [-m how] VALUE] */
static bool check_headers(struct haproxy_args *x)
{
    if (!haproxy_is(x, 1, "name") && !haproxy_is(x, 1, "name-lf"))
        return haproxy_bad(x, SYNTAX_COUNT, 1,
                           "'%s' expects at the name keyword as first argument followed by a pattern", shown(x, 0));
    x->pos += 2;
    for (int part = 0; part < 2; part++) {
        bool matched = haproxy_is(x, 0, "-m");
        if (matched) {
            if (!option_kind(&(struct haproxy_args){.r = x->r, .t = x->t, .n = x->n, .pos = x->pos + 1},
                             "str beg end sub reg"))
                return haproxy_bad(x, SYNTAX_VALUE, 1,
                                   "'-m' only supports 'str', 'beg', 'end', 'sub' or 'reg' (got '%s')", shown(x, 1));
            x->pos += 2;
        }
        if (!haproxy_has(x, 0) && matched && part == 0)
            return true; /* HAProxy takes the end of the line for a name */
        if (!haproxy_has(x, 0))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'hdr' expects a pattern with the %s keyword",
                               part ? "value" : "name");
        x->pos++;
        if (part || (!haproxy_is(x, 0, "value") && !haproxy_is(x, 0, "value-lf")))
            break;
        x->pos++;
    }
    return true;
}

/* The pattern, with or without "!" before it. Returns how many words it took, 0: it was none, -1: reported. */
static int read_pattern(struct haproxy_args *x, bool http)
{
    struct str word = haproxy_arg(x, 0);
    if (str_eq(word, STR("!")) && haproxy_has(x, 1)) {
        x->pos++;
        word = haproxy_arg(x, 0);
    } else if (word.n > 1 && word.p[0] == '!') {
        word = str_slice(word, 1, word.n);
    }
    struct haproxy_token token = {.text = word};
    struct haproxy_args y = {.r = x->r, .t = &token, .n = 1};
    bool header = http && option_kind(&y, "hdr fhdr");
    if (header)
        return check_headers(x) ? 0 : -1;
    if (!http && str_eq(word, STR("custom")))
        return 1;
    if (!option_kind(&y, http ? "string: rstring: string-lf: status: rstatus:"
                              : "string: rstring: string-lf: binary: rbinary: binary-lf:")) {
        haproxy_bad(
            x, SYNTAX_VALUE, 0,
            http
                ? "'%.*s' only supports min-recv, [!]string, [!]rstring, [!]string-lf, [!]status, [!]rstatus, [!]hdr or [!]fhdr, got '%s'"
                : "'%.*s' only supports min-recv, [!]binary, [!]string, [!]rstring, [!]string-lf, [!]binary-lf or [!]rbinary, got '%s'",
            STR_ARG(x->kw), shown(x, 0));
        return -1;
    }
    if (!haproxy_has(x, 1)) {
        haproxy_bad(x, SYNTAX_COUNT, 0, "'%s' expects a <pattern> as argument", haproxy_quoted(x->r, word));
        return -1;
    }
    bool ok = str_eq(word, STR("status"))                                    ? check_status(x)
              : str_eq(word, STR("binary"))                                  ? check_binary(x)
              : str_eq(word, STR("rstring")) || str_eq(word, STR("rstatus")) ? haproxy_read_regex(x, 1)
                                                                             : true;
    return ok ? 2 : -1;
}

static bool expect_option(struct haproxy_args *x)
{
    if (!haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%s' expects an argument", shown(x, 0));
    struct haproxy_args y = *x;
    y.kw = haproxy_arg(x, 0);
    y.pos++;
    if (haproxy_is(x, 0, "min-recv"))
        return haproxy_form(&y, STR("whole:-1..")) == HAPROXY_FORM_DONE;
    if (haproxy_is(x, 0, "ok-status"))
        return haproxy_form(&y, STR("{L4OK|L6OK|L7OK|L7OKC}")) == HAPROXY_FORM_DONE;
    if (haproxy_is(x, 0, "error-status"))
        return haproxy_form(&y, STR("{L4CON|L6RSP|L7RSP|L7STS}")) == HAPROXY_FORM_DONE;
    if (haproxy_is(x, 0, "tout-status"))
        return haproxy_form(&y, STR("{L4TOUT|L6TOUT|L7TOUT}")) == HAPROXY_FORM_DONE;
    if (haproxy_is(x, 0, "on-success") || haproxy_is(x, 0, "on-error"))
        return haproxy_form(&y, STR("fmt")) == HAPROXY_FORM_DONE;
    return true;
}

bool haproxy_read_check_expect(struct haproxy_args *x, struct str rest)
{
    bool pattern = false, http = str_starts(x->kw, STR("http"));
    (void)rest;
    if (!haproxy_has(x, 1) && !haproxy_is(x, 0, "custom"))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects at least a matching pattern as arguments",
                           STR_ARG(x->kw));
    while (haproxy_has(x, 0)) {
        if (option_kind(
                x, "min-recv: comment: on-success: on-error: ok-status: error-status: status-code: tout-status:")) {
            if (!expect_option(x))
                return false;
            x->pos += 2;
            continue;
        }
        if (pattern)
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' : only one pattern expected, found '%s'", STR_ARG(x->kw),
                               shown(x, 0));
        int n = read_pattern(x, http);
        if (n < 0)
            return false;
        pattern = true;
        x->pos += (uint32_t)n;
    }
    return true;
}

bool haproxy_read_check_send(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    while (haproxy_has(x, 0)) {
        int kind = option_kind(x, "meth: uri: uri-lf: ver: hdr: body: body-lf: comment:");
        uint32_t words = haproxy_is(x, 0, "hdr") ? 2 : 1;
        if (!kind)
            return haproxy_bad(
                x, SYNTAX_VALUE, 0,
                "'%.*s' expects 'comment', 'meth', 'uri', 'uri-lf', 'ver', 'hdr', 'body' or 'body-lf' but got '%s' as argument",
                STR_ARG(x->kw), shown(x, 0));
        if (!haproxy_has(x, words))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "'%s' expects an argument", shown(x, 0));
        struct haproxy_args y = *x;
        y.pos += words;
        bool format = words == 2 || haproxy_is(x, 0, "uri-lf") || haproxy_is(x, 0, "body-lf");
        if (format && !haproxy_read_format(&y))
            return false;
        x->pos += words + 1;
    }
    return true;
}
