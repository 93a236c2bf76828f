#include "kinds/app/app.h"

/* No file is one by its looks: loadline.yaml says which are. */
static int claims(struct str path, struct str head)
{
    (void)path, (void)head;
    return 0;
}

/* Names of settings are the application's own. */
static bool setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    (void)job, (void)block, (void)name, (void)ret;
    return false;
}

const struct kind kind_app = {
    .name = STR_INIT("app"),
    .title = STR_INIT("configuration of an application, as loadline.yaml maps it"),
    .comment = STR_INIT("# //"),
    .claims = claims,
    .read = app_read,
    .setting = setting,
    .place = app_place,
};
