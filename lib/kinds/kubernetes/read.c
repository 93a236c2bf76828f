/* A file of manifests: objects, and the workloads and containers among them. */
#include "kinds/kubernetes/kubernetes.h"

#include "base/path.h"
#include "formats/yaml.h"

/* Null is as if the key were not there, and a map that stands twice is nothing to build on. */
static struct node *value_of(const struct node *map, struct str key)
{
    struct node *e = map && map->kind == NODE_MAP ? node_find((struct node *)map, key) : NULL;
    struct node *v = e && !(e->flags & NODE_FAULTY) ? node_value(e) : NULL;
    bool null = v && v->kind == NODE_WORD && yaml_scalar_type(v, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL;
    return null ? NULL : v;
}

struct node *kube_get(const struct node *map, const char *key)
{
    return value_of(map, str_from(key));
}

struct node *kube_path(struct node *map, struct str path)
{
    while (map && path.n)
        map = value_of(map, str_cut(&path, '.'));
    return map;
}

struct str kube_text(const struct node *w)
{
    return w && w->kind == NODE_WORD && node_is_known(w) ? w->text : (struct str){0};
}

static struct str meta(struct node *object, const char *key)
{
    return kube_text(kube_get(kube_get(object, "metadata"), key));
}

/* ---- ConfigMaps ---- */

static struct str key_of(struct arena *a, struct str space, struct str name)
{
    return str_printf(a, "%.*s\n%.*s", STR_ARG(space), STR_ARG(name));
}

/* Objects without a namespace are put where the deploy says, those of one file together. */
struct node *kube_config_map(const struct kube_state *s, const struct kube_workload *w, struct str name)
{
    struct node *found = name.n ? map_get(&s->config_maps, key_of(s->config_maps.a, w->space, name)) : NULL;
    return found || !name.n ? found : map_get(&s->config_maps, key_of(s->config_maps.a, (struct str){0}, name));
}

/* ---- workloads ---- */

/* Where a kind of object has the spec of its pods; NULL: it runs none. */
static const char *pod_spec_of(struct str kind)
{
    static const char *const with_template[] = {
        "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", NULL};
    if (str_is_one_of(kind, with_template))
        return "spec.template.spec";
    if (str_eq(kind, STR("CronJob")))
        return "spec.jobTemplate.spec.template.spec";
    return str_eq(kind, STR("Pod")) ? "spec" : NULL;
}

static void add_containers(struct kind_job *job, struct node *list, bool sidecars_only)
{
    struct kube_state *s = job->state;
    for (struct node *v = list && list->kind == NODE_LIST ? list->first : NULL; v; v = v->next) {
        struct node *name = kube_get(v, "name");
        if (v->kind != NODE_MAP || (sidecars_only && !str_eq(kube_text(kube_get(v, "restartPolicy")), STR("Always"))))
            continue;
        v->name_at = name ? name->at : v->at;
        vec_push(job->a, &s->containers, ((struct kube_container){v, s->workloads.n - 1}));
        v->word = s->containers.n;
        s->workloads.p[s->workloads.n - 1].n_containers++;
    }
}

static void add_workload(struct kind_job *job, struct node *object, struct str kind)
{
    struct kube_state *s = job->state;
    const char *path = pod_spec_of(kind);
    struct node *spec = path ? kube_path(object, str_from(path)) : NULL;
    if (!spec || spec->kind != NODE_MAP)
        return;
    struct kube_workload w = {object, kind, meta(object, "name"), meta(object, "namespace"), spec, 0};
    vec_push(job->a, &s->workloads, w);
    add_containers(job, kube_get(spec, "initContainers"), true);
    add_containers(job, kube_get(spec, "containers"), false);
}

/* ---- patches ---- */

/* A container without an image is part of one. */
bool kube_is_partial(const struct kube_state *s, const struct node *container)
{
    return s->is_patched || !node_find((struct node *)container, STR("image"));
}

/* Source: kubectl.docs.kubernetes.io, Kustomize, "Kustomization file": its names. */
static bool has_kustomization(struct kind_job *job)
{
    static const char *const names[] = {"kustomization.yaml", "kustomization.yml", "Kustomization"};
    const struct file *file = source_get(job->sources, job->source)->file;
    struct within_place place;
    for (size_t i = 0; i < sizeof names / sizeof *names && path_is_absolute(file->real); i++) {
        struct str path = path_join(job->a, path_dir(file->real), str_from(names[i]));
        if (within_find(job->includes, job->a, path, &place) == WITHIN_FOUND)
            return true;
    }
    return false;
}

/* ---- the file ---- */

static void add_object(struct kind_job *job, struct node *object)
{
    struct kube_state *s = job->state;
    struct str kind = kube_text(kube_get(object, "kind"));
    struct node *items = str_eq(kind, STR("List")) ? kube_get(object, "items") : NULL;
    for (struct node *v = items && items->kind == NODE_LIST ? items->first : NULL; v; v = v->next)
        if (v->kind == NODE_MAP && !str_eq(kube_text(kube_get(v, "kind")), STR("List")))
            add_object(job, v);
    if (items || !kind.n)
        return;
    vec_push(job->a, &s->objects, object);
    s->has_limit_range |= str_eq(kind, STR("LimitRange"));
    if (str_eq(kind, STR("ConfigMap")))
        map_put(&s->config_maps, key_of(job->a, meta(object, "namespace"), meta(object, "name")), object, NULL);
    add_workload(job, object, kind);
}

struct node *kube_read(struct kind_job *job)
{
    struct kube_state *s = arena_new(job->a, struct kube_state);
    struct node *root = job->root = yaml_read(job->a, job->sources, job->source, job->sink), *top;
    job->state = s;
    s->config_maps.a = job->a;
    s->is_patched = has_kustomization(job);
    for (uint32_t i = 0; (top = yaml_document(root, i)) != NULL; i++)
        if (top->kind == NODE_MAP)
            add_object(job, top);
    kube_check(job);
    return root;
}
