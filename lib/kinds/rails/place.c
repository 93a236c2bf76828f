/* What the documents say of services. Numbers that hang on the environment are folded when the join knows it. */
#include "base/num.h"
#include "formats/yaml.h"
#include "kinds/rails/rails.h"

enum {
    PUMA_THREADS = 5,
    SIDEKIQ_THREADS = 5
}; /* Puma 5 to 7 on MRI: lib/puma/configuration.rb; Sidekiq 7: lib/sidekiq/config.rb */

/* An expression that waits for the environment. */
struct pending {
    const struct node *entry, *word; /* word NULL: nothing is set */
    const struct origin *origin;     /* by which it is known again, when nothing else has been put in its place */
};

struct placing {
    const struct map *given;
    const char *const *variables; /* that the program itself reads where nothing is set */
    int64_t threads;              /* without any of them */
    struct pending for_threads, for_processes;
};

/* ---- values ---- */

static struct value pending_value(struct arena *a, struct pending *p, const struct node *entry, const struct node *word)
{
    *p = (struct pending){entry, word, origin_new(a, ORIGIN_SET, (word ? word : entry)->at, (struct str){0})};
    return value_with_origin(value_unknown(a, STR("a Ruby expression")), p->origin);
}

/* The first of the variables that is set; NIL: none is. */
static struct ruby_value variable_of(const struct ruby_scope *scope, const char *const *names)
{
    struct ruby_value v = {.type = RUBY_NIL};
    for (; *names && v.type == RUBY_NIL; names++)
        v = ruby_fold(scope, str_printf(scope->a, "ENV['%s']", *names));
    return v;
}

static struct value fold_pending(struct ruby_scope *scope, const struct pending *p)
{
    scope->before = p->entry;
    if (p->entry->flags & NODE_CONDITIONAL)
        return value_with_origin(value_unknown(scope->a, STR("a condition in Ruby")), p->origin);
    bool ruby = p->word->parent && p->word->parent->parent && p->word->parent->parent->kind == NODE_ROOT;
    return rails_count(scope->a, ruby ? ruby_fold(scope, p->word->text) : rails_word(scope, p->word), p->origin);
}

static void settle_threads(struct service *s, const struct placing *p, struct ruby_scope *scope)
{
    struct value *v = &s->field[SERVICE_THREADS];
    if (!p->for_threads.origin || v->origin != p->for_threads.origin)
        return;
    if (p->for_threads.word) {
        *v = fold_pending(scope, &p->for_threads);
        return;
    }
    struct ruby_value set = variable_of(scope, p->variables);
    *v = set.type == RUBY_NIL ? rails_default(scope->a, p->threads, p->for_threads.origin, "the program's default")
                              : rails_count(scope->a, set, p->for_threads.origin);
}

/* No workers: the process serves itself. */
static void settle_processes(struct service *s, const struct placing *p, struct ruby_scope *scope)
{
    static const char *const variables[] = {"WEB_CONCURRENCY", NULL};
    struct value *v = &s->field[SERVICE_PROCESSES];
    if (!p->for_processes.origin || v->origin != p->for_processes.origin)
        return;
    struct ruby_value set = variable_of(scope, variables);
    if (p->for_processes.word)
        *v = fold_pending(scope, &p->for_processes);
    else
        *v = set.type == RUBY_NIL ? rails_default(scope->a, 0, p->for_processes.origin, "Puma's default")
                                  : rails_count(scope->a, set, p->for_processes.origin);
    if (v->type == VALUE_INT && v->as.i == 0)
        *v = value_with_origin(value_int(1), v->origin);
}

static void settle(struct service *s, const struct host *host, struct arena *a)
{
    const struct placing *p = s->state;
    struct ruby_scope scope = {a, s->environment, p->given, NULL};
    (void)host;
    settle_threads(s, p, &scope);
    settle_processes(s, p, &scope);
}

/* ---- services ---- */

static struct placing *add_placing(struct kind_job *job, struct service *s, const char *const *variables,
                                   int64_t threads)
{
    struct placing *p = arena_new(job->a, struct placing);
    *p = (struct placing){.given = job->env, .variables = variables, .threads = threads};
    s->shared = true;
    s->settle = settle;
    s->state = p;
    return p;
}

/* The last call of a name; NULL: there is none. */
static const struct node *call_of(const struct node *root, const char *name)
{
    const struct node *found = NULL;
    for (const struct node *e = root->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && !e->word && e->first && str_eq(e->text, str_from(name)))
            found = e;
    return found;
}

/* threads least, most; or one number for both. */
static void place_puma(struct kind_job *job, struct contributions *out)
{
    static const char *const variables[] = {"PUMA_MAX_THREADS", "MAX_THREADS", NULL};
    struct span start = {job->source, 0, 0};
    struct service *s = rails_add_service(job, out, STR("puma"), start);
    struct placing *p = add_placing(job, s, variables, PUMA_THREADS);
    const struct node *threads = call_of(job->root, "threads"), *workers = call_of(job->root, "workers");
    s->field[SERVICE_THREADS] =
        pending_value(job->a, &p->for_threads, threads ? threads : job->root, threads ? threads->last : NULL);
    s->field[SERVICE_PROCESSES] =
        pending_value(job->a, &p->for_processes, workers ? workers : job->root, workers ? workers->first : NULL);
}

static struct value one_process(struct kind_job *job)
{
    return value_with_origin(value_int(1), origin_new(job->a, ORIGIN_DEFAULT, (struct span){job->source, 0, 0},
                                                      STR("a process with threads")));
}

/* What stands under the environment's name goes before what stands at the top. */
static void place_sidekiq(struct kind_job *job, struct contributions *out)
{
    static const char *const variables[] = {"RAILS_MAX_THREADS", NULL};
    const struct node *top = yaml_document(job->root, 0), *own = rails_value(top, "production");
    const struct node *entry = rails_key(own, "concurrency");
    entry = entry ? entry : rails_key(top, "concurrency");
    struct service *s = rails_add_service(job, out, STR("sidekiq"), (struct span){job->source, 0, 0});
    struct placing *p = add_placing(job, s, variables, SIDEKIQ_THREADS);
    s->field[SERVICE_PROCESSES] = one_process(job);
    s->field[SERVICE_THREADS] =
        pending_value(job->a, &p->for_threads, entry ? entry : job->root, entry ? node_value(entry) : NULL);
}

/* ---- command lines ---- */

static struct value option_count(struct kind_job *job, const struct node *word, struct str text)
{
    int64_t n;
    const struct origin *o = origin_new(job->a, ORIGIN_SET, word->at, (struct str){0});
    if (node_is_known(word) && num_parse_int(text, &n) && n >= 0)
        return value_with_origin(value_int(n), o);
    return value_with_origin(value_unknown(job->a, STR("a variable")), o);
}

static void place_command(struct kind_job *job, struct contributions *out)
{
    bool sidekiq = str_eq(job->root->text, STR("sidekiq"));
    const struct node *config = rails_option(job->root, "config"), *threads, *workers;
    struct service *s = rails_add_service(job, out, sidekiq ? STR("sidekiq") : STR("puma"), job->root->at);
    s->command = true;
    s->config = config ? config->text : (struct str){0};
    threads = rails_option(job->root, sidekiq ? "concurrency" : "threads");
    workers = rails_option(job->root, "workers");
    if (threads) { /* puma: least:most */
        uint32_t colon = str_rfind_byte(threads->text, ':');
        struct str most =
            colon < threads->text.n ? str_slice(threads->text, colon + 1, threads->text.n) : threads->text;
        s->field[SERVICE_THREADS] = option_count(job, threads, most);
    }
    if (sidekiq)
        s->field[SERVICE_PROCESSES] = one_process(job);
    else if (workers)
        s->field[SERVICE_PROCESSES] = value_max(job->a, option_count(job, workers, workers->text), value_int(1));
}

void rails_place(struct kind_job *job, struct contributions *out)
{
    const struct rails_state *s = job->state;
    switch (s->document) {
    case RAILS_DATABASE:
        rails_place_database(job, out);
        break;
    case RAILS_PUMA:
        place_puma(job, out);
        break;
    case RAILS_SIDEKIQ:
        place_sidekiq(job, out);
        break;
    case RAILS_COMMAND:
        place_command(job, out);
        break;
    }
}
