/* Every bound on untrusted input, in one place. Going over one is a finding (or a "not analysed"), never a crash. */
#ifndef LOADLINE_BASE_LIMITS_H
#define LOADLINE_BASE_LIMITS_H

#define LIMIT_FILE_BYTES (64u << 20)    /* one file; option --max-file-size */
#define LIMIT_RUN_BYTES (1u << 30)      /* all arenas of a run; option --max-memory */
#define LIMIT_INCLUDE_DEPTH 32          /* files within files */
#define LIMIT_INCLUDED_BYTES (256u << 20) /* all bytes read for one root, an include counted each time it is read */
#define LIMIT_INCLUDED_FILES 20000      /* sources of one root */
#define LIMIT_NESTING 256               /* blocks, sequences, mappings, brackets within each other */
#define LIMIT_YAML_NODES 1000000        /* nodes of a YAML document after aliases are expanded */
#define LIMIT_FINDINGS_PER_RULE_FILE 1000 /* findings of one rule in one file; the rest is counted */
#define LIMIT_FINDINGS 100000           /* findings of a run */
#define LIMIT_PATH_BYTES 4096           /* a path after joining */
#define LIMIT_GLOB_MATCHES 20000        /* files one glob may name */
#define LIMIT_WALK_DEPTH 64             /* directories within directories, when searching */
#define LIMIT_WALK_FILES 1000000        /* directory entries looked at, when searching */
#define LIMIT_REGEX_MATCH 100000        /* PCRE2 match limit */
#define LIMIT_REGEX_DEPTH 1000          /* PCRE2 depth limit */
#define LIMIT_REGEX_HEAP_KIB 4096       /* PCRE2 heap limit */
#define LIMIT_REGEX_BYTES 4096          /* length of a pattern that is analysed */
#define LIMIT_SNIPPET_COLUMNS 160       /* of a source line shown in a report */

#endif
