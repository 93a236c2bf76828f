/* A kind of configuration: how it is recognised, read, resolved and placed. One folder lib/kinds/<kind> each. */
#ifndef LOADLINE_KINDS_KIND_H
#define LOADLINE_KINDS_KIND_H

#include "ast/node.h"
#include "diag/sink.h"
#include "kinds/include.h"
#include "stack/environment.h"
#include "text/marks.h"
#include "text/source.h"
#include "value/type.h"

struct app_map;
struct contributions;
struct map;

/* A release: 1.22.1 is 0x011601. 0: none given. Compares as a number. */
typedef uint32_t version_number;
#define VERSION(major, minor, patch) ((version_number)((major) << 16 | (minor) << 8 | (patch)))

/* "1.22.1", "1.22" (patch 0xff: the last of that branch, so that a range which begins within the branch includes it), "v2.6", "1.22.1-9+deb12u1".
 * False when it does not start with a number. */
bool version_parse(struct str text, version_number *ret);
/* "1.22.1", or "1.22" when the patch is 0xff. */
struct str version_show(struct arena *a, version_number v);

/* How a document stands in its surroundings. */
enum document_role {
    DOCUMENT_ROOT,     /* complete: what the server is started with */
    DOCUMENT_FRAGMENT, /* a part that no root in reach includes: judged in every context where it may stand */
};

/* How an embedded document is written. */
enum embedded_form {
    EMBEDDED_FILE,    /* as a file of its kind */
    EMBEDDED_COMMAND, /* the words of a command line, the program first, each ended by a NUL */
};

/* A document within another one: the command line of a unit or container, a config in a manifest. Its reader makes it, the engine reads it as a document of its own kind; places in it lead to
 * the container's bytes. In the arena of the container's job. */
struct embedded {
    const struct kind *kind;
    enum embedded_form form;
    struct str text;
    const struct span_map *map;
    struct span via; /* the place that holds it */
    struct str path; /* EMBEDDED_FILE: where it is for the server; else empty */
    struct str name; /* of what runs it: the unit, the service of a compose file */
    VEC(struct env_variable) env;
};

/* Names and kinds of what a root pulled in, for the engine: such a file is not judged again as a fragment. */
struct included_file {
    struct file *file;
    struct span via;
};

/* The reading of one root (or fragment, or embedded document) and all that came of it. Made by the engine; belongs to one thread until the join. */
struct kind_job {
    const struct kind *kind;
    /* The job's: everything read and resolved lives here until the run ends. It is that of the thread at work, another one when the document is judged than when it was
     * read: what fills a map or the like later gives it this arena first. */
    struct arena *a;
    struct arena *scratch; /* for what only read() or place() needs: given back after both, and then NULL */
    struct sink *sink;
    struct source_store *sources;
    struct file_store *files;
    const struct include_rules *includes;
    version_number target;     /* 0: none given, judge by all supported stable releases */
    const struct str *modules; /* modules said to be present (loadline.yaml `modules`); n_modules 0: unknown */
    uint32_t n_modules;
    const struct app_map *const *apps; /* entries of loadline.yaml's `apps` that name the document (kinds/app_map.h) */
    uint32_t n_apps;
    const struct map *env; /* what is known of the environment (`env`): name -> struct str; NULL: nothing */
    enum document_role role;
    bool template_marks;     /* the file is a template (by name, or `templates:`): marks are looked for */
    uint32_t source;         /* of the document */
    struct node *root;       /* set by the engine after read() */
    uint64_t included_bytes; /* of all sources read for this job; bounded by LIMIT_INCLUDED_BYTES */
    uint32_t included_files; /* bounded by LIMIT_INCLUDED_FILES */
    VEC(struct included_file) included;
    VEC(struct embedded *) embedded;  /* that read() or place() found in it */
    const struct embedded *container; /* what this is, when it is embedded itself; NULL: a file */
    void *state;                      /* the kind's own, from read() to place() */
};

/* How settings are written, for fixes that add them or change their values. A kind without one has its values replaced by texts alone. */
struct kind_spelling {
    struct str setting;   /* on a line of its own: "name value;" */
    struct str option;    /* among the words of a line that has settings itself: "name=value"; empty: no line has */
    struct str mebibytes; /* behind a number of them: "M"; empty: sizes are numbers of bytes */
    struct str seconds;   /* behind a number of them: "s"; may be empty */
    struct str on, off;   /* flags; empty: the name alone says on, and nothing off */
    struct str
        quote; /* around other values than numbers and flags, in braces where its keys have none; empty: none is needed */
};

/* What rules may select as <kind>:<name>: a block by the blocks around it, "http.server.location". */
struct kind_scope {
    struct str name;
    struct str meaning;
};

struct kind {
    struct str name;  /* "nginx": in options, JSON and rule scopes */
    struct str title; /* "nginx configuration" */
    struct str
        comment; /* what starts a comment, for suppressions; several signs with blanks between them; empty: the format has none */
    struct kind_spelling spelling;
    version_number oldest, newest; /* supported releases */
    bool elsewhere; /* runs on the machines of a cluster: never on the one where loadline is run, unless somebody says so */

    /* Programs that are of this kind by their name, without directories, ended by NULL: whoever finds the command line of one embeds it. NULL: none. */
    const char *const *programs;

    /* How surely a file is of this kind: 0 (no) to 100, by its path alone, or by its first bytes too. head is empty when only the name is asked
     * for; then 0 means "look inside". */
    int (*claims)(struct str path, struct str head);

    /* Whether a text is complete or a fragment, by its head (up to 64 KiB) and, where that tells nothing, its path. */
    enum document_role (*role)(struct str path, struct str head);

    /* The tree of job->source; findings of pack syntax go to job->sink. Never NULL, whatever the text. */
    struct node *(*read)(struct kind_job *job);

    /* The effective value of a setting in a block: set, inherited or default, with its origin. False: the kind has no such setting there.
     * NULL: it has no settings with names, as lines of limits.conf. */
    bool (*setting)(struct kind_job *job, struct node *block, struct str name, struct value *ret);

    /* The scopes of rules over blocks; the last one's name is empty. NULL: the kind has none, nor what follows here. */
    const struct kind_scope *scopes;
    /* The next block of a scope in job->root's tree, in the order of the text; after NULL: the first. NULL: no more. */
    struct node *(*next_block)(struct kind_job *job, uint32_t scope, struct node *after);
    /* The type that setting() gives a setting in blocks of a scope, whatever the version; NULL: there is none of that name. Null stands for what is neither set nor has a
     * default, whatever the type. */
    const struct type *(*setting_type)(uint32_t scope, struct str name);
    /* Names of those settings, one by one, some maybe twice; empty beyond the last one. */
    struct str (*setting_name)(uint32_t scope, uint32_t i);
    /* How a block is called in messages: "location /api". In the job's arena. */
    struct str (*block_title)(struct kind_job *job, const struct node *block);

    /* The block that a block takes settings from beside its own: a defaults section. NULL for none; no function: the one around it. */
    struct node *(*outer)(struct kind_job *job, const struct node *block);

    /* What the document says about services, pools and routes. Called once for a root whose tree stands. */
    void (*place)(struct kind_job *job, struct contributions *out);

    /* Drops what setting() and its like made to find the next answers faster: the arena that it stands in (scratch while there is one, else a) is given back after this.
     * NULL: it is to live as long as the tree. */
    void (*forget)(struct kind_job *job);

    /* Makes of a copy of a job whose tree stands one that another thread may ask meanwhile: what answers write is its own, in its arena `a`. NULL: a document is asked by one
     * thread. */
    void (*share)(struct kind_job *copy);
};

/* All kinds, in the order of meson.build's list. */
extern const struct kind *const kinds_all[];
extern const uint32_t kinds_count;

/* Which marks a source of the job may hold (a set of enum mark_syntax): those of its file; of the document itself, which `templates:` may list without telling the language, else
 * Jinja's and ERB's. And those it holds, in job->a. */
unsigned kind_mark_syntax(const struct kind_job *job, uint32_t source);
struct marks kind_marks(const struct kind_job *job, uint32_t source);

/* The kind of that name, or NULL. */
const struct kind *kind_find(struct str name);

/* The kind that a program is of, by its name without directories, or NULL. */
const struct kind *kind_of_program(struct str program);

/* The kind that claims a file most surely, by name and head; NULL when none does. *ret_score (may be NULL) tells how surely. */
const struct kind *kind_detect(struct str path, struct str head, int *ret_score);

#endif
