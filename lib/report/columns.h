/* Columns in UTF-16 units, as Java and JavaScript count: what SARIF, GitHub and Checkstyle want. */
#ifndef LOADLINE_REPORT_COLUMNS_H
#define LOADLINE_REPORT_COLUMNS_H

#include "base/map.h"
#include "text/file.h"

/* Counts of the files asked about, so that a thousand findings on one endless line cost one reading of it. Zero-initialize with the
 * arena set, which must not be popped while this is in use. */
struct columns {
    struct arena *a;
    struct map by_file;
};

/* The column (from 1) of a byte of f, at most at its end. Invalid bytes count as one unit each. */
uint32_t columns_of(struct columns *c, struct file *f, uint32_t off);

#endif
