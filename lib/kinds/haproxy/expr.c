/* Sample expressions: a fetch, its arguments, converters (sample_parse_expr and make_arg_list of v2.6.0). */
#include "kinds/haproxy/form.h"

#include "base/buf.h"
#include "kinds/haproxy/units.h"
#include "regex/regex.h"

#include <arpa/inet.h>
#include <string.h>

enum { MAX_CONVERTERS = 1000 };

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == ':';
}

static uint32_t name_end(struct str s, uint32_t from)
{
    while (from < s.n && is_name_byte(s.p[from]))
        from++;
    return from;
}

/* A word's text that is being read as an expression. */
struct reading {
    struct haproxy_args *x;
    uint32_t word; /* of x, from x->pos */
    struct str text;
    uint32_t pos;
    struct str kw; /* the fetch or converter at hand */
    bool converter;
};

static bool fail_at(struct reading *e, enum syntax_rule rule, uint32_t from, uint32_t n, const char *message)
{
    haproxy_fault(e->x->r, rule, haproxy_part_at(e->x, e->word, from, n), "%s", message);
    return false;
}

static const char *text_of(struct reading *e, struct str s)
{
    return haproxy_quoted(e->x->r, s);
}

static const char *say(struct reading *e, const char *before, struct str s, const char *after)
{
    return str_printf(e->x->r->a, "%s'%s'%s", before, text_of(e, s), after).p;
}

/* An argument between brackets, unquoted: up to an unquoted ',' or ')'. e->pos is then at that byte, or the end. */
static struct str read_argument(struct reading *e, bool *ret_plain)
{
    struct buf b = {.a = e->x->r->a};
    char quote = 0;
    uint32_t from = e->pos;
    for (; e->pos < e->text.n; e->pos++) {
        char c = e->text.p[e->pos], next = e->pos + 1 < e->text.n ? e->text.p[e->pos + 1] : '\0';
        if ((c == '"' || c == '\'') && (!quote || quote == c)) {
            quote = quote ? 0 : c;
            continue;
        }
        if (c == '\\' && quote != '\'' && next) {
            if (strchr("\\ \"'rnt", next)) {
                c = next == 'r' ? '\r' : next == 'n' ? '\n' : next == 't' ? '\t' : next;
                e->pos++;
            }
        } else if (!quote && (c == ',' || c == ')')) {
            break;
        }
        buf_putc(&b, c);
    }
    struct str s = buf_str(&b);
    *ret_plain = s.n == e->pos - from;
    return s;
}

/* A variable's name: a scope, a dot, a name. */
static bool is_variable(struct str s)
{
    static const struct str scopes[] = {STR_INIT("proc."), STR_INIT("sess."), STR_INIT("txn."),
                                        STR_INIT("req."),  STR_INIT("res."),  STR_INIT("check.")};
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
        if (str_starts(s, scopes[i])) {
            for (uint32_t k = scopes[i].n; k < s.n; k++)
                if (!ch_is_alpha(s.p[k]) && !ch_is_digit(s.p[k]) && s.p[k] != '_' && s.p[k] != '.')
                    return false;
            return true;
        }
    return false;
}

static bool is_operator(struct str kw)
{
    static const struct str names[] = {STR_INIT("and"), STR_INIT("or"),  STR_INIT("xor"), STR_INIT("add"),
                                       STR_INIT("sub"), STR_INIT("mul"), STR_INIT("div"), STR_INIT("mod")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(kw, names[i]))
            return true;
    return false;
}

/* What the first argument means to some words, beyond its type. */
static bool check_meaning(struct reading *e, struct str value, uint32_t from)
{
    uint32_t end;
    uint32_t n = e->pos - from;
    bool variable = str_eq(e->kw, STR("var")) || str_eq(e->kw, STR("set-var")) || str_eq(e->kw, STR("unset-var"));
    if (variable && (value.n == 0 || !is_variable(value)))
        return fail_at(e, SYNTAX_VALUE, from, n, say(e, "invalid variable name ", value, ""));
    if (!e->converter || !is_operator(e->kw) || is_variable(value))
        return true;
    haproxy_atol(value, &end);
    if (end == value.n)
        return true;
    return fail_at(e, SYNTAX_VALUE, from, n,
                   say(e, "invalid args in converter ", e->kw, " : expects an integer or a variable name"));
}

/* be2dec(separator,chunk_size[,truncate]), be2hex([separator[,chunk_size[,truncate]]]): sample_conv_be2dec_check() and its twin. */
static bool check_chunks(struct reading *e, struct str value, uint32_t i, uint32_t from)
{
    bool dec = str_eq(e->kw, STR("be2dec"));
    int64_t n = haproxy_atol(value, NULL);
    if (!e->converter || (!dec && !str_eq(e->kw, STR("be2hex"))) || i == 0)
        return true;
    if (i == 1 && (n < 1 || (dec && n > 8)))
        return fail_at(e, SYNTAX_VALUE, from, e->pos - from,
                       say(e, "invalid args in converter ", e->kw,
                           dec ? " : chunk_size out of [1..8] range" : " : chunk_size needs to be positive"));
    return i == 1 || n == 0 || n == 1 ||
           fail_at(e, SYNTAX_VALUE, from, e->pos - from,
                   say(e, "invalid args in converter ", e->kw, " : unsupported truncate value"));
}

/* bin(HEX) of sample.c. */
static bool check_hex(struct reading *e, struct str value, uint32_t from)
{
    bool ok = value.n % 2 == 0;
    if (e->converter || !str_eq(e->kw, STR("bin")))
        return true;
    for (uint32_t i = 0; i < value.n; i++)
        ok &= ch_is_digit(value.p[i]) || (ch_lower(value.p[i]) >= 'a' && ch_lower(value.p[i]) <= 'f');
    return ok || fail_at(e, SYNTAX_VALUE, from, e->pos - from,
                         say(e, "invalid args in fetch method ", e->kw, " : an even number of hex digits is expected"));
}

static void note_use(struct reading *e, struct str type, struct str value, uint32_t from)
{
    static const struct {
        struct str type;
        enum haproxy_use_kind kind;
    } uses[] = {{STR_INIT("table"), HAPROXY_USE_TABLE_ARG},
                {STR_INIT("server"), HAPROXY_USE_SERVER_ARG},
                {STR_INIT("frontend"), HAPROXY_USE_FRONTEND_ARG},
                {STR_INIT("backend"), HAPROXY_USE_BACKEND_ARG},
                {STR_INIT("user_list"), HAPROXY_USE_USERLIST}};
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (str_eq(type, uses[i].type))
            haproxy_use_name(e->x, uses[i].kind, value, haproxy_part_at(e->x, e->word, from, e->pos - from), e->kw);
}

static bool is_address(struct arena *a, struct str s, int family)
{
    unsigned char bytes[16];
    return s.n < 64 && inet_pton(family, str_dup(a, s).p, bytes) == 1;
}

/* A number of bits, or an address. */
static bool is_mask(struct arena *a, struct str s, int family)
{
    uint32_t end;
    int64_t bits = haproxy_atol(s, &end);
    return end == s.n ? bits >= 0 && bits <= (family == AF_INET ? 32 : 128) : is_address(a, s, family);
}

/* A value of a type that is not text. An empty one is told apart by the caller. */
static bool parses_as(struct arena *a, struct str type, struct str value)
{
    uint32_t end, off;
    int64_t unused;
    if (str_eq(type, STR("integer"))) {
        haproxy_atol(value, &end);
        return end == value.n;
    }
    if (str_eq(type, STR("time")))
        return haproxy_parse_time(value, 1, &unused, &off) == HAPROXY_UNIT_OK;
    if (str_eq(type, STR("size")))
        return haproxy_parse_size(value, &unused, &off) == HAPROXY_UNIT_OK;
    if (str_eq(type, STR("IPv4_address")) || str_eq(type, STR("IPv6_address")))
        return is_address(a, value, str_eq(type, STR("IPv4_address")) ? AF_INET : AF_INET6);
    if (str_eq(type, STR("IPv4_mask")) || str_eq(type, STR("IPv6_mask")))
        return is_mask(a, value, str_eq(type, STR("IPv4_mask")) ? AF_INET : AF_INET6);
    return true;
}

static bool is_text_type(struct str type)
{
    static const struct str typed[] = {STR_INIT("integer"),      STR_INIT("time"),      STR_INIT("size"),
                                       STR_INIT("IPv4_address"), STR_INIT("IPv4_mask"), STR_INIT("IPv6_address"),
                                       STR_INIT("IPv6_mask"),    STR_INIT("fid")};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        if (str_eq(type, typed[i]))
            return false;
    return true;
}

/* The types a form names: their number, and how many are needed. */
static uint32_t count_types(struct str form, uint32_t *ret_needed)
{
    uint32_t n = 0;
    *ret_needed = 0;
    while (form.n) {
        struct str one = str_cut(&form, ' ');
        *ret_needed += one.p[one.n - 1] != '?';
        n++;
    }
    return n;
}

static struct str type_at(struct str form, uint32_t i)
{
    struct str one = {0};
    for (uint32_t k = 0; k <= i; k++)
        one = str_cut(&form, ' ');
    return one.n && one.p[one.n - 1] == '?' ? str_slice(one, 0, one.n - 1) : one;
}

/* The closing bracket behind the arguments. */
static bool close_arguments(struct reading *e, uint32_t got, uint32_t needed, struct str form, bool open)
{
    if (got < needed) {
        const char *m = str_printf(e->x->r->a, "%s '%s' : missing arguments (got %u/%u), type '%.*s' expected",
                                   e->converter ? "converter" : "fetch method", text_of(e, e->kw), got, needed,
                                   STR_ARG(type_at(form, got)))
                            .p;
        return fail_at(e, SYNTAX_COUNT, e->pos, e->pos < e->text.n, m);
    }
    if (!open)
        return true;
    if (e->pos < e->text.n && e->text.p[e->pos] == ')') {
        e->pos++;
        return true;
    }
    struct str rest = str_slice(e->text, e->pos, e->text.n);
    return fail_at(e, SYNTAX_UNTERMINATED, e->pos, rest.n,
                   rest.n ? say(e, "expected ')' before ", rest, "") : "expected ')'");
}

/* ARG_BAD: reported; ARG_EMPTY: nothing there, the list ends before it; ARG_OK. */
enum argument { ARGUMENT_BAD, ARGUMENT_EMPTY, ARGUMENT_OK };

static enum argument read_one(struct reading *e, struct str form, uint32_t i, bool first)
{
    uint32_t from = e->pos;
    bool plain;
    struct str type = type_at(form, i), value = read_argument(e, &plain);
    if (!is_text_type(type) && value.n == 0)
        return ARGUMENT_EMPTY;
    if (!parses_as(e->x->r->a, type, value)) {
        const char *m = str_printf(e->x->r->a, "failed to parse '%s' as type '%.*s' at position %u of '%s'",
                                   text_of(e, value), STR_ARG(type), i + 1, text_of(e, e->kw))
                            .p;
        fail_at(e, SYNTAX_VALUE, from, e->pos - from, m);
        return ARGUMENT_BAD;
    }
    if (str_eq(type, STR("regex")) && value.n <= 4096 && !regex_compile(e->x->r->a, value, 0, NULL)) {
        fail_at(e, SYNTAX_REGEX, from, e->pos - from, say(e, "invalid regular expression ", value, ""));
        return ARGUMENT_BAD;
    }
    if ((first && (!check_meaning(e, value, from) || !check_hex(e, value, from))) || !check_chunks(e, value, i, from))
        return ARGUMENT_BAD;
    note_use(e, type, value, from);
    return ARGUMENT_OK;
}

/* The arguments of a word at e->pos, if any, by its form. */
static bool read_arguments(struct reading *e, struct str form)
{
    bool open = e->pos < e->text.n && e->text.p[e->pos] == '(';
    uint32_t needed, n = str_eq(form, STR("...")) ? 0 : count_types(form, &needed), got = 0;
    if (str_eq(form, STR("..."))) {
        while (open && e->pos < e->text.n && e->text.p[e->pos] != ')')
            e->pos++;
        e->pos += open && e->pos < e->text.n;
        return true;
    }
    if (!open && !needed)
        return true;
    e->pos += open;
    while (got < n) {
        /* Without brackets the list is empty, whatever follows. */
        struct reading none = *e;
        none.text.n = e->pos;
        enum argument a = read_one(open ? e : &none, form, got, got == 0);
        if (a == ARGUMENT_BAD)
            return false;
        if (a == ARGUMENT_EMPTY)
            break;
        got++;
        if (!open || e->pos >= e->text.n || e->text.p[e->pos] == ')' || got == n)
            break;
        e->pos++;
    }
    return close_arguments(e, got, needed, form, open);
}

enum sample_type { ANY, BOOL, SINT, ADDR, IPV4, IPV6, STR_, BIN, METH, N_TYPES };

static uint32_t type_of(struct str name)
{
    static const char *const names[N_TYPES] = {"any", "bool", "sint", "addr", "ipv4", "ipv6", "str", "bin", "meth"};
    for (uint32_t i = 0; i < N_TYPES; i++)
        if (str_eq(name, str_from(names[i])))
            return i;
    return ANY;
}

/* sample_casts[][] of src/sample.c. */
bool haproxy_casts(struct str from, struct str to)
{
    static const uint16_t can[N_TYPES] = {
        [ANY] = 0x1ff,
        [BOOL] = 1 << ANY | 1 << BOOL | 1 << SINT | 1 << STR_ | 1 << BIN,
        [SINT] = 0x1ff & ~(1 << METH),
        [ADDR] = 1 << ANY | 1 << ADDR | 1 << IPV4 | 1 << IPV6 | 1 << STR_ | 1 << BIN,
        [IPV4] = 1 << ANY | 1 << SINT | 1 << ADDR | 1 << IPV4 | 1 << IPV6 | 1 << STR_ | 1 << BIN,
        [IPV6] = 1 << ANY | 1 << ADDR | 1 << IPV4 | 1 << IPV6 | 1 << STR_ | 1 << BIN,
        [STR_] = 0x1ff,
        [BIN] = 1 << ANY | 1 << STR_ | 1 << BIN | 1 << METH,
        [METH] = 1 << ANY | 1 << STR_ | 1 << BIN | 1 << METH,
    };
    return can[type_of(from)] >> type_of(to) & 1;
}

/* A Lua script may register words of its own; so may a module that we do not know. */
static bool may_be_foreign(const struct haproxy_reader *r, struct str kw)
{
    return r->any_lua && str_starts(kw, STR("lua."));
}

/* A converter at e->pos. *type is what it gets and gives. false: reported. *ret_ours: it is a converter at all. */
static bool read_converter(struct reading *e, struct str *type, bool *ret_ours)
{
    struct haproxy_reader *r = e->x->r;
    uint32_t end = name_end(e->text, e->pos), row;
    e->kw = str_slice(e->text, e->pos, end);
    e->converter = true;
    enum haproxy_fit fit = haproxy_word_pick(e->kw, HAPROXY_CLASS_CONVERTER, 0, r->job->target, &row);
    *ret_ours = fit == HAPROXY_FIT_OK || may_be_foreign(r, e->kw);
    if (!*ret_ours)
        return true;
    e->pos = end;
    if (fit != HAPROXY_FIT_OK) {
        *type = STR("foreign");
        return read_arguments(e, STR("..."));
    }
    const struct haproxy_word *w = &haproxy_words[row];
    if (!haproxy_casts(*type, haproxy_word_str(w->input)))
        return fail_at(e, SYNTAX_VALUE, end - e->kw.n, e->kw.n, say(e, "converter ", e->kw, " cannot be applied"));
    *type = haproxy_word_str(w->output);
    return read_arguments(e, haproxy_word_str(w->form));
}

/* Converters behind commas, up to the end of the text or a byte that is none of them. */
static bool read_converters(struct reading *e, struct str *type)
{
    for (int n = 0; n < MAX_CONVERTERS && e->pos < e->text.n && e->text.p[e->pos] == ','; n++) {
        bool ours;
        while (e->pos < e->text.n && e->text.p[e->pos] == ',')
            e->pos++;
        if (e->pos == e->text.n)
            break;
        uint32_t from = e->pos;
        if (!read_converter(e, type, &ours))
            return false;
        if (!ours) {
            struct finding *f = haproxy_fault(e->x->r, SYNTAX_UNKNOWN, haproxy_part_at(e->x, e->word, from, e->kw.n),
                                              "unknown converter '%s'", text_of(e, e->kw));
            haproxy_suggest(e->x->r, f, e->kw, HAPROXY_CLASS_CONVERTER, 0);
            return false;
        }
    }
    return true;
}

static uint64_t reach_of(struct str marks)
{
    uint64_t reach = 0;
    for (uint32_t i = 0; i < marks.n; i++)
        reach |= (uint64_t)(marks.p[i] == '1') << i;
    return marks.n ? reach : UINT64_MAX;
}

/* The fetch that an expression begins with. */
static bool read_fetch(struct reading *e, struct str *type, uint64_t *reach)
{
    struct haproxy_reader *r = e->x->r;
    uint32_t from = e->pos, end = name_end(e->text, from), row;
    e->kw = str_slice(e->text, from, end);
    *reach = UINT64_MAX;
    if (end == from)
        return fail_at(e, SYNTAX_COUNT, from, e->text.n - from, "missing fetch method");
    enum haproxy_fit fit = haproxy_word_pick(e->kw, HAPROXY_CLASS_FETCH, 0, r->job->target, &row);
    if (fit != HAPROXY_FIT_OK && !may_be_foreign(r, e->kw)) {
        struct finding *f = haproxy_fault(r, SYNTAX_UNKNOWN, haproxy_part_at(e->x, e->word, from, e->kw.n),
                                          "unknown fetch method '%s'", text_of(e, e->kw));
        haproxy_suggest(r, f, e->kw, HAPROXY_CLASS_FETCH, 0);
        return false;
    }
    e->pos = end;
    *type = fit == HAPROXY_FIT_OK ? haproxy_word_str(haproxy_words[row].output) : STR("foreign");
    *reach = fit == HAPROXY_FIT_OK ? reach_of(haproxy_word_str(haproxy_words[row].reach)) : UINT64_MAX;
    return read_arguments(e, fit == HAPROXY_FIT_OK ? haproxy_word_str(haproxy_words[row].form) : STR("..."));
}

bool haproxy_read_expression_in(struct haproxy_args *x, struct str text, uint32_t from, uint32_t *ret_end,
                                const char **ret_type, uint64_t *ret_reach)
{
    struct reading e = {.x = x, .text = text, .pos = from};
    struct str type = STR("any");
    uint64_t reach;
    bool ok = read_fetch(&e, &type, &reach) && read_converters(&e, &type);
    *ret_end = e.pos;
    if (ret_type)
        *ret_type = type.p;
    if (ret_reach)
        *ret_reach = reach;
    return ok;
}

/* The text of the word at hand to its end; fails on what is no comma. */
static bool read_to_end(struct reading *e, struct str *type)
{
    if (!read_converters(e, type))
        return false;
    if (e->pos == e->text.n)
        return true;
    return fail_at(
        e, SYNTAX_UNEXPECTED_TOKEN, e->pos, 1,
        say(e, e->converter ? "missing comma after converter " : "missing comma after fetch keyword ", e->kw, ""));
}

bool haproxy_read_expression(struct haproxy_args *x, const char **ret_type)
{
    struct reading e = {.x = x, .text = haproxy_arg(x, 0)};
    struct str type = STR("any");
    uint64_t reach;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' : missing fetch method", STR_ARG(x->kw));
    if (!read_fetch(&e, &type, &reach) || !read_to_end(&e, &type))
        return false;
    x->pos++;
    while (haproxy_has(x, 0)) {
        bool ours;
        e = (struct reading){.x = x, .text = haproxy_arg(x, 0)};
        if (!read_converter(&e, &type, &ours))
            return false;
        if (!ours)
            break;
        if (!read_to_end(&e, &type))
            return false;
        x->pos++;
    }
    if (ret_type)
        *ret_type = type.p;
    return true;
}
