/* URLs of databases, as far as they name hosts: JDBC's, and those of variables like DATABASE_URL. */
#ifndef LOADLINE_KINDS_DATABASE_URL_H
#define LOADLINE_KINDS_DATABASE_URL_H

#include "base/str.h"

#include <stdbool.h>

struct database_place {
    struct str host;
    int64_t port; /* that of the driver, where none is written; 0: not known */
};

/* The port that servers of a driver listen on by default, by its name: "postgresql", "mysql2", "rediss"; 0: not known. */
int64_t database_port(struct str driver);

/* Takes the next place off a URL's list of them: "jdbc:mariadb://10.0.0.1:6033,10.0.0.2/app", "postgres://user:secret@10.0.0.1/app"; start with *at 0. False: no more, or it is no URL
 * that names hosts. */
bool database_url_next(struct str url, uint32_t *at, struct database_place *ret);

/* The value of a parameter behind the first "?" of a URL, as it stands there; false: it has none of that name. */
bool database_url_parameter(struct str url, const char *name, struct str *ret);

#endif
