/* Any bytes as a config and as a command line: read, asked for settings, placed. */
#include "kinds/redis/redis.h"
#include "kinds/options_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_redis;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    options_fuzz(&kind_redis, &redis_table, "redis.conf", true, (struct str){(const char *)data, (uint32_t)size});
    return 0;
}
