/* Where a command's report goes: standard output, or a file that is never half a result. */
#ifndef LOADLINE_CMD_OUTPUT_FILE_H
#define LOADLINE_CMD_OUTPUT_FILE_H

#include "base/str.h"

#include <stdbool.h>

/* Calls write with a descriptor to write to; it returns 0 or an errno. to: a path, or "-" for standard output. A file is written beside its place and moved there when it is whole; a failed one
 * leaves what stood there. False: it could not be written, and standard error says why. */
bool output_write(struct str to, int (*write)(const void *ctx, int fd), const void *ctx);

#endif
