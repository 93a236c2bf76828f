/* Words that end their line: HAProxy up to 3.1 takes an empty one for the end of the arguments. */
#include "checks/checks.h"
#include "checks/haproxy_lines.h"

static struct span rest_of(const struct node *w)
{
    struct span at = w->at;
    for (; w && w->kind == NODE_WORD; w = w->next)
        at = span_join(at, w->at);
    return at;
}

static void report_empty(const struct check_input *in, const struct node *e, const struct node *w)
{
    struct span rest = rest_of(w->next);
    struct finding *f =
        diag_add(in->sink, in->rule, w->at, "an empty argument ends the '%.*s' line, and '%s' is dropped",
                 STR_ARG(diag_quote(in->a, e->text)), diag_quote(in->a, source_text(in->sources, rest)).p);
    diag_label(in->sink, f, "taken for the end of the line");
    diag_related(in->sink, f, rest, "dropped");
    diag_note(in->sink, f, "HAProxy drops it without a word up to 3.1, warns in 3.2 and refuses it from 3.3 on");
    diag_help(in->sink, f, "take the empty argument out");
    struct span gap = {w->at.src, w->at.off, w->next->at.off - w->at.off};
    diag_fix(in->sink, f, FIX_UNSAFE, gap, STR(""));
}

static void judge_line(const struct check_input *in, const struct node *e)
{
    if (e->flags & (NODE_CONDITIONAL | NODE_FAULTY))
        return;
    for (const struct node *w = e->first; w && w->kind == NODE_WORD && w->next && w->next->kind == NODE_WORD;
         w = w->next) {
        if (w->flags & NODE_UNKNOWN ? !word_may_vanish(w) : w->text.n > 0)
            continue;
        if (w->flags & NODE_UNKNOWN)
            line_not_run(in, e);
        else
            report_empty(in, e, w);
        return;
    }
}

void check_haproxy_empty_argument(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    for (uint32_t i = 0; s && i < s->ended.n; i++)
        judge_line(in, s->ended.p[i]);
}
