#include "report/line_hash.h"

#include "base/buf.h"
#include "report/fixture.h"

#include <inttypes.h>

struct row {
    const char *text;
    uint32_t line;
    const char *hash;
};

/* What the code of codeql-action itself says. */
/* clang-format off */
static const struct row rows[] = {
    {"",                                                               1, "c129715d7a2bc9a3:1"},
    {" a\nb\n  \t\tc\n d",                                             1, "271789c17abda88f:1"},
    {"worker_processes 8;\nevents { worker_connections 1024; }\n",     1, "a0babd3d46876625:1"},
    {"a\nb\na\nb\n", 3, "81b8d8db678b2bbe:1"},
    {"a\nb\na\nb\n", 5, "c129715d7a2bc9a3:1"},
    {"\tlisten 80;\r\n  server_name a;\r\n", 2, "7a1b8317973d7d30:1"},
    {"a\rb\r\nc\r \nd", 4, "6bf49ae9d59c5bc1:1"},
    {"x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n", 2, "c0fe7b2700d6c254:2"},
    {"x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n", 60, "828973aa50c68d6d:1"},
    {"gr\303\266\303\237e \346\274\242\345\255\227 \360\237\232\242\nb\n", 1, "c5c09397fd06d638:1"},
    {"gr\303\266\303\237e \346\274\242\345\255\227 \360\237\232\242\nb\n", 2, "ade70578248be16f:1"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb", 1, "871f6af4d0d4dd7c:1"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb", 2, "8ee5a81e681643c1:1"},
};
/* clang-format on */

START_TEST(hashes_as_github_does)
{
    struct line_hash *hashes;
    uint32_t n = line_hashes(&fx.a, str_from(rows[_i].text), &hashes);
    ck_assert_uint_ge(n, rows[_i].line);
    const struct line_hash *h = &hashes[rows[_i].line - 1];
    ck_assert_str_eq(str_printf(&fx.a, "%" PRIx64 ":%" PRIu32, h->hash, h->count).p, rows[_i].hash);
}
END_TEST

START_TEST(a_text_has_a_line_more_than_line_breaks)
{
    struct line_hash *hashes;
    ck_assert_uint_eq(line_hashes(&fx.a, STR(""), &hashes), 1);
    ck_assert_uint_eq(line_hashes(&fx.a, STR("a"), &hashes), 1);
    ck_assert_uint_eq(line_hashes(&fx.a, STR("a\nb\n"), &hashes), 3);
    ck_assert_uint_eq(line_hashes(&fx.a, STR("a\r\nb\rc"), &hashes), 3);
}
END_TEST

START_TEST(many_equal_lines_are_counted_quickly)
{
    struct buf b = {.a = &fx.a};
    for (int i = 0; i < 300000; i++)
        buf_put(&b, STR("x\n"));
    struct line_hash *hashes;
    uint32_t n = line_hashes(&fx.a, buf_str(&b), &hashes);
    ck_assert_uint_eq(n, 300001);
    ck_assert_uint_eq(hashes[0].count, 1);
    ck_assert_uint_eq(hashes[1000].count, 1001);
}
END_TEST

Suite *line_hash_suite(void)
{
    Suite *s = suite_create("line_hash");
    TCase *t = tcase_create("line_hash");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, hashes_as_github_does, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, a_text_has_a_line_more_than_line_breaks);
    tcase_add_test(t, many_equal_lines_are_counted_quickly);
    suite_add_tcase(s, t);
    return s;
}
