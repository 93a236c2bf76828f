#include "kinds/systemd/systemd.h"

const struct kind kind_systemd = {
    .name = STR_INIT("systemd"),
    .title = STR_INIT("systemd unit"),
    .comment = STR_INIT("# ;"),
    .spelling = {.setting = STR_INIT("name=value"),
                 .mebibytes = STR_INIT("M"),
                 .seconds = STR_INIT("s"),
                 .on = STR_INIT("yes"),
                 .off = STR_INIT("no")},
    .oldest = VERSION(239, 0, 0),
    .newest = VERSION(260, 0, 0),
    .claims = systemd_claims,
    .read = systemd_read,
    .setting = systemd_setting,
    .scopes = systemd_scopes,
    .next_block = systemd_next_block,
    .setting_type = systemd_setting_type,
    .setting_name = systemd_setting_name,
    .block_title = systemd_block_title,
    .place = systemd_place,
};
