/* What is added to answers: add_header, expires, userid_*, mirror, http2_push (the modules of these names). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

enum { DAY = 24 * 60 * 60 };

void nginx_check_add_header(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *value = node_word(entry, 1), *always = node_word(entry, 2);
    (void)row;
    if (!value || !nginx_check_variables(r, entry, value) || !always || !node_is_known(always) ||
        nginx_word_is(always, STR("always")))
        return;
    struct finding *f = nginx_invalid_parameter(r, always);
    diag_help(r->sink, f, "behind the value only \"always\" may stand; quote a value with spaces");
}

/* "epoch", "max", "off"; or a time, perhaps behind "@", "+" or "-". Returns what is wrong with it. */
static const char *expires_fault(struct str s, bool modified)
{
    int64_t t;
    bool daily = str_starts(s, STR("@"));
    if (!modified && (str_eq(s, STR("epoch")) || str_eq(s, STR("max")) || str_eq(s, STR("off"))))
        return NULL;
    if (daily && modified)
        return "daily time cannot be used with \"modified\" parameter";
    if (daily || str_starts(s, STR("+")) || str_starts(s, STR("-")))
        s = str_slice(s, 1, s.n);
    if (!nginx_parse_sec(s, &t))
        return "invalid value";
    return daily && t > DAY ? "daily time value must be less than 24 hours" : NULL;
}

void nginx_check_expires(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *first = node_word(entry, 0), *time = node_word(entry, 1);
    bool modified = time != NULL;
    (void)row;
    if (!first || !nginx_all_known(entry))
        return;
    if (modified && !nginx_word_is(first, STR("modified"))) {
        struct finding *f = nginx_refuse(r, entry, first, "invalid value");
        diag_help(r->sink, f, "of two words the first is \"modified\"");
        return;
    }
    if (!modified)
        time = first;
    if (!nginx_check_variables(r, entry, time) || nginx_has_variables(time->text))
        return;
    const char *fault = expires_fault(time->text, modified);
    if (!fault)
        return;
    struct finding *f = nginx_refuse(r, entry, time, fault);
    if (!modified)
        diag_help(r->sink, f, "a time like 24h, -1 or @15h30m; epoch, max or off");
}

void nginx_check_userid_expires(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    int64_t t;
    (void)row;
    if (w && node_is_known(w) && !nginx_word_is(w, STR("max")) && !nginx_word_is(w, STR("off")) &&
        !nginx_parse_sec(w->text, &t))
        nginx_refuse(r, entry, w, "invalid value");
}

void nginx_check_userid_mark(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    if (!w || !node_is_known(w) || nginx_word_is(w, STR("off")))
        return;
    char c = w->text.n == 1 ? w->text.p[0] : '\0';
    if (!ch_is_alpha(c) && !ch_is_digit(c) && c != '=')
        nginx_refuse(r, entry, w, "value must be \"off\" or a single letter, digit or \"=\"");
}

/* "off" of a directive that may stand several times: it stands alone. Reports the second of the two, in its own words where it has them. */
static bool check_off(struct nginx_reader *r, struct node *entry, const char *off_second, const char *off_first)
{
    const struct node *w = node_word(entry, 0), *before = nginx_seen(r, entry->text);
    if (!w || !before || !node_is_known(w) || !node_word(before, 0) || r->conditional)
        return true;
    bool off = nginx_word_is(w, STR("off")), was_off = nginx_word_is(node_word(before, 0), STR("off"));
    if (!off && !was_off)
        return true;
    struct finding *f =
        nginx_fault(r, SYNTAX_DUPLICATE, entry->name_at, "\"%s\" directive %s", nginx_quoted(r, entry->text),
                    off && was_off ? "is duplicate"
                    : off          ? off_second
                                   : off_first);
    diag_related(r->sink, f, before->name_at, "the first one");
    return false;
}

void nginx_check_mirror(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    check_off(r, entry, "is duplicate", "is duplicate");
}

void nginx_check_http2_push(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    (void)row;
    if (w &&
        check_off(r, entry, "\"off\" parameter cannot be used with URI", "URI cannot be used with \"off\" parameter"))
        nginx_check_variables(r, entry, w);
}
