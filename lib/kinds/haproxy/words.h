/* The words of HAProxy: what each is, where it may stand, what follows it and in which versions. The table is words.tsv
 * beside this file (its head says where the facts come from); lib/kinds/words.py makes it C. */
#ifndef LOADLINE_KINDS_HAPROXY_WORDS_H
#define LOADLINE_KINDS_HAPROXY_WORDS_H

#include "kinds/word_index.h"

#include <stdbool.h>
#include <stdint.h>

enum haproxy_class {
    HAPROXY_CLASS_SECTION = 1,
    HAPROXY_CLASS_GLOBAL,
    HAPROXY_CLASS_PROXY,
    HAPROXY_CLASS_MEMBER, /* of a section that is neither global nor a proxy */
    HAPROXY_CLASS_BIND,
    HAPROXY_CLASS_SERVER,
    HAPROXY_CLASS_ACTION,
    HAPROXY_CLASS_ACL,
    HAPROXY_CLASS_FETCH,
    HAPROXY_CLASS_CONVERTER,
    HAPROXY_CLASS_FILTER,
    HAPROXY_CLASS_SERVICE,
    HAPROXY_CLASS_PREDICATE,
    HAPROXY_CLASS_MACRO
};

/* Sections, and the rule sets that actions belong to; one bit each. */
enum haproxy_context {
    HAPROXY_IN_GLOBAL = 1 << 0,
    HAPROXY_IN_DEFAULTS = 1 << 1,
    HAPROXY_IN_FRONTEND = 1 << 2,
    HAPROXY_IN_LISTEN = 1 << 3,
    HAPROXY_IN_BACKEND = 1 << 4,
    HAPROXY_IN_USERLIST = 1 << 5,
    HAPROXY_IN_PEERS = 1 << 6,
    HAPROXY_IN_MAILERS = 1 << 7,
    HAPROXY_IN_RESOLVERS = 1 << 8,
    HAPROXY_IN_CACHE = 1 << 9,
    HAPROXY_IN_PROGRAM = 1 << 10,
    HAPROXY_IN_FCGI_APP = 1 << 11,
    HAPROXY_IN_HTTP_ERRORS = 1 << 12,
    HAPROXY_IN_RING = 1 << 13,
    HAPROXY_IN_LOG_FORWARD = 1 << 14,
    HAPROXY_IN_CRT_STORE = 1 << 15,
    HAPROXY_IN_TRACES = 1 << 16,
    HAPROXY_IN_LOG_PROFILE = 1 << 17,
    HAPROXY_IN_ACME = 1 << 18,
    HAPROXY_IN_HEALTHCHECK = 1 << 19,
    HAPROXY_IN_TCP_REQUEST_CONNECTION = 1 << 20,
    HAPROXY_IN_TCP_REQUEST_SESSION = 1 << 21,
    HAPROXY_IN_TCP_REQUEST_CONTENT = 1 << 22,
    HAPROXY_IN_TCP_RESPONSE_CONTENT = 1 << 23,
    HAPROXY_IN_HTTP_REQUEST = 1 << 24,
    HAPROXY_IN_HTTP_RESPONSE = 1 << 25,
    HAPROXY_IN_HTTP_AFTER_RESPONSE = 1 << 26,
    HAPROXY_IN_QUIC_INITIAL = 1 << 27,
    HAPROXY_IN_PROXY = HAPROXY_IN_DEFAULTS | HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN | HAPROXY_IN_BACKEND
};

/* What a proxy can be. */
enum haproxy_cap { HAPROXY_CAP_FE = 1, HAPROXY_CAP_BE = 2 };

/* How a proxy speaks. */
enum haproxy_mode { HAPROXY_MODE_TCP = 1, HAPROXY_MODE_HTTP = 2, HAPROXY_MODE_LOG = 4 };

enum haproxy_word_flag { HAPROXY_WORD_UNDOCUMENTED = 1, HAPROXY_WORD_NEGATABLE = 2 };

/* A row. Texts are offsets into haproxy_word_text, 0 where there is none. */
struct haproxy_word {
    uint16_t name, module, form, input, output, reach, deflt, origin;
    uint32_t contexts;
    uint32_t since, until, deprecated; /* versions */
    uint8_t class, caps, modes, flags;
};

extern const char haproxy_word_text[];
extern const struct haproxy_word haproxy_words[]; /* row 0 is empty */
extern const uint32_t haproxy_words_n;
extern const struct word_index haproxy_word_index;

enum haproxy_fit {
    HAPROXY_FIT_OK,
    HAPROXY_FIT_UNKNOWN,   /* no such word in that class */
    HAPROXY_FIT_MISPLACED, /* only in other contexts */
    HAPROXY_FIT_REMOVED,   /* gone in the version judged for */
    HAPROXY_FIT_LATER,     /* not there yet */
};

/* The text of a row's column. */
static inline struct str haproxy_word_str(uint16_t offset)
{
    return word_text_at(haproxy_word_text, offset);
}

/* The row of a word of a class in a context (0: in any), for a target version; without one (0) any release from oldest to newest will do.
 * *ret_row is the row that came nearest, 0 for none. */
enum haproxy_fit haproxy_word_pick(struct str name, enum haproxy_class class, uint32_t context, uint32_t target,
                                   uint32_t *ret_row);

/* Whether keywords of sections may be several words of which this is the first: "timeout" of "timeout client". */
bool haproxy_word_is_group(struct str word);

/* Whether the word is there in the version judged for. */
bool haproxy_word_holds(const struct haproxy_word *w, uint32_t target);

/* The known word of a class and context nearest to one that is not, or an empty text. */
struct str haproxy_word_nearest(struct str name, enum haproxy_class class, uint32_t context, uint32_t target);

/* How a context is called: "frontend", "http-request". */
const char *haproxy_context_name(uint32_t context);

#endif
