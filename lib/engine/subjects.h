/* The objects of a scope: what a rule, or `loadline eval`, is asked about. */
#ifndef LOADLINE_ENGINE_SUBJECTS_H
#define LOADLINE_ENGINE_SUBJECTS_H

#include "engine/evaluate.h"

/* Called for one after another; the subject's values live in the arena that was given. */
typedef void subject_fn(void *ctx, const struct subject *subject);

/* Of a scope of the stack but `host`: the service itself, or what belongs to it, in the order of its config. */
void subjects_of_service(struct arena *a, enum stack_scope scope, const struct placed_service *service, subject_fn *fn,
                         void *ctx);

/* Of a document's scope or one of its kind's: the document, or its blocks in the order of the text. None when the scope is another kind's. */
void subjects_of_document(struct arena *a, const struct rule_scope *scope, struct kind_job *job,
                          const struct host *host, subject_fn *fn, void *ctx);

/* The host itself, for the scope `host`. */
void subjects_of_host(struct arena *a, const struct host *host, subject_fn *fn, void *ctx);

#endif
