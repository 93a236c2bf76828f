/* Files that get other content: first all are written beside their places, then each is moved there. */
#ifndef LOADLINE_CMD_REWRITE_H
#define LOADLINE_CMD_REWRITE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <sys/stat.h>

/* One file. path: absolute, without links. before: what it must still hold. Texts are the caller's. */
struct rewrite {
    struct str path, before, after;
    struct str part; /* the new file, until it is moved; empty: none */
    struct stat old;
};

/* Writes after to a new file beside path, on the disk, with the mode of what stands there, its owner and group as far as that is allowed, and its extended attributes (access control lists are
 * such). Returns the empty text, or why not: it is read-only, has other names (hard links: these would keep the old content), holds something else than before, the system's reason. Then nothing is
 * left behind. Texts in the arena. */
struct str rewrite_stage(struct rewrite *w, struct arena *a);

/* Moves the new file to its place, in one step: a reader sees the old or the new content. Returns the empty text, or why not; then the old file is whole. */
struct str rewrite_commit(struct rewrite *w, struct arena *a);

/* Removes what was staged and not moved. */
void rewrite_drop(struct rewrite *w);

#endif
