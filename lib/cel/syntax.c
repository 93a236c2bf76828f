#include "cel/syntax.h"

#include "text/span_map.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct {
    struct str function, written;
} operators[] = {
#define X(name, function, written) [name] = {STR_INIT(function), STR_INIT(written)},
#include "cel/ops.def"
#undef X
};
/* clang-format on */

struct str op_function(enum cel_op op)
{
    return operators[op].function;
}

struct str op_written(enum cel_op op)
{
    return operators[op].written;
}

struct node *syntax_node(struct arena *a, enum node_kind kind, uint32_t off, uint32_t len, struct node *const *kids,
                         uint32_t n)
{
    struct node *node = arena_new(a, struct node);
    node->kind = (uint8_t)kind;
    node->off = off;
    node->len = len;
    node->n_kids = n;
    node->kids = n ? arena_array(a, struct node *, n) : NULL;
    uint16_t highest = 0;
    for (uint32_t i = 0; i < n; i++) {
        node->kids[i] = kids[i];
        if (kids[i] && kids[i]->height > highest)
            highest = kids[i]->height;
    }
    node->height = (uint16_t)(highest + 1);
    return node;
}

struct span source_span(const struct cel_source *s, uint32_t off, uint32_t len)
{
    if (s->map)
        return span_map_resolve(s->map, (struct span){0, s->skip + off, len});
    return span_is_none(s->at) ? SPAN_NONE : (struct span){s->at.src, s->at.off + off, len};
}

struct span unit_span(const struct cel_unit *u, uint32_t off, uint32_t len)
{
    return source_span(u->source, off, len);
}

void unit_fault(struct cel_unit *u, uint32_t off, uint32_t len, struct str help, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    struct cel_fault f = {unit_span(u, off, len), off, len, str_dup(u->a, str_from(text)), help};
    vec_push(u->a, &u->faults->list, f);
}
