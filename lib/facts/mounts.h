/* Lines of /proc/self/mountinfo. Format: proc(5). */
#ifndef LOADLINE_FACTS_MOUNTS_H
#define LOADLINE_FACTS_MOUNTS_H

#include "base/arena.h"
#include "base/str.h"

/* "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue": device 98:0, root /mnt1, point /mnt2, type ext3, super the
 * last field. root and point are unescaped. */
struct mount_line {
    struct str device, root, point, type, super;
};

/* Takes the next well-formed line off *rest; false at the end. */
bool mount_next(struct arena *a, struct str *rest, struct mount_line *ret);

/* Whether a list with commas ("rw,cpu,cpuacct") holds the word. */
bool mount_has_option(struct str list, struct str word);

#endif
