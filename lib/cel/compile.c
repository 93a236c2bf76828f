/* From tree to instructions. The depth of the stack is known at every instruction, so that variables have fixed
 * slots. */
#include "base/limits.h"
#include "cel/program.h"

#include <string.h>

/* Targets of jumps share b with a small number (program's folds): code is never as long as this. */
enum { MAX_CODE = 60000 };

struct emitter {
    struct cel_unit *u;
    VEC(struct instruction) code;
    VEC(struct span) spans;
    VEC(struct value) constants;
    VEC(struct call_site) calls;
    VEC(struct trace_place) places;
    uint32_t depth, most; /* values on the stack now, and at most */
    uint32_t nested;      /* nodes around the one being emitted */
    bool *reads;
};

static void emit(struct emitter *e, const struct node *n);

/* Appends an instruction that changes the depth by `grows`; returns its index. */
static uint32_t put(struct emitter *e, const struct node *n, enum cel_op op, uint32_t a, uint32_t b, int grows)
{
    struct instruction i = {(uint16_t)op, (uint16_t)a, b};
    vec_push(e->u->a, &e->code, i);
    vec_push(e->u->a, &e->spans, unit_span(e->u, n->off, n->len));
    e->depth = (uint32_t)((int)e->depth + grows);
    if (e->depth > e->most)
        e->most = e->depth;
    return e->code.n - 1;
}

static uint32_t constant(struct emitter *e, struct value v)
{
    vec_push(e->u->a, &e->constants, v);
    return e->constants.n - 1;
}

static uint32_t name_constant(struct emitter *e, struct str name)
{
    return constant(e, value_string(name));
}

static void patch_b(struct emitter *e, uint32_t at)
{
    e->code.p[at].b |= e->code.n;
}

static void emit_kids(struct emitter *e, const struct node *n)
{
    for (uint32_t i = 0; i < n->n_kids; i++)
        emit(e, n->kids[i]);
}

/* x AND-> end, y, JOIN, end: */
static void emit_logic(struct emitter *e, const struct node *n)
{
    emit(e, n->kids[0]);
    uint32_t test = put(e, n, n->op, 0, 0, 0);
    emit(e, n->kids[1]);
    put(e, n, n->op == OP_AND ? OP_AND_JOIN : OP_OR_JOIN, 0, 0, -1);
    patch_b(e, test);
}

static void emit_cond(struct emitter *e, const struct node *n)
{
    emit(e, n->kids[0]);
    uint32_t test = put(e, n, OP_COND, 0, 0, -1);
    emit(e, n->kids[1]);
    uint32_t jump = put(e, n, OP_JUMP, 0, 0, -1);
    patch_b(e, test);
    emit(e, n->kids[2]);
    patch_b(e, jump);
    e->code.p[test].a = (uint16_t)e->code.n;
}

/* x.or(y) and x.orValue(y): y only when x holds nothing. */
static void emit_optional_or(struct emitter *e, const struct node *n, bool value)
{
    emit(e, n->kids[0]);
    uint32_t test = put(e, n, OP_OPT_OR, value, 0, -1);
    emit(e, n->kids[1]);
    if (!value)
        put(e, n, OP_OPT_OR_JOIN, 0, 0, 0);
    patch_b(e, test);
}

/* The first overload that prepares a constant argument of this call, run on it. */
static const void *prepare(struct emitter *e, const struct node *n)
{
    for (uint32_t i = 0; i < n->group->overloads.n; i++) {
        const struct cel_function *f = n->group->overloads.p[i];
        if (!f->prepare || f->prepared_arg > n->n_kids || function_arity(f) != n->n_kids)
            continue;
        const struct node *arg = n->kids[f->prepared_arg - 1];
        struct str fault = {0};
        if (arg->kind != NODE_CONST || arg->constant.type != VALUE_STRING)
            return NULL;
        const void *made = f->prepare(e->u->a, arg->constant, &fault);
        if (fault.n && !e->u->options.unchecked)
            unit_fault(e->u, arg->off, arg->len, STR(""), "%.*s", STR_ARG(fault));
        return made;
    }
    return NULL;
}

static void emit_function(struct emitter *e, const struct node *n)
{
    bool member = n->flags & NODE_MEMBER;
    bool is_or = member && n->n_kids == 2 && str_eq(n->name, STR("or"));
    if (is_or || (member && n->n_kids == 2 && str_eq(n->name, STR("orValue")))) {
        emit_optional_or(e, n, !is_or);
        return;
    }
    struct call_site site = {
        .name = n->name,
        .overloads = n->group->overloads.p,
        .n_overloads = n->group->overloads.n,
        .style = member ? CEL_MEMBER : CEL_GLOBAL,
        .prepared = prepare(e, n),
    };
    emit_kids(e, n);
    vec_push(e->u->a, &e->calls, site);
    put(e, n, OP_CALL, n->n_kids, e->calls.n - 1, 1 - (int)n->n_kids);
}

static void emit_call(struct emitter *e, const struct node *n)
{
    if (!n->is_op)
        emit_function(e, n);
    else if (n->op == OP_AND || n->op == OP_OR)
        emit_logic(e, n);
    else if (n->op == OP_COND)
        emit_cond(e, n);
    else {
        emit_kids(e, n);
        put(e, n, n->op, 0, 0, 1 - (int)n->n_kids);
    }
}

static void emit_aggregate(struct emitter *e, const struct node *n, enum cel_op op)
{
    uint32_t count = op == OP_MAP ? n->n_kids / 2 : n->n_kids, marks = 0;
    if (n->optional)
        marks = 1 + constant(e, value_bytes((struct str){(const char *)n->optional, count}));
    emit_kids(e, n);
    put(e, n, op, marks, count, 1 - (int)n->n_kids);
}

static enum cel_op fold_step(enum fold_kind kind)
{
    static const uint8_t steps[] = {
        [FOLD_ALL] = OP_FOLD_ALL,   [FOLD_EXISTS] = OP_FOLD_EXISTS, [FOLD_ONE] = OP_FOLD_ONE,
        [FOLD_LIST] = OP_FOLD_LIST, [FOLD_MAP] = OP_FOLD_MAP,       [FOLD_ENTRY] = OP_FOLD_ENTRY,
        [FOLD_SORT] = OP_FOLD_LIST,
    };
    return (enum cel_op)steps[kind];
}

/* range, BEGIN-> end, next: NEXT-> done, [filter, FILTER-> next,] body, STEP-> next, done: END, end: */
static void emit_fold(struct emitter *e, const struct node *n)
{
    uint32_t base = e->depth, kind = n->variant;
    emit(e, n->kids[0]);
    uint32_t begin = put(e, n, OP_FOLD_BEGIN, base, kind << 24, FOLD_SLOTS - 1);
    for (uint32_t i = 0; i < n->n_locals; i++)
        n->locals[i]->slot = base + SLOT_FIRST + i;
    uint32_t next = put(e, n, OP_FOLD_NEXT, base, n->n_locals << 24, 0);
    if (n->kids[1]) {
        emit(e, n->kids[1]);
        put(e, n->kids[1], OP_FOLD_FILTER, base, next, -1);
    }
    emit(e, n->kids[2]);
    put(e, n->kids[2], fold_step((enum fold_kind)kind), base, next, -1);
    patch_b(e, next);
    put(e, n, OP_FOLD_END, base, kind, 1 - FOLD_SLOTS);
    patch_b(e, begin);
}

static void emit_let(struct emitter *e, const struct node *n)
{
    uint32_t unwrap = 0;
    n->locals[0]->slot = e->depth;
    emit(e, n->kids[0]);
    if (n->variant != LET_BIND)
        unwrap = put(e, n->kids[0], OP_OPT_UNWRAP, 0, 0, 0);
    emit(e, n->kids[1]);
    if (n->variant != LET_BIND)
        put(e, n->kids[1], OP_OPT_WRAP, n->variant == LET_OPT_FLAT_MAP, 0, 0);
    put(e, n, OP_COLLAPSE, 0, 1, -1);
    if (n->variant != LET_BIND)
        patch_b(e, unwrap);
}

static void emit_block(struct emitter *e, const struct node *n)
{
    for (uint32_t i = 0; i < n->n_kids; i++) {
        if (i < n->n_locals)
            n->locals[i]->slot = e->depth;
        emit(e, n->kids[i]);
    }
    if (n->n_locals)
        put(e, n, OP_COLLAPSE, 0, n->n_locals, -(int)n->n_locals);
}

static void emit_select(struct emitter *e, const struct node *n)
{
    enum cel_op op = n->flags & NODE_TEST ? OP_HAS : n->flags & NODE_OPTIONAL ? OP_OPT_SELECT : OP_SELECT;
    emit(e, n->kids[0]);
    put(e, n, op, 0, name_constant(e, n->name), 0);
}

static void emit_node(struct emitter *e, const struct node *n)
{
    switch ((enum node_kind)n->kind) {
    case NODE_CONST:
        put(e, n, OP_CONST, 0, constant(e, n->constant), 1);
        break;
    case NODE_VAR:
        e->reads[n->index] = true;
        put(e, n, OP_VAR, 0, n->index, 1);
        break;
    case NODE_LOCAL:
        put(e, n, OP_LOCAL, 0, n->local->slot, 1);
        break;
    case NODE_NAME:
    case NODE_UNBOUND:
        put(e, n, OP_FAIL, 0, name_constant(e, n->name), 1);
        break;
    case NODE_SELECT:
        emit_select(e, n);
        break;
    case NODE_CALL:
        emit_call(e, n);
        break;
    case NODE_LIST:
        emit_aggregate(e, n, OP_LIST);
        break;
    case NODE_MAP:
        emit_aggregate(e, n, OP_MAP);
        break;
    case NODE_FOLD:
        emit_fold(e, n);
        break;
    case NODE_LET:
        emit_let(e, n);
        break;
    case NODE_BLOCK:
        emit_block(e, n);
        break;
    }
}

static void emit(struct emitter *e, const struct node *n)
{
    uint32_t nested = e->nested++;
    if (e->code.n < MAX_CODE)
        emit_node(e, n);
    e->nested = nested;
    if (!e->u->options.traced || n->kind == NODE_CONST)
        return;
    struct trace_place place = {n->off, n->len, nested};
    vec_push(e->u->a, &e->places, place);
    put(e, n, OP_TRACE, 0, e->places.n - 1, 0);
}

struct cel_program *cel_emit(struct cel_unit *u, const struct node *root)
{
    struct cel_program *p = arena_new(u->a, struct cel_program);
    uint32_t n_variables = env_variable_count(u->env);
    struct emitter e = {.u = u, .reads = arena_array(u->a, bool, n_variables + 1)};
    emit(&e, root);
    put(&e, root, OP_RETURN, 0, 0, 0);
    if (e.code.n >= MAX_CODE)
        unit_fault(u, root->off, root->len, STR(""), "the expression is too long");
    *p = (struct cel_program){
        .code = e.code.p,
        .spans = e.spans.p,
        .n_code = e.code.n,
        .constants = e.constants.p,
        .calls = e.calls.p,
        .places = e.places.p,
        .n_slots = e.most,
        .n_variables = n_variables,
        .reads = e.reads,
        .type = root->type ? root->type : &type_dyn,
    };
    return p;
}
