/* Where a report is written to: a descriptor, buffered, that remembers when a write failed. */
#ifndef LOADLINE_REPORT_OUT_H
#define LOADLINE_REPORT_OUT_H

#include "base/arena.h"
#include "base/str.h"

/* How a report is to look; each output has its own. */
struct report_options {
    bool color;      /* only the formats for people */
    bool quiet;      /* findings and what was not analysed, nothing else; only the formats for people */
    bool statistics; /* also how often each rule fired; text and short */
};

/* The descriptor stays the caller's. After the first error nothing more is written. */
struct report_out {
    int fd;
    int error; /* errno of the first failure, or 0 */
    struct report_options options;
    struct arena scratch; /* for reporters: mark and pop around each finding */
    size_t n;
    char bytes[16384];
};

void out_open(struct report_out *o, int fd, struct report_options options);

/* Writes what is left and gives back the memory. 0, or the errno of the first failure (a full disk, a closed pipe): then the
 * output is not complete. */
int out_close(struct report_out *o);

/* Appends. Failures show in out_close. */
void out_put(struct report_out *o, struct str s);
void out_putc(struct report_out *o, char c);
/* c repeated n times. */
void out_pad(struct report_out *o, char c, uint32_t n);
void out_printf(struct report_out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Text that may come from input, escaped (diag/escape.h). */
void out_escaped(struct report_out *o, struct str s);

/* Records a failure that is not the descriptor's (ENOMEM in a library). Nothing more is written. */
void out_fail(struct report_out *o, int error);

#endif
