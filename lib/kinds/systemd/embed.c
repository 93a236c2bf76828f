/* The command line of a unit, for the kind of its program. */
#include "kinds/embed.h"
#include "kinds/systemd/exec.h"
#include "kinds/systemd/systemd.h"

/* Specifiers (%i, %t) are, to the program's kind, what it cannot know, like $X; %% is a plain %. */
static struct str without_specifiers(struct arena *a, struct str word)
{
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < word.n; i++) {
        bool escaped = word.p[i] == '%' && str_byte(word, i + 1) == '%';
        buf_putc(&b, word.p[i] == '%' && !escaped ? '$' : word.p[i]);
        i += escaped;
    }
    return buf_str(&b);
}

/* The place of a part of a word: where it stands as it is, without quotes; else that of the word. */
static struct span place_of(struct kind_job *job, const struct node *w, struct str part)
{
    struct str written = source_text(job->sources, w->at);
    uint32_t at = str_find(written, part);
    return part.n > 0 && at < written.n ? span_part(w->at, at, part.n) : w->at;
}

/* NAME=value as a variable. */
static void add_variable(struct kind_job *job, struct environment *env, const struct node *w)
{
    uint32_t eq = str_find_byte(w->text, '=');
    struct str value = str_slice(w->text, eq + 1, w->text.n);
    struct env_variable v = {str_slice(w->text, 0, eq), value, place_of(job, w, value), true};
    v.known = str_find_byte(value, '%') == value.n;
    if (eq < w->text.n)
        vec_push(job->a, &env->all, v);
}

void systemd_environment(struct kind_job *job, struct environment *ret)
{
    struct node_iter it = node_entries(job->root);
    for (struct node *s; (s = node_next_entry(&it)) != NULL;) {
        if (systemd_section_of(s->text) != SYSTEMD_IN_SERVICE)
            continue;
        for (const struct node *entry = s->first; entry; entry = entry->next) {
            bool ours = entry->kind == NODE_ENTRY && str_eq(entry->text, STR("Environment"));
            ret->partial |= entry->kind == NODE_ENTRY && str_eq(entry->text, STR("EnvironmentFile"));
            if (ours && (!entry->first || entry->first->text.n == 0))
                ret->all.n = 0;
            for (const struct node *w = ours ? entry->first : NULL; w && w->kind == NODE_WORD; w = w->next)
                add_variable(job, ret, w);
        }
    }
}

/* What `env` sets in front of the program. */
static void take_assignments(struct kind_job *job, struct environment *env, const struct node *exec,
                             const struct node *to)
{
    for (const struct node *w = to ? exec->first : NULL; w && w != to; w = w->next)
        if (w->kind == NODE_WORD && w->text.n && w->text.p[0] != '-' && w->text.p[0] != '/')
            add_variable(job, env, w);
}

void systemd_embed(struct kind_job *job, const struct node *exec)
{
    const struct systemd_state *s = job->state;
    struct systemd_command c;
    struct command_text text = {.text = {.a = job->a}};
    const struct kind *kind = systemd_command(job->a, exec, &c) ? kind_of_program(c.program) : NULL;
    if (!kind)
        return;
    const struct node *w = c.at;
    for (uint32_t i = 0; i < c.n; i++) {
        struct span at = w ? place_of(job, w, c.words[i]) : exec->first->at;
        command_add(&text, without_specifiers(job->a, c.words[i]), at);
        w = w ? w->next : NULL;
    }
    struct embedded *e = command_embed(job, &text, kind, exec->at);
    e->name = s->unit.name;
    struct environment env = {0};
    systemd_environment(job, &env);
    take_assignments(job, &env, exec, c.at);
    for (uint32_t i = 0; i < env.all.n; i++)
        vec_push(job->a, &e->env, env.all.p[i]);
}
