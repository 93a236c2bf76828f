/* The walk behind discover(): directories, links and the files in them, one entry each. For discover.c only. */
#ifndef LOADLINE_ENGINE_WALK_H
#define LOADLINE_ENGINE_WALK_H

#include "engine/discover.h"
#include "engine/ignores.h"

#include <sys/stat.h>

/* A link to a directory: searched when all else has been, unless it was searched by then under another name. */
struct walk_link {
    struct str shown, target; /* target: where it really is */
    uint32_t depth;
};

struct walk {
    const struct discover_options *o;
    const struct include_rules *rules;
    struct arena *a;      /* the result's */
    struct arena scratch; /* marked and popped along the way */
    struct map own;       /* path -> struct discover_own */
    struct map searched;  /* device and inode of directories that were, or are being, searched -> shown path */
    VEC(struct gitignore *) exclude; /* one for each of o->exclude */
    VEC(struct walk_link) links;
    VEC(struct discovered) files;
    uint32_t n_entries; /* names read, of at most max_entries */
    uint64_t work;      /* of ignore patterns, at most LIMIT_IGNORE_STEPS */
    bool around;        /* what is found is marked so, and nothing else is kept */
    uint32_t max_entries;
    bool stopped;
};

/* A file to be judged or left. */
struct walk_file {
    int dir; /* name is relative to it; AT_FDCWD */
    const char *name;
    struct str real; /* absolute */
    struct str shown;
    bool named, link;
};

void walk_start(struct walk *w, struct arena *a, const struct discover_options *o, const struct include_rules *rules);
void walk_end(struct walk *w);

/* Adds an entry; texts are copied. An entry that is neither judged nor not analysed is kept only with list_all. */
void walk_add(struct walk *w, struct discovered entry);

/* Searches the directory real (absolute, without links), shown as shown (empty: the directory of the run). Once searched, it is passed over. */
void walk_directory(struct walk *w, struct str real, struct str shown);

/* Searches the directories that links led to, and that were not searched yet, in the order of the links' names. */
void walk_links(struct walk *w);

/* Looks at one file: by name, then by content. It may turn out to be anything. */
void walk_file(struct walk *w, const struct walk_file *f);

#endif
