#include "kinds/insert.h"
#include "kinds/uwsgi/cases.h"
#include "kinds/uwsgi/fixture.h"

Suite *data_suite(void);

START_TEST(yaml_and_json_set_what_uwsgi_takes)
{
    const struct uwsgi_case *c = &uwsgi_cases[_i];
    read_as(c->file, str_from(c->text));
    ck_assert_msg(strcmp(set(), c->set) == 0, "of\n%s\nis set\n%s", c->text, set());
    ck_assert_msg(strcmp(found(), c->found) == 0, "of\n%s\nis found\n%s", c->text, found());
}
END_TEST

START_TEST(values_stand_where_they_are_written)
{
    struct value v = value_null();
    read_as("a.yml", STR("uwsgi:\n  http:\n  - ':80'\n  harakiri: \"30\" # s\n"));
    ck_assert(uwsgi_setting(&job, job.root, STR("harakiri"), &v));
    ck_assert_str_eq(str_dup(&a, source_text(&sources, v.origin->at)).p, "\"30\"");
    ck_assert(uwsgi_setting(&job, job.root, STR("listen"), &v));
    ck_assert_str_eq(str_dup(&a, source_text(&sources, v.origin->at)).p, "uwsgi");
    const struct service *s = read_as("a.json", STR("{\"uwsgi\": {\"processes\": 4, \"http\": [\":80\"]}}"));
    ck_assert_str_eq(str_dup(&a, source_text(&sources, s->listens.p[0]->at)).p, "\":80\"");
    ck_assert_int_eq(s->listens.p[0]->field[LISTEN_PORT].as.i, 80);
    ck_assert_str_eq(field(s, SERVICE_PROCESSES), "4");
    ck_assert_str_eq(str_dup(&a, source_text(&sources, s->field[SERVICE_PROCESSES].origin->at)).p, "4");
}
END_TEST

START_TEST(what_a_fault_hides_is_not_known)
{
    read_as("a.yml", STR("uwsgi:\n  threads: 2\n  processes: [1\n"));
    ck_assert_str_eq(get("harakiri"), "unknown");
    read_as("a.json", STR("{\"uwsgi\": {\"threads\": 2, oops, \"listen\": 4}}"));
    ck_assert_str_eq(get("harakiri"), "unknown");
}
END_TEST

/* Text that a fix adds to a document; "none" when it can't. */
static const char *added(const char *file, const char *text)
{
    struct edit e;
    read_as(file, str_from(text));
    const struct uwsgi_state *state = job.state;
    struct node *block = job.root;
    for (struct node *n = job.root; n && state->block->parent; n = node_walk(job.root, n))
        if (n->kind == NODE_ENTRY && n->name_at.off == state->block->name_at.off)
            block = n;
    return kind_insert(&job, block, STR("harakiri"), STR("30"), &e) ? str_dup(&a, e.text).p : "none";
}

START_TEST(settings_are_added_in_the_form_of_the_file)
{
    ck_assert_str_eq(added("a.yml", "uwsgi:\n  threads: 2\nx: 1\n"), "\n  harakiri: 30");
    ck_assert_str_eq(added("a.yml", "x: 1\n"), "none");
    ck_assert_str_eq(added("a.json", "{\n\"uwsgi\": {\n\"threads\": 2\n}}\n"), "\"harakiri\": 30,\n");
    ck_assert_str_eq(added("a.ini", "[uwsgi]\nthreads = 2\n"), "\nharakiri = 30");
}
END_TEST

static const struct {
    const char *path, *head;
    int least, most;
} claims[] = {
    {"uwsgi.yaml", "# c\nuwsgi:\n  processes: 4\n", 90, 100},
    {"deploy/uwsgi.yml.j2", "x: 1\nuwsgi:\n  processes: {{ n }}\n  foo: 1\n", 90, 100},
    {"app.yml", "uwsgi:\n    master: true\n    wsgi-file: app.py\n", 80, 89},
    {"app.yml", "app:\n  x: 1\nuwsgi:\n    master: true\n    socket: :1\n    wsgi-file: app.py\n", 50, 79},
    {"galaxy.yml",
     "uwsgi:\n  http: :80\n  threads: 8\n  http-raw-body: True\n  master: true\n  module: a\n  x_y: b\ngalaxy:\n  a: 1\n",
     50, 79},
    {"all.yml", "user: x\nuwsgi:\n  socket: a\n  threads: 8\n  master: true\n  version: 2\n", 0, 0},
    {"values.yaml", "image: x\nuwsgi:\n  processes: 4\n  replicas: 2\n", 0, 0},
    {"docker-compose.yml", "uwsgi:\n  image: x\n  ports: [80]\n", 0, 0},
    {"uwsgi.yml", "- hosts: all\n  roles:\n  - uwsgi:\n      processes: 4\n", 0, 0},
    {"uwsgi.yml", "services:\n  uwsgi:\n    processes: 4\n", 0, 0},
    {"uwsgi.json", "{\"uwsgi\": {\"processes\": 4}}", 90, 100},
    {"app.json", "{\n \"uwsgi\": {\n  \"http\": [\"}\\\"\"],\n \"master\": 1}}", 80, 89},
    {"package.json", "{\"dependencies\": {\"uwsgi\": {\"processes\": 4}}}", 0, 0},
    {"package.json", "{\"scripts\": {}, \"uwsgi\": {\"version\": 4}}", 0, 0},
    {"uwsgi.txt", "uwsgi:\n  processes: 4\n", 0, 0},
    {"uwsgi.yml", "", 0, 0},
};

START_TEST(files_are_told_by_what_the_section_holds)
{
    int score = uwsgi_claims(str_from(claims[_i].path), str_from(claims[_i].head));
    ck_assert_msg(claims[_i].least <= score && score <= claims[_i].most, "%s: %d", claims[_i].head, score);
}
END_TEST

Suite *data_suite(void)
{
    Suite *s = suite_create("data");
    TCase *t = tcase_create("data");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, yaml_and_json_set_what_uwsgi_takes, 0, UWSGI_CASES);
    tcase_add_test(t, values_stand_where_they_are_written);
    tcase_add_test(t, what_a_fault_hides_is_not_known);
    tcase_add_test(t, settings_are_added_in_the_form_of_the_file);
    tcase_add_loop_test(t, files_are_told_by_what_the_section_holds, 0, sizeof claims / sizeof *claims);
    suite_add_tcase(s, t);
    return s;
}
