#include "kinds/haproxy/haproxy.h"

const struct kind kind_haproxy = {
    .name = STR_INIT("haproxy"),
    .title = STR_INIT("HAProxy configuration"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(2, 6, 0),
    .newest = VERSION(3, 4, 0),
    .claims = haproxy_claims,
    .role = haproxy_role,
    .read = haproxy_read,
    .setting = haproxy_setting,
};
