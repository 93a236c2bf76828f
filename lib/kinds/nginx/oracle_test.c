/* The tables of cases against the nginx of this machine: where one of 1.22.1 is installed. */
#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *oracle_suite(void);

static char work[64];

static bool have_oracle(void)
{
    char line[256] = "";
    FILE *p = popen("nginx -v 2>&1", "r");
    bool ok = p && fgets(line, sizeof line, p) && strstr(line, "nginx/1.22.1");
    if (p)
        pclose(p);
    return ok;
}

static void setup(void)
{
    snprintf(work, sizeof work, "/tmp/loadline-oracle-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(work));
}

static void teardown(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", work);
    ck_assert_int_eq(system(command), 0);
}

static void write_config(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

/* "nginx: [emerg] MESSAGE in PATH:LINE" as "LINE MESSAGE"; 0 for no line. */
static void cut_message(char *line, const char *path, char *ret, size_t size)
{
    char *message = strstr(line, "[emerg] ") + strlen("[emerg] ");
    message[strcspn(message, "\n")] = '\0';
    char *in = strstr(message, path);
    unsigned long number = in ? strtoul(in + strlen(path) + 1, NULL, 10) : 0;
    if (in)
        in[-4] = '\0';
    snprintf(ret, size, "%lu %s", number, message);
}

/* What nginx -t says first of a text; empty: nothing, but of its surroundings. */
static void ask(const char *text, char *ret, size_t size)
{
    char path[128], command[512], line[8192];
    snprintf(path, sizeof path, "%s/nginx.conf", work);
    write_config(path, text);
    snprintf(command, sizeof command, "nginx -t -p %s -e %s/error.log -c %s 2>&1", work, work, path);
    FILE *p = popen(command, "r");
    ck_assert_ptr_nonnull(p);
    *ret = '\0';
    while (fgets(line, sizeof line, p))
        if (!*ret && strstr(line, "[emerg] ") && !strstr(line, " open()") && !strstr(line, "bind()") &&
            !strstr(line, "mkdir()"))
            cut_message(line, path, ret, size);
    pclose(p);
}

/* What nginx should say of a case, in the same form: the first line of what is found. */
static void expect(const char *found, char *ret, size_t size)
{
    *ret = '\0';
    for (size_t i = 0; i < sizeof config_better / sizeof *config_better; i++)
        if (strcmp(config_better[i].found, found) == 0) {
            snprintf(ret, size, "%s", config_better[i].theirs);
            return;
        }
    const char *at = strchr(found, '@'), *text = at ? strstr(at, "] ") : NULL;
    if (text)
        snprintf(ret, size, "%lu %.*s", strtoul(at + 1, NULL, 10), (int)strcspn(text + 2, "\n"), text + 2);
}

static const struct case_table grammar_cases = {config_cases, CONFIG_CASES};
static const struct case_table *const tables[] = {&grammar_cases,
#define X(name) &name##_cases,
                                                  CASE_TABLES(X)
#undef X
};
enum { TABLES = sizeof tables / sizeof *tables };

/* The i-th case of all tables together. */
static const struct config_case *case_number(size_t i)
{
    size_t k = 0;
    while (i >= tables[k]->n)
        i -= tables[k++]->n;
    return &tables[k]->cases[i];
}

static int count_cases(void)
{
    size_t n = 0;
    for (size_t k = 0; k < TABLES; k++)
        n += tables[k]->n;
    return (int)n;
}

START_TEST(nginx_says_the_same)
{
    char theirs[8192], ours[8192];
    const struct config_case *c = case_number((size_t)_i);
    ask(c->text, theirs, sizeof theirs);
    if (strstr(theirs, "dlopen()"))
        return; /* a module that is not installed */
    expect(c->found, ours, sizeof ours);
    ck_assert_msg(strcmp(theirs, ours) == 0, "of\n%s\nnginx says\n%s\nthe table\n%s", c->text, theirs, ours);
}
END_TEST

START_TEST(nginx_is_not_here)
{
    printf("# SKIP: no nginx 1.22.1 on this machine to hold the cases against\n");
}
END_TEST

Suite *oracle_suite(void)
{
    Suite *s = suite_create("oracle");
    TCase *t = tcase_create("oracle");
    if (have_oracle()) {
        tcase_add_checked_fixture(t, setup, teardown);
        tcase_add_loop_test(t, nginx_says_the_same, 0, count_cases());
    } else {
        tcase_add_test(t, nginx_is_not_here);
    }
    suite_add_tcase(s, t);
    return s;
}
