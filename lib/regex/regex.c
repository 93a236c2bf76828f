#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/regex.h"

#include "base/limits.h"

#include <pcre2.h>
#include <string.h>

/* PCRE2 wants malloc and free; it gets an arena, and freed blocks are kept for the next request: a matcher would
 * else grow with every match. */
struct block {
    _Alignas(16) size_t size;
    struct block *next;
};

struct heap {
    struct arena *a;
    struct block *spare;
};

static void *heap_alloc(size_t size, void *data)
{
    struct heap *h = data;
    for (struct block **p = &h->spare; *p; p = &(*p)->next) {
        struct block *b = *p;
        if (b->size < size)
            continue;
        *p = b->next;
        return b + 1;
    }
    struct block *b = arena_alloc_raw(h->a, sizeof(*b) + size, 16);
    b->size = size;
    return b + 1;
}

static void heap_release(void *p, void *data)
{
    struct heap *h = data;
    if (!p)
        return;
    struct block *b = (struct block *)p - 1;
    b->next = h->spare;
    h->spare = b;
}

static pcre2_general_context *context_new(struct arena *a)
{
    struct heap *h = arena_new(a, struct heap);
    h->a = a;
    return pcre2_general_context_create(heap_alloc, heap_release, h);
}

static uint32_t options_of(unsigned flags)
{
    uint32_t options = 0;
    options |= flags & REGEX_CASELESS ? PCRE2_CASELESS : 0;
    options |= flags & REGEX_UTF ? PCRE2_UTF : 0;
    options |= flags & REGEX_DOLLAR_ENDONLY ? PCRE2_DOLLAR_ENDONLY : 0;
    options |= flags & REGEX_NO_CAPTURE ? PCRE2_NO_AUTO_CAPTURE : 0;
    options |= flags & REGEX_ANY_BYTES ? PCRE2_MATCH_INVALID_UTF : 0;
    return options;
}

static void tell(struct arena *a, int code, size_t off, struct regex_error *ret)
{
    char text[256];
    if (!ret)
        return;
    int n = pcre2_get_error_message(code, (unsigned char *)text, sizeof(text));
    ret->off = (uint32_t)off;
    ret->message = n > 0 ? str_dup(a, (struct str){text, (uint32_t)n}) : STR("not a regular expression");
}

/* Copies the names: PCRE2's table is rows of a group number in two bytes and a name. */
static void read_names(struct arena *a, const pcre2_code *code, struct regex *re)
{
    PCRE2_SPTR table = NULL;
    uint32_t row = 0;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &re->n_names);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &row);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
    struct regex_name *names = arena_array(a, struct regex_name, re->n_names);
    for (uint32_t i = 0; i < re->n_names; i++, table += row) {
        names[i].group = (uint32_t)table[0] << 8 | table[1];
        names[i].name = str_from((const char *)table + 2);
    }
    re->names = names;
}

const struct regex *regex_compile(struct arena *a, struct str pattern, unsigned flags, struct regex_error *ret_error)
{
    static const unsigned char nothing[1] = {0};
    int error;
    size_t off;
    pcre2_compile_context *context = pcre2_compile_context_create(context_new(a));
    pcre2_code *code =
        pcre2_compile(pattern.n ? (PCRE2_SPTR)pattern.p : nothing, pattern.n, options_of(flags), &error, &off, context);
    if (!code) {
        tell(a, error, off, ret_error);
        return NULL;
    }
    struct regex *re = arena_new(a, struct regex);
    re->code = code;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &re->n_groups);
    read_names(a, code, re);
    return re;
}

/* ---- matching ---- */

struct regex_matcher {
    pcre2_general_context *context;
    pcre2_match_context *limits;
    pcre2_match_data *data;
    uint32_t n_pairs; /* that data has room for */
    struct str subject;
    uint32_t n_groups; /* of the last match, the whole included; 0: none */
};

enum { FIRST_PAIRS = 16 };

struct regex_matcher *regex_matcher_new(struct arena *a)
{
    struct regex_matcher *m = arena_new(a, struct regex_matcher);
    m->context = context_new(a);
    m->limits = pcre2_match_context_create(m->context);
    pcre2_set_match_limit(m->limits, LIMIT_REGEX_MATCH);
    pcre2_set_depth_limit(m->limits, LIMIT_REGEX_DEPTH);
    pcre2_set_heap_limit(m->limits, LIMIT_REGEX_HEAP_KIB);
    m->n_pairs = FIRST_PAIRS;
    m->data = pcre2_match_data_create(m->n_pairs, m->context);
    return m;
}

void regex_matcher_limit(struct regex_matcher *m, uint32_t steps, uint32_t heap_kib)
{
    pcre2_set_match_limit(m->limits, steps);
    pcre2_set_depth_limit(m->limits, steps);
    pcre2_set_heap_limit(m->limits, heap_kib);
}

static void make_room(struct regex_matcher *m, uint32_t n_pairs)
{
    if (n_pairs <= m->n_pairs)
        return;
    pcre2_match_data_free(m->data);
    m->n_pairs = n_pairs;
    m->data = pcre2_match_data_create(n_pairs, m->context);
}

static enum regex_result result_of(int code)
{
    if (code >= 0)
        return REGEX_MATCH;
    if (code == PCRE2_ERROR_NOMATCH)
        return REGEX_NO_MATCH;
    bool utf8 = code <= PCRE2_ERROR_UTF8_ERR1 && code >= PCRE2_ERROR_UTF8_ERR21;
    return utf8 || code == PCRE2_ERROR_BADUTFOFFSET ? REGEX_BAD_SUBJECT : REGEX_LIMIT;
}

enum regex_result regex_match(const struct regex *re, struct regex_matcher *m, struct str subject, uint32_t from)
{
    static const unsigned char nothing[1] = {0};
    make_room(m, re->n_groups + 1);
    m->subject = subject;
    m->n_groups = 0;
    if (from > subject.n)
        return REGEX_NO_MATCH;
    int code =
        pcre2_match(re->code, subject.n ? (PCRE2_SPTR)subject.p : nothing, subject.n, from, 0, m->data, m->limits);
    if (code > 0)
        m->n_groups = (uint32_t)code;
    return result_of(code);
}

bool regex_group(const struct regex_matcher *m, uint32_t i, struct str *ret)
{
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(m->data) + 2 * (size_t)i;
    if (i >= m->n_groups || pair[0] == PCRE2_UNSET)
        return false;
    /* \K in a lookahead may put the start behind the end */
    PCRE2_SIZE start = pair[0], end = pair[1];
    *ret = str_slice(m->subject, (uint32_t)start, (uint32_t)(end > start ? end : start));
    return true;
}
