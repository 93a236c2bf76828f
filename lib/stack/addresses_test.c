#include "stack/addresses.h"

#include "base/buf.h"

#include <check.h>

static struct arena a;
static struct address_book book;

static struct host *host_at(const char *name, const char *const *addresses)
{
    struct host *h = arena_new(&a, struct host);
    struct value *items = arena_array(&a, struct value, 8);
    uint32_t n = 0;
    for (; addresses[n]; n++)
        items[n] = value_string(str_from(addresses[n]));
    h->name = value_string(str_from(name));
    h->addresses = value_list(items, n);
    host_finish(&a, h);
    return h;
}

static void open_book(void)
{
    arena_init(&a, NULL);
    const struct host *hosts[] = {
        host_at("web-1", (const char *const[]){"10.0.0.11", "Web-1.internal", NULL}),
        host_at("web-2", (const char *const[]){"10.0.0.12", "10.0.0.100", "2001:db8::7", NULL}),
        host_at("web-3", (const char *const[]){"10.0.0.100", "10.20.4.0/22", NULL}),
        host_at("nowhere", (const char *const[]){NULL}),
    };
    address_book_make(&book, &a, hosts, 4);
}

static void close_book(void)
{
    arena_free(&a);
}

static const struct {
    const char *address, *hosts;
} rows[] = {
    {"10.0.0.11", "web-1 "},
    {"web-1.INTERNAL", "web-1 "},
    {"10.0.0.100", "web-2 web-3 "}, /* one address, two hosts: each is meant */
    {"2001:db8:0:0::7", "web-2 "},
    {"10.20.4.0", "web-3 "},
    {"10.20.7.255", "web-3 "},
    {"10.20.8.0", ""},
    {"10.0.0.1", ""},
    {"10.0.0.111", ""},
    {"web-1", ""},
    {"", ""},
};

START_TEST(an_address_means_the_hosts_that_hold_it)
{
    struct buf b = {.a = &a};
    for (int twice = 0; twice < 2; twice++) { /* what a network holds is entered when it is first asked for */
        b.n = 0;
        const struct address_entry *e = address_hosts(&book, str_from(rows[_i].address));
        for (uint32_t i = 0; e && i < e->hosts.n; i++)
            buf_printf(&b, "%.*s ", (int)e->hosts.p[i]->name.n, e->hosts.p[i]->name.as.s);
        buf_putc(&b, '\0');
        ck_assert_str_eq(b.p, rows[_i].hosts);
    }
}
END_TEST

START_TEST(loopback_wildcard_and_literal_are_told_apart)
{
    ck_assert(address_is_loopback(STR("127.9.9.9")) && address_is_loopback(STR("::1")));
    ck_assert(address_is_loopback(STR("localhost")) && !address_is_loopback(STR("128.0.0.1")));
    ck_assert(address_is_wildcard(STR("*")) && address_is_wildcard(STR("0.0.0.0")) && address_is_wildcard(STR("::")));
    ck_assert(!address_is_wildcard(STR("0.0.0.1")) && address_is_wildcard(STR("")));
    ck_assert(address_is_literal(STR("::")) && !address_is_literal(STR("10.0.0")) && !address_is_literal(STR("db")));
    ck_assert(address_same(STR("2001:db8::7"), STR("2001:DB8:0::7")) && address_same(STR("Db"), STR("dB")));
    ck_assert(!address_same(STR("10.0.0.1"), STR("10.0.0.2")) && !address_same(STR("10.0.0.1"), STR("db")));
}
END_TEST

Suite *addresses_suite(void);
Suite *addresses_suite(void)
{
    Suite *s = suite_create("addresses");
    TCase *t = tcase_create("addresses");
    tcase_add_checked_fixture(t, open_book, close_book);
    tcase_add_loop_test(t, an_address_means_the_hosts_that_hold_it, 0, sizeof rows / sizeof *rows);
    tcase_add_test(t, loopback_wildcard_and_literal_are_told_apart);
    suite_add_tcase(s, t);
    return s;
}
