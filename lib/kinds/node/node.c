/* Node.js as a kind: a command line with its environment. It has no config file. */
#include "base/num.h"
#include "kinds/embed.h"
#include "kinds/options.h"
#include "stack/stack.h"

static const char *const programs[] = {"node", "nodejs", NULL};

/* clang-format off */
#define ROW(name, unit, type) {STR_INIT(name), {0}, {0}, STR_INIT(unit), OPTION_##type, 0, 0, 0}
static const struct option_row rows[] = {
    ROW("max-http-header-size", "",    SIZE),
    ROW("max-old-space-size",   "MiB", SIZE),
    ROW("max-semi-space-size",  "MiB", SIZE),
    ROW("stack-size",           "KiB", SIZE),
};
#undef ROW
/* clang-format on */

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n, unit = str_eq(row->unit, STR("MiB")) ? 1 << 20 : str_eq(row->unit, STR("KiB")) ? 1 << 10 : 1;
    (void)a;
    if (!num_parse_int(text, &n) || n < 0 || !num_mul(n, unit, &n))
        return false;
    *ret = value_size(n);
    return true;
}

/* V8 takes _ for - in the names of its flags. */
static bool same(struct str x, struct str y)
{
    if (x.n != y.n)
        return false;
    for (uint32_t i = 0; i < x.n; i++)
        if ((x.p[i] == '_' ? '-' : x.p[i]) != (y.p[i] == '_' ? '-' : y.p[i]))
            return false;
    return true;
}

static const struct option_table table = {rows, sizeof rows / sizeof *rows, STR_INIT("Node.js"), read_value, same};

/* ---- reading ---- */

static void add_flag(struct kind_job *job, struct node *root, struct str word, struct span at)
{
    struct str value = str_slice(word, 2, word.n), name = str_cut(&value, '=');
    struct node *e = node_new(job->a, NODE_ENTRY, at), *w = node_new(job->a, NODE_WORD, at);
    e->name_at = w->name_at = at;
    e->text = name;
    w->text = value;
    w->flags |= str_find_byte(value, '$') < value.n ? NODE_UNKNOWN : 0;
    node_add(e, w);
    node_add(root, e);
}

/* NODE_OPTIONS is read before the command line: what stands there counts. */
static void read_environment(struct kind_job *job, struct node *root)
{
    for (uint32_t i = 0; i < job->container->env.n; i++) {
        const struct env_variable *v = &job->container->env.p[i];
        struct str rest = v->value;
        while (str_eq(v->name, STR("NODE_OPTIONS")) && v->known && rest.n > 0) {
            uint32_t off = v->value.n - rest.n;
            struct str word = str_cut(&rest, ' ');
            struct span at = v->at.len == v->value.n ? span_part(v->at, off, word.n) : v->at;
            if (str_starts(word, STR("--")))
                add_flag(job, root, word, at);
        }
    }
}

/* Flags stand before the script; what is behind it is the script's own. */
static void read_words(struct kind_job *job, struct node *root)
{
    struct str text = source_get(job->sources, job->source)->text, word;
    uint32_t off = 0, at = 0;
    bool operand = true; /* the program itself */
    for (; command_next(text, &off, &word); at = off) {
        bool flag = str_starts(word, STR("-"));
        if (!operand && !flag)
            return;
        if (!operand && str_starts(word, STR("--")))
            add_flag(job, root, word, (struct span){job->source, at, word.n});
        operand = str_eq(word, STR("-r")) || str_eq(word, STR("--require")) || str_eq(word, STR("--import"));
    }
}

static struct node *read_document(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text;
    struct node *root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n});
    if (!job->container)
        return root;
    read_environment(job, root);
    read_words(job, root);
    return root;
}

/* No file is a command line. */
static int claims(struct str path, struct str head)
{
    (void)path;
    (void)head;
    return 0;
}

/* ---- rules ---- */

static const struct kind_scope scopes[] = {
    {STR_INIT("main"), STR_INIT("the flags of a command line")},
    {{0}, {0}},
};

static struct node *next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    (void)scope;
    return after ? NULL : job->root;
}

static const struct type *setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&table, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

static struct str setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < table.n ? rows[i].name : (struct str){0};
}

static bool setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&table, job->target, (struct str){0}, name);
    if (row)
        *ret = option_value(job, &table, block, row);
    return row != NULL;
}

static struct str block_title(struct kind_job *job, const struct node *block)
{
    (void)job;
    (void)block;
    return STR("flags of Node.js");
}

/* ---- the stack ---- */

static void place(struct kind_job *job, struct contributions *out)
{
    struct str name = job->container ? job->container->name : (struct str){0};
    struct value heap = option_get(job, &table, job->root, (struct str){0}, "max-old-space-size");
    if (!job->container)
        return;
    struct service *s = contribute_service(out, STR("node"), name.n ? name : STR("node"), job->root->at);
    s->program = STR("node");
    s->path = source_get(job->sources, job->source)->file->path;
    s->command = true;
    s->more_listens = true; /* the program alone knows */
    /* How it serves is left to what runs it: the same command line may be a job that runs once. */
    s->field[SERVICE_WORKER_MODEL] = value_null();
    /* Workers of the cluster module, if it starts any, are the program's own. */
    s->field[SERVICE_PROCESSES] = value_with_origin(
        value_int(1), origin_new(job->a, ORIGIN_DEFAULT, (struct span){job->source, 0, 0}, STR("one process")));
    if (heap.type != VALUE_NULL)
        s->field[SERVICE_HEAP] = heap;
}

const struct kind kind_node = {
    .name = STR_INIT("node"),
    .title = STR_INIT("Node.js command line"),
    .comment = {0},
    .oldest = VERSION(14, 0, 0),
    .newest = VERSION(25, 0, 0),
    .programs = programs,
    .claims = claims,
    .read = read_document,
    .setting = setting,
    .scopes = scopes,
    .next_block = next_block,
    .setting_type = setting_type,
    .setting_name = setting_name,
    .block_title = block_title,
    .place = place,
};
