#include "kinds/docker-compose/docker-compose.h"

#include <check.h>

Suite *detect_suite(void);

/* At least 50: claimed. */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"compose.yaml", "", true},
    {"a/docker-compose.yml", "", true},
    {"docker-compose.prod.yml", "", true},
    {"docker-compose-dev.yaml", "", true},
    {"podman-compose.yml", "", true},
    {"templates/compose.yaml.j2", "", true},
    {"stack.yml", "version: \"3.8\"\nservices:\n  web:\n    image: nginx\n", true},
    {"stack.yml", "services:\n  web:\n    replicas: 2\n", false},
    {".gitlab-ci.yml", "services:\n  - name: db\n    image: postgres\n", false},
    {"ci.yml", "services:\n  db:\n    image: postgres\nstages:\n  - a\n", false},
    {".github/workflows/a.yml", "jobs:\n  a:\n    services:\n      db:\n        image: postgres\n", false},
    {"pod.yaml", "apiVersion: v1\nspec:\n  containers:\n  - image: x\n", false},
    {"compose.md", "services:\n  a:\n    image: b\n", false},
};

START_TEST(each_file_is_told)
{
    int claim = compose_claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((claim >= 50) == cases[_i].ours, "%s: %d", cases[_i].path, claim);
}
END_TEST

START_TEST(a_file_without_images_is_part_of_another)
{
    ck_assert_int_eq(compose_role(STR("compose.yaml"), STR("services:\n  a:\n    image: x\n")), DOCUMENT_ROOT);
    ck_assert_int_eq(compose_role(STR("compose.prod.yaml"), STR("services:\n  a:\n    restart: always\n")),
                     DOCUMENT_FRAGMENT);
    ck_assert_int_eq(compose_role(STR("compose.override.yaml"), STR("services:\n  a:\n    image: x\n")),
                     DOCUMENT_FRAGMENT);
    ck_assert_int_eq(compose_role(STR("compose.prod.yaml"), STR("services: {a: {image: x}}\n")), DOCUMENT_ROOT);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, each_file_is_told, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, a_file_without_images_is_part_of_another);
    suite_add_tcase(s, t);
    return s;
}
