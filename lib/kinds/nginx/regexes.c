#include "kinds/nginx/regexes.h"

#include "kinds/nginx/args.h"
#include "kinds/nginx/variables.h"

/* What PCRE refuses as well, in its words and in those of PCRE2. Turned down: everything else that PCRE2 refuses. PCRE takes "[\w-.]" and an unknown "\y". */
static const struct {
    struct str pcre2;
    const char *pcre;
} refused_by_both[] = {
    {STR_INIT("missing closing parenthesis"), "missing )"},
    {STR_INIT("unmatched closing parenthesis"), "unmatched parentheses"},
    {STR_INIT("missing terminating ] for character class"), "missing terminating ] for character class"},
    {STR_INIT("range out of order in character class"), "range out of order in character class"},
    {STR_INIT("quantifier does not follow a repeatable item"), "nothing to repeat"},
    {STR_INIT("numbers out of order in {} quantifier"), "numbers out of order in {} quantifier"},
    {STR_INIT("number too big in {} quantifier"), "number too big in {} quantifier"},
    {STR_INIT("\\ at end of pattern"), "\\ at end of pattern"},
    {STR_INIT("unrecognized character after (? or (?-"), "unrecognized character after (? or (?-"},
    {STR_INIT("reference to non-existent subpattern"), "reference to non-existent subpattern"},
    {STR_INIT("lookbehind assertion is not fixed length"), "lookbehind assertion is not fixed length"},
    {STR_INIT("two named subpatterns have the same name (PCRE2_DUPNAMES not set)"),
     "two named subpatterns have the same name"},
};

static const char *words_of_pcre(struct str message)
{
    for (uint32_t i = 0; i < sizeof refused_by_both / sizeof *refused_by_both; i++)
        if (str_eq(message, refused_by_both[i].pcre2))
            return refused_by_both[i].pcre;
    return NULL;
}

static void refused(struct nginx_reader *r, struct span at, struct str pattern, const struct regex_error *e)
{
    const char *old = words_of_pcre(e->message), *text = nginx_quoted(r, e->message), *call = "pcre2_compile()";
    bool pcre = r->job->target && r->job->target < VERSION(1, 21, 5);
    if (!old && (pcre || !r->job->target))
        return;
    if (pcre) {
        text = old;
        call = "pcre_compile()";
    }
    const char *shown = nginx_quoted(r, pattern);
    if (e->off >= pattern.n)
        nginx_fault(r, SYNTAX_REGEX, at, "%s failed: %s in \"%s\"", call, text, shown);
    else
        nginx_fault(r, SYNTAX_REGEX, at, "%s failed: %s in \"%s\" at \"%s\"", call, text, shown,
                    nginx_quoted(r, nginx_c_string(str_slice(pattern, e->off, pattern.n))));
}

const struct regex *nginx_compile_regex(struct nginx_reader *r, const struct node *word, uint32_t from, bool caseless)
{
    struct regex_error error;
    if (!node_is_known(word))
        return NULL;
    struct str pattern = str_slice(word->text, from, word->text.n);
    struct map *known = &r->regexes[caseless];
    const struct regex *re = map_get(known, pattern);
    if (re)
        return re;
    re = regex_compile(r->scratch, pattern, caseless ? REGEX_CASELESS : 0, &error);
    known->a = r->scratch;
    if (re)
        map_put(known, pattern, (void *)(uintptr_t)re, NULL);
    else
        refused(r, pattern.n ? nginx_part(word, from, pattern.n) : nginx_word_span(word), pattern, &error);
    return re;
}

const struct regex *nginx_check_regex(struct nginx_reader *r, struct node *entry, const struct node *word,
                                      uint32_t from, bool caseless)
{
    const struct regex *re = nginx_compile_regex(r, word, from, caseless);
    struct str pattern = str_slice(word->text, from, word->text.n);
    if (!re && !node_is_known(word))
        nginx_name_vague(r, NGINX_NAME_VARIABLE);
    else if (!re)
        nginx_name_suspect(r, entry);
    for (uint32_t i = 0; re && i < re->n_names; i++) {
        struct str name = re->names[i].name;
        nginx_declare_variable(r, entry, name, nginx_part(word, from + str_find(pattern, name), name.n));
    }
    return re;
}
