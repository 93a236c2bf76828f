#include "kinds/nginx/lua.h"

/* The level of a long bracket that opens at at: "[[" is 0, "[=[" 1 ...; false for anything else. */
static bool opens_long(struct str s, uint32_t at, uint32_t *ret_level)
{
    if (at >= s.n || s.p[at] != '[')
        return false;
    uint32_t i = at + 1;
    while (i < s.n && s.p[i] == '=')
        i++;
    *ret_level = i - at - 1;
    return i < s.n && s.p[i] == '[';
}

/* Behind the long bracket of that level that closes what begins at at; s.n if none does. */
static uint32_t skip_long(struct str s, uint32_t at, uint32_t level)
{
    for (at += level + 2; at < s.n; at++) {
        if (s.p[at] != ']')
            continue;
        uint32_t i = at + 1;
        while (i < s.n && s.p[i] == '=')
            i++;
        if (i < s.n && s.p[i] == ']' && i - at - 1 == level)
            return i + 1;
        at = i - 1;
    }
    return s.n;
}

/* at is at the opening quote. A string that is not closed ends with its line, as Lua says. */
static uint32_t skip_string(struct str s, uint32_t at)
{
    char quote = s.p[at++];
    while (at < s.n && s.p[at] != quote && s.p[at] != '\n')
        at += s.p[at] == '\\' ? 2 : 1;
    return at < s.n ? at + 1 : s.n;
}

static uint32_t skip_comment(struct str s, uint32_t at)
{
    uint32_t level;
    if (opens_long(s, at + 2, &level))
        return skip_long(s, at + 2, level);
    while (at < s.n && s.p[at] != '\n')
        at++;
    return at;
}

bool nginx_lua_end(struct str text, uint32_t from, uint32_t *ret)
{
    uint32_t depth = 0, level;
    for (uint32_t at = from; at < text.n;) {
        char c = text.p[at];
        if (c == '}' && depth-- == 0) {
            *ret = at;
            return true;
        }
        depth += c == '{';
        if (c == '"' || c == '\'')
            at = skip_string(text, at);
        else if (c == '-' && at + 1 < text.n && text.p[at + 1] == '-')
            at = skip_comment(text, at);
        else if (c == '[' && opens_long(text, at, &level))
            at = skip_long(text, at, level);
        else
            at++;
    }
    *ret = text.n;
    return false;
}
