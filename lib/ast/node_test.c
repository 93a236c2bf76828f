#include "ast/dump.h"

#include <check.h>

static struct arena a;

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

static struct node *add(struct node *parent, enum node_kind kind, const char *text, unsigned flags)
{
    struct node *n = node_new(&a, kind, (struct span){1, 0, 0});
    n->text = str_from(text);
    n->flags = (uint16_t)flags;
    if (parent)
        node_add(parent, n);
    return n;
}

/* user x;  include a.conf { listen 80; include b.conf {} include c.conf { log on; } }  # c  http { gzip on; } */
static struct node *sample(void)
{
    struct node *root = add(NULL, NODE_ROOT, "", 0);
    add(add(root, NODE_ENTRY, "user", 0), NODE_WORD, "x", 0);
    struct node *include = add(root, NODE_ENTRY, "include", NODE_BLOCK | NODE_INCLUDE);
    add(include, NODE_WORD, "a.conf", 0);
    struct node *file = add(include, NODE_ROOT, "", 0);
    add(add(file, NODE_ENTRY, "listen", 0), NODE_WORD, "80", 0);
    struct node *empty = add(file, NODE_ENTRY, "include", NODE_BLOCK | NODE_INCLUDE);
    add(empty, NODE_ROOT, "", 0);
    struct node *last = add(file, NODE_ENTRY, "include", NODE_BLOCK | NODE_INCLUDE);
    add(add(add(last, NODE_ROOT, "", 0), NODE_ENTRY, "log", 0), NODE_WORD, "on", 0);
    add(root, NODE_COMMENT, "c", 0);
    struct node *http = add(root, NODE_ENTRY, "http", NODE_BLOCK);
    add(add(http, NODE_ENTRY, "gzip", 0), NODE_WORD, "on", 0);
    return root;
}

static const char *names(struct node *block)
{
    struct buf b = {.a = &a};
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        buf_printf(&b, "%.*s ", STR_ARG(e->text));
    ck_assert_ptr_null(node_next_entry(&it));
    buf_putc(&b, '\0');
    return b.p;
}

START_TEST(a_node_has_eighty_bytes)
{
    ck_assert_uint_eq(sizeof(struct node), 80);
}
END_TEST

START_TEST(entries_come_as_the_server_sees_them)
{
    struct node *root = sample();
    ck_assert_str_eq(names(root), "user listen log http ");
    ck_assert_str_eq(names(node_find(root, STR("http"))), "gzip ");
    ck_assert_str_eq(names(node_find(root, STR("user"))), "");
    ck_assert_str_eq(names(add(NULL, NODE_MAP, "", 0)), "");
}
END_TEST

START_TEST(entries_of_an_include_are_those_of_its_files)
{
    struct node *include = sample()->first->next;
    ck_assert_str_eq(names(include), "listen log ");
    ck_assert_str_eq(names(include->last), "listen log ");
}
END_TEST

START_TEST(the_first_entry_of_a_name_is_found_through_includes)
{
    struct node *root = sample();
    ck_assert(str_eq(node_word(node_find(root, STR("log")), 0)->text, STR("on")));
    ck_assert_ptr_null(node_find(root, STR("gzip")));
    ck_assert_ptr_null(node_find(root, STR("include")));
    ck_assert_ptr_null(node_find(root, STR("HTTP")));
}
END_TEST

START_TEST(the_block_of_an_entry_is_the_one_it_is_in_force_in)
{
    struct node *root = sample();
    ck_assert_ptr_eq(node_block(node_find(root, STR("log"))), root);
    ck_assert_ptr_eq(node_block(node_find(root, STR("user"))), root);
    struct node *http = node_find(root, STR("http"));
    ck_assert_ptr_eq(node_block(http->first), http);
    ck_assert_ptr_null(node_block(root));
}
END_TEST

START_TEST(words_are_counted_up_to_the_block)
{
    struct node *e = add(NULL, NODE_ENTRY, "server", NODE_BLOCK);
    ck_assert_uint_eq(node_word_count(e), 0);
    ck_assert_ptr_null(node_word(e, 0));
    add(e, NODE_WORD, "a", 0);
    add(e, NODE_WORD, "b", NODE_UNKNOWN);
    add(add(e, NODE_ENTRY, "x", 0), NODE_WORD, "c", 0);
    ck_assert_uint_eq(node_word_count(e), 2);
    ck_assert(str_eq(node_word(e, 1)->text, STR("b")));
    ck_assert_ptr_null(node_word(e, 2));
    ck_assert(node_is_known(node_word(e, 0)) && !node_is_known(node_word(e, 1)));
}
END_TEST

START_TEST(the_value_of_an_entry_stands_behind_its_comments)
{
    struct node *e = add(NULL, NODE_ENTRY, "k", 0);
    ck_assert_ptr_null(node_value(e));
    add(e, NODE_COMMENT, "c", 0);
    ck_assert_ptr_null(node_value(e));
    struct node *v = add(e, NODE_MAP, "", 0);
    ck_assert_ptr_eq(node_value(e), v);
}
END_TEST

START_TEST(a_walk_sees_every_node_once_in_order)
{
    struct node *root = sample();
    struct buf b = {.a = &a};
    for (struct node *n = root; n; n = node_walk(root, n))
        buf_printf(&b, "%.*s ", STR_ARG(n->text));
    ck_assert(str_eq(buf_str(&b), STR(" user x include a.conf  listen 80 include  include  log on c http gzip on ")));
    struct node *user = root->first;
    ck_assert_ptr_eq(node_walk(user, user), user->first);
    ck_assert_ptr_null(node_walk(user, user->first));
    ck_assert_ptr_null(node_walk(user->first, user->first));
}
END_TEST

START_TEST(a_dump_shows_kinds_texts_and_flags)
{
    struct node *e = add(NULL, NODE_ENTRY, "a \"b\"", NODE_BLOCK | NODE_CONDITIONAL);
    e->at = (struct span){1, 2, 30};
    e->name_at = (struct span){1, 2, 5};
    struct node *w = add(e, NODE_WORD, "x\n\t\\\x01\x7F\xC3\xA9", NODE_PLAIN | NODE_TAGGED | NODE_ANCHORED);
    w->quote = QUOTE_BLOCK_FOLDED;
    w->name_at = w->at = (struct span){1, 8, 4};
    struct node *list = add(e, NODE_LIST, "unseen", 0);
    add(list, NODE_PIECE, "p", NODE_UNKNOWN);
    struct buf b = {.a = &a};
    node_dump(&b, e, 0);
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, "entry \"a \\\"b\\\"\" block conditional\n"
                          "  word \"x\\n\\t\\\\\\x01\\x7f\xC3\xA9\" folded anchored plain tagged\n"
                          "  list\n"
                          "    piece \"p\" unknown\n");
    buf_clear(&b);
    node_dump(&b, e, DUMP_SPANS);
    ck_assert(str_starts(
        buf_str(&b),
        STR("entry \"a \\\"b\\\"\" @2+30 name @2+5 block conditional\n  word \"x\\n\\t\\\\\\x01\\x7f\xC3\xA9\" @8+4 folded")));
}
END_TEST

Suite *node_suite(void)
{
    Suite *s = suite_create("node");
    TCase *c = tcase_create("node");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_node_has_eighty_bytes);
    tcase_add_test(c, entries_come_as_the_server_sees_them);
    tcase_add_test(c, entries_of_an_include_are_those_of_its_files);
    tcase_add_test(c, the_first_entry_of_a_name_is_found_through_includes);
    tcase_add_test(c, the_block_of_an_entry_is_the_one_it_is_in_force_in);
    tcase_add_test(c, words_are_counted_up_to_the_block);
    tcase_add_test(c, the_value_of_an_entry_stands_behind_its_comments);
    tcase_add_test(c, a_walk_sees_every_node_once_in_order);
    tcase_add_test(c, a_dump_shows_kinds_texts_and_flags);
    suite_add_tcase(s, c);
    return s;
}
