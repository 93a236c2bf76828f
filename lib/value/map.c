#include "value/value.h"

#include <string.h>

/* Below this many keys a walk is faster than a hash. */
enum { WALKED = 8 };

struct value_map *value_map_new(struct arena *a, uint32_t cap)
{
    struct value_map *m = arena_new(a, struct value_map);
    m->cap = cap;
    if (cap) {
        m->keys = arena_array(a, struct value, cap);
        m->values = arena_array(a, struct value, cap);
    }
    return m;
}

bool value_is_key(struct value v)
{
    return v.type == VALUE_INT || v.type == VALUE_UINT || v.type == VALUE_BOOL || v.type == VALUE_STRING;
}

/* A number as a key: sign and magnitude, exact. False for what is no whole number. */
static bool key_number(struct value k, bool *ret_minus, uint64_t *ret)
{
    double d = k.as.d;
    *ret_minus = k.type == VALUE_DOUBLE ? d < 0 : k.type == VALUE_INT && k.as.i < 0;
    if (k.type == VALUE_DOUBLE) {
        double size = *ret_minus ? -d : d;
        bool fits = size < 0x1p64; /* not NaN either */
        *ret = fits ? (uint64_t)size : 0;
        return fits && (double)*ret == size;
    }
    *ret = *ret_minus ? 0 - k.as.u : k.as.u;
    return k.type == VALUE_INT || k.type == VALUE_UINT;
}

static bool key_equal(struct value x, struct value y)
{
    bool minus_x, minus_y;
    uint64_t ux, uy;
    if (key_number(x, &minus_x, &ux))
        return key_number(y, &minus_y, &uy) && ux == uy && minus_x == minus_y;
    if (x.type != y.type)
        return false;
    if (x.type == VALUE_BOOL)
        return x.as.b == y.as.b;
    return x.type == VALUE_STRING && x.n == y.n && (x.n == 0 || memcmp(x.as.s, y.as.s, x.n) == 0);
}

/* The finalizer of splitmix64: FNV alone leaves the low bits of short keys alike. */
static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
    return h ^ (h >> 31);
}

/* Equal keys of different number types hash alike: 1, 1u and 1.0 are one key. */
static uint64_t key_hash(struct value k)
{
    bool minus;
    uint64_t u;
    if (k.type == VALUE_STRING)
        return mix(str_hash((struct str){k.as.s, k.n}));
    if (k.type == VALUE_BOOL)
        return mix(k.as.b ? 0x7472u : 0x6661u);
    return key_number(k, &minus, &u) ? mix(u) : 0;
}

static int64_t map_find(const struct value_map *m, struct value key)
{
    if (!m->slots) {
        for (uint32_t i = 0; i < m->n; i++)
            if (key_equal(m->keys[i], key))
                return i;
        return -1;
    }
    uint32_t mask = m->n_slots - 1;
    for (uint32_t s = (uint32_t)key_hash(key) & mask; m->slots[s]; s = (s + 1) & mask)
        if (key_equal(m->keys[m->slots[s] - 1], key))
            return m->slots[s] - 1;
    return -1;
}

static void slot_put(struct value_map *m, uint32_t index)
{
    uint32_t mask = m->n_slots - 1, s = (uint32_t)key_hash(m->keys[index]) & mask;
    while (m->slots[s])
        s = (s + 1) & mask;
    m->slots[s] = index + 1;
}

static void map_grow(struct arena *a, struct value_map *m)
{
    uint32_t cap = m->cap ? m->cap * 2 : 4;
    struct value *keys = arena_array(a, struct value, cap), *values = arena_array(a, struct value, cap);
    if (m->n) {
        memcpy(keys, m->keys, m->n * sizeof(*keys));
        memcpy(values, m->values, m->n * sizeof(*values));
    }
    m->keys = keys;
    m->values = values;
    m->cap = cap;
}

static void map_index(struct arena *a, struct value_map *m)
{
    m->n_slots = m->n_slots ? m->n_slots * 2 : 64;
    m->slots = arena_array(a, uint32_t, m->n_slots);
    for (uint32_t i = 0; i < m->n; i++)
        slot_put(m, i);
}

bool value_map_put(struct arena *a, struct value_map *m, struct value key, struct value v)
{
    if (map_find(m, key) >= 0)
        return false;
    if (m->n == m->cap)
        map_grow(a, m);
    m->keys[m->n] = key;
    m->values[m->n] = v;
    m->n++;
    if (m->n > WALKED && m->n * 2 > m->n_slots)
        map_index(a, m);
    else if (m->slots)
        slot_put(m, m->n - 1);
    return true;
}

const struct value *value_map_get(const struct value_map *m, struct value key)
{
    if (!value_is_key(key) && key.type != VALUE_DOUBLE)
        return NULL;
    int64_t i = map_find(m, key);
    return i < 0 ? NULL : &m->values[i];
}
