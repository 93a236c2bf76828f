#include "engine/packs.h"

#include "base/limits.h"
#include "base/path.h"
#include "ruleset/compile.h"
#include "ruleset/load.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The loading of all directories. */
struct packing {
    struct reading *r;
    const struct pack_dir *dir; /* being read */
    VEC(const struct rule *) rules;
    uint32_t n_files;
};

static int by_id(const void *x, const void *y)
{
    const struct rule *const *a = x, *const *b = y;
    return str_cmp((*a)->info.id, (*b)->info.id);
}

static int by_name(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* ---- one rule ---- */

/* Packs that this program has, or keeps for its own rules to come. */
static bool is_own_pack(struct str pack)
{
    static const struct str kept[] = {
        STR_INIT("syntax"), STR_INIT("capacity"), STR_INIT("balance"), STR_INIT("guard"),
        STR_INIT("chain"),  STR_INIT("drift"),    STR_INIT("meta"),    STR_INIT("all"),
    };
    for (uint32_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        if (str_eq(kept[i], pack))
            return true;
    return kind_find(pack) != NULL;
}

static bool check_pack(struct packing *p, const struct rule *rule)
{
    struct str pack = rule_pack(rule->info.id);
    if (!is_own_pack(pack))
        return true;
    struct finding *f =
        diag_add(p->r->faults, STR("meta/invalid-rule"), rule->id_at, "pack \"%.*s\" is built in", STR_ARG(pack));
    diag_help(p->r->faults, f, "rules of your own go into a pack with a name of its own");
    return false;
}

/* With the parameters' defaults: those of loadline.yaml have the same types. */
static bool check_rule(struct packing *p, const struct rule *rule)
{
    struct arena *a = p->r->a;
    bool sound = check_pack(p, rule) && rule_check_names(a, rule, p->r->faults);
    struct value *params = arena_array(a, struct value, rule->n_params + 1);
    for (uint32_t i = 0; i < rule->n_params; i++)
        params[i] = rule_param_default(a, &rule->params[i]);
    return sound && (rule->assertion.text.n == 0 || rule_compile(a, rule_functions(a), rule, params, p->r->faults));
}

static void load_file(struct packing *p, struct str path)
{
    enum file_fault fault;
    struct file *file = file_open(p->r->files, path, &fault);
    if (!file) {
        document_fault_path(p->r, path, p->dir->from, file_fault_text(fault));
        return;
    }
    struct rule *rule = rule_load(p->r->a, p->r->sources, source_add(p->r->sources, file, SPAN_NONE), p->r->faults);
    if (rule && check_rule(p, rule))
        vec_push(p->r->a, &p->rules, rule);
}

/* ---- directories ---- */

struct listing {
    VEC(struct str) files, dirs;
};

static void list_entry(struct packing *p, struct str dir, const char *name, struct listing *l)
{
    struct stat st;
    struct str path = path_join(p->r->a, dir, str_dup(p->r->a, str_from(name)));
    if (name[0] == '.' || stat(str_dup(p->r->a, path).p, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode))
        vec_push(p->r->a, &l->dirs, path);
    else if (S_ISREG(st.st_mode) && str_eq(path_ext(path), STR(".yaml")))
        vec_push(p->r->a, &l->files, path);
}

/* In the order of names. False when the directory cannot be read. */
static bool list(struct packing *p, struct str dir, struct listing *l)
{
    DIR *d = opendir(str_dup(p->r->a, dir).p);
    uint32_t n = 0;
    if (!d)
        return false;
    for (struct dirent *e; (e = readdir(d)) != NULL && n < LIMIT_RULE_FILES; n++)
        list_entry(p, dir, e->d_name, l);
    closedir(d);
    if (l->files.n > 1)
        qsort(l->files.p, l->files.n, sizeof(*l->files.p), by_name);
    if (l->dirs.n > 1)
        qsort(l->dirs.p, l->dirs.n, sizeof(*l->dirs.p), by_name);
    return true;
}

static void load_files(struct packing *p, const struct listing *l)
{
    for (uint32_t i = 0; i < l->files.n && p->n_files < LIMIT_RULE_FILES; i++, p->n_files++)
        load_file(p, l->files.p[i]);
}

static void load_dir(struct packing *p)
{
    struct str top = path_absolute(p->r->a, p->r->files->base, p->dir->path);
    struct listing l = {0};
    uint32_t before = p->n_files;
    if (!list(p, top, &l)) {
        document_fault_path(p->r, p->dir->path, p->dir->from, "no directory of rules that can be read");
        return;
    }
    load_files(p, &l);
    for (uint32_t i = 0; i < l.dirs.n; i++) {
        struct listing pack = {0};
        if (list(p, l.dirs.p[i], &pack))
            load_files(p, &pack);
    }
    if (p->n_files == before)
        document_fault_path(p->r, p->dir->path, p->dir->from, "no rule file (<pack>/<name>.yaml) in this directory");
}

/* ---- all of them ---- */

static void refuse_repeats(struct packing *p)
{
    for (uint32_t i = 1; i < p->rules.n; i++)
        if (str_eq(p->rules.p[i - 1]->info.id, p->rules.p[i]->info.id)) {
            struct finding *f = diag_add(p->r->faults, STR("meta/invalid-rule"), p->rules.p[i]->id_at,
                                         "a second rule \"%.*s\"", STR_ARG(p->rules.p[i]->info.id));
            diag_related(p->r->faults, f, p->rules.p[i - 1]->id_at, "the first one");
        }
}

static void load(struct reading *r, const struct pack_dir *dirs, uint32_t n_dirs, bool with_builtin,
                 struct rule_list *ret)
{
    struct packing p = {.r = r};
    for (uint32_t i = 0; i < n_dirs; i++) {
        p.dir = &dirs[i];
        load_dir(&p);
    }
    for (uint32_t i = 0; with_builtin && i < rules_builtin_count; i++)
        vec_push(r->a, &p.rules, rules_builtin[i]);
    if (p.rules.n > 1)
        qsort(p.rules.p, p.rules.n, sizeof(*p.rules.p), by_id);
    refuse_repeats(&p);
    *ret = (struct rule_list){p.rules.p, p.rules.n};
}

void packs_load(struct reading *r, const struct pack_dir *dirs, uint32_t n_dirs, struct rule_list *ret)
{
    load(r, dirs, n_dirs, true, ret);
}

void packs_load_own(struct reading *r, const struct pack_dir *dirs, uint32_t n_dirs, struct rule_list *ret)
{
    load(r, dirs, n_dirs, false, ret);
}
