#include "kinds/url.h"

/* A secret may hold a #, so that this ends only what stands behind the user. */
struct str url_hosts(struct str url)
{
    uint32_t slash = str_find_byte(url, '/'), to = 0;
    struct str hosts = str_byte(url, slash + 1) == '/' ? str_slice(url, slash + 2, url.n) : url;
    while (to < hosts.n && !strchr("/?;", hosts.p[to]))
        to++;
    hosts = str_slice(hosts, 0, to);
    uint32_t user = str_rfind_byte(hosts, '@');
    hosts = user < hosts.n ? str_slice(hosts, user + 1, hosts.n) : hosts;
    return str_slice(hosts, 0, str_find_byte(hosts, '#'));
}

struct str url_host(struct str one, struct str *ret_port)
{
    uint32_t close = str_byte(one, 0) == '[' ? str_find_byte(one, ']') : one.n, colon = str_rfind_byte(one, ':');
    bool v6 = close < one.n, has_port = colon < one.n && (v6 ? colon > close : str_find_byte(one, ':') == colon);
    *ret_port = has_port ? str_slice(one, colon + 1, one.n) : (struct str){0};
    return v6 ? str_slice(one, 1, close) : str_slice(one, 0, has_port ? colon : one.n);
}
