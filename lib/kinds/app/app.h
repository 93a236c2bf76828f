/* Any application's own config, YAML or JSON, as a kind: what of it means what, loadline.yaml's `apps` says. */
#ifndef LOADLINE_KINDS_APP_APP_H
#define LOADLINE_KINDS_APP_APP_H

#include "kinds/app_map.h"
#include "kinds/kind.h"
#include "stack/stack.h"

/* One entry of `apps`, held to one file. */
struct app_reading {
    struct kind_job *job;
    const struct app_map *map;
    const struct node *top; /* the file's value; NULL: none could be read, and that is told */
};

/* The value of a figure: what the file says, else the default of loadline.yaml, else unknown; null when the entry says nothing of it. Tells what names nothing and what
 * is of another type as not analysed. Not for APP_ADDRESS. */
struct value app_figure_value(const struct app_reading *r, const struct app_figure *f);

/* One text of an APP_ADDRESS figure. */
struct app_text {
    struct str text;
    const struct origin *origin;
};

/* All texts of an APP_ADDRESS figure. */
struct app_texts {
    VEC(struct app_text) all;
    bool unknown; /* there may be others */
};

/* The same for addresses: a text, a number, or a list of them. */
void app_figure_texts(const struct app_reading *r, const struct app_figure *f, struct app_texts *ret);

/* A text that no place can be read off. It may hold a password: it is not repeated. */
void app_tell_no_place(const struct app_reading *r, const struct app_figure *f, const struct app_text *text);

/* The kind's functions: see struct kind. */
struct node *app_read(struct kind_job *job);
void app_place(struct kind_job *job, struct contributions *out);

#endif
