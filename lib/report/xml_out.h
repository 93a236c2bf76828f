/* Writing XML 1.0: text that may come from input, safely. */
#ifndef LOADLINE_REPORT_XML_OUT_H
#define LOADLINE_REPORT_XML_OUT_H

#include "report/out.h"

/* Text between tags. What diag/escape.h escapes is escaped, so that only characters remain that XML allows; LF stays. */
void xml_text(struct report_out *o, struct str s);

/* ` name="value"`; the value as above, LF escaped too. */
void xml_attribute(struct report_out *o, const char *name, struct str value);
void xml_number(struct report_out *o, const char *name, uint64_t value);

#endif
