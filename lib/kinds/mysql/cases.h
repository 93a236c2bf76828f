/* Option files and what is wrong with each; held against our reader and, where it is installed, against mariadbd 10.11. */
#ifndef LOADLINE_KINDS_MYSQL_CASES_H
#define LOADLINE_KINDS_MYSQL_CASES_H

#include <stddef.h>

/* found: as fixture_found says it; empty: the server accepts the text. */
struct config_case {
    const char *text, *found;
};

#define M "[mariadb]\n"

static const struct config_case config_cases[] = {
    {M, ""},
    {M "max_connections = 500\nmax-allowed-packet = 64M\nskip-name-resolve\n", ""},
    {M "Max_Connections = 70\n", ""},
    {M "max_connections = 1500x\n", "2 [1500x] \"1500x\" is no value of \"max_connections\"\n"},
    {M "max_connections = 1K\n", ""},
    {M "max_connections = \"55\"\n", ""},
    {M "innodb_buffer_pool_size = 1.5G\n", "2 [1.5G] \"1.5G\" is no value of \"innodb_buffer_pool_size\"\n"},
    {M "innodb_buffer_pool_size = 80 G\n", "2 [80 G] \"80 G\" is no value of \"innodb_buffer_pool_size\"\n"},
    {M "innodb_buffer_pool_size = 256M # half\n", ""},
    {M "innodb_bufer_pool_size = 3G\n", "2 [innodb_bufer_pool_size] unknown variable \"innodb_bufer_pool_size\"\n"},
    {M "loose_innodb_bufer_pool_size = 3G\n", ""},
    {M "max-conn = 77\n", ""},
    {M "wait_timeout = 1.5\n", "2 [1.5] \"1.5\" is no value of \"wait_timeout\"\n"},
    {M "slow_query_log = maybe\n", ""},
    {M "skip-log-bin\nread_only\n", ""},
    {M "[mysqldump]\nmax_conections = x\n", ""},
    {"[mysqld-5.1]\nmax_conections = x\n" M, ""},
    {"max_connections = 3\n" M, "1 [max_connections] option \"max_connections\" stands before the first group\n"},
    {"[mysqld\n", "1 [[] the section's name has no \"]\"\n"},
};

enum { CONFIG_CASES = (int)(sizeof config_cases / sizeof *config_cases) };

#endif
