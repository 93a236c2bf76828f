/* Addresses as applications write them: to listen on, and to connect to. */
#ifndef LOADLINE_KINDS_APP_ADDRESS_H
#define LOADLINE_KINDS_APP_ADDRESS_H

#include "base/str.h"

/* One place. */
struct app_place {
    struct str host; /* without brackets; empty: none is named, or path is */
    int64_t port;    /* -1: none is named, and the scheme tells none */
    struct str path; /* of a unix socket; empty: none */
    bool tls;        /* by its scheme */
};

/* Takes the next place off a text: 8080, :8080, host:8080, [::1]:8080, unix:/run/x.sock, /run/x.sock, URLs (postgres://user@a:5432,b:5432/db,
 * https://api, jdbc:mysql://db/x), several hosts with commas between. Start with *at 0. False: no more, or no place can be told. Points into text. */
bool app_place_next(struct str text, uint32_t *at, struct app_place *ret);

#endif
