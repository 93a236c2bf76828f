#include "facts/facts.h"

#include "base/num.h"
#include "base/path.h"
#include "facts/foreign.h"

/* One host's entry while it is read. */
struct host_reading {
    const struct facts_reading *into;
    struct host *host;
};

/* A list of strings while it is read. */
struct list_reading {
    enum scalar type;
    struct str name;
    VEC(struct value) items;
};

/* Of a value, or of an entry's key. */
static const struct origin *fact_origin(struct reading *r, const struct node *value, struct str written)
{
    struct origin *o = arena_new(r->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_FACT,
                         .at = value->kind == NODE_ENTRY ? value->name_at : value_place(value),
                         .text = source_get(r->sources, value->at.src)->file->path,
                         .written = written};
    return o;
}

static void read_item(struct reading *r, const struct node *word, void *into)
{
    struct list_reading *list = into;
    struct value v;
    if (scalar_read(r, word, list->type, list->name, &v))
        vec_push(r->a, &list->items, v);
}

static struct value read_list(struct reading *r, const struct node *entry, enum scalar type)
{
    struct list_reading list = {.type = type, .name = entry->text};
    const struct node *value = node_value(entry);
    texts_read(r, value, entry->text, read_item, &list);
    return value_with_origin(value_list(list.items.p, list.items.n), fact_origin(r, value, (struct str){0}));
}

/* A mapping with free keys as a value; value_of gives the value of one entry, false when it is none. */
typedef bool entry_value_fn(struct reading *r, const struct node *entry, struct value *ret);

static struct value read_map(struct reading *r, const struct node *entry, entry_value_fn *value_of)
{
    const struct node *value = node_value(entry);
    struct value_map *map = value_map_new(r->a, 0);
    for (const struct node *e = entries_of(r, value, entry->text); e; e = next_entry(e->next)) {
        struct value v, key = value_with_origin(value_string(e->text), fact_origin(r, e, e->text));
        if (value_of(r, e, &v))
            value_map_put(r->a, map, key, v);
    }
    return value_with_origin(value_map(map), fact_origin(r, value, (struct str){0}));
}

static bool size_entry(struct reading *r, const struct node *entry, struct value *ret)
{
    return scalar_read(r, node_value(entry), SCALAR_SIZE, entry->text, ret);
}

static bool measured_entry(struct reading *r, const struct node *entry, struct value *ret)
{
    if (!size_entry(r, entry, ret))
        return false;
    ret->flags |= VALUE_MEASURED;
    return true;
}

/* The next run of bytes that are no blanks; empty at the end. */
static struct str next_word(struct str *rest)
{
    *rest = str_trim(*rest);
    uint32_t n = 0;
    while (n < rest->n && !ch_is_space(rest->p[n]))
        n++;
    struct str word = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return word;
}

/* One number, several as sysctl prints them ("32768	60999"), or text. */
static struct value kernel_scalar(struct reading *r, struct value text)
{
    VEC(struct value) numbers = {0};
    struct str rest = {text.as.s, text.n};
    for (struct str word; (word = next_word(&rest)).n > 0;) {
        struct value v = value_int(0);
        if (!num_parse_int(word, &v.as.i))
            return text;
        vec_push(r->a, &numbers, value_with_origin(v, text.origin));
    }
    struct value several = value_with_origin(value_list(numbers.p, numbers.n), text.origin);
    return numbers.n == 1 ? numbers.p[0] : several;
}

static void read_number(struct reading *r, const struct node *word, void *into)
{
    struct list_reading *list = into;
    struct value v;
    if (!scalar_read(r, word, SCALAR_TEXT, list->name, &v))
        return;
    v = kernel_scalar(r, v);
    if (v.type == VALUE_INT)
        vec_push(r->a, &list->items, v);
    else if (!faults_full(r))
        document_fault(r, word->at, "%s holds \"%s\", not a whole number", diag_quote(r->a, list->name).p,
                       diag_quote(r->a, word->text).p);
}

static bool kernel_entry(struct reading *r, const struct node *entry, struct value *ret)
{
    const struct node *value = node_value(entry);
    struct list_reading list = {.type = SCALAR_TEXT, .name = entry->text};
    if (value->kind == NODE_LIST) {
        texts_read(r, value, entry->text, read_number, &list);
        *ret = value_with_origin(value_list(list.items.p, list.items.n), fact_origin(r, value, (struct str){0}));
        return true;
    }
    if (!scalar_read(r, value, SCALAR_TEXT, entry->text, ret))
        return false;
    *ret = kernel_scalar(r, *ret);
    return true;
}

static void read_allocatable_key(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct value v, key = value_with_origin(value_string(entry->text), fact_origin(r, entry, entry->text));
    if (scalar_read(r, node_value(entry), (enum scalar)id, entry->text, &v))
        value_map_put(r->a, into, key, v);
}

static struct value read_allocatable(struct reading *r, const struct node *entry)
{
    static const struct key_row keys[] = {
        {STR_INIT("cpus"), read_allocatable_key, SCALAR_CPUS},
        {STR_INIT("memory"), read_allocatable_key, SCALAR_SIZE},
    };
    struct value_map *map = value_map_new(r->a, 0);
    keys_read(r, node_value(entry), "allocatable", keys, 2, map);
    return value_with_origin(value_map(map), fact_origin(r, node_value(entry), (struct str){0}));
}

static void read_patterns(struct reading *r, const struct node *entry, struct host_reading *h)
{
    h->host->configs = read_list(r, entry, SCALAR_TEXT);
    for (uint32_t i = 0; i < h->host->configs.n; i++) {
        struct value v = h->host->configs.as.items[i];
        host_add_pattern(r->a, h->host, h->into->base, (struct str){v.as.s, v.n}, value_at(v));
    }
}

/* The scalar of each type of field that is one; the rest is read by functions of its own. */
static void read_scalar(struct reading *r, const struct node *entry, enum fact_type type, struct value *ret)
{
    static const enum scalar scalar_of[] = {
        [FACT_NAME] = SCALAR_TEXT,         [FACT_TEXT] = SCALAR_TEXT,   [FACT_COUNT] = SCALAR_COUNT,
        [FACT_MACHINES] = SCALAR_MACHINES, [FACT_LIMIT] = SCALAR_LIMIT, [FACT_CPUS] = SCALAR_CPUS,
        [FACT_RATE] = SCALAR_RATE,         [FACT_SIZE] = SCALAR_SIZE,
    };
    scalar_read(r, node_value(entry), scalar_of[type], entry->text, ret);
}

static void read_host_field(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    struct host_reading *h = into;
    struct value *v = host_value(h->host, (enum host_field_id)id);
    enum fact_type type = host_field_info((enum host_field_id)id)->type;
    switch (type) {
    case FACT_ADDRESSES:
        *v = read_list(r, entry, SCALAR_ADDRESS);
        return;
    case FACT_PATTERNS:
        read_patterns(r, entry, h);
        return;
    case FACT_KERNEL:
        *v = read_map(r, entry, kernel_entry);
        return;
    case FACT_SIZES:
        *v = read_map(r, entry, size_entry);
        return;
    case FACT_MEASURED:
        *v = read_map(r, entry, measured_entry);
        return;
    case FACT_ALLOCATABLE:
        *v = read_allocatable(r, entry);
        return;
    default:
        read_scalar(r, entry, type, v);
    }
}

/* Every field but the name, which is the key of the host itself. */
static const struct key_row host_keys[] = {
#define X(field, type, meaning) {STR_INIT(#field), read_host_field, HOST_##field},
    HOST_FIELDS(X)
#undef X
};

enum { N_HOST_KEYS = sizeof(host_keys) / sizeof(host_keys[0]) };

void facts_read_host(struct reading *r, const struct facts_reading *into, const struct node *fields, struct value name)
{
    struct host_entry *e = arena_new(r->a, struct host_entry);
    struct host_reading h = {into, &e->host};
    *e =
        (struct host_entry){.at = value_at(name), .layer = into->layer, .host = {.name = name, .source = into->source}};
    e->glob = path_has_glob((struct str){name.as.s, name.n});
    keys_read(r, fields, "a host", host_keys + 1, N_HOST_KEYS - 1, &h);
    vec_push(r->a, &into->facts->entries, e);
}

static void read_host(struct reading *r, const struct facts_reading *into, const struct node *entry)
{
    struct value name = value_with_origin(value_string(entry->text), fact_origin(r, entry, entry->text));
    if (entry->text.n == 0)
        document_fault(r, entry->at, "a host without a name");
    facts_read_host(r, into, node_value(entry), name);
}

static void read_hosts(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next))
        read_host(r, into, e);
}

static void read_dns_dynamic(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    scalar_read(r, node_value(entry), SCALAR_BOOL, entry->text, &((struct dns_name *)into)->dynamic);
}

static void read_dns_ttl(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    scalar_read(r, node_value(entry), SCALAR_TIME, entry->text, &((struct dns_name *)into)->ttl);
}

static void read_dns(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct key_row keys[] = {{STR_INIT("dynamic"), read_dns_dynamic, 0},
                                          {STR_INIT("ttl"), read_dns_ttl, 0}};
    const struct facts_reading *to = into;
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next)) {
        struct dns_name d = {.name = e->text, .at = e->name_at};
        d.dynamic = value_unknown(r->a, STR("dns dynamic"));
        d.ttl = value_unknown(r->a, STR("dns ttl"));
        keys_read(r, node_value(e), "a name of dns", keys, 2, &d);
        vec_push(r->a, &to->facts->dns, d);
    }
}

static void read_not_after(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    scalar_read(r, node_value(entry), SCALAR_DATE, entry->text, &((struct certificate *)into)->not_after);
}

static void read_certificate_names(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    ((struct certificate *)into)->names = read_list(r, entry, SCALAR_TEXT);
}

static void read_certificates(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    static const struct key_row keys[] = {
        {STR_INIT("not_after"), read_not_after, 0},
        {STR_INIT("names"), read_certificate_names, 0},
    };
    const struct facts_reading *to = into;
    (void)id;
    for (const struct node *e = entries_of(r, node_value(entry), entry->text); e; e = next_entry(e->next)) {
        struct certificate c = {.path = e->text, .at = e->name_at};
        c.not_after = value_unknown(r->a, STR("certificate not_after"));
        c.names = value_unknown(r->a, STR("certificate names"));
        keys_read(r, node_value(e), "a certificate", keys, 2, &c);
        vec_push(r->a, &to->facts->certificates, c);
    }
}

static void read_today(struct reading *r, const struct node *entry, uint32_t id, void *into)
{
    (void)id;
    scalar_read(r, node_value(entry), SCALAR_DATE, entry->text, &((struct facts_reading *)into)->facts->today);
}

static const struct key_row facts_keys[] = {
#define X(key) {STR_INIT(#key), read_##key, 0},
    FACTS_KEYS(X)
#undef X
};

enum { N_FACTS_KEYS = sizeof(facts_keys) / sizeof(facts_keys[0]) };

void facts_read_key(struct reading *r, const struct facts_reading *into, const struct node *entry)
{
    struct facts_reading to = *into;
    for (uint32_t i = 0; i < N_FACTS_KEYS; i++)
        if (str_eq(facts_keys[i].name, entry->text))
            facts_keys[i].read(r, entry, 0, &to);
}

void facts_read_file(struct reading *r, struct facts *f, struct file *file, struct str base)
{
    struct facts_reading into = {.facts = f, .layer = FACTS_FILES, .base = base, .source = file->path};
    struct node *top = document_read(r, file);
    vec_push(r->a, &f->files, file->path);
    if (top && !foreign_read(r, &into, top))
        keys_read(r, top, "a facts file", facts_keys, N_FACTS_KEYS, &into);
}

void facts_add_host(struct reading *r, struct facts *f, const struct host *h, enum facts_layer layer)
{
    struct host_entry *e = arena_new(r->a, struct host_entry);
    *e = (struct host_entry){.host = *h, .at = value_at(h->name), .layer = layer};
    vec_push(r->a, &f->entries, e);
}
