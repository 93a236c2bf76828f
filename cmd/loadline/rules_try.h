/* loadline rules test and rules new. */
#ifndef LOADLINE_CMD_RULES_TRY_H
#define LOADLINE_CMD_RULES_TRY_H

#include "base/arena.h"

/* Both take their own argv (argv[0] is "test" or "new") and return the exit code: of `test` 1 when a test failed or a rule lacks one that fires or one that is silent. */
int rules_test_command(struct arena *a, int argc, char **argv);
int rules_new_command(struct arena *a, int argc, char **argv);

#endif
