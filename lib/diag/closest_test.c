#include "diag/closest.h"

#include <check.h>
#include <string.h>

static const struct str words[] = {
    STR_INIT("worker_processes"),
    STR_INIT("worker_connections"),
    STR_INIT("listen"),
    STR_INIT("list"),
    STR_INIT("proxy_pass"),
    STR_INIT("if"),
    STR_INIT("root"),
    STR_INIT("timeout client"),
};

struct row {
    const char *word, *best;
};

/* clang-format off */
static const struct row rows[] = {
    {"worker_proceses",    "worker_processes"},   /* one left out */
    {"worker_processses",  "worker_processes"},   /* one too many */
    {"worker_brocesses",   "worker_processes"},   /* one changed */
    {"worker_porcesses",   "worker_processes"},   /* two swapped count as one */
    {"Worker_Processes",   "worker_processes"},   /* case does not count */
    {"worker_processes",   "worker_processes"},
    {"listne",             "listen"},
    {"lisen",              "listen"},             /* nearer than list */
    {"timeout clinet",     "timeout client"},
    {"rot",                "root"},               /* three letters: one edit */
    {"rt",                 ""},                   /* two edits from root */
    {"ef",                 "if"},
    {"upstream",           ""},
    {"xxxxxxxxxxxxxxxx",   ""},
    {"prxpss",             ""},                   /* four edits, two allowed */
};
/* clang-format on */

START_TEST(finds_the_nearest_word_or_none)
{
    struct str best = closest_of(str_from(rows[_i].word), words, sizeof(words) / sizeof(words[0]));
    ck_assert_uint_eq(best.n, strlen(rows[_i].best));
    ck_assert(str_eq(best, str_from(rows[_i].best)));
}
END_TEST

START_TEST(between_equals_the_lower_rank_wins)
{
    struct closest c = closest_start(STR("cat"));
    closest_offer(&c, STR("bat"), 2);
    closest_offer(&c, STR("hat"), 1);
    closest_offer(&c, STR("rat"), 1);
    ck_assert(str_eq(c.best, STR("hat")));
}
END_TEST

START_TEST(a_nearer_word_beats_a_better_rank)
{
    struct closest c = closest_start(STR("listen_on"));
    closest_offer(&c, STR("listen_xx"), 0);
    closest_offer(&c, STR("listen_off"), 0);
    closest_offer(&c, STR("listen_om"), 9);
    ck_assert(str_eq(c.best, STR("listen_om")));
}
END_TEST

START_TEST(very_long_words_are_passed_over)
{
    char text[100];
    memset(text, 'a', sizeof(text));
    struct str word = {text, 64}, same = {text, 64};
    ck_assert_uint_eq(closest_of(word, &same, 1).n, 0);
    word.n = same.n = 63;
    ck_assert_uint_eq(closest_of(word, &same, 1).n, 63);
}
END_TEST

START_TEST(nothing_offered_gives_nothing)
{
    ck_assert_uint_eq(closest_of(STR("listen"), NULL, 0).n, 0);
}
END_TEST

Suite *closest_suite(void)
{
    Suite *s = suite_create("closest");
    TCase *t = tcase_create("closest");
    tcase_add_loop_test(t, finds_the_nearest_word_or_none, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, between_equals_the_lower_rank_wins);
    tcase_add_test(t, a_nearer_word_beats_a_better_rank);
    tcase_add_test(t, very_long_words_are_passed_over);
    tcase_add_test(t, nothing_offered_gives_nothing);
    suite_add_tcase(s, t);
    return s;
}
