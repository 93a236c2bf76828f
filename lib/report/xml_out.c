#include "report/xml_out.h"

#include "diag/escape.h"

#include <inttypes.h>

static struct str entity(char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    default:
        return (struct str){0};
    }
}

static void put_escaped(struct report_out *o, struct str s)
{
    struct arena_mark mark = arena_mark(&o->scratch);
    s = diag_escape(&o->scratch, s);
    for (uint32_t i = 0; i < s.n; i++) {
        struct str e = entity(s.p[i]);
        out_put(o, e.n > 0 ? e : str_slice(s, i, i + 1));
    }
    arena_pop(&o->scratch, mark);
}

/* GitHub's runner takes a line that starts with "::" for a command, after dropping white space: a colon is written as a reference there.
 * Returns what is left of s. */
static struct str put_line_start(struct report_out *o, struct str s)
{
    uint32_t at = 0;
    while (at < s.n && (s.p[at] == ' ' || (unsigned char)s.p[at] >= 0x80))
        at++;
    if (!str_starts(str_slice(s, at, s.n), STR("::")))
        return s;
    out_put(o, str_slice(s, 0, at));
    out_put(o, STR("&#58;"));
    return str_slice(s, at + 1, s.n);
}

void xml_text(struct report_out *o, struct str s)
{
    while (s.n > 0) {
        bool more = str_find_byte(s, '\n') < s.n;
        put_escaped(o, put_line_start(o, str_cut(&s, '\n')));
        if (more)
            out_putc(o, '\n');
    }
}

void xml_attribute(struct report_out *o, const char *name, struct str value)
{
    out_printf(o, " %s=\"", name);
    put_escaped(o, value);
    out_putc(o, '"');
}

void xml_number(struct report_out *o, const char *name, uint64_t value)
{
    out_printf(o, " %s=\"%" PRIu64 "\"", name, value);
}
