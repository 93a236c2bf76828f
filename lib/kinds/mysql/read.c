/* Reading: groups, includes, and the options of the server among them (mysys/my_default.c of MariaDB 10.11; MySQL alike). */
#include "base/path.h"
#include "kinds/embed.h"
#include "kinds/mysql/mysql.h"
#include "kinds/splice.h"

struct reading {
    struct kind_job *job;
    struct mysql_state *s;
    struct splice splice;
    VEC(const struct node *) entries; /* of the server's groups, in the order in which they count */
    bool is_mysql;                    /* it has options that only MySQL knows */
    bool doubtful; /* the open group is for a version, and none is known: another server may not read it */
};

/* ---- groups ---- */

/* "mysqld-8.0", "mariadb-10.11": the group without its version, and that. */
static bool cut_version(struct str *group, version_number *ret)
{
    uint32_t dash = str_rfind_byte(*group, '-');
    if (dash >= group->n || !version_parse(str_slice(*group, dash + 1, group->n), ret))
        return false;
    *group = str_slice(*group, 0, dash);
    return true;
}

/* Whether the server reads the group. One for a version counts when that is the one judged for, or none is known. */
static bool is_server_group(struct reading *r, struct str group)
{
    version_number only = 0, target = r->job->target;
    bool versioned = cut_version(&group, &only);
    bool maria = str_eq(group, STR("mariadb")) || str_eq(group, STR("mariadbd")) || str_eq(group, STR("galera"));
    if (!maria && !str_eq(group, STR("mysqld")) && !str_eq(group, STR("server")))
        return false;
    if (versioned && target && only >> 8 != target >> 8)
        return false;
    if (maria && target && target < MARIADB)
        return false;
    r->s->is_mariadb |= maria;
    r->doubtful = versioned && !target;
    return true;
}

/* ---- options ---- */

/* What a prefix of an option's name does: "skip_log_bin" is log_bin = OFF. */
static const struct prefix {
    struct str text;
    const char *value; /* NULL: what follows is set as it says */
} prefixes[] = {
    {STR_INIT("loose_"), NULL},
    {STR_INIT("skip_"), "OFF"},
    {STR_INIT("disable_"), "OFF"},
    {STR_INIT("enable_"), "ON"},
};

static bool is_whole_name(struct str name)
{
    for (uint32_t i = 0; i < mysql_names_n; i++)
        if (str_eq(mysql_names[i], name))
            return true;
    return option_find(&mysql_options, 0, (struct str){0}, name) != NULL;
}

/* An entry of the plain name, for the settings; its words stay where they are. */
static struct node *renamed(struct reading *r, const struct node *entry, struct str name, const char *value)
{
    struct node *copy = arena_new(r->job->a, struct node);
    *copy = *entry;
    copy->text = name;
    if (value) {
        struct node *word = node_new(r->job->a, NODE_WORD, entry->name_at);
        word->text = str_from(value);
        word->flags = NODE_PLAIN;
        copy->first = copy->last = NULL;
        node_add(copy, word);
    }
    return copy;
}

static void unknown_option(struct reading *r, struct node *entry, struct str name)
{
    struct kind_job *job = r->job;
    struct str near = mysql_nearest(job->a, name);
    /* An option that is near none may be that of a plugin, one with a dot is a component's. */
    if (near.n == 0 || str_find_byte(name, '.') < name.n)
        return;
    entry->flags |= NODE_FAULTY;
    struct finding *f = diag_syntax(job->sink, SYNTAX_UNKNOWN, entry->name_at, "unknown variable \"%.*s\"",
                                    STR_ARG(diag_quote(job->a, entry->text)));
    diag_help(job->sink, f, "the nearest one is \"%.*s\"", STR_ARG(near));
}

static void check_value(struct reading *r, struct node *entry, struct str name)
{
    const struct option_row *row = option_find(&mysql_options, r->job->target, (struct str){0}, name);
    const struct node *word = node_word(entry, 0);
    struct value v;
    bool number = row && (row->type == OPTION_INT || row->type == OPTION_SIZE || row->type == OPTION_TIME);
    if (!number || !word || !node_is_known(word) || (word->flags & NODE_FAULTY))
        return;
    if (mysql_options.read(row, word->text, r->job->a, &v))
        return;
    entry->flags |= NODE_FAULTY;
    struct finding *f = diag_syntax(r->job->sink, SYNTAX_VALUE, word->at, "\"%.*s\" is no value of \"%.*s\"",
                                    STR_ARG(diag_quote(r->job->a, word->text)), STR_ARG(row->name));
    diag_note(r->job->sink, f, "a number takes one of the suffixes K, M, G, T, P and E, without a blank");
}

static void take_option(struct reading *r, struct node *entry)
{
    struct str name = mysql_plain_name(r->job->a, entry->text);
    const char *value = NULL;
    bool loose = false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes && !is_whole_name(name); i++)
        if (str_starts(name, prefixes[i].text)) {
            name = str_slice(name, prefixes[i].text.n, name.n);
            value = prefixes[i].value ? prefixes[i].value : value;
            loose |= i == 0;
        }
    if (!mysql_knows(name) && !loose && !r->doubtful && !str_starts(name, STR("maximum_")))
        unknown_option(r, entry, name);
    if (!r->doubtful)
        check_value(r, entry, name);
    r->is_mysql |= str_eq(name, STR("super_read_only")) || str_eq(name, STR("gtid_mode")) ||
                   str_eq(name, STR("enforce_gtid_consistency")) || str_eq(name, STR("innodb_redo_log_capacity"));
    vec_push(r->job->a, &r->entries, renamed(r, entry, name, value));
}

/* ---- includes ---- */

/* What was not read may set anything, at its place among the options. */
static void missing(struct reading *r, const struct node *entry)
{
    r->s->missing = true;
    vec_push(r->job->a, &r->entries, entry);
}

/* "!includedir dir" takes its *.cnf (on Unix), "!include file" that one, if it is there. */
static bool took_include(struct reading *r, struct node *entry)
{
    bool directory = str_eq(entry->text, STR("!includedir"));
    const struct node *word = node_word(entry, 0);
    if (!directory && !str_eq(entry->text, STR("!include")))
        return false;
    if (!word || !node_is_known(word)) {
        missing(r, entry);
        return true;
    }
    struct str path = directory ? path_join(r->job->a, word->text, STR("*.cnf")) : word->text;
    if (!splice_include(&r->splice, entry, word->at, path, directory))
        missing(r, entry);
    return true;
}

static void walk_group(struct reading *r, struct node *group)
{
    bool ours = is_server_group(r, group->text);
    if (ours && !r->s->has_server) {
        r->s->has_server = true;
        r->s->server = option_block(r->job->a, r->job->root, group);
    }
    if (ours && (group->flags & NODE_TAINTED))
        r->s->missing = true;
    for (struct node *e = group->first; e; e = e->next)
        if (e->kind == NODE_ENTRY && !took_include(r, e) && ours)
            take_option(r, e);
}

static void walk(void *ctx, struct node *root)
{
    struct reading *r = ctx;
    if (!r->job->root)
        r->job->root = root;
    for (struct node *e = root->first; e; e = e->next) {
        if (e->kind != NODE_ENTRY)
            continue;
        if (e->flags & NODE_BLOCK && !(e->flags & NODE_INCLUDE))
            walk_group(r, e);
        else if (!took_include(r, e) && !(root->flags & NODE_TAINTED))
            diag_syntax(r->job->sink, SYNTAX_MISPLACED, e->name_at, "option \"%.*s\" stands before the first group",
                        STR_ARG(diag_quote(r->job->a, e->text)));
    }
    if (root->flags & NODE_TAINTED)
        r->s->missing = true;
}

/* ---- files of one directory ---- */

/* The server reads all of conf.d, in the order of the names: the first file stands for them when what includes them is not here. */
static void read_siblings(struct reading *r)
{
    struct kind_job *job = r->job;
    const struct file *file = source_get(job->sources, job->source)->file;
    struct include_result found;
    if (!file || !job->includes || !str_ends(path_dir(file->real), STR(".d")) || !str_ends(file->real, STR(".cnf")))
        return;
    struct str pattern = path_join(job->a, path_dir(file->real), STR("*.cnf"));
    include_find(job->includes, job->a, STR("/"), pattern, true, &found);
    if (found.outcome != INCLUDE_FOUND || !str_eq(found.files[0].path, file->real))
        return;
    r->splice.reading[0] = file;
    r->splice.depth = 1;
    for (uint32_t i = 1; i < found.n && !arena_exhausted(job->a); i++) {
        struct node *entry = node_new(job->a, NODE_ENTRY, (struct span){job->source, file->bytes.n, 0});
        entry->text = path_base(found.files[i].path);
        node_add(job->root, entry);
        if (!splice_include(&r->splice, entry, SPAN_NONE, found.files[i].path, false))
            missing(r, entry);
    }
    r->splice.depth = 0;
}

/* ---- command lines ---- */

static struct node *add_argument(struct reading *r, struct span name_at, struct str name)
{
    struct node *entry = node_new(r->job->a, NODE_ENTRY, name_at);
    entry->name_at = name_at;
    entry->text = name;
    node_add(r->job->root, entry);
    return entry;
}

static void add_value(struct reading *r, struct node *entry, struct span at, struct str text)
{
    struct node *word = node_new(r->job->a, NODE_WORD, at);
    word->name_at = at;
    word->text = text;
    /* What a shell or systemd puts in place of $X is not known. */
    word->flags = str_find_byte(text, '$') < text.n ? NODE_UNKNOWN : NODE_PLAIN;
    entry->at = span_join(entry->at, at);
    node_add(entry, word);
}

/* "--name=value", "--name", "--name value". */
static void take_argument(struct reading *r, struct str text, uint32_t *off, struct str word, struct span at)
{
    uint32_t eq = str_find_byte(word, '='), next = *off;
    struct str value;
    struct node *entry = add_argument(r, span_part(at, 2, eq - 2), str_slice(word, 2, eq));
    if (eq < word.n) {
        add_value(r, entry, span_part(at, eq + 1, word.n - eq - 1), str_slice(word, eq + 1, word.n));
    } else if (command_next(text, &next, &value) && value.n && value.p[0] != '-' && value.p[0] != '$') {
        add_value(r, entry, (struct span){r->job->source, *off, value.n}, value);
        *off = next;
    }
    take_option(r, entry);
}

static struct node *read_command(struct reading *r)
{
    struct kind_job *job = r->job;
    struct str text = source_get(job->sources, job->source)->text, word;
    uint32_t off = 0;
    job->root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n});
    r->s->has_server = r->s->is_command = true;
    if (!command_next(text, &off, &word))
        return job->root;
    for (uint32_t from = off; command_next(text, &off, &word); from = off) {
        if (str_starts(word, STR("--")) && word.n > 2)
            take_argument(r, text, &off, word, (struct span){job->source, from, word.n});
        else
            r->s->missing |= str_find_byte(word, '$') < word.n;
    }
    return job->root;
}

/* Which server it is for is known by the target, else by what only one of both has. */
static void guess_server(struct reading *r)
{
    if (r->job->target == 0 && r->s->is_mariadb != r->is_mysql)
        r->job->target = r->s->is_mariadb ? VERSION(10, 11, 0) : VERSION(8, 0, 0xff);
}

struct node *mysql_read(struct kind_job *job)
{
    struct mysql_state *s = job->state = arena_new(job->a, struct mysql_state);
    struct node none = {.at = {job->source, 0, 0}};
    struct reading r = {.job = job, .s = s};
    job->root = NULL;
    s->server = option_block(job->a, &none, NULL);
    r.splice = (struct splice){.job = job, .dialect = &ini_mysql, .walk = walk, .ctx = &r};
    bool command = job->container && job->container->form == EMBEDDED_COMMAND;
    struct node *root = command ? read_command(&r) : splice_document(&r.splice);
    if (!command)
        read_siblings(&r);
    s->server->flags |= s->missing ? NODE_TAINTED : 0;
    for (uint32_t i = 0; i < r.entries.n; i++)
        option_block_add(job->a, s->server, r.entries.p[i]);
    guess_server(&r);
    return root;
}
