#include "kinds/nginx/keys.h"

enum form { FORM_INVALID, FORM_EXACT, FORM_DOT, FORM_HEAD, FORM_TAIL };

static enum form form_of(struct str s)
{
    uint32_t stars = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        stars += s.p[i] == '*';
        if (stars > 1 || s.p[i] == '\0' || (s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] == '.'))
            return FORM_INVALID;
    }
    if (s.n > 1 && s.p[0] == '.')
        return FORM_DOT;
    if (s.n > 2 && str_starts(s, STR("*.")))
        return FORM_HEAD;
    if (s.n > 2 && str_ends(s, STR(".*")))
        return FORM_TAIL;
    return stars ? FORM_INVALID : FORM_EXACT;
}

static struct str lower(struct arena *a, struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (ch_lower(s.p[i]) != s.p[i]) {
            struct str low = str_dup(a, s);
            for (; i < low.n; i++)
                ((char *)low.p)[i] = ch_lower(low.p[i]);
            return low;
        }
    return s;
}

static bool put(struct nginx_keys *k, struct map *m, struct str key, const struct node *from,
                const struct node **ret_first)
{
    bool is_new;
    m->a = k->a;
    struct map_entry *e = map_put(m, key, (void *)(uintptr_t)from, &is_new);
    if (!is_new)
        *ret_first = e->value;
    return is_new;
}

enum nginx_key_fault nginx_keys_add(struct nginx_keys *k, struct str key, bool wildcards, const struct node *from,
                                    struct str *ret_key, const struct node **ret_first)
{
    enum form form = wildcards ? form_of(key) : FORM_EXACT;
    bool fine = true;
    if (form == FORM_INVALID)
        return NGINX_KEY_INVALID;
    struct str low = *ret_key = lower(k->a, key);
    if (form == FORM_EXACT)
        fine = put(k, &k->exact, low, from, ret_first);
    if (form == FORM_DOT)
        fine = put(k, &k->exact, str_slice(low, 1, low.n), from, ret_first);
    if (fine && (form == FORM_DOT || form == FORM_HEAD))
        fine = put(k, &k->head, str_slice(low, form == FORM_DOT ? 1 : 2, low.n), from, ret_first);
    if (form == FORM_TAIL)
        fine = put(k, &k->tail, str_slice(low, 0, low.n - 1), from, ret_first);
    return fine ? NGINX_KEY_OK : NGINX_KEY_CONFLICT;
}

bool nginx_key_is_valid(struct str key)
{
    return form_of(key) != FORM_INVALID;
}

uint32_t nginx_key_longest(struct str key, bool wildcards)
{
    uint32_t longest = 0;
    if (!wildcards || form_of(key) <= FORM_EXACT)
        return key.n;
    while (key.n) {
        struct str label = str_cut(&key, '.');
        longest = label.n > longest ? label.n : longest;
    }
    return longest;
}
