/* loadline.yaml: what a repository says about how it is judged. */
#ifndef LOADLINE_ENGINE_PROJECT_H
#define LOADLINE_ENGINE_PROJECT_H

#include "facts/facts.h"
#include "kinds/app_map.h"

/* A text of the file and where it stands. */
struct project_word {
    struct str text;
    struct span at;
};

/* A pattern that starts from the directory of the file it stands in. dir: absolute, normalized; pattern: as written. */
struct project_pattern {
    struct str dir, pattern;
    struct span at;
};

/* targets: versions judged for. version is as written, and looks like one. */
struct project_target {
    struct str kind, version;
    struct span kind_at, at;
};

/* paths: where deployed files stand in this tree. Both absolute and normalized; to lies within the root. */
struct project_path {
    struct str from, to;
    struct span at;
};

/* rules: what one entry says. id is a rule, as written: whether there is such a one, and what its params are, is the rule set's to check. */
struct project_rule {
    struct str id;
    struct span at; /* the id */
    bool off, on;   /* `off`, `on`; at most one */
    bool has_severity;
    enum severity severity;
    const struct node *params; /* MAP of param to value, or NULL; for rule_param_read */
};

/* env: the environment that configs see. */
struct project_env {
    struct str name, value;
    struct span at; /* the value */
};

/* apps: YAML or JSON files that configure an app, and what in them means what. */
struct project_app {
    VEC(struct project_pattern) files; /* patterns of paths below their dir */
    struct app_map map;
};

/* profile: the standard value of a setting, a WORD or a LIST of them. */
struct project_setting {
    struct str kind, name;
    struct span at; /* the name */
    const struct node *value;
};

/* ignores: findings of these rules (ids, packs, "all") in these files are suppressed. */
struct project_ignore {
    VEC(struct project_pattern) paths;
    VEC(struct project_word) rules;
    struct str reason;  /* empty: none is given, then it does not hold */
    struct value until; /* timestamp; unknown: for good */
    struct span at;
};

enum project_fail_on {
    PROJECT_FAIL_UNSET,
    PROJECT_FAIL_NOTE,
    PROJECT_FAIL_WARNING,
    PROJECT_FAIL_ERROR,
    PROJECT_FAIL_NEVER
};

/* One loadline.yaml with all that it extends: what a base says stands before what extends it, so of two entries for one name the later one holds.
 * Zero-initialize. Lives in the arena of the reading. */
struct project {
    struct str dir;          /* absolute directory of loadline.yaml; empty: there is none */
    struct str root;         /* absolute directory that nothing leads out of: the repository's, else that of the run */
    VEC(struct file *) read; /* loadline.yaml and what it extends, each once, bases first */
    VEC(struct project_target) targets;
    VEC(struct project_path) paths;
    VEC(struct project_pattern) exclude; /* in the form of .gitignore */
    VEC(struct project_pattern) templates;
    VEC(struct project_rule) rules;
    VEC(struct project_word) require_rules;
    VEC(struct project_path) packs; /* from: as written; to: the directory, absolute */
    VEC(struct str) modules;
    VEC(struct project_env) env;
    VEC(struct project_app *) apps;
    VEC(struct project_setting) profile;
    VEC(struct project_ignore) ignores;
    VEC(struct project_pattern) fact_places; /* facts: files, directories, globs; "local" is this machine */
    enum project_fail_on fail_on;
    struct project_path baseline; /* from: as written; to: absolute. Empty: none */
    struct facts facts; /* hosts, dns, certificates, today: not merged yet, see hosts.h */
};

/* Looks for loadline.yaml in cwd (absolute, normalized) and its parents up to the repository's root, a directory with .git in it; without a repository only
 * in cwd, for a file further up is nobody's word. *ret_root is the repository's root, else cwd, whatever is found. False when there is no such file;
 * else its absolute path in *ret_path. Only asks whether names exist. */
bool project_find(struct arena *a, struct str cwd, struct str *ret_path, struct str *ret_root);

/* Reads loadline.yaml at path and what it extends. Every key of loadline.yaml(5) is checked: unknown keys, types, versions, paths that lead out of root.
 * Reads no other file: facts it names are read by project_load_facts. p->root must be set. Faults go to r->faults; of a file that requires
 * another version of loadline, only that is told. */
void project_read(struct reading *r, struct project *p, struct str path);

/* The same for a file that is open already. */
void project_read_file(struct reading *r, struct project *p, struct file *file);

/* Adds the facts that `facts:` names to f, in the order they stand, those of a glob in the order of names. A pattern that matches nothing is a fault: a run
 * without facts must not look like one with them. */
void project_load_facts(struct reading *r, const struct project *p, struct facts *f);

/* Whether version ("0.1.0") meets a requirement: comparisons (>= > <= < = ==, none is =) of versions with blanks or commas between them, all of which must hold.
 * Missing parts are 0. False with *ret_valid false when it is malformed. */
bool project_version_meets(struct str version, struct str requirement, bool *ret_valid);

#endif
