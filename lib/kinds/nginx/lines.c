#include "kinds/nginx/lines.h"

#include <string.h>

struct nginx_lines {
    struct nginx_lines *next;
    uint32_t src, n;
    uint32_t *starts;
};

/* Offset behind the next line's end from `from` on; 0 when there is none. */
static uint32_t next_line(struct str text, uint32_t from)
{
    const char *lf = from < text.n ? memchr(text.p + from, '\n', text.n - from) : NULL;
    return lf ? (uint32_t)(lf - text.p) + 1 : 0;
}

static struct nginx_lines *index_lines(struct arena *a, struct str text, uint32_t src)
{
    struct nginx_lines *l = arena_new(a, struct nginx_lines);
    uint32_t n = 1;
    for (uint32_t at = next_line(text, 0); at; at = next_line(text, at))
        n++;
    *l = (struct nginx_lines){.src = src, .n = 1, .starts = arena_array(a, uint32_t, n)};
    for (uint32_t at = next_line(text, 0); at; at = next_line(text, at))
        l->starts[l->n++] = at;
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
