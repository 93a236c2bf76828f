/* What the environment says of where the output goes: a terminal, a pipe, the log of a CI job. */
#ifndef LOADLINE_CMD_ENVIRONMENT_H
#define LOADLINE_CMD_ENVIRONMENT_H

#include <stdbool.h>

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Whether this is a CI job: CI is set, and not to false. */
bool env_in_ci(void);

/* Whether lines of the log can annotate the change: GitHub Actions, and what copies it (Gitea, Forgejo), set GITHUB_ACTIONS=true. */
bool env_annotates(void);

/* Whether to color what goes to fd: as asked for; else by NO_COLOR (no-color.org) and CLICOLOR_FORCE (bixense.com/clicolors); else on a
 * terminal, and in the log of a CI service that is known to show colours, which is a pipe. */
bool env_colors(enum color_when when, int fd);

/* Whether a person watches standard error: a terminal that can erase a line, and no CI job. */
bool env_is_watched(void);

#endif
