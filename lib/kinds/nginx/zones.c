#include "kinds/nginx/zones.h"

#include "kinds/nginx/post.h"

#include <inttypes.h>

uint32_t nginx_zone_purpose(const struct nginx_word *row, uint32_t part)
{
    return (uint32_t)row->module << 8 | part;
}

static struct nginx_zones *zones_of(struct nginx_reader *r)
{
    if (!r->zones) {
        r->zones = arena_new(r->scratch, struct nginx_zones);
        r->zones->by_name.a = r->scratch;
    }
    return r->zones;
}

static struct nginx_zone *zone_named(struct nginx_reader *r, struct str name, bool *ret_new)
{
    struct map_entry *e = map_put(&zones_of(r)->by_name, name, NULL, ret_new);
    if (*ret_new)
        e->value = arena_new(r->scratch, struct nginx_zone);
    return e->value;
}

static struct nginx_zone *other_use(struct nginx_reader *r, struct nginx_zone *z, struct span at)
{
    z->told = true;
    struct finding *f =
        nginx_fault(r, SYNTAX_CONFLICT, at, "the shared memory zone \"%s\" is already declared for a different use",
                    nginx_quoted(r, z->name));
    diag_related(r->sink, f, z->at, "the first one");
    return NULL;
}

static struct nginx_zone *other_size(struct nginx_reader *r, const struct nginx_zone *z, struct span at, int64_t size)
{
    struct finding *f =
        nginx_fault(r, SYNTAX_CONFLICT, at,
                    "the size %" PRId64 " of shared memory zone \"%s\" conflicts with already declared size %" PRId64,
                    size, nginx_quoted(r, z->name), z->size);
    diag_related(r->sink, f, z->size_at, "the first one");
    return NULL;
}

struct nginx_zone *nginx_zone_add(struct nginx_reader *r, struct node *entry, struct span at, struct str name,
                                  int64_t size, uint32_t purpose)
{
    bool is_new;
    struct nginx_zone *z = zone_named(r, name, &is_new);
    if (is_new)
        *z = (struct nginx_zone){.name = name, .entry = entry, .at = at, .purpose = purpose};
    bool sure = !((entry->flags | z->entry->flags) & NODE_CONDITIONAL) && !nginx_in_fault(r);
    if (z->purpose != purpose)
        return sure ? other_use(r, z, at) : z;
    if (size > 0 && z->size > 0 && size != z->size)
        return sure ? other_size(r, z, at, size) : z;
    if (size && !z->size) {
        z->size = size;
        z->size_at = at;
    }
    return z;
}

void nginx_zone_use(struct nginx_reader *r, struct nginx_zone *zone, struct node *entry)
{
    struct nginx_cache_use use = {zone, entry};
    vec_push(r->scratch, &zones_of(r)->caches, use);
}

void nginx_zone_unsure(struct nginx_reader *r)
{
    zones_of(r)->unsure = true;
}

/* Where the zones of an entry could be declared without being seen: nginx has no zones outside of these. */
static bool may_be_declared(const struct nginx_reader *r)
{
    return nginx_may_hide(r, NGINX_IN_HTTP | NGINX_IN_STREAM | NGINX_IN_MAIL | NGINX_IN_MAIN | NGINX_IN_UPSTREAM |
                                 NGINX_IN_STREAM_UPSTREAM | NGINX_IN_SERVER);
}

/* ngx_init_cycle, when all has been read: a zone that is used and never declared. */
void nginx_post_zones(struct nginx_reader *r, struct node *block)
{
    (void)block;
    if (!r->zones || r->zones->unsure || may_be_declared(r))
        return;
    for (uint32_t i = 0; i < r->zones->by_name.n; i++) {
        const struct nginx_zone *z = r->zones->by_name.entries[i].value;
        if (z->size == 0 && !z->told && !(z->entry->flags & NODE_CONDITIONAL) &&
            !nginx_name_in_doubt(r, NGINX_NAME_ZONE, 0, z->name))
            nginx_fault(r, SYNTAX_UNRESOLVED, z->at, "zero size shared memory zone \"%s\"", nginx_quoted(r, z->name));
    }
}
