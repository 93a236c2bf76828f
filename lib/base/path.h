/* Paths as text: nothing here touches the file system. '/' separates. */
#ifndef LOADLINE_BASE_PATH_H
#define LOADLINE_BASE_PATH_H

#include "base/str.h"

bool path_is_absolute(struct str path);

/* dir/name; name alone when it is absolute or dir is empty or ".". NUL-terminated, in the arena. */
struct str path_join(struct arena *a, struct str dir, struct str name);

/* Without ".", empty and "x/.." parts, by text alone; "." for nothing. A leading ".." stays. NUL-terminated. */
struct str path_normalize(struct arena *a, struct str path);

/* path, normalized, with dir in front where it is relative. NUL-terminated. */
struct str path_absolute(struct arena *a, struct str dir, struct str path);

/* path as seen from dir; both absolute and normalized. "../" where needed, "." for dir itself. */
struct str path_relative(struct arena *a, struct str path, struct str dir);

/* True when path is dir or below it; both normalized and of the same form (both absolute or both relative). */
bool path_is_below(struct str path, struct str dir);

/* The part after the last '/' and the part before it ("." without one; "/" for the root's children). */
struct str path_base(struct str path);
struct str path_dir(struct str path);
/* From the last '.' of the base name on (".conf"); empty without one or for ".name". */
struct str path_ext(struct str path);

/* Whether name contains a glob's special byte: * ? [ . */
bool path_has_glob(struct str pattern);

/* Shell glob without '/' crossing: * ? [abc] [a-z] [!x], '\' takes the next byte literally. A leading '.' must be matched
 * literally, as glob(3) does, when period is true. "**" between slashes matches any number of parts. */
bool path_match(struct str pattern, struct str path, bool period);

#endif
