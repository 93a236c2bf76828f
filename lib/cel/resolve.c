/* Binding names. The longest prefix of a.b.c that the environment knows is a name, the rest selects fields; a
 * macro's variable hides both. */
#include "base/buf.h"
#include "cel/env.h"
#include "cel/syntax.h"

/* Variables of the macros around an expression, the innermost first. */
struct scope {
    struct local *local;
    const struct scope *up;
};

static void resolve(struct cel_unit *u, struct node *n, const struct scope *s);

static struct local *find_local(const struct scope *s, struct str name)
{
    for (; s; s = s->up)
        if (str_eq(s->local->name, name))
            return s->local;
    return NULL;
}

static struct str did_you_mean(struct cel_unit *u, struct str nearest)
{
    return nearest.n ? str_printf(u->a, "did you mean '%.*s'?", STR_ARG(nearest)) : (struct str){0};
}

/* Turns n into an error when evaluated, or reports it now. */
static void unbound(struct cel_unit *u, struct node *n, struct str message, struct str nearest)
{
    if (!u->options.unchecked)
        unit_fault(u, n->off, n->len, did_you_mean(u, nearest), "%.*s", STR_ARG(message));
    n->kind = NODE_UNBOUND;
    n->name = message;
    n->n_kids = 0;
}

static bool is_plain_select(const struct node *n)
{
    return n->kind == NODE_SELECT && !(n->flags & (NODE_OPTIONAL | NODE_TEST | NODE_QUOTED));
}

/* The name at the bottom of a.b.c, or NULL when there is something else. */
static const struct node *chain_root(const struct node *n)
{
    while (is_plain_select(n))
        n = n->kids[0];
    return n->kind == NODE_NAME ? n : NULL;
}

/* "a.b.c" of a chain. */
static struct str chain_name(struct arena *a, const struct node *n)
{
    VEC(struct str) parts = {0};
    struct buf b = {.a = a};
    for (; is_plain_select(n); n = n->kids[0])
        vec_push(a, &parts, n->name);
    buf_put(&b, n->name);
    while (parts.n > 0) {
        buf_putc(&b, '.');
        buf_put(&b, parts.p[--parts.n]);
    }
    return buf_str(&b);
}

/* Whether the chain may name something of the environment: no macro's variable stands at its bottom. */
static const struct node *global_root(const struct node *n, const struct scope *s)
{
    const struct node *root = chain_root(n);
    return root && (root->flags & NODE_ROOTED || !find_local(s, root->name)) ? root : NULL;
}

/* Makes n what the environment says of its whole name; false when that is nothing. */
static bool bind_global(struct cel_unit *u, struct node *n, const struct node *root)
{
    struct env_name found = env_lookup(u->env, u->a, chain_name(u->a, n), root->flags & NODE_ROOTED);
    if (found.kind != ENV_NOTHING)
        n->n_kids = 0;
    if (found.kind == ENV_VARIABLE) {
        n->kind = NODE_VAR;
        n->index = found.index;
        n->type = found.type;
    } else if (found.kind == ENV_CONSTANT) {
        n->kind = NODE_CONST;
        n->constant = found.constant;
    }
    return found.kind != ENV_NOTHING;
}

static void resolve_name(struct cel_unit *u, struct node *n, const struct scope *s)
{
    struct local *local = n->flags & NODE_ROOTED ? NULL : find_local(s, n->name);
    if (local) {
        n->kind = NODE_LOCAL;
        n->local = local;
    } else if (!bind_global(u, n, n)) {
        unbound(u, n, str_printf(u->a, "undeclared name '%.*s'", STR_ARG(n->name)), env_nearest_name(u->env, n->name));
    }
}

static void resolve_select(struct cel_unit *u, struct node *n, const struct scope *s)
{
    const struct node *root = is_plain_select(n) ? global_root(n, s) : NULL;
    if (!root || !bind_global(u, n, root))
        resolve(u, n->kids[0], s);
}

/* math.abs(x): the receiver is no value but the first part of the function's name. */
static bool resolve_namespaced(struct cel_unit *u, struct node *n, const struct scope *s)
{
    const struct node *root = n->flags & NODE_MEMBER ? global_root(n->kids[0], s) : NULL;
    if (!root)
        return false;
    struct str prefix = chain_name(u->a, n->kids[0]);
    struct str name = str_printf(u->a, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(n->name));
    n->group = env_function(u->env, u->a, name, CEL_GLOBAL, root->flags & NODE_ROOTED);
    if (!n->group)
        return false;
    n->name = n->group->name;
    n->flags &= (uint8_t)~NODE_MEMBER;
    n->kids++;
    n->n_kids--;
    return true;
}

/* Of a.f(x): a function a.f before a member f. */
static struct str nearest_function(struct cel_unit *u, const struct node *n, enum cel_style style)
{
    struct str nearest = {0};
    if (style == CEL_MEMBER && chain_root(n->kids[0])) {
        struct str prefix = chain_name(u->a, n->kids[0]);
        struct str whole = str_printf(u->a, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(n->name));
        nearest = env_nearest_function(u->env, whole, CEL_GLOBAL);
    }
    return nearest.n ? nearest : env_nearest_function(u->env, n->name, style);
}

static void resolve_function(struct cel_unit *u, struct node *n, const struct scope *s)
{
    enum cel_style style = n->flags & NODE_MEMBER ? CEL_MEMBER : CEL_GLOBAL;
    if (!resolve_namespaced(u, n, s))
        n->group = env_function(u->env, u->a, n->name, style, n->flags & NODE_ROOTED);
    for (uint32_t i = 0; i < n->n_kids; i++)
        if (n->group || !(i == 0 && n->flags & NODE_MEMBER)) /* the receiver may be a misspelt namespace */
            resolve(u, n->kids[i], s);
    if (!n->group)
        unbound(u, n, str_printf(u->a, "no function '%.*s'", STR_ARG(n->name)), nearest_function(u, n, style));
}

static void resolve_fold(struct cel_unit *u, struct node *n, const struct scope *s)
{
    struct scope inner[2];
    resolve(u, n->kids[0], s);
    for (uint32_t i = 0; i < n->n_locals; i++) {
        inner[i] = (struct scope){n->locals[i], s};
        s = &inner[i];
    }
    if (n->kids[1])
        resolve(u, n->kids[1], s);
    resolve(u, n->kids[2], s);
}

static void resolve_let(struct cel_unit *u, struct node *n, const struct scope *s)
{
    struct scope inner = {n->locals[0], s};
    resolve(u, n->kids[0], s);
    resolve(u, n->kids[1], &inner);
}

static void resolve_block(struct cel_unit *u, struct node *n, const struct scope *s)
{
    struct scope *inner = arena_array(u->a, struct scope, n->n_kids);
    for (uint32_t i = 0; i < n->n_kids; i++) {
        resolve(u, n->kids[i], s);
        if (i < n->n_locals) {
            inner[i] = (struct scope){n->locals[i], s};
            s = &inner[i];
        }
    }
}

static void resolve(struct cel_unit *u, struct node *n, const struct scope *s)
{
    if (n->kind == NODE_NAME)
        resolve_name(u, n, s);
    else if (n->kind == NODE_SELECT)
        resolve_select(u, n, s);
    else if (n->kind == NODE_CALL && !n->is_op)
        resolve_function(u, n, s);
    else if (n->kind == NODE_FOLD)
        resolve_fold(u, n, s);
    else if (n->kind == NODE_LET)
        resolve_let(u, n, s);
    else if (n->kind == NODE_BLOCK)
        resolve_block(u, n, s);
    else
        for (uint32_t i = 0; i < n->n_kids; i++)
            resolve(u, n->kids[i], s);
}

void cel_resolve(struct cel_unit *u, struct node *root)
{
    resolve(u, root, NULL);
}
