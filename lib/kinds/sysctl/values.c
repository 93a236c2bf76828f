/* Keys and what the kernel takes for them. */
#include "base/num.h"
#include "kinds/sysctl/sysctl.h"
#include "stack/kernel.h"

struct str sysctl_key(struct arena *a, struct str written)
{
    uint32_t dot = str_find_byte(written, '.'), slash = str_find_byte(written, '/');
    struct str key = slash < dot && slash == 0 ? str_slice(written, 1, written.n) : written;
    return slash >= dot ? key : kernel_key_swapped(a, key);
}

/* Keys of numbers, for which the kernel refuses all else: how many, and between what bounds.
 * Linux 6.18 was asked, by writing values at and beyond the bounds below /proc/sys (of net.* in a network namespace); sysctl_test.c pins its answers. INT64_MAX: a
 * number of 64 bits without a sign, which takes more than can be told here. */
struct number_key {
    struct str name;
    uint8_t least_n, most_n;
    int64_t min, max;
};

/* clang-format off */
static const struct number_key number_keys[] = {
    {STR_INIT("fs.aio-max-nr"),                  1, 1, 0,         INT64_MAX},
    {STR_INIT("fs.file-max"),                    1, 1, 0,         INT64_MAX},
    {STR_INIT("fs.inotify.max_user_instances"),  1, 1, 0,         INT32_MAX},
    {STR_INIT("fs.inotify.max_user_watches"),    1, 1, 0,         INT32_MAX},
    {STR_INIT("fs.nr_open"),                     1, 1, 64,        2147483584},
    {STR_INIT("kernel.pid_max"),                 1, 1, 301,       4194304},
    {STR_INIT("kernel.threads-max"),             1, 1, 1,         INT32_MAX},
    {STR_INIT("net.core.netdev_max_backlog"),    1, 1, INT32_MIN, INT32_MAX},
    {STR_INIT("net.core.somaxconn"),             1, 1, 0,         INT32_MAX},
    {STR_INIT("net.ipv4.ip_local_port_range"),   1, 2, 1,         65535},
    {STR_INIT("net.ipv4.tcp_fin_timeout"),       1, 1, INT32_MIN, INT32_MAX},
    {STR_INIT("net.ipv4.tcp_max_orphans"),       1, 1, INT32_MIN, INT32_MAX},
    {STR_INIT("net.ipv4.tcp_max_syn_backlog"),   1, 1, INT32_MIN, INT32_MAX},
    {STR_INIT("net.ipv4.tcp_max_tw_buckets"),    1, 1, INT32_MIN, INT32_MAX},
    {STR_INIT("net.ipv4.tcp_tw_reuse"),          1, 1, 0,         2},
    {STR_INIT("vm.dirty_background_ratio"),      1, 1, 0,         100},
    {STR_INIT("vm.dirty_ratio"),                 1, 1, 0,         100},
    {STR_INIT("vm.max_map_count"),               1, 1, 0,         INT32_MAX},
    {STR_INIT("vm.overcommit_memory"),           1, 1, 0,         2},
    {STR_INIT("vm.overcommit_ratio"),            1, 1, INT32_MIN, INT32_MAX},
    {STR_INIT("vm.swappiness"),                  1, 1, 0,         200},
};

static const struct {
    struct str name; /* or, with a dot at its end, what stands below it */
    version_number gone;
    struct str instead;
} removed_keys[] = {
    /* commits 4396e46187ca, adf0516845bc and 8a99b6833c88 */
    {STR_INIT("net.ipv4.tcp_tw_recycle"),          VERSION(4, 12, 0), STR_INIT("net.ipv4.tcp_tw_reuse is the one that is left, and is for connections that the host opens")},
    {STR_INIT("net.ipv4.ip_conntrack_max"),        VERSION(4, 9, 0),  STR_INIT("net.netfilter.nf_conntrack_max has its meaning")},
    {STR_INIT("net.ipv4.netfilter.ip_conntrack_"), VERSION(4, 9, 0),  STR_INIT("keys of net.netfilter.nf_conntrack_* have its meaning")},
    {STR_INIT("kernel.sched_latency_ns"),          VERSION(5, 13, 0), {0}},
    {STR_INIT("kernel.sched_migration_cost_ns"),   VERSION(5, 13, 0), {0}},
    {STR_INIT("kernel.sched_min_granularity_ns"),  VERSION(5, 13, 0), {0}},
    {STR_INIT("kernel.sched_nr_migrate"),          VERSION(5, 13, 0), {0}},
    {STR_INIT("kernel.sched_tunable_scaling"),     VERSION(5, 13, 0), {0}},
    {STR_INIT("kernel.sched_wakeup_granularity_ns"), VERSION(5, 13, 0), {0}},
};
/* clang-format on */

version_number sysctl_removed_in(struct str key, struct str *ret_instead)
{
    for (size_t i = 0; i < sizeof removed_keys / sizeof *removed_keys; i++) {
        struct str name = removed_keys[i].name;
        bool prefix = str_ends(name, STR("_"));
        *ret_instead = removed_keys[i].instead;
        if (prefix ? str_starts(key, name) : str_eq(key, name))
            return removed_keys[i].gone;
    }
    return 0;
}

static const struct number_key *number_key(struct str key)
{
    for (size_t i = 0; i < sizeof number_keys / sizeof *number_keys; i++)
        if (str_eq(number_keys[i].name, key))
            return &number_keys[i];
    return NULL;
}

/* Digits of base 8, 10 or 16 as C has them, a minus in front. False for what is none, or does not fit. */
static bool parse_number(struct str text, int64_t *ret)
{
    bool minus = str_starts(text, STR("-"));
    struct str digits = minus ? str_slice(text, 1, text.n) : text;
    uint64_t base = 10, n = 0;
    if (str_starts(digits, STR("0x")) || str_starts(digits, STR("0X"))) {
        base = 16;
        digits = str_slice(digits, 2, digits.n);
    } else if (digits.n > 1 && digits.p[0] == '0') {
        base = 8;
    }
    for (uint32_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        uint64_t d = ch_is_digit(c)         ? (uint64_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint64_t)(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? (uint64_t)(c - 'A' + 10)
                                            : base;
        if (d >= base || n > ((uint64_t)INT64_MAX - d) / base)
            return false;
        n = n * base + d;
    }
    *ret = minus ? -(int64_t)n : (int64_t)n;
    return digits.n > 0;
}

static struct str next_word(struct str *rest)
{
    uint32_t n = 0;
    *rest = str_trim(*rest);
    while (n < rest->n && !ch_is_space(rest->p[n]))
        n++;
    struct str word = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return word;
}

static struct value one_or_list(struct arena *a, const int64_t *numbers, uint32_t n)
{
    struct value *items = arena_array(a, struct value, n);
    for (uint32_t i = 0; i < n; i++)
        items[i] = value_int(numbers[i]);
    return n == 1 ? items[0] : value_list(items, n);
}

enum { MOST_NUMBERS = 8 };

/* Of a key that is not known here, a text of nothing but numbers is numbers. */
static struct value any_value(struct arena *a, struct str text)
{
    int64_t numbers[MOST_NUMBERS];
    uint32_t n = 0;
    for (struct str rest = str_trim(text); rest.n; rest = str_trim(rest))
        if (n == MOST_NUMBERS || !parse_number(next_word(&rest), &numbers[n++]))
            return value_string(text);
    return n ? one_or_list(a, numbers, n) : value_string(text);
}

static const char *wanted(struct arena *a, const struct number_key *k)
{
    if (k->most_n > 1)
        return str_printf(a, "a first and a last number from %lld to %lld with a blank between", (long long)k->min,
                          (long long)k->max)
            .p;
    if (k->min == INT32_MIN || k->max >= INT32_MAX)
        return k->min == 0 ? "a whole number, 0 or more" : "a whole number";
    return str_printf(a, "a whole number from %lld to %lld", (long long)k->min, (long long)k->max).p;
}

/* Decimal digits, more than fit a number with a sign. Such a limit means "none": systemd wrote it to fs.file-max until Linux 5.2 refused it there (systemd/systemd#12808). */
static bool is_huge(struct str text)
{
    struct str word = next_word(&text);
    int64_t number;
    for (uint32_t i = 0; i < word.n; i++)
        if (!ch_is_digit(word.p[i]))
            return false;
    return word.n > 0 && word.p[0] != '0' && !parse_number(word, &number);
}

bool sysctl_value(struct arena *a, struct str key, struct str text, struct value *ret, const char **ret_fault)
{
    const struct number_key *k = number_key(key);
    int64_t numbers[2] = {0};
    uint32_t n = 0;
    *ret_fault = NULL;
    if (!k) {
        *ret = any_value(a, text);
        return true;
    }
    struct str rest = text;
    while (n < k->most_n && parse_number(next_word(&rest), &numbers[n]) && numbers[n] >= k->min && numbers[n] <= k->max)
        n++;
    if (n == 0 && k->max == INT64_MAX && is_huge(text)) {
        *ret = value_unknown(a, str_printf(a, "%.*s, which is beyond what is counted here", STR_ARG(key)));
        return true;
    }
    if (n < k->least_n || (n == 2 && numbers[0] > numbers[1])) {
        *ret_fault = wanted(a, k);
        return false;
    }
    *ret = n < k->most_n ? value_unknown(a, STR("the part of a range that a file does not set"))
                         : one_or_list(a, numbers, n);
    return true;
}
