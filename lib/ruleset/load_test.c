#include "ruleset/load.h"

#include "base/buf.h"
#include "base/limits.h"

#include <check.h>

/* Test state: Check gives a fixture no argument to keep it in. */
static struct arena arena;
static struct file_store files;
static struct source_store sources;
static struct sink sink;

static void setup(void)
{
    arena_init(&arena, NULL);
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    sink = (struct sink){.a = &arena};
}

static void teardown(void)
{
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&arena);
}

static struct rule *load_as(const char *path, struct str text)
{
    sink = (struct sink){.a = &arena};
    struct file *file = file_from_bytes(&files, str_from(path), text);
    return rule_load(&arena, &sources, source_add(&sources, file, SPAN_NONE), &sink);
}

static struct rule *load(const char *text)
{
    return load_as("rules/ops/rule.yaml", str_from(text));
}

static const char *z(struct str s)
{
    return str_dup(&arena, s).p;
}

/* "line:column" of a span's first byte. */
static const char *place(struct span at)
{
    struct place p = source_place(&sources, at);
    struct line_column lc = p.file ? file_line_column(p.file, p.off) : (struct line_column){0, 0};
    return str_printf(&arena, "%u:%u", lc.line, lc.column).p;
}

/* "line:column: message; help", one fault a line. Each must be a fault of the rule. */
static const char *faults(void)
{
    struct buf out = {.a = &arena};
    for (uint32_t i = 0; i < sink.findings.n; i++) {
        const struct finding *f = sink.findings.p[i];
        ck_assert_str_eq(z(f->rule), "meta/invalid-rule");
        buf_printf(&out, "%s%s: %.*s", i ? "\n" : "", place(f->at), STR_ARG(f->message));
        if (f->help.n)
            buf_printf(&out, "; %.*s", STR_ARG(f->help));
    }
    buf_putc(&out, '\0');
    return out.p;
}

/* A rule that loads: four lines, then what judges. */
#define HEAD "id: ops/rule\ntitle: a title\nseverity: note\nselect: service\n"
#define JUDGE "assert: a\nat: b\nmessage: c\n"

static struct rule *load_sound(const char *text)
{
    struct rule *rule = load(text);
    ck_assert_str_eq(faults(), "");
    ck_assert_ptr_nonnull(rule);
    return rule;
}

/* ---- what is read ---- */

START_TEST(a_short_rule_takes_the_defaults)
{
    struct rule *r = load_sound(HEAD JUDGE);
    ck_assert_str_eq(z(r->info.id), "ops/rule");
    ck_assert_str_eq(z(r->info.title), "a title");
    ck_assert_int_eq(r->info.severity, SEV_NOTE);
    ck_assert_int_eq(r->info.status, RULE_STABLE);
    ck_assert_int_eq(r->info.precision, PRECISION_MEDIUM);
    ck_assert(r->info.ignorable);
    ck_assert_str_eq(z(r->select), "service");
    ck_assert_str_eq(z(r->assertion.text), "a");
    ck_assert_str_eq(place(r->at.at), "6:5");
    ck_assert_uint_eq(r->check.n, 0);
    ck_assert_uint_eq(r->fix.applicability.n, 0);
    ck_assert_uint_eq(r->n_tests, 0);
}
END_TEST

#define EVERY_KEY                                                                                                             \
    "id: ops/rule\n"                                                                                                          \
    "title: more workers than CPUs\n"                                                                                         \
    "status: deprecated\n"                                                                                                    \
    "since: 0.2\n"                                                                                                            \
    "severity: warning\n"                                                                                                     \
    "precision: very-high\n"                                                                                                  \
    "tags: [capacity, cpu]\n"                                                                                                 \
    "aliases: [other-tool/W12]\n"                                                                                             \
    "ignorable: false\n"                                                                                                      \
    "select: nginx:http.server.location\n"                                                                                    \
    "when: self.worker_model == \"event\"\n"                                                                                  \
    "params: {per_cpu: {type: double, default: 1}, names: {type: list, default: [a, 2, 2.5, true]}}\n"                        \
    "variables:\n"                                                                                                            \
    "  - {name: allowed, expression: host.cpus * params.per_cpu}\n"                                                           \
    "assert: self.processes <= variables.allowed\n"                                                                           \
    "at: self.processes\n"                                                                                                    \
    "label: '{self.processes} workers'\n"                                                                                     \
    "message: 'too many on {host.name}'\n"                                                                                    \
    "related: [{at: host.cpus, label: the host}]\n"                                                                           \
    "notes: ['host {host.name}', two]\n"                                                                                      \
    "help: use fewer\n"                                                                                                       \
    "fix: {replace: self.processes, with: string(variables.allowed), applicability: unsafe}\n"                                \
    "docs:\n"                                                                                                                 \
    "  what: |\n"                                                                                                             \
    "    Two\n"                                                                                                               \
    "    lines.\n"                                                                                                            \
    "  why: reasons\n"                                                                                                        \
    "  example: worker_processes 8;\n"                                                                                        \
    "  options: {per_cpu: workers for each CPU}\n"                                                                            \
    "  sources: [https://example.org/]\n"                                                                                     \
    "fires_in: testdata/ops/rule\n"                                                                                           \
    "tests:\n"                                                                                                                \
    "  - {name: too many, kind: nginx, target: 1.22, config: \"worker_processes 8;\", host: {cpus: 4}, expect: [\"1:18\"]}\n" \
    "  - {name: nothing, kind: nginx, config: '', expect: []}\n"                                                              \
    "  - {name: unknown, kind: nginx, config: x, hosts: {web-1: {cpus: 2}}, facts: {today: 2027-01-20}, files: {b: {kind: nginx, config: y}}, expect: not-run}\n"

START_TEST(every_key_is_read)
{
    struct rule *r = load_sound(EVERY_KEY);
    ck_assert_int_eq(r->info.status, RULE_DEPRECATED);
    ck_assert_str_eq(z(r->info.since), "0.2");
    ck_assert_int_eq(r->info.severity, SEV_WARNING);
    ck_assert_int_eq(r->info.precision, PRECISION_VERY_HIGH);
    ck_assert_uint_eq(r->info.n_tags, 2);
    ck_assert_str_eq(z(r->info.tags[1]), "cpu");
    ck_assert_uint_eq(r->n_aliases, 1);
    ck_assert_str_eq(z(r->aliases[0]), "other-tool/W12");
    ck_assert(!r->info.ignorable);
    ck_assert_str_eq(z(r->select), "nginx:http.server.location");
    ck_assert_str_eq(z(r->when.text), "self.worker_model == \"event\"");
    ck_assert_str_eq(z(r->label.text), "{self.processes} workers");
    ck_assert_str_eq(z(r->message.text), "too many on {host.name}");
    ck_assert_uint_eq(r->n_related, 1);
    ck_assert_str_eq(z(r->related[0].at.text), "host.cpus");
    ck_assert_str_eq(z(r->related[0].label.text), "the host");
    ck_assert_uint_eq(r->n_notes, 2);
    ck_assert_str_eq(z(r->notes[0].text), "host {host.name}");
    ck_assert_str_eq(z(r->help.text), "use fewer");
    ck_assert_str_eq(z(r->fix.replace.text), "self.processes");
    ck_assert_str_eq(z(r->fix.with.text), "string(variables.allowed)");
    ck_assert_str_eq(z(r->fix.applicability), "unsafe");
    ck_assert_str_eq(z(r->docs.what), "Two\nlines.\n");
    ck_assert_str_eq(z(r->info.what), "Two\nlines.\n");
    ck_assert_str_eq(z(r->info.why), "reasons");
    ck_assert_str_eq(z(r->docs.example), "worker_processes 8;");
    ck_assert_uint_eq(r->docs.n_options, 1);
    ck_assert_str_eq(z(r->docs.options[0].name), "per_cpu");
    ck_assert_str_eq(z(r->docs.options[0].text), "workers for each CPU");
    ck_assert_str_eq(z(r->docs.sources[0]), "https://example.org/");
    ck_assert_str_eq(z(r->fires_in), "testdata/ops/rule");
    ck_assert_uint_eq(r->n_variables, 1);
    ck_assert_str_eq(z(r->variables[0].name), "allowed");
    ck_assert_str_eq(z(r->variables[0].expression.text), "host.cpus * params.per_cpu");
}
END_TEST

START_TEST(tests_are_read)
{
    struct rule *r = load_sound(EVERY_KEY);
    ck_assert_uint_eq(r->n_tests, 3);
    const struct rule_test *t = r->tests;
    ck_assert_str_eq(z(t[0].name), "too many");
    ck_assert_str_eq(z(t[0].kind), "nginx");
    ck_assert_str_eq(z(t[0].target), "1.22");
    ck_assert_str_eq(z(t[0].config), "worker_processes 8;");
    ck_assert_str_eq(z(t[0].host.text), "{cpus: 4}");
    ck_assert_uint_eq(t[0].n_expect, 1);
    ck_assert_str_eq(z(t[0].expect[0]), "1:18");
    ck_assert(!t[0].expect_not_run);
    ck_assert_uint_eq(t[1].config.n, 0);
    ck_assert_uint_eq(t[1].n_expect, 0);
    ck_assert_uint_eq(t[1].host.text.n, 0);
    ck_assert(t[2].expect_not_run);
    ck_assert_str_eq(z(t[2].hosts.text), "{web-1: {cpus: 2}}");
    ck_assert_uint_eq(t[2].n_files, 1);
    ck_assert_str_eq(z(t[2].files[0].path), "b");
    ck_assert_str_eq(z(t[2].files[0].config), "y");
    ck_assert_str_eq(z(t[2].facts.text), "{today: 2027-01-20}");
    ck_assert_uint_eq(t[1].facts.text.n, 0);
    ck_assert_str_eq(place(t[2].at), "35:12");
}
END_TEST

START_TEST(parameters_have_values_of_their_types)
{
    struct rule *r = load_sound(HEAD JUDGE "params:\n"
                                           "  i: {type: int, default: 4GiB}\n"
                                           "  d: {type: double, default: 3}\n"
                                           "  s: {type: string, default: 'x y'}\n"
                                           "  b: {type: bool, default: true}\n"
                                           "  t: {type: duration, default: 1m30s}\n"
                                           "  l: {type: list, default: [a, 2, 2.5, true, '7']}\n"
                                           "  e: {type: list, default: []}\n");
    static const char *const want[] = {"4294967296", "3", "x y", "true", "1m30s", "a, 2, 2.5, true, 7", ""};
    static const enum value_type types[] = {VALUE_INT,      VALUE_DOUBLE, VALUE_STRING, VALUE_BOOL,
                                            VALUE_DURATION, VALUE_LIST,   VALUE_LIST};
    ck_assert_uint_eq(r->n_params, 7);
    for (uint32_t i = 0; i < r->n_params; i++) {
        struct value v = rule_param_default(&arena, &r->params[i]);
        ck_assert_int_eq(v.type, types[i]);
        ck_assert_str_eq(z(value_format(&arena, v)), want[i]);
    }
    ck_assert_str_eq(z(r->params[0].default_text), "4GiB");
    ck_assert_str_eq(z(r->params[5].default_text), "[a, 2, 2.5, true, 7]");
    ck_assert_int_eq(r->params[5].default_items[4].type, VALUE_STRING);
}
END_TEST

/* ---- places ---- */

/* Where a part of a text stands in the file. */
static const char *place_of(const struct rule_text *t, const char *part)
{
    struct str needle = str_from(part);
    uint32_t off = str_find(t->text, needle);
    ck_assert_msg(off < t->text.n, "%s is not in the text", part);
    return place(span_map_resolve(t->map, (struct span){0, off, needle.n}));
}

START_TEST(a_byte_of_an_expression_leads_to_its_byte_in_the_file)
{
    struct rule *r = load_sound(HEAD "assert: |\n"
                                     "    self.processes\n"
                                     "      <= host.cpus\n"
                                     "at: >-\n"
                                     "  self\n"
                                     "  .processes\n"
                                     "message: 'it''s {host.name}'\n"
                                     "label: \"\\u00e9 {self.name}\"\n"
                                     "help: plain é text\n");
    ck_assert_str_eq(place(r->assertion.at), "5:9");
    ck_assert_str_eq(place_of(&r->assertion, "self"), "6:5");
    ck_assert_str_eq(place_of(&r->assertion, "host"), "7:10");
    ck_assert_str_eq(place_of(&r->at, ".processes"), "10:3");
    ck_assert_str_eq(place_of(&r->message, "host.name"), "11:18");
    ck_assert_str_eq(place_of(&r->label, "self"), "12:17");
    ck_assert_str_eq(place_of(&r->help, "text"), "13:16");
}
END_TEST

START_TEST(facts_of_a_block_mapping_keep_shape_and_place)
{
    struct rule *r = load_sound(HEAD JUDGE "tests:\n"
                                           "  - name: one\n"
                                           "    kind: nginx\n"
                                           "    config: x\n"
                                           "    host:\n"
                                           "      cpus: 4 # few\n"
                                           "      process_memory:\n"
                                           "        nginx-worker: 580MiB\n"
                                           "    expect: []\n");
    const struct rule_text *host = &r->tests[0].host;
    ck_assert_str_eq(z(host->text), "      cpus: 4 # few\n      process_memory:\n        nginx-worker: 580MiB");
    ck_assert_str_eq(place_of(host, "cpus"), "13:7");
    ck_assert_str_eq(place_of(host, "nginx-worker"), "15:9");
}
END_TEST

START_TEST(an_alias_may_repeat_a_text)
{
    struct rule *r = load_sound(HEAD JUDGE "docs: {what: &text same, why: *text}\n");
    ck_assert_str_eq(z(r->docs.why), "same");
}
END_TEST

/* ---- faults ---- */

struct fault_case {
    const char *text, *want;
};

static void assert_faults(const struct fault_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct rule *rule = load(cases[i].text);
        ck_assert_str_eq(faults(), cases[i].want);
        ck_assert_ptr_null(rule);
    }
}

#define ASSERT_FAULTS(cases) assert_faults(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(a_file_that_is_no_rule_says_why)
{
    static const struct fault_case cases[] = {
        {"", "1:1: a rule file without a rule"},
        {"# only a comment\n", "1:1: a rule file without a rule"},
        {"- a\n- b\n", "1:1: the file is a list, not a mapping"},
        {"a text\n", "1:1: the file is a text, not a mapping"},
        {HEAD JUDGE "---\nid: ops/second\n", "9:1: a second document in a rule file"},
        {"id: ops/rule\ntitle: [\n",
         "3:1: not valid YAML: did not find expected node content while parsing a flow node"},
        {"id: ops/rule\n\ttitle: x\n",
         "2:1: not valid YAML: found a tab character that violates indentation while scanning a plain scalar"},
        {HEAD JUDGE "title: again\n", "8:1: duplicate key \"title\""},
        {HEAD JUDGE "help: *none\n", "8:7: alias \"none\" has no anchor before it"},
        {HEAD JUDGE "? [a, b]\n: c\n", "8:3: a key that is no text"},
        {"\xff\xfe", "1:1: UTF-16 is not read, only UTF-8"},
    };
    ASSERT_FAULTS(cases);
}
END_TEST

START_TEST(unknown_and_missing_keys_are_refused)
{
    static const struct fault_case cases[] = {
        {HEAD JUDGE "severty: note\n", "8:1: unknown key \"severty\" in a rule; the nearest is severity"},
        {HEAD JUDGE "zzzzzzzzz: note\n",
         "8:1: unknown key \"zzzzzzzzz\" in a rule; known are id, title, status, since, severity, precision, tags, aliases, "
         "ignorable, select, when, params, variables, assert, check, at, label, message, related, notes, help, fix, docs, "
         "fires_in, tests"},
        {HEAD JUDGE "fix: {replce: a, with: b, applicability: safe}\n",
         "8:7: unknown key \"replce\" in a fix; the nearest is replace\n8:6: a fix without \"replace\" or \"set\""},
        {HEAD JUDGE "fix: {set: a, replace: a, with: b, applicability: safe}\n",
         "8:12: a fix with \"replace\" and \"set\""},
        {HEAD JUDGE "fix: {set: a, applicability: safe}\n", "8:6: a fix without \"with\""},
        {HEAD JUDGE "docs: {what: a, why: b, wy: c}\n", "8:25: unknown key \"wy\" in docs; the nearest is why"},
        {"title: a\nseverity: note\nselect: host\n" JUDGE, "1:1: a rule without \"id\""},
        {"id: ops/rule\nselect: host\n" JUDGE, "1:1: a rule without \"title\"\n1:1: a rule without \"severity\""},
        {HEAD, "1:1: a rule without \"assert\" or \"check\""},
        {HEAD "assert: a\n",
         "1:1: a rule with \"assert\" and without \"at\"\n1:1: a rule with \"assert\" and without \"message\""},
        {HEAD "check: f\nassert: a\nat: b\nmessage: c\n",
         "6:1: \"assert\" has no use beside \"check\"\n7:1: \"at\" has no use beside \"check\"\n"
         "8:1: \"message\" has no use beside \"check\""},
        {HEAD JUDGE "docs: {what: a}\n", "8:8: docs without \"why\""},
        {HEAD JUDGE "variables: [{name: a}]\n", "8:14: a variable without \"expression\""},
        {HEAD JUDGE "related: [{at: a}]\n", "8:12: a related place without \"label\""},
        {HEAD JUDGE "params: {a: {type: int}}\n", "8:14: a parameter without \"default\""},
        {HEAD JUDGE "tests: [{name: a}]\n",
         "8:10: a test without \"kind\"\n8:10: a test without \"config\"\n8:10: a test without \"expect\""},
        {HEAD JUDGE "fix: {replace: a, with: b}\n", "8:7: a fix without \"applicability\""},
        {HEAD JUDGE "fix: {replace: a, applicability: safe}\n", "8:6: a fix without \"with\""},
        {HEAD JUDGE "fix: {}\n", "8:6: a fix without \"applicability\""},
    };
    ASSERT_FAULTS(cases);
}
END_TEST

START_TEST(values_of_the_wrong_form_are_refused)
{
    static const struct fault_case cases[] = {
        {HEAD JUDGE "tags: capacity\n", "8:7: \"tags\" is a text, not a list"},
        {HEAD JUDGE "tags: {a: b}\n", "8:7: \"tags\" is a mapping, not a list"},
        {HEAD JUDGE "tags: [[a]]\n", "8:8: an item of \"tags\" is a list, not a text; quote a text that starts with ["},
        {HEAD JUDGE "label: {self.name}\n", "8:8: \"label\" is a mapping, not a text; quote a text that starts with {"},
        {HEAD JUDGE "label:\n  a: b\n", "9:3: \"label\" is a mapping, not a text"},
        {HEAD JUDGE "help:\n", "8:1: \"help\" is empty, not a text"},
        {HEAD JUDGE "help: ''\n", "8:7: \"help\" is empty, not a text"},
        {HEAD JUDGE "help: ~\n", "8:7: \"help\" is empty, not a text"},
        {HEAD JUDGE "docs: text\n", "8:7: \"docs\" is a text, not a mapping"},
        {HEAD JUDGE "docs:\n", "8:1: \"docs\" is empty, not a mapping"},
        {HEAD JUDGE "params: [a]\n", "8:9: \"params\" is a list, not a mapping"},
        {HEAD JUDGE "params: {a: int}\n", "8:13: \"a\" is a text, not a mapping"},
        {HEAD JUDGE "tests: {a: b}\n", "8:8: \"tests\" is a mapping, not a list"},
        {HEAD JUDGE "tests: [a]\n", "8:9: an item of \"tests\" is a text, not a mapping"},
        {HEAD JUDGE "since: \"0\\x1b[31m\"\n", "8:8: \"since\" holds a line break or another control character"},
        {HEAD JUDGE "since: |\n  a\n  b\n", "8:8: \"since\" holds a line break or another control character"},
    };
    ASSERT_FAULTS(cases);
}
END_TEST

START_TEST(words_that_are_not_known_are_refused)
{
    static const struct fault_case cases[] = {
        {"id: ops/rule\ntitle: t\nseverity: warnig\nselect: host\n" JUDGE,
         "3:11: \"severity\" is \"warnig\", which is not known; the nearest is warning"},
        {"id: ops/rule\ntitle: t\nseverity: fatal\nselect: host\n" JUDGE,
         "3:11: \"severity\" is \"fatal\", which is not known; known are note, warning, error"},
        {HEAD JUDGE "status: stabel\n", "8:9: \"status\" is \"stabel\", which is not known; the nearest is stable"},
        {HEAD JUDGE "precision: hig\n", "8:12: \"precision\" is \"hig\", which is not known; the nearest is high"},
        {HEAD JUDGE "ignorable: maybe\n",
         "8:12: \"ignorable\" is \"maybe\", which is not known; known are false, true"},
        {HEAD JUDGE "params: {a: {type: inte, default: 1}}\n",
         "8:20: \"type\" is \"inte\", which is not known; the nearest is int"},
        {HEAD JUDGE "fix: {replace: a, with: b, applicability: unsave}\n",
         "8:43: \"applicability\" is \"unsave\", which is not known; the nearest is unsafe"},
        {"id: ops/rule\ntitle: t\nseverity: note\nselect: servce\n" JUDGE,
         "4:9: \"select\" is \"servce\", which is not known; the nearest is service"},
        {"id: ops/rule\ntitle: t\nseverity: note\nselect: 'nginx:'\n" JUDGE,
         "4:9: \"select\" is \"nginx:\", which is not known; known are document, host, service, listen, pool, server, route"},
        {HEAD JUDGE "tests: [{name: a, kind: nginx, config: x, expect: notrun}]\n",
         "8:51: \"expect\" is \"notrun\", which is not known; the nearest is not-run"},
    };
    ASSERT_FAULTS(cases);
}
END_TEST

START_TEST(an_id_is_its_folder_and_file_name)
{
    static const struct fault_case cases[] = {
        {"id: ops/other\ntitle: t\nseverity: note\nselect: host\n" JUDGE,
         "1:5: id \"ops/other\" in the file of \"ops/rule\"; a rule's id is its folder and the name of its file"},
        {"id: team/rule\ntitle: t\nseverity: note\nselect: host\n" JUDGE,
         "1:5: id \"team/rule\" in the file of \"ops/rule\"; a rule's id is its folder and the name of its file"},
        {"id: rule\ntitle: t\nseverity: note\nselect: host\n" JUDGE,
         "1:5: \"rule\" is no rule id; an id is PACK/NAME, each of lower-case letters, digits and hyphens"},
        {"id: ops/Rule\ntitle: t\nseverity: note\nselect: host\n" JUDGE,
         "1:5: \"ops/Rule\" is no rule id; an id is PACK/NAME, each of lower-case letters, digits and hyphens"},
        {"id: a/b/c\ntitle: t\nseverity: note\nselect: host\n" JUDGE,
         "1:5: \"a/b/c\" is no rule id; an id is PACK/NAME, each of lower-case letters, digits and hyphens"},
    };
    ASSERT_FAULTS(cases);
    ck_assert_ptr_nonnull(load_as("/srv/packs/ops/rule.yml", STR(HEAD JUDGE)));
}
END_TEST

START_TEST(parameters_variables_and_tests_must_fit_together)
{
    static const struct fault_case cases[] = {
        {HEAD JUDGE "params: {a: {type: int, default: 1.5}}\n", "8:34: default \"1.5\" is no int"},
        {HEAD JUDGE "params: {a: {type: double, default: many}}\n", "8:37: default \"many\" is no double"},
        {HEAD JUDGE "params: {a: {type: duration, default: 5}}\n", "8:39: default \"5\" is no duration"},
        {HEAD JUDGE "params: {a: {type: bool, default: yes}}\n", "8:35: default \"yes\" is no bool"},
        {HEAD JUDGE "params: {a: {type: int, default: [1]}}\n", "8:34: default \"[1]\" is no int"},
        {HEAD JUDGE "params: {a: {type: list, default: 1}}\n", "8:35: default \"1\" is no list"},
        {HEAD JUDGE "params: {a: {type: list, default: [[1]]}}\n", "8:35: default \"[[1]]\" is no list"},
        {HEAD JUDGE "params: {a: {type: int, default: }}\n", "8:25: default \"\" is no int"},
        {HEAD JUDGE "params: {a-b: {type: int, default: 1}}\n",
         "8:10: \"a-b\" cannot name a parameter; expressions read it by its name: letters, digits and _, and none of true, "
         "false, null, in"},
        {HEAD JUDGE "variables: [{name: in, expression: a}]\n",
         "8:20: \"in\" cannot name a variable; expressions read it by its name: letters, digits and _, and none of true, "
         "false, null, in"},
        {HEAD JUDGE "variables: [{name: v, expression: a}, {name: v, expression: b}]\n",
         "8:46: a second variable \"v\""},
        {HEAD JUDGE "params: {ratio: {type: int, default: 1}}\ndocs: {what: a, why: b, options: {ration: c}}\n",
         "9:35: docs of an option \"ration\" that no parameter has; the nearest is ratio"},
        {HEAD JUDGE
         "tests:\n- {name: a, kind: k, config: c, expect: []}\n- {name: a, kind: k, config: c, expect: []}\n",
         "10:10: a second test \"a\""},
        {HEAD JUDGE "tests: [{name: a, kind: k, config: c, expect: ['1']}]\n",
         "8:48: \"1\" is no place: \"LINE:COLUMN\", or \"PATH:LINE:COLUMN\" in one of its files"},
        {HEAD JUDGE "tests: [{name: a, kind: k, config: c, expect: ['0:1']}]\n",
         "8:48: \"0:1\" is no place: \"LINE:COLUMN\", or \"PATH:LINE:COLUMN\" in one of its files"},
        {HEAD JUDGE "tests: [{name: a, kind: k, config: c, files: {b: {kind: k}}, expect: []}]\n",
         "8:51: a file of a test without \"config\""},
        {HEAD JUDGE "tests: [{name: a, kind: k, config: c, host: {}, hosts: {}, expect: []}]\n",
         "8:56: a test with both \"host\" and \"hosts\""},
        {HEAD JUDGE "tests: [{name: a, kind: k, config: c, facts: [dns], expect: []}]\n",
         "8:46: \"facts\" is a list, not a mapping"},
        {HEAD JUDGE "tests: [{name: a, kind: k, config: c, host: 4, expect: []}]\n",
         "8:45: \"host\" is a text, not a mapping"},
        {HEAD JUDGE "tests: [{name: &n a, kind: k, config: c, host: {role: *n}, expect: []}]\n",
         "8:48: facts of a test that hold an alias"},
        {HEAD "check: f\nfix: {replace: a, applicability: safe}\n",
         "6:16: a fix of a C check, which makes it itself, has only \"applicability\""},
    };
    ASSERT_FAULTS(cases);
}
END_TEST

START_TEST(one_fault_hides_no_other)
{
    load("id: ops/rule\ntitle: []\nseverity: fatale\nselect: host\nasert: a\nat: b\nmessage: c\n");
    ck_assert_str_eq(faults(), "2:8: \"title\" is a list, not a text; quote a text that starts with [\n"
                               "3:11: \"severity\" is \"fatale\", which is not known; known are note, warning, error\n"
                               "5:1: unknown key \"asert\" in a rule; the nearest is assert\n"
                               "1:1: a rule without \"assert\" or \"check\"");
}
END_TEST

/* ---- bounds ---- */

START_TEST(what_is_too_large_is_refused)
{
    struct buf text = {.a = &arena};
    buf_put(&text, STR(HEAD JUDGE "notes:\n"));
    for (int i = 0; i <= LIMIT_RULE_ITEMS; i++)
        buf_put(&text, STR("- a\n"));
    ck_assert_ptr_null(load_as("rules/ops/rule.yaml", buf_str(&text)));
    ck_assert_str_eq(faults(), "9:1: \"notes\" holds more than 500 items");

    buf_clear(&text);
    buf_put(&text, STR(HEAD JUDGE "help: "));
    buf_pad(&text, 'a', LIMIT_RULE_TEXT_BYTES + 1);
    ck_assert_ptr_null(load_as("rules/ops/rule.yaml", buf_str(&text)));
    ck_assert_str_eq(faults(), "8:7: \"help\" is longer than 16384 bytes");

    buf_clear(&text);
    buf_put(&text, STR(HEAD JUDGE "# "));
    buf_pad(&text, 'a', LIMIT_RULE_BYTES);
    ck_assert_ptr_null(load_as("rules/ops/rule.yaml", buf_str(&text)));
    ck_assert_str_eq(faults(), "1:1: a rule file of more than 1048576 bytes");
}
END_TEST

START_TEST(an_alias_cannot_repeat_a_text_without_end)
{
    struct buf text = {.a = &arena};
    buf_put(&text, STR(HEAD JUDGE "notes:\n- &n "));
    buf_pad(&text, 'x', LIMIT_RULE_TEXT_BYTES);
    for (int i = 0; i < 16; i++)
        buf_put(&text, STR("\n- *n"));
    ck_assert_ptr_null(load_as("rules/ops/rule.yaml", buf_str(&text)));
    ck_assert_str_eq(z(sink.findings.p[0]->message), "expressions and messages of more than 262144 bytes");
}
END_TEST

START_TEST(faults_of_one_file_are_bounded)
{
    struct buf text = {.a = &arena};
    buf_put(&text, STR(HEAD JUDGE));
    for (int i = 0; i < 10 * LIMIT_RULE_FAULTS; i++)
        buf_printf(&text, "key%d: x\n", i);
    ck_assert_ptr_null(load_as("rules/ops/rule.yaml", buf_str(&text)));
    ck_assert_uint_eq(sink.findings.n, LIMIT_RULE_FAULTS);
}
END_TEST

START_TEST(aliases_cannot_blow_a_rule_up)
{
    struct buf text = {.a = &arena};
    buf_put(&text, STR(HEAD JUDGE "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"));
    for (int i = 1; i < 12; i++)
        buf_printf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1,
                   i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    ck_assert_ptr_null(load_as("rules/ops/rule.yaml", buf_str(&text)));
    ck_assert_str_eq(z(sink.findings.p[0]->message), "aliases that expand to too many or too deeply nested nodes");
}
END_TEST

/* ---- names of other floors ---- */

START_TEST(kinds_and_checks_must_exist)
{
    struct rule *r =
        load_sound("id: ops/rule\ntitle: t\nseverity: note\nselect: ngnx:http\ncheck: reeder\n"
                   "tests: [{name: a, kind: haproxi, config: x, expect: []}, {name: b, kind: nginx, config: x, "
                   "expect: []}]\n");
    ck_assert(!rule_check_names(&arena, r, &sink));
    ck_assert_str_eq(faults(), "5:8: no C check is called \"reeder\"; the nearest is reader\n"
                               "4:9: no kind of configuration is called \"ngnx\"; the nearest is nginx\n"
                               "6:25: no kind of configuration is called \"haproxi\"; the nearest is haproxy");
    ck_assert(rule_check_names(&arena, load_sound(HEAD "check: reader\n"), &sink));
}
END_TEST

Suite *load_suite(void);
Suite *load_suite(void)
{
    Suite *s = suite_create("load");
    TCase *t = tcase_create("load");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_short_rule_takes_the_defaults);
    tcase_add_test(t, every_key_is_read);
    tcase_add_test(t, tests_are_read);
    tcase_add_test(t, parameters_have_values_of_their_types);
    tcase_add_test(t, a_byte_of_an_expression_leads_to_its_byte_in_the_file);
    tcase_add_test(t, facts_of_a_block_mapping_keep_shape_and_place);
    tcase_add_test(t, an_alias_may_repeat_a_text);
    tcase_add_test(t, a_file_that_is_no_rule_says_why);
    tcase_add_test(t, unknown_and_missing_keys_are_refused);
    tcase_add_test(t, values_of_the_wrong_form_are_refused);
    tcase_add_test(t, words_that_are_not_known_are_refused);
    tcase_add_test(t, an_id_is_its_folder_and_file_name);
    tcase_add_test(t, parameters_variables_and_tests_must_fit_together);
    tcase_add_test(t, one_fault_hides_no_other);
    tcase_add_test(t, what_is_too_large_is_refused);
    tcase_add_test(t, an_alias_cannot_repeat_a_text_without_end);
    tcase_add_test(t, faults_of_one_file_are_bounded);
    tcase_add_test(t, aliases_cannot_blow_a_rule_up);
    tcase_add_test(t, kinds_and_checks_must_exist);
    suite_add_tcase(s, t);
    return s;
}
