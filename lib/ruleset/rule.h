/* A rule as its file states it. */
#ifndef LOADLINE_RULESET_RULE_H
#define LOADLINE_RULESET_RULE_H

#include "diag/rule_info.h"
#include "text/span.h"
#include "value/value.h"

struct check;

/* A text of a rule file (an expression, a message with {expressions} in it) and where it stands. Empty text: the key is absent. For built-in rules the place is SPAN_NONE:
 * the build has checked them. */
struct rule_text {
    struct str text;
    struct span at;
};

/* params: name, declared type and default. type is a CEL type name: int, double, string, bool, duration, list. */
struct rule_param {
    struct str name;
    struct str type;
    struct str default_text; /* as written, a YAML scalar */
    struct span at;
};

struct rule_variable {
    struct str name;
    struct rule_text expression;
};

struct rule_related {
    struct rule_text at;
    struct rule_text label;
};

struct rule_fix {
    struct rule_text replace; /* select path of what is replaced */
    struct rule_text with;    /* expression of the new text */
    struct str applicability; /* safe, unsafe or display */
};

struct rule_option {
    struct str name, text;
};

struct rule_docs {
    struct str what, why, example;
    const struct rule_option *options;
    uint32_t n_options;
    const struct str *sources;
    uint32_t n_sources;
};

/* A host fact of a self-test: "cpus", "4". */
struct rule_fact {
    struct str name, text;
};

/* One example that a rule must judge as stated. */
struct rule_test {
    struct str name, kind, config;
    bool has_host;
    const struct rule_fact *host; /* facts of the one host it is judged for */
    uint32_t n_host;
    bool expect_not_run;
    const struct str *expect; /* "LINE:COLUMN" of each finding, in order */
    uint32_t n_expect;
    struct span at;
};

/* Immutable once loaded. Built-in rules are constants made at build time from rules/<pack>/<name>.yaml. */
struct rule {
    struct rule_info info;
    struct str select; /* scope of `self`: host, service, pool ... or <kind>:<context> */
    struct rule_text when, assertion, at, label, message, help;
    struct str check; /* name of a C check in place of assert; empty: none */
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

/* A parameter's default as a value of its declared type; unknown with a reason when the text does not fit the type. */
struct value rule_param_default(struct arena *a, const struct rule_param *p);
/* Any text as a value of a declared param type: what loadline.yaml sets goes through here too. */
struct value rule_param_value(struct arena *a, struct str type, struct str text);

#endif
