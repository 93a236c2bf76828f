#include "formats/yaml_write.h"

#include "formats/test_text.h"
#include "formats/yaml.h"

/* clang-format off */
static const struct { const char *text, *written; } words[] = {
    {"web-1", "web-1"},
    {"/etc/nginx/nginx.conf", "/etc/nginx/nginx.conf"},
    {"1.26.2", "1.26.2"},
    {"1.26", "\"1.26\""},
    {"1.2.x", "\"1.2.x\""},
    {"", "\"\""},
    {"-", "\"-\""},
    {"yes", "\"yes\""},
    {"Null", "\"Null\""},
    {"a: b", "\"a: b\""},
    {"a #b", "\"a #b\""},
    {"*.conf", "\"*.conf\""},
    {"say \"hi\" \\n", "\"say \\\"hi\\\" \\\\n\""},
    {"two\nlines\t\x1b[31m", "\"two\\u000Alines\\u0009\\u001B[31m\""},
    {"caf\xc3\xa9", "\"caf\xc3\xa9\""},
    {"a\xe2\x80\xa8" "b\xef\xbb\xbf", "\"a\\u2028b\\uFEFF\""},
};
/* clang-format on */

START_TEST(a_word_is_read_back_as_the_text_that_it_was)
{
    struct buf b = {.a = &arena};
    buf_put(&b, STR("w: "));
    yaml_put_word(&b, str_from(words[_i].text));
    ck_assert_str_eq(str_dup(&arena, str_slice(buf_str(&b), 3, buf_str(&b).n)).p, words[_i].written);
    buf_putc(&b, '\n');
    struct node *root = yaml_read(&arena, &sources, put_text("w.yaml", buf_str(&b)), &sink);
    ck_assert_str_eq(findings(), "");
    struct node *word = value_below(yaml_document(root, 0), "w");
    ck_assert(str_eq(word->text, str_from(words[_i].text)));
}
END_TEST

Suite *yaml_write_suite(void);

Suite *yaml_write_suite(void)
{
    Suite *s = suite_create("yaml_write");
    TCase *t = tcase_create("words");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, a_word_is_read_back_as_the_text_that_it_was, 0, sizeof words / sizeof *words);
    suite_add_tcase(s, t);
    return s;
}
