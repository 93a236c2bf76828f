#include "kinds/nginx/fixture.h"
#include "kinds/nginx/resolve.h"

Suite *template_suite(void);

static void setup(void)
{
    fixture_open();
    fx.job.template_marks = true;
}

static void expect(const char *text, const char *found, const char *not_analysed)
{
    fixture_read_as("nginx.conf.j2", str_from(text));
    const char *got = fixture_found();
    ck_assert_msg(strcmp(got, found) == 0, "of\n%s\nfound\n%s", text, got);
    got = fixture_not_analysed();
    ck_assert_msg(strcmp(got, not_analysed) == 0, "of\n%s\nnot analysed\n%s", text, got);
}

START_TEST(an_expression_is_an_unknown_piece)
{
    expect(
        "events { worker_connections {{ n }}; }\nhttp { server { listen {{ ip }}:80; gzip_comp_level \"{{ l }}\"; } }",
        "", "");
    struct node *server = node_find(node_find(fx.job.root, STR("http")), STR("server"));
    struct node *word = node_word(node_find(server, STR("listen")), 0);
    ck_assert(!node_is_known(word));
    ck_assert(str_eq(word->first->text, STR("{{ ip }}")));
    ck_assert(word->first->flags & NODE_UNKNOWN);
    ck_assert(str_eq(word->first->next->text, STR(":80")));
    ck_assert(!(word->first->next->flags & NODE_UNKNOWN));
}
END_TEST

START_TEST(how_many_words_an_expression_makes_is_not_known)
{
    expect("events { }\nhttp { gzip_types {{ a }};\nserver { root {{ a }} {{ b }}; root \"{{ c }}\"; } }",
           "nginx.conf.j2:3@3 [root] \"root\" directive is duplicate\n", "");
    expect("events { }\nhttp { server { root \"{{ c }}\" d e; } }",
           "nginx.conf.j2:2@2 [root] invalid number of arguments in \"root\" directive\n", "");
}
END_TEST

START_TEST(a_statement_is_white_space)
{
    expect(
        "events { }\n{% set a = '{' %}\nhttp {\n{% if x %}\ngzip on;\n{% else %}\ngzip off;\n{% endif %}\nsendfile on;\n}\n",
        "", "");
    struct node *http = node_find(fx.job.root, STR("http"));
    ck_assert(node_find(http, STR("gzip"))->flags & NODE_CONDITIONAL);
    ck_assert(!(node_find(http, STR("sendfile"))->flags & NODE_CONDITIONAL));
}
END_TEST

START_TEST(faults_in_a_template_are_found)
{
    expect("events { }\nhttp {\n{% for s in servers %}\nserver { lisen {{ s }}; }\n{% endfor %}\n}\n",
           "nginx.conf.j2:4@4 [lisen] unknown directive \"lisen\"\n", "");
    expect("events { }\nhttp {\n{% if x %}gzip maybe;{% endif %}\n",
           "nginx.conf.j2:2@4 [http] unexpected end of file, expecting \"}\"\n"
           "nginx.conf.j2:3@3 [maybe] invalid value \"maybe\" in \"gzip\" directive, it must be \"on\" or \"off\"\n",
           "");
}
END_TEST

static const char *const unclear[] = {
    "events { }\nhttp {\n{% if tls %}\nserver { listen 443;\n{% else %}\nserver { listen 80;\n{% endif %}\nroot /x; } }\n",
    "events { }\nhttp {\n{% if tls %}\nserver {\n{% endif %}\nwrong;\n{% if tls %}\n}\n{% endif %}\n}\n",
    "events { }\nhttp { server { listen {% if tls %} 443; {% else %} 80; {% endif %} } }\n",
};

START_TEST(conditions_that_cut_blocks_leave_no_structure)
{
    fixture_read_as("nginx.conf.j2", str_from(unclear[_i]));
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
}
END_TEST

START_TEST(conditions_within_a_statement_leave_its_words_open)
{
    expect(
        "events { }\nhttp { server { listen 80{% if a %} default_server{% endif %}; root {% if b %}/x{% else %}/y{% endif %}; } }",
        "", "");
}
END_TEST

START_TEST(an_expression_alone_on_its_line_may_be_anything)
{
    expect("events { }\nhttp {\n{{ extra }}\ngzip on;\nserver { }\n}\n", "", "");
    struct node *http = node_find(fx.job.root, STR("http"));
    ck_assert(http->flags & NODE_TAINTED);
    ck_assert_ptr_nonnull(node_find(http, STR("gzip")));
    struct value v;
    ck_assert(nginx_setting(&fx.job, node_find(http, STR("server")), STR("gzip"), &v));
    ck_assert(value_is_known(v));
    ck_assert(nginx_setting(&fx.job, node_find(http, STR("server")), STR("sendfile"), &v));
    ck_assert(value_is_unknown(v));
}
END_TEST

START_TEST(a_directive_of_unknown_name_is_not_judged)
{
    expect("events { }\nhttp { {{ name }} on; server { {% if a %}{{ b }}{% endif %}c d; } }", "", "");
}
END_TEST

START_TEST(environment_variables_are_pieces_in_their_templates)
{
    fx.sink = (struct sink){.a = &fx.a};
    fixture_read_as("default.conf.template", STR("events { } http { server { listen ${PORT}; set $a ${b}; } }"));
    ck_assert_str_eq(fixture_found(), "");
    struct node *server = node_find(node_find(fx.job.root, STR("http")), STR("server"));
    ck_assert(!node_is_known(node_word(node_find(server, STR("listen")), 0)));
    ck_assert(node_is_known(node_word(node_find(server, STR("set")), 1)));
}
END_TEST

static const struct {
    const char *text;
    bool refused; /* as nginx would refuse it as it stands */
} of_any_name[] = {
    {"events { }\nhttp { server { listen ${PORT}; server_name $HOST; } }\n", false},
    {"events { }\nhttp { server { listen ${P}; } }\n", true},
    {"events { }\nhttp { server { listen ${port}; } }\n", true},
    /* a variable of the configuration's own */
    {"events { }\nhttp { server { set $PORT 80; return 200 $PORT; listen ${PORT}; } }\n", true},
    {"{% include 'head' %}\nworker_processes {{ n }};\nevents { }\n", false},
    {"worker_processes <%= @n %>;\nevents { }\n", false},
};

START_TEST(a_template_may_have_any_name)
{
    fixture_file("nginx.conf", of_any_name[_i].text);
    fixture_read_file("nginx.conf");
    ck_assert_int_eq(fixture_found()[0] != '\0', of_any_name[_i].refused);
}
END_TEST

START_TEST(what_a_template_includes_is_one_by_its_own_name_or_look)
{
    fixture_file("nginx.conf.j2", "events { }\nhttp { include plain.conf; include part.j2; }\n");
    fixture_file("plain.conf", "add_header A \"{{.b}}\";\n");
    fixture_file("part.j2", "gzip {{ c }};\n");
    struct node *http = node_find(fixture_read_file("nginx.conf.j2"), STR("http"));
    ck_assert_str_eq(fixture_found(), "");
    ck_assert(node_is_known(node_word(node_find(http, STR("add_header")), 1)));
    ck_assert(!node_is_known(node_word(node_find(http, STR("gzip")), 0)));
}
END_TEST

Suite *template_suite(void)
{
    Suite *s = suite_create("template");
    TCase *t = tcase_create("template");
    tcase_add_checked_fixture(t, setup, fixture_close);
    tcase_add_test(t, an_expression_is_an_unknown_piece);
    tcase_add_test(t, how_many_words_an_expression_makes_is_not_known);
    tcase_add_test(t, a_statement_is_white_space);
    tcase_add_test(t, faults_in_a_template_are_found);
    tcase_add_loop_test(t, conditions_that_cut_blocks_leave_no_structure, 0, sizeof unclear / sizeof *unclear);
    tcase_add_test(t, conditions_within_a_statement_leave_its_words_open);
    tcase_add_test(t, an_expression_alone_on_its_line_may_be_anything);
    tcase_add_test(t, a_directive_of_unknown_name_is_not_judged);
    tcase_add_test(t, environment_variables_are_pieces_in_their_templates);
    tcase_add_loop_test(t, a_template_may_have_any_name, 0, sizeof of_any_name / sizeof *of_any_name);
    tcase_add_test(t, what_a_template_includes_is_one_by_its_own_name_or_look);
    suite_add_tcase(s, t);
    return s;
}
