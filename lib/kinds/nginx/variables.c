#include "kinds/nginx/variables.h"

#include "kinds/nginx/args.h"

#include <string.h>

enum dollar { DOLLAR_VARIABLE, DOLLAR_CAPTURE, DOLLAR_NO_NAME, DOLLAR_NO_BRACKET };

/* text.p[at] is '$'. In *ret the piece; of DOLLAR_NO_BRACKET the name up to where it ends. */
static enum dollar read_dollar(struct str text, uint32_t at, struct nginx_piece *ret)
{
    *ret = (struct nginx_piece){.off = at, .len = 1};
    if (++at == text.n)
        return DOLLAR_NO_NAME;
    if (text.p[at] >= '1' && text.p[at] <= '9') {
        ret->capture = (uint32_t)(text.p[at] - '0');
        ret->len = 2;
        return DOLLAR_CAPTURE;
    }
    bool bracket = text.p[at] == '{';
    uint32_t from = at += bracket;
    while (at < text.n && nginx_is_name(text.p[at]))
        at++;
    ret->name = str_slice(text, from, at);
    ret->len = at - ret->off;
    if (bracket && from == text.n)
        return DOLLAR_NO_NAME;
    if (bracket && (at == text.n || text.p[at] != '}'))
        return DOLLAR_NO_BRACKET;
    ret->len += bracket;
    return ret->name.n ? DOLLAR_VARIABLE : DOLLAR_NO_NAME;
}

bool nginx_next_piece(struct str text, uint32_t *at, struct nginx_piece *ret)
{
    if (*at >= text.n)
        return false;
    uint32_t from = *at;
    while (*at < text.n) {
        struct nginx_piece p;
        if (text.p[*at] == '$' && read_dollar(text, *at, &p) <= DOLLAR_CAPTURE) {
            if (*at > from)
                break;
            *at += p.len;
            *ret = p;
            return true;
        }
        ++*at;
    }
    *ret = (struct nginx_piece){.off = from, .len = *at - from};
    return true;
}

bool nginx_has_variables(struct str text)
{
    return text.n && memchr(text.p, '$', text.n) != NULL;
}

/* The row of exactly that name. Of several versions the one that holds; *ret_other: one that does not. */
static const struct nginx_variable *exact(struct str name, uint32_t class, version_number target,
                                          const struct nginx_variable **ret_other)
{
    const struct word_slot *slot = word_index_find(&nginx_variable_index, name);
    for (uint32_t i = 0; slot && i < slot->n; i++) {
        const struct nginx_variable *v = &nginx_variables[slot->first + i];
        if (v->class != class)
            continue;
        if (target == 0 || (v->since <= target && target < v->until))
            return v;
        *ret_other = v;
    }
    return NULL;
}

const struct nginx_variable *nginx_variable_find(struct str name, uint32_t class, version_number target,
                                                 const struct nginx_variable **ret_other)
{
    const struct nginx_variable *other = NULL, *v = exact(name, class, target, &other);
    for (uint32_t i = 0; !v && i < name.n; i++) {
        if (name.p[i] != '_')
            continue;
        v = exact(str_slice(name, 0, i + 1), class, target, &other);
        if (v && !(v->flags & NGINX_VARIABLE_PREFIX))
            v = NULL;
    }
    if (ret_other)
        *ret_other = other;
    return v;
}

void nginx_use_variable(struct nginx_reader *r, struct node *entry, struct str name, struct span at)
{
    struct str low = nginx_name_folded(r, NGINX_NAME_VARIABLE, name);
    uint32_t class = r->frame->class;
    if (r->fragment || nginx_variable_find(low, class, r->job->target, NULL) ||
        nginx_name_find(r, NGINX_NAME_VARIABLE, class, low))
        return;
    struct map *m = &r->names.undefined[class];
    bool is_new;
    m->a = r->scratch;
    struct map_entry *e = map_put(m, low, NULL, &is_new);
    if (is_new) {
        struct nginx_undefined *u = arena_new(r->scratch, struct nginx_undefined);
        *u = (struct nginx_undefined){.entry = entry, .at = at};
        e->value = u;
        return;
    }
    struct nginx_undefined *u = e->value;
    if (u->n_also < NGINX_UNDEFINED_ALSO)
        u->also[u->n_also++] = at;
}

/* A variable of nginx's own that no release lets be changed, as far as the target tells. */
static bool is_fixed(const struct nginx_reader *r, struct str name)
{
    const struct nginx_variable *v = nginx_variable_find(name, r->frame->class, r->job->target, NULL);
    if (!v || (v->flags & (NGINX_VARIABLE_CHANGEABLE | NGINX_VARIABLE_PREFIX | NGINX_VARIABLE_DYNAMIC)))
        return false;
    return r->job->target || (v->since == 0 && v->until == NGINX_VERSION_NEVER);
}

void nginx_define_variable(struct nginx_reader *r, struct node *entry, struct str name)
{
    nginx_name_define(r, NGINX_NAME_VARIABLE, name, entry);
}

bool nginx_declare_variable(struct nginx_reader *r, struct node *entry, struct str name, struct span at)
{
    struct str low = nginx_name_folded(r, NGINX_NAME_VARIABLE, name);
    if (name.n == 0) {
        nginx_fault(r, SYNTAX_VALUE, at, "invalid variable name \"$\"");
        return false;
    }
    if (is_fixed(r, low)) {
        struct finding *f =
            nginx_fault(r, SYNTAX_DUPLICATE, at, "the duplicate \"%s\" variable", nginx_quoted(r, name));
        diag_label(r->sink, f, "nginx has this variable of its own, and it cannot be defined anew");
        return false;
    }
    nginx_name_define(r, NGINX_NAME_VARIABLE, low, entry);
    return true;
}

bool nginx_check_declared(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    if (!node_is_known(word)) {
        nginx_name_vague(r, NGINX_NAME_VARIABLE);
        return true;
    }
    if (!str_starts(word->text, STR("$"))) {
        struct finding *f = nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid variable name \"%s\"",
                                        nginx_quoted(r, word->text));
        diag_help(r->sink, f, "the name of a variable begins with \"$\"");
        return false;
    }
    return nginx_declare_variable(r, entry, str_slice(word->text, 1, word->text.n), nginx_word_span(word));
}

bool nginx_check_variables(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    struct str text = word->text;
    if (!node_is_known(word))
        return true;
    uint32_t at = 0;
    const char *dollar;
    while (at < text.n && (dollar = memchr(text.p + at, '$', text.n - at)) != NULL) {
        struct nginx_piece p;
        at = (uint32_t)(dollar - text.p);
        enum dollar what = read_dollar(text, at, &p);
        struct span span = nginx_part(word, p.off, p.len);
        if (what == DOLLAR_NO_NAME) {
            nginx_fault(r, SYNTAX_VALUE, span, "invalid variable name");
            return false;
        }
        if (what == DOLLAR_NO_BRACKET) {
            nginx_fault(r, SYNTAX_VALUE, span, "the closing bracket in \"%s\" variable is missing",
                        nginx_quoted(r, p.name));
            return false;
        }
        if (what == DOLLAR_VARIABLE)
            nginx_use_variable(r, entry, p.name, span);
        at += p.len;
    }
    return true;
}
