#include "engine/hosts.h"

#include "base/buf.h"
#include "base/limits.h"

#include <check.h>
#include <string.h>

/* One row a command line and loadline.yaml; words of lists are separated by blanks. Facts files are those of testdata/hosts. */
struct choice {
    const char *project; /* text of loadline.yaml; NULL: there is none */
    const char *facts, *names, *cpus, *memory;
    bool in_ci;
    const char *chosen; /* names, in order */
    const char *only;
    const char *faults;
};

struct world {
    struct arena arena;
    struct file_store files;
    struct source_store sources;
    struct sink faults;
    struct reading reading;
    struct project project;
    struct run_hosts hosts;
};

static uint32_t words(struct arena *a, const char *text, struct str **ret)
{
    VEC(struct str) list = {0};
    for (struct str rest = str_from(text); rest.n > 0;)
        vec_push(a, &list, str_cut(&rest, ' '));
    *ret = list.p;
    return list.n;
}

static void world_open(struct world *w, const struct choice *c)
{
    struct str *facts, *names;
    *w = (struct world){.project = {.root = STR(TESTDATA "/hosts")}};
    arena_init(&w->arena, NULL);
    file_store_init(&w->files, STR(TESTDATA "/hosts"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&w->sources, NULL);
    w->faults.a = &w->arena;
    w->reading = (struct reading){&w->arena, &w->files, &w->sources, &w->faults};
    if (c->project) {
        struct file *file = file_from_bytes(&w->files, STR(TESTDATA "/hosts/loadline.yaml"), str_from(c->project));
        file->path = STR("loadline.yaml");
        project_read_file(&w->reading, &w->project, file);
    }
    struct hosts_request q = {.cpus = str_from(c->cpus), .memory = str_from(c->memory), .in_ci = c->in_ci};
    q.n_facts = words(&w->arena, c->facts, &facts);
    q.n_names = words(&w->arena, c->names, &names);
    q.facts = facts;
    q.names = names;
    q.machine = STR(TESTDATA "/facts/v2-unit"); /* its name is web-1 */
    hosts_choose(&w->reading, &w->project, &q, &w->hosts);
}

static void world_close(struct world *w)
{
    file_store_free(&w->files);
    source_store_free(&w->sources);
    arena_free(&w->arena);
}

static const char *name_of(struct world *w, const struct host *h)
{
    return h ? str_dup(&w->arena, (struct str){h->name.as.s, h->name.n}).p : "";
}

static const char *joined(struct world *w, const struct host *const *hosts, uint32_t n)
{
    struct buf b = {.a = &w->arena};
    for (uint32_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s", i ? " " : "", name_of(w, hosts[i]));
    buf_putc(&b, '\0');
    return b.p;
}

static const char *faults_text(struct world *w)
{
    struct buf b = {.a = &w->arena};
    for (uint32_t i = 0; i < w->faults.findings.n; i++) {
        const struct finding *f = w->faults.findings.p[i];
        buf_printf(&b, "%s%.*s%s%.*s", i ? "\n" : "", STR_ARG(f->message), f->help.n ? "; " : "", STR_ARG(f->help));
    }
    buf_putc(&b, '\0');
    return b.p;
}

#define ONE "hosts: {solo: {cpus: 4}}"
#define TWO "hosts: {a: {cpus: 4, configs: [a.conf]}, b: {cpus: 2, configs: [b.conf]}}"

/* clang-format off */
static const struct choice choices[] = {
    /* loadline.yaml  --facts             --host  --cpus --memory CI     chosen    only      faults */
    {NULL,            "",                 "",     "",    "",      false, "web-1",  "web-1",  ""},
    {NULL,            "",                 "",     "",    "",      true,  "",       "",       ""},
    {NULL,            "local",            "",     "",    "",      true,  "web-1",  "web-1",  ""},
    {NULL,            "two.yaml",         "",     "",    "",      false, "x y",    "",       ""},
    {NULL,            "two.yaml",         "",     "",    "",      true,  "x y",    "",       ""},
    {NULL,            "two.yaml",         "y",    "",    "",      false, "y",      "y",      ""},
    {NULL,            "two.yaml",         "y x",  "",    "",      false, "y x",    "",       ""},
    {NULL,            "two.yaml",         "y y",  "",    "",      false, "y",      "y",      ""},
    {NULL,            "two.yaml",         "xx",   "",    "",      false, "",       "",       "--host xx: no facts name such a host; the nearest known host is `x`"},
    {NULL,            "two.yaml",         "mail", "",    "",      false, "",       "",       "--host mail: no facts name such a host"},
    {NULL,            "two.yaml local",   "",     "",    "",      false, "x y web-1", "",    ""},
    {NULL,            "one.yaml",         "",     "",    "",      false, "z",      "z",      ""},
    {NULL,            "none.yaml",        "",     "",    "",      false, "",       "",       "none.yaml: no such file"},
    {NULL,            "names.yaml",       "",     "",    "",      false, "",       "",       ""},
    {ONE,             "",                 "",     "",    "",      false, "solo",   "solo",   ""},
    {ONE,             "",                 "",     "",    "",      true,  "solo",   "solo",   ""},
    {ONE,             "one.yaml",         "",     "",    "",      false, "z solo", "",       ""},
    {TWO,             "",                 "",     "",    "",      false, "a b",    "",       ""},
    {TWO,             "",                 "b",    "",    "",      false, "b",      "b",      ""},
    {"hosts: {\"web-*\": {memory: 1GiB}}", "", "", "",   "",      false, "web-1",  "web-1",  ""},
    {"hosts: {\"web-*\": {memory: 1GiB}}", "", "", "",   "",      true,  "",       "",       ""},
    {"facts: [two.yaml]", "",             "",     "",    "",      false, "x y",    "",       ""},
    {"facts: [two.yaml]", "one.yaml",     "",     "",    "",      false, "z",      "z",      ""},
    {"facts: [names.yaml]", "",           "",     "",    "",      false, "",       "",       ""},
    {"exclude: [a]",  "",                 "",     "",    "",      false, "web-1",  "web-1",  ""},
    {NULL,            "",                 "",     "2",   "4GiB",  false, "unnamed", "unnamed", ""},
    {NULL,            "",                 "",     "2",   "",      true,  "unnamed", "unnamed", ""},
    {TWO,             "",                 "",     "",    "4GiB",  false, "unnamed", "unnamed", ""},
    {NULL,            "",                 "",     "two", "4GBs",  false, "unnamed", "unnamed", "--cpus is \"two\", not a number of CPUs above 0\n--memory is \"4GBs\", not a size"},
    {NULL,            "one.yaml",         "",     "2",   "",      false, "unnamed", "unnamed", "--cpus and --memory describe one nameless host; --facts names others"},
    {NULL,            "",                 "z",    "2",   "",      false, "",       "",       "--cpus and --memory describe one nameless host; --host names others\n--host z: no facts name such a host"},
};
/* clang-format on */

START_TEST(hosts_are_chosen_as_the_command_line_and_the_repository_say)
{
    struct world w;
    const struct choice *c = &choices[_i];
    world_open(&w, c);
    ck_assert_msg(strcmp(joined(&w, w.hosts.chosen.p, w.hosts.chosen.n), c->chosen) == 0, "row %d: chosen %s", _i,
                  joined(&w, w.hosts.chosen.p, w.hosts.chosen.n));
    ck_assert_msg(strcmp(name_of(&w, w.hosts.only), c->only) == 0, "row %d: only %s", _i, name_of(&w, w.hosts.only));
    ck_assert_msg(strcmp(faults_text(&w), c->faults) == 0, "row %d: %s", _i, faults_text(&w));
    ck_assert_msg((w.hosts.why_none.n > 0) == (w.hosts.chosen.n == 0), "row %d: why none", _i);
    world_close(&w);
}
END_TEST

START_TEST(loadline_yaml_goes_over_the_facts_of_files)
{
    static const struct choice c = {
        "hosts: {z: {memory: 3GiB}, \"*\": {nofile: 7}}\ntoday: 2027-01-01", "one.yaml", "", "", "", false, "", "", ""};
    struct world w;
    world_open(&w, &c);
    const struct host *z = w.hosts.only;
    ck_assert_int_eq(z->memory.as.i, 3LL << 30);
    ck_assert_double_eq(z->cpus.as.d, 8);
    ck_assert_int_eq(z->nofile.as.i, 7);
    ck_assert_str_eq(str_dup(&w.arena, z->source).p, "one.yaml, loadline.yaml");
    ck_assert_str_eq(host_summary(&w.arena, z).p, "z (8 CPUs, 3GiB, one.yaml, loadline.yaml)");
    ck_assert_int_eq(w.hosts.facts.today.as.i, 1798761600);
    world_close(&w);
}
END_TEST

START_TEST(every_host_tells_where_its_facts_came_from)
{
    static const struct {
        struct choice c;
        const char *summary;
    } rows[] = {
        {{NULL, "", "", "", "", false, "", "", ""}, "web-1 (1.5 CPUs, 2GiB, this machine)"},
        {{NULL, "", "", "2", "4 GiB", false, "", "", ""}, "unnamed (2 CPUs, 4 GiB, command line)"},
        {{NULL, "", "", "1", "", false, "", "", ""}, "unnamed (1 CPU, memory unknown, command line)"},
        {{NULL, "one.yaml", "", "", "", false, "", "", ""}, "z (8 CPUs, memory unknown, one.yaml)"},
        {{ONE, "", "", "", "", false, "", "", ""}, "solo (4 CPUs, memory unknown, loadline.yaml)"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct world w;
        world_open(&w, &rows[i].c);
        ck_assert_str_eq(host_summary(&w.arena, w.hosts.only).p, rows[i].summary);
        world_close(&w);
    }
}
END_TEST

START_TEST(in_ci_the_summary_says_how_to_give_facts)
{
    static const struct choice c = {NULL, "", "", "", "", true, "", "", ""};
    struct world w;
    world_open(&w, &c);
    ck_assert_str_eq(w.hosts.why_none.p,
                     "CI is set, so this machine's own facts are not used; give a host's facts with --facts "
                     "(`loadline facts` on the host prints them)");
    world_close(&w);
}
END_TEST

START_TEST(what_others_compare_with_is_not_of_this_machine)
{
    static const struct choice none = {NULL, "", "", "", "", false, "", "", ""},
                               local = {NULL, "local", "", "", "", false, "", "", ""};
    for (int asked = 0; asked < 2; asked++) {
        struct world w;
        world_open(&w, asked ? &local : &none);
        struct str names[] = {STR("local")};
        struct hosts_request q = {
            .compared = true, .facts = names, .n_facts = (uint32_t)asked, .machine = STR(TESTDATA "/facts/v2-unit")};
        hosts_choose(&w.reading, &w.project, &q, &w.hosts);
        ck_assert_str_eq(joined(&w, w.hosts.chosen.p, w.hosts.chosen.n), asked ? "web-1" : "");
        ck_assert(str_find(w.hosts.why_none, STR("or --facts local")) < w.hosts.why_none.n || asked);
        world_close(&w);
    }
}
END_TEST

START_TEST(a_file_is_judged_for_the_hosts_that_list_it)
{
    static const struct {
        struct choice c;
        const char *file, *hosts;
    } rows[] = {
        {{TWO, "", "", "", "", false, "", "", ""}, "a.conf", "a"},
        {{TWO, "", "", "", "", false, "", "", ""}, "c.conf", ""},
        {{TWO, "", "b", "", "", false, "", "", ""}, "a.conf", ""},
        {{TWO, "", "b", "", "", false, "", "", ""}, "b.conf", "b"},
        {{TWO, "", "b", "", "", false, "", "", ""}, "c.conf", "b"},
        {{TWO, "", "a b", "", "", false, "", "", ""}, "c.conf", ""},
        {{ONE, "", "", "", "", false, "", "", ""}, "c.conf", "solo"},
        {{NULL, "two.yaml", "", "", "", false, "", "", ""}, "shared.conf", "x y"},
        {{NULL, "two.yaml", "y x", "", "", false, "", "", ""}, "shared.conf", "y x"},
        {{NULL, "", "", "2", "", false, "", "", ""}, "any.conf", "unnamed"},
        {{NULL, "", "", "", "", true, "", "", ""}, "any.conf", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct world w;
        const struct host **hosts;
        world_open(&w, &rows[i].c);
        struct str real = str_printf(&w.arena, TESTDATA "/hosts/%s", rows[i].file);
        uint32_t n = hosts_for_file(&w.hosts, &w.arena, real, &hosts);
        ck_assert_msg(strcmp(joined(&w, hosts, n), rows[i].hosts) == 0, "row %zu: %s", i, joined(&w, hosts, n));
        world_close(&w);
    }
}
END_TEST

Suite *hosts_suite(void)
{
    Suite *s = suite_create("hosts");
    TCase *t = tcase_create("hosts");
    tcase_add_loop_test(t, hosts_are_chosen_as_the_command_line_and_the_repository_say, 0,
                        (int)(sizeof(choices) / sizeof(choices[0])));
    tcase_add_test(t, loadline_yaml_goes_over_the_facts_of_files);
    tcase_add_test(t, every_host_tells_where_its_facts_came_from);
    tcase_add_test(t, in_ci_the_summary_says_how_to_give_facts);
    tcase_add_test(t, what_others_compare_with_is_not_of_this_machine);
    tcase_add_test(t, a_file_is_judged_for_the_hosts_that_list_it);
    suite_add_tcase(s, t);
    return s;
}
