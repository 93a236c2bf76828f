/* Own files in YAML or JSON, read strictly: facts files and loadline.yaml. Unlike a config under judgement, these are refused as a
 * whole when anything in them is wrong. */
#ifndef LOADLINE_FACTS_DOCUMENT_H
#define LOADLINE_FACTS_DOCUMENT_H

#include "ast/node.h"
#include "diag/sink.h"
#include "text/source.h"
#include "value/value.h"

/* What a fault in our own files is reported as. A run whose `faults` holds any finding after loading ends with exit code 2; they are printed
 * like findings. */
#define FAULT_RULE STR("meta/invalid-config")

/* What reading needs. All of it outlives the facts that come of it. */
struct reading {
    struct arena *a; /* the run's: nodes, values, texts */
    struct file_store *files;
    struct source_store *sources;
    struct sink *faults; /* of its own: findings here are faults of our files, never of judged configs */
};

/* A fault at a place; returns the finding for more to be said. */
#define document_fault(r, at, ...) diag_add((r)->faults, FAULT_RULE, (at), __VA_ARGS__)

/* True once LIMIT_FINDINGS_PER_RULE_FILE faults were told, the last of which says so: a file of nothing but faults need not be told to its end, for
 * one is enough to refuse it. What makes a fault for each of many pieces asks first. */
bool faults_full(struct reading *r);

/* A fault of a whole file or directory: at the place that names it, or, for SPAN_NONE (the command line), at the path itself.
 * path: relative to the directory of the run, or absolute. */
void document_fault_path(struct reading *r, struct str path, struct span from, const char *what);

/* The only document of a file, JSON or YAML by its content. An empty one is an empty MAP. NULL when it is no mapping, or could not be read to its end;
 * the faults then say why. */
struct node *document_read(struct reading *r, struct file *file);

/* document_read of the file at path (relative to the directory of the run, or absolute). from: the place that named it, or SPAN_NONE for
 * the command line: an unreadable file is reported there. *ret_file is set when the file could be opened. */
struct node *document_open(struct reading *r, struct str path, struct span from, struct file **ret_file);

/* A known key of a mapping. read gets the entry, the row's id and what is being filled in. */
struct key_row {
    struct str name;
    void (*read)(struct reading *r, const struct node *entry, uint32_t id, void *into);
    uint32_t id;
};

/* Calls the row of each entry of a mapping, in the order they stand. An unknown key is a fault with the nearest known one;
 * what names the mapping in that message ("a host"). A value that is no mapping is a fault; an empty one counts as an empty mapping. */
void keys_read(struct reading *r, const struct node *value, const char *what, const struct key_row *rows, uint32_t n,
               void *into);

/* The next entry of a mapping, from entry on (NULL: at the end); each has a value. Anything that is no entry is passed over. */
const struct node *next_entry(const struct node *entry);

/* The entries of a mapping whose keys are free (host names, paths), or NULL: for none, for an empty value, and with a fault for a value that is
 * no mapping. name is what the message calls it. */
const struct node *entries_of(struct reading *r, const struct node *value, struct str name);

/* The items of a list that may also be written as one plain scalar; calls read for each with its text. A mapping, or an item that is no text, is a fault. */
typedef void text_fn(struct reading *r, const struct node *word, void *into);
void texts_read(struct reading *r, const struct node *value, struct str name, text_fn *read, void *into);

/* The first item of a list whose items are more than texts, NULL with a fault for a value that is no list; then the next one from item on. */
const struct node *list_items(struct reading *r, const struct node *value, struct str name);
const struct node *next_item(const struct node *item);

/* Where a fault about a value points: the value, or its key when nothing is written there. */
struct span value_place(const struct node *value);

/* Scalars: what is written and what comes of it. */
enum scalar {
    SCALAR_TEXT,     /* string, not empty */
    SCALAR_BOOL,     /* true or false */
    SCALAR_COUNT,    /* int >= 0 */
    SCALAR_MACHINES, /* int >= 1 */
    SCALAR_LIMIT,    /* int >= 0, or "unlimited" */
    SCALAR_CPUS,     /* double > 0, or thousandths with an m */
    SCALAR_RATE,     /* double >= 0 */
    SCALAR_SIZE,     /* bytes */
    SCALAR_TIME,     /* duration; a bare number is seconds */
    SCALAR_DATE,     /* timestamp: a day, or a day and a time */
    SCALAR_ADDRESS,  /* string: an address, a network, or a name */
    SCALAR_VERSION,  /* string: numbers with dots between them, something behind a dash or plus allowed */
};

/* The value of a word, with an ORIGIN_FACT: its span, its text as written, and shown as the text of the origin. False with a fault at the word,
 * `name is "4 GiBs", not a size`, when it is none; *ret is then untouched. */
bool scalar_read(struct reading *r, const struct node *value, enum scalar type, struct str name, struct value *ret);

/* The index of a text in words, n of them; otherwise a fault that lists them, with the nearest one, and false. */
bool choice_read(struct reading *r, const struct node *value, struct str name, const struct str *words, uint32_t n,
                 uint32_t *ret);

/* scalar_read of a bare text, without origin and without a fault. */
bool scalar_parse(struct str text, enum scalar type, struct value *ret);

#endif
