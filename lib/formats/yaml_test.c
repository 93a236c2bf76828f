#include "formats/yaml.h"

#include "formats/test_text.h"

static struct node *read_as(const char *name, struct str text)
{
    return yaml_read(&arena, &sources, put_text(name, text), &sink);
}

static struct node *read_text(const char *text)
{
    return read_as("t.yaml", str_from(text));
}

static struct node *value(struct node *root, const char *path)
{
    return value_below(yaml_document(root, 0), path);
}

static void assert_tree(const char *text, const char *expected)
{
    ck_assert_str_eq(dump(read_text(text), 0), expected);
    ck_assert_str_eq(findings(), "");
}

START_TEST(mapping_list_and_scalars_become_entries_and_words)
{
    assert_tree("services:\n  web:\n    image: nginx\n    ports: ['80:80', \"443\"]\n",
                "root\n"
                "  map\n"
                "    entry \"services\"\n"
                "      map\n"
                "        entry \"web\"\n"
                "          map\n"
                "            entry \"image\"\n"
                "              word \"nginx\" plain\n"
                "            entry \"ports\"\n"
                "              list\n"
                "                word \"80:80\" single\n"
                "                word \"443\" double\n");
}
END_TEST

START_TEST(an_absent_value_is_an_empty_plain_word)
{
    assert_tree("a:\n# c\nb: {k, l: }\n? m\n", "root\n"
                                               "  map\n"
                                               "    entry \"a\"\n"
                                               "      word \"\" plain\n"
                                               "    comment \" c\"\n"
                                               "    entry \"b\"\n"
                                               "      map\n"
                                               "        entry \"k\"\n"
                                               "          word \"\" plain\n"
                                               "        entry \"l\"\n"
                                               "          word \"\" plain\n"
                                               "    entry \"m\"\n"
                                               "      word \"\" plain\n");
}
END_TEST

START_TEST(every_document_is_a_child_of_the_root)
{
    struct node *root = read_text("# head\n--- # first\na: 1\n---\n- x\n...\n# tail\n--- word\n");
    ck_assert_str_eq(dump(root, 0), "root\n"
                                    "  comment \" head\"\n"
                                    "  comment \" first\"\n"
                                    "  map\n"
                                    "    entry \"a\"\n"
                                    "      word \"1\" plain\n"
                                    "  list\n"
                                    "    word \"x\" plain\n"
                                    "  comment \" tail\"\n"
                                    "  word \"word\" plain\n");
    ck_assert_int_eq(yaml_document(root, 1)->kind, NODE_LIST);
    ck_assert_str_eq(z(yaml_document(root, 2)->text), "word");
    ck_assert_ptr_null(yaml_document(root, 3));
    ck_assert_ptr_null(yaml_document(read_text("# nothing\n"), 0));
}
END_TEST

START_TEST(spans_cover_exactly_the_bytes)
{
    struct node *root = read_text(
        "key: value # c\nlist:\n  - \"a\\tb\"   \n  - 'it''s'\nflow: {a: [1,  2 ]}  \nb: |\n  x\n  y\n\nlast:\n");
    ck_assert_str_eq(
        at(value(root, "")->at),
        "key: value # c\nlist:\n  - \"a\\tb\"   \n  - 'it''s'\nflow: {a: [1,  2 ]}  \nb: |\n  x\n  y\n\nlast:");
    ck_assert_str_eq(at(value(root, "key")->at), "value");
    ck_assert_str_eq(at(value(root, "key")->parent->at), "key: value");
    ck_assert_str_eq(at(value(root, "key")->parent->name_at), "key");
    ck_assert_str_eq(at(value(root, "list")->parent->at), "list:\n  - \"a\\tb\"   \n  - 'it''s'");
    ck_assert_str_eq(at(value(root, "list.0")->at), "\"a\\tb\"");
    ck_assert_str_eq(at(value(root, "list.0")->name_at), "a\\tb");
    ck_assert_str_eq(z(value(root, "list.0")->text), "a\tb");
    ck_assert_str_eq(at(value(root, "list.1")->name_at), "it''s");
    ck_assert_str_eq(z(value(root, "list.1")->text), "it's");
    ck_assert_str_eq(at(value(root, "flow")->at), "{a: [1,  2 ]}");
    ck_assert_str_eq(at(value(root, "flow")->parent->at), "flow: {a: [1,  2 ]}");
    ck_assert_str_eq(at(value(root, "flow.a")->parent->at), "a: [1,  2 ]");
    ck_assert_str_eq(at(value(root, "b")->at), "|\n  x\n  y");
    ck_assert_str_eq(at(value(root, "b")->name_at), "  x\n  y");
    ck_assert_str_eq(z(value(root, "b")->text), "x\ny\n");
    ck_assert_str_eq(at(value(root, "last")->at), "");
    ck_assert_str_eq(at(value(root, "last")->parent->at), "last:");
}
END_TEST

START_TEST(spans_count_bytes_not_code_points)
{
    struct node *root =
        read_text("\xEF\xBB\xBF# \xC3\xA9\xE2\x82\xAC\nschl\xC3\xBCssel: w\xF0\x9F\x98\x80rt\nb: \"\xC3\xA9\"\n");
    ck_assert_str_eq(at(value(root, "schl\xC3\xBCssel")->at), "w\xF0\x9F\x98\x80rt");
    ck_assert_str_eq(at(value(root, "schl\xC3\xBCssel")->parent->name_at), "schl\xC3\xBCssel");
    ck_assert_str_eq(at(value(root, "b")->at), "\"\xC3\xA9\"");
    ck_assert_str_eq(z(root->first->text), " \xC3\xA9\xE2\x82\xAC");
}
END_TEST

START_TEST(marks_of_long_texts_beyond_ascii_are_found)
{
    struct buf b = {.a = &arena};
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "k\xC3\xA9%d: \xE2\x82\xAC%d\n", i, i);
    struct node *root = read_as("t.yaml", buf_str(&b));
    for (int i = 0; i < 1000; i += 37) {
        struct str key = str_printf(&arena, "k\xC3\xA9%d", i), text = str_printf(&arena, "\xE2\x82\xAC%d", i);
        ck_assert_str_eq(at(value(root, key.p)->at), text.p);
        ck_assert_str_eq(at(value(root, key.p)->parent->name_at), key.p);
    }
}
END_TEST

START_TEST(crlf_lines_read_as_lf_lines_do)
{
    struct node *root = read_text("a: x\r\nb: |\r\n  one\r\n  two\r\n# c\r\nc: 'p\r\n\r\n  q'\r\n");
    ck_assert_str_eq(dump(root, 0), "root\n"
                                    "  map\n"
                                    "    entry \"a\"\n"
                                    "      word \"x\" plain\n"
                                    "    entry \"b\"\n"
                                    "      word \"one\\ntwo\\n\" literal\n"
                                    "    comment \" c\"\n"
                                    "    entry \"c\"\n"
                                    "      word \"p\\nq\" single\n");
    ck_assert_str_eq(at(value(root, "b")->at), "|\r\n  one\r\n  two");
}
END_TEST

START_TEST(comments_stand_where_they_stood)
{
    assert_tree(
        "# top\na: # of a\n  # in a\n  b: 1 # of b\n  # after b\n# of the root map\nc: [x, # of x\n  y]\nl:\n- p\n# between\n- q\n# end\n",
        "root\n"
        "  comment \" top\"\n"
        "  map\n"
        "    entry \"a\"\n"
        "      comment \" of a\"\n"
        "      comment \" in a\"\n"
        "      map\n"
        "        entry \"b\"\n"
        "          word \"1\" plain\n"
        "        comment \" of b\"\n"
        "        comment \" after b\"\n"
        "    comment \" of the root map\"\n"
        "    entry \"c\"\n"
        "      list\n"
        "        word \"x\" plain\n"
        "        comment \" of x\"\n"
        "        word \"y\" plain\n"
        "    entry \"l\"\n"
        "      list\n"
        "        word \"p\" plain\n"
        "        comment \" between\"\n"
        "        word \"q\" plain\n"
        "        comment \" end\"\n");
}
END_TEST

START_TEST(a_hash_within_a_token_starts_no_comment)
{
    struct node *root =
        read_text("%TAG ! tag:x,2000:\n---\na: b#c\nd: \"e # f\"\ng: 'h # i'\nj: |  # kept\n  k # l\nm: !t%23u v\n"
                  "n: &o q\nr: *o\ns: http://x/#y\n\"t\": {\"u\":#v\n 1}\n");
    ck_assert_str_eq(findings(), "");
    int comments = 0;
    for (struct node *n = node_walk(root, root); n; n = node_walk(root, n))
        if (n->kind == NODE_COMMENT) {
            ck_assert_msg(str_eq(n->text, STR(" kept")) || str_eq(n->text, STR("v")), "%s", z(n->text));
            comments++;
        }
    ck_assert_int_eq(comments, 2);
    ck_assert_str_eq(z(value(root, "r")->text), "q");
}
END_TEST

START_TEST(tags_are_kept_beside_the_value)
{
    struct node *root = read_text(
        "a: !reset null\nb: !override\n  - x\nc: !!str 5\nd: !vault |\n  secret\ne: &anchor !<tag:x,1:y> z\nf: ! 7\ng: !!int \"8\"\nh: 9\n");
    ck_assert_str_eq(z(yaml_tag(&sources, value(root, "a"))), "!reset");
    ck_assert_str_eq(at(value(root, "a")->at), "null");
    ck_assert_str_eq(z(yaml_tag(&sources, value(root, "b"))), "!override");
    ck_assert_int_eq(value(root, "b")->kind, NODE_LIST);
    ck_assert_str_eq(at(value(root, "b")->at), "- x");
    ck_assert_str_eq(z(yaml_tag(&sources, value(root, "c"))), "!!str");
    ck_assert_str_eq(z(yaml_tag(&sources, value(root, "d"))), "!vault");
    ck_assert_str_eq(z(yaml_tag(&sources, value(root, "e"))), "!<tag:x,1:y>");
    ck_assert_str_eq(z(yaml_tag(&sources, value(root, "h"))), "");
    ck_assert_int_eq(yaml_scalar_type(value(root, "a"), YAML_SCHEMA_CORE), YAML_SCALAR_NULL);
    ck_assert_int_eq(yaml_scalar_type(value(root, "c"), YAML_SCHEMA_CORE), YAML_SCALAR_STRING);
    ck_assert_int_eq(yaml_scalar_type(value(root, "f"), YAML_SCHEMA_CORE), YAML_SCALAR_STRING);
    ck_assert_int_eq(yaml_scalar_type(value(root, "g"), YAML_SCHEMA_CORE), YAML_SCALAR_INT);
    ck_assert_int_eq(yaml_scalar_type(value(root, "h"), YAML_SCHEMA_CORE), YAML_SCALAR_INT);
}
END_TEST

START_TEST(aliases_become_copies_that_lead_to_the_anchor)
{
    struct node *root = read_text("a: &x {p: 1, q: [2]}\nb: *x\nc: [*x]\nd: &s text\ne: *s\n*s : v\n");
    ck_assert_str_eq(findings(), "");
    struct node *b = value(root, "b");
    ck_assert_str_eq(dump(b, 0), "map anchored\n"
                                 "  entry \"p\" anchored\n"
                                 "    word \"1\" anchored plain\n"
                                 "  entry \"q\" anchored\n"
                                 "    list anchored\n"
                                 "      word \"2\" anchored plain\n");
    ck_assert_str_eq(at(b->at), "{p: 1, q: [2]}");
    ck_assert_str_eq(at(b->parent->at), "b: *x");
    ck_assert_str_eq(at(value(root, "c")->at), "[*x]");
    ck_assert_str_eq(z(value(root, "e")->text), "text");
    ck_assert_str_eq(z(value(root, "text")->text), "v");
    ck_assert_str_eq(at(value(root, "text")->parent->at), "*s : v");
}
END_TEST

START_TEST(an_anchor_named_again_is_the_later_one_and_dies_with_its_document)
{
    struct node *root = read_text("a: &x 1\nb: &x 2\nc: *x\n---\nd: *x\n");
    ck_assert_str_eq(z(value(root, "c")->text), "2");
    ck_assert_str_eq(findings(), "syntax/unresolved-name [*x]@29: alias \"x\" has no anchor before it");
    struct node *d = node_value(node_find(yaml_document(root, 1), STR("d")));
    ck_assert(d->flags & NODE_UNKNOWN);
}
END_TEST

START_TEST(an_alias_within_its_own_anchor_is_refused)
{
    struct node *root = read_text("a: &x [1, *x]\nb: 2\n");
    ck_assert_str_eq(findings(), "syntax/unresolved-name [*x]@10: alias \"x\" stands within what it names");
    ck_assert_str_eq(z(value(root, "b")->text), "2");
}
END_TEST

START_TEST(merge_keys_bring_what_the_map_does_not_say)
{
    struct node *root =
        read_text("base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\n"
                  "one: {x: 9, <<: *b}\ntwo:\n  <<: [*m, *b]\n  w: 0\nthree: {<<: {q: 5}, \"<<\": 6}\n");
    ck_assert_str_eq(findings(), "");
    ck_assert_str_eq(dump(value(root, "one"), 0), "map\n"
                                                  "  entry \"x\"\n"
                                                  "    word \"9\" plain\n"
                                                  "  entry \"y\" anchored\n"
                                                  "    word \"2\" anchored plain\n");
    ck_assert_str_eq(dump(value(root, "two"), 0), "map\n"
                                                  "  entry \"y\" anchored\n"
                                                  "    word \"3\" anchored plain\n"
                                                  "  entry \"z\" anchored\n"
                                                  "    word \"4\" anchored plain\n"
                                                  "  entry \"x\" anchored\n"
                                                  "    word \"1\" anchored plain\n"
                                                  "  entry \"w\"\n"
                                                  "    word \"0\" plain\n");
    ck_assert_str_eq(dump(value(root, "three"), 0), "map\n"
                                                    "  entry \"q\"\n"
                                                    "    word \"5\" plain\n"
                                                    "  entry \"<<\" double\n"
                                                    "    word \"6\" plain\n");
}
END_TEST

START_TEST(a_merge_of_something_else_is_reported)
{
    read_text("a: 1\n<<: word\nb: {<<: [x]}\n");
    ck_assert_str_eq(findings(), "syntax/invalid-value [<<]@18: a merge key takes a mapping or a list of mappings\n"
                                 "syntax/invalid-value [<<]@5: a merge key takes a mapping or a list of mappings");
}
END_TEST

START_TEST(equal_keys_are_reported_with_the_first)
{
    struct node *root = read_text("a: 1\nb: 2\n\"a\": 3\nc: {d: 1, d: 2, d: 3}\n");
    ck_assert_str_eq(findings(), "syntax/duplicate [d]@27: duplicate key \"d\"\n"
                                 "syntax/duplicate [d]@33: duplicate key \"d\"\n"
                                 "syntax/duplicate [a]@11: duplicate key \"a\"");
    ck_assert_uint_eq(sink.findings.p[2]->related.p[0].at.off, 0);
    ck_assert_str_eq(z(value(root, "a")->text), "1");
    ck_assert_uint_eq(sink.findings.p[1]->related.p[0].at.off, 21);
}
END_TEST

START_TEST(a_key_that_is_no_scalar_has_its_text_for_a_name)
{
    struct node *root = read_text("? [a, b]\n: c\n{x: y}: z\n");
    ck_assert_str_eq(findings(), "");
    ck_assert_str_eq(dump(root, 0), "root\n"
                                    "  map\n"
                                    "    entry \"[a, b]\" faulty\n"
                                    "      word \"c\" plain\n"
                                    "    entry \"{x: y}\" faulty\n"
                                    "      word \"z\" plain\n");
}
END_TEST

/* What is refused, where it points, what is kept. */
static const struct {
    const char *text, *finding, *kept;
} faults[] = {
    {"a: 1\nb: \"open\nc: 2\n",
     "syntax/not-parsed [\"]@8: not valid YAML: found unexpected end of stream while scanning a quoted scalar",
     "root tainted\n  map tainted\n    entry \"a\"\n      word \"1\" plain\n    entry \"b\" faulty\n      word \"\" unknown faulty\n"},
    {"a:\n  - x\n b: 1\n",
     "syntax/not-parsed [b]@10: not valid YAML: did not find expected key while parsing a block mapping", NULL},
    {"a: 1\n\tb: 2\n",
     "syntax/not-parsed [\t]@5: not valid YAML: found a tab character that violates indentation while scanning a plain scalar",
     NULL},
    {"a: [1, 2\nb: 3\n",
     "syntax/not-parsed [:]@10: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence", NULL},
    {"a: 1\n\xFF\xFE", "syntax/not-parsed [\xFF]@5: not valid UTF-8: byte 0xff",
     "root tainted\n  map tainted\n    entry \"a\"\n      word \"1\" plain\n"},
    {"a: 1\nb: x\x01y\n", "syntax/not-parsed [\x01]@9: a character that YAML does not allow: \\x01", NULL},
    {"a: 1\n\xEF\xBB\xBF"
     "b: 2\n",
     "syntax/not-parsed [\xEF\xBB\xBF]@5: a character that YAML does not allow: \\u{feff}", NULL},
    {"\xFF\xFE"
     "a",
     "syntax/not-parsed [\xFF\xFE]@0: UTF-16 is not read, only UTF-8", "root tainted\n"},
    {"a: @x\n",
     "syntax/not-parsed [@]@3: not valid YAML: found character that cannot start any token while scanning for the next token",
     NULL},
};

START_TEST(faults_point_at_their_place_and_keep_what_was_read)
{
    struct node *root = read_text(faults[_i].text);
    ck_assert_str_eq(findings(), faults[_i].finding);
    ck_assert(root->flags & NODE_TAINTED);
    if (faults[_i].kept)
        ck_assert_str_eq(dump(root, 0), faults[_i].kept);
}
END_TEST

START_TEST(a_fault_before_a_bad_byte_is_reported_too)
{
    read_text("a: b: c\nd: \xFF\n");
    ck_assert_str_eq(findings(),
                     "syntax/not-parsed [:]@4: not valid YAML: mapping values are not allowed in this context\n"
                     "syntax/not-parsed [\xFF]@11: not valid UTF-8: byte 0xff");
}
END_TEST

START_TEST(utf16_without_a_bom_is_told_too)
{
    read_as("t.yaml", STR("a\0:\0 \0001\0"));
    ck_assert_str_eq(findings(), "syntax/not-parsed [a]@0: UTF-16 is not read, only UTF-8");
}
END_TEST

START_TEST(aliases_that_multiply_are_stopped)
{
    struct buf b = {.a = &arena};
    buf_put(&b, STR("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"));
    for (int i = 1; i < 12; i++) {
        buf_printf(&b, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_printf(&b, "%s*a%d", k ? ", " : "", i - 1);
        buf_put(&b, STR("]\n"));
    }
    struct node *root = read_as("t.yaml", buf_str(&b));
    ck_assert_uint_eq(sink.findings.n, 1);
    ck_assert_str_eq(z(sink.findings.p[0]->rule), "meta/limit-exceeded");
    ck_assert_str_eq(z(sink.findings.p[0]->message), "aliases that expand to too many or too deeply nested nodes");
    ck_assert(root->flags & NODE_TAINTED);
}
END_TEST

START_TEST(deep_nesting_is_stopped)
{
    struct buf b = {.a = &arena};
    buf_pad(&b, '[', 100000);
    read_as("t.yaml", buf_str(&b));
    ck_assert_str_eq(findings(), "meta/limit-exceeded [[]@256: YAML nested more than 256 levels deep");
    buf_clear(&b);
    buf_pad(&b, '[', 256);
    buf_pad(&b, ']', 256);
    read_as("t.yaml", buf_str(&b));
    ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(too_many_nodes_are_stopped)
{
    struct buf b = {.a = &arena};
    buf_putc(&b, '[');
    for (int i = 0; i < LIMIT_YAML_NODES; i++)
        buf_put(&b, STR("1,"));
    buf_putc(&b, ']');
    read_as("t.yaml", buf_str(&b));
    ck_assert_uint_eq(sink.findings.n, 1);
    ck_assert_str_eq(z(sink.findings.p[0]->message), "YAML with more than 1000000 nodes");
}
END_TEST

START_TEST(every_entry_has_a_value_child_even_after_a_fault)
{
    static const char *const texts[] = {"a:\n  b: \"", "a: {b: {c: [", "? x\n: \"", "a: *\n", "- {a"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct node *root = read_text(texts[i]);
        ck_assert_uint_ge(sink.findings.n, 1);
        for (struct node *n = node_walk(root, root); n; n = node_walk(root, n))
            ck_assert(n->kind != NODE_ENTRY || node_value(n));
    }
}
END_TEST

Suite *yaml_suite(void)
{
    Suite *s = suite_create("yaml");
    TCase *c = tcase_create("yaml");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, mapping_list_and_scalars_become_entries_and_words);
    tcase_add_test(c, an_absent_value_is_an_empty_plain_word);
    tcase_add_test(c, every_document_is_a_child_of_the_root);
    tcase_add_test(c, spans_cover_exactly_the_bytes);
    tcase_add_test(c, spans_count_bytes_not_code_points);
    tcase_add_test(c, marks_of_long_texts_beyond_ascii_are_found);
    tcase_add_test(c, crlf_lines_read_as_lf_lines_do);
    tcase_add_test(c, comments_stand_where_they_stood);
    tcase_add_test(c, a_hash_within_a_token_starts_no_comment);
    tcase_add_test(c, tags_are_kept_beside_the_value);
    tcase_add_test(c, aliases_become_copies_that_lead_to_the_anchor);
    tcase_add_test(c, an_anchor_named_again_is_the_later_one_and_dies_with_its_document);
    tcase_add_test(c, an_alias_within_its_own_anchor_is_refused);
    tcase_add_test(c, merge_keys_bring_what_the_map_does_not_say);
    tcase_add_test(c, a_merge_of_something_else_is_reported);
    tcase_add_test(c, equal_keys_are_reported_with_the_first);
    tcase_add_test(c, a_key_that_is_no_scalar_has_its_text_for_a_name);
    tcase_add_loop_test(c, faults_point_at_their_place_and_keep_what_was_read, 0, sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(c, a_fault_before_a_bad_byte_is_reported_too);
    tcase_add_test(c, utf16_without_a_bom_is_told_too);
    tcase_add_test(c, aliases_that_multiply_are_stopped);
    tcase_add_test(c, deep_nesting_is_stopped);
    tcase_add_test(c, too_many_nodes_are_stopped);
    tcase_add_test(c, every_entry_has_a_value_child_even_after_a_fault);
    suite_add_tcase(s, c);
    return s;
}
