/* Settings: what is in force in a block of a tree that was read, and the blocks there are. */
#ifndef LOADLINE_KINDS_NGINX_RESOLVE_H
#define LOADLINE_KINDS_NGINX_RESOLVE_H

#include "kinds/nginx/nginx.h"

/* The context that a block opens, one bit of enum nginx_context: of an entry with a block, or of the document's root. 0 where it is not known, and for a
 * free-form block. */
uint32_t nginx_context(const struct kind_job *job, const struct node *block);

/* The blocks below top, at any depth, includes entered, that open one of some contexts (bits):
 *     struct nginx_blocks it = nginx_blocks(job, root, NGINX_IN_SERVER | NGINX_IN_LOCATION);
 *     for (struct node *b; (b = nginx_next_block(&it)) != NULL;) */
struct nginx_blocks {
    const struct kind_job *job;
    struct node *top, *at;
    uint32_t contexts;
};
struct nginx_blocks nginx_blocks(const struct kind_job *job, struct node *top, uint32_t contexts);
struct node *nginx_next_block(struct nginx_blocks *it);

/* How a block is called in texts: "http", "location /api". In the job's arena. */
struct str nginx_block_title(struct kind_job *job, const struct node *block);

/* The effective value of a directive in a block: set there, inherited from the blocks around it, or the default of the version judged for (without a target:
 * of the oldest supported release, and the text says from which version it differs). False: there is no such directive for this block or one around it.
 *
 * Types, by the words table: flag and no_args: bool (no_args: whether it stands there). num, worker_connections, worker_processes: int. size, off: int in bytes. msec,
 * sec, keepalive_timeout: duration. bufs: list of number and size. bitmask, mime_types: list of strings. One argument of another type, if it may stand once: string. More
 * arguments, if it may stand once: list of strings. What may stand several times: list of its occurrences, each a list of strings. Without a default: null, or the empty list.
 *
 * Unknown, with the reason: a word with template pieces, an entry under a template's condition, one that reading found fault with, `auto` workers
 * ("host.cpus_online"), what a missing include may set here, what stands around a fragment.
 *
 * Origin: SET at the words; INHERITED at them too, text the block's title; DEFAULT at the block. `written` is what stands there. */
bool nginx_setting(struct kind_job *job, struct node *block, struct str name, struct value *ret);

/* The kind's forget(): drops what the functions here made for later answers. */
void nginx_forget(struct kind_job *job);

/* The entries of a directive in a block itself, in order: the first, then the next of one. NULL after the last. The first question about a block, and going through all of one directive,
 * take one walk over its entries each. */
struct node *nginx_first(struct kind_job *job, const struct node *block, struct str name);
struct node *nginx_next(struct kind_job *job, struct node *entry);

#endif
