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
static const struct pattern *pattern_of(struct cel_call *c, struct value text, struct value *ret_fault)
{
    struct str fault = {0};
    if (c->prepared)
        return c->prepared;
    const struct pattern *p = NULL;
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
    const struct pattern *p = pattern_of(c, args[1], &fault);
    (void)n;
    if (!p)
        return fault;
    enum pattern_outcome outcome = pattern_match(p, c, text_of(args[0]), 0, NULL, 0);
    return outcome == PATTERN_LIMIT ? match_limit(c) : value_bool(outcome == PATTERN_MATCH);
}

/* ---- all matches ---- */

/* Matches of a text from left to right; an empty one right behind another does not count. */
struct search {
    const struct pattern *p;
    struct cel_call *c;
    struct str text;
    uint32_t at, last_end; /* PATTERN_UNSET: no match yet */
    bool limit;
};

/* Groups 0..9: what a replacement can name. */
enum { GROUPS = 10 };

static struct search search_start(const struct pattern *p, struct cel_call *c, struct str text)
{
    return (struct search){.p = p, .c = c, .text = text, .last_end = PATTERN_UNSET};
}

/* The width of the character at an offset; 1 at the end, so that a search goes beyond it. */
static uint32_t width_at(struct str s, uint32_t at)
{
    uint32_t len = 1;
    if (at < s.n)
        utf8_decode(str_slice(s, at, s.n), &len);
    return len;
}

/* The next match; false at the end, or when a limit is hit. */
static bool search_next(struct search *s, struct pattern_range ret[GROUPS])
{
    while (s->at <= s->text.n) {
        enum pattern_outcome outcome = pattern_match(s->p, s->c, s->text, s->at, ret, GROUPS);
        s->limit = outcome == PATTERN_LIMIT;
        if (outcome != PATTERN_MATCH)
            return false;
        bool empty_here = ret[0].to == s->at, counts = !empty_here || ret[0].from != s->last_end;
        s->at = empty_here ? s->at + width_at(s->text, s->at) : ret[0].to;
        s->last_end = ret[0].to;
        if (counts)
            return true;
    }
    return false;
}

static struct str range_text(struct str s, struct pattern_range r)
{
    return r.from == PATTERN_UNSET ? STR("") : str_slice(s, r.from, r.to);
}

/* \0 to \9 are groups, \\ is a backslash. Returns what is wrong, or NULL. */
static const char *replacement_put(struct text *t, struct str by, struct str subject,
                                   const struct pattern_range *groups, uint32_t n_groups)
{
    while (by.n > 0) {
        uint32_t plain = str_find_byte(by, '\\');
        text_put(t, str_slice(by, 0, plain));
        if (plain == by.n)
            return NULL;
        char c = plain + 1 < by.n ? by.p[plain + 1] : '\0';
        if (c == '\\')
            text_put(t, STR("\\"));
        else if (!ch_is_digit(c))
            return "invalid replacement string: \\ must be followed by a digit or \\";
        else if ((uint32_t)(c - '0') > n_groups)
            return "invalid replacement string: the regular expression has fewer groups";
        else
            text_put(t, range_text(subject, groups[c - '0']));
        by = str_slice(by, plain + 2, by.n);
    }
    return NULL;
}

struct value fn_regex_replace(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct text t = {.c = c, .buf = {.a = c->a}};
    struct str s = text_of(args[0]);
    struct pattern_range groups[GROUPS];
    struct value fault;
    int64_t left = n == 4 ? args[3].as.i : -1;
    uint32_t done = 0;
    const struct pattern *p = pattern_of(c, args[1], &fault);
    if (!p)
        return fault;
    struct search search = search_start(p, c, s);
    while (left != 0 && !t.too_long && search_next(&search, groups)) {
        text_put(&t, str_slice(s, done, groups[0].from));
        const char *wrong = replacement_put(&t, text_of(args[2]), s, groups, pattern_groups(p));
        if (wrong)
            return cel_fail(c, "%s", wrong);
        done = groups[0].to;
        left--;
    }
    text_put(&t, str_slice(s, done, s.n));
    return search.limit ? match_limit(c) : text_value(&t);
}

static bool too_many_groups(struct cel_call *c, const struct pattern *p, struct value *ret_fault)
{
    if (pattern_groups(p) <= 1)
        return false;
    *ret_fault = cel_fail(c, "the regular expression has more than one capturing group");
    return true;
}

/* What a match extracts: the group, or all without one. False when the group is empty. */
static bool extracted(const struct pattern *p, struct str s, const struct pattern_range *groups, struct str *ret)
{
    *ret = range_text(s, groups[pattern_groups(p)]);
    return pattern_groups(p) == 0 || ret->n > 0;
}

struct value fn_regex_extract(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct pattern_range groups[2];
    struct value fault;
    struct str s;
    const struct pattern *p = pattern_of(c, args[1], &fault);
    (void)n;
    if (!p || too_many_groups(c, p, &fault))
        return fault;
    enum pattern_outcome outcome = pattern_match(p, c, text_of(args[0]), 0, groups, 2);
    if (outcome == PATTERN_LIMIT)
        return match_limit(c);
    if (outcome == PATTERN_NO_MATCH || !extracted(p, text_of(args[0]), groups, &s))
        return value_none();
    return value_some(c->a, value_string(s));
}

struct value fn_regex_extract_all(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct pattern_range groups[GROUPS];
    struct value fault;
    VEC(struct value) items = {0};
    struct str s;
    const struct pattern *p = pattern_of(c, args[1], &fault);
    (void)n;
    if (!p || too_many_groups(c, p, &fault))
        return fault;
    struct search search = search_start(p, c, text_of(args[0]));
    while (search_next(&search, groups)) {
        if (items.n == LIMIT_CEL_LIST || !meter_take(c->meter, 2 * sizeof(struct value)))
            return match_limit(c);
        if (extracted(p, text_of(args[0]), groups, &s))
            vec_push(c->a, &items, value_string(s));
    }
    return search.limit ? match_limit(c) : value_list(items.p, items.n);
}
