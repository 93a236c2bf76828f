#include "cel/infer.h"

/* Variables are numbered from here: below are the parameters of signatures. */
enum { FIRST_VARIABLE = 16 };

const struct type *infer_fresh(struct infer *f)
{
    struct type *t = arena_new(f->a, struct type);
    *t = (struct type){.kind = TYPE_PARAM, .id = FIRST_VARIABLE + f->bound.n};
    vec_push(f->a, &f->bound, NULL);
    return t;
}

static bool is_variable(const struct type *t)
{
    return t->kind == TYPE_PARAM && t->id >= FIRST_VARIABLE;
}

const struct type *infer_find(const struct infer *f, const struct type *t)
{
    while (is_variable(t) && f->bound.p[t->id - FIRST_VARIABLE])
        t = f->bound.p[t->id - FIRST_VARIABLE];
    return t;
}

uint32_t infer_mark(const struct infer *f)
{
    return f->trail.n;
}

void infer_undo(struct infer *f, uint32_t mark)
{
    while (f->trail.n > mark)
        f->bound.p[f->trail.p[--f->trail.n]] = NULL;
}

static bool occurs(const struct infer *f, const struct type *variable, const struct type *t)
{
    t = infer_find(f, t);
    if (t == variable)
        return true;
    return (t->param[0] && occurs(f, variable, t->param[0])) || (t->param[1] && occurs(f, variable, t->param[1]));
}

static bool bind(struct infer *f, const struct type *variable, const struct type *t)
{
    if (occurs(f, variable, t))
        return false;
    uint32_t i = variable->id - FIRST_VARIABLE;
    f->bound.p[i] = t;
    vec_push(f->a, &f->trail, i);
    return true;
}

static bool takes_null(const struct type *t)
{
    return t->kind == TYPE_OBJECT || t->kind == TYPE_OPTIONAL || t->kind == TYPE_DURATION ||
           t->kind == TYPE_TIMESTAMP || t->kind == TYPE_IP || t->kind == TYPE_CIDR;
}

static bool assign(struct infer *f, const struct type *to, const struct type *from)
{
    to = infer_find(f, to);
    from = infer_find(f, from);
    if (to == from)
        return true;
    if (is_variable(to))
        return bind(f, to, from);
    if (is_variable(from))
        return bind(f, from, to);
    if (to->kind == TYPE_DYN || from->kind == TYPE_DYN || (from->kind == TYPE_NULL && takes_null(to)))
        return true;
    if (!type_same(to, from) || to->fields != from->fields)
        return false;
    return (!to->param[0] || assign(f, to->param[0], from->param[0])) &&
           (!to->param[1] || assign(f, to->param[1], from->param[1]));
}

bool infer_assign(struct infer *f, const struct type *to, const struct type *from)
{
    uint32_t mark = infer_mark(f);
    if (assign(f, to, from))
        return true;
    infer_undo(f, mark);
    return false;
}

/* Of two types that fit each other: the one that says less. */
static const struct type *wider(struct infer *f, const struct type *x, const struct type *y)
{
    x = infer_find(f, x);
    y = infer_find(f, y);
    if (x->kind == TYPE_DYN || y->kind == TYPE_DYN)
        return &type_dyn;
    if (x->kind == TYPE_NULL)
        return y;
    if (x == y || x->kind != y->kind || !x->param[0])
        return x;
    struct type *t = arena_new(f->a, struct type);
    *t = *x;
    for (int i = 0; i < 2 && x->param[i]; i++)
        t->param[i] = wider(f, x->param[i], y->param[i]);
    return t;
}

const struct type *infer_join(struct infer *f, const struct type *x, const struct type *y)
{
    return infer_assign(f, x, y) || infer_assign(f, y, x) ? wider(f, x, y) : NULL;
}

const struct type *infer_apply(const struct infer *f, const struct type *t)
{
    t = infer_find(f, t);
    if (t->kind == TYPE_PARAM)
        return &type_dyn;
    if (!t->param[0])
        return t;
    struct type *made = arena_new(f->a, struct type);
    *made = *t;
    for (int i = 0; i < 2 && t->param[i]; i++)
        made->param[i] = infer_apply(f, t->param[i]);
    return made;
}

const struct type *infer_instance(struct infer *f, const struct type *t, const struct type *const fresh[2])
{
    if (t->kind == TYPE_PARAM)
        return fresh[t->id];
    if (!t->param[0])
        return t;
    struct type *made = arena_new(f->a, struct type);
    *made = *t;
    for (int i = 0; i < 2 && t->param[i]; i++)
        made->param[i] = infer_instance(f, t->param[i], fresh);
    return made;
}
