/* tests: what a rule must say to its own examples. */
#include "base/limits.h"
#include "base/map.h"
#include "base/num.h"
#include "formats/yaml.h"
#include "ruleset/load_parts.h"

#include <string.h>

/* ---- facts ---- */

static bool holds_alias(const struct node *value)
{
    struct node *top = (struct node *)(uintptr_t)value; /* walking changes nothing */
    for (struct node *n = top; n; n = node_walk(top, n))
        if (n->flags & NODE_ANCHORED)
            return true;
    return false;
}

/* The blanks that stand before a block mapping's first key. */
static uint32_t indent_of(struct str file, uint32_t off)
{
    uint32_t from = off;
    while (from > 0 && file.p[from - 1] == ' ')
        from--;
    return file.p[off] == '{' ? 0 : off - from;
}

/* Facts stay YAML, as they stand. A block mapping gets its blanks on the first line too, or it would lose its shape. */
static struct rule_text yaml_text_of(struct load *l, const struct node *value)
{
    struct str file = source_get(l->sources, value->at.src)->text, text = source_text(l->sources, value->at);
    uint32_t indent = indent_of(file, value->at.off);
    struct span_map *map = arena_new(l->a, struct span_map);
    map->a = l->a;
    span_map_add(map, indent, span_part(value->at, 0, 0), false);
    span_map_add(map, text.n, value->at, true);
    return (struct rule_text){str_printf(l->a, "%*s%.*s", (int)indent, "", STR_ARG(text)), value->at, map};
}

static void facts_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    if (value->kind != NODE_MAP)
        load_map(l, value, "facts", NULL, 0, NULL); /* says so */
    else if (holds_alias(value))
        load_fault(l, load_place(value), "facts of a test that hold an alias");
    else if (value->at.len > LIMIT_RULE_TEXT_BYTES)
        load_fault(l, load_place(value), "facts of a test that are longer than %d bytes", LIMIT_RULE_TEXT_BYTES);
    else
        *(struct rule_text *)load_field(into, key) = yaml_text_of(l, value);
}

/* ---- what is expected ---- */

/* "12:5", both from 1, or behind the path of a file. */
static bool is_position(struct str s)
{
    int64_t line, column;
    uint32_t last = str_rfind_byte(s, ':'), before = str_rfind_byte(str_slice(s, 0, last), ':');
    struct str rest = before < last ? str_slice(s, before + 1, s.n) : s, first = str_cut(&rest, ':');
    return num_parse_int(first, &line) && num_parse_int(rest, &column) && line > 0 && column > 0;
}

static void position_item(struct load *l, const struct node *value, void *item)
{
    struct str *text = item;
    if (load_line(l, value, text) && !is_position(*text))
        load_fault(l, value->at, "\"%s\" is no place: \"LINE:COLUMN\", or \"PATH:LINE:COLUMN\" in one of its files",
                   load_quote(l, *text));
}

static void expect_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_test *test = into;
    static const struct str words[] = {STR_INIT("not-run")};
    uint32_t i;
    (void)key;
    if (value->kind == NODE_LIST)
        test->expect = load_list(l, value, sizeof(struct str), position_item, &test->n_expect);
    else if (load_word(l, value, words, 1, &i))
        test->expect_not_run = true;
}

/* ---- tests ---- */

static void name_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_test *test = into;
    load_line_field(l, value, key, into);
    test->at = value->at;
}

static void kind_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_test *test = into;
    load_line_field(l, value, key, into);
    test->kind_at = value->at;
}

/* An empty config is one too, when it is written as "". */
static void config_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_test *test = into;
    if (value->kind == NODE_WORD && value->quote != QUOTE_NONE && value->text.n == 0)
        test->config = STR("");
    else
        load_text_field(l, value, key, into);
}

static void file_kind_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_test_file *file = into;
    load_line_field(l, value, key, into);
    file->kind_at = value->at;
}

static const struct load_key file_keys[] = {
    {STR_INIT("kind"), file_kind_field, offsetof(struct rule_test_file, kind), true},
    {STR_INIT("config"), load_text_field, offsetof(struct rule_test_file, config), true},
};

static void file_item(struct load *l, const struct node *entry, void *item)
{
    struct rule_test_file *file = item;
    file->path = entry->text;
    load_map(l, node_value(entry), "a file of a test", file_keys, LOAD_COUNT(file_keys), file);
}

static void files_field(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule_test *test = into;
    (void)key;
    test->files = load_entries(l, value, sizeof(struct rule_test_file), file_item, &test->n_files);
}

static const struct load_key test_keys[] = {
    {STR_INIT("name"), name_field, offsetof(struct rule_test, name), true},
    {STR_INIT("kind"), kind_field, offsetof(struct rule_test, kind), true},
    {STR_INIT("config"), config_field, offsetof(struct rule_test, config), true},
    {STR_INIT("files"), files_field, 0, false},
    {STR_INIT("target"), load_line_field, offsetof(struct rule_test, target), false},
    {STR_INIT("host"), facts_field, offsetof(struct rule_test, host), false},
    {STR_INIT("hosts"), facts_field, offsetof(struct rule_test, hosts), false},
    {STR_INIT("facts"), facts_field, offsetof(struct rule_test, facts), false},
    {STR_INIT("expect"), expect_field, 0, true},
};

static void test_item(struct load *l, const struct node *value, void *item)
{
    struct rule_test *test = item;
    load_map(l, value, "a test", test_keys, LOAD_COUNT(test_keys), test);
    if (test->host.text.n && test->hosts.text.n)
        load_fault(l, test->hosts.at, "a test with both \"host\" and \"hosts\"");
}

void load_tests(struct load *l, const struct node *value, const struct load_key *key, void *into)
{
    struct rule *rule = into;
    struct map names = {.a = l->a};
    (void)key;
    struct rule_test *tests = load_list(l, value, sizeof(*tests), test_item, &rule->n_tests);
    rule->tests = tests;
    for (uint32_t i = 0; i < rule->n_tests; i++) {
        bool fresh = true;
        if (tests[i].name.n)
            map_put(&names, tests[i].name, NULL, &fresh);
        if (!fresh)
            load_fault(l, tests[i].at, "a second test \"%s\"", load_quote(l, tests[i].name));
    }
}
