#include "cel/vm.h"

#include "base/limits.h"
#include "cel/functions.h"
#include "diag/sink.h"

#include <string.h>

struct vm {
    struct cel_call c; /* for what the machine calls: c.at is the instruction under way */
    struct cel_trace *trace;
};

/* Targets of folds share b with a kind or a count. */
static uint32_t target(uint32_t b)
{
    return b & 0xffffff;
}

/* ---- calls ---- */

static bool fits(const struct type *t, struct value v)
{
    /* clang-format off */
    static const uint8_t wanted[] = {
        [TYPE_NULL] = VALUE_NULL,     [TYPE_BOOL] = VALUE_BOOL,           [TYPE_INT] = VALUE_INT,
        [TYPE_UINT] = VALUE_UINT,     [TYPE_DOUBLE] = VALUE_DOUBLE,       [TYPE_STRING] = VALUE_STRING,
        [TYPE_BYTES] = VALUE_BYTES,   [TYPE_LIST] = VALUE_LIST,           [TYPE_MAP] = VALUE_MAP,
        [TYPE_TYPE] = VALUE_TYPE,     [TYPE_DURATION] = VALUE_DURATION,   [TYPE_TIMESTAMP] = VALUE_TIMESTAMP,
        [TYPE_OPTIONAL] = VALUE_OPTIONAL, [TYPE_IP] = VALUE_IP,           [TYPE_CIDR] = VALUE_CIDR,
        [TYPE_OBJECT] = VALUE_OBJECT,
    };
    /* clang-format on */
    return t->kind == TYPE_DYN || t->kind == TYPE_PARAM || wanted[t->kind] == v.type;
}

static bool takes(const struct cel_function *f, enum cel_style style, const struct value *args, uint32_t n)
{
    if (f->style != style)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (i == CEL_MAX_ARGS || !f->args[i] || !fits(f->args[i], args[i]))
            return false;
    return n == CEL_MAX_ARGS || !f->args[n];
}

static bool all_known(const struct value *args, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!value_is_known(args[i]))
            return false;
    return true;
}

static struct value call_function(struct vm *vm, const struct call_site *site, const struct value *args, uint32_t n)
{
    struct value r;
    bool known = all_known(args, n);
    for (uint32_t i = 0; i < site->n_overloads; i++) {
        const struct cel_function *f = site->overloads[i];
        if (!f->call || !takes(f, site->style, args, n) || (!known && !(f->flags & CEL_SEES_UNKNOWN)))
            continue;
        for (uint32_t k = 0; k < n; k++)
            if (args[k].type == VALUE_ERROR)
                return args[k];
        vm->c.prepared = site->prepared;
        return f->call(&vm->c, args, n);
    }
    if (!known && operate_absorbed(&vm->c, args, n, &r))
        return r;
    return operate_no_overload(&vm->c, site->name, args, n);
}

/* ---- aggregates ---- */

/* What stands for an item written with '?': its value; false when there is none to add. An item that is no optional
 * is an error in *v. */
static bool optional_item(struct vm *vm, struct value *v)
{
    if (v->type != VALUE_OPTIONAL) {
        *v = operate_no_overload(&vm->c, STR("?"), v, 1);
        return true;
    }
    if (!v->as.some)
        return false;
    *v = *v->as.some;
    return true;
}

static const uint8_t *marks_of(const struct vm *vm, const struct instruction *i)
{
    return i->a ? (const uint8_t *)vm->c.program->constants[i->a - 1].as.s : NULL;
}

static struct value make_list(struct vm *vm, const struct instruction *i, const struct value *items)
{
    const uint8_t *marks = marks_of(vm, i);
    struct value r;
    uint32_t n = 0;
    if (operate_absorbed(&vm->c, items, i->b, &r))
        return r;
    struct value *kept = cel_alloc(&vm->c, i->b * sizeof(*kept));
    if (!kept)
        return cel_over(&vm->c);
    for (uint32_t k = 0; k < i->b; k++) {
        struct value v = items[k];
        if (marks && marks[k] && !optional_item(vm, &v))
            continue;
        if (!value_is_known(v))
            return v;
        kept[n++] = v;
    }
    return value_list(kept, n);
}

/* Adds an entry; false with *ret_fault when the key is none or is there already. */
static bool add_entry(struct vm *vm, struct value_map *m, struct value key, struct value v, struct value *ret_fault)
{
    if (!value_is_key(key)) {
        struct str type = type_name(type_of_value(vm->c.a, key));
        *ret_fault = cel_fail(&vm->c, "unsupported key type: %.*s", STR_ARG(type));
    } else if (!meter_take(vm->c.meter, 4 * sizeof(struct value))) {
        *ret_fault = cel_over(&vm->c);
    } else if (!value_map_put(vm->c.a, m, key, v)) {
        struct str shown = diag_quote(vm->c.a, value_format(vm->c.a, key));
        *ret_fault = cel_fail(&vm->c, "duplicate key: %.*s", STR_ARG(shown));
    } else {
        return true;
    }
    return false;
}

static struct value make_map(struct vm *vm, const struct instruction *i, const struct value *items)
{
    const uint8_t *marks = marks_of(vm, i);
    struct value r;
    if (operate_absorbed(&vm->c, items, i->b * 2, &r))
        return r;
    struct value_map *m = value_map_new(vm->c.a, 0);
    for (uint32_t k = 0; k < i->b; k++) {
        struct value v = items[2 * (size_t)k + 1];
        if (marks && marks[k] && !optional_item(vm, &v))
            continue;
        if (!value_is_known(v))
            return v;
        if (!add_entry(vm, m, items[2 * (size_t)k], v, &r))
            return r;
    }
    return value_map(m);
}

/* ---- folds ---- */

/* The range is in place. False when there is nothing to walk over, and the range has become what the fold gives. */
static bool fold_begin(struct vm *vm, struct value *base, enum fold_kind kind)
{
    struct value *range = &base[SLOT_RANGE];
    if (range->type != VALUE_LIST && (range->type != VALUE_MAP || kind == FOLD_SORT)) {
        if (value_is_known(*range))
            *range = operate_no_overload(&vm->c, STR("a macro"), range, 1);
        return false;
    }
    base[SLOT_CURSOR] = value_int(0);
    base[SLOT_RESULT] = kind == FOLD_ALL                          ? value_bool(true)
                        : kind == FOLD_EXISTS || kind == FOLD_ONE ? value_bool(false)
                        : kind == FOLD_MAP || kind == FOLD_ENTRY  ? value_map(value_map_new(vm->c.a, 0))
                                                                  : value_list(NULL, 0);
    return true;
}

/* The next item into the variables; false after the last one. */
static bool fold_next(struct value *base, uint32_t n_vars)
{
    struct value range = base[SLOT_RANGE];
    bool is_list = range.type == VALUE_LIST;
    uint32_t i = (uint32_t)base[SLOT_CURSOR].as.i;
    if (i >= (is_list ? range.n : range.as.map->n))
        return false;
    base[SLOT_CURSOR].as.i++;
    if (n_vars == 1) {
        base[SLOT_FIRST] = is_list ? range.as.items[i] : range.as.map->keys[i];
    } else {
        base[SLOT_FIRST] = is_list ? value_int(i) : range.as.map->keys[i];
        base[SLOT_SECOND] = is_list ? range.as.items[i] : range.as.map->values[i];
    }
    return true;
}

/* What is no item spoils the result: an error unless something is unknown. */
static void fold_spoil(struct vm *vm, struct value *base, struct value v)
{
    struct value *result = &base[SLOT_RESULT];
    if (v.type == VALUE_UNKNOWN)
        *result = result->type == VALUE_UNKNOWN ? value_unknown_both(vm->c.a, *result, v) : v;
    else if (value_is_known(*result))
        *result = v.type == VALUE_ERROR ? v : operate_no_overload(&vm->c, STR("a macro"), &v, 1);
}

/* The common case of all() and exists(): true after true, false after false. */
static bool fold_undecided(struct value result, struct value v)
{
    return result.type == VALUE_BOOL && v.type == VALUE_BOOL && result.as.b == v.as.b && !v.flags;
}

/* Joins a condition to the result; whether that decides it. */
static bool fold_decide(struct vm *vm, struct value *base, struct value v, bool exists)
{
    struct value *result = &base[SLOT_RESULT];
    *result = exists ? operate_or(&vm->c, *result, v) : operate_and(&vm->c, *result, v);
    return result->type == VALUE_BOOL && result->as.b == exists;
}

static bool fold_filter(struct vm *vm, struct value *base, struct value v)
{
    if (v.type != VALUE_BOOL)
        fold_spoil(vm, base, v);
    return v.type == VALUE_BOOL && v.as.b;
}

/* Appends; the room is doubled whenever the count reaches a power of two. */
static void fold_append(struct vm *vm, struct value *base, struct value v)
{
    struct value *result = &base[SLOT_RESULT];
    uint32_t n = result->n;
    if (!value_is_known(v) || !value_is_known(*result)) {
        if (!value_is_known(v))
            fold_spoil(vm, base, v);
        return;
    }
    if (n == 0 || (n >= 4 && (n & (n - 1)) == 0)) {
        struct value *items = cel_alloc(&vm->c, (n ? n * 2 : 4) * sizeof(*items));
        if (!items)
            return;
        if (n)
            memcpy(items, result->as.items, n * sizeof(*items));
        result->as.items = items;
    }
    ((struct value *)result->as.items)[n] = v;
    result->n = n + 1;
}

static void fold_put(struct vm *vm, struct value *base, struct value key, struct value v)
{
    struct value *result = &base[SLOT_RESULT], fault;
    if (!value_is_known(v))
        fold_spoil(vm, base, v);
    else if (value_is_known(*result) && !add_entry(vm, (struct value_map *)result->as.map, key, v, &fault))
        fold_spoil(vm, base, fault);
}

static void fold_entries(struct vm *vm, struct value *base, struct value v)
{
    if (v.type != VALUE_MAP) {
        fold_spoil(vm, base, v);
        return;
    }
    for (uint32_t i = 0; i < v.as.map->n && meter_spend(vm->c.meter, 1); i++)
        fold_put(vm, base, v.as.map->keys[i], v.as.map->values[i]);
}

static struct value fold_end(struct vm *vm, const struct value *base, enum fold_kind kind)
{
    struct value result = base[SLOT_RESULT];
    if (!value_is_known(result))
        return result;
    if (kind == FOLD_ONE)
        return value_bool(base[SLOT_CURSOR].n == 1);
    if (kind == FOLD_SORT)
        return cel_sort(&vm->c, base[SLOT_RANGE], result); /* by the keys collected */
    if (kind == FOLD_MAP || kind == FOLD_ENTRY)
        return value_map(result.as.map); /* its count has grown */
    return result;
}

/* ---- optionals ---- */

/* x of x.or(y): true when y is not needed, *v being the outcome. */
static bool optional_settles(struct vm *vm, struct value *v, bool unwrap)
{
    if (v->type == VALUE_OPTIONAL && !v->as.some)
        return false;
    if (v->type == VALUE_OPTIONAL)
        *v = unwrap ? *v->as.some : *v;
    else if (value_is_known(*v))
        *v = operate_no_overload(&vm->c, STR("or"), v, 1);
    return true;
}

/* Replaces an optional by what it holds; false when there is nothing to go on with. */
static bool optional_unwrap(struct vm *vm, struct value *v)
{
    if (v->type == VALUE_OPTIONAL && v->as.some) {
        *v = *v->as.some;
        return true;
    }
    if (v->type != VALUE_OPTIONAL && value_is_known(*v))
        *v = operate_no_overload(&vm->c, STR("optMap"), v, 1);
    return false;
}

static struct value optional_wrap(struct vm *vm, struct value v, bool wrapped)
{
    if (!value_is_known(v))
        return v;
    if (!wrapped)
        return value_some(vm->c.a, v);
    return v.type == VALUE_OPTIONAL ? v : operate_no_overload(&vm->c, STR("or"), &v, 1);
}

static void trace(struct vm *vm, const struct instruction *i, struct value v)
{
    const struct trace_place *place = &vm->c.program->places[i->b];
    struct cel_step step = {place->off, place->len, vm->c.program->spans[i - vm->c.program->code], place->depth, v};
    if (!vm->trace)
        return;
    if (vm->trace->steps.n == LIMIT_CEL_TRACE)
        vm->trace->n_dropped++;
    else
        vec_push(vm->c.a, &vm->trace->steps, step);
}

/* ---- the loop ---- */

static struct str name_of(const struct cel_program *p, const struct instruction *i)
{
    return (struct str){p->constants[i->b].as.s, p->constants[i->b].n};
}

static bool holds(enum cel_op op, int order)
{
    switch (op) {
    case OP_EQ:
        return order == 0;
    case OP_NE:
        return order != 0;
    case OP_LT:
        return order < 0;
    case OP_LE:
        return order <= 0;
    case OP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* Two ints or two doubles: the common case, without a call. The outcome replaces *x; false when they are something
 * else. */
static bool compare_fast(enum cel_op op, struct value *x, const struct value *y)
{
    int order;
    if (x->type == VALUE_INT && y->type == VALUE_INT)
        order = (x->as.i > y->as.i) - (x->as.i < y->as.i);
    else if (x->type == VALUE_DOUBLE && y->type == VALUE_DOUBLE && x->as.d == x->as.d && y->as.d == y->as.d)
        order = (x->as.d > y->as.d) - (x->as.d < y->as.d);
    else
        return false;
    uint8_t flags = (uint8_t)((x->flags | y->flags) & VALUE_ESTIMATE);
    *x = (struct value){.type = VALUE_BOOL, .flags = flags, .as.b = holds(op, order)};
    return true;
}

/* Straight code is charged when entered, the body of a fold for each of its items: nothing else repeats. */
struct value vm_run(const struct cel_program *p, const struct value *vars, struct arena *scratch,
                    struct cel_meter *meter, struct cel_trace *ret_trace)
{
    struct vm machine = {.c = {.a = scratch, .meter = meter, .program = p, .at = p->code}, .trace = ret_trace},
              *vm = &machine;
    const struct instruction *const code = p->code, *pc = code;
    if (!meter_take(meter, p->n_slots * sizeof(struct value)) || !meter_spend(meter, p->n_code))
        return cel_over(&vm->c);
    struct value *const stack = arena_array(scratch, struct value, p->n_slots),
                        *sp = stack; /* sp: the next free slot */
    for (;;) {
        const struct instruction *i = vm->c.at = pc++;
        switch ((enum cel_op)i->op) {
        case OP_CONST:
            *sp++ = p->constants[i->b];
            break;
        case OP_VAR:
            *sp++ = vars[i->b];
            break;
        case OP_LOCAL:
            *sp = stack[i->b];
            sp++;
            break;
        case OP_FAIL:
            *sp++ = cel_fail(&vm->c, "%.*s", STR_ARG(name_of(p, i)));
            break;
        case OP_SELECT:
        case OP_OPT_SELECT:
            sp[-1] = operate_select(&vm->c, sp[-1], name_of(p, i), i->op == OP_OPT_SELECT);
            break;
        case OP_HAS:
            sp[-1] = operate_has(&vm->c, sp[-1], name_of(p, i));
            break;
        case OP_INDEX:
        case OP_OPT_INDEX:
            sp--;
            sp[-1] = operate_index(&vm->c, sp[-1], *sp, i->op == OP_OPT_INDEX);
            break;
        case OP_NOT:
            sp[-1] = operate_not(&vm->c, sp[-1]);
            break;
        case OP_NEG:
            sp[-1] = operate_negate(&vm->c, sp[-1]);
            break;
        case OP_ADD:
        case OP_SUB:
        case OP_MUL:
        case OP_DIV:
        case OP_MOD:
            sp--;
            sp[-1] = operate_arithmetic(&vm->c, (enum cel_op)i->op, sp[-1], *sp);
            break;
        case OP_EQ:
        case OP_NE:
        case OP_LT:
        case OP_LE:
        case OP_GT:
        case OP_GE:
            sp--;
            if (!compare_fast((enum cel_op)i->op, sp - 1, sp))
                sp[-1] = operate_compare(&vm->c, (enum cel_op)i->op, sp[-1], *sp);
            break;
        case OP_IN:
            sp--;
            sp[-1] = operate_in(&vm->c, sp[-1], *sp);
            break;
        case OP_AND:
        case OP_OR:
            if (sp[-1].type == VALUE_BOOL && sp[-1].as.b == (i->op == OP_OR))
                pc = code + i->b;
            break;
        case OP_AND_JOIN:
            sp--;
            sp[-1] = operate_and(&vm->c, sp[-1], *sp);
            break;
        case OP_OR_JOIN:
            sp--;
            sp[-1] = operate_or(&vm->c, sp[-1], *sp);
            break;
        case OP_COND:
            if (sp[-1].type == VALUE_BOOL) {
                sp--;
                pc = sp->as.b ? pc : code + i->b;
                break;
            }
            if (value_is_known(sp[-1]))
                sp[-1] = operate_no_overload(&vm->c, STR("?:"), sp - 1, 1);
            pc = code + i->a;
            break;
        case OP_JUMP:
            pc = code + i->b;
            break;
        case OP_CALL:
            sp -= i->a;
            *sp = call_function(vm, &p->calls[i->b], sp, i->a);
            sp++;
            break;
        case OP_LIST:
            sp -= i->b;
            *sp = make_list(vm, i, sp);
            sp++;
            break;
        case OP_MAP:
            sp -= (size_t)i->b * 2;
            *sp = make_map(vm, i, sp);
            sp++;
            break;
        case OP_COLLAPSE:
            sp -= i->b;
            sp[-1] = sp[i->b - 1];
            break;
        case OP_OPT_OR:
            if (optional_settles(vm, sp - 1, i->a))
                pc = code + i->b;
            else
                sp--;
            break;
        case OP_OPT_OR_JOIN:
            sp[-1] = optional_wrap(vm, sp[-1], true);
            break;
        case OP_OPT_UNWRAP:
            if (!optional_unwrap(vm, sp - 1))
                pc = code + i->b;
            break;
        case OP_OPT_WRAP:
            sp[-1] = optional_wrap(vm, sp[-1], i->a);
            break;
        case OP_FOLD_BEGIN:
            if (fold_begin(vm, stack + i->a, (enum fold_kind)(i->b >> 24)))
                sp = stack + i->a + FOLD_SLOTS;
            else
                pc = code + target(i->b);
            break;
        case OP_FOLD_NEXT: {
            const struct instruction *done = code + target(i->b);
            if (!fold_next(stack + i->a, i->b >> 24))
                pc = done;
            else if (!meter_step(meter, (uint64_t)(done - i)))
                return cel_over(&vm->c);
            break;
        }
        case OP_FOLD_FILTER:
            sp--;
            if (!fold_filter(vm, stack + i->a, *sp))
                pc = code + i->b;
            break;
        case OP_FOLD_ALL:
        case OP_FOLD_EXISTS:
            sp--;
            if (!fold_undecided(stack[i->a + SLOT_RESULT], *sp) &&
                fold_decide(vm, stack + i->a, *sp, i->op == OP_FOLD_EXISTS))
                pc = code + target(code[i->b].b);
            else
                pc = code + i->b;
            break;
        case OP_FOLD_ONE:
            sp--;
            stack[i->a + SLOT_CURSOR].n += fold_filter(vm, stack + i->a, *sp);
            pc = code + i->b;
            break;
        case OP_FOLD_LIST:
            sp--;
            fold_append(vm, stack + i->a, *sp);
            pc = code + i->b;
            break;
        case OP_FOLD_MAP:
            sp--;
            fold_put(vm, stack + i->a, stack[i->a + SLOT_FIRST], *sp);
            pc = code + i->b;
            break;
        case OP_FOLD_ENTRY:
            sp--;
            fold_entries(vm, stack + i->a, *sp);
            pc = code + i->b;
            break;
        case OP_FOLD_END:
            stack[i->a] = fold_end(vm, stack + i->a, (enum fold_kind)i->b);
            sp = stack + i->a + 1;
            break;
        case OP_TRACE:
            trace(vm, i, sp[-1]);
            break;
        case OP_RETURN:
            return meter->over ? cel_over(&vm->c) : sp[-1];
        case OP_COUNT:
            break;
        }
    }
}

struct value cel_eval(const struct cel_program *p, const struct value *vars, struct arena *scratch,
                      const struct cel_limits *limits)
{
    const struct cel_limits *l = limits ? limits : &cel_default_limits;
    struct cel_meter meter = {.cost = l->cost, .bytes = l->bytes, .steps = l->steps};
    return vm_run(p, vars, scratch, &meter, NULL);
}

struct value cel_eval_traced(const struct cel_program *p, const struct value *vars, struct arena *scratch,
                             const struct cel_limits *limits, struct cel_trace *ret_trace)
{
    const struct cel_limits *l = limits ? limits : &cel_default_limits;
    struct cel_meter meter = {.cost = l->cost, .bytes = l->bytes, .steps = l->steps};
    *ret_trace = (struct cel_trace){0};
    return vm_run(p, vars, scratch, &meter, ret_trace);
}
