/* Which of a run's fixes are applied together, and what the files hold then. */
#ifndef LOADLINE_FIX_CHOOSE_H
#define LOADLINE_FIX_CHOOSE_H

#include "base/map.h"
#include "diag/outcome.h"

/* What may be applied. Zero-initialize. */
struct fix_policy {
    bool unsafe;              /* unsafe ones, too */
    uint32_t most;            /* no more fixes than this; 0: all */
    const struct map *barred; /* keys (fix_key) of fixes that are left out; NULL: none */

    /* Which file on disk this one is: equal for all its names, living as long as the plan. Empty: it may not be changed. */
    struct str (*identity)(void *ctx, const struct file *file);
    void *ctx;
};

/* The bytes off..off+len of a file as it was read become text. */
struct fix_edit {
    uint32_t off, len;
    struct str text;
};

/* A file that changes. */
struct fix_file {
    struct str identity;
    const struct file *file;
    VEC(struct fix_edit) edits; /* by offset; they don't overlap */
};

struct chosen_fix {
    const struct finding *finding;
    const struct fix *fix;
};

struct fix_plan {
    VEC(struct fix_file) files; /* in order of the fixes chosen */
    VEC(struct chosen_fix) fixes;
    uint32_t n_unsafe; /* findings whose only fix is unsafe and was left for that */
};

/* Chooses fixes: safe ones, and unsafe ones where the policy lets them; none that are only to be shown, none of a finding that is suppressed. Worse findings come first, then those
 * that stand first. A fix is taken whole or not at all: one with an edit that overlaps a chosen edit, or inserts where one inserts something else, is left for another
 * pass; an edit equal to a chosen one is shared. Of a finding with several fixes the first that may be taken is. All in the arena. */
struct fix_plan fix_choose(struct arena *a, const struct outcome *r, const struct fix_policy *policy);

/* Names a finding's fix in this pass and later ones, as long as its line stays. */
struct str fix_key(struct arena *a, const struct finding *f, const struct fix *fix);

/* What the file holds with its edits made. In the arena. */
struct str fix_apply(struct arena *a, const struct fix_file *f);

#endif
