/* The gradual type checker: what can be known of a type before evaluation is held against the signatures; dyn is
 * judged when the value is there. */
#include "base/buf.h"
#include "cel/env.h"
#include "cel/infer.h"
#include "cel/syntax.h"
#include "diag/closest.h"

struct checker {
    struct cel_unit *u;
    struct infer infer;
};

static const struct type *check(struct checker *c, struct node *n);

static struct str shown(struct checker *c, const struct type *t)
{
    return type_show(c->u->a, infer_apply(&c->infer, t));
}

/* A fault at n. Its type becomes dyn, so that one mistake is told once. */
#define FAULT(c, n, help, ...) unit_fault((c)->u, (n)->off, (n)->len, (help), __VA_ARGS__)

static bool is_numeric(const struct type *t)
{
    return t->kind == TYPE_INT || t->kind == TYPE_UINT || t->kind == TYPE_DOUBLE;
}

/* n must be of type `wanted`; what is the reader's word for where it stands. */
static void require(struct checker *c, const struct node *n, const struct type *wanted, const char *what)
{
    if (infer_assign(&c->infer, wanted, n->type))
        return;
    struct str is = shown(c, n->type), want = shown(c, wanted);
    FAULT(c, n, STR(""), "%s must be %.*s, this is %.*s", what, STR_ARG(want), STR_ARG(is));
}

/* ---- fields ---- */

static struct str nearest_field(struct checker *c, const struct object_fields *fields, struct str name)
{
    struct closest near = closest_start(name);
    struct str offer;
    for (uint32_t i = 0; (offer = fields->name_at(fields->ctx, i)).n > 0; i++)
        closest_offer(&near, offer, 0);
    return near.best.n ? str_printf(c->u->a, "did you mean '%.*s'?", STR_ARG(near.best)) : near.best;
}

static const struct type *object_field(struct checker *c, const struct node *n, const struct type *of)
{
    const struct type *t = of->fields ? of->fields->type_of(of->fields->ctx, n->name) : &type_dyn;
    if (t)
        return t;
    FAULT(c, n, nearest_field(c, of->fields, n->name), "%.*s has no field '%.*s'", STR_ARG(type_name(of)),
          STR_ARG(n->name));
    return &type_dyn;
}

/* The type of field n->name of a value of type `of`, which is no optional. */
static const struct type *field_type(struct checker *c, const struct node *n, const struct type *of)
{
    of = infer_find(&c->infer, of);
    switch (of->kind) {
    case TYPE_DYN:
    case TYPE_PARAM:
        return &type_dyn;
    case TYPE_OBJECT:
        return object_field(c, n, of);
    case TYPE_MAP:
        if (infer_assign(&c->infer, of->param[0], &type_string))
            return of->param[1];
        /* fall through */
    default: {
        struct str is = shown(c, of);
        FAULT(c, n, STR(""), "%.*s has no fields", STR_ARG(is));
        return &type_dyn;
    }
    }
}

/* A field of an optional is optional itself; has() of one is a bool all the same. */
static const struct type *check_select(struct checker *c, struct node *n)
{
    const struct type *of = infer_find(&c->infer, check(c, n->kids[0]));
    bool optional = of->kind == TYPE_OPTIONAL;
    const struct type *t = field_type(c, n, optional ? of->param[0] : of);
    if (n->flags & NODE_TEST)
        return &type_bool;
    return optional || n->flags & NODE_OPTIONAL ? type_optional(c->u->a, t) : t;
}

/* ---- calls ---- */

static bool overload_fits(struct checker *c, const struct cel_function *f, const struct node *n,
                          const struct type **ret)
{
    const struct type *fresh[2] = {infer_fresh(&c->infer), infer_fresh(&c->infer)};
    enum cel_style style = n->flags & NODE_MEMBER ? CEL_MEMBER : CEL_GLOBAL;
    if (f->style != style || function_arity(f) != n->n_kids)
        return false;
    for (uint32_t i = 0; i < n->n_kids; i++)
        if (!infer_assign(&c->infer, infer_instance(&c->infer, f->args[i], fresh), n->kids[i]->type))
            return false;
    *ret = infer_instance(&c->infer, f->result, fresh);
    return true;
}

static struct str arguments_shown(struct checker *c, const struct node *n, uint32_t first)
{
    struct buf b = {.a = c->u->a};
    for (uint32_t i = first; i < n->n_kids; i++) {
        buf_put(&b, i > first ? STR(", ") : STR(""));
        buf_put(&b, shown(c, n->kids[i]->type));
    }
    return buf_str(&b);
}

/* "there is size(string), size(list(A)) ...": the first few overloads. */
static struct str signatures(struct checker *c, const struct cel_group *g)
{
    struct buf b = {.a = c->u->a};
    for (uint32_t i = 0; i < g->overloads.n && i < 4; i++) {
        buf_put(&b, i ? STR(", ") : STR("there is "));
        buf_put(&b, cel_signature(c->u->a, g->overloads.p[i]));
    }
    if (g->overloads.n > 4)
        buf_put(&b, STR(" ..."));
    return buf_str(&b);
}

static struct str operator_help(struct checker *c, const struct node *n)
{
    if (n->n_kids != 2)
        return STR("");
    const struct type *x = infer_find(&c->infer, n->kids[0]->type), *y = infer_find(&c->infer, n->kids[1]->type);
    if (is_numeric(x) && is_numeric(y) && x->kind != y->kind)
        return STR("numbers are not converted by themselves: use double(), int() or uint()");
    if ((x->kind == TYPE_DURATION && is_numeric(y)) || (y->kind == TYPE_DURATION && is_numeric(x)))
        return STR("scale(duration, double) multiplies a duration; duration(\"1s\") writes one");
    if (x->kind == TYPE_OPTIONAL || y->kind == TYPE_OPTIONAL)
        return STR("an optional's value comes from .value() or .orValue(default)");
    return STR("");
}

static const struct type *no_overload(struct checker *c, struct node *n, const struct cel_group *g)
{
    uint32_t first = n->flags & NODE_MEMBER ? 1 : 0;
    struct str args = arguments_shown(c, n, first);
    if (n->is_op) {
        FAULT(c, n, operator_help(c, n), "'%.*s' does not take (%.*s)", STR_ARG(op_written(n->op)), STR_ARG(args));
        return &type_dyn;
    }
    struct str of = first ? shown(c, n->kids[0]->type) : (struct str){0};
    FAULT(c, n, signatures(c, g), "%.*s%s%.*s() does not take (%.*s)", STR_ARG(of), first ? "." : "", STR_ARG(n->name),
          STR_ARG(args));
    return &type_dyn;
}

/* One overload that fits decides; several leave what they do not agree on to evaluation. */
static const struct type *resolve_overload(struct checker *c, struct node *n, const struct cel_group *g)
{
    const struct cel_function *only = NULL;
    const struct type *result = NULL, *t;
    uint32_t n_fits = 0, mark = infer_mark(&c->infer);
    for (uint32_t i = 0; i < g->overloads.n; i++) {
        if (overload_fits(c, g->overloads.p[i], n, &t)) {
            t = infer_apply(&c->infer, t);
            result = !result || type_equal(result, t) ? t : &type_dyn;
            only = g->overloads.p[i];
            n_fits++;
        }
        infer_undo(&c->infer, mark);
    }
    if (n_fits == 0)
        return no_overload(c, n, g);
    if (n_fits == 1)
        overload_fits(c, only, n, &result);
    return result;
}

static const struct type *check_cond(struct checker *c, struct node *n)
{
    require(c, n->kids[0], &type_bool, "the condition of '?:'");
    const struct type *t = infer_join(&c->infer, n->kids[1]->type, n->kids[2]->type);
    if (t)
        return t;
    struct str x = shown(c, n->kids[1]->type), y = shown(c, n->kids[2]->type);
    FAULT(c, n, STR("dyn() around one of them allows that"), "'?:' gives %.*s or %.*s", STR_ARG(x), STR_ARG(y));
    return &type_dyn;
}

/* Neither side is the wanted one: null == x is as good as x == null. */
static const struct type *check_equality(struct checker *c, struct node *n)
{
    return infer_join(&c->infer, n->kids[0]->type, n->kids[1]->type) ? &type_bool : no_overload(c, n, NULL);
}

static const struct type *check_call(struct checker *c, struct node *n)
{
    for (uint32_t i = 0; i < n->n_kids; i++)
        check(c, n->kids[i]);
    if (!n->is_op)
        return resolve_overload(c, n, n->group);
    if (n->op == OP_COND)
        return check_cond(c, n);
    if (n->op == OP_EQ || n->op == OP_NE)
        return check_equality(c, n);
    return resolve_overload(c, n, env_function(c->u->env, c->u->a, n->name, CEL_GLOBAL, true));
}

/* ---- lists, maps, macros ---- */

/* The type of an item: of what it holds, when it is written with '?'. */
static const struct type *item_type(struct checker *c, struct node *n, bool optional)
{
    const struct type *t = check(c, n);
    if (!optional)
        return t;
    const struct type *some = infer_fresh(&c->infer);
    require(c, n, type_optional(c->u->a, some), "an item behind '?'");
    return some;
}

/* Items need not be of one type: then the list is one of dyn. */
static const struct type *joined(struct checker *c, const struct type *so_far, const struct type *t)
{
    const struct type *both = so_far ? infer_join(&c->infer, so_far, t) : t;
    return both ? both : &type_dyn;
}

static const struct type *check_list(struct checker *c, struct node *n)
{
    const struct type *item = NULL;
    for (uint32_t i = 0; i < n->n_kids; i++)
        item = joined(c, item, item_type(c, n->kids[i], n->optional && n->optional[i]));
    return type_list(c->u->a, item ? item : infer_fresh(&c->infer));
}

static void check_key(struct checker *c, const struct node *key)
{
    const struct type *t = infer_find(&c->infer, key->type);
    if (t->kind == TYPE_DYN || t->kind == TYPE_PARAM || t->kind == TYPE_INT || t->kind == TYPE_UINT ||
        t->kind == TYPE_BOOL || t->kind == TYPE_STRING)
        return;
    struct str is = shown(c, t);
    FAULT(c, key, STR("keys are int, uint, bool or string"), "a %.*s can't be a key", STR_ARG(is));
}

static const struct type *check_map(struct checker *c, struct node *n)
{
    const struct type *key = NULL, *value = NULL;
    for (uint32_t i = 0; i < n->n_kids; i += 2) {
        key = joined(c, key, check(c, n->kids[i]));
        check_key(c, n->kids[i]);
        value = joined(c, value, item_type(c, n->kids[i + 1], n->optional && n->optional[i / 2]));
    }
    return type_map(c->u->a, key ? key : infer_fresh(&c->infer), value ? value : infer_fresh(&c->infer));
}

/* Types of the variables of a fold over `range`; false when nothing can be walked over. */
static bool fold_types(struct node *n, const struct type *range)
{
    const struct type *key = &type_dyn, *item = &type_dyn;
    if (range->kind == TYPE_LIST) {
        key = &type_int;
        item = range->param[0];
    } else if (range->kind == TYPE_MAP && n->variant != FOLD_SORT) {
        key = range->param[0];
        item = n->n_locals == 2 ? range->param[1] : key;
    } else if (range->kind != TYPE_DYN && range->kind != TYPE_PARAM) {
        return false;
    }
    n->locals[0]->type = n->n_locals == 2 ? key : item;
    n->locals[n->n_locals - 1]->type = item;
    return true;
}

static const struct type *fold_result(struct checker *c, struct node *n, const struct type *range)
{
    struct node *body = n->kids[2];
    switch ((enum fold_kind)n->variant) {
    case FOLD_LIST:
        return type_list(c->u->a, body->type);
    case FOLD_MAP:
        return type_map(c->u->a, n->locals[0]->type, body->type);
    case FOLD_ENTRY:
        return body->type;
    case FOLD_SORT:
        return range->kind == TYPE_LIST ? range : &type_list_dyn;
    default:
        require(c, body, &type_bool, "the condition of a macro");
        return &type_bool;
    }
}

static const struct type *check_fold(struct checker *c, struct node *n)
{
    const struct type *range = infer_find(&c->infer, check(c, n->kids[0]));
    if (!fold_types(n, range)) {
        struct str is = shown(c, range);
        FAULT(c, n->kids[0], STR(""), "a macro walks over %s, not %.*s",
              n->variant == FOLD_SORT ? "a list" : "a list or a map", STR_ARG(is));
        n->locals[0]->type = n->locals[n->n_locals - 1]->type = &type_dyn;
    }
    if (n->kids[1]) {
        check(c, n->kids[1]);
        require(c, n->kids[1], &type_bool, "the filter of a macro");
    }
    check(c, n->kids[2]);
    return fold_result(c, n, range);
}

static const struct type *check_let(struct checker *c, struct node *n)
{
    const struct type *t = check(c, n->kids[0]);
    if (n->variant != LET_BIND) {
        const struct type *some = infer_fresh(&c->infer);
        require(c, n->kids[0], type_optional(c->u->a, some), "what optMap() maps");
        t = some;
    }
    n->locals[0]->type = t;
    t = check(c, n->kids[1]);
    if (n->variant == LET_OPT_FLAT_MAP)
        require(c, n->kids[1], type_optional(c->u->a, infer_fresh(&c->infer)), "the result of optFlatMap()");
    return n->variant == LET_OPT_MAP ? type_optional(c->u->a, t) : t;
}

static const struct type *check_block(struct checker *c, struct node *n)
{
    for (uint32_t i = 0; i < n->n_locals; i++)
        n->locals[i]->type = check(c, n->kids[i]);
    return check(c, n->kids[n->n_locals]);
}

static const struct type *check(struct checker *c, struct node *n)
{
    switch ((enum node_kind)n->kind) {
    case NODE_CONST:
        return n->type = type_of_value(c->u->a, n->constant);
    case NODE_LOCAL:
        return n->type = n->local->type;
    case NODE_VAR: /* set when resolved */
        return n->type;
    case NODE_SELECT:
        return n->type = check_select(c, n);
    case NODE_CALL:
        return n->type = check_call(c, n);
    case NODE_LIST:
        return n->type = check_list(c, n);
    case NODE_MAP:
        return n->type = check_map(c, n);
    case NODE_FOLD:
        return n->type = check_fold(c, n);
    case NODE_LET:
        return n->type = check_let(c, n);
    case NODE_BLOCK:
        return n->type = check_block(c, n);
    case NODE_NAME:
    case NODE_UNBOUND:
        return n->type = &type_dyn;
    }
    return &type_dyn;
}

void cel_check(struct cel_unit *u, struct node *root)
{
    struct checker c = {.u = u, .infer = {.a = u->a}};
    check(&c, root);
    if (u->options.result)
        require(&c, root, u->options.result, "the expression");
    root->type = infer_apply(&c.infer, root->type);
}
