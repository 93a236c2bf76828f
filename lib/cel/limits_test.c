/* Hostile expressions end as errors, soon and in little memory. */
#include "base/buf.h"
#include "base/limits.h"
#include "cel/test_support.h"

#include <string.h>
#include <time.h>

static struct bench b;
static char letters[5000];

static void setup(void)
{
    bench_open(&b);
    memset(letters, 'a', sizeof(letters));
    bench_bind(&b, "s", &type_string, value_string((struct str){letters, sizeof(letters)}));
    bench_bind(&b, "a", &type_string, value_string((struct str){letters, 30}));
}

static void teardown(void)
{
    bench_close(&b);
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Sanitizers cost ten times the time; the figure holds for what is shipped. */
#ifdef __has_feature
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#if SANITIZED
enum { MOST_MS = 2000 };
#else
enum { MOST_MS = 100 };
#endif

/* The outcome of an expression, held to time and memory. */
static struct value bounded(struct str text)
{
    struct cel_source source = {.text = text};
    double start = cpu_ms();
    size_t before = b.scratch_budget.used;
    const struct cel_program *p = cel_compile(&b.a, b.env, &source, NULL, &b.faults);
    struct arena_mark mark = arena_mark(&b.scratch);
    struct value v = p ? cel_eval(p, b.vars, &b.scratch, NULL)
                       : value_error(&b.a, SPAN_NONE, "%.*s", STR_ARG(b.faults.list.p[0].message));
    double ms = cpu_ms() - start;
    size_t bytes = b.scratch_budget.used - before;
    ck_assert_msg(ms < MOST_MS, "%.*s: %.1f ms", STR_ARG(str_slice(text, 0, 200)), ms);
    ck_assert_msg(bytes < 14u << 20, "%.*s: %zu bytes", STR_ARG(str_slice(text, 0, 200)), bytes);
    struct value kept =
        v.type == VALUE_ERROR ? value_error(&b.a, SPAN_NONE, "%.*s", STR_ARG(v.as.error->message)) : value_null();
    arena_pop(&b.scratch, mark);
    return kept;
}

static void ends_as_error(struct str text, const char *message)
{
    struct value v = bounded(text);
    ck_assert_msg(v.type == VALUE_ERROR, "%.*s is no error", STR_ARG(str_slice(text, 0, 200)));
    ck_assert_msg(str_find(v.as.error->message, str_from(message)) < v.as.error->message.n, "%.*s: %.*s",
                  STR_ARG(str_slice(text, 0, 200)), STR_ARG(v.as.error->message));
}

#define COST "costs too much"
#define STEPS "walk over too many items"
#define MEMORY "needs too much memory"

START_TEST(what_grows_or_repeats_ends)
{
    static const struct {
        const char *expr, *message;
    } rows[] = {
        {"lists.range(100).map(x, lists.range(100).map(y, lists.range(100).map(z, z)))", STEPS},
        {"lists.range(100).all(x, lists.range(100).all(y, lists.range(100).all(z, true)))", STEPS},
        {"lists.range(100000).map(x, x)", STEPS},
        {"lists.range(100001)", "more than 100000 items"},
        {"lists.range(10000).distinct()", COST},
        {"lists.range(70000).sort()", COST},
        {"lists.range(100000).reverse().sort()", MEMORY},
        {"sets.contains(lists.range(5000), lists.range(5000))", COST},
        {"lists.range(9000).map(i, s + s).join().size()", COST},
        {"s.replace('', s)", "longer than 1048576 bytes"},
        {"s.replace('a', s)", "longer than 1048576 bytes"},
        {"lists.range(5000).map(i, '%.100f %.100e'.format([1e300, 1e300]))", COST},
        {"lists.range(5000).map(i, strings.quote(s))", COST},
        {"lists.range(5000).map(i, s.lastIndexOf(s + 'b'))", COST},
        {"lists.range(9000).map(i, s.indexOf('aaaab'))", COST},
        {"lists.range(9000).map(i, [s, s, s, s, s].join())", COST},
        {"lists.range(5000).map(i, timestamp(i).getHours('Europe/' + 'Paris' + s.charAt(0).substring(1)))", COST},
        {"lists.range(9000).map(i, s.split(''))", COST},
        {"lists.range(9000).sortBy(i, s + string(i))", COST},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ends_as_error(str_from(rows[i].expr), rows[i].message);
}
END_TEST

START_TEST(backtracking_ends)
{
    static const char *const patterns[] = {
        "^(([a-z])+.)+[A-Z]([a-z])+$", "(a?){30}[b-z]a{30}x",   "^(a|a)*$|b",
        "(.*)(.*)(.*)(.*)(.*)[^a]",    "(x+x+)+y|^(a+a+)+[^a]",
    };
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        bounded(str_printf(&b.a, "s.matches('%s')", patterns[i]));
        bounded(str_printf(&b.a, "a.matches('%s')", patterns[i]));
        bounded(str_printf(&b.a, "lists.range(9999).exists(i, a.matches('%s') && false)", patterns[i]));
        bounded(str_printf(&b.a, "lists.range(9999).exists(i, a.matches('%s' + s.charAt(0).substring(1)) && false)",
                           patterns[i]));
        bounded(str_printf(&b.a, "regex.extractAll(s, '(?:%s)')", patterns[i]));
    }
    ends_as_error(STR("a.matches('^(([a-z])+.)+[A-Z]([a-z])+$')"), "takes too many steps");
    ends_as_error(STR("s.matches('^(([a-z])+.)+[A-Z]([a-z])+$')"), COST);
}
END_TEST

START_TEST(a_limit_is_absorbed_by_nothing)
{
    ends_as_error(STR("lists.range(100000).all(x, true) || true"), STEPS);
    ends_as_error(STR("[1].exists(i, lists.range(10000).distinct() != [] || true)"), COST);
    ends_as_error(STR("true ? [lists.range(100000).map(x, x).size() > 0 || true][0] : false"), STEPS);
}
END_TEST

START_TEST(shared_values_cost_what_they_would_written_out)
{
    /* a = [b, b], b = [c, c] ...: 2^40 items */
    struct str doubled = STR("[1, 1]");
    for (int i = 0; i < 40; i++)
        doubled = str_printf(&b.a, "cel.bind(y%d, %.*s, [y%d, y%d])", i, STR_ARG(doubled), i, i);
    ends_as_error(str_printf(&b.a, "cel.bind(z, %.*s, z == z)", STR_ARG(doubled)), COST);
    ends_as_error(str_printf(&b.a, "'%%s'.format([%.*s])", STR_ARG(doubled)), COST);
    ends_as_error(str_printf(&b.a, "%.*s.flatten(100).size()", STR_ARG(doubled)), MEMORY);
    struct str text = STR("'aaaaaaaaaa'");
    for (int i = 0; i < 20; i++)
        text = str_printf(&b.a, "cel.bind(x, %.*s, x + x + x + x)", STR_ARG(text));
    ends_as_error(text, "longer than 1048576 bytes");
}
END_TEST

static struct str repeated(const char *before, const char *unit, uint32_t n, const char *after)
{
    struct buf t = {.a = &b.a};
    buf_put(&t, str_from(before));
    for (uint32_t i = 0; i < n; i++)
        buf_put(&t, str_from(unit));
    buf_put(&t, str_from(after));
    return buf_str(&t);
}

START_TEST(long_and_deep_texts_end)
{
    ends_as_error(repeated("1", " + 1", 3000, ""), "longer than 8192 bytes");
    ends_as_error(repeated("1", "+1", 3000, ""), "too long a chain");
    ends_as_error(repeated("", "(", 8000, ""), "nests too deep");
    ends_as_error(repeated("", "[", 8000, ""), "nests too deep");
    ends_as_error(repeated("", "f(", 4000, ""), "nests too deep");
    ends_as_error(repeated("", "true?1:", 1000, "1"), "nests too deep");
    ends_as_error(repeated("", "!", 8000, "true"), "too long a chain");
    ends_as_error(repeated("a", ".a", 3000, ""), "too long a chain");
    ends_as_error(repeated("[1]", ".map(x,x)", 800, ""), "too long a chain");
    bounded(repeated("[", "1,", 4000, "]"));
    bounded(repeated("[1]", ".map(x,[x,x])", 380, ""));
    bounded(repeated("s", "+s", 380, ""));
    bounded(repeated("[", "lists.range(900).all(i,true),", 250, "]"));
    bounded(repeated("[", "'a'.matches('(a{200}){200}'),", 260, "]"));
}
END_TEST

START_TEST(what_the_specification_asks_for_is_well_within_the_limits)
{
    static const struct {
        const char *before, *unit;
        uint32_t n;
        const char *after;
    } rows[] = {
        {"true", " || false", 31, ""},
        {"true", " && true", 31, ""},
        {"1", " + 1", 31, ""},
        {"", "true ? 1 : ", 24, "1"},
        {"", "(", 32, "1))))))))))))))))))))))))))))))))"},
        {"", "!", 32, "true"},
        {"[", "1,", 32, "1]"},
        {"", "-", 32, "1"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str text = repeated(rows[i].before, rows[i].unit, rows[i].n, rows[i].after);
        ck_assert_msg(bounded(text).type == VALUE_NULL, "%.*s", STR_ARG(text));
    }
}
END_TEST

START_TEST(smaller_limits_can_be_given)
{
    const struct cel_limits few = {.cost = 1000, .steps = 3, .bytes = 4096};
    const struct cel_program *p =
        bench_compile(&b, "[s, s].all(x, [1, 2].all(y, x.size() > y))", (struct cel_options){0});
    struct value v = cel_eval(p, b.vars, &b.scratch, &few);
    ck_assert(v.type == VALUE_ERROR);
    p = bench_compile(&b, "s + s", (struct cel_options){0});
    ck_assert_shown(&b, cel_eval(p, b.vars, &b.scratch, &few), "error: the expression needs too much memory");
    ck_assert(cel_eval(p, b.vars, &b.scratch, NULL).type == VALUE_STRING);
}
END_TEST

Suite *limits_suite(void)
{
    Suite *s = suite_create("limits");
    TCase *tc = tcase_create("limits");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, what_grows_or_repeats_ends);
    tcase_add_test(tc, backtracking_ends);
    tcase_add_test(tc, a_limit_is_absorbed_by_nothing);
    tcase_add_test(tc, shared_values_cost_what_they_would_written_out);
    tcase_add_test(tc, long_and_deep_texts_end);
    tcase_add_test(tc, what_the_specification_asks_for_is_well_within_the_limits);
    tcase_add_test(tc, smaller_limits_can_be_given);
    suite_add_tcase(s, tc);
    return s;
}
