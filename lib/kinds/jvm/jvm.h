/* Flags of the Java virtual machine as a kind: a java command line with its environment, a file of environment variables (JAVA_OPTS="-Xmx4g ..."), or a jvm.options
 * file. Its tree is the file's; the flags found in it stand in a block of their own, in the order in which the JVM takes them: the last one of a name counts. */
#ifndef LOADLINE_KINDS_JVM_JVM_H
#define LOADLINE_KINDS_JVM_JVM_H

#include "kinds/options.h"

/* How a document holds flags. */
enum jvm_form { JVM_COMMAND, JVM_ENVIRONMENT, JVM_OPTIONS_FILE };

/* job->state. Lives in the job's arena. */
struct jvm_state {
    enum jvm_form form;
    /* A block: an entry for each flag, by the name HotSpot has for it; its at and name_at are the whole flag, its word is the value. */
    struct node *flags;
    /* What the flags are for, by the name of their variable or file: "tomcat"; "java" when that does not tell. */
    struct str program;
    struct node *jar;              /* of a command: the word behind -jar, or the class; NULL: none */
    VEC(struct node *) properties; /* entries: -Dname=value and, behind the jar, --name=value */
};

/* Settings by HotSpot's names (MaxHeapSize), which the short forms stand for (-Xmx). */
extern const struct option_table jvm_table;

/* A size as HotSpot reads it: decimal digits and one of k, m, g, t or none. arguments.cpp, parse_argument_memory_size. */
bool jvm_parse_size(struct str text, int64_t *ret);

/* A variable that holds flags, and whose: JAVA_TOOL_OPTIONS, CATALINA_OPTS ... False: it is none. */
bool jvm_is_variable(struct str name, struct str *ret_program);

/* A word of a command line, as a node of state->flags or state->properties. at: its place. False: it is no flag of ours. Tells what the JVM refuses of it. */
bool jvm_add_word(struct kind_job *job, struct str word, struct span at, bool known);

/* The words of a variable's value: split at blanks, quotes group. map leads from value to its places (NULL: all of it stands at `at`). */
void jvm_add_text(struct kind_job *job, struct str value, const struct span_map *map, struct span at);

/* The kind's functions: see struct kind. */
int jvm_claims(struct str path, struct str head);
struct node *jvm_read(struct kind_job *job);
bool jvm_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);
void jvm_place(struct kind_job *job, struct contributions *out);

#endif
