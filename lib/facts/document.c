#include "facts/document.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/path.h"
#include "diag/closest.h"
#include "formats/json.h"
#include "formats/yaml.h"

bool faults_full(struct reading *r)
{
    uint32_t n = r->faults->findings.n;
    if (n == LIMIT_FINDINGS_PER_RULE_FILE)
        document_fault(r, SPAN_NONE, "more than %d faults: the rest is left out", LIMIT_FINDINGS_PER_RULE_FILE);
    return n >= LIMIT_FINDINGS_PER_RULE_FILE;
}

void document_fault_path(struct reading *r, struct str path, struct span from, const char *what)
{
    struct str shown = file_shown_path(r->files, path);
    struct finding *f = document_fault(r, from, "%s: %s", diag_quote(r->a, shown).p, what);
    if (span_is_none(from))
        f->path = shown;
}

static bool is_empty(const struct node *value)
{
    return value->kind == NODE_WORD && yaml_scalar_type(value, YAML_SCHEMA_CORE) == YAML_SCALAR_NULL;
}

static const char *kind_text(const struct node *value)
{
    return value->kind == NODE_LIST  ? "a list"
           : value->kind == NODE_MAP ? "a mapping"
           : is_empty(value)         ? "empty"
                                     : "a text";
}

/* An object whose first key is quoted, or that is empty. */
static bool looks_like_json(struct str text)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_slice(text, 3, text.n);
    text = str_trim(text);
    struct str inside = str_trim(str_slice(text, 1, text.n));
    return str_starts(text, STR("{")) && (str_starts(inside, STR("\"")) || str_starts(inside, STR("}")));
}

/* libyaml reads most JSON but not all of it (escaped surrogate pairs, long keys), and YAML's flow mappings look like JSON: what is
 * not called .json is JSON only if it is so to the last byte. */
static struct node *read_tree(struct reading *r, const struct file *file, uint32_t source)
{
    struct sink scratch = {.a = r->a};
    if (str_eq(path_ext(file->path), STR(".json")))
        return json_read_marked(r->a, r->sources, source, JSON_STRICT, NULL, r->faults);
    if (looks_like_json(file->bytes)) {
        struct node *root = json_read_marked(r->a, r->sources, source, JSON_STRICT, NULL, &scratch);
        if (scratch.findings.n == 0)
            return root;
    }
    return yaml_read_marked(r->a, r->sources, source, NULL, r->faults);
}

/* The reader's findings become faults of ours, and what it lets pass but no own file may hold is one too. */
static void judge_tree(struct reading *r, struct node *root, uint32_t before)
{
    for (uint32_t i = before; i < r->faults->findings.n; i++)
        r->faults->findings.p[i]->rule = FAULT_RULE;
    if (r->faults->findings.n > before)
        return;
    for (struct node *n = root; n && !faults_full(r); n = node_walk(root, n))
        if (n->kind == NODE_ENTRY && (n->flags & NODE_FAULTY))
            document_fault(r, n->name_at, "a key that is no text");
}

struct node *document_read(struct reading *r, struct file *file)
{
    uint32_t before = r->faults->findings.n;
    uint32_t source = source_add(r->sources, file, SPAN_NONE);
    struct node *root = read_tree(r, file, source);
    struct node *top = yaml_document(root, 0), *second = top ? yaml_document(root, 1) : NULL;
    judge_tree(r, root, before);
    if (r->faults->findings.n > before && (!top || (root->flags & NODE_TAINTED)))
        return NULL;
    if (!top || is_empty(top))
        return node_new(r->a, NODE_MAP, (struct span){source, 0, 0});
    if (second)
        document_fault(r, second->at, "a second document in a file that holds one");
    else if (top->kind == NODE_MAP)
        return top;
    else
        document_fault(r, top->at, "the file is %s, not a mapping", kind_text(top));
    return NULL;
}

struct node *document_open(struct reading *r, struct str path, struct span from, struct file **ret_file)
{
    enum file_fault fault;
    struct file *file = file_open(r->files, path, &fault);
    if (file) {
        *ret_file = file;
        return document_read(r, file);
    }
    document_fault_path(r, path, from, file_fault_text(fault));
    return NULL;
}

const struct node *next_entry(const struct node *entry)
{
    while (entry && (entry->kind != NODE_ENTRY || !node_value(entry)))
        entry = entry->next;
    return entry;
}

struct span value_place(const struct node *value)
{
    return value->at.len == 0 && value->parent && value->parent->kind == NODE_ENTRY ? value->parent->name_at
                                                                                    : value->at;
}

const struct node *entries_of(struct reading *r, const struct node *value, struct str name)
{
    if (value->kind == NODE_MAP)
        return next_entry(value->first);
    if (!is_empty(value) && !faults_full(r))
        document_fault(r, value_place(value), "%s is %s, not a mapping", diag_quote(r->a, name).p, kind_text(value));
    return NULL;
}

const struct node *next_item(const struct node *item)
{
    while (item && item->kind != NODE_WORD && item->kind != NODE_MAP && item->kind != NODE_LIST)
        item = item->next;
    return item;
}

const struct node *list_items(struct reading *r, const struct node *value, struct str name)
{
    if (value->kind == NODE_LIST)
        return next_item(value->first);
    if (!is_empty(value) && !faults_full(r))
        document_fault(r, value_place(value), "%s is %s, not a list", diag_quote(r->a, name).p, kind_text(value));
    return NULL;
}

void texts_read(struct reading *r, const struct node *value, struct str name, text_fn *read, void *into)
{
    struct value text;
    if (value->kind == NODE_WORD && !is_empty(value) && scalar_read(r, value, SCALAR_TEXT, name, &text))
        read(r, value, into);
    if (value->kind == NODE_WORD)
        return;
    for (const struct node *item = list_items(r, value, name); item; item = next_item(item->next))
        if (scalar_read(r, item, SCALAR_TEXT, name, &text))
            read(r, item, into);
}

/* "known keys: cpus, memory": when no known one is near. */
static struct str list_keys(struct arena *a, const struct key_row *rows, uint32_t n)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "known keys: ", STR_ARG(rows[i].name));
    return buf_str(&b);
}

static void unknown_key(struct reading *r, const struct node *entry, const char *what, const struct key_row *rows,
                        uint32_t n)
{
    struct closest c = closest_start(entry->text);
    if (faults_full(r))
        return;
    for (uint32_t i = 0; i < n; i++)
        closest_offer(&c, rows[i].name, 0);
    struct finding *f =
        document_fault(r, entry->name_at, "unknown key \"%s\" in %s", diag_quote(r->a, entry->text).p, what);
    struct str known = c.best.n > 0 ? (struct str){0} : list_keys(r->a, rows, n);
    if (c.best.n > 0)
        diag_help(r->faults, f, "the nearest known key is `%.*s`", STR_ARG(c.best));
    else
        diag_help(r->faults, f, "%.*s", STR_ARG(known));
}

static const struct key_row *find_row(struct str name, const struct key_row *rows, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(rows[i].name, name))
            return &rows[i];
    return NULL;
}

void keys_read(struct reading *r, const struct node *value, const char *what, const struct key_row *rows, uint32_t n,
               void *into)
{
    for (const struct node *e = entries_of(r, value, str_from(what)); e; e = next_entry(e->next)) {
        const struct key_row *row = find_row(e->text, rows, n);
        if (row)
            row->read(r, e, row->id, into);
        else
            unknown_key(r, e, what, rows, n);
    }
}
