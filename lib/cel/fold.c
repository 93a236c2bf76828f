/* Computing what is constant once: duration("1h"), a list of literals, a pattern put together from pieces. */
#include "base/limits.h"
#include "cel/vm.h"

/* What all folding of one expression may take: a small part of an evaluation. Beyond, things are left for
 * evaluation. */
static const struct cel_limits fold_limits = {LIMIT_CEL_COST / 10, LIMIT_CEL_STEPS / 10, LIMIT_CEL_BYTES / 16};

/* How far out a subtree refers: to the variables of the environment, to those of the macro at some depth, or to
 * nothing. */
static const uint32_t REFERS_OUT = 0, REFERS_TO_NOTHING = UINT32_MAX;

struct folder {
    struct cel_unit *u;
    struct cel_meter meter;
};

/* Replaces a subtree that refers to nothing by its value. Errors stay for evaluation: they may be absorbed, or never
 * reached. */
static void compute(struct folder *f, struct node *n)
{
    if (n->kind == NODE_CONST || f->meter.over)
        return;
    const struct cel_program *p = cel_emit(f->u, n);
    if (f->u->faults->list.n > 0)
        return;
    struct value v = vm_run(p, NULL, f->u->a, &f->meter, NULL);
    if (!value_is_known(v))
        return;
    n->kind = NODE_CONST;
    n->constant = v;
    n->n_kids = 0;
}

static uint32_t least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

static bool is_pure(const struct node *n)
{
    if (n->kind != NODE_CALL || n->is_op || !n->group)
        return n->kind != NODE_UNBOUND;
    for (uint32_t i = 0; i < n->group->overloads.n; i++)
        if (n->group->overloads.p[i]->flags & CEL_NOT_CONSTANT)
            return false;
    return true;
}

/* Folds below n and tells how far out n refers; depth: macros around it. */
static uint32_t fold(struct folder *f, struct node *n, uint32_t depth)
{
    uint32_t far = is_pure(n) && n->kind != NODE_VAR ? REFERS_TO_NOTHING : REFERS_OUT;
    if (n->kind == NODE_LOCAL)
        far = n->local->depth;
    for (uint32_t i = 0; i < n->n_locals; i++)
        n->locals[i]->depth = depth + 1;
    uint32_t inner = depth + (n->n_locals > 0);
    VEC(struct node *) constant = {0};
    for (uint32_t i = 0; i < n->n_kids; i++) {
        uint32_t kid = n->kids[i] ? fold(f, n->kids[i], inner) : REFERS_TO_NOTHING;
        if (n->kids[i] && kid == REFERS_TO_NOTHING)
            vec_push(f->u->a, &constant, n->kids[i]);
        far = least(far, kid > depth ? REFERS_TO_NOTHING : kid); /* its own variables count as nothing outside */
    }
    for (uint32_t i = 0; i < constant.n && far != REFERS_TO_NOTHING; i++)
        compute(f, constant.p[i]);
    return far;
}

void cel_fold(struct cel_unit *u, struct node *root)
{
    struct folder f = {.u = u,
                       .meter = {.cost = fold_limits.cost, .bytes = fold_limits.bytes, .steps = fold_limits.steps}};
    if (fold(&f, root, 0) == REFERS_TO_NOTHING)
        compute(&f, root);
}
