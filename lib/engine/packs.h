/* Rule packs: the built-in rules, and those of teams. */
#ifndef LOADLINE_ENGINE_PACKS_H
#define LOADLINE_ENGINE_PACKS_H

#include "facts/document.h"
#include "ruleset/rule.h"

/* A directory of rules: <pack>/<name>.yaml below it, or a single pack, <name>.yaml in it. */
struct pack_dir {
    struct str path;  /* relative to the directory of the run, or absolute */
    struct span from; /* the place in loadline.yaml that names it; SPAN_NONE: the command line */
};

/* Sorted by id; built-in ones among them. */
struct rule_list {
    const struct rule **rules;
    uint32_t n;
};

/* Reads and checks every rule of the directories, whether it will run or not, and adds the built-in ones. Faults go to r->faults: a directory that is not there or holds no
 * rule, a rule that rule_load, rule_check_names or rule_compile refuses, the name of a built-in pack, an id that is there twice. */
void packs_load(struct reading *r, const struct pack_dir *dirs, uint32_t n_dirs, struct rule_list *ret);

/* Only the rules of the directories. */
void packs_load_own(struct reading *r, const struct pack_dir *dirs, uint32_t n_dirs, struct rule_list *ret);

#endif
