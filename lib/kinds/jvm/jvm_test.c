#include "kinds/jvm/fixture.h"

Suite *jvm_suite(void);

static struct node *flags(void)
{
    return ((struct jvm_state *)fx.job.state)->flags;
}

/* A command line, its words separated by single blanks; env: the value of a variable in a second line, or NULL. */
static void read_command(const char *line, const char *name, const char *env)
{
    struct str all = str_printf(&fx.a, "%s\n%s", line, env ? env : ""), rest = str_from(line), value = str_from(env);
    uint32_t container = source_add(&fx.sources, file_from_bytes(&fx.files, STR("app.service"), all), SPAN_NONE),
             at = 0;
    struct command_text c = {.text = {.a = &fx.a}};
    fixture_start(container);
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        command_add(&c, word, (struct span){container, at, word.n});
        at += word.n + 1;
    }
    struct embedded *e = command_embed(&fx.job, &c, &kind_jvm, SPAN_NONE);
    struct env_variable v = {str_from(name), value, {container, (uint32_t)strlen(line) + 1, value.n}, true};
    if (env)
        vec_push(&fx.a, &e->env, v);
    fixture_start(source_add_embedded(&fx.sources, e->text, e->map, (struct span){container, 0, 0}));
    fx.job.container = e;
    fx.job.root = kind_jvm.read(&fx.job);
}

/* ---- sizes ---- */

/* clang-format off */
static const struct { const char *text; int64_t bytes; } sizes[] = { /* -1: refused, as by HotSpot's parse_argument_memory_size */
    {"1024", 1024}, {"64k", 65536}, {"64K", 65536}, {"7g", (int64_t)7 << 30}, {"512m", 512 << 20}, {"1T", (int64_t)1 << 40}, {"0", 0},
    {"", -1}, {"g", -1}, {"4GB", -1}, {"4gb", -1}, {"1.5g", -1}, {"-1", -1}, {" 1", -1}, {"99999999999t", -1},
};
/* clang-format on */

START_TEST(a_size_is_digits_and_one_unit)
{
    int64_t n = -1;
    jvm_parse_size(str_from(sizes[_i].text), &n);
    ck_assert_int_eq(n, sizes[_i].bytes);
}
END_TEST

/* ---- files of variables ---- */

/* clang-format off */
static const struct { const char *text, *heap, *direct, *stack; } files[] = {
    {"JAVA_OPTS=\"-Xms1g -Xmx4g -Xss512k\"\n", "4GiB", "null", "512KiB"},
    {"JAVA_OPTS=-Xmx2g\nOTHER=-Xmx9g\n", "2GiB", "null", "null"},
    {"JAVA_OPTS='-Xmx8g -Xmx3g'\n", "3GiB", "null", "null"},
    {"JAVA_OPTS=-Xmx2g\nJAVA_TOOL_OPTIONS=-Xmx9g\n", "2GiB", "null", "null"},          /* read first, whatever the order of the file */
    {"_JAVA_OPTIONS=-Xmx9g\nJAVA_OPTS=-Xmx2g\n", "9GiB", "null", "null"},              /* read last */
    {"export CATALINA_OPTS=\"$CATALINA_OPTS -Xmx2g -XX:MaxDirectMemorySize=1g\"\n", "2GiB", "1GiB", "null"},
    {"JAVA_OPTS=\"-XX:MaxHeapSize=2048m -XX:ThreadStackSize=1024 \\\n  -XX:MaxDirectMemorySize=64m\"\n", "2GiB", "64MiB", "1MiB"},
    {"JAVA_OPTS=-Xmx${HEAP}\n", "unknown", "null", "null"},
    {"JAVA_OPTS=-Xss262144\n", "null", "null", "256KiB"},
};
/* clang-format on */

START_TEST(variables_hold_flags_in_the_order_in_which_the_jvm_reads_them)
{
    fixture_read("jvm.env", files[_i].text);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get(flags(), "MaxHeapSize"), files[_i].heap);
    ck_assert_str_eq(fixture_get(flags(), "MaxDirectMemorySize"), files[_i].direct);
    ck_assert_str_eq(fixture_get(flags(), "ThreadStackSize"), files[_i].stack);
}
END_TEST

START_TEST(what_the_jvm_refuses_is_told)
{
    fixture_read("jvm.env", "JAVA_OPTS=\"-Xms1g -Xmx4GB -XX:MaxRAMPercentage=150\"\n");
    ck_assert_str_eq(fixture_found(), "[-Xmx4GB] invalid value in -Xmx4GB\n"
                                      "[-XX:MaxRAMPercentage=150] invalid value in -XX:MaxRAMPercentage=150\n");
    ck_assert_str_eq(fixture_get(flags(), "MaxHeapSize"), "unknown");
}
END_TEST

START_TEST(flags_of_some_releases_are_not_known)
{
    fixture_read("jvm.options", "# heap\n-Xms1g\n8-13:-Xmx2g\n  -XX:MaxDirectMemorySize=1g\n\n14-:-Xss1m\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(fixture_get(flags(), "InitialHeapSize"), "1GiB");
    ck_assert_str_eq(fixture_get(flags(), "MaxHeapSize"), "unknown");
    ck_assert_str_eq(fixture_get(flags(), "MaxDirectMemorySize"), "1GiB");
    ck_assert_str_eq(fixture_get(flags(), "ThreadStackSize"), "unknown");
}
END_TEST

/* ---- command lines ---- */

/* clang-format off */
static const struct { const char *line, *name, *env, *heap, *at, *threads, *config; } commands[] = {
    {"/usr/bin/java -Xmx2g -jar a.jar", NULL, NULL, "2GiB", "-Xmx2g", "unknown", ""},
    {"java -cp /a:/b -Xmx2g com.example.Main -Xmx9g", NULL, NULL, "2GiB", "-Xmx2g", "unknown", ""},
    {"java $JAVA_OPTS -jar a.jar", "JAVA_OPTS", "-Xms1g -Xmx3g", "3GiB", "-Xmx3g", "unknown", ""},
    {"java ${JAVA_OPTS} -Xmx1g -jar a.jar", "JAVA_OPTS", "-Xmx3g", "1GiB", "-Xmx1g", "unknown", ""},
    {"java -jar a.jar", "JAVA_OPTS", "-Xmx3g", "unknown", "-", "unknown", ""}, /* which the JVM itself does not read */
    {"java -jar a.jar", "JAVA_TOOL_OPTIONS", "-Xmx3g", "3GiB", "-Xmx3g", "unknown", ""},
    {"java -Xmx1g -jar a.jar", "JAVA_TOOL_OPTIONS", "-Xmx3g", "1GiB", "-Xmx1g", "unknown", ""},
    {"java -Xmx1g -jar a.jar", "_JAVA_OPTIONS", "-Xmx3g", "3GiB", "-Xmx3g", "unknown", ""},
    {"java -jar a.jar --server.tomcat.threads.max=9 --spring.config.location=optional:file:/etc/x/a.yml", NULL, NULL,
     "unknown", "-", "9", "/etc/x/a.yml"},
    {"java -Dserver.tomcat.threads.max=7 -XX:MaxRAMPercentage=50 -jar a.jar", NULL, NULL, "4GiB", "-XX:MaxRAMPercentage=50", "7", ""},
    {"java -XX:MaxRAM=2g -XX:MaxRAMPercentage=50 -jar a.jar", NULL, NULL, "1GiB", "-XX:MaxRAMPercentage=50", "unknown", ""},
};
/* clang-format on */

START_TEST(a_command_line_has_flags_before_the_jar_and_properties_behind_it)
{
    read_command(commands[_i].line, commands[_i].name, commands[_i].env);
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_field(p, SERVICE_HEAP), commands[_i].heap);
    ck_assert_str_eq(fixture_at(p, SERVICE_HEAP), commands[_i].at);
    ck_assert_str_eq(fixture_field(p, SERVICE_THREADS), commands[_i].threads);
    ck_assert(str_eq(p->service.config, str_from(commands[_i].config)));
}
END_TEST

START_TEST(the_worst_case_is_what_somebody_bounded)
{
    read_command("java -Xmx4g -XX:MaxDirectMemorySize=512m -XX:MaxMetaspaceSize=256m -Xss1m "
                 "-Dserver.tomcat.threads.max=400 -jar a.jar",
                 NULL, NULL);
    const struct value worst = fixture_placed(0)->service.field[SERVICE_MEMORY_WORST];
    ck_assert_int_eq(worst.as.i, ((int64_t)4 << 30) + (512 << 20) + (256 << 20) + (400 << 20));
    ck_assert_str_eq(str_dup(&fx.a, worst.origin->text).p, "4GiB for the heap + 512MiB for direct buffers + "
                                                           "256MiB for metaspace + 400 threads x 1MiB");
}
END_TEST

/* ---- telling it ---- */

/* clang-format off */
static const struct { const char *path, *text; bool ours; } claims[] = {
    {"app/jvm.env", "# heap\nJAVA_OPTS=\"-Xmx4g\"\n", true},
    {"etc/default/tomcat10", "JAVA_HOME=/usr/lib/jvm/x\nJAVA_OPTS=\"-Djava.awt.headless=true -Xmx1g\"\n", true},
    {"etc/elasticsearch/jvm.options", "## heap\n-Xms4g\n-Xmx4g\n", true},
    {"etc/elasticsearch/jvm.options.d/heap.options", "-Xmx4g\n", true},
    {".env", "DB_HOST=10.0.0.1\nSECRET=x\n", false},
    {"etc/default/haproxy", "# CONFIG=\"/etc/haproxy/haproxy.cfg\"\nEXTRAOPTS=\"-de -m 16\"\n", false},
    {"bin/start.sh", "#!/bin/sh\nJAVA_OPTS=\"-Xmx4g\"\nexec java $JAVA_OPTS -jar a.jar\n", false},
    {"app.service", "[Service]\nEnvironment=JAVA_OPTS=-Xmx4g\nExecStart=/usr/bin/java $JAVA_OPTS -jar a.jar\n", false},
    {"docker-compose.yml", "services:\n  app:\n    environment:\n      JAVA_OPTS: -Xmx4g\n", false},
    {"nginx.conf", "events {}\n", false},
};
/* clang-format on */

START_TEST(a_file_is_told_by_variables_with_flags)
{
    int score = jvm_claims(str_from(claims[_i].path), str_from(claims[_i].text));
    ck_assert_int_eq(score > 0, claims[_i].ours);
}
END_TEST

Suite *jvm_suite(void)
{
    Suite *s = suite_create("jvm");
    TCase *t = tcase_create("jvm");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, a_size_is_digits_and_one_unit, 0, sizeof sizes / sizeof *sizes);
    tcase_add_loop_test(t, variables_hold_flags_in_the_order_in_which_the_jvm_reads_them, 0,
                        sizeof files / sizeof *files);
    tcase_add_test(t, what_the_jvm_refuses_is_told);
    tcase_add_test(t, flags_of_some_releases_are_not_known);
    tcase_add_loop_test(t, a_command_line_has_flags_before_the_jar_and_properties_behind_it, 0,
                        sizeof commands / sizeof *commands);
    tcase_add_test(t, the_worst_case_is_what_somebody_bounded);
    tcase_add_loop_test(t, a_file_is_told_by_variables_with_flags, 0, sizeof claims / sizeof *claims);
    suite_add_tcase(s, t);
    return s;
}
