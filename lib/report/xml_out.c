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

void xml_text(struct report_out *o, struct str s)
{
    while (s.n > 0) {
        bool more = str_find_byte(s, '\n') < s.n;
        put_escaped(o, str_cut(&s, '\n'));
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
