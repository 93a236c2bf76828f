/* Faults in what the program itself is told (rules, facts, loadline.yaml), printed like findings. */
#ifndef LOADLINE_CMD_FAULTS_H
#define LOADLINE_CMD_FAULTS_H

#include "diag/sink.h"
#include "text/source.h"

/* To standard error, as text without colours. */
void faults_print(const struct sink *faults, struct file_store *files, struct source_store *sources);

#endif
