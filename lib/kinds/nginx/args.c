#include "kinds/nginx/args.h"

#include "diag/closest.h"

#include <string.h>

struct checks {
    nginx_arg_check *words, *line, *close;
};

static const struct checks checks[256] = {
#define X(type, words, line, close) [NGINX_TYPE_##type] = {words, line, close},
    NGINX_ARG_CHECKS(X)
#undef X
};

static void run(nginx_arg_check *check, struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    if (check)
        check(r, entry, row);
}

void nginx_check_nothing(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)r;
    (void)entry;
    (void)row;
}

void nginx_check_words(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    run(checks[row->type].words, r, entry, row);
}

void nginx_check_line(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    run(checks[row->type].line, r, entry, row);
}

void nginx_check_close(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    run(checks[row->type].close, r, entry, row);
}

bool nginx_known(const struct node *entry, uint32_t i, struct str *ret)
{
    const struct node *word = node_word(entry, i);
    if (!word || !node_is_known(word))
        return false;
    *ret = word->text;
    return true;
}

struct span nginx_part(const struct node *word, uint32_t from, uint32_t n)
{
    bool moved = n == 0 || word->text.n != word->name_at.len;
    return moved ? nginx_word_span(word) : span_part(word->name_at, from, n);
}

struct finding *nginx_refuse(struct nginx_reader *r, const struct node *entry, const struct node *word,
                             const char *text)
{
    struct span at = word ? nginx_word_span(word) : entry->name_at;
    return nginx_fault(r, SYNTAX_VALUE, at, "\"%s\" directive %s", nginx_quoted(r, entry->text), text);
}

struct finding *nginx_invalid_value(struct nginx_reader *r, const struct node *word)
{
    return nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid value \"%s\"", nginx_quoted(r, word->text));
}

struct finding *nginx_invalid_parameter(struct nginx_reader *r, const struct node *word)
{
    return nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid parameter \"%s\"", nginx_quoted(r, word->text));
}

void nginx_help_parameter(struct nginx_reader *r, struct finding *f, struct str word, const struct str *params,
                          uint32_t n)
{
    struct str near = closest_of(str_slice(word, 0, str_find_byte(word, '=') + 1), params, n);
    if (near.n)
        diag_help(r->sink, f, "the nearest parameter is \"%.*s\"", STR_ARG(near));
}

struct node nginx_cut_word(const struct node *word, uint32_t from, uint32_t n)
{
    struct node part = *word;
    part.at = n ? nginx_part(word, from, n) : nginx_word_span(word);
    part.name_at = part.at;
    part.text = str_slice(word->text, from, from + n);
    return part;
}

bool nginx_word_is(const struct node *word, struct str text)
{
    return word && node_is_known(word) && str_eq(nginx_c_string(word->text), text);
}

bool nginx_word_has(const struct node *word, struct str name, struct str *ret)
{
    if (!node_is_known(word) || !str_starts(word->text, name))
        return false;
    *ret = str_slice(word->text, name.n, word->text.n);
    return true;
}

bool nginx_all_known(const struct node *entry)
{
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (!node_is_known(w))
            return false;
    return true;
}

struct str nginx_c_string(struct str s)
{
    return str_slice(s, 0, str_find_byte(s, '\0'));
}
