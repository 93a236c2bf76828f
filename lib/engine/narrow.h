/* Files named outright are judged within the project around them: a fragment in the roots that include it, a unit beside the program it runs. What is
 * reported is only what touches the files asked for. */
#ifndef LOADLINE_ENGINE_NARROW_H
#define LOADLINE_ENGINE_NARROW_H

#include "engine/engine.h"

/* The directories to be searched beside the paths asked for: of each file that is named outright (standard input with a name is one) the directory of loadline.yaml,
 * else of its repository, else that of the run, whichever it lies below; each once, in run->arena. *ret_bounded: one is no more than the directory of the run, which may be
 * anything: it is not searched for a file that is complete, and only LIMIT_AROUND_FILES names are looked at there. Returns how many; 0 when options->look_around is not set. */
uint32_t narrow_around(struct run *run, const struct str **ret, bool *ret_bounded);

/* Whether loadline.yaml, facts or rules are among the files named: they concern all that is around, so all of it is asked for. */
bool narrow_means_all(struct run *run);

/* Which files were asked for: found by a path, or included by a root that was. Sets run->narrowed, asked and concerned; nothing is narrowed when no document
 * is only around. After reading. */
void narrow_start(struct run *run);

/* Whether a file asked for has a part in a service: by its config, or by what was joined to it. True when nothing is narrowed. */
bool narrow_keeps_service(const struct run *run, const struct placed_service *service);

/* Whether a document was asked for, or includes a file that was. */
bool narrow_keeps_document(const struct run *run, const struct document *d);

/* Whether narrow_keeps_service holds for any service on a host. */
bool narrow_keeps_host(const struct run *run, const struct host *host);

/* What a sink holds is about a service, host or document that is kept: so are the findings of rules over whole services and hosts, wherever they point, and what was not run. */
void narrow_mark(const struct run *run, struct sink *sink);

/* Whether a place lies in a file asked for, or an include on the way there does; where there is no place, whether path (as shown) is one. True when nothing is narrowed. */
bool narrow_keeps_place(struct run *run, struct span at, struct str path);

/* Whether a finding has its own or a related place there, or is marked. */
bool narrow_keeps_finding(struct run *run, const struct finding *f);

#endif
