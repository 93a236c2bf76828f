#include "kinds/nginx/lines.h"

struct nginx_lines {
    struct nginx_lines *next;
    uint32_t src, n;
    uint32_t *starts;
};

static struct nginx_lines *index_lines(struct arena *a, struct str text, uint32_t src)
{
    struct nginx_lines *l = arena_new(a, struct nginx_lines);
    uint32_t n = 1;
    for (uint32_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    *l = (struct nginx_lines){.src = src, .n = 1, .starts = arena_array(a, uint32_t, n)};
    for (uint32_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n')
            l->starts[l->n++] = i + 1;
    return l;
}

uint32_t nginx_lines_find(struct nginx_lines **list, struct arena *a, struct source_store *sources, uint32_t src,
                          uint32_t off)
{
    struct nginx_lines *l = *list;
    while (l && l->src != src)
        l = l->next;
    if (!l) {
        l = index_lines(a, source_get(sources, src)->text, src);
        l->next = *list;
        *list = l;
    }
    uint32_t low = 0, high = l->n;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (l->starts[mid] <= off)
            low = mid;
        else
            high = mid;
    }
    return low + 1;
}
