#include "stack/addresses.h"

#include <arpa/inet.h>
#include <string.h>

enum { LONGEST_LITERAL = 45 };

static bool parse_literal(struct str s, struct value_net *ret)
{
    char z[LONGEST_LITERAL + 1];
    *ret = (struct value_net){0};
    if (s.n == 0 || s.n > LONGEST_LITERAL)
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    if (inet_pton(AF_INET, z, ret->bytes) == 1) {
        ret->family = 4;
        ret->prefix = 32;
    } else if (inet_pton(AF_INET6, z, ret->bytes) == 1) {
        ret->family = 6;
        ret->prefix = 128;
    }
    return ret->family != 0;
}

/* "10.17.0.0/24". Facts were checked when they were read. */
static bool parse_network(struct str s, struct value_net *ret)
{
    struct str prefix = s, address = str_cut(&prefix, '/');
    uint32_t bits = 0;
    if (address.n == s.n || !parse_literal(address, ret))
        return false;
    for (uint32_t i = 0; i < prefix.n && bits < 1000; i++)
        bits = bits * 10 + (uint32_t)(prefix.p[i] - '0');
    ret->prefix = (uint8_t)(bits > ret->prefix ? ret->prefix : bits);
    return true;
}

static bool in_network(const struct value_net *address, const struct value_net *net)
{
    uint32_t whole = net->prefix / 8u, rest = net->prefix % 8u;
    if (address->family != net->family || memcmp(address->bytes, net->bytes, whole) != 0)
        return false;
    uint8_t mask = (uint8_t)(0xFF00u >> rest);
    return rest == 0 || (address->bytes[whole] & mask) == (net->bytes[whole] & mask);
}

/* What an address is found under: its bytes, or the name in lower case. */
static struct str key_of(struct arena *a, struct str address)
{
    struct value_net net;
    if (parse_literal(address, &net))
        return str_dup(a, (struct str){(const char *)net.bytes, net.family == 4 ? 4 : 16});
    char *lower = arena_alloc(a, address.n + 1, 1);
    for (uint32_t i = 0; i < address.n; i++)
        lower[i] = (char)(address.p[i] >= 'A' && address.p[i] <= 'Z' ? address.p[i] + ('a' - 'A') : address.p[i]);
    return (struct str){lower, address.n};
}

static void add_once(struct arena *a, struct address_entry *e, const struct host *h)
{
    for (uint32_t i = 0; i < e->hosts.n; i++)
        if (e->hosts.p[i] == h)
            return;
    vec_push(a, &e->hosts, h);
}

static struct address_entry *entry_of(struct address_book *book, struct str key)
{
    bool is_new;
    struct map_entry *m = map_put(&book->exact, key, NULL, &is_new);
    if (is_new)
        m->value = arena_new(book->a, struct address_entry);
    return m->value;
}

static void add_address(struct address_book *book, const struct host *h, struct str address)
{
    struct address_network n = {.host = h};
    if (parse_network(address, &n.net))
        vec_push(book->a, &book->networks, n);
    else
        add_once(book->a, entry_of(book, key_of(book->a, address)), h);
}

void address_book_make(struct address_book *book, struct arena *a, const struct host *const *hosts, uint32_t n)
{
    *book = (struct address_book){.a = a, .exact = {.a = a}};
    for (uint32_t i = 0; i < n; i++) {
        struct value list = hosts[i]->addresses;
        for (uint32_t k = 0; list.type == VALUE_LIST && k < list.n; k++)
            if (list.as.items[k].type == VALUE_STRING)
                add_address(book, hosts[i], (struct str){list.as.items[k].as.s, list.as.items[k].n});
    }
}

/* An address that only a network holds is entered when it is first asked for. */
const struct address_entry *address_hosts(struct address_book *book, struct str address)
{
    struct value_net net;
    struct str key = key_of(book->a, address);
    struct address_entry *e = map_get(&book->exact, key);
    if (!parse_literal(address, &net) || book->networks.n == 0)
        return e;
    for (uint32_t i = 0; i < book->networks.n; i++)
        if (in_network(&net, &book->networks.p[i].net)) {
            e = e ? e : entry_of(book, key);
            add_once(book->a, e, book->networks.p[i].host);
        }
    return e;
}

bool address_is_loopback(struct str address)
{
    struct value_net net;
    static const uint8_t six[16] = {[15] = 1};
    if (!parse_literal(address, &net))
        return str_eq(address, STR("localhost"));
    return net.family == 4 ? net.bytes[0] == 127 : memcmp(net.bytes, six, sizeof six) == 0;
}

bool address_is_literal(struct str address)
{
    struct value_net net;
    return parse_literal(address, &net);
}

bool address_is_wildcard(struct str address)
{
    struct value_net net;
    static const uint8_t zero[16];
    if (address.n == 0 || str_eq(address, STR("*")))
        return true;
    return parse_literal(address, &net) && memcmp(net.bytes, zero, sizeof zero) == 0;
}

bool address_same(struct str x, struct str y)
{
    struct value_net a, b;
    bool literal = parse_literal(x, &a);
    if (literal != parse_literal(y, &b))
        return false;
    return literal ? a.family == b.family && memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0 : str_eq_nocase(x, y);
}
