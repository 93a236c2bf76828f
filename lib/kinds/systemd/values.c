#include "kinds/systemd/values.h"

#include "base/num.h"
#include "base/vec.h"
#include "kinds/systemd/exec.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* ---- numbers with units ---- */

struct unit {
    const char *name;
    double factor;
};

static const struct unit times[] = {
    {"seconds", 1e9},     {"second", 1e9},    {"sec", 1e9},     {"s", 1e9},
    {"minutes", 6e10},    {"minute", 6e10},   {"min", 6e10},    {"months", 2629800e9},
    {"month", 2629800e9}, {"M", 2629800e9},   {"msec", 1e6},    {"ms", 1e6},
    {"m", 6e10},          {"hours", 3600e9},  {"hour", 3600e9}, {"hr", 3600e9},
    {"h", 3600e9},        {"days", 86400e9},  {"day", 86400e9}, {"d", 86400e9},
    {"weeks", 604800e9},  {"week", 604800e9}, {"w", 604800e9},  {"years", 31557600e9},
    {"year", 31557600e9}, {"y", 31557600e9},  {"usec", 1e3},    {"us", 1e3},
    {"µs", 1e3},          {"μs", 1e3},        {"", 1e9},        {NULL, 0},
};

/* From the largest to the smallest: a later one may follow an earlier one. */
static const struct unit sizes[] = {
    {"E", 0x1p60}, {"P", 0x1p50}, {"T", 0x1p40}, {"G", 0x1p30}, {"M", 0x1p20},
    {"K", 0x1p10}, {"B", 1},      {"", 1},       {NULL, 0},
};

static void skip_blanks(struct str *text)
{
    while (text->n > 0 && ch_is_space(text->p[0]))
        *text = str_slice(*text, 1, text->n);
}

/* "12", "1.5", ".5", "1." at the start of *text, cut off it. */
static bool take_number(struct str *text, double *ret)
{
    uint32_t n = 0, digits = 0, dots = 0;
    for (; n < text->n && (ch_is_digit(text->p[n]) || (text->p[n] == '.' && dots == 0)); n++) {
        digits += ch_is_digit(text->p[n]);
        dots += text->p[n] == '.';
    }
    char copy[64];
    if (digits == 0 || n >= sizeof copy)
        return false;
    memcpy(copy, text->p, n);
    copy[n] = '\0';
    /* No locale is set: strtod reads '.', and digits only. systemd reads whole numbers of 64 bits. */
    *ret = strtod(copy, NULL);
    *text = str_slice(*text, n, text->n);
    return *ret < 0x1p64;
}

/* The first unit from *from on that stands at the start of *text, cut off it; a letter that goes on is none. */
static bool take_unit(struct str *text, const struct unit *units, uint32_t *from, double *ret)
{
    for (uint32_t i = *from; units[i].name; i++) {
        struct str name = str_from(units[i].name);
        if (!str_starts(*text, name))
            continue;
        *text = str_slice(*text, name.n, text->n);
        *ret = units[i].factor;
        *from = i;
        return true;
    }
    return false;
}

/* A sum of numbers with units. Where `falling` each unit must be smaller than the one before it. */
static bool parse_sum(struct str text, const struct unit *units, bool falling, double *ret)
{
    uint32_t from = 0;
    double sum = 0, number, factor;
    text = str_trim(text);
    do {
        skip_blanks(&text);
        if (!take_number(&text, &number))
            return false;
        skip_blanks(&text);
        if (!take_unit(&text, units, &from, &factor))
            return false;
        sum += number * factor;
        from = falling ? from + 1 : 0;
    } while (text.n > 0);
    *ret = sum;
    return true;
}

static int64_t clamp(double d)
{
    return d >= 9.2e18 ? INT64_MAX : (int64_t)llround(d);
}

bool systemd_parse_sec(struct str text, int64_t *ret)
{
    double sum;
    if (str_eq(str_trim(text), STR("infinity"))) {
        *ret = INT64_MAX;
        return true;
    }
    if (!parse_sum(text, times, false, &sum))
        return false;
    *ret = clamp(sum);
    return true;
}

bool systemd_parse_size(struct str text, int64_t *ret)
{
    double sum;
    if (!parse_sum(text, sizes, true, &sum))
        return false;
    *ret = clamp(sum);
    return true;
}

bool systemd_parse_percent(struct str text, bool bounded, int64_t *ret)
{
    double number;
    uint32_t dot = str_find_byte(text, '.');
    if (!str_ends(text, STR("%")) || (dot < text.n && text.n - dot > 4) || !take_number(&text, &number) || text.n != 1)
        return false;
    *ret = llround(number * 100);
    return !bounded || *ret <= 10000;
}

/* What strtoull reads with base 0, without a sign. */
static bool parse_count(struct str text, int64_t *ret)
{
    char copy[32], *end;
    if (text.n == 0 || text.n >= sizeof copy || !ch_is_digit(text.p[0]))
        return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    unsigned long long v = strtoull(copy, &end, 0);
    if (*end || (v == ULLONG_MAX && text.n > 19))
        return false;
    *ret = v > INT64_MAX ? INT64_MAX : (int64_t)v;
    return true;
}

/* ---- one value ---- */

static bool one_of(struct str text, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(text, str_from(*words)))
            return true;
    return false;
}

static bool parse_bool(struct str text, struct value *ret)
{
    static const char *const yes[] = {"1", "yes", "y", "true", "t", "on"}, *const no[] = {"0",     "no", "n",
                                                                                          "false", "f",  "off"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        bool is_yes = str_eq_nocase(text, str_from(yes[i]));
        if (!is_yes && !str_eq_nocase(text, str_from(no[i])))
            continue;
        *ret = value_bool(is_yes);
        return true;
    }
    return false;
}

static struct value unlimited_bytes(void)
{
    struct value v = value_unlimited();
    v.unit = UNIT_BYTES;
    return v;
}

/* Zero is a limit only of swap, and of what is protected: load-fragment.c, config_parse_memory_limit. */
static bool takes_zero(struct str name)
{
    return str_ends(name, STR("SwapMax")) || str_ends(name, STR("Low")) || str_ends(name, STR("Min"));
}

static bool parse_memory(struct arena *a, const struct systemd_word *w, struct str text, struct value *ret)
{
    int64_t n;
    if (str_eq(text, STR("infinity"))) {
        *ret = unlimited_bytes();
        return true;
    }
    if (systemd_parse_percent(text, true, &n)) {
        *ret = value_unknown(a, STR("host.memory"));
        return n > 0 || takes_zero(systemd_word_str(w->name));
    }
    if (!systemd_parse_size(text, &n) || (n == 0 && !takes_zero(systemd_word_str(w->name))))
        return false;
    *ret = value_size(n);
    return true;
}

static bool parse_tasks(struct arena *a, struct str text, struct value *ret)
{
    int64_t n;
    if (str_eq(text, STR("infinity")))
        *ret = value_unlimited();
    else if (systemd_parse_percent(text, true, &n))
        *ret = value_unknown(a, STR("host.kernel.kernel.threads-max"));
    else if (parse_count(text, &n) && n > 0)
        *ret = value_int(n);
    else
        return false;
    return true;
}

/* One side of a resource limit, as a number of its unit. */
static bool parse_limit(enum systemd_type type, struct str text, int64_t *ret)
{
    *ret = INT64_MAX;
    if (str_eq(text, STR("infinity")))
        return true;
    if (type == SYSTEMD_TYPE_RLIMIT_SIZE)
        return systemd_parse_size(text, ret);
    if (type == SYSTEMD_TYPE_RLIMIT_SEC || type == SYSTEMD_TYPE_RLIMIT_USEC)
        return systemd_parse_sec(text, ret) || parse_count(text, ret);
    bool is_signed = type == SYSTEMD_TYPE_RLIMIT_NICE && text.n > 1 && (text.p[0] == '+' || text.p[0] == '-');
    if (!is_signed)
        return parse_count(text, ret);
    int64_t n;
    if (!num_parse_int(str_slice(text, 1, text.n), &n) || n > (text.p[0] == '-' ? 20 : 19))
        return false;
    *ret = text.p[0] == '-' ? 20 + n : 20 - n; /* rlimit-util.c, nice_to_rlimit */
    return true;
}

static bool parse_rlimit(enum systemd_type type, struct str text, struct value *ret)
{
    int64_t soft, hard;
    struct str rest = text, first = str_cut(&rest, ':');
    bool both = first.n < text.n;
    if (!parse_limit(type, first, &soft) || (both && (!parse_limit(type, rest, &hard) || soft > hard)))
        return false;
    bool time = type == SYSTEMD_TYPE_RLIMIT_SEC || type == SYSTEMD_TYPE_RLIMIT_USEC;
    struct value unlimited = type == SYSTEMD_TYPE_RLIMIT_SIZE ? unlimited_bytes() : value_unlimited();
    *ret = time                               ? value_duration(soft)
           : soft == INT64_MAX                ? unlimited
           : type == SYSTEMD_TYPE_RLIMIT_SIZE ? value_size(soft)
                                              : value_int(soft);
    return true;
}

static bool parse_between(struct str text, int64_t min, int64_t max, struct value *ret)
{
    int64_t n;
    if (text.n > 1 && text.p[0] == '+')
        text = str_slice(text, 1, text.n);
    if (!num_parse_int(text, &n) || n < min || n > max)
        return false;
    *ret = value_int(n);
    return true;
}

/* One of a list: what any release takes. */
static bool parse_word(enum systemd_type type, struct str text, struct value *ret)
{
    static const char *const restarts[] = {"no",          "on-success", "on-failure", "on-abnormal",
                                           "on-watchdog", "on-abort",   "always",     NULL};
    static const char *const types[] = {"simple", "exec",          "forking", "oneshot", "dbus",
                                        "notify", "notify-reload", "idle",    NULL};
    static const char *const modes[] = {"control-group", "process", "mixed", "none", NULL};
    static const char *const policies[] = {"continue", "stop", "kill", NULL};
    const char *const *words = type == SYSTEMD_TYPE_RESTART        ? restarts
                               : type == SYSTEMD_TYPE_SERVICE_TYPE ? types
                               : type == SYSTEMD_TYPE_KILL_MODE    ? modes
                                                                   : policies;
    *ret = value_string(text);
    return one_of(text, words);
}

static struct value strings_of(struct arena *a, struct str text)
{
    VEC(struct value) items = {0};
    for (skip_blanks(&text); text.n > 0; skip_blanks(&text)) {
        uint32_t n = 0;
        while (n < text.n && !ch_is_space(text.p[n]))
            n++;
        vec_push(a, &items, value_string(str_slice(text, 0, n)));
        text = str_slice(text, n, text.n);
    }
    return value_list(items.p, items.n);
}

static bool words_of(struct arena *a, struct str text, struct value *ret)
{
    struct exec_words words = {0};
    bool whole = exec_split(a, text, &words);
    struct value *items = arena_array(a, struct value, words.n + 1);
    for (uint32_t i = 0; i < words.n; i++)
        items[i] = value_string(words.p[i].text);
    *ret = value_list(items, words.n);
    return whole;
}

static bool parse_duration(struct str text, struct value *ret)
{
    int64_t ns;
    if (!systemd_parse_sec(text, &ns))
        return false;
    *ret = value_duration(ns);
    return true;
}

static bool parse_quota(struct str text, struct value *ret)
{
    int64_t n;
    if (!systemd_parse_percent(text, false, &n) || n == 0)
        return false;
    *ret = value_double((double)n / 10000);
    return true;
}

static bool parse_number(struct str text, bool is_size, struct value *ret)
{
    int64_t n;
    if (!(is_size ? systemd_parse_size(text, &n) : parse_count(text, &n)))
        return false;
    *ret = is_size ? value_size(n) : value_int(n);
    return true;
}

bool systemd_value_of(struct arena *a, const struct systemd_word *w, struct str text, struct value *ret)
{
    enum systemd_type type = w->type;
    struct value *line;
    switch (type) {
    case SYSTEMD_TYPE_BOOL:
        return parse_bool(text, ret);
    case SYSTEMD_TYPE_SEC:
        return parse_duration(text, ret);
    case SYSTEMD_TYPE_MEMORY:
        return parse_memory(a, w, text, ret);
    case SYSTEMD_TYPE_TASKS:
        return parse_tasks(a, text, ret);
    case SYSTEMD_TYPE_CPU_QUOTA:
        return parse_quota(text, ret);
    case SYSTEMD_TYPE_RLIMIT:
    case SYSTEMD_TYPE_RLIMIT_SIZE:
    case SYSTEMD_TYPE_RLIMIT_SEC:
    case SYSTEMD_TYPE_RLIMIT_USEC:
    case SYSTEMD_TYPE_RLIMIT_NICE:
        return parse_rlimit(type, text, ret);
    case SYSTEMD_TYPE_SIZE:
    case SYSTEMD_TYPE_UNSIGNED:
        return parse_number(text, type == SYSTEMD_TYPE_SIZE, ret);
    case SYSTEMD_TYPE_NICE:
        return parse_between(text, -20, 19, ret);
    case SYSTEMD_TYPE_OOM_SCORE:
        return parse_between(text, -1000, 1000, ret);
    case SYSTEMD_TYPE_RESTART:
    case SYSTEMD_TYPE_SERVICE_TYPE:
    case SYSTEMD_TYPE_KILL_MODE:
    case SYSTEMD_TYPE_OOM_POLICY:
        return parse_word(type, text, ret);
    case SYSTEMD_TYPE_EXEC:
    case SYSTEMD_TYPE_ENVIRON:
        return words_of(a, text, ret);
    case SYSTEMD_TYPE_STRINGS:
    case SYSTEMD_TYPE_UNITS:
        *ret = strings_of(a, text);
        return true;
    case SYSTEMD_TYPE_LINES:
        line = arena_new(a, struct value);
        *line = value_string(text);
        *ret = value_list(line, 1);
        return true;
    case SYSTEMD_TYPE_STRING:
        break;
    }
    *ret = value_string(text);
    return true;
}

/* ---- types ---- */

const char *systemd_type_text(enum systemd_type type)
{
    switch (type) {
    case SYSTEMD_TYPE_BOOL:
        return "a boolean";
    case SYSTEMD_TYPE_SEC:
        return "a time span";
    case SYSTEMD_TYPE_MEMORY:
        return "a memory limit";
    case SYSTEMD_TYPE_TASKS:
        return "a number of tasks";
    case SYSTEMD_TYPE_CPU_QUOTA:
        return "a CPU quota";
    case SYSTEMD_TYPE_RLIMIT:
    case SYSTEMD_TYPE_RLIMIT_SIZE:
    case SYSTEMD_TYPE_RLIMIT_SEC:
    case SYSTEMD_TYPE_RLIMIT_USEC:
    case SYSTEMD_TYPE_RLIMIT_NICE:
        return "a resource limit";
    case SYSTEMD_TYPE_SIZE:
        return "a size";
    case SYSTEMD_TYPE_UNSIGNED:
        return "an unsigned number";
    case SYSTEMD_TYPE_NICE:
        return "a nice level from -20 to 19";
    case SYSTEMD_TYPE_OOM_SCORE:
        return "an OOM score from -1000 to 1000";
    case SYSTEMD_TYPE_RESTART:
        return "a restart policy";
    case SYSTEMD_TYPE_SERVICE_TYPE:
        return "a service type";
    case SYSTEMD_TYPE_KILL_MODE:
        return "a kill mode";
    case SYSTEMD_TYPE_OOM_POLICY:
        return "an OOM policy";
    default:
        return "a value";
    }
}

bool systemd_is_list(const struct systemd_word *w)
{
    return w->type == SYSTEMD_TYPE_EXEC || w->type == SYSTEMD_TYPE_ENVIRON || w->type == SYSTEMD_TYPE_STRINGS ||
           w->type == SYSTEMD_TYPE_UNITS || w->type == SYSTEMD_TYPE_LINES;
}

const struct type *systemd_type_of(const struct systemd_word *w)
{
    static const struct type commands = {.kind = TYPE_LIST, .param = {&type_list_string}};
    switch ((enum systemd_type)w->type) {
    case SYSTEMD_TYPE_BOOL:
        return &type_bool;
    case SYSTEMD_TYPE_SEC:
    case SYSTEMD_TYPE_RLIMIT_SEC:
    case SYSTEMD_TYPE_RLIMIT_USEC:
        return &type_duration;
    case SYSTEMD_TYPE_CPU_QUOTA:
        return &type_double;
    case SYSTEMD_TYPE_MEMORY:
    case SYSTEMD_TYPE_TASKS:
    case SYSTEMD_TYPE_RLIMIT:
    case SYSTEMD_TYPE_RLIMIT_SIZE:
    case SYSTEMD_TYPE_RLIMIT_NICE:
    case SYSTEMD_TYPE_SIZE:
    case SYSTEMD_TYPE_UNSIGNED:
    case SYSTEMD_TYPE_NICE:
    case SYSTEMD_TYPE_OOM_SCORE:
        return &type_int;
    case SYSTEMD_TYPE_EXEC:
        return &commands;
    case SYSTEMD_TYPE_ENVIRON:
    case SYSTEMD_TYPE_STRINGS:
    case SYSTEMD_TYPE_UNITS:
    case SYSTEMD_TYPE_LINES:
        return &type_list_string;
    default:
        return &type_string;
    }
}
