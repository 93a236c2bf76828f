#include "engine/fixes.h"

#include "base/buf.h"
#include "base/map.h"
#include "kinds/insert.h"
#include "text/marks.h"

#include <string.h>

/* What means the same in every quoting of a command line: no blank, quote, backslash, variable or specifier. */
static bool is_plain(struct str text)
{
    for (uint32_t i = 0; i < text.n; i++)
        if (!ch_is_alpha(text.p[i]) && !ch_is_digit(text.p[i]) && memchr("_.,/:=@+-", text.p[i], 9) == NULL)
            return false;
    return true;
}

/* What a template puts there is written elsewhere. */
static bool holds_mark(const struct file *file, struct str removed)
{
    bool env = file->marks & MARKS_ENV;
    return str_find(removed, STR("{{")) < removed.n || str_find(removed, STR("{%")) < removed.n ||
           str_find(removed, STR("<%")) < removed.n || (env && str_find_byte(removed, '$') < removed.n);
}

/* In the quotes that stand there: without them "8" would be a number to YAML. */
static struct str quoted_as(struct arena *a, struct str there, struct str text)
{
    char q = str_byte(there, 0);
    bool quoted = there.n > 1 && (q == '"' || q == '\'') && there.p[there.n - 1] == q;
    return quoted && text.n > 0 && is_plain(text) ? str_printf(a, "%c%.*s%c", q, STR_ARG(text), q) : text;
}

static struct str with_line_ends_of(struct arena *a, const struct file *file, struct str text)
{
    uint32_t first = str_find_byte(file->bytes, '\n');
    struct buf b = {.a = a};
    if (first == 0 || str_byte(file->bytes, first - 1) != '\r' || str_find_byte(text, '\n') == text.n ||
        str_find_byte(text, '\r') < text.n)
        return text;
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n')
            buf_putc(&b, '\r');
        buf_putc(&b, text.p[i]);
    }
    return buf_str(&b);
}

/* ---- what edits are about ---- */

struct place_key {
    uint32_t src, off;
};

/* Fixes being settled. */
struct settling {
    struct run *run;
    struct arena *a;      /* gone when all are settled */
    struct map documents; /* source -> struct document */
    struct map blocks;    /* struct place_key of a header -> its struct node; NULL until it is found */
    struct map marks;     /* source -> struct marks */
};

static struct str key_of(struct arena *a, const void *bytes, uint32_t n)
{
    char *copy = arena_alloc(a, n, 1);
    memcpy(copy, bytes, n);
    return (struct str){copy, n};
}

static void list_documents(struct settling *s)
{
    for (uint32_t i = 0; i < s->run->documents.n; i++) {
        struct document *d = s->run->documents.p[i];
        if (!d->included)
            map_put(&s->documents, (struct str){(const char *)&d->job.source, sizeof d->job.source}, d, NULL);
    }
}

/* The document that a source is part of: of its own, or by the includes that led to it. NULL: none (facts, loadline.yaml). */
static struct document *document_of(const struct settling *s, uint32_t src)
{
    while (src) {
        struct document *d = map_get(&s->documents, (struct str){(const char *)&src, sizeof src});
        if (d)
            return d;
        src = source_get(&s->run->sources, src)->via.src;
    }
    return NULL;
}

/* A file as a whole: its start, or all of it. */
static bool is_root(const struct document *d, struct span at)
{
    return at.off == 0 &&
           (at.len == 0 || (d->job.root && at.src == d->job.root->at.src && at.len == d->job.root->at.len));
}

/* What a node that begins at a header stands for: a mapping in braces for itself (others begin with their first key), a word for its line. NULL: nothing. */
static struct node *block_of(const struct settling *s, struct node *n)
{
    if (n->kind == NODE_WORD)
        return n->parent->kind == NODE_ENTRY ? n->parent : NULL;
    bool in_braces = n->kind == NODE_MAP && str_byte(source_text(&s->run->sources, n->at), 0) == '{';
    return in_braces || n->kind == NODE_ENTRY ? n : NULL;
}

static void find_at(struct settling *s, struct span at, struct node *n)
{
    struct place_key key = {at.src, at.off};
    if (!map_has(&s->blocks, (struct str){(const char *)&key, sizeof key}))
        return;
    struct map_entry *e = map_put(&s->blocks, (struct str){(const char *)&key, sizeof key}, NULL, NULL);
    e->value = e->value ? e->value : block_of(s, n);
}

/* Notes which headers edits ask for; false: none does. */
static bool want_blocks(struct settling *s)
{
    for (uint32_t i = 0; i < s->run->outcome.findings.n; i++) {
        const struct finding *f = s->run->outcome.findings.p[i];
        for (uint32_t k = 0; k < f->fixes.n; k++)
            for (uint32_t e = 0; e < f->fixes.p[k].edits.n; e++) {
                const struct edit *edit = &f->fixes.p[k].edits.p[e];
                struct place_key key = {edit->at.src, edit->at.off};
                if (edit->setting.n > 0)
                    map_put(&s->blocks, key_of(s->a, &key, sizeof key), NULL, NULL);
            }
    }
    return s->blocks.n > 0;
}

/* One walk over each tree that a header stands in. */
static void find_blocks(struct settling *s)
{
    struct map walked = {.a = s->a};
    uint32_t n_wanted = want_blocks(s) ? s->blocks.n : 0;
    for (uint32_t i = 0; i < n_wanted; i++) {
        bool fresh;
        struct place_key key;
        memcpy(&key, s->blocks.entries[i].key.p, sizeof key);
        struct document *d = document_of(s, key.src);
        if (!d || !d->job.root)
            continue;
        map_put(&walked, (struct str){(const char *)&d->job.source, sizeof d->job.source}, NULL, &fresh);
        for (struct node *n = fresh ? d->job.root : NULL; n; n = node_walk(d->job.root, n)) {
            find_at(s, n->name_at, n);
            find_at(s, n->at, n);
        }
    }
}

static struct node *block_at(struct settling *s, const struct document *d, struct span at)
{
    struct place_key key = {at.src, at.off};
    return is_root(d, at) ? d->job.root : map_get(&s->blocks, (struct str){(const char *)&key, sizeof key});
}

/* ---- in its file ---- */

/* What a template puts there or leaves out by a condition hangs on more than this text. */
static bool is_conditional(struct settling *s, const struct document *d, uint32_t src, uint32_t off)
{
    struct str key = key_of(s->a, &src, sizeof src);
    struct marks *m = map_get(&s->marks, key);
    if (!m) {
        m = arena_new(s->a, struct marks);
        *m = marks_find(s->a, source_get(&s->run->sources, src)->text, kind_mark_syntax(&d->job, src));
        map_put(&s->marks, key, m, NULL);
    }
    return marks_at(m, off) || marks_is_conditional(m, off);
}

/* As the kind writes it, and where. False: it can't be. */
static bool write_out(struct settling *s, const struct document *d, struct edit *e)
{
    struct kind_job job = d->job;
    struct str text;
    job.a = &s->run->arena;
    if (!kind_spell(&s->run->arena, d->kind, e->form, e->text, &text))
        return false;
    if (e->setting.n == 0) {
        e->text = text;
    } else {
        struct node *block = block_at(s, d, e->at);
        if (!block || !kind_insert(&job, block, e->setting, text, e))
            return false;
    }
    e->setting = (struct str){0};
    e->form = EDIT_TEXT;
    return true;
}

/* Whether the value that is to be replaced stands there as it is: not under a name that leads to it (an env_file), nor by a variable. */
static bool is_there(struct str there, struct str was)
{
    char q = str_byte(there, 0);
    bool quoted = there.n > 1 && (q == '"' || q == '\'') && there.p[there.n - 1] == q;
    bool same = str_eq(there, was) || (quoted && str_eq(str_slice(there, 1, there.n - 1), was));
    return was.n == 0 || (same && str_find_byte(there, '$') == there.n);
}

/* False: it cannot be made. */
static bool settle(struct settling *s, struct edit *e)
{
    struct run *run = s->run;
    struct place p;
    bool cooked;
    const struct document *d = document_of(s, e->at.src);
    if ((e->form != EDIT_TEXT || e->setting.n > 0) && !(d && write_out(s, d, e)))
        return false;
    if (!source_place_exact(&run->sources, e->at, &p, &cooked) || (cooked && !is_plain(e->text)) ||
        p.off > p.file->bytes.n || p.len > p.file->bytes.n - p.off)
        return false;
    if (d && !cooked && kind_mark_syntax(&d->job, e->at.src) && is_conditional(s, d, e->at.src, e->at.off))
        return false;
    struct str there = str_slice(p.file->bytes, p.off, p.off + p.len);
    if (!is_there(there, e->was))
        return false;
    e->text = with_line_ends_of(&run->arena, p.file, quoted_as(&run->arena, there, e->text));
    return !holds_mark(p.file, there);
}

/* What one fix adds at one place is one edit: two would have no order. */
static void join_additions(struct settling *s, struct fix *fix)
{
    struct edit *edits = fix->edits.p;
    uint32_t n = 0;
    for (uint32_t i = 0; i < fix->edits.n; i++) {
        struct span at = edits[i].at, last = n ? edits[n - 1].at : SPAN_NONE;
        if (n > 0 && at.len == 0 && last.len == 0 && at.src == last.src && at.off == last.off)
            edits[n - 1].text = str_concat(&s->run->arena, edits[n - 1].text, edits[i].text);
        else
            edits[n++] = edits[i];
    }
    fix->edits.n = n;
}

static bool settle_fix(struct settling *s, struct fix *fix)
{
    for (uint32_t i = 0; i < fix->edits.n; i++)
        if (!settle(s, &fix->edits.p[i]))
            return false;
    join_additions(s, fix);
    return true;
}

void fixes_settle(struct run *run)
{
    struct arena a;
    arena_init(&a, &run->budget);
    struct settling s = {.run = run, .a = &a, .documents = {.a = &a}, .blocks = {.a = &a}, .marks = {.a = &a}};
    list_documents(&s);
    find_blocks(&s);
    for (uint32_t i = 0; i < run->outcome.findings.n; i++) {
        struct finding *f = run->outcome.findings.p[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < f->fixes.n; k++)
            if (settle_fix(&s, &f->fixes.p[k]))
                f->fixes.p[n++] = f->fixes.p[k];
        f->fixes.n = n;
    }
    arena_free(&a);
}
