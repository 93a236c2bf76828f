/* Directories that nginx keeps files in: of *_temp_path and *_cache_path. One path, one purpose, the same levels (ngx_add_path). */
#ifndef LOADLINE_KINDS_NGINX_PATHS_H
#define LOADLINE_KINDS_NGINX_PATHS_H

#include "kinds/nginx/reader.h"

enum { NGINX_PATH_LEVELS = 3 };

struct nginx_paths {
    struct map by_name; /* struct nginx_path, see paths.c */
};

/* entry keeps files in the directory that its first word names. cache: in a cache, of which every directive is one of its own. levels: of directories, 0: no more.
 * Reports another use of the same path. False then. */
bool nginx_path_add(struct nginx_reader *r, struct node *entry, bool cache, const uint8_t levels[NGINX_PATH_LEVELS]);

#endif
