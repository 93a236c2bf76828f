/* Lua within nginx: where a block of it ends. */
#ifndef LOADLINE_KINDS_NGINX_LUA_H
#define LOADLINE_KINDS_NGINX_LUA_H

#include "base/str.h"

/* Offset of the '}' that closes the block whose text begins at from, behind its '{'. Braces in Lua's strings ("x", 'x'), long brackets ([[x]], [=[x]=]) and
 * comments (--x, --[[x]]) do not count. False when the text ends first; *ret is then its length. */
bool nginx_lua_end(struct str text, uint32_t from, uint32_t *ret);

#endif
