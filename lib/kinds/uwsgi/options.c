/* The options of uWSGI 2.0 that something is made of: core/uwsgi.c. There are some 800 more, and plugins add theirs. */
#include "base/num.h"
#include "kinds/uwsgi/uwsgi.h"

#define ROW(name, type, deflt)                                                                                         \
    {                                                                                                                  \
        STR_INIT(name), {0}, STR_INIT(deflt), {0}, type, 0, 0, 0                                                       \
    }
#define MANY(name)                                                                                                     \
    {                                                                                                                  \
        STR_INIT(name), {0}, {0}, {0}, OPTION_STRING, OPTION_REPEATS, 0, 0                                             \
    }

static const struct option_row rows[] = {
    ROW("async", OPTION_INT, ""),
    ROW("buffer-size", OPTION_INT, "4096"),
    ROW("cheaper", OPTION_INT, "0"),
    ROW("die-on-term", OPTION_BOOL, "false"),
    ROW("emperor", OPTION_STRING, ""),
    ROW("enable-threads", OPTION_BOOL, "false"),
    ROW("evil-reload-on-rss", OPTION_SIZE, "0"),
    ROW("gevent", OPTION_INT, ""),
    ROW("harakiri", OPTION_TIME, "0"),
    MANY("http"),
    MANY("http-socket"),
    MANY("https"),
    MANY("https-socket"),
    ROW("lazy-apps", OPTION_BOOL, "false"),
    ROW("limit-as", OPTION_SIZE, "0"),
    ROW("listen", OPTION_INT, "100"),
    ROW("master", OPTION_BOOL, "false"),
    ROW("max-requests", OPTION_INT, "0"),
    ROW("max-requests-delta", OPTION_INT, ""),
    ROW("max-worker-lifetime", OPTION_TIME, "0"),
    ROW("need-app", OPTION_BOOL, "false"),
    ROW("processes", OPTION_INT, "1"),
    ROW("reload-on-as", OPTION_SIZE, "0"),
    ROW("reload-on-rss", OPTION_SIZE, "0"),
    MANY("socket"),
    ROW("strict", OPTION_BOOL, "false"),
    ROW("threads", OPTION_INT, "1"),
    ROW("vacuum", OPTION_BOOL, "false"),
};

bool uwsgi_number(struct str text, int64_t *ret)
{
    struct str s = str_trim(text);
    uint32_t n = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    *ret = 0;
    while (n < s.n && ch_is_digit(s.p[n]))
        n++;
    return n == 0 || !ch_is_digit(s.p[n - 1]) || num_parse_int(str_slice(s, s.p[0] == '+', n), ret);
}

static bool is_false(struct str text)
{
    return str_eq_nocase(text, STR("false")) || str_eq_nocase(text, STR("off")) || str_eq_nocase(text, STR("no")) ||
           str_eq(text, STR("0"));
}

/* Memory is in megabytes, times are in seconds. A key that stands alone is on, or 1. */
static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n;
    (void)a;
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(!is_false(text));
        return true;
    }
    if (!uwsgi_number(text.n ? text : STR("1"), &n) || n < 0)
        return false;
    if (row->type == OPTION_SIZE && n <= INT64_MAX >> 20)
        *ret = value_size(n << 20);
    else if (row->type == OPTION_TIME && n <= INT32_MAX)
        *ret = value_duration(n * 1000000000);
    else if (row->type == OPTION_INT && n <= INT32_MAX)
        *ret = value_int(n);
    else
        return false;
    return true;
}

const struct option_table uwsgi_table = {rows, sizeof rows / sizeof *rows, STR_INIT("uWSGI"), read_value, NULL};

struct str uwsgi_canonical(struct str name)
{
    static const struct {
        struct str alias, name;
    } names[] = {{STR_INIT("workers"), STR_INIT("processes")}, {STR_INIT("uwsgi-socket"), STR_INIT("socket")}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, names[i].alias))
            return names[i].name;
    return name;
}
