/* Every bound on untrusted input, in one place. Going over one is a finding (or a "not analysed"), never a crash. */
#ifndef LOADLINE_BASE_LIMITS_H
#define LOADLINE_BASE_LIMITS_H

/* clang-format off */
#define LIMIT_FILE_BYTES (64u << 20)    /* one file; option --max-file-size */
#define LIMIT_RUN_BYTES (1u << 30)      /* all arenas of a run; option --max-memory */
#define LIMIT_INCLUDE_DEPTH 32          /* files within files */
#define LIMIT_INCLUDED_BYTES (256u << 20) /* all bytes read for one root, an include counted each time it is read */
#define LIMIT_INCLUDED_FILES 20000      /* sources of one root */
#define LIMIT_EMBEDDING 4               /* documents within documents: a command in a unit in a manifest */
#define LIMIT_NESTING 256               /* blocks, sequences, mappings, brackets within each other */
#define LIMIT_YAML_NODES 1000000        /* nodes of a YAML document after aliases are expanded */
#define LIMIT_FINDINGS_PER_RULE_FILE 1000 /* findings of one rule in one file; the rest is counted */
#define LIMIT_FINDINGS 100000           /* findings of a run */
#define LIMIT_PATH_BYTES 4096           /* a path after joining */
#define LIMIT_GLOB_MATCHES 20000        /* files one glob may name */
#define LIMIT_WALK_DEPTH 64             /* directories within directories, when searching */
#define LIMIT_WALK_FILES 1000000        /* directory entries looked at, when searching */
#define LIMIT_AROUND_FILES 2000         /* the same, around a file named outright where nothing says how far its project reaches */
#define LIMIT_IGNORE_BYTES (1u << 20)   /* one .gitignore */
#define LIMIT_IGNORE_STEPS 1000000000u  /* comparisons with ignore patterns in a run */
#define LIMIT_REGEX_MATCH 100000        /* PCRE2 match limit */
#define LIMIT_REGEX_DEPTH 1000          /* PCRE2 depth limit */
#define LIMIT_REGEX_HEAP_KIB 4096       /* PCRE2 heap limit */
#define LIMIT_REGEX_BYTES 4096          /* length of a pattern that is analysed */
#define LIMIT_HOSTS 20000               /* host names of all facts */
#define LIMIT_HOST_GLOBS 500            /* patterns of host names: each is held against each name */
#define LIMIT_FACT_KEYS 1000000         /* map keys (kernel, disk ...) looked at when facts are merged */
#define LIMIT_SUPPRESSIONS 10000        /* comments of one document that may be suppressions, entries of `ignores:` */
#define LIMIT_SUPPRESSED_RULES 100      /* rules that one suppression names */
#define LIMIT_BASELINE_ENTRIES 50000    /* of one baseline: fewer nodes than LIMIT_YAML_NODES */
#define LIMIT_RENAME_PAIRS 40000        /* files that went times files that came, compared by what they hold */
#define LIMIT_REVISION_FILES 500000     /* files of an earlier revision */
#define LIMIT_REVISION_BYTES (1u << 30) /* bytes of them that are laid out */
#define LIMIT_RULE_BYTES (1u << 20)     /* one rule file */
#define LIMIT_RULE_FILES 10000          /* rule files of all packs */
#define LIMIT_RULE_TEXT_BYTES 16384     /* an expression or message of a rule, the facts of one of its tests */
#define LIMIT_RULE_TEXTS_BYTES 262144   /* all expressions and messages of a rule */
#define LIMIT_RULE_ITEMS 500            /* tests, params, notes ... of one rule, each */
#define LIMIT_RULE_FAULTS 100           /* faults reported of one rule file */
#define LIMIT_SNIPPET_COLUMNS 160       /* of a source line shown in a report */

/* Expressions of rules (lib/cel). Together they end a hostile one within 100 ms and 16 MB. */
#define LIMIT_CEL_SOURCE 8192           /* bytes of an expression */
#define LIMIT_CEL_NESTING 64            /* brackets, calls and conditionals within each other; the specification asks for 12 */
#define LIMIT_CEL_HEIGHT 400            /* of an expression's tree: a chain of + or . is as high as it is long */
#define LIMIT_CEL_COST 1000000          /* instructions and what functions work through, in units of 10 to 40 ns */
#define LIMIT_CEL_STEPS 10000           /* items that all comprehensions of an evaluation walk over */
#define LIMIT_CEL_BYTES (6u << 20)      /* scratch memory of an evaluation; blocks of an arena may hold twice as much */
#define LIMIT_CEL_STRING (1u << 20)     /* bytes of one string */
#define LIMIT_CEL_LIST 100000           /* items of one list */
#define LIMIT_CEL_DEPTH 500             /* values within values that are compared or formatted */
#define LIMIT_CEL_REGEX_HEAP_KIB 1024   /* PCRE2 heap limit within an expression */
#define LIMIT_CEL_TRACE 1000            /* values that a trace keeps */
#define LIMIT_ZONE_BYTES 65536          /* of a time zone's file */
/* clang-format on */

#endif
