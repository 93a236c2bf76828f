/* gunicorn as a kind: a config in Python, or a command line with its environment. */
#ifndef LOADLINE_KINDS_GUNICORN_GUNICORN_H
#define LOADLINE_KINDS_GUNICORN_GUNICORN_H

#include "kinds/gunicorn/python.h"
#include "kinds/gunicorn/settings.h"

/* job->state. Entries of the tree are bindings of the module: entry->word is 1 + the index of its binding; 0: of a command line. */
struct gunicorn_state {
    struct py_module module; /* of a file */
    bool command;            /* the document is a command line */
    struct value hidden;     /* unknown: what may have set anything that is not set behind hidden_until; else null */
    uint32_t hidden_until;   /* offset in the document */
    struct span hidden_at;
};

/* The kind's functions: see struct kind. */
int gunicorn_claims(struct str path, struct str head);
struct node *gunicorn_read(struct kind_job *job);
bool gunicorn_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
extern const struct kind_scope gunicorn_scopes[];
struct node *gunicorn_next_block(struct kind_job *job, uint32_t scope, struct node *after);
const struct type *gunicorn_setting_type(uint32_t scope, struct str name);
struct str gunicorn_setting_name(uint32_t scope, uint32_t i);
struct str gunicorn_block_title(struct kind_job *job, const struct node *block);
void gunicorn_place(struct kind_job *job, struct contributions *out);

/* The tree of a file, and of a command line. */
struct node *gunicorn_read_file(struct kind_job *job, struct gunicorn_state *state);
struct node *gunicorn_read_command(struct kind_job *job, struct gunicorn_state *state);

/* Tells what gunicorn refuses of a value that is known; the entry is of a setting. False: it was told. */
bool gunicorn_check_value(struct kind_job *job, const struct node *entry, const struct py_value *v);

/* What a file binds a setting to, before gunicorn reads it; NULL: it does not. */
const struct py_value *gunicorn_bound(struct kind_job *job, struct str name);

/* An address of `bind`: util.parse_address. port -1: a socket of the file system, whose path is host; -2: a descriptor that somebody hands over. False: gunicorn refuses it. */
bool gunicorn_parse_address(struct str text, struct str *ret_host, int64_t *ret_port);

#endif
