#include "kinds/systemd/values.h"

#include <check.h>

Suite *values_suite(void);

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

/* What each text means: as value_format prints it. */
static const struct {
    const char *name, *text, *value;
} cases[] = {
    {"TimeoutStopSec", "90", "1m30s"},
    {"TimeoutStopSec", "5min 20s", "5m20s"},
    {"TimeoutStopSec", "1.5h", "1h30m"},
    {"TimeoutStopSec", "500ms", "500ms"},
    {"TimeoutStopSec", "2 weeks", "14d"},
    {"MemoryMax", "1.5G", "1.5GiB"},
    {"MemoryMax", "1G 512M", "1.5GiB"},
    {"MemoryMax", "4096", "4KiB"},
    {"MemoryMax", "infinity", "unlimited"},
    {"MemoryMax", "80%", "unknown"},
    {"LimitNOFILE", "1024:524288", "1024"},
    {"LimitNOFILE", "infinity", "unlimited"},
    {"LimitDATA", "768M", "768MiB"},
    {"LimitNICE", "-5", "25"},
    {"CPUQuota", "150%", "1.5"},
    {"TasksMax", "512", "512"},
    {"NoNewPrivileges", "Yes", "true"},
    {"NoNewPrivileges", "off", "false"},
    {"SuccessExitStatus", "143 SIGTERM", "143, SIGTERM"},
    {"ExecStart", "/bin/sh -c 'a b'", "/bin/sh, -c, a b"},
};

static const struct systemd_word *row_of(const char *name)
{
    uint32_t row;
    ck_assert_int_eq(systemd_word_pick(str_from(name), SYSTEMD_IN_SERVICE, 0, &row), SYSTEMD_FIT_OK);
    return &systemd_words[row];
}

START_TEST(each_text_has_its_value)
{
    struct value v;
    ck_assert(systemd_value_of(&arena, row_of(cases[_i].name), str_from(cases[_i].text), &v));
    ck_assert_str_eq(str_dup(&arena, value_format(&arena, v)).p, cases[_i].value);
}
END_TEST

START_TEST(a_value_has_the_type_of_its_row)
{
    struct value v;
    const struct systemd_word *w = row_of(cases[_i].name);
    ck_assert(systemd_value_of(&arena, w, str_from(cases[_i].text), &v));
    bool is_command = w->type == SYSTEMD_TYPE_EXEC; /* one of the list that the setting is */
    if (value_is_known(v) && !is_command)
        ck_assert_int_eq(type_of_value(&arena, v)->kind, systemd_type_of(w)->kind);
}
END_TEST

START_TEST(long_times_do_not_overflow)
{
    int64_t ns;
    ck_assert(systemd_parse_sec(STR("10000 years"), &ns) && ns == INT64_MAX);
    ck_assert(systemd_parse_size(STR("15E"), &ns) && ns == INT64_MAX);
    ck_assert(!systemd_parse_sec(STR("99999999999999999999"), &ns));
    ck_assert(!systemd_parse_size(STR(""), &ns));
    ck_assert(!systemd_parse_size(STR("."), &ns));
}
END_TEST

START_TEST(every_default_can_be_read)
{
    struct value v;
    for (uint32_t i = 1; i < systemd_words_n; i++) {
        struct str text = systemd_word_str(systemd_words[i].deflt);
        if (text.n > 0)
            ck_assert_msg(systemd_value_of(&arena, &systemd_words[i], text, &v), "default of row %u", i);
    }
}
END_TEST

START_TEST(versions_narrow_the_table)
{
    uint32_t row;
    ck_assert_int_eq(systemd_word_pick(STR("MemoryLimit"), SYSTEMD_IN_SERVICE, 257u << 16, &row), SYSTEMD_FIT_OK);
    ck_assert_int_eq(systemd_word_pick(STR("MemoryLimit"), SYSTEMD_IN_SERVICE, 258u << 16, &row), SYSTEMD_FIT_REMOVED);
    ck_assert_int_eq(systemd_word_pick(STR("RestartSteps"), SYSTEMD_IN_SERVICE, 252u << 16, &row), SYSTEMD_FIT_LATER);
    ck_assert_int_eq(systemd_word_pick(STR("RestartSteps"), SYSTEMD_IN_SERVICE, 0, &row), SYSTEMD_FIT_OK);
    ck_assert_int_eq(systemd_word_pick(STR("Restart"), SYSTEMD_IN_UNIT, 0, &row), SYSTEMD_FIT_MISPLACED);
    ck_assert_int_eq(systemd_word_pick(STR("restart"), SYSTEMD_IN_SERVICE, 0, &row), SYSTEMD_FIT_UNKNOWN);
}
END_TEST

Suite *values_suite(void)
{
    Suite *s = suite_create("values");
    TCase *t = tcase_create("values");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, each_text_has_its_value, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, a_value_has_the_type_of_its_row, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, long_times_do_not_overflow);
    tcase_add_test(t, every_default_can_be_read);
    tcase_add_test(t, versions_narrow_the_table);
    suite_add_tcase(s, t);
    return s;
}
