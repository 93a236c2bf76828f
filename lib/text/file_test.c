#include "text/file.h"

#include "base/limits.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[64];
static struct file_store files;

static void write_file(const char *name, const char *bytes, size_t n)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void setup(void)
{
    char path[128];
    strcpy(directory, "/tmp/loadline-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    write_file("a.conf", "one\ntwo\n", 8);
    write_file("empty", "", 0);
    write_file("large", "12345678901", 11);
    snprintf(path, sizeof(path), "%s/sub", directory);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/fifo", directory);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    file_store_init(&files, str_from(directory), 10, NULL);
}

static void teardown(void)
{
    static const char *const names[] = {"a.conf", "empty", "large", "sub", "fifo", "secret"};
    char path[128];
    file_store_free(&files);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
        remove(path);
    }
    rmdir(directory);
}

START_TEST(a_file_is_read_whole_and_once)
{
    enum file_fault fault = FILE_MISSING;
    struct file *f = file_open(&files, STR("a.conf"), &fault);
    ck_assert_int_eq(fault, FILE_OK);
    ck_assert(str_eq(f->bytes, STR("one\ntwo\n")));
    ck_assert_int_eq(f->bytes.p[f->bytes.n], '\0');
    ck_assert(str_eq(f->path, STR("a.conf")));
    ck_assert(str_starts(f->real, str_from(directory)));
    ck_assert_ptr_eq(file_open(&files, STR("./sub/../a.conf"), &fault), f);
    ck_assert_ptr_eq(file_open(&files, f->real, &fault), f);
}
END_TEST

START_TEST(an_empty_file_is_a_file)
{
    enum file_fault fault;
    struct file *f = file_open(&files, STR("empty"), &fault);
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(f->bytes.n, 0);
    ck_assert_uint_eq(file_line_column(f, 0).line, 1);
    ck_assert_uint_eq(file_line_column(f, 0).column, 1);
    ck_assert_uint_eq(file_line(f, 1).n, 0);
}
END_TEST

static const struct {
    const char *path;
    enum file_fault fault;
    const char *text;
} faults[] = {
    {"none", FILE_MISSING, "no such file"},
    {"none/x", FILE_MISSING, "no such file"},
    {"a.conf/x", FILE_MISSING, "no such file"},
    {"", FILE_NOT_REGULAR, "not a regular file"},
    {"sub", FILE_NOT_REGULAR, "not a regular file"},
    {"fifo", FILE_NOT_REGULAR, "not a regular file"},
    {"/dev/null", FILE_NOT_REGULAR, "not a regular file"},
    {"large", FILE_TOO_LARGE, "larger than the limit for one file"},
};

/* A FIFO without a writer must not hold the run up either. */
START_TEST(what_cannot_be_read_is_told)
{
    enum file_fault fault = FILE_OK;
    ck_assert_ptr_null(file_open(&files, str_from(faults[_i].path), &fault));
    ck_assert_msg(fault == faults[_i].fault, "%s: %s", faults[_i].path, file_fault_text(fault));
    ck_assert_str_eq(file_fault_text(fault), faults[_i].text);
}
END_TEST

START_TEST(what_must_not_be_read_is_told)
{
    enum file_fault fault = FILE_OK;
    char path[128];
    write_file("secret", "x", 1);
    snprintf(path, sizeof(path), "%s/secret", directory);
    chmod(path, 0);
    if (geteuid() == 0) /* root reads everything */
        return;
    ck_assert_ptr_null(file_open(&files, STR("secret"), &fault));
    ck_assert_int_eq(fault, FILE_NO_PERMISSION);
}
END_TEST

START_TEST(a_fault_leaves_the_store_as_it_was)
{
    enum file_fault fault;
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_null(file_open(&files, STR("large"), &fault));
    ck_assert_uint_eq(files.n, 0);
    ck_assert_ptr_nonnull(file_open(&files, STR("a.conf"), &fault));
    ck_assert_uint_eq(files.n, 1);
}
END_TEST

/* Line and column of every byte of a text, as "line:column" one after the other. */
static const struct {
    const char *text, *places;
} tables[] = {
    {"a\nb\n", "1:1 1:2 2:1 2:2 3:1"}, {"a\nb", "1:1 1:2 2:1 2:2"}, {"a\r\nb\r\n", "1:1 1:2 1:3 2:1 2:2 2:3 3:1"},
    {"\n\n", "1:1 2:1 3:1"},           {"a\rb", "1:1 1:2 1:3 1:4"}, {"", "1:1"},
};

START_TEST(every_offset_has_its_line_and_column)
{
    char shown[256] = "";
    struct file *f = file_from_bytes(&files, STR("x"), str_from(tables[_i].text));
    for (uint32_t off = 0; off <= f->bytes.n; off++) {
        struct line_column at = file_line_column(f, off);
        snprintf(shown + strlen(shown), sizeof(shown) - strlen(shown), "%s%u:%u", off ? " " : "", (unsigned)at.line,
                 (unsigned)at.column);
    }
    ck_assert_str_eq(shown, tables[_i].places);
}
END_TEST

START_TEST(lines_are_given_without_their_ends)
{
    struct file *f = file_from_bytes(&files, STR("x"), STR("one\r\n\ntwo\rx\nlast"));
    ck_assert(str_eq(file_line(f, 1), STR("one")));
    ck_assert(str_eq(file_line(f, 2), STR("")));
    ck_assert(str_eq(file_line(f, 3), STR("two\rx")));
    ck_assert(str_eq(file_line(f, 4), STR("last")));
    ck_assert_uint_eq(file_line(f, 5).n, 0);
    ck_assert_uint_eq(file_line(f, 0).n, 0);
    ck_assert_uint_eq(file_line_start(f, 1), 0);
    ck_assert_uint_eq(file_line_start(f, 4), 12);
    ck_assert_uint_eq(file_line_start(f, 5), 16);
}
END_TEST

START_TEST(bytes_without_a_file_are_copied)
{
    char bytes[] = "abc";
    struct file *f = file_from_bytes(&files, STR("<stdin>"), (struct str){bytes, 3});
    bytes[0] = 'x';
    ck_assert(str_eq(f->bytes, STR("abc")));
    ck_assert(str_eq(f->path, STR("<stdin>")));
}
END_TEST

START_TEST(paths_are_shown_relative_to_the_run)
{
    file_store_free(&files);
    file_store_init(&files, STR("/srv/site"), 10, NULL);
    ck_assert(str_eq(file_shown_path(&files, STR("conf//a.conf")), STR("conf/a.conf")));
    ck_assert(str_eq(file_shown_path(&files, STR("/srv/site/conf/a.conf")), STR("conf/a.conf")));
    ck_assert(str_eq(file_shown_path(&files, STR("../other/a")), STR("../other/a")));
    ck_assert(str_eq(file_shown_path(&files, STR("/etc/x")), STR("../../etc/x")));
}
END_TEST

Suite *file_suite(void)
{
    Suite *s = suite_create("file");
    TCase *c = tcase_create("file");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_file_is_read_whole_and_once);
    tcase_add_test(c, an_empty_file_is_a_file);
    tcase_add_loop_test(c, what_cannot_be_read_is_told, 0, sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(c, what_must_not_be_read_is_told);
    tcase_add_test(c, a_fault_leaves_the_store_as_it_was);
    tcase_add_loop_test(c, every_offset_has_its_line_and_column, 0, sizeof(tables) / sizeof(tables[0]));
    tcase_add_test(c, lines_are_given_without_their_ends);
    tcase_add_test(c, bytes_without_a_file_are_copied);
    tcase_add_test(c, paths_are_shown_relative_to_the_run);
    suite_add_tcase(s, c);
    return s;
}
