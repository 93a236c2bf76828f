#include "kinds/word_index.h"

#include <stddef.h>

/* FNV-1a; this and the next two are the same as in words.py. */
static uint32_t word_hash(struct str name)
{
    uint32_t value = 2166136261u;
    for (uint32_t i = 0; i < name.n; i++)
        value = (value ^ (unsigned char)name.p[i]) * 16777619u;
    return value;
}

static uint32_t mix(uint32_t value, uint32_t seed)
{
    value = (value ^ value >> 15 ^ seed * 0x9E3779B1u) * 0x85EBCA6Bu;
    return value ^ value >> 13;
}

/* 0 to n - 1, by the upper bits: a multiplication instead of a division. */
static uint32_t scale(uint32_t value, uint32_t n)
{
    return (uint32_t)((uint64_t)value * n >> 32);
}

const struct word_slot *word_index_find(const struct word_index *index, struct str name)
{
    uint32_t hash = word_hash(name);
    uint32_t seed = index->seeds[scale(mix(hash, 0), index->n_seeds)];
    const struct word_slot *slot = &index->slots[scale(mix(hash, seed), index->n_slots)];
    return str_eq((struct str){index->text + slot->name, slot->len}, name) ? slot : NULL;
}
