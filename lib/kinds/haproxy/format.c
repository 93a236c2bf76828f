/* Log formats, as parse_logformat_string() of src/log.c reads them. */
#include "kinds/haproxy/form.h"

#include <string.h>

/* Variables; those of HTTP are refused in a proxy of mode tcp. The list of src/log.c from 2.6 to 3.4. */
static const struct variable {
    struct str name;
    bool http;
} variables[] = {
    {STR_INIT("o"), false},    {STR_INIT("B"), false},    {STR_INIT("CC"), true},   {STR_INIT("CS"), true},
    {STR_INIT("H"), false},    {STR_INIT("ID"), false},   {STR_INIT("ST"), false},  {STR_INIT("T"), false},
    {STR_INIT("Ta"), true},    {STR_INIT("Tc"), false},   {STR_INIT("Th"), false},  {STR_INIT("Ti"), true},
    {STR_INIT("Tl"), false},   {STR_INIT("Tq"), true},    {STR_INIT("Tr"), true},   {STR_INIT("TR"), true},
    {STR_INIT("Td"), false},   {STR_INIT("Ts"), false},   {STR_INIT("Tt"), false},  {STR_INIT("Tu"), false},
    {STR_INIT("Tw"), false},   {STR_INIT("U"), false},    {STR_INIT("ac"), false},  {STR_INIT("b"), false},
    {STR_INIT("bc"), false},   {STR_INIT("bi"), false},   {STR_INIT("bp"), false},  {STR_INIT("bq"), false},
    {STR_INIT("ci"), false},   {STR_INIT("cp"), false},   {STR_INIT("f"), false},   {STR_INIT("fc"), false},
    {STR_INIT("fi"), false},   {STR_INIT("fp"), false},   {STR_INIT("ft"), false},  {STR_INIT("hr"), false},
    {STR_INIT("hrl"), false},  {STR_INIT("hs"), false},   {STR_INIT("hsl"), false}, {STR_INIT("HM"), true},
    {STR_INIT("HP"), true},    {STR_INIT("HPO"), true},   {STR_INIT("HQ"), true},   {STR_INIT("HU"), true},
    {STR_INIT("HV"), true},    {STR_INIT("lc"), false},   {STR_INIT("ms"), false},  {STR_INIT("pid"), false},
    {STR_INIT("r"), true},     {STR_INIT("rc"), false},   {STR_INIT("rt"), false},  {STR_INIT("s"), false},
    {STR_INIT("sc"), false},   {STR_INIT("si"), false},   {STR_INIT("sp"), false},  {STR_INIT("sq"), false},
    {STR_INIT("sslc"), false}, {STR_INIT("sslv"), false}, {STR_INIT("t"), false},   {STR_INIT("tr"), true},
    {STR_INIT("trg"), true},   {STR_INIT("trl"), true},   {STR_INIT("ts"), false},  {STR_INIT("tsc"), false},
    {STR_INIT("OG"), false},
};

static const struct variable *find_variable(struct str name)
{
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (str_eq(variables[i].name, name))
            return &variables[i];
    return NULL;
}

struct format {
    struct haproxy_args *x;
    struct str text;
    uint32_t pos;
};

static struct span part(const struct format *f, uint32_t from, uint32_t n)
{
    return haproxy_part_at(f->x, 0, from, n);
}

/* A name behind '%'. */
static bool read_variable(struct format *f, uint32_t start)
{
    struct haproxy_reader *r = f->x->r;
    uint32_t from = f->pos;
    while (f->pos < f->text.n && (ch_is_alpha(f->text.p[f->pos]) || ch_is_digit(f->text.p[f->pos])))
        f->pos++;
    struct str name = str_slice(f->text, from, f->pos);
    const struct variable *v = find_variable(name);
    if (!v) {
        haproxy_fault(
            r, SYNTAX_UNRESOLVED, part(f, start, f->pos - start),
            "no such format variable '%s'. If you wanted to emit the '%%' character verbatim, you need to use '%%%%'",
            haproxy_quoted(r, name));
        return false;
    }
    return true;
}

/* The expression behind "%[", and the bracket that ends it. */
static bool read_sample(struct format *f, uint32_t start)
{
    struct haproxy_reader *r = f->x->r;
    uint32_t end;
    if (!haproxy_read_expression_in(f->x, f->text, f->pos, &end, NULL, NULL))
        return false;
    f->pos = end;
    if (end < f->text.n && f->text.p[end] == ']') {
        f->pos++;
        return true;
    }
    struct str inner = str_slice(f->text, start, end);
    haproxy_fault(r, SYNTAX_UNTERMINATED, part(f, start, end - start),
                  end < f->text.n ? "expected ']' after '%s'" : "missing ']' after '%s'", haproxy_quoted(r, inner));
    return false;
}

static bool fail(struct format *f, uint32_t from, const char *what)
{
    haproxy_fault(f->x->r, SYNTAX_VALUE, part(f, from, 1), "%s near '%s'", what,
                  haproxy_quoted(f->x->r, str_slice(f->text, from, from + 20)));
    return false;
}

/* What stands behind a '%' at start. */
static bool read_directive(struct format *f, uint32_t start)
{
    bool argument = f->pos < f->text.n && f->text.p[f->pos] == '{';
    if (argument) {
        uint32_t close = f->pos + str_find_byte(str_slice(f->text, f->pos, f->text.n), '}');
        if (close == f->text.n)
            return fail(f, start, "truncated line");
        f->pos = close + 1;
    }
    char c = f->pos < f->text.n ? f->text.p[f->pos] : '\0';
    if (c == '[') {
        f->pos++;
        return read_sample(f, start);
    }
    if (ch_is_alpha(c) || (argument && ch_is_digit(c)))
        return read_variable(f, start);
    if (argument)
        return fail(f, start, "parse argument modifier without variable name");
    if (c == '\0')
        return fail(f, start, "truncated line after '%'");
    if (ch_is_digit(c) || c == ' ' || c == '\t')
        return fail(f, start, "unexpected variable name");
    f->pos += c == '%';
    return true;
}

bool haproxy_read_format(struct haproxy_args *x)
{
    struct format f = {.x = x, .text = haproxy_arg(x, 0)};
    while (f.pos < f.text.n) {
        const char *percent = memchr(f.text.p + f.pos, '%', f.text.n - f.pos);
        if (!percent)
            return true;
        uint32_t start = (uint32_t)(percent - f.text.p);
        f.pos = start + 1;
        if (!read_directive(&f, start))
            return false;
    }
    return true;
}
