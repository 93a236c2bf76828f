/* What a later release of HAProxy no longer takes. */
#include "checks/haproxy_settings.h"

#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/options.h"

/* "3.3": words come and go with branches. */
static const char *branch_of(const struct check_input *in, uint32_t version)
{
    return str_printf(in->a, "%u.%u", version >> 16, version >> 8 & 0xff).p;
}

/* The version that no longer has a row's word: not where another row of its name, class and place goes on. 0: none. */
static uint32_t gone_in(const struct haproxy_word *w)
{
    const struct word_slot *slot = word_index_find(&haproxy_word_index, haproxy_word_str(w->name));
    for (uint32_t row = slot->first; row < (uint32_t)slot->first + slot->n; row++) {
        const struct haproxy_word *other = &haproxy_words[row];
        bool same = other->class == w->class && (other->contexts == w->contexts || (other->contexts & w->contexts));
        if (same && other->since >= w->until)
            return 0;
    }
    return w->until;
}

static bool is_version(uint32_t v)
{
    return v != 0 && v < VERSION(255, 0, 0);
}

static struct finding *note(const struct check_input *in, struct finding *f)
{
    f->severity_set = true;
    f->severity = SEV_NOTE;
    diag_help(in->sink, f, "look for what takes its place in the manual of that release");
    return f;
}

/* True when it was reported. That a section is gone its release notes say; of a keyword the table knows only that the manual has dropped it, and a parser may
 * know it longer. A release that is not out yet may still change its mind. */
static bool judge_word(const struct check_input *in, uint32_t row, struct span at)
{
    const struct haproxy_word *w = &haproxy_words[row];
    uint32_t gone = is_version(w->until) ? gone_in(w) : 0;
    bool is_gone = gone > in->job->target && gone <= in->job->kind->newest;
    const char *name = haproxy_word_str(w->name).p;
    if (is_gone && w->class == HAPROXY_CLASS_SECTION) {
        struct finding *f =
            diag_add(in->sink, in->rule, at, "section %s is gone in HAProxy %s", name, branch_of(in, gone));
        diag_label(in->sink, f, "unknown there: HAProxy does not start");
    } else if (is_gone) {
        note(in, diag_add(in->sink, in->rule, at, "%s is not in the manual of HAProxy %s any more", name,
                          branch_of(in, gone)));
    } else if (is_version(w->deprecated)) {
        struct finding *f = note(in, diag_add(in->sink, in->rule, at, "%s is deprecated from HAProxy %s on", name,
                                              branch_of(in, w->deprecated)));
        if (gone)
            diag_note(in->sink, f, "it is to go with HAProxy %s", branch_of(in, gone));
    } else {
        return false;
    }
    return true;
}

static void judge_options(const struct check_input *in, const struct node *line)
{
    const struct haproxy_options *o = haproxy_options_of(in->job, line);
    for (uint32_t i = 0; i < o->options.n; i++)
        judge_word(in, o->options.p[i].row, o->options.p[i].name->at);
}

void haproxy_removed_in_next_version(const struct check_input *in)
{
    uint32_t every = (HAPROXY_IN_HEALTHCHECK << 1) - 1;
    for (struct node *s = NULL; (s = haproxy_next_section(in, every, s)) != NULL;) {
        if (s->word && judge_word(in, s->word, s->name_at))
            continue; /* with all that stands in it */
        for (struct node *n = s->first; n; n = n->next) {
            bool sound = n->kind == NODE_ENTRY && n->word && !(n->flags & NODE_FAULTY);
            if (sound)
                judge_word(in, n->word, n->name_at);
            if (sound && haproxy_options_class(n) == HAPROXY_CLASS_BIND)
                judge_options(in, n);
        }
    }
}
