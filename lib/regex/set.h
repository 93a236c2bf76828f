/* Sets of bytes: what one place of a pattern can match. */
#ifndef LOADLINE_REGEX_SET_H
#define LOADLINE_REGEX_SET_H

#include <stdbool.h>
#include <stdint.h>

struct byte_set {
    uint64_t w[4];
};

static inline bool set_has(const struct byte_set *s, uint8_t b)
{
    return s->w[b >> 6] >> (b & 63) & 1;
}

static inline void set_add(struct byte_set *s, uint8_t b)
{
    s->w[b >> 6] |= (uint64_t)1 << (b & 63);
}

void set_add_range(struct byte_set *s, uint8_t from, uint8_t to);
void set_join(struct byte_set *s, const struct byte_set *other);
void set_negate(struct byte_set *s);
/* ASCII letters get their other case too. */
void set_fold(struct byte_set *s);
struct byte_set set_common(const struct byte_set *x, const struct byte_set *y);
bool set_is_empty(const struct byte_set *s);
uint32_t set_count(const struct byte_set *s);

/* A byte of the set as a person would write an example: a letter or digit if there is one, else one that prints, else any. -1: the set is empty. */
int set_example(const struct byte_set *s);

#endif
