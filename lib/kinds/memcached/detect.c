/* Telling Debian's memcached.conf: lines that are options. */
#include "base/path.h"
#include "kinds/memcached/memcached.h"
#include "text/marks.h"

enum { SURE = 95 };

/* memcached.conf, and memcached_<name>.conf of further instances. Nothing else has lines that begin with '-m'; but a file with another name may be
 * anybody's options. */
int memcached_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    (void)head;
    return str_starts(base, STR("memcached")) && str_ends(base, STR(".conf")) ? SURE : 0;
}
