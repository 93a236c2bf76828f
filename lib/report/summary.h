/* The words that end a report for people. Texts are escaped and live in the arena. */
#ifndef LOADLINE_REPORT_SUMMARY_H
#define LOADLINE_REPORT_SUMMARY_H

#include "base/buf.h"
#include "report/report.h"

/* "2 errors, 1 warning in 3 files for host web-1 (4 CPUs, 8 GiB, facts/web-1.yaml); 1 suppressed (1 expires in 9 days); 2 rules not run:
 * host.nofile unknown". Says "no findings in the analysed part of" when something was not analysed. */
struct str summary_footer(struct arena *a, const struct outcome *r);

/* Rules that could not run for the same lack: "host.nofile unknown: capacity/fds, guard/fds (2 rules, 14 times)". */
struct summary_gap {
    struct str missing; /* "host.nofile, host.swap" */
    VEC(struct str) rules;
    uint64_t count;
};

/* The report's outcomes "not run" by what was missing, in order of first appearance. Returns how many. */
uint32_t summary_gaps(struct arena *a, const struct outcome *r, struct summary_gap **ret);
struct str summary_gap_text(struct arena *a, const struct summary_gap *gap);

/* "1 error", "2 errors", "0 errors": the count and its noun. */
void summary_count(struct buf *b, uint64_t n, const char *noun);

/* Up to max of n texts, joined by ", ", then "and 7 more". */
void summary_list(struct buf *b, const struct str *texts, uint32_t n, uint32_t max);

#endif
