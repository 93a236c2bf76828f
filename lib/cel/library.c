#include "base/buf.h"
#include "cel/env.h"
#include "cel/functions.h"

static const struct type t_a = {.kind = TYPE_PARAM, .id = 0}, t_b = {.kind = TYPE_PARAM, .id = 1};
static const struct type t_list_a = {.kind = TYPE_LIST, .param = {&t_a, NULL}};
static const struct type t_list_int = {.kind = TYPE_LIST, .param = {&type_int, NULL}};
static const struct type t_list_uint = {.kind = TYPE_LIST, .param = {&type_uint, NULL}};
static const struct type t_list_double = {.kind = TYPE_LIST, .param = {&type_double, NULL}};
static const struct type t_map_ab = {.kind = TYPE_MAP, .param = {&t_a, &t_b}};
static const struct type t_opt_a = {.kind = TYPE_OPTIONAL, .param = {&t_a, NULL}};
static const struct type t_opt_b = {.kind = TYPE_OPTIONAL, .param = {&t_b, NULL}};
static const struct type t_opt_string = {.kind = TYPE_OPTIONAL, .param = {&type_string, NULL}};
static const struct type t_opt_list_a = {.kind = TYPE_OPTIONAL, .param = {&t_list_a, NULL}};
static const struct type t_opt_map_ab = {.kind = TYPE_OPTIONAL, .param = {&t_map_ab, NULL}};
static const struct type t_list_opt_a = {.kind = TYPE_LIST, .param = {&t_opt_a, NULL}};

#define T_A &t_a
#define T_B &t_b
#define T_DYN &type_dyn
#define T_BOOL &type_bool
#define T_INT &type_int
#define T_UINT &type_uint
#define T_DOUBLE &type_double
#define T_STRING &type_string
#define T_BYTES &type_bytes
#define T_TYPE &type_type
#define T_DURATION &type_duration
#define T_TIMESTAMP &type_timestamp
#define T_IP &type_ip
#define T_CIDR &type_cidr
#define T_LIST_A &t_list_a
#define T_LIST_DYN &type_list_dyn
#define T_LIST_INT &t_list_int
#define T_LIST_UINT &t_list_uint
#define T_LIST_DOUBLE &t_list_double
#define T_LIST_STRING &type_list_string
#define T_LIST_OPT_A &t_list_opt_a
#define T_MAP_AB &t_map_ab
#define T_OPT_A &t_opt_a
#define T_OPT_B &t_opt_b
#define T_OPT_STRING &t_opt_string
#define T_OPT_LIST_A &t_opt_list_a
#define T_OPT_MAP_AB &t_opt_map_ab

/* clang-format off */
#define ROW(n, s, f, r)                        .name = STR_INIT(n), .style = CEL_##s, .call = f, .result = r
#define OPERATOR(n, r, ...)                    {ROW(n, GLOBAL, NULL, r), .args = {__VA_ARGS__}},
#define FN(n, s, f, r, ...)                    {ROW(n, s, f, r), .args = {__VA_ARGS__}},
#define FN_PREPARED(n, s, f, p, which, r, ...) {ROW(n, s, f, r), .args = {__VA_ARGS__}, .prepare = p, .prepared_arg = which},
#define FN_SEES_UNKNOWN(n, s, f, r, ...)       {ROW(n, s, f, r), .args = {__VA_ARGS__}, .flags = CEL_SEES_UNKNOWN},
const struct cel_function cel_library[] = {
#include "cel/library.def"
};
/* clang-format on */

const uint32_t cel_library_count = sizeof(cel_library) / sizeof(cel_library[0]);

const struct cel_function *cel_standard_functions(uint32_t *ret_n)
{
    *ret_n = cel_library_count;
    return cel_library;
}

struct str cel_signature(struct arena *a, const struct cel_function *f)
{
    struct buf b = {.a = a};
    uint32_t first = f->style == CEL_MEMBER, n = function_arity(f);
    if (first) {
        buf_put(&b, type_show(a, f->args[0]));
        buf_putc(&b, '.');
    }
    buf_put(&b, f->name);
    buf_putc(&b, '(');
    for (uint32_t i = first; i < n; i++) {
        buf_put(&b, i > first ? STR(", ") : STR(""));
        buf_put(&b, type_show(a, f->args[i]));
    }
    buf_putc(&b, ')');
    return buf_str(&b);
}
