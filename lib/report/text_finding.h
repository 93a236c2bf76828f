/* One finding of the text format: header, place, picture, remarks, and what its fix changes. */
#ifndef LOADLINE_REPORT_TEXT_FINDING_H
#define LOADLINE_REPORT_TEXT_FINDING_H

#include "report/report.h"

/* Writes f as CLI.md pictures it, to the end of its last line. */
void text_finding(const struct outcome *r, struct report_out *o, const struct finding *f);

#endif
