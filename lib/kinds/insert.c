#include "kinds/insert.h"

#include "base/num.h"

#include <inttypes.h>
#include <string.h>

enum { MIB = 1 << 20 };

/* ---- how it is written ---- */

static bool spell_number(struct arena *a, int64_t n, int64_t part, bool up, struct str unit, struct str *ret)
{
    int64_t whole = n / part + (up && n % part > 0);
    *ret = str_printf(a, "%" PRId64 "%.*s", whole, STR_ARG(unit));
    return whole > 0 || n == 0;
}

bool kind_spell(struct arena *a, const struct kind *kind, enum edit_form form, struct str text, struct str *ret)
{
    const struct kind_spelling *s = &kind->spelling;
    int64_t n = 0;
    if (form == EDIT_TEXT) {
        *ret = text;
        return true;
    }
    if (form == EDIT_FLAG)
        *ret = str_eq(text, STR("true")) ? s->on : s->off;
    if (form == EDIT_FLAG || s->setting.n == 0 || !num_parse_int(text, &n) || n < 0)
        return form == EDIT_FLAG && s->setting.n > 0 && (ret->n > 0 || str_eq(text, STR("true")));
    if (form == EDIT_TIME)
        return spell_number(a, n, 1000, true, s->seconds, ret);
    return spell_number(a, n, s->mebibytes.n ? MIB : 1, false, s->mebibytes, ret);
}

/* "name = value" with both filled in; a flag that is its name alone leaves nothing behind it. */
static struct str fill(struct arena *a, struct str pattern, struct str name, struct str value)
{
    uint32_t at = str_find(pattern, STR("value"));
    struct str between = str_slice(pattern, 4, at), end = str_slice(pattern, at + 5, pattern.n);
    return str_printf(a, "%.*s%.*s%.*s%.*s", STR_ARG(name), STR_ARG(value.n ? between : value), STR_ARG(value),
                      STR_ARG(end));
}

/* ---- where it stands ---- */

/* One insertion being made: texts are of the block's source. */
struct inserting {
    struct kind_job *job;
    uint32_t src;
    struct str text;
    struct str name, value;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What begins a comment, one of several signs with blanks between them. */
static bool is_comment(const struct kind *kind, struct str rest)
{
    for (struct str signs = kind->comment; signs.n > 0;)
        if (str_starts(rest, str_cut(&signs, ' ')))
            return true;
    return false;
}

static uint32_t line_start(struct str text, uint32_t off)
{
    while (off > 0 && text.p[off - 1] != '\n')
        off--;
    return off;
}

/* The end of the line around a byte, before its break. */
static uint32_t line_end(struct str text, uint32_t off)
{
    uint32_t end = off + str_find_byte(str_slice(text, off, text.n), '\n');
    return end > off && end < text.n && text.p[end - 1] == '\r' ? end - 1 : end;
}

/* The white space that the line of a byte begins with. */
static struct str indentation(struct str text, uint32_t off)
{
    uint32_t from = line_start(text, off), to = from;
    while (to < text.n && is_blank(text.p[to]))
        to++;
    return str_slice(text, from, to);
}

/* Whether nothing but a comment stands between a byte and the end of its line. */
static bool ends_line(const struct inserting *x, uint32_t off)
{
    while (off < x->text.n && is_blank(x->text.p[off]))
        off++;
    struct str rest = str_slice(x->text, off, line_end(x->text, off));
    return rest.n == 0 || is_comment(x->job->kind, rest);
}

static bool put(const struct inserting *x, uint32_t off, struct str text, struct edit *ret)
{
    *ret = (struct edit){.at = {x->src, off, 0}, .text = text};
    return true;
}

/* Behind a byte: on a line of its own behind that byte's, or on the same line where more stands on it and the kind's settings end with a sign of their own. */
static bool put_behind(const struct inserting *x, uint32_t off, struct str indent, struct edit *ret)
{
    struct arena *a = x->job->a;
    struct str pattern = x->job->kind->spelling.setting, line = fill(a, pattern, x->name, x->value);
    if (ends_line(x, off))
        return put(x, line_end(x->text, off), str_printf(a, "\n%.*s%.*s", STR_ARG(indent), STR_ARG(line)), ret);
    return str_ends(pattern, STR(";")) && put(x, off, str_concat(a, STR(" "), line), ret);
}

/* ---- beside which setting ---- */

static struct str first_word(struct str name)
{
    uint32_t n = 0;
    while (n < name.n && !strchr("_-. ", name.p[n]))
        n++;
    return str_slice(name, 0, n);
}

/* An entry of this block in this file, which every run of it has. */
static bool is_here(const struct inserting *x, const struct node *e)
{
    return e->kind == NODE_ENTRY && e->at.src == x->src &&
           !(e->flags & (NODE_CONDITIONAL | NODE_ANCHORED | NODE_INCLUDE)) && e->name_at.off < x->text.n;
}

/* A line that sets one thing. What is only named (an import of Python, a function) may go on for lines. */
static bool is_plain(const struct inserting *x, const struct node *e)
{
    const struct node *v = e->first;
    bool assigns = str_eq(x->job->kind->spelling.setting, STR("name = value"));
    return !(e->flags & NODE_BLOCK) && (v || !assigns) &&
           !(v && (v->kind == NODE_MAP || v->kind == NODE_LIST || v->kind == NODE_RAW));
}

/* The setting that it is to stand behind; NULL: none. */
static const struct node *neighbour(const struct inserting *x, const struct node *holder)
{
    const struct node *best = NULL, *like = NULL;
    bool open = true; /* no inner block so far */
    for (const struct node *e = holder->first; e; e = e->next) {
        open &= !(e->kind == NODE_ENTRY && (e->flags & NODE_BLOCK) && !(e->flags & NODE_INCLUDE));
        if (!is_here(x, e) || !is_plain(x, e))
            continue;
        if (str_eq(first_word(e->text), first_word(x->name)))
            like = e;
        if (open)
            best = e;
    }
    return like ? like : best;
}

/* Where an entry ends, white space and breaks behind it left off. */
static uint32_t end_of(const struct inserting *x, const struct node *e)
{
    uint32_t end = span_end(e->at);
    for (const struct node *w = e->first; w; w = w->next)
        if (w->at.src == x->src && span_end(w->at) > end)
            end = span_end(w->at);
    end = end < x->text.n ? end : x->text.n;
    while (end > e->name_at.off &&
           (is_blank(x->text.p[end - 1]) || x->text.p[end - 1] == '\n' || x->text.p[end - 1] == '\r'))
        end--;
    return end;
}

/* ---- a block without such a setting ---- */

/* The byte behind the '{' that opens a block; 0: there is none. */
static uint32_t behind_brace(const struct inserting *x, const struct node *block)
{
    uint32_t off = span_end(block->name_at);
    for (const struct node *w = block->first; w && w->kind == NODE_WORD; w = w->next)
        off = span_end(w->at);
    for (; off < x->text.n && x->text.p[off] != '{'; off++)
        if (is_comment(x->job->kind, str_slice(x->text, off, x->text.n)))
            off = line_end(x->text, off);
    return off < x->text.n ? off + 1 : 0;
}

/* The indentation of the first thing in a block, else four more than its own. */
static struct str inner_indentation(const struct inserting *x, const struct node *block)
{
    for (const struct node *e = block->first; e; e = e->next)
        if (is_here(x, e) && line_start(x->text, e->at.off) != line_start(x->text, block->name_at.off))
            return indentation(x->text, e->at.off);
    bool is_section = x->text.p[line_start(x->text, block->name_at.off)] == '[';
    return is_section ? (struct str){0} : str_concat(x->job->a, indentation(x->text, block->name_at.off), STR("    "));
}

static bool put_first(const struct inserting *x, const struct node *block, struct edit *ret)
{
    bool braces = str_ends(x->job->kind->spelling.setting, STR(";"));
    if (str_eq(x->job->kind->spelling.setting, STR("name: value")))
        return false;
    uint32_t off = braces ? behind_brace(x, block) : line_end(x->text, block->name_at.off);
    return off > 0 && put_behind(x, off, inner_indentation(x, block), ret);
}

/* A file as a whole, with no setting to stand behind: at its end. */
static bool put_last(const struct inserting *x, struct edit *ret)
{
    struct str line = fill(x->job->a, x->job->kind->spelling.setting, x->name, x->value);
    bool broken = x->text.n == 0 || x->text.p[x->text.n - 1] == '\n';
    return put(x, x->text.n, str_printf(x->job->a, "%s%.*s\n", broken ? "" : "\n", STR_ARG(line)), ret);
}

/* ---- a line with settings of its own ---- */

static bool put_option(const struct inserting *x, const struct node *line, struct edit *ret)
{
    struct str pattern = x->job->kind->spelling.option;
    const struct node *last = NULL;
    for (const struct node *w = line->first; w && w->kind == NODE_WORD; w = w->next)
        last = w;
    if (!last || pattern.n == 0 || last->at.src != x->src)
        return false;
    struct str option = fill(x->job->a, pattern, x->name, x->value);
    return put(x, span_end(last->at), str_concat(x->job->a, STR(" "), option), ret);
}

/* ---- YAML ---- */

/* Keys that are not there yet, each on a line of its own. */
static struct str nested(struct arena *a, struct str name, struct str value, struct str indent)
{
    struct str text = {0};
    for (uint32_t depth = 0; name.n > 0; depth++) {
        struct str key = str_cut(&name, '.');
        bool leaf = name.n == 0;
        text = str_printf(a, "%.*s\n%.*s%*s%.*s:%s%.*s", STR_ARG(text), STR_ARG(indent), (int)(2 * depth), "",
                          STR_ARG(key), leaf ? " " : "", STR_ARG(leaf ? value : (struct str){0}));
    }
    return text;
}

static struct node *map_of(const struct node *entry)
{
    struct node *v = node_value(entry);
    return v && v->kind == NODE_MAP ? v : NULL;
}

/* A value as it may stand in braces: in quotes where it is a text. */
static struct str in_quotes(const struct inserting *x, struct str quote)
{
    const struct kind_spelling *s = &x->job->kind->spelling;
    int64_t n;
    bool bare = s->quote.n == 0 || num_parse_int(x->value, &n) || str_eq(x->value, s->on) || str_eq(x->value, s->off);
    struct str q = bare ? (struct str){0} : quote.n ? quote : s->quote;
    return str_printf(x->job->a, "%.*s%.*s%.*s", STR_ARG(q), STR_ARG(x->value), STR_ARG(q));
}

/* Before the first key of a mapping in braces, quoted as that is. */
static bool put_in_braces(const struct inserting *x, const struct node *map, struct edit *ret)
{
    const struct node *e = map->first;
    while (e && !is_here(x, e))
        e = e->next;
    if (!e || e->at.off <= map->at.off)
        return false;
    char q = x->text.p[e->at.off];
    struct str quote = q == '"' || q == '\'' ? str_slice(x->text, e->at.off, e->at.off + 1) : (struct str){0};
    struct str indent = indentation(x->text, e->at.off);
    bool own_line = line_start(x->text, e->at.off) + indent.n == e->at.off;
    return put(x, e->at.off,
               str_printf(x->job->a, "%.*s%.*s%.*s: %.*s,%s%.*s", STR_ARG(quote), STR_ARG(x->name), STR_ARG(quote),
                          STR_ARG(in_quotes(x, quote)), own_line ? "\n" : " ",
                          STR_ARG(own_line ? indent : (struct str){0})),
               ret);
}

/* Behind the last plain key of a mapping in block style. */
static bool put_key(struct inserting *x, struct node *map, struct edit *ret)
{
    struct str rest = x->name, key = str_cut(&rest, '.');
    struct node *inner = rest.n ? node_find(map, key) : NULL;
    if (inner) {
        x->name = rest;
        return map_of(inner) && is_here(x, inner) && put_key(x, map_of(inner), ret);
    }
    if (map->at.off < x->text.n && x->text.p[map->at.off] == '{')
        return rest.n == 0 && put_in_braces(x, map, ret);
    const struct node *e = neighbour(x, map);
    if (!e || !ends_line(x, end_of(x, e)))
        return false;
    struct str indent = indentation(x->text, e->name_at.off);
    return line_start(x->text, e->name_at.off) + indent.n == e->name_at.off &&
           put(x, line_end(x->text, end_of(x, e)), nested(x->job->a, x->name, x->value, indent), ret);
}

/* ---- all of them ---- */

/* The lines of a file as a whole begin at its margin: what is indented belongs to something else (the body of a function). */
static const struct node *neighbour_in(const struct inserting *x, const struct node *block)
{
    const struct node *e = neighbour(x, block);
    bool inside = e && !block->parent && indentation(x->text, e->name_at.off).n > 0;
    return inside ? NULL : e;
}

bool kind_insert(struct kind_job *job, struct node *block, struct str name, struct str value, struct edit *ret)
{
    uint32_t src = block->kind == NODE_ENTRY ? block->name_at.src
                   : block->kind == NODE_MAP ? block->at.src
                                             : job->source;
    const struct source *source = source_get(job->sources, src);
    struct inserting x = {job, src, source->text, name, value};
    if (job->kind->spelling.setting.n == 0 || (block->flags & (NODE_CONDITIONAL | NODE_ANCHORED)))
        return false;
    struct node *map = block->kind == NODE_MAP ? block : map_of(block);
    if (map)
        return !source->map && put_key(&x, map, ret);
    bool is_line = block->kind == NODE_ENTRY && !(block->flags & NODE_BLOCK);
    if (is_line && job->kind->spelling.option.n > 0)
        return put_option(&x, block, ret);
    if (source->map) /* its lines are written in the quoting of what it stands in */
        return false;
    if (is_line)
        return put_behind(&x, end_of(&x, block), indentation(x.text, block->name_at.off), ret);
    const struct node *e = neighbour_in(&x, block);
    if (e)
        return put_behind(&x, end_of(&x, e), indentation(x.text, e->name_at.off), ret);
    return block->kind == NODE_ROOT ? put_last(&x, ret) : put_first(&x, block, ret);
}
