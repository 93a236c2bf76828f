#include "engine/project.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/path.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Everything reading needs, for one test. */
struct world {
    struct arena arena;
    struct file_store files;
    struct source_store sources;
    struct sink faults;
    struct reading reading;
    struct project project;
};

static void world_open(struct world *w, const char *dir)
{
    *w = (struct world){.project = {.fail_on = PROJECT_FAIL_UNSET}};
    arena_init(&w->arena, NULL);
    file_store_init(&w->files, str_from(dir), LIMIT_FILE_BYTES, NULL);
    source_store_init(&w->sources, NULL);
    w->faults.a = &w->arena;
    w->reading = (struct reading){&w->arena, &w->files, &w->sources, &w->faults};
    w->project.root = str_dup(&w->arena, str_from(dir));
}

static void world_close(struct world *w)
{
    file_store_free(&w->files);
    source_store_free(&w->sources);
    arena_free(&w->arena);
}

static void read_text(struct world *w, const char *text)
{
    struct file *f = file_from_bytes(&w->files, STR("/repo/ops/loadline.yaml"), str_from(text));
    project_read_file(&w->reading, &w->project, f);
}

/* "3:9: unknown key ... (help)", one fault a line; the file's base name before it when it is another one than loadline.yaml. */
static const char *faults_text(struct world *w)
{
    struct buf b = {.a = &w->arena};
    for (uint32_t i = 0; i < w->faults.findings.n; i++) {
        const struct finding *f = w->faults.findings.p[i];
        struct place p = source_place(&w->sources, f->at);
        struct line_column at = p.file ? file_line_column(p.file, p.off) : (struct line_column){0, 0};
        struct str name = p.file ? path_base(p.file->path) : f->path;
        ck_assert(str_eq(f->rule, FAULT_RULE));
        buf_put(&b, i ? STR("\n") : STR(""));
        if (!str_eq(name, STR("loadline.yaml")))
            buf_printf(&b, "%.*s:", STR_ARG(name));
        buf_printf(&b, "%u:%u: %.*s", at.line, at.column, STR_ARG(f->message));
        if (f->help.n > 0)
            buf_printf(&b, " (%.*s)", STR_ARG(f->help));
    }
    buf_putc(&b, '\0');
    return b.p;
}

static const char *text(struct world *w, struct str s)
{
    return str_dup(&w->arena, s).p;
}

static const char EVERY_KEY[] =
    "require: \">=0.1\"\n"
    "targets: {nginx: \"1.22\", haproxy: 2.6, php-fpm: 8.2.1-1+deb12u1}\n"
    "hosts:\n"
    "  web-1: {cpus: 4, memory: 8GiB, configs: [nginx/nginx.conf]}\n"
    "facts: [facts/*.yaml, local, {ansible: .ansible/facts}]\n"
    "dns: {db.internal: {dynamic: true, ttl: 30s}}\n"
    "certificates: {/etc/tls/a.pem: {not_after: 2027-01-20}}\n"
    "today: 2026-11-20\n"
    "paths: {/etc/nginx/: conf/nginx, /srv: ../srv}\n"
    "exclude: [vendor/, \"*.bak\"]\n"
    "fail-on: warning\n"
    "rules:\n"
    "  balance/skewed-weights: {severity: warning, params: {max_ratio: 4}}\n"
    "  guard/no-memory-limit: off\n"
    "  guard/no-restart: on\n"
    "  capacity/auto-workers: error\n"
    "packs: [loadline-rules]\n"
    "require-rules: [capacity, guard/no-restart]\n"
    "ignores:\n"
    "  - {path: app/*.json, rule: [guard/no-memory-limit, balance], reason: legacy, until: 2027-01-31}\n"
    "  - {path: [a, b], rule: all, reason: vendored}\n"
    "templates: [deploy/*.conf]\n"
    "modules: [http_brotli]\n"
    "env: {PORT: 8080, EMPTY: \"\"}\n"
    "apps:\n"
    "  - name: api\n"
    "    files: [config/app-*.yml, ../api.json]\n"
    "    set: {workers: server.workers, timeout: {path: server.timeout, unit: ms, default: 30s}}\n"
    "    connects: [{to: db.url, pool: db.pool.size}]\n"
    "profile: {nginx: {worker_processes: auto, ssl_protocols: [TLSv1.2, TLSv1.3]}}\n";

START_TEST(every_key_is_read)
{
    struct world w;
    world_open(&w, "/repo");
    read_text(&w, EVERY_KEY);
    const struct project *p = &w.project;
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_str_eq(text(&w, p->dir), "/repo/ops");
    ck_assert_uint_eq(p->read.n, 1);
    ck_assert_uint_eq(p->targets.n, 3);
    ck_assert_str_eq(text(&w, p->targets.p[1].kind), "haproxy");
    ck_assert_str_eq(text(&w, p->targets.p[1].version), "2.6");
    ck_assert_uint_eq(p->facts.entries.n, 1);
    ck_assert_int_eq(p->facts.entries.p[0]->layer, FACTS_PROJECT);
    ck_assert_str_eq(text(&w, p->facts.entries.p[0]->host.patterns.p[0].dir), "/repo/ops");
    ck_assert_uint_eq(p->facts.dns.n, 1);
    ck_assert_uint_eq(p->facts.certificates.n, 1);
    ck_assert_int_eq(p->facts.today.type, VALUE_TIMESTAMP);
    ck_assert_uint_eq(p->fact_places.n, 3);
    ck_assert_str_eq(text(&w, p->fact_places.p[2].pattern), ".ansible/facts");
    ck_assert_uint_eq(p->paths.n, 2);
    ck_assert_str_eq(text(&w, p->paths.p[0].from), "/etc/nginx");
    ck_assert_str_eq(text(&w, p->paths.p[0].to), "/repo/ops/conf/nginx");
    ck_assert_str_eq(text(&w, p->paths.p[1].to), "/repo/srv");
    ck_assert_uint_eq(p->exclude.n, 2);
    ck_assert_str_eq(text(&w, p->exclude.p[1].pattern), "*.bak");
    ck_assert_str_eq(text(&w, p->exclude.p[1].dir), "/repo/ops");
    ck_assert_int_eq(p->fail_on, PROJECT_FAIL_WARNING);
    ck_assert_uint_eq(p->packs.n, 1);
    ck_assert_str_eq(text(&w, p->packs.p[0].to), "/repo/ops/loadline-rules");
    ck_assert_uint_eq(p->require_rules.n, 2);
    ck_assert_uint_eq(p->templates.n, 1);
    ck_assert_uint_eq(p->modules.n, 1);
    world_close(&w);
}
END_TEST

START_TEST(rules_are_switched_and_set)
{
    struct world w;
    world_open(&w, "/repo");
    read_text(&w, EVERY_KEY);
    const struct project_rule *rules = w.project.rules.p;
    ck_assert_uint_eq(w.project.rules.n, 4);
    ck_assert(rules[0].has_severity && rules[0].severity == SEV_WARNING && !rules[0].off);
    ck_assert_ptr_nonnull(rules[0].params);
    ck_assert_str_eq(text(&w, node_value(node_find((struct node *)(uintptr_t)rules[0].params, STR("max_ratio")))->text),
                     "4");
    ck_assert(rules[1].off && !rules[1].on && !rules[1].has_severity);
    ck_assert(rules[2].on && !rules[2].off);
    ck_assert(rules[3].has_severity && rules[3].severity == SEV_ERROR && !rules[3].params);
    struct place at = source_place(&w.sources, rules[1].at);
    ck_assert_uint_eq(file_line_column(at.file, at.off).line, 14);
    world_close(&w);
}
END_TEST

START_TEST(what_is_kept_for_later_steps_is_whole)
{
    struct world w;
    world_open(&w, "/repo");
    read_text(&w, EVERY_KEY);
    const struct project *p = &w.project;
    ck_assert_uint_eq(p->ignores.n, 2);
    ck_assert_uint_eq(p->ignores.p[0].rules.n, 2);
    ck_assert_str_eq(text(&w, p->ignores.p[0].reason), "legacy");
    ck_assert_int_eq(p->ignores.p[0].until.type, VALUE_TIMESTAMP);
    ck_assert_uint_eq(p->ignores.p[1].paths.n, 2);
    ck_assert(value_is_unknown(p->ignores.p[1].until));
    ck_assert_uint_eq(p->env.n, 2);
    ck_assert_str_eq(text(&w, p->env.p[0].value), "8080");
    ck_assert_str_eq(text(&w, p->env.p[1].value), "");
    ck_assert_uint_eq(p->apps.n, 1);
    const struct app_map *map = &p->apps.p[0]->map;
    ck_assert_str_eq(text(&w, p->apps.p[0]->files.p[0].pattern), "config/app-*.yml");
    ck_assert_str_eq(text(&w, p->apps.p[0]->files.p[1].dir), "/repo");
    ck_assert_str_eq(text(&w, p->apps.p[0]->files.p[1].pattern), "api.json");
    ck_assert_str_eq(text(&w, map->program), "api");
    ck_assert_str_eq(text(&w, map->figure[FIGURE_WORKERS].written), "server.workers");
    ck_assert_uint_eq(map->figure[FIGURE_WORKERS].path.n, 2);
    ck_assert_str_eq(text(&w, map->figure[FIGURE_TIMEOUT].unit), "ms");
    ck_assert_int_eq(map->figure[FIGURE_TIMEOUT].deflt.as.i, 30000000000);
    ck_assert(!map->figure[FIGURE_MEMORY].given);
    ck_assert_str_eq(text(&w, map->links.p[0].name), "db.url");
    ck_assert_uint_eq(p->profile.n, 2);
    ck_assert_str_eq(text(&w, p->profile.p[0].kind), "nginx");
    ck_assert_str_eq(text(&w, p->profile.p[0].name), "worker_processes");
    ck_assert_int_eq(p->profile.p[1].value->kind, NODE_LIST);
    world_close(&w);
}
END_TEST

/* One row a loadline.yaml and the faults in it. */
/* clang-format off */
static const struct {
    const char *text, *faults;
} broken[] = {
    {"rule: {a/b: off}", "1:1: unknown key \"rule\" in loadline.yaml (the nearest known key is `rules`)"},
    {"fail_on: error", "1:1: unknown key \"fail_on\" in loadline.yaml (the nearest known key is `fail-on`)"},
    {"exclude: []\nzzzzzz: 1", "2:1: unknown key \"zzzzzz\" in loadline.yaml (known keys: require, extends, targets, facts, paths, exclude, fail-on, baseline, rules, packs, require-rules, ignores, templates, modules, env, apps, profile, hosts, dns, certificates, today)"},
    {"require: \">=99\"\nfutur: 1", "1:10: loadline >=99 is required, this is " LOADLINE_VERSION},
    {"require: \"new\"", "1:10: require is \"new\", not a range of versions (ranges are written as \">=0.1\" or \">=0.1, <2\")"},
    {"require: [1]", "1:10: require is a list, not a text"},
    {"targets: [nginx]", "1:10: targets is a list, not a mapping"},
    {"targets: {nginx: newest}", "1:18: nginx is \"newest\", not a version (versions are written as 1.22 or 1.22.1)"},
    {"targets: {nginx: {a: 1}}", "1:18: nginx is a mapping, not a version"},
    {"hosts: {web: {memroy: 1GiB}}", "1:15: unknown key \"memroy\" in a host (the nearest known key is `memory`)"},
    {"hosts: {web: {memory: 1GiBs}}", "1:23: memory is \"1GiBs\", not a size (sizes are written as 512k, 64MiB, 8GiB)"},
    {"facts: {ansible: x}", "1:8: facts is a mapping, not a list"},
    {"facts: [{ansibel: x}]", "1:10: unknown key \"ansibel\" in facts (the nearest known key is `ansible`)"},
    {"facts: [../../elsewhere.yaml]", "1:9: ../../elsewhere.yaml leads out of the repository"},
    {"facts: [/etc/facts.yaml]", "1:9: /etc/facts.yaml leads out of the repository"},
    {"facts: [{ansible: [a]}]", "1:19: facts is a list, not a text"},
    {"dns: {a: {ttl: x}}", "1:16: ttl is \"x\", not a time (times are written as 500ms, 30s, 5m, 1h30m)"},
    {"today: now", "1:8: today is \"now\", not a date (dates are written as 2027-01-31)"},
    {"paths: {etc/nginx: conf}", "1:9: etc/nginx is no absolute path"},
    {"paths: {/etc/nginx: /etc/nginx}", "1:21: /etc/nginx leads out of the repository"},
    {"paths: {/etc/nginx: [a]}", "1:21: /etc/nginx is a list, not a text"},
    {"paths: [/etc/nginx]", "1:8: paths is a list, not a mapping"},
    {"exclude: {a: b}", "1:10: exclude is a mapping, not a list"},
    {"exclude: [[a]]", "1:11: exclude is a list, not a text"},
    {"fail-on: warnings", "1:10: fail-on is \"warnings\", not one of note, warning, error, never (the nearest one is `warning`)"},
    {"fail-on: [error]", "1:10: fail-on is a list, not one of note, warning, error, never"},
    {"fail-on:", "1:1: fail-on is empty, not one of note, warning, error, never"},
    {"rules: {a/b: of}", "1:14: a/b is \"of\", not one of note, warning, error, off, on (the nearest one is `off`)"},
    {"rules: {a/b: [off]}", "1:14: a/b is a list, not one of note, warning, error, off, on"},
    {"rules: {a/b: {severity: off}}", "1:25: severity is \"off\", not one of note, warning, error"},
    {"rules: {a/b: {sevrity: note}}", "1:15: unknown key \"sevrity\" in a rule (the nearest known key is `severity`)"},
    {"rules: {a/b: {params: [1]}}", "1:23: params is a list, not a mapping"},
    {"rules: [a/b]", "1:8: rules is a list, not a mapping"},
    {"packs: [../../rules]", "1:9: ../../rules leads out of the repository"},
    {"packs: 5.0", ""},
    {"require-rules: {a: b}", "1:16: require-rules is a mapping, not a list"},
    {"ignores: {path: a}", "1:10: ignores is a mapping, not a list"},
    {"ignores: [a]", "1:11: an ignore is a text, not a mapping"},
    {"ignores: [{path: a, rule: b}]", ""}, /* without a reason: a finding of the run */
    {"ignores: [{rule: b, reason: c}]", "1:11: an ignore without a path"},
    {"ignores: [{path: a, reason: c}]", "1:11: an ignore without a rule"},
    {"ignores: [{path: a, rule: b, reason: \"\"}]", "1:38: reason is empty, not a text"},
    {"ignores: [{path: a, rule: b, reason: c, until: later}]", "1:48: until is \"later\", not a date (dates are written as 2027-01-31)"},
    {"ignores: [{paths: a, rule: b, reason: c}]", "1:12: unknown key \"paths\" in an ignore (the nearest known key is `path`)"},
    {"templates: {a: b}", "1:12: templates is a mapping, not a list"},
    {"modules: {a: b}", "1:10: modules is a mapping, not a list"},
    {"env: [A=b]", "1:6: env is a list, not a mapping"},
    {"env: {A: [b]}", "1:10: A is a list, not a text"},
    {"apps: {a: b}", "1:7: apps is a mapping, not a list"},
    {"apps: [a]", "1:8: an app is a text, not a mapping"},
    {"apps: [{files: a.yml}]", "1:8: an app without a name"},
    {"apps: [{name: a}]", "1:8: an app without files"},
    {"apps: [{name: a, files: ../../a.yml}]", "1:25: ../../a.yml leads out of the repository"},
    {"apps: [{name: a, files: a.yml, set: {worker: x}}]", "1:38: unknown key \"worker\" in set (the nearest known key is `workers`)"},
    {"apps: [{name: a, files: a.yml, set: {workers: [x]}}]", "1:47: a path is a list, not a text"},
    {"apps: [{name: a, files: a.yml, set: {workers: x..y}}]", "1:47: x..y is no path: a key is missing (paths are written as server.workers, pools[0].size or \"a.b\".c)"},
    {"apps: [{name: a, files: a.yml, set: {workers: {}}}]", "1:38: workers has neither a path nor a default"},
    {"apps: [{name: a, files: a.yml, set: {workers: {path: x, unit: ms}}}]", "1:63: \"ms\" is no unit: the figure is neither a size nor a time"},
    {"apps: [{name: a, files: a.yml, set: {memory: {path: x, unit: ms}}}]", "1:62: \"ms\" is no unit of sizes: B, KiB, MiB, GiB, TiB"},
    {"apps: [{name: a, files: a.yml, set: {workers: {default: many}}}]", "1:57: default is \"many\", not a whole number, 0 or more"},
    {"apps: [{name: a, files: a.yml, set: {timeout: {default: 30}}}]", "1:57: default is \"30\", not a time with a unit; `unit: ms` beside the path says what it is counted in"},
    {"apps: [{name: a, files: a.yml, model: async}]", "1:39: model is \"async\", not one of process, thread, event"},
    {"apps: [{name: a, files: a.yml, connects: [{pool: x}]}]", "1:43: an item of connects without `to` or `address`"},
    {"profile: {nginx: auto}", "1:18: nginx is a text, not a mapping"},
    {"profile: {nginx: {a: {b: c}}}", "1:22: a is a mapping, not a list"},
    {"extends: {a: b}", "1:10: extends is a mapping, not a list"},
    {"extends: /etc/loadline.yaml", "1:10: extends takes a path relative to this file"},
    {"extends: ../../base.yaml", "1:10: ../../base.yaml leads out of the repository"},
    {"extends: none.yaml", "1:10: ops/none.yaml: no such file"},
    {"- a", "1:1: the file is a list, not a mapping"},
    {"rules: {a/b: off}\nrules: {c/d: off}", "2:1: duplicate key \"rules\""},
    {"", ""},
    {"# nothing yet\n", ""},
    {"rules:\nexclude:\nhosts:\n", ""},
};
/* clang-format on */

START_TEST(a_fault_is_told_with_its_place)
{
    struct world w;
    world_open(&w, "/repo");
    read_text(&w, broken[_i].text);
    const char *got = faults_text(&w);
    ck_assert_msg(strcmp(got, broken[_i].faults) == 0, "\n%s\ngives\n%s\nnot\n%s", broken[_i].text, got,
                  broken[_i].faults);
    world_close(&w);
}
END_TEST

START_TEST(versions_meet_requirements)
{
    static const struct {
        const char *requirement;
        bool valid, meets;
    } rows[] = {
        {">=0.1", true, true},
        {">=0.1.1", true, false},
        {">0.1", true, false},
        {"<0.2", true, true},
        {"0.1", true, true},
        {"0.1.0", true, true},
        {"=0.1", true, true},
        {"==0.2", true, false},
        {">=0.1,<1", true, true},
        {">= 0.1 , < 1", true, true},
        {">=0.1 <0.1.0", true, false},
        {"<=0.1.0", true, true},
        {"", false, false},
        {">=", false, false},
        {"x", false, false},
        {">=0.1,", true, true},
        {">=0.1,x", false, false},
        {">=1.2.3.4.5", false, false},
        {">=-1", false, false},
        {">=0..1", false, false},
        {"=>0.1", false, false},
        {">=99999999999999999999", false, false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool valid = !rows[i].valid;
        bool meets = project_version_meets(STR("0.1.0"), str_from(rows[i].requirement), &valid);
        ck_assert_msg(valid == rows[i].valid && meets == rows[i].meets, "\"%s\": valid %d, meets %d",
                      rows[i].requirement, valid, meets);
    }
}
END_TEST

/* A directory with files in it, made for one test. */
struct tree {
    char dir[64];
};

static void tree_open(struct tree *t)
{
    strcpy(t->dir, P_tmpdir "/loadline-project-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(t->dir));
}

/* Makes the directories above it too; text NULL: a directory. */
static void tree_put(const struct tree *t, const char *path, const char *content)
{
    char full[512];
    snprintf(full, sizeof(full), "%s/%s", t->dir, path);
    for (char *slash = strchr(full + strlen(t->dir) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(full, 0700);
        *slash = '/';
    }
    if (!content) {
        ck_assert_int_eq(mkdir(full, 0700), 0);
        return;
    }
    FILE *f = fopen(full, "w");
    ck_assert_ptr_nonnull(f);
    fputs(content, f);
    fclose(f);
}

static void tree_close(const struct tree *t)
{
    char command[128];
    snprintf(command, sizeof(command), "rm -rf '%s'", t->dir);
    ck_assert_int_eq(system(command), 0);
}

/* The path below the tree of what is found from cwd (below it too), "-" for nothing; the root in *ret_root. */
static const char *found_from(struct arena *a, const struct tree *t, const char *cwd, const char **ret_root)
{
    struct str path = {0}, root, top = str_from(t->dir);
    bool found = project_find(a, path_absolute(a, top, str_from(cwd)), &path, &root);
    *ret_root = path_relative(a, root, top).p;
    return found ? path_relative(a, path, top).p : "-";
}

START_TEST(the_file_is_looked_for_up_to_the_repositorys_root)
{
    struct tree t;
    struct arena a;
    const char *root;
    arena_init(&a, NULL);
    tree_open(&t);
    tree_put(&t, "loadline.yaml", "");
    tree_put(&t, "repo/.git", NULL);
    tree_put(&t, "repo/sub/deep/x", "");
    tree_put(&t, "worktree/.git", "gitdir: elsewhere\n");
    tree_put(&t, "worktree/loadline.yaml", "");
    tree_put(&t, "worktree/sub/loadline.yaml", "");
    tree_put(&t, "worktree/other/x", "");
    tree_put(&t, "plain/sub/x", "");
    tree_put(&t, "plain/loadline.yaml", "");
    static const struct {
        const char *cwd, *path, *root;
    } rows[] = {
        {"repo/sub/deep", "-", "repo"},
        {"repo", "-", "repo"},
        {"worktree", "worktree/loadline.yaml", "worktree"},
        {"worktree/other", "worktree/loadline.yaml", "worktree"},
        {"worktree/sub", "worktree/sub/loadline.yaml", "worktree"},
        {"plain", "plain/loadline.yaml", "plain"},
        {"plain/sub", "-", "plain/sub"},
        {".", "loadline.yaml", "."},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *got = found_from(&a, &t, rows[i].cwd, &root);
        ck_assert_msg(strcmp(got, rows[i].path) == 0, "from %s: %s", rows[i].cwd, got);
        ck_assert_msg(strcmp(root, rows[i].root) == 0, "from %s: root %s", rows[i].cwd, root);
    }
    tree_close(&t);
    arena_free(&a);
}
END_TEST

static void read_tree(struct world *w, const struct tree *t)
{
    world_open(w, t->dir);
    project_read(&w->reading, &w->project, path_join(&w->arena, str_from(t->dir), STR("loadline.yaml")));
}

START_TEST(a_base_stands_before_what_extends_it)
{
    struct tree t;
    struct world w;
    tree_open(&t);
    tree_put(&t, "loadline.yaml",
             "extends: [ops/base.yaml, ops/more.yaml]\nfail-on: note\nrules: {a/b: on}\nexclude: [own]\n");
    tree_put(&t, "ops/base.yaml",
             "extends: common.yaml\nfail-on: never\nrules: {a/b: off}\nexclude: [base]\npacks: [rules]\n");
    tree_put(&t, "ops/more.yaml", "extends: common.yaml\nexclude: [more]\n");
    tree_put(&t, "ops/common.yaml", "exclude: [common]\n");
    read_tree(&w, &t);
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_uint_eq(w.project.read.n, 4);
    ck_assert_uint_eq(w.project.exclude.n, 4);
    static const char *const order[] = {"common", "base", "more", "own"};
    for (uint32_t i = 0; i < 4; i++)
        ck_assert_str_eq(text(&w, w.project.exclude.p[i].pattern), order[i]);
    ck_assert_int_eq(w.project.fail_on, PROJECT_FAIL_NOTE);
    ck_assert(w.project.rules.p[0].off && w.project.rules.p[1].on);
    ck_assert(str_ends(w.project.packs.p[0].to, STR("/ops/rules")));
    ck_assert(str_ends(w.project.exclude.p[0].dir, STR("/ops")));
    world_close(&w);
    tree_close(&t);
}
END_TEST

START_TEST(files_that_extend_each_other_are_told)
{
    struct tree t;
    struct world w;
    tree_open(&t);
    tree_put(&t, "loadline.yaml", "extends: b.yaml\n");
    tree_put(&t, "b.yaml", "rules: {}\nextends: loadline.yaml\n");
    read_tree(&w, &t);
    ck_assert_str_eq(faults_text(&w), "b.yaml:2:10: extends leads back to loadline.yaml");
    world_close(&w);
    tree_close(&t);
}
END_TEST

START_TEST(a_long_chain_of_bases_ends)
{
    struct tree t;
    struct world w;
    char name[32], content[64];
    tree_open(&t);
    tree_put(&t, "loadline.yaml", "extends: 0.yaml\n");
    for (int i = 0; i < LIMIT_INCLUDE_DEPTH + 2; i++) {
        snprintf(name, sizeof(name), "%d.yaml", i);
        snprintf(content, sizeof(content), "extends: %d.yaml\n", i + 1);
        tree_put(&t, name, content);
    }
    read_tree(&w, &t);
    ck_assert_str_eq(faults_text(&w), "31.yaml:1:10: more than 32 files extend each other");
    world_close(&w);
    tree_close(&t);
}
END_TEST

START_TEST(a_base_behind_a_link_out_of_the_repository_is_not_read)
{
    struct tree t;
    struct world w;
    char link[128];
    tree_open(&t);
    tree_put(&t, "loadline.yaml", "extends: base.yaml\n");
    snprintf(link, sizeof(link), "%s/base.yaml", t.dir);
    ck_assert_int_eq(symlink("/etc/passwd", link), 0);
    read_tree(&w, &t);
    ck_assert_str_eq(faults_text(&w), "1:10: base.yaml leads out of the repository");
    world_close(&w);
    tree_close(&t);
}
END_TEST

START_TEST(facts_are_loaded_from_where_the_file_says)
{
    struct tree t;
    struct world w;
    struct facts f = {.today = {0}};
    tree_open(&t);
    tree_put(&t, "loadline.yaml", "facts: [facts/*.yaml, {ansible: cache}]\nhosts: {b: {memory: 3GiB}}\n");
    tree_put(&t, "facts/2.yaml", "hosts: {b: {cpus: 2, memory: 2GiB}}\n");
    tree_put(&t, "facts/1.yaml", "hosts: {a: {cpus: 1, configs: [nginx.conf]}}\n");
    tree_put(&t, "cache/c", "{\"ansible_memtotal_mb\": 1024}");
    read_tree(&w, &t);
    project_load_facts(&w.reading, &w.project, &f);
    facts_append(&w.reading, &f, &w.project.facts);
    facts_merge(&w.reading, &f);
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_uint_eq(f.hosts.n, 3);
    ck_assert_str_eq(text(&w, f.files.p[0]), "facts/1.yaml");
    ck_assert_int_eq(facts_host(&f, STR("b"))->memory.as.i, 3LL << 30);
    ck_assert_str_eq(text(&w, facts_host(&f, STR("b"))->source), "facts/2.yaml, loadline.yaml");
    ck_assert_int_eq(facts_host(&f, STR("c"))->memory.as.i, 1LL << 30);
    ck_assert(host_lists_file(facts_host(&f, STR("a")), path_join(&w.arena, str_from(t.dir), STR("nginx.conf"))));
    world_close(&w);
    tree_close(&t);
}
END_TEST

START_TEST(facts_that_are_not_there_are_told_where_they_are_named)
{
    static const struct {
        const char *facts, *faults;
    } rows[] = {
        {"[facts/*.yaml]", "1:9: facts/*.yaml matches no file"},
        {"[facts/web.yaml]", "1:9: facts/web.yaml matches no file"},
        {"[empty]", "1:9: empty: no facts file in this directory"},
        {"[{ansible: none}]", "1:19: none matches no file"},
        {"[out.yaml]", "1:9: out.yaml leads out of the repository"},
        {"[bad.yaml]", "bad.yaml:1:13: unknown key \"cpsu\" in a host (the nearest known key is `cpus`)"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tree t;
        struct world w;
        struct facts f = {.today = {0}};
        char content[128], link[128];
        tree_open(&t);
        snprintf(content, sizeof(content), "facts: %s\n", rows[i].facts);
        tree_put(&t, "loadline.yaml", content);
        tree_put(&t, "empty", NULL);
        tree_put(&t, "bad.yaml", "hosts: {a: {cpsu: 1}}\n");
        snprintf(link, sizeof(link), "%s/out.yaml", t.dir);
        ck_assert_int_eq(symlink("/etc/passwd", link), 0);
        read_tree(&w, &t);
        project_load_facts(&w.reading, &w.project, &f);
        ck_assert_msg(strcmp(faults_text(&w), rows[i].faults) == 0, "%s gives %s", rows[i].facts, faults_text(&w));
        world_close(&w);
        tree_close(&t);
    }
}
END_TEST

START_TEST(reading_alone_opens_no_other_file)
{
    struct tree t;
    struct world w;
    tree_open(&t);
    tree_put(&t, "loadline.yaml", "facts: [none.yaml]\npacks: [none]\npaths: {/a: none}\n");
    read_tree(&w, &t);
    ck_assert_str_eq(faults_text(&w), "");
    ck_assert_uint_eq(w.files.n, 1);
    world_close(&w);
    tree_close(&t);
}
END_TEST

Suite *project_suite(void)
{
    Suite *s = suite_create("project");
    TCase *t = tcase_create("project");
    tcase_add_test(t, every_key_is_read);
    tcase_add_test(t, rules_are_switched_and_set);
    tcase_add_test(t, what_is_kept_for_later_steps_is_whole);
    tcase_add_loop_test(t, a_fault_is_told_with_its_place, 0, (int)(sizeof(broken) / sizeof(broken[0])));
    tcase_add_test(t, versions_meet_requirements);
    tcase_add_test(t, the_file_is_looked_for_up_to_the_repositorys_root);
    tcase_add_test(t, a_base_stands_before_what_extends_it);
    tcase_add_test(t, files_that_extend_each_other_are_told);
    tcase_add_test(t, a_long_chain_of_bases_ends);
    tcase_add_test(t, a_base_behind_a_link_out_of_the_repository_is_not_read);
    tcase_add_test(t, facts_are_loaded_from_where_the_file_says);
    tcase_add_test(t, facts_that_are_not_there_are_told_where_they_are_named);
    tcase_add_test(t, reading_alone_opens_no_other_file);
    suite_add_tcase(s, t);
    return s;
}
