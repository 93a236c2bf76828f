/* A file gets other content whole, or stays as it is. */
#include "rewrite.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena a;
static char dir[64];

static void setup(void)
{
    arena_init(&a, NULL);
    snprintf(dir, sizeof dir, "/tmp/loadline-rewrite-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void teardown(void)
{
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+w '%s' && rm -rf '%s'", dir, dir);
    ck_assert_int_eq(system(command), 0);
    arena_free(&a);
}

static struct str path_of(const char *name)
{
    return str_printf(&a, "%s/%s", dir, name);
}

static struct str file_with(const char *name, const char *text, mode_t mode)
{
    struct str path = path_of(name);
    FILE *f = fopen(path.p, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), f), strlen(text));
    ck_assert_int_eq(fclose(f), 0);
    ck_assert_int_eq(chmod(path.p, mode), 0);
    return path;
}

static const char *content_of(struct str path)
{
    char *text = arena_alloc(&a, 256, 1);
    FILE *f = fopen(path.p, "rb");
    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, 255, f)] = '\0';
    fclose(f);
    return text;
}

/* Files in the directory: nothing may be left behind. */
static int count_files(void)
{
    char command[256];
    int n = -1;
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", dir);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    ck_assert_int_eq(fscanf(p, "%d", &n), 1);
    pclose(p);
    return n;
}

static struct rewrite rewriting(struct str path, const char *before, const char *after)
{
    return (struct rewrite){.path = path, .before = str_from(before), .after = str_from(after)};
}

START_TEST(the_new_content_takes_the_place_with_the_mode_of_the_old)
{
    static const mode_t modes[] = {0600, 0640, 0644, 0755, 02644};
    struct stat st;
    struct str path = file_with("a.conf", "old\r\n", modes[_i]);
    struct rewrite w = rewriting(path, "old\r\n", "new\r\n");
    ck_assert_uint_eq(rewrite_stage(&w, &a).n, 0);
    ck_assert_str_eq(content_of(path), "old\r\n");
    ck_assert_uint_eq(rewrite_commit(&w, &a).n, 0);
    ck_assert_str_eq(content_of(path), "new\r\n");
    ck_assert_int_eq(stat(path.p, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, modes[_i]);
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(owner_and_group_are_kept)
{
    struct stat st;
    struct str path = file_with("a.conf", "old", 0640);
    if (geteuid() != 0)
        return; /* nobody else can give files away */
    ck_assert_int_eq(chown(path.p, 12345, 23456), 0);
    struct rewrite w = rewriting(path, "old", "new");
    ck_assert_uint_eq(rewrite_stage(&w, &a).n, 0);
    ck_assert_uint_eq(rewrite_commit(&w, &a).n, 0);
    ck_assert_int_eq(stat(path.p, &st), 0);
    ck_assert_uint_eq(st.st_uid, 12345);
    ck_assert_uint_eq(st.st_gid, 23456);
    ck_assert_uint_eq(st.st_mode & 07777, 0640);
}
END_TEST

START_TEST(what_was_staged_can_be_dropped)
{
    struct str path = file_with("a.conf", "old", 0644);
    struct rewrite w = rewriting(path, "old", "new");
    ck_assert_uint_eq(rewrite_stage(&w, &a).n, 0);
    ck_assert_int_eq(count_files(), 2);
    rewrite_drop(&w);
    ck_assert_int_eq(count_files(), 1);
    ck_assert_str_eq(content_of(path), "old");
}
END_TEST

static void assert_refused(struct str path, const char *before, const char *why)
{
    int n = count_files();
    struct rewrite w = rewriting(path, before, "new");
    struct str said = rewrite_stage(&w, &a);
    ck_assert_msg(str_find(said, str_from(why)) < said.n, "%.*s", STR_ARG(said));
    ck_assert_uint_eq(w.part.n, 0);
    ck_assert_int_eq(count_files(), n);
}

START_TEST(a_file_that_is_not_to_be_changed_stays)
{
    struct str hard = file_with("hard.conf", "old", 0644), locked = file_with("locked.conf", "old", 0444);
    struct str other = file_with("other.conf", "something else", 0644), alias = path_of("link.conf");
    struct str longer = file_with("longer.conf", "old and more", 0644);
    ck_assert_int_eq(symlink("other.conf", alias.p), 0);
    ck_assert_int_eq(link(hard.p, path_of("second.conf").p), 0);
    assert_refused(hard, "old", "hard links");
    assert_refused(locked, "old", "read-only");
    assert_refused(other, "old", "changed meanwhile");
    assert_refused(longer, "old", "changed meanwhile");
    assert_refused(path_of("nowhere.conf"), "old", "No such file");
    assert_refused(alias, "something else", "symbolic links"); /* its target is named by whoever asks */
    assert_refused(str_from(dir), "old", "regular file");
    ck_assert_str_eq(content_of(hard), "old");
    ck_assert_str_eq(content_of(other), "something else");
}
END_TEST

START_TEST(a_directory_that_takes_no_new_file_keeps_the_old_one)
{
    struct str path = file_with("a.conf", "old", 0666);
    bool root = geteuid() == 0; /* who may write anywhere */
    ck_assert_int_eq(chmod(dir, 0555), 0);
    if (root)
        ck_assert_int_eq(seteuid(65534), 0);
    assert_refused(path, "old", "cannot be written beside it");
    if (root)
        ck_assert_int_eq(seteuid(0), 0);
    ck_assert_int_eq(chmod(dir, 0700), 0);
    ck_assert_str_eq(content_of(path), "old");
}
END_TEST

START_TEST(a_file_that_changes_after_it_was_staged_is_not_overwritten)
{
    struct str path = file_with("a.conf", "old", 0644);
    struct rewrite w = rewriting(path, "old", "new");
    ck_assert_uint_eq(rewrite_stage(&w, &a).n, 0);
    file_with("a.conf", "somebody's", 0644);
    struct str why = rewrite_commit(&w, &a);
    ck_assert_str_eq(str_dup(&a, why).p, "it was changed meanwhile");
    ck_assert_str_eq(content_of(path), "somebody's");
    ck_assert_int_eq(count_files(), 1);
}
END_TEST

START_TEST(a_file_that_is_gone_when_it_is_to_be_moved_stays_gone)
{
    struct str path = file_with("a.conf", "old", 0644);
    struct rewrite w = rewriting(path, "old", "new");
    ck_assert_uint_eq(rewrite_stage(&w, &a).n, 0);
    ck_assert_int_eq(unlink(path.p), 0);
    ck_assert_uint_gt(rewrite_commit(&w, &a).n, 0);
    ck_assert_int_eq(count_files(), 0);
}
END_TEST

Suite *rewrite_suite(void)
{
    Suite *s = suite_create("cmd/rewrite");
    TCase *t = tcase_create("rewrite");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, the_new_content_takes_the_place_with_the_mode_of_the_old, 0, 5);
    tcase_add_test(t, owner_and_group_are_kept);
    tcase_add_test(t, what_was_staged_can_be_dropped);
    tcase_add_test(t, a_file_that_is_not_to_be_changed_stays);
    tcase_add_test(t, a_directory_that_takes_no_new_file_keeps_the_old_one);
    tcase_add_test(t, a_file_that_changes_after_it_was_staged_is_not_overwritten);
    tcase_add_test(t, a_file_that_is_gone_when_it_is_to_be_moved_stays_gone);
    suite_add_tcase(s, t);
    return s;
}
