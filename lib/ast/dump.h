/* A tree as text, one node a line: for tests and for people who debug a reader. */
#ifndef LOADLINE_AST_DUMP_H
#define LOADLINE_AST_DUMP_H

#include "ast/node.h"
#include "base/buf.h"

enum dump_option {
    DUMP_SPANS = 1, /* "@off+len" of at, and of name_at where it differs */
};

/* Appends top and all below it, two spaces a level:
 *     entry "listen" @0+10 name @0+6 block
 *       word "80" @7+2 plain
 * Texts are quoted, with \n, \t, \", \\ and \xNN for what is not printable ASCII or UTF-8 beyond it. */
void node_dump(struct buf *out, const struct node *top, unsigned options);

#endif
