#include "base/jobs.h"

#include <check.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { MOST = 5000 };

struct tally {
    atomic_uint runs[MOST];
    atomic_uint most_worker;
    uint32_t order[MOST];
    uint32_t n; /* of order; only for one worker */
    bool ordered;
};

static void count(void *ctx, uint32_t worker, uint32_t index)
{
    struct tally *t = ctx;
    atomic_fetch_add(&t->runs[index], 1);
    unsigned most = atomic_load(&t->most_worker);
    while (worker > most && !atomic_compare_exchange_weak(&t->most_worker, &most, worker)) {
    }
    if (t->ordered)
        t->order[t->n++] = index;
}

START_TEST(every_index_runs_once)
{
    static const uint32_t workers[] = {0, 1, 2, 3, 8, 64, 1000};
    for (size_t i = 0; i < sizeof(workers) / sizeof(workers[0]); i++) {
        static struct tally t;
        t = (struct tally){.n = 0};
        jobs_run(MOST, workers[i], count, &t);
        for (uint32_t k = 0; k < MOST; k++)
            ck_assert_uint_eq(t.runs[k], 1);
        ck_assert_uint_lt(t.most_worker, workers[i] ? workers[i] : 1);
    }
}
END_TEST

START_TEST(one_worker_keeps_the_order)
{
    static struct tally t = {.ordered = true};
    jobs_run(1000, 1, count, &t);
    for (uint32_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(t.order[i], i);
}
END_TEST

START_TEST(no_work_is_fine)
{
    static struct tally t;
    jobs_run(0, 4, count, &t);
    ck_assert_uint_eq(t.runs[0], 0);
    ck_assert_uint_ge(jobs_default_workers(), 1);
}
END_TEST

Suite *jobs_suite(void)
{
    Suite *s = suite_create("jobs");
    TCase *c = tcase_create("jobs");
    tcase_add_test(c, every_index_runs_once);
    tcase_add_test(c, one_worker_keeps_the_order);
    tcase_add_test(c, no_work_is_fine);
    suite_add_tcase(s, c);
    return s;
}
