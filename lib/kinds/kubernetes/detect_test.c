#include "kinds/kubernetes/kubernetes.h"

#include <check.h>

Suite *detect_suite(void);

/* At least 50: claimed. */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"a.yaml", "apiVersion: v1\nkind: Pod\n", true},
    {"a.yml", "---\n# the api\nkind: \"Deployment\" # of the shop\napiVersion: apps/v1\n", true},
    {"all.yaml", "apiVersion: v1\nkind: Service\n---\napiVersion: apps/v1\nkind: StatefulSet\n", true},
    {"hpa.yaml", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n", true},
    {"list.yaml", "apiVersion: v1\nkind: List\nitems: []\n", true},
    {"cm.yaml", "apiVersion: v1\nkind: ConfigMap\n", true},
    {"svc.yaml", "apiVersion: v1\nkind: Service\n", false},
    {"crd.yaml", "apiVersion: x/v1\nkind: DeploymentPolicy\n", false},
    {"values.yaml", "deployment:\n  apiVersion: v1\n  kind: Deployment\n", false},
    {"a.json", "apiVersion: v1\nkind: Pod\n", false},
    {"templates/a.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: {{ .Values.n }}}\n", false},
    {"a.yaml", "", false},
};

START_TEST(each_file_is_told)
{
    int claim = kube_claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((claim >= 50) == cases[_i].ours, "%s: %d", cases[_i].path, claim);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, each_file_is_told, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
