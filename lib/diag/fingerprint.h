/* Names for findings that outlive changes elsewhere in the file: what baselines and code-scanning services compare by. */
#ifndef LOADLINE_DIAG_FINGERPRINT_H
#define LOADLINE_DIAG_FINGERPRINT_H

#include "diag/finding.h"
#include "text/source.h"

/* Sets the fingerprint of n findings, which stand in the order of the report (path, offset, rule). scratch is as before afterwards.
 *
 * It is the 64-bit FNV-1a of: rule id, NUL, path as shown, NUL, words. The words are the text of the line that the finding starts in, with white space at
 * both ends dropped and any other run of it (SP TAB CR) as one SP; of a line over 1024 bytes, only what the finding's span covers, at most 1024 bytes.
 * Without a span there are no words. Of findings equal in all three, the first in order keeps that hash h; number k (1, 2 ...) of the others gets the
 * FNV-1a of h as 16 hex digits, '#', k in decimal.
 *
 * So it survives lines that come, go or move, and another indentation. It changes with the rule, the path and the line's words, numbers included: another
 * number is another decision. Left out: hosts; the message and the label, which may name host facts; offset and line number; the lines after the first, so that a finding
 * on a block stays what it is when the block's content changes. */
void fingerprint_all(struct arena *scratch, struct source_store *sources, struct finding *const *findings, uint32_t n);

/* The hash h of one finding as if it stood in a file called path: equal for findings that only their number would tell apart. */
uint64_t fingerprint_under(struct arena *scratch, struct source_store *sources, const struct finding *f,
                           struct str path);

/* The words that it is made of. */
struct str fingerprint_words(struct arena *a, struct source_store *sources, const struct finding *f);

#endif
