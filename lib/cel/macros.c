/* Macros: calls that bind variables or look at their arguments' form. They are expanded as soon as they are parsed. */
#include "base/limits.h"
#include "cel/env.h"
#include "cel/syntax.h"

typedef struct node *expand_fn(struct cel_unit *u, struct node *call);

static struct node *fail(struct cel_unit *u, const struct node *at, const char *message)
{
    unit_fault(u, at->off, at->len, STR(""), "%s", message);
    return NULL;
}

/* The node of an expansion stands where the call stood. */
static struct node *replace(struct cel_unit *u, const struct node *call, enum node_kind kind, struct node *const *kids,
                            uint32_t n)
{
    struct node *node = syntax_node(u->a, kind, call->off, call->len, kids, n);
    return node->height > LIMIT_CEL_HEIGHT ? fail(u, call, "the expression is too long a chain") : node;
}

/* Arguments first..first+n-1 as variables of node; false with a fault when one is no plain name or stands there
 * twice. */
static bool take_locals(struct cel_unit *u, struct node *node, const struct node *call, uint32_t first, uint32_t n)
{
    node->locals = arena_array(u->a, struct local *, n);
    node->n_locals = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct node *arg = call->kids[first + i];
        if (arg->kind != NODE_NAME || arg->flags & NODE_ROOTED)
            return fail(u, arg, "a macro's variable must be a plain name");
        if (i > 0 && str_eq(arg->name, node->locals[0]->name))
            return fail(u, arg, "the macro's two variables need different names");
        struct local *local = arena_new(u->a, struct local);
        *local = (struct local){.name = arg->name, .off = arg->off, .len = arg->len};
        node->locals[i] = local;
    }
    return true;
}

/* receiver.f(vars..., [filter,] body). body NULL: the last variable itself. */
static struct node *expand_fold(struct cel_unit *u, struct node *call, enum fold_kind kind, uint32_t n_vars,
                                struct node *filter, struct node *body)
{
    struct node *kids[] = {call->kids[0], filter, body};
    struct node *node = replace(u, call, NODE_FOLD, kids, 3);
    if (!node || !take_locals(u, node, call, 1, n_vars))
        return NULL;
    node->variant = (uint8_t)kind;
    return node;
}

static struct node *expand_all(struct cel_unit *u, struct node *call)
{
    return expand_fold(u, call, FOLD_ALL, call->n_kids - 2, NULL, call->kids[call->n_kids - 1]);
}

static struct node *expand_exists(struct cel_unit *u, struct node *call)
{
    return expand_fold(u, call, FOLD_EXISTS, call->n_kids - 2, NULL, call->kids[call->n_kids - 1]);
}

static struct node *expand_exists_one(struct cel_unit *u, struct node *call)
{
    return expand_fold(u, call, FOLD_ONE, call->n_kids - 2, NULL, call->kids[call->n_kids - 1]);
}

/* map(x, t) and map(x, p, t) */
static struct node *expand_map(struct cel_unit *u, struct node *call)
{
    struct node *filter = call->n_kids == 4 ? call->kids[2] : NULL;
    return expand_fold(u, call, FOLD_LIST, 1, filter, call->kids[call->n_kids - 1]);
}

static struct node *expand_filter(struct cel_unit *u, struct node *call)
{
    struct node *same = syntax_node(u->a, NODE_NAME, call->kids[1]->off, call->kids[1]->len, NULL, 0);
    same->name = call->kids[1]->name;
    return expand_fold(u, call, FOLD_LIST, 1, call->kids[2], same);
}

/* transformX(k, v, t) and transformX(k, v, p, t) */
static struct node *expand_transform(struct cel_unit *u, struct node *call, enum fold_kind kind)
{
    struct node *filter = call->n_kids == 5 ? call->kids[3] : NULL;
    return expand_fold(u, call, kind, 2, filter, call->kids[call->n_kids - 1]);
}

static struct node *expand_transform_list(struct cel_unit *u, struct node *call)
{
    return expand_transform(u, call, FOLD_LIST);
}

static struct node *expand_transform_map(struct cel_unit *u, struct node *call)
{
    return expand_transform(u, call, FOLD_MAP);
}

static struct node *expand_transform_entry(struct cel_unit *u, struct node *call)
{
    const struct node *entry = call->kids[call->n_kids - 1];
    if (entry->kind != NODE_MAP)
        return fail(u, entry, "transformMapEntry needs a map literal: {key: value}");
    return expand_transform(u, call, FOLD_ENTRY);
}

static struct node *expand_sort_by(struct cel_unit *u, struct node *call)
{
    return expand_fold(u, call, FOLD_SORT, 1, NULL, call->kids[2]);
}

static struct node *expand_has(struct cel_unit *u, struct node *call)
{
    struct node *field = call->kids[0];
    if (field->kind != NODE_SELECT || field->flags & (NODE_TEST | NODE_OPTIONAL))
        return fail(u, field, "has() needs a field: has(a.b)");
    struct node *node = replace(u, call, NODE_SELECT, field->kids, 1);
    node->name = field->name;
    node->flags = NODE_TEST;
    return node;
}

static struct node *expand_let(struct cel_unit *u, struct node *call, enum let_kind kind, struct node *init,
                               uint32_t var)
{
    struct node *kids[] = {init, call->kids[var + (kind == LET_BIND ? 2 : 1)]};
    struct node *node = replace(u, call, NODE_LET, kids, 2);
    if (!node || !take_locals(u, node, call, var, 1))
        return NULL;
    node->variant = (uint8_t)kind;
    return node;
}

static struct node *expand_opt_map(struct cel_unit *u, struct node *call)
{
    return expand_let(u, call, LET_OPT_MAP, call->kids[0], 1);
}

static struct node *expand_opt_flat_map(struct cel_unit *u, struct node *call)
{
    return expand_let(u, call, LET_OPT_FLAT_MAP, call->kids[0], 1);
}

/* cel.bind(x, init, body); kids[0] is `cel` */
static struct node *expand_bind(struct cel_unit *u, struct node *call)
{
    return expand_let(u, call, LET_BIND, call->kids[2], 1);
}

static struct str index_name(struct cel_unit *u, uint64_t i)
{
    return str_printf(u->a, "@index%llu", (unsigned long long)i);
}

/* cel.block([a, b ...], result): a and b are cel.index(0), cel.index(1) ... */
static struct node *expand_block(struct cel_unit *u, struct node *call)
{
    struct node *list = call->kids[1];
    if (list->kind != NODE_LIST || list->optional)
        return fail(u, list, "cel.block needs a list literal of values");
    uint32_t n = list->n_kids;
    struct node **kids = arena_array(u->a, struct node *, n + 1);
    struct local **locals = arena_array(u->a, struct local *, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        kids[i] = list->kids[i];
        locals[i] = arena_new(u->a, struct local);
        *locals[i] = (struct local){.name = index_name(u, i), .off = kids[i]->off, .len = kids[i]->len};
    }
    kids[n] = call->kids[2];
    struct node *node = replace(u, call, NODE_BLOCK, kids, n + 1);
    if (!node)
        return NULL;
    node->locals = locals;
    node->n_locals = n;
    return node;
}

static bool is_index(const struct node *n)
{
    return n->kind == NODE_CONST && n->constant.type == VALUE_INT && n->constant.as.i >= 0;
}

static struct node *named(struct cel_unit *u, const struct node *call, struct str name)
{
    struct node *node = replace(u, call, NODE_NAME, NULL, 0);
    node->name = name;
    return node;
}

static struct node *expand_index(struct cel_unit *u, struct node *call)
{
    if (!is_index(call->kids[1]))
        return fail(u, call->kids[1], "cel.index needs a number");
    return named(u, call, index_name(u, call->kids[1]->constant.as.u));
}

/* cel.iterVar(depth, n) and cel.accuVar(depth, n): names that no source can write. */
static struct node *expand_var(struct cel_unit *u, struct node *call, const char *kind)
{
    if (!is_index(call->kids[1]) || !is_index(call->kids[2]))
        return fail(u, call, "the variable needs two numbers");
    return named(u, call,
                 str_printf(u->a, "@%s:%llu:%llu", kind, (unsigned long long)call->kids[1]->constant.as.u,
                            (unsigned long long)call->kids[2]->constant.as.u));
}

static struct node *expand_iter_var(struct cel_unit *u, struct node *call)
{
    return expand_var(u, call, "it");
}

static struct node *expand_accu_var(struct cel_unit *u, struct node *call)
{
    return expand_var(u, call, "ac");
}

/* math.greatest(a, b ...) of one list: the functions know only lists. */
static struct node *expand_extreme(struct cel_unit *u, struct node *call)
{
    uint32_t n = call->n_kids - 1;
    if (n == 0)
        return fail(u, call, "at least one number is needed");
    if (n == 1)
        return call;
    struct node *kids[] = {call->kids[0], syntax_node(u->a, NODE_LIST, call->off, call->len, call->kids + 1, n)};
    struct node *node = replace(u, call, NODE_CALL, kids, 2);
    if (!node)
        return NULL;
    node->name = call->name;
    node->flags = call->flags;
    return node;
}

/* clang-format off */
/* owner: "": a global call; "*": any receiver; else the name the receiver must be. Arguments without the receiver. */
static const struct {
    struct str owner, name;
    uint32_t min, max;
    expand_fn *expand;
} macros[] = {
    {STR_INIT(""),     STR_INIT("has"),               1, 1, expand_has},
    {STR_INIT("*"),    STR_INIT("all"),               2, 3, expand_all},
    {STR_INIT("*"),    STR_INIT("exists"),            2, 3, expand_exists},
    {STR_INIT("*"),    STR_INIT("exists_one"),        2, 3, expand_exists_one},
    {STR_INIT("*"),    STR_INIT("existsOne"),         2, 3, expand_exists_one},
    {STR_INIT("*"),    STR_INIT("map"),               2, 3, expand_map},
    {STR_INIT("*"),    STR_INIT("filter"),            2, 2, expand_filter},
    {STR_INIT("*"),    STR_INIT("transformList"),     3, 4, expand_transform_list},
    {STR_INIT("*"),    STR_INIT("transformMap"),      3, 4, expand_transform_map},
    {STR_INIT("*"),    STR_INIT("transformMapEntry"), 3, 4, expand_transform_entry},
    {STR_INIT("*"),    STR_INIT("sortBy"),            2, 2, expand_sort_by},
    {STR_INIT("*"),    STR_INIT("optMap"),            2, 2, expand_opt_map},
    {STR_INIT("*"),    STR_INIT("optFlatMap"),        2, 2, expand_opt_flat_map},
    {STR_INIT("cel"),  STR_INIT("bind"),              3, 3, expand_bind},
    {STR_INIT("cel"),  STR_INIT("block"),             2, 2, expand_block},
    {STR_INIT("cel"),  STR_INIT("index"),             1, 1, expand_index},
    {STR_INIT("cel"),  STR_INIT("iterVar"),           2, 2, expand_iter_var},
    {STR_INIT("cel"),  STR_INIT("accuVar"),           2, 2, expand_accu_var},
    {STR_INIT("math"), STR_INIT("greatest"),          0, UINT32_MAX, expand_extreme},
    {STR_INIT("math"), STR_INIT("least"),             0, UINT32_MAX, expand_extreme},
};
/* clang-format on */

static bool owns(struct str owner, const struct node *call)
{
    bool member = call->flags & NODE_MEMBER;
    if (owner.n == 0 || !member)
        return owner.n == 0 && !member;
    const struct node *receiver = call->kids[0];
    return str_eq(owner, STR("*")) || (receiver->kind == NODE_NAME && str_eq(receiver->name, owner));
}

/* A call by a macro's name with arguments that are not the macro's. Functions of the environment may share the name. */
static struct node *miscounted(struct cel_unit *u, struct node *call, uint32_t min, uint32_t max)
{
    enum cel_style style = call->flags & NODE_MEMBER ? CEL_MEMBER : CEL_GLOBAL;
    if (env_function(u->env, u->a, call->name, style, false))
        return call;
    if (min == max)
        unit_fault(u, call->off, call->len, STR(""), "%.*s() takes %u argument%s", STR_ARG(call->name), (unsigned)min,
                   min == 1 ? "" : "s");
    else
        unit_fault(u, call->off, call->len, STR(""), "%.*s() takes %u or %u arguments", STR_ARG(call->name),
                   (unsigned)min, (unsigned)max);
    return NULL;
}

struct node *macro_expand(struct cel_unit *u, struct node *call)
{
    uint32_t n = call->n_kids - ((call->flags & NODE_MEMBER) != 0);
    for (uint32_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++) {
        if (!str_eq(macros[i].name, call->name) || !owns(macros[i].owner, call))
            continue;
        if (n < macros[i].min || n > macros[i].max)
            return miscounted(u, call, macros[i].min, macros[i].max);
        return macros[i].expand(u, call);
    }
    return call;
}
