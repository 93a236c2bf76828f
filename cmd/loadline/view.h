/* Commands that show what a run found and judge nothing: their options, the run, what they could not read, and where the report goes. */
#ifndef LOADLINE_CMD_VIEW_H
#define LOADLINE_CMD_VIEW_H

#include "engine/engine.h"
#include "report/json_out.h"
#include "report/out.h"
#include "run_options.h"

/* Ids above those of run_options.h. */
enum { VIEW_OPTION_FORMAT = 2000, VIEW_OPTION_OUTPUT, VIEW_OPTION_HELP };

/* clang-format off */
#define VIEW_ROWS                                                                                                     \
    RUN_ROW_FACTS, RUN_ROW_HOST, RUN_ROW_CPUS, RUN_ROW_MEMORY,                                                        \
    {VIEW_OPTION_FORMAT, 'F', "format", "FMT",  "text json", "text (default) or json"},                               \
    {VIEW_OPTION_OUTPUT, 'o', "output", "FILE", "FILE",      "where to write it; '-' is stdout"},                     \
    RUN_ROW_KIND, RUN_ROW_TARGET, RUN_ROW_PATH, RUN_ROW_NO_CONFIG,                                                    \
    {VIEW_OPTION_HELP,   'h', "help",   NULL,   NULL,        "this text"}
/* clang-format on */

/* A file whose reading found errors: what is shown of it may lack what stands there. */
struct view_fault {
    struct str path;
    uint32_t errors;
};

/* What was found. The arena is the run's. */
struct view {
    struct run *run;
    struct arena *a;
    const void *shown;             /* what the command made of it, set by gather: for its text and json */
    VEC(struct view_fault) faults; /* by file */
};

/* A command. own is what view_main was given. */
struct view_command {
    const char *name;
    const char *usage;            /* above the options in --help */
    const struct option *options; /* its own rows, and VIEW_ROWS */
    uint32_t n_options;
    /* Takes an option of its own. */
    void (*take)(void *own, struct arena *a, int id, struct str value);
    /* Makes of the view what is shown. Returns the empty text, or what was asked for and is not there. */
    struct str (*gather)(void *own, struct view *v);
    void (*text)(const struct view *v, struct report_out *o);
    void (*json)(const struct view *v, struct report_out *o);
};

/* Parses, runs, gathers and writes; returns the exit code. */
int view_main(const struct view_command *c, void *own, int argc, char **argv);

/* Adds all that tells two values apart, for keys of what is shown once. */
void view_key(struct buf *key, struct value v);

/* "nginx.conf:6", escaped; empty without a file. */
struct str view_place(struct arena *a, struct place at);

/* What the report may lack: files that were not read in full or not analysed, and the run's notes. */
void view_gaps(const struct view *v, struct report_out *o);

/* The end of a report: ` in 2 files for hosts lb-1 (...), lb-2 (...)`, of the chosen hosts those for which shows says so. */
void view_footer(const struct view *v, struct report_out *o, bool (*shows)(const struct view *v, const struct host *h));

/* The JSON report: its version, a list of n items under a key, one a line, what else the command has to say (may be NULL: nothing; members with their commas), and the same gaps. */
struct view_json {
    const char *key;
    uint32_t n;
    json_t *(*item)(const struct view *v, uint32_t i, struct report_out *o);
    void (*rest)(const struct view *v, struct report_out *o);
};
void view_json(const struct view *v, const struct view_json *parts, struct report_out *o);

#endif
