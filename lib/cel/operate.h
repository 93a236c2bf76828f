/* The operators on values: known ones or not, of any types. */
#ifndef LOADLINE_CEL_OPERATE_H
#define LOADLINE_CEL_OPERATE_H

#include "cel/cel.h"
#include "cel/syntax.h"

/* x op y for + - * / %: numbers of one type, times, and + of strings, bytes and lists. Unknown goes before error. */
struct value operate_arithmetic(struct cel_call *c, enum cel_op op, struct value x, struct value y);

/* x op y for == != < <= > >=: numbers of different types stand on one line; other types that differ are unequal and
 * have no order. */
struct value operate_compare(struct cel_call *c, enum cel_op op, struct value x, struct value y);

/* -x and !x. */
struct value operate_negate(struct cel_call *c, struct value x);
struct value operate_not(struct cel_call *c, struct value x);

/* x in y: an item of a list, a key of a map. */
struct value operate_in(struct cel_call *c, struct value x, struct value y);

/* of[index] and, optional, of[?index]. An optional `of` gives an optional. */
struct value operate_index(struct cel_call *c, struct value of, struct value index, bool optional);

/* of.field and, optional, of.?field. An optional `of` gives an optional. */
struct value operate_select(struct cel_call *c, struct value of, struct str field, bool optional);
/* has(of.field) */
struct value operate_has(struct cel_call *c, struct value of, struct str field);

/* The join of both sides of && and ||: what decides wins, then unknown, then an error. */
struct value operate_and(struct cel_call *c, struct value x, struct value y);
struct value operate_or(struct cel_call *c, struct value x, struct value y);

/* Whether x and y are equal: a bool, or unknown when something unknown in them would decide; never an error but for
 * the limits. */
struct value operate_equal(struct cel_call *c, struct value x, struct value y);

/* The order of two values of a type that has one; VALUE_UNORDERED for NaN and for anything else. */
enum value_order operate_order(struct value x, struct value y);

/* What a strict operation on values with an unknown or an error among them gives: unknown with all reasons before
 * the first error. False when all are known. */
bool operate_absorbed(struct cel_call *c, const struct value *args, uint32_t n, struct value *ret);

/* "no such overload": what an operator or function says of values it does not take. */
struct value operate_no_overload(struct cel_call *c, struct str name, const struct value *args, uint32_t n);

#endif
