/* `ignores:` of loadline.yaml: suppressions by path. */
#include "engine/suppress_parts.h"

#include "base/limits.h"
#include "base/path.h"
#include "engine/suppress.h"

enum { SECONDS_PER_DAY = 86400 };

/* The day of a moment, in UTC. */
static int64_t day_of(struct value until)
{
    if (until.type != VALUE_TIMESTAMP)
        return SUPPRESS_EVER;
    return until.as.i / SECONDS_PER_DAY - (until.as.i % SECONDS_PER_DAY < 0);
}

static const struct gitignore *patterns_of(struct arena *a, const struct project_ignore *ignore)
{
    struct str *texts = arena_array(a, struct str, ignore->paths.n);
    for (uint32_t i = 0; i < ignore->paths.n; i++)
        texts[i] = ignore->paths.p[i].pattern;
    return gitignore_from_patterns(a, texts, ignore->paths.n, (struct str){0});
}

static struct stated *stated_of(struct arena *a, const struct project_ignore *ignore)
{
    struct stated *st = arena_new(a, struct stated);
    st->s = (struct suppression){
        .whole_file = true, .reason = ignore->reason, .until = day_of(ignore->until), .at = ignore->at};
    for (uint32_t i = 0; i < ignore->rules.n; i++)
        vec_push(a, &st->s.names, ((struct suppress_name){ignore->rules.p[i].text, ignore->rules.p[i].at}));
    if (ignore->until.origin)
        st->s.until_at = ignore->until.origin->at;
    st->ignore = ignore;
    st->patterns = patterns_of(a, ignore);
    return st;
}

void suppress_gather_ignores(struct suppressing *s)
{
    struct run *run = s->run;
    for (uint32_t i = 0; i < run->project.ignores.n; i++)
        vec_push(&run->arena, &s->ignores, stated_of(&run->arena, &run->project.ignores.p[i]));
}

/* As git judges: what lies in a directory that is named is named. */
static bool matches(struct suppressing *s, const struct gitignore *patterns, struct str path)
{
    for (uint32_t i = 1; i < path.n; i++) {
        if (path.p[i] != '/')
            continue;
        const struct gitignore_pattern *dir = gitignore_match(patterns, str_slice(path, 0, i), true, &s->work);
        if (dir && !dir->negated)
            return true;
    }
    const struct gitignore_pattern *file = gitignore_match(patterns, path, false, &s->work);
    return file && !file->negated;
}

bool suppress_covers(struct suppressing *s, const struct stated *st, struct str path)
{
    struct str dir = st->ignore->paths.p[0].dir; /* that of its loadline.yaml: the same for all */
    if (s->work++ > LIMIT_IGNORE_STEPS)
        return false;
    struct arena_mark mark = arena_mark(&s->scratch);
    struct str whole = path_absolute(&s->scratch, s->run->cwd, path);
    bool covers = path_is_below(whole, dir) && whole.n > dir.n &&
                  matches(s, st->patterns, str_slice(whole, dir.n + (dir.n > 1), whole.n));
    arena_pop(&s->scratch, mark);
    return covers;
}

static void check_name(struct run *run, const struct project_word *name)
{
    const struct active_rule *rule;
    struct str near;
    if (suppress_name_known(&run->rules, name->text, &rule, &near))
        return;
    struct finding *f = diag_add(&run->faults, FAULT_RULE, name->at, "no rule or pack is called `%s`",
                                 diag_quote(&run->arena, name->text).p);
    if (near.n)
        diag_help(&run->faults, f, "a rule with a similar name is `%.*s`", STR_ARG(near));
}

void suppress_check_project(struct run *run)
{
    struct reading r = {&run->arena, &run->files, &run->sources, &run->faults};
    for (uint32_t i = 0; i < run->project.ignores.n; i++)
        for (uint32_t k = 0; k < run->project.ignores.p[i].rules.n && !faults_full(&r); k++)
            check_name(run, &run->project.ignores.p[i].rules.p[k]);
}
