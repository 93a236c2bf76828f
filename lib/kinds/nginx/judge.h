/* A directive against the table of words, in nginx's order: name, place, ending, number of arguments, then its own check. */
#ifndef LOADLINE_KINDS_NGINX_JUDGE_H
#define LOADLINE_KINDS_NGINX_JUDGE_H

#include "kinds/nginx/reader.h"

/* Judges entry in r->frame and reports what is wrong. end: SEMICOLON or OPEN. sure: its words are what the author wrote; else only name and place are
 * judged. Sets entry->word to the directive's row where it may stand here. Returns the row that says how its block is to be read: that one, or the nearest of an
 * unknown or misplaced name; 0 for none. */
uint32_t nginx_judge(struct nginx_reader *r, struct node *entry, enum nginx_end end, bool sure);

/* Whether a directive of that name may stand in a context. */
bool nginx_fits(const struct nginx_reader *r, struct str name, uint32_t context);

#endif
