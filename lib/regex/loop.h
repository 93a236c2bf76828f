/* Whether a repeated part of a pattern can match one text in two ways: then each further round doubles the ways. */
#ifndef LOADLINE_REGEX_LOOP_H
#define LOADLINE_REGEX_LOOP_H

#include "regex/tree.h"

enum regex_loop {
    REGEX_LOOP_ONE_WAY, /* each text in one way at most */
    REGEX_LOOP_TWO_WAYS,
    REGEX_LOOP_TOO_LARGE, /* not analysed */
};

/* repeat: an unbounded REPEAT. With TWO_WAYS *ret_word is a text that takes one round or more from a place in the loop to the same place, in two ways: it may be
 * repeated without end. The automaton of positions of Glushkov, with the number of ways on its edges; two ways are looked for in its product with itself (Weber and
 * Seidl, On the degree of ambiguity of finite automata, 1991: criterion EDA). Counts above 8 are cut, which leaves loops as they are. */
enum regex_loop regex_loop_ways(struct arena *a, const struct regex_node *repeat, struct str *ret_word);

#endif
