#include "kinds/php-fpm/php_fpm.h"

const struct kind kind_php_fpm = {
    .name = STR_INIT("php-fpm"),
    .title = STR_INIT("PHP-FPM configuration"),
    .comment = STR_INIT(";"),
    .spelling = {.setting = STR_INIT("name = value"),
                 .mebibytes = STR_INIT("M"),
                 .seconds = STR_INIT("s"),
                 .on = STR_INIT("yes"),
                 .off = STR_INIT("no")},
    .oldest = VERSION(7, 4, 0),
    .newest = VERSION(8, 5, 0),
    .claims = fpm_claims,
    .read = fpm_read,
    .setting = fpm_setting,
    .scopes = fpm_scopes,
    .next_block = fpm_next_block,
    .setting_type = fpm_setting_type,
    .setting_name = fpm_setting_name,
    .block_title = fpm_block_title,
    .place = fpm_place,
};
