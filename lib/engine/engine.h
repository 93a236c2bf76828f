/* A run: plan what is read, read it, join it, judge it, collect what was found. */
#ifndef LOADLINE_ENGINE_ENGINE_H
#define LOADLINE_ENGINE_ENGINE_H

#include "diag/outcome.h"
#include "engine/baseline.h"
#include "engine/earlier.h"
#include "engine/hosts.h"
#include "engine/packs.h"
#include "engine/progress.h"
#include "kinds/kind.h"
#include "ruleset/ruleset.h"
#include "stack/stack.h"

/* --target KIND=VERSION. */
struct run_target {
    const struct kind *kind;
    version_number version;
};

/* A config that stands in memory: the tests of rules have such. */
struct run_text {
    struct str path, text;
    const struct kind *kind;
};

/* What a file on disk is taken to hold, in place of what is there. real: absolute, without links. */
struct run_overlay {
    struct str real, bytes;
};

/* What a run is asked to do; filled from the command line. Texts live as long as the run. */
struct run_options {
    VEC(struct str) paths; /* files and directories; none: "." ; "-" is standard input */
    VEC(struct str) facts; /* --facts: files, directories, "local" */
    VEC(struct str) hosts; /* --host */
    VEC(struct run_target) targets;
    VEC(struct rule_choice) choices;
    VEC(struct rule_setting) severities; /* --severity */
    VEC(struct str) require;             /* --require: rules or packs */
    VEC(struct str) rules;               /* --rules: directories of rule packs */
    VEC(struct str) path_maps;           /* --path FROM=TO */
    struct str cpus, memory;             /* by hand, as given; empty: not given */
    const struct kind *kind;             /* --kind: for standard input and for files named outright */
    struct str stdin_name;               /* --stdin-filename */
    struct str stdin_text;
    VEC(struct run_text) texts; /* judged beside PATHs */
    VEC(struct run_overlay) overlays;
    struct str baseline;         /* --baseline; empty: loadline.yaml's */
    enum baseline_update update; /* --write-baseline, --prune-baseline */
    struct earlier *before;      /* --changed-since: what was found in that revision is left out; NULL: not asked for */
    /* This is the run of that revision: the directory that its root stands for. Hosts, rules and a baseline that it does not have are no faults. Else empty. */
    struct str stands_for;
    bool no_config;
    bool list_files;
    bool no_ignore;   /* --no-ignore: nothing is suppressed */
    bool look_around; /* files named outright are judged within the project around them: see narrow.h */
    /* --hook: files named outright are those of a commit: what a search would leave is left, and this machine is no host. */
    bool hook;
    bool in_ci;                    /* CI is set in the environment */
    struct run_progress *progress; /* told how far the run is; NULL: nobody asks */
    uint32_t jobs;
    uint32_t max_file_size;
    size_t max_memory;
};

/* One file to be judged, and all that its job made. */
struct document {
    struct str path; /* as shown */
    struct file *file;
    const struct kind *kind;
    enum document_role role;
    bool is_template;
    VEC(const struct app_map *) apps; /* entries of loadline.yaml's `apps` that name it */
    bool included;                    /* a root pulled it in: judged there */
    bool elsewhere;                   /* it stands in one of a kind that runs elsewhere (struct kind) */
    bool around;                      /* nobody asked for it: read for what was named outright, see narrow.h */
    struct sink sink;
    struct kind_job job;
    struct contributions contributions;
    VEC(struct document *) embedded; /* documents within it; they stand among the run's documents, too */
};

/* A run. Large; lives in main's frame or on the heap of the caller. */
struct run {
    const struct run_options *options;
    struct mem_budget budget;
    struct arena arena;
    struct file_store files;
    struct source_store sources;
    struct project project;
    struct run_hosts hosts;
    struct str cwd;         /* absolute, normalized */
    struct rule_list known; /* all rules there are */
    struct ruleset rules;
    struct include_rules includes;
    struct sink faults;               /* in loadline.yaml, facts, rule files: exit code 2 */
    struct sink plan;                 /* what discovery could not analyse */
    VEC(struct document *) documents; /* sorted by path */
    struct discovery *discovery;      /* what was found, for --list-files */
    bool narrowed;        /* there are documents around: only what touches the files asked for is reported */
    struct map asked;     /* narrowed: paths, as shown, of the files asked for */
    struct map env;       /* loadline.yaml's `env`: name -> struct str */
    struct map concerned; /* narrowed: paths of the documents asked for, and of those that include what was */
    struct stack stack;
    /* For each of options->jobs threads: what lives until the end, what a document is asked while it is judged, and what is gone sooner. */
    struct arena *keep, *answers, *scratch;
    VEC(struct not_run *) not_run;           /* gathered by collect_sink */
    VEC(struct not_analysed *) not_analysed; /* the same */
    struct baseline *baseline;               /* NULL: there is none */
    struct str baseline_path;                /* absolute: where it is, or is to be */
    struct file *baseline_file;              /* NULL: not there yet */
    struct baseline *new_baseline;           /* what is to be written; NULL: nothing is */
    bool baseline_part;                      /* less was judged than it was written for: see baseline_tell */
    struct outcome outcome;
};

/* Reads loadline.yaml and the facts and fixes the rules. False when one of them is wrong: run->faults says what. cwd: absolute, normalized. */
bool run_open(struct run *run, const struct run_options *options, struct str cwd);

/* Finds, reads and judges; what comes of it is in run->outcome. False when a PATH does not exist or the like: run->faults. */
bool run_check(struct run *run);

/* Gives back all memory. Safe after any of the above. */
void run_close(struct run *run);

/* The version that configs of a kind are judged for: --target, else loadline.yaml's targets, else 0. */
version_number run_target(const struct run *run, const struct kind *kind);

/* The hosts that a document is judged for, in order; the array lives in the run. */
uint32_t document_hosts(struct run *run, const struct document *d, const struct host ***ret);

#endif
