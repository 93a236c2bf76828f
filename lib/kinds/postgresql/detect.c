/* Telling postgresql.conf and what it includes from the other files of keys and values. */
#include "base/path.h"
#include "kinds/postgresql/postgresql.h"
#include "text/marks.h"

enum {
    SURE = 95,
    LIKELY = 88,
    POSSIBLE = 75,
    MAX_LINES = 3000,
    FOREIGN = 8 /* lines of something else, after which nothing more is looked at */
};

/* What the lines of a text look like. */
struct look {
    uint32_t known; /* settings of PostgreSQL with an underscore: plain words (port, ssl, role) are anybody's */
    uint32_t other;
};

/* The name that a line begins with. */
static struct str name_of(struct str line)
{
    uint32_t n = 0;
    while (n < line.n && (ch_is_alpha(line.p[n]) || ch_is_digit(line.p[n]) || line.p[n] == '_' || line.p[n] == '.'))
        n++;
    return str_slice(line, 0, n);
}

static void look_at_line(struct str line, struct look *look)
{
    struct str name = name_of(line), rest = str_trim(str_slice(line, name.n, line.n));
    int row = pg_row(name);
    bool plain = name.n > 0 && rest.n > 0 && rest.p[0] != ':' && rest.p[0] != '[' && rest.p[0] != '(' &&
                 line.p[line.n - 1] != ';' && line.p[line.n - 1] != '{';
    if (!plain || (row < 0 && str_find_byte(name, '.') == name.n))
        look->other++;
    else if (row >= 0 && str_find_byte(name, '_') < name.n)
        look->known++;
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    for (int i = 0; i < MAX_LINES && head.n && (look.other < FOREIGN || look.other <= look.known); i++) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n > 0 && line.p[0] != '#' && !str_starts(line, STR("{")))
            look_at_line(line, &look);
    }
    return look;
}

static int claim_by_name(struct str base)
{
    if (str_eq(base, STR("postgresql.conf")) || str_eq(base, STR("postgresql.auto.conf")))
        return SURE;
    bool ours = str_starts(base, STR("postgres"));
    return ours && str_ends(base, STR(".conf")) ? LIKELY : 0;
}

int pg_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path)), ext = path_ext(base);
    int by_name = claim_by_name(base);
    bool may = ext.n == 0 || str_eq(ext, STR(".conf"));
    if (head.n == 0 || !may)
        return 0;
    struct look look = look_at(head);
    if (by_name) /* HAProxy, nginx and logrotate may have one of that name */
        return look.known + (by_name == SURE) > look.other || (by_name == SURE && look.known) ? by_name : 0;
    return look.known >= 2 && look.known > 4 * look.other ? POSSIBLE : 0;
}

/* A file of a directory that a postgresql.conf includes, and what ALTER SYSTEM writes, say a part of what is in force. */
enum document_role pg_role(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain), dir = path_base(path_dir(plain));
    (void)head;
    bool part = str_eq(base, STR("postgresql.auto.conf")) || str_eq(dir, STR("conf.d")) ||
                str_eq(dir, STR("postgresql.conf.d"));
    return part && !str_eq(base, STR("postgresql.conf")) ? DOCUMENT_FRAGMENT : DOCUMENT_ROOT;
}
