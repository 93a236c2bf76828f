/* Lines of keys and values, and what is wrong with one by itself. */
#include "formats/ini.h"
#include "kinds/sysctl/sysctl.h"

#include "base/map.h"
#include "base/path.h"

static struct str shown(struct kind_job *job, struct str text)
{
    return diag_quote(job->a, text);
}

bool sysctl_is_exception(const struct node *entry)
{
    return entry->first == NULL && !(entry->flags & NODE_FAULTY);
}

/* "net.ipv4.tcp_syncookies 1", "[main]": both programs log the line and go on. */
static void tell_ignored(struct kind_job *job, struct node *e)
{
    struct finding *f = diag_add(job->sink, STR("sysctl/ignored-line"), e->at,
                                 "the line is no assignment: it is passed over, and nothing is set");
    uint32_t blank = str_find_byte(e->text, ' ');
    e->flags |= NODE_FAULTY;
    if (blank < e->text.n && e->text.p[0] != '[')
        diag_help(job->sink, f, "write an equals sign between key and value");
}

static void tell_removed(struct kind_job *job, const struct node *e)
{
    struct str instead;
    version_number gone = sysctl_removed_in(e->text, &instead);
    if (!gone || (job->target && job->target < gone))
        return;
    struct finding *f = diag_add(job->sink, STR("sysctl/removed-key"), e->name_at,
                                 "%.*s is gone since Linux %u.%u: it sets nothing there", STR_ARG(shown(job, e->text)),
                                 (unsigned)(gone >> 16), (unsigned)(gone >> 8 & 0xff));
    diag_note(job->sink, f, "`sysctl -p` fails for it with \"No such file or directory\"");
    diag_help(job->sink, f, "remove the line%s%.*s", instead.n ? "; " : "", STR_ARG(instead));
}

static void check_value(struct kind_job *job, struct node *e)
{
    const struct node *word = node_word(e, 0);
    struct value v;
    const char *fault;
    if (!word || !node_is_known(word) || sysctl_value(job->a, e->text, word->text, &v, &fault))
        return;
    e->flags |= NODE_FAULTY;
    diag_syntax(job->sink, SYNTAX_VALUE, word->text.n ? word->at : e->name_at, "%.*s is %.*s, not %s",
                STR_ARG(shown(job, e->text)), STR_ARG(shown(job, word->text)), fault);
}

static struct str text_of(const struct node *e)
{
    return e->first ? e->first->text : (struct str){0};
}

/* The last line of a key holds. One that says the same again does no harm. */
static void check_repeated(struct kind_job *job, struct map *seen, struct node *e)
{
    struct map_entry *entry = map_put(seen, e->text, NULL, NULL);
    const struct node *before = entry->value;
    entry->value = e;
    bool certain = before && !((before->flags | e->flags) & NODE_CONDITIONAL) && before->first && e->first &&
                   node_is_known(before->first) && node_is_known(e->first);
    if (!certain || str_eq(text_of(before), text_of(e)))
        return;
    struct finding *f =
        diag_add(job->sink, STR("sysctl/set-twice"), before->first->at,
                 "%.*s is set to %.*s here and to %.*s further down, which holds", STR_ARG(shown(job, e->text)),
                 STR_ARG(shown(job, text_of(before))), STR_ARG(shown(job, text_of(e))));
    diag_related(job->sink, f, e->first->at, "the last one counts");
}

/* "-key = value" is set, too: only a failure of it is passed over. */
static void take_entry(struct kind_job *job, struct map *seen, struct node *e)
{
    bool dash = str_starts(e->text, STR("-")), assigns = node_word_count(e) > 0;
    if (!assigns && !dash) {
        tell_ignored(job, e);
        return;
    }
    struct str key = str_trim(dash ? str_slice(e->text, 1, e->text.n) : e->text);
    e->text = sysctl_key(job->a, key);
    if (dash)
        e->name_at = span_part(e->name_at, e->name_at.len - key.n, key.n);
    check_value(job, e);
    if (!dash)
        tell_removed(job, e);
    if (!(e->flags & NODE_FAULTY))
        check_repeated(job, seen, e);
}

struct node *sysctl_read(struct kind_job *job)
{
    struct node *root = ini_read(job->a, job->sources, job->source, &ini_sysctl, job->sink);
    struct map seen = {.a = job->a};
    for (struct node *e = root->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && !(e->flags & NODE_UNKNOWN))
            take_entry(job, &seen, e);
    return root;
}
