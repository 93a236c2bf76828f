/* Where something listens or sends to, as nginx takes it apart (ngx_parse_url): "80", "127.0.0.1:80", "[::1]:80", "unix:/path", "name:80/uri". */
#ifndef LOADLINE_KINDS_NGINX_URL_H
#define LOADLINE_KINDS_NGINX_URL_H

#include "base/str.h"

struct arena;

enum nginx_url_option {
    NGINX_URL_LISTEN = 1, /* a port alone, a range of ports and "*" are addresses too */
    NGINX_URL_URI = 2,    /* a path may follow; without it "/" and "?" are faults */
};

enum nginx_family {
    NGINX_FAMILY_NAME, /* what it resolves to is not known */
    NGINX_FAMILY_INET4,
    NGINX_FAMILY_INET6,
    NGINX_FAMILY_UNIX,
};

struct nginx_url {
    enum nginx_family family;
    uint8_t addr[16];   /* of a literal, network order */
    struct str host;    /* with its brackets; of a unix socket the path; empty for a port alone */
    struct str text;    /* all of it */
    struct str uri;     /* from "/" or "?" on; of a unix socket what follows the second ":" */
    uint32_t port;      /* the default when none is given */
    uint32_t last_port; /* of a range; 0: none */
    bool no_port;       /* none is given; false for a unix socket */
    bool wildcard;      /* every address of the family */

    /* When nginx_url_parse returned false. */
    const char *err;         /* nginx's words: "invalid port" */
    uint32_t err_off, err_n; /* the bytes of the text that are to blame */
};

/* Reads text; options are bits of enum nginx_url_option. Strings point into text. False with err set for what nginx refuses without asking a resolver. */
bool nginx_url_parse(struct str text, uint32_t options, uint32_t default_port, struct nginx_url *ret);

/* How nginx prints an address, "0.0.0.0:80"; of a name what stands there. port: of those that a range names. */
struct str nginx_url_show(struct arena *a, const struct nginx_url *u, uint32_t port);

#endif
