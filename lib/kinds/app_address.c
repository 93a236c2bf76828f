#include "kinds/app_address.h"

#include "base/num.h"

enum { MAX_PORT = 65535 };

/* Ports that the registries and the clients' documentation give to schemes. */
static int64_t port_of_scheme(struct str scheme, bool *ret_tls)
{
    static const struct {
        const char *scheme;
        int64_t port;
        bool tls;
    } rows[] = {
        {"http", 80, false},         {"https", 443, true},        {"ws", 80, false},           {"wss", 443, true},
        {"postgres", 5432, false},   {"postgresql", 5432, false}, {"mysql", 3306, false},      {"mysql2", 3306, false},
        {"mariadb", 3306, false},    {"redis", 6379, false},      {"rediss", 6379, true},      {"valkey", 6379, false},
        {"amqp", 5672, false},       {"amqps", 5671, true},       {"mongodb", 27017, false},   {"nats", 4222, false},
        {"memcached", 11211, false}, {"sqlserver", 1433, false},  {"clickhouse", 9000, false}, {"ldap", 389, false},
        {"ldaps", 636, true},
    };
    struct str driver = scheme, base = str_cut(&driver, '+'); /* postgresql+asyncpg */
    *ret_tls = false;
    if (str_eq(driver, STR("srv"))) /* DNS says where, and on which port */
        return -1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_nocase(base, str_from(rows[i].scheme))) {
            *ret_tls = rows[i].tls;
            return rows[i].port;
        }
    return -1;
}

/* What a DSN of another form holds must not be taken for a host: "user:password@tcp(db:3306)/shop". */
static bool is_host(struct str host)
{
    for (uint32_t i = 0; i < host.n; i++)
        if (!(ch_is_alpha(host.p[i]) || ch_is_digit(host.p[i])) && !strchr(".-_:*%", host.p[i]))
            return false;
    return true;
}

/* "host:port", "[v6]:port", ":port". False when what stands behind the colon is no port. */
static bool read_place(struct str one, int64_t port, struct app_place *ret)
{
    uint32_t close = str_byte(one, 0) == '[' ? str_find_byte(one, ']') : one.n, colon = str_rfind_byte(one, ':');
    bool v6 = close < one.n, has_port = colon < one.n && (v6 ? colon > close : str_find_byte(one, ':') == colon);
    *ret = (struct app_place){.port = port};
    ret->host = v6 ? str_slice(one, 1, close) : str_slice(one, 0, has_port ? colon : one.n);
    if (!is_host(ret->host))
        return false;
    if (!has_port)
        return ret->host.n > 0;
    return num_parse_int(str_slice(one, colon + 1, one.n), &ret->port) && ret->port >= 0 && ret->port <= MAX_PORT;
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

/* The hosts of a URL, between "//" and the next of / ? ; #, behind who logs in. *ret_port: of its scheme. */
static struct str hosts_of(struct str text, int64_t *ret_port, bool *ret_tls)
{
    struct str url = str_starts(text, STR("jdbc:")) ? str_slice(text, 5, text.n) : text;
    uint32_t sep = str_find(url, STR("://")), n = 0;
    *ret_port = -1;
    *ret_tls = false;
    if (sep < url.n)
        *ret_port = port_of_scheme(str_slice(url, 0, sep), ret_tls);
    struct str hosts = sep < url.n ? str_slice(url, sep + 3, url.n) : url;
    while (n < hosts.n && !strchr("/?;#", hosts.p[n]))
        n++;
    hosts = str_slice(hosts, 0, n);
    uint32_t user = str_rfind_byte(hosts, '@');
    return user < hosts.n ? str_slice(hosts, user + 1, hosts.n) : hosts;
}

/* A number alone is a port. */
static bool is_port(struct str one, int64_t *ret)
{
    return num_parse_int(one, ret) && *ret >= 0 && *ret <= MAX_PORT;
}

bool app_place_next(struct str text, uint32_t *at, struct app_place *ret)
{
    struct str path = socket_of(text);
    int64_t port;
    bool tls;
    if (path.n) {
        *ret = (struct app_place){.port = -1, .path = path};
        return (*at)++ == 0;
    }
    struct str hosts = hosts_of(text, &port, &tls), rest = str_slice(hosts, *at, hosts.n);
    if (rest.n == 0)
        return false;
    struct str one = str_cut(&rest, ',');
    *at += one.n + 1;
    one = str_trim(one);
    *ret = (struct app_place){.port = port};
    bool ok = is_port(one, &ret->port) || read_place(one, port, ret);
    ret->tls = tls;
    return ok;
}
