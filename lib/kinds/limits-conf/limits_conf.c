#include "kinds/limits-conf/limits_conf.h"

/* Its releases are those of Linux-PAM. */
const struct kind kind_limits_conf = {
    .name = STR_INIT("limits-conf"),
    .title = STR_INIT("limits of logins (pam_limits)"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(1, 1, 0),
    .newest = VERSION(1, 7, 0xff),
    .claims = limits_conf_claims,
    .read = limits_conf_read,
    .place = limits_conf_place,
};
