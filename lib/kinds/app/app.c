#include "kinds/app/app.h"

/* No file is one by its looks: loadline.yaml says which are. */
static int claims(struct str path, struct str head)
{
    (void)path, (void)head;
    return 0;
}

const struct kind kind_app = {
    .name = STR_INIT("app"),
    .title = STR_INIT("configuration of an application, as loadline.yaml maps it"),
    .comment = STR_INIT("# //"),
    .claims = claims,
    .read = app_read,
    .place = app_place,
};
