#define FIXTURE_KIND kind_app
#include "kinds/app/fixture.h"
#include "kinds/placed_fixture.h"

Suite *app_suite(void);

/* Only what a file's entries are named for is mapped, so that nothing else is told as absent. */
static struct app_map *map;
static const struct app_map *maps[1];

static void read_mapped(const char *name, const char *text)
{
    fixture_start(source_add(&fx.sources, file_from_bytes(&fx.files, str_from(name), str_from(text)), SPAN_NONE));
    maps[0] = map;
    fx.job.apps = maps;
    fx.job.n_apps = 1;
    fx.job.root = kind_app.read(&fx.job);
}

static void map_start(void)
{
    fixture_open();
    map = arena_new(&fx.a, struct app_map);
    *map = (struct app_map){.name = STR("shop"), .program = STR("shop")};
}

static void map_figure(enum app_figure_id id, enum app_type type, const char *path, const char *unit)
{
    map_path(&fx.a, &map->figure[id], type, path, unit);
}

/* What was not analysed, a line each: "[text] why". */
static const char *left(void)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < fx.sink.not_analysed.n; i++) {
        const struct not_analysed *n = fx.sink.not_analysed.p[i];
        buf_printf(&b, "[%.*s] %.*s\n", STR_ARG(span_is_none(n->at) ? STR("-") : source_text(&fx.sources, n->at)),
                   STR_ARG(n->why));
    }
    buf_putc(&b, '\0');
    return b.p;
}

/* clang-format off */
static const struct { const char *file, *text; } forms[] = {
    {"shop.yaml", "server:\n  workers: 6\n"},
    {"shop.yml", "server: {workers: \"6\"}\n"},
    {"shop.json", "{\"server\": {\"workers\": 6}}"},
    {"shop.json", "{\n\t\"server\": {\"workers\": 6}, // threads beside them\n}"},
    {"shop.json5", "{server: {workers: 6,},}"},
    {"shop.conf", "{\"server\": {\"workers\": 6}}"},
    {"shop.conf", "server:\n  workers: 6\n"},
    {"shop.js", "module.exports = {server: {workers: 6}};"},
};
/* clang-format on */

START_TEST(a_figure_is_found_in_each_format)
{
    map_figure(FIGURE_WORKERS, APP_COUNT, "server.workers", "");
    read_mapped(forms[_i].file, forms[_i].text);
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(left(), "");
    ck_assert_str_eq(fixture_field(p, SERVICE_PROCESSES), "6");
    ck_assert_str_eq(fixture_at(p, SERVICE_PROCESSES), "6");
    ck_assert_str_eq(fixture_field(p, SERVICE_WORKER_MODEL), "process");
}
END_TEST

/* clang-format off */
static const struct { enum app_figure_id id; enum app_type type; const char *unit, *text, *value, *left; enum service_field field; } values[] = {
    {FIGURE_WORKERS, APP_COUNT, "", "x: many", "unknown", "[many] apps: x is many, not a whole number, 0 or more\n", SERVICE_PROCESSES},
    {FIGURE_WORKERS, APP_COUNT, "", "x: [1]", "unknown", "[[1]] apps: x is a list, not a whole number, 0 or more\n", SERVICE_PROCESSES},
    {FIGURE_WORKERS, APP_COUNT, "", "x: 2.5", "unknown", "[2.5] apps: x is 2.5, not a whole number, 0 or more\n", SERVICE_PROCESSES},
    {FIGURE_WORKERS, APP_COUNT, "", "x: 0", "unknown", "", SERVICE_PROCESSES},
    {FIGURE_WORKERS, APP_COUNT, "", "x: ${N:-4}", "unknown", "", SERVICE_PROCESSES},
    {FIGURE_WORKERS, APP_COUNT, "", "x:", "unknown", "[-] apps: shop.yaml has no x\n", SERVICE_PROCESSES},
    {FIGURE_WORKERS, APP_COUNT, "", "y: 1", "unknown", "[-] apps: shop.yaml has no x\n", SERVICE_PROCESSES},
    {FIGURE_MEMORY, APP_SIZE, "", "x: 512MiB", "512MiB", "", SERVICE_MEMORY_LIMIT},
    {FIGURE_MEMORY, APP_SIZE, "", "x: 512Mi", "512MiB", "", SERVICE_MEMORY_LIMIT},
    {FIGURE_MEMORY, APP_SIZE, "", "x: 2g", "2GiB", "", SERVICE_MEMORY_LIMIT},
    {FIGURE_MEMORY, APP_SIZE, "MiB", "x: 512", "512MiB", "", SERVICE_MEMORY_LIMIT},
    {FIGURE_MEMORY, APP_SIZE, "MiB", "x: 2GiB", "2GiB", "", SERVICE_MEMORY_LIMIT},
    {FIGURE_MEMORY, APP_SIZE, "", "x: 512", "unknown", "[512] apps: x is 512, not a size with a unit; `unit: MiB` beside the path says what it is counted in\n", SERVICE_MEMORY_LIMIT},
    {FIGURE_TIMEOUT, APP_TIME, "ms", "x: 1500", "1s500ms", "", SERVICE_TIMEOUT_REQUEST},
    {FIGURE_TIMEOUT, APP_TIME, "s", "x: 0.5", "500ms", "", SERVICE_TIMEOUT_REQUEST},
    {FIGURE_TIMEOUT, APP_TIME, "", "x: 1m30s", "1m30s", "", SERVICE_TIMEOUT_REQUEST},
    {FIGURE_TIMEOUT, APP_TIME, "", "x: 0", "0s", "", SERVICE_TIMEOUT_REQUEST},
    {FIGURE_TIMEOUT, APP_TIME, "", "x: 30", "unknown", "[30] apps: x is 30, not a time with a unit; `unit: ms` beside the path says what it is counted in\n", SERVICE_TIMEOUT_REQUEST},
    {FIGURE_BODY_LIMIT, APP_SIZE, "", "x: 8M", "8MiB", "", SERVICE_BODY_LIMIT},
    {FIGURE_GRACE, APP_TIME, "", "x: 25s", "25s", "", SERVICE_GRACE},
};
/* clang-format on */

START_TEST(what_is_written_is_read_as_its_type)
{
    map_figure(values[_i].id, values[_i].type, "x", values[_i].unit);
    read_mapped("shop.yaml", values[_i].text);
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_field(p, values[_i].field), values[_i].value);
    ck_assert_str_eq(left(), values[_i].left);
    ck_assert_str_eq(fixture_found(), "");
}
END_TEST

START_TEST(a_default_holds_where_the_file_says_nothing)
{
    map_figure(FIGURE_WORKERS, APP_COUNT, "workers", "");
    map->figure[FIGURE_WORKERS].deflt = value_int(3);
    read_mapped("shop.yaml", "threads: 4\n");
    ck_assert_str_eq(fixture_field(fixture_placed(0), SERVICE_PROCESSES), "3");
    ck_assert_str_eq(left(), "");
}
END_TEST

START_TEST(a_path_that_names_several_values_names_none)
{
    map_figure(FIGURE_WORKERS, APP_COUNT, "pools[*].workers", "");
    read_mapped("shop.yaml", "pools: [{workers: 1}, {workers: 2}]\n");
    ck_assert_str_eq(fixture_field(fixture_placed(0), SERVICE_PROCESSES), "unknown");
    ck_assert_str_eq(left(), "[-] apps: pools[*].workers names 2 values of shop.yaml, and one is wanted\n");
}
END_TEST

START_TEST(memory_of_workers_is_their_sum)
{
    map_figure(FIGURE_WORKERS, APP_COUNT, "workers", "");
    map_figure(FIGURE_WORKER_MEMORY, APP_SIZE, "memory_mb", "MiB");
    read_mapped("shop.json", "{\"workers\": 8, \"memory_mb\": 512}");
    const struct placed_service *p = fixture_placed(0);
    ck_assert_str_eq(fixture_field(p, SERVICE_MEMORY_WORST), "4GiB");
    ck_assert_str_eq(fixture_at(p, SERVICE_MEMORY_WORST), "8");
}
END_TEST

static const char *listens_of(const struct placed_service *p)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < p->service.listens.n; i++) {
        const struct value *f = p->service.listens.p[i]->field;
        buf_printf(&b, "%.*s %.*s %.*s\n", STR_ARG(value_format(&fx.a, f[LISTEN_ADDRESS])),
                   STR_ARG(value_format(&fx.a, f[LISTEN_PORT])), STR_ARG(value_format(&fx.a, f[LISTEN_PATH])));
    }
    buf_printf(&b, "%s", p->service.more_listens ? "more\n" : "");
    buf_putc(&b, '\0');
    return b.p;
}

/* clang-format off */
static const struct { const char *text, *listens; } listens[] = {
    {"listen: 8080", "* 8080 unknown\n"},
    {"listen: 127.0.0.1:8080", "127.0.0.1 8080 unknown\n"},
    {"listen: [\"0.0.0.0:80\", \"unix:/run/x.sock\"]", "* 80 unknown\nunknown unknown /run/x.sock\n"},
    {"listen: $LISTEN", "more\n"},
    {"listen: app", "app unknown unknown\nmore\n"},
    {"listen: {a: b}", "more\n"},
    {"other: 1", "more\n"},
};
/* clang-format on */

START_TEST(it_listens_where_the_file_says)
{
    map_figure(FIGURE_LISTEN, APP_ADDRESS, "listen", "");
    read_mapped("shop.yaml", listens[_i].text);
    ck_assert_str_eq(listens_of(fixture_placed(0)), listens[_i].listens);
}
END_TEST

START_TEST(a_port_may_stand_beside_its_address)
{
    map_figure(FIGURE_PORT, APP_COUNT, "port", "");
    map_figure(FIGURE_ADDRESS, APP_TEXT, "host", "");
    read_mapped("shop.yaml", "host: 10.0.0.7\nport: 9000\n");
    ck_assert_str_eq(listens_of(fixture_placed(0)), "10.0.0.7 9000 unknown\n");
}
END_TEST

START_TEST(what_it_connects_to_is_a_pool)
{
    struct app_link link = {.name = STR("db")};
    map_path(&fx.a, &link.figure[LINK_TO], APP_ADDRESS, "db.url", "");
    map_path(&fx.a, &link.figure[LINK_POOL], APP_COUNT, "db.pool", "");
    map_path(&fx.a, &link.figure[LINK_TIMEOUT], APP_TIME, "db.timeout", "");
    vec_push(&fx.a, &map->links, link);
    read_mapped("shop.yaml", "db: {url: 'postgres://u:secret@db.internal/shop', pool: 40, timeout: 5s}\n");
    const struct placed_service *p = fixture_placed(0);
    const struct server *server = p->service.pools.p[0]->servers.p[0];
    ck_assert_str_eq(str_dup(&fx.a, value_format(&fx.a, server->field[SERVER_ADDRESS])).p, "db.internal");
    ck_assert_int_eq(server->field[SERVER_PORT].as.i, 5432);
    ck_assert_int_eq(p->service.pools.p[0]->field[POOL_CONNECTIONS].as.i, 40);
    ck_assert_int_eq(p->service.routes.p[0]->field[ROUTE_TIMEOUT_READ].as.i, 5000000000);
    ck_assert_ptr_eq(p->service.routes.p[0]->pool, p->service.pools.p[0]);
}
END_TEST

START_TEST(a_text_without_a_place_is_not_repeated)
{
    struct app_link link = {.name = STR("db")};
    map_path(&fx.a, &link.figure[LINK_TO], APP_ADDRESS, "dsn", "");
    vec_push(&fx.a, &map->links, link);
    read_mapped("shop.yaml", "dsn: user:hunter2@tcp(db)/x\n");
    fixture_placed(0);
    ck_assert_uint_eq(fx.sink.not_analysed.n, 1);
    ck_assert_uint_eq(str_find(fx.sink.not_analysed.p[0]->why, STR("hunter2")), fx.sink.not_analysed.p[0]->why.n);
}
END_TEST

/* clang-format off */
static const struct { const char *text, *value; } filled[] = {
    {"x: ${N}", "12"},
    {"x: ${N:-4}", "12"},
    {"x: 1${N}3", "1123"},
    {"x: ${OTHER:-4}", "unknown"},
    {"x: ${N", "unknown"},
    {"x: $N", "unknown"},
};
/* clang-format on */

START_TEST(variables_of_the_environment_are_filled_in)
{
    struct str n = STR("12");
    struct map env = {.a = &fx.a};
    map_put(&env, STR("N"), &n, NULL);
    map_figure(FIGURE_WORKERS, APP_COUNT, "x", "");
    read_mapped("shop.yaml", filled[_i].text);
    fx.job.env = &env;
    ck_assert_str_eq(fixture_field(fixture_placed(0), SERVICE_PROCESSES), filled[_i].value);
}
END_TEST

/* clang-format off */
static const struct { const char *file, *text, *left; } unread[] = {
    {"shop.toml", "[server]\nworkers = 6\n", "[] it cannot be read as YAML or JSON\n"},
    {"shop.yaml", "x: 1\n---\nx: 2\n", "[x: 1] apps: the file holds 2 documents; which of them the application reads is not known\n"},
};
/* clang-format on */

START_TEST(what_cannot_be_read_is_not_analysed)
{
    map_figure(FIGURE_WORKERS, APP_COUNT, "x", "");
    read_mapped(unread[_i].file, unread[_i].text);
    ck_assert_str_eq(fixture_field(fixture_placed(0), SERVICE_PROCESSES), "unknown");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_str_eq(left(), unread[_i].left);
}
END_TEST

Suite *app_suite(void)
{
    Suite *s = suite_create("app");
    TCase *t = tcase_create("app");
    tcase_add_checked_fixture(t, map_start, fixture_close);
    tcase_add_loop_test(t, a_figure_is_found_in_each_format, 0, sizeof forms / sizeof *forms);
    tcase_add_loop_test(t, what_is_written_is_read_as_its_type, 0, sizeof values / sizeof *values);
    tcase_add_test(t, a_default_holds_where_the_file_says_nothing);
    tcase_add_test(t, a_path_that_names_several_values_names_none);
    tcase_add_test(t, memory_of_workers_is_their_sum);
    tcase_add_loop_test(t, it_listens_where_the_file_says, 0, sizeof listens / sizeof *listens);
    tcase_add_test(t, a_port_may_stand_beside_its_address);
    tcase_add_test(t, what_it_connects_to_is_a_pool);
    tcase_add_test(t, a_text_without_a_place_is_not_repeated);
    tcase_add_loop_test(t, variables_of_the_environment_are_filled_in, 0, sizeof filled / sizeof *filled);
    tcase_add_loop_test(t, what_cannot_be_read_is_not_analysed, 0, sizeof unread / sizeof *unread);
    suite_add_tcase(s, t);
    return s;
}
