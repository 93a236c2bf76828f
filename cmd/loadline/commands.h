/* The subcommands: each takes its own argv (argv[0] is its name) and returns the exit code of CLI's contract. */
#ifndef LOADLINE_CMD_COMMANDS_H
#define LOADLINE_CMD_COMMANDS_H

#include <stdbool.h>

/* 0 nothing to stop for, 1 findings, 2 usage, 3 something not analysed or not run under --strict or --require, 4 internal error. */
enum exit_code { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INCOMPLETE = 3, EXIT_INTERNAL = 4 };

int cmd_check(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_facts(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_budget(int argc, char **argv);
int cmd_traffic(int argc, char **argv);

#endif
