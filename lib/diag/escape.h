/* Text from input made fit for messages, logs and terminals. */
#ifndef LOADLINE_DIAG_ESCAPE_H
#define LOADLINE_DIAG_ESCAPE_H

#include "base/buf.h"

/* Appends the first character of s (not empty) to b and returns how many bytes of s it was. Control bytes and invalid UTF-8 become \n, \t, \r or \xNN,
 * characters that are not seen or change the direction of what follows \u{N}. Of "##[" the first byte is escaped:
 * GitHub's runner takes "##[word]" anywhere in a log line for a command (actions/runner, ActionCommand.cs). */
uint32_t diag_escape_char(struct buf *b, struct str s);

/* Text made fit for a message, character by character as above, cut to 80 bytes with "..." behind. NUL-terminated. */
struct str diag_quote(struct arena *a, struct str s);
/* The same without the cut. What is escaped already stays as it is. */
struct str diag_escape(struct arena *a, struct str s);

#endif
