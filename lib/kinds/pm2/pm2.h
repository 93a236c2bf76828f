/* PM2's process files as a kind: ecosystem.config.js as far as it is literals, and the same in JSON and YAML. */
#ifndef LOADLINE_KINDS_PM2_PM2_H
#define LOADLINE_KINDS_PM2_PM2_H

#include "kinds/options.h"

/* job->state. Lives in the job's arena. */
struct pm2_state {
    VEC(struct node *) apps; /* maps, in the order of the text; their name_at is the '{' or, in YAML, the first key */
    bool yaml;
};

extern const struct option_table pm2_table;

/* A word of node's arguments, or of NODE_OPTIONS, and its place. */
struct pm2_flag {
    struct str text;
    struct span at;
};

/* The last flag of a name, "max-old-space-size", in what an app gives to node; - and _ are one to V8. False: there is none. */
bool pm2_node_flag(struct kind_job *job, struct node *app, struct str name, struct pm2_flag *ret);

/* The value of a name in an app's env or env_<profile> blocks: the i-th block that has it; NULL: no more. */
const struct node *pm2_env(struct node *app, struct str name, uint32_t i);

/* The kind's functions: see struct kind. */
int pm2_claims(struct str path, struct str head);
struct node *pm2_read(struct kind_job *job);
bool pm2_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void pm2_place(struct kind_job *job, struct contributions *out);

#endif
