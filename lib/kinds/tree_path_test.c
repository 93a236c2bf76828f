#include "kinds/tree_path.h"

#include "base/buf.h"
#include "base/limits.h"
#include "formats/yaml.h"

#include <check.h>

Suite *tree_path_suite(void);

static const char document[] = "server: {workers: 4, 'a.b': 5, list: [6, 7]}\n"
                               "pools:\n"
                               "  - {name: db, size: 8}\n"
                               "  - {name: cache, size: 9}\n"
                               "twice: 1\n"
                               "twice: 2\n"
                               "odd: {'*': 10, 'x y': 11, '8080': 12}\n";

/* clang-format off */
static const struct { const char *path, *found; } cases[] = {
    {"server.workers", "4"},
    {"$.server.workers", "4"},
    {".server.workers", "4"},
    {"[\"server\"].workers", "4"},
    {"server.\"a.b\"", "5"},
    {"server['a.b']", "5"},
    {"server.list[1]", "7"},
    {"server.list[*]", "6 7"},
    {"server.list[2]", ""},
    {"server.list", "-"},
    {"pools[0].size", "8"},
    {"pools[*].size", "8 9"},
    {"pools.*.size", "8 9"},
    {"pools[*].none", ""},
    {"server.workers.more", ""},
    {"odd.*", "10 11 12"},
    {"odd.\"*\"", "10"},
    {"odd.x y", "11"},
    {"odd.8080", "12"},
    {"twice", "?"},
    {"none", ""},
    {"", "! a key is missing"},
    {"$", "! it names no key"},
    {"a..b", "! a key is missing"},
    {"a.", "! a key is missing"},
    {"a[", "! brackets hold a number, * or a quoted key"},
    {"a[-1]", "! brackets hold a number, * or a quoted key"},
    {"a[1", "! a bracket is not closed"},
    {"a[1]b", "! a dot is missing between keys"},
    {"a.'b", "! a quote is not closed"},
    {"a]", "! a dot is missing between keys"},
};
/* clang-format on */

static void show(struct buf *b, const struct tree_matches *m)
{
    if (m->uncertain)
        buf_put(b, STR("?"));
    for (uint32_t i = 0; i < m->all.n; i++)
        buf_printf(b, "%s%.*s", i ? " " : "", m->all.p[i]->kind == NODE_WORD ? (int)m->all.p[i]->text.n : 1,
                   m->all.p[i]->kind == NODE_WORD ? m->all.p[i]->text.p : "-");
}

START_TEST(a_path_names_values)
{
    struct file_store files;
    struct source_store sources;
    struct arena a;
    struct tree_path path;
    struct tree_matches found;
    const char *fault;
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    struct sink sink = {.a = &a};
    struct buf b = {.a = &a};
    struct file *f = file_from_bytes(&files, STR("x.yaml"), str_from(document));
    struct node *root = yaml_read(&a, &sources, source_add(&sources, f, SPAN_NONE), &sink);
    if (tree_path_parse(&a, str_from(cases[_i].path), &path, &fault)) {
        tree_path_find(&a, yaml_document(root, 0), &path, &found);
        show(&b, &found);
    } else {
        buf_printf(&b, "! %s", fault);
    }
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, cases[_i].found);
    arena_free(&a);
    source_store_free(&sources);
    file_store_free(&files);
}
END_TEST

Suite *tree_path_suite(void)
{
    Suite *s = suite_create("tree_path");
    TCase *t = tcase_create("paths");
    tcase_add_loop_test(t, a_path_names_values, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
