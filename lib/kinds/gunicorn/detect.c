/* Telling gunicorn's configs from all the other files in Python. */
#include "kinds/gunicorn/gunicorn.h"

#include "base/path.h"

enum { SURE = 100, LIKELY = 92, POSSIBLE = 75, MAX_LINES = 400 };

/* What the lines of a text look like. */
struct look {
    uint32_t telling; /* settings that hardly anything else is called */
    uint32_t known;   /* settings */
    uint32_t other;   /* assignments of other names */
    uint32_t ini;     /* lines that no Python has at its start */
};

static bool is_telling(struct str name)
{
    static const char *const names[] = {"worker_class",
                                        "worker_connections",
                                        "max_requests",
                                        "max_requests_jitter",
                                        "graceful_timeout",
                                        "preload_app",
                                        "worker_tmp_dir",
                                        "forwarded_allow_ips",
                                        "proc_name",
                                        "limit_request_line",
                                        "limit_request_field_size",
                                        "accesslog",
                                        "errorlog",
                                        "access_log_format",
                                        "raw_env",
                                        "capture_output"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

/* The name that a line without indentation assigns to; empty: none. */
static struct str assigned(struct str line)
{
    uint32_t n = 0;
    while (n < line.n && (ch_is_alpha(line.p[n]) || ch_is_digit(line.p[n]) || line.p[n] == '_'))
        n++;
    struct str rest = str_trim(str_slice(line, n, line.n));
    bool assigns = rest.n > 1 && rest.p[0] == '=' && rest.p[1] != '=';
    return n > 0 && !ch_is_digit(line.p[0]) && assigns ? str_slice(line, 0, n) : (struct str){0};
}

static void look_at_line(struct str line, struct look *look)
{
    struct str name = assigned(line), bare = str_trim(line);
    if (name.n && is_telling(name))
        look->telling++;
    else if (name.n && gunicorn_row(name) >= 0)
        look->known++;
    else if (name.n)
        look->other++;
    else if (bare.n && (bare.p[0] == '[' || bare.p[0] == '<' || bare.p[0] == '!') && bare.n == line.n)
        look->ini++;
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    for (int i = 0; i < MAX_LINES && head.n; i++) {
        struct str line = str_cut(&head, '\n');
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        look_at_line(line, &look);
    }
    return look;
}

/* bind and workers, or a setting that nothing else has, and hardly anything else. [section] lines are other formats'. */
static int claim_by_content(struct str head, bool ours)
{
    struct look look = look_at(head);
    uint32_t settings = look.telling + look.known;
    if (look.ini || settings == 0 || str_find_byte(head, '\0') < head.n)
        return 0;
    if (ours)
        return settings >= look.other || look.telling ? LIKELY : 0;
    return look.telling && settings >= 3 && settings > look.other ? POSSIBLE : 0;
}

static int claim_by_name(struct str base)
{
    static const char *const names[] = {"gunicorn.conf.py",   "gunicorn_conf.py",   "gunicorn-conf.py",
                                        "gunicorn.config.py", "gunicorn_config.py", "gunicorn-config.py",
                                        "gunicorn_cfg.py",    "gunicorn.cfg.py"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(base, str_from(names[i])))
            return SURE;
    return str_ends(base, STR(".gunicorn.conf.py")) || str_ends(base, STR(".gunicorn.py")) ? LIKELY : 0;
}

int gunicorn_claims(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain), ext = path_ext(base);
    int by_name = claim_by_name(base);
    bool ours = str_find(base, STR("gunicorn")) < base.n;
    bool python = str_eq(ext, STR(".py")), conf = ext.n == 0 || str_eq(ext, STR(".conf")) || str_eq(ext, STR(".ini"));
    if (by_name || head.n == 0)
        return by_name;
    return python || (conf && ours) ? claim_by_content(head, ours) : 0;
}
