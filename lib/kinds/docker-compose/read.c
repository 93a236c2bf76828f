/* A compose file with its override file, its includes and .env. */
#include "kinds/docker-compose/docker-compose.h"

#include "base/limits.h"
#include "base/path.h"
#include "formats/json.h"
#include "formats/yaml.h"

struct node *compose_get(struct node *map, const char *key)
{
    struct node *e = map && map->kind == NODE_MAP ? node_find(map, str_from(key)) : NULL;
    return e ? node_value(e) : NULL;
}

struct node *compose_entry(struct node *map, struct str path)
{
    struct node *e = NULL;
    while (map && path.n) {
        struct str key = str_cut(&path, '.');
        e = map->kind == NODE_MAP ? node_find(map, key) : NULL;
        map = e ? node_value(e) : NULL;
    }
    return path.n ? NULL : e;
}

struct node *compose_path(struct node *map, struct str path)
{
    struct node *e = compose_entry(map, path);
    return e ? node_value(e) : NULL;
}

/* ---- one file ---- */

/* The mapping of a text; documents behind the first are merged into it, as docker does. NULL: there is none. */
static struct node *mapping_of(struct kind_job *job, struct node *root)
{
    struct node *top = yaml_document(root, 0);
    bool is_empty = !top || (top->kind == NODE_WORD && top->text.n == 0);
    if (!is_empty && top->kind != NODE_MAP && !(top->flags & (NODE_UNKNOWN | NODE_TAINTED | NODE_FAULTY)))
        diag_syntax(job->sink, SYNTAX_UNEXPECTED_TOKEN, top->at, "a compose file is a mapping");
    if (!top || top->kind != NODE_MAP)
        return NULL;
    struct node *other;
    for (uint32_t i = 1; (other = yaml_document(root, i)) != NULL; i++)
        if (other->kind == NODE_MAP)
            compose_merge(job, top, other);
    compose_interpolate(job, top);
    compose_check_schema(job, top);
    return top;
}

struct node *compose_file(struct kind_job *job, struct str dir, struct str name, struct span via, const char **ret_why)
{
    struct within_place place;
    enum file_fault fault;
    *ret_why = "it is not in the tree";
    struct compose_state *s = job->state;
    if (!path_is_absolute(name) && !dir.n)
        return NULL;
    if (within_find(job->includes, job->a, path_join(job->a, dir, name), &place) != WITHIN_FOUND)
        return NULL;
    struct map_entry *known = map_put(&s->files, place.name, NULL, NULL);
    if (known->value)
        return known->value;
    struct file *file = file_open(job->files, place.name, &fault);
    *ret_why = file ? "more than may be read" : file_fault_text(fault);
    if (!file || job->included_files >= LIMIT_INCLUDED_FILES ||
        job->included_bytes + file->bytes.n > LIMIT_INCLUDED_BYTES)
        return NULL;
    job->included_files++;
    job->included_bytes += file->bytes.n;
    vec_push(job->a, &job->included, ((struct included_file){file, via}));
    struct node *root = yaml_read(job->a, job->sources, source_add(job->sources, file, via), job->sink);
    *ret_why = "it holds no mapping";
    struct node *top = mapping_of(job, root);
    map_put(&s->files, place.name, top, NULL);
    return top;
}

/* ---- what belongs to a file ---- */

static bool is_default_name(struct str base)
{
    return str_eq(base, STR("compose.yaml")) || str_eq(base, STR("compose.yml")) ||
           str_eq(base, STR("docker-compose.yaml")) || str_eq(base, STR("docker-compose.yml"));
}

static bool is_there(struct kind_job *job, struct str name)
{
    const struct compose_state *s = job->state;
    struct within_place place;
    return s->dir.n && within_find(job->includes, job->a, path_join(job->a, s->dir, name), &place) == WITHIN_FOUND;
}

/* The override file is part of the one by a default name. */
static void take_override(struct kind_job *job, struct str base)
{
    struct compose_state *s = job->state;
    struct str ext = path_ext(base), stem = str_slice(base, 0, base.n - ext.n);
    static const char *const exts[] = {".yml", ".yaml"};
    for (size_t i = 0; i < sizeof exts / sizeof *exts; i++) {
        struct str name = str_printf(job->a, "%.*s.override%s", STR_ARG(stem), exts[i]);
        const char *why;
        if (!is_there(job, name))
            continue;
        struct node *over = compose_file(job, s->dir, name, SPAN_NONE, &why);
        if (over)
            compose_merge(job, s->top, over);
        return;
    }
}

/* A service without an image gets it from another file. */
static bool lacks_image(struct kind_job *job)
{
    for (struct node *e = NULL; (e = compose_next_block(job, 0, e)) != NULL;) {
        struct node *map = node_value(e);
        if (!node_find(map, STR("image")) && !node_find(map, STR("build")) && !node_find(map, STR("extends")) &&
            !node_find(map, STR("provider")))
            return true;
    }
    return false;
}

/* -f a -f b: which files go together no file tells. One of another name beside the default one may be part of that. */
static bool may_be_part(struct kind_job *job, struct str base)
{
    static const char *const names[] = {"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"};
    if (is_default_name(base))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_there(job, str_from(names[i])))
            return true;
    return job->role == DOCUMENT_FRAGMENT || lacks_image(job);
}

/* ---- include ---- */

/* What an included file has beside this one: its services, networks ...; the same name twice docker refuses. */
static void add_missing(struct node *map, struct node *from, bool within)
{
    struct node *next;
    for (struct node *e = from->first; e; e = next) {
        next = e->next;
        struct node *own = e->kind == NODE_ENTRY ? node_find(map, e->text) : NULL;
        struct node *mine = own ? node_value(own) : NULL, *theirs = own ? node_value(e) : NULL;
        if (within && mine && theirs && mine->kind == NODE_MAP && theirs->kind == NODE_MAP)
            add_missing(mine, theirs, false);
        else if (!own && e->kind == NODE_ENTRY && !str_eq(e->text, STR("include"))) {
            e->next = NULL;
            node_add(map, e);
        }
    }
    from->first = from->last = NULL;
}

static void include_one(struct kind_job *job, struct node *path)
{
    struct compose_state *s = job->state;
    const char *why = "its name is not known";
    struct node *top = node_is_known(path) ? compose_file(job, s->dir, path->text, path->at, &why) : NULL;
    if (top)
        add_missing(s->top, top, true);
    else
        diag_not_analysed(job->sink, path->at, path->text, "include: %s", why);
    s->more_services |= !top;
}

static void take_includes(struct kind_job *job, struct node *list)
{
    for (struct node *v = list && list->kind == NODE_LIST ? list->first : NULL, *next; v; v = next) {
        next = v->next;
        struct node *path = v->kind == NODE_MAP ? compose_get(v, "path") : v;
        if (path && path->kind == NODE_WORD)
            include_one(job, path);
        for (struct node *p = path && path->kind == NODE_LIST ? path->first : NULL; p; p = p->next)
            if (p->kind == NODE_WORD)
                include_one(job, p);
    }
}

/* ---- the daemon's own configuration ---- */

/* A daemon.json beside it that bounds what containers write, or sends it elsewhere. */
static bool daemon_bounds_logs(struct kind_job *job)
{
    const struct compose_state *s = job->state;
    struct within_place place;
    enum file_fault fault;
    struct sink own = {.a = job->a};
    struct str path = path_join(job->a, s->dir, STR("daemon.json"));
    struct file *file = s->dir.n && within_find(job->includes, job->a, path, &place) == WITHIN_FOUND
                            ? file_open(job->files, place.name, &fault)
                            : NULL;
    if (!file)
        return false;
    struct node *root = json_read(job->a, job->sources, source_add(job->sources, file, SPAN_NONE), JSON_STRICT, &own);
    struct node *top = yaml_document(root, 0);
    struct node *driver = compose_get(top, "log-driver"), *size = compose_get(compose_get(top, "log-opts"), "max-size");
    return size || (driver && driver->kind == NODE_WORD && !str_eq(driver->text, STR("json-file")));
}

/* ---- the document ---- */

static void find_surroundings(struct kind_job *job)
{
    struct compose_state *s = job->state;
    const struct file *file = source_get(job->sources, job->source)->file;
    if (!file || !path_is_absolute(file->real))
        return;
    s->dir = path_dir(file->real);
    s->env = compose_env_file(job, path_join(job->a, s->dir, STR(".env")));
    s->no_log_growth = daemon_bounds_logs(job);
}

struct node *compose_read(struct kind_job *job)
{
    struct compose_state *s = arena_new(job->a, struct compose_state);
    const struct file *file = source_get(job->sources, job->source)->file;
    struct str base = file ? path_base(file->path) : (struct str){0};
    job->state = s;
    s->files.a = job->a;
    find_surroundings(job);
    struct node *root = job->root = yaml_read(job->a, job->sources, job->source, job->sink);
    s->top = mapping_of(job, root);
    s->others = !is_default_name(base);
    s->partial = may_be_part(job, base);
    if (!s->top)
        return root;
    if (is_default_name(base))
        take_override(job, base);
    take_includes(job, compose_get(s->top, "include"));
    compose_extend(job);
    compose_check_whole(job);
    return root;
}
