#include "report/fixture.h"

#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

/* The report as format json, read back. */
static json_t *parsed(void)
{
    json_error_t error;
    json_t *j = json_loads(written("json"), 0, &error);
    ck_assert_msg(j != NULL, "%s", error.text);
    return j;
}

/* The finding of every member. */
static void full_finding(void)
{
    static const struct rule_info info = {.id = STR_INIT("capacity/workers-exceed-cpus"),
                                          .url = STR_INIT("https://example.net/rules#x")};
    uint32_t conf = source("nginx/nginx.conf", "user www-data;\npid /run/nginx.pid;\nworker_processes 8;\n");
    uint32_t facts = source("facts.yaml", "cpus: 2\n");
    struct finding *f = found(SEV_WARNING, "capacity/workers-exceed-cpus", at(conf, "8"), "8 worker processes");
    f->info = &info;
    f->server_line = 4;
    f->service = STR("nginx");
    vec_push(&fx.a, &f->hosts, STR("web-1"));
    vec_push(&fx.a, &f->hosts, STR("web-2"));
    diag_label(&fx.sink, f, "4.0 workers for each CPU");
    diag_note(&fx.sink, f, "host web-1 has 2 CPUs");
    diag_help(&fx.sink, f, "use one worker for each CPU");
    diag_related(&fx.sink, f, at(facts, "2"), "the host");
    diag_fix(&fx.sink, f, FIX_UNSAFE, at(conf, "8"), STR("2"));
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "8"), STR("auto"));
}

START_TEST(the_document_is_version_one_to_the_byte)
{
    full_finding();
    judged("nginx/nginx.conf");
    host("web-1", "2", "2GiB", "facts.yaml");
    host("web-2", "2", "2GiB", "facts.yaml");
    not_analysed("nginx/nginx.conf", 12, 13, "include matches no file: /etc/nginx/mime.types");
    not_run("capacity/fds", "host.nofile", 12);
    ck_assert_str_eq(
        written("json"),
        "{\"version\":1,\n\"findings\":[\n"
        "{\"rule\":\"capacity/workers-exceed-cpus\",\"severity\":\"warning\",\"status\":\"found\","
        "\"message\":\"8 worker processes\",\"file\":\"nginx/nginx.conf\",\"line\":3,\"column\":18,\"endLine\":3,"
        "\"endColumn\":19,\"offset\":52,\"length\":1,\"serverLine\":4,\"hosts\":[\"web-1\",\"web-2\"],"
        "\"service\":\"nginx\",\"label\":\"4.0 workers for each CPU\",\"notes\":[\"host web-1 has 2 CPUs\"],"
        "\"help\":\"use one worker for each CPU\","
        "\"related\":[{\"file\":\"facts.yaml\",\"line\":1,\"column\":7,\"label\":\"the host\"}],"
        "\"fix\":{\"applicability\":\"unsafe\",\"edits\":[{\"file\":\"nginx/nginx.conf\",\"offset\":52,\"length\":1,"
        "\"text\":\"2\"}]},\"fingerprint\":\"0123456789abcdef\",\"docs\":\"https://example.net/rules#x\"}],\n"
        "\"notRun\":[{\"rule\":\"capacity/fds\",\"missing\":[\"host.nofile\"],\"count\":12,"
        "\"examples\":[{\"file\":\"nginx.conf\",\"host\":\"web-1\"}]}],\n"
        "\"notAnalysed\":[{\"file\":\"nginx/nginx.conf\",\"line\":12,\"column\":13,"
        "\"why\":\"include matches no file: /etc/nginx/mime.types\"}],\n"
        "\"summary\":{\"files\":1,\"errors\":0,\"warnings\":1,\"notes\":0,\"suppressed\":0,"
        "\"hosts\":[\"web-1\",\"web-2\"]}}\n");
}
END_TEST

START_TEST(an_empty_report_has_all_its_members)
{
    ck_assert_str_eq(
        written("json"),
        "{\"version\":1,\n\"findings\":[],\n\"notRun\":[],\n\"notAnalysed\":[],\n"
        "\"summary\":{\"files\":0,\"errors\":0,\"warnings\":0,\"notes\":0,\"suppressed\":0,\"hosts\":[]}}\n");
}
END_TEST

static json_t *first_finding(json_t *report)
{
    json_t *f = json_array_get(json_object_get(report, "findings"), 0);
    ck_assert(json_is_object(f));
    return f;
}

START_TEST(what_there_is_not_is_null)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    json_t *report = parsed(), *f = first_finding(report);
    static const char *const null[] = {"serverLine", "service", "label", "help", "fix", "docs"};
    for (size_t i = 0; i < sizeof(null) / sizeof(null[0]); i++)
        ck_assert_msg(json_is_null(json_object_get(f, null[i])), "%s", null[i]);
    static const char *const empty[] = {"hosts", "notes", "related"};
    for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
        ck_assert_msg(json_is_array(json_object_get(f, empty[i])), "%s", empty[i]);
    ck_assert_uint_eq(json_object_size(f), 21);
    json_decref(report);
}
END_TEST

static void assert_place(const json_t *f, const char *file, int line, int column, int offset, int length)
{
    ck_assert_str_eq(json_string_value(json_object_get(f, "file")), file);
    ck_assert_int_eq(json_integer_value(json_object_get(f, "line")), line);
    ck_assert_int_eq(json_integer_value(json_object_get(f, "column")), column);
    ck_assert_int_eq(json_integer_value(json_object_get(f, "offset")), offset);
    ck_assert_int_eq(json_integer_value(json_object_get(f, "length")), length);
}

START_TEST(a_finding_on_a_file_is_at_its_first_byte)
{
    found(SEV_ERROR, "x/y", SPAN_NONE, "m")->path = STR("a.service");
    json_t *report = parsed(), *f = first_finding(report);
    assert_place(f, "a.service", 1, 1, 0, 0);
    ck_assert_int_eq(json_integer_value(json_object_get(f, "endColumn")), 1);
    json_decref(report);
}
END_TEST

START_TEST(a_finding_without_a_place_has_none)
{
    found(SEV_ERROR, "meta/rule-failed", SPAN_NONE, "m")->status = FINDING_FAILED;
    json_t *report = parsed(), *f = first_finding(report);
    static const char *const null[] = {"file", "line", "column", "endLine", "endColumn", "offset", "length"};
    for (size_t i = 0; i < sizeof(null) / sizeof(null[0]); i++)
        ck_assert_msg(json_is_null(json_object_get(f, null[i])), "%s", null[i]);
    ck_assert_str_eq(json_string_value(json_object_get(f, "status")), "failed");
    json_decref(report);
}
END_TEST

START_TEST(columns_are_bytes)
{
    uint32_t conf = source("a.conf", "\t\xe6\xbc\xa2\xe5\xad\x97 80;\n");
    found(SEV_ERROR, "x/y", at(conf, "80"), "m");
    json_t *report = parsed();
    assert_place(first_finding(report), "a.conf", 1, 9, 8, 2);
    json_decref(report);
}
END_TEST

START_TEST(suppressed_findings_say_so_and_are_counted_apart)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "m")->status = FINDING_SUPPRESSED;
    fx.r.n_suppressed = 1;
    json_t *report = parsed();
    ck_assert_str_eq(json_string_value(json_object_get(first_finding(report), "status")), "suppressed");
    json_t *n = json_object_get(json_object_get(report, "summary"), "suppressed");
    ck_assert_int_eq(json_integer_value(n), 1);
    json_decref(report);
}
END_TEST

START_TEST(findings_over_the_limit_are_counted)
{
    fx.r.n_dropped = 7;
    json_t *report = parsed();
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(report, "summary"), "dropped")), 7);
    json_decref(report);
}
END_TEST

/* The whole of \0..\xff in every text. */
START_TEST(no_bytes_break_the_document)
{
    char bytes[256];
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    struct str all = {bytes, sizeof(bytes)};
    uint32_t conf = included(all, all, SPAN_NONE);
    struct finding *f = found(SEV_ERROR, "x/y", (struct span){conf, 100, 100}, "m");
    f->rule = f->message = f->label = f->help = f->service = all;
    vec_push(&fx.a, &f->notes, all);
    vec_push(&fx.a, &f->hosts, all);
    vec_push(&fx.a, &f->related, ((struct related){f->at, all}));
    struct outcome_host h = {all, all, all, all};
    vec_push(&fx.a, &fx.r.hosts, h);
    struct outcome_not_analysed n = {all, 1, 1, all};
    vec_push(&fx.a, &fx.r.not_analysed, n);
    struct outcome_not_run r = {.rule = all, .n_examples = 1, .examples = {{all, all}}};
    vec_push(&fx.a, &r.missing, all);
    vec_push(&fx.a, &fx.r.not_run, r);

    struct str text = str_from(written("json"));
    for (uint32_t i = 0; i < text.n; i++)
        ck_assert_msg((text.p[i] >= 0x20 && text.p[i] <= 0x7F) || text.p[i] == '\n', "byte %d", text.p[i]);
    json_t *report = parsed();
    const char *message = json_string_value(json_object_get(first_finding(report), "message"));
    struct str back = str_from(message);
    ck_assert(str_starts(back, STR("\xef\xbf\xbd\x01\x02")));
    ck_assert_uint_eq(back.n, 3 + 127 + 128 * 3);
    ck_assert_uint_eq(utf8_code_points(back), 256);
    json_decref(report);
}
END_TEST

START_TEST(texts_are_kept_as_they_are)
{
    static const char text[] = "\x1b[31m \"quoted\" \\ \n\t \xe6\xbc\xa2 \xf0\x9f\x9a\xa2 \xe2\x80\xae </script>";
    uint32_t conf = source("a.conf", "x;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    f->label = STR("");
    diag_fix(&fx.sink, f, FIX_DISPLAY, at(conf, "x"), str_from(text));
    json_t *report = parsed(), *fix = json_object_get(first_finding(report), "fix");
    json_t *edit = json_array_get(json_object_get(fix, "edits"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(edit, "text")), text);
    ck_assert_str_eq(json_string_value(json_object_get(fix, "applicability")), "display");
    json_decref(report);
}
END_TEST

/* An edit that would put something else into the file is worse than none. */
START_TEST(a_fix_that_cannot_be_said_is_left_out)
{
    static const struct str texts[] = {STR_INIT("\xff"), STR_INIT("a\0b"), STR_INIT("ok")};
    uint32_t conf = source("a.conf", "x;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "x"), STR(""));
    for (int i = 0; i < 3; i++) {
        f->fixes.p[0].edits.p[0].text = texts[i];
        json_t *report = parsed();
        ck_assert_int_eq(json_is_null(json_object_get(first_finding(report), "fix")), i < 2);
        json_decref(report);
    }
}
END_TEST

START_TEST(a_fix_without_a_place_is_left_out)
{
    uint32_t conf = source("a.conf", "x;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    diag_fix(&fx.sink, f, FIX_SAFE, SPAN_NONE, STR("y"));
    json_t *report = parsed();
    ck_assert(json_is_null(json_object_get(first_finding(report), "fix")));
    json_decref(report);
}
END_TEST

/* ndjson: the same findings, one in each line, then the rest. */
START_TEST(lines_hold_the_same_as_the_document)
{
    full_finding();
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "x/y", at(conf, "x"), "line\nbreak");
    not_run("capacity/fds", "host.nofile", 12);
    not_analysed("b.conf", 0, 0, "permission denied");
    judged("a.conf");
    json_t *report = parsed(), *findings = json_object_get(report, "findings");
    struct str text = str_from(written("ndjson"));
    for (size_t i = 0; i < json_array_size(findings); i++) {
        struct str line = str_cut(&text, '\n');
        json_t *one = json_loadb(line.p, line.n, 0, NULL);
        ck_assert(json_equal(one, json_array_get(findings, i)));
        json_decref(one);
    }
    struct str line = str_cut(&text, '\n');
    ck_assert_uint_eq(text.n, 0);
    json_t *rest = json_loadb(line.p, line.n, 0, NULL);
    json_object_del(report, "findings");
    ck_assert(json_equal(rest, report));
    json_decref(rest);
    json_decref(report);
}
END_TEST

START_TEST(an_empty_report_is_one_line)
{
    ck_assert_str_eq(
        written("ndjson"),
        "{\"version\":1,\"notRun\":[],\"notAnalysed\":[],\"summary\":{\"files\":0,\"errors\":0,\"warnings\":0,"
        "\"notes\":0,\"suppressed\":0,\"hosts\":[]}}\n");
}
END_TEST

Suite *json_suite(void)
{
    Suite *s = suite_create("json");
    TCase *t = tcase_create("json");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, the_document_is_version_one_to_the_byte);
    tcase_add_test(t, an_empty_report_has_all_its_members);
    tcase_add_test(t, what_there_is_not_is_null);
    tcase_add_test(t, a_finding_on_a_file_is_at_its_first_byte);
    tcase_add_test(t, a_finding_without_a_place_has_none);
    tcase_add_test(t, columns_are_bytes);
    tcase_add_test(t, suppressed_findings_say_so_and_are_counted_apart);
    tcase_add_test(t, findings_over_the_limit_are_counted);
    tcase_add_test(t, no_bytes_break_the_document);
    tcase_add_test(t, texts_are_kept_as_they_are);
    tcase_add_test(t, a_fix_that_cannot_be_said_is_left_out);
    tcase_add_test(t, a_fix_without_a_place_is_left_out);
    tcase_add_test(t, lines_hold_the_same_as_the_document);
    tcase_add_test(t, an_empty_report_is_one_line);
    suite_add_tcase(s, t);
    return s;
}
