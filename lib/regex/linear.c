#include "regex/regex.h"

#include <string.h>

/* What RE2 has not; the first row that fits is told. */
static const struct {
    struct str text;
    struct str message;
} groups[] = {
    {STR_INIT("(*"), STR_INIT("verbs like (*UTF) are not supported here")},
    {STR_INIT("(?="), STR_INIT("lookahead is not supported here")},
    {STR_INIT("(?!"), STR_INIT("lookahead is not supported here")},
    {STR_INIT("(?<="), STR_INIT("lookbehind is not supported here")},
    {STR_INIT("(?<!"), STR_INIT("lookbehind is not supported here")},
    {STR_INIT("(?>"), STR_INIT("atomic groups are not supported here")},
    {STR_INIT("(?("), STR_INIT("conditions are not supported here")},
    {STR_INIT("(?P="), STR_INIT("back references are not supported here")},
    {STR_INIT("(?P>"), STR_INIT("recursion is not supported here")},
};

struct scan {
    struct str p;
    uint32_t i;
    struct regex_error error;
};

static bool refuse(struct scan *s, uint32_t off, struct str message)
{
    s->error = (struct regex_error){off, message};
    return false;
}

static char peek(const struct scan *s, uint32_t ahead)
{
    return str_byte(s->p, s->i + ahead);
}

static struct str rest(const struct scan *s)
{
    return str_slice(s->p, s->i, s->p.n);
}

/* \Q...\E is text; the end of the pattern ends it too. */
static void skip_quoted(struct scan *s)
{
    uint32_t end = str_find(rest(s), STR("\\E"));
    s->i += end + 2;
}

static bool escape(struct scan *s)
{
    static const char letters[] = "dDsSwWbBAzaftnrvxpP";
    char c = peek(s, 1);
    if (c == 'Q') {
        skip_quoted(s);
        return true;
    }
    if ((c >= '1' && c <= '9') || c == 'g' || c == 'k')
        return refuse(s, s->i, STR("back references are not supported here"));
    if (ch_is_alpha(c) && !strchr(letters, c))
        return refuse(s, s->i, STR("this escape is not supported here"));
    s->i += 2;
    return true;
}

/* From '[' on. A ']' right after it, or after '^', stands for itself; [:alpha:] has its own brackets. */
static bool class(struct scan *s)
{
    s->i += peek(s, 1) == '^' ? 2 : 1;
    for (bool first = true; s->i < s->p.n && (first || peek(s, 0) != ']'); first = false) {
        uint32_t close = str_find(rest(s), STR(":]"));
        if (peek(s, 0) == '[' && peek(s, 1) == ':' && close < s->p.n - s->i &&
            str_find_byte(str_slice(rest(s), 2, close), ']') == close - 2)
            s->i += close + 2;
        else if (peek(s, 0) != '\\')
            s->i++;
        else if (!escape(s))
            return false;
    }
    s->i++;
    return true;
}

/* (?i), (?i-s:, (?P<name>, (?<name>, (?: and plain groups. */
static bool group(struct scan *s)
{
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
        if (str_starts(rest(s), groups[i].text))
            return refuse(s, s->i, groups[i].message);
    if (peek(s, 1) != '?' || peek(s, 2) == '<' || (peek(s, 2) == 'P' && peek(s, 3) == '<')) {
        s->i++;
        return true;
    }
    uint32_t i = 2;
    while (peek(s, i) != '\0' && strchr("imsU-", peek(s, i)))
        i++;
    if (peek(s, i) != ':' && peek(s, i) != ')')
        return refuse(s, s->i, STR("this kind of group is not supported here"));
    s->i += i;
    return true;
}

/* Length of a quantifier: * + ? {2} {2,} {2,3}; 0: none. */
static uint32_t quantifier(const struct scan *s)
{
    char c = peek(s, 0);
    if (c == '*' || c == '+' || c == '?')
        return 1;
    uint32_t i = 1, digits = 0;
    if (c != '{')
        return 0;
    for (; ch_is_digit(peek(s, i)); i++)
        digits++;
    if (peek(s, i) == ',')
        for (i++; ch_is_digit(peek(s, i));)
            i++;
    return digits && peek(s, i) == '}' ? i + 1 : 0;
}

static bool step(struct scan *s)
{
    uint32_t n = quantifier(s);
    if (n) {
        s->i += n;
        if (peek(s, 0) == '+')
            return refuse(s, s->i, STR("possessive quantifiers are not supported here"));
        s->i += peek(s, 0) == '?';
        return true;
    }
    switch (peek(s, 0)) {
    case '\\':
        return escape(s);
    case '[':
        return class(s);
    case '(':
        return group(s);
    default:
        s->i++;
        return true;
    }
}

bool regex_check_linear(struct str pattern, struct regex_error *ret_error)
{
    struct scan s = {.p = pattern};
    while (s.i < pattern.n)
        if (!step(&s)) {
            if (ret_error)
                *ret_error = s.error;
            return false;
        }
    return true;
}
