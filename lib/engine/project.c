#include "engine/project.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/path.h"
#include "engine/project_keys.h"
#include "facts/probe.h"
#include "kinds/include.h"

#include <sys/stat.h>

enum { VERSION_PARTS = 4 };

/* The files on the way to the one that is read: what it must not extend. */
struct chain {
    const struct chain *up;
    const struct file *file;
    uint32_t depth;
};

static bool exists(struct arena *a, struct str dir, const char *name)
{
    struct stat st;
    return stat(path_join(a, dir, str_from(name)).p, &st) == 0;
}

bool project_find(struct arena *a, struct str cwd, struct str *ret_path, struct str *ret_root)
{
    struct str root = cwd;
    while (!exists(a, root, ".git") && !str_eq(root, STR("/")))
        root = path_dir(root);
    if (!exists(a, root, ".git"))
        root = cwd;
    *ret_root = root;
    for (struct str dir = cwd; path_is_below(dir, root); dir = path_dir(dir)) {
        if (exists(a, dir, "loadline.yaml")) {
            *ret_path = path_join(a, dir, STR("loadline.yaml"));
            return true;
        }
        if (str_eq(dir, STR("/")))
            break;
    }
    return false;
}

/* "1.22" as numbers; false when a part is none. */
static bool version_numbers(struct str version, int64_t ret[VERSION_PARTS])
{
    for (int i = 0; i < VERSION_PARTS; i++) {
        ret[i] = 0;
        if (version.n > 0 && (!num_parse_int(str_cut(&version, '.'), &ret[i]) || ret[i] < 0))
            return false;
    }
    return version.n == 0;
}

static int compare_versions(const int64_t x[VERSION_PARTS], const int64_t y[VERSION_PARTS])
{
    for (int i = 0; i < VERSION_PARTS; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

/* One comparison, ">=0.1", off the front of *rest. */
static bool meets_one(const int64_t version[VERSION_PARTS], struct str *rest, bool *ret_valid)
{
    static const struct {
        struct str sign;
        bool less, same, more;
    } signs[] = {
        {STR_INIT(">="), false, true, true}, {STR_INIT("<="), true, true, false}, {STR_INIT("=="), false, true, false},
        {STR_INIT(">"), false, false, true}, {STR_INIT("<"), true, false, false}, {STR_INIT("="), false, true, false},
        {STR_INIT(""), false, true, false},
    };
    int64_t wanted[VERSION_PARTS];
    uint32_t i = 0, n = 0;
    while (!str_starts(*rest, signs[i].sign))
        i++;
    *rest = str_trim(str_slice(*rest, signs[i].sign.n, rest->n));
    while (n < rest->n && rest->p[n] != ',' && !ch_is_space(rest->p[n]))
        n++;
    *ret_valid = n > 0 && version_numbers(str_slice(*rest, 0, n), wanted);
    *rest = str_slice(*rest, n, rest->n);
    if (!*ret_valid)
        return false;
    int order = compare_versions(version, wanted);
    return order < 0 ? signs[i].less : order == 0 ? signs[i].same : signs[i].more;
}

bool project_version_meets(struct str version, struct str requirement, bool *ret_valid)
{
    int64_t numbers[VERSION_PARTS];
    bool meets = true;
    struct str rest = str_trim(requirement);
    *ret_valid = rest.n > 0 && version_numbers(version, numbers);
    while (*ret_valid && rest.n > 0) {
        meets &= meets_one(numbers, &rest, ret_valid);
        rest = str_trim(rest);
        if (rest.n > 0 && rest.p[0] == ',')
            rest = str_trim(str_slice(rest, 1, rest.n));
    }
    return *ret_valid && meets;
}

/* Whether this loadline may read the file; the fault tells why not. */
static bool require_met(struct reading *r, struct node *top)
{
    struct node *entry = node_find(top, STR("require"));
    struct value v;
    bool valid;
    if (!entry)
        return true;
    const struct node *value = node_value(entry);
    if (!value || !scalar_read(r, value, SCALAR_TEXT, entry->text, &v))
        return false;
    if (project_version_meets(STR(LOADLINE_VERSION), value->text, &valid))
        return true;
    const char *wanted = diag_quote(r->a, value->text).p;
    struct finding *f = valid
                            ? document_fault(r, value->at, "loadline %s is required, this is " LOADLINE_VERSION, wanted)
                            : document_fault(r, value->at, "require is \"%s\", not a range of versions", wanted);
    if (!valid)
        diag_help(r->faults, f, "ranges are written as \">=0.1\" or \">=0.1, <2\"");
    return false;
}

static void read_one(struct reading *r, struct project *p, struct file *file, const struct chain *up);

/* What `extends` of one file hands to each of its words. */
struct extending {
    struct project_reading in;
    const struct chain *chain;
};

/* The file that a word of `extends` names: relative, and within the root even behind links. */
static struct file *open_base(struct reading *r, const struct project_reading *in, const struct node *word)
{
    struct include_rules rules = {.a = r->a, .roots = {.a = r->a}};
    struct within_place place;
    struct str path;
    enum file_fault fault = FILE_MISSING;
    if (path_is_absolute(word->text)) {
        document_fault(r, word->at, "extends takes a path relative to this file");
        return NULL;
    }
    if (!project_inside(r, in, word, &path))
        return NULL;
    within_add_root(&rules, in->p->root);
    enum within_outcome outcome = within_find(&rules, r->a, path, &place);
    struct file *file = outcome == WITHIN_FOUND ? file_open(r->files, path, &fault) : NULL;
    if (outcome == WITHIN_OUTSIDE)
        document_fault(r, word->at, "%s leads out of the repository", diag_quote(r->a, word->text).p);
    else if (!file)
        document_fault_path(r, path, word->at, file_fault_text(outcome == WITHIN_FAULT ? place.fault : fault));
    return file;
}

static void extend(struct reading *r, const struct node *word, void *into)
{
    struct extending *e = into;
    struct file *file = open_base(r, &e->in, word);
    if (!file)
        return;
    for (const struct chain *c = e->chain; c; c = c->up)
        if (c->file == file) {
            document_fault(r, word->at, "extends leads back to %s", diag_quote(r->a, file->path).p);
            return;
        }
    if (e->chain->depth >= LIMIT_INCLUDE_DEPTH)
        document_fault(r, word->at, "more than %d files extend each other", LIMIT_INCLUDE_DEPTH);
    else
        read_one(r, e->in.p, file, e->chain);
}

static bool was_read(const struct project *p, const struct file *file)
{
    for (uint32_t i = 0; i < p->read.n; i++)
        if (p->read.p[i] == file)
            return true;
    return false;
}

/* Bases first. The recursion goes as deep as files extend each other, at most LIMIT_INCLUDE_DEPTH. */
static void read_one(struct reading *r, struct project *p, struct file *file, const struct chain *up)
{
    struct chain chain = {up, file, up ? up->depth + 1 : 0};
    struct extending e = {{p, path_dir(file->real), file->path}, &chain};
    if (was_read(p, file))
        return;
    struct node *top = document_read(r, file);
    if (!top || !require_met(r, top))
        return;
    struct node *extends = node_find(top, STR("extends"));
    if (extends && node_value(extends))
        texts_read(r, node_value(extends), extends->text, extend, &e);
    project_keys_read(r, &e.in, top);
    vec_push(r->a, &p->read, file);
}

void project_read_file(struct reading *r, struct project *p, struct file *file)
{
    p->dir = path_dir(file->real);
    read_one(r, p, file, NULL);
}

void project_read(struct reading *r, struct project *p, struct str path)
{
    enum file_fault fault;
    struct file *file = file_open(r->files, path, &fault);
    if (file)
        project_read_file(r, p, file);
    else
        document_fault_path(r, path, SPAN_NONE, file_fault_text(fault));
}

static void load_place(struct reading *r, const struct include_rules *rules, const struct project_pattern *at,
                       struct facts *f)
{
    struct include_result found;
    const char *pattern = diag_quote(r->a, at->pattern).p;
    include_find(rules, r->a, at->dir, at->pattern, true, &found);
    switch (found.outcome) {
    case INCLUDE_FOUND:
        for (uint32_t i = 0; i < found.n; i++)
            facts_load(r, f, found.files[i].path, at->dir, at->at);
        return;
    case INCLUDE_EMPTY_GLOB:
    case INCLUDE_MISSING:
        document_fault(r, at->at, "%s matches no file", pattern);
        return;
    case INCLUDE_OUTSIDE:
        document_fault(r, at->at, "%s leads out of the repository", pattern);
        return;
    case INCLUDE_FAULT:
        document_fault_path(r, found.looked_for, at->at, file_fault_text(found.fault));
        return;
    case INCLUDE_TOO_MANY:
        document_fault(r, at->at, "%s matches more than %d files", pattern, LIMIT_GLOB_MATCHES);
    }
}

void project_load_facts(struct reading *r, const struct project *p, struct facts *f)
{
    struct include_rules rules = {.a = r->a, .roots = {.a = r->a}};
    within_add_root(&rules, p->root);
    for (uint32_t i = 0; i < p->fact_places.n; i++) {
        const struct project_pattern *place = &p->fact_places.p[i];
        if (str_eq(place->pattern, STR("local")))
            facts_add_host(r, f, probe_machine(r->a), FACTS_FILES);
        else
            load_place(r, &rules, place, f);
    }
}
