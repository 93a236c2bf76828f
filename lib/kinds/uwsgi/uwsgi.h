/* uWSGI as a kind: the section [uwsgi] of an INI file, or `uwsgi` of one in YAML or JSON, or a command line with its variables. XML is not read. */
#ifndef LOADLINE_KINDS_UWSGI_UWSGI_H
#define LOADLINE_KINDS_UWSGI_UWSGI_H

#include "kinds/options.h"

extern const struct option_table uwsgi_table;

/* job->state. */
struct uwsgi_state {
    struct node *block; /* what is set, in the order in which uWSGI sees it, whatever form it was written in */
    bool command;       /* of a command line */
    bool reads_config;  /* the command names a config */
    bool hidden;        /* some of its options are not known */
    struct str config;  /* which one; empty: none, or not known */
};

/* The settings of a document while they are collected. */
struct uwsgi_reader {
    struct kind_job *job;
    struct node *block;
    uint32_t nested; /* if-env, for and their kin that are open */
};

/* The name under which the table has an option: "processes" for "workers". The name itself where it is no alias. */
struct str uwsgi_canonical(struct str name);

/* Digits as strtoul() and atoi() read them: what stands behind them does not count, without any it is 0. False beyond 64 bits. */
bool uwsgi_number(struct str text, int64_t *ret);

/* Adds a setting: an entry with its value as its only word, or none. Tells what is wrong with it. */
void uwsgi_take(struct uwsgi_reader *r, struct node *entry);

/* The tree of a YAML or JSON file, and r->block with what it sets. */
struct node *uwsgi_read_yaml(struct uwsgi_reader *r);
struct node *uwsgi_read_json(struct uwsgi_reader *r);

/* The tree of a command line, and r->block with what that sets; its configs stand in it as includes that are missing. */
struct node *uwsgi_read_command(struct uwsgi_reader *r, struct uwsgi_state *state);

/* The kind's functions: see struct kind. */
int uwsgi_claims(struct str path, struct str head);
struct node *uwsgi_read(struct kind_job *job);
bool uwsgi_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void uwsgi_place(struct kind_job *job, struct contributions *out);

#endif
