#include "ruleset/rule.h"

#include "base/num.h"

const struct str rule_scopes[] = {
    STR_INIT("document"), STR_INIT("host"),   STR_INIT("service"), STR_INIT("listen"),
    STR_INIT("pool"),     STR_INIT("server"), STR_INIT("route"),   {NULL, 0},
};

const struct str rule_param_types[] = {
    STR_INIT("int"),      STR_INIT("double"), STR_INIT("string"), STR_INIT("bool"),
    STR_INIT("duration"), STR_INIT("list"),   {NULL, 0},
};

struct str rule_status_name(enum rule_status status)
{
    static const struct str names[] = {
        [RULE_STABLE] = STR_INIT("stable"),
        [RULE_PREVIEW] = STR_INIT("preview"),
        [RULE_DEPRECATED] = STR_INIT("deprecated"),
        [RULE_REMOVED] = STR_INIT("removed"),
    };
    return names[status];
}

struct str precision_name(enum precision precision)
{
    static const struct str names[] = {
        [PRECISION_LOW] = STR_INIT("low"),
        [PRECISION_MEDIUM] = STR_INIT("medium"),
        [PRECISION_HIGH] = STR_INIT("high"),
        [PRECISION_VERY_HIGH] = STR_INIT("very-high"),
    };
    return names[precision];
}

const struct rule *rule_find(const struct rule *const *rules, uint32_t n, struct str id)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(rules[mid]->info.id, id);
        if (c == 0)
            return rules[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* A whole number, or a size with its unit: "1.5" is no number of anything. */
static bool parse_int(struct str text, int64_t *ret)
{
    return num_parse_int(text, ret) || (text.n && !ch_is_digit(text.p[text.n - 1]) && num_parse_size(text, ret));
}

static bool parse_as(struct str type, struct str text, struct value *ret)
{
    int64_t i;
    double d;
    if (str_eq(type, STR("int")) && parse_int(text, &i))
        *ret = value_int(i);
    else if (str_eq(type, STR("double")) && num_parse_double(text, &d))
        *ret = value_double(d);
    else if (str_eq(type, STR("duration")) && num_parse_time(text, &i))
        *ret = value_duration(i);
    else if (str_eq(type, STR("bool")) && (str_eq(text, STR("true")) || str_eq(text, STR("false"))))
        *ret = value_bool(text.n == 4);
    else if (str_eq(type, STR("string")))
        *ret = value_string(text);
    else
        return false;
    return true;
}

struct value rule_param_value(struct arena *a, struct str type, struct str text)
{
    struct value v;
    if (parse_as(type, text, &v))
        return v;
    return value_unknown(a, str_printf(a, "\"%.*s\" is no %.*s", STR_ARG(text), STR_ARG(type)));
}

struct value rule_param_default(struct arena *a, const struct rule_param *p)
{
    if (str_eq(p->type, STR("list")))
        return value_list(p->default_items, p->n_default_items);
    return rule_param_value(a, p->type, p->default_text);
}
