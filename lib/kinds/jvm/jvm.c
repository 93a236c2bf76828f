#include "kinds/jvm/jvm.h"

static const char *const programs[] = {"java", NULL};

static const struct kind_scope scopes[] = {
    {STR_INIT("main"), STR_INIT("all flags of a command line, a variable or a jvm.options file")},
    {{0}, {0}},
};

static struct node *next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct jvm_state *s = job->state;
    (void)scope;
    return after ? NULL : s->flags;
}

static const struct type *setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&jvm_table, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

static struct str setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < jvm_table.n ? jvm_table.rows[i].name : (struct str){0};
}

/* A flag counts as a whole: "-Xmx7g" is underlined, and what messages show. */
bool jvm_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&jvm_table, job->target, (struct str){0}, name);
    if (row)
        *ret = option_value(job, &jvm_table, block, row);
    return row != NULL;
}

static struct str block_title(struct kind_job *job, const struct node *block)
{
    (void)job;
    (void)block;
    return STR("flags of the JVM");
}

const struct kind kind_jvm = {
    .name = STR_INIT("jvm"),
    .title = STR_INIT("JVM flags"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(8, 0, 0),
    .newest = VERSION(25, 0, 0),
    .programs = programs,
    .claims = jvm_claims,
    .read = jvm_read,
    .setting = jvm_setting,
    .scopes = scopes,
    .next_block = next_block,
    .setting_type = setting_type,
    .setting_name = setting_name,
    .block_title = block_title,
    .place = jvm_place,
};
