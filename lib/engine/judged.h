/* What a run could judge, for those who must tell "it is gone" from "nobody looked": unused suppressions, a baseline's entries. */
#ifndef LOADLINE_ENGINE_JUDGED_H
#define LOADLINE_ENGINE_JUDGED_H

#include "engine/engine.h"

struct judged;

/* Whether every rule was asked and every finding kept: no --select, --ignore or --changed-since, no limit overrun, and no rule that failed, for what that one would have found is not known. */
bool judged_completely(const struct run *run);

/* Gathers what is known of each document. Everything that was not run must be gathered. In the run's arena. */
struct judged *judged_know(struct run *run);

/* Whether a rule is on and was judged in a document, on every host that runs it. at: the entry it is about; where a missing include may hold what a reader did
 * not miss, a reader's rule was not. */
bool judged_rule_ran(const struct judged *j, const struct active_rule *r, const struct document *d,
                     const struct node *at);

/* Whether the PATHs of the run take in all of a directory, or a file (absolute). Without any, the working directory is searched. */
bool judged_searched(const struct run *run, struct arena *scratch, struct str path);

/* Whether reading lost part of a document where a rule of this id was found: what stands there was not judged. */
bool judged_loses(struct str rule);

#endif
