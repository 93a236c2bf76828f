/* What manifests say of the services that a cluster runs. */
#include "base/num.h"
#include "kinds/kubernetes/kubernetes.h"
#include "kinds/pool_variables.h"
#include "stack/stack.h"

/* What settle needs. */
struct placing {
    struct value memory; /* that there is no limit, told where the host is known; unknown: nothing to tell */
};

struct placed {
    struct kind_job *job;
    const struct kube_container *container;
    const struct kube_workload *workload;
    struct service *service;
    struct placing *p;
};

static struct value get(const struct placed *x, const char *name)
{
    struct value v = value_null();
    kube_setting(x->job, x->container->map, str_from(name), &v);
    return v;
}

static bool is_set(struct value v)
{
    return v.origin && v.origin->kind == ORIGIN_SET;
}

/* The pod's name alone, where it has one container. */
static struct str name_of(const struct placed *x)
{
    struct str container = kube_text(kube_get(x->container->map, "name")), workload = x->workload->name;
    if (!workload.n || x->workload->n_containers == 1)
        return workload.n ? workload : container;
    return str_printf(x->job->a, "%.*s/%.*s", STR_ARG(workload), STR_ARG(container));
}

static bool is_job(const struct kube_workload *w)
{
    return str_ends(w->kind, STR("Job"));
}

/* ---- how many ---- */

/* "prod/Deployment/api" */
static struct str workload_name(struct arena *a, struct str space, struct str kind, struct str name)
{
    return str_printf(a, "%.*s/%.*s/%.*s", STR_ARG(space), STR_ARG(kind), STR_ARG(name));
}

/* A DaemonSet runs on each node, a pod alone once; copies of the others go where the cluster puts them. */
static void put_copies(struct placed *x)
{
    struct value replicas = get(x, "workload.replicas");
    const struct kube_workload *w = x->workload;
    x->service->spread = !str_eq(w->kind, STR("DaemonSet"));
    if (!x->service->spread || is_job(w))
        return;
    if (w->name.n)
        x->service->workload = workload_name(x->job->a, w->space, w->kind, w->name);
    if (is_set(replicas))
        x->service->field[SERVICE_COPIES] = replicas;
}

/* ---- limits ---- */

/* Where a LimitRange stands, it gives limits to those that state none. */
static void put_memory(struct placed *x)
{
    const struct kube_state *s = x->job->state;
    struct value limit = get(x, "resources.limits.memory");
    if (is_set(limit) || value_is_unknown(limit))
        x->service->field[SERVICE_MEMORY_LIMIT] = limit;
    else if (!s->has_limit_range && !is_job(x->workload))
        x->p->memory =
            value_with_origin(value_unlimited(), origin_new(x->job->a, ORIGIN_DEFAULT, x->container->map->name_at,
                                                            STR("default of Kubernetes: no limit")));
}

static void put_cpus(struct placed *x)
{
    struct value limit = get(x, "resources.limits.cpu");
    if (is_set(limit))
        x->service->field[SERVICE_CPUS] = limit;
}

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    (void)a;
    bool named = host && !(host->nofile.flags & VALUE_ESTIMATE); /* not the machine of whoever asks */
    if (named && service_unstated(s, SERVICE_MEMORY_LIMIT) && !value_is_unknown(p->memory))
        s->field[SERVICE_MEMORY_LIMIT] = p->memory;
}

/* ---- the command line ---- */

static struct container_command command_of(const struct placed *x)
{
    struct node *map = x->container->map, *env = kube_get(map, "env"), *image = kube_get(map, "image");
    struct container_command command;
    struct container c = {.image = image,
                          .entrypoint = kube_get(map, "command"),
                          .command = kube_get(map, "args"),
                          .at = image ? image->at : map->name_at};
    for (struct node *v = env && env->kind == NODE_LIST ? env->first : NULL; v && !c.by_environment.n; v = v->next)
        c.by_environment = container_program_of_variable(kube_text(kube_get(v, "name")));
    container_command_of(x->job, &c, &command);
    return command;
}

/* ---- a container ---- */

static void place_container(struct kind_job *job, struct contributions *out, const struct kube_container *c)
{
    const struct kube_state *s = job->state;
    struct placed x = {
        .job = job, .container = c, .workload = &s->workloads.p[c->workload], .p = arena_new(job->a, struct placing)};
    struct container_command command = command_of(&x);
    struct str name = name_of(&x);
    x.service = contribute_service(out, STR("kubernetes"), name, c->map->name_at);
    x.service->program = command.program;
    x.service->path = source_get(job->sources, job->source)->file->path;
    x.service->runner = true;
    x.service->state = x.p;
    x.service->settle = settle;
    x.service->config = kube_config_of(job, c, command.program);
    x.service->more_listens = true;                        /* a node listens for services of the whole cluster */
    x.service->field[SERVICE_WORKER_MODEL] = value_null(); /* the config or command line of the program tells */
    x.service->field[SERVICE_CONTAINER] = get(&x, "name");
    x.service->field[SERVICE_RESIDENT] = value_with_origin(
        value_bool(!is_job(x.workload)), origin_new(job->a, ORIGIN_DERIVED, c->map->name_at, STR("by what runs it")));
    put_copies(&x);
    put_memory(&x);
    put_cpus(&x);
    x.service->field[SERVICE_GRACE] = get(&x, "grace");
    struct environment *env = kube_environment(job, c);
    x.service->environment = env;
    if (!container_is_database(command.program))
        pool_variables_add(job->a, x.service, env);
    container_embed(job, &command, name, c->map->name_at, env->all.p, env->all.n);
}

/* ---- autoscalers ---- */

struct scaler {
    const char *kind, *target_kind, *maximum;
};

/* kubernetes.io, HorizontalPodAutoscaler v2; keda.sh/docs, ScaledObject spec. */
static const struct scaler scalers[] = {
    {"HorizontalPodAutoscaler", "", "spec.maxReplicas"},
    {"ScaledObject", "Deployment", "spec.maxReplicaCount"},
};

static void place_scaler(struct kind_job *job, struct contributions *out, struct node *object, const struct scaler *sc)
{
    struct node *target = kube_path(object, STR("spec.scaleTargetRef")),
                *maximum = kube_path(object, str_from(sc->maximum)), *meta = kube_get(object, "metadata");
    struct str kind = kube_text(kube_get(target, "kind")), name = kube_text(kube_get(target, "name"));
    int64_t n;
    if (!name.n || !num_parse_int(kube_text(maximum), &n))
        return;
    kind = kind.n ? kind : str_from(sc->target_kind);
    struct service *s = contribute_service(out, STR("kubernetes"), name, maximum->at);
    s->supplement = SUPPLEMENT_SCALER;
    s->path = source_get(job->sources, job->source)->file->path;
    s->workload = workload_name(job->a, kube_text(kube_get(meta, "namespace")), kind, name);
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = maximum->at, .written = maximum->text};
    s->field[SERVICE_COPIES] = value_with_origin(value_int(n), o);
}

void kube_place(struct kind_job *job, struct contributions *out)
{
    const struct kube_state *s = job->state;
    kube_embed_configs(job);
    for (uint32_t i = 0; i < s->containers.n; i++)
        if (node_find(s->containers.p[i].map, STR("image"))) /* else a patch of one that is placed where it stands */
            place_container(job, out, &s->containers.p[i]);
    for (uint32_t i = 0; i < s->objects.n; i++)
        for (size_t k = 0; k < sizeof scalers / sizeof *scalers; k++)
            if (str_eq(kube_text(kube_get(s->objects.p[i], "kind")), str_from(scalers[k].kind)))
                place_scaler(job, out, s->objects.p[i], &scalers[k]);
}
