#include "report/fixture.h"

#include "base/buf.h"

#include <string.h>

/* The picture of CLI.md, to the byte. */
START_TEST(the_model_of_the_contract)
{
    uint32_t conf = source("nginx/nginx.conf", "user www-data;\npid /run/nginx.pid;\nworker_processes 8;\n");
    uint32_t facts = source("facts/web-small.yaml", "hosts:\n  web-small:\n    memory: 2GiB\n    cpus: 2\n");
    struct finding *f =
        found(SEV_WARNING, "capacity/workers-exceed-cpus", at(conf, "8"), "8 worker processes on a host with 2 CPUs");
    diag_label(&fx.sink, f, "4.0 workers for each CPU; the limit here is 1.0");
    diag_related(&fx.sink, f, at(facts, "cpus: 2"), "%s", "");
    diag_note(&fx.sink, f, "host web-small has 2 CPUs and 2GiB");
    diag_help(&fx.sink, f, "use one worker for each CPU");
    diag_fix(&fx.sink, f, FIX_UNSAFE, at(conf, "8"), STR("2"));
    judged("nginx/nginx.conf");
    host("web-small", "2", "2GiB", "facts/web-small.yaml");
    ck_assert_str_eq(written("text"),
                     "warning[capacity/workers-exceed-cpus]: 8 worker processes on a host with 2 CPUs\n"
                     "  --> nginx/nginx.conf:3:18\n"
                     "   |\n"
                     " 3 | worker_processes 8;\n"
                     "   |                  ^ 4.0 workers for each CPU; the limit here is 1.0\n"
                     "   |\n"
                     "  ::: facts/web-small.yaml:4\n"
                     "   = note: host web-small has 2 CPUs and 2GiB\n"
                     "   = help: use one worker for each CPU (unsafe fix)\n"
                     "   |\n"
                     " 3 - worker_processes 8;\n"
                     " 3 + worker_processes 2;\n"
                     "\n"
                     "1 warning in 1 file for host web-small (2 CPUs, 2 GiB, facts/web-small.yaml)\n");
}
END_TEST

START_TEST(the_footer_of_the_contract)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_ERROR, "syntax/x", at(conf, "x"), "one");
    found(SEV_ERROR, "syntax/x", at(conf, "x"), "two");
    found(SEV_WARNING, "syntax/x", at(conf, "x"), "three");
    judged("a.conf");
    judged("b.conf");
    judged("c.conf");
    host("web-1", "4", "8GiB", "facts/web-1.yaml");
    fx.r.n_suppressed = fx.r.n_expiring = 1;
    fx.r.expiry_days = 9;
    not_run("capacity/fds", "host.nofile", 1);
    not_run("guard/fds", "host.nofile", 3);
    ck_assert_ptr_nonnull(strstr(written("text"),
                                 "\n2 errors, 1 warning in 3 files for host web-1 (4 CPUs, 8 GiB, facts/web-1.yaml); "
                                 "1 suppressed (1 expires in 9 days); 2 rules not run: host.nofile unknown\n"));
}
END_TEST

/* Without footer. */
static const char *finding_text(void)
{
    return written_with("text", (struct report_options){.quiet = true}).p;
}

START_TEST(a_message_alone_needs_no_more)
{
    uint32_t conf = source("a.conf", "lisen 80;\n");
    found(SEV_ERROR, "syntax/unknown-directive", at(conf, "lisen"), "unknown directive `lisen`");
    ck_assert_str_eq(finding_text(), "error[syntax/unknown-directive]: unknown directive `lisen`\n"
                                     "  --> a.conf:1:1\n"
                                     "   |\n"
                                     " 1 | lisen 80;\n"
                                     "   | ^^^^^\n"
                                     "\n");
}
END_TEST

START_TEST(findings_stand_apart)
{
    uint32_t conf = source("a.conf", "a;\nb;\n");
    found(SEV_ERROR, "syntax/x", at(conf, "a"), "first");
    found(SEV_NOTE, "syntax/y", at(conf, "b"), "second");
    ck_assert_str_eq(finding_text(), "error[syntax/x]: first\n"
                                     "  --> a.conf:1:1\n"
                                     "   |\n"
                                     " 1 | a;\n"
                                     "   | ^\n"
                                     "\n"
                                     "note[syntax/y]: second\n"
                                     "  --> a.conf:2:1\n"
                                     "   |\n"
                                     " 2 | b;\n"
                                     "   | ^\n"
                                     "\n");
}
END_TEST

START_TEST(suppressed_findings_are_not_shown)
{
    uint32_t conf = source("a.conf", "a;\n");
    found(SEV_ERROR, "syntax/x", at(conf, "a"), "first")->status = FINDING_SUPPRESSED;
    ck_assert_str_eq(finding_text(), "");
}
END_TEST

START_TEST(related_places_of_the_same_file_share_the_picture)
{
    uint32_t conf = source("a.conf", "server {\n    listen 80;\n    server_name a;\n    listen 80;\n}\n");
    struct span first = at(conf, "80"), second = {conf, 54, 2};
    struct finding *f = found(SEV_ERROR, "syntax/duplicate", second, "duplicate listen 80");
    diag_label(&fx.sink, f, "again here");
    diag_related(&fx.sink, f, first, "first here");
    ck_assert_str_eq(finding_text(), "error[syntax/duplicate]: duplicate listen 80\n"
                                     "  --> a.conf:4:12\n"
                                     "   |\n"
                                     " 2 |     listen 80;\n"
                                     "   |            -- first here\n"
                                     " 3 |     server_name a;\n"
                                     " 4 |     listen 80;\n"
                                     "   |            ^^ again here\n"
                                     "\n");
}
END_TEST

START_TEST(places_far_apart_are_joined_by_dots)
{
    uint32_t conf = source("a.conf", "a;\n\n\n\n\n\n\n\n\n\n\nb;\n");
    struct finding *f = found(SEV_WARNING, "x/y", at(conf, "b"), "m");
    diag_related(&fx.sink, f, at(conf, "a"), "overrides this");
    diag_note(&fx.sink, f, "the last one wins");
    ck_assert_str_eq(finding_text(), "warning[x/y]: m\n"
                                     "   --> a.conf:12:1\n"
                                     "    |\n"
                                     "  1 | a;\n"
                                     "    | - overrides this\n"
                                     "...\n"
                                     " 12 | b;\n"
                                     "    | ^\n"
                                     "    |\n"
                                     "    = note: the last one wins\n"
                                     "\n");
}
END_TEST

START_TEST(several_labels_of_a_line_hang_below_it)
{
    uint32_t conf = source("a.cfg", "    server a 10.0.0.1:80 weight 5 maxconn 10\n");
    struct finding *f = found(SEV_WARNING, "x/y", at(conf, "weight 5"), "m");
    diag_label(&fx.sink, f, "the weight");
    diag_related(&fx.sink, f, at(conf, "10.0.0.1:80"), "the address");
    diag_related(&fx.sink, f, at(conf, "maxconn 10"), "the limit");
    ck_assert_str_eq(finding_text(), "warning[x/y]: m\n"
                                     "  --> a.cfg:1:26\n"
                                     "   |\n"
                                     " 1 |     server a 10.0.0.1:80 weight 5 maxconn 10\n"
                                     "   |              ----------- ^^^^^^^^ ---------- the limit\n"
                                     "   |              |           |\n"
                                     "   |              |           the weight\n"
                                     "   |              the address\n"
                                     "\n");
}
END_TEST

START_TEST(a_mark_within_another_keeps_both_labels)
{
    uint32_t conf = source("a.conf", "listen 80 backlog=511;\n");
    struct finding *f = found(SEV_WARNING, "x/y", at(conf, "80"), "m");
    diag_label(&fx.sink, f, "the port");
    diag_related(&fx.sink, f, at(conf, "listen 80 backlog=511"), "the socket");
    ck_assert_str_eq(finding_text(), "warning[x/y]: m\n"
                                     "  --> a.conf:1:8\n"
                                     "   |\n"
                                     " 1 | listen 80 backlog=511;\n"
                                     "   | -------^^------------\n"
                                     "   | |      |\n"
                                     "   | |      the port\n"
                                     "   | the socket\n"
                                     "\n");
}
END_TEST

START_TEST(related_places_elsewhere_are_named_with_their_label)
{
    uint32_t conf = source("a.conf", "x;\n"), unit = source("b.service", "[Service]\nMemoryMax=2G\n");
    struct finding *f = found(SEV_WARNING, "x/y", at(conf, "x"), "m");
    diag_related(&fx.sink, f, at(unit, "2G"), "the unit's limit");
    diag_related(&fx.sink, f, SPAN_NONE, "host facts: command line");
    diag_related(&fx.sink, f, SPAN_NONE, "%s", "");
    ck_assert_str_eq(finding_text(), "warning[x/y]: m\n"
                                     "  --> a.conf:1:1\n"
                                     "   |\n"
                                     " 1 | x;\n"
                                     "   | ^\n"
                                     "   |\n"
                                     "  ::: b.service:2: the unit's limit\n"
                                     "  ::: host facts: command line\n"
                                     "\n");
}
END_TEST

START_TEST(many_related_places_are_counted)
{
    uint32_t conf = source("a.conf", "x;\n"), other = source("b.conf", "y;\n");
    struct finding *f = found(SEV_WARNING, "x/y", at(conf, "x"), "m");
    for (int i = 0; i < 20; i++)
        diag_related(&fx.sink, f, at(other, "y"), "here");
    const char *text = finding_text();
    int shown = 0;
    for (const char *p = text; (p = strstr(p, "::: b.conf:1: here")); p++)
        shown++;
    ck_assert_int_eq(shown, 8);
    ck_assert_ptr_nonnull(strstr(text, "   = note: 12 more places\n"));
}
END_TEST

START_TEST(the_chain_of_includes_is_told)
{
    uint32_t root = source("nginx.conf", "events {}\ninclude http.conf;\n");
    uint32_t http = included(STR("http.conf"), STR("http {\n  include sites/*;\n}\n"), at(root, "include http.conf"));
    uint32_t site = included(STR("sites/a.conf"), STR("lisen 80;\n"), at(http, "include sites/*"));
    found(SEV_ERROR, "syntax/unknown-directive", at(site, "lisen"), "unknown directive `lisen`");
    ck_assert_str_eq(finding_text(), "error[syntax/unknown-directive]: unknown directive `lisen`\n"
                                     "  --> sites/a.conf:1:1\n"
                                     "  ::: included from http.conf:2, from nginx.conf:2\n"
                                     "   |\n"
                                     " 1 | lisen 80;\n"
                                     "   | ^^^^^\n"
                                     "\n");
}
END_TEST

START_TEST(a_finding_on_a_file_as_a_whole_has_no_picture)
{
    struct finding *f = found(SEV_WARNING, "guard/no-limit", SPAN_NONE, "no MemoryMax= in app.service");
    f->path = STR("app.service");
    diag_note(&fx.sink, f, "looked for MemoryMax= and MemoryHigh=");
    ck_assert_str_eq(finding_text(), "warning[guard/no-limit]: no MemoryMax= in app.service\n"
                                     "  --> app.service\n"
                                     "   = note: looked for MemoryMax= and MemoryHigh=\n"
                                     "\n");
}
END_TEST

START_TEST(a_finding_without_any_place_is_still_told)
{
    found(SEV_ERROR, "meta/rule-failed", SPAN_NONE, "rule x/y failed: division by zero")->status = FINDING_FAILED;
    ck_assert_str_eq(finding_text(), "error[meta/rule-failed]: rule x/y failed: division by zero\n\n");
}
END_TEST

START_TEST(the_line_that_the_server_reports_is_named_where_it_differs)
{
    uint32_t conf = source("a.conf", "a\nb\nc;\n");
    found(SEV_ERROR, "x/y", at(conf, "a"), "m")->server_line = 3;
    ck_assert_ptr_nonnull(strstr(finding_text(), "   |\n   = note: the server reports line 3\n"));
    fx.r.findings.p[0]->server_line = 1;
    ck_assert_ptr_null(strstr(finding_text(), "server reports"));
}
END_TEST

START_TEST(hosts_are_named_when_there_are_several)
{
    uint32_t conf = source("a.conf", "x;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    vec_push(&fx.a, &f->hosts, STR("web-1"));
    host("web-1", "4", "8GiB", "facts.yaml");
    ck_assert_ptr_null(strstr(finding_text(), "on host"));
    host("web-2", "4", "8GiB", "facts.yaml");
    ck_assert_ptr_nonnull(strstr(finding_text(), "   |\n   = note: on host web-1\n"));
    for (int i = 0; i < 5; i++)
        vec_push(&fx.a, &f->hosts, STR("web-9"));
    ck_assert_ptr_nonnull(strstr(finding_text(), "   = note: on hosts web-1, web-9, web-9, web-9 and 2 more\n"));
}
END_TEST

START_TEST(a_safe_fix_is_called_safe_and_a_shown_one_nothing)
{
    uint32_t conf = source("a.conf", "x;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "x"), "m");
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "x"), STR("y"));
    ck_assert_ptr_nonnull(strstr(finding_text(), "   |\n   = help: this edit (safe fix)\n   |\n 1 - x;\n 1 + y;\n"));
    diag_help(&fx.sink, f, "write y");
    f->fixes.p[0].applicability = FIX_DISPLAY;
    ck_assert_ptr_nonnull(strstr(finding_text(), "   |\n   = help: write y\n   |\n 1 - x;\n 1 + y;\n"));
}
END_TEST

/* What is shown of a fix of one edit. */
static const char *patch_text(struct span where, const char *replacement, uint32_t conf)
{
    struct finding *f = found(SEV_ERROR, "x/y", (struct span){conf, 0, 1}, "m");
    diag_fix(&fx.sink, f, FIX_SAFE, where, str_from(replacement));
    const char *shown = strstr(finding_text(), "(safe fix)\n");
    ck_assert_ptr_nonnull(shown);
    return shown + sizeof("(safe fix)\n") - 1;
}

START_TEST(an_inserted_line_is_shown_alone)
{
    uint32_t unit = source("a.service", "[Service]\nExecStart=x\n");
    struct span where = at(unit, "ExecStart");
    where.len = 0;
    ck_assert_str_eq(patch_text(where, "MemoryMax=1G\n", unit), "   |\n 2 + MemoryMax=1G\n\n");
}
END_TEST

START_TEST(a_line_added_at_the_end_of_the_file_is_shown_alone)
{
    uint32_t unit = source("a.service", "[Service]\n");
    ck_assert_str_eq(patch_text((struct span){unit, 10, 0}, "MemoryMax=1G\n", unit), "   |\n 2 + MemoryMax=1G\n\n");
}
END_TEST

START_TEST(a_deleted_line_is_shown_alone)
{
    uint32_t conf = source("a.conf", "a;\r\nb;\r\nc;\r\n");
    ck_assert_str_eq(patch_text(at(conf, "b;\r\n"), "", conf), "   |\n 2 - b;\n\n");
}
END_TEST

START_TEST(one_line_may_become_several)
{
    uint32_t conf = source("a.conf", "a;\nlisten 80 443;\nc;\n");
    ck_assert_str_eq(patch_text(at(conf, "listen 80 443;"), "listen 80;\nlisten 443;", conf),
                     "   |\n 2 - listen 80 443;\n 2 + listen 80;\n 3 + listen 443;\n\n");
}
END_TEST

START_TEST(edits_of_a_line_make_one_change_and_others_their_own)
{
    uint32_t conf = source("a.conf", "a b;\nx;\ny;\nc d;\n"), other = source("b.conf", "z;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "a"), "m");
    struct fix fix = {.applicability = FIX_SAFE};
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(other, "z"), .text = STR("Z")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "d"), .text = STR("D")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "b"), .text = STR("B")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "a"), .text = STR("A")}));
    vec_push(&fx.a, &f->fixes, fix);
    ck_assert_ptr_nonnull(strstr(finding_text(), "(safe fix)\n"
                                                 "   |\n"
                                                 " 1 - a b;\n"
                                                 " 1 + A B;\n"
                                                 "...\n"
                                                 " 4 - c d;\n"
                                                 " 4 + c D;\n"
                                                 "  ::: b.conf:1\n"
                                                 "   |\n"
                                                 " 1 - z;\n"
                                                 " 1 + Z;\n"
                                                 "\n"));
}
END_TEST

START_TEST(long_changes_are_cut)
{
    struct buf b = {.a = &fx.a};
    for (int i = 0; i < 100; i++)
        buf_put(&b, STR("a;\n"));
    uint32_t conf = included(STR("a.conf"), buf_str(&b), SPAN_NONE);
    const char *shown = patch_text((struct span){conf, 0, 300}, "", conf);
    ck_assert_ptr_nonnull(strstr(shown, "  12 - a;\n... 88 more lines\n"));
    ck_assert_ptr_null(strstr(shown, "  13 - a;\n"));
}
END_TEST

START_TEST(a_change_of_a_very_large_part_is_not_drawn)
{
    struct buf b = {.a = &fx.a};
    buf_pad(&b, 'x', 1 << 20);
    uint32_t conf = included(STR("a.conf"), buf_str(&b), SPAN_NONE);
    ck_assert_str_eq(patch_text((struct span){conf, 5, 1}, "y", conf), "\n");
}
END_TEST

START_TEST(edits_over_each_other_do_no_harm)
{
    uint32_t conf = source("a.conf", "abcdef;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "a"), "m");
    struct fix fix = {.applicability = FIX_SAFE};
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "abcd"), .text = STR("1")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = at(conf, "cdef"), .text = STR("2")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = {conf, 9000, 9}, .text = STR("3")}));
    vec_push(&fx.a, &fix.edits, ((struct edit){.at = SPAN_NONE, .text = STR("4")}));
    vec_push(&fx.a, &f->fixes, fix);
    ck_assert_ptr_nonnull(strstr(finding_text(), " 1 - abcdef;\n 1 + 1ef;\n...\n 2 + 3\n\n"));
}
END_TEST

/* What surrounds the findings. */

START_TEST(nothing_found_says_so)
{
    judged("a.conf");
    host("web-1", "1", "512MiB", "this machine");
    ck_assert_str_eq(written("text"), "no findings in 1 file for host web-1 (1 CPU, 512 MiB, this machine)\n");
}
END_TEST

START_TEST(nothing_found_in_what_was_not_read_is_not_clean)
{
    judged("nginx.conf");
    not_analysed("nginx.conf", 12, 13, "include matches no file: /etc/nginx/mime.types");
    not_analysed("secret.conf", 0, 0, "permission denied");
    ck_assert_str_eq(written("text"),
                     "not analysed: nginx.conf:12:13: include matches no file: /etc/nginx/mime.types\n"
                     "not analysed: secret.conf: permission denied\n"
                     "no findings in the analysed part of 1 file without host facts; 2 not analysed\n");
    ck_assert_ptr_nonnull(strstr(finding_text(), "not analysed: secret.conf"));
}
END_TEST

START_TEST(no_files_are_no_clean_files)
{
    ck_assert_str_eq(written("text"), "no files judged\n");
}
END_TEST

START_TEST(many_places_not_analysed_are_counted)
{
    for (int i = 0; i < 120; i++)
        not_analysed("a.conf", 1, 1, "x");
    ck_assert_ptr_nonnull(strstr(written("text"), "\nnot analysed: 20 more\n"));
}
END_TEST

START_TEST(rules_not_run_are_grouped_by_what_was_missing)
{
    judged("a.conf");
    not_run("capacity/a", "host.memory", 2);
    not_run("capacity/a", "host.nofile", 1);
    not_run("capacity/b", "host.nofile", 12);
    ck_assert_str_eq(written("text"),
                     "not run: host.memory unknown: capacity/a (2 times)\n"
                     "not run: host.nofile unknown: capacity/a, capacity/b (2 rules, 13 times)\n"
                     "no findings in 1 file without host facts; 2 rules not run: host.memory, host.nofile unknown\n");
}
END_TEST

START_TEST(many_missing_facts_are_counted)
{
    static const char *const rules[] = {"r/a", "r/b", "r/c", "r/d", "r/e", "r/f"};
    static const char *const facts[] = {"f.a", "f.b", "f.c", "f.d", "f.e", "f.f"};
    judged("a.conf");
    for (int i = 0; i < 6; i++) {
        not_run(rules[i], "f.a", 1);
        if (i > 0)
            not_run(rules[i], facts[i], 1);
    }
    const char *text = written("text");
    ck_assert_ptr_nonnull(strstr(text, "not run: f.a unknown: r/a, r/b, r/c, r/d and 2 more (6 rules, 6 times)\n"));
    ck_assert_ptr_nonnull(strstr(text, "; 6 rules not run: f.a, f.b, f.c, f.d and 2 more unknown\n"));
}
END_TEST

START_TEST(notes_come_before_the_footer)
{
    judged("a.conf");
    vec_push(&fx.a, &fx.r.notes, STR("no host facts: run `loadline facts` on the host and give --facts"));
    ck_assert_str_eq(written("text"), "note: no host facts: run `loadline facts` on the host and give --facts\n"
                                      "no findings in 1 file without host facts\n");
}
END_TEST

START_TEST(hosts_without_a_name_or_facts_are_said_to_be_so)
{
    judged("a.conf");
    host("", "4", "8 GiB", "command line");
    ck_assert_str_eq(written("text"), "no findings in 1 file for host (4 CPUs, 8 GiB, command line)\n");
    fx.r.hosts.n = 0;
    host("web-1", "", "", "facts.yaml");
    host("web-2", "2.5", "", "");
    ck_assert_str_eq(written("text"),
                     "no findings in 1 file for hosts web-1 (CPUs unknown, memory unknown, facts.yaml), "
                     "web-2 (2.5 CPUs, memory unknown)\n");
    host("web-3", "1", "1GiB", "x");
    host("web-4", "1", "1GiB", "x");
    host("web-5", "1", "1GiB", "x");
    ck_assert_ptr_nonnull(strstr(written("text"), "web-3 (1 CPU, 1 GiB, x) and 2 more\n"));
}
END_TEST

struct expiry {
    uint32_t suppressed, expiring, days;
    const char *expect;
};

/* clang-format off */
static const struct expiry expiries[] = {
    {1, 0, 0, "; 1 suppressed\n"},
    {3, 1, 9, "; 3 suppressed (1 expires in 9 days)\n"},
    {3, 2, 1, "; 3 suppressed (2 expire in 1 day)\n"},
    {1, 1, 0, "; 1 suppressed (1 expires today)\n"},
};
/* clang-format on */

START_TEST(suppressions_and_their_end_are_counted)
{
    const struct expiry *e = &expiries[_i];
    judged("a.conf");
    fx.r.n_suppressed = e->suppressed;
    fx.r.n_expiring = e->expiring;
    fx.r.expiry_days = e->days;
    ck_assert_ptr_nonnull(strstr(written("text"), e->expect));
}
END_TEST

START_TEST(findings_over_the_limit_are_counted)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_NOTE, "x/y", at(conf, "x"), "m");
    judged("a.conf");
    fx.r.n_dropped = 40;
    ck_assert_ptr_nonnull(
        strstr(written("text"), "\n1 note in 1 file without host facts; 40 more findings over the limit\n"));
}
END_TEST

START_TEST(statistics_count_each_rule)
{
    uint32_t conf = source("a.conf", "x;\n");
    judged("a.conf");
    found(SEV_NOTE, "b/rare", at(conf, "x"), "m");
    found(SEV_WARNING, "a/often", at(conf, "x"), "m");
    found(SEV_WARNING, "a/often", at(conf, "x"), "m");
    found(SEV_ERROR, "a/rare", at(conf, "x"), "m");
    found(SEV_ERROR, "a/rare", at(conf, "x"), "m")->status = FINDING_SUPPRESSED;
    const char *text = written_with("text", (struct report_options){.statistics = true}).p;
    ck_assert_ptr_nonnull(strstr(text, "\n     2 warning a/often\n"
                                       "     1 error   a/rare\n"
                                       "     1 note    b/rare\n"));
    ck_assert_ptr_null(strstr(written("text"), "     2 warning"));
}
END_TEST

START_TEST(quiet_leaves_findings_and_what_was_not_analysed)
{
    uint32_t conf = source("a.conf", "x;\n");
    found(SEV_NOTE, "b/rare", at(conf, "x"), "m");
    not_analysed("b.conf", 0, 0, "permission denied");
    not_run("r/x", "host.cpus", 1);
    vec_push(&fx.a, &fx.r.notes, STR("a note"));
    const char *text = written_with("text", (struct report_options){.quiet = true, .statistics = true}).p;
    ck_assert_ptr_nonnull(strstr(text, "   | ^\n\nnot analysed: b.conf: permission denied\n"));
    ck_assert(str_ends(str_from(text), STR("permission denied\n")));
}
END_TEST

/* Colours: the same text, and nothing but colours is added. */

static const char *without_colors(const char *text)
{
    struct buf b = {.a = &fx.a};
    for (; *text; text++)
        if (*text == '\x1b')
            text += strcspn(text, "m");
        else
            buf_putc(&b, *text);
    buf_putc(&b, '\0');
    return b.p;
}

static void every_part(void)
{
    uint32_t conf = source("a.conf", "server a weight 5;\n\n\n\n\nserver b weight 6;\n");
    struct finding *f = found(SEV_ERROR, "x/y", at(conf, "weight 5"), "m");
    diag_label(&fx.sink, f, "main");
    diag_related(&fx.sink, f, at(conf, "weight 6"), "other");
    diag_related(&fx.sink, f, at(conf, "server a"), "first");
    diag_note(&fx.sink, f, "note");
    diag_help(&fx.sink, f, "help");
    diag_fix(&fx.sink, f, FIX_SAFE, at(conf, "5"), STR("6"));
    found(SEV_WARNING, "x/y", at(conf, "b"), "m");
    found(SEV_NOTE, "x/y", SPAN_NONE, "m");
    judged("a.conf");
    not_analysed("b.conf", 1, 1, "why");
    not_run("r/x", "host.cpus", 1);
    vec_push(&fx.a, &fx.r.notes, STR("a note"));
}

START_TEST(colors_add_nothing_but_colors)
{
    every_part();
    struct report_options plain = {.statistics = true}, color = {.statistics = true, .color = true};
    const char *colored = written_with("text", color).p;
    ck_assert_ptr_nonnull(strchr(colored, '\x1b'));
    ck_assert_str_eq(without_colors(colored), written_with("text", plain).p);
    ck_assert_ptr_null(strchr(written_with("text", plain).p, '\x1b'));
}
END_TEST

START_TEST(colors_are_those_of_the_severity)
{
    uint32_t conf = source("a.conf", "x;\n");
    diag_label(&fx.sink, found(SEV_ERROR, "x/y", at(conf, "x"), "m"), "l");
    ck_assert_str_eq(written_with("text", (struct report_options){.quiet = true, .color = true}).p,
                     "\x1b[1;31merror[x/y]\x1b[0m\x1b[1m: m\x1b[0m\n"
                     "  \x1b[1;34m-->\x1b[0m a.conf:1:1\n"
                     "   \x1b[1;34m|\x1b[0m\n"
                     " \x1b[1;34m1\x1b[0m \x1b[1;34m|\x1b[0m x;\n"
                     "   \x1b[1;34m|\x1b[0m \x1b[1;31m^\x1b[0m \x1b[1;31ml\x1b[0m\n"
                     "\n");
    fx.r.findings.p[0]->severity = SEV_WARNING;
    ck_assert_ptr_nonnull(strstr(written_with("text", (struct report_options){.color = true}).p, "\x1b[1;33mwarning["));
    fx.r.findings.p[0]->severity = SEV_NOTE;
    ck_assert_ptr_nonnull(strstr(written_with("text", (struct report_options){.color = true}).p, "\x1b[1;36mnote["));
}
END_TEST

/* A file that fights back: whatever stands in names, texts and messages, the report is lines of harmless characters. */
START_TEST(nothing_from_input_reaches_the_terminal_raw)
{
    const char *evil = "\x1b]0;owned\x07\r\n::error::x ##[add-mask]y \xe2\x80\xae\xff\x9b"
                       "31m\x7f";
    struct str path = str_concat(&fx.a, STR("\x1b[2J\n::set-output name=a::b"), str_from(evil));
    struct str text = str_concat(&fx.a, str_from(evil), STR("x\rhidden;\n\x1b[8m ##[group]\n"));
    uint32_t conf = included(path, text, SPAN_NONE);
    uint32_t inner = included(path, text, (struct span){conf, 3, 5});
    struct finding *f = found(SEV_ERROR, evil, (struct span){inner, 0, 3}, evil);
    f->label = f->help = f->service = str_from(evil);
    vec_push(&fx.a, &f->notes, str_from(evil));
    vec_push(&fx.a, &f->hosts, str_from(evil));
    diag_related(&fx.sink, f, (struct span){inner, 8, 2}, "%s", evil);
    diag_related(&fx.sink, f, (struct span){conf, 30, 2}, "%s", evil);
    diag_related(&fx.sink, f, SPAN_NONE, "%s", evil);
    diag_fix(&fx.sink, f, FIX_SAFE, (struct span){inner, 2, 9}, str_from(evil));
    not_analysed(evil, 1, 1, evil);
    not_run(evil, evil, 1);
    host(evil, evil, evil, evil);
    host("b", evil, evil, evil);
    vec_push(&fx.a, &fx.r.notes, str_from(evil));
    vec_push(&fx.a, &fx.r.judged, path);
    struct report_options options = {.statistics = true};
    assert_harmless(written_with("text", options).p);
    assert_harmless(written_with("short", options).p);
    ck_assert_ptr_null(strstr(written("text"), "##["));
    ck_assert_ptr_null(strstr(written("short"), "##["));
}
END_TEST

Suite *text_suite(void)
{
    Suite *s = suite_create("text");
    TCase *t = tcase_create("text");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, the_model_of_the_contract);
    tcase_add_test(t, the_footer_of_the_contract);
    tcase_add_test(t, a_message_alone_needs_no_more);
    tcase_add_test(t, findings_stand_apart);
    tcase_add_test(t, suppressed_findings_are_not_shown);
    tcase_add_test(t, related_places_of_the_same_file_share_the_picture);
    tcase_add_test(t, places_far_apart_are_joined_by_dots);
    tcase_add_test(t, several_labels_of_a_line_hang_below_it);
    tcase_add_test(t, a_mark_within_another_keeps_both_labels);
    tcase_add_test(t, related_places_elsewhere_are_named_with_their_label);
    tcase_add_test(t, many_related_places_are_counted);
    tcase_add_test(t, the_chain_of_includes_is_told);
    tcase_add_test(t, a_finding_on_a_file_as_a_whole_has_no_picture);
    tcase_add_test(t, a_finding_without_any_place_is_still_told);
    tcase_add_test(t, the_line_that_the_server_reports_is_named_where_it_differs);
    tcase_add_test(t, hosts_are_named_when_there_are_several);
    tcase_add_test(t, a_safe_fix_is_called_safe_and_a_shown_one_nothing);
    tcase_add_test(t, an_inserted_line_is_shown_alone);
    tcase_add_test(t, a_line_added_at_the_end_of_the_file_is_shown_alone);
    tcase_add_test(t, a_deleted_line_is_shown_alone);
    tcase_add_test(t, one_line_may_become_several);
    tcase_add_test(t, edits_of_a_line_make_one_change_and_others_their_own);
    tcase_add_test(t, long_changes_are_cut);
    tcase_add_test(t, a_change_of_a_very_large_part_is_not_drawn);
    tcase_add_test(t, edits_over_each_other_do_no_harm);
    tcase_add_test(t, nothing_found_says_so);
    tcase_add_test(t, nothing_found_in_what_was_not_read_is_not_clean);
    tcase_add_test(t, no_files_are_no_clean_files);
    tcase_add_test(t, many_places_not_analysed_are_counted);
    tcase_add_test(t, rules_not_run_are_grouped_by_what_was_missing);
    tcase_add_test(t, many_missing_facts_are_counted);
    tcase_add_test(t, notes_come_before_the_footer);
    tcase_add_test(t, hosts_without_a_name_or_facts_are_said_to_be_so);
    tcase_add_loop_test(t, suppressions_and_their_end_are_counted, 0, (int)(sizeof(expiries) / sizeof(expiries[0])));
    tcase_add_test(t, findings_over_the_limit_are_counted);
    tcase_add_test(t, statistics_count_each_rule);
    tcase_add_test(t, quiet_leaves_findings_and_what_was_not_analysed);
    tcase_add_test(t, colors_add_nothing_but_colors);
    tcase_add_test(t, colors_are_those_of_the_severity);
    tcase_add_test(t, nothing_from_input_reaches_the_terminal_raw);
    suite_add_tcase(s, t);
    return s;
}
