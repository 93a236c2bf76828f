#include "cel/template.h"
#include "cel/test_support.h"

#include <string.h>

static struct bench b;
static char controls[600];

static void setup(void)
{
    bench_open(&b);
    memset(controls, 'a', sizeof(controls));
    controls[0] = '\x1b';
    bench_bind(&b, "n", &type_int, value_int(8));
    bench_bind(&b, "memory", &type_int, value_size(INT64_C(4) << 30));
    bench_bind(&b, "x", &type_dyn, value_unknown(&b.a, STR("host.x")));
    bench_bind(&b, "s", &type_string, value_string((struct str){controls, sizeof(controls)}));
    static const struct origin written = {.kind = ORIGIN_SET, .written = STR_INIT("0.250")};
    bench_bind(&b, "share", &type_double, value_with_origin(value_double(0.25), &written));
}

static void teardown(void)
{
    bench_close(&b);
}

static const struct cel_template *compiled(const char *text)
{
    struct cel_source source = {.text = str_from(text), .at = {1, 100, 0}};
    return cel_template_compile(&b.a, b.env, &source, &b.faults);
}

static struct str rendered(const char *text)
{
    struct value error;
    struct str s = {0};
    const struct cel_template *t = compiled(text);
    if (!t)
        ck_abort_msg("%s: %.*s", text, STR_ARG(b.faults.list.p[0].message));
    if (!cel_template_render(t, b.vars, &b.a, &b.scratch, NULL, &s, &error))
        return bench_shown(&b, error);
    return s;
}

START_TEST(values_stand_in_place_of_their_expressions)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"{n} workers on {memory}", "8 workers on 4GiB"},
        {"{double(n) / 3.0} for each", "2.67 for each"},
        {"{3.0} {0.1 + 0.2} {0.0012345} {-0.5} {0.0}", "3 0.3 0.0012 -0.5 0"},
        {"{share}", "0.250"},
        {"{x}", "unknown"},
        {"{{n}} is {n}", "{n} is 8"},
        {"{'}'}{({'a': n}.a)}", "}8"},
        {"{[1, 'b', n]}", "1, b, 8"},
        {"{duration('90s')}", "1m30s"},
        {"{1 / (n - 8)}", "error: divide by zero"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str s = rendered(rows[i].text);
        ck_assert_msg(str_eq(s, str_from(rows[i].shown)), "%s is '%.*s'", rows[i].text, STR_ARG(s));
    }
}
END_TEST

START_TEST(what_comes_from_input_is_escaped_and_cut)
{
    struct str s = rendered("{s}");
    ck_assert_uint_lt(s.n, 450);
    ck_assert(str_starts(s, STR("\\x1b")));
    ck_assert(str_ends(s, STR("aaa...")));
    ck_assert(str_starts(rendered("\x1b[31m{n}"), STR("\\x1b[31m8")));
}
END_TEST

START_TEST(faults_count_in_the_whole_text)
{
    static const struct {
        const char *text;
        uint32_t off;
        const char *message;
    } rows[] = {
        {"ab {nobody}", 4, "undeclared name 'nobody'"},
        {"ab {n + }", 8, "expected a value, found end of expression"},
        {"ab {n", 3, "the expression behind '{' is not closed: as text it is written {{"},
        {"ab {'n}", 3, "the expression behind '{' is not closed: as text it is written {{"},
        {"ab } c", 3, "a '}' without '{': as text it is written }}"},
        {"{n} and {nn}", 9, "undeclared name 'nn'"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert_msg(!compiled(rows[i].text), "%s", rows[i].text);
        const struct cel_fault *f = &b.faults.list.p[0];
        ck_assert_msg(str_eq(f->message, str_from(rows[i].message)), "%s: %.*s", rows[i].text, STR_ARG(f->message));
        ck_assert_msg(f->off == rows[i].off, "%s: %u", rows[i].text, f->off);
        ck_assert_uint_eq(f->at.off, 100 + rows[i].off);
    }
}
END_TEST

START_TEST(a_template_knows_what_it_reads)
{
    const struct cel_template *t = compiled("{n} of {memory}");
    ck_assert(cel_template_reads(t, 0));
    ck_assert(cel_template_reads(t, 1));
    ck_assert(!cel_template_reads(t, 2));
}
END_TEST

Suite *template_suite(void)
{
    Suite *s = suite_create("template");
    TCase *tc = tcase_create("template");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, values_stand_in_place_of_their_expressions);
    tcase_add_test(tc, what_comes_from_input_is_escaped_and_cut);
    tcase_add_test(tc, faults_count_in_the_whole_text);
    tcase_add_test(tc, a_template_knows_what_it_reads);
    suite_add_tcase(s, tc);
    return s;
}
