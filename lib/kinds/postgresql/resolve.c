/* What is in force: settings, and scopes for rules. */
#include "kinds/postgresql/postgresql.h"

const struct kind_scope pg_scopes[] = {
    {STR_INIT("main"), STR_INIT("all settings of a config or command line")},
    {{0}, {0}},
};

struct node *pg_next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    (void)scope;
    return after ? NULL : job->root;
}

const struct type *pg_setting_type(uint32_t scope, struct str name)
{
    int row = pg_row(name);
    (void)scope;
    return row >= 0 ? option_type_of(&pg_table.rows[row]) : NULL;
}

struct str pg_setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < pg_table.n ? pg_table.rows[i].name : (struct str){0};
}

struct str pg_block_title(struct kind_job *job, const struct node *block)
{
    (void)block;
    return job->container ? STR("the command line of PostgreSQL") : STR("the config of PostgreSQL");
}

/* Where the default that is in force hangs on the release. */
static struct str default_of(const struct option_row *row, version_number target)
{
    static const struct {
        const char *name;
        version_number until;
        const char *deflt;
    } older[] = {{"hash_mem_multiplier", VERSION(15, 0, 0), "1"}};
    for (size_t i = 0; i < sizeof older / sizeof *older; i++)
        if (target && target < older[i].until && str_eq(row->name, str_from(older[i].name)))
            return str_from(older[i].deflt);
    return row->deflt;
}

bool pg_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    int i = pg_row(name);
    if (i < 0)
        return false;
    struct option_row row = pg_table.rows[i];
    row.deflt = default_of(&row, job->target);
    *ret = option_value(job, &pg_table, block, &row);
    if (job->role == DOCUMENT_FRAGMENT && ret->origin && ret->origin->kind == ORIGIN_DEFAULT)
        *ret = value_unknown(job->a, STR("the config that includes this"));
    return true;
}
