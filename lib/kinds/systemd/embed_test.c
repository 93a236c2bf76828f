#include "kinds/embed.h"
#include "kinds/systemd/fixture.h"
#include "stack/stack.h"

Suite *embed_suite(void);

/* What the unit embeds: "word@offset+length" for each word, then "NAME=value@offset+length" for each variable. */
static const char *embedded(const char *text)
{
    struct contributions said = {.a = &fx.a};
    struct buf b = {.a = &fx.a};
    struct str word;
    fixture_read(text);
    fx.job.embedded.n = 0;
    systemd_place(&fx.job, &said);
    const struct embedded *e = fx.job.embedded.n ? fx.job.embedded.p[0] : NULL;
    for (uint32_t off = 0, from = 0; e && command_next(e->text, &off, &word); from = off) {
        struct span at = span_map_resolve(e->map, (struct span){0, from, word.n});
        buf_printf(&b, "%.*s@%u+%u\n", STR_ARG(word), at.off, at.len);
    }
    for (uint32_t i = 0; e && i < e->env.n; i++) {
        const struct env_variable *v = &e->env.p[i];
        buf_printf(&b, "%.*s=%.*s@%u+%u\n", STR_ARG(v->name), STR_ARG(v->known ? v->value : STR("?")), v->at.off,
                   v->at.len);
    }
    buf_putc(&b, '\0');
    return b.p;
}

/* clang-format off */
static const struct {
    const char *text, *embedded;
} cases[] = {
    {"[Service]\nExecStart=/usr/bin/gunicorn -w 4 app\n", "/usr/bin/gunicorn@20+17\n-w@38+2\n4@41+1\napp@43+3\n"},
    {"[Service]\nExecStart=-@/usr/bin/gunicorn web -w 4\n", "/usr/bin/gunicorn@40+3\n-w@44+2\n4@47+1\n"},
    {"[Service]\nExecStart=env A=1 python3 -m gunicorn app\n", "gunicorn@39+8\napp@48+3\nA=1@26+1\n"},
    {"[Service]\nExecStart=/bin/sh -c 'exec gunicorn app'\n", "gunicorn@20+7\napp@20+7\n"},
    {"[Service]\nExecStart=/srv/gunicorn -b unix:%t/a.sock 100%% \"x y\"\n",
     "/srv/gunicorn@20+13\n-b@34+2\nunix:$t/a.sock@37+14\n100%@52+5\nx y@59+3\n"},
    {"[Service]\nEnvironment=A=1 \"B=2 3\" C=%i\nExecStart=gunicorn\n",
     "gunicorn@49+8\nA=1@24+1\nB=2 3@29+3\nC=?@36+2\n"},
    {"[Service]\nEnvironment=A=1\nEnvironment=\nEnvironment=B=2\nExecStart=gunicorn\n", "gunicorn@65+8\nB=2@53+1\n"},
    {"[Service]\nExecStart=/usr/bin/other -w 4\n", ""},
    {"[Service]\nEnvironment=W=4 \"X=-b  :80\"\nExecStart=gunicorn $X -w ${W} n-${W} $Y ${Z} $W.\n",
     "gunicorn@48+8\n-b@29+2\n:80@33+3\n-w@60+2\n4@24+1\nn-4@68+6\n$Y@75+2\n${Z}@78+4\n$W.@83+3\nW=4@24+1\n"
     "X=-b  :80@29+7\n"},
    {"[Service]\nExecStart=gunicorn old\nExecStart=\nExecStart=gunicorn new\n", "gunicorn@54+8\nnew@63+3\n"},
};
/* clang-format on */

START_TEST(a_command_line_goes_to_the_kind_of_its_program)
{
    ck_assert_str_eq(embedded(cases[_i].text), cases[_i].embedded);
}
END_TEST

/* Where the unit lies, where the file that it names, and what the program is then told. */
static const struct {
    const char *unit, *env, *words;
} files[] = {
    {"web1/etc/systemd/system/a.service", "web1/etc/default/web", "gunicorn -w 9 --max-requests 100"},
    {"web1/lib/systemd/system/a.service", "web1/etc/default/web", "gunicorn -w 9 --max-requests 100"},
    {"units/a.service", "units/web", "gunicorn -w 9 --max-requests 100"},
    {"units/a.service", "other/web", "gunicorn -w 4 $MORE"},
};

START_TEST(files_of_variables_go_before_the_unit)
{
    struct contributions said = {.a = &fx.a};
    struct buf b = {.a = &fx.a};
    struct str word;
    fixture_file(files[_i].unit,
                 "[Service]\nEnvironmentFile=-/etc/default/web\nEnvironment=W=4\nExecStart=gunicorn -w ${W} $MORE\n");
    fixture_file(files[_i].env, "# of the shop\nW=9\nMORE=\"--max-requests 100\"\n");
    fixture_read_file(files[_i].unit);
    systemd_place(&fx.job, &said);
    for (uint32_t off = 0; command_next(fx.job.embedded.p[0]->text, &off, &word);)
        buf_printf(&b, "%s%.*s", b.n ? " " : "", STR_ARG(word));
    ck_assert_str_eq(str_dup(&fx.a, buf_str(&b)).p, files[_i].words);
    ck_assert_int_eq(said.services.p[0]->environment->partial, _i == 3);
}
END_TEST

Suite *embed_suite(void)
{
    Suite *s = suite_create("embed");
    TCase *t = tcase_create("embed");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, a_command_line_goes_to_the_kind_of_its_program, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, files_of_variables_go_before_the_unit, 0, sizeof files / sizeof *files);
    suite_add_tcase(s, t);
    return s;
}
