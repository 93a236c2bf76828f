#include "formats/yaml.h"

#include "formats/test_text.h"

static struct node *read_as(const char *name, const char *text)
{
    struct node *root = yaml_read(&arena, &sources, put_text(name, str_from(text)), &sink);
    ck_assert_str_eq(findings(), "");
    return root;
}

static void assert_template(const char *text, const char *expected)
{
    ck_assert_str_eq(dump(read_as("t.yaml.j2", text), 0), expected);
    ck_assert_uint_eq(sink.not_analysed.n, 0);
}

START_TEST(an_expression_is_an_unknown_piece_of_its_word)
{
    assert_template("image: {{ repo }}/web:{{ tag | default('a: b') }}\nn: {{ n }}\nq: \"x {{ \"y\" }}\"\n",
                    "root\n"
                    "  map\n"
                    "    entry \"image\"\n"
                    "      word \"{{ repo }}/web:{{ tag | default('a: b') }}\" unknown plain\n"
                    "        piece \"{{ repo }}\" unknown\n"
                    "        piece \"/web:\"\n"
                    "        piece \"{{ tag | default('a: b') }}\" unknown\n"
                    "    entry \"n\"\n"
                    "      word \"{{ n }}\" unknown plain\n"
                    "        piece \"{{ n }}\" unknown\n"
                    "    entry \"q\"\n"
                    "      word \"x {{ \\\"y\\\" }}\" double unknown\n"
                    "        piece \"x \"\n"
                    "        piece \"{{ \\\"y\\\" }}\" unknown\n");
}
END_TEST

START_TEST(pieces_lead_to_their_bytes)
{
    struct node *root = read_as("t.yaml.j2", "a: \"\\t{{ x }} \\\n  {{ y }}:80\"\n");
    struct node *word = value_below(yaml_document(root, 0), "a");
    ck_assert_str_eq(dump(word, 0), "word \"\\t{{ x }} {{ y }}:80\" double unknown\n"
                                    "  piece \"\\t\"\n"
                                    "  piece \"{{ x }}\" unknown\n"
                                    "  piece \" \"\n"
                                    "  piece \"{{ y }}\" unknown\n"
                                    "  piece \":80\"\n");
    ck_assert_str_eq(at(word->first->at), "\\t");
    ck_assert_str_eq(at(word->first->next->at), "{{ x }}");
    ck_assert_str_eq(at(word->last->at), ":80");
    struct span_map *map = yaml_scalar_map(&arena, &sources, word);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, str_find(word->text, STR("y")), 1})), "y");
}
END_TEST

START_TEST(what_stands_under_a_condition_is_conditional)
{
    assert_template(
        "a: 1\n{% if x %}\nb: 2\n{% else %}\nb: 3\n{% endif %}\nl:\n{% for i in l %}\n  - {{ i }}\n{% endfor %}\n  - z\n",
        "root\n"
        "  map\n"
        "    entry \"a\"\n"
        "      word \"1\" plain\n"
        "    entry \"b\" conditional\n"
        "      word \"2\" plain\n"
        "    entry \"b\" conditional\n"
        "      word \"3\" plain\n"
        "    entry \"l\"\n"
        "      list\n"
        "        word \"{{ i }}\" unknown conditional plain\n"
        "          piece \"{{ i }}\" unknown\n"
        "        word \"z\" plain\n");
}
END_TEST

START_TEST(a_condition_within_a_line_is_one_piece)
{
    assert_template("a: x{% if b %}y{% else %}z{% endif %}w\n",
                    "root\n"
                    "  map\n"
                    "    entry \"a\"\n"
                    "      word \"x{% if b %}y{% else %}z{% endif %}w\" unknown plain\n"
                    "        piece \"x\"\n"
                    "        piece \"{% if b %}y{% else %}z{% endif %}\" unknown\n"
                    "        piece \"w\"\n");
}
END_TEST

START_TEST(a_key_with_an_expression_may_be_any)
{
    assert_template("{{ k }}: 1\nb_{{ k }}: 2\n", "root\n"
                                                  "  map tainted\n"
                                                  "    entry \"{{ k }}\" unknown\n"
                                                  "      word \"1\" plain\n"
                                                  "    entry \"b_{{ k }}\" unknown\n"
                                                  "      word \"2\" plain\n");
}
END_TEST

START_TEST(an_expression_alone_on_its_line_may_add_anything_to_its_block)
{
    assert_template(
        "a:\n  {{ include \"labels\" | indent(2) }}\n  b: 1\nc:\n  d: 1\n  {{ more }}\ne:\n  {{ value }}\nf: 1\n",
        "root\n"
        "  map\n"
        "    entry \"a\"\n"
        "      map tainted\n"
        "        entry \"b\"\n"
        "          word \"1\" plain\n"
        "    entry \"c\"\n"
        "      map tainted\n"
        "        entry \"d\"\n"
        "          word \"1\" plain\n"
        "    entry \"e\"\n"
        "      word \"{{ value }}\" unknown plain\n"
        "        piece \"{{ value }}\" unknown\n"
        "    entry \"f\"\n"
        "      word \"1\" plain\n");
}
END_TEST

START_TEST(template_comments_are_comments)
{
    assert_template("{{ ansible_managed | comment }}\n# {{ ansible_managed }}\n{# note #}\na: 1 {# trailing #}\n",
                    "root\n"
                    "  comment \" {{ ansible_managed }}\"\n"
                    "  comment \" note \"\n"
                    "  map\n"
                    "    entry \"a\"\n"
                    "      word \"1\" plain\n"
                    "    comment \" trailing \"\n");
}
END_TEST

START_TEST(marks_in_a_block_scalar_are_its_text)
{
    assert_template(
        "conf: |\n  listen {{ port }};\n  {{ extra }}\n  {% if x %}\n  y;\n  {% endif %}\nb: 1\n",
        "root\n"
        "  map\n"
        "    entry \"conf\"\n"
        "      word \"listen {{ port }};\\n{{ extra }}\\n{% if x %}\\ny;\\n{% endif %}\\n\" literal unknown\n"
        "        piece \"listen \"\n"
        "        piece \"{{ port }}\" unknown\n"
        "        piece \";\\n\"\n"
        "        piece \"{{ extra }}\" unknown\n"
        "        piece \"\\n\"\n"
        "        piece \"{% if x %}\" unknown\n"
        "        piece \"\\ny;\\n\"\n"
        "        piece \"{% endif %}\" unknown\n"
        "        piece \"\\n\"\n"
        "    entry \"b\"\n"
        "      word \"1\" plain\n");
}
END_TEST

START_TEST(marks_at_the_margin_of_a_block_scalar_are_its_text_too)
{
    struct node *root =
        read_as("t.yaml.j2", "conf: |\n{% if a %}\n    one\n{% endif %}\n      two {{ b }}\n{# c #}\nd: 1\n");
    struct node *word = value_below(yaml_document(root, 0), "conf");
    ck_assert_str_eq(z(word->text), "{% if a %}\none\n{% endif %}\n  two {{ b }}\n");
    ck_assert_str_eq(z(value_below(yaml_document(root, 0), "d")->text), "1");
    struct span_map *map = yaml_scalar_map(&arena, &sources, word);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, str_find(word->text, STR("one")), 3})), "one");
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, str_find(word->text, STR("{% endif")), 11})),
                     "{% endif %}");
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, str_find(word->text, STR("two")), 3})), "two");
    ck_assert_str_eq(z(root->first->first->next->text), " c ");
}
END_TEST

START_TEST(erb_and_environment_marks_are_found_by_the_file_name)
{
    ck_assert_str_eq(dump(read_as("database.yml.erb", "a: <%= ENV['X'] %>\n<% if y -%>\nb: 1\n<% end -%>\n"), 0),
                     "root\n"
                     "  map\n"
                     "    entry \"a\"\n"
                     "      word \"<%= ENV['X'] %>\" unknown plain\n"
                     "        piece \"<%= ENV['X'] %>\" unknown\n"
                     "    entry \"b\" conditional\n"
                     "      word \"1\" plain\n");
    ck_assert_str_eq(dump(read_as("x.yml.template", "a: ${PORT}\n"), 0), "root\n"
                                                                         "  map\n"
                                                                         "    entry \"a\"\n"
                                                                         "      word \"${PORT}\" unknown plain\n"
                                                                         "        piece \"${PORT}\" unknown\n");
    ck_assert_str_eq(dump(read_as("x.yml", "a: ${PORT}\n"), 0), "root\n"
                                                                "  map\n"
                                                                "    entry \"a\"\n"
                                                                "      word \"${PORT}\" plain\n");
}
END_TEST

START_TEST(a_template_that_is_no_yaml_is_not_analysed)
{
    read_as("t.yaml.j2", "{{ x }}\na: [1\nb: 2\n");
    ck_assert_uint_eq(sink.not_analysed.n, 1);
    ck_assert_str_eq(z(sink.not_analysed.p[0]->why),
                     "the template is not YAML before it is rendered: did not find expected ',' or ']'");
}
END_TEST

Suite *yaml_template_suite(void)
{
    Suite *s = suite_create("yaml_template");
    TCase *c = tcase_create("yaml_template");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, an_expression_is_an_unknown_piece_of_its_word);
    tcase_add_test(c, pieces_lead_to_their_bytes);
    tcase_add_test(c, what_stands_under_a_condition_is_conditional);
    tcase_add_test(c, a_condition_within_a_line_is_one_piece);
    tcase_add_test(c, a_key_with_an_expression_may_be_any);
    tcase_add_test(c, an_expression_alone_on_its_line_may_add_anything_to_its_block);
    tcase_add_test(c, template_comments_are_comments);
    tcase_add_test(c, marks_in_a_block_scalar_are_its_text);
    tcase_add_test(c, marks_at_the_margin_of_a_block_scalar_are_its_text_too);
    tcase_add_test(c, erb_and_environment_marks_are_found_by_the_file_name);
    tcase_add_test(c, a_template_that_is_no_yaml_is_not_analysed);
    suite_add_tcase(s, c);
    return s;
}
