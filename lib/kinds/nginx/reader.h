/* The reading of one nginx configuration: what the grammar, the checks of arguments and the checks of the whole share. */
#ifndef LOADLINE_KINDS_NGINX_READER_H
#define LOADLINE_KINDS_NGINX_READER_H

#include "kinds/include.h"
#include "kinds/kind.h"
#include "kinds/nginx/lex.h"
#include "kinds/nginx/names.h"
#include "kinds/nginx/words.h"

/* A block that is being read. An include adds no frame: its entries belong to the block that includes it. */
struct nginx_frame {
    struct nginx_frame *outer; /* NULL: the document */
    struct node *block;        /* its entry, or the document's root */
    uint32_t context;          /* one bit of enum nginx_context; 0: unknown, nothing in it is judged but its grammar */
    uint32_t row;              /* of the block's directive; 0: none */
    uint32_t class;            /* enum nginx_class of what stands in it */
    uint32_t undo;             /* r->undo.n when it began */
    uint32_t src;              /* source that its "{" stands in */
    struct node *closed;       /* the block in it that ended last; NULL: none yet */
    void *own;                 /* for the checks of a block's type: NULL when it begins */
};

/* What r->seen held before a block's entry took its place. */
struct nginx_seen_undo {
    uint32_t row;
    struct node *before;
};

/* An include in a block that names a file which every distribution ships and which is not here: only what that sets is unknown. */
struct nginx_gap {
    struct node *block, *include;
    const struct include_known *known;
};

/* Lives while one document is read. Checks use job, a, sink, frame and line; the functions below are made for them. */
struct nginx_reader {
    struct kind_job *job;
    struct arena *a;       /* the job's */
    struct arena *scratch; /* the job's: for what is gone when the document has been read */
    struct sink *sink;     /* findings; not job->sink while a fragment is tried in several contexts */
    struct sink nowhere;   /* findings in a template whose structure is not known */
    struct nginx_lex *lex;
    uint32_t src;  /* source that lex reads */
    uint32_t line; /* of the last byte read: what nginx would report now */
    struct nginx_frame *frame;
    struct nginx_reading *reading; /* the file at hand and those that include it; read.c's own */
    uint32_t depth;                /* of blocks */
    bool fragment; /* the document stands in a world that is not seen: no name is unknown, nothing is missing */
    uint32_t open; /* contexts in which an include is missing, or a template inserts text: see nginx_may_hide */
    bool foreign;  /* a module is loaded that the table does not know: an unknown name may be its */
    struct span foreign_at;
    bool environment;      /* envsubst puts in what the environment has, and "$name" may be one of those */
    bool third_party;      /* a directive was read that nginx itself does not have: a variable may be its module's */
    bool over_limit;       /* LIMIT_INCLUDED_* was exceeded, and said so */
    bool conditional;      /* in a template's condition or loop */
    uint32_t n_searches;   /* left for the name nearest to an unknown one */
    uint32_t n_range_work; /* steps taken for the ranges of geo blocks, which are bounded */
    uint32_t n_splits;     /* statements taken apart after a lost ";" */
    uint32_t n_faults;     /* findings of nginx_fault so far: a check has failed if it grew */
    struct finding *last_fault; /* of them */
    struct node **seen;         /* by row: the last entry in the blocks being read */
    uint32_t *read;             /* a bit by row: it stands anywhere in what was read; nginx_row_is_read */
    bool reopened; /* a block was read on in behind its "}": what was noted at its end is not all (repair.c) */
    VEC(struct nginx_seen_undo) undo;
    struct nginx_names names;
    struct map regexes[2]; /* compiled ones by pattern; of ~ and ~*: a location is often the same in every server */
    struct nginx_listens *listens;     /* listens.h; NULL: none yet */
    struct nginx_upstreams *upstreams; /* upstreams.h */
    struct nginx_zones *zones;         /* zones.h */
    struct nginx_referers *referers;   /* args_referers.c's */
    struct nginx_logs *logs;           /* args_log.c's */
    struct nginx_charsets *charsets;   /* args_charset.c's */
    const struct node *sub_block;      /* the block that had a sub_filter last, and how many it has */
    uint32_t n_subs;
    uint32_t n_sockets;           /* that all blocks read so far listen on, at least */
    struct map limits;            /* args_limit.c's: block and zone -> the entry that limits it */
    struct nginx_paths *paths;    /* paths.h */
    VEC(struct finding *) merged; /* of texts that nginx compiles when http ends: its line is then theirs */
    VEC(struct node *) long_names; /* entries: nginx_note_header_name */
    VEC(struct nginx_gap) gaps;
    struct nginx_lines *lines;
};

/* A finding at a place, with the line that nginx would report: r->line. The message is formatted as by diag_syntax, cut at 1,000 bytes. */
struct finding *nginx_fault(struct nginx_reader *r, enum syntax_rule rule, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Text from the file made fit for a message (diag_quote), NUL-terminated. */
const char *nginx_quoted(struct nginx_reader *r, struct str s);

/* The entry of that name which the block being read has already, or NULL; the entry that is being checked does not count.
 * For directives that exclude each other. A conditional entry is not told. */
struct node *nginx_seen(struct nginx_reader *r, struct str name);

/* The same of the block of any frame; a conditional entry too. */
struct node *nginx_seen_in(struct nginx_reader *r, const struct nginx_frame *frame, struct str name);

/* A bit by row, 32 in a word. */
static inline bool nginx_row_is_read(const uint32_t *read, uint32_t row)
{
    return read[row / 32] >> (row % 32) & 1;
}

/* Whether a directive of that name was read, in any block: in a block of thousands of entries a look for one that is nowhere takes long. */
bool nginx_has_read(const struct nginx_reader *r, struct str name);

/* Whether the release that is judged for is v or a later one. Without a target it is: what a newer release takes counts. */
static inline bool nginx_since(const struct nginx_reader *r, version_number v)
{
    return r->job->target == 0 || r->job->target >= v;
}

/* The line of a byte of a source, from 1. The first call for a source looks at all of its text. */
uint32_t nginx_line_of(struct nginx_reader *r, uint32_t src, uint32_t off);

/* The line that nginx reported while it was at an entry's own words: that of its ';' or '{'. */
uint32_t nginx_entry_line(struct nginx_reader *r, const struct node *entry);

/* The bytes of a word with its quotes. */
struct span nginx_word_span(const struct node *word);

/* Whether something that is not seen may stand in one of these contexts (bits of enum nginx_context): nothing that could be there is unknown or missing then. A
 * fragment's surroundings may hold anything. */
bool nginx_may_hide(const struct nginx_reader *r, uint32_t contexts);

/* Whether the block being read, or one around it, has a fault in its own words: nginx refuses it whole, and what stands in it is no duplicate of anything. */
bool nginx_in_fault(const struct nginx_reader *r);

/* An include is missing, or a template inserts text, in the block being read. */
void nginx_taint(struct nginx_reader *r);

/* Begins and ends a block: what was seen in it does not count behind it. */
void nginx_frame_push(struct nginx_reader *r, struct nginx_frame *f, struct node *block, uint32_t context,
                      uint32_t row);
void nginx_frame_pop(struct nginx_reader *r);

/* entry, of a row, is the last one of its directive from here on, until the block ends. */
void nginx_note_seen(struct nginx_reader *r, struct node *entry);

/* The class of what stands in a context (one bit of enum nginx_context); 0 for none. */
uint32_t nginx_class_of(uint32_t context);

#endif
