#include "kinds/nginx/names.h"

#include "kinds/nginx/variables.h"

/* Variables are compared without case: their names are kept in lower case. */
struct str nginx_name_folded(struct nginx_reader *r, enum nginx_name_kind kind, struct str name)
{
    if (kind != NGINX_NAME_VARIABLE)
        return name;
    for (uint32_t i = 0; i < name.n; i++)
        if (ch_lower(name.p[i]) != name.p[i]) {
            struct str low = str_dup(r->scratch, name);
            char *p = (char *)low.p;
            for (uint32_t k = i; k < low.n; k++)
                p[k] = ch_lower(p[k]);
            return low;
        }
    return name;
}

static uint32_t class_of(const struct nginx_reader *r)
{
    return r->frame ? r->frame->class : 0;
}

struct node *nginx_name_define(struct nginx_reader *r, enum nginx_name_kind kind, struct str name, struct node *entry)
{
    struct map *m = &r->names.defined[kind][class_of(r)];
    bool is_new;
    m->a = r->scratch;
    struct map_entry *e = map_put(m, nginx_name_folded(r, kind, name), entry, &is_new);
    struct node *first = e->value;
    if (is_new || (first->at.src == entry->at.src && first->at.off == entry->at.off)) {
        e->value = entry;
        return NULL;
    }
    return first;
}

struct node *nginx_name_find(const struct nginx_reader *r, enum nginx_name_kind kind, uint32_t class, struct str name)
{
    return map_get(&r->names.defined[kind][class], name);
}

void nginx_name_use(struct nginx_reader *r, enum nginx_name_kind kind, struct str name, struct node *entry,
                    struct span at, uint32_t line)
{
    struct nginx_use u = {.name = nginx_name_folded(r, kind, name),
                          .entry = entry,
                          .at = at,
                          .line = line,
                          .kind = (uint8_t)kind,
                          .class = (uint8_t)class_of(r)};
    vec_push(r->scratch, &r->names.uses, u);
}

void nginx_name_vague(struct nginx_reader *r, enum nginx_name_kind kind)
{
    r->names.vague[kind] |= 1u << class_of(r);
}

/* The next run of letters, digits and "_", in lower case where that takes no copy. */
static bool next_run(struct str *text, struct str *ret)
{
    uint32_t from = 0, to;
    while (from < text->n && !nginx_is_name(text->p[from]))
        from++;
    for (to = from; to < text->n && nginx_is_name(text->p[to]);)
        to++;
    *ret = str_slice(*text, from, to);
    *text = str_slice(*text, to, text->n);
    return ret->n > 0;
}

static void suspect_text(struct nginx_reader *r, struct str text)
{
    struct str run;
    r->names.suspects.a = r->scratch;
    while (next_run(&text, &run))
        map_put(&r->names.suspects, nginx_name_folded(r, NGINX_NAME_VARIABLE, run), NULL, NULL);
}

void nginx_name_suspect(struct nginx_reader *r, const struct node *entry)
{
    if (r->fragment)
        return;
    suspect_text(r, entry->text);
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        suspect_text(r, w->text);
}

bool nginx_name_in_doubt(struct nginx_reader *r, enum nginx_name_kind kind, uint32_t class, struct str name)
{
    const uint32_t *n = r->sink->n_syntax;
    struct str run;
    if (n[SYNTAX_TOO_LONG] || n[SYNTAX_UNEXPECTED_TOKEN] || (r->names.vague[kind] >> class & 1))
        return true;
    if (r->names.suspects.n == 0 || !next_run(&name, &run))
        return false;
    do
        if (!map_has(&r->names.suspects, nginx_name_folded(r, NGINX_NAME_VARIABLE, run)))
            return false;
    while (next_run(&name, &run));
    return true;
}
