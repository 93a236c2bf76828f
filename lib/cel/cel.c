#include "cel/cel.h"

#include "cel/program.h"

/* A name, then fields and indices. */
static bool is_path(const struct node *n)
{
    while ((n->kind == NODE_SELECT && !(n->flags & NODE_TEST)) ||
           (n->kind == NODE_CALL && n->is_op && (n->op == OP_INDEX || n->op == OP_OPT_INDEX)))
        n = n->kids[0];
    return n->kind == NODE_NAME;
}

static const struct cel_program *compile(struct cel_unit *u)
{
    struct node *root = cel_parse(u);
    if (!root)
        return NULL;
    if (u->options.path && !is_path(root))
        unit_fault(u, root->off, root->len, STR("like self.processes"), "a path is needed: a name followed by fields");
    cel_resolve(u, root);
    if (!u->options.unchecked)
        cel_check(u, root);
    if (u->faults->list.n > 0)
        return NULL;
    if (!u->options.traced)
        cel_fold(u, root);
    if (u->faults->list.n > 0)
        return NULL;
    struct cel_program *p = cel_emit(u, root);
    return u->faults->list.n > 0 ? NULL : p;
}

const struct cel_program *cel_compile(struct arena *a, const struct cel_env *env, const struct cel_source *source,
                                      const struct cel_options *options, struct cel_faults *ret_faults)
{
    struct cel_source copy = *source;
    struct cel_unit u = {.a = a, .env = env, .source = &copy, .faults = ret_faults};
    copy.text = str_dup(a, source->text); /* names and strings of the program point into it */
    if (options)
        u.options = *options;
    *ret_faults = (struct cel_faults){0};
    return compile(&u);
}

const struct type *cel_type(const struct cel_program *p)
{
    return p->type;
}

bool cel_reads(const struct cel_program *p, uint32_t variable)
{
    return variable < p->n_variables && p->reads[variable];
}
