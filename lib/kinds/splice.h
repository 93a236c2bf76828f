/* Includes of kinds that read INI files: what a file includes is read where it stands, and the kind walks it as if it stood there. */
#ifndef LOADLINE_KINDS_SPLICE_H
#define LOADLINE_KINDS_SPLICE_H

#include "base/limits.h"
#include "formats/ini.h"
#include "kinds/kind.h"

/* The files of one document while they are read. Zero-initialize, the first four set. */
struct splice {
    struct kind_job *job;
    const struct ini_dialect *dialect;
    void (*walk)(void *ctx,
                 struct node *root); /* called for each file once it is read, before what follows the include */
    void *ctx;
    const struct file *reading[LIMIT_INCLUDE_DEPTH + 1]; /* from the document to the file being walked */
    uint32_t depth;
    bool over_limit;
};

/* Reads and walks the document. Its tree. */
struct node *splice_document(struct splice *s);

/* Reads and walks the files that an include names; their trees become children of its entry. at: the pattern, for what is said; SPAN_NONE: none names it. False when something that may be there was not read: told, and the entry is NODE_TAINTED. */
bool splice_include(struct splice *s, struct node *entry, struct span at, struct str pattern, bool glob_allowed);

#endif
