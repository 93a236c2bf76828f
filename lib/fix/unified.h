/* Two texts as a unified diff, as `patch -p1` and `git apply` take it. */
#ifndef LOADLINE_FIX_UNIFIED_H
#define LOADLINE_FIX_UNIFIED_H

#include "base/buf.h"

/* Appends the diff of one file: headers "--- a/path" and "+++ b/path" and its hunks, with three lines around each change. Nothing for equal texts. Lines end at LF; a CR is part of its line; a last line
 * without an end is told by "\ No newline at end of file". A path with bytes that would break the header is quoted as git does. The lines that stay are found with Myers' algorithm;
 * texts that differ in more than a thousand lines or so become one hunk from the first to the last difference. */
void unified_diff(struct buf *out, struct str path, struct str before, struct str after);

#endif
