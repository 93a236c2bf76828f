/* A run without files, for tests of what is shown of a run: hosts and services are made up. For *_test.c only. */
#ifndef LOADLINE_CMD_TEST_VIEW_H
#define LOADLINE_CMD_TEST_VIEW_H

#include "test_output.h"
#include "view.h"

#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

/* Test state: Check gives a fixture no argument to keep it in. */
static struct run run; /* too large for a small stack */
static struct view view;

static inline void view_open(void)
{
    run = (struct run){0};
    arena_init(&run.arena, NULL);
    file_store_init(&run.files, STR("/"), 1024, NULL);
    source_store_init(&run.sources, NULL);
    run.stack.a = &run.arena;
    view = (struct view){.run = &run, .a = &run.arena};
}

static inline void view_close(void)
{
    source_store_free(&run.sources);
    file_store_free(&run.files);
    arena_free(&run.arena);
}

/* A host of the facts, one that was chosen; what is not given may still be set. */
static inline struct host *view_add_host(struct str name, double cpus)
{
    struct host *h = arena_new(&run.arena, struct host);
    h->name = value_string(name);
    h->cpus = value_double(cpus);
    host_finish(&run.arena, h);
    vec_push(&run.arena, &run.hosts.facts.hosts, h);
    return h;
}

static inline void view_join(void)
{
    stack_join(&run.stack, (const struct host *const *)run.hosts.facts.hosts.p, run.hosts.facts.hosts.n);
}

/* What a report prints of what was gathered. */
static inline const char *view_shown(const void *gathered, void (*show)(const struct view *, struct report_out *))
{
    view.shown = gathered;
    output_open();
    show(&view, &output);
    return output_close(&run.arena);
}

/* A report in JSON, version 1; its list under the key in *ret_list. */
static inline json_t *view_read_json(const char *text, const char *key, json_t **ret_list)
{
    json_t *root = json_loads(text, 0, NULL);
    ck_assert_msg(root != NULL, "no JSON: %s", text);
    ck_assert_int_eq(json_integer_value(json_object_get(root, "version")), 1);
    *ret_list = json_object_get(root, key);
    return root;
}

static inline void check_shows(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no `%s` in:\n%s", part, text);
}

/* No line is wider than a terminal, broken in a character, or ends with a blank. */
static inline void check_width(const char *text)
{
    struct str rest = str_from(text);
    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n');
        ck_assert_msg(utf8_columns(line) <= 80, "%u columns: %.*s", utf8_columns(line), STR_ARG(line));
        ck_assert_uint_eq(utf8_first_invalid(line), line.n);
        ck_assert_msg(line.n == 0 || line.p[line.n - 1] != ' ', "blank at the end of: %.*s", STR_ARG(line));
    }
}

#endif
