/* Values: settings, facts and the results of expressions, with where they come from and, when unknown, why. */
#ifndef LOADLINE_VALUE_VALUE_H
#define LOADLINE_VALUE_VALUE_H

#include "base/arena.h"
#include "base/str.h"
#include "text/span.h"

/* UNKNOWN is 0: a zeroed value is unknown, never false or empty. */
enum value_type {
    VALUE_UNKNOWN,
    VALUE_ERROR,
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_UINT,
    VALUE_DOUBLE,
    VALUE_STRING,
    VALUE_BYTES,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_TYPE,
    VALUE_DURATION,  /* i: nanoseconds */
    VALUE_TIMESTAMP, /* i: seconds since 1970 UTC, n: nanoseconds 0..999999999 */
    VALUE_OPTIONAL,
    VALUE_OBJECT, /* a host, a service, a block: fields found by name through its class */
    VALUE_IP,     /* an address */
    VALUE_CIDR,   /* an address and the length of its prefix */
};

/* How a number prints; no conversion hangs on it. */
enum value_unit { UNIT_NONE, UNIT_COUNT, UNIT_BYTES, UNIT_CPUS, UNIT_PER_SECOND };

enum value_flag {
    VALUE_MEASURED = 1,      /* a fact that somebody measured: goes before any arithmetic */
    VALUE_ESTIMATE = 2,      /* a typical figure: may be shown, no error rests on it */
    VALUE_FROM_DEFAULTS = 8, /* computed from defaults alone: nobody chose these numbers */
    VALUE_UNLIMITED = 4,     /* int: "infinity", "unlimited", 0 where the server means that; i is INT64_MAX */
};

enum origin_kind {
    ORIGIN_SET,       /* at: the word */
    ORIGIN_INHERITED, /* at: the word in the enclosing block; text: that block's name */
    ORIGIN_DEFAULT,   /* text: of what, since when ("nginx 1.22 default") ; at: the block it is in force in */
    ORIGIN_FACT,      /* at: the place in a facts file, or none: text says what was asked (this machine) */
    ORIGIN_DERIVED,   /* text: the derivation ("8 x 1024 x 432B"); at: the input a finding should point at */
};

/* Where a value comes from. Immutable; in the arena of its values. */
struct origin {
    enum origin_kind kind;
    struct span at;
    struct str text;
    struct str written; /* as it stands in the file ("4GiB", "auto"), or empty */
    struct str
        setting; /* DEFAULT, DERIVED from one, INHERITED: what a file of the kind would call it in that block; empty: no line there would set it */
};

/* Why a value is unknown: a set, sorted and without repeats ("host.nofile", "template expression at app.conf.j2:3"). */
struct reasons {
    const struct str *p;
    uint32_t n;
};

struct value;
struct type;

/* Keys in insertion order; lookups go through value_map_get. */
struct value_map {
    struct value *keys;
    struct value *values;
    uint32_t n, cap;
    uint32_t *slots; /* hash index once there are more than 8 keys */
    uint32_t n_slots;
};

/* What an object is: its type's name and how its fields are read. */
struct object_class {
    struct str name;
    /* The field's value; false when the class has no such field. */
    bool (*get)(const void *object, struct str field, struct arena *a, struct value *ret);
    /* Whether the field is set (CEL's has()); false when the class has no such field. */
    bool (*has)(const void *object, struct str field, struct value *ret);
};

/* 24 bytes. Strings, lists and the rest point into an arena that outlives the value. */
struct value {
    uint8_t type; /* enum value_type */
    uint8_t flags;
    uint16_t unit; /* enum value_unit */
    uint32_t n;    /* bytes of a string, items of a list, nanoseconds of a timestamp */
    union {
        bool b;
        int64_t i;
        uint64_t u;
        double d;
        const char *s;
        const struct value *items;
        const struct value_map *map;
        const struct reasons *reasons; /* UNKNOWN; NULL: no reason given */
        const struct value_error *error;
        const struct value *some; /* OPTIONAL; NULL: none */
        const struct object_ref *object;
        const struct type *type_of;  /* TYPE: value/type.h */
        const struct value_net *net; /* IP, CIDR */
    } as;
    const struct origin *origin; /* NULL: a constant of an expression */
};

struct value_error {
    struct str message;
    struct span at;
};

struct object_ref {
    const struct object_class *cls;
    const void *object;
};

/* An address in network order: 4 or 16 bytes by its family (4 or 6). */
struct value_net {
    uint8_t bytes[16];
    uint8_t family;
    uint8_t prefix; /* CIDR: how many leading bits are the network's */
};

struct value value_null(void);
struct value value_bool(bool b);
struct value value_int(int64_t i);
struct value value_uint(uint64_t u);
struct value value_double(double d);
struct value value_string(struct str s);
struct value value_bytes(struct str s);
struct value value_list(const struct value *items, uint32_t n);
struct value value_map(const struct value_map *m);
struct value value_duration(int64_t ns);
/* ns: 0..999999999, added to the seconds. */
struct value value_timestamp(int64_t seconds, uint32_t ns);
/* some is copied into the arena. */
struct value value_some(struct arena *a, struct value some);
struct value value_none(void);
struct value value_object(struct arena *a, const struct object_class *cls, const void *object);
/* An int that prints as a size. */
struct value value_size(int64_t bytes);
/* Unlimited: compares above every number. */
struct value value_unlimited(void);

/* Unknown for one reason; the reason's text is not copied. */
struct value value_unknown(struct arena *a, struct str reason);
/* Unknown for the reasons of both; a value that is not unknown adds none. */
struct value value_unknown_both(struct arena *a, struct value x, struct value y);

/* An error: what an operation gives that can't be done. The message is printf-formatted into the arena. */
struct value value_error(struct arena *a, struct span at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static inline bool value_is_unknown(struct value v)
{
    return v.type == VALUE_UNKNOWN;
}
static inline bool value_is_known(struct value v)
{
    return v.type != VALUE_UNKNOWN && v.type != VALUE_ERROR;
}

/* The same value from elsewhere. */
struct value value_with_origin(struct value v, const struct origin *origin);
/* A new origin in the arena. */
const struct origin *origin_new(struct arena *a, enum origin_kind kind, struct span at, struct str text);

/* The place a finding about v points at; SPAN_NONE without one. */
struct span value_at(struct value v);

/* Arithmetic on ints and doubles (an int beside a double becomes a double). Unknown operands give unknown with the
 * reasons of both; unlimited stays unlimited; overflow gives unknown with the reason "overflow". The unit is that of
 * the left operand that has one. */
struct value value_add(struct arena *a, struct value x, struct value y);
struct value value_mul(struct arena *a, struct value x, struct value y);
/* The smaller one, keeping its origin; unknown if either is. */
struct value value_min(struct arena *a, struct value x, struct value y);
struct value value_max(struct arena *a, struct value x, struct value y);

enum value_order { VALUE_LESS = -1, VALUE_SAME = 0, VALUE_GREATER = 1, VALUE_UNORDERED = 2 };

/* Order of two known numbers on one number line. An int or uint meets a double as a double, so the last bits of
 * large ones do not count: that is how the CEL suite has it. NaN is unordered with everything. */
enum value_order value_order_numbers(struct value x, struct value y);
/* The same as <0, 0, >0; 0 for what is unordered. */
int value_compare_numbers(struct value x, struct value y);

/* An empty map with room for cap entries; it grows as needed. */
struct value_map *value_map_new(struct arena *a, uint32_t cap);
/* int, uint, bool and string may be keys. */
bool value_is_key(struct value v);
/* Adds an entry. The key must be one (value_is_key). False, and nothing is changed, when an equal key is there: 1
 * and 1u are equal. */
bool value_map_put(struct arena *a, struct value_map *m, struct value key, struct value v);
/* The value of a key (any value; a double finds an equal int), or NULL. */
const struct value *value_map_get(const struct value_map *m, struct value key);

/* A known number as a double. */
double value_as_double(struct value v);

/* As a message prints it: as written where it stands in a file, else sizes and times with units, "unknown",
 * "unlimited". */
struct str value_show(struct arena *a, struct value v);
/* The computed form, whatever was written. Lists and maps are cut with "..." after 4 KiB, and where they nest too
 * deep. */
struct str value_format(struct arena *a, struct value v);

#endif
