#include "regex/cost.h"

#include "base/limits.h"
#include "regex/loop.h"
#include "regex/regex.h"
#include "regex/walk.h"

/* A text that TRY_STEPS are enough for is not tried to the end; of those that are, MAX_PROOFS for each part of a pattern, for each takes up to 50 ms. */
enum {
    TRY_STEPS = 40000,
    HEAP_KIB = 65536,
    MAX_BYTES = 4000,
    MAX_CANDIDATES = 8,
    MAX_PROOFS = 3,
    FEW_STEPS = 1000, /* most texts need no more; the others cost that many times as much */
    TRY_COST = TRY_STEPS / FEW_STEPS,
    PROOF_COST = REGEX_COST_STEPS / FEW_STEPS / 2,
};

/* How often a text repeats its part, how many of the ends below are tried, and the steps that then prove the cost: 40 rounds make 2^40 ways, and 1.42^40 are still more than
 * a million; a sixth of the cube of 256 is 2.8 million while half of its square is 33,000; half of the square of 1,024 is 520,000 while 100 times it are 100,000. */
struct aim {
    enum regex_cost_kind kind;
    uint32_t rounds, n_ends, steps;
};

static const struct aim exponential = {REGEX_COST_EXPONENTIAL, 40, 13, REGEX_COST_STEPS};
static const struct aim cubic = {REGEX_COST_CUBIC, 256, 3, REGEX_COST_STEPS};
static const struct aim square = {REGEX_COST_SQUARE, 1024, 2, REGEX_COST_STEPS / 4};

struct measuring {
    struct arena *a;
    struct str pattern;
    const struct byte_set *bytes;
    const struct regex *re;
    struct regex_matcher *matcher;
    struct regex_cost cost;
    const struct aim *aim;
    struct str unsure; /* why the answer cannot be LOW */
    uint32_t n_endless;
    uint32_t n_proofs;          /* tried for the part at hand */
    struct byte_set candidates; /* bytes that may be repeated for cubic time */
};

static bool fits(const struct measuring *m, struct str text)
{
    for (uint32_t i = 0; i < text.n; i++)
        if (!set_has(m->bytes, (uint8_t)text.p[i]))
            return false;
    return text.n <= MAX_BYTES;
}

static bool takes_steps(struct measuring *m, struct str text, uint32_t steps)
{
    regex_matcher_limit(m->matcher, steps, HEAP_KIB);
    return regex_match(m->re, m->matcher, text, 0) == REGEX_LIMIT;
}

/* In three steps, for most texts cost nothing. */
static bool is_costly(struct measuring *m, struct str text)
{
    m->cost.work++;
    if (!takes_steps(m, text, FEW_STEPS))
        return false;
    m->cost.work += TRY_COST;
    if (!takes_steps(m, text, TRY_STEPS) || m->n_proofs >= MAX_PROOFS)
        return false;
    m->cost.work += PROOF_COST;
    m->n_proofs++;
    return takes_steps(m, text, m->aim->steps);
}

/* What stands behind the rounds: a byte that fits nowhere, what the pattern needs there (PCRE2 gives up at once without its last literal byte), or both. */
enum tail { TAIL_END_AND_REST, TAIL_REST_AND_END, TAIL_END, N_TAILS };

static void put_tail(const struct regex_path *path, struct str end, enum tail tail, struct buf *b)
{
    if (tail == TAIL_REST_AND_END)
        regex_sample_after(path, b);
    buf_put(b, end);
    if (tail == TAIL_END_AND_REST)
        regex_sample_after(path, b);
}

/* Whether a text is found to take too many steps that leads up to the node and repeats round. */
static bool try_text(struct measuring *m, const struct regex_path *path, struct str round, struct str end,
                     enum tail tail)
{
    struct buf b = {.a = m->a};
    regex_sample_before(path, &b);
    for (uint32_t i = 0; i < m->aim->rounds && b.n < MAX_BYTES; i++)
        buf_put(&b, round);
    put_tail(path, end, tail, &b);
    struct str text = buf_str(&b);
    if (!fits(m, text) || !is_costly(m, text))
        return false;
    m->cost.round = str_dup(m->a, round);
    m->cost.text = str_dup(m->a, text);
    return true;
}

/* Ends that are likely to make a match fail, the likeliest first. */
static const struct str ends[] = {
    STR_INIT("!"), STR_INIT("~"), STR_INIT("\n\n"), STR_INIT("/"), STR_INIT("a"), STR_INIT("-"),    STR_INIT("@"),
    STR_INIT("0"), STR_INIT("%"), STR_INIT("\"!"),  STR_INIT(" "), STR_INIT(""),  STR_INIT("\xff"),
};

static bool try_ends(struct measuring *m, const struct regex_path *path, struct str round)
{
    m->n_proofs = 0;
    for (uint32_t i = 0; i < m->aim->n_ends * N_TAILS && m->n_proofs < MAX_PROOFS; i++)
        if (try_text(m, path, round, ends[i / N_TAILS], (enum tail)(i % N_TAILS))) {
            m->cost.kind = m->aim->kind;
            return true;
        }
    return false;
}

/* ---- exponential ---- */

static bool has_choice(void *ctx, const struct regex_path *path)
{
    const struct regex_node *n = path->node;
    (void)ctx;
    return path->up == NULL || !(n->kind == REGEX_ALT || (n->kind == REGEX_REPEAT && n->min != n->max));
}

/* One loop: false ends the walk, for it is shown to be costly. */
static bool look_at_loop(void *ctx, const struct regex_path *path)
{
    struct measuring *m = ctx;
    struct str round;
    const struct regex_node *n = path->node;
    if (n->kind != REGEX_REPEAT || n->max != REGEX_FOREVER)
        return true;
    m->n_endless++;
    if (regex_walk(n, has_choice, NULL) || !regex_may_come_back(path))
        return true;
    enum regex_loop ways = regex_loop_ways(m->a, n, &round);
    if (ways == REGEX_LOOP_TOO_LARGE)
        m->unsure = STR("a loop too large to analyse");
    if (ways != REGEX_LOOP_TWO_WAYS)
        return true;
    if (!try_ends(m, path, round)) {
        m->unsure = STR("a loop that is passed in two ways, without a text that shows what it costs");
        return true;
    }
    m->cost.part = str_slice(m->pattern, n->off, n->end);
    return false;
}

/* ---- powers ---- */

/* Bytes worth repeating: single ones that the pattern names, and one of each set that is repeated without end. */
static bool gather_candidates(void *ctx, const struct regex_path *path)
{
    struct measuring *m = ctx;
    const struct regex_node *n = path->node;
    bool endless = path->up && path->up->node->kind == REGEX_REPEAT && path->up->node->max == REGEX_FOREVER;
    int b = n->kind == REGEX_SET ? set_example(&n->set) : -1;
    if (b >= 0 && (endless || set_count(&n->set) == 1) && set_count(&m->candidates) < MAX_CANDIDATES)
        set_add(&m->candidates, (uint8_t)b);
    return true;
}

/* From the first endless repeat on. */
static bool try_candidates(void *ctx, const struct regex_path *path)
{
    struct measuring *m = ctx;
    if (path->node->kind != REGEX_REPEAT || path->node->max != REGEX_FOREVER)
        return true;
    for (unsigned b = 0; b < 256; b++) {
        char c = (char)b;
        if (set_has(&m->candidates, (uint8_t)b) && try_ends(m, path, (struct str){&c, 1}))
            return false;
    }
    return false;
}

/* The worst first: what takes the cube takes the square as well. */
static void look_for_powers(struct measuring *m, const struct regex_node *root)
{
    if (m->n_endless < 2)
        return;
    regex_walk(root, gather_candidates, m);
    m->aim = &cubic;
    regex_walk(root, try_candidates, m);
    m->aim = &square;
    if (m->cost.kind == REGEX_COST_LOW)
        regex_walk(root, try_candidates, m);
}

struct regex_cost regex_cost_of(struct arena *a, struct str pattern, unsigned flags, const struct byte_set *bytes)
{
    struct regex_tree tree;
    struct measuring m = {.a = a, .pattern = pattern, .bytes = bytes, .aim = &exponential};
    m.re = regex_compile(a, pattern, flags, NULL);
    if (!m.re)
        return (struct regex_cost){.kind = REGEX_COST_UNKNOWN, .why = STR("a pattern that does not compile")};
    if (!regex_tree_parse(a, pattern, flags, &tree, &m.unsure))
        return (struct regex_cost){.kind = REGEX_COST_UNKNOWN, .why = m.unsure};
    m.matcher = regex_matcher_new(a);
    if (regex_walk(tree.root, look_at_loop, &m))
        look_for_powers(&m, tree.root);
    if (m.cost.kind == REGEX_COST_LOW && m.unsure.n) {
        m.cost.kind = REGEX_COST_UNKNOWN;
        m.cost.why = m.unsure;
    }
    return m.cost;
}
