/* Files of /proc and /sys: small, without a size of their own, below a root that tests choose. */
#ifndef LOADLINE_FACTS_SYSTEM_FILE_H
#define LOADLINE_FACTS_SYSTEM_FILE_H

#include "base/arena.h"
#include "base/str.h"

/* The bytes of root + path (path begins with '/'; root "" is this machine), at most 1 MiB of them, in the arena and followed by a NUL. False when it cannot be
 * read or is no regular file. */
bool system_file_read(struct arena *a, struct str root, struct str path, struct str *ret);

/* The first line, trimmed, as an integer; false when there is none. */
bool system_file_int(struct arena *a, struct str root, struct str path, int64_t *ret);

/* The rest of the line that begins with key ("MemTotal:"), trimmed; false without such a line. */
bool system_file_line(struct str text, struct str key, struct str *ret);

#endif
