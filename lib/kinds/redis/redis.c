#include "kinds/redis/redis.h"

static const char *const programs[] = {"redis-server", "valkey-server", NULL};

const struct kind kind_redis = {
    .name = STR_INIT("redis"),
    .title = STR_INIT("Redis configuration"),
    .comment = STR_INIT("#"),
    .spelling = {.setting = STR_INIT("name value"),
                 .mebibytes = STR_INIT("mb"),
                 .on = STR_INIT("yes"),
                 .off = STR_INIT("no")},
    .oldest = VERSION(5, 0, 0),
    .newest = VERSION(8, 0, 0),
    .programs = programs,
    .claims = redis_claims,
    .read = redis_read,
    .setting = redis_setting,
    .scopes = redis_scopes,
    .next_block = redis_next_block,
    .setting_type = redis_setting_type,
    .setting_name = redis_setting_name,
    .block_title = redis_block_title,
    .place = redis_place,
};
