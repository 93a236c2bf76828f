#include "formats/ini.h"

#include "formats/test_text.h"

#include <string.h>

static struct node *read_as(const char *name, const char *text, const struct ini_dialect *d)
{
    return ini_read(&arena, &sources, put_text(name, str_from(text)), d, &sink);
}

/* What each dialect makes of a text: the tree, then what is reported. */
static const struct {
    const struct ini_dialect *dialect;
    const char *text, *tree, *findings;
} cases[] = {
    {&ini_php,
     "; head\n[PHP]\nmemory_limit = 128M ; inline\na=\"x; \\\"y\\\"\" \nb = 'raw\\n'\nc[] = E_ALL & ~E_NOTICE\nd =\ne\nf = \"two\nlines\"\n",
     "root\n"
     "  comment \" head\"\n"
     "  entry \"PHP\" block\n"
     "    entry \"memory_limit\"\n"
     "      word \"128M\" plain\n"
     "    comment \" inline\"\n"
     "    entry \"a\"\n"
     "      word \"x; \\\"y\\\"\" double\n"
     "    entry \"b\"\n"
     "      word \"raw\\\\n\" single\n"
     "    entry \"c[]\"\n"
     "      word \"E_ALL & ~E_NOTICE\" plain\n"
     "    entry \"d\"\n"
     "      word \"\" plain\n"
     "    entry \"e\"\n"
     "    entry \"f\"\n"
     "      word \"two\\nlines\" double\n",
     ""},
    {&ini_php, "pm.max_children = 5\n[www]\nphp_admin_value[memory_limit] = 128M\nlisten = /run/php/$pool.sock\n",
     "root\n"
     "  entry \"pm.max_children\"\n"
     "    word \"5\" plain\n"
     "  entry \"www\" block\n"
     "    entry \"php_admin_value[memory_limit]\"\n"
     "      word \"128M\" plain\n"
     "    entry \"listen\"\n"
     "      word \"/run/php/$pool.sock\" plain\n",
     ""},
    {&ini_php, "a = \"open\nb = 1\n", NULL, "syntax/unterminated [\"]@4: the quoted string is never closed"},
    {&ini_php, "[x] y\n[z\n= 1\n", NULL,
     "syntax/unexpected-token [y]@4: text behind a section's \"]\"\n"
     "syntax/unterminated [[]@6: the section's name has no \"]\"\n"
     "syntax/unexpected-token [= 1]@9: a line without a key"},
    {&ini_systemd,
     "\xEF\xBB\xBF[Service]\n  ExecStart=/bin/x --a \\\n    # note\n    --b=\"c;d\" # e\n;c\nMemoryMax=\nRestart = always  \nbad line\n[Service]\nX=1\\\\\nY=2 \\\n",
     "root\n"
     "  entry \"Service\" block\n"
     "    entry \"ExecStart\"\n"
     "      word \"/bin/x --a      --b=\\\"c;d\\\" # e\" plain\n"
     "      comment \" note\"\n"
     "    comment \"c\"\n"
     "    entry \"MemoryMax\"\n"
     "      word \"\" plain\n"
     "    entry \"Restart\"\n"
     "      word \"always\" plain\n"
     "    bad \"bad line\"\n"
     "  entry \"Service\" block\n"
     "    entry \"X\"\n"
     "      word \"1\\\\\\\\\" plain\n"
     "    entry \"Y\"\n"
     "      word \"2\" plain\n",
     "syntax/unexpected-token [bad line]@100: a line without \"=\""},
    {&ini_mysql,
     "[mysqld]\nskip-networking # off\nmax_connections = 151 # of it\nsocket=\"/run/a b\"\nx = 'it''s'\npath=C:\\\\a\\tb\n!includedir /etc/mysql/conf.d\n[mysqld-10.11] junk\n",
     "root\n"
     "  entry \"mysqld\" block\n"
     "    entry \"skip-networking\"\n"
     "    comment \" off\"\n"
     "    entry \"max_connections\"\n"
     "      word \"151\" plain\n"
     "    comment \" of it\"\n"
     "    entry \"socket\"\n"
     "      word \"/run/a b\" double\n"
     "    entry \"x\"\n"
     "      word \"'it''s'\" plain\n"
     "    entry \"path\"\n"
     "      word \"C:\\\\a\\tb\" plain\n"
     "    entry \"!includedir\"\n"
     "      word \"/etc/mysql/conf.d\" plain\n"
     "  entry \"mysqld-10.11\" block\n",
     ""},
    {&ini_uwsgi, "[uwsgi]\nmaster\nmodule = a:b ; no comment\nif-env = X\n# c\n",
     "root\n"
     "  entry \"uwsgi\" block\n"
     "    entry \"master\"\n"
     "    entry \"module\"\n"
     "      word \"a:b ; no comment\" plain\n"
     "    entry \"if-env\"\n"
     "      word \"X\" plain\n"
     "    comment \" c\"\n",
     ""},
    {&ini_redis,
     "save 900 1\nrequirepass \"a\\x41 \\\"b\\n\"\nrename-command CONFIG \"\"\ninclude '/a b/c'\n# c\nappendonly\n",
     "root\n"
     "  entry \"save\"\n"
     "    word \"900\" plain\n"
     "    word \"1\" plain\n"
     "  entry \"requirepass\"\n"
     "    word \"aA \\\"b\\n\" double\n"
     "  entry \"rename-command\"\n"
     "    word \"CONFIG\" plain\n"
     "    word \"\" double\n"
     "  entry \"include\"\n"
     "    word \"/a b/c\" single\n"
     "  comment \" c\"\n"
     "  entry \"appendonly\"\n",
     ""},
    {&ini_postgres,
     "shared_buffers = 128MB # c\nport 5432\nlisten_addresses = '*'\nx = 'it''s \\'q\\' \\101'\ninclude_dir 'conf.d'\nlonely\n",
     "root\n"
     "  entry \"shared_buffers\"\n"
     "    word \"128MB\" plain\n"
     "  comment \" c\"\n"
     "  entry \"port\"\n"
     "    word \"5432\" plain\n"
     "  entry \"listen_addresses\"\n"
     "    word \"*\" single\n"
     "  entry \"x\"\n"
     "    word \"it's 'q' A\" single\n"
     "  entry \"include_dir\"\n"
     "    word \"conf.d\" single\n"
     "  bad \"lonely\"\n",
     "syntax/unexpected-token [lonely]@104: a line without \"=\""},
    {&ini_sysctl, "# c\nnet.core.somaxconn = 1024\n-net.ipv4.x=1 ; y\n",
     "root\n"
     "  comment \" c\"\n"
     "  entry \"net.core.somaxconn\"\n"
     "    word \"1024\" plain\n"
     "  entry \"-net.ipv4.x\"\n"
     "    word \"1 ; y\" plain\n",
     ""},
    {&ini_limits, "*\tsoft  nofile 65536 # c\n@web - nproc unlimited\n",
     "root\n"
     "  entry \"*\"\n"
     "    word \"soft\" plain\n"
     "    word \"nofile\" plain\n"
     "    word \"65536\" plain\n"
     "  comment \" c\"\n"
     "  entry \"@web\"\n"
     "    word \"-\" plain\n"
     "    word \"nproc\" plain\n"
     "    word \"unlimited\" plain\n",
     ""},
    {&ini_lines, "-m 64\n-d\nlogfile /var/log/x\n",
     "root\n"
     "  entry \"-m\"\n"
     "    word \"64\" plain\n"
     "  entry \"-d\"\n"
     "  entry \"logfile\"\n"
     "    word \"/var/log/x\" plain\n",
     ""},
    {&ini_properties,
     "# c\n! d\nserver.port=8080\na : b = c  \nk\\ ey\\: v\\u00e9\\n\\q\nlong = one \\\n    two,\\\n\n# e\nbare\nempty=\n\\ud83d\\ude00 x\n",
     "root\n"
     "  comment \" c\"\n"
     "  comment \" d\"\n"
     "  entry \"server.port\"\n"
     "    word \"8080\" plain\n"
     "  entry \"a\"\n"
     "    word \"b = c  \" plain\n"
     "  entry \"k ey:\"\n"
     "    word \"v\xC3\xA9\\nq\" plain\n"
     "  entry \"long\"\n"
     "    word \"one two,\" plain\n"
     "  comment \" e\"\n"
     "  entry \"bare\"\n"
     "  entry \"empty\"\n"
     "    word \"\" plain\n"
     "  entry \"\xF0\x9F\x98\x80\"\n"
     "    word \"x\" plain\n",
     ""},
    {&ini_env_systemd, "A=b c\nB=\"x y\"'z'\\ w\nC=\"one\\\ntwo\nthree\"\nD=$HOME \\\"q\\\"\n; c\nE\n",
     "root\n"
     "  entry \"A\"\n"
     "    word \"b c\" plain\n"
     "  entry \"B\"\n"
     "    word \"x yz w\" plain\n"
     "  entry \"C\"\n"
     "    word \"onetwo\\nthree\" double\n"
     "  entry \"D\"\n"
     "    word \"$HOME \\\"q\\\"\" plain\n"
     "  comment \" c\"\n"
     "  bad \"E\"\n",
     "syntax/unexpected-token [E]@57: a line without \"=\""},
    {&ini_env_compose, "export A=b#c # d\nB=\"x # y\\n\" # e\nC='raw $x'\nD: z\nE\nF=it's\nexportX=1\n",
     "root\n"
     "  entry \"A\"\n"
     "    word \"b#c\" plain\n"
     "  comment \" d\"\n"
     "  entry \"B\"\n"
     "    word \"x # y\\n\" double\n"
     "  comment \" e\"\n"
     "  entry \"C\"\n"
     "    word \"raw $x\" single\n"
     "  entry \"D\"\n"
     "    word \"z\" plain\n"
     "  entry \"E\"\n"
     "  entry \"F\"\n"
     "    word \"it's\" plain\n"
     "  entry \"exportX\"\n"
     "    word \"1\" plain\n",
     ""},
    {&ini_env_docker, "A=\"b\" # c\nHOME\n",
     "root\n"
     "  entry \"A\"\n"
     "    word \"\\\"b\\\" # c\" plain\n"
     "  entry \"HOME\"\n",
     ""},
};

START_TEST(every_dialect_reads_as_its_program_does)
{
    struct node *root = read_as("t.conf", cases[_i].text, cases[_i].dialect);
    ck_assert_str_eq(findings(), cases[_i].findings);
    if (cases[_i].tree)
        ck_assert_str_eq(dump(root, 0), cases[_i].tree);
}
END_TEST

START_TEST(crlf_lines_read_as_lf_lines_do)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf b = {.a = &arena};
        for (const char *p = cases[i].text; *p; p++)
            buf_put(&b, *p == '\n' ? STR("\r\n") : (struct str){p, 1});
        buf_putc(&b, '\0');
        bool has_break_in_text = cases[i].tree && strstr(cases[i].tree, "two\\nlines");
        struct node *root = read_as("t.conf", b.p, cases[i].dialect);
        if (cases[i].tree && !has_break_in_text && cases[i].dialect != &ini_env_systemd)
            ck_assert_str_eq(dump(root, 0), cases[i].tree);
    }
}
END_TEST

START_TEST(spans_cover_exactly_the_bytes)
{
    struct node *root = read_as("t.ini", "[ a ]\n k = \"v\" ; c\nlast = x y  \n", &ini_php);
    struct node *s = root->first;
    ck_assert_str_eq(at(s->at), "[ a ]\n k = \"v\" ; c\nlast = x y");
    ck_assert_str_eq(at(s->name_at), " a ");
    ck_assert_str_eq(at(s->first->at), "k = \"v\"");
    ck_assert_str_eq(at(s->first->name_at), "k");
    ck_assert_str_eq(at(s->first->first->at), "\"v\"");
    ck_assert_str_eq(at(s->first->first->name_at), "v");
    ck_assert_str_eq(at(s->first->next->at), "; c");
    ck_assert_str_eq(at(s->last->at), "last = x y");
}
END_TEST

START_TEST(a_continued_command_line_leads_back_to_its_bytes)
{
    struct node *root = read_as(
        "x.service", "[Service]\nExecStart=/usr/bin/gunicorn \\\n  # four\n  --workers 4 \\\n  app\n", &ini_systemd);
    ck_assert_str_eq(findings(), "");
    struct node *word = root->first->first->first;
    ck_assert_str_eq(z(word->text), "/usr/bin/gunicorn    --workers 4    app");
    struct span_map *map = ini_word_map(&arena, &sources, &ini_systemd, word);
    uint32_t off = str_find(word->text, STR("--workers"));
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, off, 11})), "--workers 4");
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, str_find(word->text, STR("app")), 3})), "app");
    ck_assert_str_eq(at(root->first->first->at), "ExecStart=/usr/bin/gunicorn \\\n  # four\n  --workers 4 \\\n  app");
}
END_TEST

START_TEST(escapes_lead_back_to_their_bytes)
{
    struct node *root = read_as("x.properties", "k = a\\u00e9\\n b\\\n   c\n", &ini_properties);
    struct node *word = root->first->first;
    struct span_map *map = ini_word_map(&arena, &sources, &ini_properties, word);
    ck_assert_uint_eq(map->cooked_len, word->text.n);
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, 1, 2})), "\\u00e9");
    ck_assert_str_eq(at(span_map_resolve(map, (struct span){0, word->text.n - 1, 1})), "c");
}
END_TEST

START_TEST(templates_are_read_around_their_marks)
{
    struct node *root = read_as(
        "www.conf.j2",
        "; {{ ansible_managed }}\n[{{ pool[0] }}]\npm = {{ pm }};c\n{% if a %}\nx = 1\n{% endif %}\n{{ extra }}\n"
        "y = a{{ b }}:{% if c %}d{% endif %}\n{# note #}\n{{ k }} = \"q{{ \"r\" }}\"\n",
        &ini_php);
    ck_assert_str_eq(findings(), "");
    ck_assert_str_eq(dump(root, 0), "root\n"
                                    "  comment \" {{ ansible_managed }}\"\n"
                                    "  entry \"{{ pool[0] }}\" block unknown tainted\n"
                                    "    entry \"pm\"\n"
                                    "      word \"{{ pm }}\" unknown plain\n"
                                    "        piece \"{{ pm }}\" unknown\n"
                                    "    comment \"c\"\n"
                                    "    entry \"x\" conditional\n"
                                    "      word \"1\" plain\n"
                                    "    entry \"y\"\n"
                                    "      word \"a{{ b }}:{% if c %}d{% endif %}\" unknown plain\n"
                                    "        piece \"a\"\n"
                                    "        piece \"{{ b }}\" unknown\n"
                                    "        piece \":\"\n"
                                    "        piece \"{% if c %}d{% endif %}\" unknown\n"
                                    "    comment \"note\"\n"
                                    "    entry \"{{ k }}\" unknown\n"
                                    "      word \"q{{ \\\"r\\\" }}\" double unknown\n"
                                    "        piece \"q\"\n"
                                    "        piece \"{{ \\\"r\\\" }}\" unknown\n");
}
END_TEST

Suite *ini_suite(void)
{
    Suite *s = suite_create("ini");
    TCase *c = tcase_create("ini");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, every_dialect_reads_as_its_program_does, 0, sizeof(cases) / sizeof(cases[0]));
    tcase_add_test(c, crlf_lines_read_as_lf_lines_do);
    tcase_add_test(c, spans_cover_exactly_the_bytes);
    tcase_add_test(c, a_continued_command_line_leads_back_to_its_bytes);
    tcase_add_test(c, escapes_lead_back_to_their_bytes);
    tcase_add_test(c, templates_are_read_around_their_marks);
    suite_add_tcase(s, c);
    return s;
}
