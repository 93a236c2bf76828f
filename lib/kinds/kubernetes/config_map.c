/* Configs of programs in ConfigMaps, and how containers mount them. */
#include "base/path.h"
#include "formats/yaml.h"
#include "kinds/kubernetes/kubernetes.h"

enum { MAX_HEAD = 65536, SURE = 50 };

static struct str called(struct arena *a, struct str map, struct str key)
{
    return str_printf(a, "%.*s/%.*s", STR_ARG(map), STR_ARG(key));
}

/* ---- mounts ---- */

struct mount {
    struct str map;       /* the ConfigMap's name; empty: it is something else */
    struct str path, key; /* where it is mounted; key: of its subPath, else empty: all keys stand below path */
};

/* The name of the ConfigMap behind a volume of the pod. */
static struct str map_of_volume(const struct kube_workload *w, struct str volume)
{
    struct node *list = kube_get(w->spec, "volumes");
    for (struct node *v = list && list->kind == NODE_LIST ? list->first : NULL; v; v = v->next)
        if (volume.n && str_eq(kube_text(kube_get(v, "name")), volume))
            return kube_text(kube_get(kube_get(v, "configMap"), "name"));
    return (struct str){0};
}

static struct mount read_mount(const struct kube_workload *w, const struct node *v)
{
    return (struct mount){map_of_volume(w, kube_text(kube_get(v, "name"))), kube_text(kube_get(v, "mountPath")),
                          kube_text(kube_get(v, "subPath"))};
}

static struct node *mounts_of(const struct kube_container *c)
{
    struct node *list = kube_get(c->map, "volumeMounts");
    return list && list->kind == NODE_LIST ? list->first : NULL;
}

/* Where a container of the file has a key of a ConfigMap; empty: none mounts it. */
static struct str mounted_at(const struct kind_job *job, struct str map, struct str key)
{
    const struct kube_state *s = job->state;
    for (uint32_t i = 0; i < s->containers.n; i++)
        for (struct node *v = mounts_of(&s->containers.p[i]); v; v = v->next) {
            struct mount m = read_mount(&s->workloads.p[s->containers.p[i].workload], v);
            if (!m.path.n || !str_eq(m.map, map) || (m.key.n && !str_eq(m.key, key)))
                continue;
            return m.key.n ? m.path : path_join(job->a, m.path, key);
        }
    return (struct str){0};
}

/* ---- what they hold ---- */

static void embed(struct kind_job *job, struct str map, const struct node *e)
{
    const struct node *w = node_value(e);
    if (!w || w->kind != NODE_WORD || !node_is_known(w) || w->text.n == 0)
        return;
    struct str path = called(job->a, map, e->text), at = mounted_at(job, map, e->text);
    int score = 0;
    const struct kind *kind = kind_detect(at.n ? at : path, str_slice(w->text, 0, MAX_HEAD), &score);
    if (!kind || score < SURE || kind == job->kind)
        return;
    struct embedded *in = arena_new(job->a, struct embedded);
    *in = (struct embedded){.kind = kind,
                            .form = EMBEDDED_FILE,
                            .text = w->text,
                            .map = yaml_scalar_map(job->a, job->sources, w),
                            .via = e->name_at,
                            .path = path};
    vec_push(job->a, &job->embedded, in);
}

void kube_embed_configs(struct kind_job *job)
{
    const struct kube_state *s = job->state;
    for (uint32_t i = 0; i < s->objects.n; i++) {
        struct node *o = s->objects.p[i], *data = kube_get(o, "data");
        if (!str_eq(kube_text(kube_get(o, "kind")), STR("ConfigMap")) || !data || data->kind != NODE_MAP)
            continue;
        for (struct node *e = data->first; e; e = e->next)
            if (e->kind == NODE_ENTRY && !(e->flags & NODE_FAULTY))
                embed(job, kube_text(kube_get(kube_get(o, "metadata"), "name")), e);
    }
}

/* ---- the config of a program ---- */

/* "nginx.conf" of nginx, "php-fpm.conf" of php-fpm */
static bool is_config_of(struct str file, struct str program)
{
    static const char *const ends[] = {".conf", ".cfg", ".cnf", ".ini"};
    for (size_t i = 0; program.n && i < sizeof ends / sizeof *ends; i++)
        if (str_ends(file, str_from(ends[i])))
            return str_starts(file, str_slice(program, 0, str_find_byte(program, '-')));
    return false;
}

/* The key of a ConfigMap of the file that is called as the program's config is. */
static struct str key_for(const struct kube_state *s, const struct kube_workload *w, struct str map, struct str program)
{
    struct node *data = kube_get(kube_config_map(s, w, map), "data");
    for (struct node *e = data && data->kind == NODE_MAP ? data->first : NULL; e; e = e->next)
        if (e->kind == NODE_ENTRY && is_config_of(e->text, program))
            return e->text;
    return (struct str){0};
}

struct str kube_config_of(struct kind_job *job, const struct kube_container *c, struct str program)
{
    const struct kube_state *s = job->state;
    const struct kube_workload *w = &s->workloads.p[c->workload];
    for (struct node *v = mounts_of(c); v; v = v->next) {
        struct mount m = read_mount(w, v);
        struct str file = path_base(m.path), key = m.key.n ? m.key : file;
        if (!m.map.n)
            continue;
        if (!is_config_of(file, program))
            key = m.key.n ? (struct str){0} : key_for(s, w, m.map, program);
        if (key.n)
            return called(job->a, m.map, key);
    }
    return (struct str){0};
}
