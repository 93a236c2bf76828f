#include "ruleset/scope_object.h"

#include "diag/closest.h"
#include "ruleset/rule.h"

static const enum stack_scope stack_scopes[] = {STACK_HOST, STACK_SERVICE, STACK_LISTEN,
                                                STACK_POOL, STACK_SERVER,  STACK_ROUTE};

/* The scopes of rule_scopes: the document, then the stack's in the order above. */
static bool plain_scope(uint32_t i, struct rule_scope *ret)
{
    if (!rule_scopes[i].n)
        return false;
    *ret = (struct rule_scope){.name = rule_scopes[i], .family = SCOPE_DOCUMENT, .self = &scope_document_type};
    if (i == 0)
        return true;
    ret->family = SCOPE_STACK;
    ret->stack = stack_scopes[i - 1];
    ret->self = scope_stack_type(ret->stack);
    return true;
}

static struct rule_scope block_scope(struct arena *a, const struct kind *k, uint32_t index)
{
    struct rule_scope s = {.family = SCOPE_BLOCK, .kind = k, .index = index};
    s.name = str_printf(a, "%.*s:%.*s", STR_ARG(k->name), STR_ARG(k->scopes[index].name));
    s.self = scope_block_type(a, k, index);
    return s;
}

bool scope_at(struct arena *a, uint32_t i, struct rule_scope *ret)
{
    uint32_t n = 0;
    while (rule_scopes[n].n)
        n++;
    if (i < n)
        return plain_scope(i, ret);
    i -= n;
    for (uint32_t k = 0; k < kinds_count; k++)
        for (uint32_t s = 0; kinds_all[k]->scopes && kinds_all[k]->scopes[s].name.n; s++)
            if (i-- == 0) {
                *ret = block_scope(a, kinds_all[k], s);
                return true;
            }
    return false;
}

static bool find_block_scope(struct arena *a, struct str name, struct rule_scope *ret)
{
    struct str context = name, kind_name = str_cut(&context, ':');
    const struct kind *k = kind_find(kind_name);
    for (uint32_t s = 0; k && k->scopes && k->scopes[s].name.n; s++)
        if (str_eq(k->scopes[s].name, context)) {
            *ret = block_scope(a, k, s);
            return true;
        }
    return false;
}

bool scope_find(struct arena *a, struct str name, struct rule_scope *ret, struct str *ret_nearest)
{
    struct rule_scope s;
    struct closest c = closest_start(name);
    for (uint32_t i = 0; plain_scope(i, &s); i++)
        if (str_eq(s.name, name)) {
            *ret = s;
            return true;
        }
    if (find_block_scope(a, name, ret))
        return true;
    for (uint32_t i = 0; scope_at(a, i, &s); i++)
        closest_offer(&c, s.name, 0);
    *ret_nearest = c.best;
    return false;
}

bool scope_title(struct arena *a, struct value v, struct str *ret)
{
    return v.type == VALUE_OBJECT &&
           (scope_host_title(a, v, ret) || scope_stack_title(a, v, ret) || scope_block_title(a, v, ret));
}
