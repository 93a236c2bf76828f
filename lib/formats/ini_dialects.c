#include "formats/ini.h"

/* Sources: ini.h, at each name. A field that a row leaves out is none. */
/* clang-format off */
const struct ini_dialect ini_php = {
    .comments = ";", .inline_comments = ";", .separators = "=", .quotes = "\"'", .escapes = INI_ESCAPES_PHP,
    .flags = INI_SECTIONS | INI_STRICT_SECTIONS | INI_BARE_KEYS | INI_MULTI_LINE};
const struct ini_dialect ini_systemd = {
    .comments = "#;", .inline_comments = "", .separators = "=", .quotes = "", .join = INI_JOIN_SPACE,
    .flags = INI_SECTIONS | INI_STRICT_SECTIONS};
const struct ini_dialect ini_mysql = {
    .comments = "#;", .inline_comments = "#", .separators = "=", .quotes = "\"'", .escapes = INI_ESCAPES_MYSQL,
    .flags = INI_SECTIONS | INI_BARE_KEYS | INI_BANG};
const struct ini_dialect ini_uwsgi = {
    .comments = "#;", .inline_comments = "", .separators = "=", .quotes = "",
    .flags = INI_SECTIONS | INI_BARE_KEYS};
const struct ini_dialect ini_redis = {
    .comments = "#", .inline_comments = "", .separators = " ", .quotes = "\"'", .escapes = INI_ESCAPES_C,
    .flags = INI_BARE_KEYS | INI_WORDS | INI_UNQUOTE_PARTS};
const struct ini_dialect ini_postgres = {
    .comments = "#", .inline_comments = "#", .separators = "= ", .quotes = "'", .escapes = INI_ESCAPES_POSTGRES};
const struct ini_dialect ini_sysctl = {
    .comments = "#;", .inline_comments = "", .separators = "=", .quotes = "",
    .flags = INI_BARE_KEYS};
const struct ini_dialect ini_limits = {
    .comments = "#", .inline_comments = "#", .separators = " ", .quotes = "",
    .flags = INI_BARE_KEYS | INI_WORDS};
const struct ini_dialect ini_lines = {
    .comments = "#", .inline_comments = "", .separators = " =", .quotes = "",
    .flags = INI_BARE_KEYS | INI_WORDS};
const struct ini_dialect ini_properties = {
    .comments = "#!", .inline_comments = "", .separators = "=: ", .quotes = "", .escapes = INI_ESCAPES_JAVA,
    .join = INI_JOIN_TRIM, .flags = INI_BARE_KEYS | INI_KEEP_TAIL};
const struct ini_dialect ini_env_systemd = {
    .comments = "#;", .inline_comments = "", .separators = "=", .quotes = "\"'", .escapes = INI_ESCAPES_SHELL,
    .join = INI_JOIN_DROP, .flags = INI_MULTI_LINE | INI_UNQUOTE_PARTS};
const struct ini_dialect ini_env_compose = {
    .comments = "#", .inline_comments = "#", .separators = "=:", .quotes = "\"'", .escapes = INI_ESCAPES_DOTENV,
    .flags = INI_BARE_KEYS | INI_MULTI_LINE | INI_INLINE_BLANK | INI_EXPORT};
const struct ini_dialect ini_env_docker = {
    .comments = "#", .inline_comments = "", .separators = "=", .quotes = "",
    .flags = INI_BARE_KEYS | INI_KEEP_TAIL};
/* clang-format on */
