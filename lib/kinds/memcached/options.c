/* The options of memcached 1.6: `memcached -h` and memcached.c, main. */
#include "base/num.h"
#include "kinds/memcached/memcached.h"

/* clang-format off */
/*    name                   type            default  letter value  least */
#define OPTIONS(X) \
    X("auth-file",           OPTION_STRING,  "",      'Y',  true,  0) \
    X("conn-limit",          OPTION_INT,     "1024",  'c',  true,  1) \
    X("daemon",              OPTION_BOOL,    "no",    'd',  false, 0) \
    X("disable-cas",         OPTION_BOOL,    "no",    'C',  false, 0) \
    X("disable-dumping",     OPTION_BOOL,    "no",    'X',  false, 0) \
    X("disable-evictions",   OPTION_BOOL,    "no",    'M',  false, 0) \
    X("disable-flush-all",   OPTION_BOOL,    "no",    'F',  false, 0) \
    X("disable-watch",       OPTION_BOOL,    "no",    'W',  false, 0) \
    X("enable-coredumps",    OPTION_BOOL,    "no",    'r',  false, 0) \
    X("enable-largepages",   OPTION_BOOL,    "no",    'L',  false, 0) \
    X("enable-sasl",         OPTION_BOOL,    "no",    'S',  false, 0) \
    X("enable-shutdown",     OPTION_BOOL,    "no",    'A',  false, 0) \
    X("enable-ssl",          OPTION_BOOL,    "no",    'Z',  false, 0) \
    X("extended",            OPTION_STRING,  "",      'o',  true,  0) \
    X("help",                OPTION_BOOL,    "no",    'h',  false, 0) \
    X("license",             OPTION_BOOL,    "no",    'i',  false, 0) \
    X("listen",              OPTION_STRING,  "",      'l',  true,  0) \
    X("listen-backlog",      OPTION_INT,     "1024",  'b',  true,  0) \
    X("lock-memory",         OPTION_BOOL,    "no",    'k',  false, 0) \
    X("max-item-size",       OPTION_STRING,  "1m",    'I',  true,  0) \
    X("max-reqs-per-event",  OPTION_INT,     "20",    'R',  true,  1) \
    X("memory-file",         OPTION_STRING,  "",      'e',  true,  0) \
    X("memory-limit",        OPTION_SIZE,    "64",    'm',  true,  0) \
    X("napi_ids",            OPTION_INT,     "0",     'N',  true,  0) \
    X("pidfile",             OPTION_STRING,  "",      'P',  true,  0) \
    X("port",                OPTION_INT,     "11211", 'p',  true,  0) \
    X("protocol",            OPTION_STRING,  "auto",  'B',  true,  0) \
    X("slab-growth-factor",  OPTION_STRING,  "1.25",  'f',  true,  0) \
    X("slab-min-size",       OPTION_INT,     "48",    'n',  true,  1) \
    X("stats-prefix",        OPTION_STRING,  ":",     'D',  true,  0) \
    X("threads",             OPTION_INT,     "4",     't',  true,  1) \
    X("udp-port",            OPTION_INT,     "0",     'U',  true,  0) \
    X("unix-mask",           OPTION_STRING,  "700",   'a',  true,  0) \
    X("unix-socket",         OPTION_STRING,  "",      's',  true,  0) \
    X("user",                OPTION_STRING,  "",      'u',  true,  0) \
    X("verbose",             OPTION_BOOL,    "no",    'v',  false, 0) \
    X("version",             OPTION_BOOL,    "no",    'V',  false, 0)
/* clang-format on */

#define X(name, type, deflt, letter, value, least) {STR_INIT(name), {0}, STR_INIT(deflt), {0}, type, 0, 0, 0},
static const struct option_row rows[] = {OPTIONS(X)};
#undef X
#define X(name, type, deflt, letter, value, least) {letter, value, least},
const struct memcached_flag memcached_flags[] = {OPTIONS(X)};
#undef X

enum { ROWS = sizeof rows / sizeof *rows };

/* atoi: what stands behind the digits does not count, and without any it is 0. -m is in megabytes. */
static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    struct str s = str_trim(text);
    uint32_t n = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    int64_t number = 0;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(str_eq(text, STR("yes")));
        return true;
    }
    while (n < s.n && ch_is_digit(s.p[n]))
        n++;
    if (n > 10 || (num_parse_int(str_slice(s, 0, n), &number) && (number > INT32_MAX || number < INT32_MIN)))
        return false;
    *ret = row->type == OPTION_SIZE ? value_size(number * 1048576) : value_int(number);
    return true;
}

const struct option_table memcached_table = {rows, ROWS, STR_INIT("memcached"), read_value, NULL};

int memcached_letter(char letter)
{
    for (int i = 0; i < ROWS; i++)
        if (memcached_flags[i].letter == letter)
            return i;
    return -1;
}

int memcached_long(struct str name)
{
    int found = -1;
    for (int i = 0; i < ROWS; i++) {
        if (str_eq(rows[i].name, name))
            return i;
        if (str_starts(rows[i].name, name))
            found = found == -1 ? i : -2;
    }
    return found < 0 ? -1 : found;
}

bool memcached_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&memcached_table, job->target, (struct str){0}, name);
    if (row)
        *ret = option_value(job, &memcached_table, block, row);
    return row != NULL;
}
