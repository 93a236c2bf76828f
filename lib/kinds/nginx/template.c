#include "kinds/nginx/template.h"

#include "kinds/nginx/lua.h"

/* The pass that looks whether a template's conditions respect its blocks. */
struct shape {
    struct nginx_lex lex;
    uint32_t depth;
    VEC(uint32_t) depths; /* of the conditions that are open, when they opened */
};

static bool is_condition(const struct mark *m)
{
    return m->kind == MARK_OPEN && m->conditional;
}

/* A mark of a condition at a depth of blocks: all its branches must leave the depth as it was. */
static bool shape_mark(struct shape *s, const struct mark *m)
{
    const struct mark *open = m->kind == MARK_CLOSE && m->match != MARK_NO_MATCH ? &s->lex.marks.p[m->match] : NULL;
    if (is_condition(m)) {
        vec_push(s->lex.a, &s->depths, s->depth);
        return true;
    }
    if (m->kind != MARK_MID && !(open && is_condition(open)))
        return true;
    if (s->depths.n == 0)
        return m->kind == MARK_MID;
    uint32_t depth = s->depths.p[s->depths.n - 1];
    if (m->kind == MARK_CLOSE)
        s->depths.n--;
    return depth == s->depth;
}

/* The marks that the last statement passed, from index `from`. One among its words must have its partner there too. */
static bool shape_marks(struct shape *s, uint32_t from)
{
    const struct nginx_lex *l = &s->lex;
    for (uint32_t i = from; i < l->next_mark; i++) {
        const struct mark *m = &l->marks.p[i];
        bool among = l->tokens.n && m->off > l->tokens.p[0].off;
        bool paired = m->match != MARK_NO_MATCH && m->match >= from && m->match < l->next_mark;
        if (among && (m->kind == MARK_OPEN || m->kind == MARK_CLOSE) && !paired)
            return false;
        if (among && m->kind == MARK_MID)
            continue;
        if (!among && !shape_mark(s, m))
            return false;
    }
    return true;
}

static bool is_lua(const struct nginx_lex *l)
{
    const struct nginx_token *t = &l->tokens.p[0];
    return str_ends(str_slice(l->text, t->off, t->off + t->len), STR("_by_lua_block"));
}

static bool shape_holds(struct nginx_lex lex)
{
    struct shape s = {.lex = lex};
    for (;;) {
        uint32_t from = s.lex.next_mark, end_of_lua;
        enum nginx_end end = nginx_lex_statement(&s.lex);
        if (end == NGINX_END_FAULT)
            end = nginx_lex_pass(&s.lex);
        if (!shape_marks(&s, from))
            return false;
        if (end == NGINX_END_FILE || s.lex.pos >= s.lex.text.n)
            return true;
        if (end == NGINX_END_OPEN && s.lex.tokens.n && is_lua(&s.lex)) {
            nginx_lua_end(s.lex.text, s.lex.pos, &end_of_lua);
            nginx_lex_seek(&s.lex, end_of_lua);
        }
        s.depth += end == NGINX_END_OPEN;
        s.depth -= end == NGINX_END_CLOSE && s.depth > 0;
    }
}

/* Offset behind a name in capitals that begins at off. */
static uint32_t capitals_end(struct str text, uint32_t off)
{
    uint32_t end = off;
    while (end < text.n && ((text.p[end] >= 'A' && text.p[end] <= 'Z') || text.p[end] == '_' ||
                            (end > off && ch_is_digit(text.p[end]))))
        end++;
    return end;
}

/* Whether "${NAME}" stands there in capitals, of which the text has no "$NAME": not one of nginx's variables but one of the environment's,
 * put in by envsubst before nginx starts, whatever the file is called. */
static bool is_for_envsubst(struct arena *a, struct str text)
{
    const struct str open = STR("${");
    uint32_t from = str_find(text, open) + open.n;
    while (from < text.n) {
        uint32_t end = capitals_end(text, from);
        if (end > from + 1 && str_byte(text, end) == '}') {
            struct str bare = str_printf(a, "$%.*s", STR_ARG(str_slice(text, from, end)));
            return str_find(text, bare) == text.n;
        }
        from += str_find(str_slice(text, from, text.n), open) + open.n;
    }
    return false;
}

void nginx_template_begin(struct nginx_reader *r)
{
    const struct source *s = source_get(r->job->sources, r->src);
    unsigned syntax = kind_mark_syntax(r->job, r->src) | (is_for_envsubst(r->a, s->text) ? MARKS_ENV : 0);
    r->environment |= (syntax & MARKS_ENV) != 0;
    if (syntax == 0)
        return;
    r->lex->marks = marks_find(r->a, s->text, syntax);
    if (r->lex->marks.n_conditional && !shape_holds(*r->lex)) {
        struct span at = {r->src, r->lex->marks.conditional[0].from, 1};
        diag_not_analysed(r->sink, at, s->file ? s->file->path : (struct str){0},
                          "the template's conditions open or close blocks of the configuration");
        r->reading->unclear = true;
        r->open = NGINX_IN_ANY;
    }
}

void nginx_template_step(struct nginx_reader *r)
{
    const struct nginx_lex *l = r->lex;
    if (l->marks.n)
        r->conditional = l->tokens.n && marks_is_conditional(&l->marks, l->tokens.p[0].off);
}

static void add_piece(struct nginx_reader *r, struct node *word, uint32_t from, uint32_t to, uint16_t flags)
{
    if (from >= to)
        return;
    struct node *p = node_new(r->a, NODE_PIECE, (struct span){r->src, from, to - from});
    p->name_at = p->at;
    p->text = str_slice(r->lex->text, from, to);
    p->flags = flags;
    node_add(word, p);
}

void nginx_template_pieces(struct nginx_reader *r, struct node *word)
{
    const struct marks *marks = &r->lex->marks;
    uint32_t at = word->name_at.off, end = span_end(word->name_at);
    word->flags |= NODE_UNKNOWN;
    for (uint32_t i = marks_from(marks, at); i < marks->n && marks->p[i].off < end; i++) {
        const struct mark *m = &marks->p[i];
        add_piece(r, word, at, m->off, 0);
        add_piece(r, word, m->off > at ? m->off : at, m->off + m->len, NODE_UNKNOWN);
        at = m->off + m->len;
    }
    add_piece(r, word, at, end, 0);
}

void nginx_template_insert(struct nginx_reader *r, struct node *parent)
{
    const struct nginx_token *t = &r->lex->tokens.p[0];
    struct node *e = node_new(r->a, NODE_ENTRY, (struct span){r->src, t->off, t->len});
    e->name_at = e->at;
    e->text = str_slice(r->lex->text, t->off, t->off + t->len);
    e->flags = (uint16_t)(NODE_UNKNOWN | (r->conditional ? NODE_CONDITIONAL : 0));
    node_add(parent, e);
    nginx_taint(r);
}
