/* The tables of names that nginx builds when a block has been read (ngx_hash.c). */
#ifndef LOADLINE_KINDS_NGINX_HASHES_H
#define LOADLINE_KINDS_NGINX_HASHES_H

#include "kinds/nginx/reader.h"

#include <stdint.h>

/* Processors that nginx runs on have lines of 64 bytes, or 32 and 128 in rare cases: what bucket sizes are rounded up to, and their default. */
enum { NGINX_CACHE_LINE = 64 };

/* The bytes of a bucket that holds a name of len bytes: fatal if bucket_size is less. A pointer, the name with its length in two bytes, rounded up to
 * pointers, and the pointer that ends the bucket (NGX_HASH_ELT_SIZE, ngx_hash_init). */
static inline uint32_t nginx_hash_bucket(uint32_t len)
{
    return 8 + ((len + 2 + 7) & ~7u) + 8;
}

/* entry, of any directive, has a name as its first word: one that is too long for the smallest buckets is judged when http has been read, if it
 * is a header's (post_header_names.c). */
void nginx_note_header_name(struct nginx_reader *r, struct node *entry);

#endif
