#include "regex/escape.h"

static void add_spaces(struct byte_set *s)
{
    set_add_range(s, '\t', '\r');
    set_add(s, ' ');
}

static void add_word(struct byte_set *s)
{
    set_add_range(s, 'a', 'z');
    set_add_range(s, 'A', 'Z');
    set_add_range(s, '0', '9');
    set_add(s, '_');
}

/* \d \w \s \h \v; PCRE2's in the C locale. */
static bool add_type(struct byte_set *s, char letter)
{
    switch (letter) {
    case 'd':
        set_add_range(s, '0', '9');
        return true;
    case 'w':
        add_word(s);
        return true;
    case 's':
        add_spaces(s);
        return true;
    case 'h':
        set_add(s, '\t');
        set_add(s, ' ');
        set_add(s, 0xa0);
        return true;
    case 'v':
        set_add_range(s, '\n', '\r');
        set_add(s, 0x85);
        return true;
    default:
        return false;
    }
}

static int hex_digit(char c)
{
    if (ch_is_digit(c))
        return c - '0';
    c = ch_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \x41, \x4, \x{41}. */
static uint32_t read_hex(struct str t, struct byte_set *s)
{
    bool braces = str_byte(t, 2) == '{';
    uint32_t i = braces ? 3 : 2, value = 0, digits = 0;
    for (; hex_digit(str_byte(t, i)) >= 0 && value < 0x1000 && (braces || digits < 2); i++, digits++)
        value = value * 16 + (uint32_t)hex_digit(str_byte(t, i));
    if (value > 255 || (braces && str_byte(t, i) != '}'))
        return 0;
    set_add(s, (uint8_t)value);
    return i + braces;
}

/* \0, \012; within a class any number. */
static uint32_t read_octal(struct str t, struct byte_set *s)
{
    uint32_t i = 1, value = 0;
    for (; i < 4 && str_byte(t, i) >= '0' && str_byte(t, i) <= '7'; i++)
        value = value * 8 + (uint32_t)(str_byte(t, i) - '0');
    if (value > 255 || i == 1)
        return 0;
    set_add(s, (uint8_t)value);
    return i;
}

/* Letters that stand for one byte. */
static int control(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'f':
        return '\f';
    case 'a':
        return 7;
    case 'e':
        return 27;
    default:
        return -1;
    }
}

uint32_t regex_read_escape(struct str t, bool in_class, struct byte_set *s)
{
    char c = str_byte(t, 1);
    struct byte_set type = {{0}};
    if (t.n < 2)
        return 0;
    if (add_type(&type, ch_lower(c)) || c == 'N') {
        if (c == 'N')
            set_add(&type, '\n');
        if (c < 'a')
            set_negate(&type);
        set_join(s, &type);
        return in_class && c == 'N' ? 0 : 2;
    }
    if (c == 'x')
        return read_hex(t, s);
    if (c == '0' || (in_class && ch_is_digit(c)))
        return read_octal(t, s);
    if (c == 'b' && in_class)
        c = '\b';
    else if (control(c) >= 0)
        c = (char)control(c);
    else if (ch_is_alpha(c) || ch_is_digit(c))
        return 0;
    set_add(s, (uint8_t)c);
    return 2;
}

/* ---- classes ---- */

static void add_graph(struct byte_set *s)
{
    set_add_range(s, '!', '~');
}

static void add_punctuation(struct byte_set *s)
{
    for (uint8_t c = '!'; c <= '~'; c++)
        if (!ch_is_alpha((char)c) && !ch_is_digit((char)c))
            set_add(s, c);
}

/* What stands between "[:" and ":]". */
static bool add_named(struct byte_set *s, struct str name)
{
    static const struct {
        struct str name;
        uint8_t range[6]; /* pairs, up to a 0 */
    } ranges[] = {
        {STR_INIT("alpha"), {'a', 'z', 'A', 'Z'}},
        {STR_INIT("digit"), {'0', '9'}},
        {STR_INIT("lower"), {'a', 'z'}},
        {STR_INIT("upper"), {'A', 'Z'}},
        {STR_INIT("print"), {' ', '~'}},
        {STR_INIT("blank"), {' ', ' ', '\t', '\t'}},
        {STR_INIT("cntrl"), {1, 31, 127, 127}},
        {STR_INIT("ascii"), {1, 127}},
        {STR_INIT("xdigit"), {'0', '9', 'a', 'f', 'A', 'F'}},
        {STR_INIT("alnum"), {'0', '9', 'a', 'z', 'A', 'Z'}},
    };
    for (uint32_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (!str_eq(name, ranges[i].name))
            continue;
        for (uint32_t k = 0; k < 6 && ranges[i].range[k]; k += 2)
            set_add_range(s, ranges[i].range[k], ranges[i].range[k + 1]);
        if (str_eq(name, STR("cntrl")) || str_eq(name, STR("ascii")))
            set_add(s, 0);
        return true;
    }
    if (str_eq(name, STR("space")))
        add_spaces(s);
    else if (str_eq(name, STR("word")))
        add_word(s);
    else if (str_eq(name, STR("graph")))
        add_graph(s);
    else if (str_eq(name, STR("punct")))
        add_punctuation(s);
    else
        return false;
    return true;
}

/* [:alpha:] and [:^alpha:]. 0: text does not begin with one; its name unknown gives 0 too, and PCRE2 refuses that. */
static uint32_t read_named(struct str t, struct byte_set *s)
{
    uint32_t close = str_find(t, STR(":]"));
    if (!str_starts(t, STR("[:")) || close >= t.n || close < 2)
        return 0;
    struct byte_set named = {{0}};
    bool negative = str_byte(t, 2) == '^';
    if (!add_named(&named, str_slice(t, 2 + negative, close)))
        return 0;
    if (negative)
        set_negate(&named);
    set_join(s, &named);
    return close + 2;
}

/* One item of a class: a byte, an escape or [:name:]. ret_byte: -1 when it is more than one byte. */
static uint32_t read_item(struct str t, struct byte_set *s, int *ret_byte)
{
    uint32_t n = read_named(t, s);
    *ret_byte = -1;
    if (n)
        return n;
    struct byte_set one = {{0}};
    if (str_byte(t, 0) == '\\') {
        n = regex_read_escape(t, true, &one);
        if (n && set_count(&one) == 1)
            *ret_byte = set_example(&one);
    } else {
        n = 1;
        set_add(&one, (uint8_t)str_byte(t, 0));
        *ret_byte = (uint8_t)str_byte(t, 0);
    }
    set_join(s, &one);
    return n;
}

/* "-z" behind a byte. 0: there is no range; UINT32_MAX: one that is not analysed. */
static uint32_t read_range_end(struct str t, int from, struct byte_set *s)
{
    int to;
    if (from < 0 || str_byte(t, 0) != '-' || t.n < 2 || str_byte(t, 1) == ']')
        return 0;
    struct byte_set end = {{0}};
    uint32_t n = read_item(str_slice(t, 1, t.n), &end, &to);
    if (n == 0)
        return UINT32_MAX;
    if (to < 0) {
        set_add(s, '-');
        set_join(s, &end);
    } else if (to >= from) {
        set_add_range(s, (uint8_t)from, (uint8_t)to);
    }
    return n + 1;
}

uint32_t regex_read_class(struct str t, struct byte_set *set, bool caseless)
{
    struct byte_set s = {{0}};
    bool negative = str_byte(t, 1) == '^';
    uint32_t i = 1 + negative, start = i;
    while (i < t.n && (i == start || t.p[i] != ']')) {
        int byte;
        if (str_starts(str_slice(t, i, t.n), STR("\\Q")) || str_starts(str_slice(t, i, t.n), STR("\\E")))
            return 0;
        uint32_t n = read_item(str_slice(t, i, t.n), &s, &byte);
        uint32_t end = n ? read_range_end(str_slice(t, i + n, t.n), byte, &s) : UINT32_MAX;
        if (end == UINT32_MAX)
            return 0;
        i += n + end;
    }
    if (i >= t.n)
        return 0;
    if (caseless)
        set_fold(&s);
    if (negative)
        set_negate(&s);
    set_join(set, &s);
    return i + 1;
}
