#include "facts/cpu_set.h"

#include "base/num.h"

/* "3" or "0-3". Strided ranges ("0-30:10/20") stand only in kernel parameters, never in what the kernel prints. */
static bool add_range(struct cpu_set *set, struct str range)
{
    struct str last = range, first = str_cut(&last, '-');
    int64_t from, to;
    if (!num_parse_int(first, &from))
        return false;
    to = from;
    if (first.n < range.n && !num_parse_int(last, &to))
        return false;
    if (from < 0 || to < from || to >= CPU_SET_BITS)
        return false;
    for (int64_t cpu = from; cpu <= to; cpu++)
        set->words[cpu / 64] |= (uint64_t)1 << (cpu % 64);
    return true;
}

bool cpu_set_parse(struct str list, struct cpu_set *ret)
{
    struct cpu_set set = {{0}};
    list = str_trim(list);
    if (list.n == 0)
        return false;
    while (list.n > 0)
        if (!add_range(&set, str_cut(&list, ',')))
            return false;
    *ret = set;
    return true;
}

void cpu_set_intersect(struct cpu_set *x, const struct cpu_set *y)
{
    for (uint32_t i = 0; i < CPU_SET_BITS / 64; i++)
        x->words[i] &= y->words[i];
}

uint32_t cpu_set_count(const struct cpu_set *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < CPU_SET_BITS / 64; i++)
        n += (uint32_t)__builtin_popcountll(x->words[i]);
    return n;
}
