/* Finding what is to be judged: the files named on the command line, and in the directories named there all files of a known kind. */
#ifndef LOADLINE_ENGINE_DISCOVER_H
#define LOADLINE_ENGINE_DISCOVER_H

#include "kinds/within.h"

/* What kind path (as shown) is of, and how surely: 0 (of none) to 100; the name empty for none. head holds the file's first bytes (at most DISCOVER_HEAD_BYTES);
 * with an empty head only the name is asked for: DISCOVER_SURE or more is then the answer, less than 0 leaves the file unread, anything
 * else has it asked again with its head. */
typedef struct str discover_kind_fn(void *ctx, struct str path, struct str head, int *ret_score);

enum { DISCOVER_SURE = 90, DISCOVER_HEAD_BYTES = 8192 };

/* A pattern of `exclude`, in the form of .gitignore. dir: absolute, normalized, where it starts from; place: "loadline.yaml:7", for the reason. */
struct discover_exclude {
    struct str dir, pattern, place;
};

/* Files (and directories with all in them) that loadline reads for itself: never judged. path: absolute, normalized. */
struct discover_own {
    struct str path;
    bool facts; /* else loadline.yaml and what it extends */
};

/* Texts and arrays live as long as the result. */
struct discover_options {
    struct str base;         /* directory of the run: absolute, normalized */
    const struct str *paths; /* as given; none, and no `around`: "." */
    uint32_t n_paths;
    /* Directories (absolute, normalized) searched beside them, for what stands around files named outright. */
    const struct str *around;
    uint32_t n_around;
    uint32_t max_around; /* names looked at there; with more of them nothing around is found */
    const struct discover_exclude *exclude;
    uint32_t n_exclude;
    const struct discover_own *own;
    uint32_t n_own;
    discover_kind_fn *kind;
    void *ctx;
    bool hook; /* a file named outright that is excluded, or of no known kind, is left like one that was found */
    struct str named_kind; /* --kind: the kind of all files named outright; empty: not given */
    uint32_t max_file_size;
    bool list_all; /* keep all entries; else only those judged or not analysed */
};

enum discover_left {
    DISCOVER_JUDGED, /* not left */
    DISCOVER_IGNORED,
    DISCOVER_EXCLUDED,
    DISCOVER_HIDDEN, /* directories only */
    DISCOVER_OWN,    /* facts, loadline.yaml */
    DISCOVER_NO_KIND,
    DISCOVER_BINARY,      /* a NUL among the first bytes */
    DISCOVER_NOT_REGULAR, /* FIFO, device, socket */
    DISCOVER_TOO_LARGE,
    DISCOVER_UNREADABLE,
    DISCOVER_OUTSIDE,    /* a link that leads outside of all that was given: not looked at */
    DISCOVER_DANGLING,   /* a link to nothing */
    DISCOVER_LOOP,       /* a link to a directory above it */
    DISCOVER_OTHER_NAME, /* of a directory that is searched by its own name, or of a file as the maps have it */
    DISCOVER_TOO_DEEP,
    DISCOVER_TOO_MANY, /* where the search stopped */
};

/* One file, or a directory that was not searched. */
struct discovered {
    struct str path; /* as shown: relative to base, '/' between parts, the same however it was given; for file_open */
    bool is_dir;
    bool named;  /* outright, on the command line */
    bool around; /* found in a directory of `around`: nobody asked for it. Such entries are all JUDGED */
    enum discover_left left;
    bool not_analysed; /* left, but might have had to be judged: to be reported */
    struct str kind;   /* JUDGED */
    /* IGNORED, EXCLUDED: the file or place that says so; OTHER_NAME, and JUDGED with a twin: the name it goes by. */
    struct str by;
    uint32_t by_line;
    enum file_fault fault; /* UNREADABLE */
    bool link;
    uint64_t dev, ino; /* JUDGED: what the name leads to */
    /* JUDGED: 1 + the index of the entry for the same file that should be judged in place of this one; 0: none. */
    uint32_t twin;
};

/* A PATH that doesn't exist: a usage error. path is as it was given. */
struct discover_fault {
    struct str path;
    enum file_fault fault;
};

/* Entries in the order of the bytes of their paths, each path once. */
struct discovery {
    struct discovered *files;
    uint32_t n;
    VEC(struct discover_fault) faults;
    bool around_left; /* max_around was reached */
};

/* Searches. Honours .gitignore and .git/info/exclude below the root of the repository (a directory with .git in it); without one, below base. A directory
 * named outright is searched, and a file judged, whatever patterns say. Links are followed as far as they stay within the directories
 * named and their repositories: these are added to rules as roots, the maps in rules are heeded. Of several names of one file (links) the one in a
 * directory *-enabled is preferred, then the file's own. */
struct discovery discover(struct arena *a, const struct discover_options *options, struct include_rules *rules);

/* The path of the entry that is judged for the file at path (as shown): another name of it, or path itself, also where it was not found. So a file that a root
 * includes by one name is known under its others. */
struct str discover_judged_as(const struct discovery *d, struct str path);

/* What the file is or why it was left, in words: "nginx", "ignored by .gitignore:3", "binary" ... */
struct str discover_reason(struct arena *a, const struct discovered *file);

#endif
