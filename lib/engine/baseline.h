/* A baseline: findings that were there when loadline came, accepted as they are and counted, so that only new ones stop a run and the debt only shrinks. The same
 * counting compares two revisions (earlier.h). */
#ifndef LOADLINE_ENGINE_BASELINE_H
#define LOADLINE_ENGINE_BASELINE_H

#include "base/buf.h"
#include "base/map.h"
#include "diag/finding.h"
#include "facts/document.h"

struct run;

#define BASELINE_UNPRUNED STR("meta/baseline-unpruned")

/* What is done with the file of a baseline: compared with; or written anew from what is found; or rid of what is not found any more. */
enum baseline_update { BASELINE_COMPARE, BASELINE_WRITE, BASELINE_PRUNE };

/* Findings of one rule in one file on lines of the same words. */
struct baseline_entry {
    struct str file; /* from the root, '/' between parts, escaped; empty: of no file */
    struct str rule;
    enum severity severity; /* the worst that is accepted */
    uint64_t fingerprint;   /* fingerprint_under(file) */
    uint32_t count;
    struct str text;   /* the words, escaped and cut: for who reads the file */
    struct span at;    /* the rule, in the file of the baseline */
    uint32_t matched;  /* of count, in this run */
    uint32_t unjudged; /* of those not matched, how many the run could not tell of; set where it matters */
};

/* Zero-initialize with both arenas set (a, by_key.a). */
struct baseline {
    struct arena *a;
    VEC(struct str) paths; /* from the root: what was searched when it was written */
    VEC(struct baseline_entry *) entries;
    struct map by_key; /* file, rule, fingerprint -> entry */
};

/* ---- the file (baseline_file.c) ---- */

/* Reads a file. Faults go to r->faults, with their place; false when there are any. */
bool baseline_read(struct reading *r, struct file *file, struct baseline *ret);

/* Writes it: entries sorted, one a line, so that git merges well. */
void baseline_print(struct buf *b, const struct baseline *baseline);

/* The entry of a file, rule and fingerprint, or NULL; a new one is empty but for its names. file and rule are copied by put. */
struct baseline_entry *baseline_find(const struct baseline *b, struct str file, struct str rule, uint64_t fingerprint);
struct baseline_entry *baseline_put(struct baseline *b, struct str file, struct str rule, uint64_t fingerprint);

/* ---- findings (baseline_match.c) ---- */

/* Which findings of a run are looked at, and how their files are called: as renamed has it (name -> struct str, another name; both from the root and not escaped), which may be NULL. */
struct baseline_view {
    struct run *run;
    bool (*passes)(const struct finding *f);
    const struct map *renamed;
};

/* Adds the run's findings that pass, which must be merged and sorted. What hosts make of one place counts once: as often as the host has it that has it most. */
void baseline_collect(struct baseline *b, const struct baseline_view *view);

/* Gives the run's findings that pass, and that an entry covers, another status, and counts them (matched). One that has become worse than its entry is counted, but not
 * covered. */
void baseline_match(struct baseline *b, const struct baseline_view *view, enum finding_status status);

/* The name of a path (absolute, or as shown): from the root of the project, what lies outside of an earlier revision as seen from where it stands for. In entries names are
 * escaped. In the run's arena. */
struct str baseline_plain_name(struct run *run, struct str path);
struct str baseline_name(struct run *run, struct str path);

/* ---- a run's baseline (baseline.c) ---- */

/* Where it is, and reads it: --baseline, else loadline.yaml's. Faults go to run->faults. */
void baseline_open(struct run *run);

/* Says of each entry how much of what no finding matched could not be judged (unjudged), and of the run whether it was less than what the baseline was written for
 * (run->baseline_part): then that is all of it. A file that is there but was not read, a rule that is off or could not run, a host that was not asked tell nothing.
 * In baseline_gone.c. */
void baseline_tell(struct run *run);

/* Marks the findings in it, or those that are to be in it; adds meta/baseline-unpruned. True when a finding was added, at the end. The findings must be merged and
 * sorted, and everything that was not run be gathered. */
bool baseline_apply(struct run *run);

#endif
