/* Manifests of Kubernetes as a kind: the workloads of a file, their pods and containers, and what scales them. */
#ifndef LOADLINE_KINDS_KUBERNETES_KUBERNETES_H
#define LOADLINE_KINDS_KUBERNETES_KUBERNETES_H

#include "base/map.h"
#include "kinds/container.h"
#include "kinds/kind.h"

/* An object that runs pods. */
struct kube_workload {
    struct node *object;
    struct str kind, name, space; /* "Deployment", "api", "prod"; space: the namespace, empty where none stands */
    struct node *spec;            /* of its pods */
    uint32_t n_containers;        /* that run as long as a pod does */
};

/* A container that runs as long as its pod: one of `containers`, or of `initContainers` that is always restarted. */
struct kube_container {
    struct node *map;
    uint32_t workload;
};

/* job->state. Lives in the job's arena. */
struct kube_state {
    VEC(struct node *) objects; /* all of the file, those in a List too */
    VEC(struct kube_workload) workloads;
    VEC(struct kube_container) containers; /* in the order of the text; the word of their maps is the index + 1 */
    struct map config_maps;                /* "space\nname" -> the object */
    bool has_limit_range;                  /* gives containers limits that do not stand in them */
    bool is_patched; /* a kustomization lies beside the file: what does not stand here, a patch may set */
};

/* ---- reading ---- */

/* The value of a mapping's key; NULL: it is not there. Of null, NULL or another thing than a map: NULL. */
struct node *kube_get(const struct node *map, const char *key);
/* The same through several, "spec.template.spec". */
struct node *kube_path(struct node *map, struct str path);
/* The text of a known word, else empty. */
struct str kube_text(const struct node *w);

/* Whether what the container leaves out may be set by another file: it is a patch itself, or may be patched. */
bool kube_is_partial(const struct kube_state *s, const struct node *container);

/* The ConfigMap that a container of a workload may name; NULL: it is not in the file. */
struct node *kube_config_map(const struct kube_state *s, const struct kube_workload *w, struct str name);

/* What the API server refuses. */
void kube_check(struct kind_job *job);

/* ---- values ---- */

/* A quantity ("512Mi", "1.5Gi", "500m", "2e9") as a number. False: it is none. Source: apimachinery, pkg/api/resource, Quantity. */
bool kube_parse_quantity(struct str text, double *ret);
/* That of a word; false: NULL, not known, or none. */
bool kube_quantity(const struct node *w, double *ret);

/* A setting of a container (or, behind "pod." and "workload.", of what it belongs to) as it is in force; false: there is no such setting. */
bool kube_setting(struct kind_job *job, struct node *container, struct str name, struct value *ret);

/* The time from the signal that stops a container to its end: terminationGracePeriodSeconds less what the preStop hook sleeps. Unknown where the hook runs something else. */
struct value kube_grace(struct kind_job *job, struct node *container);

/* ---- ConfigMaps ---- */

/* Embeds the configs that ConfigMaps of the file hold, as files called "<map>/<key>". */
void kube_embed_configs(struct kind_job *job);

/* The config of a program that a container mounts, called the same; empty: none is certain. */
struct str kube_config_of(struct kind_job *job, const struct kube_container *c, struct str program);

/* ---- the environment ---- */

/* What a container runs with: envFrom, then env. In job->a. */
struct environment *kube_environment(struct kind_job *job, const struct kube_container *c);

/* ---- the kind's functions: see struct kind ---- */

int kube_claims(struct str path, struct str head);
enum document_role kube_role(struct str path, struct str head);
struct node *kube_read(struct kind_job *job);
extern const struct kind_scope kube_scopes[];
struct node *kube_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *kube_setting_type(uint32_t scope, struct str name);
struct str kube_setting_name(uint32_t scope, uint32_t i);
struct str kube_block_title(struct kind_job *job, const struct node *block);
void kube_place(struct kind_job *job, struct contributions *out);

#endif
