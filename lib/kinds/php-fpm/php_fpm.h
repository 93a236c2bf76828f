/* PHP-FPM's configuration as a kind: php-fpm.conf with the files of its pools, or a file of pools alone. */
#ifndef LOADLINE_KINDS_PHP_FPM_PHP_FPM_H
#define LOADLINE_KINDS_PHP_FPM_PHP_FPM_H

#include "kinds/options.h"

/* job->state: the sections as PHP-FPM has them after reading. A section that is opened again goes on, and a file that is included starts in the section of its include. */
struct fpm_state {
    struct node *global;      /* made by option_block; never NULL */
    VEC(struct node *) pools; /* likewise, in the order they are first opened */
    bool has_global;          /* [global] is there */
    bool is_main; /* it is what PHP-FPM is started with: called php-fpm.conf, or [global] includes the pools */
    bool something_missing; /* an include was not read */
};

/* Settings of [global] and of pools. */
extern const struct option_table fpm_options;
#define FPM_GLOBAL STR("global")
#define FPM_POOL STR("pool")

/* What may be followed by a name in brackets: env, php_value ...: those of pools. */
bool fpm_is_array(struct str name);

/* The name before the brackets, and what stands within; false without brackets. */
bool fpm_array_key(struct str key, struct str *ret_name, struct str *ret_index);

/* Whether php-fpm replaces a part of the text when it starts: "${HOME}". */
bool fpm_has_variable(struct str text);

/* The value of a setting of a pool or of [global]. */
struct value fpm_get(struct kind_job *job, struct node *block, const char *name);

/* What PHP-FPM refuses of an entry where it stands; NODE_FAULTY is set then. section: FPM_GLOBAL, FPM_POOL, or empty where that is not known. */
void fpm_check_entry(struct kind_job *job, struct str section, struct node *entry);

/* What it refuses of the whole: pools that lack something, numbers that contradict each other. */
void fpm_check_pools(struct kind_job *job);

/* Whether a pool is all that the server knows of it: of a file that another one completes (zz-docker.conf of the official images) nothing is missing. */
bool fpm_pool_is_whole(struct kind_job *job, struct node *pool);

/* The kind's functions: see struct kind. */
int fpm_claims(struct str path, struct str head);
struct node *fpm_read(struct kind_job *job);
bool fpm_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
extern const struct kind_scope fpm_scopes[];
struct node *fpm_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *fpm_setting_type(uint32_t scope, struct str name);
struct str fpm_setting_name(uint32_t scope, uint32_t i);
struct str fpm_block_title(struct kind_job *job, const struct node *block);
void fpm_place(struct kind_job *job, struct contributions *out);

#endif
