/* memcached as a kind: a file of options as Debian's memcached.conf, or a command line. */
#ifndef LOADLINE_KINDS_MEMCACHED_MEMCACHED_H
#define LOADLINE_KINDS_MEMCACHED_MEMCACHED_H

#include "kinds/options.h"

/* How the option of the row of the same index is written beside --name. */
struct memcached_flag {
    char letter; /* '\0': none */
    bool takes_value;
    int64_t least; /* of its number; 0: none */
};

extern const struct option_table memcached_table;
extern const struct memcached_flag memcached_flags[];

/* The row of a letter, or of a long name that may be cut short where only one begins so; -1: there is none. */
int memcached_letter(char letter);
int memcached_long(struct str name);

/* The kind's functions: see struct kind. */
int memcached_claims(struct str path, struct str head);
struct node *memcached_read(struct kind_job *job);
bool memcached_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void memcached_place(struct kind_job *job, struct contributions *out);

#endif
