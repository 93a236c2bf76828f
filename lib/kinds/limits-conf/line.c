/* What pam_limits makes of the fields of a line. */
#include "base/num.h"
#include "kinds/limits-conf/limits_conf.h"

/* man limits.conf, Linux-PAM 1.5; chroot is Debian's. */
static const char *const items[] = {"core",       "data",     "fsize", "memlock",   "nofile",       "rss",      "stack",
                                    "cpu",        "nproc",    "as",    "maxlogins", "maxsyslogins", "priority", "locks",
                                    "sigpending", "msgqueue", "nice",  "rtprio",    "nonewprivs",   "chroot",   NULL};

static struct str lower(struct arena *a, struct str s)
{
    char *p = arena_array(a, char, s.n + 1);
    for (uint32_t i = 0; i < s.n; i++)
        p[i] = ch_lower(s.p[i]);
    return (struct str){p, s.n};
}

static bool is_signed(struct str item)
{
    return str_eq(item, STR("priority")) || str_eq(item, STR("nice"));
}

/* As strtoull (strtol where a sign has a meaning) reads it: digits as far as they go. A number beyond what fits is as good as unlimited. */
static bool read_number(struct str value, bool with_sign, struct limits_entry *e)
{
    bool minus = str_byte(value, 0) == '-';
    uint32_t from = minus || str_byte(value, 0) == '+', n = from;
    while (n < value.n && ch_is_digit(value.p[n]))
        n++;
    e->n_read = n;
    if (!num_parse_int(str_slice(value, from, n), &e->number) || (minus && !with_sign))
        e->number = INT64_MAX; /* -5 without a sign is 2^64 - 5 */
    return n > from;
}

static bool read_value(struct str value, struct limits_entry *e)
{
    static const char *const unlimited[] = {"-1", "-", "unlimited", "infinity", NULL};
    bool with_sign = is_signed(e->item);
    e->n_read = value.n;
    e->number = INT64_MAX;
    if (str_eq(e->item, STR("chroot")))
        return true;
    if (str_eq(e->item, STR("nonewprivs")))
        return str_eq(value, STR("0")) || str_eq(value, STR("1"));
    return (!with_sign && str_is_one_of(value, unlimited)) || read_number(value, with_sign, e);
}

enum limits_line limits_conf_line(struct arena *a, const struct node *entry, struct limits_entry *ret)
{
    static const char *const types[] = {"soft", "hard", "-", NULL};
    const struct node *type = node_word(entry, 0), *item = node_word(entry, 1), *value = node_word(entry, 2);
    *ret = (struct limits_entry){.domain = entry->text};
    if (type && !item && str_byte(type->text, 0) == '-')
        return LIMITS_EXEMPT;
    if (!value)
        return LIMITS_FIELDS;
    ret->type = type->text;
    ret->item = lower(a, item->text);
    ret->value = value->text;
    ret->soft = !str_eq(ret->type, STR("hard"));
    ret->hard = !str_eq(ret->type, STR("soft"));
    bool logins = str_eq(ret->item, STR("maxlogins")) || str_eq(ret->item, STR("maxsyslogins"));
    if (!str_is_one_of(ret->item, items))
        return LIMITS_ITEM;
    if (!logins && !str_is_one_of(ret->type, types))
        return LIMITS_TYPE;
    if (!read_value(lower(a, ret->value), ret))
        return LIMITS_VALUE;
    bool percent = str_byte(ret->domain, 0) == '%';
    return percent && !str_eq(ret->item, STR("maxlogins")) ? LIMITS_LOGINS : LIMITS_SET;
}
