/* For the tests and the fuzz target of this folder only. */
#ifndef LOADLINE_KINDS_APP_FIXTURE_H
#define LOADLINE_KINDS_APP_FIXTURE_H

#include "kinds/app/app.h"

static inline void map_path(struct arena *a, struct app_figure *f, enum app_type type, const char *path,
                            const char *unit)
{
    const char *fault;
    *f = (struct app_figure){
        .given = true, .type = type, .written = str_from(path), .unit = str_from(unit), .deflt = value_null()};
    tree_path_parse(a, f->written, &f->path, &fault);
}

/* An entry that maps each figure to the key of its own name below "app", and one connection below "db". */
static inline struct app_map *map_of_all(struct arena *a)
{
    struct app_map *m = arena_new(a, struct app_map);
    struct app_link link = {.name = STR("db")};
    *m = (struct app_map){.name = STR("shop"), .program = STR("shop")};
#define X(id, name, type) map_path(a, &m->figure[FIGURE_##id], type, "app." name, "");
    APP_FIGURES(X)
#undef X
#define X(id, name, type) map_path(a, &link.figure[LINK_##id], type, "db." name, "");
    APP_LINKS(X)
#undef X
    m->figure[FIGURE_TIMEOUT].unit = STR("ms");
    m->figure[FIGURE_WORKER_MEMORY].unit = STR("MiB");
    vec_push(a, &m->links, link);
    return m;
}

#endif
