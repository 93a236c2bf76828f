#include "kinds/kubernetes/fixture.h"

#include <math.h>

Suite *settings_suite(void);

/* Source of the accepted ones: kubernetes.io/docs/concepts/configuration/manage-resources-containers; apimachinery, quantity_test.go. */
static const struct {
    const char *text;
    double number;
    bool is;
} quantities[] = {
    {"0", 0, true},
    {"512Mi", 536870912, true},
    {"1.5Gi", 1610612736, true},
    {"128974848", 128974848, true},
    {"129e6", 129e6, true},
    {"129M", 129e6, true},
    {"128974848000m", 128974848, true},
    {"123Mi", 128974848, true},
    {"250m", 0.25, true},
    {".5", 0.5, true},
    {"5.", 5, true},
    {"+1", 1, true},
    {"1E", 1e18, true},
    {"1E3", 1000, true},
    {"1k", 1000, true},
    {"1Ki", 1024, true},
    {"1Ei", 1152921504606846976.0, true},
    {"2n", 2e-9, true},
    {"512MB", 0, false},
    {"512mi", 0, false},
    {"1K", 0, false},
    {"512 Mi", 0, false},
    {"1g", 0, false},
    {"Mi", 0, true},
    {"", 0, false},
    {"1.2.3", 0, false},
    {"1e", 0, false},
    {"1e+3", 1000, true},
    {"1e-3", 0.001, true},
    {"1e0003", 1000, true},
    {"-1", -1, true},
    {"0x10", 0, false},
    {"-", 0, true},
};

START_TEST(quantities_are_read_as_the_server_does)
{
    double number = 0;
    ck_assert_msg(kube_parse_quantity(str_from(quantities[_i].text), &number) == quantities[_i].is, "%s",
                  quantities[_i].text);
    ck_assert_double_eq_tol(number, quantities[_i].number, fabs(quantities[_i].number) * 1e-12 + 1e-300);
}
END_TEST

static const char pod[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: prod}\nspec:\n"
                          "  replicas: 3\n  template:\n    spec:\n      terminationGracePeriodSeconds: 45\n"
                          "      initContainers:\n        - {name: migrate, image: m}\n"
                          "        - {name: proxy, image: p, restartPolicy: Always}\n"
                          "      containers:\n        - name: app\n          image: a\n"
                          "          resources: {limits: {cpu: 500m, memory: 1Gi}}\n"
                          "          livenessProbe: {periodSeconds: 5, timeoutSeconds: null}\n";

static struct node *container(uint32_t i)
{
    struct node *c = NULL;
    for (uint32_t k = 0; k <= i; k++)
        c = kube_next_block(&fx.job, 0, c);
    return c;
}

static const char *setting(uint32_t i, const char *name)
{
    struct value v;
    ck_assert(kube_setting(&fx.job, container(i), str_from(name), &v));
    return str_dup(&fx.a, value_is_unknown(v) ? STR("?") : value_format(&fx.a, v)).p;
}

/* Of the second container. */
static const struct {
    const char *name, *value;
} settings[] = {
    {"name", "app"},
    {"resources.limits.memory", "1GiB"},
    {"resources.limits.cpu", "0.5"},
    {"resources.requests.memory", "null"},
    {"livenessProbe", "true"},
    {"readinessProbe", "null"},
    {"livenessProbe.periodSeconds", "5s"},
    {"livenessProbe.timeoutSeconds", "1s"},
    {"livenessProbe.failureThreshold", "3"},
    {"pod.terminationGracePeriodSeconds", "45s"},
    {"pod.hostNetwork", "false"},
    {"workload.kind", "Deployment"},
    {"workload.name", "api"},
    {"workload.namespace", "prod"},
    {"workload.replicas", "3"},
};

START_TEST(settings_have_the_defaults_of_the_server)
{
    fixture_read(pod);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(setting(1, settings[_i].name), settings[_i].value);
}
END_TEST

START_TEST(containers_are_those_that_stay)
{
    fixture_read(pod);
    ck_assert_str_eq(setting(0, "name"), "proxy");
    ck_assert_ptr_null(kube_next_block(&fx.job, 0, container(1)));
    ck_assert_str_eq(str_dup(&fx.a, kube_block_title(&fx.job, container(1))).p, "container app of Deployment api");
}
END_TEST

START_TEST(a_list_holds_objects)
{
    fixture_read(
        "kind: List\napiVersion: v1\nitems:\n- {kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: {template: "
        "{spec: {containers: [{name: x, image: y}]}}}}}}\n- {kind: Service}\n- {kind: Pod, metadata: {name: b}, "
        "spec: {containers: [{name: z, image: y}]}}\n");
    ck_assert_str_eq(setting(0, "workload.kind"), "CronJob");
    ck_assert_str_eq(setting(1, "name"), "z");
}
END_TEST

START_TEST(what_a_patch_may_set_is_not_known)
{
    fixture_read(
        "kind: Deployment\nspec: {template: {spec: {containers: [{name: a, resources: {limits: {memory: 1Gi}}}]}}}\n");
    ck_assert_str_eq(setting(0, "resources.limits.memory"), "1GiB");
    ck_assert_str_eq(setting(0, "resources.limits.cpu"), "?");
    fixture_file("kustomization.yaml", "resources: [pod.yaml]\n");
    fixture_file("pod.yaml", pod);
    fixture_read_file("pod.yaml");
    ck_assert_str_eq(setting(1, "resources.limits.memory"), "1GiB");
    ck_assert_str_eq(setting(1, "resources.requests.memory"), "?");
}
END_TEST

/* The hook of a pod with 30 seconds, and what is left of them. */
static const struct {
    const char *hook, *left;
} hooks[] = {
    {"exec: {command: [sleep, \"10\"]}", "20s"},
    {"exec: {command: [/bin/sleep, 10s]}", "20s"},
    {"exec: {command: [/bin/sh, -c, \"sleep 5; sleep 5\"]}", "20s"},
    {"exec: {command: [sh, -c, sleep 1m]}", "2s"},
    {"sleep: {seconds: 12}", "18s"},
    {"exec: {command: [sh, -c, \"sleep 5 && nginx -s quit\"]}", "?"},
    {"exec: {command: [/drain]}", "?"},
    {"exec: {command: [sleep, $TIME]}", "?"},
    {"httpGet: {path: /stop, port: 80}", "?"},
};

START_TEST(a_hook_takes_from_the_grace_period)
{
    fixture_read(str_printf(&fx.a,
                            "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a, lifecycle: "
                            "{preStop: {%s}}}]}\n",
                            hooks[_i].hook)
                     .p);
    ck_assert_str_eq(setting(0, "grace"), hooks[_i].left);
}
END_TEST

/* What stands in resources, and what the server says to it. */
static const struct {
    const char *resources, *found;
} faults[] = {
    {"limits: {memory: 512MB}", "3 syntax/invalid-value [512MB] invalid quantity \"512MB\" of memory\n"},
    {"limits: {memory: \"${MEMORY}\"}", ""},
    {"limits: {memory: 0x40000000}, requests: {memory: 1_000}", ""},
    {"limits: {memory: \"0x400\", cpu: \"\"}",
     "3 syntax/invalid-value [\"0x400\"] invalid quantity \"0x400\" of memory\n"
     "3 syntax/invalid-value [\"\"] invalid quantity \"\" of cpu\n"},
    {"limits: {memory: null, cpu: }", ""},
    {"limits: {memory: <memory>}", ""},
    {"limits: {memory: 1Gi}, requests: {memory: 1Gi, cpu: 100m}", ""},
    {"limits: {memory: 1G}, requests: {memory: 1Gi}",
     "3 syntax/conflict [1Gi] memory request 1Gi is more than the limit 1G\n"},
    {"limits: {cpu: 1}, requests: {cpu: 1500m}",
     "3 syntax/conflict [1500m] cpu request 1500m is more than the limit 1\n"},
    {"limits: {nvidia.com/gpu: one}", "3 syntax/invalid-value [one] invalid quantity \"one\" of nvidia.com/gpu\n"},
};

START_TEST(resources_are_checked)
{
    fixture_read(str_printf(&fx.a,
                            "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a, resources: "
                            "{%s}}]}\n",
                            faults[_i].resources)
                     .p);
    ck_assert_str_eq(fixture_found(), faults[_i].found);
}
END_TEST

Suite *settings_suite(void)
{
    Suite *s = suite_create("settings");
    TCase *t = tcase_create("settings");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, quantities_are_read_as_the_server_does, 0, sizeof quantities / sizeof *quantities);
    tcase_add_loop_test(t, settings_have_the_defaults_of_the_server, 0, sizeof settings / sizeof *settings);
    tcase_add_test(t, containers_are_those_that_stay);
    tcase_add_test(t, a_list_holds_objects);
    tcase_add_test(t, what_a_patch_may_set_is_not_known);
    tcase_add_loop_test(t, a_hook_takes_from_the_grace_period, 0, sizeof hooks / sizeof *hooks);
    tcase_add_loop_test(t, resources_are_checked, 0, sizeof faults / sizeof *faults);
    suite_add_tcase(s, t);
    return s;
}
