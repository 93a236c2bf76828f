/* Addresses and CIDR ranges. */
#include "base/num.h"
#include "cel/functions.h"
#include "diag/sink.h"

#include <arpa/inet.h>
#include <string.h>

static const unsigned char mapped_prefix[12] = {[10] = 0xff, [11] = 0xff};

/* An address in the strict forms of inet_pton. ::ffff:192.168.0.1 is refused: it is an IPv4 address written as none;
 * in hexadecimal the same bits are the IPv4 address, as the specification's tests have it. Returns NULL, or what is
 * wrong. */
static const char *parse_address(struct str s, struct value_net *ret)
{
    char z[INET6_ADDRSTRLEN];
    *ret = (struct value_net){0};
    if (str_find_byte(s, '%') < s.n)
        return "with zone value is not allowed";
    if (s.n >= sizeof(z) || str_find_byte(s, '\0') < s.n)
        return "parse error during conversion from string";
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    ret->family = 4;
    if (inet_pton(AF_INET, z, ret->bytes) == 1)
        return NULL;
    ret->family = 6;
    if (inet_pton(AF_INET6, z, ret->bytes) != 1)
        return "parse error during conversion from string";
    if (memcmp(ret->bytes, mapped_prefix, sizeof(mapped_prefix)) != 0)
        return NULL;
    if (str_find_byte(s, '.') < s.n)
        return "is an IPv4-mapped IPv6 address, which is not allowed";
    memmove(ret->bytes, ret->bytes + 12, 4);
    memset(ret->bytes + 4, 0, 12);
    ret->family = 4;
    return NULL;
}

static const char *parse_range(struct str s, struct value_net *ret)
{
    struct str digits = s, address = str_cut(&digits, '/');
    int64_t prefix;
    if (address.n == s.n)
        return "parse error during conversion from string";
    const char *wrong = parse_address(address, ret);
    if (wrong)
        return wrong;
    bool plain = digits.n > 0 && ch_is_digit(digits.p[0]) && (digits.n == 1 || digits.p[0] != '0');
    if (!plain || !num_parse_int(digits, &prefix) || prefix > (ret->family == 4 ? 32 : 128))
        return "parse error during conversion from string";
    ret->prefix = (uint8_t)prefix;
    return NULL;
}

static struct value net_value(struct cel_call *c, enum value_type type, struct value_net net)
{
    struct value_net *p = arena_new(c->a, struct value_net);
    if (!meter_take(c->meter, sizeof(*p)))
        return cel_over(c);
    *p = net;
    return (struct value){.type = (uint8_t)type, .as.net = p};
}

static struct value not_parsed(struct cel_call *c, const char *what, struct value text, const char *wrong)
{
    struct str s = diag_quote(c->a, text_of(text));
    return cel_fail(c, "%s '%.*s' %s", what, STR_ARG(s), wrong);
}

/* ---- IP ---- */

struct value fn_ip(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value_net net;
    const char *wrong = parse_address(text_of(args[0]), &net);
    (void)n;
    return wrong ? not_parsed(c, "IP Address", args[0], wrong) : net_value(c, VALUE_IP, net);
}

struct value fn_is_ip(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value_net net;
    (void)c;
    (void)n;
    return value_bool(!parse_address(text_of(args[0]), &net));
}

/* RFC 5952: lower case, the longest run of zeros as ::, no leading zeros; what inet_ntop writes. */
struct value fn_ip_is_canonical(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value v = fn_ip(c, args, n);
    return v.type == VALUE_IP ? value_bool(str_eq(value_format(c->a, v), text_of(args[0]))) : v;
}

struct value fn_ip_family(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_int(args[0].as.net->family);
}

/* Whether the address lies in first/prefix of its family. */
static bool in_range(const struct value_net *net, const struct value_net *range)
{
    uint8_t whole = range->prefix / 8, rest = range->prefix % 8;
    if (net->family != range->family || memcmp(net->bytes, range->bytes, whole) != 0)
        return false;
    return rest == 0 || ((net->bytes[whole] ^ range->bytes[whole]) >> (8 - rest)) == 0;
}

/* One range for each family. */
static bool in_either(const struct value_net *net, struct value_net v4, struct value_net v6)
{
    v4.family = 4;
    v6.family = 6;
    return in_range(net, &v4) || in_range(net, &v6);
}

static bool is_unspecified(const struct value_net *net)
{
    return in_either(net, (struct value_net){.prefix = 32}, (struct value_net){.prefix = 128});
}

static bool is_loopback(const struct value_net *net)
{
    return in_either(net, (struct value_net){.bytes = {127}, .prefix = 8},
                     (struct value_net){.bytes = {[15] = 1}, .prefix = 128});
}

static bool is_multicast(const struct value_net *net)
{
    return in_either(net, (struct value_net){.bytes = {224}, .prefix = 4},
                     (struct value_net){.bytes = {0xff}, .prefix = 8});
}

static bool is_link_unicast(const struct value_net *net)
{
    return in_either(net, (struct value_net){.bytes = {169, 254}, .prefix = 16},
                     (struct value_net){.bytes = {0xfe, 0x80}, .prefix = 10});
}

/* 224.0.0.0/24; of IPv6, multicast with scope 2 whatever its flags. */
static bool is_link_multicast(const struct value_net *net)
{
    if (net->family == 6)
        return net->bytes[0] == 0xff && (net->bytes[1] & 0x0f) == 2;
    return in_range(net, &(struct value_net){.bytes = {224}, .prefix = 24, .family = 4});
}

struct value fn_ip_is_unspecified(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(is_unspecified(args[0].as.net));
}

struct value fn_ip_is_loopback(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(is_loopback(args[0].as.net));
}

/* Private addresses count: everything that is sent to one host somewhere. */
struct value fn_ip_is_global_unicast(struct cel_call *c, const struct value *args, uint32_t n)
{
    const struct value_net *net = args[0].as.net;
    const struct value_net broadcast = {.bytes = {255, 255, 255, 255}, .prefix = 32, .family = 4};
    (void)c;
    (void)n;
    return value_bool(!in_range(net, &broadcast) && !is_unspecified(net) && !is_loopback(net) && !is_multicast(net) &&
                      !is_link_unicast(net));
}

struct value fn_ip_is_link_multicast(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(is_link_multicast(args[0].as.net));
}

struct value fn_ip_is_link_unicast(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_bool(is_link_unicast(args[0].as.net));
}

/* ---- CIDR ---- */

struct value fn_cidr(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value_net net;
    const char *wrong = parse_range(text_of(args[0]), &net);
    (void)n;
    return wrong ? not_parsed(c, "CIDR", args[0], wrong) : net_value(c, VALUE_CIDR, net);
}

struct value fn_is_cidr(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value_net net;
    (void)c;
    (void)n;
    return value_bool(!parse_range(text_of(args[0]), &net));
}

struct value fn_cidr_ip(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value_net net = *args[0].as.net;
    (void)n;
    net.prefix = 0;
    return net_value(c, VALUE_IP, net);
}

/* The range with the bits behind its prefix cleared. */
static struct value_net masked(struct value_net net)
{
    for (uint8_t i = 0; i < 16; i++) {
        int kept = net.prefix - i * 8;
        unsigned mask = kept >= 8 ? 0xffu : kept <= 0 ? 0 : 0xffu << (8 - kept);
        net.bytes[i] = (uint8_t)(net.bytes[i] & mask);
    }
    return net;
}

struct value fn_cidr_masked(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)n;
    return net_value(c, VALUE_CIDR, masked(*args[0].as.net));
}

struct value fn_cidr_is_mask(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value_net net = masked(*args[0].as.net);
    (void)c;
    (void)n;
    return value_bool(memcmp(net.bytes, args[0].as.net->bytes, sizeof(net.bytes)) == 0);
}

struct value fn_cidr_prefix_length(struct cel_call *c, const struct value *args, uint32_t n)
{
    (void)c;
    (void)n;
    return value_int(args[0].as.net->prefix);
}

struct value fn_cidr_contains_ip(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct value ip = args[1].type == VALUE_STRING ? fn_ip(c, args + 1, 1) : args[1];
    (void)n;
    return ip.type == VALUE_IP ? value_bool(in_range(ip.as.net, args[0].as.net)) : ip;
}

struct value fn_cidr_contains_cidr(struct cel_call *c, const struct value *args, uint32_t n)
{
    const struct value_net *outer = args[0].as.net;
    struct value inner = args[1].type == VALUE_STRING ? fn_cidr(c, args + 1, 1) : args[1];
    (void)n;
    if (inner.type != VALUE_CIDR)
        return inner;
    return value_bool(outer->prefix <= inner.as.net->prefix && in_range(inner.as.net, outer));
}
