/* Signals that ask a program to end, kept waiting while files are half made. */
#ifndef LOADLINE_CMD_INTERRUPTS_H
#define LOADLINE_CMD_INTERRUPTS_H

#include <signal.h>
#include <stdbool.h>

/* SIGINT, SIGTERM and SIGHUP. */
void interrupts_set(sigset_t *ret);

/* They wait from now on; what was held before goes to *ret_before, for interrupts_release. */
void interrupts_hold(sigset_t *ret_before);

/* Lets come what has waited. */
void interrupts_release(const sigset_t *before);

/* Whether one of them waits. */
bool interrupts_wait(void);

#endif
