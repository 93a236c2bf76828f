#include "formats/yaml.h"
#include "kinds/docker-compose/fixture.h"

Suite *read_suite(void);

/* What docker refuses, and what it takes although it looks odd. Each text with all findings, a line each. */
static const struct {
    const char *text, *found;
} cases[] = {
    {"services:\n  a:\n    image: x\n    restart: no\n", ""},
    {"services:\n  a:\n    image: x\n    mem_limt: 1g\n",
     "4 syntax/unknown-directive [mem_limt] unknown key \"mem_limt\" here\n"},
    {"service:\n  a: {image: x}\n",
     "1 syntax/unknown-directive [service] unknown key \"service\" at the top of a compose file\n"},
    {"x-a: {b: 1}\nservices:\n  a: {image: x, x-b: [1]}\n", ""},
    {"services:\n  a:\n    image: 5\n", "3 syntax/invalid-value [5] \"image\" is a number; docker takes a string\n"},
    {"services:\n  a:\n    image: x\n    ports: 80:80\n",
     "4 syntax/invalid-value [80:80] \"ports\" is a string; docker takes a list\n"},
    {"services:\n  a:\n    image: x\n    environment:\n    - A: b\n",
     "5 syntax/invalid-value [A: b] \"environment\" is a mapping; docker takes a string\n"},
    {"services:\n  a:\n    image: x\n    environment: {A: 1, B: true, C: }\n", ""},
    {"services:\n  a:\n    image: x\n    stop_grace_period: 10\n",
     "4 syntax/invalid-value [10] \"stop_grace_period\" is a number; docker takes a string\n"},
    {"services:\n  a:\n    image: x\n    stop_grace_period: 10 s\n",
     "4 syntax/invalid-value [10 s] invalid stop_grace_period \"10 s\"\n"},
    {"services:\n  a:\n    image: x\n    mem_limit: 5gg\n", "4 syntax/invalid-value [5gg] invalid mem_limit \"5gg\"\n"},
    {"services:\n  a:\n    image: x\n    mem_limit: 1073741824\n    memswap_limit: -1\n", ""},
    {"services:\n  a:\n    image: x\n    restart: sometimes\n",
     "4 syntax/invalid-value [sometimes] invalid restart policy \"sometimes\"\n"},
    {"services:\n  a:\n    image: x\n    restart: on-failure:3\n", ""},
    {"services:\n  a:\n    restart: always\n",
     "2 syntax/missing-directive [a] service \"a\" has neither an image nor a build\n"},
    {"services:\n  a: {image: x, mem_limit: 1g, deploy: {resources: {limits: {memory: 2g}}}}\n",
     "2 syntax/conflict [2g] mem_limit 1g and deploy.resources.limits.memory 2g of service \"a\" disagree\n"},
    {"services:\n  a: {image: x, mem_limit: 1g, deploy: {resources: {limits: {memory: 1024M}}}}\n", ""},
    {"services:\n  a: {image: x, scale: 2, deploy: {replicas: 3}}\n",
     "2 syntax/conflict [3] scale 2 and deploy.replicas 3 of service \"a\" disagree\n"},
    {"services:\n  a: {image: x, container_name: a, deploy: {replicas: 3}}\n",
     "2 syntax/conflict [container_name] several containers of service \"a\" cannot have one container_name\n"},
    {"services:\n  a: {image: x, network_mode: host, networks: [n]}\nnetworks: {n: }\n",
     "2 syntax/conflict [host] network_mode and networks of service \"a\" exclude each other\n"},
    {"services:\n  a: {image: x, depends_on: [b]}\n",
     "2 syntax/unresolved-name [b] service \"b\" of service \"a\" is not defined\n"},
    {"services:\n  a: {image: x, depends_on: {b: {condition: service_started, required: false}}}\n", ""},
    {"services:\n  a: {image: x, depends_on: {b: {condition: healthy}}}\n  b: {image: y}\n",
     "2 syntax/invalid-value [healthy] invalid condition \"healthy\" of depends_on\n"},
    {"services:\n  a: {image: x, networks: [front, default]}\n",
     "2 syntax/unresolved-name [front] network \"front\" of service \"a\" is not defined\n"},
    {"services:\n  a: {image: x, volumes: [\"data:/d\", \"./c:/c\", \"/e\", \"~/f:/f\"]}\n",
     "2 syntax/unresolved-name [\"data:/d\"] volume \"data\" of service \"a\" is not defined\n"},
    {"services:\n  a: {image: x, volumes: [{type: bind, source: data, target: /d}]}\n", ""},
    {"services:\n  a: {image: \"${A\"}\n", "2 syntax/invalid-value [\"${A\"] invalid interpolation \"${A\"\n"},
    {"services:\n  a: {image: x, labels: [\"rule=(`^.+$`)\"], command: \"echo $$HOME $\"}\n", ""},
    {"services:\n  a: {extends: b}\n",
     "2 syntax/unresolved-name [b] service \"a\" extends \"b\", which is not there\n"},
    {"services:\n  a: {image: x, extends: b}\n  b: {extends: {service: a}}\n",
     "2 syntax/invalid-include [b] service \"a\" extends itself\n"},
    {"- a\n", "1 syntax/unexpected-token [- a] a compose file is a mapping\n"},
    {"services:\n\ta: b\n", "2 syntax/not-parsed [\t] *"},
    {"", ""},
    {"services:\n", ""},
};

START_TEST(docker_refuses_what_it_refuses)
{
    const char *expected = cases[_i].found, *star = strchr(expected, '*');
    fixture_read(cases[_i].text);
    if (star)
        ck_assert_msg(!strncmp(fixture_found(), expected, (size_t)(star - expected)), "%s", fixture_found());
    else
        ck_assert_str_eq(fixture_found(), expected);
}
END_TEST

static struct node *service(const char *name)
{
    const struct compose_state *s = fx.job.state;
    return node_find(compose_get(s->top, "services"), str_from(name));
}

static const char *setting(const char *of, const char *name)
{
    struct value v = value_null();
    ck_assert_ptr_nonnull(service(of));
    ck_assert(compose_setting(&fx.job, service(of), str_from(name), &v));
    return str_dup(&fx.a, value_format(&fx.a, v)).p;
}

START_TEST(an_override_file_is_merged)
{
    fixture_file("compose.yaml",
                 "services:\n  a:\n    image: x:1\n    restart: always\n    mem_limit: 1g\n"
                 "    environment: {A: 1}\n    command: [a, b]\n    ports: [\"80:80\"]\n  b: {image: y}\n");
    fixture_file(
        "compose.override.yaml",
        "services:\n  a:\n    image: x:2\n    mem_limit: !reset null\n    command: [c]\n    ports: [\"81:81\"]\n"
        "    environment: [B=2]\n  c: {image: z}\n");
    fixture_read_file("compose.yaml");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(setting("a", "image"), "x:2");
    ck_assert_str_eq(setting("a", "restart"), "always");
    ck_assert_str_eq(setting("a", "mem_limit"), "null");
    ck_assert_str_eq(setting("c", "image"), "z");
    struct node *a = node_value(service("a"));
    ck_assert(str_eq(compose_get(a, "command")->first->text, STR("c")));
    ck_assert(str_eq(compose_get(a, "ports")->last->text, STR("81:81")));
    ck_assert_ptr_nonnull(compose_entry(a, STR("environment"))->first->next); /* both forms stay */
    ck_assert_uint_eq(fx.job.included.n, 1);
}
END_TEST

START_TEST(a_file_of_another_name_may_be_part_of_the_default_one)
{
    fixture_file("compose.yaml", "services:\n  a: {image: x}\n");
    fixture_file("compose.prod.yaml", "services:\n  a: {restart: always}\n  b: {image: y, depends_on: [c]}\n");
    fixture_read_file("compose.prod.yaml");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(setting("b", "restart"), "unknown");
    ck_assert_str_eq(setting("a", "restart"), "always");
}
END_TEST

START_TEST(variables_come_from_env_and_defaults)
{
    fixture_file(".env", "TAG=1.2\nEMPTY=\n");
    fixture_file(
        "compose.yaml",
        "services:\n  a: {image: \"x:$TAG\", mem_limit: \"${MEM:-${DEFAULT:-2g}}\"}\n"
        "  b: {image: \"y:${EMPTY:-3}${EMPTY-4}\", restart: \"${POLICY}\", container_name: \"${TAG:+set}\"}\n");
    fixture_read_file("compose.yaml");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(setting("a", "image"), "x:1.2");
    ck_assert_str_eq(setting("a", "mem_limit"), "2GiB");
    ck_assert_str_eq(setting("b", "image"), "y:3");
    ck_assert_str_eq(setting("b", "container_name"), "set");
    ck_assert_str_eq(setting("b", "restart"), "unknown");
}
END_TEST

START_TEST(services_extend_others)
{
    fixture_file("common.yaml", "services:\n  base:\n    image: x\n    mem_limit: 1g\n    restart: always\n");
    fixture_file("compose.yaml",
                 "services:\n  a:\n    extends: {file: common.yaml, service: base}\n    mem_limit: 2g\n"
                 "  b:\n    extends: a\n    restart: \"no\"\n  c:\n    extends: {file: gone.yaml, service: base}\n");
    fixture_read_file("compose.yaml");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(setting("a", "mem_limit"), "2GiB");
    ck_assert_str_eq(setting("b", "mem_limit"), "2GiB");
    ck_assert_str_eq(setting("b", "restart"), "no");
    ck_assert_str_eq(setting("b", "image"), "x");
    ck_assert_str_eq(setting("c", "mem_limit"), "unknown");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
}
END_TEST

START_TEST(an_include_brings_its_services)
{
    fixture_file("db/compose.yaml", "services:\n  db: {image: postgres, networks: [back]}\nnetworks: {back: {}}\n");
    fixture_file("compose.yaml",
                 "include: [db/compose.yaml]\nservices:\n  a: {image: x, depends_on: [db], networks: [back]}\n");
    fixture_read_file("compose.yaml");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(setting("db", "image"), "postgres");
    fixture_file("compose.yml", "include: [gone.yaml]\nservices:\n  a: {image: x, depends_on: [db]}\n");
    fixture_read_file("compose.yml");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, docker_refuses_what_it_refuses, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, an_override_file_is_merged);
    tcase_add_test(t, a_file_of_another_name_may_be_part_of_the_default_one);
    tcase_add_test(t, variables_come_from_env_and_defaults);
    tcase_add_test(t, services_extend_others);
    tcase_add_test(t, an_include_brings_its_services);
    suite_add_tcase(s, t);
    return s;
}
