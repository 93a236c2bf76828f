/* Which files of an earlier revision became which: by what they hold, as git tells renames. */
#ifndef LOADLINE_ENGINE_RENAMES_H
#define LOADLINE_ENGINE_RENAMES_H

#include "base/map.h"

/* A file that is only in one of two trees. */
struct renamed_file {
    struct str name, bytes;
};

/* Pairs files that went with files that came: equal ones first, then those of which at least half stayed, the most alike first, and of equally alike ones those whose base name stayed. What stayed is
 * counted in bytes of whole lines, wherever they stand, against the larger of the two files. Each file is in one pair at most. ret: name now -> struct str, name then; in its arena. Of
 * more than LIMIT_RENAME_PAIRS combinations only equal files are paired. */
void renames_find(const struct renamed_file *went, uint32_t n_went, const struct renamed_file *came, uint32_t n_came,
                  struct map *ret);

#endif
