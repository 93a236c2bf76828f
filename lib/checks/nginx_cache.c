/* What the caches on one file system may take of it together. */
#include "base/buf.h"
#include "checks/nginx.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/words.h"

/* One *_cache_path with a limit. */
struct cache {
    struct node *entry;
    const struct node *limit; /* the word max_size= */
    struct str text;          /* "500g" */
    int64_t bytes;
    struct str mount; /* that its path is on */
    bool leaves_room; /* min_free: the cache manager keeps that much of the file system free */
};

static bool parameter(const struct node *entry, struct str name, const struct node **ret_word, struct str *ret_value)
{
    for (const struct node *w = node_word(entry, 1); w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && str_starts(w->text, name)) {
            *ret_word = w;
            *ret_value = str_slice(w->text, name.n, w->text.n);
            return true;
        }
    return false;
}

static bool is_below(struct str path, struct str mount)
{
    if (str_eq(mount, STR("/")))
        return str_starts(path, mount);
    return str_starts(path, mount) && (path.n == mount.n || path.p[mount.n] == '/');
}

/* The longest mount point above a path. */
static bool mount_of(const struct value_map *disk, struct str path, struct str *ret)
{
    bool found = false;
    for (uint32_t i = 0; i < disk->n; i++) {
        struct str mount = {disk->keys[i].as.s, disk->keys[i].n};
        if (is_below(path, mount) && (!found || mount.n > ret->n)) {
            *ret = mount;
            found = true;
        }
    }
    return found;
}

static bool read_cache(struct node *entry, struct cache *ret)
{
    const struct node *word;
    struct str text;
    struct cache c = {.entry = entry};
    if (!entry->word || nginx_words[entry->word].type != NGINX_TYPE_CACHE_PATH ||
        (entry->flags & (NODE_CONDITIONAL | NODE_FAULTY)))
        return false;
    if (!parameter(entry, STR("max_size="), &c.limit, &c.text) || !nginx_parse_offset(c.text, &c.bytes))
        return false;
    c.leaves_room = parameter(entry, STR("min_free="), &word, &text) && !str_eq(text, STR("0"));
    *ret = c;
    return true;
}

struct caches {
    VEC(struct cache) all;
};

static void report(const struct check_input *in, const struct caches *caches, const struct cache *last, int64_t sum,
                   struct value size)
{
    struct buf names = {.a = in->a};
    for (uint32_t i = 0; i < caches->all.n; i++)
        if (str_eq(caches->all.p[i].mount, last->mount))
            buf_printf(&names, "%s%s", names.n ? " + " : "", nginx_shown(in, caches->all.p[i].text));
    struct str disk = value_show(in->a, size), all = value_format(in->a, value_size(sum)), list = buf_str(&names);
    struct finding *f =
        diag_add(in->sink, in->rule, last->limit->at, "caches that may grow to %.*s on a file system of %.*s (%s)",
                 STR_ARG(list), STR_ARG(disk), nginx_shown(in, last->mount));
    diag_label(in->sink, f, "%.*s in all on %.*s", STR_ARG(all), STR_ARG(disk));
    for (uint32_t i = 0; i < caches->all.n; i++)
        if (&caches->all.p[i] != last && str_eq(caches->all.p[i].mount, last->mount))
            diag_related(in->sink, f, caches->all.p[i].limit->at, "on the same file system");
    if (!span_is_none(value_at(size)))
        diag_related(in->sink, f, value_at(size), "the file system");
    diag_note(in->sink, f, "max_size limits one cache, not all that share a file system");
    diag_help(in->sink, f, "let the sum of max_size stay below %.*s with room for what is written before it is removed",
              STR_ARG(disk));
    if (in->host)
        vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, (struct str){in->host->name.as.s, in->host->name.n}));
}

/* All caches of one file system: told once, at the one that goes beyond it. */
static void judge_mount(const struct check_input *in, const struct caches *caches, struct str mount, struct value size)
{
    int64_t sum = 0;
    const struct cache *last = NULL;
    bool leaves_room = true;
    for (uint32_t i = 0; i < caches->all.n; i++) {
        const struct cache *c = &caches->all.p[i];
        if (!str_eq(c->mount, mount))
            continue;
        sum = c->bytes > INT64_MAX - sum ? INT64_MAX : sum + c->bytes;
        leaves_room = leaves_room && c->leaves_room;
        if (!last && sum > size.as.i)
            last = c;
    }
    if (last && !leaves_room)
        report(in, caches, last, sum, size);
}

static bool is_first_of(const struct caches *caches, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (str_eq(caches->all.p[k].mount, caches->all.p[i].mount))
            return false;
    return true;
}

/* Those of a block whose file system is known. False: nothing is known of file systems. */
static bool gather(const struct check_input *in, struct node *block, struct value disk, struct caches *caches)
{
    struct node_iter it = node_entries(block);
    struct cache c;
    struct str path;
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (!read_cache(e, &c) || !nginx_text_of(e, 0, &path) || !str_starts(path, STR("/")))
            continue;
        if (!check_needs(in, &disk, 1, c.limit->at))
            return false;
        if (mount_of(disk.as.map, path, &c.mount))
            vec_push(in->a, &caches->all, c);
        else
            nginx_not_run(in, c.limit->at, STR("host.disk (the file system of a cache)"));
    }
    return true;
}

/* They stand in http alone. A service may be judged beside the blocks of its config, by another thread: nothing that is made on demand is asked for here. */
void check_nginx_cache_disk(const struct check_input *in)
{
    struct caches caches = {0};
    struct node *http = nginx_is_checked(in) ? node_find(in->job->root, STR("http")) : NULL;
    struct value disk = in->host ? in->host->disk : value_unknown(in->a, STR("host.disk"));
    if (!http || !gather(in, http, disk, &caches))
        return;
    for (uint32_t i = 0; i < caches.all.n; i++) {
        const struct value *size =
            is_first_of(&caches, i) ? value_map_get(disk.as.map, value_string(caches.all.p[i].mount)) : NULL;
        if (size && size->type == VALUE_INT)
            judge_mount(in, &caches, caches.all.p[i].mount, *size);
    }
}

/* Caches that nothing keeps from taking all of the disk. */
void check_nginx_cache_limit(const struct check_input *in)
{
    static const struct str names[] = {STR_INIT("proxy_cache_path"), STR_INIT("fastcgi_cache_path"),
                                       STR_INIT("uwsgi_cache_path"), STR_INIT("scgi_cache_path")};
    const struct node *word;
    struct str text;
    for (uint32_t i = 0; nginx_is_checked(in) && i < sizeof names / sizeof *names; i++) {
        struct nginx_named it = nginx_named(in, names[i]);
        for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
            if (parameter(e, STR("max_size="), &word, &text) || parameter(e, STR("min_free="), &word, &text) ||
                !nginx_text_of(e, 0, &text))
                continue;
            struct finding *f = diag_add(in->sink, in->rule, node_word(e, 0)->at,
                                         "cache %s may take all of its file system", nginx_shown(in, text));
            diag_label(in->sink, f, "neither max_size nor min_free");
            diag_help(in->sink, f, "max_size below the size of the file system, or min_free (from nginx 1.19.1 on)");
        }
    }
}
