/* Any bytes as a config and as a command line: read, asked for settings, placed. */
#include "kinds/memcached/memcached.h"
#include "kinds/options_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_memcached;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    options_fuzz(&kind_memcached, &memcached_table, "memcached.conf", true,
                 (struct str){(const char *)data, (uint32_t)size});
    return 0;
}
