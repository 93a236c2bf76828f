/* Names that one directive defines and another uses: each is looked up when the whole configuration has been read. */
#ifndef LOADLINE_KINDS_NGINX_NAMES_H
#define LOADLINE_KINDS_NGINX_NAMES_H

#include "ast/node.h"
#include "base/map.h"
#include "base/vec.h"

struct nginx_reader;

/* What the name is of. Names of http, stream and mail are apart; memory zones are apart by what they hold. */
enum nginx_name_kind {
    NGINX_NAME_VARIABLE, /* without "$", in lower case */
    NGINX_NAME_LOG_FORMAT,
    NGINX_NAME_ZONE, /* of shared memory; zones.h defines and looks them up */
    NGINX_NAME_THREAD_POOL,
    NGINX_NAME_MODULE, /* that load_module loads */
    NGINX_NAME_KINDS
};

/* One use of a name. */
struct nginx_use {
    struct str name;
    struct node *entry;
    struct span at;
    uint32_t line; /* that nginx reports; 0: none */
    uint8_t kind, class;
};

enum { NGINX_NAME_CLASSES = 6, NGINX_UNDEFINED_ALSO = 5 };

/* A variable that is used and was not defined when it was read: where, first and again. */
struct nginx_undefined {
    struct node *entry;
    struct span at;
    struct span also[NGINX_UNDEFINED_ALSO];
    uint32_t n_also;
};

/* Part of struct nginx_reader. */
struct nginx_names {
    struct map defined[NGINX_NAME_KINDS][NGINX_NAME_CLASSES]; /* name -> entry that defines it */
    VEC(struct nginx_use) uses;
    struct map undefined[NGINX_NAME_CLASSES]; /* variable -> struct nginx_undefined */
    uint32_t vague[NGINX_NAME_KINDS];         /* bits of classes in which a name is defined that is not known */
    struct map suspects;                      /* the words within directives that are wrong */
};

/* Notes that entry defines name in the class of the block being read. Returns the entry that had defined it already, else NULL; the first
 * one is kept. name must live as long as the reader. */
struct node *nginx_name_define(struct nginx_reader *r, enum nginx_name_kind kind, struct str name, struct node *entry);

/* The entry that defines a name, of those read so far; NULL for none. class is one of enum nginx_class. */
struct node *nginx_name_find(const struct nginx_reader *r, enum nginx_name_kind kind, uint32_t class, struct str name);

/* Notes that entry uses name at a place, to be looked up at the end (post.h). line: what nginx would report, 0 for none. */
void nginx_name_use(struct nginx_reader *r, enum nginx_name_kind kind, struct str name, struct node *entry,
                    struct span at, uint32_t line);

/* name as it is compared: of a variable in lower case. */
struct str nginx_name_folded(struct nginx_reader *r, enum nginx_name_kind kind, struct str name);

/* A name of that kind is defined here, and its text is not known. */
void nginx_name_vague(struct nginx_reader *r, enum nginx_name_kind kind);

/* entry is wrong: what its words name may be what it was to define, and is not called unknown after that. */
void nginx_name_suspect(struct nginx_reader *r, const struct node *entry);

/* Whether a name that nobody defines may be defined all the same: in a part of the text that is wrong, or where a name is not known. Not asked here: whether something is
 * missing (nginx_may_hide). */
bool nginx_name_in_doubt(struct nginx_reader *r, enum nginx_name_kind kind, uint32_t class, struct str name);

#endif
