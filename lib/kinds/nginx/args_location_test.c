#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_location_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
static const struct config_case cases[] = {
    /* modifiers, names, nesting */
    {SERVER("location / { }\n"
            "location = / { }\n"
            "location ^~ /a { }\n"
            "location ~ a { }\n"
            "location ~* a { }\n"
            "location @a { }\n"
            "location =/b { }\n"
            "location ^~/c { }\n"
            "location ~a { }\n"
            "location ~*a { }\n"
            "location = { }\n"
            "location ~ { }\n"
            "location \"\" { }"),
     ""},
    {SERVER("location == / { }"), "3@3 [==] invalid location modifier \"==\"\n"},
    {SERVER("location ~~ / { }"), "3@3 [~~] invalid location modifier \"~~\"\n"},
    {SERVER("location / /a { }"), "3@3 [/] invalid location modifier \"/\"\n"},
    {SERVER("location ^ /a { }"), "3@3 [^] invalid location modifier \"^\"\n"},
    {SERVER("location \"\" /a { }"), "3@3 [\"\"] invalid location modifier \"\"\n"},
    {SERVER("location = /a {\nlocation /a/b { }\n}"),
     "4@4 [/a/b] location \"/a/b\" cannot be inside the exact location \"/a\"\n"},
    {SERVER("location @a {\nlocation /a/b { }\n}"),
     "4@4 [/a/b] location \"/a/b\" cannot be inside the named location \"@a\"\n"},
    {SERVER("location @a {\nlocation @b { }\n}"),
     "4@4 [@b] location \"@b\" cannot be inside the named location \"@a\"\n"},
    {SERVER("location / {\nlocation @b { }\n}"), "4@4 [@b] named location \"@b\" can be on the server level only\n"},
    {SERVER("location / { location = @b { } }"), "3@3 [@b] location \"@b\" is outside location \"/\"\n"},
    {SERVER("location /a {\nlocation /b { }\n}"), "4@4 [/b] location \"/b\" is outside location \"/a\"\n"},
    {SERVER("location /a {\nlocation /a { }\nlocation = /a { }\nlocation ^~ /ab { }\nlocation ~ b { }\n}"), ""},
    {SERVER("location ~ /a {\nlocation /a/b { location ~ x { } }\nlocation /b { }\n}"),
     "5@5 [/b] location \"/b\" is outside location \"/a\"\n"},
    {SERVER("location /aa { location /a { } }"), "3@3 [/a] location \"/a\" is outside location \"/aa\"\n"},
    {SERVER("location ~* ^/a { location ^/a { } location /a { } }"),
     "3@3 [/a] location \"/a\" is outside location \"^/a\"\n"},

    /* twice */
    {SERVER("location /a { }\nlocation /a {\n}"), "4@4 [/a] duplicate location \"/a\"\n"},
    {SERVER("location = /a { }\nlocation /a { }\nlocation =\n/a { }"), "6@6 [/a] duplicate location \"/a\"\n"},
    {SERVER("location ^~ /a { }\nlocation /a { }"), "4@4 [/a] duplicate location \"/a\"\n"},
    {SERVER("location ~ a { }\nlocation ~ a { }\nlocation @a { }\nlocation @a { }"), ""},
    {SERVER("location / {\nlocation /a { }\nlocation /a { }\n}\nlocation /a { }"),
     "5@5 [/a] duplicate location \"/a\"\n"},
    {HTTP("server { location / { } }\nserver { listen 81; location / { } }"), ""},
    {SERVER("location /A { }\nlocation /a { }\nlocation /a/ { }\nlocation \"/a\" { }"),
     "6@6 [/a] duplicate location \"/a\"\n"},

    /* regular expressions */
    {SERVER("location ~ ( { }"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {SERVER("location ~* a) { }"),
     "3@3 [a)] pcre2_compile() failed: unmatched closing parenthesis in \"a)\" at \")\"\n"},
    {SERVER("location ~ [a { }"),
     "3@3 [[a] pcre2_compile() failed: missing terminating ] for character class in \"[a\"\n"},
    {SERVER("location ~ *a { }"),
     "3@3 [*a] pcre2_compile() failed: quantifier does not follow a repeatable item in \"*a\" at \"*a\"\n"},
    {SERVER("location ~ a\\ { }"), ""},
    {SERVER("location ~(?<n { }"),
     "3@3 [(?<n] pcre2_compile() failed: syntax error in subpattern name (missing terminator?) in \"(?<n\"\n"},
    {SERVER("location ~ (?<1a>x) { }"),
     "3@3 [(?<1a>x)] pcre2_compile() failed: subpattern name must start with a non-digit in \"(?<1a>x)\" at \"1a>x)\"\n"},
    {SERVER("location ~ \"a{2,1}\" { }"),
     "3@3 [a{2,1}] pcre2_compile() failed: numbers out of order in {} quantifier in \"a{2,1}\" at \"}\"\n"},
    {SERVER("location ~ [b-a] { }"),
     "3@3 [[b-a]] pcre2_compile() failed: range out of order in character class in \"[b-a]\" at \"a]\"\n"},
    {SERVER("location ~ [\\w-.] { }"),
     "3@3 [[\\w-.]] pcre2_compile() failed: invalid range in character class in \"[\\w-.]\" at \"-.]\"\n"},
    {SERVER("location ~ (?z) { }"),
     "3@3 [(?z)] pcre2_compile() failed: unrecognized character after (? or (?- in \"(?z)\" at \"z)\"\n"},
    {SERVER("location ~ \\y { }"),
     "3@3 [\\y] pcre2_compile() failed: unrecognized character follows \\ in \"\\y\" at \"y\"\n"},
    {SERVER("location ~ (?<name>a)(?<other>b) { return 200 $name$other; }"), ""},

    /* root and alias */
    {SERVER("root /a; location / { alias /b; }\nlocation /a { root /a; }"), ""},
    {SERVER("location / { root /a;\nalias /b; }"),
     "4@4 [alias] \"alias\" directive is duplicate, \"root\" directive was specified earlier\n"},
    {SERVER("location / { alias /a;\nroot /b; }"),
     "4@4 [root] \"root\" directive is duplicate, \"alias\" directive was specified earlier\n"},
    {SERVER("location / { alias /a;\nalias /b; }"), "4@4 [alias] \"alias\" directive is duplicate\n"},
    {SERVER("location @a { alias /b; }"),
     "3@3 [alias] the \"alias\" directive cannot be used inside the named location\n"},
    {SERVER("location @a { root /b; }"), ""},
    {SERVER("root $document_root;"),
     "3@3 [$document_root] the $document_root variable cannot be used in the \"root\" directive\n"},
    {SERVER("root /a${document_root}/b;"),
     "3@3 [${document_root}] the $document_root variable cannot be used in the \"root\" directive\n"},
    {SERVER("root $realpath_root;"),
     "3@3 [$realpath_root] the $realpath_root variable cannot be used in the \"root\" directive\n"},
    {SERVER("location / { alias /$document_rootx; }"),
     "3@3 [$document_root] the $document_root variable cannot be used in the \"alias\" directive\n"},
    {SERVER("root /a$;"), "3@3 [$] invalid variable name\n"},
    {SERVER("root ${a;"), "3@3 [${a] the closing bracket in \"a\" variable is missing\n"},
    {SERVER("root /a/$host/${uri}/$1;"), ""},
    {SERVER("location ~ (.*) { alias /a/$1; }"), ""},
    {SERVER("location /a { if ($host) { root /a; }\nif ($host) { alias /a; } }"),
     "4@4 [alias] \"alias\" directive is not allowed here\n"},

    /* limit_except */
    {LOCATION("limit_except GET post { deny all; }"), ""},
    {LOCATION("limit_except GTE { }"), "3@3 [GTE] invalid method \"GTE\"\n"},
    {LOCATION("limit_except GET TRACE { }"), "3@3 [TRACE] invalid method \"TRACE\"\n"},
    {LOCATION("limit_except GET { }\nlimit_except PUT { }"),
     "4@4 [limit_except] \"limit_except\" directive is duplicate\n"},

    /* pages */
    {SERVER(
         "error_page 404 /404.html; error_page 500 502 503 504 = @a; error_page 404 =200 /a; error_page 403 $host; error_page 599 http://a/b?c;"),
     ""},
    {SERVER("error_page 499 /a;"), "3@3 [499] invalid value \"499\"\n"},
    {SERVER("error_page 404 x /a;"), "3@3 [x] invalid value \"x\"\n"},
    {SERVER("error_page 299 /a;"), "3@3 [299] value \"299\" must be between 300 and 599\n"},
    {SERVER("error_page 404 600 /a;"), "3@3 [600] value \"600\" must be between 300 and 599\n"},
    {SERVER("error_page =200 /a;"), "3@3 [=200] invalid value \"=200\"\n"},
    {SERVER("error_page = /a;"), "3@3 [=] invalid value \"=\"\n"},
    {SERVER("error_page 404 =x /a;"), "3@3 [=x] invalid value \"=x\"\n"},
    {SERVER("error_page 404 =-1 /a;"), "3@3 [=-1] invalid value \"=-1\"\n"},
    {SERVER("error_page 404 =200 /$;"), "3@3 [$] invalid variable name\n"},
    {SERVER("error_page 200 $;"), "3@3 [$] invalid variable name\n"},
    {SERVER("error_page 404 =200 =200;"), ""},
    {SERVER("error_page 404;"), "3@3 [error_page] invalid number of arguments in \"error_page\" directive\n"},
    {LOCATION("try_files $uri $uri/ =404;"), ""},
    {LOCATION("try_files $uri @a;"), ""},
    {LOCATION("try_files $uri =1000;"), "3@3 [=1000] invalid code \"=1000\"\n"},
    {LOCATION("try_files $uri =40x;"), "3@3 [=40x] invalid code \"=40x\"\n"},
    {LOCATION("try_files $uri =;"), "3@3 [=] invalid code \"=\"\n"},
    {LOCATION("try_files $uri =$host;"), "3@3 [=$host] invalid code \"=$hos\"\n"},
    {LOCATION("try_files =404 /a;"), ""},
    {LOCATION("try_files $ =404;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("try_files ${uri =404;"), "3@3 [${uri] the closing bracket in \"uri\" variable is missing\n"},
    {LOCATION("try_files $uri =404;\ntry_files $uri =403;"), "4@4 [try_files] \"try_files\" directive is duplicate\n"},
    {LOCATION("try_files $uri;"), "3@3 [try_files] invalid number of arguments in \"try_files\" directive\n"},
    {SERVER("index index.html index.php /a.html; index $host.html;"), ""},
    {SERVER("index \"\";"), "3@3 [\"\"] index \"\" in \"index\" directive is invalid\n"},
    {SERVER("index a \"\";"), "3@3 [\"\"] index \"a\" in \"index\" directive is invalid\n"},
    {SERVER("index a$;"), "3@3 [$] invalid variable name\n"},
    {HTTP("types { text/html html htm; text/plain; }\ntypes { text/css css; }"), ""},
    {HTTP("types {\ninclude;\n}"), "4@4 [include] invalid number of arguments in \"include\" directive\n"},
    {HTTP("types { include a b; }"), "3@3 [include] invalid number of arguments in \"include\" directive\n"},

    /* server names */
    {SERVER("server_name a.b *.a.b .a.b a.* ~^(?<x>a)$ \"\" _ $hostname;"), ""},
    {SERVER("server_name *;"), "3@3 [*] server name \"*\" is invalid\n"},
    {SERVER("server_name *a;"), "3@3 [*a] server name \"*a\" is invalid\n"},
    {SERVER("server_name *.;"), "3@3 [*.] server name \"*.\" is invalid\n"},
    {SERVER("server_name .;"), "3@3 [.] server name \".\" is invalid\n"},
    {SERVER("server_name ~;"), "3@3 [~] empty regex in server name \"~\"\n"},
    {SERVER("server_name a ~(;"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {SERVER("server_name ~A(;"), "3@3 [A(] pcre2_compile() failed: missing closing parenthesis in \"A(\"\n"},
    {SERVER("server_name a/b;"), ""},
    {SERVER("server_name a..b;"), ""},
    {HTTP("server { server_name a..b; }\nserver { }"),
     "3@0 [a..b] invalid server name or wildcard \"a..b\" on 0.0.0.0:80\n"},
    {HTTP("server { server_name a; }\nserver { server_name x*y; }"),
     "4@0 [x*y] invalid server name or wildcard \"x*y\" on 0.0.0.0:80\n"},
    {HTTP("server { server_name *.a.*; }\nserver { server_name .a.*; }"),
     "3@0 [*.a.*] invalid server name or wildcard \"*.a.*\" on 0.0.0.0:80\n"},
    {HTTP("server { listen 80; server_name A..B; }\nserver { listen 81; }"), ""},
    {HTTP("server { listen 80; listen 81; server_name A..B; }\nserver { listen 81; }"),
     "3@0 [A..B] invalid server name or wildcard \"a..b\" on 0.0.0.0:81\n"},
    {HTTP("server { server_name ~(a) b..c; }"), "3@0 [b..c] invalid server name or wildcard \"b..c\" on 0.0.0.0:80\n"},
    {HTTP("server { server_name ~a b..c; }"), ""},
    {HTTP("server { server_name a.b.*.c; }\nserver { server_name a; server_name a; }"),
     "3@0 [a.b.*.c] invalid server name or wildcard \"a.b.*.c\" on 0.0.0.0:80\n"},
    {HTTP("server { listen 80; listen 127.0.0.1:80; server_name a..b; }\n"
          "server { listen 80; listen 127.0.0.1:80; }"),
     "3@0 [a..b] invalid server name or wildcard \"a..b\" on 127.0.0.1:80\n"},
    {HTTP("server { listen 127.0.0.1:80; listen 127.0.0.2:80 bind; listen 80; server_name a..b; }\n"
          "server { listen 80; listen 127.0.0.1:80; listen 127.0.0.2:80; }"),
     "3@0 [a..b] invalid server name or wildcard \"a..b\" on 127.0.0.2:80\n"},
    {HTTP("server { listen 81; listen 80; server_name a..b; }\nserver { listen 80; listen 81; }"),
     "3@0 [a..b] invalid server name or wildcard \"a..b\" on 0.0.0.0:81\n"},
    {HTTP("server { server_name aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeee; }\n"
          "server { server_name a; }"),
     ""},
    {HTTP("server { server_name aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee; }\n"
          "server { server_name a; }"),
     "3@0 [aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee] could not build server_names_hash, you should increase server_names_hash_bucket_size: 64\n"},
    {HTTP("server_names_hash_bucket_size 65;\n"
          "server { server_name aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee; }\n"
          "server { server_name a; }"),
     ""},
    {HTTP("server { server_name *.aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd.eeeeeee; }\n"
          "server { server_name a; }"),
     ""},
    {HTTP("server { server_name aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee.*; }\n"
          "server { server_name a; }"),
     "3@0 [aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee.*] could not build server_names_hash, you should increase server_names_hash_bucket_size: 64\n"},
};
const struct case_table location_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

/* What differs between releases: PCRE before 1.21.5 takes more than PCRE2. */
static const struct version_case of_versions[] = {
    {VERSION(1, 20, 0), {SERVER("location ~ [\\w-.] { }\nlocation ~ \\y { }"), ""}},
    {0, {SERVER("location ~ [\\w-.] { }\nlocation ~ \\y { }"), ""}},
    {VERSION(1, 20, 0), {SERVER("location ~ ( { }"), "3@3 [(] pcre_compile() failed: missing ) in \"(\"\n"}},
    {VERSION(1, 20, 0),
     {SERVER("location ~ a) { }"), "3@3 [a)] pcre_compile() failed: unmatched parentheses in \"a)\" at \")\"\n"}},
    {0, {SERVER("location ~ ( { }"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"}},
    {VERSION(1, 25, 5),
     {STREAM("server { listen 1; server_name .; return a; }"), "4@4 [.] server name \".\" is invalid\n"}},
    {VERSION(1, 25, 5),
     {STREAM("server { listen 1; server_name a..b; return a; }\nserver { listen 1; server_name b; return a; }"),
      "4@0 [a..b] invalid server name or wildcard \"a..b\" on 0.0.0.0:1\n"}},
};

START_TEST(regexes_and_names_are_judged_for_the_release)
{
    fx.job.target = of_versions[_i].target;
    fixture_expect(of_versions[_i].c.text, of_versions[_i].c.found);
}
END_TEST

START_TEST(a_duplicate_shows_the_first_one)
{
    fixture_read(SERVER("location /a { }\nlocation /b { }\nlocation /a {\n}"));
    const struct finding *f = fx.sink.findings.p[0];
    ck_assert_uint_eq(f->server_line, 5);
    ck_assert_uint_eq(fixture_line(f->related.p[0].at), 3);
    ck_assert(str_eq(f->rule, STR("syntax/duplicate")));
}
END_TEST

START_TEST(a_wrong_name_of_many_hides_no_other)
{
    fixture_expect(SERVER("server_name *a b .;"), "3@3 [*a] server name \"*a\" is invalid\n"
                                                  "3@3 [.] server name \".\" is invalid\n");
}
END_TEST

START_TEST(a_name_that_is_too_long_says_what_is_needed)
{
    fixture_read(HTTP("server { server_name aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee; }\nserver { }"));
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    ck_assert(str_eq(fx.sink.findings.p[0]->label, STR("this name needs buckets of 72 bytes")));
    ck_assert(str_eq(fx.sink.findings.p[0]->help, STR("server_names_hash_bucket_size 128;")));
}
END_TEST

START_TEST(names_of_servers_that_may_stand_elsewhere_are_not_judged)
{
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("gzip on; server { listen 80; server_name a..b; }\n", "");
    fixture_expect("gzip on; server { listen 80; server_name a..b; }\nserver { listen 80; }\n",
                   "1@0 [a..b] invalid server name or wildcard \"a..b\" on 0.0.0.0:80\n");
}
END_TEST

START_TEST(a_fragment_of_locations_is_judged)
{
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("location /a { location /b { } }\nlocation /b { root /b; alias /c; }\n",
                   "1@1 [/b] location \"/b\" is outside location \"/a\"\n"
                   "2@2 [alias] \"alias\" directive is duplicate, \"root\" directive was specified earlier\n");
    fixture_expect("location = /a { deny all; }\nlocation = /a { }\n", "2@2 [/a] duplicate location \"/a\"\n");
}
END_TEST

START_TEST(what_a_template_decides_is_not_compared)
{
    fx.job.template_marks = true;
    fixture_expect(SERVER("location {{ a }} { }\nlocation {{ a }} { }\nlocation /a { location {{ b }} { } }"), "");
    fixture_expect(SERVER("{% if a %}\nlocation / { }\n{% endif %}\nlocation / { }"), "");
    fixture_expect(SERVER("error_page 404 {{ code }} /a;\nerror_page {{ codes }} /b;\nlocation / { root /a;\n"
                          "{% if b %}\nalias /b;\n{% endif %}\n}"),
                   "");
}
END_TEST

/* 200,000 siblings: a table, not a comparison of each with each. */
START_TEST(many_locations_are_compared_in_passing)
{
    struct buf b = {.a = &fx.a};
    buf_put(&b, STR(EVENTS "http { server {\n"));
    for (int i = 0; i < 200000; i++)
        buf_printf(&b, "location /%d { }\n", i);
    buf_put(&b, STR("location /7 { }\n} }\n"));
    fixture_read_as("nginx.conf", buf_str(&b));
    ck_assert_str_eq(fixture_found(), "200003@200003 [/7] duplicate location \"/7\"\n");
}
END_TEST

Suite *args_location_suite(void)
{
    Suite *s = suite_create("args_location");
    TCase *t = tcase_create("args_location");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, regexes_and_names_are_judged_for_the_release, 0, sizeof of_versions / sizeof *of_versions);
    tcase_add_test(t, a_duplicate_shows_the_first_one);
    tcase_add_test(t, a_wrong_name_of_many_hides_no_other);
    tcase_add_test(t, a_name_that_is_too_long_says_what_is_needed);
    tcase_add_test(t, names_of_servers_that_may_stand_elsewhere_are_not_judged);
    tcase_add_test(t, a_fragment_of_locations_is_judged);
    tcase_add_test(t, what_a_template_decides_is_not_compared);
    tcase_add_test(t, many_locations_are_compared_in_passing);
    suite_add_tcase(s, t);
    return s;
}
