/* Option files of MySQL and MariaDB as a kind: my.cnf with what it includes, or a file of conf.d alone. Of their groups those count that the server reads. */
#ifndef LOADLINE_KINDS_MYSQL_MYSQL_H
#define LOADLINE_KINDS_MYSQL_MYSQL_H

#include "kinds/options.h"

/* MariaDB has the numbers from 10 on, MySQL those below. */
#define MARIADB VERSION(10, 0, 0)

/* job->state */
struct mysql_state {
    struct node *server; /* all groups of the server, as one block made by option_block; never NULL */
    bool has_server;     /* there is one of these groups */
    bool missing;        /* an include was not read, or an argument is not known */
    bool is_command;     /* a command line: what it leaves out, option files may set */
    bool is_mariadb;     /* by its groups and options; else MySQL or not known */
};

extern const struct option_table mysql_options;

/* Names of options, with "_", sorted by bytes: those of both servers, plugins that ship with them too. */
extern const struct str mysql_names[];
extern const uint32_t mysql_names_n;

/* Whether the name is that of an option, or starts one, as the server lets it. "-" and "_" are one; "loose_" and the like are cut off before. */
bool mysql_knows(struct str name);

/* The nearest name of an option to one that none has; empty: none is near. */
struct str mysql_nearest(struct arena *a, struct str name);

/* The name with "_" for "-", in small letters. */
struct str mysql_plain_name(struct arena *a, struct str name);

/* What is in force of an option. */
struct value mysql_get(struct kind_job *job, const char *name);
/* Whether the files set it. */
bool mysql_sets(struct kind_job *job, const char *name);

/* Memory of the server in bytes, with derivations: what it allocates at its start, and with all connections busy. Unknown if an option it needs is. Internal temporary tables count where their size was
 * chosen. MySQL manual, "How MySQL Uses Memory"; mariadb.com, "MariaDB Memory Allocation". */
struct mysql_memory {
    struct value rest, worst;
    bool chosen; /* somebody set one of the options it hangs on */
};
struct mysql_memory mysql_memory_of(struct kind_job *job);

/* The kind's functions: see struct kind. */
int mysql_claims(struct str path, struct str head);
struct node *mysql_read(struct kind_job *job);
bool mysql_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
extern const struct kind_scope mysql_scopes[];
struct node *mysql_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *mysql_setting_type(uint32_t scope, struct str name);
struct str mysql_setting_name(uint32_t scope, uint32_t i);
struct str mysql_block_title(struct kind_job *job, const struct node *block);
void mysql_place(struct kind_job *job, struct contributions *out);

#endif
