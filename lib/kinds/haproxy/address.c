/* Addresses, as str2sa_range() of src/tools.c reads them. Whether a name resolves is not ours to check. */
#include "kinds/haproxy/form.h"

#include "kinds/haproxy/units.h"

/* What stands before an address and says of which family it is. */
static const struct prefix {
    struct str text;
    char family; /* 'u': unix, 'i': IP, 'f': a file descriptor, 'p': a socket pair */
} prefixes[] = {
    {STR_INIT("unix@"), 'u'},     {STR_INIT("uxdg@"), 'u'},   {STR_INIT("uxst@"), 'u'},   {STR_INIT("abns@"), 'u'},
    {STR_INIT("abnsz@"), 'u'},    {STR_INIT("ip@"), 'i'},     {STR_INIT("ipv4@"), 'i'},   {STR_INIT("ipv6@"), 'i'},
    {STR_INIT("tcp4@"), 'i'},     {STR_INIT("tcp6@"), 'i'},   {STR_INIT("udp4@"), 'i'},   {STR_INIT("udp6@"), 'i'},
    {STR_INIT("tcp@"), 'i'},      {STR_INIT("udp@"), 'i'},    {STR_INIT("quic4@"), 'i'},  {STR_INIT("quic6@"), 'i'},
    {STR_INIT("mptcp@"), 'i'},    {STR_INIT("mptcp4@"), 'i'}, {STR_INIT("mptcp6@"), 'i'}, {STR_INIT("fd@"), 'f'},
    {STR_INIT("sockpair@"), 'p'}, {STR_INIT("rhttp@"), 'x'},  {STR_INIT("rev@"), 'x'},    {STR_INIT("vsock@"), 'x'},
};

char haproxy_take_family(struct str *s)
{
    if (str_starts(*s, STR("stream+")))
        *s = str_slice(*s, 7, s->n);
    else if (str_starts(*s, STR("dgram+")))
        *s = str_slice(*s, 6, s->n);
    bool any = str_find_byte(*s, '@') < s->n;
    for (size_t i = 0; any && i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(*s, prefixes[i].text)) {
            *s = str_slice(*s, prefixes[i].text.n, s->n);
            return prefixes[i].family;
        }
    return s->n && s->p[0] == '/' ? 'u' : 'i';
}

static bool bad(struct haproxy_args *x, uint32_t i, const char *what, struct str part, struct str all)
{
    return haproxy_bad(x, SYNTAX_VALUE, i, "'%.*s' : %s '%s'%s%s%s", STR_ARG(x->kw), what, haproxy_quoted(x->r, part),
                       part.p == all.p && part.n == all.n ? "" : " in '",
                       part.p == all.p && part.n == all.n ? "" : haproxy_quoted(x->r, all),
                       part.p == all.p && part.n == all.n ? "" : "'");
}

static bool check_range(struct haproxy_args *x, uint32_t i, struct str port, struct str all, unsigned options)
{
    uint32_t dash = str_find_byte(port, '-');
    if (dash < port.n && !(options & HAPROXY_PORT_RANGE))
        return bad(x, i, "port range not permitted here in", all, all);
    int32_t least = options & HAPROXY_PORT_NEEDED ? 1 : 0;
    int32_t low = haproxy_atoi(port), high = dash < port.n ? haproxy_atoi(str_slice(port, dash + 1, port.n)) : low;
    if (low < least || low > 65535)
        return bad(x, i, "invalid port", str_slice(port, 0, dash), all);
    if (high < least || high > 65535)
        return bad(x, i, "invalid port", str_slice(port, dash < port.n ? dash + 1 : 0, port.n), all);
    return low <= high || bad(x, i, "invalid port range", port, all);
}

static bool check_port(struct haproxy_args *x, uint32_t i, struct str port, struct str all, unsigned options)
{
    if (port.n == 0)
        return !(options & HAPROXY_PORT_NEEDED) || bad(x, i, "missing port specification in", all, all);
    if (ch_is_digit(port.p[0]))
        return check_range(x, i, port, all, options);
    if (port.p[0] == '-' || port.p[0] == '+')
        return (options & HAPROXY_PORT_OFFSET) || bad(x, i, "port offset not permitted here in", all, all);
    return bad(x, i, "invalid character in port number", port, all);
}

static bool all_digits(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* Four numbers up to 255, or fewer as inet_aton(3) has them. */
static bool is_ipv4(struct str s)
{
    int n = 0;
    for (; s.n && n < 5; n++) {
        struct str part = str_cut(&s, '.');
        if (!all_digits(part) || part.n > 10 || (s.n && haproxy_atol(part, NULL) > 255))
            return false;
    }
    return n <= 4;
}

/* What can be no host's name: no label is empty, and no top level domain is a number. The latter counts where HAProxy asks for the address at once. */
static bool check_host(struct haproxy_args *x, uint32_t i, struct str host, struct str all, unsigned options)
{
    if (host.n == 0 || str_eq(host, STR("*")) || host.p[0] == '[' || str_find_byte(host, ':') < host.n)
        return true;
    struct str last = host;
    bool empty = host.p[0] == '.';
    for (uint32_t dot = str_find_byte(last, '.'); dot < last.n; dot = str_find_byte(last, '.')) {
        last = str_slice(last, dot + 1, last.n);
        empty |= last.n && last.p[0] == '.';
    }
    if (!empty && (!(options & HAPROXY_ADDR_RESOLVED) || !all_digits(last) || is_ipv4(host)))
        return true;
    return bad(x, i, "invalid address:", host, all);
}

static bool check_ip(struct haproxy_args *x, uint32_t i, struct str s, struct str all, unsigned options)
{
    uint32_t k = s.n;
    while (k > 1 && s.p[k - 1] != ']' && s.p[k - 1] != ':')
        k--;
    if (k == 0 || s.p[k - 1] != ':') {
        if (options & HAPROXY_PORT_NEEDED)
            return bad(x, i, "missing port specification in", all, all);
        return check_host(x, i, s, all, options);
    }
    if (!(options & HAPROXY_PORT_OK))
        return bad(x, i, "port specification not permitted here in", all, all);
    return check_port(x, i, str_slice(s, k, s.n), all, options) &&
           check_host(x, i, str_slice(s, 0, k - 1), all, options);
}

bool haproxy_read_address(struct haproxy_args *x, uint32_t i, struct str text, unsigned options)
{
    struct str s = text;
    uint32_t end;
    if (str_find_byte(text, '$') < text.n) /* expanded here, quoted or not */
        return true;
    if (text.n == 0)
        return bad(x, i, "empty address", text, text);
    char family = haproxy_take_family(&s);
    if (family == 'i')
        return check_ip(x, i, s, text, options);
    if (family == 'f' || family == 'p') {
        int64_t fd = haproxy_atol(s, &end);
        if (s.n == 0 || end < s.n || fd < 0)
            return bad(x, i, "file descriptor is not a valid integer in", text, text);
    }
    return true;
}
