#include "base/map.h"

#include <string.h>

/* The last eight bytes, or all of a shorter key. They may overlap what was hashed before: of keys as long as each other, which the hash tells from others, that makes none the
 * same. */
static uint64_t tail_of(struct str key)
{
    uint64_t part = 0;
    uint32_t low, high;
    if (key.n >= sizeof part) {
        memcpy(&part, key.p + key.n - sizeof part, sizeof part);
    } else if (key.n >= sizeof low) {
        memcpy(&low, key.p, sizeof low);
        memcpy(&high, key.p + key.n - sizeof high, sizeof high);
        part = (uint64_t)high << 32 | low;
    } else {
        for (uint32_t at = 0; at < key.n; at++)
            part = part << 8 | (unsigned char)key.p[at];
    }
    return part;
}

static uint64_t mix(uint64_t h, uint64_t part)
{
    h = (h ^ part) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

/* Eight bytes at a time: most keys are a node's address or a name of one to three such steps. What a hash is hangs on the machine's byte order, and
 * nothing else does: entries stand in the order in which they were put. Mixed once, the last bytes ("b0001", "b0002") would reach too few of the low bits. */
static inline __attribute__((always_inline)) uint64_t hash_of(struct str key)
{
    uint64_t h = key.n, part;
    for (uint32_t at = 0; key.n - at > sizeof part; at += sizeof part) {
        memcpy(&part, key.p + at, sizeof part);
        h = mix(h, part);
    }
    return mix(mix(h, tail_of(key)), 0);
}

/* The slot of key, or the free slot where it belongs. As hash_of, a million times a run: inlined where it is called. */
static inline __attribute__((always_inline)) uint32_t slot_of(const struct map *m, struct str key, uint64_t hash)
{
    uint32_t mask = m->n_slots - 1;
    uint32_t i = (uint32_t)(hash ^ (hash >> 32)) & mask;
    for (;; i = (i + 1) & mask) {
        uint32_t e = m->slots[i];
        if (e == 0 || (m->entries[e - 1].hash == hash && str_eq(m->entries[e - 1].key, key)))
            return i;
    }
}

static const struct map_entry *find(const struct map *m, struct str key)
{
    if (m->n == 0)
        return NULL;
    uint32_t e = m->slots[slot_of(m, key, hash_of(key))];
    return e ? &m->entries[e - 1] : NULL;
}

void *map_get(const struct map *m, struct str key)
{
    const struct map_entry *e = find(m, key);
    return e ? e->value : NULL;
}

bool map_has(const struct map *m, struct str key)
{
    return find(m, key) != NULL;
}

/* Keeps at least half of the slots free, so that probing ends. */
static void grow(struct map *m)
{
    uint32_t cap = m->cap ? m->cap * 2 : 4;
    struct map_entry *entries = arena_array(m->a, struct map_entry, cap);
    if (m->n)
        memcpy(entries, m->entries, m->n * sizeof(*entries));
    m->entries = entries;
    m->cap = cap;
    m->n_slots = cap * 2;
    m->slots = arena_array(m->a, uint32_t, m->n_slots);
    for (uint32_t i = 0; i < m->n; i++)
        m->slots[slot_of(m, entries[i].key, entries[i].hash)] = i + 1;
}

struct map_entry *map_put(struct map *m, struct str key, void *value, bool *ret_new)
{
    if (m->n == m->cap)
        grow(m);
    uint64_t hash = hash_of(key);
    uint32_t slot = slot_of(m, key, hash);
    bool is_new = m->slots[slot] == 0;
    if (ret_new)
        *ret_new = is_new;
    if (is_new) {
        m->entries[m->n] = (struct map_entry){key, value, hash};
        m->slots[slot] = ++m->n;
    }
    return &m->entries[m->slots[slot] - 1];
}
