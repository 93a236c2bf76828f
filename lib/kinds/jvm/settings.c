/* The settings, and how their values read. HotSpot 17: share/runtime/globals.hpp, share/gc/shared/gc_globals.hpp, arguments.cpp. Defaults only where they hang on nothing else. */
#include "base/num.h"
#include "kinds/jvm/jvm.h"

/* clang-format off */
#define ROW(name, deflt, unit, type) {STR_INIT(name), {0}, STR_INIT(deflt), STR_INIT(unit), OPTION_##type, 0, 0, 0}
static const struct option_row rows[] = {
    ROW("ActiveProcessorCount",       "",      "", INT),
    ROW("CrashOnOutOfMemoryError",    "false", "", BOOL),
    ROW("ExitOnOutOfMemoryError",     "false", "", BOOL),
    ROW("HeapDumpOnOutOfMemoryError", "false", "", BOOL),
    ROW("HeapDumpPath",               "",      "", STRING),
    ROW("InitialHeapSize",            "",      "", SIZE),
    ROW("InitialRAMPercentage",       "",      "", DOUBLE),
    ROW("MaxDirectMemorySize",        "",      "", SIZE),
    ROW("MaxHeapSize",                "",      "", SIZE),
    ROW("MaxMetaspaceSize",           "",      "", SIZE),
    ROW("MaxRAM",                     "",      "", SIZE),
    ROW("MaxRAMPercentage",           "",      "", DOUBLE),
    ROW("ReservedCodeCacheSize",      "",      "", SIZE),
    ROW("ThreadStackSize",            "",      "k", SIZE),
    ROW("UseContainerSupport",        "true",  "", BOOL),
};
#undef ROW
/* clang-format on */

bool jvm_parse_size(struct str text, int64_t *ret)
{
    static const char units[] = "kmgt";
    char last = text.n ? ch_lower(text.p[text.n - 1]) : '\0';
    const char *unit = last ? strchr(units, last) : NULL;
    struct str digits = str_slice(text, 0, text.n - (unit != NULL));
    int64_t n;
    if (!digits.n || !ch_is_digit(digits.p[0]) || !num_parse_int(digits, &n))
        return false;
    return num_mul(n, unit ? (int64_t)1 << (10 * (unit - units + 1)) : 1, ret);
}

static bool read_size(const struct option_row *row, struct str text, struct value *ret)
{
    int64_t n;
    bool bare = text.n && ch_is_digit(text.p[text.n - 1]);
    if (!jvm_parse_size(text, &n))
        return false;
    if (row->unit.n && bare && !num_mul(n, 1024, &n)) /* -XX:ThreadStackSize counts in KB */
        return false;
    *ret = value_size(n);
    return true;
}

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n = 0;
    double d = 0;
    bool ok;
    (void)a;
    if (row->type == OPTION_SIZE)
        return read_size(row, text, ret);
    if (row->type == OPTION_BOOL) {
        *ret = value_bool(str_eq(text, STR("true")));
        return str_eq(text, STR("true")) || str_eq(text, STR("false"));
    }
    if (row->type == OPTION_DOUBLE) {
        ok = num_parse_double(text, &d) && d >= 0 && d <= 100;
        *ret = value_double(d);
        return ok;
    }
    ok = num_parse_int(text, &n);
    *ret = value_int(n);
    return ok;
}

const struct option_table jvm_table = {rows, sizeof rows / sizeof *rows, STR_INIT("the JVM"), read_value, NULL};
