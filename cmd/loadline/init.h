/* loadline init: what stands below a directory, the loadline.yaml made of it, and the git hook. */
#ifndef LOADLINE_CMD_INIT_H
#define LOADLINE_CMD_INIT_H

#include "base/buf.h"
#include "base/vec.h"
#include "kinds/kind.h"

/* A config that is complete by itself. */
struct survey_config {
    const struct kind *kind;
    struct str path;
};

/* A facts file. Not used: its hosts name configs, and none of those is here. */
struct survey_facts {
    struct str path, host; /* host: the first one it names; may be empty */
    uint32_t n_hosts;
    bool used;
};

/* A deployed directory and where its files are. Not sure: several directories would do, or none was found (to is empty). */
struct survey_path {
    struct str from, to;
    bool sure;
};

/* What was found; paths are relative to the directory. Texts live in a. */
struct survey {
    struct arena *a;
    VEC(struct survey_config) configs; /* by path */
    VEC(struct survey_facts) facts;    /* by path */
    VEC(struct survey_path) paths;     /* by from */
    uint32_t n_parts;                  /* files that those configs include, and fragments that none of them does */
    bool has_configs_in_facts;         /* a host of the facts that are used lists a config found here */
};

/* Searches cwd (absolute). False with *ret_error when the search itself fails. Zero-initialize s with the arena set. */
bool survey_make(struct survey *s, struct str cwd, struct str *ret_error);

/* loadline.yaml for what was found: what is sure is set, the rest stands there as comments that become settings without their "# ". */
struct str init_text(const struct survey *s);

/* Writes .git/hooks/pre-commit, wherever git says it is. Returns the exit code. force: over a hook that is not ours. */
int init_hook(struct arena *a, bool force);

#endif
