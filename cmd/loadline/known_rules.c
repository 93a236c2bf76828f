#include "known_rules.h"
#include "commands.h"
#include "faults.h"

#include "base/limits.h"
#include "engine/open.h"

#include <stdio.h>
#include <unistd.h>

int known_rules(const struct str *dirs, uint32_t n_dirs, known_rules_fn *use, void *ctx)
{
    static struct run run; /* too large for a small stack */
    char cwd[LIMIT_PATH_BYTES];
    struct run_options options = {
        .jobs = 1, .max_file_size = LIMIT_FILE_BYTES, .max_memory = LIMIT_RUN_BYTES, .in_ci = true};
    options.rules.p = (struct str *)(uintptr_t)dirs; /* only read */
    options.rules.n = options.rules.cap = n_dirs;
    if (!getcwd(cwd, sizeof(cwd))) {
        fputs("loadline: cannot tell the working directory\n", stderr);
        return EXIT_INTERNAL;
    }
    int code = EXIT_USAGE;
    if (run_open_rules(&run, &options, str_from(cwd)))
        code = use(ctx, &run.known);
    else
        faults_print(&run.faults, &run.files, &run.sources);
    run_close(&run);
    return code;
}
