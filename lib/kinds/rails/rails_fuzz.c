/* Any bytes as each of the documents and as command lines: read, placed, joined. */
#include "kinds/placed_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_rails;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"config/database.yml", "config/puma.rb", "config/sidekiq.yml"};
    struct bench b;
    struct str text = {(const char *)data, (uint32_t)size};
    bench_open(&b, &kind_rails);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        bench_file(&b, names[i], text);
    bench_command(&b, STR("RAILS_MAX_THREADS"), text);
    bench_close(&b);
    return 0;
}
