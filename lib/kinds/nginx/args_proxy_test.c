#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_proxy_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
static const struct config_case cases[] = {
    /* passes */
    {LOCATION("proxy_pass http://127.0.0.1:8080/a?b;"), ""},
    {LOCATION("proxy_pass HTTPS://127.0.0.1;"), ""},
    {LOCATION("proxy_pass http://unix:/a:/b;"), ""},
    {LOCATION("proxy_pass $scheme://$host$uri;"), ""},
    {LOCATION("proxy_pass 127.0.0.1:80;"), "3@3 [127.0.0.1:80] invalid URL prefix\n"},
    {LOCATION("proxy_pass http:/127.0.0.1;"), "3@3 [http:/127.0.0.1] invalid URL prefix\n"},
    {LOCATION("proxy_pass http://;"), "3@3 [http://] no host in upstream \"\"\n"},
    {LOCATION("proxy_pass http:///a;"), "3@3 [/a] no host in upstream \"/a\"\n"},
    {LOCATION("proxy_pass http://127.0.0.1:x/;"), "3@3 [x] invalid port in upstream \"127.0.0.1:x/\"\n"},
    {LOCATION("proxy_pass http://127.0.0.1:0;"), "3@3 [0] invalid port in upstream \"127.0.0.1:0\"\n"},
    {LOCATION("proxy_pass http://[::1;"), "3@3 [[::1] invalid host in upstream \"[::1\"\n"},
    {LOCATION("proxy_pass http://[::1]a;"), "3@3 [a] invalid host in upstream \"[::1]a\"\n"},
    {LOCATION("proxy_pass http://[::x]/;"), "3@3 [::x] invalid IPv6 address in upstream \"[::x]/\"\n"},
    {LOCATION("proxy_pass http://unix:;"), "3@3 [unix:] no path in the unix domain socket in upstream \"unix:\"\n"},
    {LOCATION("proxy_pass http://unix::/a;"),
     "3@3 [unix::/a] no path in the unix domain socket in upstream \"unix::/a\"\n"},
    {LOCATION("proxy_pass http://$;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_pass http://127.0.0.1;\nproxy_pass http://127.0.0.2;"),
     "4@4 [proxy_pass] \"proxy_pass\" directive is duplicate\n"},
    {LOCATION("proxy_pass http://127.0.0.1?a:80/;"), ""},
    {SERVER("location ~ / { proxy_pass http://127.0.0.1/; }"),
     "3@3 [/] \"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block\n"},
    {SERVER("location ~ / { proxy_pass http://127.0.0.1; }\n"
            "location = /a { proxy_pass http://127.0.0.1/; }"),
     ""},
    {SERVER("location @a {\nproxy_pass http://127.0.0.1?b; }"),
     "4@4 [?b] \"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block\n"},
    {LOCATION("if ($host) { proxy_pass http://127.0.0.1/; }"),
     "3@3 [/] \"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block\n"},
    {LOCATION("if ($host) { proxy_pass http://127.0.0.1; }"), ""},
    {LOCATION("limit_except GET { proxy_pass http://127.0.0.1/a; }"),
     "3@3 [/a] \"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block\n"},
    {SERVER("location ~ /a { location /a { proxy_pass http://127.0.0.1/; } }"), ""},
    {SERVER("location ~ /a { proxy_pass http://unix:/a:/b; }"),
     "3@3 [/b] \"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block\n"},
    {SERVER("location ~ /a { proxy_pass http://unix:/a; }"), ""},
    {SERVER("location ~ /a { proxy_pass http://127.0.0.1/$uri; }"), ""},
    {LOCATION("fastcgi_pass 127.0.0.1:9000;"), ""},
    {LOCATION("fastcgi_pass unix:/a;"), ""},
    {LOCATION("fastcgi_pass http://127.0.0.1:9000;"), "3@3 [/] invalid host in upstream \"http://127.0.0.1:9000\"\n"},
    {LOCATION("fastcgi_pass 127.0.0.1:9000/a;"), "3@3 [/] invalid host in upstream \"127.0.0.1:9000/a\"\n"},
    {LOCATION("fastcgi_pass 127.0.0.1:90000;"), "3@3 [90000] invalid port in upstream \"127.0.0.1:90000\"\n"},
    {LOCATION("fastcgi_pass $host:9000;"), ""},
    {LOCATION("fastcgi_pass ${host;"), "3@3 [${host] the closing bracket in \"host\" variable is missing\n"},
    {LOCATION("scgi_pass [::1]:9000;"), ""},
    {LOCATION("scgi_pass [::1];"), "3@3 [[::1]] no port in upstream \"[::1]\"\n"},
    {LOCATION("uwsgi_pass uwsgi://127.0.0.1:5;"), ""},
    {LOCATION("uwsgi_pass SUWSGI://127.0.0.1:5;"), ""},
    {LOCATION("uwsgi_pass 127.0.0.1:5;"), ""},
    {LOCATION("uwsgi_pass http://127.0.0.1:5;"), "3@3 [/] invalid host in upstream \"http://127.0.0.1:5\"\n"},
    {LOCATION("uwsgi_pass uwsgi://127.0.0.1;"), "3@3 [127.0.0.1] no port in upstream \"127.0.0.1\"\n"},
    {LOCATION("grpc_pass grpc://127.0.0.1:5;"), ""},
    {LOCATION("grpc_pass 127.0.0.1;"), "3@3 [127.0.0.1] no port in upstream \"127.0.0.1\"\n"},
    {LOCATION("grpc_pass grpc:127.0.0.1:5;"), "3@3 [127.0.0.1:5] invalid port in upstream \"grpc:127.0.0.1:5\"\n"},
    {LOCATION("memcached_pass 127.0.0.1:5; set $memcached_key a;"), ""},
    {LOCATION("memcached_pass 127.0.0.1; set $memcached_key a;"),
     "3@3 [127.0.0.1] no port in upstream \"127.0.0.1\"\n"},
    {LOCATION("memcached_pass $host:5/; set $memcached_key a;"), "3@3 [/] invalid host in upstream \"$host:5/\"\n"},

    /* redirects, cookies */
    {LOCATION(
         "proxy_pass http://127.0.0.1; proxy_redirect default; proxy_redirect a b; proxy_redirect ~a $host; proxy_redirect ~*a b;"),
     ""},
    {LOCATION("proxy_redirect off;"), ""},
    {LOCATION("proxy_redirect on;"), "3@3 [on] invalid parameter \"on\"\n"},
    {LOCATION("proxy_redirect default;"),
     "3@3 [default] \"proxy_redirect default\" should be placed after the \"proxy_pass\" directive\n"},
    {LOCATION("proxy_redirect default;\nproxy_pass http://127.0.0.1;"),
     "3@3 [default] \"proxy_redirect default\" should be placed after the \"proxy_pass\" directive\n"},
    {LOCATION("proxy_pass http://$host;\nproxy_redirect default;"),
     "4@4 [default] \"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables\n"},
    {LOCATION("proxy_redirect off;\nproxy_redirect a b;"),
     "4@4 [proxy_redirect] \"proxy_redirect\" directive is duplicate\n"},
    {LOCATION("proxy_redirect a b;\nproxy_redirect off;"),
     "4@4 [proxy_redirect] \"proxy_redirect\" directive is duplicate\n"},
    {LOCATION("proxy_redirect off;\nproxy_redirect off;"),
     "4@4 [proxy_redirect] \"proxy_redirect\" directive is duplicate\n"},
    {LOCATION("proxy_redirect ~( b;"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {LOCATION("proxy_redirect ~*a) b;"),
     "3@3 [a)] pcre2_compile() failed: unmatched closing parenthesis in \"a)\" at \")\"\n"},
    {LOCATION("proxy_redirect $ b;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_redirect a $;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_redirect ~( $;"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {SERVER("proxy_redirect off; location / { proxy_redirect a b; }"), ""},
    {LOCATION(
         "proxy_cookie_domain a b; proxy_cookie_domain ~a $host; proxy_cookie_path / /a; proxy_cookie_path ~*a b; proxy_cookie_flags a secure; proxy_cookie_flags ~a nosecure samesite=lax $host;"),
     ""},
    {LOCATION("proxy_cookie_domain a;"), "3@3 [a] invalid parameter \"a\"\n"},
    {LOCATION("proxy_cookie_domain ~*a b;"),
     "3@3 [*a] pcre2_compile() failed: quantifier does not follow a repeatable item in \"*a\" at \"*a\"\n"},
    {LOCATION("proxy_cookie_domain off;\nproxy_cookie_domain a b;"),
     "4@4 [proxy_cookie_domain] \"proxy_cookie_domain\" directive is duplicate\n"},
    {LOCATION("proxy_cookie_path a $;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_cookie_path ~*( b;"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {LOCATION("proxy_cookie_path /;"), "3@3 [/] invalid parameter \"/\"\n"},
    {LOCATION("proxy_cookie_path / /a;\nproxy_cookie_path off;"),
     "4@4 [proxy_cookie_path] \"proxy_cookie_path\" directive is duplicate\n"},
    {LOCATION("proxy_cookie_flags off;\nproxy_cookie_flags off;"),
     "4@4 [proxy_cookie_flags] \"proxy_cookie_flags\" directive is duplicate\n"},
    {LOCATION("proxy_cookie_flags a;"), "3@3 [a] invalid parameter \"a\"\n"},
    {LOCATION("proxy_cookie_flags ~( secure;"),
     "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {LOCATION("proxy_cookie_flags a $;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_cookie_flags a unknown;"), ""},
    {LOCATION("fastcgi_split_path_info ^(.+\\.php)(/.*)$;"), ""},
    {LOCATION("fastcgi_split_path_info ^(.+)$;"), "3@3 [^(.+)$] pattern \"^(.+)$\" must have 2 captures\n"},
    {LOCATION("fastcgi_split_path_info (a)(b)(c);"), "3@3 [(a)(b)(c)] pattern \"(a)(b)(c)\" must have 2 captures\n"},
    {LOCATION("fastcgi_split_path_info ^(;"),
     "3@3 [^(] pcre2_compile() failed: missing closing parenthesis in \"^(\"\n"},

    /* addresses to send from */
    {LOCATION(
         "proxy_bind 127.0.0.1; fastcgi_bind 127.0.0.1:80 transparent; uwsgi_bind off; scgi_bind ::1; grpc_bind [::1]:80; memcached_bind $remote_addr;"),
     ""},
    {LOCATION("proxy_bind a;"), "3@3 [a] invalid address \"a\"\n"},
    {LOCATION("proxy_bind 127.0.0.1:0;"), "3@3 [127.0.0.1:0] invalid address \"127.0.0.1:0\"\n"},
    {LOCATION("proxy_bind [::1];"), "3@3 [[::1]] invalid address \"[::1]\"\n"},
    {LOCATION("proxy_bind ::1:80;"), ""},
    {LOCATION("proxy_bind 127.0.0.1 transparant;"), "3@3 [transparant] invalid parameter \"transparant\"\n"},
    {LOCATION("proxy_bind off transparent;"), "3@3 [off] invalid address \"off\"\n"},
    {LOCATION("proxy_bind $;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_bind ::1:65536a;"), "3@3 [::1:65536a] invalid address \"::1:65536a\"\n"},

    /* caches and stores */
    {HTTP(
         "proxy_cache_path c1 levels=1:2:2 keys_zone=one:10m inactive=1d max_size=10G min_free=1m use_temp_path=off loader_files=1 loader_sleep=1ms loader_threshold=1 manager_files=1 manager_sleep=1ms manager_threshold=1;\n"
         "proxy_cache one;\n"
         "server { proxy_cache $host; location / { proxy_cache off; } }"),
     ""},
    {HTTP("proxy_cache_path c1 levels=3 keys_zone=one:10m;"), "3@3 [3] invalid \"levels\" \"levels=3\"\n"},
    {HTTP("proxy_cache_path c1 levels=1: keys_zone=one:10m;"), "3@3 [1:] invalid \"levels\" \"levels=1:\"\n"},
    {HTTP("proxy_cache_path c1 levels=1:2:1:2 keys_zone=one:10m;"),
     "3@3 [1:2:1:2] invalid \"levels\" \"levels=1:2:1:2\"\n"},
    {HTTP("proxy_cache_path c1 levels=2:2:2 levels=2:2:2 keys_zone=one:10m;"),
     "3@3 [2:2:2] invalid \"levels\" \"levels=2:2:2\"\n"},
    {HTTP("proxy_cache_path c1 levels= keys_zone=one:10m;"), ""},
    {HTTP("proxy_cache_path c1 levels=12 keys_zone=one:10m;"), "3@3 [12] invalid \"levels\" \"levels=12\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one;"), "3@3 [keys_zone=one] invalid keys zone size \"keys_zone=one\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:x;"),
     "3@3 [keys_zone=one:x] invalid keys zone size \"keys_zone=one:x\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:8191;"),
     "3@3 [keys_zone=one:8191] keys zone \"keys_zone=one:8191\" is too small\n"},
    {HTTP("proxy_cache_path c1 keys_zone=:10m;"),
     "3@3 [proxy_cache_path] \"proxy_cache_path\" must have \"keys_zone\" parameter\n"},
    {HTTP("proxy_cache_path c1 levels=1;"),
     "3@3 [proxy_cache_path] \"proxy_cache_path\" must have \"keys_zone\" parameter\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m inactive=5ms;"),
     "3@3 [5ms] invalid inactive value \"inactive=5ms\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m max_size=x;"), "3@3 [x] invalid max_size value \"max_size=x\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m min_free=-1;"), "3@3 [-1] invalid min_free value \"min_free=-1\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m use_temp_path=On;"),
     "3@3 [On] invalid use_temp_path value \"use_temp_path=On\", it must be \"on\" or \"off\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m loader_files=x;"),
     "3@3 [x] invalid loader_files value \"loader_files=x\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m loader_sleep=1y;"),
     "3@3 [1y] invalid loader_sleep value \"loader_sleep=1y\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m manager_threshold=;"),
     "3@3 [manager_threshold=] invalid manager_threshold value \"manager_threshold=\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m purger=on;"), "3@3 [purger=on] invalid parameter \"purger=on\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m zzextra;"), "3@3 [zzextra] invalid parameter \"zzextra\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m;\nproxy_cache_path c2 keys_zone=one:10m;"),
     "4@4 [one] duplicate zone \"one\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m;\nproxy_cache_path c2 keys_zone=one:11m;"),
     "4@4 [one] the size 11534336 of shared memory zone \"one\" conflicts with already declared size 10485760\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m;\nfastcgi_cache_path c2 keys_zone=one:10m;"),
     "4@4 [one] the shared memory zone \"one\" is already declared for a different use\n"},
    {HTTP("proxy_temp_path a 1 2;\nserver { proxy_temp_path a 1 2; }\nfastcgi_temp_path a 1 2;"), ""},
    {HTTP("proxy_cache one;"), "3@0 [one] zero size shared memory zone \"one\"\n"},
    {HTTP("proxy_cache one;\nserver { }"), "3@5 [one] \"proxy_cache\" zone \"one\" is unknown\n"},
    {HTTP("proxy_cache one;\nserver { proxy_cache off; }\nserver { listen 81; proxy_store on; }"),
     "3@0 [one] zero size shared memory zone \"one\"\n"},
    {HTTP("server {\nlocation / { proxy_cache one; }\n}"), "4@6 [one] \"proxy_cache\" zone \"one\" is unknown\n"},
    {HTTP("server { location / { fastcgi_cache one; } }\nproxy_cache_path c1 keys_zone=one:10m;"),
     "4@4 [one] the shared memory zone \"one\" is already declared for a different use\n"},
    {HTTP("server { location / { uwsgi_cache one; } }\nuwsgi_cache_path c1 keys_zone=one:10m;"), ""},
    {LOCATION("scgi_cache one;"), "3@4 [one] \"scgi_cache\" zone \"one\" is unknown\n"},
    {LOCATION("proxy_cache off;\nproxy_cache one;"), "4@4 [proxy_cache] \"proxy_cache\" directive is duplicate\n"},
    {LOCATION("proxy_cache $;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_store on; fastcgi_store off; fastcgi_cache off; scgi_store /a$uri; uwsgi_store \"\";"), ""},
    {LOCATION("proxy_store on;\nproxy_cache off;"), ""},
    {LOCATION("proxy_store on;\nproxy_cache a;"),
     "4@4 [proxy_cache] \"proxy_cache\" directive is incompatible with \"proxy_store\"\n"},
    {HTTP("proxy_cache_path c1 keys_zone=one:10m;\nserver { proxy_cache one;\nproxy_store on; }"),
     "5@5 [proxy_store] \"proxy_store\" directive is incompatible with \"proxy_cache\"\n"},
    {LOCATION("proxy_store a$;"), "3@3 [$] invalid variable name\n"},
    {LOCATION("proxy_cache off; proxy_store on;"), ""},
    {LOCATION(
         "proxy_cache_valid 1m; proxy_cache_valid any 1m; proxy_cache_valid 200 302 10m; scgi_cache_valid 100 599 1d;"),
     ""},
    {LOCATION("proxy_cache_valid 200 1x;"), "3@3 [1x] invalid time value \"1x\"\n"},
    {LOCATION("proxy_cache_valid 99 1m;"), "3@3 [99] invalid status \"99\"\n"},
    {LOCATION("proxy_cache_valid 200 600 1m;"), "3@3 [600] invalid status \"600\"\n"},
    {LOCATION("proxy_cache_valid ANY 1m;"), "3@3 [ANY] invalid status \"ANY\"\n"},
    {LOCATION("proxy_cache_valid 5ms;"), "3@3 [5ms] invalid time value \"5ms\"\n"},
    {LOCATION("proxy_cache_valid 2xx x;"), "3@3 [x] invalid time value \"x\"\n"},

    /* texts compiled when http ends */
    {HTTP("server { location / { proxy_set_header X $; } }\n"), "3@5 [$] invalid variable name\n"},
    {LOCATION("proxy_set_header X $host; fastcgi_param A $uri if_not_empty; grpc_set_header A ${host};"), ""},
    {LOCATION("fastcgi_param A ${b;"), "3@4 [${b] the closing bracket in \"b\" variable is missing\n"},
    {LOCATION("uwsgi_param A b if_notempty;"), "3@3 [if_notempty] invalid parameter \"if_notempty\"\n"},
    {LOCATION("grpc_set_header A a$.;"), "3@4 [$] invalid variable name\n"},

    /* buffers */
    {HTTP("proxy_buffer_size 64k;\nserver { }"),
     "3@5 [64k] \"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one buffer\n"},
    {HTTP("proxy_buffer_size 64k;"), ""},
    {HTTP("proxy_buffer_size 64k;\nserver { proxy_buffers 4 64k; location / { proxy_buffers 8 32k; } }"), ""},
    {HTTP("proxy_buffers 1 8k;\nserver { location / { proxy_buffers 2 8k; } }"),
     "3@5 [1] there must be at least 2 \"proxy_buffers\"\n"
     "4@5 [2] \"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one buffer\n"},
    {HTTP("proxy_buffers 1 8k;\nserver { proxy_buffers 4 8k; }"), ""},
    {HTTP("server { fastcgi_buffers 2 8k; }"),
     "3@4 [2] \"fastcgi_busy_buffers_size\" must be less than the size of all \"fastcgi_buffers\" minus one buffer\n"},
    {HTTP("server { fastcgi_buffers 3 8k; }"), ""},
    {HTTP("server { scgi_busy_buffers_size 4095; }"),
     "3@4 [4095] \"scgi_busy_buffers_size\" must be equal to or greater than the maximum of the value of \"scgi_buffer_size\" and one of the \"scgi_buffers\"\n"},
    {HTTP("server { scgi_busy_buffers_size 28k; location / { scgi_busy_buffers_size 29k; } }"),
     "3@4 [29k] \"scgi_busy_buffers_size\" must be less than the size of all \"scgi_buffers\" minus one buffer\n"},
    {HTTP("server { uwsgi_buffer_size 8k; location / { uwsgi_temp_file_write_size 4k; } }"),
     "3@4 [4k] \"uwsgi_temp_file_write_size\" must be equal to or greater than the maximum of the value of \"uwsgi_buffer_size\" and one of the \"uwsgi_buffers\"\n"},
    {HTTP("server { location / { location /a { proxy_max_temp_file_size 1; } } }"),
     "3@4 [1] \"proxy_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"\n"},
    {HTTP("server { proxy_max_temp_file_size 0; }"), ""},
    {HTTP("server { proxy_buffer_size 2g; proxy_buffers 4 1g; }"),
     "3@3 [2g] \"proxy_buffer_size\" directive invalid value\n"
     "3@3 [1g] \"proxy_buffers\" directive invalid value\n"},
    {HTTP("server { proxy_buffer_size 2048m; proxy_buffers 8 1024m; }"),
     "3@4 [2048m] \"proxy_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"\n"},
    {HTTP("proxy_busy_buffers_size 8k;\n"
          "server { location / { proxy_buffer_size 16k; } }\n"
          "server { listen 81; proxy_buffers 8 16k; }"),
     "3@6 [8k] \"proxy_busy_buffers_size\" must be equal to or greater than the maximum of the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"\n"},
    {LOCATION("proxy_buffer_size 64k; if ($host) { }\nlimit_except GET { }"),
     "3@5 [64k] \"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one buffer\n"},
    {HTTP("fastcgi_buffer_size 32k;\n"
          "fastcgi_buffers 8 16k;\n"
          "server { }\n"
          "server { listen 81; fastcgi_busy_buffers_size 16k; }"),
     "6@7 [16k] \"fastcgi_busy_buffers_size\" must be equal to or greater than the maximum of the value of \"fastcgi_buffer_size\" and one of the \"fastcgi_buffers\"\n"},
    {HTTP("proxy_buffer_size 0;\nserver { }"), ""},
};
const struct case_table proxy_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

/* What differs between releases. */
static const struct version_case of_versions[] = {
    {VERSION(1, 27, 3), {LOCATION("proxy_store \"\";"), "3@3 [\"\"] empty path\n"}},
    {0, {LOCATION("proxy_store \"\";"), ""}},
    {VERSION(1, 27, 3), {LOCATION("proxy_bind [::1];"), ""}},
    {0, {LOCATION("proxy_bind [::1];"), ""}},
    {VERSION(1, 18, 0),
     {HTTP("proxy_cache_path c keys_zone=one:10m min_free=1m;"),
      "3@3 [min_free=1m] invalid parameter \"min_free=1m\"\n"}},
    {0, {HTTP("proxy_cache_path c keys_zone=one:10m purger=on purger_files=5;"), ""}},
    {VERSION(1, 19, 3),
     {LOCATION("proxy_cookie_flags a Secure nosamesite;\nproxy_cookie_flags a scure;"),
      "4@4 [scure] invalid parameter \"scure\"\n"}},
    {VERSION(1, 31, 0), {LOCATION("tunnel_pass; "), ""}},
    {VERSION(1, 31, 0), {LOCATION("tunnel_pass 127.0.0.1/a;"), "3@3 [/] invalid host in upstream \"127.0.0.1/a\"\n"}},
};

START_TEST(proxying_is_judged_for_the_release)
{
    fx.job.target = of_versions[_i].target;
    fixture_expect(of_versions[_i].c.text, of_versions[_i].c.found);
}
END_TEST

START_TEST(a_path_of_two_caches_is_told_with_the_first)
{
    fixture_expect(HTTP("proxy_cache_path /a/ keys_zone=one:10m;\nproxy_cache_path /a keys_zone=two:10m;"),
                   "4@4 [/a] the same path name \"/a\" used\n");
    ck_assert_uint_eq(fixture_line(fx.sink.findings.p[0]->related.p[0].at), 3);
    fixture_expect(HTTP("proxy_cache_path /a keys_zone=one:10m;\nproxy_temp_path /a;"),
                   "4@4 [/a] the same path name \"/a\" used\n");
    fixture_expect(HTTP("proxy_temp_path /a 1;\nfastcgi_temp_path /a 2;"),
                   "4@4 [/a] the same path name \"/a\" has the different levels\n");
}
END_TEST

START_TEST(a_zone_that_is_not_seen_may_be_declared)
{
    fixture_expect(HTTP("include no/such/file;\nserver { proxy_cache one; }"), "");
    fixture_expect(HTTP("server { include no/such/file; proxy_cache one; }"),
                   "3@4 [one] \"proxy_cache\" zone \"one\" is unknown\n");
    fixture_expect(HTTP("proxy_cache one;\nserver { include no/such/file; }"), "");
    fixture_expect(HTTP("proxy_cache_path c keys_zone=one:x;\nserver { proxy_cache one; }"),
                   "3@3 [keys_zone=one:x] invalid keys zone size \"keys_zone=one:x\"\n");
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("gzip on; server { proxy_cache one; }\n", "");
}
END_TEST

START_TEST(a_pass_above_that_is_not_seen_may_be_the_default)
{
    fixture_expect(LOCATION("include no/such/file; proxy_redirect default;"), "");
    fx.job.role = DOCUMENT_FRAGMENT;
    fixture_expect("proxy_redirect default;\nproxy_set_header A b;\n", "");
}
END_TEST

START_TEST(buffers_that_are_not_known_are_not_judged)
{
    fixture_expect(HTTP("include no/such/file;\nserver { proxy_buffer_size 64k; }"), "");
    fixture_expect(HTTP("server { include no/such/file; proxy_buffer_size 64k; }"), "");
    fixture_expect(HTTP("server { include no/such/file; proxy_buffers 1 64k; }"),
                   "3@4 [1] there must be at least 2 \"proxy_buffers\"\n");
    fixture_expect(HTTP("proxy_buffers 4 64x;\nserver { proxy_buffer_size 64k; }"),
                   "3@3 [64x] \"proxy_buffers\" directive invalid value\n");
    fx.job.template_marks = true;
    fixture_expect(HTTP("proxy_buffers 4 {{ size }};\nserver { proxy_buffer_size 64k; }"), "");
    fixture_expect(HTTP("{% if a %}\nproxy_buffers 8 64k;\n{% endif %}\nserver { proxy_buffer_size 64k; }"), "");
    fx.job.role = DOCUMENT_FRAGMENT;
    fx.job.template_marks = false;
    fixture_expect("gzip on; server { proxy_buffer_size 64k; }\n", "");
    fixture_expect("proxy_buffer_size 64k;\nproxy_buffers 4 32k;\nproxy_busy_buffers_size 64k;\nlocation / { }\n", "");
    fixture_expect(
        "location / { proxy_buffer_size 64k; proxy_buffers 4 16k; proxy_busy_buffers_size 64k; }\n",
        "1@0 [64k] \"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one "
        "buffer\n");
}
END_TEST

START_TEST(buffers_are_told_with_their_sizes)
{
    fixture_read(HTTP("proxy_buffer_size 64k;\nserver { location / { } }\nserver { }"));
    ck_assert_uint_eq(fx.sink.findings.n, 1);
    const struct finding *f = fx.sink.findings.p[0];
    ck_assert_uint_eq(f->notes.n, 3);
    ck_assert(str_eq(f->notes.p[0], STR("the larger of proxy_buffer_size and one of proxy_buffers is 64KiB")));
    ck_assert(str_eq(f->notes.p[1], STR("proxy_busy_buffers_size is 128KiB, by default twice that")));
    ck_assert(str_eq(f->notes.p[2], STR("8 buffers of 4KiB without one are 28KiB")));
}
END_TEST

START_TEST(one_cause_is_told_once)
{
    fixture_expect(
        HTTP("proxy_buffer_size 64k;\nserver { location /a { proxy_max_temp_file_size 0; }\n"
             "location /b { proxy_max_temp_file_size 0; } }"),
        "3@6 [64k] \"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one "
        "buffer\n");
}
END_TEST

START_TEST(a_statement_that_is_read_twice_is_no_duplicate)
{
    fixture_expect(HTTP("proxy_cache_path c keys_zone=one:10m\nproxy_cache_path d keys_zone=two:10m;\n"),
                   "3@4 [keys_zone=one:10m] directive \"proxy_cache_path\" is not terminated by \";\"\n");
}
END_TEST

Suite *args_proxy_suite(void)
{
    Suite *s = suite_create("args_proxy");
    TCase *t = tcase_create("args_proxy");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, proxying_is_judged_for_the_release, 0, sizeof of_versions / sizeof *of_versions);
    tcase_add_test(t, a_path_of_two_caches_is_told_with_the_first);
    tcase_add_test(t, a_zone_that_is_not_seen_may_be_declared);
    tcase_add_test(t, a_pass_above_that_is_not_seen_may_be_the_default);
    tcase_add_test(t, buffers_that_are_not_known_are_not_judged);
    tcase_add_test(t, buffers_are_told_with_their_sizes);
    tcase_add_test(t, one_cause_is_told_once);
    tcase_add_test(t, a_statement_that_is_read_twice_is_no_duplicate);
    suite_add_tcase(s, t);
    return s;
}
