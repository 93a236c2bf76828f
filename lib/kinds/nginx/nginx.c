#include "kinds/nginx/place.h"
#include "kinds/nginx/resolve.h"
#include "kinds/nginx/scopes.h"

const struct kind kind_nginx = {
    .name = STR_INIT("nginx"),
    .title = STR_INIT("nginx configuration"),
    .comment = STR_INIT("#"),
    .spelling = {.setting = STR_INIT("name value;"),
                 .option = STR_INIT("name=value"),
                 .mebibytes = STR_INIT("m"),
                 .seconds = STR_INIT("s"),
                 .on = STR_INIT("on"),
                 .off = STR_INIT("off")},
    .oldest = VERSION(1, 18, 0),
    .newest = VERSION(1, 31, 5),
    .claims = nginx_claims,
    .role = nginx_role,
    .read = nginx_read,
    .setting = nginx_setting,
    .scopes = nginx_scopes,
    .next_block = nginx_scope_block,
    .setting_type = nginx_setting_type,
    .setting_name = nginx_setting_name,
    .block_title = nginx_block_title,
    .place = nginx_place,
    .forget = nginx_forget,
};
