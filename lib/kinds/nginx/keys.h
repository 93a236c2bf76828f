/* The keys of a table as nginx collects them: which of them are no host names, and which cannot stand together (ngx_hash_add_key). */
#ifndef LOADLINE_KINDS_NGINX_KEYS_H
#define LOADLINE_KINDS_NGINX_KEYS_H

#include "ast/node.h"
#include "base/map.h"

/* Zero-initialize with the arena set: struct nginx_keys k = {.a = arena}. */
struct nginx_keys {
    struct arena *a;
    struct map exact; /* key -> the node that it came from; also what ".example.com" keeps others from */
    struct map head;  /* of "*.example.com" and ".example.com": "example.com" */
    struct map tail;  /* of "www.example.*": "www.example." */
};

enum nginx_key_fault {
    NGINX_KEY_OK,
    NGINX_KEY_INVALID,  /* wildcards: two "*", "..", or a "*" that is not "*." at the start or ".*" at the end */
    NGINX_KEY_CONFLICT, /* with one that is there */
};

/* Adds a key, which must live as long as the keys, for a node. wildcards: names of hosts, where "*" has a meaning. Keys are compared in lower case: *ret_key is that text.
 * On a conflict *ret_first is the node of the other one. */
enum nginx_key_fault nginx_keys_add(struct nginx_keys *k, struct str key, bool wildcards, const struct node *from,
                                    struct str *ret_key, const struct node **ret_first);

/* Whether a name of a host is one that may be a key: no NGINX_KEY_INVALID. */
bool nginx_key_is_valid(struct str key);

/* The bytes of the longest text that a key puts into a table: a wildcard is kept by its labels. */
uint32_t nginx_key_longest(struct str key, bool wildcards);

#endif
