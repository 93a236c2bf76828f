/* Addresses of listeners and servers, so far as they can be told apart without asking the system. */
#ifndef LOADLINE_CHECKS_HAPROXY_ADDRESS_H
#define LOADLINE_CHECKS_HAPROXY_ADDRESS_H

#include "base/str.h"

/* An IP address, or a name that stands for one, with its ports. */
struct haproxy_address {
    char family; /* '4', '6', or 'n': a name */
    bool udp;
    uint8_t ip[16];    /* of '4' the first four */
    struct str name;   /* of 'n' */
    int32_t low, high; /* ports; 0: none is written */
    bool offset;       /* the port is one to be added: "+1000" */
};

/* One address as "bind" and "server" lines have it, without commas. False for what is no IP address: sockets of the file system, inherited ones. */
bool haproxy_address_parse(struct str text, struct haproxy_address *ret);

/* All addresses of the host; one that only the host itself reaches. */
bool haproxy_address_is_any(const struct haproxy_address *a);
bool haproxy_address_is_loopback(const struct haproxy_address *a);

/* Whether two are the same, ports aside. */
bool haproxy_address_same(const struct haproxy_address *a, const struct haproxy_address *b);

#endif
