#include "formats/yaml.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "formats/yaml_alias.h"
#include "formats/yaml_cook.h"
#include "formats/yaml_pieces.h"
#include "formats/yaml_template.h"
#include "formats/yaml_text.h"

#include <string.h>
#include <yaml.h>

#define NOWHERE UINT32_MAX
#define TEXT(number) TEXT_(number)
#define TEXT_(number) #number

/* A ROOT, MAP or LIST that is still open. */
struct frame {
    struct node *node;
    struct node *entry; /* of a MAP: has its key, waits for its value */
    uint32_t column;    /* where its items start; 0 too for the ROOT and for flow style */
    bool flow;
    bool is_key; /* a key that is a map or list: not in the tree */
};

struct reader {
    struct arena *a;
    struct arena scratch;
    struct sink *sink;
    uint32_t src;
    struct str source;     /* as it stands */
    struct yaml_text text; /* what libyaml reads: the same without template marks */
    struct yaml_masked masked;
    const struct marks *marks;
    uint32_t next_hole;
    struct node *root;
    struct frame *frames; /* LIMIT_NESTING + 1 of them */
    uint32_t depth;       /* of frames in use; the last one is the innermost */
    struct map anchors;   /* of this document: name -> struct node */
    uint32_t pos;         /* all before it is in the tree */
    uint32_t line;   /* where the line of pos starts; NOWHERE: before the last token, so that a comment trails it */
    uint32_t budget; /* of nodes */
    bool taint_next; /* template text stands before the first item of a value */
    bool stopped;
};

static struct frame *top(struct reader *r)
{
    return &r->frames[r->depth - 1];
}

static struct span here(const struct reader *r, uint32_t from, uint32_t to)
{
    return (struct span){r->src, from, to - from};
}

static struct str bytes(const struct reader *r, struct span at)
{
    return str_slice(r->source, at.off, span_end(at));
}

static char peek(const struct reader *r)
{
    return str_byte(str_slice(r->text.whole, 0, r->text.to), r->pos);
}

static void stop(struct reader *r, struct span at, const char *what)
{
    if (!r->stopped)
        diag_syntax(r->sink, META_LIMIT, at, "%s", what);
    r->stopped = true;
}

static struct node *make(struct reader *r, enum node_kind kind, struct span at)
{
    if (r->budget == 0)
        stop(r, at, "YAML with more than " TEXT(LIMIT_YAML_NODES) " nodes");
    else
        r->budget--;
    return node_new(r->a, kind, at);
}

/* Gives what stands in a template's condition or loop its flag. */
static void mark_conditional(const struct reader *r, struct node *n)
{
    uint32_t off = n->flags & NODE_ANCHORED ? r->pos : n->at.off;
    if (r->marks && marks_is_conditional(r->marks, off))
        n->flags |= NODE_CONDITIONAL;
}

/* ---- what stands between the tokens: comments and template marks ---- */

/* The node that something at that column, alone on its line, belongs to: the innermost open block that starts no
 * further right. */
static struct node *holder(struct reader *r, uint32_t column)
{
    struct frame *f = top(r);
    if (f->entry)
        return f->entry;
    while (f > r->frames && !f->flow && f->column > column)
        f--;
    return f->node;
}

static struct node *holder_at(struct reader *r, uint32_t off)
{
    return holder(r, r->line == NOWHERE ? UINT32_MAX : off - r->line);
}

static void add_comment(struct reader *r, uint32_t to, uint32_t signs_before, uint32_t signs_after)
{
    struct node *c = make(r, NODE_COMMENT, here(r, r->pos, to));
    c->name_at = span_part(c->at, signs_before, c->at.len - signs_before - signs_after);
    c->text = bytes(r, c->name_at);
    node_add(holder_at(r, r->pos), c);
    r->pos = to;
}

static void comment(struct reader *r)
{
    uint32_t to = r->pos;
    while (to < r->text.to && !yaml_break(r->text.whole, to))
        to++;
    add_comment(r, to, 1, 0);
}

static const struct yaml_hole *hole_at(struct reader *r, uint32_t off)
{
    while (r->next_hole < r->masked.n && r->masked.holes[r->next_hole].off < off)
        r->next_hole++;
    if (r->next_hole == r->masked.n)
        return NULL;
    const struct yaml_hole *h = &r->masked.holes[r->next_hole];
    return h->off == off ? h : NULL;
}

static void hole(struct reader *r, const struct yaml_hole *h)
{
    uint32_t to = h->off + h->len < r->text.to ? h->off + h->len : r->text.to;
    struct node *n = holder_at(r, r->pos);
    if (h->use == YAML_HOLE_INSERT && n->kind == NODE_ENTRY)
        r->taint_next = true;
    else if (h->use == YAML_HOLE_INSERT)
        n->flags |= NODE_TAINTED;
    if (h->use == YAML_HOLE_COMMENT && h->len >= 4)
        add_comment(r, to, 2, to - r->pos >= 4 ? 2 : 0);
    r->pos = to;
}

/* A directive's words may hold '#'; a comment needs a blank before it. */
static void directive(struct reader *r, uint32_t upto)
{
    const char *p = r->text.whole.p;
    while (r->pos < upto && !yaml_break(r->text.whole, r->pos) && !(p[r->pos] == '#' && ch_is_space(p[r->pos - 1])))
        r->pos++;
}

/* Takes comments and marks up to a token. Outside of scalars, anchors, tags and directives every '#' starts a
 * comment. */
static void gap(struct reader *r, uint32_t upto)
{
    while (r->pos < upto) {
        const struct yaml_hole *h = hole_at(r, r->pos);
        uint32_t brk = yaml_break(r->text.whole, r->pos);
        if (h) {
            hole(r, h);
        } else if (brk) {
            r->pos += brk;
            r->line = r->pos;
        } else if (peek(r) == '#') {
            comment(r);
        } else if (peek(r) == '%' && r->depth == 1) {
            directive(r, upto);
        } else {
            r->pos++;
        }
    }
}

static bool at_content(const struct reader *r, uint32_t end)
{
    return r->pos >= end || (!ch_is_space(peek(r)) && peek(r) != '#' && !yaml_break(r->text.whole, r->pos));
}

/* libyaml ends an anchor at any other byte: in `&a:b` the value is ":b". */
static bool is_anchor_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '_' || c == '-';
}

/* Steps over anchor and tag, to the content or to end; returns where the tag stands, NOWHERE without one. */
static uint32_t properties(struct reader *r, uint32_t end)
{
    uint32_t tag = NOWHERE;
    while (r->pos < end && (peek(r) == '&' || peek(r) == '!')) {
        if (peek(r) == '!')
            tag = r->pos;
        bool anchor = peek(r) == '&';
        r->pos++;
        while (r->pos < end &&
               (anchor ? is_anchor_byte(peek(r)) : !ch_is_space(peek(r)) && !yaml_break(r->text.whole, r->pos)))
            r->pos++;
        while (!at_content(r, end))
            gap(r, r->pos + 1);
    }
    return tag;
}

static void set_tag(struct node *n, uint32_t tag)
{
    if (tag == NOWHERE)
        return;
    n->flags |= NODE_TAGGED;
    n->word = n->at.off - tag;
}

/* ---- scalars ---- */

static enum quote quote_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return QUOTE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return QUOTE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return QUOTE_BLOCK_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return QUOTE_BLOCK_FOLDED;
    default:
        return QUOTE_NONE;
    }
}

/* A tag of YAML's own decides the type: !!str 5 is a string, !!int "5" is not. Other tags (!reset, !vault) leave it
 * as it is. */
static bool is_typed_plain(const yaml_event_t *e, enum quote quote)
{
    static const char core[] = "tag:yaml.org,2002:";
    const char *tag = (const char *)e->data.scalar.tag;
    if (tag && strcmp(tag, "!") == 0)
        return false;
    if (!tag || strncmp(tag, core, sizeof(core) - 1) != 0)
        return quote == QUOTE_NONE;
    const char *type = tag + sizeof(core) - 1;
    return strcmp(type, "int") == 0 || strcmp(type, "float") == 0 || strcmp(type, "bool") == 0 ||
           strcmp(type, "null") == 0;
}

/* A block scalar ends with the last line that has anything on it; its body starts on the line after the header,
 * whose comment is kept. */
static void block_spans(struct reader *r, struct node *n)
{
    uint32_t end = span_end(n->at), body = n->at.off;
    while (end > n->at.off && ch_is_space(r->text.whole.p[end - 1]))
        end--;
    n->at.len = end - n->at.off;
    while (body < end && !yaml_break(r->text.whole, body) && r->text.whole.p[body] != '#')
        body++;
    r->pos = body;
    r->line = NOWHERE;
    if (peek(r) == '#' && body < end)
        comment(r);
    while (r->pos < end && !yaml_break(r->text.whole, r->pos))
        r->pos++;
    body = r->pos < end ? r->pos + yaml_break(r->text.whole, r->pos) : end;
    n->name_at = here(r, body, end > body ? end : body);
}

static void scalar_spans(struct reader *r, struct node *n)
{
    n->name_at = n->at;
    if (n->quote == QUOTE_BLOCK_LITERAL || n->quote == QUOTE_BLOCK_FOLDED)
        block_spans(r, n);
    else if (n->quote != QUOTE_NONE && n->at.len >= 2)
        n->name_at = span_part(n->at, 1, n->at.len - 2);
}

/* The text where it stands when cooking changed nothing, else a copy. */
static struct str scalar_text(struct reader *r, const yaml_event_t *e, const struct node *n)
{
    struct str cooked = {(const char *)e->data.scalar.value, (uint32_t)e->data.scalar.length};
    struct str raw = str_slice(r->text.whole, n->name_at.off, span_end(n->name_at));
    return str_eq(cooked, raw) ? raw : str_dup(r->a, cooked);
}

static struct node *scalar(struct reader *r, const yaml_event_t *e, uint32_t start, uint32_t end)
{
    /* an absent value is reported at the next token: it stands behind its ':' */
    if (start == end && r->pos < start && memchr(r->text.whole.p + r->pos, '\n', start - r->pos))
        start = end = r->pos;
    gap(r, start);
    uint32_t tag = properties(r, end);
    struct node *n = make(r, NODE_WORD, here(r, r->pos < end ? r->pos : end, end));
    n->quote = (uint8_t)quote_of(e->data.scalar.style);
    scalar_spans(r, n);
    n->text = scalar_text(r, e, n);
    if (is_typed_plain(e, (enum quote)n->quote))
        n->flags |= NODE_PLAIN;
    set_tag(n, tag);
    hole_at(r, n->at.off);
    yaml_add_pieces(r->a, n, &r->masked, r->next_hole, end, r->source);
    r->pos = span_end(n->at); /* not `end`: for a block scalar that is behind empty lines, which may hold marks */
    r->line = NOWHERE;
    return n;
}

/* ---- the tree ---- */

static void open_entry(struct reader *r, struct frame *f, const struct node *key)
{
    struct node *e = make(r, NODE_ENTRY, key->at);
    e->name_at = key->name_at;
    e->text = key->text;
    e->quote = key->quote;
    if (key->kind != NODE_WORD) {
        e->text = bytes(r, key->at);
        e->name_at = key->at;
        e->flags |= NODE_FAULTY;
    }
    if (key->flags & NODE_UNKNOWN) {
        e->flags |= NODE_UNKNOWN;
        f->node->flags |= NODE_TAINTED;
    }
    if (key->flags & NODE_ANCHORED) /* `*alias: value`: the entry stands where the alias does */
        e->at = here(r, r->pos, r->pos);
    mark_conditional(r, e);
    node_add(f->node, e);
    f->entry = e;
}

/* A value or key is complete as far as its place is concerned; end is where it ends if known already. */
static void place(struct reader *r, struct node *n, uint32_t end)
{
    struct frame *f = top(r);
    if (f->node->kind != NODE_MAP) {
        mark_conditional(r, n);
        node_add(f->node, n);
    } else if (!f->entry) {
        open_entry(r, f, n);
    } else {
        node_add(f->entry, n);
        f->entry->at.len = end > f->entry->at.off ? end - f->entry->at.off : 0;
        f->entry = NULL;
    }
}

static void remember(struct reader *r, const yaml_char_t *anchor, struct node *n)
{
    if (!anchor)
        return;
    struct str name = str_from((const char *)anchor);
    struct map_entry *e = map_has(&r->anchors, name) ? map_put(&r->anchors, name, n, NULL)
                                                     : map_put(&r->anchors, str_dup(r->a, name), n, NULL);
    e->value = n;
}

static bool is_open(struct reader *r, const struct node *n)
{
    for (uint32_t i = 0; i < r->depth; i++)
        if (r->frames[i].node == n)
            return true;
    return false;
}

/* What an alias stands for; a word without text, FAULTY and UNKNOWN, when that can't be told. */
static struct node *resolve(struct reader *r, struct str name, struct span at)
{
    struct node *target = map_get(&r->anchors, name), *copy = NULL;
    struct str shown = diag_quote(r->sink->a, name);
    if (!target)
        diag_syntax(r->sink, SYNTAX_UNRESOLVED, at, "alias \"%.*s\" has no anchor before it", STR_ARG(shown));
    else if (is_open(r, target))
        diag_syntax(r->sink, SYNTAX_UNRESOLVED, at, "alias \"%.*s\" stands within what it names", STR_ARG(shown));
    else
        copy = yaml_copy(r->a, target, LIMIT_NESTING - r->depth, &r->budget);
    if (copy)
        return copy;
    if (target && !is_open(r, target))
        stop(r, at, "aliases that expand to too many or too deeply nested nodes");
    struct node *bad = node_new(r->a, NODE_WORD, at);
    bad->name_at = at;
    bad->flags = NODE_FAULTY | NODE_UNKNOWN;
    return bad;
}

static void alias(struct reader *r, const yaml_event_t *e, uint32_t start, uint32_t end)
{
    gap(r, start);
    struct node *n = resolve(r, str_from((const char *)e->data.alias.anchor), here(r, start, end));
    place(r, n, end);
    r->pos = end;
    r->line = NOWHERE;
}

static void open_collection(struct reader *r, const yaml_event_t *e, uint32_t start, uint32_t end)
{
    bool map = e->type == YAML_MAPPING_START_EVENT;
    bool flow = map ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                    : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    const yaml_char_t *anchor = map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor;
    bool has_properties = anchor || (map ? e->data.mapping_start.tag : e->data.sequence_start.tag);
    gap(r, start);
    uint32_t tag = has_properties ? properties(r, end) : NOWHERE;
    struct node *n = make(r, map ? NODE_MAP : NODE_LIST, here(r, r->pos, end));
    set_tag(n, tag);
    remember(r, anchor, n);
    if (r->taint_next)
        n->flags |= NODE_TAINTED;
    r->taint_next = false;
    if (r->depth > LIMIT_NESTING) {
        stop(r, n->at, "YAML nested more than " TEXT(LIMIT_NESTING) " levels deep");
        return;
    }
    bool is_key = top(r)->node->kind == NODE_MAP && !top(r)->entry;
    if (!is_key)
        place(r, n, end);
    uint32_t column = (uint32_t)e->end_mark.column - (end - n->at.off);
    r->frames[r->depth++] = (struct frame){.node = n, .column = flow ? 0 : column, .flow = flow, .is_key = is_key};
    if (end > r->pos) {
        r->pos = end;
        r->line = NOWHERE;
    }
}

static uint32_t end_of_children(const struct node *n)
{
    uint32_t end = n->at.off;
    for (const struct node *c = n->first; c; c = c->next)
        if (c->kind != NODE_COMMENT && !(c->flags & NODE_ANCHORED) && span_end(c->at) > end)
            end = span_end(c->at);
    return end;
}

/* The innermost collection ends at end; the entry it is the value of grows with it. */
static void pop(struct reader *r, uint32_t end)
{
    struct frame f = *top(r);
    f.node->at.len = end > f.node->at.off ? end - f.node->at.off : 0;
    r->depth--;
    if (f.node->kind == NODE_MAP)
        yaml_finish_map(f.node, &r->scratch, r->sink);
    if (f.is_key)
        open_entry(r, top(r), f.node);
    else if (f.node->parent->kind == NODE_ENTRY)
        f.node->parent->at = span_join(f.node->parent->at, f.node->at);
}

static void close_collection(struct reader *r, uint32_t start, uint32_t end)
{
    gap(r, start);
    uint32_t last = end_of_children(top(r)->node);
    if (r->text.fault != YAML_TEXT_FINE && start == r->text.to) /* ended by the cut */
        top(r)->node->flags |= NODE_TAINTED;
    pop(r, end > start ? end : last);
    if (end > start) {
        r->pos = end;
        r->line = NOWHERE;
    }
}

static void document_start(struct reader *r, const yaml_event_t *e, uint32_t start, uint32_t end)
{
    gap(r, e->data.document_start.implicit ? start : end);
    if (!e->data.document_start.implicit)
        r->line = NOWHERE;
    r->anchors = (struct map){.a = r->a};
}

static void handle(struct reader *r, const yaml_event_t *e)
{
    uint32_t start = yaml_text_offset(&r->text, e->start_mark.index),
             end = yaml_text_offset(&r->text, e->end_mark.index);
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        document_start(r, e, start, end);
        break;
    case YAML_ALIAS_EVENT:
        alias(r, e, start, end);
        break;
    case YAML_SCALAR_EVENT: {
        struct node *n = scalar(r, e, start, end);
        remember(r, e->data.scalar.anchor, n);
        place(r, n, span_end(n->at));
        break;
    }
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        open_collection(r, e, start, end);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_collection(r, start, end);
        break;
    default:
        gap(r, end);
    }
}

/* ---- faults ---- */

static void report_control(struct reader *r, uint32_t off)
{
    uint32_t len;
    utf8_decode(str_slice(r->source, off, r->source.n), &len);
    struct span at = here(r, off, off + len);
    struct str shown = diag_quote(r->sink->a, bytes(r, at));
    diag_syntax(r->sink, SYNTAX_NOT_PARSED, at, "a character that YAML does not allow: %.*s", STR_ARG(shown));
}

static void report_text_fault(struct reader *r)
{
    uint32_t off = r->text.to, n = r->source.n - off;
    if (r->text.fault == YAML_TEXT_UTF16)
        diag_syntax(r->sink, SYNTAX_NOT_PARSED, here(r, 0, n < 2 ? n : 2), "UTF-16 is not read, only UTF-8");
    else if (r->text.fault == YAML_TEXT_INVALID)
        diag_syntax(r->sink, SYNTAX_NOT_PARSED, here(r, off, off + 1), "not valid UTF-8: byte 0x%02x",
                    (unsigned)(unsigned char)r->source.p[off]);
    else
        report_control(r, off);
}

/* One byte at the place of a mark, none at the end of the text. */
static struct span mark_span(const struct reader *r, yaml_mark_t mark)
{
    uint32_t off = yaml_text_offset(&r->text, mark.index);
    return here(r, off, off < r->text.to ? off + 1 : off);
}

/* An end that came too early points at what was left open, which is where the fault is. */
static void report_parse_fault(struct reader *r, const yaml_parser_t *p)
{
    struct span at = mark_span(r, p->problem_mark), begun = mark_span(r, p->context_mark);
    bool open = p->context && p->problem && strstr(p->problem, "unexpected end of stream");
    const char *problem = p->problem ? p->problem : "out of memory";
    if (r->marks && r->marks->n) {
        diag_not_analysed(r->sink, open ? begun : at, (struct str){0},
                          "the template is not YAML before it is rendered: %s", problem);
        return;
    }
    struct finding *f = diag_syntax(r->sink, SYNTAX_NOT_PARSED, open ? begun : at, "not valid YAML: %s%s%s", problem,
                                    p->context ? " " : "", p->context ? p->context : "");
    if (p->context && begun.off != at.off)
        diag_related(r->sink, f, open ? at : begun, "%s", open ? "the text ends here" : p->context);
}

/* An entry never goes without a value child. */
static void give_up_value(struct reader *r, struct frame *f)
{
    struct node *n = node_new(r->a, NODE_WORD, here(r, span_end(f->entry->at), span_end(f->entry->at)));
    n->name_at = n->at;
    n->flags = NODE_FAULTY | NODE_UNKNOWN;
    f->entry->flags |= NODE_FAULTY;
    node_add(f->entry, n);
    f->entry = NULL;
}

/* Reading stops here: what is open may hold more than we saw. */
static void taint_open(struct reader *r)
{
    while (r->depth > 0) {
        top(r)->node->flags |= NODE_TAINTED;
        if (r->depth == 1)
            break;
        if (top(r)->entry)
            give_up_value(r, top(r));
        pop(r, end_of_children(top(r)->node));
    }
}

static void report(struct reader *r, const yaml_parser_t *p, bool parsed)
{
    bool cut = r->text.fault != YAML_TEXT_FINE;
    if (!parsed && !(cut && yaml_text_offset(&r->text, p->problem_mark.index) == r->text.to))
        report_parse_fault(r, p);
    if (cut)
        report_text_fault(r);
    if (!parsed || r->stopped || cut)
        taint_open(r);
}

static void parse(struct reader *r)
{
    yaml_parser_t p;
    bool parsed = yaml_parser_initialize(&p) != 0, more = parsed;
    if (parsed) {
        yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&p, (const unsigned char *)r->text.whole.p + r->text.from,
                                     r->text.to - r->text.from);
    }
    while (more) {
        yaml_event_t e;
        parsed = yaml_parser_parse(&p, &e) != 0;
        if (!parsed)
            break;
        handle(r, &e);
        if (arena_exhausted(r->a))
            stop(r, here(r, r->pos, r->pos), "more memory than the run may use");
        more = e.type != YAML_STREAM_END_EVENT && !r->stopped;
        yaml_event_delete(&e);
    }
    report(r, &p, parsed);
    yaml_parser_delete(&p);
}

struct node *yaml_read_marked(struct arena *a, struct source_store *sources, uint32_t source, const struct marks *marks,
                              struct sink *sink)
{
    struct reader r = {.a = a, .sink = sink, .src = source, .marks = marks, .budget = LIMIT_YAML_NODES, .line = 0};
    r.source = source_get(sources, source)->text;
    r.masked = marks && marks->n ? yaml_mask(a, r.source, marks) : (struct yaml_masked){.text = r.source};
    arena_init(&r.scratch, NULL);
    arena_alloc(&r.scratch, 1, 1); /* its first block stays, whatever is popped */
    yaml_text_init(&r.text, a, r.masked.text);
    r.root = node_new(a, NODE_ROOT, here(&r, 0, r.source.n));
    r.frames = arena_array(a, struct frame, LIMIT_NESTING + 1);
    r.frames[r.depth++] = (struct frame){.node = r.root};
    r.pos = r.line = r.text.from;
    r.anchors.a = a;
    parse(&r);
    arena_free(&r.scratch);
    return r.root;
}

struct node *yaml_read(struct arena *a, struct source_store *sources, uint32_t source, struct sink *sink)
{
    const struct source *s = source_get(sources, source);
    struct marks marks = marks_find(a, s->text, s->file->marks);
    return yaml_read_marked(a, sources, source, &marks, sink);
}

/* ---- questions about the tree ---- */

struct node *yaml_document(const struct node *root, uint32_t i)
{
    for (struct node *n = root->first; n; n = n->next)
        if (n->kind != NODE_COMMENT && i-- == 0)
            return n;
    return NULL;
}

struct str yaml_tag(struct source_store *sources, const struct node *value)
{
    if (!(value->flags & NODE_TAGGED))
        return (struct str){0};
    struct str text = source_get(sources, value->at.src)->text;
    uint32_t from = value->at.off - value->word, to = from;
    while (to < text.n && !ch_is_space(text.p[to]) && !yaml_break(text, to))
        to++;
    return str_slice(text, from, to);
}

struct span_map *yaml_scalar_map(struct arena *a, struct source_store *sources, const struct node *node)
{
    struct yaml_scalar_text s = {
        .at = node->at, .name_at = node->name_at, .quote = (enum quote)node->quote, .cooked = node->text};
    s.whole = source_get(sources, node->at.src)->text;
    s.pieces = node->kind == NODE_WORD ? node->first : NULL;
    if (node->kind == NODE_ENTRY && node->quote < QUOTE_BLOCK_LITERAL)
        s.at = node->name_at;
    return yaml_cook(a, &s);
}
