/* limits.conf and limits.d/NAME.conf as a kind, as pam_limits reads them. The tree: an entry for each line, its name the domain, its words what follows. */
#ifndef LOADLINE_KINDS_LIMITS_CONF_LIMITS_CONF_H
#define LOADLINE_KINDS_LIMITS_CONF_LIMITS_CONF_H

#include "kinds/kind.h"

/* What pam_limits makes of a line. Linux-PAM 1.5, modules/pam_limits/pam_limits.c (process_limit, parse_config_file); limits_conf_test.c pins what the module did. */
enum limits_line {
    LIMITS_SET,    /* it limits something */
    LIMITS_EXEMPT, /* "user -": none of the limits hold for it */
    LIMITS_FIELDS, /* passed over: too few fields */
    LIMITS_ITEM,   /* passed over: no such item */
    LIMITS_TYPE,   /* passed over: no such type */
    LIMITS_VALUE,  /* passed over: no number */
    LIMITS_LOGINS, /* passed over: "%" goes with maxlogins alone */
};

/* One line that was read. Texts point into the source. */
struct limits_entry {
    struct str domain, type;
    struct str item;  /* in lower case */
    struct str value; /* as written */
    int64_t number;   /* of what is read of the value; INT64_MAX: unlimited */
    uint32_t n_read;  /* bytes of the value that are read: the rest is passed over */
    bool soft, hard;
};

/* Splits what an entry of the tree says. In a where item has capitals. */
enum limits_line limits_conf_line(struct arena *a, const struct node *entry, struct limits_entry *ret);

/* The kind's functions: see struct kind. */
int limits_conf_claims(struct str path, struct str head);
struct node *limits_conf_read(struct kind_job *job);
void limits_conf_place(struct kind_job *job, struct contributions *out);

#endif
