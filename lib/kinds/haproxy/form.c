#include "kinds/haproxy/form.h"

#include "base/buf.h"
#include "kinds/haproxy/units.h"
#include "regex/regex.h"

/* An item of a form, taken apart. */
struct item {
    struct str name;
    int64_t low, high;
    bool bounded, optional, needed;
};

static struct str next_item(struct str *form)
{
    struct str item = str_cut(form, ' ');
    while (form->n && form->p[0] == ' ')
        *form = str_slice(*form, 1, form->n);
    return item;
}

static struct item take_apart(struct str text)
{
    struct item it = {.low = INT64_MIN, .high = INT64_MAX};
    if (text.n > 1 && (text.p[text.n - 1] == '?' || text.p[text.n - 1] == '!')) {
        it.optional = text.p[text.n - 1] == '?';
        it.needed = !it.optional;
        text.n--;
    }
    uint32_t colon = text.n && text.p[0] != '{' ? str_find_byte(text, ':') : text.n;
    it.name = str_slice(text, 0, colon);
    if (colon < text.n) {
        struct str low = str_slice(text, colon + 1, text.n);
        uint32_t dots = str_find_byte(low, '.');
        struct str high = str_slice(low, dots + 2, low.n);
        it.bounded = true;
        it.low = haproxy_atol(str_slice(low, 0, dots), NULL);
        it.high = high.n ? haproxy_atol(high, NULL) : INT64_MAX;
    }
    return it;
}

static bool out_of_bounds(struct haproxy_args *x, const struct item *it)
{
    if (it->high == INT64_MAX)
        haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects a value of at least %lld, got '%s'", STR_ARG(x->kw),
                    (long long)it->low, haproxy_quoted(x->r, haproxy_arg(x, 0)));
    else
        haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects a value between %lld and %lld, got '%s'", STR_ARG(x->kw),
                    (long long)it->low, (long long)it->high, haproxy_quoted(x->r, haproxy_arg(x, 0)));
    return false;
}

static bool check_integer(struct haproxy_args *x, const struct item *it)
{
    struct str text = haproxy_arg(x, 0);
    uint32_t end;
    haproxy_atol(text, &end);
    bool whole = str_eq(it->name, STR("whole"));
    if (whole && end < text.n)
        return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects an integer, got '%s'", STR_ARG(x->kw),
                           haproxy_quoted(x->r, text));
    int64_t value = haproxy_atoi(text);
    if (it->bounded && (value < it->low || value > it->high))
        return out_of_bounds(x, it);
    if (end < text.n && !x->t[x->pos].open) {
        struct haproxy_cut cut = {x->entry, haproxy_arg_at(x, 0), x->kw, text, (int32_t)value};
        vec_push(x->r->a, &x->r->cuts, cut);
    }
    return true;
}

static bool check_octal(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 0);
    for (uint32_t i = s.p[0] == '-' || s.p[0] == '+'; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '7')
            return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' : missing or invalid mode '%s' (octal integer expected)",
                               STR_ARG(x->kw), haproxy_quoted(x->r, s));
    return true;
}

/* strtoul(..., 0) to the last byte. */
static bool check_number(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 0);
    uint32_t i = 0;
    bool hex = s.n > 2 && s.p[0] == '0' && ch_lower(s.p[1]) == 'x';
    i += hex ? 2 : s.n && (s.p[0] == '-' || s.p[0] == '+');
    uint32_t digits = i;
    while (i < s.n && (ch_is_digit(s.p[i]) || (hex && ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f')))
        i++;
    if (i == s.n && i > digits)
        return true;
    return haproxy_bad(x, SYNTAX_VALUE, 0, "invalid character starting at '%s' (integer/hex value expected)",
                       haproxy_quoted(x->r, str_slice(s, i, s.n)));
}

static bool check_time(struct haproxy_args *x, const struct item *it)
{
    struct str s = haproxy_arg(x, 0);
    uint32_t unit = str_eq(it->name, STR("time_s")) ? 1000 : 1, off;
    int64_t ns;
    switch (haproxy_parse_time(s, unit, &ns, &off)) {
    case HAPROXY_UNIT_OVERFLOW:
        return haproxy_bad(x, SYNTAX_VALUE, 0,
                           "timer overflow in argument '%s' to '%.*s' (maximum value is 2147483647 %s)",
                           haproxy_quoted(x->r, s), STR_ARG(x->kw), unit == 1 ? "ms or ~24.8 days" : "s or ~68 years");
    case HAPROXY_UNIT_CHARACTER:
        haproxy_fault(x->r, SYNTAX_VALUE, haproxy_part_at(x, 0, off, off < s.n),
                      "unexpected character '%s' in argument to '%.*s'",
                      haproxy_quoted(x->r, str_slice(s, off, off + 1)), STR_ARG(x->kw));
        return false;
    default:
        break;
    }
    int64_t value = (ns + (int64_t)unit * 1000000 - 1) / ((int64_t)unit * 1000000);
    return it->bounded && (value < it->low || value > it->high) ? out_of_bounds(x, it) : true;
}

static bool check_size(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 0);
    int64_t bytes;
    uint32_t off = 0;
    if (haproxy_parse_size(s, &bytes, &off) == HAPROXY_UNIT_OK)
        return true;
    haproxy_fault(x->r, SYNTAX_VALUE, haproxy_part_at(x, 0, off, off < s.n),
                  "unexpected character '%s' in argument of '%.*s'", haproxy_quoted(x->r, str_slice(s, off, off + 1)),
                  STR_ARG(x->kw));
    return false;
}

/* name: {a|b|c} */
static bool check_choice(struct haproxy_args *x, struct str name)
{
    struct str rest = str_slice(name, 1, name.n - 1), word = haproxy_arg(x, 0);
    while (rest.n)
        if (str_eq(str_cut(&rest, '|'), word))
            return true;
    struct buf b = {.a = x->r->a};
    for (rest = str_slice(name, 1, name.n - 1); rest.n;) {
        struct str one = str_cut(&rest, '|');
        buf_printf(&b, "'%.*s'%s", STR_ARG(one), rest.n == 0 ? "" : str_find_byte(rest, '|') < rest.n ? ", " : " or ");
    }
    return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects %.*s, got '%s'", STR_ARG(x->kw), STR_ARG(buf_str(&b)),
                       haproxy_quoted(x->r, word));
}

static bool check_errcode(struct haproxy_args *x)
{
    static const int32_t codes[] = {200, 400, 401, 403, 404, 405, 407, 408, 410, 413,
                                    421, 422, 425, 429, 500, 501, 502, 503, 504};
    int32_t code = haproxy_atoi(haproxy_arg(x, 0));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return true;
    /* HAProxy warns and ignores the line. */
    return true;
}

/* An address, and behind "/" a mask or a number of bits. */
static bool check_net(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 0);
    for (uint32_t i = 0; i < s.n; i++) {
        char c = ch_lower(s.p[i]);
        if (!ch_is_digit(c) && (c < 'a' || c > 'f') && c != '.' && c != ':' && c != '/')
            return haproxy_bad(x, SYNTAX_VALUE, 0, "'%.*s' expects <address>[/mask] as argument, got '%s'",
                               STR_ARG(x->kw), haproxy_quoted(x->r, s));
    }
    return true;
}

bool haproxy_read_regex(struct haproxy_args *x, uint32_t i)
{
    struct regex_error error;
    struct str s = haproxy_arg(x, i);
    if (s.n > 4096 || regex_compile(x->r->a, s, 0, &error))
        return true;
    struct finding *f = haproxy_fault(x->r, SYNTAX_REGEX, haproxy_part_at(x, i, error.off, error.off < s.n),
                                      "failed to parse the regex '%s'", haproxy_quoted(x->r, s));
    diag_label(x->r->sink, f, "%.*s", STR_ARG(error.message));
    return false;
}

static bool check_int_or_expr(struct haproxy_args *x)
{
    struct str s = haproxy_arg(x, 0);
    uint32_t end;
    haproxy_atol(s, &end);
    if (end == s.n) {
        x->pos++;
        return true;
    }
    return haproxy_read_expression(x, NULL);
}

typedef bool check_fn(struct haproxy_args *x, const struct item *it);

static bool check_word_host(struct haproxy_args *x, const struct item *it)
{
    (void)it;
    return haproxy_read_address(x, 0, haproxy_arg(x, 0), 0);
}

static bool check_addr_port(struct haproxy_args *x, const struct item *it)
{
    (void)it;
    return haproxy_read_address(x, 0, haproxy_arg(x, 0), HAPROXY_PORT_OK | HAPROXY_PORT_NEEDED);
}

/* A word of a simple item, which stands there. */
static bool check_word(struct haproxy_args *x, const struct item *it)
{
    static const struct {
        struct str name;
        check_fn *check;
    } checks[] = {{STR_INIT("atol"), check_integer},   {STR_INIT("whole"), check_integer},
                  {STR_INIT("time"), check_time},      {STR_INIT("time_s"), check_time},
                  {STR_INIT("host"), check_word_host}, {STR_INIT("addr_port"), check_addr_port}};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (str_eq(it->name, checks[i].name))
            return checks[i].check(x, it);
    if (it->name.p[0] == '{')
        return check_choice(x, it->name);
    if (str_eq(it->name, STR("number")))
        return check_number(x);
    if (str_eq(it->name, STR("octal")))
        return check_octal(x);
    if (str_eq(it->name, STR("size")))
        return check_size(x);
    if (str_eq(it->name, STR("net")))
        return check_net(x);
    if (str_eq(it->name, STR("errcode")))
        return check_errcode(x);
    if (str_eq(it->name, STR("regex")))
        return haproxy_read_regex(x, 0);
    if (str_eq(it->name, STR("fmt")) || str_eq(it->name, STR("logfmt")))
        return haproxy_read_format(x);
    return true;
}

static bool missing(struct haproxy_args *x, struct str item)
{
    const char *what = str_eq(item, STR("word")) || item.n == 0 ? "an argument"
                       : str_starts(item, STR("time"))          ? "a time"
                       : str_eq(item, STR("atol")) || str_eq(item, STR("whole")) || str_eq(item, STR("number"))
                           ? "an integer argument"
                       : str_eq(item, STR("fmt")) || str_eq(item, STR("logfmt")) ? "a format"
                       : str_eq(item, STR("regex"))                              ? "a regular expression"
                       : str_eq(item, STR("expr"))                               ? "a sample expression"
                                                                                 : NULL;
    if (what)
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects %s", STR_ARG(x->kw), what);
    return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects an argument: %.*s", STR_ARG(x->kw), STR_ARG(item));
}

static bool read_grammar(struct haproxy_args *x, struct str name, struct str rest)
{
    static const struct {
        struct str name;
        haproxy_grammar *read;
    } grammars[] = {
#define X(name, function) {STR_INIT(#name), function},
        HAPROXY_GRAMMARS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof grammars / sizeof *grammars; i++)
        if (str_eq(grammars[i].name, name))
            return grammars[i].read(x, rest);
    return true;
}

/* One item that is neither the end of looking nor a grammar. */
static bool read_item(struct haproxy_args *x, struct str text)
{
    struct item it = take_apart(text);
    if (str_eq(it.name, STR("cond")))
        return haproxy_read_condition(x, it.needed);
    if (!haproxy_has(x, 0))
        return it.optional ? true : missing(x, it.name);
    if (str_eq(it.name, STR("expr")))
        return haproxy_read_expression(x, NULL);
    if (str_eq(it.name, STR("int_or_expr")))
        return check_int_or_expr(x);
    if (!check_word(x, &it))
        return false;
    x->pos++;
    return true;
}

enum haproxy_formed haproxy_form(struct haproxy_args *x, struct str form)
{
    while (form.n) {
        struct str item = next_item(&form);
        if (str_eq(item, STR("...")))
            return HAPROXY_FORM_OPEN;
        if (item.p[0] == '@')
            return read_grammar(x, str_slice(item, 1, item.n), form) ? HAPROXY_FORM_DONE : HAPROXY_FORM_BAD;
        if (str_eq(item, STR("?"))) {
            x->pos += haproxy_has(x, 0);
            continue;
        }
        if (!read_item(x, item))
            return HAPROXY_FORM_BAD;
    }
    return HAPROXY_FORM_DONE;
}

bool haproxy_form_all(struct haproxy_args *x, struct str form)
{
    enum haproxy_formed formed = haproxy_form(x, form);
    if (formed == HAPROXY_FORM_DONE && haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' cannot handle unexpected argument '%s'", STR_ARG(x->kw),
                           haproxy_quoted(x->r, haproxy_arg(x, 0)));
    return formed != HAPROXY_FORM_BAD;
}

bool haproxy_read_pairs(struct haproxy_args *x, struct str rest)
{
    while (haproxy_has(x, 0)) {
        struct str pairs = rest, word = haproxy_arg(x, 0), form = {0};
        bool found = false;
        while (pairs.n && !found) {
            form = next_item(&pairs);
            found = str_eq(str_cut(&form, ':'), word);
        }
        if (!found)
            return haproxy_bad(x, SYNTAX_UNKNOWN, 0, "'%.*s' does not support '%s'", STR_ARG(x->kw),
                               haproxy_quoted(x->r, word));
        x->kw = word;
        x->pos++;
        if (form.n && !read_item(x, form))
            return false;
    }
    return true;
}
