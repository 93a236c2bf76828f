#include "report/columns.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "report/fixture.h"

static struct columns columns;

static void open_columns(void)
{
    fixture_open();
    columns = (struct columns){.a = &fx.a};
}

struct row {
    const char *text;
    uint32_t off, column;
};

/* clang-format off */
static const struct row rows[] = {
    {"abc\n",                           0, 1},
    {"abc\n",                           2, 3},
    {"abc\n",                           3, 4},
    {"abc\n",                           4, 1},  /* after the last line break */
    {"a\nbc",                           3, 2},
    {"",                                0, 1},
    {"\xc3\xbc x\n",                    3, 3},  /* two bytes, one unit */
    {"\xe6\xbc\xa2 x\n",                4, 3},
    {"\xf0\x9f\x9a\xa2 x\n",            5, 4},  /* four bytes, two units */
    {"\xff\xfe x\n",                    3, 4},  /* invalid: one each */
    {"\tx\n",                           1, 2},
    {"\xf0\x9f\x9a\xa2\n\xc3\xbc x\n",  8, 3},  /* the line above does not count */
};
/* clang-format on */

START_TEST(counts_units_of_the_line)
{
    struct file *f = source_get(&fx.sources, source("a", rows[_i].text))->file;
    ck_assert_uint_eq(columns_of(&columns, f, rows[_i].off), rows[_i].column);
}
END_TEST

/* Characters across every step: each offset against a count from the start. */
START_TEST(long_lines_are_counted_right_everywhere)
{
    static const struct str parts[] = {STR_INIT("x"), STR_INIT("\xc3\xbc"), STR_INIT("\xe6\xbc\xa2"),
                                       STR_INIT("\xf0\x9f\x9a\xa2"), STR_INIT("\xff")};
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; b.n < 5000; i++)
        buf_put(&b, parts[i * i % 5]);
    struct file *f = file_from_bytes(&fx.files, STR("long"), buf_str(&b));
    uint32_t len, expect = 1;
    for (uint32_t off = 0; off < f->bytes.n; off += len) {
        ck_assert_uint_eq(columns_of(&columns, f, off), expect);
        expect += utf8_decode(str_slice(f->bytes, off, f->bytes.n), &len) >= 0x10000 ? 2 : 1;
    }
    ck_assert_uint_eq(columns_of(&columns, f, f->bytes.n), expect);
}
END_TEST

START_TEST(files_of_the_same_name_are_kept_apart)
{
    struct file *one = source_get(&fx.sources, source("-", "\xc3\xbc x"))->file;
    struct file *two = source_get(&fx.sources, source("-", "abc x"))->file;
    for (int i = 0; i < 2; i++) {
        ck_assert_uint_eq(columns_of(&columns, one, 3), 3);
        ck_assert_uint_eq(columns_of(&columns, two, 3), 4);
    }
}
END_TEST

START_TEST(many_places_of_an_endless_line_are_quick)
{
    struct buf b = {.a = &fx.a};
    buf_pad(&b, 'x', 32 << 20);
    struct file *f = file_from_bytes(&fx.files, STR("long"), buf_str(&b));
    for (uint32_t i = 0; i < 20000; i++)
        ck_assert_uint_eq(columns_of(&columns, f, i * 1600), i * 1600 + 1);
}
END_TEST

Suite *columns_suite(void)
{
    Suite *s = suite_create("columns");
    TCase *t = tcase_create("columns");
    tcase_add_checked_fixture(t, open_columns, fixture_close);
    tcase_add_loop_test(t, counts_units_of_the_line, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, long_lines_are_counted_right_everywhere);
    tcase_add_test(t, files_of_the_same_name_are_kept_apart);
    tcase_add_test(t, many_places_of_an_endless_line_are_quick);
    suite_add_tcase(s, t);
    return s;
}
