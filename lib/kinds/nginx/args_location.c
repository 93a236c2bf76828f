/* location, limit_except, and root with alias. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/locations.h"
#include "kinds/nginx/post.h"
#include "kinds/nginx/regexes.h"
#include "kinds/nginx/variables.h"

#include "diag/closest.h"

static struct span name_span(const struct nginx_location *l)
{
    return l->name.n ? nginx_part(l->word, l->from, l->name.n) : nginx_word_span(l->word);
}

static bool is_regex(const struct nginx_location *l)
{
    return l->kind == NGINX_LOCATION_REGEX || l->kind == NGINX_LOCATION_REGEX_CASELESS;
}

/* A location within another. The outer name is a prefix of the inner one byte by byte, even where it is a regex: so compares nginx. */
static void check_nesting(struct nginx_reader *r, const struct nginx_location *l, const struct nginx_location *outer)
{
    const char *name = nginx_quoted(r, l->name), *around = nginx_quoted(r, outer->name);
    struct finding *f = NULL;
    if (outer->kind == NGINX_LOCATION_EXACT || outer->kind == NGINX_LOCATION_NAMED)
        f = nginx_fault(r, SYNTAX_CONFLICT, name_span(l), "location \"%s\" cannot be inside the %s location \"%s\"",
                        name, outer->kind == NGINX_LOCATION_EXACT ? "exact" : "named", around);
    else if (l->kind == NGINX_LOCATION_NAMED)
        f = nginx_fault(r, SYNTAX_CONFLICT, name_span(l), "named location \"%s\" can be on the server level only",
                        name);
    else if (!is_regex(l) && !str_starts(nginx_c_string(l->name), nginx_c_string(outer->name)))
        f = nginx_fault(r, SYNTAX_CONFLICT, name_span(l), "location \"%s\" is outside location \"%s\"", name, around);
    if (f)
        diag_related(r->sink, f, name_span(outer), "the location around it");
}

void nginx_check_location(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct nginx_location l, outer;
    const struct node *modifier;
    (void)row;
    if (!nginx_location_of(entry, &l, &modifier)) {
        if (modifier) {
            struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(modifier),
                                            "invalid location modifier \"%s\"", nginx_quoted(r, modifier->text));
            diag_help(r->sink, f, "the modifiers are \"=\", \"^~\", \"~\" and \"~*\"");
        }
        return;
    }
    if (is_regex(&l) && !nginx_check_regex(r, entry, l.word, l.from, l.kind == NGINX_LOCATION_REGEX_CASELESS))
        return;
    if (r->frame->context == NGINX_IN_LOCATION && nginx_location_of(r->frame->block, &outer, NULL))
        check_nesting(r, &l, &outer);
}

/* "= /a" and "/a" are two locations, "^~ /a" and "/a" are one. Regexes and named locations may stand twice. */
static struct str key_of(struct nginx_reader *r, struct node *entry)
{
    struct nginx_location l;
    bool compared = entry->word && nginx_words[entry->word].type == NGINX_TYPE_LOCATION &&
                    !(entry->flags & (NODE_CONDITIONAL | NODE_FAULTY)) && nginx_location_of(entry, &l, NULL);
    if (!compared || is_regex(&l) || l.kind == NGINX_LOCATION_NAMED)
        return (struct str){0};
    return str_concat(r->scratch, l.kind == NGINX_LOCATION_EXACT ? STR("=") : STR(" "), l.name);
}

static void duplicate(struct nginx_reader *r, const struct node *entry, const struct node *first)
{
    struct nginx_location l, other;
    uint32_t line = r->line;
    nginx_location_of(entry, &l, NULL);
    nginx_location_of(first, &other, NULL);
    r->line = nginx_entry_line(r, entry);
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, name_span(&l), "duplicate location \"%s\"", nginx_quoted(r, l.name));
    diag_related(r->sink, f, name_span(&other), "the first one");
    r->line = line;
}

/* ngx_http_join_exact_locations: within a server or location, when http has been read; nginx names the line of the second. */
void nginx_post_locations(struct nginx_reader *r, struct node *block)
{
    struct arena_mark mark = arena_mark(r->scratch);
    struct map seen = {.a = r->scratch};
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        bool is_new;
        struct str key = e->flags & NODE_BLOCK ? key_of(r, e) : (struct str){0};
        if (!key.n)
            continue;
        struct map_entry *entry = map_put(&seen, key, e, &is_new);
        if (!is_new)
            duplicate(r, e, entry->value);
    }
    arena_pop(r->scratch, mark);
}

void nginx_check_limit_except(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    static const struct str methods[] = {
        STR_INIT("GET"),       STR_INIT("HEAD"), STR_INIT("POST"),   STR_INIT("PUT"),     STR_INIT("DELETE"),
        STR_INIT("MKCOL"),     STR_INIT("COPY"), STR_INIT("MOVE"),   STR_INIT("OPTIONS"), STR_INIT("PROPFIND"),
        STR_INIT("PROPPATCH"), STR_INIT("LOCK"), STR_INIT("UNLOCK"), STR_INIT("PATCH"),
    };
    enum { N_METHODS = sizeof methods / sizeof *methods };
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next) {
        uint32_t i = 0;
        struct str method = nginx_c_string(w->text);
        while (i < N_METHODS && !str_eq_nocase(method, methods[i]))
            i++;
        if (i < N_METHODS || !node_is_known(w))
            continue;
        struct finding *f =
            nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid method \"%s\"", nginx_quoted(r, w->text));
        struct str near = closest_of(w->text, methods, N_METHODS);
        if (near.n)
            diag_help(r->sink, f, "the nearest method is \"%.*s\"", STR_ARG(near));
        return;
    }
}

/* A variable that is made of the root itself. */
static bool names_root(struct nginx_reader *r, const struct node *entry, const struct node *word, const char *variable)
{
    struct str text = nginx_c_string(word->text);
    if (str_find_byte(text, '$') == text.n)
        return false;
    const struct str forms[] = {str_printf(r->a, "$%s", variable), str_printf(r->a, "${%s}", variable)};
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t at = str_find(text, forms[i]);
        if (at == text.n)
            continue;
        nginx_fault(r, SYNTAX_VALUE, nginx_part(word, at, forms[i].n),
                    "the $%s variable cannot be used in the \"%s\" directive", variable, nginx_quoted(r, entry->text));
        return true;
    }
    return false;
}

void nginx_check_root(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    bool alias = str_eq(entry->text, STR("alias"));
    const struct node *word = node_word(entry, 0), *other = nginx_seen(r, alias ? STR("root") : STR("alias"));
    struct nginx_location l;
    (void)row;
    if (other && !r->conditional) {
        struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, entry->name_at,
                                        "\"%s\" directive is duplicate, \"%s\" directive was specified earlier",
                                        alias ? "alias" : "root", alias ? "root" : "alias");
        diag_related(r->sink, f, other->name_at, "the first one");
        return;
    }
    if (alias && nginx_location_of(r->frame->block, &l, NULL) && l.kind == NGINX_LOCATION_NAMED) {
        nginx_fault(r, SYNTAX_CONFLICT, entry->name_at,
                    "the \"alias\" directive cannot be used inside the named location");
        return;
    }
    if (!word || !node_is_known(word) || names_root(r, entry, word, "document_root") ||
        names_root(r, entry, word, "realpath_root"))
        return;
    nginx_check_variables(r, entry, word);
}
