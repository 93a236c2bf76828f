/* How often each rule fired. */
#ifndef LOADLINE_REPORT_TALLY_H
#define LOADLINE_REPORT_TALLY_H

#include "report/report.h"

struct tally {
    struct str rule;
    enum severity severity;
    uint32_t n;
};

/* The findings that are not suppressed, by rule and severity: the most frequent first, then by rule, then errors first. In the arena; returns how many. */
uint32_t tally_findings(struct arena *a, const struct outcome *r, struct tally **ret);

/* A line for each, when statistics are asked for: "     8 error   nginx/alias-traversal". */
void tally_print(const struct outcome *r, struct report_out *o);

#endif
