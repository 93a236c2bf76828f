/* Names that one directive defines and another uses: each is looked up when the whole configuration has been read. */
#ifndef LOADLINE_KINDS_NGINX_NAMES_H
#define LOADLINE_KINDS_NGINX_NAMES_H

#include "ast/node.h"
#include "base/map.h"
#include "base/vec.h"

struct nginx_reader;

/* What the name is of. Names of http, stream and mail are apart; memory zones are apart by what they hold. */
enum nginx_name_kind {
    NGINX_NAME_VARIABLE, /* without "$", in lower case */
    NGINX_NAME_UPSTREAM,
    NGINX_NAME_LOG_FORMAT,
    NGINX_NAME_CACHE_ZONE, /* keys_zone of proxy_cache_path and its kin */
    NGINX_NAME_LIMIT_REQ_ZONE,
    NGINX_NAME_LIMIT_CONN_ZONE,
    NGINX_NAME_ZONE, /* every shared memory zone, whatever holds it: for duplicates */
    NGINX_NAME_THREAD_POOL,
    NGINX_NAME_LOCATION, /* named locations of a server; not looked up by nginx -t */
    NGINX_NAME_MODULE, /* that load_module loads */
    NGINX_NAME_KINDS
};

/* One use of a name. */
struct nginx_use {
    struct str name;
    struct node *entry;
    struct span at;
    uint32_t line; /* that nginx reports; 0: none */
    uint8_t kind, class;
};

enum { NGINX_NAME_CLASSES = 6 };

/* Part of struct nginx_reader. */
struct nginx_names {
    struct map defined[NGINX_NAME_KINDS][NGINX_NAME_CLASSES]; /* name -> entry that defines it */
    VEC(struct nginx_use) uses;
};

/* Notes that entry defines name in the class of the block being read. Returns the entry that had defined it already, else NULL; the first
 * one is kept. name must live as long as the reader. */
struct node *nginx_name_define(struct nginx_reader *r, enum nginx_name_kind kind, struct str name, struct node *entry);

/* The entry that defines a name, of those read so far; NULL for none. class is one of enum nginx_class. */
struct node *nginx_name_find(const struct nginx_reader *r, enum nginx_name_kind kind, uint32_t class, struct str name);

/* Notes that entry uses name at a place, to be looked up at the end (post.h). line: what nginx would report, 0 for none. */
void nginx_name_use(struct nginx_reader *r, enum nginx_name_kind kind, struct str name, struct node *entry,
                    struct span at, uint32_t line);

#endif
