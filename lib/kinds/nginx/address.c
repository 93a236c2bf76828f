#include "kinds/nginx/address.h"

#include "base/buf.h"
#include "kinds/nginx/units.h"

#include <string.h>

bool nginx_parse_inet4(struct str s, uint8_t ret[4])
{
    uint8_t parts[4] = {0};
    uint32_t n = 0, octet = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (ch_is_digit(c)) {
            octet = octet * 10 + (uint32_t)(c - '0');
            if (octet > 255)
                return false;
        } else if (c == '.' && n < 3) {
            parts[n++] = (uint8_t)octet;
            octet = 0;
        } else {
            return false;
        }
    }
    parts[3] = (uint8_t)octet;
    if (n != 3 || memcmp(parts, "\xff\xff\xff\xff", 4) == 0)
        return false;
    memcpy(ret, parts, 4);
    return true;
}

/* The groups of an IPv6 address while they are read. */
struct groups {
    uint16_t word[8];
    uint32_t n;    /* groups read */
    uint32_t zero; /* where "::" stands; 8: nowhere */
};

/* The dotted quad that the last group turns out to be. */
static bool add_quad(struct groups *g, struct str quad)
{
    uint8_t four[4];
    if (g->n > 6 || g->n + (g->zero < 8) == 0 || !nginx_parse_inet4(quad, four))
        return false;
    g->word[g->n++] = (uint16_t)(four[0] << 8 | four[1]);
    g->word[g->n++] = (uint16_t)(four[2] << 8 | four[3]);
    return true;
}

static bool hex_digit(char c, uint32_t *word)
{
    char low = ch_lower(c);
    uint32_t digit = ch_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(low - 'a' + 10);
    if (!ch_is_digit(c) && (low < 'a' || low > 'f'))
        return false;
    *word = *word * 16 + digit;
    return true;
}

/* Reads all groups. A ":" before the first one is passed over, as nginx does. */
static bool read_groups(struct str s, struct groups *g)
{
    uint32_t digits = 0, word = 0, start = 0;
    for (uint32_t i = s.p[0] == ':'; i < s.n; i++) {
        char c = s.p[i];
        if (c == ':' && digits > 0) {
            if (g->n == 7)
                return false;
            g->word[g->n++] = (uint16_t)word;
            digits = word = 0;
            start = i + 1;
        } else if (c == ':') {
            if (g->zero < 8)
                return false;
            g->zero = g->n;
            start = i + 1;
        } else if (c == '.' && digits > 0) {
            return add_quad(g, str_slice(s, start, s.n));
        } else if (++digits > 4 || !hex_digit(c, &word)) {
            return false;
        }
    }
    if (digits == 0 && g->zero == 8)
        return false;
    g->word[g->n++] = (uint16_t)word;
    return true;
}

bool nginx_parse_inet6(struct str s, uint8_t ret[16])
{
    struct groups g = {.zero = 8};
    if (s.n == 0 || !read_groups(s, &g) || (g.n == 8) == (g.zero < 8))
        return false;
    uint32_t gap = 8 - g.n;
    memset(ret, 0, 16);
    for (uint32_t i = 0; i < g.n; i++) {
        uint32_t at = i < g.zero ? i : i + gap;
        ret[2 * at] = (uint8_t)(g.word[i] >> 8);
        ret[2 * at + 1] = (uint8_t)g.word[i];
    }
    return true;
}

static bool is_literal(struct str s)
{
    uint8_t bytes[16];
    return nginx_parse_inet4(s, bytes) || nginx_parse_inet6(s, bytes);
}

bool nginx_is_address(struct str s, bool brackets)
{
    int64_t port;
    if (is_literal(s))
        return true;
    bool is6 = s.n && s.p[0] == '[';
    uint32_t end = str_find_byte(s, is6 ? ']' : ':'), colon = end + is6;
    if (end == s.n)
        return false;
    if (is6 && colon == s.n)
        return brackets && is_literal(str_slice(s, 1, end));
    if (s.p[colon] != ':' || !nginx_parse_num(str_slice(s, colon + 1, s.n), &port) || port < 1 || port > 65535)
        return false;
    return is_literal(str_slice(s, is6, end));
}

bool nginx_is_network(struct str s)
{
    uint8_t addr[16];
    int64_t bits, most = 32;
    bool has_mask = str_find_byte(s, '/') < s.n;
    struct str host = str_cut(&s, '/');
    if (!nginx_parse_inet4(host, addr)) {
        if (!nginx_parse_inet6(host, addr))
            return false;
        most = 128;
    }
    return !has_mask || (nginx_parse_num(s, &bits) && bits <= most);
}

/* Its digits, and where they end: thousands of servers are shown, and printf would be most of it. */
static char *put_number(char *p, uint32_t n)
{
    if (n >= 10)
        p = put_number(p, n / 10);
    *p = (char)('0' + n % 10);
    return p + 1;
}

struct str nginx_show_inet4(struct arena *a, const uint8_t addr[4], uint32_t port)
{
    char text[sizeof "255.255.255.255:4294967295"], *p = text;
    for (uint32_t i = 0; i < 4; i++) {
        p = put_number(p, addr[i]);
        *p++ = i < 3 ? '.' : ':';
    }
    p = put_number(p, port);
    return str_dup(a, (struct str){text, (uint32_t)(p - text)});
}

/* The first of the longest runs of zero groups: *ret_at (8: none) and how many there are. One alone is not shortened. */
static uint32_t longest_zeros(const uint8_t addr[16], uint32_t *ret_at)
{
    uint32_t best = 1, run = 0;
    *ret_at = 8;
    for (uint32_t i = 0; i < 8; i++) {
        run = addr[2 * i] || addr[2 * i + 1] ? 0 : run + 1;
        if (run > best) {
            best = run;
            *ret_at = i + 1 - run;
        }
    }
    return best;
}

struct str nginx_show_inet6(struct arena *a, const uint8_t addr[16], uint32_t port)
{
    struct buf b = {.a = a};
    uint32_t zero, n = longest_zeros(addr, &zero), end = 8;
    bool mapped = n == 5 && addr[10] == 0xff && addr[11] == 0xff;
    buf_putc(&b, '[');
    if (zero == 0) {
        buf_putc(&b, ':');
        if (mapped || n == 6 || (n == 7 && addr[14] != 0 && addr[15] != 1))
            end = 6;
    }
    for (uint32_t i = 0; i < end; i++) {
        if (i == zero) {
            buf_putc(&b, ':');
            i += n - 1;
            continue;
        }
        buf_printf(&b, "%x%s", addr[2 * i] * 256u + addr[2 * i + 1], i < 7 ? ":" : "");
    }
    if (end == 6)
        buf_printf(&b, "%u.%u.%u.%u", addr[12], addr[13], addr[14], addr[15]);
    buf_printf(&b, "]:%u", port);
    return buf_str(&b);
}
