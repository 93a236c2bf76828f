#include "kinds/app_address.h"

#include "base/arena.h"
#include "base/buf.h"

#include <check.h>

Suite *app_address_suite(void);

/* clang-format off */
static const struct { const char *text, *places; } cases[] = {
    {"8080", ":8080"},
    {":8080", ":8080"},
    {"0.0.0.0:8080", "0.0.0.0:8080"},
    {"localhost:8080", "localhost:8080"},
    {"[::1]:8080", "::1:8080"},
    {"db", "db:-1"},
    {"db:5432/shop", "db:5432"},
    {"unix:/run/x.sock", "/run/x.sock"},
    {"unix:///run/x.sock", "/run/x.sock"},
    {"/run/x.sock", "/run/x.sock"},
    {"http://0.0.0.0:8080", "0.0.0.0:8080"},
    {"https://api.internal/v1", "api.internal:443 tls"},
    {"tcp://10.0.0.1:9000", "10.0.0.1:9000"},
    {"postgres://shop:s%40cret@db.internal/shop?sslmode=require", "db.internal:5432"},
    {"postgresql+asyncpg://u:p@a:5432,b:5433/x", "a:5432 b:5433"},
    {"mongodb://u:p@m1,m2:27018/x", "m1:27017 m2:27018"},
    {"mongodb+srv://cluster.example/x", "cluster.example:-1"},
    {"jdbc:mysql://db/x", "db:3306"},
    {"jdbc:oracle:thin:@//db:1521/x", "db:1521"},
    {"db:5432/shop//x", "db:5432"},
    {"postgres://u:p#w@db/x", "db:5432"},
    {"https://api#top", "api:443 tls"},
    {"clickhouse://ch", "ch:9000"},
    {"::1", "::1:-1"},
    {"redis://:secret@cache:6379/0", "cache:6379"},
    {"rediss://cache", "cache:6379 tls"},
    {"a:1,b:2", "a:1 b:2"},
    {"sqlite:///var/lib/x.db", ""},
    {"user:password@tcp(db:3306)/shop", ""},
    {"host=db port=5432 password=x", ""},
    {"db:99999", ""},
    {"db:http", ""},
    {"", ""},
};
/* clang-format on */

START_TEST(places_are_read_off_a_text)
{
    struct arena a;
    struct app_place p;
    uint32_t at = 0;
    arena_init(&a, NULL);
    struct buf b = {.a = &a};
    while (app_place_next(str_from(cases[_i].text), &at, &p)) {
        buf_printf(&b, "%s", b.n ? " " : "");
        if (p.path.n)
            buf_put(&b, p.path);
        else
            buf_printf(&b, "%.*s:%lld%s", STR_ARG(p.host), (long long)p.port, p.tls ? " tls" : "");
    }
    buf_putc(&b, '\0');
    ck_assert_str_eq(b.p, cases[_i].places);
    arena_free(&a);
}
END_TEST

Suite *app_address_suite(void)
{
    Suite *s = suite_create("app_address");
    TCase *t = tcase_create("addresses");
    tcase_add_loop_test(t, places_are_read_off_a_text, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
