/* Fixes as they can be made in the files. */
#ifndef LOADLINE_ENGINE_FIXES_H
#define LOADLINE_ENGINE_FIXES_H

#include "engine/engine.h"

/* Of the findings' fixes, drops those with an edit that would not be right in its file: of what stands there in another form (an escape, a variable's value), of a text within the quoting of its container
 * that would need quoting itself, of what a template fills in or decides about, of a setting that has no certain place in its block. Settings
 * that are added, and values that have a unit, are written as the kind of the file writes them. What replaces a quoted word is put into the same quotes, line breaks become those of the file. */
void fixes_settle(struct run *run);

#endif
