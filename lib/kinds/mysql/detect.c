/* Telling option files of MySQL and MariaDB. */
#include "base/path.h"
#include "kinds/mysql/mysql.h"

enum { SURE = 95, LIKELY = 85, MAX_LINES = 600 };

/* Groups that other programs' files do not have. */
static bool is_telling_group(struct str line)
{
    static const char *const names[] = {"mysqld",     "mysql",         "mysqldump",      "mysqld_safe",  "mariadb",
                                        "mariadbd",   "client-server", "mariadb-client", "mariadb-dump", "myisamchk",
                                        "mysqladmin", "mysql_upgrade", "mysqlhotcopy",   "galera"};
    struct str group = str_slice(line, 1, str_find_byte(line, ']'));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(group, str_from(names[i])))
            return true;
    return str_starts(group, STR("mysqld-")) || str_starts(group, STR("mariadb-"));
}

static bool has_telling_group(struct str head)
{
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n > 2 && line.p[0] == '[' && is_telling_group(line))
            return true;
    }
    return false;
}

int mysql_claims(struct str path, struct str head)
{
    struct str base = path_base(path), ext = path_ext(base);
    bool named = str_eq(base, STR("my.cnf")) || str_eq(base, STR(".my.cnf")) || str_eq(base, STR("my.ini"));
    if (named)
        return SURE;
    bool may_be = str_eq(ext, STR(".cnf")) || str_eq(ext, STR(".ini")) || str_eq(ext, STR(".conf")) || ext.n == 0;
    return may_be && head.n > 0 && has_telling_group(head) ? LIKELY : 0;
}
