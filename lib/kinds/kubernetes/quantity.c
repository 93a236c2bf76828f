/* Quantities, as the API server reads them. */
#include "base/num.h"
#include "formats/yaml.h"
#include "kinds/kubernetes/kubernetes.h"

#include <math.h>

struct suffix {
    const char *name;
    double factor;
};

/* k8s.io/apimachinery, pkg/api/resource/suffix.go: kB and MiB are none. */
static const struct suffix suffixes[] = {
    {"", 1},
    {"n", 1e-9},
    {"u", 1e-6},
    {"m", 1e-3},
    {"k", 1e3},
    {"M", 1e6},
    {"G", 1e9},
    {"T", 1e12},
    {"P", 1e15},
    {"E", 1e18},
    {"Ki", 1024},
    {"Mi", 1048576},
    {"Gi", 1.0 * (1 << 30)},
    {"Ti", 1024.0 * (1 << 30)},
    {"Pi", 1048576.0 * (1 << 30)},
    {"Ei", 1073741824.0 * (1 << 30)},
};

/* Digits with at most one point, a sign before them; also none at all, which is 0. */
static uint32_t number_length(struct str s)
{
    uint32_t i = s.n > 0 && (s.p[0] == '+' || s.p[0] == '-'), points = 0;
    for (; i < s.n && (ch_is_digit(s.p[i]) || (s.p[i] == '.' && points == 0)); i++)
        points += s.p[i] == '.';
    return i;
}

/* "e9", "E-3" */
static bool read_exponent(struct str s, double *ret)
{
    int64_t n;
    if (s.n < 2 || (s.p[0] != 'e' && s.p[0] != 'E') || !num_parse_int(str_slice(s, s.p[1] == '+' ? 2 : 1, s.n), &n))
        return false;
    *ret = n > 400 ? HUGE_VAL : n < -400 ? 0 : pow(10, (double)n);
    return true;
}

static bool factor_of(struct str suffix, double *ret)
{
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_eq(suffix, str_from(suffixes[i].name))) {
            *ret = suffixes[i].factor;
            return true;
        }
    return false;
}

/* ".5", "5." and "+" are numbers to the API server, and not to our reader of numbers. */
static double read_number(struct str text)
{
    double whole = 0, part = 0, scale = 1;
    bool point = false;
    for (uint32_t i = 0; i < text.n; i++) {
        point |= text.p[i] == '.';
        if (!ch_is_digit(text.p[i]))
            continue;
        whole = point ? whole : whole * 10 + (text.p[i] - '0');
        scale = point ? scale / 10 : scale;
        part = point ? part + (text.p[i] - '0') * scale : part;
    }
    return text.n > 0 && text.p[0] == '-' ? -(whole + part) : whole + part;
}

bool kube_parse_quantity(struct str text, double *ret)
{
    double factor = 1;
    uint32_t n = number_length(text);
    struct str suffix = str_slice(text, n, text.n);
    if (text.n == 0 || (!read_exponent(suffix, &factor) && !factor_of(suffix, &factor)))
        return false;
    *ret = read_number(str_slice(text, 0, n)) * factor;
    return true;
}

bool kube_quantity(const struct node *w, double *ret)
{
    if (!w || w->kind != NODE_WORD || !node_is_known(w))
        return false;
    /* A plain 0x10 or 1_000 is a number to YAML, and the server is sent that. */
    bool number = yaml_scalar_type(w, YAML_SCHEMA_1_1) == YAML_SCALAR_INT;
    return kube_parse_quantity(str_trim(w->text), ret) || (number && yaml_double(w, YAML_SCHEMA_1_1, ret));
}
