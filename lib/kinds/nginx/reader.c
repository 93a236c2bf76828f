#include "kinds/nginx/lines.h"
#include "kinds/nginx/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_BYTES = 1000 };

struct finding *nginx_fault(struct nginx_reader *r, enum syntax_rule rule, struct span at, const char *fmt, ...)
{
    char message[MESSAGE_BYTES];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    bool heard = !r->reading || !r->reading->unclear;
    struct finding *f = diag_syntax(heard ? r->sink : &r->nowhere, rule, at, "%s", message);
    f->server_line = r->line;
    r->n_faults++;
    r->last_fault = f;
    return f;
}

const char *nginx_quoted(struct nginx_reader *r, struct str s)
{
    return diag_quote(r->a, s).p;
}

struct node *nginx_seen_in(struct nginx_reader *r, const struct nginx_frame *frame, struct str name)
{
    uint32_t n, first = nginx_word_find(name, &n);
    for (uint32_t row = first; row < first + n; row++) {
        struct node *e = r->seen[row];
        if (e && node_block(e) == frame->block)
            return e;
    }
    return NULL;
}

struct node *nginx_seen(struct nginx_reader *r, struct str name)
{
    struct node *e = nginx_seen_in(r, r->frame, name);
    return e && !(e->flags & NODE_CONDITIONAL) ? e : NULL;
}

bool nginx_has_read(const struct nginx_reader *r, struct str name)
{
    uint32_t n, first = nginx_word_find(name, &n);
    for (uint32_t row = first; row < first + n; row++)
        if (nginx_row_is_read(r->read, row))
            return true;
    return false;
}

uint32_t nginx_line_of(struct nginx_reader *r, uint32_t src, uint32_t off)
{
    return nginx_lines_find(&r->lines, r->scratch, r->job->sources, src, off);
}

/* Offset of the '{' behind a block's words: white space and comments may stand before it. */
static uint32_t brace_of(struct str text, uint32_t from, uint32_t end)
{
    while (from < end && text.p[from] != '{') {
        const char *lf = text.p[from] == '#' ? memchr(text.p + from, '\n', end - from) : NULL;
        from = lf ? (uint32_t)(lf - text.p) : from + 1;
    }
    return from;
}

uint32_t nginx_entry_line(struct nginx_reader *r, const struct node *entry)
{
    uint32_t end = span_end(entry->at);
    if (!(entry->flags & NODE_BLOCK))
        return nginx_line_of(r, entry->at.src, end ? end - 1 : 0);
    uint32_t from = span_end(entry->name_at);
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        from = span_end(w->at);
    return nginx_line_of(r, entry->at.src, brace_of(source_get(r->job->sources, entry->at.src)->text, from, end));
}

struct span nginx_word_span(const struct node *word)
{
    return word->at;
}

bool nginx_may_hide(const struct nginx_reader *r, uint32_t contexts)
{
    return r->fragment || (r->open & contexts);
}

bool nginx_in_fault(const struct nginx_reader *r)
{
    for (const struct nginx_frame *f = r->frame; f; f = f->outer)
        if (f->block->flags & NODE_FAULTY)
            return true;
    return false;
}

void nginx_taint(struct nginx_reader *r)
{
    r->frame->block->flags |= NODE_TAINTED;
    r->open |= r->frame->context ? r->frame->context : NGINX_IN_ANY;
}

uint32_t nginx_class_of(uint32_t context)
{
    static const struct {
        uint32_t contexts, class;
    } classes[] = {
        {NGINX_IN_MAIN | NGINX_IN_EVENTS, NGINX_CLASS_CORE},
        {NGINX_IN_HTTP | NGINX_IN_SERVER | NGINX_IN_IF_IN_SERVER | NGINX_IN_LOCATION | NGINX_IN_IF_IN_LOCATION |
             NGINX_IN_LIMIT_EXCEPT | NGINX_IN_UPSTREAM,
         NGINX_CLASS_HTTP},
        {NGINX_IN_STREAM | NGINX_IN_STREAM_SERVER | NGINX_IN_STREAM_UPSTREAM, NGINX_CLASS_STREAM},
        {NGINX_IN_MAIL | NGINX_IN_MAIL_SERVER, NGINX_CLASS_MAIL},
        {NGINX_IN_RTMP | NGINX_IN_RTMP_SERVER | NGINX_IN_RTMP_APPLICATION | NGINX_IN_RTMP_RECORDER, NGINX_CLASS_RTMP},
    };
    for (uint32_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (classes[i].contexts & context)
            return classes[i].class;
    return 0;
}

void nginx_frame_push(struct nginx_reader *r, struct nginx_frame *f, struct node *block, uint32_t context, uint32_t row)
{
    uint32_t class = nginx_class_of(context);
    *f = (struct nginx_frame){.outer = r->frame,
                              .block = block,
                              .context = context,
                              .row = row,
                              .class = class || !r->frame ? class : r->frame->class,
                              .undo = r->undo.n,
                              .src = r->src};
    r->frame = f;
    r->depth++;
}

void nginx_frame_pop(struct nginx_reader *r)
{
    while (r->undo.n > r->frame->undo) {
        struct nginx_seen_undo u = r->undo.p[--r->undo.n];
        r->seen[u.row] = u.before;
    }
    r->frame = r->frame->outer;
    r->depth--;
}

void nginx_note_seen(struct nginx_reader *r, struct node *entry)
{
    struct nginx_seen_undo u = {entry->word, r->seen[entry->word]};
    vec_push(r->scratch, &r->undo, u);
    r->seen[entry->word] = entry;
    r->read[entry->word / 32] |= 1u << (entry->word % 32);
}
