/* The apps of a process file. */
#include "base/path.h"
#include "diag/escape.h"
#include "formats/json.h"
#include "formats/yaml.h"
#include "kinds/pm2/pm2.h"
#include "text/marks.h"
#include "text/span_map.h"

static struct node *first_value(struct node *root)
{
    struct node *n = root->first;
    while (n && n->kind == NODE_COMMENT)
        n = n->next;
    return n;
}

static void add_app(struct kind_job *job, struct node *map)
{
    struct pm2_state *s = job->state;
    if (map->kind != NODE_MAP)
        return;
    map->name_at = span_part(map->at, 0, 1);
    vec_push(job->a, &s->apps, map);
}

static void add_apps(struct kind_job *job, struct node *list)
{
    for (struct node *n = list->first; n; n = n->next)
        add_app(job, n);
}

/* {apps: [...]}, {apps: {...}}, a list of apps, or one app alone: lib/Common.js, parseConfig and friends. */
static void find_apps(struct kind_job *job, struct node *top)
{
    struct node *apps = top && top->kind == NODE_MAP ? node_find(top, STR("apps")) : NULL;
    struct node *value = apps ? node_value(apps) : top;
    if (value && value->kind == NODE_LIST)
        add_apps(job, value);
    else if (value)
        add_app(job, value);
}

/* PM2 names the field that it cannot take and starts nothing. */
static void check_app(struct kind_job *job, struct node *app)
{
    struct node_iter it = node_entries(app);
    struct value v;
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        const struct option_row *row = option_find(&pm2_table, 0, (struct str){0}, e->text);
        const struct node *w = node_value(e);
        if (!row || row->type != OPTION_SIZE || !w || w->kind != NODE_WORD || !node_is_known(w) ||
            pm2_table.read(row, w->text, job->a, &v))
            continue;
        struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, w->at, "invalid value %.*s of %.*s",
                                        STR_ARG(diag_quote(job->a, w->text)), STR_ARG(row->name));
        diag_help(job->sink, f, "digits and one of K, M, G, or none for bytes: 800M");
        e->flags |= NODE_FAULTY;
    }
}

struct node *pm2_read(struct kind_job *job)
{
    struct pm2_state *s = job->state = arena_new(job->a, struct pm2_state);
    const struct source *from = source_get(job->sources, job->source);
    struct str ext = path_ext(marks_plain_name(from->file ? from->file->path : (struct str){0}));
    struct node *root;
    s->yaml = str_eq(ext, STR(".yml")) || str_eq(ext, STR(".yaml"));
    root = s->yaml ? yaml_read(job->a, job->sources, job->source, job->sink)
                   : json_read(job->a, job->sources, job->source, JSON_RELAXED, job->sink);
    find_apps(job, first_value(root));
    for (uint32_t i = 0; i < s->apps.n; i++)
        check_app(job, s->apps.p[i]);
    return root;
}

/* ---- what is given to node ---- */

static struct span_map *map_of(struct kind_job *job, const struct node *word)
{
    const struct pm2_state *s = job->state;
    return s->yaml ? yaml_scalar_map(job->a, job->sources, word) : json_string_map(job->a, job->sources, word);
}

/* --max-old-space-size=6144 is of that name; V8 takes _ for -. */
static bool is_flag(struct str word, struct str name)
{
    struct str rest = str_slice(word, 2, word.n), own = str_cut(&rest, '=');
    if (!str_starts(word, STR("--")) || own.n != name.n || own.n + 2 == word.n)
        return false;
    for (uint32_t i = 0; i < name.n; i++)
        if (own.p[i] != name.p[i] && !(own.p[i] == '_' && name.p[i] == '-'))
            return false;
    return true;
}

static bool find_in_word(struct kind_job *job, const struct node *word, struct str name, struct pm2_flag *ret)
{
    struct str rest = word->text;
    bool found = false;
    if (word->kind != NODE_WORD || !node_is_known(word))
        return false;
    while (rest.n > 0) {
        uint32_t off = word->text.n - rest.n;
        struct str one = str_cut(&rest, ' ');
        if (!is_flag(one, name))
            continue;
        *ret = (struct pm2_flag){one, span_map_resolve(map_of(job, word), (struct span){0, off, one.n})};
        found = true;
    }
    return found;
}

static bool find_in_value(struct kind_job *job, const struct node *value, struct str name, struct pm2_flag *ret)
{
    bool found = false;
    if (value && value->kind == NODE_LIST)
        for (const struct node *n = value->first; n; n = n->next)
            found |= find_in_word(job, n, name, ret);
    return found || (value && find_in_word(job, value, name, ret));
}

const struct node *pm2_env(struct node *app, struct str name, uint32_t i)
{
    struct node_iter it = node_entries(app);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        struct node *env = str_eq(e->text, STR("env")) || str_starts(e->text, STR("env_")) ? node_value(e) : NULL;
        struct node *found = env && env->kind == NODE_MAP ? node_find(env, name) : NULL;
        if (found && i-- == 0)
            return node_value(found);
    }
    return NULL;
}

/* node reads NODE_OPTIONS before its arguments. */
bool pm2_node_flag(struct kind_job *job, struct node *app, struct str name, struct pm2_flag *ret)
{
    const struct node *e = option_entry(&pm2_table, app, STR("node_args")), *env;
    if (e && find_in_value(job, node_value(e), name, ret))
        return true;
    for (uint32_t i = 0; (env = pm2_env(app, STR("NODE_OPTIONS"), i)) != NULL; i++)
        if (find_in_value(job, env, name, ret))
            return true;
    return false;
}
