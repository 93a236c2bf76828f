#include "kinds/nginx/setting_value.h"

#include "base/vec.h"
#include "kinds/nginx/units.h"

enum { MAX_DEFAULT_WORDS = 64 };

bool nginx_is_list(const struct nginx_word *row)
{
    switch (row->type) {
    case NGINX_TYPE_BITMASK:
    case NGINX_TYPE_MIME_TYPES:
    case NGINX_TYPE_STR_ARRAY:
    case NGINX_TYPE_PREDICATE:
    case NGINX_TYPE_KEYVAL:
        return true;
    case NGINX_TYPE_NO_ARGS:
        return false;
    default:
        return row->dup == NGINX_DUP_OK || row->dup == NGINX_DUP_MERGE || row->dup == NGINX_DUP_SPECIAL;
    }
}

/* Lists whose items are single words, whichever occurrence they came from. */
static bool is_flat(const struct nginx_word *row)
{
    return row->type == NGINX_TYPE_BITMASK || row->type == NGINX_TYPE_MIME_TYPES;
}

static struct value words_as_list(struct arena *a, const struct str *words, uint32_t n)
{
    struct value *items = arena_array(a, struct value, n + 1);
    for (uint32_t i = 0; i < n; i++)
        items[i] = value_string(words[i]);
    return value_list(items, n);
}

static struct value duration_of(int64_t v, int64_t unit)
{
    int64_t ns;
    return __builtin_mul_overflow(v, unit, &ns) ? value_duration(INT64_MAX) : value_duration(ns);
}

/* Types that are one number. False: words[0] is none. */
static bool number_of(const struct nginx_word *row, struct str word, struct value *ret)
{
    int64_t v;
    switch (row->type) {
    case NGINX_TYPE_NUM:
    case NGINX_TYPE_WORKER_CONNECTIONS:
    case NGINX_TYPE_WORKER_PROCESSES:
        return nginx_parse_num(word, &v) && (*ret = value_int(v), true);
    case NGINX_TYPE_SIZE:
    case NGINX_TYPE_COMPLEX_VALUE_SIZE:
        return nginx_parse_size(word, &v) && (*ret = value_size(v), true);
    case NGINX_TYPE_OFF:
        return nginx_parse_offset(word, &v) && (*ret = value_size(v), true);
    case NGINX_TYPE_MSEC:
    case NGINX_TYPE_KEEPALIVE_TIMEOUT:
        return nginx_parse_msec(word, &v) && (*ret = duration_of(v, 1000000), true);
    case NGINX_TYPE_SEC:
        return nginx_parse_sec(word, &v) && (*ret = duration_of(v, 1000000000), true);
    default:
        return false;
    }
}

static bool is_number(const struct nginx_word *row)
{
    switch (row->type) {
    case NGINX_TYPE_NUM:
    case NGINX_TYPE_WORKER_CONNECTIONS:
    case NGINX_TYPE_WORKER_PROCESSES:
    case NGINX_TYPE_SIZE:
    case NGINX_TYPE_COMPLEX_VALUE_SIZE:
    case NGINX_TYPE_OFF:
    case NGINX_TYPE_MSEC:
    case NGINX_TYPE_KEEPALIVE_TIMEOUT:
    case NGINX_TYPE_SEC:
        return true;
    default:
        return false;
    }
}

static struct value flag_of(struct str word, bool *ret_ok)
{
    bool on = str_eq_nocase(word, STR("on"));
    *ret_ok = on || str_eq_nocase(word, STR("off"));
    return value_bool(on);
}

static struct value bufs_of(struct arena *a, const struct str *words, uint32_t n, bool *ret_ok)
{
    int64_t count = 0, size = 0;
    struct value *items = arena_array(a, struct value, 2);
    *ret_ok = n == 2 && nginx_parse_num(words[0], &count) && nginx_parse_size(words[1], &size);
    items[0] = value_int(count);
    items[1] = value_size(size);
    return value_list(items, 2);
}

/* What is no number though the type is one, and right all the same. */
static bool late_number(struct arena *a, const struct nginx_word *row, struct str word, struct value *ret)
{
    if (row->type == NGINX_TYPE_WORKER_PROCESSES && str_eq(word, STR("auto"))) {
        *ret = value_unknown(a, STR("host.cpus_online"));
        return true;
    }
    if (row->type != NGINX_TYPE_COMPLEX_VALUE_SIZE || str_find_byte(word, '$') == word.n)
        return false;
    *ret = value_unknown(a, str_printf(a, "the value of %.*s", STR_ARG(word)));
    return true;
}

struct value nginx_value_of(struct arena *a, const struct nginx_word *row, const struct str *words, uint32_t n,
                            bool *ret_ok)
{
    struct value v = value_null();
    *ret_ok = true;
    if (row->type == NGINX_TYPE_NO_ARGS)
        return value_bool(true);
    if (row->type == NGINX_TYPE_FLAG && n > 0)
        return flag_of(words[0], ret_ok);
    if (row->type == NGINX_TYPE_BUFS)
        return bufs_of(a, words, n, ret_ok);
    if (is_number(row)) {
        *ret_ok = n > 0 && (number_of(row, words[0], &v) || late_number(a, row, words[0], &v));
        return v;
    }
    bool several = row->args & ~3u; /* of words in one occurrence */
    if (n == 1 && !several && !nginx_is_list(row))
        return value_string(words[0]);
    return words_as_list(a, words, n);
}

struct value nginx_value_join(struct arena *a, const struct nginx_word *row, const struct value *parts, uint32_t n)
{
    if (!is_flat(row))
        return value_list(parts, n);
    VEC(struct value) all = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < parts[i].n; k++)
            vec_push(a, &all, parts[i].as.items[k]);
    return value_list(all.p, all.n);
}

static uint32_t split_words(struct str text, struct str *words)
{
    uint32_t n = 0;
    while (text.n && n < MAX_DEFAULT_WORDS) {
        struct str word = str_cut(&text, ' ');
        if (word.n)
            words[n++] = word;
    }
    return n;
}

/* A default of several occurrences is written "a b; c d;". */
static struct value default_list(struct arena *a, const struct nginx_word *row, struct str text)
{
    struct str words[MAX_DEFAULT_WORDS];
    VEC(struct value) parts = {0};
    bool ok;
    while (text.n) {
        struct str one = str_cut(&text, ';');
        uint32_t n = split_words(one, words);
        if (n)
            vec_push(a, &parts, nginx_value_of(a, row, words, n, &ok));
    }
    return nginx_value_join(a, row, parts.p, parts.n);
}

struct value nginx_default_of(struct arena *a, const struct nginx_word *row)
{
    struct str words[MAX_DEFAULT_WORDS], text = nginx_word_str(row->deflt);
    bool ok;
    if (nginx_is_list(row))
        return default_list(a, row, text);
    if (row->type == NGINX_TYPE_NO_ARGS)
        return value_bool(false);
    uint32_t n = split_words(text, words);
    struct value v = n ? nginx_value_of(a, row, words, n, &ok) : value_null();
    return n && !ok ? value_string(text) : v;
}
