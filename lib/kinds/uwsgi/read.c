/* What is set, as one block: in INI the entries of the sections named uwsgi. */
#include "base/path.h"
#include "formats/ini.h"
#include "kinds/uwsgi/uwsgi.h"
#include "text/marks.h"

/* %k, %(name), $(VARIABLE) and @(file) are put in when uWSGI starts. */
static bool is_placeholder(struct str text)
{
    for (uint32_t i = 0; i + 1 < text.n; i++) {
        char next = text.p[i + 1];
        if (text.p[i] == '%' && (ch_is_alpha(next) || next == '('))
            return true;
        if ((text.p[i] == '$' || text.p[i] == '@') && next == '(')
            return true;
    }
    return false;
}

/* Other files of settings: what they say is not known. */
static bool names_a_file(struct str name)
{
    static const struct str names[] = {STR_INIT("include"), STR_INIT("inherit"),  STR_INIT("ini"),
                                       STR_INIT("yaml"),    STR_INIT("yml"),      STR_INIT("json"),
                                       STR_INIT("xml"),     STR_INIT("config"),   STR_INIT("plugin-config"),
                                       STR_INIT("js"),      STR_INIT("xmlconfig")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

static void follow_logic(struct uwsgi_reader *r, struct str name)
{
    bool opens = str_starts(name, STR("if-")) || str_starts(name, STR("for-")) || str_eq(name, STR("for")) ||
                 str_eq(name, STR("ifenv")) || str_eq(name, STR("ifexists")) || str_eq(name, STR("ifplugin")) ||
                 str_eq(name, STR("ifdir"));
    bool closes = str_eq(name, STR("endif")) || str_eq(name, STR("end-if")) || str_eq(name, STR("endfor")) ||
                  str_eq(name, STR("end-for"));
    r->nested += opens;
    r->nested -= closes && r->nested > 0;
}

/* uWSGI ends at a number below 0 for these (uwsgi_opt_set_int); others it takes for huge ones. */
static void check_number(struct uwsgi_reader *r, struct node *e, const struct node *word)
{
    static const struct str names[] = {STR_INIT("cheaper"), STR_INIT("harakiri"), STR_INIT("listen"),
                                       STR_INIT("processes"), STR_INIT("threads")};
    int64_t n;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(e->text, names[i]) && uwsgi_number(word->text, &n) && n < 0) {
            diag_syntax(r->job->sink, SYNTAX_VALUE, word->at, "%.*s is %lld: uWSGI takes no negative number",
                        STR_ARG(e->text), (long long)n);
            e->flags |= NODE_FAULTY;
        }
}

/* From a terabyte on, a number of megabytes is one of bytes. */
static void check_megabytes(struct uwsgi_reader *r, struct node *e, const struct node *word)
{
    const struct option_row *row = option_find(&uwsgi_table, 0, (struct str){0}, e->text);
    int64_t n;
    if (!row || row->type != OPTION_SIZE || !uwsgi_number(word->text, &n) || n < 1 << 20)
        return;
    struct finding *f = diag_add(r->job->sink, STR("uwsgi/memory-in-bytes"), word->at,
                                 "%.*s is %lld megabytes: no process ever gets there", STR_ARG(e->text), (long long)n);
    diag_label(r->job->sink, f, "uWSGI reads megabytes");
    diag_help(r->job->sink, f, "if bytes were meant, write %lld", (long long)(n >> 20));
    e->flags |= NODE_FAULTY;
}

void uwsgi_take(struct uwsgi_reader *r, struct node *e)
{
    struct node *word = node_word(e, 0);
    follow_logic(r, e->text);
    e->text = uwsgi_canonical(e->text);
    e->flags |= r->nested ? NODE_CONDITIONAL : 0;
    if (word && is_placeholder(word->text))
        word->flags |= NODE_UNKNOWN;
    if (names_a_file(e->text)) {
        if (!r->job->container || r->job->container->form != EMBEDDED_COMMAND) /* to that one its config is joined */
            diag_not_analysed(r->job->sink, e->at, (struct str){0}, "settings in another file");
        e->flags |= NODE_INCLUDE | NODE_BLOCK | NODE_TAINTED;
        r->block->flags |= NODE_TAINTED;
    } else if (word && node_is_known(word)) {
        check_number(r, e, word);
        check_megabytes(r, e, word);
    }
    option_block_add(r->job->a, r->block, e);
}

static struct node *read_ini(struct uwsgi_reader *r)
{
    struct kind_job *job = r->job;
    struct node *root = ini_read(job->a, job->sources, job->source, &ini_uwsgi, job->sink);
    const struct node *header = NULL;
    for (struct node *s = root->first; s && !header; s = s->next)
        if ((s->flags & NODE_BLOCK) && str_eq(s->text, STR("uwsgi")))
            header = s;
    r->block = option_block(job->a, root, header);
    r->block->flags |= root->flags & NODE_TAINTED;
    for (struct node *s = root->first; s; s = s->next) {
        if (!(s->flags & NODE_BLOCK) || !str_eq(s->text, STR("uwsgi")))
            continue;
        r->block->flags |= s->flags & NODE_TAINTED;
        for (struct node *e = s->first; e; e = e->next)
            if (e->kind == NODE_ENTRY)
                uwsgi_take(r, e);
    }
    return root;
}

struct node *uwsgi_read(struct kind_job *job)
{
    const struct source *from = source_get(job->sources, job->source);
    struct str ext = from->file ? path_ext(marks_plain_name(from->file->path)) : (struct str){0};
    struct uwsgi_state *state = job->state = arena_new(job->a, struct uwsgi_state);
    struct uwsgi_reader r = {.job = job};
    struct node *root;
    if (job->container && job->container->form == EMBEDDED_COMMAND)
        root = uwsgi_read_command(&r, state);
    else if (str_eq(ext, STR(".yml")) || str_eq(ext, STR(".yaml")))
        root = uwsgi_read_yaml(&r);
    else if (str_eq(ext, STR(".json")))
        root = uwsgi_read_json(&r);
    else
        root = read_ini(&r);
    state->block = r.block;
    return root;
}
