#include "kinds/spring-boot/spring_boot.h"

static const struct kind_scope scopes[] = {
    {STR_INIT("main"), STR_INIT("all settings of a file")},
    {{0}, {0}},
};

static struct node *next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct spring_state *s = job->state;
    (void)scope;
    return after ? NULL : s->all;
}

static const struct type *setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&spring_table, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

static struct str setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < spring_table.n ? spring_table.rows[i].name : (struct str){0};
}

bool spring_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&spring_table, job->target, (struct str){0}, name);
    const struct node *e = row ? option_entry(&spring_table, block, name) : NULL;
    if (row)
        *ret = option_value(job, &spring_table, block, row);
    if (e && e->word)
        *ret = value_with_origin(value_unknown(job->a, str_printf(job->a, "%.*s (a profile)", STR_ARG(row->name))),
                                 ret->origin);
    return row != NULL;
}

static struct str block_title(struct kind_job *job, const struct node *block)
{
    (void)job;
    (void)block;
    return STR("Spring Boot's settings");
}

const struct kind kind_spring_boot = {
    .name = STR_INIT("spring-boot"),
    .title = STR_INIT("Spring Boot settings"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(2, 7, 0),
    .newest = VERSION(4, 0, 0),
    .claims = spring_claims,
    .read = spring_read,
    .setting = spring_setting,
    .scopes = scopes,
    .next_block = next_block,
    .setting_type = setting_type,
    .setting_name = setting_name,
    .block_title = block_title,
    .place = spring_place,
};
