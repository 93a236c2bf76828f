/* Types that are not known yet, and what becomes of them when they meet others. */
#ifndef LOADLINE_CEL_INFER_H
#define LOADLINE_CEL_INFER_H

#include "base/vec.h"
#include "value/type.h"

/* Type variables of one check and what they were found to be. */
struct infer {
    struct arena *a;
    VEC(const struct type *) bound; /* by variable; NULL: not known */
    VEC(uint32_t) trail;            /* variables bound, in order: to take it back */
};

/* A type not known yet. */
const struct type *infer_fresh(struct infer *f);

/* What t stands for: never a variable that is bound. Only the outermost type is looked at. */
const struct type *infer_find(const struct infer *f, const struct type *t);

/* Whether a value of type `from` may stand where `to` is wanted. Binds variables of both; when it fails, nothing is
 * bound. dyn goes with everything, null with objects, optionals and the like. */
bool infer_assign(struct infer *f, const struct type *to, const struct type *from);

/* A type both fit into; NULL when there is none but dyn. Binds variables. */
const struct type *infer_join(struct infer *f, const struct type *x, const struct type *y);

/* t without variables: those bound replaced, the others dyn. */
const struct type *infer_apply(const struct infer *f, const struct type *t);

/* A signature's type with its parameters replaced by those of `fresh` (by id: 0, 1). */
const struct type *infer_instance(struct infer *f, const struct type *t, const struct type *const fresh[2]);

/* To try out: what was bound since the mark is forgotten. */
uint32_t infer_mark(const struct infer *f);
void infer_undo(struct infer *f, uint32_t mark);

#endif
