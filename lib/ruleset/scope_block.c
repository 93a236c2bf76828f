/* Blocks of a kind's tree, and documents, as objects. A block's fields are its settings. */
#include "ruleset/scope_object.h"

#include "diag/escape.h"

/* ---- documents ---- */

static const struct type *document_type(const void *ctx, struct str name)
{
    (void)ctx;
    return str_eq(name, STR("path")) || str_eq(name, STR("kind")) ? &type_string : NULL;
}

static struct str document_name(const void *ctx, uint32_t i)
{
    (void)ctx;
    return i == 0 ? STR("path") : i == 1 ? STR("kind") : (struct str){0};
}

static const struct object_fields document_fields = {STR_INIT("document"), NULL, document_type, document_name};
const struct type scope_document_type = {.kind = TYPE_OBJECT, .fields = &document_fields, .name = STR_INIT("document")};

static bool document_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    const struct kind_job *job = object;
    (void)a;
    if (str_eq(field, STR("path")))
        *ret = value_string(source_get(job->sources, job->source)->file->path);
    else if (str_eq(field, STR("kind")))
        *ret = value_string(job->kind->name);
    else
        return false;
    return true;
}

static bool document_has(const void *object, struct str field, struct value *ret)
{
    (void)object;
    *ret = value_bool(true);
    return document_type(NULL, field) != NULL;
}

static const struct object_class document_class = {STR_INIT("document"), document_get, document_has};

struct value scope_document_object(struct arena *a, const struct kind_job *job)
{
    return value_object(a, &document_class, job);
}

/* ---- blocks ---- */

/* The words that a block is opened with: of `location = /x {` "=" and "/x". No directive has this name. */
#define ARGS STR("args")

/* A kind's scope, for the checker. */
struct block_scope {
    const struct kind *kind;
    uint32_t index;
    struct object_fields fields;
    struct type type;
};

static const struct type *block_type(const void *ctx, struct str name)
{
    const struct block_scope *s = ctx;
    return str_eq(name, ARGS) ? &type_list_string : s->kind->setting_type(s->index, name);
}

static struct str block_name(const void *ctx, uint32_t i)
{
    const struct block_scope *s = ctx;
    return i == 0 ? ARGS : s->kind->setting_name(s->index, i - 1);
}

const struct type *scope_block_type(struct arena *a, const struct kind *kind, uint32_t index)
{
    struct block_scope *s = arena_new(a, struct block_scope);
    *s = (struct block_scope){.kind = kind, .index = index};
    s->fields = (struct object_fields){kind->scopes[index].name, s, block_type, block_name};
    s->type = (struct type){.kind = TYPE_OBJECT, .fields = &s->fields, .name = s->fields.name};
    return &s->type;
}

struct block_object {
    struct kind_job *job;
    struct node *block;
};

static struct value args_of(const struct block_object *b, struct arena *a)
{
    uint32_t n = b->block->kind == NODE_ENTRY ? node_word_count(b->block) : 0;
    struct value *items = arena_array(a, struct value, n + 1);
    const struct node *w = n ? node_word(b->block, 0) : NULL;
    for (uint32_t i = 0; i < n; i++, w = w->next) {
        struct value v = node_is_known(w) ? value_string(w->text) : value_unknown(a, STR("a template's expression"));
        items[i] = value_with_origin(v, origin_new(a, ORIGIN_SET, w->at, (struct str){0}));
    }
    return value_list(items, n);
}

/* A setting that the version judged for does not have is not there: null, as one without a default. */
static bool block_get(const void *object, struct str field, struct arena *a, struct value *ret)
{
    const struct block_object *b = object;
    if (str_eq(field, ARGS))
        *ret = args_of(b, a);
    else if (!b->job->kind->setting(b->job, b->block, field, ret))
        *ret = value_null();
    return true;
}

static bool block_has(const void *object, struct str field, struct value *ret)
{
    const struct block_object *b = object;
    struct value v;
    if (str_eq(field, ARGS))
        *ret = value_bool(true);
    else if (!b->job->kind->setting(b->job, b->block, field, &v) || (v.type == VALUE_NULL && !v.origin))
        *ret = value_bool(false);
    else
        *ret = scope_has(v, b->job->kind->name);
    return true;
}

static const struct object_class block_class = {STR_INIT("block"), block_get, block_has};

struct value scope_block_object(struct arena *a, struct kind_job *job, struct node *block)
{
    struct block_object *b = arena_new(a, struct block_object);
    *b = (struct block_object){job, block};
    return value_object(a, &block_class, b);
}

bool scope_block_title(struct arena *a, struct value v, struct str *ret)
{
    const struct object_class *cls = v.as.object->cls;
    const struct block_object *b = v.as.object->object;
    (void)a;
    if (cls == &block_class)
        *ret = b->job->kind->block_title(b->job, b->block);
    else if (cls == &document_class)
        *ret = source_get(((const struct kind_job *)v.as.object->object)->sources,
                          ((const struct kind_job *)v.as.object->object)->source)
                   ->file->path;
    else
        return false;
    return true;
}
