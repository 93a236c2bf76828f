/* Telling the documents from each other, and reading them. */
#include "base/path.h"
#include "formats/yaml.h"
#include "kinds/embed.h"
#include "kinds/rails/rails.h"
#include "text/marks.h"

enum { SURE = 95, LIKELY = 85 };

static bool has(struct str head, const char *text)
{
    return str_find(head, str_from(text)) < head.n;
}

static enum rails_document document_of(struct str path)
{
    struct str plain = marks_plain_name(path), base = path_base(plain);
    if (str_ends(base, STR(".rb")))
        return RAILS_PUMA;
    return str_starts(base, STR("sidekiq")) ? RAILS_SIDEKIQ : RAILS_DATABASE;
}

static bool is_puma_file(struct str path)
{
    struct str base = path_base(path);
    bool in_folder = str_eq(path_base(path_dir(path)), STR("puma")) && str_ends(base, STR(".rb"));
    return str_starts(base, STR("puma")) ? str_ends(base, STR(".rb")) : in_folder;
}

static bool has_puma_word(struct str head)
{
    static const char *const words[] = {"threads ",     "workers ", "bind ",   "port ",
                                        "preload_app!", "threads(", "workers("};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has(head, words[i]))
            return true;
    return false;
}

int rails_claims(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain);
    bool yaml = str_ends(base, STR(".yml")) || str_ends(base, STR(".yaml"));
    if (is_puma_file(plain))
        return head.n && has_puma_word(head) ? SURE : 0;
    if (yaml && str_starts(base, STR("database.")))
        return has(head, "adapter:") ? SURE : 0;
    if (yaml && str_starts(base, STR("sidekiq")))
        return has(head, "concurrency:") || has(head, ":queues:") ? SURE : 0;
    return 0;
}

struct node *rails_read(struct kind_job *job)
{
    const struct source *from = source_get(job->sources, job->source);
    struct rails_state *s = job->state = arena_new(job->a, struct rails_state);
    bool command = job->container && job->container->form == EMBEDDED_COMMAND;
    s->document = command ? RAILS_COMMAND : document_of(from->file ? from->file->path : (struct str){0});
    if (s->document == RAILS_DATABASE ||
        s->document == RAILS_SIDEKIQ) { /* rendered with ERB, whatever they are called */
        struct marks marks = marks_find(job->a, from->text, MARKS_ERB);
        return yaml_read_marked(job->a, job->sources, job->source, &marks, job->sink);
    }
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, from->text.n});
    if (command)
        rails_read_command(job, root);
    else
        ruby_read(job, root);
    return root;
}
