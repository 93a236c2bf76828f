#include "diag/fingerprint.h"

#include "base/limits.h"
#include "text/span_map.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static struct file_store files;
static struct source_store sources;
static struct arena a;

static void open_stores(void)
{
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
}

static void close_stores(void)
{
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}

static uint32_t source_of(const char *path, const char *text)
{
    return source_add(&sources, file_from_bytes(&files, str_from(path), str_from(text)), SPAN_NONE);
}

/* A finding of capacity/x on the first needle in text. */
static struct finding *finding_in(const char *path, const char *text, const char *needle)
{
    uint32_t off = str_find(str_from(text), str_from(needle));
    struct finding *f = arena_new(&a, struct finding);
    f->rule = STR("capacity/x");
    f->at = (struct span){source_of(path, text), off, (uint32_t)strlen(needle)};
    return f;
}

static uint64_t print_of(struct finding *f)
{
    fingerprint_all(&a, &sources, &f, 1);
    return f->fingerprint;
}

static uint64_t print_in(const char *text)
{
    return print_of(finding_in("nginx.conf", text, "8"));
}

struct row {
    const char *why;
    const char *text;
    bool same; /* as "worker_processes 8;\n" */
};

/* clang-format off */
static const struct row rows[] = {
    {"the same text",             "worker_processes 8;\n",                      true},
    {"lines above",               "user www;\n\n# x\nworker_processes 8;\n",    true},
    {"lines below",               "worker_processes 8;\nevents {}\n",           true},
    {"no line break at the end",  "worker_processes 8;",                        true},
    {"CRLF",                      "worker_processes 8;\r\nevents {}\r\n",       true},
    {"indentation",               "  \tworker_processes 8;  \n",                true},
    {"alignment",                 "worker_processes \t    8;\n",                true},
    {"another number",            "worker_processes 18;\n",                     false},
    {"another word",              "worker_threads 8;\n",                        false},
    {"a blank less",              "worker_processes8;\n",                       false},
    {"more on the line",          "worker_processes 8; # canary\n",             false},
};
/* clang-format on */

START_TEST(changes_with_its_line_only)
{
    bool same = print_in(rows[_i].text) == print_in("worker_processes 8;\n");
    ck_assert_msg(same == rows[_i].same, "%s", rows[_i].why);
}
END_TEST

/* Computed by hand from the definition in the header: published baselines hang on it. */
START_TEST(the_definition_holds)
{
    static const char text[] = "capacity/x\0nginx.conf\0worker_processes 8;";
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < sizeof(text) - 1; i++)
        h = (h ^ (unsigned char)text[i]) * 1099511628211u;
    ck_assert_uint_eq(print_in("worker_processes 8;\n"), h);
    ck_assert_uint_eq(h, 0x77405af843e84037u);
}
END_TEST

START_TEST(hosts_and_words_of_the_message_are_left_out)
{
    struct finding *f = finding_in("nginx.conf", "worker_processes 8;\n", "8");
    uint64_t before = print_of(f);
    vec_push(&a, &f->hosts, STR("web-1"));
    f->message = STR("8 worker processes on a host with 2 CPUs");
    f->label = STR("4.0 for each CPU");
    f->severity = SEV_ERROR;
    ck_assert_uint_eq(print_of(f), before);
}
END_TEST

START_TEST(rule_and_path_are_part_of_it)
{
    struct finding *f = finding_in("nginx.conf", "worker_processes 8;\n", "8");
    uint64_t before = print_of(f);
    ck_assert_uint_ne(print_of(finding_in("web/nginx.conf", "worker_processes 8;\n", "8")), before);
    f->rule = STR("capacity/y");
    ck_assert_uint_ne(print_of(f), before);
}
END_TEST

/* n findings of one file, at each of its lines that starts with "server". */
static uint32_t prints_of_servers(const char *text, uint64_t *ret)
{
    uint32_t src = source_of("haproxy.cfg", text), n = 0;
    struct finding *found[8];
    for (const char *p = text; (p = strstr(p, "server")); p++) {
        found[n] = arena_new(&a, struct finding);
        found[n]->rule = STR("balance/x");
        found[n++]->at = (struct span){src, (uint32_t)(p - text), 6};
    }
    fingerprint_all(&a, &sources, found, n);
    for (uint32_t i = 0; i < n; i++)
        ret[i] = found[i]->fingerprint;
    return n;
}

START_TEST(equal_lines_are_told_apart_by_their_order)
{
    uint64_t two[8], three[8];
    ck_assert_uint_eq(prints_of_servers("server a\nserver b\nserver a\n", two), 3);
    ck_assert_uint_eq(prints_of_servers("server a\nx\nserver b\nserver a\ny\nserver a\n", three), 4);
    ck_assert_uint_ne(two[0], two[1]);
    ck_assert_uint_ne(two[0], two[2]);
    ck_assert_uint_eq(three[0], two[0]);
    ck_assert_uint_eq(three[1], two[1]);
    ck_assert_uint_eq(three[2], two[2]);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_ne(three[3], two[i]);
}
END_TEST

START_TEST(the_second_of_two_is_the_hash_of_the_first_and_its_number)
{
    uint64_t p[8];
    prints_of_servers("server a\nserver a\n", p);
    char text[32];
    snprintf(text, sizeof(text), "%016" PRIx64 "#1", p[0]);
    ck_assert_uint_eq(p[1], str_hash(str_from(text)));
}
END_TEST

START_TEST(without_a_span_the_path_stands_for_it)
{
    struct finding f = {.rule = STR("guard/x"), .path = STR("a.service")}, *p = &f;
    uint64_t before = print_of(p);
    ck_assert_uint_eq(before, str_hash(STR("guard/x\0a.service\0")));
    f.path = STR("b.service");
    ck_assert_uint_ne(print_of(p), before);
}
END_TEST

/* Of a line over the limit only the span counts: what stands elsewhere in a minified file may change. */
START_TEST(a_very_long_line_counts_as_its_span)
{
    char x[2001], y[2001];
    memset(x, 'x', 2000);
    memset(y, 'y', 2000);
    x[2000] = y[2000] = '\0';
    memcpy(x + 700, "needle", 6);
    memcpy(y + 900, "needle", 6);
    ck_assert_uint_eq(print_of(finding_in("m.json", x, "needle")), print_of(finding_in("m.json", y, "needle")));
    ck_assert_uint_ne(print_of(finding_in("m.json", x, "needle")), print_of(finding_in("m.json", y, "eedle")));
}
END_TEST

START_TEST(an_embedded_text_counts_as_the_line_that_holds_it)
{
    uint32_t unit = source_of("a.service", "[Service]\nExecStart=gunicorn -w 8\n");
    struct span_map map = {.a = &a};
    span_map_add(&map, 13, (struct span){unit, 20, 13}, true);
    struct finding inner = {.rule = STR("r/x")}, outer = {.rule = STR("r/x")};
    inner.at =
        (struct span){source_add_embedded(&sources, STR("gunicorn -w 8"), &map, (struct span){unit, 20, 13}), 12, 1};
    outer.at = (struct span){unit, 32, 1};
    ck_assert_uint_eq(print_of(&inner), print_of(&outer));
}
END_TEST

/* Ten thousand equal findings: ordinals must not be searched for one by one. */
START_TEST(many_equal_findings_get_names_of_their_own)
{
    enum { N = 10000 };
    struct finding **found = arena_array(&a, struct finding *, N);
    uint32_t src = source_of("a.conf", "x;\n");
    for (uint32_t i = 0; i < N; i++) {
        found[i] = arena_new(&a, struct finding);
        found[i]->rule = STR("r/x");
        found[i]->at = (struct span){src, 0, 1};
    }
    fingerprint_all(&a, &sources, found, N);
    for (uint32_t i = 1; i < N; i++)
        ck_assert_uint_ne(found[i]->fingerprint, found[i - 1]->fingerprint);
}
END_TEST

START_TEST(no_findings_are_no_work)
{
    fingerprint_all(&a, &sources, NULL, 0);
}
END_TEST

Suite *fingerprint_suite(void)
{
    Suite *s = suite_create("fingerprint");
    TCase *t = tcase_create("fingerprint");
    tcase_add_checked_fixture(t, open_stores, close_stores);
    tcase_add_loop_test(t, changes_with_its_line_only, 0, (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(t, the_definition_holds);
    tcase_add_test(t, hosts_and_words_of_the_message_are_left_out);
    tcase_add_test(t, rule_and_path_are_part_of_it);
    tcase_add_test(t, equal_lines_are_told_apart_by_their_order);
    tcase_add_test(t, the_second_of_two_is_the_hash_of_the_first_and_its_number);
    tcase_add_test(t, without_a_span_the_path_stands_for_it);
    tcase_add_test(t, a_very_long_line_counts_as_its_span);
    tcase_add_test(t, an_embedded_text_counts_as_the_line_that_holds_it);
    tcase_add_test(t, many_equal_findings_get_names_of_their_own);
    tcase_add_test(t, no_findings_are_no_work);
    suite_add_tcase(s, t);
    return s;
}
