#include "base/path.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

bool path_is_absolute(struct str path)
{
    return path.n > 0 && path.p[0] == '/';
}

struct str path_join(struct arena *a, struct str dir, struct str name)
{
    if (path_is_absolute(name) || dir.n == 0 || str_eq(dir, STR(".")))
        return str_dup(a, name);
    const char *slash = dir.p[dir.n - 1] == '/' ? "" : "/";
    return str_printf(a, "%.*s%s%.*s", STR_ARG(dir), slash, STR_ARG(name));
}

struct str path_normalize(struct arena *a, struct str path)
{
    VEC(struct str) parts = {0};
    bool absolute = path_is_absolute(path);
    for (struct str rest = path; rest.n > 0;) {
        struct str part = str_cut(&rest, '/');
        if (part.n == 0 || str_eq(part, STR(".")))
            continue;
        bool up = str_eq(part, STR(".."));
        if (up && parts.n > 0 && !str_eq(parts.p[parts.n - 1], STR("..")))
            parts.n--;
        else if (!up || !absolute)
            vec_push(a, &parts, part);
    }
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < parts.n; i++) {
        if (i > 0 || absolute)
            buf_putc(&b, '/');
        buf_put(&b, parts.p[i]);
    }
    if (b.n == 0)
        buf_putc(&b, absolute ? '/' : '.');
    return str_dup(a, buf_str(&b));
}

struct str path_absolute(struct arena *a, struct str dir, struct str path)
{
    return path_normalize(a, path_join(a, dir, path));
}

bool path_is_below(struct str path, struct str dir)
{
    if (str_eq(dir, STR("/")) || str_eq(dir, STR(".")))
        return str_eq(dir, STR("/"))
                   ? path_is_absolute(path)
                   : !path_is_absolute(path) && !str_eq(path, STR("..")) && !str_starts(path, STR("../"));
    return str_starts(path, dir) && (path.n == dir.n || path.p[dir.n] == '/');
}

struct str path_relative(struct arena *a, struct str path, struct str dir)
{
    struct buf b = {.a = a};
    while (!path_is_below(path, dir)) {
        buf_put(&b, STR("../"));
        dir = path_dir(dir);
    }
    uint32_t skip = str_eq(dir, STR("/")) ? 1 : dir.n + 1;
    buf_put(&b, str_slice(path, skip, path.n));
    if (b.n > 0 && b.p[b.n - 1] == '/')
        b.n--;
    return b.n ? str_dup(a, buf_str(&b)) : STR(".");
}

struct str path_base(struct str path)
{
    uint32_t at = str_rfind_byte(path, '/');
    return at == path.n ? path : str_slice(path, at + 1, path.n);
}

struct str path_dir(struct str path)
{
    uint32_t at = str_rfind_byte(path, '/');
    if (at == path.n)
        return STR(".");
    return at == 0 ? STR("/") : str_slice(path, 0, at);
}

struct str path_ext(struct str path)
{
    struct str base = path_base(path);
    uint32_t at = str_rfind_byte(base, '.');
    return at == base.n || at == 0 ? (struct str){0} : str_slice(base, at, base.n);
}

bool path_has_glob(struct str pattern)
{
    for (uint32_t i = 0; i < pattern.n; i++)
        if (pattern.p[i] == '*' || pattern.p[i] == '?' || pattern.p[i] == '[')
            return true;
    return false;
}

/* Reads the class at pat[at] == '['. Returns the offset after ']' and whether c is in it; 0 when the bracket never closes
 * (it is then an ordinary byte). */
static uint32_t class_match(struct str pat, uint32_t at, char c, bool *ret_in)
{
    uint32_t i = at + 1;
    bool negated = i < pat.n && (pat.p[i] == '!' || pat.p[i] == '^'), in = false;
    i += negated ? 1 : 0;
    for (uint32_t first = i; i < pat.n && (pat.p[i] != ']' || i == first); i++) {
        i += pat.p[i] == '\\' && i + 1 < pat.n;
        unsigned char lo = (unsigned char)pat.p[i], hi = lo;
        if (i + 2 < pat.n && pat.p[i + 1] == '-' && pat.p[i + 2] != ']') {
            i += pat.p[i + 2] == '\\' && i + 3 < pat.n ? 3 : 2;
            hi = (unsigned char)pat.p[i];
        }
        in |= (unsigned char)c >= lo && (unsigned char)c <= hi;
    }
    if (i >= pat.n)
        return 0;
    *ret_in = in != negated;
    return i + 1;
}

/* A pattern of one path part. Once a '[' is known to have no ']', those behind it have none either: looking again for each byte of the name would
 * make the time cubic. */
struct part {
    struct str pat;
    uint32_t unclosed; /* offset of that '['; UINT32_MAX: none is known */
};

/* Whether the single pattern element at *at matches c; moves *at behind it. */
static bool element_match(struct part *part, uint32_t *at, char c)
{
    struct str pat = part->pat;
    char p = pat.p[*at];
    if (p == '?') {
        ++*at;
        return true;
    }
    if (p == '[' && *at < part->unclosed) {
        bool in = false;
        uint32_t after = class_match(pat, *at, c, &in);
        if (after) {
            *at = after;
            return in;
        }
        part->unclosed = *at;
    }
    if (p == '\\' && *at + 1 < pat.n)
        p = pat.p[++*at];
    ++*at;
    return p == c;
}

/* One path part. The classic two-pointer match: a '*' remembers where to resume, so the time is at most n x m. */
static bool part_match(struct str pat, struct str s, bool period)
{
    bool names_dot = str_starts(pat, STR(".")) || str_starts(pat, STR("\\."));
    if (period && str_starts(s, STR(".")) && !names_dot)
        return false;
    struct part part = {pat, UINT32_MAX};
    uint32_t p = 0, i = 0, star = UINT32_MAX, resume = 0;
    while (i < s.n) {
        if (p < pat.n && pat.p[p] == '*') {
            star = ++p;
            resume = i;
            continue;
        }
        uint32_t next = p;
        if (p < pat.n && element_match(&part, &next, s.p[i])) {
            p = next;
            i++;
            continue;
        }
        if (star == UINT32_MAX)
            return false;
        p = star;
        i = ++resume;
    }
    while (p < pat.n && pat.p[p] == '*')
        p++;
    return p == pat.n;
}

/* Parts against parts, with "**" as the star of the outer level: the same two-pointer scheme. */
bool path_match(struct str pattern, struct str path, bool period)
{
    struct str pat = pattern, s = path, star_pat = {0}, star_s = {0};
    bool star = false;
    if (path.n == 0)
        return part_match(pattern, path, period);
    while (s.n > 0) {
        struct str pat_rest = pat, s_rest = s;
        struct str pat_part = str_cut(&pat_rest, '/'), s_part = str_cut(&s_rest, '/');
        if (pat.n > 0 && str_eq(pat_part, STR("**"))) {
            star = true;
            star_pat = pat = pat_rest;
            star_s = s;
            if (pat.n == 0)
                return true;
            continue;
        }
        bool last_too_early = pat_rest.n == 0 && s_rest.n > 0;
        if (pat.n > 0 && !last_too_early && part_match(pat_part, s_part, period)) {
            pat = pat_rest;
            s = s_rest;
            continue;
        }
        if (!star)
            return false;
        str_cut(&star_s, '/');
        s = star_s;
        pat = star_pat;
    }
    while (str_eq(pat, STR("**")) || str_starts(pat, STR("**/")))
        str_cut(&pat, '/');
    return pat.n == 0;
}
