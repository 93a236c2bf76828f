#include "report/prose.h"

#include "base/buf.h"
#include "diag/escape.h"

#include <inttypes.h>

struct str prose_place(struct arena *a, struct report_place at)
{
    struct str path = diag_escape(a, at.path);
    if (!at.file)
        return path;
    return str_printf(a, "%s:%" PRIu32 ":%" PRIu32, path.p, at.line, at.column);
}

/* A line below the first, unless there is nothing to say. */
static void put_line(struct buf *b, const char *head, struct str text)
{
    if (text.n > 0)
        buf_printf(b, "\n%s%s", head, diag_escape(b->a, text).p);
}

static void put_related(struct buf *b, const struct outcome *r, const struct related *rel)
{
    struct str place = prose_place(b->a, report_place_of(r, rel->at, STR("")));
    if (place.n == 0 && rel->label.n == 0)
        return;
    const char *between = place.n > 0 && rel->label.n > 0 ? ": " : "";
    buf_printf(b, "\nsee %s%s%s", place.p, between, diag_escape(b->a, rel->label).p);
}

/* Cuts at the start of a character. */
static void cut(struct buf *b, uint32_t limit)
{
    if (b->n <= limit)
        return;
    b->n = limit - 3;
    while (b->n > 0 && ((unsigned char)b->p[b->n] & 0xC0) == 0x80)
        b->n--;
    buf_put(b, STR("..."));
}

struct str prose_of(struct arena *a, const struct outcome *r, const struct finding *f, uint32_t limit)
{
    struct buf b = {.a = a};
    buf_put(&b, diag_escape(a, f->message));
    put_line(&b, "", f->label);
    for (uint32_t i = 0; i < f->related.n && b.n <= limit; i++)
        put_related(&b, r, &f->related.p[i]);
    for (uint32_t i = 0; i < f->notes.n && b.n <= limit; i++)
        put_line(&b, "note: ", f->notes.p[i]);
    put_line(&b, "help: ", f->help);
    cut(&b, limit);
    buf_putc(&b, '\0');
    return (struct str){b.p, (uint32_t)b.n - 1};
}
