#include "environment.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0' && strcmp(value, "false") != 0 && strcmp(value, "0") != 0;
}

/* Any text will do for these: the standard says so of NO_COLOR. */
static bool is_there(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0';
}

static bool terminal_is_dumb(void)
{
    const char *term = getenv("TERM");
    return term && strcmp(term, "dumb") == 0;
}

bool env_in_ci(void)
{
    return is_set("CI");
}

bool env_annotates(void)
{
    return is_set("GITHUB_ACTIONS");
}

/* Their pages on logs say that they show the colours of ECMA-48. */
static bool log_has_colors(void)
{
    static const char *const services[] = {"GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "CIRCLECI", "TRAVIS", "DRONE"};
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
        if (is_set(services[i]))
            return true;
    return false;
}

bool env_colors(enum color_when when, int fd)
{
    struct stat st;
    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    if (is_there("NO_COLOR"))
        return false;
    if (is_set("CLICOLOR_FORCE"))
        return true;
    if (isatty(fd))
        return !terminal_is_dumb();
    return log_has_colors() && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

bool env_is_watched(void)
{
    return isatty(STDERR_FILENO) && !terminal_is_dumb() && !env_in_ci();
}
