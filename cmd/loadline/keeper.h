/* A temporary directory that is gone whatever ends the program that uses it. */
#ifndef LOADLINE_CMD_KEEPER_H
#define LOADLINE_CMD_KEEPER_H

#include "base/str.h"

#include <stdbool.h>

/* Makes a directory below $TMPDIR, else /tmp, that only this user can read, and goes on in a child process: *ret_dir is its absolute path without links, and true is returned there. The parent stays: it hands on the signals that ask to end,
 * waits, removes the directory, and ends as the child did, by the same exit status or signal; it does not return. False, without a child, when none of this could be made: errno says why. Before there are
 * threads. */
bool keeper_start(char *ret_dir, uint32_t size);

#endif
