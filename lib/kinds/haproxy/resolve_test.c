#include "kinds/haproxy/fixture.h"

Suite *resolve_suite(void);

static const char text[] = "global\n maxconn 10k\n"
                           "defaults base\n timeout client 30s\n option dontlognull\n retries 2\n"
                           "defaults more from base\n timeout client 1m\n"
                           "frontend f from more\n bind :80\n bind :81\n no option dontlognull\n maxconn 100\n"
                           "backend b from base\n fullconn \"$N\"\n balance leastconn\n";

/* The setting in the n-th section, as text, with the kind of its origin. */
static const char *ask(uint32_t section, const char *name)
{
    struct value v;
    struct node *block = fx.job.root->first;
    for (uint32_t i = 0; i < section; i++)
        block = block->next;
    if (!kind_haproxy.setting(&fx.job, block, str_from(name), &v))
        return "none";
    struct str shown = value_format(&fx.a, v);
    return str_printf(&fx.a, "%d %.*s", v.origin ? (int)v.origin->kind : -1, STR_ARG(shown)).p;
}

START_TEST(settings_are_set_inherited_or_default)
{
    static const struct {
        uint32_t section;
        const char *name, *shown;
    } cases[] = {
        {0, "maxconn", "0 10"}, /* what HAProxy makes of 10k */
        {1, "timeout client", "0 30s"},
        {2, "timeout client", "0 1m"},
        {3, "timeout client", "1 1m"},
        {4, "timeout client", "1 30s"},
        {3, "option dontlognull", "0 false"},
        {2, "option dontlognull", "1 true"},
        {4, "retries", "1 2"},
        {3, "maxconn", "0 100"},
        {3, "no such", "none"},
    };
    fixture_read(text);
    ck_assert_str_eq(fixture_found(), "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(ask(cases[i].section, cases[i].name), cases[i].shown);
}
END_TEST

/* "listen x 0.0.0.0:80" is the form of before 1.5: refused with each line in it, and judged as it was meant. */
START_TEST(a_section_that_is_refused_keeps_its_defaults)
{
    fixture_read("defaults\n timeout client 30s\nlisten x 0.0.0.0:80\n server a 10.0.0.1:80\n");
    ck_assert_str_eq(ask(1, "timeout client"), "1 30s");
}
END_TEST

START_TEST(lines_that_all_count_are_lists)
{
    struct value v;
    fixture_read(text);
    struct node *f = fx.job.root->first->next->next->next;
    ck_assert(kind_haproxy.setting(&fx.job, f, STR("bind"), &v));
    ck_assert_uint_eq(v.type, VALUE_LIST);
    ck_assert_uint_eq(v.n, 2);
}
END_TEST

START_TEST(a_variable_makes_the_value_unknown)
{
    struct value v;
    fixture_read(text);
    ck_assert(kind_haproxy.setting(&fx.job, fx.job.root->last, STR("fullconn"), &v));
    ck_assert(value_is_unknown(v));
    ck_assert_uint_eq(v.as.reasons->n, 1);
    ck_assert(str_starts(v.as.reasons->p[0], STR("an environment variable at haproxy.cfg:15")));
}
END_TEST

Suite *resolve_suite(void)
{
    Suite *s = suite_create("resolve");
    TCase *t = tcase_create("resolve");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_test(t, settings_are_set_inherited_or_default);
    tcase_add_test(t, a_section_that_is_refused_keeps_its_defaults);
    tcase_add_test(t, lines_that_all_count_are_lists);
    tcase_add_test(t, a_variable_makes_the_value_unknown);
    suite_add_tcase(s, t);
    return s;
}
