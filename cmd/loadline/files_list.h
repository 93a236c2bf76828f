/* What `--list-files` prints. */
#ifndef LOADLINE_CMD_FILES_LIST_H
#define LOADLINE_CMD_FILES_LIST_H

#include "engine/engine.h"

/* One line a file, sorted by path: its kind and role, or why it was left. To standard output. */
void files_list_print(struct run *run);

#endif
