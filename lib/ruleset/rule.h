/* A rule as its file states it. */
#ifndef LOADLINE_RULESET_RULE_H
#define LOADLINE_RULESET_RULE_H

#include "diag/rule_info.h"
#include "text/span.h"
#include "text/span_map.h"
#include "value/value.h"

/* A text of a rule file (an expression, a message with {expressions} in it) and where it stands. Empty text: the key is absent. For built-in rules there is no place and no map:
 * the build has checked them. */
struct rule_text {
    struct str text;
    struct span at; /* the whole scalar */
    /* From bytes of text to the file's, for faults within an expression; NULL for built-in rules. */
    const struct span_map *map;
};

/* params: name, declared type and default. type is one of rule_param_types. */
struct rule_param {
    struct str name;
    struct str type;
    struct str default_text;           /* as written; a list as "[a, b]" */
    const struct value *default_items; /* of a list: ints, doubles, bools and strings as YAML types them */
    uint32_t n_default_items;
    struct span at;
};

struct rule_variable {
    struct str name;
    struct span at;
    struct rule_text expression;
};

struct rule_related {
    struct rule_text at;
    struct rule_text label;
};

/* A C check makes its fix itself: then only the applicability stands here. Empty applicability: the rule has no fix. */
struct rule_fix {
    struct rule_text replace; /* select path of what is replaced, where it stands */
    struct rule_text
        set; /* select path of what is replaced where it stands, else added to its block; a list: each of them. One of the two */
    struct rule_text
        with; /* expression of the new text, or of a value that the kind of the file writes; a list: one for each of set's */
    struct str applicability; /* safe, unsafe or display */
    struct span at;
};

struct rule_option {
    struct str name, text;
    struct span at;
};

struct rule_docs {
    struct str what, why, example;
    const struct rule_option *options;
    uint32_t n_options;
    const struct str *sources;
    uint32_t n_sources;
};

/* One example that a rule must judge as stated. Facts are kept as the YAML that stands in the file, for the facts reader: host is the mapping of one nameless
 * host's facts, hosts a mapping of names to such; at most one of them is there, and neither when nothing is known. facts: what holds for all of them, the keys dns,
 * certificates and today of a facts file. */
/* A further config of a test, under its path. */
struct rule_test_file {
    struct str path, kind, config;
    struct span kind_at;
};

struct rule_test {
    struct str name, kind, config;
    const struct rule_test_file *files; /* configs beside it */
    uint32_t n_files;
    struct str target; /* version judged for ("1.22"), or empty */
    struct rule_text host, hosts, facts;
    bool expect_not_run;
    const struct str *expect; /* "LINE:COLUMN" of each finding in the config, "PATH:LINE:COLUMN" in a file beside it */
    uint32_t n_expect;
    struct span at, kind_at; /* of its name and its kind */
};

/* Immutable once loaded. Built-in rules are constants made at build time from rules/<pack>/<name>.yaml. */
struct rule {
    struct rule_info info;
    struct span id_at;
    const struct str *aliases; /* ids of the same check in other tools */
    uint32_t n_aliases;
    struct str select; /* scope of `self`: one of rule_scopes, or <kind>:<context> */
    struct span select_at;
    struct rule_text when, assertion, at, label, message, help;
    struct str check; /* name of a C check in place of assert; empty: none */
    struct span check_at;
    /* Path from the project's root of a test that shows it firing, where no config within the rule file can. */
    struct str fires_in;
    const struct rule_param *params;
    uint32_t n_params;
    const struct rule_variable *variables;
    uint32_t n_variables;
    const struct rule_related *related;
    uint32_t n_related;
    const struct rule_text *notes;
    uint32_t n_notes;
    struct rule_fix fix;
    struct rule_docs docs;
    const struct rule_test *tests;
    uint32_t n_tests;
};

/* The rules that ship with the program, sorted by id. */
extern const struct rule *const rules_builtin[];
extern const uint32_t rules_builtin_count;

/* The rule of that id among n sorted ones; NULL for none. */
const struct rule *rule_find(const struct rule *const *rules, uint32_t n, struct str id);

/* What select names without a kind: a whole document, and the scopes of the stack. Ends with an empty name. */
extern const struct str rule_scopes[];
/* What params may be declared as: int, double, string, bool, duration, list. Ends with an empty name. */
extern const struct str rule_param_types[];

/* "stable", "high", ... : what rule files write. */
struct str rule_status_name(enum rule_status status);
struct str precision_name(enum precision precision);

/* A parameter's default as a value of its declared type; unknown with a reason when the text does not fit the type. */
struct value rule_param_default(struct arena *a, const struct rule_param *p);
/* Any text as a value of a declared param type, lists excepted; what loadline.yaml sets goes through rule_param_read (load.h), which takes lists too. */
struct value rule_param_value(struct arena *a, struct str type, struct str text);

#endif
