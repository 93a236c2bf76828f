/* The environment of a unit: Environment=, then what files named by EnvironmentFile= set over it (systemd.exec(5), v252). */
#include "base/limits.h"
#include "base/path.h"
#include "formats/ini.h"
#include "kinds/systemd/systemd.h"

/* ---- Environment= ---- */

struct span systemd_part_at(struct kind_job *job, const struct node *w, struct str part)
{
    struct str written = source_text(job->sources, w->at);
    uint32_t at = str_find(written, part);
    return part.n > 0 && at < written.n ? span_part(w->at, at, part.n) : w->at;
}

void systemd_add_variable(struct kind_job *job, struct environment *env, const struct node *w)
{
    uint32_t eq = str_find_byte(w->text, '=');
    struct str value = str_slice(w->text, eq + 1, w->text.n);
    struct env_variable v = {str_slice(w->text, 0, eq), value, systemd_part_at(job, w, value), true};
    v.known = str_find_byte(value, '%') == value.n;
    if (eq < w->text.n)
        vec_push(job->a, &env->all, v);
}

/* ---- files ---- */

/* Reads one; false: there is no such file, or it cannot be had. */
static bool read_at(struct kind_job *job, struct str path, struct span via, struct environment *env)
{
    struct within_place place;
    enum file_fault fault;
    struct sink own = {.a = job->a};
    if (within_find(job->includes, job->a, path, &place) != WITHIN_FOUND)
        return false;
    struct file *file = file_open(job->files, place.name, &fault);
    if (!file || job->included_files >= LIMIT_INCLUDED_FILES ||
        job->included_bytes + file->bytes.n > LIMIT_INCLUDED_BYTES)
        return false;
    job->included_files++;
    job->included_bytes += file->bytes.n;
    vec_push(job->a, &job->included, ((struct included_file){file, via}));
    struct node *root = ini_read(job->a, job->sources, source_add(job->sources, file, via), &ini_env_systemd, &own);
    struct node_iter it = node_entries(root);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        const struct node *w = node_word(e, 0);
        bool known = w && !(e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) && node_is_known(w);
        struct span at = w && w->name_at.len == w->text.n ? w->name_at : w ? w->at : e->at;
        vec_push(job->a, &env->all, ((struct env_variable){e->text, w ? w->text : (struct str){0}, at, known}));
    }
    env->partial |= (root->flags & NODE_TAINTED) != 0;
    return true;
}

/* A deployed path in the tree: by the maps of loadline.yaml, below the root that the unit's own path tells of (web1/etc/systemd/system), or, where a host's
 * files lie together, beside the unit. */
static bool read_file(struct kind_job *job, struct str path, struct span via, struct environment *env)
{
    const struct file *file = source_get(job->sources, job->source)->file;
    struct str mapped, dir, top;
    if (within_map(job->includes, job->a, path, &mapped) && read_at(job, mapped, via, env))
        return true;
    if (!file || !path_is_absolute(file->real))
        return false;
    const struct systemd_state *s = job->state;
    dir = s->unit.is_drop_in ? path_dir(path_dir(file->real)) : path_dir(file->real);
    if (systemd_root_of(dir, &top))
        return read_at(job, str_concat(job->a, top, str_slice(path, 1, path.n)), via, env);
    return read_at(job, path_join(job->a, dir, path_base(path)), via, env);
}

/* "-" in front: it need not be there. What a pattern or a specifier names is not known. */
static void take_file(struct kind_job *job, const struct node *w, struct environment *env)
{
    struct str path = w->text;
    if (str_starts(path, STR("-")))
        path = str_slice(path, 1, path.n);
    bool plain = path_is_absolute(path) && !path_has_glob(path) && str_find_byte(path, '%') == path.n &&
                 node_is_known(w) && !within_goes_up(path);
    env->partial |= !plain || !read_file(job, path, w->at, env);
}

/* ---- the unit ---- */

struct word_list {
    const struct node **p;
    uint32_t n, cap;
};

/* The words that hold of a setting which may stand several times: an empty one forgets those before it. */
static void gather(struct kind_job *job, const char *name, struct word_list *ret)
{
    struct node_iter it = node_entries(job->root);
    for (struct node *s; (s = node_next_entry(&it)) != NULL;) {
        if (systemd_section_of(s->text) != SYSTEMD_IN_SERVICE)
            continue;
        for (const struct node *e = s->first; e; e = e->next) {
            bool ours = e->kind == NODE_ENTRY && str_eq(e->text, str_from(name));
            if (ours && (!e->first || e->first->text.n == 0))
                ret->n = 0;
            for (const struct node *w = ours ? e->first : NULL; w && w->kind == NODE_WORD && w->text.n; w = w->next)
                vec_push(job->a, ret, w);
        }
    }
}

const struct environment *systemd_environment(struct kind_job *job)
{
    struct systemd_state *s = job->state;
    struct word_list variables = {0}, files = {0};
    if (s->environment)
        return s->environment;
    struct environment *env = s->environment = arena_new(job->a, struct environment);
    gather(job, "Environment", &variables);
    gather(job, "EnvironmentFile", &files);
    for (uint32_t i = 0; i < variables.n; i++)
        systemd_add_variable(job, env, variables.p[i]);
    for (uint32_t i = 0; i < files.n; i++)
        take_file(job, files.p[i], env);
    return env;
}
