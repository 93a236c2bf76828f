/* What a line comes to was held against pam_limits of Linux-PAM 1.5.2: a session opened with each file, and RLIMIT_NOFILE asked for afterwards. */
#include "kinds/limits-conf/limits_conf.h"
#include "kinds/text_fixture.h"

Suite *limits_conf_suite(void);

extern const struct kind kind_limits_conf;

/* "item=value soft hard" of the first line, as it is placed; what was found behind it. */
static const char *came_of(const char *text)
{
    struct buf b = {.a = &fx.a};
    fixture_read(&kind_limits_conf, "limits.conf", text);
    for (uint32_t i = 0; i < fx.said.logins.n; i++) {
        const struct login_limit *l = &fx.said.logins.p[i];
        buf_printf(&b, "%.*s %.*s=%.*s; ", STR_ARG(l->domain), STR_ARG(l->item), STR_ARG(l->value));
    }
    for (uint32_t i = 0; i < fx.sink.findings.n; i++)
        buf_printf(&b, "%.*s ", STR_ARG(fx.sink.findings.p[i]->rule));
    buf_putc(&b, '\0');
    return b.p;
}

/* clang-format off */
static const struct { const char *text, *came; } cases[] = {
    {"games - nofile 65536\n", "games nofile=65536; "},
    {"games - nofile 65536", "games nofile=65536; "},
    {"  games\t-\tNOFILE 65536 extra # why\r\n", "games nofile=65536; "},
    {"games - nofile 64k\n", "games nofile=64; limits-conf/value-cut "},
    {"games - nofile 5000;\n", "games nofile=5000; "},
    {"games - nofile 5,000\n", "games nofile=5; limits-conf/value-cut "},
    {"games - nofile 0x2000\n", "games nofile=0; limits-conf/value-cut "},
    {"games - nofile unlimited\n", "games nofile=unlimited; "},
    {"games - nofile Infinity\n", "games nofile=Infinity; "},
    {"games - nofile -1\n", "games nofile=-1; "},
    {"games - nofile -\n", "games nofile=-; "},
    {"games - nofile=5000\n", "limits-conf/ignored-line "},
    {"games - nofile\n", "limits-conf/ignored-line "},
    {"games\n", "limits-conf/ignored-line "},
    {"games -\n", ""},
    {"games both nofile 5000\n", "limits-conf/ignored-line "},
    {"games Soft nofile 5000\n", "limits-conf/ignored-line "},
    {"games both maxlogins 5\n", "games maxlogins=5; "},
    {"games - nofiles 5000\n", "limits-conf/ignored-line "},
    {"games - nofile many\n", "limits-conf/ignored-line "},
    {"games - nice -5\n", "games nice=-5; "},
    {"games - nice unlimited\n", "limits-conf/ignored-line "},
    {"games - chroot /srv/games\n", "games chroot=/srv/games; "},
    {"games - nonewprivs 1\n", "games nonewprivs=1; "},
    {"games - nonewprivs 2\n", "limits-conf/ignored-line "},
    {"% - nofile 7000\n", "limits-conf/ignored-line "},
    {"%games - maxlogins 7\n", "%games maxlogins=7; "},
    {"games soft nofile 9000\ngames hard nofile 3000\n", "games nofile=9000; games nofile=3000; limits-conf/soft-above-hard "},
    {"games soft nofile unlimited\ngames hard nofile 3000\n", "games nofile=unlimited; games nofile=3000; limits-conf/soft-above-hard "},
    {"games hard nofile unlimited\ngames soft nofile 9000\n", "games nofile=unlimited; games nofile=9000; "},
    {"# games - nofile\n\n   \n", ""},
};
/* clang-format on */

START_TEST(a_line_comes_to_what_pam_limits_makes_of_it)
{
    ck_assert_str_eq(came_of(cases[_i].text), cases[_i].came);
}
END_TEST

START_TEST(what_a_template_decides_is_not_judged)
{
    fixture_read(&kind_limits_conf, "limits.conf.j2",
                 "{% if big %}\nshop - nofile\n{% endif %}\n{{ user }} - nofile {{ files }}k\nshop - nproc 10\n");
    ck_assert_str_eq(fixture_found(), "");
    ck_assert_uint_eq(fx.said.logins.n, 1);
    ck_assert(str_eq(fx.said.logins.p[0].item, STR("nproc")));
}
END_TEST

/* clang-format off */
static const struct { const char *path, *text; bool ours; } claims[] = {
    {"etc/security/limits.conf", "# all comments\n", true},
    {"etc/security/limits.conf", "*  soft  core  0\n", true},
    {"security/limits.d/90-nproc.conf", "#\nroot - nproc unlimited\n", true},
    {"roles/app/files/90-shop.conf", "shop - nofile 65536\n", true},
    {"templates/limits.conf.j2", "{{ user }} - nofile 65536\n", true},
    {"nginx/conf.d/limits.conf", "limit_req_zone $binary_remote_addr zone=a:10m rate=1r/s;\n", false},
    {"limits.d/x.conf", "", false},
    {"limits.conf", "# all comments\n", false},
    {"notes.txt", "shop - nofile 65536\n", false},
    {"redis.conf", "client-output-buffer-limit normal 0 0 0\n", false},
};
/* clang-format on */

START_TEST(files_are_told_by_their_lines)
{
    ck_assert_int_eq(limits_conf_claims(str_from(claims[_i].path), str_from(claims[_i].text)) > 0, claims[_i].ours);
}
END_TEST

Suite *limits_conf_suite(void)
{
    Suite *s = suite_create("limits-conf");
    TCase *t = tcase_create("limits-conf");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, a_line_comes_to_what_pam_limits_makes_of_it, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, what_a_template_decides_is_not_judged);
    tcase_add_loop_test(t, files_are_told_by_their_lines, 0, sizeof claims / sizeof *claims);
    suite_add_tcase(s, t);
    return s;
}
