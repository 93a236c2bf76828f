/* What containers run with. */
#include "kinds/kubernetes/kubernetes.h"

static void add(struct kind_job *job, struct environment *env, struct str name, const struct node *value, bool known)
{
    known &= value && value->kind == NODE_WORD && node_is_known(value);
    struct span at = value ? value->at : SPAN_NONE;
    if (known && value->name_at.len == value->text.n)
        at = value->name_at;
    vec_push(job->a, &env->all, ((struct env_variable){name, known ? value->text : (struct str){0}, at, known}));
}

/* "$(NAME)" stands for another variable. */
static bool is_plain(const struct node *value)
{
    struct str text = kube_text(value);
    return str_find(text, STR("$(")) >= text.n;
}

/* ---- envFrom ---- */

static void take_config_map(struct kind_job *job, struct environment *env, struct node *object, struct str prefix)
{
    struct node *data = kube_get(object, "data");
    for (struct node *e = data && data->kind == NODE_MAP ? data->first : NULL; e; e = e->next)
        if (e->kind == NODE_ENTRY)
            add(job, env, prefix.n ? str_concat(job->a, prefix, e->text) : e->text, node_value(e), true);
}

static void take_source(struct kind_job *job, struct environment *env, const struct kube_workload *w,
                        const struct node *item)
{
    const struct kube_state *s = job->state;
    struct node *object = kube_config_map(s, w, kube_text(kube_get(kube_get(item, "configMapRef"), "name")));
    if (object)
        take_config_map(job, env, object, kube_text(kube_get(item, "prefix")));
    else
        env->partial = true;
}

/* ---- env ---- */

/* The value of a key of a ConfigMap of the file; NULL: it is elsewhere. */
static struct node *referred(const struct kube_state *s, const struct kube_workload *w, const struct node *item)
{
    struct node *ref = kube_path((struct node *)item, STR("valueFrom.configMapKeyRef"));
    struct node *object = ref ? kube_config_map(s, w, kube_text(kube_get(ref, "name"))) : NULL;
    struct node *data = kube_get(object, "data"), *key = kube_get(ref, "key");
    struct node *e = data && data->kind == NODE_MAP && kube_text(key).n ? node_find(data, key->text) : NULL;
    return e ? node_value(e) : NULL;
}

static void take_variable(struct kind_job *job, struct environment *env, const struct kube_workload *w,
                          const struct node *item)
{
    struct str name = kube_text(kube_get(item, "name"));
    const struct node *value = kube_get(item, "value"), *other = value ? NULL : referred(job->state, w, item);
    if (!name.n)
        return;
    if (other)
        add(job, env, name, other, true);
    else if (value)
        add(job, env, name, value, is_plain(value));
    else
        add(job, env, name, item, false);
}

struct environment *kube_environment(struct kind_job *job, const struct kube_container *c)
{
    const struct kube_state *s = job->state;
    const struct kube_workload *w = &s->workloads.p[c->workload];
    struct environment *env = arena_new(job->a, struct environment);
    struct node *from = kube_get(c->map, "envFrom"), *own = kube_get(c->map, "env");
    env->partial = (from && from->kind != NODE_LIST) || c->map->flags & NODE_TAINTED;
    for (struct node *v = from && from->kind == NODE_LIST ? from->first : NULL; v; v = v->next)
        if (v->kind == NODE_MAP)
            take_source(job, env, w, v);
    for (struct node *v = own && own->kind == NODE_LIST ? own->first : NULL; v; v = v->next)
        if (v->kind == NODE_MAP)
            take_variable(job, env, w, v);
    return env;
}
