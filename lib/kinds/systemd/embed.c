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

/* What `env` sets in front of the program. */
static void take_assignments(struct kind_job *job, struct environment *env, const struct node *exec,
                             const struct node *to)
{
    for (const struct node *w = to ? exec->first : NULL; w && w != to; w = w->next)
        if (w->kind == NODE_WORD && w->text.n && w->text.p[0] != '-' && w->text.p[0] != '/')
            systemd_add_variable(job, env, w);
}

/* ---- variables ---- */

struct expanding {
    struct kind_job *job;
    const struct environment *env;
    struct command_text *text;
};

/* The variable that a word is: "$NAME" or, with braces, a part of one; empty: none. *ret_n: bytes of it. */
static struct str variable_at(struct str word, uint32_t i, uint32_t *ret_n)
{
    bool braces = str_byte(word, i + 1) == '{';
    uint32_t from = i + 1 + braces, to = from;
    while (to < word.n && (ch_is_alpha(word.p[to]) || word.p[to] == '_' || (to > from && ch_is_digit(word.p[to]))))
        to++;
    bool closed = !braces || str_byte(word, to) == '}';
    *ret_n = to + braces - i;
    return closed ? str_slice(word, from, to) : (struct str){0};
}

/* "$NAME" alone is split at white space. False: it is none that is known. */
static bool add_split(struct expanding *x, struct str word)
{
    uint32_t n;
    struct str name = str_byte(word, 0) == '$' && str_byte(word, 1) != '{' ? variable_at(word, 0, &n) : (struct str){0};
    const struct env_variable *v = name.n && n == word.n ? environment_find(x->env, name) : NULL;
    struct exec_words words = {0};
    if (!v || !v->known || !exec_split(x->job->a, v->value, &words))
        return false;
    for (uint32_t i = 0; i < words.n; i++) {
        const struct exec_word *w = &words.p[i];
        bool exact = v->at.len == v->value.n && w->len == w->text.n;
        command_add(x->text, w->text, exact ? span_part(v->at, w->off, w->len) : v->at);
    }
    return true;
}

/* "${NAME}" within a word; what is not known stays as it stands, and is then nothing that the program's kind can know. One variable that is all of a word keeps its
 * own place. */
static void add_joined(struct expanding *x, struct str word, struct span at)
{
    struct buf b = {.a = x->job->a};
    for (uint32_t i = 0, n; i < word.n; i += n) {
        struct str name = word.p[i] == '$' && str_byte(word, i + 1) == '{' ? variable_at(word, i, &n) : (struct str){0};
        const struct env_variable *v = name.n ? environment_find(x->env, name) : NULL;
        n = v && v->known ? n : 1;
        buf_put(&b, v && v->known ? v->value : str_slice(word, i, i + 1));
        if (v && v->known && n == word.n)
            at = v->at;
    }
    command_add(x->text, b.n ? buf_str(&b) : word, at);
}

void systemd_embed(struct kind_job *job, const struct node *exec)
{
    const struct systemd_state *s = job->state;
    struct systemd_command c;
    struct command_text text = {.text = {.a = job->a}};
    const struct kind *kind = systemd_command(job->a, exec, &c) ? kind_of_program(c.program) : NULL;
    if (!kind)
        return;
    struct environment env = {0};
    const struct environment *own = systemd_environment(job);
    for (uint32_t i = 0; i < own->all.n; i++)
        vec_push(job->a, &env.all, own->all.p[i]);
    take_assignments(job, &env, exec, c.at);
    struct expanding x = {job, own, &text};
    const struct node *w = c.at;
    for (uint32_t i = 0; i < c.n; i++) {
        struct span at = w ? systemd_part_at(job, w, c.words[i]) : exec->first->at;
        struct str word = without_specifiers(job->a, c.words[i]);
        if (!w) /* of a shell, which has rules of its own */
            command_add(&text, word, at);
        else if (!add_split(&x, word))
            add_joined(&x, word, at);
        w = w ? w->next : NULL;
    }
    struct embedded *e = command_embed(job, &text, kind, exec->at);
    e->name = s->unit.name;
    for (uint32_t i = 0; i < env.all.n; i++)
        vec_push(job->a, &e->env, env.all.p[i]);
}
