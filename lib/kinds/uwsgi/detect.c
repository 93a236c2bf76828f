/* Telling INI files of uWSGI: they have its section. */
#include "base/path.h"
#include "kinds/uwsgi/uwsgi.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 80 };

/* Applications of Paste keep [uwsgi] beside sections of their own: the name may stand anywhere. */
int uwsgi_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    bool first = true;
    if (!str_ends(base, STR(".ini")))
        return 0;
    while (head.n) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (str_eq(line, STR("[uwsgi]")))
            return first ? SURE : LIKELY;
        first &= line.n == 0 || line.p[0] != '[';
    }
    return 0;
}
