#include "kinds/systemd/exec.h"

#include "base/buf.h"

#include <check.h>

Suite *exec_suite(void);

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, NULL);
}

static void teardown(void)
{
    arena_free(&arena);
}

/* Words between bars; "!" behind them when a quote is not closed. */
static const struct {
    const char *text, *words;
} cases[] = {
    {"", "|"},
    {"  /bin/true  a\tb ", "|/bin/true|a|b|"},
    {"a\"b c\"d 'e \"f'", "|ab cd|e \"f|"},
    {"\\x41\\101\\s\\u00e9\\\\ \\\" \\'", "|AA \xc3\xa9\\|\"|'|"},
    {"\\q \\x4 \\", "|\\q|\\x4|\\|"},
    {"\"\" ''", "|||"},
    {"a ; b \\; c \";\"", "|a|;|b|;|c|;|"},
    {"it's", "|its|!"},
    {"'a\\' b'", "|a' b|"},
    {"\\U0001F600", "|\xf0\x9f\x98\x80|"},
    {"\\x00 \\000 \\ud800", "|\\x00|\\000|\\ud800|"},
};

START_TEST(each_line_is_split_as_systemd_does)
{
    struct exec_words words = {0};
    struct buf b = {.a = &arena};
    bool closed = exec_split(&arena, str_from(cases[_i].text), &words);
    buf_putc(&b, '|');
    for (uint32_t i = 0; i < words.n; i++) {
        buf_put(&b, words.p[i].text);
        buf_putc(&b, '|');
    }
    if (!closed)
        buf_putc(&b, '!');
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, cases[_i].words);
}
END_TEST

START_TEST(only_a_bare_semicolon_separates)
{
    struct exec_words words = {0};
    exec_split(&arena, STR("a ; \\; ';' ;b"), &words);
    ck_assert(exec_is_separator(&words.p[1]));
    for (uint32_t i = 2; i < 5; i++)
        ck_assert(!exec_is_separator(&words.p[i]));
}
END_TEST

START_TEST(prefixes_stand_before_the_path)
{
    ck_assert_uint_eq(exec_prefix(STR("-@!!/bin/true")), 4);
    ck_assert_uint_eq(exec_prefix(STR("/bin/-@")), 0);
    ck_assert_uint_eq(exec_prefix(STR("+")), 1);
}
END_TEST

Suite *exec_suite(void)
{
    Suite *s = suite_create("exec");
    TCase *t = tcase_create("exec");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, each_line_is_split_as_systemd_does, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, only_a_bare_semicolon_separates);
    tcase_add_test(t, prefixes_stand_before_the_path);
    suite_add_tcase(s, t);
    return s;
}
