/* What a file says of the kernel of its host. */
#include "base/path.h"
#include "kinds/sysctl/sysctl.h"
#include "stack/stack.h"

struct value sysctl_entry_value(struct kind_job *job, const struct node *e)
{
    const struct node *word = node_word(e, 0);
    struct value v = value_null();
    const char *fault;
    if (!word)
        return value_null();
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = word->at, .written = source_text(job->sources, word->at)};
    if ((e->flags & NODE_CONDITIONAL) || !node_is_known(word))
        v = value_unknown(job->a, str_printf(job->a, "%.*s, which a template decides", STR_ARG(e->text)));
    else if ((e->flags & NODE_FAULTY) || !sysctl_value(job->a, e->text, word->text, &v, &fault))
        v = value_unknown(job->a,
                          str_printf(job->a, "%.*s, which the kernel refuses as it is written", STR_ARG(e->text)));
    return value_with_origin(v, o);
}

/* The last line of a key holds: of this file alone. */
bool sysctl_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct node *found = NULL;
    for (const struct node *e = block->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && e->first && str_eq(e->text, name))
            found = e;
    if (found)
        *ret = sysctl_entry_value(job, found);
    return found != NULL;
}

void sysctl_place(struct kind_job *job, struct contributions *out)
{
    struct str path = source_get(job->sources, job->source)->file->path;
    for (const struct node *e = job->root->first; e; e = e->next) {
        if (e->kind != NODE_ENTRY || e->text.n == 0 || (e->flags & NODE_UNKNOWN))
            continue;
        if (!e->first && !sysctl_is_exception(e))
            continue;
        contribute_kernel_setting(out, path,
                                  (struct kernel_setting){.key = e->text,
                                                          .value = sysctl_entry_value(job, e),
                                                          .at = e->first ? e->first->at : e->name_at,
                                                          .pattern = path_has_glob(e->text)});
    }
}
