/* What a file limits for the logins of its host. */
#include "kinds/limits-conf/limits_conf.h"
#include "stack/stack.h"

void limits_conf_place(struct kind_job *job, struct contributions *out)
{
    struct limits_entry l;
    for (const struct node *e = job->root->first; e; e = e->next) {
        if (e->kind != NODE_ENTRY || (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)))
            continue;
        if (limits_conf_line(job->a, e, &l) != LIMITS_SET)
            continue;
        vec_push(out->a, &out->logins,
                 ((struct login_limit){l.domain, l.item, str_slice(l.value, 0, l.n_read), node_word(e, 2)->at}));
    }
}
