#include "report/columns.h"

#include "base/utf8.h"

enum { STEP = 1024 };

/* A character's offset and the units before it. */
struct stop {
    uint32_t off, units;
};

/* For every STEP bytes, the first character that starts there or later. */
struct stops {
    struct file *file;
    struct stop *p;
    uint32_t n;
};

static void walk(struct str bytes, struct stop *at, uint32_t to)
{
    while (at->off < to) {
        uint32_t len, cp = utf8_decode(str_slice(bytes, at->off, bytes.n), &len);
        at->off += len;
        at->units += cp >= 0x10000 ? 2 : 1;
    }
}

static struct stops *stops_new(struct arena *a, struct file *f)
{
    struct stops *s = arena_new(a, struct stops);
    s->file = f;
    s->p = arena_array(a, struct stop, f->bytes.n / STEP + 1);
    struct stop at = {0, 0};
    for (uint32_t i = 0; i <= f->bytes.n / STEP; i++) {
        walk(f->bytes, &at, i * STEP);
        s->p[s->n++] = at;
    }
    return s;
}

/* Units before off, from the start of the file. */
static uint32_t units_before(const struct stops *s, uint32_t off)
{
    uint32_t i = off / STEP;
    if (s->p[i].off > off)
        i--; /* a character crosses the step */
    struct stop at = s->p[i];
    walk(s->file->bytes, &at, off);
    return at.units;
}

/* By the file's address: names need not be its own. */
static struct stops *stops_of(struct columns *c, struct file *f)
{
    struct stops *s = map_get(&c->by_file, (struct str){(const char *)&f, sizeof(f)});
    if (s)
        return s;
    s = stops_new(c->a, f);
    c->by_file.a = c->a;
    map_put(&c->by_file, (struct str){(const char *)&s->file, sizeof(s->file)}, s, NULL);
    return s;
}

uint32_t columns_of(struct columns *c, struct file *f, uint32_t off)
{
    const struct stops *s = stops_of(c, f);
    uint32_t start = file_line_start(f, file_line_column(f, off).line);
    return units_before(s, off) - units_before(s, start) + 1;
}
