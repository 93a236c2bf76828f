#include "regex/set.h"

void set_add_range(struct byte_set *s, uint8_t from, uint8_t to)
{
    for (unsigned b = from; b <= to; b++)
        set_add(s, (uint8_t)b);
}

void set_join(struct byte_set *s, const struct byte_set *other)
{
    for (int i = 0; i < 4; i++)
        s->w[i] |= other->w[i];
}

void set_negate(struct byte_set *s)
{
    for (int i = 0; i < 4; i++)
        s->w[i] = ~s->w[i];
}

void set_fold(struct byte_set *s)
{
    for (uint8_t c = 'a'; c <= 'z'; c++) {
        uint8_t upper = (uint8_t)(c - 'a' + 'A');
        if (set_has(s, c))
            set_add(s, upper);
        if (set_has(s, upper))
            set_add(s, c);
    }
}

struct byte_set set_common(const struct byte_set *x, const struct byte_set *y)
{
    struct byte_set s;
    for (int i = 0; i < 4; i++)
        s.w[i] = x->w[i] & y->w[i];
    return s;
}

bool set_is_empty(const struct byte_set *s)
{
    return !(s->w[0] | s->w[1] | s->w[2] | s->w[3]);
}

uint32_t set_count(const struct byte_set *s)
{
    uint32_t n = 0;
    for (unsigned b = 0; b < 256; b++)
        n += set_has(s, (uint8_t)b);
    return n;
}

int set_example(const struct byte_set *s)
{
    static const struct {
        uint8_t from, to;
    } liked[] = {{'a', 'z'}, {'0', '9'}, {'A', 'Z'}, {'!', '~'}, {' ', ' '}, {0, 255}};
    for (unsigned i = 0; i < sizeof liked / sizeof *liked; i++)
        for (unsigned b = liked[i].from; b <= liked[i].to; b++)
            if (set_has(s, (uint8_t)b))
                return (int)b;
    return -1;
}
