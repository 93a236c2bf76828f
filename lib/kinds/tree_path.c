#include "kinds/tree_path.h"

#include "base/limits.h"
#include "base/num.h"

/* A path while it is read. */
struct parsing {
    struct arena *a;
    struct str text;
    uint32_t at;
    VEC(struct tree_step) steps;
    const char *fault;
};

static bool fail(struct parsing *p, const char *fault)
{
    p->fault = fault;
    return false;
}

static bool add(struct parsing *p, struct tree_step step)
{
    if (p->steps.n >= LIMIT_NESTING)
        return fail(p, "it has too many steps");
    vec_push(p->a, &p->steps, step);
    return true;
}

/* "a.b" or 'a.b', from the quote on. */
static bool take_quoted(struct parsing *p)
{
    struct str rest = str_slice(p->text, p->at + 1, p->text.n);
    uint32_t end = str_find_byte(rest, p->text.p[p->at]);
    if (end == rest.n)
        return fail(p, "a quote is not closed");
    p->at += end + 2;
    return add(p, (struct tree_step){.kind = STEP_KEY, .key = str_slice(rest, 0, end)});
}

static bool take_key(struct parsing *p)
{
    uint32_t from = p->at;
    if (str_byte(p->text, from) == '"' || str_byte(p->text, from) == '\'')
        return take_quoted(p);
    while (p->at < p->text.n && !strchr(".[]\"'", p->text.p[p->at]))
        p->at++;
    struct str key = str_slice(p->text, from, p->at);
    if (key.n == 0)
        return fail(p, "a key is missing");
    return add(p, (struct tree_step){.kind = str_eq(key, STR("*")) ? STEP_ALL : STEP_KEY, .key = key});
}

/* [0], [*], ["key"], from the bracket on. */
static bool take_bracket(struct parsing *p)
{
    char first = str_byte(p->text, ++p->at);
    if (first == '"' || first == '\'') {
        if (!take_quoted(p))
            return false;
    } else {
        struct str rest = str_slice(p->text, p->at, p->text.n), number = str_slice(rest, 0, str_find_byte(rest, ']'));
        bool all = str_eq(number, STR("*"));
        int64_t index = 0;
        if (!all && (!num_parse_int(number, &index) || index < 0 || index > UINT32_MAX))
            return fail(p, "brackets hold a number, * or a quoted key");
        p->at += number.n;
        if (!add(p, (struct tree_step){.kind = all ? STEP_ALL : STEP_INDEX, .index = (uint32_t)index}))
            return false;
    }
    return str_byte(p->text, p->at++) == ']' || fail(p, "a bracket is not closed");
}

static bool take_step(struct parsing *p)
{
    char c = p->text.p[p->at];
    if (c == '[')
        return take_bracket(p);
    if (c != '.')
        return fail(p, "a dot is missing between keys");
    p->at++;
    return take_key(p);
}

bool tree_path_parse(struct arena *a, struct str text, struct tree_path *ret, const char **ret_fault)
{
    struct parsing p = {.a = a, .text = text};
    bool root = str_byte(text, 0) == '$' && (text.n == 1 || strchr(".[", text.p[1]));
    p.at = root ? 1 : 0;
    bool ok = root || str_byte(text, 0) == '.' || str_byte(text, 0) == '[' || take_key(&p);
    while (ok && p.at < text.n)
        ok = take_step(&p);
    if (ok && p.steps.n == 0)
        ok = fail(&p, "it names no key");
    *ret_fault = p.fault;
    if (ok)
        *ret = (struct tree_path){p.steps.p, p.steps.n};
    return ok;
}

/* ---- finding ---- */

static bool is_sure(const struct node *entry)
{
    return !(entry->flags & (NODE_CONDITIONAL | NODE_UNKNOWN));
}

static void find_key(struct arena *a, const struct node *map, struct str key, struct tree_matches *ret)
{
    const struct node *found = NULL;
    uint32_t n = 0;
    ret->uncertain |= map->flags & NODE_TAINTED;
    for (const struct node *e = map->first; e; e = e->next) {
        if (e->kind != NODE_ENTRY)
            continue;
        bool same = str_eq(e->text, key);
        ret->uncertain |= (e->flags & NODE_UNKNOWN) || (same && !is_sure(e));
        n += same;
        found = same ? node_value(e) : found;
    }
    ret->uncertain |= n > 1;
    if (n == 1 && found)
        vec_push(a, &ret->all, found);
}

static const struct node *value_of(const struct node *child)
{
    return child->kind == NODE_ENTRY ? node_value(child) : child;
}

static bool is_value(const struct node *n)
{
    return n && (n->kind == NODE_WORD || n->kind == NODE_MAP || n->kind == NODE_LIST);
}

/* Items of a list, or values of a mapping: all, or the one of an index. */
static void find_items(struct arena *a, const struct node *of, const struct tree_step *step, struct tree_matches *ret)
{
    uint32_t i = 0;
    ret->uncertain |= of->flags & NODE_TAINTED;
    for (const struct node *child = of->first; child; child = child->next) {
        const struct node *value = value_of(child);
        if (!is_value(value))
            continue;
        ret->uncertain |= !is_sure(child);
        if (step->kind == STEP_ALL || i == step->index)
            vec_push(a, &ret->all, value);
        i++;
    }
}

void tree_path_find(struct arena *a, const struct node *top, const struct tree_path *path, struct tree_matches *ret)
{
    *ret = (struct tree_matches){0};
    vec_push(a, &ret->all, top);
    for (uint32_t i = 0; i < path->n; i++) {
        const struct tree_step *step = &path->steps[i];
        struct tree_matches next = {.uncertain = ret->uncertain};
        for (uint32_t k = 0; k < ret->all.n; k++) {
            const struct node *at = ret->all.p[k];
            if (step->kind == STEP_KEY && at->kind == NODE_MAP)
                find_key(a, at, step->key, &next);
            else if (step->kind == STEP_ALL ? at->kind == NODE_MAP || at->kind == NODE_LIST
                                            : step->kind == STEP_INDEX && at->kind == NODE_LIST)
                find_items(a, at, step, &next);
        }
        *ret = next;
    }
}
