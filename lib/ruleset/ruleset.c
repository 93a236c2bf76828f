#include "ruleset/ruleset.h"

static bool is_pack(const struct ruleset *s, struct str name)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (str_eq(rule_pack(s->rules[i].rule->info.id), name))
            return true;
    return false;
}

static struct active_rule *find(const struct ruleset *s, struct str id)
{
    uint32_t lo = 0, hi = s->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(s->rules[mid].rule->info.id, id);
        if (c == 0)
            return &s->rules[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const struct active_rule *ruleset_find(const struct ruleset *s, struct str id)
{
    return find(s, id);
}

static void add_rule(struct ruleset *s, const struct rule *rule)
{
    struct value *params = arena_array(s->a, struct value, rule->n_params);
    for (uint32_t i = 0; i < rule->n_params; i++)
        params[i] = rule_param_default(s->a, &rule->params[i]);
    s->rules[s->n++] = (struct active_rule){
        .rule = rule,
        .severity = rule->info.severity,
        .enabled = rule->info.status == RULE_STABLE || rule->info.status == RULE_DEPRECATED,
        .check = rule->check.n ? check_find(rule->check) : NULL,
        .params = params,
    };
}

static void set_param(struct active_rule *r, struct str name, struct value v)
{
    for (uint32_t i = 0; i < r->rule->n_params; i++)
        if (str_eq(r->rule->params[i].name, name))
            r->params[i] = v;
}

static bool apply_setting(struct ruleset *s, const struct rule_setting *set)
{
    struct active_rule *r = find(s, set->id);
    if (!r)
        return false;
    if (set->off)
        r->enabled = false;
    if (set->has_severity)
        r->severity = set->severity;
    for (uint32_t i = 0; i < set->n_params; i++)
        set_param(r, set->param_names[i], set->param_values[i]);
    return true;
}

static void choose(struct ruleset *s, const struct rule_choice *c)
{
    bool all = str_eq(c->what, STR("all"));
    for (uint32_t i = 0; i < s->n; i++) {
        struct active_rule *r = &s->rules[i];
        bool named = str_eq(r->rule->info.id, c->what);
        bool meant = all || named || str_eq(rule_pack(r->rule->info.id), c->what);
        bool runs = r->rule->info.status != RULE_REMOVED && (r->rule->info.status != RULE_PREVIEW || named);
        if (meant)
            r->enabled = c->select && runs;
    }
}

/* What the tool says of itself (a limit reached, a bad suppression) goes with every selection; only its own name switches it off. */
static bool is_own(const struct active_rule *r)
{
    return str_eq(rule_pack(r->rule->info.id), STR("meta"));
}

/* `--select X` alone means X and nothing else: the first selection starts from an empty set. */
static void apply_choices(struct ruleset *s, const struct rule_choice *choices, uint32_t n, struct str *ret_unknown)
{
    bool selecting = n > 0 && choices[0].select;
    for (uint32_t i = 0; i < s->n && selecting; i++)
        s->rules[i].enabled &= is_own(&s->rules[i]);
    for (uint32_t i = 0; i < n; i++) {
        struct str what = choices[i].what;
        if (!str_eq(what, STR("all")) && !find(s, what) && !is_pack(s, what)) {
            if (ret_unknown->n == 0)
                *ret_unknown = what;
            continue;
        }
        choose(s, &choices[i]);
    }
}

void ruleset_make(struct ruleset *s, struct arena *a, const struct rule *const *rules, uint32_t n_rules,
                  const struct rule_setting *settings, uint32_t n_settings, const struct rule_choice *choices,
                  uint32_t n_choices, struct str *ret_unknown)
{
    *s = (struct ruleset){.a = a, .rules = arena_array(a, struct active_rule, n_rules)};
    *ret_unknown = (struct str){0};
    for (uint32_t i = 0; i < n_rules; i++)
        add_rule(s, rules[i]);
    for (uint32_t i = 0; i < n_settings; i++)
        if (!apply_setting(s, &settings[i]) && ret_unknown->n == 0)
            *ret_unknown = settings[i].id;
    apply_choices(s, choices, n_choices, ret_unknown);
}

bool ruleset_compile(struct ruleset *s, bool (*needs)(const void *ctx, const struct rule *rule), const void *ctx,
                     struct sink *sink)
{
    const struct cel_env *functions = rule_functions(s->a);
    bool sound = true;
    for (uint32_t i = 0; i < s->n; i++) {
        struct active_rule *r = &s->rules[i];
        if (!r->enabled || r->rule->assertion.text.n == 0 || !needs(ctx, r->rule))
            continue;
        r->program = rule_compile(s->a, functions, r->rule, r->params, sink);
        sound &= r->program != NULL;
    }
    return sound;
}
