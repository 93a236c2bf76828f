#include "base/utf8.h"

#include <check.h>

static const struct {
    const char *bytes;
    uint32_t n, cp, len;
} decodings[] = {
    {"a", 1, 'a', 1},
    {"\0", 1, 0, 1},
    {"\xC3\xA9", 2, 0xE9, 2},
    {"\xE2\x82\xAC", 3, 0x20AC, 3},
    {"\xF0\x9F\x98\x80", 4, 0x1F600, 4},
    {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4},
    {"\xEF\xBF\xBD", 3, 0xFFFD, 3},
    /* cut off, alone, overlong, surrogates, above the last one */
    {"\xC3", 1, 0xFFFD, 1},
    {"\xE2\x82", 2, 0xFFFD, 1},
    {"\xF0\x9F\x98", 3, 0xFFFD, 1},
    {"\x80", 1, 0xFFFD, 1},
    {"\xBF\xBF", 2, 0xFFFD, 1},
    {"\xC3\x28", 2, 0xFFFD, 1},
    {"\xE2\x28\xA1", 3, 0xFFFD, 1},
    {"\xC0\x80", 2, 0xFFFD, 1},
    {"\xC1\xBF", 2, 0xFFFD, 1},
    {"\xE0\x9F\xBF", 3, 0xFFFD, 1},
    {"\xF0\x8F\xBF\xBF", 4, 0xFFFD, 1},
    {"\xED\xA0\x80", 3, 0xFFFD, 1},
    {"\xED\xBF\xBF", 3, 0xFFFD, 1},
    {"\xF4\x90\x80\x80", 4, 0xFFFD, 1},
    {"\xF5\x80\x80\x80", 4, 0xFFFD, 1},
    {"\xFF", 1, 0xFFFD, 1},
};

START_TEST(bytes_decode_as_rfc_3629_has_it)
{
    uint32_t len = 0;
    struct str s = {decodings[_i].bytes, decodings[_i].n};
    ck_assert_uint_eq(utf8_decode(s, &len), decodings[_i].cp);
    ck_assert_uint_eq(len, decodings[_i].len);
    bool valid = len > 1 || (unsigned char)s.p[0] < 0x80;
    ck_assert_uint_eq(utf8_first_invalid(s), valid ? s.n : 0);
}
END_TEST

START_TEST(every_code_point_comes_back)
{
    char out[4];
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        uint32_t n = utf8_put(cp, out), len = 0;
        if (utf8_decode((struct str){out, n}, &len) != cp || len != n)
            ck_abort_msg("U+%04X", (unsigned)cp);
    }
}
END_TEST

START_TEST(the_first_invalid_byte_is_found)
{
    ck_assert_uint_eq(utf8_first_invalid(STR("")), 0);
    ck_assert_uint_eq(utf8_first_invalid(STR("ab\xC3\xA9")), 4);
    ck_assert_uint_eq(utf8_first_invalid(STR("ab\xC3\xA9\xC3")), 4);
    ck_assert_uint_eq(utf8_first_invalid(STR("\xEF\xBF\xBDx\x80y")), 4);
}
END_TEST

START_TEST(texts_are_measured_in_each_unit)
{
    struct str s = STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xFF");
    ck_assert_uint_eq(utf8_code_points(s), 5);
    ck_assert_uint_eq(utf8_utf16_units(s), 6);
    ck_assert_uint_eq(utf8_columns(s), 6);
    ck_assert_uint_eq(utf8_columns(STR("e\xCC\x81")), 1);
    ck_assert_uint_eq(utf8_columns(STR("\xE6\xBC\xA2\xE5\xAD\x97\t")), 5);
    ck_assert_uint_eq(utf8_columns(STR("")), 0);
}
END_TEST

Suite *utf8_suite(void)
{
    Suite *s = suite_create("utf8");
    TCase *c = tcase_create("utf8");
    tcase_add_loop_test(c, bytes_decode_as_rfc_3629_has_it, 0, sizeof(decodings) / sizeof(decodings[0]));
    tcase_add_test(c, every_code_point_comes_back);
    tcase_add_test(c, the_first_invalid_byte_is_found);
    tcase_add_test(c, texts_are_measured_in_each_unit);
    suite_add_tcase(s, c);
    return s;
}
