/* set, if, rewrite and return (ngx_http_rewrite_module.c, ngx_stream_set_module.c, ngx_stream_return_module.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/regexes.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

#include "diag/closest.h"

void nginx_check_set(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *name = node_word(entry, 0), *value = node_word(entry, 1);
    (void)row;
    if (name && nginx_check_declared(r, entry, name) && value)
        nginx_check_variables(r, entry, value);
}

void nginx_check_stream_return(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (node_word(entry, 0))
        nginx_check_variables(r, entry, node_word(entry, 0));
}

static bool is_url(struct str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://")) || str_starts(s, STR("$scheme"));
}

/* A code up to 999, with a text or alone; or a URL alone. */
void nginx_check_return(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *first = node_word(entry, 0), *text = node_word(entry, 1);
    int64_t code;
    (void)row;
    if (!first || !node_is_known(first))
        return;
    bool number = nginx_parse_num(first->text, &code);
    if (number ? code > 999 : text || !is_url(first->text)) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(first), "invalid return code \"%s\"",
                                        nginx_quoted(r, first->text));
        if (!number)
            diag_help(r->sink, f,
                      "a code stands first, or a URL alone, which begins with http://, https:// or $scheme");
        return;
    }
    if (!number)
        text = first;
    if (text)
        nginx_check_variables(r, entry, text);
}

static bool check_rewrite_flag(struct nginx_reader *r, const struct node *flag)
{
    static const struct str flags[] = {STR_INIT("last"), STR_INIT("break"), STR_INIT("redirect"),
                                       STR_INIT("permanent")};
    enum { N_FLAGS = sizeof flags / sizeof *flags };
    if (!node_is_known(flag))
        return true;
    for (uint32_t i = 0; i < N_FLAGS; i++)
        if (nginx_word_is(flag, flags[i]))
            return true;
    struct finding *f = nginx_invalid_parameter(r, flag);
    struct str near = closest_of(flag->text, flags, N_FLAGS);
    if (near.n)
        diag_help(r->sink, f, "the nearest flag is \"%.*s\"", STR_ARG(near));
    return false;
}

void nginx_check_rewrite(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *regex = node_word(entry, 0), *text = node_word(entry, 1), *flag = node_word(entry, 2);
    uint32_t before = r->n_faults;
    (void)row;
    if (!regex || !text)
        return;
    if (node_is_known(text) && text->text.n == 0) {
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(text), "empty replacement");
        return;
    }
    nginx_check_regex(r, entry, regex, 0, false);
    if (r->n_faults == before && (!flag || check_rewrite_flag(r, flag)))
        nginx_check_variables(r, entry, text);
}

/* The words of a condition, without the parentheses around it. */
enum { CONDITION_WORDS = 3 };
struct condition {
    struct node words[CONDITION_WORDS];
    uint32_t n; /* more than CONDITION_WORDS: so many */
};

static struct finding *invalid_condition(struct nginx_reader *r, const struct node *word)
{
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid condition \"%s\"", nginx_quoted(r, word->text));
    diag_help(
        r->sink, f,
        "conditions are ($variable), ($variable = text), also with !=, ~, ~*, !~, !~*, and (-f file), also with -d, -e, "
        "-x, !-f ...");
    return f;
}

/* Takes the parentheses off: the first byte of the first word and the last one of the last. A word that is nothing else does not count. False when they are not there, which
 * has been reported. */
static bool strip_parentheses(struct nginx_reader *r, const struct node *entry, struct condition *ret)
{
    const struct node *first = node_word(entry, 0);
    uint32_t n = node_word_count(entry), skipped;
    ret->n = 0;
    if (first->text.n == 0 || first->text.p[0] != '(') {
        invalid_condition(r, first);
        return false;
    }
    skipped = first->text.n == 1;
    const struct node *w = node_word(entry, skipped);
    for (uint32_t i = skipped; i < n; i++, w = w->next) {
        bool is_first = i == 0, is_last = i + 1 == n;
        struct node part = is_first ? nginx_cut_word(w, 1, w->text.n - 1) : *w;
        if (is_last && (part.text.n == 0 || part.text.p[part.text.n - 1] != ')')) {
            invalid_condition(r, &part);
            return false;
        }
        if (is_last && part.text.n == 1 && ret->n > 0)
            return true;
        if (is_last)
            part = nginx_cut_word(&part, 0, part.text.n - (part.text.n > 1));
        if (ret->n < CONDITION_WORDS)
            ret->words[ret->n] = part;
        ret->n++;
    }
    if (ret->n == 0)
        invalid_condition(r, first);
    return ret->n > 0;
}

/* $variable, and an operator with what it is compared to. */
static void check_comparison(struct nginx_reader *r, struct node *entry, const struct condition *c)
{
    const struct node *name = &c->words[0], *sign = &c->words[1], *value = &c->words[2];
    if (c->n != 1 && c->n != 3) {
        invalid_condition(r, name);
        return;
    }
    nginx_use_variable(r, entry, str_slice(name->text, 1, name->text.n), nginx_word_span(name));
    if (c->n == 1)
        return;
    bool caseless = str_eq(sign->text, STR("~*")) || str_eq(sign->text, STR("!~*"));
    if (str_eq(sign->text, STR("=")) || str_eq(sign->text, STR("!="))) {
        nginx_check_variables(r, entry, value);
    } else if (caseless || str_eq(sign->text, STR("~")) || str_eq(sign->text, STR("!~"))) {
        nginx_check_regex(r, entry, value, 0, caseless);
    } else {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(sign), "unexpected \"%s\" in condition",
                                        nginx_quoted(r, sign->text));
        diag_help(r->sink, f, "the operators are =, !=, ~, ~*, !~ and !~*");
    }
}

/* -f file, !-f file and their kin. */
static void check_file_test(struct nginx_reader *r, struct node *entry, const struct condition *c)
{
    const struct node *sign = &c->words[0];
    char letter = sign->text.p[sign->text.n - 1];
    if (c->n != 2) {
        invalid_condition(r, sign);
        return;
    }
    if (!nginx_check_variables(r, entry, &c->words[1]))
        return;
    if (letter != 'f' && letter != 'd' && letter != 'e' && letter != 'x')
        invalid_condition(r, sign);
}

void nginx_check_if(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct condition c;
    (void)row;
    if (!entry->first || !nginx_all_known(entry)) {
        nginx_name_vague(r, NGINX_NAME_VARIABLE);
        return;
    }
    if (!strip_parentheses(r, entry, &c))
        return;
    struct str s = c.words[0].text;
    if (s.n > 1 && s.p[0] == '$')
        check_comparison(r, entry, &c);
    else if ((s.n == 2 && s.p[0] == '-') || (s.n == 3 && s.p[0] == '!' && s.p[1] == '-'))
        check_file_test(r, entry, &c);
    else
        invalid_condition(r, &c.words[0]);
}
