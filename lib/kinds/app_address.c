#include "kinds/app_address.h"

#include "base/num.h"
#include "kinds/database_url.h"
#include "kinds/url.h"

enum { MAX_PORT = 65535 };

struct scheme {
    const char *name;
    int64_t port;
    bool tls;
};

/* Schemes that are no database's, and two that say more than database_port: clickhouse:// is its native protocol. Ports of the IANA registry and
 * of the clients' documentation. */
static const struct scheme schemes[] = {
    {"http", 80, false},   {"https", 443, true},  {"ws", 80, false},           {"wss", 443, true},
    {"amqp", 5672, false}, {"amqps", 5671, true}, {"nats", 4222, false},       {"memcached", 11211, false},
    {"ldap", 389, false},  {"ldaps", 636, true},  {"clickhouse", 9000, false}, {"rediss", 6379, true},
};

static struct scheme find_scheme(struct str name)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_eq_nocase(name, str_from(schemes[i].name)))
            return schemes[i];
    int64_t port = database_port(name);
    return (struct scheme){.port = port ? port : -1};
}

/* postgresql+asyncpg is postgresql; with +srv DNS says where, and on which port. */
static struct scheme scheme_of(struct str url)
{
    uint32_t sep = str_find(url, STR("://"));
    struct str driver = str_slice(url, 0, sep < url.n ? sep : 0), base = str_cut(&driver, '+');
    return str_eq(driver, STR("srv")) ? (struct scheme){.port = -1} : find_scheme(base);
}

/* What a DSN of another form holds must not be taken for a host: "user:password@tcp(db:3306)/shop". */
static bool is_host(struct str host)
{
    for (uint32_t i = 0; i < host.n; i++)
        if (!(ch_is_alpha(host.p[i]) || ch_is_digit(host.p[i])) && !strchr(".-_:*%", host.p[i]))
            return false;
    return true;
}

/* A number alone is a port. */
static bool is_port(struct str one, int64_t *ret)
{
    return num_parse_int(one, ret) && *ret >= 0 && *ret <= MAX_PORT;
}

/* False when what stands behind the colon is no port, or there is no host. */
static bool read_place(struct str one, struct app_place *ret)
{
    struct str port;
    ret->host = url_host(one, &port);
    if (!is_host(ret->host))
        return false;
    return port.p ? is_port(port, &ret->port) : ret->host.n > 0;
}

/* unix:/run/x.sock, unix:///run/x.sock, /run/x.sock. */
static struct str socket_of(struct str text)
{
    if (str_starts(text, STR("unix:")))
        text = str_slice(text, 5, text.n);
    if (str_starts(text, STR("//")))
        text = str_slice(text, 2, text.n);
    return str_byte(text, 0) == '/' && text.n > 1 ? text : (struct str){0};
}

bool app_place_next(struct str text, uint32_t *at, struct app_place *ret)
{
    struct str path = socket_of(text);
    if (path.n) {
        *ret = (struct app_place){.port = -1, .path = path};
        return (*at)++ == 0;
    }
    struct str url = str_starts(text, STR("jdbc:")) ? str_slice(text, 5, text.n) : text;
    struct str hosts = url_hosts(url), rest = str_slice(hosts, *at, hosts.n);
    if (rest.n == 0)
        return false;
    struct str one = str_cut(&rest, ',');
    *at += one.n + 1;
    one = str_trim(one);
    struct scheme scheme = scheme_of(url);
    *ret = (struct app_place){.port = scheme.port, .tls = scheme.tls};
    return is_port(one, &ret->port) || read_place(one, ret);
}
