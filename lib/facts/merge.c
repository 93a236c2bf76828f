#include "facts/facts.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/path.h"
#include "diag/closest.h"

/* The entries of one host name, in order. */
struct host_name {
    struct host *host;
    VEC(const struct host_entry *) entries;
};

/* A merge in progress. */
struct merging {
    struct reading *r;
    VEC(const struct host_entry *) globs;
    VEC(struct host_name *) names;
    uint64_t n_keys; /* map keys looked at so far, bounded by LIMIT_FACT_KEYS */
};

static struct str name_of(const struct host *h)
{
    return (struct str){h->name.as.s, h->name.n};
}

/* x with y over it, key by key. */
static struct value merge_maps(struct merging *m, struct value x, struct value y)
{
    m->n_keys += (uint64_t)x.as.map->n + y.as.map->n;
    if (m->n_keys > LIMIT_FACT_KEYS)
        return y;
    struct arena *a = m->r->a;
    struct value_map *both = value_map_new(a, x.as.map->n + y.as.map->n);
    for (uint32_t i = 0; i < x.as.map->n; i++) {
        const struct value *over = value_map_get(y.as.map, x.as.map->keys[i]);
        value_map_put(a, both, x.as.map->keys[i], over ? *over : x.as.map->values[i]);
    }
    for (uint32_t i = 0; i < y.as.map->n; i++)
        value_map_put(a, both, y.as.map->keys[i], y.as.map->values[i]);
    return value_with_origin(value_map(both), y.origin);
}

/* "facts/web-1.yaml, loadline.yaml" */
static struct str join_sources(struct arena *a, struct str sources, struct str source)
{
    for (struct str rest = sources; rest.n > 0; rest = str_slice(rest, 1, rest.n))
        if (str_eq(str_cut(&rest, ','), source))
            return sources;
    return sources.n == 0 ? source : str_printf(a, "%.*s, %.*s", STR_ARG(sources), STR_ARG(source));
}

/* What e says goes over what h has. */
static void overlay(struct merging *m, struct host *h, const struct host_entry *e)
{
    struct host over = e->host;
    for (int id = HOST_name + 1; id < HOST_FIELD_COUNT; id++) {
        struct value *old = host_value(h, (enum host_field_id)id), *new = host_value(&over, (enum host_field_id)id);
        if (value_is_unknown(*new))
            continue;
        *old = old->type == VALUE_MAP && new->type == VALUE_MAP ? merge_maps(m, *old, *new) : *new;
    }
    if (value_is_known(over.configs))
        h->patterns = over.patterns;
    h->source = join_sources(m->r->a, h->source, over.source);
}

/* The globs of one layer that match, then the entries of that name. */
static void overlay_layer(struct merging *m, struct host_name *n, enum facts_layer layer)
{
    for (uint32_t i = 0; i < m->globs.n; i++)
        if (m->globs.p[i]->layer == layer && path_match(name_of(&m->globs.p[i]->host), name_of(n->host), false))
            overlay(m, n->host, m->globs.p[i]);
    for (uint32_t i = 0; i < n->entries.n; i++)
        if (n->entries.p[i]->layer == layer)
            overlay(m, n->host, n->entries.p[i]);
}

static void sort_entry(struct merging *m, struct map *by_name, const struct host_entry *e)
{
    struct arena *a = m->r->a;
    if (e->glob) {
        vec_push(a, &m->globs, e);
        return;
    }
    struct host_name *n = map_get(by_name, name_of(&e->host));
    if (!n) {
        n = arena_new(a, struct host_name);
        n->host = arena_new(a, struct host);
        n->host->name = e->host.name;
        map_put(by_name, name_of(&e->host), n, NULL);
        vec_push(a, &m->names, n);
    }
    vec_push(a, &n->entries, e);
}

/* Names by globs is the product of two numbers that a file may choose. */
static bool within_limits(const struct merging *m)
{
    struct reading *r = m->r;
    if (m->names.n > LIMIT_HOSTS)
        document_fault(r, value_at(m->names.p[LIMIT_HOSTS]->host->name), "more than %u hosts", LIMIT_HOSTS);
    if (m->globs.n > LIMIT_HOST_GLOBS)
        document_fault(r, m->globs.p[LIMIT_HOST_GLOBS]->at, "more than %u globs of host names", LIMIT_HOST_GLOBS);
    return m->names.n <= LIMIT_HOSTS && m->globs.n <= LIMIT_HOST_GLOBS;
}

void facts_merge(struct reading *r, struct facts *f)
{
    struct merging m = {.r = r};
    struct map by_name = {.a = r->a};
    for (uint32_t i = 0; i < f->entries.n; i++)
        sort_entry(&m, &by_name, f->entries.p[i]);
    if (!within_limits(&m))
        return;
    for (uint32_t i = 0; i < m.names.n; i++) {
        overlay_layer(&m, m.names.p[i], FACTS_FILES);
        overlay_layer(&m, m.names.p[i], FACTS_PROJECT);
        host_finish(r->a, m.names.p[i]->host);
        vec_push(r->a, &f->hosts, m.names.p[i]->host);
    }
    if (m.n_keys > LIMIT_FACT_KEYS)
        document_fault(r, f->entries.p[0]->at, "more than %u keys to merge", LIMIT_FACT_KEYS);
}

void facts_append(struct reading *r, struct facts *dst, const struct facts *src)
{
    for (uint32_t i = 0; i < src->entries.n; i++)
        vec_push(r->a, &dst->entries, src->entries.p[i]);
    for (uint32_t i = 0; i < src->dns.n; i++)
        vec_push(r->a, &dst->dns, src->dns.p[i]);
    for (uint32_t i = 0; i < src->certificates.n; i++)
        vec_push(r->a, &dst->certificates, src->certificates.p[i]);
    for (uint32_t i = 0; i < src->files.n; i++)
        vec_push(r->a, &dst->files, src->files.p[i]);
    if (value_is_known(src->today))
        dst->today = src->today;
}

const struct host *facts_host(const struct facts *f, struct str name)
{
    for (uint32_t i = 0; i < f->hosts.n; i++)
        if (str_eq(name_of(f->hosts.p[i]), name))
            return f->hosts.p[i];
    return NULL;
}

struct str facts_nearest_host(const struct facts *f, struct str name)
{
    struct closest c = closest_start(name);
    for (uint32_t i = 0; i < f->hosts.n; i++)
        closest_offer(&c, name_of(f->hosts.p[i]), 0);
    return c.best;
}

/* From the end: what was said last holds. */
const struct dns_name *facts_dns(const struct facts *f, struct str name)
{
    for (uint32_t i = f->dns.n; i > 0; i--)
        if (str_eq(f->dns.p[i - 1].name, name))
            return &f->dns.p[i - 1];
    return NULL;
}

const struct certificate *facts_certificate(const struct facts *f, struct str path)
{
    for (uint32_t i = f->certificates.n; i > 0; i--)
        if (str_eq(f->certificates.p[i - 1].path, path))
            return &f->certificates.p[i - 1];
    return NULL;
}
