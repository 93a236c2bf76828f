/* Law 6: paths followed only within what was given. Roots are the directories and repositories given on the command line; maps lead from paths
 * as deployed to paths in the tree. Symbolic links are read one by one, and nothing outside a root is ever looked at. */
#ifndef LOADLINE_KINDS_WITHIN_H
#define LOADLINE_KINDS_WITHIN_H

#include "base/map.h"
#include "base/vec.h"
#include "text/file.h"

/* FROM=TO: what is deployed below from stands below to. Both absolute and normalized. */
struct path_map {
    struct str from, to;
};

/* Zero-initialize with the arena set. Filled before jobs start, then only read: shared between threads. */
struct include_rules {
    struct arena *a;
    struct map roots; /* path -> struct within_root: by the name given and by the real path */
    VEC(struct path_map) maps;
};

/* Lets paths at or below dir (absolute) be followed. A directory that doesn't exist is allowed and simply empty. */
void within_add_root(struct include_rules *rules, struct str dir);

/* Adds a map; to becomes a root. Both absolute. Of the maps that fit a path the one with the longest from wins, and of equal ones the last added. */
void within_add_map(struct include_rules *rules, struct str from, struct str to);

/* Where a deployed path stands in the tree: by the map with the longest from that it is at or below. False without such a map. path absolute and
 * normalized. */
bool within_map(const struct include_rules *rules, struct arena *a, struct str path, struct str *ret);

/* The other way round: what path is called where it is deployed (longest to). False without a map. */
bool within_deployed(const struct include_rules *rules, struct arena *a, struct str path, struct str *ret);

/* Whether a part of path is "..". */
bool within_goes_up(struct str path);

enum within_outcome {
    WITHIN_FOUND,
    WITHIN_MISSING,
    WITHIN_OUTSIDE, /* the path, or a link on its way, leads outside of all roots: what is there was not looked at */
    WITHIN_FAULT,   /* the system said no: permission, too many links */
};

/* Where a path really is. */
struct within_place {
    struct str real;       /* absolute, without links; FOUND only */
    struct str name;       /* absolute and normalized, links as they stand: what to call it and how to open it */
    bool linked;           /* a symbolic link was followed on the way */
    bool ends_in_link;     /* its last part is a link: that is there, even where the outcome is MISSING */
    enum file_fault fault; /* FAULT only */
};

/* Follows path (absolute; "." and ".." are taken as the system takes them, behind links) as the kernel does. A link with an absolute target that a map
 * covers leads to the mapped place. Whether the file may be read, or what it is, is not asked. Texts of *ret_place in the arena; name is set whatever the
 * outcome. */
enum within_outcome within_find(const struct include_rules *rules, struct arena *a, struct str path,
                                struct within_place *ret_place);

#endif
