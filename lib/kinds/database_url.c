#include "kinds/database_url.h"

#include "base/num.h"
#include "kinds/url.h"

int64_t database_port(struct str driver)
{
    static const struct {
        const char *driver;
        int64_t port;
    } rows[] = {
        {"mysql", 3306},    {"mysql2", 3306}, {"mariadb", 3306}, {"postgres", 5432},  {"postgresql", 5432},
        {"postgis", 5432},  {"pgsql", 5432},  {"redis", 6379},   {"rediss", 6379},    {"valkey", 6379},
        {"mongodb", 27017}, {"oracle", 1521}, {"ecto", 5432},    {"sqlserver", 1433}, {"clickhouse", 8123},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_nocase(driver, str_from(rows[i].driver)))
            return rows[i].port;
    return 0;
}

/* "jdbc:mysql:loadbalance://", "postgresql+psycopg2://": what stands before the first : or +. */
static struct str driver_of(struct str url)
{
    struct str rest = str_starts(url, STR("jdbc:")) ? str_slice(url, 5, url.n) : url;
    struct str driver = str_cut(&rest, ':');
    return str_cut(&driver, '+');
}

static bool is_url(struct str url)
{
    return str_starts(url, STR("jdbc:")) || database_port(driver_of(url)) != 0;
}

bool database_url_next(struct str url, uint32_t *at, struct database_place *ret)
{
    if (str_find(url, STR("//")) >= url.n || !is_url(url))
        return false;
    struct str hosts = url_hosts(url), rest = str_slice(hosts, *at, hosts.n), port;
    if (!rest.n)
        return false;
    struct str one = str_cut(&rest, ',');
    *at += one.n + 1;
    ret->host = url_host(one, &port);
    ret->port = database_port(driver_of(url));
    if (port.p && !num_parse_int(port, &ret->port))
        ret->port = 0;
    return true;
}

bool database_url_parameter(struct str url, const char *name, struct str *ret)
{
    uint32_t from = str_find_byte(url, '?');
    for (struct str rest = str_slice(url, from + 1 < url.n ? from + 1 : url.n, url.n); rest.n;) {
        struct str value = str_cut(&rest, '&');
        if (!str_eq(str_cut(&value, '='), str_from(name)))
            continue;
        *ret = value;
        return true;
    }
    return false;
}
