/* matches() and the regex functions. */
#include "base/limits.h"
#include "base/utf8.h"
#include "cel/functions.h"
#include "cel/pattern.h"

const void *prepare_pattern(struct arena *a, struct value arg, struct str *ret_fault)
{
    return pattern_compile(a, text_of(arg), ret_fault);
}

/* What compiling a pattern costs, each time, when it is no constant. */
enum { COMPILE_COST = 500, COMPILE_COST_BYTE = 20, COMPILE_BYTES = 16384 };

/* The pattern of a call; NULL with *ret_fault. */
static const struct regex *pattern_of(struct cel_call *c, struct value text, struct value *ret_fault)
{
    struct str fault = {0};
    if (c->prepared)
        return c->prepared;
    const struct regex *p = NULL;
    if (meter_spend(c->meter, COMPILE_COST + (uint64_t)text.n * COMPILE_COST_BYTE) &&
        meter_take(c->meter, COMPILE_BYTES))
        p = pattern_compile(c->a, text_of(text), &fault);
    if (!p)
        *ret_fault = c->meter->over ? cel_over(c) : cel_fail(c, "%.*s", STR_ARG(fault));
    return p;
}

static struct value match_limit(struct cel_call *c)
{
    return c->meter->over ? cel_over(c) : cel_fail(c, "the regular expression takes too many steps on this text");
}

struct value fn_matches(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value fault;
    const struct regex *p = pattern_of(c, args[1], &fault);
    (void)n;
    if (!p)
        return fault;
    enum regex_result r = pattern_match(p, c, text_of(args[0]), 0);
    return r == REGEX_LIMIT ? match_limit(c) : value_bool(r == REGEX_MATCH);
}

/* ---- all matches ---- */

/* Matches of a text from left to right; an empty one right behind another does not count. */
struct search {
    const struct regex *p;
    struct cel_call *c;
    struct str text;
    struct str match; /* the one found last */
    uint32_t at, last_end;
    bool any, limit; /* whether there was a match; whether a limit was hit */
};

static struct search search_start(const struct regex *p, struct cel_call *c, struct str text)
{
    return (struct search){.p = p, .c = c, .text = text};
}

/* Group i of the last match; empty when it took no part. */
static struct str group(const struct search *s, uint32_t i)
{
    struct str g = {0};
    regex_group(s->c->meter->matcher, i, &g);
    return g;
}

/* The width of the character at an offset; 1 at the end, so that a search goes beyond it. */
static uint32_t width_at(struct str s, uint32_t at)
{
    uint32_t len = 1;
    if (at < s.n)
        utf8_decode(str_slice(s, at, s.n), &len);
    return len;
}

static uint32_t match_start(const struct search *s)
{
    return s->match.p ? (uint32_t)(s->match.p - s->text.p) : 0;
}

/* The next match; false at the end, or when a limit is hit. */
static bool search_next(struct search *s)
{
    while (s->at <= s->text.n) {
        enum regex_result r = pattern_match(s->p, s->c, s->text, s->at);
        s->limit = r == REGEX_LIMIT;
        if (r != REGEX_MATCH)
            return false;
        s->match = group(s, 0);
        uint32_t start = match_start(s), end = start + s->match.n;
        bool empty_here = end == s->at, counts = !empty_here || !s->any || start != s->last_end;
        s->at = empty_here ? s->at + width_at(s->text, s->at) : end;
        s->last_end = end;
        s->any = true;
        if (counts)
            return true;
    }
    return false;
}

/* \0 to \9 are groups, \\ is a backslash. Returns what is wrong, or NULL. */
static const char *replacement_put(struct text *t, struct str by, const struct search *s)
{
    while (by.n > 0) {
        uint32_t plain = str_find_byte(by, '\\');
        text_put(t, str_slice(by, 0, plain));
        if (plain == by.n)
            return NULL;
        char c = (char)(plain + 1 < by.n ? by.p[plain + 1] : '\0');
        if (c == '\\')
            text_put(t, STR("\\"));
        else if (!ch_is_digit(c))
            return "invalid replacement string: \\ must be followed by a digit or \\";
        else if ((uint32_t)(c - '0') > s->p->n_groups)
            return "invalid replacement string: the regular expression has fewer groups";
        else
            text_put(t, group(s, (uint32_t)(c - '0')));
        by = str_slice(by, plain + 2, by.n);
    }
    return NULL;
}

struct value fn_regex_replace(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct text t = {.c = c, .buf = {.a = c->a}};
    struct str s = text_of(args[0]);
    struct value fault;
    int64_t left = n == 4 ? args[3].as.i : -1;
    uint32_t done = 0;
    const struct regex *p = pattern_of(c, args[1], &fault);
    if (!p)
        return fault;
    struct search search = search_start(p, c, s);
    for (; left != 0 && !t.too_long && search_next(&search); left--) {
        text_put(&t, str_slice(s, done, match_start(&search)));
        const char *wrong = replacement_put(&t, text_of(args[2]), &search);
        if (wrong)
            return cel_fail(c, "%s", wrong);
        done = search.last_end;
    }
    text_put(&t, str_slice(s, done, s.n));
    return search.limit ? match_limit(c) : text_value(&t);
}

static bool too_many_groups(struct cel_call *c, const struct regex *p, struct value *ret_fault)
{
    if (p->n_groups <= 1)
        return false;
    *ret_fault = cel_fail(c, "the regular expression has more than one capturing group");
    return true;
}

/* What a match extracts: the group, or all without one. False when the group is empty. */
static bool extracted(const struct search *s, struct str *ret)
{
    *ret = group(s, s->p->n_groups);
    return s->p->n_groups == 0 || ret->n > 0;
}

struct value fn_regex_extract(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value fault;
    struct str s;
    const struct regex *p = pattern_of(c, args[1], &fault);
    (void)n;
    if (!p || too_many_groups(c, p, &fault))
        return fault;
    struct search search = search_start(p, c, text_of(args[0]));
    if (search_next(&search) && extracted(&search, &s))
        return value_some(c->a, value_string(s));
    return search.limit ? match_limit(c) : value_none();
}

struct value fn_regex_extract_all(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value fault;
    VEC(struct value) items = {0};
    struct str s;
    const struct regex *p = pattern_of(c, args[1], &fault);
    (void)n;
    if (!p || too_many_groups(c, p, &fault))
        return fault;
    struct search search = search_start(p, c, text_of(args[0]));
    while (search_next(&search)) {
        if (items.n == LIMIT_CEL_LIST || !meter_take(c->meter, 2 * sizeof(struct value)))
            return match_limit(c);
        if (extracted(&search, &s))
            vec_push(c->a, &items, value_string(s));
    }
    return search.limit ? match_limit(c) : value_list(items.p, items.n);
}
