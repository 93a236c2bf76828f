/* Numbers that HAProxy reads with atol(3) (src/cfgparse-global.c, cfgparse-listen.c, server.c, listener.c of v2.6.0). */
#include "checks/checks.h"
#include "checks/haproxy_lines.h"
#include "kinds/haproxy/units.h"

/* Keywords that count bytes: there "16k" can only mean 16 x 1024. Of numbers of things it means 1000. */
static bool counts_bytes(struct str keyword)
{
    static const struct str words[] = {STR_INIT("tune.bufsize"),
                                       STR_INIT("tune.maxrewrite"),
                                       STR_INIT("tune.pipesize"),
                                       STR_INIT("tune.rcvbuf.client"),
                                       STR_INIT("tune.rcvbuf.server"),
                                       STR_INIT("tune.sndbuf.client"),
                                       STR_INIT("tune.sndbuf.server"),
                                       STR_INIT("tune.recv_enough"),
                                       STR_INIT("tune.h2.max-frame-size"),
                                       STR_INIT("tune.ssl.maxrecord"),
                                       STR_INIT("tune.h2.header-table-size"),
                                       STR_INIT("tune.h2.initial-window-size"),
                                       STR_INIT("tune.ssl.hard-maxrecord"),
                                       STR_INIT("tune.ssl.capture-buffer-size"),
                                       STR_INIT("tune.http.logurilen"),
                                       STR_INIT("tune.http.cookielen")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(keyword, words[i]))
            return true;
    return false;
}

/* Groups of three digits with a sign between them: "2,000", "10_000", "1.000.000". False for anything else. */
static bool read_groups(struct str s, int64_t *ret)
{
    uint32_t first = 0;
    int64_t value = 0;
    while (first < s.n && ch_is_digit(s.p[first]))
        value = value * 10 + (s.p[first++] - '0');
    if (first == 0 || first > 3 || first == s.n)
        return false;
    for (uint32_t i = first; i < s.n; i += 4) {
        if ((s.p[i] != ',' && s.p[i] != '_' && s.p[i] != '.') || s.p[i] != s.p[first] || i + 4 > s.n ||
            value > INT32_MAX)
            return false;
        for (uint32_t k = i + 1; k < i + 4; k++) {
            if (!ch_is_digit(s.p[k]))
                return false;
            value = value * 10 + (s.p[k] - '0');
        }
    }
    *ret = value;
    return true;
}

/* "1e6". */
static bool read_power(int64_t digits, struct str rest, int64_t *ret)
{
    if (rest.n != 2 || ch_lower(rest.p[0]) != 'e' || !ch_is_digit(rest.p[1]))
        return false;
    for (int n = rest.p[1] - '0'; n > 0 && digits <= INT32_MAX; n--)
        digits *= 10;
    *ret = digits;
    return true;
}

/* The number that was plainly meant. */
static bool meant(const struct haproxy_cut *cut, int64_t *ret)
{
    uint32_t end;
    int64_t digits = haproxy_atol(cut->written, &end);
    struct str rest = str_slice(cut->written, end, cut->written.n);
    if (end == 0 || digits < 0 || digits > INT32_MAX)
        return false;
    int64_t step = counts_bytes(cut->keyword) ? 1024 : 1000;
    char unit = ch_lower(str_byte(rest, 0));
    if (rest.n == 1 && (unit == 'k' || unit == 'm')) {
        *ret = digits * (unit == 'k' ? step : step * step);
        return *ret <= INT32_MAX;
    }
    return (read_power(digits, rest, ret) || read_groups(cut->written, ret)) && *ret <= INT32_MAX;
}

/* What a later version makes of a number of this keyword. */
struct later {
    version_number from; /* 0: nothing else */
    bool size;           /* takes k, m and g behind it; otherwise refuses what is no number */
};

static struct later later_of(const struct haproxy_cut *cut)
{
    struct later l = {.from = haproxy_words[cut->entry->word].until};
    uint32_t row;
    if (!l.from ||
        haproxy_word_pick(cut->keyword, HAPROXY_CLASS_GLOBAL, HAPROXY_IN_GLOBAL, l.from, &row) != HAPROXY_FIT_OK)
        return (struct later){0};
    l.size = str_starts(haproxy_word_str(haproxy_words[row].form), STR("size"));
    return l;
}

static struct finding *add_cut(const struct check_input *in, const struct haproxy_cut *cut, const char *written,
                               struct later later)
{
    struct str from = version_show(in->a, later.from | 0xff);
    bool older = later.size && in->job->target == 0;
    struct finding *f = diag_add(in->sink, in->rule, cut->at, "'%.*s %s' is read as %d%s%.*s", STR_ARG(cut->keyword),
                                 written, cut->value, older ? " before HAProxy " : "", older ? (int)from.n : 0, from.p);
    /* Which version it is for is not said: in the later ones it is sound. */
    f->severity = SEV_WARNING;
    f->severity_set = older;
    if (later.from)
        diag_note(in->sink, f, "HAProxy %.*s and later %s", STR_ARG(from),
                  later.size ? "read k, m and g behind it" : "refuse it");
    return f;
}

static void report_cut(const struct check_input *in, const struct haproxy_cut *cut)
{
    uint32_t end;
    int64_t number = 0;
    haproxy_atol(cut->written, &end);
    struct finding *f = add_cut(in, cut, diag_quote(in->a, cut->written).p, later_of(cut));
    struct str rest = str_slice(cut->written, end, cut->written.n);
    diag_label(in->sink, f, end ? "'%s' is dropped without a word" : "'%s' holds no number", diag_quote(in->a, rest).p);
    diag_note(in->sink, f, "this number has no unit: HAProxy reads digits and ignores what stands behind them");
    if (!meant(cut, &number)) {
        diag_help(in->sink, f, "write the number in digits only");
        return;
    }
    diag_help(in->sink, f, "write %lld, if that is what is meant", (long long)number);
    diag_fix(in->sink, f, FIX_UNSAFE, cut->at, str_printf(in->a, "%lld", (long long)number));
}

void check_haproxy_truncated_number(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    for (uint32_t i = 0; s && i < s->cuts.n; i++) {
        if (line_is_whole(s->cuts.p[i].entry))
            report_cut(in, &s->cuts.p[i]);
        else if (!(s->cuts.p[i].entry->flags & NODE_FAULTY))
            line_not_run(in, s->cuts.p[i].entry);
    }
}
