/* git, by its command line: only what reads its own objects. Nothing that a configuration of the repository names is run: no hook, filter, diff driver, pager or monitor. */
#ifndef LOADLINE_CMD_GIT_H
#define LOADLINE_CMD_GIT_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum { GIT_ARGS = 16 };

/* How one call ended: output whole, without its last line break where it is of one line; what it said of a failure. */
struct git_answer {
    bool ran; /* false: there is no git, or it gave more than was allowed */
    int exit;
    struct str out, error;
};

/* Runs git in dir with these words, NULL behind the last of at most GIT_ARGS, and waits. Variables that would lead it to another repository (a hook has such) are not handed on. Texts in the arena; out
 * of more than most bytes is a failure. */
struct git_answer git_ask(struct arena *a, struct str dir, uint32_t most, const char *const *words);

/* A `git cat-file --batch` that is asked one object after another. */
struct git_objects {
    pid_t pid;
    FILE *to, *from;
};

bool git_objects_open(struct git_objects *g, struct arena *a, struct str dir);

/* The bytes of a blob of that size, in the arena; false when it is missing or git went away. */
bool git_objects_read(struct git_objects *g, struct arena *a, struct str id, uint32_t size, struct str *ret);

/* Ends it. */
void git_objects_close(struct git_objects *g);

#endif
