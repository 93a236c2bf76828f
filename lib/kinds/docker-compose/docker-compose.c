#include "kinds/docker-compose/docker-compose.h"

const struct kind kind_docker_compose = {
    .name = STR_INIT("docker-compose"),
    .title = STR_INIT("compose file"),
    .comment = STR_INIT("#"),
    .spelling = {.setting = STR_INIT("name: value"),
                 .mebibytes = STR_INIT("m"),
                 .seconds = STR_INIT("s"),
                 .on = STR_INIT("true"),
                 .off = STR_INIT("false")},
    .oldest = VERSION(2, 0, 0),
    .newest = VERSION(5, 0, 0),
    .claims = compose_claims,
    .role = compose_role,
    .read = compose_read,
    .setting = compose_setting,
    .scopes = compose_scopes,
    .next_block = compose_next_block,
    .setting_type = compose_setting_type,
    .setting_name = compose_setting_name,
    .block_title = compose_block_title,
    .place = compose_place,
};
