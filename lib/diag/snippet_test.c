#include "diag/snippet.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <check.h>
#include <string.h>

static struct file_store files;
static struct arena a;

static void open_store(void)
{
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    arena_init(&a, NULL);
}

static void close_store(void)
{
    arena_free(&a);
    file_store_free(&files);
}

static struct file *file_of(const char *text)
{
    return file_from_bytes(&files, STR("t.conf"), str_from(text));
}

/* What a test pins: each line as "number|text|", below it its underlines as "  ^^^ label" or "  --- label". */
static const char *picture(struct snippet s)
{
    struct buf b = {.a = &a};
    for (uint32_t i = 0; i < s.lines.n; i++) {
        struct snippet_line *line = &s.lines.p[i];
        buf_printf(&b, "%u|%.*s|\n", line->number, STR_ARG(line->text));
        for (uint32_t k = 0; k < line->underlines.n; k++) {
            struct underline *u = &line->underlines.p[k];
            buf_put(&b, STR(" |"));
            buf_pad(&b, ' ', u->column);
            buf_pad(&b, u->primary ? '^' : '-', u->width);
            buf_printf(&b, " %.*s\n", STR_ARG(u->label));
        }
    }
    buf_putc(&b, '\0');
    return b.p;
}

static const char *one_mark(const char *text, uint32_t off, uint32_t len)
{
    struct mark m = {off, len, STR("here"), true};
    return picture(snippet_make(&a, file_of(text), &m, 1));
}

struct row {
    const char *text;
    uint32_t off, len;
    const char *expect;
};

/* clang-format off */
static const struct row rows[] = {
    {"worker_processes 8;\n", 17, 1,        "1|worker_processes 8;|\n"
                                            " |                 ^ here\n"},
    {"worker_processes 8;\n", 0, 16,        "1|worker_processes 8;|\n"
                                            " |^^^^^^^^^^^^^^^^ here\n"},
    {"a;\nb;\nc", 6, 1,                     "3|c|\n"
                                            " |^ here\n"},
    {"a b\n", 1, 0,                         "1|a b|\n"              /* no bytes: one caret */
                                            " | ^ here\n"},
    {"a {\n  b;\n}\n", 2, 9,                "1|a {|\n"              /* several lines: the first */
                                            " |  ^ here\n"},
    {"a\n", 2, 0,                           "2||\n"                 /* the end of the file */
                                            " |^ here\n"},
    {"a\n", 1, 1,                           "1|a|\n"                /* the line break itself */
                                            " | ^ here\n"},
    {"", 0, 0,                              "1||\n"
                                            " |^ here\n"},
    {"a b\r\nc\r\n", 2, 3,                  "1|a b|\n"              /* CRLF */
                                            " |  ^ here\n"},
    {"\tlisten\t80;\n", 8, 2,               "1|    listen    80;|\n"
                                            " |              ^^ here\n"},
    {"a\tb;\n", 1, 2,                       "1|a    b;|\n"          /* a mark on a tab is as wide */
                                            " | ^^^^^ here\n"},
    {"# gr\xc3\xbc\xc3\x9f""e 80;\n", 10, 2, "1|# gr\xc3\xbc\xc3\x9f""e 80;|\n"
                                            " |        ^^ here\n"},
    {"\xe6\xbc\xa2\xe5\xad\x97 80;\n", 7, 2, "1|\xe6\xbc\xa2\xe5\xad\x97 80;|\n" /* wide characters: two columns */
                                            " |     ^^ here\n"},
    {"\xe6\xbc\xa2\xe5\xad\x97 80;\n", 3, 3, "1|\xe6\xbc\xa2\xe5\xad\x97 80;|\n"
                                            " |  ^^ here\n"},
    {"e\xcc\x81 80;\n", 4, 2,               "1|e\xcc\x81 80;|\n"    /* a combining mark: none */
                                            " |  ^^ here\n"},
    {"x \x1b[31m 80;\n", 8, 2,              "1|x \\x1b[31m 80;|\n"
                                            " |           ^^ here\n"},
    {"x \xff 80;\n", 4, 2,                  "1|x \\xff 80;|\n"
                                            " |       ^^ here\n"},
    {"x \xe2\x80\xae 80;\n", 6, 2,          "1|x \\u{202e} 80;|\n"
                                            " |           ^^ here\n"},
    {"a\rb\n", 2, 1,                        "1|a\\rb|\n"            /* a CR within the line could hide what stands before it */
                                            " |   ^ here\n"},
    {"##[add-mask]8 80;\n", 14, 2,          "1|\\x23#[add-mask]8 80;|\n"
                                            " |                 ^^ here\n"},
    {"a\n", 900, 5,                         "2||\n"                 /* beyond the file: its end */
                                            " |^ here\n"},
    {"ab\n", 1, UINT32_MAX,                 "1|ab|\n"
                                            " | ^ here\n"},
};
/* clang-format on */

START_TEST(shows_the_line_and_where_it_is_marked)
{
    ck_assert_str_eq(one_mark(rows[_i].text, rows[_i].off, rows[_i].len), rows[_i].expect);
}
END_TEST

START_TEST(nul_bytes_are_shown)
{
    struct file *f = file_from_bytes(&files, STR("t"), STR("a\0b c"));
    struct mark m = {4, 1, STR(""), true};
    ck_assert_str_eq(picture(snippet_make(&a, f, &m, 1)), "1|a\\x00b c|\n |       ^ \n");
}
END_TEST

START_TEST(labels_are_escaped)
{
    struct mark m = {0, 1, STR("\x1b[2J\n"), true};
    ck_assert_str_eq(picture(snippet_make(&a, file_of("a"), &m, 1)), "1|a|\n |^ \\x1b[2J\\n\n");
}
END_TEST

START_TEST(several_marks_share_their_lines)
{
    struct mark marks[] = {{12, 4, STR("last"), false}, {8, 3, STR("main"), true}, {0, 6, STR("first"), false}};
    ck_assert_str_eq(picture(snippet_make(&a, file_of("listen  80 backlog;\n"), marks, 3)),
                     "1|listen  80 backlog;|\n"
                     " |------ first\n"
                     " |        ^^^ main\n"
                     " |            ---- last\n");
}
END_TEST

START_TEST(equal_places_keep_both_labels)
{
    struct mark marks[] = {{0, 1, STR("other"), false}, {0, 1, STR("main"), true}};
    ck_assert_str_eq(picture(snippet_make(&a, file_of("ab"), marks, 2)), "1|ab|\n |^ main\n |- other\n");
}
END_TEST

START_TEST(a_single_line_between_is_shown_more_are_not)
{
    struct mark marks[] = {{0, 1, STR(""), false}, {4, 1, STR(""), true}, {10, 1, STR(""), false}};
    ck_assert_str_eq(picture(snippet_make(&a, file_of("a\nb\nc\nd\ne\nf\n"), marks, 3)), "1|a|\n |- \n"
                                                                                         "2|b|\n"
                                                                                         "3|c|\n |^ \n"
                                                                                         "6|f|\n |- \n");
}
END_TEST

START_TEST(no_marks_show_nothing)
{
    ck_assert_uint_eq(snippet_make(&a, file_of("a"), NULL, 0).lines.n, 0);
}
END_TEST

/* A line of n bytes c. */
static struct file *long_line(uint32_t n, char c)
{
    struct buf b = {.a = &a};
    buf_pad(&b, c, n);
    return file_from_bytes(&files, STR("long"), buf_str(&b));
}

struct cut {
    uint32_t line, off, len;
    bool left, right;
    uint32_t column, width; /* of the underline */
};

/* Lines of 'x', cut to 160 columns. */
/* clang-format off */
static const struct cut cuts[] = {
    { 160,   10,    1, false, false,  10,   1},   /* fits */
    { 161,   10,    1, false, true,   10,   1},
    {1000,  156,    1, false, true,  156,   1},   /* the last column before the dots */
    {1000,  157,    1, true,  true,   83,   1},
    {1000,  500,    1, true,  true,   83,   1},
    {1000,  500,  500, true,  true,   83,  74},   /* beyond the window: to its end */
    {1000,   80,  900, false, true,   80,  77},   /* starts early: no need to move */
    {1000,  999,    1, true,  false, 159,   1},
    {1000, 1000,    0, true,  false, 160,   1},   /* the end of the line */
    {1000,  930,    5, true,  false,  90,   5},
};
/* clang-format on */

START_TEST(long_lines_are_cut_around_the_mark)
{
    const struct cut *c = &cuts[_i];
    struct mark m = {c->off, c->len, STR(""), true};
    struct snippet s = snippet_make(&a, long_line(c->line, 'x'), &m, 1);
    ck_assert_uint_eq(s.lines.n, 1);
    struct str text = s.lines.p[0].text;
    ck_assert_uint_le(utf8_columns(text), LIMIT_SNIPPET_COLUMNS);
    ck_assert_int_eq(str_starts(text, STR("...")), c->left);
    ck_assert_int_eq(str_ends(text, STR("...")), c->right);
    ck_assert_uint_eq(s.lines.p[0].underlines.n, 1);
    ck_assert_uint_eq(s.lines.p[0].underlines.p[0].column, c->column);
    ck_assert_uint_eq(s.lines.p[0].underlines.p[0].width, c->width);
}
END_TEST

START_TEST(marks_far_apart_on_a_line_show_it_twice)
{
    struct mark marks[] = {{10, 1, STR("first"), false}, {900, 1, STR("main"), true}, {20, 1, STR("second"), false}};
    struct snippet s = snippet_make(&a, long_line(1000, 'x'), marks, 3);
    ck_assert_uint_eq(s.lines.n, 2);
    ck_assert_uint_eq(s.lines.p[0].number, 1);
    ck_assert_uint_eq(s.lines.p[0].underlines.n, 1);
    ck_assert(s.lines.p[0].underlines.p[0].primary);
    ck_assert_uint_eq(s.lines.p[1].number, 1);
    ck_assert_uint_eq(s.lines.p[1].underlines.n, 2);
}
END_TEST

/* Wherever the mark stands, it is underlined, within the shown text. */
START_TEST(a_mark_is_never_out_of_sight)
{
    static const char *const bytes[] = {"x", "\t", "\x01", "\xff", "\xe6\xbc\xa2", "\xcc\x81", "\xe2\x80\xae", "##["};
    struct buf b = {.a = &a};
    while (b.n < 6000)
        buf_put(&b, str_from(bytes[_i]));
    struct file *f = file_from_bytes(&files, STR("t"), buf_str(&b));
    for (uint32_t off = 0; off <= f->bytes.n; off += 37) {
        struct arena_mark mark = arena_mark(&a);
        struct mark m = {off, 3, STR(""), true};
        struct snippet s = snippet_make(&a, f, &m, 1);
        ck_assert_uint_eq(s.lines.n, 1);
        ck_assert_msg(s.lines.p[0].underlines.n == 1, "mark at %u is not shown", off);
        uint32_t columns = utf8_columns(s.lines.p[0].text);
        ck_assert_uint_le(columns, LIMIT_SNIPPET_COLUMNS);
        ck_assert_uint_le(s.lines.p[0].underlines.p[0].column, columns);
        arena_pop(&a, mark);
    }
}
END_TEST

/* 64 MiB without a line break, a thousand findings: each must look at its own surroundings only. */
START_TEST(the_length_of_a_line_costs_nothing)
{
    struct file *f = long_line(LIMIT_FILE_BYTES, 'x');
    for (uint32_t i = 0; i < 1000; i++) {
        struct mark m = {f->bytes.n / 1000 * i, 5, STR(""), true};
        ck_assert_uint_eq(snippet_make(&a, f, &m, 1).lines.n, 1);
    }
}
END_TEST

START_TEST(a_line_from_nowhere_is_shown_the_same_way)
{
    struct str s = snippet_show(&a, STR("\tworker \x1b[1m 2;"), 0, 0);
    ck_assert(str_eq(s, STR("    worker \\x1b[1m 2;")));
    struct file *f = long_line(500, 'y');
    ck_assert(str_starts(snippet_show(&a, f->bytes, 400, 401), STR("...")));
    ck_assert(str_ends(snippet_show(&a, f->bytes, 0, 900), STR("...")));
}
END_TEST

Suite *snippet_suite(void)
{
    Suite *s = suite_create("snippet");
    TCase *t = tcase_create("snippet");
    tcase_add_checked_fixture(t, open_store, close_store);
    tcase_add_loop_test(t, shows_the_line_and_where_it_is_marked, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, nul_bytes_are_shown);
    tcase_add_test(t, labels_are_escaped);
    tcase_add_test(t, several_marks_share_their_lines);
    tcase_add_test(t, equal_places_keep_both_labels);
    tcase_add_test(t, a_single_line_between_is_shown_more_are_not);
    tcase_add_test(t, no_marks_show_nothing);
    tcase_add_loop_test(t, long_lines_are_cut_around_the_mark, 0, (int)(sizeof(cuts) / sizeof(cuts[0])));
    tcase_add_test(t, marks_far_apart_on_a_line_show_it_twice);
    tcase_add_loop_test(t, a_mark_is_never_out_of_sight, 0, 8);
    tcase_add_test(t, the_length_of_a_line_costs_nothing);
    tcase_add_test(t, a_line_from_nowhere_is_shown_the_same_way);
    suite_add_tcase(s, t);
    return s;
}
