/* cel-conformance [--tap] FILE...: runs test cases, one JSON object a line, prints each failure and, last, "N passed, N
 * failed". Exits with 1 when one failed, with 77 (skipped) when a file is not there. --tap: each case is a point, as the
 * build's tests want it.
 *
 *   file, section, name  what the case is called
 *   expr                 the expression
 *   expect               {"int": "5"}, {"uint": "5"}, {"double": "1.5"}, {"bool": true}, {"string": "x"}, {"null": null},
 *                        {"bytes": "base64"}, {"list": [...]}, {"map": [[key, value] ...]}, {"type": "int"},
 *                        {"duration": "1s"}, {"timestamp": "..."}, {"unknown": ["reason"]}, {"error": ["text"]}
 *   bindings             values of variables by name, in the same form
 *   disable_check        true: compiled without the checker
 *   container            the namespace names are looked up in
 * An error is any error, when compiling or evaluating: its text is not part of the language. */
#include "base/buf.h"
#include "base/utf8.h"
#include "cel/cel.h"
#include "value/time.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Why a case may fail: its expected text was made from protobuf's text format by a reader that left \u, \U and \? as
 * they stand. The value is compared with what the text format means; only when that holds is the case left out. */
#define UNREAD "the list has \\u, \\U or \\? unread in the expected text; read, it is what we give"

/* clang-format off */
/* Cases that are left out when they fail, each by its name with the reason. */
static const struct {
    const char *file, *name, *reason;
} left_out[] = {
    {"parse", "single_quoted_lower_u_escapes",                          UNREAD},
    {"parse", "double_quoted_lower_u_escapes",                          UNREAD},
    {"parse", "triple_single_quoted_lower_u_escapes",                   UNREAD},
    {"parse", "triple_double_quoted_lower_u_escapes",                   UNREAD},
    {"parse", "single_quoted_upper_u_escapes",                          UNREAD},
    {"parse", "double_quoted_upper_u_escapes",                          UNREAD},
    {"parse", "triple_single_quoted_upper_u_escapes",                   UNREAD},
    {"parse", "triple_double_quoted_upper_u_escapes",                   UNREAD},
    {"parse", "mixed_case_hex_single_quoted_escapes",                   UNREAD},
    {"parse", "mixed_case_hex_double_quoted_escapes",                   UNREAD},
    {"parse", "mixed_case_hex_triple_single_quoted_escapes",            UNREAD},
    {"parse", "mixed_case_hex_triple_double_quoted_escapes",            UNREAD},
    {"parse", "unassigned_code_point_single_quoted_escapes",            UNREAD},
    {"parse", "unassigned_code_point_double_quoted_escapes",            UNREAD},
    {"parse", "unassigned_code_point_triple_single_quoted_escapes",     UNREAD},
    {"parse", "unassigned_code_point_triple_double_quoted_escapes",     UNREAD},
    {"parse", "unassigned_code_point_single_quoted_unescaped",          UNREAD},
    {"parse", "unassigned_code_point_double_quoted_unescaped",          UNREAD},
    {"parse", "unassigned_code_point_triple_single_quoted_unescaped",   UNREAD},
    {"parse", "unassigned_code_point_triple_double_quoted_unescaped",   UNREAD},
    {"parse", "triple_single_quoted_unescaped_punctuation",             UNREAD},
    {"parse", "triple_double_quoted_unescaped_punctuation",             UNREAD},
};
/* clang-format on */

struct tally {
    unsigned passed, failed, left_out;
    bool tap;
};

static struct str json_text(const json_t *j)
{
    return (struct str){json_string_value(j), (uint32_t)json_string_length(j)};
}

static struct str text_of(const json_t *test, const char *key)
{
    const json_t *j = json_object_get(test, key);
    return json_is_string(j) ? json_text(j) : STR("");
}

/* The value of an expression that refers to nothing. */
static struct value constant(struct arena *a, const struct cel_env *env, struct str expr)
{
    struct cel_faults faults;
    struct cel_source source = {.text = expr};
    const struct cel_program *p = cel_compile(a, env, &source, NULL, &faults);
    return p ? cel_eval(p, NULL, a, NULL) : value_error(a, SPAN_NONE, "no value of that form");
}

/* Base64 without a decoder of its own: the language has one. */
static struct value decode_bytes(struct arena *a, const struct cel_env *env, struct str text)
{
    return constant(a, env, str_printf(a, "base64.decode('%.*s')", STR_ARG(text)));
}

static struct value read_value(struct arena *a, const struct cel_env *env, json_t *j);

static struct value read_list(struct arena *a, const struct cel_env *env, json_t *j)
{
    size_t n = json_array_size(j);
    struct value *items = arena_array(a, struct value, n);
    for (size_t i = 0; i < n; i++)
        items[i] = read_value(a, env, json_array_get(j, i));
    return value_list(items, (uint32_t)n);
}

static struct value read_map(struct arena *a, const struct cel_env *env, json_t *j)
{
    struct value_map *m = value_map_new(a, 0);
    for (size_t i = 0; i < json_array_size(j); i++) {
        json_t *entry = json_array_get(j, i);
        value_map_put(a, m, read_value(a, env, json_array_get(entry, 0)), read_value(a, env, json_array_get(entry, 1)));
    }
    return value_map(m);
}

static struct value read_time(struct arena *a, struct str kind, struct str text)
{
    int64_t i;
    uint32_t ns;
    if (str_eq(kind, STR("duration")) && duration_parse(text, &i))
        return value_duration(i);
    if (str_eq(kind, STR("timestamp")) && time_parse(text, &i, &ns))
        return value_timestamp(i, ns);
    return value_error(a, SPAN_NONE, "no value of that form");
}

static struct value read_unknown(struct arena *a, json_t *reasons)
{
    struct value v = {0};
    for (size_t i = 0; i < json_array_size(reasons); i++)
        v = value_unknown_both(a, v, value_unknown(a, json_text(json_array_get(reasons, i))));
    return v;
}

static struct value read_value(struct arena *a, const struct cel_env *env, json_t *j)
{
    void *member = json_object_iter(j);
    const char *kind = member ? json_object_iter_key(member) : "";
    json_t *v = member ? json_object_iter_value(member) : NULL;
    const char *z = json_string_value(v);
    if (strcmp(kind, "int") == 0)
        return value_int(strtoll(z, NULL, 10));
    if (strcmp(kind, "uint") == 0)
        return value_uint(strtoull(z, NULL, 10));
    if (strcmp(kind, "double") == 0)
        return value_double(strtod(z, NULL));
    if (strcmp(kind, "bool") == 0)
        return value_bool(json_is_true(v));
    if (strcmp(kind, "null") == 0)
        return value_null();
    if (strcmp(kind, "string") == 0)
        return value_string(json_text(v));
    if (strcmp(kind, "bytes") == 0)
        return decode_bytes(a, env, json_text(v));
    if (strcmp(kind, "list") == 0)
        return read_list(a, env, v);
    if (strcmp(kind, "map") == 0)
        return read_map(a, env, v);
    if (strcmp(kind, "type") == 0)
        return constant(a, env, json_text(v));
    if (strcmp(kind, "unknown") == 0)
        return read_unknown(a, v);
    return read_time(a, str_from(kind), json_text(v));
}

static bool same(struct value x, struct value y);

static bool same_lists(struct value x, struct value y)
{
    for (uint32_t i = 0; i < x.n; i++)
        if (!same(x.as.items[i], y.as.items[i]))
            return false;
    return true;
}

static bool same_maps(const struct value_map *x, const struct value_map *y)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const struct value *other = value_map_get(y, x->keys[i]);
        if (!other || !same(x->values[i], *other))
            return false;
    }
    return x->n == y->n;
}

static bool same_reasons(const struct reasons *x, const struct reasons *y)
{
    if (!x || !y || x->n != y->n)
        return x == y;
    for (uint32_t i = 0; i < x->n; i++)
        if (!str_eq(x->p[i], y->p[i]))
            return false;
    return true;
}

/* Equal and of one type: 1 is not 1.0 here, and NaN is NaN. */
static bool same(struct value x, struct value y)
{
    if (x.type != y.type)
        return false;
    switch ((enum value_type)x.type) {
    case VALUE_UNKNOWN:
        return same_reasons(x.as.reasons, y.as.reasons);
    case VALUE_BOOL:
        return x.as.b == y.as.b;
    case VALUE_DOUBLE:
        return x.as.d == y.as.d || (isnan(x.as.d) && isnan(y.as.d));
    case VALUE_STRING:
    case VALUE_BYTES:
        return x.n == y.n && (x.n == 0 || memcmp(x.as.s, y.as.s, x.n) == 0);
    case VALUE_LIST:
        return x.n == y.n && same_lists(x, y);
    case VALUE_MAP:
        return same_maps(x.as.map, y.as.map);
    case VALUE_NULL:
        return true;
    default:
        return x.as.i == y.as.i && x.n == y.n;
    }
}

/* Whether the outcome is what is expected; shown: the expected value as text, for the message. */
static bool as_expected(struct arena *a, const struct cel_env *env, json_t *expect, struct value v,
                        struct str *ret_shown)
{
    if (json_object_get(expect, "error")) {
        *ret_shown = STR("an error");
        return v.type == VALUE_ERROR;
    }
    struct value want = read_value(a, env, expect);
    *ret_shown = value_format(a, want);
    return same(v, want);
}

struct bound {
    struct cel_env *env;
    VEC(struct value) values;
};

static struct bound bind_all(struct arena *a, json_t *test)
{
    struct bound b = {.env = cel_env_new(a)};
    const char *name;
    json_t *v;
    cel_env_container(b.env, text_of(test, "container"));
    json_object_foreach(json_object_get(test, "bindings"), name, v)
    {
        cel_env_variable(b.env, str_dup(a, str_from(name)), &type_dyn);
        vec_push(a, &b.values, read_value(a, b.env, v));
    }
    return b;
}

/* The value of a case's expression; a fault of the compiler is an error. */
static struct value outcome(struct arena *a, const struct bound *b, json_t *test)
{
    struct cel_faults faults;
    struct cel_source source = {.text = text_of(test, "expr")};
    struct cel_options options = {.unchecked = json_is_true(json_object_get(test, "disable_check"))};
    const struct cel_program *p = cel_compile(a, b->env, &source, &options, &faults);
    if (p)
        return cel_eval(p, b->values.p, a, NULL);
    return value_error(a, SPAN_NONE, "%.*s", STR_ARG(faults.list.p[0].message));
}

static const char *reason_left_out(json_t *test)
{
    for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
        if (str_eq(text_of(test, "file"), str_from(left_out[i].file)) &&
            str_eq(text_of(test, "name"), str_from(left_out[i].name)))
            return left_out[i].reason;
    return NULL;
}

/* The code point of \uHHHH or \UHHHHHHHH at the start of s and its length; 0 when there is none. */
static uint32_t read_escape(struct str s, uint32_t *ret_cp)
{
    char digits[9] = {0};
    uint32_t n = s.n > 1 && s.p[1] == 'u' ? 4 : 8;
    if (s.n < n + 2 || (s.p[1] != 'u' && s.p[1] != 'U'))
        return 0;
    memcpy(digits, s.p + 2, n);
    *ret_cp = (uint32_t)strtoul(digits, NULL, 16);
    return n + 2;
}

/* The text with \u, \U and \? read. */
static struct str reread(struct arena *a, struct str s)
{
    struct buf b = {.a = a};
    while (s.n > 0) {
        uint32_t plain = str_find_byte(s, '\\'), cp = 0;
        buf_put(&b, str_slice(s, 0, plain));
        s = str_slice(s, plain, s.n);
        uint32_t len = read_escape(s, &cp);
        char z[4];
        if (len)
            buf_put(&b, (struct str){z, utf8_put(cp, z)});
        else if (str_starts(s, STR("\\?")))
            buf_putc(&b, '?');
        else
            buf_put(&b, str_slice(s, 0, 1));
        s = str_slice(s, len ? len : str_starts(s, STR("\\?")) ? 2 : 1, s.n);
    }
    return buf_str(&b);
}

static bool same_when_read(struct arena *a, const struct cel_env *env, json_t *expect, struct value v)
{
    if (v.type != VALUE_STRING && v.type != VALUE_BYTES)
        return false;
    struct value want = read_value(a, env, expect);
    if (want.type != v.type)
        return false;
    return str_eq(reread(a, (struct str){want.as.s, want.n}), (struct str){v.as.s, v.n});
}

enum verdict { PASSED, FAILED, LEFT_OUT };

/* A TAP point, or, without --tap, a line for what did not pass. */
static void say(const struct tally *t, enum verdict verdict, json_t *test, const char *reason)
{
    struct str file = text_of(test, "file"), section = text_of(test, "section"), name = text_of(test, "name");
    if (t->tap)
        printf("%s %u - %.*s: %.*s%s%s\n", verdict == FAILED ? "not ok" : "ok", t->passed + t->failed + t->left_out,
               STR_ARG(file), STR_ARG(name), verdict == LEFT_OUT ? " # SKIP " : "", reason);
    else if (verdict != PASSED)
        printf("%s: %.*s/%.*s/%.*s%s%s\n", verdict == FAILED ? "FAILED" : "left out", STR_ARG(file), STR_ARG(section),
               STR_ARG(name), *reason ? ": " : "", reason);
}

static void show_difference(struct arena *a, json_t *test, struct value v, struct str want)
{
    struct str expr = text_of(test, "expr"), is = value_format(a, v),
               type = type_name(type_basic((enum value_type)v.type));
    printf("#   %.*s\n#   is %.*s (%.*s), not %.*s\n", STR_ARG(expr), STR_ARG(is), STR_ARG(type), STR_ARG(want));
}

static void run_test(struct arena *a, json_t *test, struct tally *t)
{
    struct str want = {0};
    json_t *expect = json_object_get(test, "expect");
    struct bound b = bind_all(a, test);
    struct value v = outcome(a, &b, test);
    const char *reason = "";
    enum verdict verdict = as_expected(a, b.env, expect, v, &want) ? PASSED : FAILED;
    if (verdict == FAILED && reason_left_out(test) && same_when_read(a, b.env, expect, v)) {
        reason = reason_left_out(test);
        verdict = LEFT_OUT;
    }
    t->passed += verdict == PASSED;
    t->failed += verdict == FAILED;
    t->left_out += verdict == LEFT_OUT;
    say(t, verdict, test, reason);
    if (verdict == FAILED)
        show_difference(a, test, v, want);
}

static void run_line(const char *path, unsigned number, const char *line, size_t len, struct tally *t)
{
    struct arena a;
    json_error_t error;
    json_t *test = json_loadb(line, len, JSON_ALLOW_NUL, &error);
    arena_init(&a, NULL);
    if (json_is_object(test)) {
        run_test(&a, test, t);
    } else {
        t->failed++;
        printf("%s: %s:%u: %s\n", t->tap ? "not ok" : "FAILED", path, number, error.text);
    }
    arena_free(&a);
    json_decref(test);
}

static bool run_file(const char *path, struct tally *t)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    unsigned number = 0;
    if (!f) {
        printf("# %s can't be read\n", path);
        return false;
    }
    for (ssize_t n; (n = getline(&line, &room, f)) >= 0;) {
        number++;
        if (n > 1 && line[0] != '#')
            run_line(path, number, line, (size_t)n, t);
    }
    free(line);
    fclose(f);
    return true;
}

static void summarize(const struct tally *t, bool missing)
{
    unsigned n = t->passed + t->failed + t->left_out;
    if (t->tap)
        printf("1..%u%s\n", n, n == 0 && missing ? " # SKIP no such file" : "");
    if (t->left_out)
        printf("# %u left out\n", t->left_out);
    printf("%s%u passed, %u failed\n", t->tap ? "# " : "", t->passed, t->failed);
}

int main(int argc, char **argv)
{
    struct tally t = {.tap = argc > 1 && strcmp(argv[1], "--tap") == 0};
    int first = t.tap ? 2 : 1;
    bool missing = argc <= first;
    for (int i = first; i < argc; i++)
        missing |= !run_file(argv[i], &t);
    summarize(&t, missing);
    return t.failed ? EXIT_FAILURE : missing && !t.tap ? 77 : EXIT_SUCCESS;
}
