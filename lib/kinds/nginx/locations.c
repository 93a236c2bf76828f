#include "kinds/nginx/locations.h"

static const struct {
    struct str sign;
    enum nginx_location_kind kind;
} modifiers[] = {
    {STR_INIT("="), NGINX_LOCATION_EXACT},
    {STR_INIT("^~"), NGINX_LOCATION_PREFIX},
    {STR_INIT("~*"), NGINX_LOCATION_REGEX_CASELESS},
    {STR_INIT("~"), NGINX_LOCATION_REGEX},
};
enum { N_MODIFIERS = sizeof modifiers / sizeof *modifiers };

static bool two_words(const struct node *sign, struct nginx_location *ret)
{
    for (uint32_t i = 0; i < N_MODIFIERS; i++)
        if (str_eq(sign->text, modifiers[i].sign)) {
            *ret = (struct nginx_location){modifiers[i].kind, sign->next->text, sign->next, 0};
            return true;
        }
    return false;
}

/* One word: the modifier may stand before the name without a space. */
static void one_word(const struct node *word, struct nginx_location *ret)
{
    struct str name = word->text;
    *ret = (struct nginx_location){NGINX_LOCATION_PREFIX, name, word, 0};
    for (uint32_t i = 0; i < N_MODIFIERS; i++)
        if (str_starts(name, modifiers[i].sign)) {
            ret->kind = modifiers[i].kind;
            ret->from = modifiers[i].sign.n;
            ret->name = str_slice(name, ret->from, name.n);
            return;
        }
    if (str_starts(name, STR("@")))
        ret->kind = NGINX_LOCATION_NAMED;
}

bool nginx_location_of(const struct node *entry, struct nginx_location *ret, const struct node **ret_modifier)
{
    const struct node *first = node_word(entry, 0), *second = node_word(entry, 1);
    if (ret_modifier)
        *ret_modifier = NULL;
    if (!first || !node_is_known(first) || (second && (!node_is_known(second) || node_word(entry, 2))))
        return false;
    if (!second) {
        one_word(first, ret);
        return true;
    }
    if (two_words(first, ret))
        return true;
    if (ret_modifier)
        *ret_modifier = first;
    return false;
}
