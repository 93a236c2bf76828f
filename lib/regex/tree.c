#include "regex/tree.h"

#include "base/limits.h"
#include "base/num.h"
#include "regex/escape.h"
#include "regex/regex.h"

/* What (?i) and its kind switch on, for the group they stand in. */
struct modes {
    bool caseless, dot_all, multi_line;
};

struct parse {
    struct arena *a;
    struct str p;
    uint32_t i, depth;
    struct modes modes;
    struct regex_tree *tree;
    struct str why; /* not empty: given up */
};

static const struct regex_node *parse_alternatives(struct parse *x);

static char peek(const struct parse *x, uint32_t ahead)
{
    return str_byte(x->p, x->i + ahead);
}

static struct str rest(const struct parse *x)
{
    return str_slice(x->p, x->i, x->p.n);
}

static bool take(struct parse *x, struct str text)
{
    if (!str_starts(rest(x), text))
        return false;
    x->i += text.n;
    return true;
}

static struct regex_node *make(struct parse *x, enum regex_node_kind kind)
{
    struct regex_node *n = arena_new(x->a, struct regex_node);
    n->kind = (uint8_t)kind;
    x->tree->n_nodes++;
    return n;
}

static const struct regex_node *give_up(struct parse *x, struct str why)
{
    if (x->why.n == 0)
        x->why = why;
    return make(x, REGEX_EMPTY);
}

static const struct regex_node *make_set(struct parse *x, struct byte_set set)
{
    struct regex_node *n = make(x, REGEX_SET);
    n->set = set;
    if (x->modes.caseless)
        set_fold(&n->set);
    return n;
}

static const struct regex_node *make_byte(struct parse *x, uint8_t b)
{
    struct byte_set s = {{0}};
    set_add(&s, b);
    return make_set(x, s);
}

static const struct regex_node *wrap(struct parse *x, enum regex_node_kind kind, const struct regex_node *child)
{
    struct regex_node *n = make(x, kind);
    n->first = child;
    return n;
}

/* ---- atoms ---- */

static const struct regex_node *parse_dot(struct parse *x)
{
    struct byte_set s = {{0}};
    if (!x->modes.dot_all)
        set_add(&s, '\n');
    set_negate(&s);
    x->i++;
    return make_set(x, s);
}

static const struct regex_node *parse_class(struct parse *x)
{
    struct byte_set s = {{0}};
    uint32_t n = regex_read_class(rest(x), &s, x->modes.caseless);
    if (n == 0)
        return give_up(x, STR("a character class that is not analysed"));
    x->i += n;
    struct regex_node *node = make(x, REGEX_SET);
    node->set = s;
    return node;
}

/* Zero-width escapes. */
static const struct regex_node *parse_assertion(struct parse *x)
{
    switch (peek(x, 1)) {
    case 'A':
    case 'G':
        x->i += 2;
        return make(x, REGEX_START);
    case 'z':
    case 'Z':
        x->i += 2;
        return make(x, REGEX_END);
    case 'b':
    case 'B':
    case 'K':
        x->i += 2;
        x->tree->looks = true;
        return make(x, REGEX_BOUNDARY);
    default:
        return NULL;
    }
}

static const struct regex_node *append(struct regex_node **last, struct regex_node *list, const struct regex_node *item)
{
    struct regex_node *copy = (struct regex_node *)item;
    if (*last)
        (*last)->next = copy;
    else
        list->first = copy;
    *last = copy;
    return item;
}

/* \Q...\E is text; the end of the pattern ends it too. */
static const struct regex_node *parse_quoted(struct parse *x)
{
    struct regex_node *cat = make(x, REGEX_CAT), *last = NULL;
    for (x->i += 2; x->i < x->p.n && !take(x, STR("\\E")); x->i++)
        append(&last, cat, make_byte(x, (uint8_t)peek(x, 0)));
    return cat;
}

static const struct regex_node *parse_escape(struct parse *x)
{
    struct byte_set s = {{0}};
    const struct regex_node *assertion = parse_assertion(x);
    if (assertion)
        return assertion;
    if (peek(x, 1) == 'Q')
        return parse_quoted(x);
    uint32_t n = regex_read_escape(rest(x), false, &s);
    if (n == 0)
        return give_up(x, STR("a back reference, property or other escape that is not analysed"));
    x->i += n;
    return make_set(x, s);
}

/* ---- groups ---- */

/* The letters of (?i-s: and (?i). False for one whose meaning is not followed here. */
static bool parse_modes(struct parse *x)
{
    bool on = true;
    for (; peek(x, 0) != ':' && peek(x, 0) != ')'; x->i++)
        switch (peek(x, 0)) {
        case '-':
            on = false;
            break;
        case '^':
            x->modes = (struct modes){false, false, false};
            break;
        case 'i':
            x->modes.caseless = on;
            break;
        case 's':
            x->modes.dot_all = on;
            break;
        case 'm':
            x->modes.multi_line = on;
            break;
        default:
            return false;
        }
    return true;
}

static const struct regex_node *close_group(struct parse *x, const struct regex_node *inner)
{
    if (!take(x, STR(")")))
        return give_up(x, STR("a group that does not end"));
    return inner;
}

static const struct regex_node *parse_capture(struct parse *x)
{
    struct regex_node *n = make(x, REGEX_GROUP);
    n->group = ++x->tree->n_groups;
    n->first = close_group(x, parse_alternatives(x));
    return n;
}

static const struct regex_node *parse_look(struct parse *x, bool negative)
{
    struct regex_node *n = make(x, REGEX_LOOK);
    x->tree->looks = true;
    n->negative = negative;
    n->first = close_group(x, parse_alternatives(x));
    return n;
}

/* A name up to its closing sign. */
static bool skip_name(struct parse *x, char close)
{
    uint32_t n = str_find_byte(rest(x), close);
    x->i += n + 1;
    return x->i <= x->p.n;
}

static const struct regex_node *parse_comment(struct parse *x)
{
    if (!skip_name(x, ')'))
        return give_up(x, STR("a comment that does not end"));
    return make(x, REGEX_EMPTY);
}

/* (?i) holds to the end of the group around it: its modes are put back there. */
static const struct regex_node *parse_switches(struct parse *x)
{
    struct modes before = x->modes;
    if (!parse_modes(x))
        return give_up(x, STR("a group of a form that is not analysed"));
    if (take(x, STR(")")))
        return make(x, REGEX_EMPTY);
    x->i++;
    const struct regex_node *inner = close_group(x, parse_alternatives(x));
    x->modes = before;
    return inner;
}

static const struct regex_node *parse_special_group(struct parse *x)
{
    if (take(x, STR("=")))
        return parse_look(x, false);
    if (take(x, STR("!")))
        return parse_look(x, true);
    if (take(x, STR("<=")))
        return parse_look(x, false);
    if (take(x, STR("<!")))
        return parse_look(x, true);
    if (take(x, STR("#")))
        return parse_comment(x);
    if (take(x, STR(">"))) {
        x->tree->looks = true;
        return wrap(x, REGEX_ATOMIC, close_group(x, parse_alternatives(x)));
    }
    if ((take(x, STR("P<")) || take(x, STR("<"))) && skip_name(x, '>'))
        return parse_capture(x);
    if (take(x, STR("'")) && skip_name(x, '\''))
        return parse_capture(x);
    return parse_switches(x);
}

static const struct regex_node *parse_group(struct parse *x)
{
    struct modes before = x->modes;
    const struct regex_node *n;
    if (++x->depth > LIMIT_NESTING)
        return give_up(x, STR("groups nested too deep"));
    if (take(x, STR("(*")))
        return give_up(x, STR("a verb"));
    bool sets_modes = false;
    if (take(x, STR("(?"))) {
        n = parse_special_group(x);
        sets_modes = n->kind == REGEX_EMPTY;
    } else {
        x->i++;
        n = parse_capture(x);
    }
    if (!sets_modes)
        x->modes = before;
    x->depth--;
    return n;
}

/* ---- sequences ---- */

static const struct regex_node *parse_anchor(struct parse *x)
{
    bool start = peek(x, 0) == '^';
    x->i++;
    if (!x->modes.multi_line)
        return make(x, start ? REGEX_START : REGEX_END);
    x->tree->looks = true;
    return make(x, REGEX_BOUNDARY);
}

static const struct regex_node *parse_atom(struct parse *x)
{
    switch (peek(x, 0)) {
    case '(':
        return parse_group(x);
    case '[':
        return parse_class(x);
    case '\\':
        return parse_escape(x);
    case '.':
        return parse_dot(x);
    case '^':
    case '$':
        return parse_anchor(x);
    default:
        return make_byte(x, (uint8_t)x->p.p[x->i++]);
    }
}

/* {2} {2,} {2,3}; anything else in braces is text. "{,3}" is text up to PCRE2 10.42 and a quantifier from 10.43 on. */
static bool parse_counts(struct parse *x, uint32_t *ret_min, uint32_t *ret_max)
{
    uint32_t i = 1, n[2] = {0, 0}, k = 0, digits = 0;
    for (; peek(x, i) != '}'; i++) {
        char c = peek(x, i);
        if (c == ',' && k == 0 && digits)
            k = 1, digits = 0;
        else if (ch_is_digit(c) && n[k] < 100000)
            n[k] = n[k] * 10 + (uint32_t)(c - '0'), digits++;
        else
            return false;
    }
    if (i == 1)
        return false;
    x->i += i + 1;
    *ret_min = n[0];
    *ret_max = k == 0 ? n[0] : digits ? n[1] : REGEX_FOREVER;
    return true;
}

static bool parse_quantifier(struct parse *x, uint32_t *ret_min, uint32_t *ret_max)
{
    char c = peek(x, 0);
    if (c == '{')
        return parse_counts(x, ret_min, ret_max);
    if (c != '*' && c != '+' && c != '?')
        return false;
    x->i++;
    *ret_min = c == '+';
    *ret_max = c == '?' ? 1 : REGEX_FOREVER;
    return true;
}

/* What a quantifier has just been read of; "++" and its kin are possessive. */
static const struct regex_node *repeated(struct parse *x, uint32_t off, const struct regex_node *n, uint32_t min,
                                         uint32_t max)
{
    struct regex_node *repeat = make(x, REGEX_REPEAT);
    repeat->off = off;
    repeat->end = x->i;
    repeat->first = n;
    repeat->min = min;
    repeat->max = max;
    if (take(x, STR("?")) || !take(x, STR("+")))
        return repeat;
    x->tree->looks = true;
    return wrap(x, REGEX_ATOMIC, repeat);
}

static const struct regex_node *parse_repeated(struct parse *x)
{
    uint32_t min, max, off = x->i;
    const struct regex_node *n = parse_atom(x);
    if (str_starts(rest(x), STR("{,")))
        return give_up(x, STR("a quantifier that PCRE2 reads differently by version"));
    return parse_quantifier(x, &min, &max) ? repeated(x, off, n, min, max) : n;
}

static const struct regex_node *parse_sequence(struct parse *x)
{
    struct regex_node *cat = make(x, REGEX_CAT), *last = NULL;
    while (x->i < x->p.n && peek(x, 0) != '|' && peek(x, 0) != ')' && x->why.n == 0)
        append(&last, cat, parse_repeated(x));
    return cat;
}

static const struct regex_node *parse_alternatives(struct parse *x)
{
    const struct regex_node *one = parse_sequence(x);
    if (peek(x, 0) != '|')
        return one;
    struct regex_node *alt = make(x, REGEX_ALT), *last = NULL;
    append(&last, alt, one);
    while (x->why.n == 0 && take(x, STR("|")))
        append(&last, alt, parse_sequence(x));
    return alt;
}

bool regex_tree_parse(struct arena *a, struct str pattern, unsigned flags, struct regex_tree *ret, struct str *ret_why)
{
    struct regex_tree tree = {0};
    struct parse x = {.a = a, .p = pattern, .tree = &tree, .modes.caseless = flags & REGEX_CASELESS};
    if (pattern.n > LIMIT_REGEX_BYTES) {
        *ret_why = STR("a pattern too long to analyse");
        return false;
    }
    tree.root = parse_alternatives(&x);
    if (x.why.n == 0 && x.i < pattern.n)
        x.why = STR("a group that ends twice");
    if (x.why.n) {
        *ret_why = x.why;
        return false;
    }
    *ret = tree;
    return true;
}
