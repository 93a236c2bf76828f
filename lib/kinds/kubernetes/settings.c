/* Settings of containers: by their path in the container, in the spec of its pod ("pod."), or in the object that runs it ("workload."), with the API's defaults. */
#include "base/num.h"
#include "formats/yaml.h"
#include "kinds/kubernetes/kubernetes.h"

enum form { FORM_TEXT, FORM_FLAG, FORM_NUMBER, FORM_CPUS, FORM_BYTES, FORM_SECONDS, FORM_PRESENT, FORM_GRACE };

struct row {
    const char *path, *deflt; /* deflt "": none */
    enum form form;
};

/* Source of the defaults: kubernetes.io/docs/reference/kubernetes-api/workload-resources, pod-v1 (Container, Probe, PodSpec). */
/* clang-format off */
static const struct row rows[] = {
    {"grace",                             "",      FORM_GRACE}, /* from the signal that stops it to its end */
    {"image",                             "",      FORM_TEXT},
    {"lifecycle.preStop",                 "",      FORM_PRESENT},
    {"livenessProbe",                     "",      FORM_PRESENT},
    {"livenessProbe.failureThreshold",    "3",     FORM_NUMBER},
    {"livenessProbe.initialDelaySeconds", "0",     FORM_SECONDS},
    {"livenessProbe.periodSeconds",       "10",    FORM_SECONDS},
    {"livenessProbe.timeoutSeconds",      "1",     FORM_SECONDS},
    {"name",                              "",      FORM_TEXT},
    {"pod.hostNetwork",                   "false", FORM_FLAG},
    {"pod.restartPolicy",                 "Always", FORM_TEXT},
    {"pod.terminationGracePeriodSeconds", "30",    FORM_SECONDS},
    {"ports",                             "",      FORM_PRESENT},
    {"readinessProbe",                    "",      FORM_PRESENT},
    {"readinessProbe.failureThreshold",   "3",     FORM_NUMBER},
    {"readinessProbe.periodSeconds",      "10",    FORM_SECONDS},
    {"readinessProbe.timeoutSeconds",     "1",     FORM_SECONDS},
    {"resources.limits.cpu",              "",      FORM_CPUS},
    {"resources.limits.memory",           "",      FORM_BYTES},
    {"resources.requests.cpu",            "",      FORM_CPUS},
    {"resources.requests.memory",         "",      FORM_BYTES},
    {"startupProbe",                      "",      FORM_PRESENT},
    {"workload.kind",                     "",      FORM_TEXT},
    {"workload.name",                     "",      FORM_TEXT},
    {"workload.namespace",                "",      FORM_TEXT},
    {"workload.replicas",                 "",      FORM_NUMBER}, /* 1 where nothing else sets it */
};
/* clang-format on */

enum { N_ROWS = sizeof rows / sizeof *rows };

static const struct row *find_row(struct str name)
{
    for (uint32_t i = 0; i < N_ROWS; i++)
        if (str_eq(str_from(rows[i].path), name))
            return &rows[i];
    return NULL;
}

/* ---- scopes ---- */

const struct kind_scope kube_scopes[] = {
    {STR_INIT("container"), STR_INIT("a container of a pod that runs as long as the pod does")},
    {{NULL, 0}, {NULL, 0}},
};

struct node *kube_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct kube_state *s = job->state;
    uint32_t next = after ? after->word : 0;
    (void)scope;
    return next < s->containers.n ? s->containers.p[next].map : NULL;
}

const struct type *kube_setting_type(uint32_t scope, struct str name)
{
    static const struct type *const types[] = {
        [FORM_TEXT] = &type_string,  [FORM_FLAG] = &type_bool,      [FORM_NUMBER] = &type_int,
        [FORM_CPUS] = &type_double,  [FORM_BYTES] = &type_int,      [FORM_SECONDS] = &type_duration,
        [FORM_PRESENT] = &type_bool, [FORM_GRACE] = &type_duration,
    };
    const struct row *row = find_row(name);
    (void)scope;
    return row ? types[row->form] : NULL;
}

struct str kube_setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < N_ROWS ? str_from(rows[i].path) : (struct str){0};
}

static const struct kube_workload *workload_of(const struct kind_job *job, const struct node *container)
{
    const struct kube_state *s = job->state;
    return &s->workloads.p[s->containers.p[container->word - 1].workload];
}

struct str kube_block_title(struct kind_job *job, const struct node *block)
{
    const struct kube_workload *w = workload_of(job, block);
    return str_printf(job->a, "container %.*s of %.*s %.*s",
                      STR_ARG(diag_quote(job->a, kube_text(kube_get(block, "name")))),
                      STR_ARG(diag_quote(job->a, w->kind)), STR_ARG(diag_quote(job->a, w->name)));
}

/* ---- one setting ---- */

static bool read_quantity(enum form form, const struct node *w, struct value *ret)
{
    double d;
    if (!kube_quantity(w, &d) || d < 0 || d >= 9.2e18)
        return false;
    *ret = form == FORM_CPUS ? value_double(d) : value_size((int64_t)d);
    return true;
}

static bool read_text(enum form form, struct str text, struct value *ret)
{
    int64_t i;
    if (form == FORM_TEXT)
        *ret = value_string(text);
    else if (form == FORM_FLAG && (str_eq(text, STR("true")) || str_eq(text, STR("false"))))
        *ret = value_bool(str_eq(text, STR("true")));
    else if (form == FORM_NUMBER && num_parse_int(text, &i))
        *ret = value_int(i);
    else if (form == FORM_SECONDS && num_parse_int(text, &i) && i >= 0 && i < INT64_MAX / 1000000000)
        *ret = value_duration(i * 1000000000);
    else
        return false;
    return true;
}

/* Where a setting stands, and the rest of its path below that. */
static struct node *place_of(struct kind_job *job, struct node *container, struct str *path)
{
    const struct kube_workload *w = workload_of(job, container);
    struct str rest = *path, first = str_cut(&rest, '.');
    bool pod = str_eq(first, STR("pod")), workload = str_eq(first, STR("workload"));
    if (!pod && !workload)
        return container;
    *path = rest;
    if (pod)
        return w->spec;
    if (str_eq(rest, STR("replicas")))
        return kube_get(w->object, "spec");
    return str_eq(rest, STR("kind")) ? w->object : kube_get(w->object, "metadata");
}

static bool is_tainted(const struct node *map, struct str path)
{
    while (map && path.n) {
        if (map->flags & (NODE_TAINTED | NODE_UNKNOWN))
            return true;
        struct str key = str_cut(&path, '.');
        struct node *e = map->kind == NODE_MAP ? node_find((struct node *)map, key) : NULL;
        map = e ? node_value(e) : NULL;
    }
    return false;
}

static struct value unknown(struct kind_job *job, const struct row *row, const char *why)
{
    return value_unknown(job->a, str_printf(job->a, "%s (%s)", row->path, why));
}

static struct value default_of(struct kind_job *job, const struct node *container, const struct row *row)
{
    struct value v = value_null();
    if (*row->deflt)
        read_text(row->form, str_from(row->deflt), &v);
    struct str why = str_printf(job->a, "default of Kubernetes: %s %s", row->path, row->deflt);
    return value_with_origin(v, origin_new(job->a, ORIGIN_DEFAULT, container->name_at, why));
}

static struct value value_of(struct kind_job *job, const struct row *row, const struct node *w)
{
    struct value v = value_null();
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = w->at};
    if (row->form == FORM_PRESENT)
        v = value_bool(true);
    else if (w->kind != NODE_WORD || !node_is_known(w))
        v = unknown(job, row, "a variable");
    else if (row->form == FORM_CPUS || row->form == FORM_BYTES ? !read_quantity(row->form, w, &v)
                                                               : !read_text(row->form, w->text, &v))
        v = unknown(job, row, "no such value");
    else
        o->written = w->text;
    return value_with_origin(v, o);
}

bool kube_setting(struct kind_job *job, struct node *container, struct str name, struct value *ret)
{
    const struct row *row = find_row(name);
    if (!row)
        return false;
    struct str path = name;
    struct node *in = row->form == FORM_GRACE ? NULL : place_of(job, container, &path);
    struct node *w = in ? kube_path(in, path) : NULL;
    if (row->form == FORM_GRACE)
        *ret = kube_grace(job, container);
    else if (w)
        *ret = value_of(job, row, w);
    else if (in && is_tainted(in, path))
        *ret = unknown(job, row, "what stands there could not be read");
    else if (kube_is_partial(job->state, container))
        *ret = unknown(job, row, "a patch may set it");
    else
        *ret = default_of(job, container, row);
    return true;
}
