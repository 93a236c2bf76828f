/* Configurations of PHP-FPM and what is wrong with each; held against our reader and, where it is installed, against php-fpm -t of 8.2. */
#ifndef LOADLINE_KINDS_PHP_FPM_CASES_H
#define LOADLINE_KINDS_PHP_FPM_CASES_H

#include <stddef.h>

/* found: as fixture_found says it; empty: php-fpm accepts the text. */
struct config_case {
    const char *text, *found;
};

#define W "[w]\nlisten = 9000\nuser = nobody\npm = static\npm.max_children = 3\n"
#define DYN W "pm = dynamic\n"

static const struct config_case config_cases[] = {
    {W, ""},
    {"[global]\nlog_level = notice\n" W, ""},
    {W "[global]\nlog_level = Debug\n", ""},
    {W "pm.max_chidlren = 4\n", "6 [pm.max_chidlren] unknown entry \"pm.max_chidlren\"\n"},
    {W "daemonize = yes\n", "6 [daemonize] \"daemonize\" is not allowed in a pool: it is of [global]\n"},
    {"[global]\npm = static\n" W, "2 [pm] \"pm\" is not allowed in [global]: it is of a pool\n"},
    {"pm = static\n" W, "1 [pm] \"pm\" is not allowed in [global]: it is of a pool\n"},
    {W "catch_workers_output = 0\n", ""},
    {W "catch_workers_output = off\n", ""},
    {W "catch_workers_output = maybe\n",
     "6 [maybe] \"catch_workers_output\" takes a boolean (yes or no), not \"maybe\"\n"},
    {W "request_terminate_timeout = 5x\n",
     "6 [5x] \"request_terminate_timeout\" takes a time (a number and s, m, h or d), not \"5x\"\n"},
    {W "request_terminate_timeout = 5.5s\n", ""},
    {W "request_terminate_timeout = 1h\n", ""},
    {W "pm.max_requests = -1\n", ""},
    {W "pm.max_requests = 1k\n", "6 [1k] \"pm.max_requests\" takes a whole number, not \"1k\"\n"},
    {W "pm.max_children = 3 4\n", "6 [3 4] \"pm.max_children\" takes a whole number, not \"3 4\"\n"},
    {W "pm.max_children = 3;c\n", ""},
    {W "pm.max_children = 0\n", "6 [0] \"pm.max_children\" of pool \"w\" must be positive\n"},
    {W "pm.max_children\n", "6 [pm.max_children] \"pm.max_children\" has no value\n"},
    {W "# comment\n", "6 [# comment] \"# comment\" has no value\n"},
    {W "pm = workers\n", "6 [workers] \"pm\" takes a process manager (static, dynamic or ondemand), not \"workers\"\n"},
    {"[w]\nlisten = 9000\nuser = nobody\npm.max_children = 3\n", "1 [w] pool \"w\" has no \"pm\"\n"},
    {"[w]\nlisten = 9000\nuser = nobody\npm = static\n", "1 [w] pool \"w\" has no \"pm.max_children\"\n"},
    {"[w]\nuser = nobody\npm = static\npm.max_children = 3\n", "1 [w] pool \"w\" has no \"listen\"\n"},
    {"[global]\nlog_limit = 4096\n", "1 [global] no pool is defined\n"},
    {"[global]\nlog_level = loud\n" W,
     "2 [loud] \"log_level\" takes a log level (alert, error, warning, notice or debug), not \"loud\"\n"},
    {DYN, "1 [w] pool \"w\" has no \"pm.min_spare_servers\"\n"},
    {DYN "pm.min_spare_servers = 1\npm.max_spare_servers = 5\n",
     "8 [5] \"pm.max_spare_servers\" (5) is greater than \"pm.max_children\" (3)\n"},
    {DYN "pm.min_spare_servers = 3\npm.max_spare_servers = 2\n",
     "7 [3] \"pm.min_spare_servers\" (3) is greater than \"pm.max_spare_servers\" (2)\n"},
    {DYN "pm.start_servers = 3\npm.min_spare_servers = 1\npm.max_spare_servers = 2\n",
     "7 [3] \"pm.start_servers\" (3) is greater than \"pm.max_spare_servers\" (2)\n"},
    {DYN "pm.start_servers = 0\npm.min_spare_servers = 1\npm.max_spare_servers = 2\n", ""},
    {W "pm = ondemand\npm.process_idle_timeout = 0\n", "7 [0] \"pm.process_idle_timeout\" must be greater than 0s\n"},
    {W "request_slowlog_timeout = 5\n", "6 [5] \"slowlog\" must be given with \"request_slowlog_timeout\"\n"},
    {W "slowlog = /tmp/slow\nrequest_slowlog_timeout = 9\nrequest_terminate_timeout = 5\n",
     "7 [9] \"request_slowlog_timeout\" (9) is greater than \"request_terminate_timeout\" (5)\n"},
    {W "ping.path = ping\n", "6 [ping] \"ping.path\" must start with a \"/\"\n"},
    {W "process.priority = 50\n", "6 [50] \"process.priority\" is from -19 to 20\n"},
    {W "php_admin_value[memory_limit] = 64M\nenv[HOME] = /srv\nphp_flag[display_errors] = off\n", ""},
    {W "php_admin_value = 64M\n", "6 [php_admin_value] unknown entry \"php_admin_value\"\n"},
    {W "php_vlaue[memory_limit] = 64M\n", "6 [php_vlaue[memory_limit]] unknown directive \"php_vlaue\"\n"},
    {W "[x]\nlisten = 9000\nuser = nobody\npm = static\npm.max_children = 1\n",
     "7 [9000] pool \"x\" listens on \"9000\", as pool \"w\" does\n"},
    {W "[x]\nuser = nobody\n[w]\npm.max_requests = 5\n[x]\nlisten = 9001\npm = static\npm.max_children = 1\n", ""},
};

enum { CONFIG_CASES = (int)(sizeof config_cases / sizeof *config_cases) };

#endif
