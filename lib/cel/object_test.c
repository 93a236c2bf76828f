/* What values carry beside what they are: fields of objects, origins, units, unlimited, estimates. */
#include "cel/test_support.h"

static struct bench b;

/* A host whose nofile is unknown, without a reason of its own, and whose swap is not set. */
static bool host_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    const struct value *memory = object;
    (void)a;
    if (str_eq(field, STR("memory")))
        *ret = *memory;
    else if (str_eq(field, STR("nofile")))
        *ret = (struct value){0};
    else if (str_eq(field, STR("swap")))
        *ret = value_size(0);
    else
        return false;
    return true;
}

static bool host_has(const void *object, struct str field, struct value *ret)
{
    struct value v;
    *ret = value_bool(!str_eq(field, STR("swap")));
    return host_get(object, field, NULL, &v);
}

static const struct object_class host_class = {.name = STR_INIT("host"), .get = host_get, .has = host_has};
static struct value memory;
static struct origin written, fact;

static void setup(void)
{
    bench_open(&b);
    written = (struct origin){.kind = ORIGIN_SET, .at = {3, 17, 4}, .written = STR("auto")};
    fact = (struct origin){.kind = ORIGIN_FACT};
    memory = value_with_origin(value_size(INT64_C(2) << 30), &fact);
    bench_bind(&b, "host", &type_dyn, value_object(&b.a, &host_class, &memory));
    bench_bind(&b, "workers", &type_int, value_with_origin(value_int(8), &written));
    bench_bind(&b, "limit", &type_int, value_unlimited());
    struct value estimate = value_int(100);
    estimate.flags = VALUE_ESTIMATE;
    bench_bind(&b, "guess", &type_int, estimate);
    struct value unread = value_unknown(&b.a, STR("template"));
    bench_bind(&b, "unread", &type_int, value_with_origin(unread, &written));
}

static void teardown(void)
{
    bench_close(&b);
}

START_TEST(fields_are_read_through_the_class)
{
    ck_assert_eval(&b, "host.memory > 1024", "true");
    ck_assert_eval(&b, "host.nofile", "unknown host.nofile");
    ck_assert_eval(&b, "host.nofile + host.memory", "unknown host.nofile");
    ck_assert_eval(&b, "host.colour", "error: no such field: host has no 'colour'");
    ck_assert_eval(&b, "has(host.memory)", "true");
    ck_assert_eval(&b, "has(host.swap)", "false");
    ck_assert_eval(&b, "has(host.colour)", "error: no such field: host has no 'colour'");
    ck_assert_eval(&b, "has(host.swap) && host.nofile > 1", "false");
    ck_assert_eval(&b, "host.?swap.hasValue()", "false");
    ck_assert_eval(&b, "host.?memory.value() == host.memory", "true");
    ck_assert_eval(&b, "host.?nofile", "unknown host.nofile");
    ck_assert_eval(&b, "host == host", "true");
    ck_assert_eval(&b, "type(host) == type(host)", "true");
}
END_TEST

START_TEST(a_value_keeps_its_origin_until_something_is_made_of_it)
{
    ck_assert_uint_eq(value_at(bench_eval(&b, "workers")).off, 17);
    ck_assert_uint_eq(value_at(bench_eval(&b, "true ? workers : 1")).off, 17);
    ck_assert_uint_eq(value_at(bench_eval(&b, "math.least(workers, 100)")).off, 17);
    ck_assert_uint_eq(value_at(bench_eval(&b, "[workers].map(w, w)[0]")).off, 17);
    ck_assert(span_is_none(value_at(bench_eval(&b, "workers + 1"))));
    ck_assert_eval(&b, "origin(workers)", "set");
    ck_assert_eval(&b, "origin(host.memory)", "fact");
    ck_assert_eval(&b, "origin(workers * 2)", "derived");
    ck_assert_eval(&b, "origin(unread)", "unknown");
    ck_assert_eval(&b, "origin(host.nofile)", "unknown");
    ck_assert_eval(&b, "origin(1 / 0)", "error: divide by zero");
}
END_TEST

START_TEST(text_is_what_stands_in_the_file)
{
    ck_assert_eval(&b, "text(workers)", "auto");
    ck_assert_eval(&b, "string(workers)", "8");
    ck_assert_eval(&b, "text(workers) == 'auto' && workers == 8", "true");
    ck_assert_eval(&b, "text(workers + 1)", "9");
    ck_assert_eval(&b, "text(unread)", "auto");
    ck_assert_eval(&b, "text(host.nofile)", "unknown host.nofile");
}
END_TEST

START_TEST(units_stay_through_arithmetic)
{
    static const struct {
        const char *expr;
        enum value_unit unit;
    } rows[] = {
        {"host.memory", UNIT_BYTES},
        {"host.memory * 2", UNIT_BYTES},
        {"2 * host.memory", UNIT_BYTES},
        {"host.memory / 2", UNIT_BYTES},
        {"host.memory + 1", UNIT_BYTES},
        {"host.memory - host.memory", UNIT_BYTES},
        {"host.memory / host.memory", UNIT_NONE},
        {"-host.memory", UNIT_BYTES},
        {"double(host.memory) * 0.5", UNIT_BYTES},
        {"int(double(host.memory))", UNIT_BYTES},
        {"math.ceil(double(host.memory))", UNIT_BYTES},
        {"1 / host.memory", UNIT_NONE},
        {"workers * 2", UNIT_NONE},
        {"math.greatest(host.memory, 1)", UNIT_BYTES},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(bench_eval(&b, rows[i].expr).unit == rows[i].unit, "%s", rows[i].expr);
    ck_assert_eval(&b, "host.memory / 4", "512MiB");
    ck_assert_eval(&b, "string(host.memory / 4)", "536870912");
}
END_TEST

START_TEST(unlimited_stays_unlimited)
{
    ck_assert_eval(&b, "limit", "unlimited");
    ck_assert_eval(&b, "limit > 9223372036854775806", "true");
    ck_assert_eval(&b, "limit + 1", "unlimited");
    ck_assert_eval(&b, "1 + limit", "unlimited");
    ck_assert_eval(&b, "limit - 1", "unlimited");
    ck_assert_eval(&b, "limit * 4", "unlimited");
    ck_assert_eval(&b, "limit * 0", "0");
    ck_assert_eval(&b, "limit / 2", "unlimited");
    ck_assert_eval(&b, "5 / limit", "0");
    ck_assert_eval(&b, "1 - limit", "error: '-' is not defined for an unlimited value");
    ck_assert_eval(&b, "limit * -1", "error: '*' is not defined for an unlimited value");
    ck_assert_eval(&b, "limit % 2", "error: '%' is not defined for an unlimited value");
    ck_assert_eval(&b, "-limit", "error: '-' is not defined for an unlimited value");
    ck_assert_eval(&b, "string(limit)", "unlimited");
    ck_assert_eval(&b, "double(limit) > 1e300", "true");
    ck_assert_eval(&b, "math.least(limit, 5)", "5");
    ck_assert_eval(&b, "uint(limit)", "error: range error: the value does not fit into a uint");
}
END_TEST

START_TEST(an_estimate_marks_what_rests_on_it)
{
    static const struct {
        const char *expr;
        bool estimate;
    } rows[] = {
        {"guess", true},
        {"guess * 2", true},
        {"guess > 50", true},
        {"guess == 100", true},
        {"guess > 50 && true", true},
        {"true && guess > 50", true},
        {"guess > 500 || false", true},
        {"!(guess > 50)", true},
        {"double(guess)", true},
        {"workers > 5", false},
        {"workers > 5 || guess > 5", false},
        {"[1, 2].all(x, x < guess)", true},
        {"[1, 2].all(x, x < workers)", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(((bench_eval(&b, rows[i].expr).flags & VALUE_ESTIMATE) != 0) == rows[i].estimate, "%s",
                      rows[i].expr);
}
END_TEST

Suite *object_suite(void)
{
    Suite *s = suite_create("object");
    TCase *tc = tcase_create("object");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, fields_are_read_through_the_class);
    tcase_add_test(tc, a_value_keeps_its_origin_until_something_is_made_of_it);
    tcase_add_test(tc, text_is_what_stands_in_the_file);
    tcase_add_test(tc, units_stay_through_arithmetic);
    tcase_add_test(tc, unlimited_stays_unlimited);
    tcase_add_test(tc, an_estimate_marks_what_rests_on_it);
    suite_add_tcase(s, tc);
    return s;
}
