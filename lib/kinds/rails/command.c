/* Command lines: puma's (lib/puma/cli.rb of 6) and sidekiq's (lib/sidekiq/cli.rb of 7). */
#include "base/path.h"
#include "kinds/embed.h"
#include "kinds/rails/rails.h"

struct flag {
    char letter;
    const char *name;
};

/* Those that take a value. */
static const struct flag puma_flags[] = {
    {'b', "bind"},        {'C', "config"}, {'p', "port"},          {'t', "threads"},       {'w', "workers"},
    {'e', "environment"}, {'S', "state"},  {0, "control-url"},     {0, "control-token"},   {0, "pidfile"},
    {0, "dir"},           {0, "tag"},      {0, "redirect-stdout"}, {0, "redirect-stderr"}, {'I', "include"},
};
static const struct flag sidekiq_flags[] = {
    {'c', "concurrency"}, {'C', "config"},  {'e', "environment"}, {'g', "tag"},     {'q', "queue"},
    {'r', "require"},     {'t', "timeout"}, {'P', "pidfile"},     {'L', "logfile"},
};

struct command {
    struct kind_job *job;
    struct node *root;
    const struct flag *flags;
    size_t n;
};

static void add(const struct command *c, const char *name, struct str value, struct span at)
{
    struct node *e = node_new(c->job->a, NODE_ENTRY, at), *w = node_new(c->job->a, NODE_WORD, at);
    e->text = str_from(name);
    e->name_at = w->name_at = at;
    w->text = value;
    w->flags |= str_find_byte(value, '$') < value.n ? NODE_UNKNOWN : 0;
    node_add(e, w);
    node_add(c->root, e);
}

/* The flag that a word is: "-c", "-c25", "--concurrency", "--concurrency=25". *ret_value is behind the word's own part; empty: the next word. NULL: none that takes a value. */
static const struct flag *flag_of(const struct command *c, struct str word, struct str *ret_value)
{
    struct str value = word, name = str_cut(&value, '=');
    for (size_t i = 0; i < c->n; i++) {
        const struct flag *f = &c->flags[i];
        if (str_starts(name, STR("--")) && str_eq(str_slice(name, 2, name.n), str_from(f->name))) {
            *ret_value = value;
            return f;
        }
        if (f->letter && word.n >= 2 && word.p[0] == '-' && word.p[1] == f->letter) {
            *ret_value = str_slice(word, 2, word.n);
            return f;
        }
    }
    return NULL;
}

void rails_read_command(struct kind_job *job, struct node *root)
{
    struct str text = source_get(job->sources, job->source)->text, word, value;
    uint32_t off = 0, at;
    bool program = command_next(text, &off, &word);
    bool sidekiq = program && str_eq(path_base(word), STR("sidekiq"));
    struct command c = {job, root, sidekiq ? sidekiq_flags : puma_flags,
                        sidekiq ? sizeof sidekiq_flags / sizeof *sidekiq_flags
                                : sizeof puma_flags / sizeof *puma_flags};
    root->text = sidekiq ? STR("sidekiq") : STR("puma");
    for (at = off; command_next(text, &off, &word); at = off) {
        const struct flag *f = flag_of(&c, word, &value);
        uint32_t start = at + word.n - value.n;
        if (f && !value.n) {
            start = off;
            if (!command_next(text, &off, &value))
                return;
        }
        if (f)
            add(&c, f->name, value, (struct span){job->source, start, value.n});
    }
}

/* The last one counts. */
const struct node *rails_option(const struct node *root, const char *name)
{
    const struct node *found = NULL;
    for (const struct node *e = root->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && str_eq(e->text, str_from(name)))
            found = e->first;
    return found;
}
