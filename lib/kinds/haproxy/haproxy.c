#include "kinds/haproxy/place.h"
#include "kinds/haproxy/resolve.h"
#include "kinds/haproxy/scopes.h"

const struct kind kind_haproxy = {
    .name = STR_INIT("haproxy"),
    .title = STR_INIT("HAProxy configuration"),
    .comment = STR_INIT("#"),
    .spelling = {.setting = STR_INIT("name value"), .option = STR_INIT("name value"), .seconds = STR_INIT("s")},
    .oldest = VERSION(2, 6, 0),
    .newest = VERSION(3, 4, 0),
    .claims = haproxy_claims,
    .role = haproxy_role,
    .read = haproxy_read,
    .setting = haproxy_setting,
    .scopes = haproxy_scopes,
    .next_block = haproxy_scope_block,
    .setting_type = haproxy_setting_type,
    .setting_name = haproxy_setting_name,
    .block_title = haproxy_block_title,
    .outer = haproxy_outer,
    .place = haproxy_place,
    .share = haproxy_share,
};
