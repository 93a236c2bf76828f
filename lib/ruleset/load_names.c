/* Names in a rule file that other floors define. Apart from load.c, which the build's generator links without them. */
#include "checks/check.h"
#include "diag/closest.h"
#include "kinds/kind.h"
#include "ruleset/load.h"
#include "ruleset/load_node.h"

static bool check_kind(struct arena *a, struct str name, struct span at, struct sink *sink)
{
    struct closest c = closest_start(name);
    if (kind_find(name))
        return true;
    struct finding *f =
        diag_add(sink, LOAD_FAULT_RULE, at, "no kind of configuration is called \"%s\"", diag_quote(a, name).p);
    for (uint32_t i = 0; i < kinds_count; i++)
        closest_offer(&c, kinds_all[i]->name, 0);
    if (c.best.n)
        diag_help(sink, f, "the nearest is %.*s", STR_ARG(c.best));
    return false;
}

static bool check_function(struct arena *a, const struct rule *rule, struct sink *sink)
{
    struct closest c = closest_start(rule->check);
    uint32_t i = 0;
    if (rule->check.n == 0 || check_find(rule->check))
        return true;
    struct finding *f =
        diag_add(sink, LOAD_FAULT_RULE, rule->check_at, "no C check is called \"%s\"", diag_quote(a, rule->check).p);
    for (const struct check *known; (known = check_at(i)) != NULL; i++)
        closest_offer(&c, known->name, 0);
    if (c.best.n)
        diag_help(sink, f, "the nearest is %.*s", STR_ARG(c.best));
    return false;
}

bool rule_check_names(struct arena *a, const struct rule *rule, struct sink *sink)
{
    struct str rest = rule->select, kind = str_cut(&rest, ':');
    bool ok = check_function(a, rule, sink);
    if (rest.n)
        ok = check_kind(a, kind, rule->select_at, sink) && ok;
    for (uint32_t i = 0; i < rule->n_tests; i++) {
        const struct rule_test *t = &rule->tests[i];
        ok = check_kind(a, t->kind, t->kind_at, sink) && ok;
        for (uint32_t k = 0; k < t->n_files; k++)
            ok = check_kind(a, t->files[k].kind, t->files[k].kind_at, sink) && ok;
    }
    return ok;
}
