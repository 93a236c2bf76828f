/* apps: which files configure an application, and what in them means what. */
#include "base/path.h"
#include "engine/project_keys.h"

/* One entry while it is read. */
struct app_entry {
    const struct project_reading *in;
    struct project_app *app;
};

/* One figure while it is read; what names its type in messages. */
struct figure_entry {
    struct app_figure *figure;
    const struct node *deflt;
};

static const struct {
    struct str name;
    enum app_type type;
} figures[] =
    {
#define X(id, name, type) {STR_INIT(name), type},
        APP_FIGURES(X)
#undef X
},
  links[] = {
#define X(id, name, type) {STR_INIT(name), type},
      APP_LINKS(X)
#undef X
};

/* ---- one figure: a path, or {path: ..., unit: ..., default: ...} ---- */

static void take_path(struct reading *r, const struct node *word, struct app_figure *f)
{
    struct value v;
    const char *fault;
    if (!scalar_read(r, word, SCALAR_TEXT, STR("a path"), &v))
        return;
    f->at = word->at;
    f->written = word->text;
    if (!tree_path_parse(r->a, word->text, &f->path, &fault) && !faults_full(r)) {
        struct finding *told = document_fault(r, word->at, "%s is no path: %s", diag_quote(r->a, word->text).p, fault);
        diag_help(r->faults, told, "paths are written as server.workers, pools[0].size or \"a.b\".c");
    }
}

static void read_path(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    take_path(r, node_value(entry), ((struct figure_entry *)into)->figure);
}

static void read_unit(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct app_figure *f = ((struct figure_entry *)into)->figure;
    const struct node *word = node_value(entry);
    struct value v;
    (void)id;
    if (!scalar_read(r, word, SCALAR_TEXT, entry->text, &v))
        return;
    f->unit = word->text;
    if (!app_unit(f->type, word->text) && !faults_full(r))
        document_fault(r, word->at, "\"%s\" is no unit%s", diag_quote(r->a, word->text).p,
                       f->type == APP_SIZE   ? " of sizes: B, KiB, MiB, GiB, TiB"
                       : f->type == APP_TIME ? " of times: us, ms, s, m, h, d, w"
                                             : ": the figure is neither a size nor a time");
}

static void read_default(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)r, (void)id;
    ((struct figure_entry *)into)->deflt = entry;
}

/* Once the unit is known. */
static void take_default(struct reading *r, const struct node *entry, struct app_figure *f)
{
    const struct node *word = node_value(entry);
    struct value text, v = value_null();
    const char *wanted;
    if (!scalar_read(r, word, SCALAR_TEXT, entry->text, &text))
        return;
    if (f->type == APP_ADDRESS)
        v = value_string(word->text);
    else if (!app_value(f->type, word->text, f->unit, &v, &wanted) && !faults_full(r))
        document_fault(r, word->at, "default is \"%s\", not %s", diag_quote(r->a, word->text).p, wanted);
    struct origin *o = arena_new(r->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_DEFAULT, .at = word->at, .text = STR("default in loadline.yaml")};
    f->deflt = value_with_origin(v, o);
    if (f->path.n == 0)
        f->at = word->at;
}

static void read_figure(struct reading *r, const struct node *entry, struct app_figure *f, enum app_type type)
{
    static const struct key_row keys[] = {
        {STR_INIT("path"), read_path, 0},
        {STR_INIT("unit"), read_unit, 0},
        {STR_INIT("default"), read_default, 0},
    };
    const struct node *value = node_value(entry);
    struct figure_entry into = {f, NULL};
    *f = (struct app_figure){.given = true, .type = type, .deflt = value_null()};
    if (value->kind != NODE_MAP) {
        take_path(r, value, f);
        return;
    }
    keys_read(r, value, "a figure of an app", keys, sizeof keys / sizeof *keys, &into);
    if (into.deflt)
        take_default(r, into.deflt, f);
    if (f->written.n == 0 && !into.deflt && !faults_full(r))
        document_fault(r, entry->name_at, "%s has neither a path nor a default", diag_quote(r->a, entry->text).p);
}

static void read_set_figure(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    read_figure(r, entry, &((struct app_entry *)into)->app->map.figure[id], figures[id].type);
}

static void read_set(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct key_row keys[] = {
#define X(id, name, type) {STR_INIT(name), read_set_figure, FIGURE_##id},
        APP_FIGURES(X)
#undef X
    };
    (void)id;
    keys_read(r, node_value(entry), "set", keys, sizeof keys / sizeof *keys, into);
}

/* ---- connects: [{name: db, to: db.url, pool: db.pool.size}] ---- */

static void read_link_figure(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    read_figure(r, entry, &((struct app_link *)into)->figure[id], links[id].type);
}

static void read_link_name(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct value v;
    (void)id;
    if (scalar_read(r, node_value(entry), SCALAR_TEXT, entry->text, &v))
        ((struct app_link *)into)->name = node_value(entry)->text;
}

static void read_connects(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct key_row keys[] = {{STR_INIT("name"), read_link_name, 0},
#define X(id, name, type) {STR_INIT(name), read_link_figure, LINK_##id},
                                          APP_LINKS(X)
#undef X
    };
    struct app_entry *e = into;
    (void)id;
    for (const struct node *item = list_items(r, node_value(entry), entry->text); item; item = next_item(item->next)) {
        struct app_link link = {.at = item->at};
        keys_read(r, item, "an item of connects", keys, sizeof keys / sizeof *keys, &link);
        bool leads = link.figure[LINK_TO].given || link.figure[LINK_ADDRESS].given;
        if (item->kind == NODE_MAP && !leads && !faults_full(r))
            document_fault(r, item->at, "an item of connects without `to` or `address`");
        struct app_figure *to = &link.figure[link.figure[LINK_TO].given ? LINK_TO : LINK_ADDRESS];
        link.name = link.name.n ? link.name : to->written.n ? to->written : STR("connects");
        vec_push(r->a, &e->app->map.links, link);
    }
}

/* ---- the entry ---- */

static void read_text(struct reading *r, const struct node *entry, struct str *to)
{
    struct value v;
    if (scalar_read(r, node_value(entry), SCALAR_TEXT, entry->text, &v))
        *to = node_value(entry)->text;
}

static void read_name(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    read_text(r, entry, &((struct app_entry *)into)->app->map.name);
}

static void read_program(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    read_text(r, entry, &((struct app_entry *)into)->app->map.program);
}

static void read_model(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct str words[] = {STR_INIT("process"), STR_INIT("thread"), STR_INIT("event")};
    uint32_t which;
    (void)id;
    if (choice_read(r, node_value(entry), entry->text, words, 3, &which))
        ((struct app_entry *)into)->app->map.model = words[which];
}

/* Patterns start from the directory of the file, and may lead up within the repository. */
static void take_file(struct reading *r, const struct node *word, void *into)
{
    struct app_entry *e = into;
    struct str inside;
    struct project_pattern p = {e->in->dir, path_normalize(r->a, word->text), word->at};
    if (!project_inside(r, e->in, word, &inside))
        return;
    while (str_starts(p.pattern, STR("../"))) {
        str_cut(&p.pattern, '/');
        p.dir = path_dir(p.dir);
    }
    if (path_is_absolute(p.pattern)) {
        p.pattern = path_relative(r->a, p.pattern, e->in->p->root);
        p.dir = e->in->p->root;
    }
    vec_push(r->a, &e->app->files, p);
}

static void read_files(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    texts_read(r, node_value(entry), entry->text, take_file, into);
}

static void read_app(struct reading *r, const struct project_reading *in, const struct node *item)
{
    static const struct key_row keys[] = {
        {STR_INIT("name"), read_name, 0},       {STR_INIT("files"), read_files, 0},
        {STR_INIT("program"), read_program, 0}, {STR_INIT("model"), read_model, 0},
        {STR_INIT("set"), read_set, 0},         {STR_INIT("connects"), read_connects, 0},
    };
    struct app_entry e = {in, arena_new(r->a, struct project_app)};
    uint32_t before = r->faults->findings.n;
    e.app->map.at = item->at;
    keys_read(r, item, "an app", keys, sizeof keys / sizeof *keys, &e);
    if (r->faults->findings.n > before)
        return;
    struct app_map *map = &e.app->map;
    if (map->name.n == 0 || e.app->files.n == 0)
        document_fault(r, item->at, "an app without %s", map->name.n == 0 ? "a name" : "files");
    map->program = map->program.n ? map->program : map->name;
    vec_push(r->a, &in->p->apps, e.app);
}

void project_apps_read(struct reading *r, const struct project_reading *in, const struct node *entry)
{
    for (const struct node *item = list_items(r, node_value(entry), entry->text); item; item = next_item(item->next))
        read_app(r, in, item);
}
