/* Time zones: fixed offsets, and the system's time zone files read without touching the process's own zone. */
#ifndef LOADLINE_CEL_ZONE_H
#define LOADLINE_CEL_ZONE_H

#include "base/arena.h"
#include "base/str.h"

struct zone;

/* The zone of a name: "UTC", "+02:00", "-09:30", "02:00", or one of the IANA database ("Europe/Paris"), which is
 * read from /usr/share/zoneinfo. NULL when there is none of that name, or no such file. */
const struct zone *zone_find(struct arena *a, struct str name);

/* What a zone's clocks show more than UTC at a moment (seconds since 1970 UTC), in seconds. */
int64_t zone_offset(const struct zone *z, int64_t seconds);

/* The zone of a file's bytes (RFC 8536), or NULL when they are none. For tests; zone_find reads files. */
const struct zone *zone_parse(struct arena *a, struct str bytes);

#endif
