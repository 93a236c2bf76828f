#include "kinds/postgresql/postgresql.h"

static const char *const programs[] = {"postgres", "postmaster", NULL};

const struct kind kind_postgresql = {
    .name = STR_INIT("postgresql"),
    .title = STR_INIT("PostgreSQL configuration"),
    .comment = STR_INIT("#"),
    .spelling = {.setting = STR_INIT("name = value"),
                 .mebibytes = STR_INIT("MB"),
                 .seconds = STR_INIT("s"),
                 .on = STR_INIT("on"),
                 .off = STR_INIT("off")},
    .oldest = VERSION(13, 0, 0),
    .newest = VERSION(18, 0, 0),
    .programs = programs,
    .claims = pg_claims,
    .role = pg_role,
    .read = pg_read,
    .setting = pg_setting,
    .scopes = pg_scopes,
    .next_block = pg_next_block,
    .setting_type = pg_setting_type,
    .setting_name = pg_setting_name,
    .block_title = pg_block_title,
    .place = pg_place,
};
