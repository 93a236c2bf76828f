/* Where a setting that is not there would stand in its file, and how it would be written. */
#ifndef LOADLINE_KINDS_INSERT_H
#define LOADLINE_KINDS_INSERT_H

#include "diag/finding.h"
#include "kinds/kind.h"

/* A value as the kind writes it: sizes down to whole mebibytes, times up to whole seconds, where it has units. In a. False: it can't be written so. */
bool kind_spell(struct arena *a, const struct kind *kind, enum edit_form form, struct str text, struct str *ret);

/* The setting as an edit of the file in which block begins: behind the settings of the same first word ("proxy_", "timeout"), else behind the last plain one before any inner block, indented
 * as these are; of a line that has settings itself, behind its words, of a line of a kind without such, behind it. A dotted name of YAML is a path of keys, made as far as they are missing; in
 * braces a key stands before the first one. Breaks of lines are LF. False: there is no place that is certain. In the job's arena. */
bool kind_insert(struct kind_job *job, struct node *block, struct str name, struct str value, struct edit *ret);

#endif
