#include "formats/json.h"

#include "formats/test_text.h"

#include <jansson.h>
#include <string.h>

static struct node *read_as(const char *name, struct str text, enum json_dialect dialect)
{
    return json_read(&arena, &sources, put_text(name, text), dialect, &sink);
}

static struct node *strict(const char *text)
{
    return read_as("t.json", str_from(text), JSON_STRICT);
}

static struct node *relaxed(const char *text)
{
    return read_as("t.config.js", str_from(text), JSON_RELAXED);
}

static void assert_relaxed(const char *text, const char *expected)
{
    ck_assert_str_eq(dump(node_value(relaxed(text)), 0), expected);
    ck_assert_str_eq(findings(), "");
}

START_TEST(objects_arrays_and_scalars_have_the_shape_of_yaml)
{
    ck_assert_str_eq(dump(strict("{\"a\": [1, -2.5e3, true, null, \"x\"], \"b\": {}, \"c\": []}"), 0),
                     "root\n"
                     "  map\n"
                     "    entry \"a\" double\n"
                     "      list\n"
                     "        word \"1\" plain\n"
                     "        word \"-2.5e3\" plain\n"
                     "        word \"true\" plain\n"
                     "        word \"null\" plain\n"
                     "        word \"x\" double\n"
                     "    entry \"b\" double\n"
                     "      map\n"
                     "    entry \"c\" double\n"
                     "      list\n");
    ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(spans_cover_exactly_the_bytes)
{
    struct node *root = strict("\xEF\xBB\xBF {\"k\\u0041\" : [ 1 , \"\xC3\xA9\\n\" ] ,\n \"m\":{}}");
    ck_assert_str_eq(findings(), "");
    struct node *entry = node_value(root)->first;
    ck_assert_str_eq(at(entry->at), "\"k\\u0041\" : [ 1 , \"\xC3\xA9\\n\" ]");
    ck_assert_str_eq(at(entry->name_at), "k\\u0041");
    ck_assert_str_eq(z(entry->text), "kA");
    ck_assert_str_eq(at(entry->first->at), "[ 1 , \"\xC3\xA9\\n\" ]");
    ck_assert_str_eq(at(entry->first->last->at), "\"\xC3\xA9\\n\"");
    ck_assert_str_eq(at(entry->first->last->name_at), "\xC3\xA9\\n");
    ck_assert_str_eq(z(entry->first->last->text), "\xC3\xA9\n");
    ck_assert_str_eq(at(entry->next->at), "\"m\":{}");
    struct span_map *map = json_string_map(&arena, &sources, entry->first->last);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, 2, 1})), "\\n");
    map = json_string_map(&arena, &sources, entry);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, 1, 1})), "\\u0041");
}
END_TEST

START_TEST(escapes_are_cooked)
{
    struct node *n = node_value(strict("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""));
    ck_assert_str_eq(z(n->text), "\"\\/\b\f\n\r\t\xC3\xA9\xF0\x9F\x98\x80");
    n = node_value(strict("\"a\\u0000b\""));
    ck_assert_uint_eq(n->text.n, 3);
    ck_assert_int_eq(memcmp(n->text.p, "a\0b", 3), 0);
    ck_assert_str_eq(findings(), "");
}
END_TEST

/* What is reported, and what is read all the same. */
static const struct {
    const char *text, *findings, *tree;
} faults[] = {
    {"", "syntax/not-parsed []@0: no JSON value", "root\n"},
    {"{\"a\": 1,}", "syntax/unexpected-token [,]@7: a comma with nothing behind it",
     "root\n  map\n    entry \"a\" double\n      word \"1\" plain\n"},
    {"[1 2]", "syntax/unexpected-token [2]@3: expected \",\" or \"]\", found \"2\"",
     "root\n  list\n    word \"1\" plain\n    word \"2\" plain\n"},
    {"{\"a\" 1, \"b\": 2}", "syntax/unexpected-token [1]@5: expected \":\", found \"1\"",
     "root\n  map\n    entry \"a\" double\n      word \"1\" plain\n    entry \"b\" double\n      word \"2\" plain\n"},
    {"{\"a\": , \"b\": 2}", "syntax/unexpected-token [,]@6: expected a value, found \",\"",
     "root\n  map tainted\n    entry \"a\" double faulty\n      word \"\" unknown faulty\n    entry \"b\" double\n      word \"2\" plain\n"},
    {"{\"a\"}", "syntax/unexpected-token [}]@4: expected \":\" and a value, found \"}\"",
     "root\n  map tainted\n    entry \"a\" double faulty\n      word \"\" unknown faulty\n"},
    {"{a: 1, \"b\": 2}", "syntax/unexpected-token [a]@1: expected a key, found \"a\"",
     "root\n  map tainted\n    bad \"a: 1\"\n    entry \"b\" double\n      word \"2\" plain\n"},
    {"[True, 'x', 01]",
     "syntax/unexpected-token [True]@1: expected a value, found \"True\"\n"
     "syntax/unexpected-token [']@7: a single quote; JSON's strings have double ones\n"
     "syntax/invalid-value [01]@12: \"01\" is not a number",
     "root\n  list\n    word \"True\" faulty plain\n    word \"x\" single\n    word \"01\" faulty plain\n"},
    {"{\"a\": \"open\n \"b\": 2}",
     "syntax/unterminated [\"]@6: the string is never closed\n"
     "syntax/unexpected-token [\"b\"]@13: expected \",\" or \"}\", found \"b\"",
     "root\n  map\n    entry \"a\" double\n      word \"open\" double faulty\n    entry \"b\" double\n      word \"2\" plain\n"},
    {"{\"a\": [1, {\"b\": 2}", "syntax/unterminated [[]@6: \"[\" is never closed",
     "root tainted\n  map tainted\n    entry \"a\" double\n      list tainted\n        word \"1\" plain\n        map\n          entry \"b\" double\n            word \"2\" plain\n"},
    {"{\"a\": [1, 2}", "syntax/unterminated [[]@6: \"[\" is never closed",
     "root\n  map\n    entry \"a\" double\n      list tainted\n        word \"1\" plain\n        word \"2\" plain\n"},
    {"[1]]", "syntax/unexpected-token []]@3: expected the end of the text, found \"]\"", NULL},
    {"{\"a\": 1]}", "syntax/unexpected-token []]@7: expected \",\" or \"}\", found \"]\"",
     "root\n  map tainted\n    entry \"a\" double\n      word \"1\" plain\n    bad \"]\"\n"},
    {"// c\n[1]", "syntax/unexpected-token [// c]@0: a comment, which JSON does not have",
     "root\n  comment \" c\"\n  list\n    word \"1\" plain\n"},
    {"[\"\\x\", \"\\ud800\", \"\\u12\"]",
     "syntax/invalid-value [\\x]@2: unknown escape\n"
     "syntax/invalid-value [\\ud800]@8: half of a surrogate pair\n"
     "syntax/invalid-value [\\u]@18: \\u takes four hexadecimal digits",
     NULL},
    {"{\"a\": 1, \"a\": 2}", "syntax/duplicate [a]@10: duplicate key \"a\"", NULL},
    {"@", "syntax/unexpected-token [@]@0: expected a value, found \"@\"", "root tainted\n  bad \"@\"\n"},
    {"[,1]", "syntax/unexpected-token [,]@1: expected a value, found \",\"",
     "root\n  list tainted\n    word \"1\" plain\n"},
};

START_TEST(faults_are_told_and_reading_goes_on)
{
    struct node *root = strict(faults[_i].text);
    ck_assert_str_eq(findings(), faults[_i].findings);
    if (faults[_i].tree)
        ck_assert_str_eq(dump(root, 0), faults[_i].tree);
}
END_TEST

START_TEST(deep_nesting_is_stopped)
{
    struct buf b = {.a = &arena};
    buf_pad(&b, '[', 100000);
    read_as("t.json", buf_str(&b), JSON_STRICT);
    ck_assert_str_eq(findings(), "meta/limit-exceeded [[]@256: JSON nested more than 256 levels deep");
}
END_TEST

/* ---- relaxed ---- */

START_TEST(javascript_literals_are_read)
{
    assert_relaxed("/* head */ {\n a: 'it\\'s', // c\n 'b': `t`, \"c\": 0x1F, d: [1, .5, +3,], $e_1: -1, 2: true,\n}\n",
                   "map\n"
                   "  entry \"a\"\n"
                   "    word \"it's\" single\n"
                   "  comment \" c\"\n"
                   "  entry \"b\" single\n"
                   "    word \"t\" double\n"
                   "  entry \"c\" double\n"
                   "    word \"0x1F\" plain\n"
                   "  entry \"d\"\n"
                   "    list\n"
                   "      word \"1\" plain\n"
                   "      word \".5\" plain\n"
                   "      word \"+3\" plain\n"
                   "  entry \"$e_1\"\n"
                   "    word \"-1\" plain\n"
                   "  entry \"2\"\n"
                   "    word \"true\" plain\n");
}
END_TEST

static const char *const modules[] = {
    "module.exports = {a: 1};\n",
    "'use strict'\nconst os = require('os');\n\nmodule.exports = { a: 1 }\nother({b: 2})\n",
    "exports = {a: 1}",
    "import x from 'y';\nexport default {a: 1};",
    "{a: 1};",
    "// c\n{a: 1}\n",
};

START_TEST(the_exported_value_is_found)
{
    assert_relaxed(modules[_i], "map\n"
                                "  entry \"a\"\n"
                                "    word \"1\" plain\n");
}
END_TEST

START_TEST(expressions_are_unknown_words)
{
    assert_relaxed("module.exports = {\n"
                   "  a: require('os').cpus().length, b: 60 * 1000, c: process.env.X || 'y',\n"
                   "  d: 'x' + \"y\", e: `p${1 + `${q}`}`, f: () => { return {a: 1, b: [2]}; }, g: [1].concat(2),\n"
                   "  h: /a[,/]}/.test(x) ? 1 : 2, i, j() { return 1 }, k: {l: 1}.l, m: 5, n: x /* , */ / 2 // , c\n"
                   "  , o: function (a, b) { if (a) { b() } }, p: -1\n};",
                   "map\n"
                   "  entry \"a\"\n"
                   "    word \"require('os').cpus().length\" unknown\n"
                   "  entry \"b\"\n"
                   "    word \"60 * 1000\" unknown\n"
                   "  entry \"c\"\n"
                   "    word \"process.env.X || 'y'\" unknown\n"
                   "  entry \"d\"\n"
                   "    word \"'x' + \\\"y\\\"\" unknown\n"
                   "  entry \"e\"\n"
                   "    word \"`p${1 + `${q}`}`\" unknown\n"
                   "  entry \"f\"\n"
                   "    word \"() => { return {a: 1, b: [2]}; }\" unknown\n"
                   "  entry \"g\"\n"
                   "    word \"[1].concat(2)\" unknown\n"
                   "  entry \"h\"\n"
                   "    word \"/a[,/]}/.test(x) ? 1 : 2\" unknown\n"
                   "  entry \"i\"\n"
                   "    word \"i\" unknown\n"
                   "  entry \"j\"\n"
                   "    word \"() { return 1 }\" unknown\n"
                   "  entry \"k\"\n"
                   "    word \"{l: 1}.l\" unknown\n"
                   "  entry \"m\"\n"
                   "    word \"5\" plain\n"
                   "  entry \"n\"\n"
                   "    word \"x /* , */ / 2\" unknown\n"
                   "  comment \" , c\"\n"
                   "  entry \"o\"\n"
                   "    word \"function (a, b) { if (a) { b() } }\" unknown\n"
                   "  entry \"p\"\n"
                   "    word \"-1\" plain\n");
}
END_TEST

START_TEST(spreads_and_computed_keys_taint_their_block)
{
    assert_relaxed("{...base, a: 1, [k + 1]: {b: 2}, c: [...l, 3]}", "map tainted\n"
                                                                     "  entry \"a\"\n"
                                                                     "    word \"1\" plain\n"
                                                                     "  entry \"c\"\n"
                                                                     "    list tainted\n"
                                                                     "      word \"3\" plain\n");
}
END_TEST

START_TEST(a_module_that_exports_no_literal_is_unknown)
{
    assert_relaxed("module.exports = makeConfig({a: 1});\n", "word \"makeConfig({a: 1})\" unknown\n");
    assert_relaxed("makeConfig()", "word \"makeConfig()\" unknown\n");
}
END_TEST

START_TEST(faults_of_javascript_recover_too)
{
    struct node *root = relaxed("module.exports = {a: 1 b: 2, 'c': , d: 4}");
    ck_assert_str_eq(findings(), "syntax/unexpected-token [b]@23: expected \",\" or \"}\", found \"b\"\n"
                                 "syntax/unexpected-token [,]@34: expected a value, found \",\"");
    ck_assert_str_eq(z(value_below(node_value(root), "d")->text), "4");
}
END_TEST

/* ---- templates ---- */

START_TEST(templates_are_read_around_their_marks)
{
    struct node *root =
        read_as("t.json.j2",
                STR("{\"a\": {{ n }}, \"b\": \"x{{ y[\"k\"] }}z\",\n{% if c %}\n\"d\": 1,\n{% endif %}\n{# note #}\n"
                    "\"l\": [{% for i in l %}{{ i }},{% endfor %}]}"),
                JSON_STRICT);
    ck_assert_str_eq(findings(), "");
    ck_assert_uint_eq(sink.not_analysed.n, 0);
    ck_assert_str_eq(dump(root, 0), "root\n"
                                    "  map\n"
                                    "    entry \"a\" double\n"
                                    "      word \"{{ n }}\" unknown\n"
                                    "        piece \"{{ n }}\" unknown\n"
                                    "    entry \"b\" double\n"
                                    "      word \"x{{ y[\\\"k\\\"] }}z\" double unknown\n"
                                    "        piece \"x\"\n"
                                    "        piece \"{{ y[\\\"k\\\"] }}\" unknown\n"
                                    "        piece \"z\"\n"
                                    "    entry \"d\" double conditional\n"
                                    "      word \"1\" plain\n"
                                    "    comment \"note\"\n"
                                    "    entry \"l\" double\n"
                                    "      list\n"
                                    "        word \"{{ i }}\" unknown conditional\n"
                                    "          piece \"{{ i }}\" unknown\n");
}
END_TEST

START_TEST(a_template_that_is_no_json_is_not_analysed)
{
    read_as("t.json.j2", STR("{\"a\": {{ n }} : 2, ]"), JSON_STRICT);
    ck_assert_str_eq(findings(), "");
    ck_assert_uint_eq(sink.not_analysed.n, 1);
}
END_TEST

/* ---- the oracle ---- */

/* Texts for agreement on what is JSON; mutations of them too. */
static const char *const samples[] = {
    "{\"a\": [1, -2.5e3, true, null, \"x\\n\"], \"b\": {}}",
    "[]",
    "{}",
    "\"\"",
    "-0",
    "0.5",
    "1e5",
    "1E+5",
    "1e-5",
    "[1,[2,[3]],{\"x\":{\"y\":[]}}]",
    "\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    " \t\r\n[ true , false , null ] ",
    "[01]",
    "[1.]",
    "[.5]",
    "[+1]",
    "[1e]",
    "[-]",
    "[0x10]",
    "[1,]",
    "[,1]",
    "{\"a\":}",
    "{\"a\" 1}",
    "{a: 1}",
    "['x']",
    "[\"\t\"]",
    "[\"\\x\"]",
    "[\"\\u12\"]",
    "[\"\\ud800\"]",
    "[\"\\udc00\\ud800\"]",
    "[\"\\ud800\\u0041\"]",
    "[\"\xC3\"]",
    "[\"\xED\xA0\x80\"]",
    "[\"\xF4\x90\x80\x80\"]",
    "[\"\xC0\x80\"]",
    "[1] 2",
    "[1]]",
    "[[1]",
    "nul",
    "True",
    "tru e",
    "[\"a\" \"b\"]",
    "// c\n1",
    "\x01",
    "[1\f]",
    "NaN",
    "{\"a\":1,\"a\":2}",
    "{\"\":0}",
};

/* jansson as near to RFC 8259 as it goes; what it refuses beyond that (integers and reals that do not fit, depth) is
 * not among the samples. */
static bool jansson_accepts(struct str text)
{
    json_error_t error;
    json_t *json = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    json_decref(json);
    return json != NULL || error.line == -1 || strstr(error.text, "too big") || strstr(error.text, "overflow");
}

static void assert_agreement(struct str text)
{
    read_as("t.json", text, JSON_STRICT);
    bool accepts = sink.findings.n == 0;
    ck_assert_msg(accepts == jansson_accepts(text), "jansson %s: %s (%s)", accepts ? "refuses" : "accepts",
                  z(diag_escape(&arena, text)), findings());
}

START_TEST(jansson_agrees_on_what_is_json)
{
    assert_agreement(str_from(samples[_i]));
}
END_TEST

/* Every byte deleted, doubled, and replaced by each of a few. */
START_TEST(jansson_agrees_on_mutated_texts)
{
    static const char bytes[] = "{}[],:\"\\ 0-.eEu/tn\x1F\x80'";
    struct str s = str_from(samples[_i]);
    char buffer[256];
    for (uint32_t i = 0; i < s.n; i++) {
        memcpy(buffer, s.p, i);
        memcpy(buffer + i, s.p + i + 1, s.n - i - 1);
        assert_agreement((struct str){buffer, s.n - 1});
        memcpy(buffer, s.p, i + 1);
        memcpy(buffer + i + 1, s.p + i, s.n - i);
        assert_agreement((struct str){buffer, s.n + 1});
        memcpy(buffer, s.p, s.n);
        for (const char *b = bytes; *b; b++) {
            buffer[i] = *b;
            assert_agreement((struct str){buffer, s.n});
        }
    }
}
END_TEST

Suite *json_suite(void)
{
    Suite *s = suite_create("json");
    TCase *c = tcase_create("json");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, objects_arrays_and_scalars_have_the_shape_of_yaml);
    tcase_add_test(c, spans_cover_exactly_the_bytes);
    tcase_add_test(c, escapes_are_cooked);
    tcase_add_loop_test(c, faults_are_told_and_reading_goes_on, 0, sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(c, deep_nesting_is_stopped);
    tcase_add_test(c, javascript_literals_are_read);
    tcase_add_loop_test(c, the_exported_value_is_found, 0, sizeof(modules) / sizeof(modules[0]));
    tcase_add_test(c, expressions_are_unknown_words);
    tcase_add_test(c, spreads_and_computed_keys_taint_their_block);
    tcase_add_test(c, a_module_that_exports_no_literal_is_unknown);
    tcase_add_test(c, faults_of_javascript_recover_too);
    tcase_add_test(c, templates_are_read_around_their_marks);
    tcase_add_test(c, a_template_that_is_no_json_is_not_analysed);
    tcase_add_loop_test(c, jansson_agrees_on_what_is_json, 0, sizeof(samples) / sizeof(samples[0]));
    tcase_add_loop_test(c, jansson_agrees_on_mutated_texts, 0, sizeof(samples) / sizeof(samples[0]));
    suite_add_tcase(s, c);
    return s;
}
