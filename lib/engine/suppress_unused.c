/* Suppressions that no finding needed. Said only where the run can tell: the rule is on, it could be judged there, and on every host. */
#include "engine/suppress_parts.h"

#include "base/path.h"
#include "engine/judged.h"
#include "engine/suppress.h"

/* A search for suppressions that are unused. */
struct unused {
    struct suppressing *s;
    struct judged *judged;
};

/* ---- whether a rule ran ---- */

/* A pack ran when all rules of it did that are on and could have been suppressed. */
static bool name_ran(struct unused *u, struct str name, const struct active_rule *rule, const struct stated_site *site)
{
    const struct ruleset *rules = &u->s->run->rules;
    bool any = false;
    if (rule)
        return judged_rule_ran(u->judged, rule, site->document, site->comment);
    for (uint32_t i = 0; i < rules->n; i++) {
        const struct active_rule *r = &rules->rules[i];
        if (!r->enabled || !r->rule->info.ignorable || !suppress_name_means(name, r->rule->info.id))
            continue;
        if (!judged_rule_ran(u->judged, r, site->document, site->comment))
            return false;
        any = true;
    }
    return any;
}

static bool comment_could_match(struct unused *u, const struct stated *st, uint32_t i)
{
    for (uint32_t k = 0; k < st->n_sites; k++)
        if (!name_ran(u, st->s.names.p[i].text, st->names[i].rule, &st->sites[k]))
            return false;
    return true;
}

/* Whether PATHs take in the whole directory that the patterns start from. */
static bool searched_all(struct suppressing *s, const struct stated *st)
{
    return judged_searched(s->run, &s->scratch, st->ignore->paths.p[0].dir);
}

/* A single path that can be that of one file only: when it was judged, all was. */
static bool names_one_file(const struct stated *st)
{
    struct str p = st->ignore->paths.p[0].pattern;
    bool anywhere = str_find_byte(p, '/') == p.n;
    return st->ignore->paths.n == 1 && !anywhere && !path_has_glob(p) && !str_starts(p, STR("!")) &&
           !str_ends(p, STR("/"));
}

static bool document_covered(struct suppressing *s, const struct stated *st, const struct document *d)
{
    bool covered = suppress_covers(s, st, d->path);
    for (uint32_t i = 0; i < d->job.included.n && !covered; i++)
        covered = suppress_covers(s, st, d->job.included.p[i].file->path);
    return covered;
}

/* In each document that has a file of these paths. */
static bool ignore_could_match(struct unused *u, const struct stated *st, uint32_t i)
{
    struct run *run = u->s->run;
    bool any = false;
    if (!names_one_file(st) && !searched_all(u->s, st))
        return false;
    for (uint32_t k = 0; k < run->documents.n; k++) {
        const struct document *d = run->documents.p[k];
        struct stated_site site = {d, d->job.root};
        if (d->included || !document_covered(u->s, st, d))
            continue;
        if (d->sink.not_analysed.n > 0 || !name_ran(u, st->s.names.p[i].text, st->names[i].rule, &site))
            return false;
        any = true;
    }
    return any;
}

static bool is_unused(struct unused *u, const struct stated *st, uint32_t i)
{
    if (!st->holds || !st->names[i].valid || st->names[i].used)
        return false;
    return st->file ? comment_could_match(u, st, i) : ignore_could_match(u, st, i);
}

/* ---- saying so ---- */

/* What goes when a comment goes: alone on its line, that line; else the blanks before it too. */
static struct span removal(const struct stated *st)
{
    struct str bytes = st->file->bytes;
    uint32_t from = st->off, to = st->off + st->len;
    while (from > 0 && (bytes.p[from - 1] == ' ' || bytes.p[from - 1] == '\t'))
        from--;
    if (!st->own_line)
        return (struct span){st->s.at.src, from, to - from};
    uint32_t end = to + str_find_byte(str_slice(bytes, to, bytes.n), '\n');
    if (end + 1 < bytes.n)
        to = end + 1;
    else if (from > 0) /* the last line: with the line break before it, so that the file ends as it did */
        from -= from > 1 && bytes.p[from - 2] == '\r' ? 2 : 1;
    return (struct span){st->s.at.src, from, to - from};
}

/* Only where the comment says nothing else, and stands in its file as it was parsed. */
static void offer_removal(struct suppressing *s, struct sink *sink, struct finding *f, const struct stated *st)
{
    struct place p = source_place(&s->run->sources, st->s.at);
    struct str before = str_slice(st->file->bytes, st->off, p.off);
    bool plain = p.off == st->s.at.off && !source_get(&s->run->sources, st->s.at.src)->map;
    for (uint32_t i = 0; i < before.n; i++)
        plain = plain && !ch_is_alpha(before.p[i]) && !ch_is_digit(before.p[i]) && (unsigned char)before.p[i] < 0x80;
    if (plain)
        diag_fix(sink, f, FIX_SAFE, removal(st), STR(""));
}

static void label_comment(struct sink *sink, struct finding *f, const struct stated *st)
{
    if (st->s.whole_file)
        diag_label(sink, f, "none in this file");
    else if (!st->own_line)
        diag_label(sink, f, "none on this line");
    else if (file_line_start(st->file, st->line) >= st->file->bytes.n)
        diag_label(sink, f, "no line follows");
    else if (str_trim(file_line(st->file, st->line)).n == 0)
        diag_label(sink, f, "the line it stands above is blank");
    else
        diag_label(sink, f, "none on line %u", st->line);
}

static void report(struct suppressing *s, const struct stated *st, struct span at, const char *names, bool whole)
{
    struct sink *sink = suppress_sink(s, st->file);
    struct finding *f = diag_add(sink, SUPPRESS_UNUSED, at, "a suppression of %s that matches no finding", names);
    if (st->file)
        label_comment(sink, f, st);
    else
        diag_label(sink, f, "none in the files of these paths");
    diag_help(sink, f, whole ? "remove it" : "remove this name");
    if (whole && st->file)
        offer_removal(s, sink, f, st);
}

static void report_names(struct unused *u, const struct stated *st)
{
    uint32_t n = 0;
    bool *unused = arena_array(&u->s->run->arena, bool, st->s.names.n);
    for (uint32_t i = 0; i < st->s.names.n; i++)
        n += unused[i] = is_unused(u, st, i);
    if (n == st->s.names.n) {
        report(u->s, st, st->s.at, suppress_names(u->s, &st->s), true);
        return;
    }
    for (uint32_t i = 0; i < st->s.names.n; i++) {
        struct suppression one = {.names = {&st->s.names.p[i], 1, 1}};
        if (unused[i])
            report(u->s, st, st->s.names.p[i].at, suppress_names(u->s, &one), false);
    }
}

static bool has_spare(const struct stated *st)
{
    for (uint32_t i = 0; i < st->s.names.n; i++)
        if (st->holds && st->names[i].valid && !st->names[i].used)
            return true;
    return false;
}

static bool any_spare(const struct suppressing *s)
{
    bool any = false;
    for (uint32_t i = 0; i < s->comments.n && !any; i++)
        any = has_spare(s->comments.p[i]);
    for (uint32_t i = 0; i < s->ignores.n && !any; i++)
        any = has_spare(s->ignores.p[i]);
    return any;
}

void suppress_report_unused(struct suppressing *s)
{
    struct unused u = {.s = s};
    if (!any_spare(s) || !judged_completely(s->run))
        return;
    u.judged = judged_know(s->run);
    for (uint32_t i = 0; i < s->comments.n; i++)
        report_names(&u, s->comments.p[i]);
    for (uint32_t i = 0; i < s->ignores.n; i++)
        report_names(&u, s->ignores.p[i]);
}
