/* Compose files as a kind: the file with what is merged into it is one document; its services run programs. */
#ifndef LOADLINE_KINDS_DOCKER_COMPOSE_DOCKER_COMPOSE_H
#define LOADLINE_KINDS_DOCKER_COMPOSE_DOCKER_COMPOSE_H

#include "base/map.h"
#include "kinds/container.h"
#include "kinds/kind.h"

/* job->state. Lives in the job's arena. */
struct compose_state {
    struct node *top;   /* the mapping of all that is merged; NULL: there is none */
    struct str dir;     /* absolute, of the file: what relative paths start from; empty: standard input */
    struct map *env;    /* of the .env beside it: name -> struct str; NULL: there is none */
    struct map files;   /* read so far: path -> the mapping */
    bool partial;       /* one of several files given with -f: what it leaves out, another may say */
    bool others;        /* of a name of its own: names may be defined in files given with it */
    bool more_services; /* an include is missing: there may be services that are not here */
    bool no_log_growth; /* the daemon.json beside it bounds logs, or stores none on this disk */
};

/* ---- reading ---- */

/* The value of a mapping's key; NULL: it is not there, or has none. at: of map or NULL. */
struct node *compose_get(struct node *map, const char *key);
/* The same through several, "deploy.resources.limits". */
struct node *compose_path(struct node *map, struct str path);
/* The entry instead of its value. */
struct node *compose_entry(struct node *map, struct str path);

/* What docker refuses by the schema: keys that it does not know, values of another type. top: of one file. */
void compose_check_schema(struct kind_job *job, struct node *top);
/* What it refuses of the whole: names that lead nowhere, limits that disagree, values that cannot be read. */
void compose_check_whole(struct kind_job *job);

/* Puts what ${A}, $A, ${A:-b} ... stand for into the words below top. What only the environment knows makes a word unknown. */
void compose_interpolate(struct kind_job *job, struct node *top);
/* The variables of an env file: name -> struct str, in job->a. NULL: there is no such file. */
struct map *compose_env_file(struct kind_job *job, struct str path);

/* Merges what over says into base, as docker merges files: maps by key, lists by appending, the rest is replaced. The nodes of over become base's. */
void compose_merge(struct kind_job *job, struct node *base, struct node *over);
/* The mapping of a file that the compose file names (with all that stands in it, interpolated and checked); NULL, and *ret_why, when it cannot be had. */
struct node *compose_file(struct kind_job *job, struct str dir, struct str name, struct span via, const char **ret_why);

/* Gives services what `extends` brings them. */
void compose_extend(struct kind_job *job);

/* ---- values ---- */

/* "512m", "1.5gb", "1048576": bytes, units of 1024. */
bool compose_parse_size(struct str text, int64_t *ret);

/* A setting of a service as it is in force; false: there is no such setting. */
bool compose_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
/* The settings whose text docker reads as sizes, times and numbers: says what it refuses of them. */
void compose_check_values(struct kind_job *job, struct node *service);

/* ---- command lines ---- */

/* What a service runs. */
void compose_command_of(struct kind_job *job, struct node *service, struct container_command *ret);

/* ---- the kind's functions: see struct kind ---- */

int compose_claims(struct str path, struct str head);
enum document_role compose_role(struct str path, struct str head);
struct node *compose_read(struct kind_job *job);
extern const struct kind_scope compose_scopes[];
struct node *compose_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *compose_setting_type(uint32_t scope, struct str name);
struct str compose_setting_name(uint32_t scope, uint32_t i);
struct str compose_block_title(struct kind_job *job, const struct node *block);
void compose_place(struct kind_job *job, struct contributions *out);

#endif
