#include "kinds/nginx/names.h"

#include "kinds/nginx/reader.h"

/* Variables are compared without case: their names are kept in lower case. */
static struct str folded(struct nginx_reader *r, enum nginx_name_kind kind, struct str name)
{
    if (kind != NGINX_NAME_VARIABLE)
        return name;
    for (uint32_t i = 0; i < name.n; i++)
        if (ch_lower(name.p[i]) != name.p[i]) {
            struct str low = str_dup(r->a, name);
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
    m->a = r->a;
    struct map_entry *e = map_put(m, folded(r, kind, name), entry, &is_new);
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
    struct nginx_use u = {.name = folded(r, kind, name),
                          .entry = entry,
                          .at = at,
                          .line = line,
                          .kind = (uint8_t)kind,
                          .class = (uint8_t)class_of(r)};
    vec_push(r->a, &r->names.uses, u);
}
