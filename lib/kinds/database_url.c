#include "kinds/database_url.h"

#include "base/num.h"

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

/* The part between "//" and the next of / ? ; without the user. */
static struct str places_of(struct str url)
{
    uint32_t from = str_find(url, STR("//")), to;
    if (from >= url.n || !is_url(url))
        return (struct str){0};
    for (to = from + 2; to < url.n && !strchr("/?;", url.p[to]); to++)
        ;
    struct str places = str_slice(url, from + 2, to);
    uint32_t user = str_rfind_byte(places, '@');
    return user < places.n ? str_slice(places, user + 1, places.n) : places;
}

bool database_url_next(struct str url, uint32_t *at, struct database_place *ret)
{
    struct str places = places_of(url), rest = str_slice(places, *at, places.n);
    if (!rest.n)
        return false;
    struct str one = str_cut(&rest, ',');
    uint32_t bracket = str_find_byte(one, ']'), colon = str_rfind_byte(one, ':');
    bool v6 = str_byte(one, 0) == '[' && bracket < one.n;
    bool has_port = colon < one.n && (!v6 || colon > bracket);
    *at += one.n + 1;
    ret->host = v6 ? str_slice(one, 1, bracket) : str_slice(one, 0, has_port ? colon : one.n);
    ret->port = database_port(driver_of(url));
    if (has_port && !num_parse_int(str_slice(one, colon + 1, one.n), &ret->port))
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
