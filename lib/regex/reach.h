/* What texts a pattern lets through: where it is anchored, what a group can hold, whether it matches one text only. */
#ifndef LOADLINE_REGEX_REACH_H
#define LOADLINE_REGEX_REACH_H

#include "regex/tree.h"

/* Whether every match begins at the start, or ends at the end, of the text. '$' counts as the end: a last line feed may follow. */
bool regex_anchored_at_start(const struct regex_tree *t);
bool regex_anchored_at_end(const struct regex_tree *t);

/* The bytes that a group can hold, 0 for the whole match. What is not in the set no match holds; a byte that is in it may still be excluded by a look (t->looks).
 * Empty for a group that does not exist. */
struct byte_set regex_group_bytes(const struct regex_tree *t, uint32_t group);

/* The same of what is repeated without end within the group: a run of such bytes can be as long as one likes. */
struct byte_set regex_group_run_bytes(const struct regex_tree *t, uint32_t group);

/* The only text that the pattern matches from start to end, in the arena; false when there are more, or none is known. */
bool regex_only_text(struct arena *a, const struct regex_tree *t, struct str *ret);

#endif
