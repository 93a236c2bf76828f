#include "kinds/options.h"

#include "base/limits.h"
#include "base/num.h"
#include "formats/ini.h"

#include <check.h>

/* A kind that does not exist, in a dialect that does. */
static const struct option_row rows[] = {
    {STR_INIT("cache"), {0}, STR_INIT("64"), STR_INIT("MB"), OPTION_SIZE, 0, 0, VERSION(2, 0, 0)},
    {STR_INIT("cache"), {0}, STR_INIT("128"), STR_INIT("MB"), OPTION_SIZE, 0, VERSION(2, 0, 0), 0},
    {STR_INIT("children"), STR_INIT("pool"), {0}, {0}, OPTION_INT, 0, 0, 0},
    {STR_INIT("on"), {0}, STR_INIT("yes"), {0}, OPTION_BOOL, 0, 0, 0},
    {STR_INIT("save"), {0}, {0}, {0}, OPTION_WORDS, OPTION_REPEATS, 0, 0},
};

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(str_eq(text, STR("yes")));
        return str_eq(text, STR("yes")) || str_eq(text, STR("no"));
    }
    if (!num_parse_int(text, &n))
        return false;
    *ret = row->type == OPTION_SIZE ? value_size(n << 20) : value_int(n);
    return true;
}

static const struct option_table table = {rows, sizeof rows / sizeof *rows, STR_INIT("Teapot"), read_value,
                                          str_eq_nocase};

static struct file_store files;
static struct source_store sources;
static struct arena a;
static struct kind_job job;

static void setup(void)
{
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

static struct node *read_text(const char *text, version_number target)
{
    struct sink *sink = arena_new(&a, struct sink);
    sink->a = &a;
    job = (struct kind_job){.a = &a, .sources = &sources, .files = &files, .sink = sink, .target = target};
    job.source = source_add(&sources, file_from_bytes(&files, STR("teapot.conf"), str_from(text)), SPAN_NONE);
    return ini_read(&a, &sources, job.source, &ini_redis, sink);
}

static const char *get(struct node *root, const char *name)
{
    struct value v = option_get(&job, &table, root, (struct str){0}, name);
    return str_dup(&a, value_format(&a, v)).p;
}

START_TEST(the_last_occurrence_counts)
{
    struct node *root = read_text("cache 1\ncache 2\n", 0);
    ck_assert_str_eq(get(root, "cache"), "2MiB");
    struct value v = option_get(&job, &table, root, (struct str){0}, "cache");
    ck_assert_int_eq(v.origin->kind, ORIGIN_SET);
    ck_assert(str_eq(v.origin->written, STR("2")));
    ck_assert_uint_eq(v.origin->at.off, 14);
}
END_TEST

START_TEST(a_default_is_that_of_the_version)
{
    ck_assert_str_eq(get(read_text("", VERSION(1, 9, 0)), "cache"), "64MiB");
    ck_assert_str_eq(get(read_text("", VERSION(2, 0, 0)), "cache"), "128MiB");
    struct value v = option_get(&job, &table, read_text("", 0), (struct str){0}, "cache");
    ck_assert_int_eq(v.origin->kind, ORIGIN_DEFAULT);
    ck_assert(str_eq(v.origin->text, STR("default of Teapot")));
    ck_assert_str_eq(get(read_text("", 0), "children"), "null");
}
END_TEST

START_TEST(what_cannot_be_read_is_unknown)
{
    ck_assert_str_eq(get(read_text("cache lots\n", 0), "cache"), "unknown");
    struct node *root = read_text("cache 1\n", 0);
    root->flags |= NODE_TAINTED;
    ck_assert_str_eq(get(root, "cache"), "unknown");
}
END_TEST

START_TEST(names_are_compared_as_the_kind_does)
{
    ck_assert_str_eq(get(read_text("CACHE 3\n", 0), "cache"), "3MiB");
    ck_assert(str_eq(option_nearest(&table, STR("chache")), STR("cache")));
    ck_assert_uint_eq(option_nearest(&table, STR("unrelated")).n, 0);
    ck_assert_ptr_null(option_find(&table, 0, STR("global"), STR("children")));
    ck_assert_ptr_nonnull(option_find(&table, 0, STR("pool"), STR("children")));
}
END_TEST

START_TEST(a_block_may_be_gathered_from_several)
{
    struct node *root = read_text("on no\ncache 1\ncache 2\n", 0);
    struct node *block = option_block(&a, root, NULL);
    struct node_iter it = node_entries(root);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        option_block_add(&a, block, e);
    ck_assert_str_eq(get(block, "cache"), "2MiB");
    ck_assert_str_eq(get(block, "on"), "false");
    ck_assert_str_eq(get(root, "cache"), "2MiB");
    uint32_t n = 0;
    for (struct node *c = node_walk(block, block); c; c = node_walk(block, c))
        n++;
    ck_assert_uint_eq(n, 6); /* three entries, a word each: the walk ends with the block */
    ck_assert_int_eq(option_get(&job, &table, block, (struct str){0}, "children").origin->at.src, job.source);
}
END_TEST

START_TEST(each_occurrence_of_some_counts)
{
    struct value v = option_get(&job, &table, read_text("save 900 1\nsave 300 10\n", 0), (struct str){0}, "save");
    ck_assert_uint_eq(v.n, 2);
    ck_assert_uint_eq(v.as.items[1].n, 2);
    ck_assert(str_eq(value_format(&a, v.as.items[1].as.items[0]), STR("300")));
    ck_assert_int_eq(option_type_of(&rows[4])->kind, TYPE_LIST);
    ck_assert_ptr_eq(option_type_of(&rows[3]), &type_bool);
}
END_TEST

Suite *options_suite(void);
Suite *options_suite(void)
{
    Suite *s = suite_create("options");
    TCase *t = tcase_create("options");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, the_last_occurrence_counts);
    tcase_add_test(t, a_default_is_that_of_the_version);
    tcase_add_test(t, what_cannot_be_read_is_unknown);
    tcase_add_test(t, names_are_compared_as_the_kind_does);
    tcase_add_test(t, a_block_may_be_gathered_from_several);
    tcase_add_test(t, each_occurrence_of_some_counts);
    suite_add_tcase(s, t);
    return s;
}
