#include "facts/document.h"

#include "base/buf.h"
#include "diag/closest.h"
#include "formats/yaml.h"

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

static struct node *read_tree(struct reading *r, uint32_t source)
{
    return yaml_read_marked(r->a, r->sources, source, NULL, r->faults);
}

/* The reader's findings become faults of ours, and what it lets pass but no own file may hold is one too. */
static void judge_tree(struct reading *r, struct node *root, uint32_t before)
{
    for (uint32_t i = before; i < r->faults->findings.n; i++)
        r->faults->findings.p[i]->rule = FAULT_RULE;
    if (r->faults->findings.n > before)
        return;
    for (struct node *n = root; n; n = node_walk(root, n))
        if (n->kind == NODE_ENTRY && (n->flags & NODE_FAULTY))
            document_fault(r, n->name_at, "a key that is no text");
}

struct node *document_read(struct reading *r, struct file *file)
{
    uint32_t before = r->faults->findings.n;
    uint32_t source = source_add(r->sources, file, SPAN_NONE);
    struct node *root = read_tree(r, source);
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
    while (entry && entry->kind != NODE_ENTRY)
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
    if (!is_empty(value))
        document_fault(r, value_place(value), "%s is %s, not a mapping", diag_quote(r->a, name).p, kind_text(value));
    return NULL;
}

void texts_read(struct reading *r, const struct node *value, struct str name, text_fn *read, void *into)
{
    struct value text;
    if (is_empty(value))
        return;
    if (value->kind == NODE_MAP) {
        document_fault(r, value_place(value), "%s is a mapping, not a list", diag_quote(r->a, name).p);
        return;
    }
    for (const struct node *item = value->kind == NODE_LIST ? value->first : value; item;
         item = item == value ? NULL : item->next)
        if (item->kind != NODE_COMMENT && scalar_read(r, item, SCALAR_TEXT, name, &text))
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
        if (row && node_value(e))
            row->read(r, e, row->id, into);
        else if (!row)
            unknown_key(r, e, what, rows, n);
    }
}
