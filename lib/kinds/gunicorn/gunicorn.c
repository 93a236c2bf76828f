#include "kinds/gunicorn/gunicorn.h"

static const char *const programs[] = {"gunicorn", "gunicorn3", NULL};

const struct kind kind_gunicorn = {
    .name = STR_INIT("gunicorn"),
    .title = STR_INIT("gunicorn configuration"),
    .comment = STR_INIT("#"),
    .spelling = {.setting = STR_INIT("name = value"), .on = STR_INIT("True"), .off = STR_INIT("False")},
    .oldest = VERSION(20, 0, 0),
    .newest = VERSION(26, 1, 0),
    .programs = programs,
    .claims = gunicorn_claims,
    .read = gunicorn_read,
    .setting = gunicorn_setting,
    .scopes = gunicorn_scopes,
    .next_block = gunicorn_next_block,
    .setting_type = gunicorn_setting_type,
    .setting_name = gunicorn_setting_name,
    .block_title = gunicorn_block_title,
    .place = gunicorn_place,
};
