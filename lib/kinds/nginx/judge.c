#include "kinds/nginx/judge.h"

#include "base/buf.h"
#include "diag/closest.h"
#include "kinds/nginx/args.h"

bool nginx_fits(const struct nginx_reader *r, struct str name, uint32_t context)
{
    uint32_t row;
    return context && nginx_word_pick(name, context, r->job->target, &row) == NGINX_FIT_OK;
}

/* More edits than these make another word of any name. */
enum { FARTHEST = 5, LONGEST_NAME = 50 };

/* Bytes that names are made of: of other words none is a name misspelt. */
static bool is_name(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && !ch_is_digit(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
            return false;
    return s.n <= LONGEST_NAME;
}

/* The letters that a name has, one bit each, whatever their case. */
static uint32_t letters_of(struct str s)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < s.n; i++)
        set |= 1u << (s.p[i] & 31);
    return set;
}

/* The known name nearest to word: of those that may stand in context, else of all. */
static struct str nearest_name(const struct nginx_reader *r, struct str word, uint32_t context)
{
    struct closest near = closest_start(word);
    uint32_t letters = letters_of(word);
    if (near.distance > FARTHEST)
        near.distance = FARTHEST;
    if (!is_name(word))
        return (struct str){0};
    for (int pass = 0; pass < 2 && near.best.n == 0; pass++)
        for (uint32_t i = 1; i < nginx_words_n; i++) {
            const struct nginx_word *w = &nginx_words[i];
            if (!(pass || (w->contexts & context)) || !nginx_word_holds(w, r->job->target))
                continue;
            struct str name = nginx_word_str(w->name);
            /* One edit changes at most two letters of the set: most names need no closer look. */
            if ((uint32_t)__builtin_popcount(letters ^ letters_of(name)) <= 2 * near.distance)
                closest_offer(&near, name, nginx_word_is_builtin(w) ? 0 : 1);
        }
    return near.best;
}

/* The blocks that a name may stand in, for a label: "http, server, location". */
static struct str places_of(struct nginx_reader *r, struct str name)
{
    struct buf b = {.a = r->a};
    uint32_t n, contexts = 0, first = nginx_word_find(name, &n);
    for (uint32_t i = first; i < first + n; i++)
        if (nginx_word_holds(&nginx_words[i], r->job->target))
            contexts |= nginx_words[i].contexts;
    for (uint32_t bit = 1; bit < NGINX_IN_ANY; bit <<= 1)
        if (contexts & bit) {
            if (b.n)
                buf_put(&b, STR(", "));
            buf_put(&b, nginx_context_name(bit));
        }
    return buf_str(&b);
}

/* Where a third-party or commercial directive may stand is known from one release of its module, or from its documentation: too
 * little to call it misplaced. */
static bool place_is_certain(const struct nginx_reader *r, struct str name)
{
    uint32_t n, first = nginx_word_find(name, &n);
    for (uint32_t i = first; i < first + n; i++)
        if (nginx_word_is_builtin(&nginx_words[i]) && nginx_word_holds(&nginx_words[i], r->job->target))
            return true;
    return false;
}

static bool is_held(const struct nginx_reader *r, struct str name)
{
    uint32_t n, first = nginx_word_find(name, &n);
    for (uint32_t i = first; i < first + n; i++)
        if (nginx_word_holds(&nginx_words[i], r->job->target))
            return true;
    return false;
}

/* A module that the table does not know is loaded: the name may be its. Said once. */
static bool excuse_unknown(struct nginx_reader *r)
{
    if (!r->foreign)
        return false;
    if (!span_is_none(r->foreign_at))
        diag_not_analysed(r->sink, r->foreign_at, (struct str){0}, "directives of a module that is not known");
    r->foreign_at = SPAN_NONE;
    return true;
}

static uint32_t unknown_name(struct nginx_reader *r, struct node *entry)
{
    if (excuse_unknown(r))
        return 0;
    struct finding *f =
        nginx_fault(r, SYNTAX_UNKNOWN, entry->name_at, "unknown directive \"%s\"", nginx_quoted(r, entry->text));
    if (r->n_searches == 0)
        return 0;
    r->n_searches--;
    struct str near = nearest_name(r, entry->text, r->frame->context);
    uint32_t row;
    if (!near.n)
        return 0;
    bool here = nginx_word_pick(near, r->frame->context, r->job->target, &row) == NGINX_FIT_OK;
    diag_help(r->sink, f,
              here ? "a directive with a similar name is valid here: `%.*s`"
                   : "a directive with a similar name is `%.*s`",
              STR_ARG(near));
    return here ? row : 0;
}

static void misplaced(struct nginx_reader *r, struct node *entry)
{
    struct finding *f = nginx_fault(r, SYNTAX_MISPLACED, entry->name_at, "\"%s\" directive is not allowed here",
                                    nginx_quoted(r, entry->text));
    struct str here = nginx_context_name(r->frame->context), places = places_of(r, entry->text);
    if (places.n)
        diag_label(r->sink, f, "this is %.*s; it may stand in %.*s", STR_ARG(here), STR_ARG(places));
}

/* The table has the name here, but for another version. nginx says the same as of a name that nobody knows, unless it has it elsewhere. */
static void other_version(struct nginx_reader *r, struct node *entry, const struct nginx_word *w, enum nginx_fit fit)
{
    bool elsewhere = is_held(r, entry->text);
    const char *name = nginx_quoted(r, entry->text);
    struct finding *f =
        elsewhere ? nginx_fault(r, SYNTAX_MISPLACED, entry->name_at, "\"%s\" directive is not allowed here", name)
                  : nginx_fault(r, SYNTAX_UNKNOWN, entry->name_at, "unknown directive \"%s\"", name);
    version_number turn = fit == NGINX_FIT_NOT_YET ? w->since : w->until;
    diag_label(r->sink, f, "%s nginx %.*s on",
               fit == NGINX_FIT_NOT_YET ? "known here from" : "no longer known here from",
               STR_ARG(version_show(r->a, turn)));
    diag_note(r->sink, f, "judged for nginx %.*s", STR_ARG(version_show(r->a, r->job->target)));
}

/* Names of modules in loadline.yaml: "ngx_http_lua_module" or "http_lua" or the repository's. */
static bool names_module(struct str given, const struct nginx_word *w)
{
    struct str module = nginx_word_str(w->module), origin = nginx_word_str(w->origin);
    if (str_eq(given, module) || str_eq(given, origin))
        return true;
    if (str_starts(module, STR("ngx_")))
        module = str_slice(module, 4, module.n);
    if (str_ends(module, STR("_module")))
        module = str_slice(module, 0, module.n - 7);
    return str_eq(given, module);
}

/* The modules that nginx has are stated, and this directive's is a third party's that is not among them. */
static bool lacks_module(const struct nginx_reader *r, const struct nginx_word *w)
{
    if (r->job->n_modules == 0 || nginx_word_is_builtin(w))
        return false;
    for (uint32_t i = 0; i < r->job->n_modules; i++)
        if (names_module(r->job->modules[i], w))
            return false;
    return true;
}

static void without_module(struct nginx_reader *r, struct node *entry, const struct nginx_word *w)
{
    struct finding *f =
        nginx_fault(r, SYNTAX_UNKNOWN, entry->name_at, "unknown directive \"%s\"", nginx_quoted(r, entry->text));
    diag_label(r->sink, f, "known to %.*s (%.*s), which is not among the modules of this nginx",
               STR_ARG(nginx_word_str(w->module)), STR_ARG(nginx_word_str(w->origin)));
}

/* Name and place. Returns the row to read its block by; sets entry->word when all is well. */
static uint32_t judge_name(struct nginx_reader *r, struct node *entry)
{
    uint32_t row;
    enum nginx_fit fit = nginx_word_pick(entry->text, r->frame->context, r->job->target, &row);
    switch (fit) {
    case NGINX_FIT_OK:
        if (lacks_module(r, &nginx_words[row]))
            without_module(r, entry, &nginx_words[row]);
        else
            entry->word = row;
        r->third_party |= !nginx_word_is_builtin(&nginx_words[row]);
        return row;
    case NGINX_FIT_UNKNOWN:
        return unknown_name(r, entry);
    case NGINX_FIT_ELSEWHERE:
        if (place_is_certain(r, entry->text))
            misplaced(r, entry);
        return row;
    default:
        other_version(r, entry, &nginx_words[row], fit);
        return row;
    }
}

static bool judge_end(struct nginx_reader *r, struct node *entry, const struct nginx_word *w, enum nginx_end end)
{
    bool is_block = w->block != NGINX_BLOCK_NONE;
    if (is_block == (end == NGINX_END_OPEN))
        return true;
    const char *format =
        is_block ? "directive \"%s\" has no opening \"{\"" : "directive \"%s\" is not terminated by \";\"";
    nginx_fault(r, SYNTAX_UNTERMINATED, entry->name_at, format, nginx_quoted(r, entry->text));
    return false;
}

/* A template's expression outside of quotes may be several words, or none. */
static bool count_is_known(const struct nginx_reader *r, const struct node *entry)
{
    if (r->lex->conditional)
        return false;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if ((w->flags & NODE_UNKNOWN) && w->quote == QUOTE_NONE)
            return false;
    return true;
}

/* How many arguments a row takes, in words: "1", "2 or 3", "1 or more". */
static struct str counts_of(struct nginx_reader *r, uint16_t args)
{
    struct buf b = {.a = r->a};
    uint32_t last = 0;
    for (uint32_t n = 0; n < 16; n++)
        if (args >> n & 1)
            last = n;
    uint32_t tail = last;
    while (last == 15 && tail > 0 && (args >> (tail - 1) & 1))
        tail--;
    if (last == 15) {
        for (uint32_t n = 0; n < tail; n++)
            if (args >> n & 1)
                buf_printf(&b, "%u, ", n);
        buf_printf(&b, "%u or more", tail);
        return buf_str(&b);
    }
    for (uint32_t n = 0; n <= last; n++)
        if (args >> n & 1)
            buf_printf(&b, "%s%u", b.n == 0 ? "" : n == last ? " or " : ", ", n);
    return buf_str(&b);
}

static bool judge_count(struct nginx_reader *r, struct node *entry, uint32_t row)
{
    const struct nginx_word *w = &nginx_words[row];
    uint32_t n = node_word_count(entry);
    if ((w->args >> (n < 15 ? n : 15) & 1) || nginx_word_takes(row, r->job->target, n))
        return true;
    struct finding *f = nginx_fault(r, SYNTAX_COUNT, entry->name_at, "invalid number of arguments in \"%s\" directive",
                                    nginx_quoted(r, entry->text));
    diag_label(r->sink, f, "%u given; it takes %.*s", n, STR_ARG(counts_of(r, w->args)));
    return false;
}

static bool judge_duplicate(struct nginx_reader *r, struct node *entry, const struct nginx_word *w)
{
    struct node *first = r->seen[entry->word];
    if (w->dup != NGINX_DUP_ERROR || r->conditional || !first || node_block(first) != r->frame->block ||
        (first->flags & NODE_CONDITIONAL))
        return true;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "\"%s\" directive is duplicate", nginx_quoted(r, entry->text));
    diag_related(r->sink, f, first->name_at, "the first one");
    return false;
}

uint32_t nginx_judge(struct nginx_reader *r, struct node *entry, enum nginx_end end, bool sure)
{
    if (r->frame->context == 0 || (entry->flags & NODE_UNKNOWN))
        return 0;
    uint32_t before = r->n_faults, row = judge_name(r, entry);
    if (entry->word && sure) {
        const struct nginx_word *w = &nginx_words[row];
        if (judge_end(r, entry, w, end) && (!count_is_known(r, entry) || judge_count(r, entry, row)) &&
            judge_duplicate(r, entry, w))
            nginx_check_words(r, entry, w);
    }
    if (r->n_faults != before)
        entry->flags |= NODE_FAULTY;
    if (r->n_faults != before || !sure)
        nginx_name_suspect(r, entry);
    return row;
}
