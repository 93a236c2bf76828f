/* What compiling says: types that are found, and faults with their place and their way out. */
#include "cel/test_support.h"
#include "text/span_map.h"

static struct bench b;

/* host: cpus double, memory int, name string, labels map(string, string) */
static const struct type *host_type_of(const void *ctx, struct str field)
{
    const struct type *labels = ctx;
    if (str_eq(field, STR("cpus")))
        return &type_double;
    if (str_eq(field, STR("memory")))
        return &type_int;
    if (str_eq(field, STR("name")) || str_eq(field, STR("client max")))
        return &type_string;
    return str_eq(field, STR("labels")) ? labels : NULL;
}

static struct str host_name_at(const void *ctx, uint32_t i)
{
    static const struct str names[] = {STR_INIT("cpus"), STR_INIT("memory"), STR_INIT("name"), STR_INIT("labels"),
                                       STR_INIT("client max")};
    (void)ctx;
    return i < sizeof(names) / sizeof(names[0]) ? names[i] : (struct str){0};
}

static struct object_fields host_fields = {.name = STR_INIT("host"), .type_of = host_type_of, .name_at = host_name_at};

static void setup(void)
{
    bench_open(&b);
    host_fields.ctx = type_map(&b.a, &type_string, &type_string);
    const struct type *host = type_object(&b.a, &host_fields);
    bench_bind(&b, "host", host, (struct value){0});
    bench_bind(&b, "hosts", type_list(&b.a, host), (struct value){0});
    bench_bind(&b, "i", &type_int, (struct value){0});
    bench_bind(&b, "s", &type_string, (struct value){0});
    bench_bind(&b, "d", &type_dyn, (struct value){0});
    bench_bind(&b, "wait", &type_duration, (struct value){0});
}

static void teardown(void)
{
    bench_close(&b);
}

START_TEST(types_are_found_without_evaluating)
{
    static const struct {
        const char *expr, *type;
    } rows[] = {
        {"1 + i", "int"},
        {"host.cpus * 2.0", "double"},
        {"host.`client max`", "string"},
        {"host.labels", "map(string, string)"},
        {"host.labels.role", "string"},
        {"host.?name", "optional_type(string)"},
        {"host.?labels.role", "optional_type(string)"},
        {"has(host.name)", "bool"},
        {"hosts[0].memory", "int"},
        {"hosts.map(h, h.name)", "list(string)"},
        {"hosts.filter(h, h.cpus > 1.0)", "list(host)"},
        {"hosts.all(h, h.memory > 0)", "bool"},
        {"hosts.sortBy(h, h.memory)", "list(host)"},
        {"hosts.transformMap(i, h, h.name)", "map(int, string)"},
        {"hosts.transformMapEntry(i, h, {h.name: h.cpus})", "map(string, double)"},
        {"host.labels.transformList(k, v, k + v)", "list(string)"},
        {"host.labels.map(k, k)", "list(string)"},
        {"[1, 2]", "list(int)"},
        {"[1, 'a']", "list(dyn)"},
        {"[]", "list(dyn)"},
        {"[[], [1]]", "list(list(int))"},
        {"[[[]], [], [[1]]]", "list(list(list(int)))"},
        {"{'a': 1, 'b': 2.0}", "map(string, dyn)"},
        {"[optional.none(), optional.of(1)]", "list(optional_type(int))"},
        {"[optional.of(1), optional.of(dyn(1))]", "list(optional_type(dyn))"},
        {"true ? optional.of(dyn(1)) : optional.of(1)", "optional_type(dyn)"},
        {"[optional.of(1), null][0]", "optional_type(int)"},
        {"[1].map(x, x)[0]", "int"},
        {"[].map(x, x)", "list(dyn)"},
        {"d + 1", "int"},
        {"d + d", "dyn"},
        {"d.a.b", "dyn"},
        {"d[0] == 1", "bool"},
        {"type(1)", "type"},
        {"cel.bind(x, host.name, [x])", "list(string)"},
        {"optional.of(i).optMap(x, string(x))", "optional_type(string)"},
        {"optional.of(i).orValue(5)", "int"},
        {"[1, 2].first()", "optional_type(int)"},
        {"math.greatest(1, 2)", "int"},
        {"math.greatest(1, 2.0)", "dyn"},
        {"scale(wait, 2.0)", "google.protobuf.Duration"},
        {"text(host.cpus)", "string"},
        {"ip('::1')", "net.IP"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct cel_program *p = bench_compile(&b, rows[i].expr, (struct cel_options){0});
        if (!p)
            ck_abort_msg("%s: %.*s", rows[i].expr, STR_ARG(b.faults.list.p[0].message));
        struct str shown = type_show(&b.a, cel_type(p));
        ck_assert_msg(str_eq(shown, str_from(rows[i].type)), "%s is %.*s", rows[i].expr, STR_ARG(shown));
    }
}
END_TEST

/* The first fault: the part of the expression it points at, its message, its help. */
struct fault_row {
    const char *expr, *at, *message, *help;
};

static void faulty(const struct fault_row *row)
{
    const struct cel_program *p = bench_compile(&b, row->expr, (struct cel_options){0});
    ck_assert_msg(!p && b.faults.list.n > 0, "%s compiles", row->expr);
    const struct cel_fault *f = &b.faults.list.p[0];
    struct str at = str_slice(str_from(row->expr), f->off, f->off + f->len);
    ck_assert_msg(str_eq(at, str_from(row->at)), "%s: points at '%.*s'", row->expr, STR_ARG(at));
    ck_assert_msg(str_eq(f->message, str_from(row->message)), "%s: %.*s", row->expr, STR_ARG(f->message));
    ck_assert_msg(str_eq(f->help, str_from(row->help)), "%s: %.*s", row->expr, STR_ARG(f->help));
    ck_assert_uint_eq(f->at.src, 1);
    ck_assert_uint_eq(f->at.off, f->off);
}

START_TEST(faults_of_names_and_types_say_where_and_what_instead)
{
    static const struct fault_row rows[] = {
        {"hots.cpus > 1.0", "hots", "undeclared name 'hots'", "did you mean 'host'?"},
        {"host.memroy > 1", "host.memroy", "host has no field 'memroy'", "did you mean 'memory'?"},
        {"host.xyzzy == 1", "host.xyzzy", "host has no field 'xyzzy'", ""},
        {"has(host.cpu)", "has(host.cpu)", "host has no field 'cpu'", "did you mean 'cpus'?"},
        {"s.startWith('a')", "s.startWith('a')", "no function 'startWith'", "did you mean 'startsWith'?"},
        {"math.floot(1.5)", "math.floot(1.5)", "no function 'floot'", "did you mean 'math.floor'?"},
        {"siez(s)", "siez(s)", "no function 'siez'", "did you mean 'size'?"},
        {"i * host.cpus", "i * host.cpus", "'*' does not take (int, double)",
         "numbers are not converted by themselves: use double(), int() or uint()"},
        {"1 < 1.5", "1 < 1.5", "'<' does not take (int, double)",
         "numbers are not converted by themselves: use double(), int() or uint()"},
        {"1 == 1u", "1 == 1u", "'==' does not take (int, uint)",
         "numbers are not converted by themselves: use double(), int() or uint()"},
        {"wait * 2", "wait * 2", "'*' does not take (google.protobuf.Duration, int)",
         "scale(duration, double) multiplies a duration; duration(\"1s\") writes one"},
        {"optional.of(1) + 1", "optional.of(1) + 1", "'+' does not take (optional_type(int), int)",
         "an optional's value comes from .value() or .orValue(default)"},
        {"s == 1", "s == 1", "'==' does not take (string, int)", ""},
        {"!s", "!s", "'!' does not take (string)", ""},
        {"-s", "-s", "'-' does not take (string)", ""},
        {"s && true", "s && true", "'&&' does not take (string, bool)", ""},
        {"i.name", "i.name", "int has no fields", ""},
        {"s.startsWith(1)", "s.startsWith(1)", "string.startsWith() does not take (int)",
         "there is string.startsWith(string)"},
        {"size(1)", "size(1)", "size() does not take (int)",
         "there is size(string), size(bytes), size(list(A)), size(map(A, B)) ..."},
        {"i ? 1 : 2", "i", "the condition of '?:' must be bool, this is int", ""},
        {"true ? 1 : 'a'", "true ? 1 : 'a'", "'?:' gives int or string", "dyn() around one of them allows that"},
        {"i.all(x, true)", "i", "a macro walks over a list or a map, not int", ""},
        {"{1: 2}.sortBy(x, x)", "{1: 2}", "a macro walks over a list, not map(int, int)", ""},
        {"hosts.exists(h, h.cpus)", "h.cpus", "the condition of a macro must be bool, this is double", ""},
        {"hosts.filter(h, 1)", "1", "the filter of a macro must be bool, this is int", ""},
        {"[1].map(x, x.y)", "x.y", "int has no fields", ""},
        {"[?1]", "1", "an item behind '?' must be optional_type(dyn), this is int", ""},
        {"{1.5: 1}", "1.5", "a double can't be a key", "keys are int, uint, bool or string"},
        {"s.matches('a(')", "'a('", "invalid regular expression: missing closing parenthesis (at offset 2)", ""},
        {"s.matches('(?=a)')", "'(?=a)'", "invalid regular expression: lookahead is not supported here (at offset 0)",
         ""},
        {"i.optMap(x, x)", "i", "what optMap() maps must be optional_type(dyn), this is int", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        faulty(&rows[i]);
}
END_TEST

START_TEST(faults_of_form_point_at_the_token)
{
    static const struct fault_row rows[] = {
        {"", "", "expected a value, found end of expression", ""},
        {"1 +", "", "expected a value, found end of expression", ""},
        {"(1", "", "expected ')', found end of expression", ""},
        {"1 2", "2", "expected end of expression, found number", ""},
        {"[1 2]", "2", "expected ']', found number", ""},
        {"{1}", "}", "expected ':', found '}'", ""},
        {"i = 1", "=", "equality is written ==", ""},
        {"true & true", "&", "and is written &&", ""},
        {"true | true", "|", "or is written ||", ""},
        {"s # 1", "#", "no token begins with this character", ""},
        {"'abc", "'abc", "the string is not closed", ""},
        {"'a\nb'", "'a", "the string is not closed on its line", ""},
        {"'a\\qb'", "\\q", "no such escape; in a raw string (r\"...\") a backslash stands for itself", ""},
        {"99999999999999999999", "99999999999999999999", "the number does not fit into an int (64 bits)", ""},
        {"12x", "12x", "not a number", ""},
        {"a.1", ".1", "expected end of expression, found number", ""},
        {"host.", "", "expected a field name, found end of expression", ""},
        {"package", "package", "the word is reserved", ""},
        {"host{cpus: 1}", "host", "message types can't be built: there are none", ""},
        {"`a b`", "`a b`", "expected a value, found quoted name", ""},
        {"host.`a*b`", "`a", "a quoted name holds letters, digits, '_', '.', '-', '/' and spaces, and ends with '`'",
         ""},
        {"true ? 1", "", "expected ':', found end of expression", ""},
        {"f(1,)", ")", "expected an argument, found ')'", ""},
        {"[1].all(true)", "[1].all(true)", "all() takes 2 or 3 arguments", ""},
        {"has(s, 1)", "has(s, 1)", "has() takes 1 argument", ""},
        {"cel.bind(x, 1)", "cel.bind(x, 1)", "bind() takes 3 arguments", ""},
        {"has(s)", "s", "has() needs a field: has(a.b)", ""},
        {"[1].all(1, true)", "1", "a macro's variable must be a plain name", ""},
        {"[1].all(x, x, true)", "x", "the macro's two variables need different names", ""},
        {"[1].transformMapEntry(k, v, 1)", "1", "transformMapEntry needs a map literal: {key: value}", ""},
        {"math.greatest()", "math.greatest()", "at least one number is needed", ""},
        {"cel.block(1, 2)", "1", "cel.block needs a list literal of values", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        faulty(&rows[i]);
}
END_TEST

START_TEST(several_faults_of_types_are_told_at_once)
{
    ck_assert_ptr_null(
        bench_compile(&b, "host.memroy > 1 && nobody && siez(s) == 1 && s.matches('(')", (struct cel_options){0}));
    ck_assert_uint_eq(b.faults.list.n, 3);
}
END_TEST

START_TEST(the_result_must_be_what_is_wanted)
{
    ck_assert_ptr_nonnull(bench_compile(&b, "i > 1", (struct cel_options){.result = &type_bool}));
    ck_assert_ptr_nonnull(bench_compile(&b, "d", (struct cel_options){.result = &type_bool}));
    ck_assert_ptr_null(bench_compile(&b, "i + 1", (struct cel_options){.result = &type_bool}));
    ck_assert(str_eq(b.faults.list.p[0].message, STR("the expression must be bool, this is int")));
}
END_TEST

START_TEST(a_path_is_a_name_with_fields_and_indices)
{
    static const char *const good[] = {"host",       "host.cpus", "hosts[0].name", "host.labels['a']",
                                       "host.?name", "hosts[?0]"};
    static const char *const bad[] = {"1", "host.cpus + 1.0", "size(s)", "has(host.cpus)", "[host][0]"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        ck_assert_msg(bench_compile(&b, good[i], (struct cel_options){.path = true}) != NULL, "%s", good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(!bench_compile(&b, bad[i], (struct cel_options){.path = true}), "%s", bad[i]);
}
END_TEST

START_TEST(null_goes_with_objects_and_not_with_numbers)
{
    ck_assert_ptr_nonnull(bench_compile(&b, "host != null && null != host && wait == null", (struct cel_options){0}));
    ck_assert_ptr_null(bench_compile(&b, "i == null", (struct cel_options){0}));
}
END_TEST

START_TEST(faults_in_cooked_text_point_into_the_file)
{
    /* "true &&\n  nobody" in a YAML block: two spaces of indentation were cut from the second line */
    struct span_map map = {.a = &b.a};
    struct cel_source source = {.text = STR("true &&\nnobody"), .map = &map};
    span_map_add(&map, 8, (struct span){7, 100, 8}, true);
    span_map_add(&map, 6, (struct span){7, 110, 6}, true);
    ck_assert_ptr_null(cel_compile(&b.a, b.env, &source, NULL, &b.faults));
    ck_assert_uint_eq(b.faults.list.p[0].at.src, 7);
    ck_assert_uint_eq(b.faults.list.p[0].at.off, 110);
    ck_assert_uint_eq(b.faults.list.p[0].at.len, 6);
    ck_assert_uint_eq(b.faults.list.p[0].off, 8);
    /* the same expression behind eight bytes of a message that the map covers, too */
    source = (struct cel_source){.text = STR("nobody"), .map = &map, .skip = 8};
    ck_assert_ptr_null(cel_compile(&b.a, b.env, &source, NULL, &b.faults));
    ck_assert_uint_eq(b.faults.list.p[0].at.off, 110);
}
END_TEST

Suite *check_suite(void)
{
    Suite *s = suite_create("check");
    TCase *tc = tcase_create("check");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, types_are_found_without_evaluating);
    tcase_add_test(tc, faults_of_names_and_types_say_where_and_what_instead);
    tcase_add_test(tc, faults_of_form_point_at_the_token);
    tcase_add_test(tc, several_faults_of_types_are_told_at_once);
    tcase_add_test(tc, the_result_must_be_what_is_wanted);
    tcase_add_test(tc, a_path_is_a_name_with_fields_and_indices);
    tcase_add_test(tc, null_goes_with_objects_and_not_with_numbers);
    tcase_add_test(tc, faults_in_cooked_text_point_into_the_file);
    suite_add_tcase(s, tc);
    return s;
}
