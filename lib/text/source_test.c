#include "text/source.h"

#include "base/jobs.h"
#include "base/limits.h"
#include "text/span_map.h"

#include <check.h>

static struct arena a;
static struct file_store files;
static struct source_store sources;

static void setup(void)
{
    arena_init(&a, NULL);
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
}

static void teardown(void)
{
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&a);
}

static struct span span(uint32_t src, uint32_t off, uint32_t len)
{
    return (struct span){src, off, len};
}

static void is(struct span s, uint32_t src, uint32_t off, uint32_t len)
{
    ck_assert_uint_eq(s.src, src);
    ck_assert_uint_eq(s.off, off);
    ck_assert_uint_eq(s.len, len);
}

START_TEST(spans_join_and_part)
{
    is(span_join(span(1, 2, 3), span(1, 10, 4)), 1, 2, 12);
    is(span_join(span(1, 10, 4), span(1, 2, 3)), 1, 2, 12);
    is(span_join(span(1, 2, 10), span(1, 4, 2)), 1, 2, 10);
    is(span_join(span(1, 2, 3), span(2, 0, 1)), 1, 2, 3);
    is(span_part(span(1, 10, 5), 1, 2), 1, 11, 2);
    is(span_part(span(1, 10, 5), 1, 100), 1, 11, 4);
    is(span_part(span(1, 10, 5), 100, 1), 1, 15, 0);
    ck_assert(span_is_none(SPAN_NONE) && !span_is_none(span(1, 0, 0)));
}
END_TEST

START_TEST(ids_stay_valid_across_chunks)
{
    enum { MANY = 64 * 31 + 5 };
    const struct source *seen[MANY];
    struct file *f = file_from_bytes(&files, STR("x"), STR("text"));
    for (uint32_t i = 0; i < MANY; i++) {
        uint32_t id = source_add(&sources, f, span(i, 0, i));
        ck_assert_uint_eq(id, i + 1);
        seen[i] = source_get(&sources, id);
        if (i == 0)
            continue;
        ck_assert_uint_eq(seen[i]->depth, seen[i - 1]->depth + 1);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert_ptr_eq(source_get(&sources, i + 1), seen[i]);
        ck_assert_uint_eq(seen[i]->via.len, i);
    }
}
END_TEST

static void add_one(void *ctx, uint32_t worker, uint32_t index)
{
    (void)worker;
    uint32_t *ids = ctx;
    struct file *f = file_from_bytes(&files, STR("x"), STR("y"));
    ids[index] = source_add(&sources, f, SPAN_NONE);
}

START_TEST(threads_get_ids_of_their_own)
{
    enum { MANY = 2000 };
    static uint32_t ids[MANY];
    static bool seen[MANY + 1];
    jobs_run(MANY, 8, add_one, ids);
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert_uint_ge(ids[i], 1);
        ck_assert_uint_le(ids[i], MANY);
        ck_assert(!seen[ids[i]]);
        seen[ids[i]] = true;
    }
}
END_TEST

START_TEST(a_place_knows_its_file_and_its_include)
{
    struct file *main = file_from_bytes(&files, STR("main"), STR("include part;"));
    struct file *part = file_from_bytes(&files, STR("part"), STR("a b"));
    uint32_t root = source_add(&sources, main, SPAN_NONE);
    uint32_t included = source_add(&sources, part, span(root, 0, 13));
    struct place p = source_place(&sources, span(included, 2, 1));
    ck_assert_ptr_eq(p.file, part);
    ck_assert_uint_eq(p.off, 2);
    ck_assert_uint_eq(p.len, 1);
    is(p.via, root, 0, 13);
    ck_assert_uint_eq(source_get(&sources, included)->depth, 1);
    ck_assert(str_eq(source_text(&sources, span(included, 2, 1)), STR("b")));
    ck_assert_uint_eq(source_text(&sources, span(included, 2, 100)).n, 1);
    ck_assert_ptr_null(source_place(&sources, SPAN_NONE).file);
    ck_assert_uint_eq(source_text(&sources, SPAN_NONE).n, 0);
}
END_TEST

/* "data: |\n  ab\n  cd\n" holds "ab\ncd\n", which holds "d" as a text of its own. */
START_TEST(an_embedded_text_leads_to_its_container_through_each_map)
{
    struct file *f = file_from_bytes(&files, STR("x"), STR("data: |\n  ab\n  cd\n"));
    uint32_t outer = source_add(&sources, f, SPAN_NONE);
    struct span_map first = {.a = &a}, second = {.a = &a};
    span_map_add(&first, 3, span(outer, 10, 3), true);
    span_map_add(&first, 3, span(outer, 15, 3), true);
    uint32_t inner = source_add_embedded(&sources, STR("ab\ncd\n"), &first, span(outer, 6, 12));
    span_map_add(&second, 1, span(inner, 4, 1), true);
    uint32_t innermost = source_add_embedded(&sources, STR("d"), &second, span(inner, 4, 1));
    struct place p = source_place(&sources, span(inner, 1, 3));
    ck_assert_ptr_eq(p.file, f);
    ck_assert_uint_eq(p.off, 11);
    ck_assert_uint_eq(p.len, 5);
    p = source_place(&sources, span(innermost, 0, 1));
    ck_assert_uint_eq(p.off, 16);
    ck_assert_uint_eq(p.len, 1);
    ck_assert(str_eq(source_text(&sources, span(inner, 1, 3)), STR("b\nc")));
    ck_assert_uint_eq(source_get(&sources, innermost)->depth, 2);
}
END_TEST

START_TEST(a_map_joins_runs_that_continue_each_other)
{
    struct span_map m = {.a = &a};
    span_map_add(&m, 2, span(1, 10, 2), true);
    span_map_add(&m, 0, span(1, 50, 0), true);
    span_map_add(&m, 3, span(1, 12, 3), true);
    ck_assert_uint_eq(m.n, 1);
    span_map_add(&m, 1, span(1, 15, 2), false);
    span_map_add(&m, 2, span(1, 17, 2), true);
    span_map_add(&m, 2, span(2, 19, 2), true);
    ck_assert_uint_eq(m.n, 4);
    ck_assert_uint_eq(m.cooked_len, 10);
}
END_TEST

/* Cooked "abXcd": ab from 10, X from the two bytes at 12, cd from 20. */
START_TEST(a_map_resolves_ranges_and_points)
{
    static const struct {
        uint32_t off, len, to_off, to_len;
    } rows[] = {
        {0, 1, 10, 1}, {0, 2, 10, 2},  {1, 2, 11, 3},   {2, 1, 12, 2},  {2, 2, 12, 9},
        {3, 2, 20, 2}, {0, 5, 10, 12}, {4, 100, 21, 1}, {0, 0, 10, 0},  {2, 0, 12, 0},
        {3, 0, 20, 0}, {5, 0, 22, 0},  {99, 0, 22, 0},  {99, 7, 21, 1}, {4, UINT32_MAX, 21, 1},
    };
    struct span_map m = {.a = &a};
    span_map_add(&m, 2, span(1, 10, 2), true);
    span_map_add(&m, 1, span(1, 12, 2), false);
    span_map_add(&m, 2, span(1, 20, 2), true);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        is(span_map_resolve(&m, span(0, rows[i].off, rows[i].len)), 1, rows[i].to_off, rows[i].to_len);
    struct span_map none = {.a = &a};
    ck_assert(span_is_none(span_map_resolve(&none, span(0, 0, 1))));
}
END_TEST

Suite *source_suite(void)
{
    Suite *s = suite_create("source");
    TCase *c = tcase_create("source");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, spans_join_and_part);
    tcase_add_test(c, ids_stay_valid_across_chunks);
    tcase_add_test(c, threads_get_ids_of_their_own);
    tcase_add_test(c, a_place_knows_its_file_and_its_include);
    tcase_add_test(c, an_embedded_text_leads_to_its_container_through_each_map);
    tcase_add_test(c, a_map_joins_runs_that_continue_each_other);
    tcase_add_test(c, a_map_resolves_ranges_and_points);
    suite_add_tcase(s, c);
    return s;
}
