#include "kinds/gunicorn/settings.h"

#include "base/num.h"
#include "diag/closest.h"

#define X(name, type, deflt, arg, short_form, first, second, since, until)                                             \
    {STR_INIT(name), {0}, STR_INIT(deflt), {0}, type, 0, since, until},
static const struct option_row rows[] = {
#include "kinds/gunicorn/settings.def"
};
#undef X

#define X(name, type, deflt, arg, short_form, first, second, since, until)                                             \
    {arg, STR_INIT(short_form), {STR_INIT(first), STR_INIT(second)}},
const struct gunicorn_flag gunicorn_flags[] = {
#include "kinds/gunicorn/settings.def"
};
#undef X

enum { ROWS = sizeof rows / sizeof *rows };

/* int(text, 0): a sign, a base by its prefix, no zeros in front. */
static bool read_int(struct str text, int64_t *ret)
{
    static const char digits[] = "0123456789abcdef";
    struct str s = str_trim(text);
    char base = s.n > 2 && s.p[0] == '0' ? ch_lower(s.p[1]) : '\0';
    int64_t radix = base == 'x' ? 16 : base == 'o' ? 8 : base == 'b' ? 2 : 10, v = 0;
    if (radix == 10)
        return !(s.n > 1 && s.p[0] == '0' && s.p[1] != '0') && num_parse_int(s, ret);
    for (uint32_t i = 2; i < s.n; i++) {
        const char *d = s.p[i] ? strchr(digits, ch_lower(s.p[i])) : NULL;
        if (!d || d - digits >= radix || !num_mul(v, radix, &v) || !num_add(v, d - digits, &v))
            return false;
    }
    *ret = v;
    return true;
}

/* validate_pos_int and validate_bool of gunicorn/config.py; times are whole seconds. */
static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n, ns;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(str_eq_nocase(str_trim(text), STR("true")));
        return ret->as.b || str_eq_nocase(str_trim(text), STR("false"));
    }
    if (!read_int(text, &n) || n < 0)
        return false;
    if (row->type == OPTION_TIME && !num_mul(n, 1000000000, &ns))
        return false;
    *ret = row->type == OPTION_TIME ? value_duration(ns) : value_int(n);
    return true;
}

const struct option_table gunicorn_table = {rows, ROWS, STR_INIT("gunicorn"), read_value, NULL};

int gunicorn_row(struct str name)
{
    for (int i = 0; i < ROWS; i++)
        if (str_eq(rows[i].name, name))
            return i;
    return -1;
}

static bool is_form(const struct gunicorn_flag *f, struct str flag)
{
    return flag.n > 0 && (str_eq(f->short_form, flag) || str_eq(f->form[0], flag) || str_eq(f->form[1], flag));
}

int gunicorn_flag_find(struct str flag, bool *ret_several)
{
    int found = -1;
    *ret_several = false;
    for (int i = 0; i < ROWS; i++)
        if (is_form(&gunicorn_flags[i], flag))
            return i;
    if (flag.n < 3 || !str_starts(flag, STR("--")))
        return -1;
    for (int i = 0; i < ROWS; i++)
        for (int k = 0; k < 2; k++)
            if (str_starts(gunicorn_flags[i].form[k], flag)) {
                *ret_several |= found >= 0 && found != i;
                found = i;
            }
    return *ret_several ? -1 : found;
}

/* A name is a flag's: "keep_alive" of --keep-alive. */
static bool is_flag_of(const struct gunicorn_flag *f, struct str name)
{
    for (int k = 0; k < 2; k++) {
        struct str form = str_slice(f->form[k], 2, f->form[k].n);
        bool same = form.n > 0 && form.n == name.n;
        for (uint32_t i = 0; same && i < name.n; i++)
            same = ch_lower(name.p[i]) == form.p[i] || (name.p[i] == '_' && form.p[i] == '-');
        if (same)
            return true;
    }
    return false;
}

struct str gunicorn_meant(struct arena *a, struct str name)
{
    struct str lower = str_dup(a, name);
    for (uint32_t i = 0; i < lower.n; i++)
        ((char *)lower.p)[i] = ch_lower(lower.p[i]);
    for (int i = 0; i < ROWS; i++)
        if (str_eq(rows[i].name, lower) || is_flag_of(&gunicorn_flags[i], name))
            return rows[i].name;
    return option_nearest(&gunicorn_table, lower);
}
