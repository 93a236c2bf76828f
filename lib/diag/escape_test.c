#include "diag/escape.h"

#include "base/arena.h"

#include <check.h>
#include <string.h>

struct row {
    const char *in, *out;
};

/* clang-format off */
static const struct row rows[] = {
    {"",                          ""},
    {"worker_processes 8;",       "worker_processes 8;"},
    {"back\\slash \"and\" quotes", "back\\slash \"and\" quotes"},
    {"a\tb\nc\rd",                "a\\tb\\nc\\rd"},
    {"\x1b[31mred\x07",           "\\x1b[31mred\\x07"},
    {"\x7f",                      "\\x7f"},
    {"gr\xc3\xbc\xc3\x9f""e",     "gr\xc3\xbc\xc3\x9f""e"},
    {"\xe6\xbc\xa2 \xf0\x9f\x9a\xa2", "\xe6\xbc\xa2 \xf0\x9f\x9a\xa2"},
    {"\xef\xbf\xbd",              "\xef\xbf\xbd"},          /* a real U+FFFD is no invalid byte */
    {"\xff\xfe",                  "\\xff\\xfe"},
    {"\xc3",                      "\\xc3"},                 /* cut off */
    {"\xc0\xaf",                  "\\xc0\\xaf"},            /* overlong */
    {"\xed\xa0\x80",              "\\xed\\xa0\\x80"},       /* surrogate */
    {"\xf5\x80\x80\x80",          "\\xf5\\x80\\x80\\x80"},  /* beyond U+10FFFF */
    {"\xc2\x9b""31m",             "\\u{9b}31m"},            /* C1: CSI in eight bits */
    {"\xe2\x80\xae""cod.exe",     "\\u{202e}cod.exe"},      /* right-to-left override */
    {"a\xe2\x81\xa6""b\xe2\x81\xa9", "a\\u{2066}b\\u{2069}"}, /* isolates */
    {"\xd8\x9c",                  "\\u{61c}"},              /* Arabic letter mark */
    {"a\xe2\x80\x8b""b",          "a\\u{200b}b"},           /* zero width space */
    {"\xe2\x80\xa8",              "\\u{2028}"},             /* line separator */
    {"\xef\xbb\xbf",              "\\u{feff}"},             /* BOM */
    {"so\xc2\xad""ft",             "so\\u{ad}ft"},           /* soft hyphen */
    {"\xe3\x85\xa4",              "\\u{3164}"},             /* a letter that looks like nothing */
    {"\xef\xbf\xb9",              "\\u{fff9}"},             /* annotation anchor */
    {"\xf3\xa0\x81\x81",          "\\u{e0041}"},            /* tag */
    {"##[add-mask]x",             "\\x23#[add-mask]x"},
    {"#\xef\xb8\x8f##[a]",        "#\xef\xb8\x8f\\x23#[a]"},
    {"#\xef\xb8\x8f#\xef\xb8\x80\xef\xb8\x8f[a]", "\\x23\xef\xb8\x8f#\xef\xb8\x80\xef\xb8\x8f[a]"}, /* no weight, no help */
    {"#\xcd\x8f#[a]",             "#\\u{34f}#[a]"},
    {"\xef\xbf\xbe\xef\xbf\xbf",  "\\u{fffe}\\u{ffff}"},
    {"####[x",                    "##\\x23#[x"},
    {"# [ #[ ##",                 "# [ #[ ##"},
    {"\\x1b \\u{202e}",           "\\x1b \\u{202e}"},       /* once is enough */
};
/* clang-format on */

START_TEST(escapes_what_harms_and_nothing_else)
{
    struct arena a;
    arena_init(&a, NULL);
    ck_assert_str_eq(diag_escape(&a, str_from(rows[_i].in)).p, rows[_i].out);
    arena_free(&a);
}
END_TEST

START_TEST(escaped_text_stays_as_it_is)
{
    struct arena a;
    arena_init(&a, NULL);
    ck_assert_str_eq(diag_escape(&a, str_from(rows[_i].out)).p, rows[_i].out);
    arena_free(&a);
}
END_TEST

START_TEST(nul_is_escaped)
{
    struct arena a;
    arena_init(&a, NULL);
    struct str s = diag_escape(&a, STR("a\0b"));
    ck_assert_str_eq(s.p, "a\\x00b");
    ck_assert_uint_eq(s.n, 6);
    arena_free(&a);
}
END_TEST

/* Every byte, alone: what comes out is printable ASCII. */
START_TEST(no_single_byte_comes_through_raw)
{
    struct arena a;
    arena_init(&a, NULL);
    for (int c = 0; c < 256; c++) {
        char byte = (char)c;
        struct str s = diag_escape(&a, (struct str){&byte, 1});
        ck_assert_uint_gt(s.n, 0);
        for (uint32_t i = 0; i < s.n; i++)
            ck_assert_msg(s.p[i] >= 0x20 && s.p[i] < 0x7F, "byte %d", c);
    }
    arena_free(&a);
}
END_TEST

START_TEST(quote_cuts_at_eighty_bytes)
{
    struct arena a;
    arena_init(&a, NULL);
    char text[201];
    memset(text, 'x', 200);
    text[200] = '\0';
    struct str s = diag_quote(&a, str_from(text));
    ck_assert_uint_eq(s.n, 83);
    ck_assert(str_ends(s, STR("xx...")));
    ck_assert_int_eq(s.p[s.n], 0);
    ck_assert_uint_eq(diag_quote(&a, (struct str){text, 80}).n, 80);
    arena_free(&a);
}
END_TEST

START_TEST(quote_never_cuts_within_a_character)
{
    struct arena a;
    arena_init(&a, NULL);
    char text[200];
    memset(text, 'x', 79);
    memcpy(text + 79, "\xe6\xbc\xa2\xe6\xbc\xa2", 6);
    struct str s = diag_quote(&a, (struct str){text, 85});
    ck_assert_uint_eq(s.n, 79 + 3 + 3);
    ck_assert(str_ends(s, STR("x\xe6\xbc\xa2...")));
    arena_free(&a);
}
END_TEST

Suite *escape_suite(void)
{
    Suite *s = suite_create("escape");
    TCase *t = tcase_create("escape");
    int n = (int)(sizeof(rows) / sizeof(rows[0]));
    tcase_add_loop_test(t, escapes_what_harms_and_nothing_else, 0, n);
    tcase_add_loop_test(t, escaped_text_stays_as_it_is, 0, n);
    tcase_add_test(t, nul_is_escaped);
    tcase_add_test(t, no_single_byte_comes_through_raw);
    tcase_add_test(t, quote_cuts_at_eighty_bytes);
    tcase_add_test(t, quote_never_cuts_within_a_character);
    suite_add_tcase(s, t);
    return s;
}
