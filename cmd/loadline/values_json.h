/* Values as JSON. What is not known is null; the report says elsewhere for lack of what. */
#ifndef LOADLINE_CMD_VALUES_JSON_H
#define LOADLINE_CMD_VALUES_JSON_H

#include "report/json_out.h"
#include "facts/host.h"
#include "text/source.h"

/* null for what is not known or does not apply; "unlimited" is a word: JSON has no such number. Times, addresses and the like are texts. */
json_t *value_json(struct report_out *o, struct value v);

/* A member of that. */
void put_value(struct report_out *o, json_t *object, const char *key, struct value v);

/* Members "file" and "line"; null without a place. */
void put_place(struct report_out *o, json_t *object, struct source_store *sources, struct span at);

/* Of an unknown value a member with the reasons; of another nothing. */
void put_unknown(struct report_out *o, json_t *object, const char *key, struct value v);

json_t *host_names_json(struct report_out *o, const struct host *const *hosts, uint32_t n);

#endif
