#include "regex/loop.h"

#include "base/buf.h"
#include "base/vec.h"

/* Bounds of one loop's analysis: positions, edges, steps in the product. */
enum { MAX_PLACES = 256, MAX_EDGES = 20000, MAX_STEPS = 2000000, MAX_COPIES = 8 };

/* A place and in how many ways it is come to; 2 stands for more, too. */
struct way {
    uint32_t to, n;
};

struct ways {
    struct way *p;
    uint32_t n, cap;
};

struct place {
    struct byte_set set;
    struct ways next;
};

struct machine {
    struct arena *a;
    VEC(struct place) places;
    uint32_t n_edges;
    bool too_large;
};

/* A part of the machine: in how many ways it matches nothing, where it begins and ends. */
struct part {
    uint32_t empty;
    struct ways first, last;
};

static uint32_t at_most_two(uint32_t n)
{
    return n > 2 ? 2 : n;
}

static void add_way(struct machine *m, struct ways *w, uint32_t to, uint32_t n)
{
    for (uint32_t i = 0; i < w->n; i++)
        if (w->p[i].to == to) {
            w->p[i].n = at_most_two(w->p[i].n + n);
            return;
        }
    vec_push(m->a, w, ((struct way){to, at_most_two(n)}));
}

static void add_ways(struct machine *m, struct ways *w, const struct ways *more, uint32_t times)
{
    for (uint32_t i = 0; times && i < more->n; i++)
        add_way(m, w, more->p[i].to, more->p[i].n * times);
}

/* Edges from the ends of one part to the beginnings of another. */
static void link_parts(struct machine *m, const struct part *x, const struct part *y)
{
    m->n_edges += x->last.n * y->first.n;
    if (m->n_edges > MAX_EDGES)
        m->too_large = true;
    for (uint32_t i = 0; i < x->last.n && !m->too_large; i++)
        add_ways(m, &m->places.p[x->last.p[i].to].next, &y->first, x->last.p[i].n);
}

static struct part follow(struct machine *m, const struct part *x, const struct part *y)
{
    struct part both = {.empty = at_most_two(x->empty * y->empty)};
    link_parts(m, x, y);
    add_ways(m, &both.first, &x->first, 1);
    add_ways(m, &both.first, &y->first, x->empty);
    add_ways(m, &both.last, &y->last, 1);
    add_ways(m, &both.last, &x->last, y->empty);
    return both;
}

static struct part build(struct machine *m, const struct regex_node *n);

static struct part build_set(struct machine *m, const struct regex_node *n)
{
    struct part p = {0};
    if (m->places.n >= MAX_PLACES)
        m->too_large = true;
    if (m->too_large)
        return p;
    vec_push(m->a, &m->places, ((struct place){.set = n->set}));
    add_way(m, &p.first, m->places.n - 1, 1);
    add_way(m, &p.last, m->places.n - 1, 1);
    return p;
}

static struct part build_all(struct machine *m, const struct regex_node *n)
{
    struct part p = {.empty = 1};
    for (const struct regex_node *c = n->first; c && !m->too_large; c = c->next) {
        struct part next = build(m, c);
        p = follow(m, &p, &next);
    }
    return p;
}

static struct part build_one_of(struct machine *m, const struct regex_node *n)
{
    struct part p = {0};
    for (const struct regex_node *c = n->first; c && !m->too_large; c = c->next) {
        struct part next = build(m, c);
        p.empty = at_most_two(p.empty + next.empty);
        add_ways(m, &p.first, &next.first, 1);
        add_ways(m, &p.last, &next.last, 1);
    }
    return p;
}

/* A round that matches nothing ends the loop, as in PCRE. */
static struct part build_loop(struct machine *m, const struct regex_node *body)
{
    struct part p = build(m, body);
    link_parts(m, &p, &p);
    return p;
}

static struct part build_optional(struct machine *m, const struct regex_node *body)
{
    struct part p = build(m, body);
    p.empty = at_most_two(p.empty + 1);
    return p;
}

/* x{2,5} is x x (x (x (x)?)?)?; {2,} is x x+; * is (x+)?. */
static struct part build_repeat(struct machine *m, const struct regex_node *n)
{
    bool forever = n->max == REGEX_FOREVER;
    uint32_t min = n->min > MAX_COPIES ? MAX_COPIES : n->min;
    uint32_t more = forever ? 0 : n->max - n->min > MAX_COPIES ? MAX_COPIES : n->max - n->min;
    struct part tail = {.empty = 1};
    for (uint32_t i = 0; i < more && !m->too_large; i++) {
        struct part one = build(m, n->first);
        tail = follow(m, &one, &tail);
        tail.empty = 1;
    }
    if (forever && min == 0) {
        tail = build_loop(m, n->first);
        tail.empty = 1;
    } else if (forever) {
        tail = build_loop(m, n->first);
    }
    for (uint32_t i = forever && min ? 1 : 0; i < min && !m->too_large; i++) {
        struct part one = build(m, n->first);
        tail = follow(m, &one, &tail);
    }
    return tail;
}

static struct part build(struct machine *m, const struct regex_node *n)
{
    switch (n->kind) {
    case REGEX_SET:
        return build_set(m, n);
    case REGEX_CAT:
        return build_all(m, n);
    case REGEX_ALT:
        return build_one_of(m, n);
    case REGEX_REPEAT:
        return n->max == 1 && n->min == 0 ? build_optional(m, n->first) : build_repeat(m, n);
    case REGEX_GROUP:
    case REGEX_ATOMIC:
        return build(m, n->first);
    default:
        return (struct part){.empty = 1};
    }
}

/* ---- two ways ---- */

/* Two walks over the loop that read the same bytes. */
struct product {
    struct machine *m;
    uint32_t *from; /* by pair: the pair before it, plus 1; 0: not seen */
    uint32_t *queue;
    uint32_t n_queue, steps;
};

static bool shared(const struct machine *m, uint32_t x, uint32_t y, uint8_t *ret)
{
    struct byte_set s = set_common(&m->places.p[x].set, &m->places.p[y].set);
    int b = set_example(&s);
    if (b < 0)
        return false;
    *ret = (uint8_t)b;
    return true;
}

/* The bytes that lead from one place to another, without the first place's own. False: the work is too much, or there is no way. */
static bool shortest_way(const struct machine *m, uint32_t from, uint32_t to, struct buf *ret)
{
    uint32_t n = m->places.n, head = 0, tail = 0;
    uint32_t *before = arena_array(m->a, uint32_t, n), *queue = arena_array(m->a, uint32_t, n);
    if (from == to)
        return true;
    queue[tail++] = from;
    before[from] = from + 1;
    while (head < tail && !before[to]) {
        uint32_t at = queue[head++];
        const struct ways *w = &m->places.p[at].next;
        for (uint32_t i = 0; i < w->n; i++)
            if (!before[w->p[i].to] && !set_is_empty(&m->places.p[w->p[i].to].set)) {
                before[w->p[i].to] = at + 1;
                queue[tail++] = w->p[i].to;
            }
    }
    if (!before[to])
        return false;
    uint32_t length = 0;
    for (uint32_t at = to; at != from; at = before[at] - 1)
        queue[length++] = at;
    while (length)
        buf_putc(ret, (char)set_example(&m->places.p[queue[--length]].set));
    return true;
}

/* An edge that is there twice: "(a+)+" comes from a to a by the inner and by the outer loop. */
static bool find_double_edge(const struct machine *m, struct buf *ret)
{
    for (uint32_t at = 0; at < m->places.n; at++)
        for (uint32_t i = 0; i < m->places.p[at].next.n; i++) {
            struct way w = m->places.p[at].next.p[i];
            int b = set_example(&m->places.p[w.to].set);
            if (w.n < 2 || b < 0)
                continue;
            buf_clear(ret);
            buf_putc(ret, (char)b);
            if (shortest_way(m, w.to, at, ret))
                return true;
        }
    return false;
}

static void visit(struct product *p, uint32_t from, uint32_t x, uint32_t y)
{
    uint32_t pair = x * p->m->places.n + y;
    if (p->from[pair])
        return;
    p->from[pair] = from + 1;
    p->queue[p->n_queue++] = pair;
}

/* Pairs of different places that one place leads to with one byte. */
static void start_apart(struct product *p)
{
    uint8_t b;
    for (uint32_t at = 0; at < p->m->places.n; at++) {
        const struct ways *w = &p->m->places.p[at].next;
        for (uint32_t i = 0; i < w->n; i++)
            for (uint32_t k = i + 1; k < w->n; k++, p->steps++)
                if (shared(p->m, w->p[i].to, w->p[k].to, &b))
                    visit(p, at * p->m->places.n + at, w->p[i].to, w->p[k].to);
    }
}

/* From a pair on, both walks one byte further. Returns the place where they meet, plus 1; 0: nowhere yet. */
static uint32_t step_pair(struct product *p, uint32_t pair)
{
    uint32_t n = p->m->places.n;
    uint8_t b;
    const struct ways *v = &p->m->places.p[pair / n].next, *w = &p->m->places.p[pair % n].next;
    for (uint32_t i = 0; i < v->n; i++)
        for (uint32_t k = 0; k < w->n; k++, p->steps++) {
            uint32_t x = v->p[i].to, y = w->p[k].to;
            if (!shared(p->m, x, y, &b))
                continue;
            visit(p, pair, x, y);
            if (x == y)
                return x + 1;
        }
    return 0;
}

/* The bytes from where the walks part to where they meet, and on to where they parted. */
static bool word_of_meeting(const struct product *p, uint32_t place, struct buf *ret)
{
    uint32_t n = p->m->places.n, length = 0, at = place * n + place;
    uint8_t *back = arena_array(p->m->a, uint8_t, (size_t)n * n + 1), b = 0;
    do {
        (void)shared(p->m, at / n, at % n, &b);
        back[length++] = b;
        at = p->from[at] - 1;
    } while (at / n != at % n);
    buf_clear(ret);
    while (length)
        buf_putc(ret, (char)back[--length]);
    return shortest_way(p->m, place, at / n, ret);
}

static enum regex_loop find_meeting(struct machine *m, struct buf *ret)
{
    uint32_t n = m->places.n;
    struct product p = {.m = m,
                        .from = arena_array(m->a, uint32_t, (size_t)n * n + 1),
                        .queue = arena_array(m->a, uint32_t, (size_t)n * n + 1)};
    start_apart(&p);
    for (uint32_t head = 0; head < p.n_queue; head++) {
        uint32_t meeting = step_pair(&p, p.queue[head]);
        if (meeting)
            return word_of_meeting(&p, meeting - 1, ret) ? REGEX_LOOP_TWO_WAYS : REGEX_LOOP_ONE_WAY;
        if (p.steps > MAX_STEPS)
            return REGEX_LOOP_TOO_LARGE;
    }
    return REGEX_LOOP_ONE_WAY;
}

enum regex_loop regex_loop_ways(struct arena *a, const struct regex_node *repeat, struct str *ret_word)
{
    struct machine m = {.a = a};
    struct buf word = {.a = a};
    build_loop(&m, repeat->first);
    if (m.too_large)
        return REGEX_LOOP_TOO_LARGE;
    enum regex_loop found = find_double_edge(&m, &word) ? REGEX_LOOP_TWO_WAYS : find_meeting(&m, &word);
    if (found == REGEX_LOOP_TWO_WAYS)
        *ret_word = str_dup(a, buf_str(&word));
    return found;
}
