/* The machine. */
#ifndef LOADLINE_CEL_VM_H
#define LOADLINE_CEL_VM_H

#include "cel/meter.h"
#include "cel/program.h"

/* Runs a program within what the meter has left. trace may be NULL. See cel_eval. */
struct value vm_run(const struct cel_program *p, const struct value *vars, struct arena *scratch,
                    struct cel_meter *meter, struct cel_trace *trace);

#endif
