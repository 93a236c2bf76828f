#include "engine/renames.h"

#include "base/buf.h"

#include <check.h>

#define LINES "listen 80;\nlisten 81;\nlisten 82;\nlisten 83;\n"
#define OTHER "worker_processes 2;\nuser www;\npid /run/x;\n"

/* "now<then" for each pair, in the order of names now. */
static const char *pairs(struct arena *a, const struct renamed_file *went, uint32_t n_went,
                         const struct renamed_file *came, uint32_t n_came)
{
    struct map found = {.a = a};
    struct buf b = {.a = a};
    renames_find(went, n_went, came, n_came, &found);
    for (uint32_t i = 0; i < n_came; i++) {
        const struct str *then = map_get(&found, came[i].name);
        if (then)
            buf_printf(&b, "%s%.*s<%.*s", b.n ? " " : "", STR_ARG(came[i].name), STR_ARG(*then));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#define FILE_OF(name, bytes)                                                                                           \
    {                                                                                                                  \
        STR_INIT(name), STR_INIT(bytes)                                                                                \
    }

/* clang-format off */
static const struct {
    struct renamed_file went[2], came[2];
    const char *pairs;
} cases[] = {
    {{FILE_OF("a", LINES)}, {FILE_OF("b", LINES)}, "b<a"},
    {{FILE_OF("a", LINES)}, {FILE_OF("b", "# moved\n" LINES)}, "b<a"},
    {{FILE_OF("a", LINES)}, {FILE_OF("b", "listen 83;\nlisten 82;\nlisten 81;\nlisten 80;\n")}, "b<a"},
    {{FILE_OF("a", LINES)}, {FILE_OF("b", OTHER)}, ""},
    {{FILE_OF("a", LINES)}, {FILE_OF("b", LINES OTHER LINES OTHER)}, ""},
    {{FILE_OF("a", "")}, {FILE_OF("b", "")}, ""},
    {{FILE_OF("a", LINES), FILE_OF("b", OTHER)}, {FILE_OF("c", OTHER), FILE_OF("d", LINES)}, "c<b d<a"},
    {{FILE_OF("a", LINES "x;\n"), FILE_OF("b", LINES)}, {FILE_OF("c", LINES), FILE_OF("d", LINES "x;\n")}, "c<b d<a"},
    {{FILE_OF("a", LINES)}, {FILE_OF("b", LINES "longer than before;\n"), FILE_OF("c", LINES "x;\n")}, "c<a"},
    {{FILE_OF("a/x", LINES), FILE_OF("a/y", LINES)}, {FILE_OF("b/y", LINES), FILE_OF("b/x", LINES)}, "b/y<a/y b/x<a/x"},
    {{FILE_OF("a", "same\n")}, {FILE_OF("b", "same")}, ""},
};
/* clang-format on */

static uint32_t count(const struct renamed_file *files)
{
    return files[1].name.n > 0 ? 2 : 1;
}

START_TEST(files_are_paired_by_what_they_hold)
{
    struct arena a;
    arena_init(&a, NULL);
    ck_assert_str_eq(pairs(&a, cases[_i].went, count(cases[_i].went), cases[_i].came, count(cases[_i].came)),
                     cases[_i].pairs);
    arena_free(&a);
}
END_TEST

START_TEST(of_very_many_only_equal_ones_are_paired)
{
    struct arena a;
    arena_init(&a, NULL);
    enum { MANY = 300 };
    struct renamed_file went[MANY], came[MANY];
    for (int i = 0; i < MANY; i++) {
        went[i] = (struct renamed_file){str_printf(&a, "old/%d", i), str_printf(&a, LINES "%d\n", i)};
        came[i] = (struct renamed_file){str_printf(&a, "new/%d", i), i == 7 ? went[i].bytes : STR(LINES)};
    }
    ck_assert_str_eq(pairs(&a, went, MANY, came, MANY), "new/7<old/7");
    arena_free(&a);
}
END_TEST

Suite *renames_suite(void);
Suite *renames_suite(void)
{
    Suite *s = suite_create("renames");
    TCase *t = tcase_create("renames");
    tcase_add_loop_test(t, files_are_paired_by_what_they_hold, 0, (int)(sizeof(cases) / sizeof(cases[0])));
    tcase_add_test(t, of_very_many_only_equal_ones_are_paired);
    suite_add_tcase(s, t);
    return s;
}
