/* Telling limits of logins by their lines, or by where they stand. */
#include "base/path.h"
#include "kinds/limits-conf/limits_conf.h"
#include "text/marks.h"

enum { SURE = 95, POSSIBLE = 80, MAX_LINES = 400 };

static struct str next_field(struct str *rest)
{
    uint32_t n = 0;
    *rest = str_trim(*rest);
    while (n < rest->n && !ch_is_space(rest->p[n]))
        n++;
    struct str field = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return field;
}

/* "domain type item value": a type and an item that limits have are enough. */
static bool is_limit(struct str line)
{
    static const char *const types[] = {"soft", "hard", "-", NULL};
    static const char *const items[] = {"core", "data",  "fsize", "memlock", "nofile",    "rss", "stack",
                                        "cpu",  "nproc", "as",    "locks",   "maxlogins", NULL};
    struct str field = next_field(&line), before = {0};
    while (line.n && !(str_is_one_of(before, types) && str_is_one_of(field, items))) {
        before = field;
        field = next_field(&line); /* a domain that a template makes has several */
    }
    return str_is_one_of(before, types) && str_is_one_of(field, items) && next_field(&line).n > 0;
}

static bool has_limit(struct str head)
{
    for (int i = 0; i < MAX_LINES && head.n; i++)
        if (is_limit(str_cut(&head, '\n')))
            return true;
    return false;
}

static bool is_comments(struct str head)
{
    while (head.n) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n && line.p[0] != '#')
            return false;
    }
    return true;
}

/* nginx has files of that name, too, so the place alone is enough only for a file of the directory that PAM reads. */
int limits_conf_claims(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain), dir = path_dir(plain);
    bool in_limits_d = str_eq(path_base(dir), STR("limits.d"));
    bool named = str_eq(base, STR("limits.conf")) || in_limits_d;
    struct str above = path_base(in_limits_d ? path_dir(dir) : dir);
    struct str ext = path_ext(base);
    if (head.n == 0)
        return 0;
    if (named && str_eq(ext, STR(".conf")) &&
        (has_limit(head) || (str_eq(above, STR("security")) && is_comments(head))))
        return SURE;
    return (str_eq(ext, STR(".conf")) || ext.n == 0) && has_limit(head) ? POSSIBLE : 0;
}
