/* Scopes and what the manual says of them; compiled rules and their faults. */
#include "base/limits.h"
#include "ruleset/compile.h"

#include <check.h>
#include <stdlib.h>

static struct arena arena;
static struct sink sink;

static void setup(void)
{
    arena_init(&arena, NULL);
    sink = (struct sink){.a = &arena};
}

static void teardown(void)
{
    arena_free(&arena);
}

START_TEST(every_scope_is_found_by_its_name)
{
    struct rule_scope s, found;
    struct str nearest;
    uint32_t n = 0;
    for (; scope_at(&arena, n, &s); n++) {
        ck_assert_msg(scope_find(&arena, s.name, &found, &nearest), "%.*s", STR_ARG(s.name));
        ck_assert(found.self->kind == TYPE_OBJECT);
    }
    ck_assert_uint_gt(n, 10);
    ck_assert(!scope_find(&arena, STR("servce"), &found, &nearest));
    ck_assert(str_eq(nearest, STR("service")));
}
END_TEST

START_TEST(settings_have_the_types_of_the_words_table)
{
    static const struct {
        const char *scope, *name, *type;
    } rows[] = {
        {"nginx:main", "worker_processes", "int"},
        {"nginx:http", "sendfile", "bool"},
        {"nginx:http.server.location", "proxy_read_timeout", "google.protobuf.Duration"},
        {"nginx:http.server.location", "client_max_body_size", "int"},
        {"nginx:http.server", "listen", "list(list(string))"},
        {"nginx:http.server.location", "args", "list(string)"},
        {"haproxy:frontend", "timeout client", "google.protobuf.Duration"},
        {"haproxy:backend", "option redispatch", "bool"},
        {"haproxy:backend", "balance", "list(string)"},
        {"haproxy:backend", "http-request deny", "list(list(string))"},
        {"haproxy:backend", "servers", "list(server)"},
        {"haproxy:global", "tune.bufsize", "int"},
        {"haproxy:server", "check", "bool"},
        {"haproxy:server", "proxy", "proxy"},
        {"haproxy:bind", "crt", "list(string)"},
        {"haproxy:bind", "name", "string"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct rule_scope s;
        struct str nearest;
        ck_assert(scope_find(&arena, str_from(rows[i].scope), &s, &nearest));
        const struct type *t = s.self->fields->type_of(s.self->fields->ctx, str_from(rows[i].name));
        ck_assert_msg(t != NULL, "%s", rows[i].name);
        struct str shown = type_show(&arena, t);
        ck_assert_msg(str_eq(shown, str_from(rows[i].type)), "%s is %.*s", rows[i].name, STR_ARG(shown));
    }
}
END_TEST

static struct str read_manual(void)
{
    static struct file_store files;
    enum file_fault fault;
    const char *root = getenv("LOADLINE_SOURCE");
    if (!root)
        return (struct str){0};
    file_store_init(&files, str_from(root), LIMIT_RULE_BYTES, NULL);
    struct file *file = file_open(&files, STR("man/loadline-rules.5"), &fault);
    ck_assert_ptr_nonnull(file);
    struct str text = str_dup(&arena, file->bytes);
    file_store_free(&files);
    return text;
}

/* Only where the sources are: the build says so in the environment. */
START_TEST(the_manual_has_every_scope_and_field)
{
    struct str manual = read_manual();
    struct rule_scope s;
    struct scope_field f;
    for (uint32_t i = 0; manual.n && scope_at(&arena, i, &s); i++)
        ck_assert_msg(str_find(manual, s.name) < manual.n, "%.*s", STR_ARG(s.name));
    for (int scope = STACK_HOST; manual.n && scope <= STACK_ROUTE; scope++)
        for (uint32_t i = 0; scope_field_at(&arena, (enum stack_scope)scope, i, &f); i++) {
            struct str row = str_printf(&arena, ".It Cm %.*s\n", STR_ARG(f.name));
            ck_assert_msg(str_find(manual, row) < manual.n, "%.*s", STR_ARG(f.name));
            ck_assert_msg(str_find(manual, f.meaning) < manual.n, "%.*s: meaning", STR_ARG(f.name));
        }
}
END_TEST

START_TEST(the_manual_lists_every_built_in_rule)
{
    struct str manual = read_manual();
    for (uint32_t i = 0; manual.n && i < rules_builtin_count; i++) {
        const struct rule_info *rule = &rules_builtin[i]->info;
        struct str row = str_printf(&arena, ".It Cm %.*s\n%.*s\n", STR_ARG(rule->id), STR_ARG(rule->title));
        ck_assert_msg(str_find(manual, row) < manual.n, "%.*s", STR_ARG(rule->id));
    }
}
END_TEST

static const struct rule_program *compile(const char *assertion, const char *message)
{
    struct rule *r = arena_new(&arena, struct rule);
    r->info.id = STR("own/rule");
    r->select = STR("service");
    r->assertion = (struct rule_text){str_from(assertion), {1, 100, 0}, NULL};
    r->at = (struct rule_text){STR("self.processes"), {1, 200, 14}, NULL};
    r->message = (struct rule_text){str_from(message), {1, 300, (uint32_t)str_from(message).n}, NULL};
    return rule_compile(&arena, rule_functions(&arena), r, NULL, &sink);
}

START_TEST(a_fault_stands_at_its_byte)
{
    ck_assert_ptr_null(compile("true && self.proceses > 1", "m"));
    ck_assert_uint_eq(sink.findings.p[0]->at.off, 108);
    ck_assert_ptr_null(compile("true", "at {host.cpu} CPUs"));
    ck_assert_uint_eq(sink.findings.p[1]->at.off, 304);
    ck_assert_ptr_null(compile("self.processes", "m"));
    ck_assert_uint_eq(sink.findings.n, 3);
}
END_TEST

START_TEST(whether_hosts_matter_is_known)
{
    ck_assert(!compile("self.processes > 1", "m")->reads_host);
    ck_assert(compile("double(self.processes) > host.cpus", "m")->reads_host);
    ck_assert(compile("self.processes > 1", "on {host}")->reads_host);
}
END_TEST

START_TEST(braces_quotes_and_maps_stand_in_texts)
{
    static const char *const sound[] = {"{{}}", "{'}'}", "{\"{\"}", "a {r'\\'} b", "{{{self.processes}}}"};
    static const char *const faulty[] = {"{", "}", "{self.processes", "{'a}", "a } b"};
    for (size_t i = 0; i < sizeof(sound) / sizeof(sound[0]); i++)
        ck_assert_msg(compile("true", sound[i]) != NULL, "%s", sound[i]);
    /* A map at the start needs a blank: {{ is a brace. */
    ck_assert_ptr_nonnull(compile("true", "{ {'a': 1}['a'] }"));
    for (size_t i = 0; i < sizeof(faulty) / sizeof(faulty[0]); i++)
        ck_assert_msg(compile("true", faulty[i]) == NULL, "%s", faulty[i]);
}
END_TEST

Suite *scope_suite(void);
Suite *scope_suite(void)
{
    Suite *s = suite_create("scope");
    TCase *t = tcase_create("scope");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, every_scope_is_found_by_its_name);
    tcase_add_test(t, settings_have_the_types_of_the_words_table);
    tcase_add_test(t, the_manual_has_every_scope_and_field);
    tcase_add_test(t, the_manual_lists_every_built_in_rule);
    tcase_add_test(t, a_fault_stands_at_its_byte);
    tcase_add_test(t, whether_hosts_matter_is_known);
    tcase_add_test(t, braces_quotes_and_maps_stand_in_texts);
    suite_add_tcase(s, t);
    return s;
}
