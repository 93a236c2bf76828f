#include "kinds/kubernetes/fixture.h"
#include "stack/stack.h"

Suite *place_suite(void);

static struct contributions said;

static const struct service *placed(const char *text, uint32_t i)
{
    said = (struct contributions){.a = &fx.a};
    fixture_read(text);
    kube_place(&fx.job, &said);
    ck_assert_uint_gt(said.services.n, i);
    return said.services.p[i];
}

static const char *shown(struct str s)
{
    return str_dup(&fx.a, s).p;
}

static const char *field(const struct service *s, enum service_field f)
{
    return shown(value_format(&fx.a, service_get(s, f)));
}

static const char api[] =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: prod}\nspec:\n  replicas: 3\n"
    "  template:\n    spec:\n      containers:\n        - name: app\n          image: registry.example/api:1\n"
    "          command: [gunicorn, \"api:app\"]\n          args: [-w, \"4\"]\n"
    "          envFrom: [{configMapRef: {name: env}, prefix: DB_}, {secretRef: {name: s}}]\n"
    "          env:\n            - {name: DB_PORT, value: \"5433\"}\n"
    "            - {name: POOL, valueFrom: {configMapKeyRef: {name: env, key: POOL_SIZE}}}\n"
    "            - {name: HERE, value: \"$(DB_HOST):1\"}\n"
    "          resources: {limits: {memory: 1Gi}}\n"
    "---\nkind: ConfigMap\nmetadata: {name: env, namespace: prod}\ndata: {HOST: db.example, POOL_SIZE: \"20\"}\n";

START_TEST(a_deployment_says_what_bounds_its_copies)
{
    const struct service *s = placed(api, 0);
    ck_assert_str_eq(field(s, SERVICE_KIND), "kubernetes");
    ck_assert_str_eq(field(s, SERVICE_NAME), "api");
    ck_assert_str_eq(field(s, SERVICE_CONTAINER), "app");
    ck_assert_str_eq(field(s, SERVICE_COPIES), "3");
    ck_assert_str_eq(field(s, SERVICE_MEMORY_LIMIT), "1GiB");
    ck_assert_str_eq(field(s, SERVICE_GRACE), "30s");
    ck_assert_str_eq(field(s, SERVICE_RESIDENT), "true");
    ck_assert_str_eq(shown(s->program), "gunicorn");
    ck_assert_str_eq(shown(s->workload), "prod/Deployment/api");
    ck_assert(s->runner && s->spread && s->more_listens);
    ck_assert_uint_eq(fx.job.embedded.n, 1);
}
END_TEST

/* A variable of the container above; "?": it is set to something. */
static const struct {
    const char *name, *value;
} variables[] = {
    {"DB_HOST", "db.example"}, {"DB_POOL_SIZE", "20"}, {"DB_PORT", "5433"}, {"POOL", "20"}, {"HERE", "?"},
    {"OTHER", NULL},
};

START_TEST(the_environment_comes_from_maps_and_entries)
{
    const struct service *s = placed(api, 0);
    const struct env_variable *v = environment_find(s->environment, str_from(variables[_i].name));
    ck_assert(s->environment->partial);
    if (!variables[_i].value)
        ck_assert_ptr_null(v);
    else
        ck_assert_str_eq(shown(v->known ? v->value : STR("?")), variables[_i].value);
}
END_TEST

START_TEST(variables_tell_of_a_pool)
{
    const struct service *s = placed(api, 0);
    ck_assert_uint_eq(s->pools.n, 1);
    ck_assert_str_eq(shown(value_format(&fx.a, s->pools.p[0]->field[POOL_CONNECTIONS])), "20");
}
END_TEST

START_TEST(containers_of_a_pod_have_names_of_their_own)
{
    const char *text = "kind: DaemonSet\nmetadata: {name: edge}\nspec:\n  template:\n    spec:\n      containers:\n"
                       "        - name: nginx\n          image: nginx:1.26\n          volumeMounts:\n"
                       "            - {name: conf, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf}\n"
                       "        - {name: log, image: fluent}\n"
                       "      volumes: [{name: conf, configMap: {name: edge-config}}]\n";
    const struct service *s = placed(text, 0);
    ck_assert_str_eq(field(s, SERVICE_NAME), "edge/nginx");
    ck_assert_str_eq(field(placed(text, 1), SERVICE_NAME), "edge/log");
    ck_assert_str_eq(shown(s->config), "edge-config/nginx.conf");
    ck_assert(!s->spread && !s->workload.n);
    ck_assert(service_unstated(s, SERVICE_COPIES));
}
END_TEST

/* How a ConfigMap of the file is mounted by a container of nginx, and the config that this then has. */
static const struct {
    const char *mount, *config;
} mounts[] = {
    {"{name: v, mountPath: /etc/nginx}", "m/nginx.conf"},
    {"{name: v, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf}", "m/nginx.conf"},
    {"{name: v, mountPath: /etc/nginx/nginx.conf, subPath: main}", "m/main"},
    {"{name: v, mountPath: /etc/nginx/conf.d/a.conf, subPath: a.conf}", ""},
    {"{name: other, mountPath: /etc/nginx}", ""},
};

START_TEST(a_mount_tells_the_config)
{
    const struct service *s =
        placed(str_printf(&fx.a,
                          "kind: ConfigMap\nmetadata: {name: m}\ndata:\n  a.conf: x\n  nginx.conf: |\n    events {}\n"
                          "---\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx, "
                          "volumeMounts: [%s]}], volumes: [{name: v, configMap: {name: m}}]}\n",
                          mounts[_i].mount)
                   .p,
               0);
    ck_assert_str_eq(shown(s->config), mounts[_i].config);
    const struct embedded *e = fx.job.embedded.p[0];
    ck_assert_int_eq(e->form, EMBEDDED_FILE);
    ck_assert_str_eq(shown(e->path), "m/nginx.conf");
    ck_assert_str_eq(shown(e->text), "events {}\n");
    fx.job.embedded.n = 0;
}
END_TEST

START_TEST(what_ends_needs_no_limit)
{
    const struct service *s = placed("kind: Job\nspec: {template: {spec: {containers: [{name: a, image: a}]}}}\n", 0);
    struct service copy = *s;
    struct host *h = arena_new(&fx.a, struct host);
    copy.settle(&copy, h, &fx.a);
    ck_assert_str_eq(field(s, SERVICE_RESIDENT), "false");
    ck_assert(service_unstated(&copy, SERVICE_MEMORY_LIMIT));
    copy = *placed("kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n", 0);
    copy.settle(&copy, h, &fx.a);
    ck_assert_str_eq(field(&copy, SERVICE_MEMORY_LIMIT), "unlimited");
}
END_TEST

START_TEST(autoscalers_name_their_workload)
{
    const struct service *s = placed(
        "kind: HorizontalPodAutoscaler\nmetadata: {name: x, namespace: prod}\nspec: {scaleTargetRef: {kind: "
        "Deployment, name: api}, maxReplicas: 15}\n---\nkind: ScaledObject\nmetadata: {name: y}\nspec: {scaleTargetRef: "
        "{name: jobs}, maxReplicaCount: 7}\n",
        0);
    ck_assert_int_eq(s->supplement, SUPPLEMENT_SCALER);
    ck_assert_str_eq(shown(s->workload), "prod/Deployment/api");
    ck_assert_str_eq(field(s, SERVICE_COPIES), "15");
    ck_assert_str_eq(shown(said.services.p[1]->workload), "/Deployment/jobs");
    ck_assert_str_eq(field(said.services.p[1], SERVICE_COPIES), "7");
}
END_TEST

START_TEST(a_patch_places_nothing)
{
    said = (struct contributions){.a = &fx.a};
    fixture_read("kind: Deployment\nmetadata: {name: api}\nspec: {template: {spec: {containers: [{name: a}]}}}\n");
    kube_place(&fx.job, &said);
    ck_assert_uint_eq(said.services.n, 0);
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, a_deployment_says_what_bounds_its_copies);
    tcase_add_loop_test(t, the_environment_comes_from_maps_and_entries, 0, sizeof variables / sizeof *variables);
    tcase_add_test(t, variables_tell_of_a_pool);
    tcase_add_test(t, containers_of_a_pod_have_names_of_their_own);
    tcase_add_loop_test(t, a_mount_tells_the_config, 0, sizeof mounts / sizeof *mounts);
    tcase_add_test(t, what_ends_needs_no_limit);
    tcase_add_test(t, autoscalers_name_their_workload);
    tcase_add_test(t, a_patch_places_nothing);
    suite_add_tcase(s, t);
    return s;
}
