/* What URLs of applications and databases have in common. */
#ifndef LOADLINE_KINDS_URL_H
#define LOADLINE_KINDS_URL_H

#include "base/str.h"

/* The hosts of "//user:secret@a:1,b:2/path?query": "a:1,b:2". What stands behind the user, up to the next of / ? ; #. Without "//": the same of
 * all of url. Points into it. */
struct str url_hosts(struct str url);

/* Takes "host:port", "[v6]:port", ":port", "host", "::1" apart. *ret_port: what stands behind the colon, .p NULL: there is none. Returns the host,
 * without brackets; it points into one. */
struct str url_host(struct str one, struct str *ret_port);

#endif
