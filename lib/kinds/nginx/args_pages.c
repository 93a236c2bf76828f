/* What is sent for a request: index, try_files, error_page, types. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

void nginx_check_index(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        if (node_is_known(w) && w->text.n == 0) {
            /* nginx prints the first word, whichever is empty. */
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "index \"%s\" in \"index\" directive is invalid",
                        nginx_quoted(r, node_word(entry, 0)->text));
            return;
        }
        if (!nginx_check_variables(r, entry, w))
            return;
    }
}

/* The last word is a code behind "=": of digits only, as it is written. Of one with variables nginx's message lacks the last byte. */
static void check_code(struct nginx_reader *r, const struct node *word)
{
    int64_t code;
    struct str s = str_slice(word->text, 1, word->text.n);
    if (nginx_has_variables(s))
        s.n--;
    if (nginx_parse_num(s, &code) && code <= 999)
        return;
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid code \"=%s\"", nginx_quoted(r, s));
}

void nginx_check_try_files(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *last = NULL;
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        if (!nginx_check_variables(r, entry, w))
            return;
        last = w;
    }
    if (last && node_is_known(last) && str_starts(last->text, STR("=")))
        check_code(r, last);
}

/* The "=" or "=code" before the page. False when it is wrong. */
static bool check_overwrite(struct nginx_reader *r, const struct node *word, bool is_first)
{
    int64_t code;
    struct str s = str_slice(word->text, 1, word->text.n);
    if (!is_first && (s.n == 0 || nginx_parse_num(s, &code)))
        return true;
    nginx_invalid_value(r, word);
    return false;
}

static bool check_status(struct nginx_reader *r, const struct node *word)
{
    int64_t code;
    if (!node_is_known(word))
        return true;
    if (!nginx_parse_num(word->text, &code) || code == 499) {
        nginx_invalid_value(r, word);
        return false;
    }
    if (code >= 300 && code <= 599)
        return true;
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "value \"%s\" must be between 300 and 599",
                nginx_quoted(r, word->text));
    return false;
}

/* A word without quotes that a template makes may be several, or none. */
static bool count_is_sure(const struct node *entry)
{
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (!node_is_known(w) && w->quote == QUOTE_NONE)
            return false;
    return true;
}

void nginx_check_error_page(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    uint32_t n = node_word_count(entry), codes = n - 1;
    const struct node *page = node_word(entry, n - 1), *before = n > 1 ? node_word(entry, n - 2) : NULL;
    (void)row;
    if (!before || !count_is_sure(entry))
        return;
    if (node_is_known(before) && str_starts(before->text, STR("="))) {
        if (!check_overwrite(r, before, n == 2))
            return;
        codes--;
    }
    if (!nginx_check_variables(r, entry, page))
        return;
    for (const struct node *w = entry->first; codes > 0; codes--, w = w->next)
        if (!check_status(r, w))
            return;
}

/* Any words are a type and its extensions; only what looks like an include and is none is refused. */
void nginx_check_types_line(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (str_eq(nginx_c_string(entry->text), STR("include")) && node_word_count(entry) != 1)
        nginx_fault(r, SYNTAX_COUNT, entry->name_at, "invalid number of arguments in \"include\" directive");
}
