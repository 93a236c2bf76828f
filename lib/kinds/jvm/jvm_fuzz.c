/* Any bytes as each form of a document: read, asked for settings, placed, joined. */
#include "kinds/placed_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_jvm;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"jvm.env", "jvm.options"};
    struct bench b;
    struct str text = {(const char *)data, (uint32_t)size};
    bench_open(&b, &kind_jvm);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        bench_file(&b, names[i], text);
    bench_command(&b, STR("JAVA_TOOL_OPTIONS"), text);
    bench_close(&b);
    return 0;
}
