/* What a plain scalar is. The patterns of yaml.h's sources, written as scanners. */
#include "base/num.h"
#include "formats/yaml.h"

#include <math.h>

static bool is_one_of(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, words[i]))
            return true;
    return false;
}

#define ONE_OF(s, words) is_one_of(s, words, sizeof(words) / sizeof((words)[0]))

static bool is_null(struct str s)
{
    static const struct str words[] = {STR_INIT(""), STR_INIT("~"), STR_INIT("null"), STR_INIT("Null"),
                                       STR_INIT("NULL")};
    return ONE_OF(s, words);
}

/* Each word in its three spellings; those of 1.1 alone come last. */
static bool to_bool(struct str s, enum yaml_schema schema, bool *ret)
{
    static const struct str yes[] = {STR_INIT("true"), STR_INIT("True"), STR_INIT("TRUE"),
                                     STR_INIT("yes"),  STR_INIT("Yes"),  STR_INIT("YES"),
                                     STR_INIT("on"),   STR_INIT("On"),   STR_INIT("ON")};
    static const struct str no[] = {STR_INIT("false"), STR_INIT("False"), STR_INIT("FALSE"),
                                    STR_INIT("no"),    STR_INIT("No"),    STR_INIT("NO"),
                                    STR_INIT("off"),   STR_INIT("Off"),   STR_INIT("OFF")};
    size_t n = schema == YAML_SCHEMA_CORE ? 3 : 9;
    *ret = is_one_of(s, yes, n);
    return *ret || is_one_of(s, no, n);
}

static int digit_value(char c)
{
    return ch_is_digit(c) ? c - '0' : ch_is_alpha(c) ? ch_lower(c) - 'a' + 10 : 99;
}

/* Digits of a base, '_' between them where the schema has it; *ret_fits tells whether *ret holds them, negative if
 * minus. */
static bool digits(struct str s, int base, bool underscores, bool minus, int64_t *ret, bool *ret_fits)
{
    uint32_t n = 0;
    *ret = 0;
    *ret_fits = true;
    for (uint32_t i = 0; i < s.n; i++) {
        int d = digit_value(s.p[i]);
        if (s.p[i] == '_' && underscores)
            continue;
        if (d >= base)
            return false;
        n++;
        *ret_fits = *ret_fits && num_mul(*ret, base, ret) && num_add(*ret, minus ? -d : d, ret);
    }
    return n > 0;
}

/* 1:30:00 in base 60 (1.1): each later part is one or two digits below 60. */
static bool base60(struct str s, bool minus, int64_t *ret, bool *ret_fits)
{
    int64_t sum = 0;
    bool fits = true, first = true;
    if (str_ends(s, STR(":")))
        return false;
    while (s.n > 0 || first) {
        struct str part = str_cut(&s, ':');
        int64_t v;
        bool part_fits;
        if (!digits(part, 10, first, minus, &v, &part_fits) || (!first && (part.n > 2 || v > 59 || v < -59)))
            return false;
        fits = fits && part_fits && num_mul(sum, 60, &sum) && num_add(sum, v, &sum);
        first = false;
    }
    *ret = sum;
    *ret_fits = fits;
    return true;
}

/* True when s is written as an integer; then *ret_fits tells whether *ret is it. */
static bool to_int(struct str s, enum yaml_schema schema, int64_t *ret, bool *ret_fits)
{
    bool old = schema == YAML_SCHEMA_1_1;
    bool sign = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'), minus = sign && s.p[0] == '-';
    struct str body = str_slice(s, sign, s.n);
    if (sign && !old && body.n > 1 && body.p[0] == '0' && !ch_is_digit(body.p[1])) /* core: no sign before 0x and 0o */
        return false;
    if (str_starts(body, STR("0x")))
        return digits(str_slice(body, 2, body.n), 16, old, minus, ret, ret_fits);
    if (str_starts(body, STR("0o")) && !old)
        return digits(str_slice(body, 2, body.n), 8, false, minus, ret, ret_fits);
    if (str_starts(body, STR("0b")) && old)
        return digits(str_slice(body, 2, body.n), 2, true, minus, ret, ret_fits);
    if (body.n > 0 && body.p[0] == '_')
        return false;
    if (old && body.n > 1 && body.p[0] == '0' && str_find_byte(body, ':') == body.n)
        return digits(str_slice(body, 1, body.n), 8, true, minus, ret, ret_fits);
    if (old && str_find_byte(body, ':') < body.n)
        return body.p[0] >= '1' && body.p[0] <= '9' && base60(body, minus, ret, ret_fits);
    return digits(body, 10, old, minus, ret, ret_fits);
}

static bool special_float(struct str body, double *ret)
{
    static const struct str inf[] = {STR_INIT(".inf"), STR_INIT(".Inf"), STR_INIT(".INF")};
    static const struct str nan_[] = {STR_INIT(".nan"), STR_INIT(".NaN"), STR_INIT(".NAN")};
    *ret = ONE_OF(body, inf) ? INFINITY : NAN;
    return isinf(*ret) || ONE_OF(body, nan_);
}

/* A decimal number with at least one digit, and a '.' or an exponent, as both schemas have it; 1.1 wants the '.'. */
static bool is_decimal(struct str s, enum yaml_schema schema)
{
    uint32_t i = 0, n = 0;
    bool point = false;
    for (; i < s.n && (ch_is_digit(s.p[i]) || (s.p[i] == '.' && !point)); i++) {
        point |= s.p[i] == '.';
        n += s.p[i] != '.';
    }
    if (n == 0 || (schema == YAML_SCHEMA_1_1 && !point))
        return false;
    if (i == s.n)
        return point;
    if (ch_lower(s.p[i++]) != 'e')
        return false;
    if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
        i++;
    else if (schema == YAML_SCHEMA_1_1)
        return false;
    uint32_t from = i;
    while (i < s.n && ch_is_digit(s.p[i]))
        i++;
    return i == s.n && i > from;
}

static bool to_float(struct str s, enum yaml_schema schema, double *ret)
{
    bool sign = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    struct str body = str_slice(s, sign, s.n);
    if (special_float(body, ret)) {
        *ret = sign && s.p[0] == '-' ? -*ret : *ret;
        return !(sign && isnan(*ret));
    }
    if (!is_decimal(body, schema))
        return false;
    if (!num_parse_double(body, ret))
        *ret = NAN; /* written as a number, and no double holds it */
    else if (sign && s.p[0] == '-')
        *ret = -*ret;
    return true;
}

enum yaml_scalar yaml_plain_type(struct str text, enum yaml_schema schema)
{
    bool b, fits;
    int64_t i;
    double d;
    if (is_null(text))
        return YAML_SCALAR_NULL;
    if (to_bool(text, schema, &b))
        return YAML_SCALAR_BOOL;
    if (to_int(text, schema, &i, &fits))
        return YAML_SCALAR_INT;
    return to_float(text, schema, &d) ? YAML_SCALAR_FLOAT : YAML_SCALAR_STRING;
}

static bool is_typed(const struct node *word)
{
    return word->kind == NODE_WORD && (word->flags & NODE_PLAIN) && !(word->flags & NODE_UNKNOWN);
}

enum yaml_scalar yaml_scalar_type(const struct node *word, enum yaml_schema schema)
{
    return is_typed(word) ? yaml_plain_type(word->text, schema) : YAML_SCALAR_STRING;
}

bool yaml_bool(const struct node *word, enum yaml_schema schema, bool *ret)
{
    bool b;
    if (!is_typed(word) || !to_bool(word->text, schema, &b))
        return false;
    *ret = b;
    return true;
}

bool yaml_int(const struct node *word, enum yaml_schema schema, int64_t *ret)
{
    int64_t i;
    bool fits;
    if (!is_typed(word) || !to_int(word->text, schema, &i, &fits) || !fits)
        return false;
    *ret = i;
    return true;
}

bool yaml_double(const struct node *word, enum yaml_schema schema, double *ret)
{
    int64_t i;
    double d;
    if (yaml_int(word, schema, &i)) {
        *ret = (double)i;
        return true;
    }
    if (!is_typed(word) || !to_float(word->text, schema, &d))
        return false;
    *ret = d;
    return true;
}
