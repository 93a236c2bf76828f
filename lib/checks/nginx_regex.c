/* Regular expressions that cost too much, let through too much, or name groups that they do not have. */
#include "base/buf.h"
#include "checks/nginx_patterns.h"
#include "kinds/nginx/variables.h"
#include "regex/cost.h"
#include "regex/reach.h"
#include "regex/regex.h"
#include "regex/walk.h"

/* ---- cost ---- */

/* Work that may be done for one configuration (struct regex_cost): some seconds of CPU if patterns are made to cost the most, else enough for hundreds of costly ones. */
enum { MAX_WORK = 15000 };

struct costing {
    const struct check_input *in;
    struct map known; /* pattern, behind a byte for its flags and subject -> struct regex_cost */
    uint32_t work;
};

static const struct regex_cost *cost_of(struct costing *c, const struct nginx_pattern *p)
{
    struct arena *a = c->in->a;
    struct str key = str_printf(a, "%d%d%.*s", p->caseless, (int)p->subject, STR_ARG(p->text));
    struct regex_cost *cost = map_get(&c->known, key);
    if (cost)
        return cost;
    cost = arena_new(a, struct regex_cost);
    struct byte_set bytes = nginx_subject_bytes(p->subject);
    if (c->work < MAX_WORK)
        *cost = regex_cost_of(a, p->text, p->caseless ? REGEX_CASELESS : 0, &bytes);
    else
        *cost = (struct regex_cost){.kind = REGEX_COST_UNKNOWN, .why = STR("too many patterns that may be costly")};
    c->work += cost->work;
    map_put(&c->known, key, cost, NULL);
    return cost;
}

/* What is said of each kind of cost. */
static const struct {
    const char *how, *parts, *help;
    uint32_t steps;
    enum severity severity;
} costs[] = {
    [REGEX_COST_EXPONENTIAL] = {"exponentially", "",
                                "let each round begin with a byte that the round before cannot end with",
                                REGEX_COST_STEPS, SEV_ERROR},
    [REGEX_COST_CUBIC] = {"with the cube of the length", "three",
                          "say what may stand between: [^/]* for .*, or a limit, {0,64}", REGEX_COST_STEPS,
                          SEV_WARNING},
    [REGEX_COST_SQUARE] = {"with the square of the length", "two",
                           "say what may stand between: [^/]* for .*, or a limit, {0,64}", REGEX_COST_STEPS / 4,
                           SEV_NOTE},
};

static void report_cost(const struct check_input *in, const struct nginx_pattern *p, const struct regex_cost *cost)
{
    struct finding *f =
        diag_add(in->sink, in->rule, p->at, "regular expression backtracks %s: %u bytes in %s take more than %u steps",
                 costs[cost->kind].how, cost->text.n, nginx_subject_name(in, p), costs[cost->kind].steps);
    if (cost->part.n)
        diag_label(in->sink, f, "each round of \"%s\" can be matched in two ways", nginx_shown(in, cost->part));
    else
        diag_label(in->sink, f, "%s parts without end that can share one text", costs[cost->kind].parts);
    diag_note(in->sink, f, "such a text repeats \"%s\" and fails behind it: \"%s\"", nginx_shown(in, cost->round),
              nginx_shown(in, str_slice(cost->text, cost->text.n > 60 ? cost->text.n - 60 : 0, cost->text.n)));
    diag_note(in->sink, f, "PCRE2 gives up at 10000000 steps; a worker serves nobody else until then");
    diag_help(in->sink, f, "%s", costs[cost->kind].help);
    if (cost->kind != REGEX_COST_EXPONENTIAL)
        nginx_lower(f, costs[cost->kind].severity);
    else if (p->subject == NGINX_SUBJECT_OWN)
        nginx_lower(f, SEV_WARNING);
}

static void judge_cost(void *ctx, const struct nginx_pattern *p)
{
    struct costing *c = ctx;
    const struct regex_cost *cost = cost_of(c, p);
    if (cost->kind == REGEX_COST_UNKNOWN)
        nginx_not_run(c->in, p->at, cost->why);
    else if (cost->kind != REGEX_COST_LOW)
        report_cost(c->in, p, cost);
}

void check_nginx_regex_cost(const struct check_input *in)
{
    struct costing c = {.in = in, .known = {.a = in->a}};
    if (nginx_is_checked(in))
        nginx_each_pattern(in, judge_cost, &c);
}

/* ---- groups that are not there ---- */

static void judge_groups(const struct check_input *in, struct node *e)
{
    struct str pattern, to;
    struct nginx_piece piece;
    uint32_t at = 0;
    if (!nginx_text_of(e, 0, &pattern) || !nginx_text_of(e, 1, &to) || str_find_byte(to, '$') == to.n)
        return;
    const struct regex *re = regex_compile(in->a, pattern, 0, NULL);
    while (re && nginx_next_piece(to, &at, &piece)) {
        if (piece.capture <= re->n_groups)
            continue;
        struct finding *f = diag_add(
            in->sink, in->rule, nginx_piece_span(node_word(e, 1), piece.off, piece.len),
            "$%u in rewrite: its regular expression has %s", piece.capture,
            re->n_groups == 0 ? "no group"
                              : str_printf(in->a, re->n_groups == 1 ? "1 group" : "%u groups", re->n_groups).p);
        diag_label(in->sink, f, "always empty");
        diag_related(in->sink, f, node_word(e, 0)->at, "the regular expression");
    }
}

void check_nginx_regex_group(const struct check_input *in)
{
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("rewrite"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        judge_groups(in, e);
}

/* ---- origins ---- */

static bool refuses(struct kind_job *job, const struct node *block)
{
    struct str code;
    struct node *e = nginx_first(job, block, STR("return"));
    return e && nginx_text_of(e, 0, &code) && code.n == 3 && code.p[0] == '4';
}

static bool is_allow_list(const struct check_input *in, const struct nginx_pattern *p)
{
    if (str_eq(p->entry->text, STR("if")))
        return p->negative == refuses(in->job, p->entry);
    struct str value;
    return nginx_text_of(p->entry, 0, &value) && value.n > 0 && !str_eq(value, STR("0"));
}

static bool is_name_byte(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c);
}

/* A foreign origin that the pattern matches: one that begins as those that are meant, or ends as they do. */
static bool foreign_origin(const struct check_input *in, const struct nginx_pattern *p, const struct regex_tree *tree,
                           struct str *ret)
{
    struct buf b = {.a = in->a};
    unsigned flags = p->caseless ? REGEX_CASELESS : 0;
    const struct regex *re = regex_compile(in->a, p->text, flags, NULL);
    regex_sample(tree->root, &b);
    struct str meant = buf_str(&b);
    if (!re || meant.n == 0 || str_find_byte(meant, '.') == meant.n)
        return false;
    if (!regex_anchored_at_end(tree) && is_name_byte(meant.p[meant.n - 1]))
        *ret = str_concat(in->a, meant, STR(".evil.example"));
    else if (!regex_anchored_at_start(tree) && is_name_byte(meant.p[0]) && str_find(meant, STR("://")) == meant.n)
        *ret = str_concat(in->a, STR("https://evil-"), meant);
    else
        return false;
    return regex_match(re, regex_matcher_new(in->a), *ret, 0) == REGEX_MATCH;
}

static void judge_origin(void *ctx, const struct nginx_pattern *p)
{
    const struct check_input *in = ctx;
    struct regex_tree tree;
    struct str why, foreign;
    if (!str_eq_nocase(p->variable, STR("http_origin")) || !is_allow_list(in, p))
        return;
    if (!regex_tree_parse(in->a, p->text, p->caseless ? REGEX_CASELESS : 0, &tree, &why)) {
        nginx_not_run(in, p->at, why);
        return;
    }
    if (!foreign_origin(in, p, &tree, &foreign))
        return;
    struct finding *f = diag_add(in->sink, in->rule, p->at, "the pattern for $http_origin lets \"%s\" in as well",
                                 nginx_shown(in, foreign));
    diag_label(in->sink, f, "not anchored at its %s", regex_anchored_at_end(&tree) ? "start" : "end");
    diag_help(in->sink, f, "^ before the scheme, $ behind the name, and \\. for each dot");
}

void check_nginx_origin(const struct check_input *in)
{
    if (nginx_is_checked(in))
        nginx_each_pattern(in, judge_origin, (void *)(uintptr_t)in);
}
