#include "kinds/haproxy/words.h"

#include <check.h>

Suite *words_suite(void);

static enum haproxy_fit fit(const char *name, enum haproxy_class class, uint32_t context, uint32_t version)
{
    uint32_t row;
    return haproxy_word_pick(str_from(name), class, context, version, &row);
}

START_TEST(every_row_is_found_by_its_name)
{
    for (uint32_t row = 1; row < haproxy_words_n; row++) {
        const struct haproxy_word *w = &haproxy_words[row];
        struct str name = haproxy_word_str(w->name);
        ck_assert_msg(fit(haproxy_word_text + w->name, w->class, 0, 0) != HAPROXY_FIT_UNKNOWN, "%.*s", STR_ARG(name));
        ck_assert_msg(w->since < w->until, "%.*s", STR_ARG(name));
    }
}
END_TEST

START_TEST(a_word_fits_by_class_section_and_version)
{
    ck_assert_int_eq(fit("maxconn", HAPROXY_CLASS_GLOBAL, HAPROXY_IN_GLOBAL, 0), HAPROXY_FIT_OK);
    ck_assert_int_eq(fit("maxconn", HAPROXY_CLASS_PROXY, HAPROXY_IN_FRONTEND, 0x02060c), HAPROXY_FIT_OK);
    ck_assert_int_eq(fit("maxcon", HAPROXY_CLASS_PROXY, HAPROXY_IN_FRONTEND, 0), HAPROXY_FIT_UNKNOWN);
    ck_assert_int_eq(fit("bind", HAPROXY_CLASS_PROXY, HAPROXY_IN_DEFAULTS, 0), HAPROXY_FIT_MISPLACED);
    ck_assert_int_eq(fit("reqadd", HAPROXY_CLASS_PROXY, HAPROXY_IN_FRONTEND, 0), HAPROXY_FIT_REMOVED);
    ck_assert_int_eq(fit("traces", HAPROXY_CLASS_SECTION, 0, 0x02060c), HAPROXY_FIT_LATER);
}
END_TEST

START_TEST(keywords_of_several_words_begin_with_a_group)
{
    for (uint32_t row = 1; row < haproxy_words_n; row++) {
        const struct haproxy_word *w = &haproxy_words[row];
        struct str name = haproxy_word_str(w->name), first = str_slice(name, 0, str_find_byte(name, ' '));
        bool of_section =
            w->class == HAPROXY_CLASS_GLOBAL || w->class == HAPROXY_CLASS_PROXY || w->class == HAPROXY_CLASS_MEMBER;
        if (of_section && first.n < name.n)
            ck_assert_msg(haproxy_word_is_group(first), "%.*s", STR_ARG(name));
    }
}
END_TEST

START_TEST(the_nearest_word_is_of_the_same_place)
{
    struct str near = haproxy_word_nearest(STR("mxconn"), HAPROXY_CLASS_PROXY, HAPROXY_IN_FRONTEND, 0);
    ck_assert(str_eq(near, STR("maxconn")));
    ck_assert_uint_eq(haproxy_word_nearest(STR("zzzzzzzz"), HAPROXY_CLASS_PROXY, HAPROXY_IN_FRONTEND, 0).n, 0);
}
END_TEST

static const char *form_of(const char *name, uint32_t version)
{
    uint32_t row;
    haproxy_word_pick(str_from(name), HAPROXY_CLASS_GLOBAL, HAPROXY_IN_GLOBAL, version, &row);
    return haproxy_word_text + haproxy_words[row].form;
}

START_TEST(without_a_version_the_oldest_row_is_taken)
{
    ck_assert_str_eq(form_of("maxconn", 0x02060c), "atol");
    ck_assert_str_eq(form_of("maxconn", 0x020800), "whole");
    ck_assert_str_eq(form_of("maxconn", 0), "atol");
    ck_assert_str_eq(form_of("tune.bufsize", 0x030200), "size");
    ck_assert_str_eq(form_of("tune.bufsize", 0), "atol:1..");
}
END_TEST

Suite *words_suite(void)
{
    Suite *s = suite_create("words");
    TCase *t = tcase_create("words");
    tcase_add_test(t, every_row_is_found_by_its_name);
    tcase_add_test(t, a_word_fits_by_class_section_and_version);
    tcase_add_test(t, keywords_of_several_words_begin_with_a_group);
    tcase_add_test(t, the_nearest_word_is_of_the_same_place);
    tcase_add_test(t, without_a_version_the_oldest_row_is_taken);
    suite_add_tcase(s, t);
    return s;
}
