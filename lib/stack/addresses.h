/* Which hosts an address means. */
#ifndef LOADLINE_STACK_ADDRESSES_H
#define LOADLINE_STACK_ADDRESSES_H

#include "base/map.h"
#include "base/vec.h"
#include "facts/host.h"

/* A network that a host's addresses name. */
struct address_network {
    struct value_net net;
    const struct host *host;
};

/* Hosts by their addresses, from the facts. */
struct address_book {
    struct arena *a;
    struct map exact; /* an address in network order, or a name in lower case -> struct address_entry */
    VEC(struct address_network) networks;
};

struct address_entry {
    VEC(const struct host *) hosts;
};

/* Reads the addresses of hosts. The book lives in the arena, and refers to the hosts. */
void address_book_make(struct address_book *book, struct arena *a, const struct host *const *hosts, uint32_t n);

/* The hosts that hold an address or name ("10.0.0.7", "::1", "db.internal"; no brackets, no port), in the order of the facts, each once; NULL for none. */
const struct address_entry *address_hosts(struct address_book *book, struct str address);

/* 127.0.0.0/8, ::1, "localhost": whoever uses it means itself. */
bool address_is_loopback(struct str address);
/* A literal, of either family. */
bool address_is_literal(struct str address);
/* "*", "0.0.0.0", "::": every address of a host; also the empty text. */
bool address_is_wildcard(struct str address);
/* Whether two texts are one address: literals by value, names whatever their case. */
bool address_same(struct str x, struct str y);

#endif
