/* Telling Debian's memcached.conf: lines that are options. */
#include "base/path.h"
#include "kinds/memcached/memcached.h"
#include "text/marks.h"

enum { SURE = 95 };

/* Whether the first line that is no comment is an option or Debian's logfile; a text of comments alone is one without options. */
static bool is_options(struct str head)
{
    while (head.n) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n && line.p[0] != '#')
            return line.p[0] == '-' || str_starts(line, STR("logfile ")) || str_starts(line, STR("{"));
    }
    return true;
}

/* memcached.conf, and memcached_<name>.conf of further instances, unless it is nginx's of that name. A file with another name is not claimed: lines of options may be anybody's. */
int memcached_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    bool ours = str_starts(base, STR("memcached")) && str_ends(base, STR(".conf"));
    return ours && head.n && is_options(head) ? SURE : 0;
}
