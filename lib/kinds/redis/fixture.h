/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_REDIS_FIXTURE_H
#define LOADLINE_KINDS_REDIS_FIXTURE_H

#include "kinds/redis/redis.h"

#define FIXTURE_KIND kind_redis
#define FIXTURE_NAME "redis.conf"
#include "kinds/options_fixture.h"

#endif
