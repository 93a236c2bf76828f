/* The settings of gunicorn and their flags: settings.def. */
#ifndef LOADLINE_KINDS_GUNICORN_SETTINGS_H
#define LOADLINE_KINDS_GUNICORN_SETTINGS_H

#include "kinds/options.h"

/* How a flag takes its value. */
enum gunicorn_arg {
    ARG_NONE,   /* there is no flag */
    ARG_HOOK,   /* none, and the value is a function */
    ARG_VALUE,  /* --x=y, --x y, -xy, -x y, -x=y; the last one counts */
    ARG_APPEND, /* the same; each counts */
    ARG_TRUE,   /* none: sets True */
    ARG_FALSE,  /* none: sets False */
    ARG_MAYBE,  /* --x or --x=y */
};

/* The flags of the option row of the same index. */
struct gunicorn_flag {
    uint8_t arg;                    /* enum gunicorn_arg */
    struct str short_form, form[2]; /* "-w", "--workers"; empty: none */
};

extern const struct option_table gunicorn_table;
extern const struct gunicorn_flag gunicorn_flags[];

/* The row of a flag as it is written, of any release: a long one may be cut short where only one begins so. -1: there is none; *ret_several: because it may be one of several. */
int gunicorn_flag_find(struct str flag, bool *ret_several);

/* The row of a setting's name in any release; -1: there is none. */
int gunicorn_row(struct str name);

/* The setting that somebody may have meant by a name: in other letters, the name of its flag, or one that is written much like it. Empty: none. */
struct str gunicorn_meant(struct arena *a, struct str name);

#endif
