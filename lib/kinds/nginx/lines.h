/* Lines of sources while jobs run: a file's own line table belongs to the reports, and to one thread. */
#ifndef LOADLINE_KINDS_NGINX_LINES_H
#define LOADLINE_KINDS_NGINX_LINES_H

#include "text/source.h"

/* The starts of a source's lines. Chained by source; the list begins as NULL. */
struct nginx_lines;

/* The line of a byte of a source, from 1. The first call for a source looks at all of its text. */
uint32_t nginx_lines_find(struct nginx_lines **list, struct arena *a, struct source_store *sources, uint32_t src,
                          uint32_t off);

#endif
