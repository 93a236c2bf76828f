#include "kinds/nginx/words.h"

#include <stddef.h>
#include <string.h>

static const struct {
    uint32_t context;
    struct str name;
} contexts[] = {
    {NGINX_IN_MAIN, STR_INIT("main")},
    {NGINX_IN_EVENTS, STR_INIT("events")},
    {NGINX_IN_HTTP, STR_INIT("http")},
    {NGINX_IN_SERVER, STR_INIT("server")},
    {NGINX_IN_IF_IN_SERVER, STR_INIT("if in server")},
    {NGINX_IN_LOCATION, STR_INIT("location")},
    {NGINX_IN_IF_IN_LOCATION, STR_INIT("if in location")},
    {NGINX_IN_LIMIT_EXCEPT, STR_INIT("limit_except")},
    {NGINX_IN_UPSTREAM, STR_INIT("upstream")},
    {NGINX_IN_STREAM, STR_INIT("stream")},
    {NGINX_IN_STREAM_SERVER, STR_INIT("stream server")},
    {NGINX_IN_STREAM_UPSTREAM, STR_INIT("stream upstream")},
    {NGINX_IN_MAIL, STR_INIT("mail")},
    {NGINX_IN_MAIL_SERVER, STR_INIT("mail server")},
    {NGINX_IN_RTMP, STR_INIT("rtmp")},
    {NGINX_IN_RTMP_SERVER, STR_INIT("rtmp server")},
    {NGINX_IN_RTMP_APPLICATION, STR_INIT("rtmp application")},
    {NGINX_IN_RTMP_RECORDER, STR_INIT("rtmp recorder")},
    {NGINX_IN_OIDC_PROVIDER, STR_INIT("oidc_provider")},
    {NGINX_IN_ACME_ISSUER, STR_INIT("acme_issuer")},
    {NGINX_IN_OTEL_EXPORTER, STR_INIT("otel_exporter")},
    {NGINX_IN_MGMT, STR_INIT("mgmt")},
};

struct str nginx_context_name(uint32_t context)
{
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
        if (contexts[i].context == context)
            return contexts[i].name;
    return (struct str){0};
}

uint32_t nginx_word_find(struct str name, uint32_t *ret_n)
{
    const struct word_slot *slot = word_index_find(&nginx_word_index, name);
    *ret_n = slot ? slot->n : 0;
    return slot ? slot->first : 0;
}

bool nginx_word_holds(const struct nginx_word *word, uint32_t version)
{
    return version == 0 || (word->since <= version && version < word->until);
}

static enum nginx_fit word_fit(const struct nginx_word *word, uint32_t context, uint32_t version)
{
    if (!nginx_word_holds(word, version)) {
        if (!(word->contexts & context))
            return NGINX_FIT_UNKNOWN;
        return version < word->since ? NGINX_FIT_NOT_YET : NGINX_FIT_NO_MORE;
    }
    return word->contexts & context ? NGINX_FIT_OK : NGINX_FIT_ELSEWHERE;
}

static bool word_same_directive(const struct nginx_word *a, const struct nginx_word *b)
{
    return a->name == b->name && a->module == b->module && a->class == b->class && a->contexts == b->contexts;
}

/* A later row says more than the best one so far: it fits better, or equally well as a newer range of one directive.
 * What is right elsewhere explains less than what is right here in another version. */
static bool word_better(const struct nginx_word *word, enum nginx_fit fit, const struct nginx_word *best,
                        enum nginx_fit best_fit)
{
    static const uint8_t rank[] = {[NGINX_FIT_UNKNOWN] = 0,
                                   [NGINX_FIT_ELSEWHERE] = 1,
                                   [NGINX_FIT_NO_MORE] = 2,
                                   [NGINX_FIT_NOT_YET] = 3,
                                   [NGINX_FIT_OK] = 4};
    if (rank[fit] != rank[best_fit])
        return rank[fit] > rank[best_fit];
    bool newer_is_better = fit == NGINX_FIT_OK || fit == NGINX_FIT_NO_MORE;
    return newer_is_better && word_same_directive(word, best);
}

enum nginx_fit nginx_word_pick(struct str name, uint32_t context, uint32_t version, uint32_t *ret_row)
{
    uint32_t n, first = nginx_word_find(name, &n), row = first;
    enum nginx_fit fit = n ? word_fit(&nginx_words[first], context, version) : NGINX_FIT_UNKNOWN;
    for (uint32_t i = first + 1; i < first + n; i++) {
        enum nginx_fit next = word_fit(&nginx_words[i], context, version);
        if (word_better(&nginx_words[i], next, &nginx_words[row], fit)) {
            row = i;
            fit = next;
        }
    }
    *ret_row = row;
    return n && fit == NGINX_FIT_UNKNOWN ? NGINX_FIT_ELSEWHERE : fit;
}

uint32_t nginx_word_range(uint32_t row, uint32_t version, uint32_t *ret_n)
{
    const struct nginx_word *word = &nginx_words[row];
    uint32_t first = row, end = row + 1;
    while (first > 1 && word_same_directive(word, &nginx_words[first - 1]))
        first--;
    while (end < nginx_words_n && word_same_directive(word, &nginx_words[end]))
        end++;
    while (first < end && !nginx_word_holds(&nginx_words[first], version))
        first++;
    while (end > first && !nginx_word_holds(&nginx_words[end - 1], version))
        end--;
    *ret_n = end - first;
    return first;
}

bool nginx_word_takes(uint32_t row, uint32_t version, uint32_t n)
{
    uint32_t rows, first = nginx_word_range(row, version, &rows), bit = 1u << (n < 15 ? n : 15);
    for (uint32_t i = first; i < first + rows; i++)
        if (nginx_words[i].args & bit)
            return true;
    return false;
}

uint32_t nginx_word_opens(const struct nginx_word *word, uint32_t parent)
{
    if (word->opens != (NGINX_IN_IF_IN_SERVER | NGINX_IN_IF_IN_LOCATION))
        return word->opens;
    return parent == NGINX_IN_SERVER ? NGINX_IN_IF_IN_SERVER : NGINX_IN_IF_IN_LOCATION;
}

bool nginx_word_next_value(struct str *values, struct str *ret_value)
{
    if (!values->n)
        return false;
    *ret_value = str_cut(values, '|');
    return true;
}

bool nginx_word_has_value(const struct nginx_word *word, struct str value)
{
    struct str values = nginx_word_str(word->values), one;
    while (nginx_word_next_value(&values, &one))
        if (str_eq_nocase(one, value))
            return true;
    return false;
}

static uint64_t bound_of(struct str digits)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < digits.n; i++)
        value = value * 10 + (uint64_t)(digits.p[i] - '0');
    return value;
}

bool nginx_word_bounds(const struct nginx_word *word, uint64_t *ret_min, uint64_t *ret_max)
{
    struct str text = nginx_word_str(word->values);
    uint32_t dots = str_find(text, STR(".."));
    if (word->type != NGINX_TYPE_NUM || dots == text.n)
        return false;
    struct str max = str_slice(text, dots + 2, text.n);
    *ret_min = bound_of(str_slice(text, 0, dots));
    *ret_max = max.n ? bound_of(max) : UINT64_MAX;
    return true;
}

bool nginx_word_is_builtin(const struct nginx_word *word)
{
    return strcmp(nginx_word_text + word->origin, "nginx") == 0;
}

/* One number of a version, cut from *text up to its dot. */
static bool version_part(struct str *text, uint32_t *ret_part)
{
    struct str part = str_cut(text, '.');
    if (part.n < 1 || part.n > 3)
        return false;
    for (uint32_t i = 0; i < part.n; i++)
        if (!ch_is_digit(part.p[i]))
            return false;
    *ret_part = (uint32_t)bound_of(part);
    return *ret_part < 256;
}

bool nginx_version_parse(struct str text, uint32_t *ret_version)
{
    uint32_t major, minor, patch = 255;
    bool dot_at_end = text.n && text.p[text.n - 1] == '.';
    if (dot_at_end || !version_part(&text, &major) || !version_part(&text, &minor))
        return false;
    if (text.n && (!version_part(&text, &patch) || text.n))
        return false;
    *ret_version = NGINX_VERSION(major, minor, patch);
    return true;
}
