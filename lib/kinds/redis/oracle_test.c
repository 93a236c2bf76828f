/* The table of cases against the Redis of this machine: where 7.0 is installed. */
#include "kinds/redis/cases.h"
#include "kinds/redis/fixture.h"

#include <string.h>
#include <unistd.h>

Suite *oracle_suite(void);

/* A line that no Redis takes, behind all that is asked about: it never starts, and tells whether it came that far. */
#define STOP "no-such-setting-of-redis 1"

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("redis-server --version 2>/dev/null", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "v=7.0.");
    if (p)
        pclose(p);
    return ok;
}

START_TEST(redis_refuses_the_same)
{
    const struct redis_case *c = &redis_cases[_i];
    char path[] = "/tmp/loadline-redis-XXXXXX", command[128], line[512];
    bool reached = false;
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    FILE *f = fdopen(fd, "w");
    ck_assert_ptr_nonnull(f);
    fprintf(f, "%s%s\n", c->text, STOP);
    fclose(f);
    snprintf(command, sizeof command, "redis-server '%s' 2>&1", path);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    while (fgets(line, sizeof line, p))
        reached |= strstr(line, STOP) != NULL;
    ck_assert_int_ne(pclose(p), 0);
    unlink(path);
    ck_assert_msg(reached == (*c->found == '\0'), "of %sRedis %s", c->text, reached ? "takes it" : "refuses it");
}
END_TEST

START_TEST(redis_is_not_here)
{
    printf("# SKIP: no Redis 7.0 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (have_oracle())
        tcase_add_loop_test(t, redis_refuses_the_same, 0, REDIS_CASES);
    else
        tcase_add_test(t, redis_is_not_here);
    suite_add_tcase(s, t);
    return s;
}
