/* Options that several commands have, and their way into a run: a row each for the commands' tables, and one place that takes them. */
#ifndef LOADLINE_CMD_RUN_OPTIONS_H
#define LOADLINE_CMD_RUN_OPTIONS_H

#include "engine/engine.h"
#include "options.h"

/* Ids above those of any command's own. */
enum {
    RUN_OPTION_FACTS = 1000,
    RUN_OPTION_HOST,
    RUN_OPTION_CPUS,
    RUN_OPTION_MEMORY,
    RUN_OPTION_KIND,
    RUN_OPTION_TARGET,
    RUN_OPTION_PATH,
    RUN_OPTION_NO_CONFIG,
};

/* clang-format off */
#define RUN_ROW_FACTS     {RUN_OPTION_FACTS,     'f', "facts",     "FILE|DIR|local", "FILE",      "hosts and their facts; repeatable"}
#define RUN_ROW_HOST      {RUN_OPTION_HOST,      0,   "host",      "NAME",           NULL,        "only this host of the facts; repeatable"}
#define RUN_ROW_CPUS      {RUN_OPTION_CPUS,      0,   "cpus",      "N",              NULL,        "CPUs of one nameless host"}
#define RUN_ROW_MEMORY    {RUN_OPTION_MEMORY,    0,   "memory",    "SIZE",           NULL,        "memory of one nameless host"}
#define RUN_ROW_KIND      {RUN_OPTION_KIND,      0,   "kind",      "KIND",           OPTION_KINDS, "take files named outright for this kind"}
#define RUN_ROW_TARGET    {RUN_OPTION_TARGET,    0,   "target",    "KIND=VERSION",   OPTION_KINDS,"as that version has it: haproxy=2.6"}
#define RUN_ROW_PATH      {RUN_OPTION_PATH,      0,   "path",      "FROM=TO",        NULL,        "a deployed path and where it is here; repeatable"}
#define RUN_ROW_NO_CONFIG {RUN_OPTION_NO_CONFIG, 0,   "no-config", NULL,             NULL,        "do not look for loadline.yaml"}
/* clang-format on */

/* Takes an option of these rows. False: the id is not one of them. *ret_error: empty, or what is wrong with the value. */
bool run_option_take(struct run_options *o, struct arena *a, int id, struct str value, struct str *ret_error);

/* The kind of that name, and a target "KIND=VERSION". They return the empty text, or what is wrong. */
struct str run_option_kind(struct arena *a, struct str name, const struct kind **ret);
struct str run_option_target(struct run_options *o, struct arena *a, struct str value);

#endif
