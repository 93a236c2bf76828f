/* Programs that only start another: what stands before the program in the command of a unit or of a container. */
#ifndef LOADLINE_KINDS_LAUNCHER_H
#define LOADLINE_KINDS_LAUNCHER_H

#include "base/str.h"

#include <stdbool.h>

enum { LAUNCHERS_MAX = 8 }; /* looked behind, one after another */

/* Whether a program, by its name without folders, is a shell: what it runs stands in the word after -c. */
bool launcher_is_shell(struct str name);

/* NAME=value, as env and a shell take it before a program. */
bool launcher_is_assignment(struct str word);

/* Whether the text of sh -c has something in it that means anything to a shell; without, it is words. */
bool launcher_is_script(struct str text);

/* How many of the first words belong to one launcher that is no shell: "env A=1" 2, "tini --" 2, "python3 -m" 2. name is the
 * first word without folders and version. 0: the first word is the program, or a shell. */
uint32_t launcher_words(struct str name, const struct str *words, uint32_t n);

#endif
