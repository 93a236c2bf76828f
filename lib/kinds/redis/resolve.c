/* What is in force: settings, and what several lines together say. */
#include "kinds/redis/redis.h"

#include "base/num.h"

const struct kind_scope redis_scopes[] = {
    {STR_INIT("main"), STR_INIT("all settings of a config or command line")},
    {{0}, {0}},
};

struct node *redis_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    (void)scope;
    return after ? NULL : job->root;
}

const struct type *redis_setting_type(uint32_t scope, struct str name)
{
    int row = redis_row(name);
    (void)scope;
    return row >= 0 ? option_type_of(&redis_table.rows[row]) : NULL;
}

struct str redis_setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < redis_table.n ? redis_table.rows[i].name : (struct str){0};
}

struct str redis_block_title(struct kind_job *job, const struct node *block)
{
    (void)block;
    return job->container ? STR("the command line of Redis") : STR("the config of Redis");
}

static struct value set_at(struct kind_job *job, struct value v, struct span at)
{
    struct origin *o = arena_new(job->a, struct origin);
    *o = (struct origin){.kind = ORIGIN_SET, .at = at, .written = source_text(job->sources, at)};
    return value_with_origin(v, o);
}

static bool is_doubtful(const struct node *e)
{
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next)
        if (!node_is_known(w))
            return true;
    return e->flags & (NODE_FAULTY | NODE_CONDITIONAL);
}

/* ---- client-output-buffer-limit: the hard limit of a class ---- */

static bool is_class(struct str word, struct str class)
{
    return str_eq_nocase(word, class) || (str_eq(class, STR("replica")) && str_eq_nocase(word, STR("slave")));
}

/* 0 means none. */
static struct value buffer_limit(int64_t bytes)
{
    return bytes ? value_size(bytes) : value_unlimited();
}

/* The last line that names the class. */
static struct value buffer_of(struct kind_job *job, struct node *block, struct str class, struct value deflt)
{
    struct value v = deflt;
    int64_t bytes;
    struct node_iter it = node_entries(block);
    if (deflt.type == VALUE_INT)
        v = value_with_origin(buffer_limit(deflt.as.i), deflt.origin);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (!str_eq(e->text, STR("client-output-buffer-limit")))
            continue;
        bool doubtful = is_doubtful(e) || node_word_count(e) % 4;
        for (uint32_t i = 0; i + 3 < node_word_count(e) && !doubtful; i += 4)
            if (is_class(node_word(e, i)->text, class) && redis_parse_size(node_word(e, i + 1)->text, &bytes))
                v = set_at(job, buffer_limit(bytes), node_word(e, i + 1)->at);
        if (doubtful)
            v = value_unknown(job->a, STR("client-output-buffer-limit"));
    }
    return v;
}

/* ---- save: the first line takes the place of the defaults, an empty word clears what was said before it ---- */

static int64_t points_of(const struct node *e)
{
    uint32_t n = node_word_count(e), words = 1;
    struct str text = n == 1 ? node_word(e, 0)->text : (struct str){0};
    for (uint32_t i = 1; i < text.n; i++)
        words += text.p[i] != ' ' && text.p[i - 1] == ' ';
    if (n == 1)
        return text.n ? (int64_t)(words / 2) : -1;
    return n / 2;
}

static struct value save_points(struct kind_job *job, struct node *block, struct value deflt)
{
    struct value v = deflt;
    int64_t n = 0;
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (!str_eq(e->text, STR("save")))
            continue;
        if (is_doubtful(e))
            return value_unknown(job->a, STR("save"));
        int64_t more = points_of(e);
        n = more < 0 ? 0 : n + more;
        v = set_at(job, value_int(n), span_join(node_word(e, 0)->at, e->at));
    }
    return v;
}

/* ---- whether it is made to have replicas, or to be one ---- */

static struct value replicated(struct kind_job *job, struct node *block, struct value deflt)
{
    static const char *const names[] = {"replicaof",    "repl-backlog-size",     "repl-backlog-ttl",
                                        "repl-timeout", "min-replicas-to-write", "masterauth",
                                        "masteruser",   "replica-announce-ip"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct node *e = option_entry(&redis_table, block, str_from(names[i]));
        if (e && e->first)
            return is_doubtful(e) ? value_unknown(job->a, str_from(names[i]))
                                  : set_at(job, value_bool(true), e->name_at);
    }
    return deflt;
}

/* The default policy begins to matter where maxmemory is set. */
static struct value policy(struct kind_job *job, struct node *block, struct value v)
{
    const struct node *e = option_entry(&redis_table, block, STR("maxmemory"));
    if (!e || !v.origin || v.origin->kind != ORIGIN_DEFAULT)
        return v;
    struct origin *o = arena_new(job->a, struct origin);
    *o = *v.origin;
    o->at = e->at;
    return value_with_origin(v, o);
}

/* Settings of ours: their rows give type and default. */
static struct value composed(struct kind_job *job, struct node *block, struct str name, struct value v)
{
    struct str limits = STR("client-output-buffer-limit ");
    if (value_is_unknown(v))
        return v;
    if (str_starts(name, limits))
        return buffer_of(job, block, str_slice(name, limits.n, name.n), v);
    if (str_eq(name, STR("maxmemory-policy")))
        return policy(job, block, v);
    if (str_eq(name, STR("save points")))
        return save_points(job, block, v);
    return str_eq(name, STR("replicated")) ? replicated(job, block, v) : v;
}

bool redis_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    int row = redis_row(name);
    if (row < 0)
        return false;
    *ret = option_value(job, &redis_table, block, &redis_table.rows[row]);
    *ret = composed(job, block, redis_table.rows[row].name, *ret);
    if (job->role == DOCUMENT_FRAGMENT && ret->origin && ret->origin->kind == ORIGIN_DEFAULT)
        *ret = value_unknown(job->a, STR("the config that includes this"));
    return true;
}
