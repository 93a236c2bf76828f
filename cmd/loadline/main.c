/* From the words of the command line to a command. */
#include "commands.h"

#include "base/arena.h"
#include "diag/closest.h"
#include "diag/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void usage(FILE *to)
{
    fputs("usage: loadline [COMMAND] [OPTIONS] [PATH...]\n\n", to);
    for (const struct command *c = commands; c->name; c++)
        fprintf(to, "  %-11s %s\n", c->name, c->help);
    fputs("\n`loadline COMMAND --help` shows a command's options; `loadline --version` the\nversion.\n", to);
}

/* A first word that is neither a command nor a path: near to a command, it was meant as one. */
static bool misspelt(const char *word)
{
    struct closest c = closest_start(str_from(word));
    for (const struct command *known = commands; known->name; known++)
        closest_offer(&c, str_from(known->name), 0);
    if (c.best.n == 0 || strpbrk(word, "./") != NULL)
        return false;
    FILE *there = fopen(word, "r");
    if (there) {
        fclose(there);
        return false;
    }
    struct arena a;
    arena_init(&a, NULL);
    fprintf(stderr, "loadline: no command or file `%s`; a command with a similar name is `%s`\n",
            diag_quote(&a, str_from(word)).p, c.best.p);
    arena_free(&a);
    return true;
}

/* A file that is opened must not become standard output: a closed one fails when it is written, as one that is full. */
static void open_standard(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

/* What stdio still holds may not fit any more. */
static int finish(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fprintf(stderr, "loadline: cannot write to standard output: %s\n", strerror(errno));
    return EXIT_INTERNAL;
}

static int run_command(int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : "";
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0) {
        puts("loadline " LOADLINE_VERSION);
        return EXIT_CLEAN;
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0) {
        usage(stdout);
        return EXIT_CLEAN;
    }
    const struct command *command = command_find(first);
    if (command)
        return command->run(argc - 1, argv + 1);
    if (first[0] != '\0' && first[0] != '-' && misspelt(first))
        return EXIT_USAGE;
    return cmd_check(argc, argv);
}

int main(int argc, char **argv)
{
    open_standard();
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is a failed write, told by the exit code */
    signal(SIGXFSZ, SIG_IGN); /* so is a file above the limit of ulimit -f */
    return finish(run_command(argc, argv));
}
