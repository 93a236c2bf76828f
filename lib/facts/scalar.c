#include "facts/document.h"

#include "base/buf.h"
#include "base/num.h"
#include "diag/closest.h"

#include <arpa/inet.h>
#include <string.h>

enum { LONGEST_ADDRESS = 63, MOST_CPUS = 1000000000 };

static bool parse_text(struct str s, struct value *ret)
{
    *ret = value_string(s);
    return s.n > 0;
}

static bool parse_bool(struct str s, struct value *ret)
{
    bool yes = str_eq(s, STR("true"));
    *ret = value_bool(yes);
    return yes || str_eq(s, STR("false"));
}

static bool parse_int(struct str s, int64_t least, struct value *ret)
{
    *ret = value_int(0);
    ret->unit = UNIT_COUNT;
    return num_parse_int(s, &ret->as.i) && ret->as.i >= least;
}

static bool parse_count(struct str s, struct value *ret)
{
    return parse_int(s, 0, ret);
}

static bool parse_machines(struct str s, struct value *ret)
{
    return parse_int(s, 1, ret);
}

static bool parse_limit(struct str s, struct value *ret)
{
    if (!str_eq(s, STR("unlimited")) && !str_eq(s, STR("infinity")))
        return parse_int(s, 0, ret);
    *ret = value_unlimited();
    ret->unit = UNIT_COUNT;
    return true;
}

static bool parse_number(struct str s, enum value_unit unit, struct value *ret)
{
    *ret = value_double(0);
    ret->unit = (uint16_t)unit;
    return num_parse_double(s, &ret->as.d) && ret->as.d >= 0;
}

static bool parse_cpus(struct str s, struct value *ret)
{
    bool milli = str_ends(s, STR("m"));
    if (!parse_number(str_slice(s, 0, s.n - milli), UNIT_CPUS, ret) || ret->as.d > MOST_CPUS)
        return false;
    ret->as.d = milli ? ret->as.d / 1000 : ret->as.d;
    return ret->as.d > 0;
}

static bool parse_rate(struct str s, struct value *ret)
{
    return parse_number(s, UNIT_PER_SECOND, ret);
}

static bool parse_size(struct str s, struct value *ret)
{
    *ret = value_size(0);
    return num_parse_size(s, &ret->as.i);
}

/* A bare number is seconds, as DNS writes a TTL. */
static bool parse_time(struct str s, struct value *ret)
{
    int64_t n;
    *ret = value_duration(0);
    if (num_parse_int(s, &n))
        return n >= 0 && num_mul(n, 1000000000, &ret->as.i);
    return num_parse_time(s, &ret->as.i);
}

/* Two digits at off as a number in [least, most]; -1 otherwise. */
static int two_digits(struct str s, uint32_t off, int least, int most)
{
    struct str part = str_slice(s, off, off + 2);
    int64_t v;
    if (part.n != 2 || !num_parse_int(part, &v) || v < least || v > most)
        return -1;
    return (int)v;
}

/* Days since 1970-01-01 of a date of the civil calendar, counted in cycles of 400 years (146,097 days) that begin on 1 March. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400, in_era = y % 400;
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static int days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* "2027-01-31": seconds since 1970. */
static bool parse_day(struct str s, int64_t *ret)
{
    int64_t year;
    int month = two_digits(s, 5, 1, 12), day = two_digits(s, 8, 1, 31);
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !num_parse_int(str_slice(s, 0, 4), &year) || year < 1 ||
        month < 0 || day < 0 || day > days_in_month(year, month))
        return false;
    *ret = days_from_civil(year, month, day) * 86400;
    return true;
}

/* "T12:30:00Z", " 12:30:00+02:00", without seconds or zone too: seconds to add, in UTC. A fraction is cut off. */
static bool parse_clock(struct str s, int64_t *ret)
{
    int hour = two_digits(s, 1, 0, 23), minute = two_digits(s, 4, 0, 59), second = 0;
    if (s.n < 6 || (s.p[0] != 'T' && s.p[0] != 't' && s.p[0] != ' ') || s.p[3] != ':' || hour < 0 || minute < 0)
        return false;
    s = str_slice(s, 6, s.n);
    if (s.n > 0 && s.p[0] == ':') {
        second = two_digits(s, 1, 0, 59);
        s = str_slice(s, 3, s.n);
        for (bool fraction = s.n > 0 && s.p[0] == '.'; fraction && s.n > 0 && (s.p[0] == '.' || ch_is_digit(s.p[0]));)
            s = str_slice(s, 1, s.n);
    }
    int64_t zone = 0;
    bool utc = s.n == 0 || str_eq(s, STR("Z")) || str_eq(s, STR("z"));
    if (!utc) {
        int zone_hour = two_digits(s, 1, 0, 14), zone_minute = two_digits(s, 4, 0, 59);
        if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' || zone_hour < 0 || zone_minute < 0)
            return false;
        zone = (int64_t)(s.p[0] == '-' ? -60 : 60) * (zone_hour * 60 + zone_minute);
    }
    *ret = hour * 3600 + minute * 60 + second - zone;
    return second >= 0;
}

static bool parse_date(struct str s, struct value *ret)
{
    int64_t clock = 0;
    *ret = (struct value){.type = VALUE_TIMESTAMP};
    if (!parse_day(str_slice(s, 0, 10), &ret->as.i))
        return false;
    if (s.n > 10 && !parse_clock(str_slice(s, 10, s.n), &clock))
        return false;
    ret->as.i += clock;
    return true;
}

/* Whether s can only be meant as a numeric address: digits, dots and hexadecimal groups between colons. */
static bool looks_numeric(struct str s)
{
    bool colon = str_find_byte(s, ':') < s.n;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool hex = colon && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        if (!ch_is_digit(c) && c != '.' && c != ':' && !hex)
            return false;
    }
    return true;
}

/* Bits of a numeric address; 0 when s is none. */
static int address_bits(struct str s)
{
    char z[LONGEST_ADDRESS + 1];
    unsigned char bytes[16];
    if (s.n > LONGEST_ADDRESS)
        return 0;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    return inet_pton(AF_INET, z, bytes) == 1 ? 32 : inet_pton(AF_INET6, z, bytes) == 1 ? 128 : 0;
}

static bool parse_address(struct str s, struct value *ret)
{
    struct str prefix = s, address = str_cut(&prefix, '/');
    int64_t length = 0;
    *ret = value_string(s);
    if (s.n == 0)
        return false;
    for (uint32_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F)
            return false;
    if (!looks_numeric(address))
        return address.n == s.n;
    int bits = address_bits(address);
    return bits > 0 && (address.n == s.n || (num_parse_int(prefix, &length) && length >= 0 && length <= bits));
}

static bool parse_version(struct str s, struct value *ret)
{
    uint32_t dash = str_find_byte(s, '-'), plus = str_find_byte(s, '+');
    struct str numbers = str_slice(s, 0, dash < plus ? dash : plus);
    *ret = value_string(s);
    for (struct str rest = numbers; rest.n > 0;) {
        struct str part = str_cut(&rest, '.');
        int64_t v;
        if (!num_parse_int(part, &v) || v < 0)
            return false;
    }
    return numbers.n > 0 && numbers.p[numbers.n - 1] != '.';
}

/* One row a scalar: how it is read, what messages call it, and how one is written. */
/* clang-format off */
static const struct {
    bool (*parse)(struct str s, struct value *ret);
    const char *what, *help;
} scalars[] = {
    [SCALAR_TEXT]     = {parse_text,     "a text",                          NULL},
    [SCALAR_BOOL]     = {parse_bool,     "true or false",                   NULL},
    [SCALAR_COUNT]    = {parse_count,    "a whole number",                  NULL},
    [SCALAR_MACHINES] = {parse_machines, "a whole number of at least 1",    NULL},
    [SCALAR_LIMIT]    = {parse_limit,    "a whole number",                  "no limit is written as unlimited"},
    [SCALAR_CPUS]     = {parse_cpus,     "a number of CPUs above 0",        "CPUs are written as 4, 1.5 or 500m"},
    [SCALAR_RATE]     = {parse_rate,     "a number",                        NULL},
    [SCALAR_SIZE]     = {parse_size,     "a size",                          "sizes are written as 512k, 64MiB, 8GiB"},
    [SCALAR_TIME]     = {parse_time,     "a time",                          "times are written as 500ms, 30s, 5m, 1h30m"},
    [SCALAR_DATE]     = {parse_date,     "a date",                          "dates are written as 2027-01-31"},
    [SCALAR_ADDRESS]  = {parse_address,  "an address, a network or a name", "addresses are written as 10.0.0.11, 10.17.0.0/24, fd00::1"},
    [SCALAR_VERSION]  = {parse_version,  "a version",                       "versions are written as 1.22 or 1.22.1"},
};
/* clang-format on */

bool scalar_parse(struct str text, enum scalar type, struct value *ret)
{
    struct value v;
    if (!scalars[type].parse(text, &v))
        return false;
    *ret = v;
    return true;
}

/* What a value is, where a scalar was wanted. */
static struct str found_text(struct arena *a, const struct node *value)
{
    if (value->kind == NODE_MAP)
        return STR("a mapping");
    if (value->kind == NODE_LIST)
        return STR("a list");
    if (!node_is_known(value))
        return STR("a template expression");
    if (value->text.n == 0)
        return STR("empty");
    return str_printf(a, "\"%s\"", diag_quote(a, value->text).p);
}

static void fault_scalar(struct reading *r, const struct node *value, enum scalar type, struct str name)
{
    if (faults_full(r))
        return;
    struct str found = found_text(r->a, value);
    struct finding *f = document_fault(r, value_place(value), "%s is %.*s, not %s", diag_quote(r->a, name).p,
                                       STR_ARG(found), scalars[type].what);
    if (scalars[type].help && value->text.n > 0)
        diag_help(r->faults, f, "%s", scalars[type].help);
}

bool scalar_read(struct reading *r, const struct node *value, enum scalar type, struct str name, struct value *ret)
{
    struct value v;
    if (value->kind != NODE_WORD || !node_is_known(value) || !scalars[type].parse(value->text, &v)) {
        fault_scalar(r, value, type, name);
        return false;
    }
    struct origin *o = arena_new(r->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_FACT,
                         .at = value->at,
                         .text = source_get(r->sources, value->at.src)->file->path,
                         .written = value->text};
    *ret = value_with_origin(v, o);
    return true;
}

/* "error, warning, note" */
static struct str list_words(struct arena *a, const struct str *words, uint32_t n)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(words[i]));
    return buf_str(&b);
}

bool choice_read(struct reading *r, const struct node *value, struct str name, const struct str *words, uint32_t n,
                 uint32_t *ret)
{
    bool word = value->kind == NODE_WORD && node_is_known(value);
    for (uint32_t i = 0; word && i < n; i++)
        if (str_eq(value->text, words[i])) {
            *ret = i;
            return true;
        }
    if (faults_full(r))
        return false;
    struct str found = found_text(r->a, value), all = list_words(r->a, words, n);
    struct finding *f = document_fault(r, value_place(value), "%s is %.*s, not one of %.*s", diag_quote(r->a, name).p,
                                       STR_ARG(found), STR_ARG(all));
    struct str nearest = word ? closest_of(value->text, words, n) : (struct str){0};
    if (nearest.n > 0)
        diag_help(r->faults, f, "the nearest one is `%.*s`", STR_ARG(nearest));
    return false;
}
