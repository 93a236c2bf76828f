/* What systemd says of a unit while it loads it: lines that it ignores with a message, and units that it refuses. */
#ifndef LOADLINE_KINDS_SYSTEMD_CHECKS_H
#define LOADLINE_KINDS_SYSTEMD_CHECKS_H

#include "kinds/systemd/systemd.h"

/* The diagnoses of this kind's reader beside pack syntax. systemd goes on without the line. One list: each has its rule file rules/<id>.yaml. */
#define SYSTEMD_UNKNOWN_SECTION STR("systemd/unknown-section")
#define SYSTEMD_UNKNOWN_KEY STR("systemd/unknown-key")
#define SYSTEMD_IGNORED_LINE STR("systemd/ignored-line")
#define SYSTEMD_IGNORED_VALUE STR("systemd/ignored-value")
#define SYSTEMD_SHELL_SYNTAX STR("systemd/shell-syntax") /* handed on as an argument, without a message */

/* A diagnosis of those. NULL beyond LIMIT_FINDINGS_PER_RULE_FILE. */
struct finding *systemd_say(struct kind_job *job, struct str rule, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Judges the sections and settings of one file, splits command lines into words (EXEC, ENVIRON), and flags entries that systemd ignores NODE_FAULTY. */
void systemd_check_file(struct kind_job *job, struct node *root);

/* Judges the unit as a whole: what service_verify refuses (src/core/service.c, 252). */
void systemd_check_unit(struct kind_job *job);

#endif
