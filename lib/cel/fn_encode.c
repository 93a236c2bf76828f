/* Base64 (RFC 4648, section 4). */
#include "base/limits.h"
#include "cel/functions.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct value fn_base64_encode(struct cel_call *c, const struct value *args, uint32_t n)
{
    const unsigned char *in = (const unsigned char *)args[0].as.s;
    uint32_t len = args[0].n, out_len = (len + 2) / 3 * 4;
    (void)n;
    char *out = out_len <= LIMIT_CEL_STRING ? cel_alloc(c, out_len) : NULL;
    if (!out)
        return c->meter->over ? cel_over(c) : cel_fail(c, "the string would be longer than %u bytes", LIMIT_CEL_STRING);
    for (uint32_t i = 0, o = 0; i < len; i += 3, o += 4) {
        uint32_t left = len - i;
        uint32_t bits = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (left > 2 ? in[i + 2] : 0);
        for (uint32_t k = 0; k < 4; k++)
            out[o + k] = (char)(k <= left ? alphabet[bits >> (18 - 6 * k) & 63] : '=');
    }
    return value_string((struct str){out, out_len});
}

/* The text without its padding; false when that is not as long as it must be. Leaving it out is allowed, as encoders
 * do. */
static bool without_padding(struct str *s)
{
    uint32_t padding = 0;
    while (padding < 2 && s->n > padding && s->p[s->n - 1 - padding] == '=')
        padding++;
    if (padding > 0 && s->n % 4 != 0)
        return false;
    s->n -= padding;
    return s->n % 4 != 1;
}

struct value fn_base64_decode(struct cel_call *c, const struct value *args, uint32_t n)
{
    struct str s = text_of(args[0]);
    uint32_t o = 0, bits = 0;
    (void)n;
    char *out = cel_alloc(c, s.n);
    if (!out)
        return cel_over(c);
    bool valid = without_padding(&s);
    for (uint32_t i = 0; i < s.n && valid; i++) {
        const char *hit = s.p[i] ? strchr(alphabet, s.p[i]) : NULL;
        valid = hit != NULL;
        bits = bits << 6 | (uint32_t)(hit ? hit - alphabet : 0);
        if (i % 4 > 0)
            out[o++] = (char)(bits >> (6 - 2 * (i % 4)) & 255);
    }
    return valid ? value_bytes((struct str){out, o}) : cel_fail(c, "not base64");
}
