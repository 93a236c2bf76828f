#include "kinds/insert.h"

#include "kinds/text_fixture.h"

/* kind: whose file it is; block: the name of the entry that gets the setting, empty: the file; gets NULL: no certain place. */
static const struct {
    const char *kind, *block, *name, *value, *text, *gets;
} cases[] = {
    /* behind those of its first word, else behind the last plain one */
    {"haproxy", "defaults", "timeout server", "30s", "defaults\n  timeout client 1m # c\n  mode http\n",
     "defaults\n  timeout client 1m # c\n  timeout server 30s\n  mode http\n"},
    {"haproxy", "defaults", "maxconn", "9", "defaults\n  mode http\n\n# of b\nbackend b\n",
     "defaults\n  mode http\n  maxconn 9\n\n# of b\nbackend b\n"},
    {"haproxy", "global", "maxconn", "9", "global\n\ndefaults\n", "global\n    maxconn 9\n\ndefaults\n"},
    {"haproxy", "backend", "option redispatch", "", "backend b\n\tserver a :1",
     "backend b\n\tserver a :1\n\toption redispatch"},
    {"nginx", "http", "server_tokens", "off", "http {\n  gzip on;\n  server {\n  }\n}\n",
     "http {\n  gzip on;\n  server_tokens off;\n  server {\n  }\n}\n"},
    {"nginx", "http", "server_tokens", "off", "http { # all\n\n  server {\n  }\n}\n",
     "http { # all\n  server_tokens off;\n\n  server {\n  }\n}\n"},
    {"nginx", "http", "server_tokens", "off", "http {}\n", "http { server_tokens off;}\n"},
    {"nginx", "events", "worker_connections", "9", "events { multi_accept on; }\n",
     "events { multi_accept on; worker_connections 9; }\n"},
    {"nginx", "", "worker_processes", "2", "user a;\nevents {}\nhttp {}\n",
     "user a;\nworker_processes 2;\nevents {}\nhttp {}\n"},
    {"nginx", "", "worker_processes", "2", "events {}\nhttp {}\n", "events {}\nhttp {}\nworker_processes 2;\n"},
    {"systemd", "Service", "Restart", "always", "[Unit]\n[Service]\nExecStart=/a \\\n  b\n\n[Install]\n",
     "[Unit]\n[Service]\nExecStart=/a \\\n  b\nRestart=always\n\n[Install]\n"},
    {"systemd", "Service", "Restart", "always", "[Service]\n[Install]\n", "[Service]\nRestart=always\n[Install]\n"},
    {"php-fpm", "www", "pm.max_requests", "500", "[www]\npm = static ; c\nlisten = 9000\n",
     "[www]\npm = static ; c\npm.max_requests = 500\nlisten = 9000\n"},
    {"gunicorn", "", "max_requests", "9", "def f(x):\n    y = 1\n", "def f(x):\n    y = 1\nmax_requests = 9\n"},
    {"gunicorn", "", "max_requests", "9", "bind = [\n  'a',\n]\n", "bind = [\n  'a',\n]\nmax_requests = 9\n"},
    /* line breaks of the file are taken over when the edit is settled */
    {"systemd", "Service", "Restart", "always", "[Service]\r\nType=simple\r\n",
     "[Service]\r\nType=simple\nRestart=always\r\n"},
    /* words of a line */
    {"haproxy", "server", "check", "", "backend b\n  server a 10.0.0.1:80 weight 5 # c\n",
     "backend b\n  server a 10.0.0.1:80 weight 5 check # c\n"},
    {"nginx", "server", "max_fails", "1", "http { upstream u { server 10.0.0.1; } }\n",
     "http { upstream u { server 10.0.0.1 max_fails=1; } }\n"},
    /* YAML */
    {"docker-compose", "web", "mem_limit", "1g", "services:\n  web:\n    image: x # c\n    environment:\n      A: b\n",
     "services:\n  web:\n    image: x # c\n    mem_limit: 1g\n    environment:\n      A: b\n"},
    {"docker-compose", "web", "logging.options.max-size", "10m", "services:\n  web:\n    image: x\n",
     "services:\n  web:\n    image: x\n    logging:\n      options:\n        max-size: 10m\n"},
    {"docker-compose", "web", "logging.options.max-size", "10m",
     "services:\n  web:\n    logging:\n      driver: json-file\n    image: x\n",
     "services:\n  web:\n    logging:\n      driver: json-file\n      options:\n        max-size: 10m\n    image: x\n"},
    {"docker-compose", "web", "mem_limit", "1g", "services:\n  web: {image: x}\n",
     "services:\n  web: {mem_limit: 1g, image: x}\n"},
    {"pm2", "apps", "max_memory_restart", "1G", "module.exports = {\n  apps: {\n    'name': 'x',\n  },\n};\n",
     "module.exports = {\n  apps: {\n    'max_memory_restart': '1G',\n    'name': 'x',\n  },\n};\n"},
    {"redis", "maxmemory", "maxmemory-policy", "allkeys-lru", "port 1\nmaxmemory 1gb\nsave \"\"\n",
     "port 1\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\nsave \"\"\n"},
    {"docker-compose", "web", "mem_limit", "1g", "services: {web: {}}\n", NULL},
    {"systemd", "Service", "Restart", "always", "{% if a %}\n[Service]\nType=simple\n{% endif %}\n", NULL},
};

static void read_text(const struct kind *kind, const char *text)
{
    struct file *file = file_from_bytes(&fx.files, STR("x.j2"), str_from(text));
    fx.sink = (struct sink){.a = &fx.a};
    fx.job = (struct kind_job){.kind = kind, .a = &fx.a, .scratch = &fx.a, .sink = &fx.sink, .sources = &fx.sources};
    fx.job.files = &fx.files;
    fx.job.includes = &fx.rules;
    fx.job.source = source_add(&fx.sources, file, SPAN_NONE);
    fx.job.root = kind->read(&fx.job);
}

static struct node *block_named(const char *name)
{
    struct node *n = fx.job.root;
    while (n && *name && !(n->kind == NODE_ENTRY && str_eq(n->text, str_from(name))))
        n = node_walk(fx.job.root, n);
    return n;
}

START_TEST(a_setting_is_written_where_a_person_would_write_it)
{
    struct edit e;
    struct str text = str_from(cases[_i].text);
    read_text(kind_find(str_from(cases[_i].kind)), cases[_i].text);
    struct node *block = block_named(cases[_i].block);
    ck_assert_ptr_nonnull(block);
    bool done = kind_insert(&fx.job, block, str_from(cases[_i].name), str_from(cases[_i].value), &e);
    ck_assert_msg(done == (cases[_i].gets != NULL), "case %d: %s", _i, cases[_i].text);
    if (!done)
        return;
    ck_assert_uint_eq(e.at.len, 0);
    ck_assert_str_eq(str_printf(&fx.a, "%.*s%.*s%s", (int)e.at.off, text.p, STR_ARG(e.text), text.p + e.at.off).p,
                     cases[_i].gets);
}
END_TEST

static const struct {
    const char *kind;
    enum edit_form form;
    const char *text, *written; /* NULL: it can't be */
} values[] = {
    {"nginx", EDIT_SIZE, "3145729", "3m"},       {"systemd", EDIT_SIZE, "1073741824", "1024M"},
    {"redis", EDIT_SIZE, "1048576", "1mb"},      {"haproxy", EDIT_SIZE, "16384", "16384"},
    {"nginx", EDIT_SIZE, "1000", NULL},          {"nginx", EDIT_TIME, "1500", "2s"},
    {"gunicorn", EDIT_TIME, "30000", "30"},      {"gunicorn", EDIT_FLAG, "true", "True"},
    {"haproxy", EDIT_FLAG, "true", ""},          {"haproxy", EDIT_FLAG, "false", NULL},
    {"systemd", EDIT_FLAG, "false", "no"},       {"nginx", EDIT_TEXT, "as it is", "as it is"},
    {"limits-conf", EDIT_SIZE, "1048576", NULL}, {"limits-conf", EDIT_TEXT, "5", "5"},
};

START_TEST(a_value_is_written_in_the_units_of_its_kind)
{
    struct str ret = {0};
    const struct kind *kind = kind_find(str_from(values[_i].kind));
    bool done = kind_spell(&fx.a, kind, values[_i].form, str_from(values[_i].text), &ret);
    ck_assert_int_eq(done, values[_i].written != NULL);
    if (done)
        ck_assert_str_eq(str_dup(&fx.a, ret).p, values[_i].written);
}
END_TEST

Suite *insert_suite(void)
{
    Suite *s = suite_create("kinds/insert");
    TCase *t = tcase_create("insert");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, a_setting_is_written_where_a_person_would_write_it, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, a_value_is_written_in_the_units_of_its_kind, 0, sizeof values / sizeof *values);
    suite_add_tcase(s, t);
    return s;
}
