#include "kinds/sysctl/sysctl.h"

/* Its releases are those of Linux: which keys there are hangs on them. */
const struct kind kind_sysctl = {
    .name = STR_INIT("sysctl"),
    .title = STR_INIT("kernel settings"),
    .comment = STR_INIT("# ;"),
    .oldest = VERSION(2, 6, 0),
    .newest = VERSION(6, 12, 0xff),
    .claims = sysctl_claims,
    .read = sysctl_read,
    .setting = sysctl_setting,
    .place = sysctl_place,
};
