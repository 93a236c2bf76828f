/* Reading: sections, and what includes put into them. */
#include "base/path.h"
#include "kinds/php-fpm/php_fpm.h"
#include "kinds/splice.h"

struct reading {
    struct kind_job *job;
    struct fpm_state *s;
    struct splice splice;
    struct node *section; /* the open one: a block of the state's */
    bool opened;          /* a section was: before the first one a file of a pool may be included in that */
};

static struct node *pool_named(struct reading *r, struct node *header)
{
    for (uint32_t i = 0; i < r->s->pools.n; i++)
        if (str_eq(r->s->pools.p[i]->text, header->text))
            return r->s->pools.p[i];
    struct node *pool = option_block(r->job->a, r->job->root, header);
    vec_push(r->job->a, &r->s->pools, pool);
    return pool;
}

/* fpm_conf_ini_parser_section: the name of [global] is compared without case. */
static void open_section(struct reading *r, struct node *header)
{
    r->opened = true;
    if (!str_eq_nocase(header->text, FPM_GLOBAL)) {
        r->section = pool_named(r, header);
        return;
    }
    if (!r->s->global->parent) {
        r->s->global->parent = r->job->root;
        r->s->global->name_at = header->name_at;
    }
    r->s->has_global = true;
    r->section = r->s->global;
}

static void include(struct reading *r, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    struct node *section = r->section;
    bool known = word && node_is_known(word) && !fpm_has_variable(word->text);
    bool whole = false;
    if (known)
        whole = splice_include(&r->splice, entry, word->at, word->text, true);
    else
        diag_not_analysed(r->job->sink, entry->at, (struct str){0}, "include of a file whose name is not known");
    r->s->is_main |= section == r->s->global;
    /* Files that are not here open pools of their own as a rule; what stands in the section may be changed all the same. */
    if (!whole) {
        section->flags |= NODE_TAINTED;
        option_block_add(r->job->a, section, entry);
    }
    r->s->something_missing |= !whole;
}

static struct str section_name(const struct reading *r)
{
    if (r->section != r->s->global)
        return FPM_POOL;
    return r->opened || r->s->is_main ? FPM_GLOBAL : (struct str){0};
}

static void take(struct reading *r, struct node *entry)
{
    if (str_eq(entry->text, STR("include"))) {
        include(r, entry);
        return;
    }
    fpm_check_entry(r->job, section_name(r), entry);
    option_block_add(r->job->a, r->section, entry);
}

/* The words of a file that was included start in the section of its include, and its last section goes on behind that. */
static void walk(void *ctx, struct node *root)
{
    struct reading *r = ctx;
    if (!r->job->root)
        r->job->root = root;
    for (struct node *e = root->first; e; e = e->next) {
        if (e->kind != NODE_ENTRY)
            continue;
        if (!(e->flags & NODE_BLOCK)) {
            take(r, e);
            continue;
        }
        open_section(r, e);
        r->section->flags |= e->flags & NODE_TAINTED;
        for (struct node *in = e->first; in; in = in->next)
            if (in->kind == NODE_ENTRY)
                take(r, in);
    }
}

static bool is_main_file(struct kind_job *job)
{
    const struct file *file = source_get(job->sources, job->source)->file;
    struct str base = file ? path_base(marks_plain_name(file->path)) : (struct str){0};
    return str_starts(base, STR("php-fpm")) && str_ends(base, STR(".conf"));
}

struct node *fpm_read(struct kind_job *job)
{
    struct fpm_state *s = job->state = arena_new(job->a, struct fpm_state);
    struct node none = {.at = {job->source, 0, 0}};
    struct reading r = {.job = job, .s = s};
    job->root = NULL;
    s->global = option_block(job->a, &none, NULL);
    s->is_main = is_main_file(job);
    r.section = s->global;
    r.splice = (struct splice){.job = job, .dialect = &ini_php, .walk = walk, .ctx = &r};
    struct node *root = splice_document(&r.splice);
    fpm_check_pools(job);
    return root;
}
