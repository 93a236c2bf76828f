#include "kinds/nginx/syslog.h"

#include "diag/closest.h"
#include "kinds/nginx/args.h"
#include "kinds/nginx/url.h"

enum { PREFIX_BYTES = 7, MAX_TAG = 32, DEFAULT_PORT = 514 };

static const struct str facilities[] = {
    STR_INIT("kern"),     STR_INIT("user"),   STR_INIT("mail"),   STR_INIT("daemon"), STR_INIT("auth"),
    STR_INIT("intern"),   STR_INIT("lpr"),    STR_INIT("news"),   STR_INIT("uucp"),   STR_INIT("clock"),
    STR_INIT("authpriv"), STR_INIT("ftp"),    STR_INIT("ntp"),    STR_INIT("audit"),  STR_INIT("alert"),
    STR_INIT("cron"),     STR_INIT("local0"), STR_INIT("local1"), STR_INIT("local2"), STR_INIT("local3"),
    STR_INIT("local4"),   STR_INIT("local5"), STR_INIT("local6"), STR_INIT("local7"),
};
static const struct str severities[] = {
    STR_INIT("emerg"), STR_INIT("alert"),  STR_INIT("crit"), STR_INIT("error"),
    STR_INIT("warn"),  STR_INIT("notice"), STR_INIT("info"), STR_INIT("debug"),
};
static const struct str params[] = {
    STR_INIT("server="), STR_INIT("facility="), STR_INIT("severity="), STR_INIT("tag="), STR_INIT("nohostname"),
};
enum {
    N_FACILITIES = sizeof facilities / sizeof *facilities,
    N_SEVERITIES = sizeof severities / sizeof *severities,
    N_PARAMS = sizeof params / sizeof *params,
};

/* The parameters of one word while they are read. */
struct syslog {
    struct nginx_reader *r;
    const struct node *word;
    uint32_t from; /* of the parameter at hand, in the word */
    bool server, facility, severity, tag;
};

static struct span value_span(const struct syslog *s, uint32_t name, struct str value)
{
    return value.n ? nginx_part(s->word, s->from + name, value.n) : nginx_word_span(s->word);
}

static bool check_once(struct syslog *s, bool *seen, const char *name)
{
    if (*seen) {
        nginx_fault(s->r, SYNTAX_DUPLICATE, nginx_part(s->word, s->from, 1), "duplicate syslog \"%s\"", name);
        return false;
    }
    *seen = true;
    return true;
}

static bool check_server(struct syslog *s, struct str value)
{
    struct nginx_url url;
    if (!check_once(s, &s->server, "server"))
        return false;
    if (nginx_url_parse(value, 0, DEFAULT_PORT, &url))
        return true;
    nginx_fault(s->r, SYNTAX_VALUE, value_span(s, 7, value), "%s in syslog server \"%s\"", url.err,
                nginx_quoted(s->r, value));
    return false;
}

static bool check_word(struct syslog *s, struct str value, const char *what, const struct str *words, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(value, words[i]))
            return true;
    struct finding *f = nginx_fault(s->r, SYNTAX_VALUE, value_span(s, 9, value), "unknown syslog %s \"%s\"", what,
                                    nginx_quoted(s->r, value));
    struct str near = closest_of(value, words, n);
    if (near.n)
        diag_help(s->r->sink, f, "the nearest %s is \"%.*s\"", what, STR_ARG(near));
    return false;
}

static bool check_tag(struct syslog *s, struct str value)
{
    if (!check_once(s, &s->tag, "tag"))
        return false;
    if (value.n > MAX_TAG) {
        nginx_fault(s->r, SYNTAX_VALUE, value_span(s, 4, value), "syslog tag length exceeds 32");
        return false;
    }
    for (uint32_t i = 0; i < value.n; i++)
        if (!ch_is_alpha(value.p[i]) && !ch_is_digit(value.p[i]) && value.p[i] != '_') {
            nginx_fault(s->r, SYNTAX_VALUE, value_span(s, 4, value),
                        "syslog \"tag\" only allows alphanumeric characters and underscore");
            return false;
        }
    return true;
}

static bool unknown_param(struct syslog *s, struct str param)
{
    struct finding *f = nginx_fault(s->r, SYNTAX_VALUE, value_span(s, 0, param), "unknown syslog parameter \"%s\"",
                                    nginx_quoted(s->r, param));
    nginx_help_parameter(s->r, f, param, params, N_PARAMS);
    return false;
}

static bool check_param(struct syslog *s, struct str param)
{
    uint32_t i = 0;
    while (i < N_PARAMS && !str_starts(param, params[i]))
        i++;
    struct str value = i < N_PARAMS ? str_slice(param, params[i].n, param.n) : param;
    switch (i) {
    case 0:
        return check_server(s, value);
    case 1:
        return check_once(s, &s->facility, "facility") && check_word(s, value, "facility", facilities, N_FACILITIES);
    case 2:
        return check_once(s, &s->severity, "severity") && check_word(s, value, "severity", severities, N_SEVERITIES);
    case 3:
        return check_tag(s, value);
    default:
        return (i < N_PARAMS && value.n == 0) || unknown_param(s, param);
    }
}

bool nginx_check_syslog(struct nginx_reader *r, const struct node *word)
{
    struct syslog s = {.r = r, .word = word, .from = PREFIX_BYTES};
    struct str text = nginx_c_string(word->text);
    if (!node_is_known(word))
        return true;
    for (;;) {
        uint32_t comma = str_find_byte(str_slice(text, s.from, text.n), ',');
        if (!check_param(&s, str_slice(text, s.from, s.from + comma)))
            return false;
        s.from += comma + 1;
        if (s.from > text.n)
            break;
    }
    if (s.server)
        return true;
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, nginx_word_span(word), "no syslog server specified");
    diag_help(r->sink, f, "syslog:server=ADDRESS");
    return false;
}
