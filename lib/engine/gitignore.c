#include "engine/gitignore.h"

#include "base/path.h"
#include "base/vec.h"

#include <string.h>

enum op_kind {
    OP_BYTE, /* this byte */
    OP_ONE,  /* any byte but '/' */
    OP_SET,  /* a byte of the set */
    OP_STAR, /* any bytes but '/', or none */
    OP_ANY,  /* any bytes, or none */
    OP_DIRS, /* nothing, or any bytes up to and with a '/' */
};

/* Bytes of a bracket. '/' is never in one. */
struct byte_set {
    uint64_t bits[4];
};

struct gitignore_op {
    enum op_kind kind;
    char byte;
    const struct byte_set *set;
};

/* Reading a pattern. */

static bool is_special(char c)
{
    return c == '*' || c == '?' || c == '[' || c == '\\';
}

/* Offset of the first byte with a meaning, from from on. */
static uint32_t literal_end(struct str s, uint32_t from)
{
    while (from < s.n && !is_special(s.p[from]))
        from++;
    return from;
}

static void set_add(struct byte_set *set, unsigned char from, unsigned char to)
{
    for (unsigned c = from; c <= to; c++)
        set->bits[c / 64] |= 1ull << (c % 64);
}

static bool set_has(const struct byte_set *set, char c)
{
    unsigned char u = (unsigned char)c;
    return set->bits[u / 64] >> (u % 64) & 1;
}

struct class_range {
    struct str name;
    unsigned char from, to;
};

/* [:name:] in ASCII, as git's own ctype has it whatever the locale: space is SP TAB LF CR, without VT and FF. */
/* clang-format off */
static const struct class_range class_ranges[] = {
    {STR_INIT("alnum"),  '0', '9'},  {STR_INIT("alnum"),  'A', 'Z'},  {STR_INIT("alnum"),  'a', 'z'},
    {STR_INIT("alpha"),  'A', 'Z'},  {STR_INIT("alpha"),  'a', 'z'},
    {STR_INIT("blank"),  ' ', ' '},  {STR_INIT("blank"),  '\t', '\t'},
    {STR_INIT("cntrl"),  0x00, 0x1f}, {STR_INIT("cntrl"), 0x7f, 0x7f},
    {STR_INIT("digit"),  '0', '9'},
    {STR_INIT("graph"),  0x21, 0x7e},
    {STR_INIT("lower"),  'a', 'z'},
    {STR_INIT("print"),  0x20, 0x7e},
    {STR_INIT("punct"),  '!', '/'},  {STR_INIT("punct"),  ':', '@'},
    {STR_INIT("punct"),  '[', '`'},  {STR_INIT("punct"),  '{', '~'},
    {STR_INIT("space"),  ' ', ' '},  {STR_INIT("space"),  '\t', '\n'}, {STR_INIT("space"), '\r', '\r'},
    {STR_INIT("upper"),  'A', 'Z'},
    {STR_INIT("xdigit"), '0', '9'},  {STR_INIT("xdigit"), 'A', 'F'},   {STR_INIT("xdigit"), 'a', 'f'},
};
/* clang-format on */

static bool set_add_class(struct byte_set *set, struct str name)
{
    bool known = false;
    for (uint32_t i = 0; i < sizeof(class_ranges) / sizeof(class_ranges[0]); i++)
        if (str_eq(class_ranges[i].name, name)) {
            set_add(set, class_ranges[i].from, class_ranges[i].to);
            known = true;
        }
    return known;
}

/* A bracket being read. */
struct bracket {
    struct str p;
    uint32_t at;
    uint32_t close; /* the ']' found last when looking for the end of a "[:": looked for once, not once for each "[:" */
    int prev;       /* the byte that a '-' starts a range with, or -1 */
    struct byte_set set;
};

/* The byte at b->at, or the one behind a backslash there; false at the end of the pattern. Moves behind it. */
static bool bracket_byte(struct bracket *b, unsigned char *ret)
{
    if (b->at < b->p.n && b->p.p[b->at] == '\\')
        b->at++;
    if (b->at >= b->p.n)
        return false;
    *ret = (unsigned char)b->p.p[b->at++];
    return true;
}

/* "[:" stands at b->at. Without ":]" before the next ']' the '[' is a byte of the set. False for an unknown class. */
static bool bracket_class(struct bracket *b)
{
    uint32_t name = b->at + 2;
    if (b->close < name)
        b->close = name + str_find_byte(str_slice(b->p, name, b->p.n), ']');
    if (b->close >= b->p.n)
        return false;
    if (b->close == name || b->p.p[b->close - 1] != ':') {
        set_add(&b->set, '[', '[');
        b->prev = '[';
        b->at++;
        return true;
    }
    struct str class_name = str_slice(b->p, name, b->close - 1);
    b->at = b->close + 1;
    b->prev = -1;
    return set_add_class(&b->set, class_name);
}

/* One member: a class, a range's end, or a byte. False when the bracket can't be read. */
static bool bracket_member(struct bracket *b)
{
    struct str rest = str_slice(b->p, b->at, b->p.n);
    unsigned char byte;
    if (str_starts(rest, STR("-")) && b->prev > 0 && rest.n > 1 && rest.p[1] != ']') {
        b->at++;
        if (!bracket_byte(b, &byte))
            return false;
        if (byte >= b->prev)
            set_add(&b->set, (unsigned char)b->prev, byte);
        b->prev = -1;
        return true;
    }
    if (str_starts(rest, STR("[:")))
        return bracket_class(b);
    if (!bracket_byte(b, &byte))
        return false;
    set_add(&b->set, byte, byte);
    b->prev = byte;
    return true;
}

/* The bracket at p[at]. Returns the offset behind its ']', 0 when it has none or names an unknown class: such a pattern matches nothing. */
static uint32_t read_bracket(struct str p, uint32_t at, struct byte_set *ret)
{
    struct bracket b = {.p = p, .at = at + 1, .prev = -1};
    bool negated = b.at < p.n && (p.p[b.at] == '!' || p.p[b.at] == '^');
    b.at += negated ? 1 : 0;
    for (bool first = true;; first = false) {
        if (b.at >= p.n)
            return 0;
        if (p.p[b.at] == ']' && !first)
            break;
        if (!bracket_member(&b))
            return 0;
    }
    for (int i = 0; negated && i < 4; i++)
        b.set.bits[i] = ~b.set.bits[i];
    b.set.bits['/' / 64] &= ~(1ull << ('/' % 64));
    *ret = b.set;
    return b.at + 1;
}

/* Stars from at to end. Two or more are special only as a whole part of the path: `a**b` is `a*b`. git looks at the pattern behind its literal start,
 * so in `foo**` followed by `/bar` the stars count as a whole part, and foobar matches. */
static struct gitignore_op stars_op(struct str p, uint32_t at, uint32_t end, uint32_t *ret_after)
{
    bool starts_part = at == 0 || p.p[at - 1] == '/';
    struct str rest = str_slice(p, end, p.n);
    *ret_after = end;
    if (end - at < 2 || !starts_part)
        return (struct gitignore_op){.kind = OP_STAR};
    if (str_starts(rest, STR("/"))) {
        *ret_after = end + 1;
        return (struct gitignore_op){.kind = OP_DIRS};
    }
    bool ends_part = rest.n == 0 || str_starts(rest, STR("\\/"));
    return (struct gitignore_op){.kind = ends_part ? OP_ANY : OP_STAR};
}

/* The element at *at; moves behind it. False when nothing can match it. */
static bool read_op(struct arena *a, struct str p, uint32_t *at, struct gitignore_op *ret)
{
    char c = p.p[*at];
    if (c == '*') {
        uint32_t end = *at;
        while (end < p.n && p.p[end] == '*')
            end++;
        *ret = stars_op(p, *at, end, at);
        return true;
    }
    if (c == '[') {
        struct byte_set set;
        *at = read_bracket(p, *at, &set);
        if (*at == 0)
            return false;
        struct byte_set *kept = arena_new(a, struct byte_set);
        *kept = set;
        *ret = (struct gitignore_op){.kind = OP_SET, .set = kept};
        return true;
    }
    if (c == '\\' && ++*at == p.n)
        return false;
    *ret = (struct gitignore_op){.kind = c == '?' ? OP_ONE : OP_BYTE, .byte = p.p[*at]};
    ++*at;
    return true;
}

static bool takes_a_byte(enum op_kind kind)
{
    return kind == OP_BYTE || kind == OP_ONE || kind == OP_SET;
}

/* The wildcards of p, behind its literal start. False when nothing can match them. */
static bool read_glob(struct arena *a, struct str p, struct gitignore_pattern *pat)
{
    VEC(struct gitignore_op) ops = {0};
    for (uint32_t at = 0; at < p.n;) {
        struct gitignore_op op;
        if (!read_op(a, p, &at, &op))
            return false;
        pat->min_len += takes_a_byte(op.kind);
        vec_push(a, &ops, op);
    }
    pat->ops = ops.p;
    pat->n_ops = ops.n;
    return true;
}

/* Without the spaces at the end of a line, up to one behind a backslash. Tabs stay. */
static struct str trim_line(struct str s)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ')
            continue;
        if (s.p[i] == '\\' && ++i == s.n)
            return s;
        end = i + 1;
    }
    return str_slice(s, 0, end);
}

/* The pattern of a line. False for a line without one, or with one that nothing can match. */
static bool read_pattern(struct arena *a, struct str line, struct gitignore_pattern *ret)
{
    line = str_slice(line, 0, str_find_byte(line, '\0')); /* git's lines are C strings */
    struct str p = trim_line(line);
    if (p.n == 0 || p.p[0] == '#')
        return false;
    *ret = (struct gitignore_pattern){.text = p, .negated = p.p[0] == '!'};
    if (ret->negated)
        p = str_slice(p, 1, p.n);
    ret->dir_only = str_ends(p, STR("/"));
    if (ret->dir_only)
        p.n--;
    ret->whole_path = str_find_byte(p, '/') < p.n;
    if (str_starts(p, STR("/")))
        p = str_slice(p, 1, p.n);
    uint32_t end = literal_end(p, 0);
    ret->literal = str_slice(p, 0, end);
    if (end == p.n)
        return p.n > 0;
    if (!ret->whole_path && p.p[0] == '*' && literal_end(p, 1) == p.n) {
        ret->shape = GITIGNORE_SUFFIX;
        ret->literal = str_slice(p, 1, p.n);
        return true;
    }
    ret->shape = GITIGNORE_GLOB;
    return read_glob(a, str_slice(p, end, p.n), ret);
}

typedef VEC(struct gitignore_pattern) pattern_vec;

static void add_line(struct arena *a, pattern_vec *v, struct str line, uint32_t number)
{
    struct gitignore_pattern pat;
    if (!read_pattern(a, line, &pat))
        return;
    pat.line = number;
    vec_push(a, v, pat);
}

static struct gitignore *make_list(struct arena *a, const pattern_vec *v, struct str file)
{
    struct gitignore *list = arena_new(a, struct gitignore);
    *list = (struct gitignore){.file = file, .patterns = v->p, .n = v->n};
    return list;
}

struct gitignore *gitignore_parse(struct arena *a, struct str text, struct str file)
{
    pattern_vec v = {0};
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_slice(text, 3, text.n);
    for (uint32_t number = 1; text.n > 0; number++) {
        struct str line = str_cut(&text, '\n');
        if (str_ends(line, STR("\r")))
            line.n--;
        add_line(a, &v, line, number);
    }
    return make_list(a, &v, file);
}

struct gitignore *gitignore_from_patterns(struct arena *a, const struct str *patterns, uint32_t n, struct str file)
{
    pattern_vec v = {0};
    for (uint32_t i = 0; i < n; i++)
        add_line(a, &v, patterns[i], i + 1);
    return make_list(a, &v, file);
}

/* Matching. */

static bool op_takes(const struct gitignore_op *op, char c)
{
    switch (op->kind) {
    case OP_BYTE:
        return op->byte == c;
    case OP_ONE:
        return c != '/';
    case OP_SET:
        return set_has(op->set, c);
    default:
        return false;
    }
}

/* A wildcard that took as little as it could, and from where it could take more. */
struct retry {
    uint32_t op; /* UINT32_MAX: none */
    uint32_t at;
};

/* A match in progress. Only the last star of a path part and the last "**" can ever be worth another try: what stands before them has matched as
 * early as it can. So the time is at most ops x bytes. */
struct glob_state {
    const struct gitignore_pattern *pat;
    struct str s;
    uint32_t op, at;
    struct retry star, dirs;
};

static const struct retry NO_RETRY = {UINT32_MAX, 0};

/* Goes on behind a mismatch: the star takes one byte more, else the "**" one byte or one directory more. False: no match. */
static bool glob_retry(struct glob_state *g)
{
    if (g->star.op != UINT32_MAX && g->star.at < g->s.n && g->s.p[g->star.at] != '/') {
        g->at = ++g->star.at;
        g->op = g->star.op + 1;
        return true;
    }
    if (g->dirs.op == UINT32_MAX || g->dirs.at >= g->s.n)
        return false;
    struct str rest = str_slice(g->s, g->dirs.at, g->s.n);
    uint32_t step = g->pat->ops[g->dirs.op].kind == OP_ANY ? 0 : str_find_byte(rest, '/');
    if (step == rest.n)
        return false;
    g->at = g->dirs.at += step + 1;
    g->op = g->dirs.op + 1;
    g->star = NO_RETRY;
    return true;
}

/* Takes one element. False on a mismatch. */
static bool glob_step(struct glob_state *g)
{
    const struct gitignore_op *op = &g->pat->ops[g->op];
    if (op->kind == OP_STAR) {
        g->star = (struct retry){g->op++, g->at};
        return true;
    }
    if (op->kind == OP_ANY || op->kind == OP_DIRS) {
        g->dirs = (struct retry){g->op++, g->at};
        g->star = NO_RETRY;
        return true;
    }
    if (g->at == g->s.n || !op_takes(op, g->s.p[g->at]))
        return false;
    if (g->s.p[g->at] == '/')
        g->star = NO_RETRY;
    g->at++;
    g->op++;
    return true;
}

static bool glob_match(const struct gitignore_pattern *pat, struct str s, uint64_t *work)
{
    struct glob_state g = {.pat = pat, .s = s, .star = NO_RETRY, .dirs = NO_RETRY};
    if (pat->min_len > s.n)
        return false;
    for (;; ++*work) {
        if (g.op == pat->n_ops && (g.at == s.n || pat->ops[g.op - 1].kind == OP_ANY))
            return true;
        if ((g.op == pat->n_ops || !glob_step(&g)) && !glob_retry(&g))
            return false;
    }
}

static bool pattern_match(const struct gitignore_pattern *pat, struct str s, uint64_t *work)
{
    switch (pat->shape) {
    case GITIGNORE_LITERAL:
        return str_eq(pat->literal, s);
    case GITIGNORE_SUFFIX:
        return str_ends(s, pat->literal);
    default:
        return str_starts(s, pat->literal) && glob_match(pat, str_slice(s, pat->literal.n, s.n), work);
    }
}

const struct gitignore_pattern *gitignore_match(const struct gitignore *list, struct str path, bool is_dir,
                                                uint64_t *work)
{
    struct str name = path_base(path);
    *work += list->n;
    for (uint32_t i = list->n; i-- > 0;) {
        const struct gitignore_pattern *pat = &list->patterns[i];
        if ((is_dir || !pat->dir_only) && pattern_match(pat, pat->whole_path ? path : name, work))
            return pat;
    }
    return NULL;
}
