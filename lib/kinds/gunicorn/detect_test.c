#include "kinds/gunicorn/fixture.h"

Suite *detect_suite(void);

/* clang-format off */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"gunicorn.conf.py", "", true},
    {"deploy/gunicorn_config.py", "", true},
    {"templates/gunicorn.conf.py.j2", "", true},
    {"etc/web.gunicorn.conf.py", "", true},
    {"etc/gunicorn.py", "bind = '0.0.0.0:8000'\nworkers = 4\n", true},
    {"etc/gunicorn.d/app.conf", "bind = '0.0.0.0:8000'\n", false},
    {"etc/gunicorn.conf", "bind = '0.0.0.0:8000'\nworkers = 4\n", true},
    {"config/prod.py", "bind = '0.0.0.0:8000'\nworkers = 4\nmax_requests = 100\n", true},
    {"etc/supervisor/gunicorn.conf", "[program:gunicorn]\ncommand = gunicorn\nuser = www\n", false},
    {"upstart/gunicorn.conf", "description \"gunicorn\"\nexec gunicorn app:app\n", false},
    {"etc/gunicorn.conf", "server {\n    listen 80;\n}\n", false},
    {"tests/test_gunicorn.py", "import x\n\ndef test_a():\n    pass\n", false},
    {"settings.py", "DEBUG = True\ntimeout = 3\nuser = 'a'\n", false},
    {"app.py", "from flask import Flask\napp = Flask(__name__)\n", false},
    {"config.py", "bind = 'x'\nworkers = 3\n", false},
    {"postgresql.conf", "timeout = 3\nuser = 'a'\n", false},
    {"gunicorn.service", "[Service]\nExecStart=gunicorn\n", false},
};
/* clang-format on */

START_TEST(configs_are_told_from_other_files)
{
    int score = kind_gunicorn.claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((score > 0) == cases[_i].ours, "%s: %d", cases[_i].path, score);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, configs_are_told_from_other_files, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
