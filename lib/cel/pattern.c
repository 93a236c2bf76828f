#include "cel/pattern.h"

#include "base/limits.h"
#include "cel/meter.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

struct pattern {
    pcre2_code *code;
    uint32_t groups;
};

/* ---- what RE2 has ---- */

struct scanner {
    struct str text;
    uint32_t at;
};

static char peek(const struct scanner *s, uint32_t ahead)
{
    uint32_t at = s->at + ahead;
    return at < s->text.n ? s->text.p[at] : '\0';
}

/* Escapes with a letter or digit that mean the same in both; others would, in PCRE2, look around, refer back, or set aside Unicode rules. */
static const char *scan_escape(struct scanner *s)
{
    char c = peek(s, 1);
    if (c >= '1' && c <= '9')
        return "backreferences are not available";
    if ((ch_is_alpha(c) || ch_is_digit(c)) && !strchr("aftnrvxQEdDsSwWbBAzpP0", c))
        return c == 'k' || c == 'g' ? "backreferences are not available" : "no such escape is available";
    s->at += c ? 2 : 1;
    if (c == 'Q') {
        uint32_t end = str_find(str_slice(s->text, s->at, s->text.n), STR("\\E"));
        s->at += end;
    }
    return NULL;
}

static const char *scan_class(struct scanner *s)
{
    s->at += peek(s, 1) == '^' ? 2 : 1;
    if (peek(s, 0) == ']')
        s->at++;
    while (s->at < s->text.n && peek(s, 0) != ']') {
        const char *wrong = NULL;
        if (peek(s, 0) == '\\')
            wrong = scan_escape(s);
        else if (peek(s, 0) == '[' && peek(s, 1) == ':')
            s->at += 2 + str_find(str_slice(s->text, s->at + 2, s->text.n), STR(":]"));
        else
            s->at++;
        if (wrong)
            return wrong;
    }
    s->at++;
    return NULL;
}

/* Behind "(": a plain group, (?:, a named one, or flags. */
static const char *scan_group(struct scanner *s)
{
    s->at++;
    if (peek(s, 0) == '*')
        return "verbs are not available";
    if (peek(s, 0) != '?')
        return NULL;
    char c = peek(s, 1), d = peek(s, 2);
    if (c == '=' || c == '!' || (c == '<' && (d == '=' || d == '!')))
        return "lookaround is not available";
    if (c == '<' || (c == 'P' && d == '<'))
        return NULL;
    for (s->at++; peek(s, 0) && strchr("imsU-", peek(s, 0));)
        s->at++;
    return peek(s, 0) == ':' || peek(s, 0) == ')' ? NULL : "no such group is available";
}

/* The length of {n}, {n,} or {n,m} here; 0 when the brace is a character. */
static uint32_t braces(const struct scanner *s)
{
    uint32_t i = 1;
    while (ch_is_digit(peek(s, i)))
        i++;
    if (i == 1)
        return 0;
    if (peek(s, i) == ',')
        for (i++; ch_is_digit(peek(s, i));)
            i++;
    return peek(s, i) == '}' ? i + 1 : 0;
}

static const char *scan_quantifier(struct scanner *s, uint32_t len)
{
    s->at += len;
    return peek(s, 0) == '+' ? "possessive quantifiers are not available" : NULL;
}

/* NULL, or what in the text has no place in RE2; *ret_at is where. */
static const char *unavailable(struct str text, uint32_t *ret_at)
{
    struct scanner s = {text, 0};
    while (s.at < text.n) {
        char c = peek(&s, 0);
        uint32_t counted = c == '{' ? braces(&s) : 0;
        const char *wrong = NULL;
        *ret_at = s.at;
        if (c == '\\')
            wrong = scan_escape(&s);
        else if (c == '[')
            wrong = scan_class(&s);
        else if (c == '(')
            wrong = scan_group(&s);
        else if (c == '*' || c == '+' || c == '?' || counted)
            wrong = scan_quantifier(&s, counted ? counted : 1);
        else
            s.at++;
        if (wrong)
            return wrong;
    }
    return NULL;
}

/* ---- PCRE2 in an arena: nothing is freed one by one ---- */

static void *take(size_t size, void *arena)
{
    return arena_alloc(arena, size, 16);
}

static void keep(void *p, void *arena)
{
    (void)p;
    (void)arena;
}

static struct str compile_fault(struct arena *a, int code, size_t at)
{
    PCRE2_UCHAR text[120];
    pcre2_get_error_message(code, text, sizeof(text));
    return str_printf(a, "invalid regular expression: %s at offset %zu", (const char *)text, at);
}

const struct pattern *pattern_compile(struct arena *a, struct str text, struct str *ret_fault)
{
    uint32_t at = 0;
    int code;
    size_t code_at;
    const char *wrong = text.n > LIMIT_REGEX_BYTES ? "it is too long" : unavailable(text, &at);
    if (wrong) {
        *ret_fault = str_printf(a, "invalid regular expression: %s (at offset %u)", wrong, (unsigned)at);
        return NULL;
    }
    pcre2_general_context *general = pcre2_general_context_create(take, keep, a);
    pcre2_compile_context *context = pcre2_compile_context_create(general);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    struct pattern *p = arena_new(a, struct pattern);
    p->code = pcre2_compile((PCRE2_SPTR)(text.n ? text.p : ""), text.n,
                            PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, &code,
                            &code_at, context);
    if (!p->code) {
        *ret_fault = compile_fault(a, code, code_at);
        return NULL;
    }
    pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &p->groups);
    return p;
}

uint32_t pattern_groups(const struct pattern *p)
{
    return p->groups;
}

/* ---- matching ---- */

/* The step limit of the first try and its growth: most matches take a few steps, and only what was allowed is charged. */
enum { FIRST_STEPS = 10, STEPS_GROWTH = 8 };

/* A step is about 30 ns, and may run over the subject. */
static uint64_t steps_cost(uint32_t steps, struct str subject)
{
    return (uint64_t)steps * (3 + subject.n / 16);
}

static enum pattern_outcome outcome_of(int code)
{
    return code >= 0 ? PATTERN_MATCH : code == PCRE2_ERROR_NOMATCH ? PATTERN_NO_MATCH : PATTERN_LIMIT;
}

static void copy_ranges(pcre2_match_data *data, struct pattern_range *ret, uint32_t n)
{
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(data);
    uint32_t count = pcre2_get_ovector_count(data);
    for (uint32_t i = 0; i < n; i++) {
        bool set = i < count && v[2 * i] != PCRE2_UNSET;
        ret[i] = set ? (struct pattern_range){(uint32_t)v[2 * i], (uint32_t)v[2 * i + 1]}
                     : (struct pattern_range){PATTERN_UNSET, PATTERN_UNSET};
    }
}

enum pattern_outcome pattern_match(const struct pattern *p, struct cel_call *c, struct str subject, uint32_t from,
                                   struct pattern_range *ret, uint32_t n)
{
    struct arena_mark mark = arena_mark(c->a);
    pcre2_general_context *general = pcre2_general_context_create(take, keep, c->a);
    pcre2_match_context *context = pcre2_match_context_create(general);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(p->code, general);
    enum pattern_outcome outcome = PATTERN_LIMIT;
    pcre2_set_heap_limit(context, LIMIT_CEL_REGEX_HEAP_KIB);
    bool affordable = cel_spend(c, subject.n);
    for (uint32_t steps = FIRST_STEPS; affordable; steps *= STEPS_GROWTH) {
        uint32_t allowed = steps < LIMIT_REGEX_MATCH ? steps : LIMIT_REGEX_MATCH;
        affordable = meter_spend(c->meter, steps_cost(allowed, subject));
        if (!affordable)
            break;
        pcre2_set_match_limit(context, allowed);
        int code = pcre2_match(p->code, (PCRE2_SPTR)(subject.n ? subject.p : ""), subject.n, from, 0, data, context);
        outcome = outcome_of(code);
        if (code != PCRE2_ERROR_MATCHLIMIT || allowed == LIMIT_REGEX_MATCH)
            break;
    }
    if (outcome == PATTERN_MATCH)
        copy_ranges(data, ret, n);
    arena_pop(c->a, mark);
    return affordable ? outcome : PATTERN_LIMIT;
}
