/* Literal addresses as nginx reads and prints them (ngx_inet.c). Names are never resolved here. */
#ifndef LOADLINE_KINDS_NGINX_ADDRESS_H
#define LOADLINE_KINDS_NGINX_ADDRESS_H

#include "base/str.h"

struct arena;

/* "127.0.0.1" in network order. Four parts up to 255; an empty part is 0 ("1...2"). 255.255.255.255 is none: nginx takes it for a name (ngx_inet_addr). */
bool nginx_parse_inet4(struct str s, uint8_t ret[4]);

/* "::1", without brackets; the last two groups may be a dotted quad (ngx_inet6_addr). */
bool nginx_parse_inet6(struct str s, uint8_t ret[16]);

/* An IPv4 or IPv6 literal, with or without a port from 1 to 65535; with a port IPv6 stands in brackets. brackets: without a port it may too, as nginx
 * allows from 1.27.3 on (ngx_parse_addr_port). */
bool nginx_is_address(struct str s, bool brackets);

/* An IPv4 or IPv6 literal, with or without "/" and the length of its prefix (ngx_ptocidr). */
bool nginx_is_network(struct str s);

/* "127.0.0.1:80" and "[::1]:80", with the abbreviations that nginx writes (ngx_sock_ntop). */
struct str nginx_show_inet4(struct arena *a, const uint8_t addr[4], uint32_t port);
struct str nginx_show_inet6(struct arena *a, const uint8_t addr[16], uint32_t port);

#endif
