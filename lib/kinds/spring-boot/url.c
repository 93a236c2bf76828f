/* JDBC URLs, as far as they name hosts. */
#include "base/num.h"
#include "kinds/spring-boot/spring_boot.h"

static int64_t port_of_driver(struct str url)
{
    static const struct {
        const char *driver;
        int64_t port;
    } rows[] = {
        {"jdbc:mysql:", 3306},     {"jdbc:mariadb:", 3306}, {"jdbc:postgresql:", 5432},
        {"jdbc:sqlserver:", 1433}, {"jdbc:oracle:", 1521},  {"jdbc:clickhouse:", 8123},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_starts(url, str_from(rows[i].driver)))
            return rows[i].port;
    return 0;
}

/* The part between "//" and the next of / ? ; */
static struct str places_of(struct str url)
{
    uint32_t from = str_find(url, STR("//")), to;
    if (!str_starts(url, STR("jdbc:")) || from >= url.n)
        return (struct str){0};
    for (to = from + 2; to < url.n && !strchr("/?;", url.p[to]); to++)
        ;
    struct str places = str_slice(url, from + 2, to);
    uint32_t user = str_rfind_byte(places, '@');
    return user < places.n ? str_slice(places, user + 1, places.n) : places;
}

bool jdbc_next(struct str url, uint32_t *at, struct jdbc_place *ret)
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
    ret->port = port_of_driver(url);
    if (has_port && !num_parse_int(str_slice(one, colon + 1, one.n), &ret->port))
        ret->port = 0;
    return true;
}
