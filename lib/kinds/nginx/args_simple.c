/* The types that many directives share: nginx's own slot functions. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/hashes.h"

#include "diag/closest.h"
#include "kinds/nginx/address.h"
#include "kinds/nginx/paths.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

#include <inttypes.h>

void nginx_check_flag(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str v;
    (void)row;
    if (!nginx_known(entry, 0, &v))
        return;
    struct str z = nginx_c_string(v);
    if (!str_eq_nocase(z, STR("on")) && !str_eq_nocase(z, STR("off")))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 0)),
                    "invalid value \"%s\" in \"%s\" directive, it must be \"on\" or \"off\"", nginx_quoted(r, v),
                    nginx_quoted(r, entry->text));
}

static void check_bounds(struct nginx_reader *r, const struct node *word, const struct nginx_word *row, int64_t v)
{
    uint64_t min, max;
    if (!nginx_word_bounds(row, &min, &max) || ((uint64_t)v >= min && (uint64_t)v <= max))
        return;
    if (max == UINT64_MAX)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "value must be equal to or greater than %" PRIu64, min);
    else
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "value must be between %" PRIu64 " and %" PRIu64, min, max);
}

void nginx_check_num(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    int64_t v;
    if (!nginx_known(entry, 0, &s))
        return;
    if (!nginx_parse_num(s, &v)) {
        nginx_refuse(r, entry, node_word(entry, 0), "invalid number");
        return;
    }
    check_bounds(r, node_word(entry, 0), row, v);
    nginx_check_extra(r, entry, row);
}

typedef bool parse_unit(struct str s, int64_t *ret);

static void check_unit(struct nginx_reader *r, struct node *entry, parse_unit *parse, const char *help)
{
    struct str s;
    int64_t v;
    if (!nginx_known(entry, 0, &s) || parse(s, &v))
        return;
    struct finding *f = nginx_refuse(r, entry, node_word(entry, 0), "invalid value");
    diag_help(r->sink, f, "%s", help);
}

void nginx_check_size(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    check_unit(r, entry, nginx_parse_size, "a size is a whole number, followed by k, m or nothing");
    nginx_check_extra(r, entry, row);
}

void nginx_check_off(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_unit(r, entry, nginx_parse_offset, "a size is a whole number, followed by k, m, g or nothing");
}

void nginx_check_msec(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_unit(r, entry, nginx_parse_msec,
               "a time is whole numbers with the units w d h m s ms, in that order, each once");
}

void nginx_check_sec(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_unit(r, entry, nginx_parse_sec,
               "a time is whole numbers with the units y M w d h m s, in that order, each once");
}

void nginx_check_bufs(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    int64_t v;
    (void)row;
    if (nginx_known(entry, 0, &s) && (!nginx_parse_num(s, &v) || v == 0)) {
        nginx_refuse(r, entry, node_word(entry, 0), "invalid value");
        return;
    }
    if (nginx_known(entry, 1, &s) && (!nginx_parse_size(s, &v) || v == 0))
        nginx_refuse(r, entry, node_word(entry, 1), "invalid value");
}

/* One of the row's values, with the nearest one as help. A newer or older release's row of the directive may have it as well. */
static bool check_value(struct nginx_reader *r, const struct node *word, const struct nginx_word *row)
{
    uint32_t n, first = nginx_word_range((uint32_t)(row - nginx_words), r->job->target, &n);
    struct closest near = closest_start(word->text);
    for (uint32_t i = first; i < first + n; i++) {
        struct str values = nginx_word_str(nginx_words[i].values), one;
        if (nginx_word_has_value(&nginx_words[i], word->text))
            return true;
        while (nginx_word_next_value(&values, &one))
            closest_offer(&near, one, 0);
    }
    struct finding *f = nginx_invalid_value(r, word);
    if (near.best.n)
        diag_help(r->sink, f, "the nearest value is \"%.*s\"", STR_ARG(near.best));
    return false;
}

void nginx_check_enum(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    if (nginx_known(entry, 0, &s))
        check_value(r, node_word(entry, 0), row);
}

void nginx_check_bitmask(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !check_value(r, w, row))
            return;
}

void nginx_check_path(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    int64_t level, sum = 0;
    uint8_t levels[NGINX_PATH_LEVELS] = {0};
    uint32_t n = 0;
    (void)row;
    for (const struct node *w = node_word(entry, 1); w && w->kind == NODE_WORD; w = w->next) {
        if (!node_is_known(w))
            return;
        if (!nginx_parse_num(w->text, &level) || level == 0 || __builtin_add_overflow(sum, level, &sum) || sum > 10) {
            nginx_refuse(r, entry, w, "invalid value");
            return;
        }
        if (n < NGINX_PATH_LEVELS)
            levels[n++] = (uint8_t)level;
    }
    nginx_path_add(r, entry, false, levels);
}

static bool is_access(struct str s)
{
    static const struct str who[] = {STR_INIT("user:"), STR_INIT("group:"), STR_INIT("all:")};
    for (uint32_t i = 0; i < 3; i++)
        if (str_starts(s, who[i])) {
            struct str right = nginx_c_string(str_slice(s, who[i].n, s.n));
            return str_eq(right, STR("rw")) || str_eq(right, STR("r"));
        }
    return false;
}

void nginx_check_access(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !is_access(w->text)) {
            nginx_invalid_value(r, w);
            return;
        }
}

void nginx_check_complex(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    if (w)
        nginx_check_variables(r, entry, w);
}

void nginx_check_complex_size(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    (void)row;
    if (!nginx_known(entry, 0, &s) || !nginx_check_variables(r, entry, node_word(entry, 0)))
        return;
    if (!nginx_has_variables(s))
        check_unit(r, entry, nginx_parse_size, "a size is a whole number, followed by k, m or nothing");
}

void nginx_check_predicate(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (!nginx_check_variables(r, entry, w))
            return;
}

/* A text that is compiled when the levels are merged: nginx reports a fault in it at the end of http. */
static void check_merged(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    if (!nginx_check_variables(r, entry, word))
        vec_push(r->scratch, &r->merged, r->last_fault);
}

void nginx_check_upstream_param(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    (void)row;
    nginx_note_header_name(r, entry);
    if (nginx_known(entry, 2, &s) && !str_eq(nginx_c_string(s), STR("if_not_empty"))) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 2)), "invalid parameter \"%s\"",
                    nginx_quoted(r, s));
        return;
    }
    if (node_word(entry, 1))
        check_merged(r, entry, node_word(entry, 1));
}

/* Headers take variables, other pairs of words do not. */
void nginx_check_keyval(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    nginx_note_header_name(r, entry);
    if (str_ends(entry->text, STR("_set_header")) && node_word(entry, 1))
        check_merged(r, entry, node_word(entry, 1));
}

/* Any word will do; names of headers become keys of a table. */
void nginx_check_str_array(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    nginx_note_header_name(r, entry);
}

void nginx_post_merged(struct nginx_reader *r, struct node *block)
{
    (void)block;
    for (uint32_t i = 0; i < r->merged.n; i++)
        r->merged.p[i]->server_line = r->line;
    r->merged.n = 0;
}

/* "off" alone, a text with variables, or a literal address. A second word is judged after it. */
static bool check_bind_address(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    bool brackets = nginx_since(r, VERSION(1, 27, 3));
    if (!word || !node_is_known(word))
        return true;
    if (str_eq(nginx_c_string(word->text), STR("off")) && node_word_count(entry) == 1)
        return true;
    if (nginx_has_variables(word->text))
        return nginx_check_variables(r, entry, word);
    if (nginx_is_address(word->text, brackets))
        return true;
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid address \"%s\"", nginx_quoted(r, word->text));
    return false;
}

void nginx_check_bind(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str s;
    (void)row;
    if (!check_bind_address(r, entry, node_word(entry, 0)))
        return;
    if (nginx_known(entry, 1, &s) && !str_eq(nginx_c_string(s), STR("transparent")))
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(node_word(entry, 1)), "invalid parameter \"%s\"",
                    nginx_quoted(r, s));
}
