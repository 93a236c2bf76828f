/* The table of cases against the PostgreSQL of this machine: where 15 is installed. */
#include "kinds/postgresql/cases.h"
#include "kinds/postgresql/fixture.h"

#include <string.h>
#include <unistd.h>

Suite *oracle_suite(void);

static const char *server(void)
{
    static const char *const paths[] = {"/usr/lib/postgresql/15/bin/postgres", "/usr/bin/postgres"};
    char line[256] = "", command[128];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        snprintf(command, sizeof command, "%s --version 2>/dev/null", paths[i]);
        FILE *p = popen(command, "r");
        bool ok = p && fgets(line, sizeof line, p) && strstr(line, " 15.");
        if (p)
            pclose(p);
        if (ok)
            return paths[i];
    }
    return NULL;
}

/* `postgres -C` reads the config as for a start, prints one setting, and starts nothing. To *ret_value what it prints. */
static int ask(const char *text, const char *setting, char *ret_value, int size)
{
    char dir[] = "/tmp/loadline-pg-XXXXXX", path[64], command[512];
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/c.conf", dir);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
    snprintf(
        command, sizeof command,
        "%s -C %s -c config_file='%s' -c data_directory='%s' -c hba_file=/dev/null -c ident_file=/dev/null 2>/dev/null",
        server(), setting, path, dir);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    *ret_value = '\0';
    if (fgets(ret_value, size, p))
        ret_value[strcspn(ret_value, "\n")] = '\0';
    int rc = pclose(p);
    unlink(path);
    rmdir(dir);
    return rc;
}

START_TEST(postgresql_refuses_the_same)
{
    const struct pg_case *c = &pg_cases[_i];
    char value[256];
    int rc = ask(c->text, "data_directory", value, sizeof value);
    ck_assert_msg((rc == 0) == (*c->found == '\0'), "of %sPostgreSQL ends with %d", c->text, rc);
}
END_TEST

/* Numbers as -C prints them: in the unit of the setting. */
START_TEST(postgresql_reads_the_same_value)
{
    static const struct {
        const char *name, *written;
        double unit; /* bytes or nanoseconds of one */
    } rows[] = {{"work_mem", "1.5GB", 1024},
                {"work_mem", "64 MB", 1024},
                {"work_mem", "0x1000", 1024},
                {"work_mem", "100000B", 1024},
                {"shared_buffers", "1GB", 8192},
                {"shared_buffers", "20000kB", 8192},
                {"statement_timeout", "2h", 1e6},
                {"statement_timeout", "1500us", 1e6},
                {"log_rotation_age", "1.5h", 6e10},
                {"checkpoint_timeout", "15min", 1e9},
                {"port", "05432", 1},
                {"max_connections", "12.6", 1}};
    char text[128], printed[256];
    fixture_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value v = value_null();
        snprintf(text, sizeof text, "%s = '%s'\n", rows[i].name, rows[i].written);
        ck_assert_int_eq(ask(text, rows[i].name, printed, sizeof printed), 0);
        fixture_read(text);
        ck_assert(pg_setting(&fx.job, fx.job.root, str_from(rows[i].name), &v));
        ck_assert_msg(v.as.i == (int64_t)(strtod(printed, NULL) * rows[i].unit), "%s: PostgreSQL has %s, we have %lld",
                      text, printed, (long long)v.as.i);
    }
    fixture_close();
}
END_TEST

START_TEST(postgresql_is_not_here)
{
    printf("# SKIP: no PostgreSQL 15 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (server()) {
        tcase_add_loop_test(t, postgresql_refuses_the_same, 0, PG_CASES);
        tcase_add_test(t, postgresql_reads_the_same_value);
    } else {
        tcase_add_test(t, postgresql_is_not_here);
    }
    suite_add_tcase(s, t);
    return s;
}
