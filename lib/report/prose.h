/* A finding in words, for formats that have one field of text. */
#ifndef LOADLINE_REPORT_PROSE_H
#define LOADLINE_REPORT_PROSE_H

#include "report/report.h"

/* Message, label, related places, notes and help, each on a line of its own ("note: ..."), the lines ended by LF but for the last. Escaped; in the arena;
 * NUL-terminated. Longer than limit bytes (at least 3), it is cut at a character and ends in "...". */
struct str prose_of(struct arena *a, const struct outcome *r, const struct finding *f, uint32_t limit);

/* "nginx/nginx.conf:3:18", "app.service" for a file as a whole, "" for no place. Columns in bytes. Escaped; NUL-terminated. */
struct str prose_place(struct arena *a, struct report_place at);

#endif
