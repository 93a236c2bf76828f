#include "kinds/mysql/mysql.h"

static const char *const programs[] = {"mysqld", "mariadbd", NULL};

const struct kind kind_mysql = {
    .name = STR_INIT("mysql"),
    .title = STR_INIT("MySQL or MariaDB option file"),
    .comment = STR_INIT("# ;"),
    .spelling = {.setting = STR_INIT("name = value"),
                 .mebibytes = STR_INIT("M"),
                 .on = STR_INIT("ON"),
                 .off = STR_INIT("OFF")},
    .oldest = VERSION(5, 7, 0),
    .newest = VERSION(12, 3, 0),
    .programs = programs,
    .claims = mysql_claims,
    .read = mysql_read,
    .setting = mysql_setting,
    .scopes = mysql_scopes,
    .next_block = mysql_next_block,
    .setting_type = mysql_setting_type,
    .setting_name = mysql_setting_name,
    .block_title = mysql_block_title,
    .place = mysql_place,
};
