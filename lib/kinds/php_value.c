#include "kinds/php_value.h"

#include "base/num.h"

bool php_size(struct str text, bool zero_is_none, struct value *ret)
{
    static const char units[] = "kmg";
    int64_t n;
    int shift = 0;
    text = str_trim(text);
    if (text.n > 1 && !ch_is_digit(text.p[text.n - 1])) {
        for (int i = 0; units[i]; i++)
            if (ch_lower(text.p[text.n - 1]) == units[i])
                shift = 10 * (i + 1);
        if (shift == 0)
            return false;
        text = str_trim(str_slice(text, 0, text.n - 1));
    }
    if (!num_parse_int(text, &n) || n < -1 || !num_mul(n, (int64_t)1 << shift, &n))
        return false;
    *ret = n < 0 || (n == 0 && zero_is_none) ? value_unlimited() : value_size(n);
    ret->unit = UNIT_BYTES;
    return true;
}

bool php_bool(struct str text, bool *ret)
{
    static const char *const on[] = {"1", "on", "yes", "true"}, *const off[] = {"", "0", "off", "no", "false", "none"};
    for (size_t i = 0; i < sizeof on / sizeof *on; i++)
        if (str_eq_nocase(text, str_from(on[i])))
            return *ret = true;
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        if (str_eq_nocase(text, str_from(off[i]))) {
            *ret = false;
            return true;
        }
    return false;
}
