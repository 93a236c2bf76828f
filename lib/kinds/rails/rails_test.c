#include "kinds/rails/fixture.h"

Suite *rails_suite(void);

/* ---- Ruby ---- */

/* The environment: A=7, B=x, C is set to something that is not known; nothing else is set. */
static struct environment *environment(void)
{
    struct environment *e = arena_new(&fx.a, struct environment);
    vec_push(&fx.a, &e->all, ((struct env_variable){STR("A"), STR("7"), SPAN_NONE, true}));
    vec_push(&fx.a, &e->all, ((struct env_variable){STR("B"), STR("x"), SPAN_NONE, true}));
    vec_push(&fx.a, &e->all, ((struct env_variable){STR("C"), STR(""), SPAN_NONE, false}));
    return e;
}

/* "?" and what is missing; nil; a number; a string in quotes. Those with an answer were asked of Ruby 3.1. */
/* clang-format off */
static const struct { const char *text, *value; } expressions[] = {
    {"5", "5"},
    {"'5'", "'5'"},
    {"\"a b\"", "'a b'"},
    {"nil", "nil"},
    {"ENV['A']", "'7'"},
    {"ENV[\"N\"]", "nil"},
    {"ENV['N'] || 5", "5"},
    {"ENV['A'] || 5", "'7'"},
    {"ENV['N'] || ENV['A'] || 5", "'7'"},
    {"ENV.fetch('A')", "'7'"},
    {"ENV.fetch(\"A\", 5)", "'7'"},
    {"ENV.fetch('N', 5)", "5"},
    {"ENV.fetch('N') { 5 }", "5"},
    {"ENV.fetch('N') { ENV['A'] }", "'7'"},
    {"ENV.fetch('N', ENV.fetch('A', 1)).to_i", "7"},
    {"ENV.fetch('N')", "? environment variable N"}, /* does not start */
    {"ENV['C'] || 5", "? environment variable C"},
    {"ENV.fetch('A').to_i + 2", "9"},
    {"(ENV['N'] || 5).to_i * 2 - 1", "9"},
    {"2 + 3 * 4", "14"},
    {"Integer(ENV['N'] || 3)", "3"},
    {"Integer(ENV['A'])", "7"},
    {"Integer(ENV['B'])", "?"}, /* does not start */
    {"ENV['B'].to_i", "0"},
    {"'12abc'.to_i", "12"},
    {"ENV['N'].to_i", "0"},
    {"5.to_s", "'5'"},
    {"ENV['A'] ? 5 : 6", "?"},
    {"5 if ENV['A']", "?"},
    {"\"#{x}\"", "?"},
    {"Rails.env", "?"},
    {"[1, 2].max", "?"},
    {"9223372036854775807 * 2", "?"},
    {"", "?"},
    {"((((((((((((((((((((((((((((((((((((5))))))))))))))))))))))))))))))))))))", "?"},
};
/* clang-format on */

static const char *show(struct ruby_value v)
{
    struct buf b = {.a = &fx.a};
    if (v.type == RUBY_UNKNOWN)
        buf_printf(&b, "?%s%.*s", v.s.n ? " " : "", STR_ARG(v.s));
    else if (v.type == RUBY_INT)
        buf_printf(&b, "%lld", (long long)v.i);
    else if (v.type == RUBY_NIL)
        buf_printf(&b, "nil");
    else
        buf_printf(&b, "'%.*s'", STR_ARG(v.s));
    buf_putc(&b, '\0');
    return b.p;
}

START_TEST(plain_expressions_are_folded)
{
    struct ruby_scope scope = {.a = &fx.a, .environment = environment()};
    ck_assert_str_eq(show(ruby_fold(&scope, str_from(expressions[_i].text))), expressions[_i].value);
}
END_TEST

START_TEST(without_an_environment_no_variable_is_known)
{
    struct ruby_scope scope = {.a = &fx.a};
    struct map given = {.a = &fx.a};
    struct str nine = STR("9");
    ck_assert_str_eq(show(ruby_fold(&scope, STR("ENV.fetch('A', 5)"))), "? environment variable A");
    map_put(&given, STR("A"), &nine, NULL);
    scope.given = &given; /* loadline.yaml */
    ck_assert_str_eq(show(ruby_fold(&scope, STR("ENV.fetch('A', 5)"))), "'9'");
    struct environment partial = {.partial = true};
    scope = (struct ruby_scope){.a = &fx.a, .environment = &partial};
    ck_assert_str_eq(show(ruby_fold(&scope, STR("ENV['A'] || 5"))), "? environment variable A");
}
END_TEST

/* ---- services ---- */

/* Of a document with the environment above: threads and processes. */
/* clang-format off */
static const struct { const char *path, *text, *threads, *processes; } documents[] = {
    {"config/puma.rb", "threads 2, 16\nworkers 3\n", "16", "3"},
    {"config/puma.rb", "threads(ENV.fetch('A') { 5 }, ENV.fetch('A') { 5 })\nworkers 0\n", "7", "1"},
    {"config/puma.rb", "t = Integer(ENV['A'] || 5) # seven\nthreads t, t\n", "7", "1"},
    {"config/puma.rb", "t = 5\nt = t + 1\nthreads t, t\n", "6", "1"},
    {"config/puma.rb", "t = 5\nif ENV['N']\n  t = 9\nend\nthreads t, t\n", "unknown", "1"},
    {"config/puma.rb", "threads 5, 5 if ENV['N']\n", "unknown", "1"},
    {"config/puma.rb", "on_worker_boot do\n  x = 1\nend\nthreads 4, 4\n", "4", "1"},
    {"config/puma.rb", "before_fork { |s| nil }\nthreads 4, 4\n", "4", "1"},
    {"config/puma.rb", "t ||= 5\nthreads t, t\n", "unknown", "1"},
    {"config/puma.rb", "threads 5, \"7\".to_i\nworkers ENV['C']\n", "7", "unknown"},
    {"config/puma.rb", "port ENV.fetch('PORT', 3000)\n", "5", "1"},
    {"config/puma.rb", "__END__\nthreads 9, 9\n", "5", "1"},
    {"config/sidekiq.yml", ":concurrency: 25\n", "25", "1"},
    {"config/sidekiq.yml", "---\nconcurrency: <%= ENV.fetch('A', 5) %>\n", "7", "1"},
    {"config/sidekiq.yml", ":concurrency: 5\nproduction:\n  :concurrency: 20\n", "20", "1"},
    {"config/sidekiq.yml", ":concurrency: <%= ENV['A'] %>0\n", "70", "1"},
    {"config/sidekiq.yml", ":concurrency: <%= Etc.nprocessors %>\n", "unknown", "1"},
    {"config/sidekiq.yml", ":queues: [default]\n", "5", "1"},
};
/* clang-format on */

static const struct placed_service *placed_in(const struct environment *e)
{
    struct contributions c = {.a = &fx.a};
    struct stack *stack = arena_new(&fx.a, struct stack);
    stack->a = &fx.a;
    FIXTURE_KIND.place(&fx.job, &c);
    for (uint32_t i = 0; i < c.services.n; i++) {
        c.services.p[i]->environment = e;
        stack_place(stack, c.services.p[i], NULL);
    }
    stack_join(stack, NULL, 0);
    return stack->services.n ? stack->services.p[0] : NULL;
}

START_TEST(documents_tell_threads_and_processes)
{
    fixture_read(documents[_i].path, documents[_i].text);
    const struct placed_service *p = placed_in(environment());
    ck_assert_str_eq(fixture_field(p, SERVICE_THREADS), documents[_i].threads);
    ck_assert_str_eq(fixture_field(p, SERVICE_PROCESSES), documents[_i].processes);
}
END_TEST

/* Each name stands for many of the one before: 200^8 additions, if somebody made them. */
START_TEST(names_of_names_are_not_followed_without_end)
{
    struct buf b = {.a = &fx.a};
    buf_put(&b, STR("a0 = 1\n"));
    for (int i = 1; i <= 8; i++) {
        buf_printf(&b, "a%d = a%d", i, i - 1);
        for (int k = 1; k < 200; k++)
            buf_printf(&b, " + a%d", i - 1);
        buf_putc(&b, '\n');
    }
    buf_put(&b, STR("threads a8\n"));
    buf_putc(&b, '\0');
    fixture_read("config/puma.rb", b.p);
    ck_assert_str_eq(fixture_field(placed_in(environment()), SERVICE_THREADS), "unknown");
}
END_TEST

/* The pools of production: "address:port size". */
/* clang-format off */
static const struct { const char *text, *pools; } databases[] = {
    {"production:\n  adapter: postgresql\n  host: db\n  pool: 9\n", "db:5432 9\n"},
    {"production:\n  adapter: mysql2\n  host: <%= ENV['B'] %>.internal\n  port: 3307\n", "x.internal:3307 5\n"},
    {"default: &d\n  adapter: trilogy\n  pool: <%= ENV.fetch(\"A\") { 5 } %>\nproduction:\n  <<: *d\n  host: db\n", "db:unknown 7\n"},
    {"production:\n  adapter: postgresql\n  max_connections: 11\n", "localhost:5432 11\n"},
    {"production:\n  adapter: postgresql\n  url: postgres://u:s@pg:6000/x?pool=4\n  pool: 9\n", "pg:6000 4\n"},
    {"production:\n  url: <%= ENV['NOT'] %>\n  adapter: postgresql\n  host: db\n", "db:5432 5\n"},
    {"production:\n  primary:\n    adapter: postgresql\n    host: a\n  queue:\n    adapter: postgresql\n    host: b\n    pool: <%= Rails.x %>\n", "a:5432 5\nb:5432 unknown\n"},
    {"production:\n  adapter: sqlite3\n  database: db/x.sqlite3\n", ""},
    {"development:\n  adapter: postgresql\n", ""},
    {"production:\n  adapter: postgresql\n  host: <%= ENV['C'] %>\n<% if x %>\n  pool: 3\n<% end %>\n", "unknown:unknown unknown\n"},
};
/* clang-format on */

START_TEST(a_database_is_a_pool)
{
    struct buf b = {.a = &fx.a};
    fixture_read("config/database.yml", databases[_i].text);
    const struct placed_service *p = placed_in(environment());
    for (uint32_t i = 0; p && i < p->service.pools.n; i++) {
        const struct value *server = p->service.pools.p[i]->servers.p[0]->field;
        buf_printf(&b, "%.*s:%.*s %.*s\n", STR_ARG(value_format(&fx.a, server[SERVER_ADDRESS])),
                   STR_ARG(value_format(&fx.a, server[SERVER_PORT])),
                   STR_ARG(value_format(&fx.a, p->service.pools.p[i]->field[POOL_CONNECTIONS])));
    }
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, databases[_i].pools);
}
END_TEST

/* ---- command lines ---- */

/* clang-format off */
static const struct { const char *line, *threads, *processes, *config; } commands[] = {
    {"sidekiq -c 25 -q a,2 -q b", "25", "1", ""},
    {"sidekiq -c25 -C config/jobs.yml", "25", "1", "config/jobs.yml"},
    {"/usr/local/bin/sidekiq --concurrency=10", "10", "1", ""},
    {"sidekiq -c $N", "unknown", "1", ""},
    {"sidekiq", "unknown", "1", ""},
    {"puma -t 4:16 -w 3", "16", "3", ""},
    {"puma --threads 8 --workers 0 --config x.rb", "8", "1", "x.rb"},
    {"puma -C /srv/app/config/puma.rb", "unknown", "unknown", "/srv/app/config/puma.rb"},
    {"puma -w", "unknown", "unknown", ""},
};
/* clang-format on */

static void read_command(const char *line)
{
    struct command_text text = {.text = {.a = &fx.a}};
    struct file *f = file_from_bytes(&fx.files, STR("x.service"), str_from(line));
    uint32_t container = source_add(&fx.sources, f, SPAN_NONE), at = 0;
    for (struct str rest = str_from(line); rest.n;) {
        struct str word = str_cut(&rest, ' ');
        command_add(&text, word, (struct span){container, at, word.n});
        at += word.n + 1;
    }
    fixture_start(container);
    struct embedded *e = command_embed(&fx.job, &text, &FIXTURE_KIND, SPAN_NONE);
    fixture_start(source_add_embedded(&fx.sources, e->text, e->map, (struct span){container, 0, 0}));
    fx.job.container = e;
    fx.job.root = FIXTURE_KIND.read(&fx.job);
}

START_TEST(command_lines_tell_what_they_set)
{
    read_command(commands[_i].line);
    const struct placed_service *p = placed_in(NULL);
    ck_assert_str_eq(fixture_field(p, SERVICE_THREADS), commands[_i].threads);
    ck_assert_str_eq(fixture_field(p, SERVICE_PROCESSES), commands[_i].processes);
    ck_assert(str_eq(p->service.config, str_from(commands[_i].config)));
}
END_TEST

/* ---- the kind ---- */

/* clang-format off */
static const struct { const char *path, *head; bool ours; } claims[] = {
    {"config/database.yml", "production:\n  adapter: mysql2\n", true},
    {"config/database.yml.erb", "production:\n  adapter: mysql2\n", true},
    {"config/database.yml", "host: x\n", false},
    {"config/puma.rb", "threads 5, 5\n", true},
    {"config/puma/production.rb", "workers 2\n", true},
    {"app/models/puma.rb", "class Puma\nend\n", false},
    {"config/sidekiq.yml", ":concurrency: 5\n", true},
    {"config/sidekiq.yml", "a: b\n", false},
    {"config/unicorn.rb", "worker_processes 4\n", false},
};
/* clang-format on */

START_TEST(files_are_told_by_name_and_content)
{
    int score = rails_claims(str_from(claims[_i].path), str_from(claims[_i].head));
    ck_assert_int_eq(score > 0, claims[_i].ours);
}
END_TEST

Suite *rails_suite(void)
{
    Suite *s = suite_create("rails");
    TCase *t = tcase_create("rails");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, plain_expressions_are_folded, 0, sizeof expressions / sizeof *expressions);
    tcase_add_test(t, without_an_environment_no_variable_is_known);
    tcase_add_loop_test(t, documents_tell_threads_and_processes, 0, sizeof documents / sizeof *documents);
    tcase_add_test(t, names_of_names_are_not_followed_without_end);
    tcase_add_loop_test(t, a_database_is_a_pool, 0, sizeof databases / sizeof *databases);
    tcase_add_loop_test(t, command_lines_tell_what_they_set, 0, sizeof commands / sizeof *commands);
    tcase_add_loop_test(t, files_are_told_by_name_and_content, 0, sizeof claims / sizeof *claims);
    suite_add_tcase(s, t);
    return s;
}
