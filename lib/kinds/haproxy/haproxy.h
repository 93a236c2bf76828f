/* HAProxy as a kind: what is kept of a reading for those that look at the tree afterwards. */
#ifndef LOADLINE_KINDS_HAPROXY_HAPROXY_H
#define LOADLINE_KINDS_HAPROXY_HAPROXY_H

#include "kinds/haproxy/reader.h"

/* What a row of the words table comes to, worked out when it is first asked for. */
struct haproxy_row {
    uint8_t shape; /* enum haproxy_shape, plus 1; 0: not asked for yet */
    int8_t taken;  /* of an option: see words_taken of options.c, plus 1; 0: not asked for yet */
};

/* job->state. Lives in the job's arena. */
struct haproxy_state {
    VEC(struct haproxy_proxy *) proxies; /* in the order of the text, defaults sections too */
    VEC(struct haproxy_cut) cuts;
    VEC(const struct node *) ended; /* lines with a word before their last one that is empty, or may come out so */
    VEC(struct haproxy_bare) bare;
    struct map by_section; /* a section's entry (its address) -> struct haproxy_proxy */
    struct map sections;   /* the same -> struct haproxy_section, made when asked for */
    struct map lines;      /* a line's entry (its address) -> struct haproxy_options, likewise */
    struct map
        questions[32];   /* by the context of a section: name of a setting -> struct question of resolve.c, likewise */
    struct map asked[2]; /* options of bind and of server lines: name -> struct haproxy_asked, likewise */
    struct haproxy_row *rows; /* by row of the words table */
    bool *used;               /* rows of the words table that are an option of some line; NULL: not gathered yet */
    bool has_inserts;         /* a template puts in lines that are not here, sections among them */
    bool any_vague;           /* a line has options that are not known */
    struct haproxy_section *last_section; /* that were asked for: the next question is often about the same */
    struct haproxy_options *last_options;
};

/* The kind's share(): what reading left is shared, what was asked for since is not. */
void haproxy_share(struct kind_job *copy);

/* Reads job->source: the kind's read(). Sets job->state. */
struct node *haproxy_read(struct kind_job *job);

/* How surely a file is HAProxy's, and whether it is complete: see struct kind. */
int haproxy_claims(struct str path, struct str head);
enum document_role haproxy_role(struct str path, struct str head);

/* The effective value of a setting: see struct kind. block is a section, or a line of a server or listener.
 *
 * Of a section: a keyword of the words table ("timeout client", "option httplog", "maxconn", "http-request"; also a rule's with its action, "http-request
 * deny": those lines alone). A proxy takes from its defaults section what it does not set, and a defaults section from the one it names; each "stats" line
 * of a proxy drops all of the defaults'. name and section are strings; servers and binds the lines as objects.
 * Of a line: an option of the words table ("check", "weight"). A server takes what it does not set from the "default-server" lines above it, then from
 * those of the defaults. The last of an option and what takes it back ("check", "no-check") counts. name, address, count and proxy are the line's own
 * words and its section.
 *
 * Types: enum haproxy_shape. Unknown, with the reason: environment variables, lines with a fault, what hangs on an .if that is not known. Null: neither
 * set nor with a default that is a value. */
bool haproxy_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);

/* The proxy of a section's entry; NULL for other sections. */
const struct haproxy_proxy *haproxy_proxy_of(const struct kind_job *job, const struct node *section);

#endif
