#include "formats/yaml.h"

#include "formats/test_text.h"

static struct node *read_text(const char *text)
{
    return yaml_read(&arena, &sources, put_text("t.yaml", str_from(text)), &sink);
}

/* Every cooked byte that stands verbatim is the byte it leads to; the map covers the text. */
static void assert_map_holds(const struct node *n, bool exact)
{
    struct span_map *map = yaml_scalar_map(&arena, &sources, n);
    ck_assert_uint_eq(map->cooked_len, n->text.n);
    for (uint32_t i = 0; i < map->n; i++) {
        const struct span_run *run = &map->runs[i];
        uint32_t end = i + 1 < map->n ? map->runs[i + 1].cooked : map->cooked_len;
        if (run->verbatim)
            ck_assert_str_eq(at(run->at), z(str_slice(n->text, run->cooked, end)));
    }
    bool fell_back = map->n == 1 && !map->runs[0].verbatim && map->runs[0].at.len == n->at.len && n->text.n > 1;
    ck_assert_msg(fell_back == !exact, "%s: %s", at(n->at), fell_back ? "not mapped byte by byte" : "mapped");
}

static const char *const scalars[] = {
    "plain",
    "a plain\n  over lines\n\n\n  with  gaps  ",
    "'single ''quoted'''",
    "'folded  \n   once\n\n   and twice\n '",
    "\"double \\\"quoted\\\" \\t\\x41\\u00e9\\U0001F600 \\/ \\0 \\e \\N\\_\\L\\P end\"",
    "\"folded  \n   once\n\n   twice \\\n   joined\\\n\n   kept\\  \n  x\"",
    "|\n  one\n  two\n",
    "|\n  one\n\n    two\n\n\n",
    "|-\n  strip\n\n",
    "|+\n  keep\n\n\n",
    "|2\n    two more\n  none\n",
    "|+1 # comment with + and -\n   a\n b\n",
    ">\n  folded\n  lines\n\n  par\n    more\n    indented\n\n  back\n",
    ">-\n  a\n  b\n\n\n  c\n",
    ">+\n\n\n  late\n  start\n   \n\n",
    "|\n\n  \n  after empty lines\n",
    "|2\n  \ttab\n  x",
    "|\r\n  one\r\n  two\r\n",
    ">\r\n  one\r\n  two\r\n\r\n  three\r\n",
    "|\n  caf\xC3\xA9 \xE2\x82\xAC\n  x\n",
    ">1\n \n  leading\n plain\n",
    "|\n  trailing blanks \n   \n  x\n      \n",
};

START_TEST(scalars_lead_back_to_their_bytes)
{
    struct buf text = {.a = &arena};
    buf_printf(&text, "key: %s\nnext: x\n", scalars[_i]);
    buf_putc(&text, '\0');
    struct node *word = node_value(node_find(yaml_document(read_text(text.p), 0), STR("key")));
    ck_assert_str_eq(findings(), "");
    assert_map_holds(word, true);
    /* and as a document of its own, where nothing follows */
    struct node *root = read_text(scalars[_i]);
    assert_map_holds(yaml_document(root, 0), true);
}
END_TEST

START_TEST(a_place_in_a_block_scalar_is_a_place_in_the_file)
{
    struct node *root = read_text("data:\n  nginx.conf: |\n    events {}\n    http {\n        x;\n    }\n");
    struct node *word = value_below(yaml_document(root, 0), "data")->first->first;
    struct span_map *map = yaml_scalar_map(&arena, &sources, word);
    uint32_t off = str_find(word->text, STR("x;"));
    struct span there = span_map_resolve(map, (struct span){0, off, 2});
    ck_assert_uint_eq(there.off, str_find(source_get(&sources, source)->text, STR("x;")));
    ck_assert_uint_eq(there.len, 2);
    there = span_map_resolve(map, (struct span){0, 0, word->text.n});
    ck_assert_str_eq(at(there), "events {}\n    http {\n        x;\n    }\n");
}
END_TEST

START_TEST(an_embedded_document_reports_places_of_its_container)
{
    struct node *root = read_text("conf: |\n  a: 1\n  b: 2\n");
    struct node *word = value_below(yaml_document(root, 0), "conf");
    uint32_t inner = source_add_embedded(&sources, word->text, yaml_scalar_map(&arena, &sources, word), word->at);
    struct node *tree = yaml_read(&arena, &sources, inner, &sink);
    struct place place = source_place(&sources, node_find(yaml_document(tree, 0), STR("b"))->at);
    ck_assert_uint_eq(place.off, 17);
    ck_assert_uint_eq(place.len, 4);
    ck_assert_ptr_eq(place.file, source_get(&sources, source)->file);
}
END_TEST

START_TEST(an_escape_leads_to_all_its_bytes)
{
    struct node *word = yaml_document(read_text("\"a\\u00e9b\""), 0);
    struct span_map *map = yaml_scalar_map(&arena, &sources, word);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, 1, 1})), "\\u00e9");
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, 2, 2})), "\\u00e9b");
}
END_TEST

START_TEST(a_key_has_a_map_too)
{
    struct node *entry = yaml_document(read_text("\"a\\tb\": 1"), 0)->first;
    struct span_map *map = yaml_scalar_map(&arena, &sources, entry);
    ck_assert_uint_eq(map->cooked_len, 3);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, 1, 2})), "\\tb");
}
END_TEST

START_TEST(only_line_breaks_fall_back_to_the_whole)
{
    assert_map_holds(yaml_document(read_text("|+\n\n\n"), 0), false);
}
END_TEST

Suite *yaml_cook_suite(void)
{
    Suite *s = suite_create("yaml_cook");
    TCase *c = tcase_create("yaml_cook");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, scalars_lead_back_to_their_bytes, 0, sizeof(scalars) / sizeof(scalars[0]));
    tcase_add_test(c, a_place_in_a_block_scalar_is_a_place_in_the_file);
    tcase_add_test(c, an_embedded_document_reports_places_of_its_container);
    tcase_add_test(c, an_escape_leads_to_all_its_bytes);
    tcase_add_test(c, a_key_has_a_map_too);
    tcase_add_test(c, only_line_breaks_fall_back_to_the_whole);
    suite_add_tcase(s, c);
    return s;
}
