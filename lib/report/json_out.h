/* Building JSON with jansson, safely: any bytes may go in, and a failure is the output's. */
#ifndef LOADLINE_REPORT_JSON_OUT_H
#define LOADLINE_REPORT_JSON_OUT_H

#include "report/out.h"

#include <jansson.h>

/* A string. Invalid UTF-8 and NUL become U+FFFD, byte by byte. NULL only without memory, which the functions below record. */
json_t *js_text(struct report_out *o, struct str s);
/* The same; null for the empty string. */
json_t *js_text_or_null(struct report_out *o, struct str s);
/* A number; null for 0: lines and columns start at 1. */
json_t *js_number_or_null(uint32_t n);
/* Whether js_text keeps s as it is. */
bool js_is_exact(struct str s);

/* Members and elements, in the order of the calls. value is taken over, also on failure. */
void js_put(struct report_out *o, json_t *object, const char *key, json_t *value);
void js_push(struct report_out *o, json_t *array, json_t *value);

/* Writes value without white space, in ASCII, and gives it back. */
void js_write(struct report_out *o, json_t *value);

#endif
