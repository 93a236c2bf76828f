#include "kinds/nginx/url.h"

#include "kinds/nginx/address.h"
#include "kinds/nginx/units.h"

#include <string.h>

enum { MAX_PORT = 65535, MAX_UNIX_PATH = 107 };

static bool fail(struct nginx_url *u, const char *err, uint32_t off, uint32_t n)
{
    u->err = err;
    u->err_off = off;
    u->err_n = n;
    return false;
}

static bool parse_unix(struct str text, uint32_t options, struct nginx_url *u)
{
    u->family = NGINX_FAMILY_UNIX;
    u->host = str_slice(text, 5, text.n);
    if (options & NGINX_URL_URI) {
        u->uri = u->host;
        u->host = str_cut(&u->uri, ':');
    }
    if (u->host.n == 0)
        return fail(u, "no path in the unix domain socket", 0, text.n);
    if (u->host.n > MAX_UNIX_PATH)
        return fail(u, "too long path in the unix domain socket", 5, u->host.n);
    return true;
}

static bool is_port(struct str s, uint32_t *ret)
{
    int64_t n;
    if (!nginx_parse_num(s, &n) || n < 1 || n > MAX_PORT)
        return false;
    *ret = (uint32_t)n;
    return true;
}

/* A port, or a range of them where something listens. at: where it stands in the text. */
static bool parse_port(struct str s, uint32_t at, uint32_t options, struct nginx_url *u)
{
    uint32_t dash = options & NGINX_URL_LISTEN ? str_find_byte(s, '-') : s.n;
    if (dash < s.n && !is_port(str_slice(s, dash + 1, s.n), &u->last_port))
        return fail(u, "invalid port", at + dash + 1, s.n - dash - 1);
    if (!is_port(str_slice(s, 0, dash), &u->port))
        return fail(u, "invalid port", at, dash);
    if (u->last_port && u->port > u->last_port)
        return fail(u, "invalid port range", at, s.n);
    return true;
}

/* A port alone, or a range: numbers on both sides of the dash, whatever their size. */
static bool is_only_port(struct str text)
{
    int64_t n;
    uint32_t dash = str_find_byte(text, '-');
    return nginx_parse_num(str_slice(text, 0, dash), &n) &&
           (dash == text.n || nginx_parse_num(str_slice(text, dash + 1, text.n), &n));
}

static bool parse_host4(struct str text, uint32_t options, struct nginx_url *u)
{
    u->family = NGINX_FAMILY_NAME;
    if (u->host.n == 0)
        return fail(u, "no host", 0, text.n);
    if ((options & NGINX_URL_LISTEN) && str_eq(u->host, STR("*")))
        u->family = NGINX_FAMILY_INET4;
    else if (nginx_parse_inet4(u->host, u->addr))
        u->family = NGINX_FAMILY_INET4;
    u->wildcard = u->family == NGINX_FAMILY_INET4 && memcmp(u->addr, "\0\0\0\0", 4) == 0;
    return true;
}

static bool parse_inet4(struct str text, uint32_t options, uint32_t default_port, struct nginx_url *u)
{
    uint32_t slash = str_find_byte(text, '/'), query = str_find_byte(text, '?');
    uint32_t end = slash < query ? slash : query, colon = str_find_byte(text, ':');
    if (end < text.n && options != NGINX_URL_URI)
        return fail(u, "invalid host", end, 1);
    u->uri = str_slice(text, end, text.n);
    if (colon < end) {
        u->host = str_slice(text, 0, colon);
        if (!parse_port(str_slice(text, colon + 1, end), colon + 1, options, u))
            return false;
        return parse_host4(text, options, u);
    }
    if ((options & NGINX_URL_LISTEN) && is_only_port(text)) {
        u->family = NGINX_FAMILY_INET4;
        u->wildcard = true;
        return parse_port(text, 0, options, u);
    }
    u->no_port = true;
    u->port = default_port;
    u->host = str_slice(text, 0, end);
    return parse_host4(text, options, u);
}

static bool parse_inet6(struct str text, uint32_t options, uint32_t default_port, struct nginx_url *u)
{
    uint32_t close = str_find_byte(text, ']'), from = close + 1;
    u->family = NGINX_FAMILY_INET6;
    if (close == text.n)
        return fail(u, "invalid host", 0, text.n);
    uint32_t end = from + str_find_byte(str_slice(text, from, text.n), '/');
    if (end < text.n && options != NGINX_URL_URI)
        return fail(u, "invalid host", end, 1);
    u->uri = str_slice(text, end, text.n);
    if (from < end) {
        if (text.p[from] != ':')
            return fail(u, "invalid host", from, end - from);
        if (!parse_port(str_slice(text, from + 1, end), from + 1, options, u))
            return false;
    } else {
        u->no_port = true;
        u->port = default_port;
    }
    u->host = str_slice(text, 0, from);
    if (close == 1)
        return fail(u, "no host", 0, text.n);
    if (!nginx_parse_inet6(str_slice(text, 1, close), u->addr))
        return fail(u, "invalid IPv6 address", 1, close - 1);
    u->wildcard = memcmp(u->addr, (const uint8_t[16]){0}, 16) == 0;
    return true;
}

bool nginx_url_parse(struct str text, uint32_t options, uint32_t default_port, struct nginx_url *ret)
{
    *ret = (struct nginx_url){.text = text};
    if (text.n >= 5 && str_eq_nocase(str_slice(text, 0, 5), STR("unix:")))
        return parse_unix(text, options, ret);
    if (text.n && text.p[0] == '[')
        return parse_inet6(text, options, default_port, ret);
    return parse_inet4(text, options, default_port, ret);
}

struct str nginx_url_show(struct arena *a, const struct nginx_url *u, uint32_t port)
{
    switch (u->family) {
    case NGINX_FAMILY_INET4:
        return nginx_show_inet4(a, u->addr, port);
    case NGINX_FAMILY_INET6:
        return nginx_show_inet6(a, u->addr, port);
    case NGINX_FAMILY_UNIX:
        return str_dup(a, u->text);
    default:
        return str_printf(a, "%.*s:%u", STR_ARG(u->host), port);
    }
}
