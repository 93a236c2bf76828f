/* uWSGI as a kind: the [uwsgi] section of an INI file. Its YAML, JSON and XML are not read. */
#ifndef LOADLINE_KINDS_UWSGI_UWSGI_H
#define LOADLINE_KINDS_UWSGI_UWSGI_H

#include "kinds/options.h"

extern const struct option_table uwsgi_table;

/* The name under which the table has an option: "processes" for "workers". The name itself where it is no alias. */
struct str uwsgi_canonical(struct str name);

/* Digits as strtoul() and atoi() read them: what stands behind them does not count, without any it is 0. False beyond 64 bits. */
bool uwsgi_number(struct str text, int64_t *ret);

/* The kind's functions: see struct kind. job->state is the block with the entries of all [uwsgi] sections. */
int uwsgi_claims(struct str path, struct str head);
struct node *uwsgi_read(struct kind_job *job);
bool uwsgi_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void uwsgi_place(struct kind_job *job, struct contributions *out);

#endif
