/* Suppressions: what a comment in a config says about findings that are known and accepted. */
#ifndef LOADLINE_RULESET_SUPPRESS_H
#define LOADLINE_RULESET_SUPPRESS_H

#include "diag/sink.h"
#include "ruleset/ruleset.h"

/* The word that a suppression begins with: a file without it has none. */
#define SUPPRESS_MARK STR("loadline:")

/* `until` of a suppression without an end. */
#define SUPPRESS_EVER INT64_MAX

/* What the findings about suppressions themselves are called. */
#define SUPPRESS_INVALID STR("meta/suppression-invalid")
#define SUPPRESS_NO_REASON STR("meta/suppression-without-reason")
#define SUPPRESS_EXPIRED STR("meta/suppression-expired")
#define SUPPRESS_NOT_ALLOWED STR("meta/suppression-not-allowed")
#define SUPPRESS_UNUSED STR("meta/suppression-unused")

/* A rule, a pack or "all", and where it is named. */
struct suppress_name {
    struct str text;
    struct span at;
};

/* One suppression, of a comment or of loadline.yaml. Whether it holds is not its own to say: a reason may be missing, its day may be past. Texts point into
 * the source. */
struct suppression {
    bool whole_file;
    VEC(struct suppress_name) names; /* at least one */
    struct str reason;               /* empty: none is given */
    int64_t until;                   /* the last day it holds, in days since 1970-01-01; or SUPPRESS_EVER */
    struct span at;                  /* of a comment: from the mark to what stands before the reason */
    struct span until_at;            /* "until=2027-01-31", or none */
};

/* Reads the text of a comment, without its sign:
 *     loadline: ignore[capacity/workers-exceed-cpus, balance] until=2027-01-31 -- canary rollout, OPS-412
 * ignore-file holds for the whole file. The mark may follow other words, but not a comment sign alone: then a line was commented out together with its
 * suppression. at: the place of text; signs: the kind's comment signs, with blanks between them.
 * False when the comment is none, and when it means to be one but is malformed: then a meta/suppression-invalid finding says what is wrong. A mere mention
 * of the mark is neither. Arrays live in the sink's arena. */
bool suppression_read(struct sink *sink, struct str text, struct span at, struct str signs, struct suppression *ret);

/* Days since 1970-01-01 of "2027-01-31"; false for anything else and for a day that no calendar has. And back. */
bool suppress_day_parse(struct str text, int64_t *ret);
struct str suppress_day_show(struct arena *a, int64_t day);

/* Whether a name means something among the rules of a run: a rule, in *ret_rule; or a pack or "all", with *ret_rule NULL. For a name that means nothing, false and
 * the nearest one in *ret_nearest, empty when none is near. */
bool suppress_name_known(const struct ruleset *rules, struct str name, const struct active_rule **ret_rule,
                         struct str *ret_nearest);

/* Whether a name means the rule of that id. */
bool suppress_name_means(struct str name, struct str id);

#endif
