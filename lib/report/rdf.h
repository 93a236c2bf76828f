/* A finding as reviewdog's Diagnostic: what formats rdjson and rdjsonl are made of.
 * Names, severities and column rule (UTF-8 bytes from 1, the end exclusive): reviewdog, proto/rdf/reviewdog.proto. New references. */
#ifndef LOADLINE_REPORT_RDF_H
#define LOADLINE_REPORT_RDF_H

#include "report/json_out.h"
#include "report/report.h"

/* {"name":"loadline"}. */
json_t *rdf_source(struct report_out *o);

json_t *rdf_finding(const struct outcome *r, struct report_out *o, const struct finding *f);

/* As INFO, with the code "not-analysed". */
json_t *rdf_not_analysed(struct report_out *o, const struct outcome_not_analysed *n);

#endif
