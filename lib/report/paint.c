#include "report/paint.h"

/* Parameters of SGR (ECMA-48). Only the eight colours that every terminal's scheme sets. */
static const char *const sgr[] = {
    [PAINT_PLAIN] = "",    [PAINT_STRONG] = "1",    [PAINT_ERROR] = "1;31", [PAINT_WARNING] = "1;33",
    [PAINT_NOTE] = "1;36", [PAINT_GUTTER] = "1;34", [PAINT_REMOVED] = "31", [PAINT_ADDED] = "32",
};

enum paint paint_of(enum severity severity)
{
    static const enum paint of[] = {[SEV_NOTE] = PAINT_NOTE, [SEV_WARNING] = PAINT_WARNING, [SEV_ERROR] = PAINT_ERROR};
    return of[severity];
}

void paint_put(struct report_out *o, enum paint paint, struct str s)
{
    if (s.n == 0)
        return;
    bool colored = o->options.color && paint != PAINT_PLAIN;
    if (colored)
        out_printf(o, "\x1b[%sm", sgr[paint]);
    out_put(o, s);
    if (colored)
        out_put(o, STR("\x1b[0m"));
}
