#include "keeper.h"
#include "interrupts.h"
#include "revision.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static bool make_directory(char *ret_dir, uint32_t size)
{
    const char *below = getenv("TMPDIR");
    char *real = realpath(below && below[0] == '/' ? below : "/tmp", NULL);
    int n = real ? snprintf(ret_dir, size, "%s/loadline-XXXXXX", real) : -1;
    free(real);
    if (n >= 0 && (uint32_t)n >= size)
        errno = ENAMETOOLONG;
    return n >= 0 && (uint32_t)n < size && mkdtemp(ret_dir);
}

/* Until the child has ended. Signals wait meanwhile: each that comes is handed on, and a terminal sends its own to both. */
static int wait_and_hand_on(pid_t child)
{
    sigset_t awaited;
    int status = 0, signal;
    interrupts_set(&awaited);
    sigaddset(&awaited, SIGCHLD);
    while (waitpid(child, &status, WNOHANG) == 0)
        if (sigwait(&awaited, &signal) == 0 && signal != SIGCHLD)
            kill(child, signal);
    return status;
}

/* Ends by the signal that the child ended by; it has dumped what there was to dump. */
static void end_by(int signal)
{
    struct rlimit none = {0};
    sigset_t only;
    setrlimit(RLIMIT_CORE, &none);
    sigemptyset(&only);
    sigaddset(&only, signal);
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(signal, &plain, NULL);
    raise(signal);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
}

bool keeper_start(char *ret_dir, uint32_t size)
{
    sigset_t before, child_ends;
    interrupts_hold(&before);
    sigemptyset(&child_ends);
    sigaddset(&child_ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_ends, NULL);
    fflush(NULL);
    bool made = make_directory(ret_dir, size);
    pid_t child = made ? fork() : -1;
    if (child <= 0) {
        int error = errno;
        if (made && child < 0)
            rmdir(ret_dir);
        interrupts_release(&before);
        errno = error;
        return child == 0;
    }
    int status = wait_and_hand_on(child);
    revision_remove(ret_dir);
    if (WIFSIGNALED(status))
        end_by(WTERMSIG(status));
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE);
}
