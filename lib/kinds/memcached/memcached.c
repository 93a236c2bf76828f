#include "kinds/memcached/memcached.h"

static const char *const programs[] = {"memcached", NULL};

const struct kind kind_memcached = {
    .name = STR_INIT("memcached"),
    .title = STR_INIT("memcached options"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(1, 4, 0),
    .newest = VERSION(1, 6, 0),
    .programs = programs,
    .claims = memcached_claims,
    .read = memcached_read,
    .setting = memcached_setting,
    .place = memcached_place,
};
