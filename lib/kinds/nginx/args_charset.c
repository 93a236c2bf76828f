/* charset, source_charset and charset_map (ngx_http_charset_filter_module.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/variables.h"

/* The maps that the text has so far. */
struct nginx_charsets {
    const struct node *first;
    struct map pairs; /* "from to" and "to from" in lower case: names compare without case */
    bool has_source;  /* a source_charset stands somewhere: else nothing is recoded */
    bool vague;       /* a map is there whose names are not known */
};

static struct nginx_charsets *charsets_of(struct nginx_reader *r)
{
    if (!r->charsets) {
        r->charsets = arena_new(r->scratch, struct nginx_charsets);
        r->charsets->pairs.a = r->scratch;
    }
    return r->charsets;
}

/* A white space cannot stand in a name: it would be another word. In quotes it can, and nobody has it there. */
static struct str pair_key(struct nginx_reader *r, struct str a, struct str b)
{
    struct str key = str_printf(r->a, "%.*s %.*s", STR_ARG(a), STR_ARG(b));
    return nginx_name_folded(r, NGINX_NAME_VARIABLE, key);
}

void nginx_check_charset(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    charsets_of(r)->has_source |= str_eq(entry->text, STR("source_charset"));
    if (!w || !node_is_known(w) || !str_starts(w->text, STR("$")))
        return;
    if (w->text.n == 1)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid variable name \"$\"");
    else
        nginx_use_variable(r, entry, str_slice(w->text, 1, w->text.n), nginx_word_span(w));
}

static bool is_between(const struct node *map, struct str a, struct str b)
{
    struct str x = node_word(map, 0)->text, y = node_word(map, 1)->text;
    return (str_eq_nocase(x, a) && str_eq_nocase(y, b)) || (str_eq_nocase(x, b) && str_eq_nocase(y, a));
}

/* nginx compares with the first map only. */
static void compare_with_first(struct nginx_reader *r, const struct node *entry, const struct node *first)
{
    struct str from = node_word(entry, 0)->text, to = node_word(entry, 1)->text;
    bool same = first->at.src == entry->at.src && first->at.off == entry->at.off;
    if (same || r->conditional || (first->flags & NODE_CONDITIONAL) || !is_between(first, from, to))
        return;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "duplicate \"charset_map\" between \"%s\" and \"%s\"",
                    nginx_quoted(r, from), nginx_quoted(r, to));
    diag_related(r->sink, f, first->name_at, "the first one");
}

void nginx_check_charset_map(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct nginx_charsets *all = charsets_of(r);
    const struct node *from = node_word(entry, 0), *to = node_word(entry, 1);
    (void)row;
    if (!to || !nginx_all_known(entry)) {
        all->vague = true;
        return;
    }
    if (str_eq_nocase(from->text, to->text)) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(to), "\"charset_map\" between the same charsets \"%s\" and \"%s\"",
                    nginx_quoted(r, from->text), nginx_quoted(r, to->text));
        return;
    }
    if (r->job->target >= VERSION(1, 31, 3) && str_eq_nocase(from->text, STR("utf-8"))) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(from),
                    "\"charset_map\" with \"utf-8\" charset should be given in the second column");
        return;
    }
    if (all->first)
        compare_with_first(r, entry, all->first);
    else
        all->first = entry;
    map_put(&all->pairs, pair_key(r, from->text, to->text), entry, NULL);
    map_put(&all->pairs, pair_key(r, to->text, from->text), entry, NULL);
}

static uint32_t digit_of(char c)
{
    return (uint32_t)(ch_is_digit(c) ? c - '0' : ch_lower(c) - 'a' + 10);
}

/* A byte in hexadecimal digits; zeros may stand before it (ngx_hextoi). */
static bool parse_byte(struct str s, uint32_t *ret)
{
    *ret = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        bool is_digit = ch_is_digit(s.p[i]) || (ch_lower(s.p[i]) >= 'a' && ch_lower(s.p[i]) <= 'f');
        *ret = *ret * 16 + (is_digit ? digit_of(s.p[i]) : 0);
        if (!is_digit || *ret > UINT8_MAX)
            return false;
    }
    return s.n > 0;
}

/* Whether bytes begin with a character of two or three bytes that nginx takes (ngx_utf8_decode, and no more than U+FFFF). */
static bool is_character(const uint32_t *bytes, uint32_t n)
{
    uint32_t lead = n ? bytes[0] : 0, len = lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead >= 0xf0 || n < len)
        return false;
    uint32_t point = len == 3 ? lead & 0x0f : lead & 0x1f;
    for (uint32_t i = 1; i < len; i++) {
        if (bytes[i] < 0x80)
            return false;
        point = point << 6 | (bytes[i] & 0x3f);
    }
    return point > (len == 3 ? 0x7ffu : 0x7fu);
}

/* The second word of a line to utf-8: pairs of digits. */
static bool is_utf8(struct nginx_reader *r, struct str s)
{
    uint32_t bytes[3] = {0}, n = 0, byte;
    if (r->job->target >= VERSION(1, 31, 3) && s.n / 2 > 3)
        return false;
    for (uint32_t i = 0; i < s.n; i += 2) {
        if (i + 1 == s.n || !parse_byte(str_slice(s, i, i + 2), &byte))
            return false;
        if (n < 3)
            bytes[n++] = byte;
    }
    return is_character(bytes, n);
}

void nginx_check_charset_map_line(struct nginx_reader *r, struct node *line, const struct nginx_word *row)
{
    const struct node *value = node_word(line, 0), *to = node_word(r->frame->block, 1);
    uint32_t byte;
    (void)row;
    if (!nginx_all_known(line) || !to || !node_is_known(to))
        return;
    if (!value || node_word(line, 1)) {
        nginx_fault(r, SYNTAX_COUNT, line->name_at, "invalid parameters number");
        return;
    }
    if (!parse_byte(line->text, &byte)) {
        nginx_fault(r, SYNTAX_VALUE, line->name_at, "invalid value \"%s\"", nginx_quoted(r, line->text));
        return;
    }
    bool utf8 = str_eq_nocase(to->text, STR("utf-8"));
    if (utf8 ? !is_utf8(r, value->text) : !parse_byte(value->text, &byte))
        nginx_invalid_value(r, value);
}

/* What is in force in a block while the tree is walked. */
struct charset_pair {
    const struct node *charset, *source; /* words; NULL: off */
};

static bool is_fixed(const struct node *word)
{
    return word && node_is_known(word) && !str_starts(word->text, STR("$"));
}

static void judge_pair(struct nginx_reader *r, const struct charset_pair *p)
{
    if (!is_fixed(p->charset) || !is_fixed(p->source) || str_eq_nocase(p->charset->text, p->source->text) ||
        map_has(&r->charsets->pairs, pair_key(r, p->source->text, p->charset->text)))
        return;
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, nginx_word_span(p->source),
                                    "no \"charset_map\" between the charsets \"%s\" and \"%s\"",
                                    nginx_quoted(r, p->source->text), nginx_quoted(r, p->charset->text));
    diag_related(r->sink, f, nginx_word_span(p->charset), "what is to come out");
}

/* The words of a block's own charset and source_charset. */
static void take_own(struct node *block, struct charset_pair *p)
{
    struct node_iter it = node_entries(block);
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (!e->word || nginx_words[e->word].type != NGINX_TYPE_CHARSET || (e->flags & NODE_FAULTY))
            continue;
        const struct node *w = node_word(e, 0);
        if (str_eq(e->text, STR("source_charset")))
            p->source = w;
        else
            p->charset = nginx_word_is(w, STR("off")) ? NULL : w;
    }
}

static bool is_level(const struct node *e)
{
    uint32_t type = e->word ? nginx_words[e->word].type : 0;
    return (e->flags & NODE_BLOCK) &&
           (type == NGINX_TYPE_LOCATION || type == NGINX_TYPE_IF || str_eq(e->text, STR("server")));
}

/* Blocks within blocks stand at most LIMIT_NESTING deep. */
static bool judge_block(struct nginx_reader *r, struct node *block, struct charset_pair p, bool inherited)
{
    uint32_t before = r->n_faults;
    if (block->flags & (NODE_TAINTED | NODE_CONDITIONAL))
        return false;
    if (inherited)
        take_own(block, &p);
    if (inherited)
        judge_pair(r, &p);
    struct node_iter it = node_entries(block);
    for (struct node *e; r->n_faults == before && (e = node_next_entry(&it)) != NULL;)
        if (is_level(e))
            judge_block(r, e, p, true);
    return r->n_faults == before;
}

/* ngx_http_charset_postconfiguration: told once. */
void nginx_post_charsets(struct nginx_reader *r, struct node *block)
{
    struct charset_pair p = {NULL, NULL};
    uint32_t line = r->line;
    if (!r->charsets || !r->charsets->has_source || r->charsets->vague || nginx_may_hide(r, NGINX_IN_HTTP))
        return;
    for (uint32_t i = 0; i < r->gaps.n; i++)
        for (const struct str *set = r->gaps.p[i].known->sets; set->n; set++)
            if (str_eq(*set, STR("charset_map")))
                return;
    r->line = 0;
    take_own(block, &p);
    judge_block(r, block, p, false);
    r->line = line;
}
