#include "kinds/nginx/lex.h"

#include "base/buf.h"

#include <check.h>
#include <string.h>

Suite *lex_suite(void);

static struct arena a;

static void put_tokens(struct buf *b, const struct nginx_lex *l)
{
    for (uint32_t i = 0; i < l->tokens.n; i++)
        buf_printf(b, "<%.*s>", STR_ARG(nginx_lex_text(&a, l->text, &l->tokens.p[i])));
}

/* All statements: words in <>, then what ended them, with the line for faults. */
static const char *lexed(struct str text)
{
    static const char *const ends[] = {[NGINX_END_SEMICOLON] = ";",
                                       [NGINX_END_OPEN] = "{",
                                       [NGINX_END_CLOSE] = "}",
                                       [NGINX_END_FILE] = "$",
                                       [NGINX_END_INSERT] = "insert"};
    struct nginx_lex l = {.a = &a, .text = text, .line = 1};
    struct buf b = {.a = &a};
    for (enum nginx_end end = NGINX_END_SEMICOLON; end != NGINX_END_FILE;) {
        end = nginx_lex_statement(&l);
        put_tokens(&b, &l);
        if (end == NGINX_END_FAULT) {
            static const char *const faults[] = {"unexpected", "too long", "end of file"};
            buf_printf(&b, " %s at %u line %u", faults[l.fault], l.fault_at, l.fault_line);
            break;
        }
        buf_printf(&b, "%s", ends[end]);
    }
    buf_putc(&b, '\0');
    return b.p;
}

static const struct {
    const char *text, *expected;
} cases[] = {
    {"", "$"},
    {"a b;", "<a><b>;$"},
    {"a b{c;}", "<a><b>{<c>;}$"},
    {"a\tb\r\nc;", "<a><b><c>;$"},
    {"a\vb\fc;", "<a\vb\fc>;$"},
    {"a\xc2\xa0 b;", "<a\xc2\xa0><b>;$"},
    {"\xef\xbb\xbf"
     "a;",
     "<\xef\xbb\xbf"
     "a>;$"},
    {"a \"b c\" 'd e';", "<a><b c><d e>;$"},
    {"a \"b'c\" 'd\"e';", "<a><b'c><d\"e>;$"},
    {"foo\"bar baz\";", "<foo\"bar><baz\">;$"},
    {"a \"\" '';", "<a><><>;$"},
    {"a \"b\"c;", "<a><b> unexpected at 5 line 1"},
    {"a \"b\"\nc;", "<a><b><c>;$"},
    {"a \"b\")c;", "<a><b><)c>;$"},
    {"if (a = \"b\") {}", "<if><(a><=><b><)>{}$"},
    {"a \"b\"{}", "<a><b>{}$"},
    {"a \"b\"}", "<a><b> unexpected at 5 line 1"},
    {"a b\\;c;", "<a><b\\;c>;$"},
    {"a b\\ c;", "<a><b\\ c>;$"},
    {"a b\\\"c\\'d\\\\e;", "<a><b\"c'd\\e>;$"},
    {"a \\t\\r\\n\\x;", "<a><\t\r\n\\x>;$"},
    {"a \"\\\"\";", "<a><\">;$"},
    {"a \"\\t\\d\";", "<a><\t\\d>;$"},
    {"\\a b;", "<\\a><b>;$"},
    {"a b\\\nc;", "<a><b\\\nc>;$"},
    {"foo};", "<foo}>;$"},
    {"foo#bar #x\n;", "<foo#bar>;$"},
    {"a }", "<a> unexpected at 2 line 1"},
    {"a b}", "<a><b}> end of file at 2 line 1"},
    {"a ${b};", "<a><${b}>;$"},
    {"a ${{b};", "<a><${{b}>;$"},
    {"a $b{}", "<a><$b>{}$"},
    {"a $$${b};", "<a><$$${b}>;$"},
    {"a $\\{b};", "<a><$\\{b}>;$"},
    {"${a} b;", "<${a}><b>;$"},
    {"a{2}", "<a>{<2}> end of file at 2 line 1"},
    {";", " unexpected at 0 line 1"},
    {"a;;", "<a>; unexpected at 2 line 1"},
    {"\n\n{", " unexpected at 2 line 3"},
    {"}", "}$"},
    {"a", "<a> end of file at 0 line 1"},
    {"a\n", "<a> end of file at 0 line 2"},
    {"a \"b\n\n", "<a><b\n\n> end of file at 2 line 3"},
    {"# a;\nb;", "<b>;$"},
    {"# a", "$"},
    {"a # b;\n c;", "<a><c>;$"},
    {"a#;", "<a#>;$"},
    {"\"a b\" c;", "<a b><c>;$"},
    {"a 'b\nc' d\n;", "<a><b\nc><d>;$"},
};

START_TEST(words_are_cut_as_nginx_cuts_them)
{
    const char *found = lexed(str_from(cases[_i].text));
    ck_assert_msg(strcmp(found, cases[_i].expected) == 0, "%s: %s, not %s", cases[_i].text, found, cases[_i].expected);
}
END_TEST

START_TEST(nul_is_a_byte_of_a_word)
{
    struct nginx_lex l = {.a = &a, .text = STR("a b\0c;"), .line = 1};
    ck_assert_int_eq(nginx_lex_statement(&l), NGINX_END_SEMICOLON);
    ck_assert_uint_eq(l.tokens.n, 2);
    ck_assert_uint_eq(l.tokens.p[1].len, 3);
}
END_TEST

/* before, n times fill, after. */
static struct str padded(const char *before, char fill, size_t n, const char *after)
{
    struct buf b = {.a = &a};
    buf_put(&b, str_from(before));
    buf_pad(&b, fill, n);
    buf_put(&b, str_from(after));
    return buf_str(&b);
}

static const struct {
    const char *before, *after;
    size_t longest; /* that nginx takes between them */
} limits[] = {
    {"a ", ";", 4095},      {"a ", "\n;", 4094}, {"a \"", "\";", 4094}, {"a '", "' ;", 4093},
    {"a \"", "\"{}", 4094}, {"#", "\na;", 4094}, {"a #", "\n;", 4094},  {"a '", "'", 4096},
};

START_TEST(a_word_must_fit_the_buffer)
{
    struct nginx_lex l = {
        .a = &a, .text = padded(limits[_i].before, 'x', limits[_i].longest, limits[_i].after), .line = 1};
    nginx_lex_statement(&l);
    bool fits = !(nginx_lex_statement(&l) == NGINX_END_FAULT && l.fault == NGINX_FAULT_TOO_LONG);
    l = (struct nginx_lex){
        .a = &a, .text = padded(limits[_i].before, 'x', limits[_i].longest, limits[_i].after), .line = 1};
    fits = fits && !(nginx_lex_statement(&l) == NGINX_END_FAULT && l.fault == NGINX_FAULT_TOO_LONG);
    ck_assert(fits || limits[_i].longest == 4096);
    l = (struct nginx_lex){
        .a = &a, .text = padded(limits[_i].before, 'x', limits[_i].longest + 1, limits[_i].after), .line = 1};
    ck_assert_int_eq(nginx_lex_statement(&l), NGINX_END_FAULT);
    ck_assert_int_eq(l.fault, NGINX_FAULT_TOO_LONG);
}
END_TEST

START_TEST(a_comment_keeps_its_place)
{
    struct nginx_lex l = {.a = &a, .text = STR("# x\na # y\n b;#z"), .line = 1};
    ck_assert_int_eq(nginx_lex_statement(&l), NGINX_END_SEMICOLON);
    ck_assert_uint_eq(l.comments.n, 2);
    ck_assert_uint_eq(l.comments.p[0].off, 0);
    ck_assert_uint_eq(l.comments.p[0].len, 3);
    ck_assert_uint_eq(l.comments.p[1].off, 6);
    ck_assert_int_eq(nginx_lex_statement(&l), NGINX_END_FILE);
    ck_assert_uint_eq(l.comments.n, 1);
}
END_TEST

START_TEST(a_quote_left_open_is_closed_at_its_line)
{
    struct nginx_lex l = {.a = &a, .text = STR("a \"b;\nc \"d\";\n"), .line = 1};
    ck_assert_int_eq(nginx_lex_statement(&l), NGINX_END_FAULT);
    ck_assert(nginx_lex_reopen(&l));
    ck_assert_int_eq(nginx_lex_resume(&l), NGINX_END_SEMICOLON);
    ck_assert_uint_eq(l.tokens.n, 2);
    ck_assert_uint_eq(l.line, 1);
    ck_assert_int_eq(nginx_lex_statement(&l), NGINX_END_SEMICOLON);
    ck_assert(str_eq(nginx_lex_text(&a, l.text, &l.tokens.p[1]), STR("d")));
    ck_assert_uint_eq(l.line, 2);
}
END_TEST

START_TEST(seeking_back_counts_lines)
{
    struct nginx_lex l = {.a = &a, .text = STR("a;\nb;\nc;\n"), .line = 1};
    for (int i = 0; i < 3; i++)
        nginx_lex_statement(&l);
    ck_assert_uint_eq(l.line, 3);
    nginx_lex_seek(&l, 3);
    ck_assert_uint_eq(l.line, 2);
    nginx_lex_seek(&l, 8);
    ck_assert_uint_eq(l.line, 3);
}
END_TEST

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

Suite *lex_suite(void)
{
    Suite *s = suite_create("lex");
    TCase *t = tcase_create("lex");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, words_are_cut_as_nginx_cuts_them, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, nul_is_a_byte_of_a_word);
    tcase_add_loop_test(t, a_word_must_fit_the_buffer, 0, sizeof limits / sizeof *limits);
    tcase_add_test(t, a_comment_keeps_its_place);
    tcase_add_test(t, a_quote_left_open_is_closed_at_its_line);
    tcase_add_test(t, seeking_back_counts_lines);
    suite_add_tcase(s, t);
    return s;
}
