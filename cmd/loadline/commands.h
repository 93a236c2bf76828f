/* The subcommands: each takes its own argv (argv[0] is its name) and returns the exit code of CLI's contract. */
#ifndef LOADLINE_CMD_COMMANDS_H
#define LOADLINE_CMD_COMMANDS_H

#include "options.h"

/* 0 nothing to stop for, 1 findings, 2 usage, 3 something not analysed or not run under --strict or --require, 4 internal error. */
enum exit_code { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INCOMPLETE = 3, EXIT_INTERNAL = 4 };

/* A command, or one of a command's own: `rules list`. */
struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* NULL: a part of a command, which runs it */
    const char *help;
    const struct option_table *options; /* NULL: its parts have some */
    const char *words; /* what completions offer for a word that is no option, as an option's values; NULL: nothing */
    const struct command *parts; /* ended by a row without a name; NULL: none */
};

/* All commands, ended by a row without a name; the first one is run when none is named. */
extern const struct command commands[];
/* The options that stand in place of a command. */
extern const struct option_table main_table;

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

extern const struct option_table check_table, init_table, budget_table, traffic_table, show_table, facts_table,
    rules_list_table, rules_test_table, rules_new_table, explain_table, eval_table, completions_table;

int cmd_check(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_completions(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_facts(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_budget(int argc, char **argv);
int cmd_traffic(int argc, char **argv);

#endif
