#include "kinds/nginx/paths.h"

#include <string.h>

struct nginx_path {
    struct node *entry; /* the first one */
    bool cache;
    uint8_t levels[NGINX_PATH_LEVELS];
};

/* Without its last "/". */
static struct str name_of(const struct node *word)
{
    struct str s = word->text;
    if (str_ends(s, STR("/")))
        s.n--;
    return s;
}

bool nginx_path_add(struct nginx_reader *r, struct node *entry, bool cache, const uint8_t levels[NGINX_PATH_LEVELS])
{
    struct node *word = node_word(entry, 0);
    bool is_new;
    if (!word || !node_is_known(word) || r->conditional || nginx_in_fault(r))
        return true;
    if (!r->paths) {
        r->paths = arena_new(r->scratch, struct nginx_paths);
        r->paths->by_name.a = r->scratch;
    }
    struct map_entry *e = map_put(&r->paths->by_name, name_of(word), NULL, &is_new);
    if (is_new) {
        struct nginx_path *p = arena_new(r->scratch, struct nginx_path);
        *p = (struct nginx_path){.entry = entry, .cache = cache};
        memcpy(p->levels, levels, sizeof p->levels);
        e->value = p;
        return true;
    }
    const struct nginx_path *first = e->value;
    bool shared = cache || first->cache;
    if (!shared && memcmp(first->levels, levels, sizeof first->levels) == 0)
        return true;
    struct finding *f = nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(word),
                                    shared ? "the same path name \"%s\" used"
                                           : "the same path name \"%s\" has the "
                                             "different levels",
                                    nginx_quoted(r, name_of(word)));
    diag_related(r->sink, f, nginx_word_span(node_word(first->entry, 0)), "the first one");
    return false;
}
