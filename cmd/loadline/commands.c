#include "commands.h"

#include <string.h>

enum { OPT_VERSION = 1, OPT_HELP };

/* clang-format off */
static const struct option table[] = {
    {OPT_VERSION, 'V', "version", NULL, NULL, "the version"},
    {OPT_HELP,    'h', "help",    NULL, NULL, "the commands"},
};

static const struct command rules_parts[] = {
    {"list", NULL, "the rules with id, severity, status and title", &rules_list_table, NULL,  NULL},
    {"test", NULL, "rules against their own examples",              &rules_test_table, "DIR", NULL},
    {"new",  NULL, "the skeleton of a rule",                        &rules_new_table,  NULL,  NULL},
    {0},
};

const struct command commands[] = {
    {"check",       cmd_check,       "find configs, judge them, report (the default command)",             &check_table,       "FILE",      NULL},
    {"init",        cmd_init,        "write a loadline.yaml of what is found here, or a git hook",         &init_table,        "DIR",       NULL},
    {"budget",      cmd_budget,      "what each host has, and what its services may take of it",           &budget_table,      "FILE",      NULL},
    {"traffic",     cmd_traffic,     "what each server of a pool is sent, also with one server gone",      &traffic_table,     "FILE",      NULL},
    {"show",        cmd_show,        "the tree of a config, or with --effective what is in force",         &show_table,        "FILE",      NULL},
    {"facts",       cmd_facts,       "the facts of this machine, in the form that --facts reads",          &facts_table,       NULL,        NULL},
    {"rules",       cmd_rules,       "list the rules, test them, write a skeleton of one",                 NULL,               NULL,        rules_parts},
    {"explain",     cmd_explain,     "what, why, example, fix, options and sources of one rule",           &explain_table,     OPTION_RULE, NULL},
    {"eval",        cmd_eval,        "try an expression of a rule on a config",                            &eval_table,        NULL,        NULL},
    {"completions", cmd_completions, "what a shell needs to complete all of this",                         &completions_table, "bash zsh fish", NULL},
    {0},
};
/* clang-format on */

const struct option_table main_table = {table, sizeof(table) / sizeof(table[0])};

const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}
