/* Telling HAProxy configurations from all the other files called *.cfg and *.conf. */
#include "kinds/haproxy/haproxy.h"

#include "base/path.h"
#include "text/marks.h"

enum { SURE = 100, LIKELY = 90, POSSIBLE = 70, MAX_LINES = 400 };

/* What the lines of a text look like. */
struct look {
    uint32_t sections; /* headers as HAProxy writes them */
    uint32_t known;    /* lines in them that begin with a keyword of theirs */
    uint32_t other;    /* lines that do not, or that are INI */
    bool global, defaults;
};

static struct str first_word(struct str *line)
{
    uint32_t n = 0;
    *line = str_trim(*line);
    while (n < line->n && line->p[n] != ' ' && line->p[n] != '\t')
        n++;
    struct str word = str_slice(*line, 0, n);
    *line = str_trim(str_slice(*line, n, line->n));
    return word;
}

/* "global" and "defaults" stand alone, the others have a name. */
static bool is_header(struct str word, struct str rest)
{
    static const struct str named[] = {STR_INIT("frontend"),   STR_INIT("backend"),     STR_INIT("listen"),
                                       STR_INIT("peers"),      STR_INIT("resolvers"),   STR_INIT("userlist"),
                                       STR_INIT("mailers"),    STR_INIT("cache"),       STR_INIT("program"),
                                       STR_INIT("fcgi-app"),   STR_INIT("http-errors"), STR_INIT("ring"),
                                       STR_INIT("log-forward")};
    rest = str_trim(str_slice(rest, 0, str_find_byte(rest, '#')));
    if (str_eq(word, STR("global")))
        return rest.n == 0;
    if (str_eq(word, STR("defaults")))
        return true;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_eq(word, named[i]))
            return rest.n > 0 && rest.p[0] != '=' && rest.p[0] != ':' && rest.p[0] != '{';
    return false;
}

static bool is_keyword(struct str word)
{
    static const struct str plain[] = {STR_INIT("option"),       STR_INIT("timeout"),     STR_INIT("stats"),
                                       STR_INIT("no"),           STR_INIT("capture"),     STR_INIT("stick"),
                                       STR_INIT("http-check"),   STR_INIT("tcp-check"),   STR_INIT("tcp-request"),
                                       STR_INIT("tcp-response"), STR_INIT("compression"), STR_INIT("rate-limit")};
    uint32_t row;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (str_eq(word, plain[i]))
            return true;
    return haproxy_word_pick(word, HAPROXY_CLASS_PROXY, 0, 0, &row) != HAPROXY_FIT_UNKNOWN ||
           haproxy_word_pick(word, HAPROXY_CLASS_GLOBAL, 0, 0, &row) != HAPROXY_FIT_UNKNOWN ||
           haproxy_word_pick(word, HAPROXY_CLASS_MEMBER, 0, 0, &row) != HAPROXY_FIT_UNKNOWN;
}

static void look_at_line(struct str line, struct look *look)
{
    struct str rest = line, word = first_word(&rest);
    if (word.n == 0 || word.p[0] == '#' || word.p[0] == '.' || str_starts(word, STR("{%")) ||
        str_starts(word, STR("{#")))
        return;
    if (is_header(word, rest)) {
        look->sections++;
        look->global |= str_eq(word, STR("global"));
        look->defaults |= str_eq(word, STR("defaults"));
        return;
    }
    bool ini = word.p[0] == '[' || (rest.n && rest.p[0] == '=');
    if (!ini && look->sections && is_keyword(word))
        look->known++;
    else
        look->other++;
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    if (str_starts(head, STR("\xef\xbb\xbf")))
        head = str_slice(head, 3, head.n);
    for (int i = 0; i < MAX_LINES && head.n; i++)
        look_at_line(str_cut(&head, '\n'), &look);
    return look;
}

static int claim_by_name(struct str path, struct str base)
{
    if (str_eq(base, STR("haproxy.cfg")) || str_eq(base, STR("haproxy.conf")))
        return SURE;
    bool cfg = str_ends(base, STR(".cfg")) || str_ends(base, STR(".conf"));
    (void)path;
    return cfg && str_starts(base, STR("haproxy")) ? LIKELY : 0;
}

static int claim_by_content(struct str path, struct str head)
{
    if (str_find_byte(head, '\0') < head.n)
        return 0;
    struct look look = look_at(head);
    bool ours = str_find(path, STR("haproxy")) < path.n;
    if (look.sections == 0 || look.known == 0 || look.known < look.other * 2)
        return 0;
    return ours || look.sections + look.known > 3 ? LIKELY : POSSIBLE;
}

int haproxy_claims(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain), ext = path_ext(base);
    int by_name = claim_by_name(plain, base);
    bool looked_into =
        ext.n == 0 || str_eq(ext, STR(".cfg")) || str_eq(ext, STR(".conf")) || str_eq(ext, STR(".haproxy"));
    if (by_name || head.n == 0 || !looked_into)
        return by_name;
    return claim_by_content(plain, head);
}

/* A configuration that is started on its own has its defaults, or at least its global section, in it. A directory's files need not. */
enum document_role haproxy_role(struct str path, struct str head)
{
    struct look look = look_at(head);
    bool whole = look.global || look.defaults || str_eq(path_base(marks_plain_name(path)), STR("haproxy.cfg"));
    return whole ? DOCUMENT_ROOT : DOCUMENT_FRAGMENT;
}
