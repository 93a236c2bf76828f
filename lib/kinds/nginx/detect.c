#include "kinds/nginx/nginx.h"

int nginx_claims(struct str path, struct str head)
{
    (void)path; (void)head;
    return 0;
}

enum document_role nginx_role(struct str head)
{
    (void)head;
    return DOCUMENT_ROOT;
}
