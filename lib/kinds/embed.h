/* Making embedded documents of command lines. */
#ifndef LOADLINE_KINDS_EMBED_H
#define LOADLINE_KINDS_EMBED_H

#include "base/buf.h"
#include "kinds/kind.h"
#include "text/span_map.h"

/* A command line while its words are added. Zero-initialize, with the arena in text.a. */
struct command_text {
    struct buf text;
    struct span_map map;
};

/* Adds a word that stands at a place. Where that has the word's bytes as they are, places within the word are exact; else each leads to all of it. A word with a NUL is cut
 * there, as the kernel does. */
void command_add(struct command_text *c, struct str word, struct span at);

/* Embeds the command line in job, for the kind of its program. Returns it, for its name and environment to be filled in. */
struct embedded *command_embed(struct kind_job *job, struct command_text *c, const struct kind *kind, struct span via);

/* The words of an embedded command line, the program first: each with its offset in the text, so that a span is {job->source, off, len}. False when there are no more. *off starts at 0. */
bool command_next(struct str text, uint32_t *off, struct str *ret_word);

#endif
