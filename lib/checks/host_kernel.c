#include "checks/checks.h"

void check_kernel_setting_overridden(const struct check_input *in)
{
    for (uint32_t i = 0; i < in->stack->clashes.n; i++) {
        const struct kernel_clash *c = &in->stack->clashes.p[i];
        struct value values[] = {c->lost.value, c->holds.value};
        if (c->host != in->host || !check_needs(in, values, 2, c->lost.at))
            continue;
        struct finding *f =
            diag_add(in->sink, in->rule, c->lost.at, "%.*s = %.*s does not hold: %.*s is read later and sets %.*s",
                     STR_ARG(diag_quote(in->a, c->lost.key)), STR_ARG(value_show(in->a, c->lost.value)),
                     STR_ARG(diag_quote(in->a, c->holds.path)), STR_ARG(value_show(in->a, c->holds.value)));
        diag_related(in->sink, f, c->holds.at, "holds");
        diag_note(in->sink, f, "files are read in the order of their names, sysctl.conf as 99-sysctl.conf");
        diag_help(in->sink, f, "set it in one file, or rename the file that is to hold so that it comes last");
    }
}
