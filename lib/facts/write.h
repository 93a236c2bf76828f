/* Facts as text, in the form that facts files have. */
#ifndef LOADLINE_FACTS_WRITE_H
#define LOADLINE_FACTS_WRITE_H

#include "facts/host.h"

/* The given fields of a host as a facts file in YAML, each with a comment that tells where it was read; notes stand as comments at the top. Sizes
 * are exact. Reading the text back (facts_read_file) gives equal values, but for VALUE_ESTIMATE: what stands in a file is stated. */
struct str facts_write_yaml(struct arena *a, const struct host *h, const struct str *notes, uint32_t n_notes);

/* The same in JSON, without comments; sizes are bytes. Ends with a line end. */
struct str facts_write_json(struct arena *a, const struct host *h);

#endif
