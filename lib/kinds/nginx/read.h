/* The grammar of nginx with recovery: statements, blocks, free-form blocks, Lua, includes. */
#ifndef LOADLINE_KINDS_NGINX_READ_H
#define LOADLINE_KINDS_NGINX_READ_H

#include "kinds/nginx/reader.h"

/* One file (or embedded text) being read; a chain through the includes above it. */
struct nginx_reading {
    struct nginx_reading *outer;
    struct file *file;
    bool lines;             /* in a free-form block: read as its lines */
    uint32_t comments_upto; /* comments before this offset stand in the tree: a statement may be read twice */
    bool ended;             /* its end was met within a block and reported */
    bool weighed;           /* balance is known */
    int64_t
        balance; /* blocks that are opened and never closed; negative: closings too many. Changes as they are made up for */
    uint32_t closing; /* blocks that are to end here though their "}" is missing */
    bool unclear;     /* a template whose conditions open and close blocks: its structure is not known */
};

/* Reads all of a source into r->frame, under parent (a NODE_ROOT). r->frame tells what it is part of. */
void nginx_read_source(struct nginx_reader *r, uint32_t src, struct node *parent);

/* Reads the files that an include entry names, in r->frame; they become its children. */
void nginx_read_include(struct nginx_reader *r, struct node *entry);

/* Whether a line "include FILE" in a free-form block of that row is an include: types, map and geo have it. */
bool nginx_may_include(const struct nginx_word *row);

/* Statements up to the "}" that ends the block (true) or the end of the text (false). They become children of parent. */
bool nginx_read_statements(struct nginx_reader *r, struct node *parent);

/* The statements of a free-form block, up to its "}" or the end of the text. */
bool nginx_read_lines(struct nginx_reader *r, struct node *parent, const struct nginx_word *row);

#endif
