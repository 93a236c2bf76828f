/* Redis and Valkey as a kind: redis.conf with what it includes, or a command line of redis-server. */
#ifndef LOADLINE_KINDS_REDIS_REDIS_H
#define LOADLINE_KINDS_REDIS_REDIS_H

#include "kinds/options.h"

/* Bounds of the option row of the same index, and the words that it may be, one blank between; both 0, or empty: none. */
struct redis_range {
    int64_t min, max;
    struct str words;
};

extern const struct option_table redis_table;
extern const struct redis_range redis_ranges[];

/* The row of a name as it is written, in any letters, old names too; -1: there is none. */
int redis_row(struct str name);

/* A size: digits and b, k, kb, m, mb, g, gb in any letters; k is 1000, kb 1024 (util.c, memtoull). */
bool redis_parse_size(struct str text, int64_t *ret);

/* What is said of one line (or option of a command line) whose words are in the tree: names that are written in another way get the row's. False: Redis refuses it. */
bool redis_check_entry(struct kind_job *job, struct node *entry);

/* The tree of a command line. */
struct node *redis_read_command(struct kind_job *job);

/* The kind's functions: see struct kind. */
int redis_claims(struct str path, struct str head);
struct node *redis_read(struct kind_job *job);
bool redis_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
extern const struct kind_scope redis_scopes[];
struct node *redis_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *redis_setting_type(uint32_t scope, struct str name);
struct str redis_setting_name(uint32_t scope, uint32_t i);
struct str redis_block_title(struct kind_job *job, const struct node *block);
void redis_place(struct kind_job *job, struct contributions *out);

#endif
