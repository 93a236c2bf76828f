/* The line hashes by which GitHub follows an alert through changes (partialFingerprints.primaryLocationLineHash).
 * Definition: github/codeql-action, src/fingerprints.ts. Of the UTF-16 units from the line's start on, without spaces and tabs, CR and CRLF as LF, U+FFFF behind the last
 * and then zeros: the first 100 as digits of a number to the base 37, modulo 2^64. A line also ends at a CR alone there. */
#ifndef LOADLINE_REPORT_LINE_HASH_H
#define LOADLINE_REPORT_LINE_HASH_H

#include "base/arena.h"
#include "base/str.h"

struct line_hash {
    uint64_t hash;
    uint32_t count; /* from 1: the how manieth line with this hash */
};

/* The hashes of all lines of a text, in the arena; returns how many. Reads the text once, however long its lines are. */
uint32_t line_hashes(struct arena *a, struct str text, struct line_hash **ret);

#endif
