#include "text/source.h"

#include "text/span_map.h"

enum { FIRST_CHUNK = 64 };

void source_store_init(struct source_store *s, struct mem_budget *budget)
{
    *s = (struct source_store){.n = 0};
    arena_init(&s->arena, budget);
    pthread_mutex_init(&s->lock, NULL);
}

void source_store_free(struct source_store *s)
{
    pthread_mutex_destroy(&s->lock);
    arena_free(&s->arena);
}

/* Where index i (from 0) lives: chunk k starts at FIRST_CHUNK * (2^k - 1). */
static uint32_t chunk_of(uint32_t i, uint32_t *ret_at)
{
    uint32_t k = 31 - (uint32_t)__builtin_clz(i / FIRST_CHUNK + 1);
    *ret_at = i - FIRST_CHUNK * ((1u << k) - 1);
    return k;
}

static uint32_t add(struct source_store *s, struct source source)
{
    pthread_mutex_lock(&s->lock);
    uint32_t at, k = chunk_of(s->n, &at);
    if (!s->chunks[k])
        s->chunks[k] = arena_array(&s->arena, struct source *, (size_t)FIRST_CHUNK << k);
    struct source *p = arena_new(&s->arena, struct source);
    *p = source;
    s->chunks[k][at] = p;
    uint32_t id = ++s->n;
    pthread_mutex_unlock(&s->lock);
    return id;
}

static uint32_t depth_below(struct source_store *s, struct span via)
{
    return span_is_none(via) ? 0 : source_get(s, via.src)->depth + 1;
}

uint32_t source_add(struct source_store *s, struct file *file, struct span via)
{
    return add(s, (struct source){.file = file, .via = via, .text = file->bytes, .depth = depth_below(s, via)});
}

uint32_t source_add_embedded(struct source_store *s, struct str text, const struct span_map *map, struct span via)
{
    struct file *file = source_get(s, via.src)->file;
    return add(s, (struct source){.file = file, .via = via, .text = text, .map = map, .depth = depth_below(s, via)});
}

const struct source *source_get(struct source_store *s, uint32_t id)
{
    uint32_t at, k = chunk_of(id - 1, &at);
    pthread_mutex_lock(&s->lock);
    const struct source *p = s->chunks[k][at];
    pthread_mutex_unlock(&s->lock);
    return p;
}

struct place source_place(struct source_store *s, struct span at)
{
    while (!span_is_none(at)) {
        const struct source *src = source_get(s, at.src);
        if (!src->map)
            return (struct place){src->file, at.off, at.len, src->via};
        at = span_map_resolve(src->map, at);
    }
    return (struct place){0};
}

bool source_place_exact(struct source_store *s, struct span at, struct place *ret, bool *ret_cooked)
{
    *ret_cooked = false;
    while (!span_is_none(at)) {
        const struct source *src = source_get(s, at.src);
        if (!src->map) {
            *ret = (struct place){src->file, at.off, at.len, src->via};
            return true;
        }
        *ret_cooked = true;
        if (!span_map_exact(src->map, at, &at))
            return false;
    }
    return false;
}

struct str source_text(struct source_store *s, struct span at)
{
    if (span_is_none(at))
        return (struct str){0};
    return str_slice(source_get(s, at.src)->text, at.off, span_end(at));
}
