/* Where a command's report goes: standard output, or a file that is never half a result. */
#ifndef LOADLINE_CMD_OUTPUT_FILE_H
#define LOADLINE_CMD_OUTPUT_FILE_H

#include "base/str.h"

#include <stdbool.h>

/* Calls write with a descriptor to write to; it returns 0 or an errno. to: a path, or "-" for standard output.
 * A file is written beside its place, flushed to the disk and moved there when it is whole, with the mode and owner of what stood there;
 * a failure leaves that as it was. Through a link, what it points to is written. What is no regular file (a terminal, a FIFO) is written where it is.
 * An interrupt waits until the file is whole. False: it could not be written, and standard error says why. */
bool output_write(struct str to, int (*write)(const void *ctx, int fd), const void *ctx);

/* The same, of a text as it is. */
bool output_write_text(struct str to, struct str text);

/* Brings what was written to fd to the disk: 0, or an errno. What can't be flushed (a terminal) is none. */
int output_flush(int fd);

/* Whether two outputs would end up in one place: the same file by whatever name, or standard output twice. */
bool output_same(struct str x, struct str y);

#endif
