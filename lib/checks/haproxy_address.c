#include "checks/haproxy_address.h"

#include "kinds/haproxy/units.h"

#include <arpa/inet.h>

/* Prefixes as in str2sa_range() of src/tools.c; of what is no IP address only that matters. */
static bool take_prefix(struct str *s, struct haproxy_address *ret)
{
    static const struct {
        struct str text;
        bool udp;
    } prefixes[] = {{STR_INIT("ip@"), false},    {STR_INIT("ipv4@"), false},   {STR_INIT("ipv6@"), false},
                    {STR_INIT("tcp@"), false},   {STR_INIT("tcp4@"), false},   {STR_INIT("tcp6@"), false},
                    {STR_INIT("mptcp@"), false}, {STR_INIT("mptcp4@"), false}, {STR_INIT("mptcp6@"), false},
                    {STR_INIT("udp@"), true},    {STR_INIT("udp4@"), true},    {STR_INIT("udp6@"), true},
                    {STR_INIT("quic4@"), true},  {STR_INIT("quic6@"), true}};
    if (str_starts(*s, STR("stream+"))) {
        *s = str_slice(*s, 7, s->n);
    } else if (str_starts(*s, STR("dgram+"))) {
        *s = str_slice(*s, 6, s->n);
        ret->udp = true;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (!str_starts(*s, prefixes[i].text))
            continue;
        *s = str_slice(*s, prefixes[i].text.n, s->n);
        ret->udp |= prefixes[i].udp;
        /* What stands for all addresses is of IPv6 only where that is said. */
        ret->family = prefixes[i].text.p[prefixes[i].text.n - 2] == '6' ? '6' : '4';
        return true;
    }
    return str_find_byte(*s, '@') == s->n && !(s->n && s->p[0] == '/');
}

static void read_host(struct str host, struct haproxy_address *ret)
{
    char text[64];
    if (host.n > 1 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = str_slice(host, 1, host.n - 1);
    bool any = host.n == 0 || str_eq(host, STR("*"));
    if (!any && host.n < sizeof text) {
        memcpy(text, host.p, host.n);
        text[host.n] = '\0';
        if (inet_pton(AF_INET, text, ret->ip) == 1) {
            ret->family = '4';
            return;
        }
        if (inet_pton(AF_INET6, text, ret->ip) == 1) {
            ret->family = '6';
            return;
        }
    }
    if (!any && str_eq_nocase(host, STR("localhost"))) {
        memcpy(ret->ip, "\x7f\0\0\1", 4);
        ret->family = '4';
    } else if (!any) {
        ret->family = 'n';
        ret->name = host;
    } else if (ret->family != '6') {
        ret->family = '4';
    }
}

bool haproxy_address_parse(struct str text, struct haproxy_address *ret)
{
    struct haproxy_address a = {0};
    struct str s = text;
    if (!take_prefix(&s, &a))
        return false;
    uint32_t k = s.n;
    while (k > 1 && s.p[k - 1] != ']' && s.p[k - 1] != ':')
        k--;
    struct str port = k && s.p[k - 1] == ':' ? str_slice(s, k, s.n) : (struct str){0};
    read_host(str_slice(s, 0, k && s.p[k - 1] == ':' ? k - 1 : s.n), &a);
    a.offset = port.n && (port.p[0] == '+' || port.p[0] == '-');
    uint32_t dash = a.offset ? port.n : str_find_byte(port, '-');
    a.low = a.high = a.offset ? 0 : haproxy_atoi(str_slice(port, 0, dash));
    if (dash < port.n)
        a.high = haproxy_atoi(str_slice(port, dash + 1, port.n));
    *ret = a;
    return true;
}

static bool all_zero(const struct haproxy_address *a)
{
    for (int i = 0; i < 16; i++)
        if (a->ip[i])
            return false;
    return true;
}

bool haproxy_address_is_any(const struct haproxy_address *a)
{
    return a->family != 'n' && all_zero(a);
}

bool haproxy_address_is_loopback(const struct haproxy_address *a)
{
    static const uint8_t one[16] = {[15] = 1};
    return (a->family == '4' && a->ip[0] == 127) || (a->family == '6' && memcmp(a->ip, one, 16) == 0);
}

bool haproxy_address_same(const struct haproxy_address *a, const struct haproxy_address *b)
{
    if (a->family != b->family)
        return false;
    return a->family == 'n' ? str_eq_nocase(a->name, b->name) : memcmp(a->ip, b->ip, 16) == 0;
}
