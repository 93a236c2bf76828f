/* Shared memory zones: one name, one purpose, one size in the whole configuration, whatever the blocks (ngx_shared_memory_add). */
#ifndef LOADLINE_KINDS_NGINX_ZONES_H
#define LOADLINE_KINDS_NGINX_ZONES_H

#include "kinds/nginx/reader.h"

/* Of a zone that is declared with a size which is not known. */
enum { NGINX_ZONE_SIZE_UNKNOWN = -1 };

struct nginx_zone {
    struct str name;
    struct node *entry;  /* that named it first */
    struct span at;      /* the name there */
    struct span size_at; /* where its size was given first */
    uint32_t purpose;
    int64_t size;        /* 0: none given yet */
    struct node *holder; /* for the caller: what fills it (a *_cache_path); NULL when new */
    bool told;           /* something was reported of it: it is not unknown besides */
};

/* A *_cache that uses a zone. */
struct nginx_cache_use {
    struct nginx_zone *zone;
    struct node *entry;
};

struct nginx_zones {
    struct map by_name; /* name -> struct nginx_zone, in the order of first mention */
    VEC(struct nginx_cache_use) caches;
    bool unsure; /* a zone is declared whose name is not known */
};

/* What zones of a directive hold: two with equal numbers share them. nginx tells zones apart by the module, here that of the row; part: what tells zones of one
 * module apart, else 0. */
uint32_t nginx_zone_purpose(const struct nginx_word *row, uint32_t part);

/* entry names a zone, at a place; size in bytes, 0: it only uses it. Reports a zone that is something else already, or of another size, and returns NULL then. Under a
 * template's condition nothing is compared. */
struct nginx_zone *nginx_zone_add(struct nginx_reader *r, struct node *entry, struct span at, struct str name,
                                  int64_t size, uint32_t purpose);

/* entry, a *_cache, uses the zone: whether a *_cache_path of its module declares it counts when http has been read. */
void nginx_zone_use(struct nginx_reader *r, struct nginx_zone *zone, struct node *entry);

/* A zone is declared, but its name is not known: any may be it. */
void nginx_zone_unsure(struct nginx_reader *r);

#endif
