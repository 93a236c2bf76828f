/* Telling files of variables that hold flags of the JVM, and jvm.options, from others. */
#include "base/path.h"
#include "kinds/jvm/jvm.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 85, MAX_LINES = 400 };

static bool has_flag(struct str text)
{
    static const char *const flags[] = {"-Xm", "-Xs", "-XX:"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (str_find(text, str_from(flags[i])) < text.n)
            return true;
    return false;
}

static bool is_name(struct str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch_is_alpha(s.p[i]) && !ch_is_digit(s.p[i]) && s.p[i] != '_')
            return false;
    return s.n > 0;
}

/* What the lines of a text look like. */
struct look {
    bool variables;  /* one of them holds flags */
    bool other;      /* a line that is no assignment: a script, another format */
    uint32_t flags;  /* lines that are a flag */
    uint32_t others; /* and that are none */
};

static void look_at_line(struct str line, bool continued, struct look *look)
{
    struct str rest = line, program;
    bool flag = str_starts(line, STR("-X")) || str_starts(line, STR("-D")) || ch_is_digit(line.p[0]);
    look->flags += flag;
    look->others += !flag;
    if (str_starts(rest, STR("export ")))
        rest = str_trim(str_slice(rest, 7, rest.n));
    struct str key = str_cut(&rest, '=');
    bool assignment = is_name(key) && key.n < line.n;
    look->other |= !assignment && !continued;
    look->variables |= assignment && jvm_is_variable(key, &program) && (has_flag(rest) || rest.n == 0);
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    bool continued = false;
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++) {
        struct str line = str_trim(str_cut(&head, '\n'));
        if (line.n > 0 && line.p[0] != '#')
            look_at_line(line, continued, &look);
        continued = str_ends(line, STR("\\"));
    }
    return look;
}

int jvm_claims(struct str path, struct str head)
{
    struct str base = path_base(marks_plain_name(path));
    bool named = str_eq(base, STR("jvm.options")) || str_ends(path_dir(path), STR("jvm.options.d"));
    if (head.n == 0)
        return named ? SURE : 0;
    struct look look = look_at(head);
    if (str_ends(base, STR(".options")))
        return named || (look.flags > 0 && look.others == 0 && has_flag(head)) ? SURE : 0;
    return look.variables && !look.other && has_flag(head) ? LIKELY : 0;
}
