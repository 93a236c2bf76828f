#include "kinds/haproxy/fixture.h"

Suite *template_suite(void);

static const struct {
    const char *text, *found;
} cases[] = {
    /* as Ansible's roles write it */
    {"{% include 'head.j2' %}\n"
     "global\n"
     "  maxconn {{ maxconn }}\n"
     "{% for s in sockets %}\n"
     "  stats socket {{ s.path }}{% if s.mode is defined %} mode {{ s.mode }}{% endif %}\n"
     "{% endfor %}\n"
     "  {{ extra | indent(2) }}\n"
     "defaults\n"
     "  timeout client {{ t }}s\n"
     "backend {{ name }}\n"
     "{% for h in groups['web'] %}\n"
     "  server {{ h }} {{ hostvars[h]['ip'] }}:{{ port | default(80) }} check {% if loop.first %}backup{% endif %}\n"
     "{% endfor %}\n"
     "frontend f\n"
     "  bind {{ ip }}:80\n"
     "  acl {{ acl.name }} {{ acl.rule }}\n"
     "  use_backend {{ b }} if any_name\n"
     "  use_backend elsewhere if { path / }\n"
     "  {{ a_keyword }} \"quoted {{ \"with\" }} strings\"\n"
     "  default_backend {{ name }}",
     ""},
    {"global\n{# a comment\n over lines #}\n bogus {{ x }}\n",
     "4 [bogus] unknown keyword 'bogus' in 'global' section\n"},
    {"global\n maxconn {{ x\n }}\n bogus {{ y }}\n", "4 [bogus] unknown keyword 'bogus' in 'global' section\n"},
    {"global\n maxconn {{ x }}\n maxconn 1 2\n", "3 [2] 'maxconn' cannot handle unexpected argument '2'\n"},
    {"defaults\n timeout client 1x {# c #}\n{% set a = 1 %}\n",
     "2 [x] unexpected character 'x' in argument to 'timeout client'\n"},
    /* what stands before a mark in its line is judged, what may be moved by it is not */
    {"defaults\n timeout client 1x {{ x }}\n timeout {{ x }} 1x\n",
     "2 [x] unexpected character 'x' in argument to 'timeout client'\n"},
    {"frontend f\n bind \"{{ open }}\n", ""},
    {"frontend f\n bind :1 \" # {{ x }}\n", ""},
    {"frontend f\n bind :1 \" # \n {{ x }}\n", "2 [\"] unmatched quote\n"},
    /* a condition may ask for the version */
    {"defaults\n{% if old %}\n clitimeout 1s\n{% else %}\n timeout client 1s\n{% endif %}\n srvtimeout 1s\n",
     "7 [srvtimeout] the 'srvtimeout' directive is not supported anymore in 'defaults' section\n"},
    {"{% if a %}\nfrontend f\n{% else %}\nfrontend g\n{% endif %}\n bind :1\n default_backend none\n", ""},
    /* lines of a section that the template may have begun */
    {"global\n{{ sections }}\n anything at all\nfrontend f\n bogus\n",
     "5 [bogus] unknown keyword 'bogus' in 'frontend' section\n"},
    {"listen l\n{{range gets \"/members/*\"}} server {{base .Key}}\n{{end}}\n", ""},
};

START_TEST(what_a_template_puts_in_is_not_judged)
{
    fixture_read(cases[_i].text);
    ck_assert_str_eq(fixture_found(), cases[_i].found);
}
END_TEST

START_TEST(an_expression_is_an_unknown_piece)
{
    fixture_read("{% if a %}\nbackend b{{ n }}\n  server s{{ i }} 10.0.0.{{ i }}:80 {# c #}check\n{% endif %}\n");
    struct node *backend = node_find(fx.job.root, STR("backend")), *server = node_find(backend, STR("server"));
    ck_assert(backend->flags & server->flags & NODE_CONDITIONAL);
    ck_assert(!node_is_known(node_word(backend, 0)));
    const struct node *address = node_word(server, 1);
    ck_assert(!node_is_known(address));
    ck_assert(str_eq(address->first->text, STR("10.0.0.")));
    ck_assert(str_eq(address->first->next->text, STR("{{ i }}")));
    ck_assert(str_eq(address->last->text, STR(":80")));
    ck_assert(str_eq(node_word(server, 2)->text, STR("check")));
    ck_assert(node_is_known(node_word(server, 2)));
}
END_TEST

static const char *reason(const char *text)
{
    struct value v;
    fixture_read(text);
    ck_assert(kind_haproxy.setting(&fx.job, fx.job.root->last, STR("maxconn"), &v));
    return value_is_unknown(v) ? str_printf(&fx.a, "%.*s", STR_ARG(v.as.reasons->p[0])).p : "known";
}

START_TEST(settings_say_that_the_template_decides)
{
    ck_assert_str_eq(reason("frontend f\n maxconn {{ n }}\n"), "a template's expression at haproxy.cfg:2");
    ck_assert_str_eq(reason("frontend f\n {{ lines }}\n"), "a template's expression at haproxy.cfg:2");
    ck_assert_str_eq(reason("frontend f\n{% if x %}\n maxconn 1\n{% endif %}\n"),
                     "a template's condition at haproxy.cfg:3");
    ck_assert_str_eq(reason("frontend f\n bind :{{ n }}\n maxconn 1\n"), "known");
}
END_TEST

Suite *template_suite(void)
{
    Suite *s = suite_create("template");
    TCase *t = tcase_create("template");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, what_a_template_puts_in_is_not_judged, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, an_expression_is_an_unknown_piece);
    tcase_add_test(t, settings_say_that_the_template_decides);
    suite_add_tcase(s, t);
    return s;
}
