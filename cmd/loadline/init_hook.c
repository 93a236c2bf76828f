#include "init.h"

#include "commands.h"
#include "output_file.h"

#include "base/path.h"
#include "diag/escape.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* By its second line a hook is known as ours. */
#define MARK "# loadline's git hook"

/* In a tree that holds just what the index holds, so that the names in the report are those of the repository. Where the working tree agrees with the index, it is
 * that tree, and nothing is copied. GIT_INDEX_FILE may name the index of a partial commit: git follows it. */
static const char hook[] =
    "#!/bin/sh\n" MARK ", written by `loadline init --hook`. It judges the staged configs as they are\n"
    "# staged, within the project around them, and stops the commit for what `fail-on` of\n"
    "# loadline.yaml names (else errors). When tracked files differ from what is staged, a\n"
    "# copy of the index is judged; else the working tree. `git commit --no-verify` passes by.\n"
    "set -eu\n"
    "command -v loadline >/dev/null || {\n"
    "    echo 'pre-commit: loadline is not on PATH, and what is staged cannot be judged' >&2\n"
    "    exit 1\n"
    "}\n"
    "git diff --cached --ignore-submodules --quiet --diff-filter=d && exit 0 # nothing but removals\n"
    "staged=$(mktemp -d)\n"
    "trap 'rm -rf \"$staged\"' EXIT\n"
    "trap 'exit 130' INT\n"
    "trap 'exit 143' HUP TERM\n"
    "git diff --cached --ignore-submodules --name-only --diff-filter=d -z >\"$staged/names\"\n"
    "if ! git diff --ignore-submodules --quiet; then\n"
    "    mkdir -p \"$staged/tree/.git\" # where the project ends\n"
    "    git checkout-index --all --prefix=\"$staged/tree/\"\n"
    "    cd \"$staged/tree\"\n"
    "fi\n"
    "xargs -0 loadline check --hook -- <\"$staged/names\" || exit 1\n";

static int fault(struct str message)
{
    fprintf(stderr, "loadline init: %.*s\n", STR_ARG(message));
    return EXIT_USAGE;
}

/* The line that a command of git prints; empty when it fails. git tells why on standard error. */
static struct str ask_git(struct arena *a, const char *command)
{
    char line[4096];
    FILE *out = popen(command, "r");
    if (!out)
        return (struct str){0};
    size_t n = fread(line, 1, sizeof(line), out);
    bool failed = pclose(out) != 0 || n == sizeof(line);
    struct str text = {line, failed ? 0 : (uint32_t)n};
    return str_dup(a, str_slice(text, 0, str_ends(text, STR("\n")) ? text.n - 1 : text.n));
}

static bool is_ours(const char *path)
{
    char head[256] = "";
    FILE *f = fopen(path, "r");
    if (!f)
        return false;
    size_t n = fread(head, 1, sizeof(head) - 1, f);
    fclose(f);
    return str_find((struct str){head, (uint32_t)n}, STR(MARK)) < n;
}

static int make_runnable(struct arena *a, struct str path)
{
    mode_t mask = umask(0);
    umask(mask);
    if (chmod(path.p, 0777 & ~mask) == 0)
        return EXIT_CLEAN;
    fault(str_printf(a, "%s: %s", diag_escape(a, path).p, strerror(errno)));
    return EXIT_INTERNAL;
}

/* Relative names of git's start from the top of the working tree, and so do hooks. */
int init_hook(struct arena *a, bool force)
{
    struct str top = ask_git(a, "git rev-parse --show-toplevel");
    if (top.n == 0 || chdir(top.p) != 0)
        return fault(STR("no working tree of git is here"));
    struct str path = ask_git(a, "git rev-parse --git-path hooks/pre-commit");
    struct stat st;
    if (path.n == 0)
        return fault(STR("git does not tell where its hooks are"));
    const char *shown = diag_escape(a, path).p;
    if (lstat(path.p, &st) == 0 && !force && !is_ours(path.p))
        return fault(
            str_printf(a,
                       "%s is there already; --force writes over it, or let it call\n"
                       "  git diff --cached --name-only --diff-filter=d -z | xargs -0 loadline check --hook --",
                       shown));
    struct str dir = str_dup(a, path_dir(path));
    if (mkdir(dir.p, 0777) != 0 && errno != EEXIST)
        return fault(str_printf(a, "%s: %s", diag_escape(a, dir).p, strerror(errno)));
    if (!output_write_text(path, STR(hook)) || make_runnable(a, path) != EXIT_CLEAN)
        return EXIT_INTERNAL;
    printf("wrote %s: it judges the staged configs before each commit\n", shown);
    return EXIT_CLEAN;
}
