/* What the files of functions share. */
#ifndef LOADLINE_CEL_FUNCTIONS_H
#define LOADLINE_CEL_FUNCTIONS_H

#include "base/buf.h"
#include "cel/meter.h"
#include "cel/operate.h"

/* The functions that library.def names. NULL, which stands for what the machine does itself, needs no declaration. */
extern cel_fn fn_size_string, fn_size, fn_type, fn_same, fn_bool_string, fn_int_uint, fn_int_double, fn_int_string,
    fn_int_timestamp, fn_uint_int, fn_uint_double, fn_uint_string, fn_double_number, fn_double_string, fn_string_scalar,
    fn_string_bytes, fn_bytes_string, fn_duration_string, fn_timestamp_string, fn_timestamp_int;
extern cel_fn fn_contains, fn_starts_with, fn_ends_with, fn_matches, fn_char_at, fn_index_of, fn_last_index_of, fn_join,
    fn_lower_ascii, fn_upper_ascii, fn_quote, fn_replace, fn_reverse_string, fn_split, fn_substring, fn_trim, fn_format;
extern cel_fn fn_full_year, fn_month, fn_date, fn_day_of_month, fn_day_of_week, fn_day_of_year, fn_hours, fn_minutes,
    fn_seconds, fn_milliseconds, fn_duration_hours, fn_duration_minutes, fn_duration_seconds, fn_duration_milliseconds;
extern cel_fn fn_greatest, fn_least, fn_bit_and, fn_bit_or, fn_bit_xor, fn_bit_not, fn_bit_shift_left,
    fn_bit_shift_right, fn_ceil, fn_floor, fn_round, fn_trunc, fn_abs, fn_sign, fn_sqrt, fn_is_inf, fn_is_nan,
    fn_is_finite;
extern cel_fn fn_slice, fn_flatten, fn_sort, fn_distinct, fn_reverse_list, fn_first, fn_last, fn_range,
    fn_sets_contains, fn_sets_equivalent, fn_sets_intersects;
extern cel_fn fn_base64_encode, fn_base64_decode;
extern cel_fn fn_optional_of, fn_optional_of_non_zero, fn_optional_none, fn_optional_unwrap, fn_optional_has_value,
    fn_optional_value;
extern cel_fn fn_regex_replace, fn_regex_extract, fn_regex_extract_all;
extern cel_fn fn_ip, fn_is_ip, fn_ip_is_canonical, fn_ip_family, fn_ip_is_unspecified, fn_ip_is_loopback,
    fn_ip_is_global_unicast, fn_ip_is_link_multicast, fn_ip_is_link_unicast, fn_cidr, fn_is_cidr, fn_cidr_ip,
    fn_cidr_masked, fn_cidr_is_mask, fn_cidr_prefix_length, fn_cidr_contains_ip, fn_cidr_contains_cidr;
extern cel_fn fn_scale, fn_text, fn_origin;

extern cel_prepare_fn prepare_pattern, prepare_zone;

/* The bytes of a string or bytes value. */
static inline struct str text_of(struct value v)
{
    return (struct str){v.as.s, v.n};
}

/* A text being put together, bounded by LIMIT_CEL_STRING and charged as it grows. */
struct text {
    struct cel_call *c;
    struct buf buf;
    bool too_long;
};

void text_put(struct text *t, struct str s);
/* The text as a string value, or the error that it is too long or over a limit. */
struct value text_value(struct text *t);

/* A double in plain decimal digits, the fewest that read back, without an exponent; "NaN", "Infinity", "-Infinity". */
struct str double_text(struct cel_call *c, double d);

/* What a value is as string() gives it: bool, numbers, times, addresses. */
struct str scalar_text(struct cel_call *c, struct value v);

/* The items of a list in the order of their keys, a list of as many; equal keys keep their order. Keys must be of
 * one type that has an order. */
struct value cel_sort(struct cel_call *c, struct value list, struct value keys);

#endif
