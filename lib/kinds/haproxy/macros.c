#include "kinds/haproxy/macros.h"

#include "kinds/haproxy/units.h"

/* What a condition comes to. */
enum truth { FALSE_, TRUE_, UNKNOWN_, WRONG_ };

static struct haproxy_if *innermost(struct haproxy_reader *r)
{
    return r->n_branches ? &r->branches[r->n_branches - 1] : NULL;
}

bool haproxy_is_dropped(const struct haproxy_reader *r)
{
    if (r->n_branches == 0)
        return false;
    enum haproxy_branch state = r->branches[r->n_branches - 1].state;
    return state == HAPROXY_BRANCH_DROPPED || state == HAPROXY_BRANCH_SKIPPED;
}

bool haproxy_in_doubt(const struct haproxy_reader *r)
{
    if (r->marks.n_conditional && r->words.tokens.n && marks_is_conditional(&r->marks, r->words.tokens.p[0].off))
        return true;
    for (uint32_t i = 0; i < r->n_branches; i++)
        if (r->branches[i].was_unknown)
            return true;
    return false;
}

/* A version in quotes or without: the two that a condition compares, by major and minor. */
static enum truth compare_version(const struct haproxy_reader *r, struct str text, bool before)
{
    version_number v;
    if (text.n > 1 && (text.p[0] == '"' || text.p[0] == '\''))
        text = str_slice(text, 1, text.n - 1);
    if (!version_parse(text, &v))
        return UNKNOWN_;
    if (r->job->target == 0)
        return UNKNOWN_;
    if ((v & 0xff) == 0xff)
        v &= ~0xffu;
    bool least = r->job->target >= v;
    return least != before ? TRUE_ : FALSE_;
}

/* One term without operators. What needs the system, a build or the environment is not known. */
static enum truth evaluate(const struct haproxy_reader *r, struct str s)
{
    uint32_t end, row;
    s = str_trim(s);
    bool negated = false;
    for (; s.n && s.p[0] == '!'; s = str_trim(str_slice(s, 1, s.n)))
        negated = !negated;
    if (s.n == 0)
        return negated ? TRUE_ : FALSE_;
    int64_t number = haproxy_atol(s, &end);
    if (end == s.n)
        return (number != 0) != negated ? TRUE_ : FALSE_;
    uint32_t open = str_find_byte(s, '(');
    struct str name = str_trim(str_slice(s, 0, open)), inner = str_slice(s, open + 1, s.n ? s.n - 1 : 0);
    if (str_find(s, STR("&&")) < s.n || str_find(s, STR("||")) < s.n || open == 0)
        return UNKNOWN_;
    if (haproxy_word_pick(name, HAPROXY_CLASS_PREDICATE, 0, r->job->target, &row) != HAPROXY_FIT_OK)
        return WRONG_;
    if (open == s.n)
        return WRONG_;
    bool least = str_eq(name, STR("version_atleast"));
    enum truth t =
        least || str_eq(name, STR("version_before")) ? compare_version(r, str_trim(inner), !least) : UNKNOWN_;
    return t == UNKNOWN_ ? t : (t == TRUE_) != negated ? TRUE_ : FALSE_;
}

static enum truth condition(struct haproxy_reader *r, struct node *e, uint32_t seen)
{
    const struct haproxy_token *t = r->words.tokens.p;
    if (seen < 2)
        return FALSE_;
    for (uint32_t i = 1; i < seen; i++)
        if (t[i].unknown)
            return UNKNOWN_;
    struct str text = seen == 2 ? t[1].text : str_slice(r->text, t[1].off, t[seen - 1].off + t[seen - 1].len);
    enum truth truth = evaluate(r, text);
    if (truth == WRONG_) {
        haproxy_fault(r, SYNTAX_VALUE, (struct span){r->src, t[1].off, t[seen - 1].off + t[seen - 1].len - t[1].off},
                      "unparsable conditional expression '%s' in '%.*s'", haproxy_quoted(r, text), STR_ARG(e->text));
        e->flags |= NODE_FAULTY;
        return UNKNOWN_;
    }
    return truth;
}

static void enter(struct haproxy_reader *r, struct haproxy_if *b, enum truth truth)
{
    b->state = truth == TRUE_    ? HAPROXY_BRANCH_TAKEN
               : truth == FALSE_ ? HAPROXY_BRANCH_DROPPED
                                 : HAPROXY_BRANCH_UNKNOWN;
    b->was_taken |= truth == TRUE_;
    b->was_unknown |= truth == UNKNOWN_;
    r->may_be_more |= truth == UNKNOWN_;
}

static void read_if(struct haproxy_reader *r, struct node *e, uint32_t seen)
{
    bool outer = haproxy_is_dropped(r);
    if (r->n_branches == HAPROXY_MAX_BRANCHES - 1) {
        haproxy_fault(r, SYNTAX_TOO_LONG, e->name_at, "too many nested '.if', max is %d", HAPROXY_MAX_BRANCHES);
        return;
    }
    struct haproxy_if *b = &r->branches[r->n_branches++];
    *b = (struct haproxy_if){.at = e->name_at, .state = HAPROXY_BRANCH_SKIPPED};
    if (!outer)
        enter(r, b, condition(r, e, seen));
}

static bool lone(struct haproxy_reader *r, struct node *e, bool after_else)
{
    struct haproxy_if *b = innermost(r);
    if (b && !(after_else && b->was_else))
        return false;
    haproxy_fault(r, SYNTAX_MISPLACED, e->name_at,
                  b ? "'%.*s' after '.else' is not permitted" : "lone '%.*s' with no matching '.if'", STR_ARG(e->text));
    e->flags |= NODE_FAULTY;
    return true;
}

static void read_elif(struct haproxy_reader *r, struct node *e, uint32_t seen, bool is_else)
{
    struct haproxy_if *b = innermost(r);
    if (lone(r, e, true))
        return;
    b->was_else = is_else;
    if (b->was_taken || b->state == HAPROXY_BRANCH_SKIPPED) {
        b->state = HAPROXY_BRANCH_SKIPPED;
        return;
    }
    if (!b->was_unknown)
        enter(r, b, is_else ? TRUE_ : condition(r, e, seen));
    else if (!is_else && condition(r, e, seen) == FALSE_)
        b->state = HAPROXY_BRANCH_DROPPED;
    else
        b->state = HAPROXY_BRANCH_UNKNOWN;
}

static void read_message(struct haproxy_reader *r, struct node *e, uint32_t seen)
{
    const struct haproxy_token *t = r->words.tokens.p;
    if (haproxy_is_dropped(r))
        return;
    if (seen > 2)
        haproxy_fault(r, SYNTAX_COUNT, (struct span){r->src, t[2].off, t[2].len},
                      "unexpected argument '%s' for '%.*s'. Use quotes if the message should contain spaces",
                      haproxy_quoted(r, t[2].text), STR_ARG(e->text));
    else if (str_eq(e->text, STR(".alert")) && !haproxy_in_doubt(r))
        haproxy_fault(r, SYNTAX_CONFLICT, e->name_at, "'%s'", seen > 1 ? haproxy_quoted(r, t[1].text) : "");
}

void haproxy_macro(struct haproxy_reader *r, struct node *e, uint32_t seen)
{
    const struct haproxy_token *t = r->words.tokens.p;
    bool is_else = str_eq(e->text, STR(".else")), is_end = str_eq(e->text, STR(".endif"));
    uint32_t row;
    if ((is_else || is_end) && seen > 1)
        haproxy_fault(r, SYNTAX_COUNT, (struct span){r->src, t[1].off, t[1].len}, "unexpected argument '%s' for '%.*s'",
                      haproxy_quoted(r, t[1].text), STR_ARG(e->text));
    if (str_eq(e->text, STR(".if")))
        read_if(r, e, seen);
    else if (is_else || str_eq(e->text, STR(".elif")))
        read_elif(r, e, seen, is_else);
    else if (is_end)
        r->n_branches -= !lone(r, e, false);
    else if (haproxy_word_pick(e->text, HAPROXY_CLASS_MACRO, 0, r->job->target, &row) == HAPROXY_FIT_OK)
        read_message(r, e, seen);
    else if (!haproxy_is_dropped(r))
        haproxy_fault(r, SYNTAX_UNKNOWN, e->name_at, "unknown directive '%s'", haproxy_quoted(r, e->text));
}

void haproxy_end_macros(struct haproxy_reader *r)
{
    if (r->n_branches)
        haproxy_fault(r, SYNTAX_UNTERMINATED, r->branches[r->n_branches - 1].at, "non-terminated '.if' block");
}
