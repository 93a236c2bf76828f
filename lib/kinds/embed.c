#include "kinds/embed.h"

void command_add(struct command_text *c, struct str word, struct span at)
{
    struct str cut = str_slice(word, 0, str_find_byte(word, '\0'));
    c->map.a = c->text.a;
    buf_put(&c->text, cut);
    if (cut.n)
        span_map_add(&c->map, cut.n, at, at.len == cut.n);
    buf_putc(&c->text, '\0');
    span_map_add(&c->map, 1, (struct span){at.src, at.off + at.len, 0}, false);
}

struct embedded *command_embed(struct kind_job *job, struct command_text *c, const struct kind *kind, struct span via)
{
    struct embedded *e = arena_new(job->a, struct embedded);
    struct span_map *map = arena_new(job->a, struct span_map);
    *map = c->map;
    *e = (struct embedded){.kind = kind, .form = EMBEDDED_COMMAND, .text = buf_str(&c->text), .map = map, .via = via};
    vec_push(job->a, &job->embedded, e);
    return e;
}

bool command_next(struct str text, uint32_t *off, struct str *ret_word)
{
    struct str rest = str_slice(text, *off, text.n);
    uint32_t end = str_find_byte(rest, '\0');
    if (end >= rest.n)
        return false;
    *ret_word = str_slice(rest, 0, end);
    *off += end + 1;
    return true;
}
