#include "kinds/haproxy/cases.h"
#include "kinds/haproxy/fixture.h"

Suite *read_suite(void);

START_TEST(what_is_wrong_is_found_at_its_place)
{
    const struct config_case *c = &config_cases[_i];
    fixture_read(c->text);
    const char *found = fixture_found();
    ck_assert_msg(strcmp(found, c->found) == 0, "of\n%s\nexpected\n%s\nfound\n%s", c->text, c->found, found);
}
END_TEST

START_TEST(a_line_is_an_entry_named_by_its_longest_keyword)
{
    struct buf b = {.a = &fx.a};
    fixture_read("frontend f # c\n no option dontlognull\n http-request set-var(txn.a) src if TRUE\n");
    node_dump(&b, fx.job.root, DUMP_SPANS);
    buf_putc(&b, '\0');
    ck_assert_ptr_nonnull(strstr(b.p, "entry \"frontend\" @0+78 name @0+8 block"));
    ck_assert_ptr_nonnull(strstr(b.p, "entry \"no option dontlognull\" @16+21"));
    ck_assert_ptr_nonnull(strstr(b.p, "entry \"http-request set-var\""));
    ck_assert_ptr_nonnull(strstr(b.p, "word \"txn.a\" @60+5"));
    ck_assert_ptr_nonnull(strstr(b.p, "comment \" c\""));
}
END_TEST

START_TEST(words_with_variables_are_not_judged)
{
    fixture_read("defaults\n timeout client \"$T\"\n timeout \"${WHAT}\" 1x\nfrontend f\n bind \"${H}:80\"\n");
    ck_assert_str_eq(fixture_found(), "");
    struct node *bind = node_find(fx.job.root->last, STR("bind"));
    ck_assert_ptr_nonnull(bind);
    ck_assert(!node_is_known(node_word(bind, 0)));
    ck_assert_uint_eq(node_word(bind, 0)->first->flags, NODE_UNKNOWN);
    ck_assert(str_eq(node_word(bind, 0)->last->text, STR(":80")));
}
END_TEST

START_TEST(a_variables_default_is_judged)
{
    fixture_read("defaults\n timeout client \"${T-1x}\"\n");
    ck_assert_str_eq(fixture_found(), "2 [\"${T-1x}\"] unexpected character 'x' in argument to 'timeout client'\n");
}
END_TEST

START_TEST(what_may_stand_elsewhere_is_not_missed)
{
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_read("frontend f\n bind :1\n default_backend elsewhere\n");
    ck_assert_str_eq(fixture_found(), "");
    fx.job.role = DOCUMENT_ROOT;
    fixture_read("defaults\n.if defined(X)\nbackend b\n.endif\nfrontend f\n bind :1\n default_backend c\n");
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(a_nul_byte_is_a_fault)
{
    fixture_read_bytes((struct str){"global\n max\0conn 1\n", 18});
    ck_assert_ptr_nonnull(strstr(fixture_found(), "stray NUL character"));
}
END_TEST

START_TEST(newer_words_are_known_without_a_target)
{
    const char *text = "global\n tune.quic.zero-copy-fwd-send on\n";
    fixture_read(text);
    ck_assert_ptr_nonnull(strstr(fixture_found(), "unknown keyword"));
    fx.job.target = 0;
    fixture_read(text);
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

Suite *read_suite(void)
{
    Suite *s = suite_create("read");
    TCase *t = tcase_create("read");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_is_wrong_is_found_at_its_place, 0, CONFIG_CASES);
    tcase_add_test(t, a_line_is_an_entry_named_by_its_longest_keyword);
    tcase_add_test(t, words_with_variables_are_not_judged);
    tcase_add_test(t, a_variables_default_is_judged);
    tcase_add_test(t, what_may_stand_elsewhere_is_not_missed);
    tcase_add_test(t, a_nul_byte_is_a_fault);
    tcase_add_test(t, newer_words_are_known_without_a_target);
    suite_add_tcase(s, t);
    return s;
}
