/* The keys of loadline.yaml. Only for project.c. */
#ifndef LOADLINE_ENGINE_PROJECT_KEYS_H
#define LOADLINE_ENGINE_PROJECT_KEYS_H

#include "engine/project.h"

/* One file while it is read. */
struct project_reading {
    struct project *p;
    struct str dir;    /* absolute directory of the file: where its paths start from */
    struct str source; /* the file as shown */
};

/* Reads all keys of a file's mapping into p, but for `require` and `extends`, which project.c has dealt with. */
void project_keys_read(struct reading *r, const struct project_reading *into, const struct node *top);

/* apps: its entries, into in->p->apps. */
void project_apps_read(struct reading *r, const struct project_reading *in, const struct node *entry);

/* The absolute place of a path of loadline.yaml, by text alone. False with a fault at word when it leads out of the root. */
bool project_inside(struct reading *r, const struct project_reading *in, const struct node *word, struct str *ret);

#endif
