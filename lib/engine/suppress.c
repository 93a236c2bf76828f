#include "engine/suppress.h"

#include "base/limits.h"
#include "engine/collect.h"
#include "engine/suppress_parts.h"
#include "ruleset/suppress_table.h"

#include <stdlib.h>
#include <time.h>

enum { SECONDS_PER_DAY = 86400, NAMES_SHOWN = 3 };

struct sink *suppress_sink(struct suppressing *s, const struct file *file)
{
    if (s->told_of != file)
        s->n_told = 0;
    s->told_of = file;
    if (s->n_told++ < LIMIT_FINDINGS_PER_RULE_FILE)
        return &s->sink;
    s->sink.n_dropped++;
    return &s->rest;
}

const char *suppress_names(struct suppressing *s, const struct suppression *of)
{
    struct buf b = {.a = &s->run->arena};
    for (uint32_t i = 0; i < of->names.n && i < NAMES_SHOWN; i++)
        buf_printf(&b, "%s`%s`", i ? ", " : "", diag_quote(b.a, of->names.p[i].text).p);
    if (of->names.n > NAMES_SHOWN)
        buf_printf(&b, " and %u more", of->names.n - NAMES_SHOWN);
    buf_putc(&b, '\0');
    return b.p;
}

/* ---- what a suppression must have ---- */

/* The day that facts state, else that of the clock, in UTC. */
static int64_t today_of(const struct run *run)
{
    struct value today = run->hosts.facts.today;
    int64_t seconds = today.type == VALUE_TIMESTAMP ? today.as.i : (int64_t)time(NULL);
    return seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
}

/* Where facts state the day. */
static struct span today_place(const struct run *run)
{
    const struct origin *o = run->hosts.facts.today.origin;
    return o ? o->at : SPAN_NONE;
}

static void require_reason(struct suppressing *s, struct stated *st)
{
    if (st->s.reason.n > 0)
        return;
    struct sink *sink = suppress_sink(s, st->file);
    struct finding *f =
        diag_add(sink, SUPPRESS_NO_REASON, st->s.at, "a suppression of %s without a reason", suppress_names(s, &st->s));
    diag_label(sink, f, "it does not hold");
    diag_help(sink, f,
              st->file ? "write the reason behind it: `-- REASON`" : "write the reason beside it: `reason: ...`");
    st->holds = false;
}

static void require_time_left(struct suppressing *s, struct stated *st)
{
    if (st->s.until >= s->today)
        return;
    struct sink *sink = suppress_sink(s, st->file);
    struct arena *a = &s->run->arena;
    uint64_t days = (uint64_t)(s->today - st->s.until);
    struct finding *f = diag_add(sink, SUPPRESS_EXPIRED, st->s.until_at, "a suppression of %s that ended on %.*s",
                                 suppress_names(s, &st->s), STR_ARG(suppress_day_show(a, st->s.until)));
    diag_label(sink, f, "%llu day%s before today, %.*s", (unsigned long long)days, days == 1 ? "" : "s",
               STR_ARG(suppress_day_show(a, s->today)));
    diag_help(sink, f, "remove it, or give it a later day");
    if (!span_is_none(today_place(s->run)))
        diag_related(sink, f, today_place(s->run), "today");
    st->holds = false;
}

static void require_name(struct suppressing *s, struct stated *st, uint32_t i)
{
    struct suppress_name name = st->s.names.p[i];
    struct stated_name *to = &st->names[i];
    struct str near;
    const char *shown = diag_quote(&s->run->arena, name.text).p;
    if (!suppress_name_known(&s->run->rules, name.text, &to->rule, &near)) {
        struct sink *sink = suppress_sink(s, st->file);
        struct finding *f = diag_add(sink, SUPPRESS_INVALID, name.at, "no rule or pack is called `%s`", shown);
        if (near.n)
            diag_help(sink, f, "a rule with a similar name is `%.*s`", STR_ARG(near));
    } else if (to->rule && !to->rule->rule->info.ignorable) {
        struct sink *sink = suppress_sink(s, st->file);
        struct finding *f = diag_add(sink, SUPPRESS_NOT_ALLOWED, name.at, "`%s` cannot be suppressed", shown);
        diag_note(sink, f, "the rule says so itself (`ignorable: false`)");
    } else {
        to->valid = true;
    }
}

static void check_stated(struct suppressing *s, struct stated *st)
{
    st->names = arena_array(&s->run->arena, struct stated_name, st->s.names.n);
    st->holds = true;
    require_reason(s, st);
    require_time_left(s, st);
    for (uint32_t i = 0; i < st->s.names.n; i++)
        require_name(s, st, i);
}

/* ---- matching ---- */

static void add_rows(struct suppress_table *t, const struct stated *st)
{
    for (uint32_t i = 0; i < st->s.names.n && st->holds; i++)
        if (st->names[i].valid)
            suppress_table_add(t, st->line, st->s.names.p[i].text, st->s.until, &st->names[i].used);
}

static struct str path_of(struct run *run, const struct finding *f)
{
    struct place p = source_place(&run->sources, f->at);
    return p.file ? p.file->path : f->path;
}

static uint32_t line_of(struct run *run, const struct finding *f)
{
    struct place p = source_place(&run->sources, f->at);
    return p.file ? file_line_column(p.file, p.off).line : 0;
}

/* Counts suppressions that end: those that are the next to. */
static void count_end(struct suppressing *s, int64_t until)
{
    struct outcome *o = &s->run->outcome;
    if (until == SUPPRESS_EVER)
        return;
    uint32_t days = (uint32_t)(until - s->today);
    if (o->n_expiring == 0 || days < o->expiry_days) {
        o->n_expiring = 0;
        o->expiry_days = days;
    }
    o->n_expiring += days == o->expiry_days;
}

static void match(struct suppressing *s, struct suppress_table *t, struct finding *f)
{
    int64_t until;
    if (!f->info || !f->info->ignorable || !suppress_table_match(t, line_of(s->run, f), f->rule, &until))
        return;
    f->status = FINDING_SUPPRESSED;
    if (!s->first)
        s->first = f;
    count_end(s, until);
}

/* The findings from..to are those of one path; *comment moves to the first comment behind it. */
static void match_file(struct suppressing *s, struct str path, uint32_t from, uint32_t to, uint32_t *comment)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct suppress_table t = {.a = &s->scratch};
    uint32_t c = *comment;
    while (c < s->comments.n && str_cmp(s->comments.p[c]->file->path, path) < 0)
        c++;
    for (; c < s->comments.n && str_eq(s->comments.p[c]->file->path, path); c++)
        add_rows(&t, s->comments.p[c]);
    *comment = c;
    for (uint32_t i = 0; i < s->ignores.n; i++)
        if (s->ignores.p[i]->holds && suppress_covers(s, s->ignores.p[i], path))
            add_rows(&t, s->ignores.p[i]);
    suppress_table_seal(&t);
    for (uint32_t i = from; i < to && t.rows.n > 0; i++)
        match(s, &t, s->run->outcome.findings.p[i]);
    suppress_table_settle(&t);
    arena_pop(&s->scratch, mark);
}

static void match_findings(struct suppressing *s)
{
    const struct outcome *o = &s->run->outcome;
    uint32_t comment = 0;
    for (uint32_t i = 0, to; i < o->findings.n; i = to) {
        struct str path = path_of(s->run, o->findings.p[i]);
        for (to = i + 1; to < o->findings.n && str_eq(path_of(s->run, o->findings.p[to]), path);)
            to++;
        match_file(s, path, i, to, &comment);
    }
}

/* ---- all of it ---- */

static void check_all(struct suppressing *s)
{
    for (uint32_t i = 0; i < s->comments.n; i++)
        check_stated(s, s->comments.p[i]);
    for (uint32_t i = 0; i < s->ignores.n; i++)
        check_stated(s, s->ignores.p[i]);
}

/* Findings that were not kept cannot be matched. They must not vanish behind those that were, and were suppressed. */
static void report_dropped(struct suppressing *s)
{
    uint32_t n = s->run->outcome.n_dropped;
    if (n == 0 || !s->first)
        return;
    struct finding *f =
        diag_add(&s->sink, syntax_rule_id(META_LIMIT), s->first->at,
                 "%u finding%s over a limit could not be matched with suppressions", n, n == 1 ? "" : "s");
    f->path = s->first->path;
    diag_help(&s->sink, f, "switch a rule off that finds so much, or exclude the file (loadline.yaml)");
}

/* Patterns that were given up half-way would make findings come and go: it is said. */
static void report_work(struct suppressing *s)
{
    if (s->work > LIMIT_IGNORE_STEPS)
        vec_push(&s->run->arena, &s->run->outcome.notes,
                 STR("`ignores` of loadline.yaml has too many patterns: not all were compared with every file"));
}

static void suppress(struct suppressing *s)
{
    suppress_gather_comments(s);
    suppress_gather_ignores(s);
    if (s->comments.n + s->ignores.n == 0)
        return;
    s->today = today_of(s->run);
    check_all(s);
    if (s->run->options->no_ignore)
        return;
    match_findings(s);
    report_dropped(s);
    suppress_report_unused(s);
    report_work(s);
}

bool suppress_findings(struct run *run)
{
    struct suppressing s = {.run = run, .sink = {.a = &run->arena}};
    arena_init(&s.scratch, &run->budget);
    s.rest.a = &s.scratch;
    suppress(&s);
    collect_sink(run, &s.sink, true);
    arena_free(&s.scratch);
    return s.sink.findings.n > 0;
}
