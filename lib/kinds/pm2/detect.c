/* Telling PM2's process files from other JavaScript, JSON and YAML. */
#include "base/path.h"
#include "kinds/pm2/pm2.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 80 };

static bool has(struct str head, const char *text)
{
    return str_find(head, str_from(text)) < head.n;
}

/* Whether a key of that name stands in the text: bare or in quotes. */
static bool has_key(struct str head, struct str name)
{
    struct str rest = head;
    for (uint32_t at; (at = str_find(rest, name)) < rest.n; rest = str_slice(rest, at + name.n, rest.n)) {
        uint32_t i = at + name.n;
        i += str_byte(rest, i) == '"' || str_byte(rest, i) == '\'';
        while (str_byte(rest, i) == ' ')
            i++;
        char before = at > 0 ? rest.p[at - 1] : ' ';
        if (str_byte(rest, i) == ':' && !ch_is_alpha(before) && before != '_')
            return true;
    }
    return false;
}

static bool has_setting(struct str head)
{
    static const struct str names[] = {
        STR_INIT("exec_mode"),   STR_INIT("instances"),   STR_INIT("max_memory_restart"), STR_INIT("node_args"),
        STR_INIT("autorestart"), STR_INIT("interpreter"), STR_INIT("max_restarts"),       STR_INIT("cwd"),
        STR_INIT("watch"),       STR_INIT("env")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_key(head, names[i]))
            return true;
    return false;
}

static bool is_format(struct str ext)
{
    static const char *const exts[] = {".js", ".cjs", ".mjs", ".json", ".yml", ".yaml"};
    for (size_t i = 0; i < sizeof exts / sizeof *exts; i++)
        if (str_eq(ext, str_from(exts[i])))
            return true;
    return false;
}

int pm2_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    bool named =
        str_starts(base, STR("ecosystem.")) || str_starts(base, STR("pm2.")) || str_starts(base, STR("process."));
    bool script = has_key(head, STR("script")) || has_key(head, STR("exec"));
    if (head.n == 0 || (!is_format(path_ext(base)) && path_ext(base).n))
        return 0;
    if (has(head, "apiVersion:") || !has_key(head, STR("apps")))
        return named && script && has_setting(head) && str_ends(base, STR(".json")) ? LIKELY : 0;
    if (!script)
        return 0;
    return named ? SURE : has_setting(head) ? LIKELY : 0;
}
