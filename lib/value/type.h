/* Types: what a checker knows of a value before there is one, and what type() gives. */
#ifndef LOADLINE_VALUE_TYPE_H
#define LOADLINE_VALUE_TYPE_H

#include "value/value.h"

enum type_kind {
    TYPE_DYN, /* any: judged when the value is there */
    TYPE_NULL,
    TYPE_BOOL,
    TYPE_INT,
    TYPE_UINT,
    TYPE_DOUBLE,
    TYPE_STRING,
    TYPE_BYTES,
    TYPE_LIST, /* param[0]: items */
    TYPE_MAP,  /* param[0]: keys, param[1]: values */
    TYPE_TYPE,
    TYPE_DURATION,
    TYPE_TIMESTAMP,
    TYPE_OPTIONAL, /* param[0]: what it may hold */
    TYPE_IP,
    TYPE_CIDR,
    TYPE_OBJECT, /* fields: which ones it has */
    TYPE_PARAM,  /* of a generic signature, or not yet inferred; id tells them apart */
};

struct type;

/* The fields an object type has: those a rule may read, each with its declared type. The run-time side is struct
 * object_class. */
struct object_fields {
    struct str name; /* of the type: "host" */
    const void *ctx; /* handed to the functions */
    /* Type of a field, or NULL when there is none of that name. */
    const struct type *(*type_of)(const void *ctx, struct str field);
    /* Name of field i, empty from the last one on: to find the nearest one and to print them all. */
    struct str (*name_at)(const void *ctx, uint32_t i);
};

/* Immutable; constants, or in the arena of whoever declares them. Two types are equal by structure (type_equal),
 * objects by their fields' address. */
struct type {
    enum type_kind kind;
    uint32_t id;
    const struct type *param[2];
    const struct object_fields *fields;
    struct str name; /* of an object type met only at run time, without fields */
};

extern const struct type type_dyn, type_null, type_bool, type_int, type_uint, type_double, type_string, type_bytes,
    type_type, type_duration, type_timestamp, type_ip, type_cidr;
/* list(dyn), map(dyn, dyn), optional_type(dyn), list(string): the common ones. */
extern const struct type type_list_dyn, type_map_dyn, type_optional_dyn, type_list_string;

const struct type *type_list(struct arena *a, const struct type *item);
const struct type *type_map(struct arena *a, const struct type *key, const struct type *value);
const struct type *type_optional(struct arena *a, const struct type *some);
const struct type *type_object(struct arena *a, const struct object_fields *fields);

/* The type of a field declared by a value type: lists and maps of dyn, dyn for what has none (unknown, error,
 * object). */
const struct type *type_basic(enum value_type type);

/* The run-time type of a value, without parameters of lists, maps and optionals: what type() gives. The arena is
 * used for objects only. */
const struct type *type_of_value(struct arena *a, struct value v);

/* A TYPE value. */
struct value value_type(const struct type *t);

bool type_equal(const struct type *x, const struct type *y);
/* Equal as run-time types: parameters aside. */
bool type_same(const struct type *x, const struct type *y);

/* "list", "google.protobuf.Duration", "host": the name without parameters. */
struct str type_name(const struct type *t);
/* "list(string)", "map(string, dyn)"; a parameter as "A", "B". */
struct str type_show(struct arena *a, const struct type *t);

#endif
