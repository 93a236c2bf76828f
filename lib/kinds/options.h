/* Options: the settings of kinds whose configs are keys and values, perhaps in sections (php-fpm, redis.conf, my.cnf, postgresql.conf ...). A kind gives its table of
 * rows and how its values read; finding, defaults, origins, types and the nearest name are done here. */
#ifndef LOADLINE_KINDS_OPTIONS_H
#define LOADLINE_KINDS_OPTIONS_H

#include "kinds/kind.h"

enum option_type {
    OPTION_STRING,
    OPTION_BOOL,
    OPTION_INT,
    OPTION_SIZE, /* int, bytes */
    OPTION_TIME, /* duration */
    OPTION_DOUBLE,
    OPTION_WORDS, /* list of strings: all words of the entry */
};

enum option_flag {
    OPTION_REPEATS = 1, /* each occurrence counts: a list of them, each a list of strings */
};

/* One row of a kind's table; rows stand in the order of their names (bytes), those of one name together. */
struct option_row {
    struct str name;
    struct str section; /* where it may stand; empty: in any section, or the kind has none */
    struct str deflt;   /* as it would be written; empty: none, null */
    struct str unit;    /* of a number without one, where the kind has such ("ms", "8kB"): for its read() */
    uint8_t type;       /* enum option_type */
    uint8_t flags;
    version_number since, until; /* 0: always, 0: still; of rows that differ by version */
};

struct option_table {
    const struct option_row *rows;
    uint32_t n;
    struct str server; /* "PHP-FPM", for the text of defaults: "default of PHP-FPM" */
    /* A known text as the row's value; false for what the server refuses. Strings need not be handled. */
    bool (*read)(const struct option_row *row, struct str text, struct arena *a, struct value *ret);
    /* Whether two names are one: "max-connections" and "max_connections". NULL: bytes decide. */
    bool (*same)(struct str x, struct str y);
};

/* The row of a name for a section (empty: any) and the job's target; of a name that no section restricts in any. NULL: none. */
const struct option_row *option_find(const struct option_table *t, version_number target, struct str section,
                                     struct str name);

/* The name nearest to an unknown one; empty: none is near. */
struct str option_nearest(const struct option_table *t, struct str name);

/* What is in force of a row among the entries of a block (root or section): the last occurrence, else the default of the version judged for, else null.
 * Unknown, with a reason: template pieces, a condition, a fault, a missing include above it (NODE_TAINTED). Origins: ORIGIN_SET at the value's word, ORIGIN_DEFAULT at the block's header. */
struct value option_value(struct kind_job *job, const struct option_table *t, struct node *block,
                          const struct option_row *row);

/* The same by name; null when the table has no such row. For place(): the row must be there. */
struct value option_get(struct kind_job *job, const struct option_table *t, struct node *block, struct str section,
                        const char *name);

/* The entry that option_value takes it from; NULL: nothing is set. */
struct node *option_entry(const struct option_table *t, struct node *block, struct str name);

/* A block whose entries stand apart: a section that is opened twice, one that an include goes on with. It gets copies of them, and of includes that were not read, without what these hold, in the order in which the server reads them, for the functions
 * above; the tree stays as it is. header: where it opens; NULL: nowhere, defaults then stand at the start of the root's file. */
struct node *option_block(struct arena *a, struct node *root, const struct node *header);
struct node *option_block_add(struct arena *a, struct node *block, const struct node *entry);

/* The type of a row's value, for rules. */
const struct type *option_type_of(const struct option_row *row);

#endif
