/* What literal tokens stand for. */
#ifndef LOADLINE_CEL_LITERAL_H
#define LOADLINE_CEL_LITERAL_H

#include "cel/lex.h"
#include "value/value.h"

/* What is wrong with a literal, and where in its text. what is a constant. */
struct literal_fault {
    const char *what;
    uint32_t off, len;
};

/* The value of a number, string or bytes token. minus: a '-' stood before the number, whose text does not hold it.
 * Strings without escapes point into text, others into the arena. False with *ret_fault set when the text means
 * nothing: a number too large, an unknown escape, invalid UTF-8. */
bool literal_read(struct arena *a, enum token_kind kind, struct str text, bool minus, struct value *ret,
                  struct literal_fault *ret_fault);

/* A double as string(double) and literals write it: decimal, "NaN", "Infinity" with an optional sign. All of s.
 * False on anything else and on a number too large. */
bool literal_parse_double(struct arena *a, struct str s, double *ret);

/* Decimal digits, or 0x and hexadecimal ones; all of s; up to UINT64_MAX. */
bool literal_parse_uint(struct str s, uint64_t *ret);

#endif
