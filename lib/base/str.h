/* Slices: how text travels through the program. */
#ifndef LOADLINE_BASE_STR_H
#define LOADLINE_BASE_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct arena;

/* A run of bytes. Never owns, not NUL-terminated; as long-lived as what it points into. n == 0 may have p == NULL. */
struct str {
    const char *p;
    uint32_t n;
};

/* A literal as a slice; STR_INIT in initializers of static tables. */
#define STR(lit) ((struct str){(lit), (uint32_t)(sizeof(lit) - 1)})
#define STR_INIT(lit)                                                                                                  \
    {                                                                                                                  \
        (lit), (uint32_t)(sizeof(lit) - 1)                                                                             \
    }

/* For printf-like functions: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* The slice of a NUL-terminated string (cut at 4 GiB); NULL gives the empty slice. */
struct str str_from(const char *z);

/* The part [from, to) of s; both are clamped to s. */
static inline struct str str_slice(struct str s, uint32_t from, uint32_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (struct str){s.p ? s.p + from : NULL, to - from};
}

/* Names that are compared one after another differ in their first byte more often than not: most need no call. */
static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || (a.p[0] == b.p[0] && memcmp(a.p, b.p, a.n) == 0));
}

/* The byte at offset i, NUL beyond the end. */
static inline char str_byte(struct str s, uint32_t i)
{
    if (i >= s.n)
        return '\0';
    return s.p[i];
}

/* ASCII case folded, whatever the locale. */
bool str_eq_nocase(struct str a, struct str b);
/* Bytewise order, the shorter first: <0, 0, >0. */
int str_cmp(struct str a, struct str b);
static inline bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq((struct str){s.p, prefix.n}, prefix);
}
bool str_ends(struct str s, struct str suffix);

/* Whether s is one of words, which end with a NULL. */
bool str_is_one_of(struct str s, const char *const *words);

/* Offset of the first byte c (of the last one, of the first needle) in s; s.n when there is none. */
uint32_t str_find_byte(struct str s, char c);
uint32_t str_rfind_byte(struct str s, char c);
uint32_t str_find(struct str s, struct str needle);

/* Without ASCII white space (SP TAB CR LF) at both ends. */
struct str str_trim(struct str s);

/* Cuts *s at the first c: returns what stands before it and leaves in *s what stands after it.
 * Without a c the whole is returned and *s is empty. */
struct str str_cut(struct str *s, char c);

/* A copy in the arena, followed by a NUL (not counted in n), so that .p can go to C library calls. */
struct str str_dup(struct arena *a, struct str s);
/* printf into the arena; the result is NUL-terminated. */
struct str str_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* a + b in the arena, NUL-terminated. */
struct str str_concat(struct arena *a, struct str x, struct str y);

/* FNV-1a, 64 bits: for maps, not against adversaries. */
uint64_t str_hash(struct str s);

/* ASCII classes without locale. */
static inline bool ch_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool ch_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool ch_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
static inline char ch_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

#endif
