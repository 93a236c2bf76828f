#include "kinds/nginx/address.h"
#include "kinds/nginx/url.h"

#include "base/arena.h"

#include <arpa/inet.h>
#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *address_suite(void);

static struct arena a;

static void setup(void)
{
    arena_init(&a, NULL);
}

static void teardown(void)
{
    arena_free(&a);
}

static const struct {
    const char *text, *shown; /* NULL: no address */
} inet4[] = {
    {"127.0.0.1", "127.0.0.1:80"},
    {"0.0.0.0", "0.0.0.0:80"},
    {"001.02.3.255", "1.2.3.255:80"},
    {"1...4", "1.0.0.4:80"},
    {"...", "0.0.0.0:80"},
    {"255.255.255.254", "255.255.255.254:80"},
    {"255.255.255.255", NULL},
    {"1.2.3.256", NULL},
    {"1.2.3", NULL},
    {"1.2.3.4.5", NULL},
    {"1.2.3.4 ", NULL},
    {"a.b.c.d", NULL},
    {"", NULL},
    {"-1.2.3.4", NULL},
    {"1.2.3.99999999999", NULL},
};

START_TEST(ipv4_is_read_as_nginx_reads_it)
{
    uint8_t bytes[4];
    bool ok = nginx_parse_inet4(str_from(inet4[_i].text), bytes);
    ck_assert_msg(ok == (inet4[_i].shown != NULL), "%s", inet4[_i].text);
    if (ok)
        ck_assert_str_eq(nginx_show_inet4(&a, bytes, 80).p, inet4[_i].shown);
}
END_TEST

static const struct {
    const char *text, *shown;
} inet6[] = {
    {"::1", "[::1]:80"},
    {"::", "[::]:80"},
    {"1::", "[1::]:80"},
    {"0:0:0:0:0:0:0:0", "[::]:80"},
    {"1:2:3:4:5:6:7:8", "[1:2:3:4:5:6:7:8]:80"},
    {"1:0:0:2:0:0:0:3", "[1:0:0:2::3]:80"},
    {"1:0:2:3:4:5:6:7", "[1:0:2:3:4:5:6:7]:80"},
    {"FE80::AbCd", "[fe80::abcd]:80"},
    {"::ffff:1.2.3.4", "[::ffff:1.2.3.4]:80"},
    {"::1.2.3.4", "[::1.2.3.4]:80"},
    {"1:2:3:4:5:6:1.2.3.4", "[1:2:3:4:5:6:102:304]:80"},
    {":1:2:3:4:5:6:7:8", "[1:2:3:4:5:6:7:8]:80"},
    {"", NULL},
    {":", NULL},
    {"1", NULL},
    {"1:2:3:4:5:6:7", NULL},
    {"1:2:3:4:5:6:7:8:9", NULL},
    {"1::2::3", NULL},
    {"1:2:3:4:5:6:7::", NULL},
    {"::12345", NULL},
    {"::g", NULL},
    {"1.2.3.4", NULL},
    {"::1.2.3", NULL},
    {"1:2:3:4:5:6:7:1.2.3.4", NULL},
};

START_TEST(ipv6_is_read_as_nginx_reads_it)
{
    uint8_t bytes[16];
    bool ok = nginx_parse_inet6(str_from(inet6[_i].text), bytes);
    ck_assert_msg(ok == (inet6[_i].shown != NULL), "%s", inet6[_i].text);
    if (ok)
        ck_assert_str_eq(nginx_show_inet6(&a, bytes, 80).p, inet6[_i].shown);
}
END_TEST

/* What the system takes for an address nginx does too, and they mean the same bytes. */
START_TEST(ipv6_means_what_it_means_to_the_system)
{
    uint32_t seed = 1;
    char text[64];
    for (int round = 0; round < 20000; round++) {
        uint8_t bytes[16], theirs[16], ours[16];
        for (int i = 0; i < 16; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = seed >> 30 ? 0 : (uint8_t)(seed >> 16);
        }
        ck_assert_ptr_nonnull(inet_ntop(AF_INET6, bytes, text, sizeof text));
        ck_assert_int_eq(inet_pton(AF_INET6, text, theirs), 1);
        ck_assert_msg(nginx_parse_inet6(str_from(text), ours), "%s", text);
        ck_assert_msg(memcmp(theirs, ours, 16) == 0, "%s", text);
    }
}
END_TEST

START_TEST(an_address_may_have_a_port)
{
    static const char *const right[] = {"1.2.3.4", "1.2.3.4:80", "::1", "[::1]:80", "[::1]:65535"};
    static const char *const wrong[] = {"",        "a",     "a:80",  "1.2.3.4:",   "1.2.3.4:0", "1.2.3.4:65536",
                                        "[::1]:",  "[::1",  "[]:80", "[1.2.3]:80", ":80",       "1.2.3.4:80:80",
                                        "[::1]80", "[::1]a"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        ck_assert_msg(nginx_is_address(str_from(right[i]), false), "%s", right[i]);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!nginx_is_address(str_from(wrong[i]), true), "%s", wrong[i]);
    ck_assert(nginx_is_address(STR("[::1]"), true));
    ck_assert(!nginx_is_address(STR("[::1]"), false));
}
END_TEST

/* host, uri, port, last port; or the fault and the bytes it blames. */
static const struct {
    const char *text;
    uint32_t options;
    const char *found;
} urls[] = {
    {"a", 0, "name a  7-0 default"},
    {"a:80", 0, "name a  80-0"},
    {"a:80/b?c", NGINX_URL_URI, "name a /b?c 80-0"},
    {"a?b:80", NGINX_URL_URI, "name a ?b:80 7-0 default"},
    {"1.2.3.4/", NGINX_URL_URI, "inet4 1.2.3.4 / 7-0 default"},
    {"[::1]:80/a", NGINX_URL_URI, "inet6 [::1] /a 80-0"},
    {"unix:/a:/b", NGINX_URL_URI, "unix /a /b 0-0"},
    {"UNIX:/a:/b", 0, "unix /a:/b  0-0"},
    {"80", NGINX_URL_LISTEN, "inet4   80-0 any"},
    {"80-90", NGINX_URL_LISTEN, "inet4   80-90 any"},
    {"*:80", NGINX_URL_LISTEN, "inet4 *  80-0 any"},
    {"*", NGINX_URL_LISTEN, "inet4 *  7-0 default any"},
    {"*", 0, "name *  7-0 default"},
    {"[::]:80-81", NGINX_URL_LISTEN, "inet6 [::]  80-81 any"},
    {"80-a", NGINX_URL_LISTEN, "name 80-a  7-0 default"},
    {"80", 0, "name 80  7-0 default"},
    {"a:1-2", 0, "invalid port [1-2]"},
    {"a:65536", 0, "invalid port [65536]"},
    {"a:2-1", NGINX_URL_LISTEN, "invalid port range [2-1]"},
    {"a:1-0", NGINX_URL_LISTEN, "invalid port [0]"},
    {"a/b", 0, "invalid host [/]"},
    {"a/b", NGINX_URL_LISTEN, "invalid host [/]"},
    {":80", 0, "no host [:80]"},
    {"", 0, "no host []"},
    {"/a", NGINX_URL_URI, "no host [/a]"},
    {"[]", 0, "no host [[]]"},
    {"[::1", 0, "invalid host [[::1]"},
    {"[::1]x", 0, "invalid host [x]"},
    {"[x]:80", 0, "invalid IPv6 address [x]"},
    {"unix:", 0, "no path in the unix domain socket [unix:]"},
    {"unix::/a", NGINX_URL_URI, "no path in the unix domain socket [unix::/a]"},
};

START_TEST(a_url_is_taken_apart)
{
    static const char *const families[] = {"name", "inet4", "inet6", "unix"};
    struct nginx_url u;
    struct str text = str_from(urls[_i].text), found;
    if (nginx_url_parse(text, urls[_i].options, 7, &u))
        found = str_printf(&a, "%s %.*s %.*s %u-%u%s%s", families[u.family], STR_ARG(u.host), STR_ARG(u.uri), u.port,
                           u.last_port, u.no_port ? " default" : "", u.wildcard ? " any" : "");
    else
        found = str_printf(&a, "%s [%.*s]", u.err, STR_ARG(str_slice(text, u.err_off, u.err_off + u.err_n)));
    ck_assert_str_eq(found.p, urls[_i].found);
}
END_TEST

START_TEST(a_path_of_a_socket_has_a_length)
{
    char text[128] = "unix:";
    struct nginx_url u;
    memset(text + 5, 'a', 107);
    ck_assert(nginx_url_parse(str_from(text), 0, 0, &u));
    text[5 + 107] = 'a';
    ck_assert(!nginx_url_parse(str_from(text), 0, 0, &u));
    ck_assert_str_eq(u.err, "too long path in the unix domain socket");
}
END_TEST

Suite *address_suite(void)
{
    Suite *s = suite_create("address");
    TCase *t = tcase_create("address");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, ipv4_is_read_as_nginx_reads_it, 0, sizeof inet4 / sizeof *inet4);
    tcase_add_loop_test(t, ipv6_is_read_as_nginx_reads_it, 0, sizeof inet6 / sizeof *inet6);
    tcase_add_test(t, ipv6_means_what_it_means_to_the_system);
    tcase_add_test(t, an_address_may_have_a_port);
    tcase_add_loop_test(t, a_url_is_taken_apart, 0, sizeof urls / sizeof *urls);
    tcase_add_test(t, a_path_of_a_socket_has_a_length);
    suite_add_tcase(s, t);
    return s;
}
