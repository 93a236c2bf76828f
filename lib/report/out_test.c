#include "report/fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>

static struct report_out out;

START_TEST(all_that_is_put_arrives_in_order)
{
    FILE *file = tmpfile();
    out_open(&out, fileno(file), (struct report_options){.color = false});
    for (int i = 0; i < 20000; i++)
        out_printf(&out, "%05d", i);
    out_pad(&out, '=', 3);
    out_putc(&out, '\n');
    ck_assert_int_eq(out_close(&out), 0);
    struct str text = contents(file);
    fclose(file);
    ck_assert_uint_eq(text.n, 100004);
    char expect[6];
    for (uint32_t i = 0; i < 20000; i++) {
        snprintf(expect, sizeof(expect), "%05u", i);
        ck_assert(str_eq(str_slice(text, 5 * i, 5 * i + 5), str_from(expect)));
    }
    ck_assert(str_ends(text, STR("===\n")));
}
END_TEST

START_TEST(long_texts_pass_through)
{
    FILE *file = tmpfile();
    char *long_text = malloc(100001);
    memset(long_text, 'x', 100000);
    long_text[100000] = '\0';
    out_open(&out, fileno(file), (struct report_options){.color = false});
    out_printf(&out, "<%s>", long_text);
    out_put(&out, (struct str){long_text, 100000});
    ck_assert_int_eq(out_close(&out), 0);
    struct str text = contents(file);
    ck_assert_uint_eq(text.n, 200002);
    ck_assert(str_starts(text, STR("<xx")));
    ck_assert_int_eq(text.p[100001], '>');
    free(long_text);
    fclose(file);
}
END_TEST

START_TEST(a_full_disk_is_told_at_the_end)
{
    int fd = open("/dev/full", O_WRONLY);
    ck_assert_int_ge(fd, 0);
    out_open(&out, fd, (struct report_options){.color = false});
    out_put(&out, STR("a"));
    ck_assert_int_eq(out_close(&out), ENOSPC);
    close(fd);
}
END_TEST

START_TEST(nothing_is_written_after_a_failure)
{
    int fd = open("/dev/full", O_WRONLY);
    out_open(&out, fd, (struct report_options){.color = false});
    for (uint32_t i = 0; i < 3 * sizeof(out.bytes); i++)
        out_putc(&out, 'x');
    close(fd);
    FILE *file = tmpfile();
    out.fd = fileno(file);
    out_put(&out, STR("half a report"));
    ck_assert_int_eq(out_close(&out), ENOSPC);
    ck_assert_uint_eq(contents(file).n, 0);
    fclose(file);
}
END_TEST

START_TEST(the_first_failure_is_the_one_told)
{
    out_open(&out, -1, (struct report_options){.color = false});
    out_fail(&out, ENOMEM);
    out_fail(&out, EIO);
    out_put(&out, STR("x"));
    ck_assert_int_eq(out_close(&out), ENOMEM);
}
END_TEST

static void *drain(void *pipe_end)
{
    static char bytes[4096];
    size_t total = 0;
    ssize_t n;
    usleep(20000);
    while ((n = read(*(int *)pipe_end, bytes, sizeof(bytes))) > 0)
        total += (size_t)n;
    return (void *)total;
}

/* A terminal or pipe that another program left non-blocking. */
START_TEST(a_slow_reader_is_waited_for)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    pthread_t reader;
    ck_assert_int_eq(pthread_create(&reader, NULL, drain, &ends[0]), 0);
    out_open(&out, ends[1], (struct report_options){.color = false});
    for (int i = 0; i < 1000; i++)
        out_pad(&out, 'x', 1000);
    ck_assert_int_eq(out_close(&out), 0);
    close(ends[1]);
    void *total;
    pthread_join(reader, &total);
    close(ends[0]);
    ck_assert_uint_eq((size_t)total, 1000000);
}
END_TEST

/* Every format on a full disk: no crash, and the failure is told. */
START_TEST(no_format_hides_a_full_disk)
{
    uint32_t n, conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    const struct report_format *all = report_formats(&n);
    for (uint32_t i = 0; i < n; i++) {
        int fd = open("/dev/full", O_WRONLY);
        out_open(&out, fd, (struct report_options){.color = false});
        all[i].write(&fx.r, &out);
        ck_assert_msg(out_close(&out) == ENOSPC, "%s", all[i].name);
        close(fd);
    }
}
END_TEST

START_TEST(every_format_is_found_by_its_name)
{
    uint32_t n;
    const struct report_format *all = report_formats(&n);
    ck_assert_uint_gt(n, 0);
    ck_assert_str_eq(all[0].name, "text");
    for (uint32_t i = 0; i < n; i++) {
        ck_assert_ptr_eq(report_find(str_from(all[i].name)), &all[i]);
        ck_assert_uint_gt(strlen(all[i].about), 0);
    }
    ck_assert_ptr_null(report_find(STR("xml")));
    ck_assert_ptr_null(report_find(STR("")));
    ck_assert_ptr_null(report_find(STR("Text")));
}
END_TEST

/* Formats may run on the same report, in any order, and each writes the same bytes every time. */
START_TEST(the_same_report_gives_the_same_bytes)
{
    uint32_t n, conf = source("a.conf", "x;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "x"), STR("y"));
    judged("a.conf");
    const struct report_format *all = report_formats(&n);
    for (uint32_t i = 0; i < n; i++) {
        const char *first = written(all[i].name);
        for (uint32_t k = 0; k < n; k++)
            written(all[k].name);
        ck_assert_str_eq(written(all[i].name), first);
    }
}
END_TEST

static void assert_place(struct report_place p, uint32_t line, uint32_t column, uint32_t end_line, uint32_t end_column)
{
    ck_assert_uint_eq(p.line, line);
    ck_assert_uint_eq(p.column, column);
    ck_assert_uint_eq(p.end_line, end_line);
    ck_assert_uint_eq(p.end_column, end_column);
}

START_TEST(a_place_counts_lines_and_bytes)
{
    uint32_t conf = source("a.conf", "gr\xc3\xbc\xc3\x9f"
                                     "e 1;\nb;\n");
    assert_place(report_place_of(&fx.r, at(conf, "1"), STR("")), 1, 9, 1, 10);
    assert_place(report_place_of(&fx.r, at(conf, "1;\nb"), STR("")), 1, 9, 2, 2);
    assert_place(report_place_of(&fx.r, (struct span){conf, 0, 0}, STR("")), 1, 1, 1, 1);
}
END_TEST

START_TEST(a_place_never_lies_beyond_its_file)
{
    uint32_t conf = source("a.conf", "ab\n");
    struct report_place p = report_place_of(&fx.r, (struct span){conf, 900, 900}, STR(""));
    assert_place(p, 2, 1, 2, 1);
    ck_assert_uint_eq(p.off, 3);
    ck_assert_uint_eq(p.len, 0);
    p = report_place_of(&fx.r, (struct span){conf, 1, UINT32_MAX}, STR(""));
    ck_assert_uint_eq(p.off, 1);
    ck_assert_uint_eq(p.len, 2);
}
END_TEST

START_TEST(a_file_as_a_whole_is_at_its_start)
{
    struct report_place p = report_place_of(&fx.r, SPAN_NONE, STR("a.service"));
    assert_place(p, 1, 1, 1, 1);
    ck_assert(str_eq(p.path, STR("a.service")));
    ck_assert_ptr_null(p.file);
    p = report_place_of(&fx.r, SPAN_NONE, STR(""));
    assert_place(p, 0, 0, 0, 0);
    ck_assert_uint_eq(p.path.n, 0);
}
END_TEST

Suite *out_suite(void)
{
    Suite *s = suite_create("out");
    TCase *t = tcase_create("out");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, all_that_is_put_arrives_in_order);
    tcase_add_test(t, long_texts_pass_through);
    tcase_add_test(t, a_full_disk_is_told_at_the_end);
    tcase_add_test(t, nothing_is_written_after_a_failure);
    tcase_add_test(t, the_first_failure_is_the_one_told);
    tcase_add_test(t, a_slow_reader_is_waited_for);
    tcase_add_test(t, no_format_hides_a_full_disk);
    tcase_add_test(t, every_format_is_found_by_its_name);
    tcase_add_test(t, the_same_report_gives_the_same_bytes);
    tcase_add_test(t, a_place_counts_lines_and_bytes);
    tcase_add_test(t, a_place_never_lies_beyond_its_file);
    tcase_add_test(t, a_file_as_a_whole_is_at_its_start);
    suite_add_tcase(s, t);
    return s;
}
