#include "kinds/embed.h"
#include "kinds/postgresql/postgresql.h"
#include "kinds/splice.h"

static bool is_name(const struct node *e, const char *name)
{
    return str_eq(e->text, str_from(name));
}

static void taint(struct node *entry)
{
    struct node *top = entry;
    while (top->parent)
        top = top->parent;
    top->flags |= NODE_TAINTED;
}

/* A directory that Debian's pg_createcluster makes, empty: what holds no file is not in a repository. */
static bool is_shipped_empty(const struct node *e, const struct node *word)
{
    return is_name(e, "include_dir") && str_eq(word->text, STR("conf.d"));
}

/* include, include_if_exists, include_dir: guc-file.l. Of a directory those that end in .conf and do not begin with a dot, in the order of bytes. */
static void include(struct splice *s, struct node *entry)
{
    const struct node *word = node_word(entry, 0);
    struct kind_job *job = s->job;
    if (!word || !node_is_known(word)) {
        diag_not_analysed(job->sink, entry->name_at, (struct str){0}, "include of a file whose name is not known");
        entry->flags |= NODE_INCLUDE | NODE_BLOCK | NODE_TAINTED;
        taint(entry);
        return;
    }
    bool is_dir = is_name(entry, "include_dir");
    struct str pattern = is_dir ? str_concat(job->a, word->text, STR("/*.conf")) : word->text;
    uint32_t before = job->sink->not_analysed.n;
    if (splice_include(s, entry, word->at, pattern, is_dir))
        return;
    if (is_shipped_empty(entry, word) && !entry->first->next) {
        job->sink->not_analysed.n = before;
        entry->flags &= (uint16_t)~NODE_TAINTED;
    } else {
        taint(entry);
    }
}

static void walk(void *ctx, struct node *root)
{
    struct splice *s = ctx;
    for (struct node *e = root->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && pg_check_entry(s->job, e) && str_starts(e->text, STR("include")))
            include(s, e);
}

/* ---- command lines: postgres -c name=value --name=value -N 100 ---- */

struct arguments {
    struct kind_job *job;
    struct node *root;
};

static void add(struct arguments *x, struct str name, struct span name_at, struct str value, struct span at)
{
    struct node *e = node_new(x->job->a, NODE_ENTRY, span_join(name_at, at));
    struct node *w = node_new(x->job->a, NODE_WORD, at);
    e->name_at = name_at;
    e->text = str_dup(x->job->a, name);
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] == '-')
            ((char *)e->text.p)[i] = '_';
    w->name_at = at;
    w->text = value;
    w->flags |= str_find_byte(value, '$') < value.n ? NODE_UNKNOWN : 0;
    node_add(x->root, e);
    node_add(e, w);
    pg_check_entry(x->job, e);
}

/* name=value, or a name alone for "on". */
static void add_pair(struct arguments *x, struct str pair, struct span at)
{
    uint32_t eq = str_find_byte(pair, '=');
    struct span name_at = span_part(at, 0, eq);
    if (eq < pair.n)
        add(x, str_slice(pair, 0, eq), name_at, str_slice(pair, eq + 1, pair.n), span_part(at, eq + 1, at.len));
    else
        add(x, pair, name_at, STR("on"), name_at);
}

/* The setting that a short option stands for: postmaster.c. NULL: none; those with an argument all have one here, or are listed as such. */
static const char *short_name(char c)
{
    static const struct {
        char letter;
        const char *name;
    } names[] = {{'B', "shared_buffers"},   {'N', "max_connections"},         {'S', "work_mem"},
                 {'h', "listen_addresses"}, {'k', "unix_socket_directories"}, {'p', "port"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].letter == c)
            return names[i].name;
    return NULL;
}

/* One option that begins at *off; its argument may be the next word. */
static void read_option(struct arguments *x, struct str text, uint32_t *off, struct str word, struct span at)
{
    char c = str_byte(word, 1);
    const char *name = short_name(c);
    bool takes = name || (c != '\0' && strchr("cdDfort", c));
    struct str value = str_slice(word, 2, word.n);
    struct span value_at = span_part(at, 2, value.n);
    if (c == '-') {
        add_pair(x, value, value_at);
        return;
    }
    uint32_t from = *off;
    if (takes && value.n == 0 && command_next(text, off, &value))
        value_at = (struct span){x->job->source, from, value.n};
    if (c == 'c')
        add_pair(x, value, value_at);
    else if (name)
        add(x, str_from(name), at, value, value_at);
    else if (c == 'F')
        add(x, STR("fsync"), at, STR("off"), at);
    else if (c == 'l')
        add(x, STR("ssl"), at, STR("on"), at);
    else if (c == 'i')
        add(x, STR("listen_addresses"), at, STR("*"), at);
}

struct node *pg_read_command(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text, word;
    struct arguments x = {job, node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n})};
    uint32_t off = 0;
    if (!command_next(text, &off, &word))
        return x.root;
    for (uint32_t from = off; command_next(text, &off, &word); from = off)
        if (word.n > 1 && word.p[0] == '-')
            read_option(&x, text, &off, word, (struct span){job->source, from, word.n});
    return x.root;
}

struct node *pg_read(struct kind_job *job)
{
    if (job->container && job->container->form == EMBEDDED_COMMAND)
        return pg_read_command(job);
    struct splice s = {.job = job, .dialect = &ini_postgres, .walk = walk};
    s.ctx = &s;
    return splice_document(&s);
}
