#include "ruleset/suppress.h"

#include "base/limits.h"
#include "diag/closest.h"
#include "value/time.h"

enum { SECONDS_PER_DAY = 86400 };

/* A comment that is being read, from pos on. */
struct reader {
    struct sink *sink;
    struct str text;
    struct span at;
    uint32_t pos;
    struct suppression *out;
};

static struct span part(const struct reader *r, uint32_t from, uint32_t to)
{
    return span_part(r->at, from, to - from);
}

/* A fault at the bytes from..to; returns the finding for more to be said. */
#define fault(r, from, to, ...) diag_add((r)->sink, SUPPRESS_INVALID, part((r), (from), (to)), __VA_ARGS__)

static void show_form(struct reader *r, struct finding *f)
{
    diag_help(r->sink, f, "a suppression is written as `loadline: ignore[RULE] -- REASON`");
}

static const char *quoted(struct reader *r, uint32_t from, uint32_t to)
{
    return diag_quote(r->sink->a, str_slice(r->text, from, to)).p;
}

static bool is_blank(char c)
{
    return ch_is_space(c);
}

static bool is_word(char c)
{
    return ch_is_alpha(c) || ch_is_digit(c) || c == '-' || c == '_';
}

static uint32_t past_blanks(struct str text, uint32_t pos)
{
    while (pos < text.n && is_blank(text.p[pos]))
        pos++;
    return pos;
}

static uint32_t past_word(struct str text, uint32_t pos)
{
    while (pos < text.n && is_word(text.p[pos]))
        pos++;
    return pos;
}

/* Where what no blank divides ends. */
static uint32_t past_token(struct str text, uint32_t pos)
{
    while (pos < text.n && !is_blank(text.p[pos]))
        pos++;
    return pos;
}

/* Where a name in a list ends. */
static uint32_t past_name(struct str text, uint32_t pos)
{
    while (pos < text.n && !is_blank(text.p[pos]) && text.p[pos] != ',' && text.p[pos] != ']')
        pos++;
    return pos;
}

static bool starts_at(struct str text, uint32_t pos, struct str what)
{
    return str_starts(str_slice(text, pos, text.n), what);
}

/* ---- where a suppression begins ---- */

static const struct str keywords[] = {STR_INIT("ignore"), STR_INIT("ignore-file")};

/* "# listen 80; # loadline: ...": the word before the mark is nothing but comment signs. */
static bool is_commented_out(struct str before, struct str signs)
{
    uint32_t end = before.n, from;
    while (end > 0 && is_blank(before.p[end - 1]))
        end--;
    for (from = end; from > 0 && !is_blank(before.p[from - 1]); from--)
        if (str_find_byte(signs, before.p[from - 1]) == signs.n)
            return false;
    return from < end;
}

/* Whether the word behind a mark means to suppress: one of the keywords, or one that is like them and has a bracket or a dash where they have. */
static bool is_attempt(struct str text, uint32_t pos)
{
    uint32_t from = past_blanks(text, pos), to = past_word(text, from);
    struct str word = str_slice(text, from, to);
    if (str_eq(word, keywords[0]) || str_starts(word, STR("ignore-")) || str_starts(word, STR("ignore_")))
        return true;
    return starts_at(text, to, STR("[")) && (str_starts(word, STR("ignore")) || closest_of(word, keywords, 2).n > 0);
}

/* The offset of the mark that a suppression begins with; text.n for none. */
static uint32_t find_mark(struct str text, struct str signs)
{
    for (uint32_t pos = 0; pos < text.n; pos += SUPPRESS_MARK.n) {
        pos += str_find(str_slice(text, pos, text.n), SUPPRESS_MARK);
        bool begins = pos == 0 || (pos < text.n && is_blank(text.p[pos - 1]));
        if (begins && is_attempt(text, pos + SUPPRESS_MARK.n))
            return is_commented_out(str_slice(text, 0, pos), signs) ? text.n : pos;
    }
    return text.n;
}

/* ---- its parts, in their order ---- */

static bool read_keyword(struct reader *r)
{
    uint32_t from = past_blanks(r->text, r->pos), to = past_word(r->text, from);
    struct str word = str_slice(r->text, from, to);
    if (!str_eq(word, keywords[0]) && !str_eq(word, keywords[1])) {
        struct str near = closest_of(word, keywords, 2);
        struct finding *f = fault(r, from, to, "`loadline: %s` means nothing", quoted(r, from, to));
        if (near.n)
            diag_help(r->sink, f, "a word with a similar name is valid here: `%.*s`", STR_ARG(near));
        else
            diag_help(r->sink, f, "`ignore` holds for a line, `ignore-file` for the whole file");
        return false;
    }
    r->out->whole_file = str_eq(word, keywords[1]);
    r->pos = past_blanks(r->text, to);
    if (starts_at(r->text, r->pos, STR("[")))
        return true;
    show_form(r, fault(r, from, to, "`%.*s` without rules in brackets behind it", STR_ARG(word)));
    return false;
}

/* What stands where a list was to go on: its end, if that was forgotten, or something else. */
static bool bad_list(struct reader *r, uint32_t open, uint32_t from)
{
    uint32_t to = past_name(r->text, from);
    struct str rest = str_slice(r->text, from, r->text.n);
    bool ends = rest.n == 0 || str_starts(rest, STR("--")) || str_starts(rest, STR("until"));
    if (ends) {
        show_form(r, fault(r, open, open + 1, "`[` is never closed"));
        return false;
    }
    struct finding *f = fault(r, from, to, "unexpected `%s` in a list of rules", quoted(r, from, to));
    diag_help(r->sink, f, "rules are divided by commas and end with `]`");
    return false;
}

/* One name up to the ',' or ']' behind it, where pos stands afterwards. */
static bool read_name(struct reader *r, uint32_t open)
{
    uint32_t from = past_blanks(r->text, r->pos), to = past_name(r->text, from), next = past_blanks(r->text, to);
    if (starts_at(r->text, from, STR("--")))
        return bad_list(r, open, from);
    if (!starts_at(r->text, next, STR(",")) && !starts_at(r->text, next, STR("]")))
        return bad_list(r, open, next);
    if (to == from) {
        struct finding *f = fault(r, next, next + 1, "no rule stands before `%c`", r->text.p[next]);
        diag_help(r->sink, f, "a suppression names rules, packs, or `all`");
        return false;
    }
    struct suppress_name name = {str_slice(r->text, from, to), part(r, from, to)};
    vec_push(r->sink->a, &r->out->names, name);
    r->pos = next;
    return true;
}

static bool read_names(struct reader *r)
{
    uint32_t open = r->pos;
    do {
        r->pos++; /* the '[' or ',' */
        if (r->out->names.n == LIMIT_SUPPRESSED_RULES) {
            fault(r, open, r->pos, "more than %d rules in one suppression", LIMIT_SUPPRESSED_RULES);
            return false;
        }
        if (!read_name(r, open))
            return false;
    } while (r->text.p[r->pos] == ',');
    r->pos++;
    return true;
}

/* "until=2027-01-31", from..to; the date begins at date. */
static bool read_until(struct reader *r, uint32_t from, uint32_t date, uint32_t to)
{
    if (r->out->until != SUPPRESS_EVER) {
        fault(r, from, to, "a second `until` in one suppression");
        return false;
    }
    if (!suppress_day_parse(str_slice(r->text, date, to), &r->out->until)) {
        struct finding *f = date == to ? fault(r, from, to, "`until=` without a date behind it")
                                       : fault(r, date, to, "`%s` is no date", quoted(r, date, to));
        diag_help(r->sink, f, "dates are written as 2027-01-31");
        return false;
    }
    r->out->until_at = part(r, from, to);
    return true;
}

/* Anything else than `until=` between the list and the reason. */
static bool bad_option(struct reader *r, uint32_t from, uint32_t to)
{
    static const struct str known[] = {STR_INIT("until")};
    uint32_t name = past_word(r->text, from);
    struct finding *f = fault(r, from, to, "unexpected `%s` in a suppression", quoted(r, from, to));
    if (closest_of(str_slice(r->text, from, name), known, 1).n)
        diag_help(r->sink, f, "its last day is written as `until=2027-01-31`");
    else
        diag_help(r->sink, f, "a reason stands behind `--`");
    return false;
}

/* What stands between the list of rules and the reason. */
static bool read_options(struct reader *r)
{
    uint32_t end = r->pos;
    for (;;) {
        uint32_t from = past_blanks(r->text, r->pos), to = past_token(r->text, from);
        if (from == r->text.n || starts_at(r->text, from, STR("--")))
            break;
        bool until = starts_at(r->text, from, STR("until="));
        if (until ? !read_until(r, from, from + 6, to) : !bad_option(r, from, to))
            return false;
        r->pos = end = to;
    }
    r->out->at.len = r->at.off + end - r->out->at.off;
    return true;
}

/* More than dashes and dots: a letter, a digit, or anything beyond ASCII. */
static bool says_something(struct str reason)
{
    for (uint32_t i = 0; i < reason.n; i++)
        if (ch_is_alpha(reason.p[i]) || ch_is_digit(reason.p[i]) || (unsigned char)reason.p[i] >= 0x80)
            return true;
    return false;
}

/* A suppression that was to end must not hold for good because its date slipped behind the dashes. */
static bool read_reason(struct reader *r)
{
    uint32_t from = past_blanks(r->text, r->pos);
    if (from == r->text.n)
        return true;
    struct str reason = str_trim(str_slice(r->text, from + 2, r->text.n));
    if (says_something(reason))
        r->out->reason = reason;
    for (uint32_t pos = from + 2; pos < r->text.n; pos = past_token(r->text, past_blanks(r->text, pos))) {
        uint32_t word = past_blanks(r->text, pos);
        if (!starts_at(r->text, word, STR("until=")))
            continue;
        struct finding *f = fault(r, word, past_token(r->text, word), "`until=` within the reason of a suppression");
        diag_help(r->sink, f, "the last day stands before `--`");
        return false;
    }
    return true;
}

bool suppression_read(struct sink *sink, struct str text, struct span at, struct str signs, struct suppression *ret)
{
    uint32_t mark = find_mark(text, signs);
    if (mark == text.n)
        return false;
    struct suppression out = {.until = SUPPRESS_EVER, .at = span_part(at, mark, at.len)};
    struct reader r = {sink, text, at, mark + SUPPRESS_MARK.n, &out};
    if (!read_keyword(&r) || !read_names(&r) || !read_options(&r) || !read_reason(&r))
        return false;
    *ret = out;
    return true;
}

/* ---- days ---- */

bool suppress_day_parse(struct str text, int64_t *ret)
{
    char whole[] = "0000-00-00T00:00:00Z";
    int64_t seconds;
    uint32_t ns;
    if (text.n != 10)
        return false;
    for (uint32_t i = 0; i < text.n; i++)
        whole[i] = text.p[i];
    if (!time_parse(str_from(whole), &seconds, &ns))
        return false;
    *ret = seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
    return true;
}

struct str suppress_day_show(struct arena *a, int64_t day)
{
    return str_slice(time_format(a, day * SECONDS_PER_DAY, 0), 0, 10);
}

/* ---- names ---- */

bool suppress_name_known(const struct ruleset *rules, struct str name, const struct active_rule **ret_rule,
                         struct str *ret_nearest)
{
    struct closest c = closest_start(name);
    *ret_rule = ruleset_find(rules, name);
    *ret_nearest = (struct str){0};
    if (*ret_rule || str_eq(name, STR("all")))
        return true;
    for (uint32_t i = 0; i < rules->n; i++) {
        struct str id = rules->rules[i].rule->info.id;
        if (str_eq(rule_pack(id), name))
            return true;
        closest_offer(&c, id, 0);
        closest_offer(&c, rule_pack(id), 1);
    }
    *ret_nearest = c.best;
    return false;
}

bool suppress_name_means(struct str name, struct str id)
{
    return str_eq(name, id) || str_eq(name, rule_pack(id)) || str_eq(name, STR("all"));
}
