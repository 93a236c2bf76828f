/* The .gitignore files that hold in a directory: its own and those above it, up to the root of the repository. */
#ifndef LOADLINE_ENGINE_IGNORES_H
#define LOADLINE_ENGINE_IGNORES_H

#include "engine/gitignore.h"
#include "text/file.h"

/* One file's patterns; up: those that are asked after it. Lives in the arena it was made in. */
struct ignores {
    const struct ignores *up;
    const struct gitignore *list;
    uint32_t skip; /* bytes of an absolute path in front of what the patterns see */
};

/* A directory that is being entered. */
struct ignores_dir {
    int fd;
    struct str real;  /* absolute, without links */
    struct str shown; /* as shown; empty for the directory of the run */
    bool has_git, has_gitignore;
};

/* The root of the repository around dir (absolute, without links): the nearest directory with an entry .git; empty without one. */
struct str ignores_root(struct str dir);

/* What holds in d, given what holds above it. A repository begins anew: nothing from above, its info/exclude (where .git is a directory; that of a linked
 * worktree lies outside), its .gitignore. *ret_fault tells of a .gitignore that can't be read or is too large; FILE_OK for one that is a link: git leaves it
 * unread too. */
const struct ignores *ignores_enter(struct arena *a, const struct ignores *up, const struct ignores_dir *d,
                                    enum file_fault *ret_fault);

/* What holds above dir (absolute, without links): of the directories from top, at or above it, down to its parent. base is the directory that names are
 * shown relative to. */
const struct ignores *ignores_above(struct arena *a, struct str top, struct str dir, struct str base);

/* The pattern that ignores path (absolute, below the directory), with *ret_file saying where it stands; NULL when it is not ignored. Steps are
 * added to *work. */
const struct gitignore_pattern *ignores_match(const struct ignores *in, struct str path, bool is_dir, uint64_t *work,
                                              struct str *ret_file);

#endif
