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

static bool is_size(struct str setting)
{
    return str_eq(setting, STR("memory_limit")) || str_eq(setting, STR("post_max_size")) ||
           str_eq(setting, STR("upload_max_filesize"));
}

/* Digits and a unit with a B behind it: PHP looks at the last letter alone, does not know it, and takes the digits for bytes. */
static bool has_byte_suffix(struct str text, struct str *ret_digits)
{
    uint32_t n = 0;
    while (n < text.n && ch_is_digit(text.p[n]))
        n++;
    struct str unit = str_trim(str_slice(text, n, text.n));
    *ret_digits = str_slice(text, 0, n);
    return n > 0 && unit.n >= 1 && unit.n <= 3 && ch_lower(unit.p[unit.n - 1]) == 'b';
}

void php_check_size(struct sink *sink, struct str setting, const struct node *word)
{
    struct str digits;
    if (!is_size(setting) || !word || !node_is_known(word) || !has_byte_suffix(str_trim(word->text), &digits))
        return;
    struct finding *f = diag_add(sink, STR("php-ini/size-suffix"), word->at, "%.*s of \"%.*s\" is %.*s bytes for PHP",
                                 STR_ARG(setting), STR_ARG(diag_quote(sink->a, word->text)), STR_ARG(digits));
    if (str_eq(setting, STR("memory_limit"))) {
        diag_note(sink, f,
                  "PHP does not apply a limit below what it uses: that of php.ini, or the default of 128M, stays");
    } else {
        f->severity_set = true;
        f->severity = SEV_ERROR;
        diag_note(sink, f, "requests above %.*s bytes are refused", STR_ARG(digits));
    }
    diag_label(sink, f, "the unit is one letter: K, M or G");
    diag_help(sink, f, "leave out the B");
}
