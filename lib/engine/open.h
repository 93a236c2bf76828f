/* Parts of run_open, for who puts a run together otherwise. */
#ifndef LOADLINE_ENGINE_OPEN_H
#define LOADLINE_ENGINE_OPEN_H

#include "engine/engine.h"

/* An empty run: its arena, stores and sinks. */
void run_start(struct run *run, const struct run_options *options, struct str cwd);

/* A run with run->known alone: the built-in rules, those of loadline.yaml's packs and of options->rules. False with run->faults when one of them is wrong. Nothing can be judged. */
bool run_open_rules(struct run *run, const struct run_options *options, struct str cwd);

/* run->rules from run->known, loadline.yaml and the options, compiled. Faults go to run->faults. */
void run_load_rules(struct run *run);

#endif
