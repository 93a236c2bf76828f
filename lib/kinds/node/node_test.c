#include "kinds/node/fixture.h"

Suite *node_suite(void);

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
    struct embedded *e = command_embed(&fx.job, &c, &kind_node, SPAN_NONE);
    struct env_variable v = {str_from(name), value, {container, (uint32_t)strlen(line) + 1, value.n}, true};
    if (env)
        vec_push(&fx.a, &e->env, v);
    fixture_start(source_add_embedded(&fx.sources, e->text, e->map, (struct span){container, 0, 0}));
    fx.job.container = e;
    fx.job.root = kind_node.read(&fx.job);
}

/* clang-format off */
static const struct { const char *line, *options, *heap, *at; } commands[] = {
    {"/usr/bin/node server.js", NULL, "unknown", "-"},
    {"node --max-old-space-size=2048 server.js", NULL, "2GiB", "--max-old-space-size=2048"},
    {"node -r dotenv/config --max_old_space_size=512 server.js --max-old-space-size=9", NULL, "512MiB", "--max_old_space_size=512"},
    {"node server.js", "--trace-warnings --max-old-space-size=1024", "1GiB", "--max-old-space-size=1024"},
    {"node --max-old-space-size=2048 server.js", "--max-old-space-size=1024", "2GiB", "--max-old-space-size=2048"},
    {"node --max-old-space-size=$HEAP server.js", NULL, "unknown", "--max-old-space-size=$HEAP"},
    {"node --max-old-space-size=lots server.js", NULL, "unknown", "--max-old-space-size=lots"},
};
/* clang-format on */

START_TEST(flags_stand_before_the_script_or_in_the_environment)
{
    read_command(commands[_i].line, "NODE_OPTIONS", commands[_i].options);
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_field(p, SERVICE_HEAP), commands[_i].heap);
    ck_assert_str_eq(fixture_at(p, SERVICE_HEAP), commands[_i].at);
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(no_file_is_a_command_line)
{
    ck_assert_int_eq(kind_node.claims(STR("server.js"), STR("require('http')")), 0);
    fixture_read("node", "node server.js");
    ck_assert_ptr_null(fixture_placed(0));
    ck_assert_str_eq(fixture_get(fx.job.root, "max-old-space-size"), "null");
}
END_TEST

Suite *node_suite(void)
{
    Suite *s = suite_create("node");
    TCase *t = tcase_create("node");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, flags_stand_before_the_script_or_in_the_environment, 0, sizeof commands / sizeof *commands);
    tcase_add_test(t, no_file_is_a_command_line);
    suite_add_tcase(s, t);
    return s;
}
