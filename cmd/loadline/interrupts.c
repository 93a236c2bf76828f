#include "interrupts.h"

static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_ENDS = sizeof(ends) / sizeof(ends[0]) };

void interrupts_set(sigset_t *ret)
{
    sigemptyset(ret);
    for (int i = 0; i < N_ENDS; i++)
        sigaddset(ret, ends[i]);
}

void interrupts_hold(sigset_t *ret_before)
{
    sigset_t all;
    interrupts_set(&all);
    sigprocmask(SIG_BLOCK, &all, ret_before);
}

void interrupts_release(const sigset_t *before)
{
    sigprocmask(SIG_SETMASK, before, NULL);
}

bool interrupts_wait(void)
{
    sigset_t waiting;
    bool any = false;
    if (sigpending(&waiting) != 0)
        return false;
    for (int i = 0; i < N_ENDS; i++)
        any |= sigismember(&waiting, ends[i]) > 0;
    return any;
}
