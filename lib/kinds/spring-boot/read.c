/* Settings, flat, from YAML documents and from properties. */
#include "base/buf.h"
#include "base/path.h"
#include "diag/escape.h"
#include "formats/ini.h"
#include "formats/yaml.h"
#include "kinds/spring-boot/spring_boot.h"
#include "text/marks.h"

enum { MAX_DEPTH = 32, MAX_FILLS = 8 };

/* ---- placeholders ---- */

/* The value of a setting by its name; NULL: nothing sets it, or a profile decides. */
static const struct node *word_of(struct node *all, struct str name)
{
    struct node *e = option_entry(&spring_table, all, name);
    return e && !e->word && !(e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) && e->first ? e->first : NULL;
}

/* The end of a placeholder that starts at i: behind its '}'; 0: it has none. They nest: ${A:${B:c}}. */
static uint32_t end_of(struct str text, uint32_t i)
{
    uint32_t depth = 0;
    for (; i < text.n; i++) {
        depth += text.p[i] == '{';
        if (text.p[i] == '}' && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* One pass: the outermost placeholders. */
static bool fill_once(struct arena *a, struct node *all, struct str text, struct str *ret)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < text.n; i++) {
        uint32_t end = text.p[i] == '$' && str_byte(text, i + 1) == '{' ? end_of(text, i) : 0;
        if (!end) {
            buf_putc(&b, text.p[i]);
            continue;
        }
        struct str rest = str_slice(text, i + 2, end - 1), name = rest;
        uint32_t colon = str_find_byte(rest, ':');
        name = str_slice(rest, 0, colon);
        const struct node *w = word_of(all, name);
        if (!w && colon == rest.n)
            return false;
        buf_put(&b, w ? w->text : str_slice(rest, colon + 1, rest.n));
        i = end - 1;
    }
    *ret = buf_str(&b);
    return true;
}

bool spring_fill(struct arena *a, struct node *all, struct str text, struct str *ret)
{
    *ret = text;
    for (int i = 0; i < MAX_FILLS; i++) {
        if (str_find(*ret, STR("${")) == ret->n)
            return true;
        if (!fill_once(a, all, *ret, ret))
            return false;
    }
    return false;
}

static void fill_all(struct kind_job *job, struct node *all)
{
    for (struct node *e = all->first; e; e = e->next) {
        struct str text = e->first->text;
        if (str_find(text, STR("${")) == text.n || !node_is_known(e->first))
            continue;
        if (spring_fill(job->a, all, text, &text))
            e->first->text = text;
        else
            e->first->flags |= NODE_UNKNOWN;
    }
}

/* ---- flattening ---- */

/* One document: a file, or one of several in it. */
struct document {
    struct kind_job *job;
    struct node *all;
    bool by_profile; /* whether it holds is a profile's to say */
};

static void add_setting(struct document *d, struct str name, const struct node *entry, const struct node *word)
{
    struct node *e = node_new(d->job->a, NODE_ENTRY, entry->at),
                *w = node_new(d->job->a, NODE_WORD, word->quote ? word->name_at : word->at);
    e->name_at = entry->name_at;
    e->text = name;
    e->flags |= entry->flags & (NODE_CONDITIONAL | NODE_FAULTY | NODE_UNKNOWN);
    e->word = d->by_profile;
    w->name_at = word->name_at;
    w->text = word->text;
    w->quote = word->quote;
    w->flags = word->flags & (NODE_UNKNOWN | NODE_PLAIN);
    w->flags |= node_is_known(word) ? 0 : NODE_UNKNOWN;
    node_add(e, w);
    node_add(d->all, e);
}

static void flatten(struct document *d, struct str prefix, const struct node *map, uint32_t depth)
{
    if (map->flags & NODE_TAINTED)
        d->all->flags |= NODE_TAINTED;
    for (const struct node *e = map->first; e && depth < MAX_DEPTH; e = e->next) {
        const struct node *v = e->kind == NODE_ENTRY ? node_value(e) : NULL;
        if (!v)
            continue;
        struct str name = prefix.n ? str_printf(d->job->a, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(e->text)) : e->text;
        if (v->kind == NODE_MAP)
            flatten(d, name, v, depth + 1);
        else if (v->kind == NODE_WORD)
            add_setting(d, name, e, v);
    }
}

/* ---- profiles ---- */

static struct str text_under(struct kind_job *job, const struct node *map, const char *name)
{
    struct document d = {job, node_new(job->a, NODE_ROOT, map->at), false};
    flatten(&d, (struct str){0}, map, 0);
    const struct node *w = word_of(d.all, str_from(name));
    return w ? w->text : (struct str){0};
}

static bool lists(struct str list, struct str name)
{
    while (list.n > 0)
        if (str_eq(str_trim(str_cut(&list, ',')), name))
            return true;
    return false;
}

/* A document of a profile holds where the documents before it switch that on; where they switch on others it does not, and where they say nothing nobody knows. */
static void add_document(struct document *d, const struct node *map)
{
    struct kind_job *job = d->job;
    struct str of = text_under(job, map, "spring.config.activate.on-profile");
    const struct node *active = word_of(d->all, STR("spring.profiles.active"));
    of = of.n ? of : text_under(job, map, "spring.profiles");
    d->by_profile = of.n > 0 && !(active && lists(active->text, of));
    if (d->by_profile && active && str_find_byte(of, '!') == of.n && str_find_byte(of, '&') == of.n)
        return;
    flatten(d, (struct str){0}, map, 0);
}

/* ---- formats ---- */

/* Maven fills in @name@ before the file is what Spring reads; YAML has no such token. */
static bool is_filtered(struct str text)
{
    for (uint32_t i = 0; i + 2 < text.n; i++) {
        bool starts = text.p[i] == ' ' && text.p[i + 1] == '@';
        struct str rest = str_slice(text, i + 2, text.n), line = str_cut(&rest, '\n');
        if (starts && str_find_byte(line, '@') < line.n && str_find_byte(line, ' ') > str_find_byte(line, '@'))
            return true;
    }
    return false;
}

static struct node *read_yaml(struct kind_job *job, struct document *d, const struct marks *marks)
{
    const struct source *from = source_get(job->sources, job->source);
    struct sink quiet = {.a = job->a};
    bool filtered = is_filtered(from->text);
    struct node *root = yaml_read_marked(job->a, job->sources, job->source, marks, filtered ? &quiet : job->sink), *doc;
    if (filtered && quiet.findings.n)
        diag_not_analysed(job->sink, SPAN_NONE, from->file->path, "Maven's @...@ are not filled in");
    for (uint32_t i = 0; (doc = yaml_document(root, i)) != NULL; i++)
        if (doc->kind == NODE_MAP)
            add_document(d, doc);
    d->all->flags |= root->flags & NODE_TAINTED;
    return root;
}

static struct node *read_properties(struct kind_job *job, struct document *d, const struct marks *marks)
{
    struct node *root = ini_read_marked(job->a, job->sources, job->source, &ini_properties, marks, job->sink);
    flatten(d, (struct str){0}, root, 0);
    return root;
}

/* ---- what Spring refuses ---- */

/* "Failed to bind properties": the application does not start. */
static void check_values(struct kind_job *job, struct node *all)
{
    struct value v;
    for (struct node *e = all->first; e; e = e->next) {
        const struct option_row *row = option_find(&spring_table, 0, (struct str){0}, e->text);
        const struct node *w = e->first;
        if (!row || row->type == OPTION_STRING || !node_is_known(w) || !w->text.n || (e->flags & NODE_CONDITIONAL) ||
            spring_table.read(row, w->text, job->a, &v))
            continue;
        struct finding *f = diag_syntax(job->sink, SYNTAX_VALUE, w->at, "invalid value %.*s of %.*s",
                                        STR_ARG(diag_quote(job->a, w->text)), STR_ARG(row->name));
        if (str_eq(row->unit, STR("number")))
            diag_help(job->sink, f, "it is a number of milliseconds, without a unit");
        e->flags |= NODE_FAULTY;
    }
}

/* ---- ---- */

/* prod of application-prod.yml. */
static struct str profile_of(struct str path)
{
    struct str base = path_base(marks_plain_name(path));
    struct str stem = str_slice(base, 0, base.n - path_ext(base).n);
    return str_starts(stem, STR("application-")) ? str_slice(stem, 12, stem.n) : (struct str){0};
}

static bool is_properties(const struct kind_job *job, const struct source *from)
{
    (void)job;
    return from->file && str_ends(marks_plain_name(from->file->path), STR(".properties"));
}

struct node *spring_read(struct kind_job *job)
{
    struct spring_state *s = job->state = arena_new(job->a, struct spring_state);
    const struct source *from = source_get(job->sources, job->source);
    struct marks marks = kind_marks(job, job->source);
    struct document d = {job, node_new(job->a, NODE_ROOT, (struct span){job->source, 0, from->text.n}), false};
    s->all = d.all;
    s->profile = from->file ? profile_of(from->file->path) : (struct str){0};
    struct node *root = is_properties(job, from) ? read_properties(job, &d, &marks) : read_yaml(job, &d, &marks);
    fill_all(job, s->all);
    check_values(job, s->all);
    return root;
}
