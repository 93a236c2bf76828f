/* An earlier revision of the repository, laid out as files. */
#ifndef LOADLINE_CMD_REVISION_H
#define LOADLINE_CMD_REVISION_H

#include "base/map.h"

/* What is asked for. root: absolute, the repository's; into: an empty directory, absolute. */
struct revision {
    struct arena *a;
    struct str root, into;
    struct str name;        /* as given: whatever git calls a commit, or REV... for where REV and HEAD parted */
    uint32_t max_file_size; /* of larger files there is only the size */
};

/* The repository's root around cwd, and that git sees the same one. Returns the empty text, or why not. */
struct str revision_root(struct arena *a, struct str cwd, struct str *ret_root);

/* Finds the commit and writes its files and links below into; *files gets their names, all of them, as keys. Submodules are left. A link to an absolute path within root leads into the copy. Returns the empty text, or why not. */
struct str revision_lay_out(const struct revision *r, struct map *files);

/* Removes a directory and all that is in it. */
void revision_remove(const char *dir);

#endif
