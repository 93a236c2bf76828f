#include "facts/mounts.h"

#include "base/buf.h"

/* The byte of an escape at s.p[at] == '\\': three octal digits behind it; -1 when there are none. */
static int octal_at(struct str s, uint32_t at)
{
    int code = 0;
    if (s.n - at < 4)
        return -1;
    for (uint32_t i = at + 1; i < at + 4; i++) {
        if (s.p[i] < '0' || s.p[i] > '7')
            return -1;
        code = code * 8 + (s.p[i] - '0');
    }
    return code <= 0xFF ? code : -1;
}

/* Blanks, tabs, line ends and backslashes are escaped. */
static struct str unescape(struct arena *a, struct str s)
{
    struct buf b = {.a = a};
    if (str_find_byte(s, '\\') == s.n)
        return s;
    for (uint32_t i = 0; i < s.n; i++) {
        int code = s.p[i] == '\\' ? octal_at(s, i) : -1;
        char c = s.p[i];
        if (code >= 0) {
            c = (char)code;
            i += 3;
        }
        buf_putc(&b, c);
    }
    return str_dup(a, buf_str(&b));
}

static bool parse(struct arena *a, struct str line, struct mount_line *ret)
{
    struct str rest = line;
    str_cut(&rest, ' ');
    str_cut(&rest, ' ');
    struct mount_line m = {.device = str_cut(&rest, ' ')};
    m.root = unescape(a, str_cut(&rest, ' '));
    m.point = unescape(a, str_cut(&rest, ' '));
    uint32_t dash = str_find(rest, STR(" - "));
    if (dash == rest.n || m.root.n == 0 || m.point.n == 0 || m.point.p[0] != '/')
        return false;
    rest = str_slice(rest, dash + 3, rest.n);
    m.type = str_cut(&rest, ' ');
    str_cut(&rest, ' ');
    m.super = rest;
    *ret = m;
    return true;
}

bool mount_next(struct arena *a, struct str *rest, struct mount_line *ret)
{
    while (rest->n > 0)
        if (parse(a, str_cut(rest, '\n'), ret))
            return true;
    return false;
}

bool mount_has_option(struct str list, struct str word)
{
    while (list.n > 0)
        if (str_eq(str_cut(&list, ','), word))
            return true;
    return false;
}
