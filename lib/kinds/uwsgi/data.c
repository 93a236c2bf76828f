/* YAML and JSON: their trees as settings. What uWSGI 2.0.21 of Debian does, with libyaml and yajl, was asked of it; core/yaml.c and core/json.c say why. */
#include "formats/json.h"
#include "formats/yaml.h"
#include "kinds/uwsgi/uwsgi.h"

/* ---- around the readers ---- */

/* %k and its kin are put in before anything is parsed (core/utils.c, magic_sub): a file may hold them where its format has no place for them. A template's own marks go first. */
static struct marks magic_marks(const struct kind_job *job)
{
    struct marks found = kind_marks(job, job->source);
    struct str text = source_get(job->sources, job->source)->text;
    VEC(struct mark) all = {0};
    for (uint32_t i = 0; i + 1 < text.n; i++) {
        char next = text.p[i + 1];
        if (text.p[i] != '%' || !(ch_is_alpha(next) || ch_is_digit(next)))
            continue;
        struct mark m = {.off = i, .len = 2, .match = MARK_NO_MATCH, .kind = MARK_EXPRESSION, .syntax = MARKS_ENV};
        vec_push(job->a, &all, m);
        i++;
    }
    return found.n ? found : (struct marks){.p = all.p, .n = all.n};
}

/* A comment in JSON, which yajl passes over. */
static bool is_comment(struct str text)
{
    return str_starts(text, STR("//")) || str_starts(text, STR("/*"));
}

/* Tells what a reader found, less what uWSGI takes without a word: a key that stands there again is a setting as good as the first. */
static void tell(struct kind_job *job, const struct sink *found)
{
    struct sink *to = job->sink;
    for (uint32_t i = 0; i < found->findings.n; i++) {
        struct finding *f = found->findings.p[i];
        bool comment = str_eq(f->rule, STR("syntax/unexpected-token")) && is_comment(source_text(job->sources, f->at));
        if (!comment && !str_eq(f->rule, STR("syntax/duplicate")))
            vec_push(to->a, &to->findings, f);
    }
    for (uint32_t i = 0; i < found->not_analysed.n; i++) /* beside marks a comment is that */
        if (!is_comment(source_text(job->sources, found->not_analysed.p[i]->at)))
            vec_push(to->a, &to->not_analysed, found->not_analysed.p[i]);
    to->n_dropped += found->n_dropped;
}

/* The block of a section. Without one, no fix is to add a line of INI at the end of the file. */
static void open_block(struct uwsgi_reader *r, struct node *root, const struct node *section)
{
    r->block = option_block(r->job->a, root, section);
    r->block->flags |= root->flags & NODE_TAINTED;
    root->flags |= section ? 0 : NODE_ANCHORED;
}

static void take(struct uwsgi_reader *r, const struct node *key, const struct node *value, struct str text)
{
    struct node *e = node_new(r->job->a, NODE_ENTRY, value->at), *w = node_new(r->job->a, NODE_WORD, value->at);
    e->name_at = key->name_at;
    e->text = key->text;
    e->flags = key->flags & (NODE_CONDITIONAL | NODE_UNKNOWN);
    w->name_at = value->name_at;
    w->text = text;
    w->quote = value->quote;
    w->flags = (value->flags & NODE_PLAIN) | (node_is_known(value) ? 0 : NODE_UNKNOWN);
    e->flags |= value->flags & NODE_CONDITIONAL;
    node_add(e, w);
    uwsgi_take(r, e);
}

/* ---- YAML: what uWSGI makes of libyaml's tokens ---- */

struct yaml_walk {
    struct uwsgi_reader *r;
    const struct node *key; /* whose values follow; NULL: forgotten */
    bool stopped;
};

static void take_yaml(struct yaml_walk *y, const struct node *v);

/* An anchor stands in front of a value, on its line. */
static bool has_anchor(const struct yaml_walk *y, const struct node *v)
{
    struct str text = source_get(y->r->job->sources, v->at.src)->text;
    uint32_t i = v->at.off < text.n ? v->at.off : text.n;
    while (i > 0 && (text.p[i - 1] == ' ' || text.p[i - 1] == '\t'))
        i--;
    uint32_t end = i;
    while (i > 0 && !ch_is_space(text.p[i - 1]))
        i--;
    return i < end && text.p[i] == '&';
}

static void tell_alias(struct yaml_walk *y, struct span at, const char *what)
{
    struct finding *f = diag_syntax(y->r->job->sink, SYNTAX_VALUE, at, "uWSGI knows no aliases: %s", what);
    diag_help(y->r->job->sink, f, "write out what the anchor has");
}

/* Where a mapping has its merge key: the tree has what it brings instead. */
static struct span merge_key(const struct yaml_walk *y, const struct node *map)
{
    struct str text = source_get(y->r->job->sources, map->at.src)->text;
    struct str whole = str_slice(text, map->at.off, span_end(map->at));
    uint32_t off = str_find(whole, STR("<<"));
    return off < whole.n ? span_part(map->at, off, 2) : map->at;
}

static char first_byte(const struct yaml_walk *y, const struct node *v)
{
    return str_byte(source_get(y->r->job->sources, v->at.src)->text, v->at.off);
}

static bool is_marked(const struct yaml_walk *y, const struct node *v)
{
    return !(v->flags & NODE_ANCHORED) && ((v->flags & NODE_TAGGED) || has_anchor(y, v));
}

/* Behind an anchor or a tag of a value uWSGI loses its place. */
static bool loses_place(struct yaml_walk *y, const struct node *v)
{
    if (!is_marked(y, v))
        return false;
    diag_syntax(y->r->job->sink, SYNTAX_VALUE, v->at,
                "uWSGI knows neither anchors nor tags of values, and reads nothing from here on");
    y->stopped = true;
    return true;
}

/* A value that is an alias counts for nothing. */
static void take_yaml_word(struct yaml_walk *y, const struct node *v)
{
    bool plain = v->quote == QUOTE_NONE, unresolved = plain && first_byte(y, v) == '*';
    bool absent = plain && v->text.n == 0 && node_is_known(v);
    if (y->key && !absent && !unresolved && !loses_place(y, v))
        take(y->r, y->key, v, v->text);
}

/* {a, b: 1}: libyaml has no token for a key there. Behind a comma it is passed over. */
static bool is_key_alone(const struct yaml_walk *y, const struct node *map, const struct node *e)
{
    struct str text = source_get(y->r->job->sources, e->at.src)->text;
    uint32_t end = span_end(e->name_at);
    while (end < text.n && (ch_is_space(text.p[end]) || text.p[end] == '"' || text.p[end] == '\''))
        end++;
    return first_byte(y, map) == '{' && !(e->flags & NODE_ANCHORED) && node_value(e)->text.n == 0 &&
           str_byte(text, end) != ':';
}

/* The keys of a mapping within are settings like those around it. */
static void take_yaml_map(struct yaml_walk *y, const struct node *map)
{
    bool told = false;
    y->r->block->flags |= map->flags & NODE_TAINTED;
    for (const struct node *e = map->first; e && !y->stopped; e = e->next) {
        const struct node *v = e->kind == NODE_ENTRY ? node_value(e) : NULL;
        if (v && is_key_alone(y, map, e)) {
            if (e != map->first)
                continue;
            diag_syntax(y->r->job->sink, SYNTAX_VALUE, e->name_at,
                        "in braces uWSGI takes no key without a value, and reads nothing from here on");
            y->stopped = true;
        } else if (v && (e->flags & NODE_ANCHORED)) {
            if (!told)
                tell_alias(y, merge_key(y, map), "what is merged here is not set");
            told = true;
        } else if (v && (v->flags & NODE_ANCHORED)) {
            tell_alias(y, e->name_at, "this is not set");
        } else if (v) {
            y->key = e;
            take_yaml(y, v);
        }
    }
    y->key = NULL;
}

/* Behind what a list holds within, its key is forgotten. */
static void take_yaml(struct yaml_walk *y, const struct node *v)
{
    if (v->flags & NODE_ANCHORED)
        return;
    if (v->kind == NODE_WORD)
        take_yaml_word(y, v);
    else if (v->kind == NODE_MAP)
        take_yaml_map(y, v);
    if (v->kind != NODE_LIST)
        return;
    y->r->block->flags |= v->flags & NODE_TAINTED;
    for (const struct node *item = v->first; item && !y->stopped; item = item->next)
        if (item->kind != NODE_COMMENT)
            take_yaml(y, item);
    y->key = NULL;
}

static bool is_flow(const struct uwsgi_reader *r, const struct node *map)
{
    return str_byte(source_get(r->job->sources, map->at.src)->text, map->at.off) == '{';
}

/* The first mapping of that name, in whatever document and depth; the later ones are not read. */
static struct node *yaml_section(const struct uwsgi_reader *r, struct node *root, struct node **ret_flow)
{
    for (struct node *e = node_walk(root, root); e; e = node_walk(root, e)) {
        struct node *v = e->kind == NODE_ENTRY && str_eq(e->text, STR("uwsgi")) ? node_value(e) : NULL;
        if (!v || v->kind != NODE_MAP || (v->flags & NODE_ANCHORED))
            continue;
        if (!is_flow(r, v))
            return e;
        *ret_flow = *ret_flow ? *ret_flow : e;
    }
    return NULL;
}

/* What builds of uWSGI read differently: libyaml's tokens lead one to pass over it, others go by lines. */
static void leave(struct uwsgi_reader *r, struct span at, const char *what)
{
    diag_not_analysed(r->job->sink, at, (struct str){0}, "%s", what);
    r->block->flags |= NODE_TAINTED;
}

static void take_yaml_section(struct yaml_walk *y, struct node *root, const struct node *section)
{
    for (struct node *n = node_walk(root, root); n && n != section; n = node_walk(root, n))
        if (n->kind == NODE_WORD && is_marked(y, n)) {
            leave(y->r, n->at, "uWSGI with libyaml reads nothing behind an anchor or tag of a value");
            return;
        }
    take_yaml_map(y, node_value(section));
}

struct node *uwsgi_read_yaml(struct uwsgi_reader *r)
{
    struct kind_job *job = r->job;
    struct sink found = {.a = job->sink->a};
    struct marks marks = magic_marks(job);
    struct node *root = yaml_read_marked(job->a, job->sources, job->source, &marks, &found), *flow = NULL;
    const struct node *section = yaml_section(r, root, &flow);
    struct yaml_walk y = {.r = r};
    tell(job, &found);
    open_block(r, root, section ? section : flow);
    if (section)
        take_yaml_section(&y, root, section);
    else if (flow)
        leave(r, flow->name_at, "uWSGI with libyaml passes over a section in braces");
    return root;
}

/* ---- JSON ---- */

/* Truth values and null are numbers. Of one with a fraction jansson's build takes nothing, and yajl's the text. */
static void take_json_word(struct uwsgi_reader *r, const struct node *key, const struct node *v)
{
    struct node copy = *v;
    struct str text = v->text;
    if ((v->flags & NODE_PLAIN) && node_is_known(v)) {
        text = str_eq(text, STR("true")) ? STR("1") : text;
        text = str_eq(text, STR("false")) || str_eq(text, STR("null")) ? STR("0") : text;
        for (uint32_t i = 0; i < text.n; i++)
            copy.flags |= ch_is_digit(text.p[i]) || text.p[i] == '-' ? 0 : NODE_UNKNOWN;
    }
    take(r, key, &copy, text);
}

/* A list is its words, each a setting; whatever else it holds, and objects, are passed over. */
static void take_json(struct uwsgi_reader *r, const struct node *key, const struct node *v)
{
    r->block->flags |= v->flags & NODE_TAINTED;
    if (v->kind == NODE_WORD)
        take_json_word(r, key, v);
    for (const struct node *item = v->kind == NODE_LIST ? v->first : NULL; item; item = item->next)
        if (item->kind == NODE_WORD)
            take_json_word(r, key, item);
}

static const struct node *json_section(const struct node *root)
{
    const struct node *value = yaml_document(root, 0);
    for (const struct node *e = value && value->kind == NODE_MAP ? value->first : NULL; e; e = e->next)
        if (e->kind == NODE_ENTRY && str_eq(e->text, STR("uwsgi")))
            return e;
    return NULL;
}

struct node *uwsgi_read_json(struct uwsgi_reader *r)
{
    struct kind_job *job = r->job;
    struct sink found = {.a = job->sink->a};
    struct marks marks = magic_marks(job);
    struct node *root = json_read_marked(job->a, job->sources, job->source, JSON_STRICT, &marks, &found);
    const struct node *section = json_section(root), *map = section ? node_value(section) : NULL;
    tell(job, &found);
    open_block(r, root, section);
    if (map && map->kind != NODE_MAP && node_is_known(map))
        diag_syntax(job->sink, SYNTAX_VALUE, map->at, "uwsgi is no object: uWSGI takes nothing else");
    if (!map || map->kind != NODE_MAP)
        return root;
    r->block->flags |= map->flags & NODE_TAINTED;
    for (const struct node *e = map->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && node_value(e))
            take_json(r, e, node_value(e));
    return root;
}
