/* Any bytes as manifests and as a template of them: read, asked for all settings, placed on a host, joined. */
#include "kinds/placed_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_kubernetes;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bench b;
    struct str text = {(const char *)data, (uint32_t)size};
    bench_open(&b, &kind_kubernetes);
    bench_file(&b, "pod.yaml", text);
    bench_file(&b, "pod.yaml.j2", text);
    bench_close(&b);
    return 0;
}
