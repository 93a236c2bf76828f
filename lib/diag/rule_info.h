/* What the program knows about a rule apart from how it judges. */
#ifndef LOADLINE_DIAG_RULE_INFO_H
#define LOADLINE_DIAG_RULE_INFO_H

#include "base/str.h"

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

enum precision { PRECISION_LOW, PRECISION_MEDIUM, PRECISION_HIGH, PRECISION_VERY_HIGH };

/* preview: runs only when selected; removed: never runs, keeps its id taken. */
enum rule_status { RULE_STABLE, RULE_PREVIEW, RULE_DEPRECATED, RULE_REMOVED };

/* One rule's card. Built-in ones are constants; those of user packs live in the run's arena. */
struct rule_info {
    struct str id; /* <pack>/<name>, never renamed */
    struct str title;
    enum severity severity;
    enum precision precision;
    enum rule_status status;
    bool ignorable;
    struct str since;
    const struct str *tags;
    uint32_t n_tags;
    struct str what, why; /* docs: what it looks for, why that matters */
    struct str url;
};

/* "note", "warning", "error" and back. */
struct str severity_name(enum severity s);
bool severity_parse(struct str name, enum severity *ret);

/* The part of an id before its '/': "capacity" of "capacity/auto-workers". */
struct str rule_pack(struct str id);

#endif
