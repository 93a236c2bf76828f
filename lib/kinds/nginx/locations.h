/* What a location directive says: its modifier and its name. */
#ifndef LOADLINE_KINDS_NGINX_LOCATIONS_H
#define LOADLINE_KINDS_NGINX_LOCATIONS_H

#include "ast/node.h"

enum nginx_location_kind {
    NGINX_LOCATION_PREFIX, /* also with ^~ */
    NGINX_LOCATION_EXACT,
    NGINX_LOCATION_REGEX,
    NGINX_LOCATION_REGEX_CASELESS,
    NGINX_LOCATION_NAMED,
};

struct nginx_location {
    enum nginx_location_kind kind;
    struct str name;         /* without the modifier; a regex: the pattern */
    const struct node *word; /* that holds the name */
    uint32_t from;           /* where in it */
};

/* Takes the words apart. False when a word is not known, when there are none, and for a modifier that nginx does not have: *ret_modifier (may be NULL) is then
 * that word, else NULL. */
bool nginx_location_of(const struct node *entry, struct nginx_location *ret, const struct node **ret_modifier);

#endif
