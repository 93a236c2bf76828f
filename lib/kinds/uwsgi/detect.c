/* Telling configs of uWSGI: INI by its section, YAML and JSON by what their section holds, for others keep something under that name, too. */
#include "base/path.h"
#include "kinds/uwsgi/uwsgi.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 85, POSSIBLE = 70 };

/* ---- INI ---- */

/* Applications of Paste keep [uwsgi] beside sections of their own: the name may stand anywhere. */
static int claim_ini(struct str head)
{
    bool first = true;
    while (head.n) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (str_eq(line, STR("[uwsgi]")))
            return first ? SURE : LIKELY;
        first &= line.n == 0 || line.p[0] != '[';
    }
    return 0;
}

/* ---- YAML and JSON ---- */

/* What the keys of a text look like. */
struct look {
    bool section;    /* uwsgi, with settings in it */
    uint32_t others; /* other keys beside it */
    uint32_t known;  /* keys in it that are options of uWSGI, and that are not */
    uint32_t unknown;
    uint32_t hyphens; /* that may be, of a plugin */
};

/* Options that say what is run and where, which the table has no use for. */
static bool is_option(struct str name)
{
    static const char *const names[] = {"buffer-size",
                                        "callable",
                                        "chdir",
                                        "chmod-socket",
                                        "chown-socket",
                                        "daemonize",
                                        "env",
                                        "gid",
                                        "home",
                                        "http-timeout",
                                        "include",
                                        "ini",
                                        "logformat",
                                        "logto",
                                        "manage-script-name",
                                        "module",
                                        "mount",
                                        "pidfile",
                                        "plugin",
                                        "plugins",
                                        "post-buffering",
                                        "procname",
                                        "protocol",
                                        "psgi",
                                        "py-autoreload",
                                        "python-path",
                                        "pythonpath",
                                        "rack",
                                        "single-interpreter",
                                        "static-map",
                                        "stats",
                                        "thunder-lock",
                                        "touch-reload",
                                        "uid",
                                        "venv",
                                        "virtualenv",
                                        "wsgi",
                                        "wsgi-file",
                                        NULL};
    return str_is_one_of(name, names) || option_find(&uwsgi_table, 0, (struct str){0}, uwsgi_canonical(name));
}

/* With a hyphen it is at least none of Ansible's and Helm's variables. */
static void see_key(struct look *look, struct str key)
{
    bool known = is_option(key), hyphen = str_find_byte(key, '-') < key.n;
    look->known += known;
    look->hyphens += !known && hyphen;
    look->unknown += !known && !hyphen;
}

static struct str unquoted(struct str s)
{
    s = str_trim(s);
    bool quoted = s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? str_slice(s, 1, s.n - 1) : s;
}

static struct look look_at_yaml(struct str head)
{
    struct look look = {0};
    uint32_t inner = 0; /* indentation of the section's keys */
    bool in = false;
    while (head.n) {
        struct str line = str_cut(&head, '\n'), rest = str_trim(line);
        uint32_t indent = 0;
        while (indent < line.n && line.p[indent] == ' ')
            indent++;
        struct str key = unquoted(str_cut(&rest, ':'));
        if (indent >= line.n || key.n == 0 || line.p[indent] == '#' || line.p[indent] == '-' || key.p[0] == '{')
            continue;
        if (indent == 0) {
            in = str_eq(key, STR("uwsgi"));
            look.section |= in;
            look.others += !in;
        } else if (in && (inner == 0 || inner == indent)) {
            inner = indent;
            see_key(&look, key);
        }
    }
    return look;
}

/* From a quote to behind the one that ends it. */
static uint32_t end_of_string(struct str s, uint32_t i)
{
    for (i++; i < s.n && s.p[i] != '"'; i++)
        i += s.p[i] == '\\';
    return i < s.n ? i + 1 : s.n;
}

static struct look look_at_json(struct str head)
{
    struct look look = {0};
    uint32_t depth = 0;
    bool in = false;
    for (uint32_t i = 0; i < head.n; i++) {
        char c = head.p[i];
        depth += c == '{' || c == '[';
        depth -= (c == '}' || c == ']') && depth > 0;
        if (c != '"')
            continue;
        uint32_t end = end_of_string(head, i);
        struct str key = unquoted(str_slice(head, i, end));
        bool is_key = str_byte(str_trim(str_slice(head, end, head.n)), 0) == ':';
        i = end - 1;
        if (is_key && depth == 1) {
            in = str_eq(key, STR("uwsgi"));
            look.section |= in;
            look.others += !in;
        } else if (is_key && depth == 2 && in) {
            see_key(&look, key);
        }
    }
    return look;
}

/* Under a name that tells nothing: alone, or beside other sections if hardly anything in it is unknown. Ansible and Helm keep variables of theirs like that. */
static int claim_by_look(struct look look, struct str base)
{
    bool named = str_find(base, STR("uwsgi")) < base.n;
    if (!look.section || look.known == 0 || look.known < look.unknown)
        return 0;
    if (named)
        return SURE;
    if (look.others == 0)
        return LIKELY;
    return look.known > 2 && look.unknown * 4 <= look.known + look.hyphens ? POSSIBLE : 0;
}

int uwsgi_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path)), ext = path_ext(base);
    if (str_eq(ext, STR(".ini")))
        return claim_ini(head);
    if (str_eq(ext, STR(".yml")) || str_eq(ext, STR(".yaml")))
        return claim_by_look(look_at_yaml(head), base);
    return str_eq(ext, STR(".json")) ? claim_by_look(look_at_json(head), base) : 0;
}
