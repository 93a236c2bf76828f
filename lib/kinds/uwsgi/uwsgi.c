#include "kinds/uwsgi/uwsgi.h"

static const char *const programs[] = {"uwsgi", "uwsgi-core", "uwsgi_python", "uwsgi_python3", NULL};

static const struct kind_scope scopes[] = {
    {STR_INIT("main"), STR_INIT("the settings of its section uwsgi, or of a command line")},
    {{0}, {0}},
};

static struct node *next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct uwsgi_state *state = job->state;
    (void)scope;
    return after ? NULL : state->block;
}

static const struct type *setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&uwsgi_table, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

static struct str setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < uwsgi_table.n ? uwsgi_table.rows[i].name : (struct str){0};
}

static struct str block_title(struct kind_job *job, const struct node *block)
{
    const struct uwsgi_state *state = job->state;
    (void)block;
    return state->command ? STR("the command line of uWSGI") : STR("the config of uWSGI");
}

bool uwsgi_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&uwsgi_table, job->target, (struct str){0}, uwsgi_canonical(name));
    const struct uwsgi_state *state = job->state;
    (void)block;
    if (row)
        *ret = option_value(job, &uwsgi_table, state->block, row);
    return row != NULL;
}

const struct kind kind_uwsgi = {
    .name = STR_INIT("uwsgi"),
    .title = STR_INIT("uWSGI configuration"),
    .comment = STR_INIT("; #"),
    .spelling = {.setting = STR_INIT("name = value"), .on = STR_INIT("true"), .off = STR_INIT("false")},
    .oldest = VERSION(2, 0, 0),
    .newest = VERSION(2, 0, 255),
    .programs = programs,
    .claims = uwsgi_claims,
    .read = uwsgi_read,
    .setting = uwsgi_setting,
    .scopes = scopes,
    .next_block = next_block,
    .setting_type = setting_type,
    .setting_name = setting_name,
    .block_title = block_title,
    .place = uwsgi_place,
};
