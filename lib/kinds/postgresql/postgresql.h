/* PostgreSQL as a kind: postgresql.conf with what it includes, or a command line of postgres. */
#ifndef LOADLINE_KINDS_POSTGRESQL_POSTGRESQL_H
#define LOADLINE_KINDS_POSTGRESQL_POSTGRESQL_H

#include "kinds/options.h"

/* A flag of rows beside enum option_flag: it tells how the server was built or runs, and cannot be set. */
enum { PG_READ_ONLY = 128 };

/* Bounds of the option row of the same index in the row's unit, and the words that it may be, one blank between; both 0, or empty: none. */
struct pg_range {
    double min, max;
    struct str words;
};

extern const struct option_table pg_table;
extern const struct pg_range pg_ranges[];

/* The row of a name as it is written, in any letters, old names too; -1: there is none. */
int pg_row(struct str name);

/* A number with a unit of a row, in the row's own unit: "1.5GB", "0x10", "90s" (guc.c, parse_int and parse_real). False: PostgreSQL refuses it. */
bool pg_parse_number(const struct option_row *row, struct str text, double *ret);

/* What is said of one setting whose value is in the tree; its name becomes the row's. False: PostgreSQL refuses it. */
bool pg_check_entry(struct kind_job *job, struct node *entry);

/* The tree of a command line. */
struct node *pg_read_command(struct kind_job *job);

/* The kind's functions: see struct kind. */
int pg_claims(struct str path, struct str head);
enum document_role pg_role(struct str path, struct str head);
struct node *pg_read(struct kind_job *job);
bool pg_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
extern const struct kind_scope pg_scopes[];
struct node *pg_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *pg_setting_type(uint32_t scope, struct str name);
struct str pg_setting_name(uint32_t scope, uint32_t i);
struct str pg_block_title(struct kind_job *job, const struct node *block);
void pg_place(struct kind_job *job, struct contributions *out);

#endif
