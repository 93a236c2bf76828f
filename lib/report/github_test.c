#include "report/fixture.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>

/* The commands at the end of the report, behind its text. */
static const char *commands(void)
{
    const char *text = written("github"), *plain = written("text");
    ck_assert(str_starts(str_from(text), str_from(plain)));
    return text + strlen(plain);
}

START_TEST(the_text_comes_first_and_then_the_annotations)
{
    uint32_t conf = source("nginx/a.conf", "\xe6\xbc\xa2 8;\nlisen;\n");
    struct finding *f = found(SEV_WARNING, "capacity/x", at(conf, "8"), "8 worker processes");
    diag_label(&fx.sink, f, "too many");
    diag_note(&fx.sink, f, "2 CPUs");
    diag_help(&fx.sink, f, "use 2");
    found(SEV_NOTE, "x/y", at(conf, "lisen"), "note");
    found(SEV_ERROR, "syntax/unknown-directive", at(conf, "lisen"), "unknown directive `lisen`");
    found(SEV_ERROR, "x/y", at(conf, "lisen"), "suppressed")->status = FINDING_SUPPRESSED;
    ck_assert_str_eq(
        commands(),
        "::error file=nginx/a.conf,line=2,endLine=2,col=1,endColumn=6,title=syntax/unknown-directive::unknown directive `lisen`\n"
        "::warning file=nginx/a.conf,line=1,endLine=1,col=3,endColumn=4,title=capacity/x::"
        "8 worker processes%0Atoo many%0Anote: 2 CPUs%0Ahelp: use 2\n"
        "::notice file=nginx/a.conf,line=2,endLine=2,col=1,endColumn=6,title=x/y::note\n");
}
END_TEST

START_TEST(columns_are_left_out_where_lines_differ)
{
    uint32_t conf = source("a.conf", "a\nb;\n");
    found(SEV_ERROR, "x/y", at(conf, "a\nb"), "m");
    ck_assert_str_eq(commands(), "::error file=a.conf,line=1,endLine=2,title=x/y::m\n");
}
END_TEST

START_TEST(without_a_place_only_the_title_is_left)
{
    found(SEV_ERROR, "x/y", SPAN_NONE, "m");
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    ck_assert_str_eq(commands(), "::error title=x/y::m\n::error file=a.service,line=1,endLine=1,title=x/y::m\n");
}
END_TEST

START_TEST(properties_and_data_are_escaped)
{
    uint32_t conf = source("a,b:c%d.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "100% of a, b: c");
    ck_assert_str_eq(commands(), "::error file=a%2Cb%3Ac%25d.conf,line=1,endLine=1,col=1,endColumn=2,title=x/y::"
                                 "100%25 of a, b: c\n");
}
END_TEST

START_TEST(ten_of_each_severity_are_annotated_the_rest_counted)
{
    uint32_t conf = source("a.conf", "x;\n");
    for (int i = 0; i < 13; i++)
        found(SEV_WARNING, "x/w", at(conf, "x"), "w");
    for (int i = 0; i < 12; i++)
        found(SEV_ERROR, "x/e", at(conf, "x"), "e");
    found(SEV_NOTE, "x/n", at(conf, "x"), "n");
    struct str text = str_from(commands());
    for (int i = 0; i < 21; i++) {
        struct str line = str_cut(&text, '\n');
        ck_assert(str_starts(line, i < 10 ? STR("::error ") : i < 20 ? STR("::warning ") : STR("::notice ")));
    }
    ck_assert(str_eq(text, STR("5 more not annotated\n")));
}
END_TEST

START_TEST(long_messages_are_cut)
{
    struct buf b = {.a = &fx.a};
    for (int i = 0; i < 3000; i++)
        buf_put(&b, STR("\xe6\xbc\xa2"));
    buf_putc(&b, '\0');
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), b.p);
    struct str text = str_from(strstr(commands(), "title=x/y::") + 11);
    ck_assert_uint_le(text.n, 4097);
    ck_assert_uint_ge(text.n, 4090);
    ck_assert(str_ends(text, STR("\xe6\xbc\xa2...\n")));
}
END_TEST

/* What the runner does with a line: white space dropped, "::" and a name, or "##[" anywhere. */
static bool is_command(struct str line)
{
    uint32_t at = 0;
    while (at < line.n && (isspace((unsigned char)line.p[at]) || (unsigned char)line.p[at] >= 0x80))
        at++;
    struct str s = str_slice(line, at, line.n);
    if (str_find(line, STR("##[")) < line.n)
        return true;
    if (!str_starts(s, STR("::")))
        return false;
    s = str_slice(s, 2, s.n);
    return str_find(s, STR("::")) < s.n && s.n > 0 && (ch_is_alpha(s.p[0]));
}

START_TEST(nothing_from_input_starts_a_command)
{
    static const char *const evil[] = {
        "::error::x",
        "  ::set-output name=a::b",
        "\n::add-mask::x",
        "\r::stop-commands::x",
        "##[add-mask]x",
        "x\n##[group]y\n",
        "\xc2\xa0::error::x",
        "\xe2\x80\xa8::error::x",
        "%0A::error::x",
        "a::b,title=c::d",
        "#\xef\xb8\x8f#[group]x",
        "::",
        ":::",
        ": ::error::x",
    };
    for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
        const char *e = evil[i];
        struct str text = str_concat(&fx.a, str_from(e), STR("\nx\n"));
        uint32_t conf = included(str_from(e), text, SPAN_NONE);
        uint32_t inner = included(str_from(e), text, (struct span){conf, 0, 2});
        struct finding *f = found(SEV_ERROR, e, (struct span){inner, 0, 2}, e);
        f->label = f->help = str_from(e);
        vec_push(&fx.a, &f->notes, str_from(e));
        diag_related(&fx.sink, f, (struct span){conf, 1, 1}, "%s", e);
        diag_related(&fx.sink, f, SPAN_NONE, "%s", e);
        diag_fix(&fx.sink, f, FIX_SAFE, (struct span){inner, 0, 1}, str_from(e));
        not_analysed(e, 1, 1, e);
        not_run(e, e, 1);
        vec_push(&fx.a, &fx.r.notes, str_from(e));
        host(e, e, e, e);
    }
    struct str text = str_from(written("github"));
    uint32_t commands_seen = 0;
    while (text.n > 0) {
        struct str line = str_cut(&text, '\n');
        if (!is_command(line))
            continue;
        ck_assert_msg(str_starts(line, STR("::error file=")), "%.*s", STR_ARG(line));
        commands_seen++;
    }
    ck_assert_uint_eq(commands_seen, 10);
    assert_harmless(written("github"));
}
END_TEST

Suite *github_suite(void)
{
    Suite *s = suite_create("github");
    TCase *t = tcase_create("github");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, the_text_comes_first_and_then_the_annotations);
    tcase_add_test(t, columns_are_left_out_where_lines_differ);
    tcase_add_test(t, without_a_place_only_the_title_is_left);
    tcase_add_test(t, properties_and_data_are_escaped);
    tcase_add_test(t, ten_of_each_severity_are_annotated_the_rest_counted);
    tcase_add_test(t, long_messages_are_cut);
    tcase_add_test(t, nothing_from_input_starts_a_command);
    suite_add_tcase(s, t);
    return s;
}
