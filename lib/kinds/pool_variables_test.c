#include "kinds/pool_variables.h"

#include "base/buf.h"

#include <check.h>

Suite *pool_variables_suite(void);

/* Variables by blanks ("?" at the end of a name: set to something unknown), and the pool: "address:port size". */
/* clang-format off */
static const struct { const char *env, *pool; } cases[] = {
    {"DB_HOST=10.0.0.5 DB_PORT=5432 DB_POOL_SIZE=50", "10.0.0.5:5432 50"},
    {"DB_HOST=10.0.0.5 DB_POOL=16", "10.0.0.5:- 16"},
    {"DB_CONNECTION=pgsql DB_HOST=db DB_POOL_MAX=4", "db:5432 4"},
    {"DB_HOST=db DB_PORT=x DB_POOL=4", "db:- 4"},
    {"DB_HOST=db DB_POOL=many", "db:- unknown"},
    {"DB_HOST=db DB_POOL?=", "db:- unknown"},
    {"DB_HOST?= DB_POOL=4", "-"},
    {"DB_HOST=db", "-"},
    {"DB_POOL_SIZE=50", "-"},
    {"DB_HOST=db DB_MAX_CONNECTIONS=50", "-"}, /* may be the server's */
    {"DB_HOST=a DB_HOST=b DB_POOL=4", "b:- 4"},
    {"DATABASE_URL=postgres://u:s@10.0.0.5/app?pool=7", "10.0.0.5:5432 7"},
    {"DATABASE_URL=mysql://u:s@db:3307/app?a=1&connection_limit=9", "db:3307 9"},
    {"DATABASE_URL=ecto://u:s@db/app POOL_SIZE=12", "db:5432 12"},
    {"DATABASE_URL=sqlite:///x.db DB_POOL=4", "-"},
    {"PGHOST=db PGPOOLSIZE=3", "db:5432 3"},
    {"POSTGRES_HOST=db SQLALCHEMY_POOL_SIZE=10 SQLALCHEMY_MAX_OVERFLOW=20", "db:5432 30"},
    {"SPRING_DATASOURCE_URL=jdbc:postgresql://db/app", "db:5432 10"},
    {"SPRING_DATASOURCE_URL=jdbc:postgresql://db/app SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE=30", "db:5432 30"},
    {"KC_DB=postgres KC_DB_URL_HOST=db", "db:5432 100"},
    {"", "-"},
};
/* clang-format on */

static void split(struct arena *a, struct str text, struct environment *env)
{
    while (text.n) {
        struct str value = str_cut(&text, ' '), name = str_cut(&value, '=');
        bool known = !str_ends(name, STR("?"));
        vec_push(a, &env->all, ((struct env_variable){str_slice(name, 0, name.n - !known), value, SPAN_NONE, known}));
    }
}

static const char *show(struct arena *a, const struct service *s)
{
    struct buf b = {.a = a};
    const struct pool *p = s->pools.n ? s->pools.p[0] : NULL;
    const struct value *server = p ? p->servers.p[0]->field : NULL;
    if (!p)
        buf_printf(&b, "-");
    else
        buf_printf(&b, "%.*s:%.*s %.*s", STR_ARG(value_format(a, server[SERVER_ADDRESS])),
                   STR_ARG(server[SERVER_PORT].origin ? value_format(a, server[SERVER_PORT]) : STR("-")),
                   STR_ARG(value_format(a, p->field[POOL_CONNECTIONS])));
    buf_putc(&b, '\0');
    return b.p;
}

START_TEST(a_place_and_a_size_make_a_pool)
{
    struct arena a;
    struct contributions c = {.a = &a};
    struct environment env = {0};
    arena_init(&a, NULL);
    struct service *s = contribute_service(&c, STR("docker-compose"), STR("api"), SPAN_NONE);
    split(&a, str_from(cases[_i].env), &env);
    pool_variables_add(&a, s, &env);
    ck_assert_str_eq(show(&a, s), cases[_i].pool);
    arena_free(&a);
}
END_TEST

Suite *pool_variables_suite(void)
{
    Suite *s = suite_create("pool_variables");
    TCase *t = tcase_create("pool_variables");
    tcase_add_loop_test(t, a_place_and_a_size_make_a_pool, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
