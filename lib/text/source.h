/* Sources: a file and the way it was reached. What spans count in. */
#ifndef LOADLINE_TEXT_SOURCE_H
#define LOADLINE_TEXT_SOURCE_H

#include "text/file.h"
#include "text/span.h"

struct span_map;

/* One reading of a text. The same file included twice is two sources; `via` is the include that pulled it in (none for a root).
 * An embedded document (a config within another file) has a map that leads from its cooked text to the container's bytes. */
struct source {
    struct file *file;
    struct span via;
    struct str text;            /* what is parsed: file->bytes, or the cooked text of an embedded document */
    const struct span_map *map; /* NULL unless embedded */
    uint32_t depth;             /* of includes above it */
};

/* All sources of a run; ids are handed out under a lock and stay valid as long as the store. DESIGN.md keeps sources local to a job;
 * ids that hold for the run let findings and contributions cross from jobs to the join without being rewritten. */
struct source_store {
    struct arena arena;
    struct source **chunks[64]; /* chunk k holds 64 << k pointers: a source never moves */
    uint32_t n;
    pthread_mutex_t lock;
};

void source_store_init(struct source_store *s, struct mem_budget *budget);
void source_store_free(struct source_store *s);

/* A new source of the whole file, reached through via (SPAN_NONE: a root). Returns its id (>= 1). Thread-safe. */
uint32_t source_add(struct source_store *s, struct file *file, struct span via);

/* A source for a text embedded in another one: text and map must outlive the store; via is the place that holds it. */
uint32_t source_add_embedded(struct source_store *s, struct str text, const struct span_map *map, struct span via);

/* The source of an id handed out earlier. Thread-safe. */
const struct source *source_get(struct source_store *s, uint32_t id);

/* A place in a file: what every report prints. file NULL: no place. */
struct place {
    struct file *file;
    uint32_t off, len;
    struct span via; /* the include that led there, or none */
};

/* Where a span stands on disk, embedded texts resolved to their container. */
struct place source_place(struct source_store *s, struct span at);

/* The same for a span that stands on disk byte for byte, so that it can be edited there; an empty one stands behind such a byte, or before one. False when it was made of
 * something else: an escape, a variable, several words. *ret_cooked: whether it stands in an embedded text, within the quoting of its container. */
bool source_place_exact(struct source_store *s, struct span at, struct place *ret, bool *ret_cooked);

/* The bytes under a span: of the text that was parsed. */
struct str source_text(struct source_store *s, struct span at);

#endif
