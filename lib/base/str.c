#include "base/str.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_from(const char *z)
{
    size_t n = z ? strlen(z) : 0;
    return (struct str){z, n > UINT32_MAX ? UINT32_MAX : (uint32_t)n};
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (ch_lower(a.p[i]) != ch_lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

bool str_is_one_of(struct str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_from(*words)))
            return true;
    return false;
}

uint32_t str_find_byte(struct str s, char c)
{
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    return hit ? (uint32_t)(hit - s.p) : s.n;
}

uint32_t str_rfind_byte(struct str s, char c)
{
    for (uint32_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == c)
            return i - 1;
    return s.n;
}

uint32_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    const char *hit = s.n >= needle.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return hit ? (uint32_t)(hit - s.p) : s.n;
}

struct str str_trim(struct str s)
{
    uint32_t from = 0, to = s.n;
    while (from < to && ch_is_space(s.p[from]))
        from++;
    while (to > from && ch_is_space(s.p[to - 1]))
        to--;
    return str_slice(s, from, to);
}

struct str str_cut(struct str *s, char c)
{
    uint32_t at = str_find_byte(*s, c);
    struct str head = str_slice(*s, 0, at);
    *s = str_slice(*s, at < s->n ? at + 1 : s->n, s->n);
    return head;
}

struct str str_dup(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, (size_t)s.n + 1, 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (struct str){p, s.n};
}

struct str str_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        n = 0;
    char *p = arena_alloc(a, (size_t)n + 1, 1);
    p[0] = '\0';
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (uint32_t)n};
}

struct str str_concat(struct arena *a, struct str x, struct str y)
{
    char *p = arena_alloc(a, (size_t)x.n + y.n + 1, 1);
    if (x.n)
        memcpy(p, x.p, x.n);
    if (y.n)
        memcpy(p + x.n, y.p, y.n);
    p[x.n + y.n] = '\0';
    return (struct str){p, x.n + y.n};
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 14695981039346656037u;
    for (uint32_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h;
}
