/* What is changed in the answers of proxied servers: proxy_redirect, proxy_cookie_domain, proxy_cookie_path, proxy_cookie_flags; and fastcgi_split_path_info. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/regexes.h"
#include "kinds/nginx/variables.h"

#include "diag/closest.h"

static bool is_off(const struct node *entry)
{
    return node_word_count(entry) == 1 && nginx_word_is(node_word(entry, 0), STR("off"));
}

/* "off" stands alone: after any other one it is a duplicate, and so is any other after it. */
static bool is_duplicate(struct nginx_reader *r, const struct node *entry)
{
    const struct node *before = nginx_seen(r, entry->text);
    if (!before || r->conditional || (before->flags & NODE_FAULTY) || (!is_off(before) && !is_off(entry)))
        return false;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "\"%s\" directive is duplicate", nginx_quoted(r, entry->text));
    diag_related(r->sink, f, before->name_at, is_off(before) ? "switched off here" : "the one before");
    return true;
}

/* What a single argument may be. False: it is judged to its end. */
static bool has_more(struct nginx_reader *r, const struct node *entry, const char *help)
{
    if (node_word_count(entry) != 1)
        return true;
    const struct node *word = node_word(entry, 0);
    if (is_off(entry) || !node_is_known(word))
        return false;
    struct finding *f = nginx_invalid_parameter(r, word);
    diag_help(r->sink, f, "%s", help);
    return false;
}

/* The pattern: a regex behind "~" (behind "~*" one without case, where nginx knows that), else a text. */
static bool check_pattern(struct nginx_reader *r, struct node *entry, bool star, bool caseless)
{
    const struct node *word = node_word(entry, 0);
    if (!word || !node_is_known(word))
        return true;
    if (!str_starts(word->text, STR("~")))
        return nginx_check_variables(r, entry, word);
    bool fold = star && str_starts(word->text, STR("~*"));
    uint32_t before = r->n_faults;
    nginx_check_regex(r, entry, word, fold ? 2 : 1, caseless || fold);
    return r->n_faults == before;
}

static void check_rewrite(struct nginx_reader *r, struct node *entry, bool star, bool caseless)
{
    if (check_pattern(r, entry, star, caseless) && node_word(entry, 1))
        nginx_check_variables(r, entry, node_word(entry, 1));
}

/* A proxy_pass may stand above without being seen. */
static bool pass_may_hide(const struct nginx_reader *r)
{
    const struct node *block = r->frame->block;
    return (block->flags & NODE_TAINTED) || (!block->parent && r->fragment);
}

/* "default" is made of the proxy_pass that stands above it in the same block. */
static void check_default(struct nginx_reader *r, const struct node *entry)
{
    struct span at = nginx_word_span(node_word(entry, 0));
    const struct node *pass = nginx_seen(r, STR("proxy_pass"));
    if (!pass) {
        if (!pass_may_hide(r) && !r->conditional)
            nginx_fault(r, SYNTAX_CONFLICT, at,
                        "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive");
        return;
    }
    const struct node *url = node_word(pass, 0);
    if ((pass->flags & NODE_FAULTY) || !url || !node_is_known(url) || !nginx_has_variables(url->text))
        return;
    struct finding *f =
        nginx_fault(r, SYNTAX_CONFLICT, at,
                    "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
    diag_related(r->sink, f, nginx_word_span(url), "the variables");
}

void nginx_check_proxy_redirect(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (is_duplicate(r, entry))
        return;
    if (node_word_count(entry) == 1 && nginx_word_is(node_word(entry, 0), STR("default")))
        check_default(r, entry);
    else if (has_more(r, entry, "a single argument is \"off\" or \"default\""))
        check_rewrite(r, entry, true, false);
}

void nginx_check_proxy_cookie_domain(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (!is_duplicate(r, entry) && has_more(r, entry, "a single argument is \"off\""))
        check_rewrite(r, entry, false, true);
}

void nginx_check_proxy_cookie_path(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    if (!is_duplicate(r, entry) && has_more(r, entry, "a single argument is \"off\""))
        check_rewrite(r, entry, true, false);
}

/* Before 1.19.8 the flags were words, not texts. */
static bool check_flag(struct nginx_reader *r, const struct node *word)
{
    static const struct str flags[] = {
        STR_INIT("secure"),        STR_INIT("httponly"), STR_INIT("samesite=strict"), STR_INIT("samesite=lax"),
        STR_INIT("samesite=none"), STR_INIT("nosecure"), STR_INIT("nohttponly"),      STR_INIT("nosamesite"),
    };
    enum { N_FLAGS = sizeof flags / sizeof *flags };
    for (uint32_t i = 0; i < N_FLAGS; i++)
        if (str_eq_nocase(word->text, flags[i]))
            return true;
    struct finding *f = nginx_invalid_parameter(r, word);
    struct str near = closest_of(word->text, flags, N_FLAGS);
    if (near.n)
        diag_help(r->sink, f, "the nearest flag is \"%.*s\"", STR_ARG(near));
    return false;
}

void nginx_check_proxy_cookie_flags(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    bool words = !nginx_since(r, VERSION(1, 19, 8));
    (void)row;
    if (is_duplicate(r, entry) || !has_more(r, entry, "a single argument is \"off\"") ||
        !check_pattern(r, entry, false, true))
        return;
    for (const struct node *w = node_word(entry, 1); w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !(words ? check_flag(r, w) : nginx_check_variables(r, entry, w)))
            return;
}

void nginx_check_fastcgi_split_path_info(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *word = node_word(entry, 0);
    (void)row;
    if (!word)
        return;
    const struct regex *re = nginx_compile_regex(r, word, 0, false);
    if (re && re->n_groups != 2)
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "pattern \"%s\" must have 2 captures",
                    nginx_quoted(r, word->text));
}
