#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_filters_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("sub_filter a b;"), ""},
    {HTTP("sub_filter \"\" b;"), "3@3 [\"\"] empty search pattern\n"},
    {HTTP("sub_filter a \"\";"), ""},
    {HTTP("sub_filter $nope b;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("sub_filter a $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("sub_filter $ b;"), "3@3 [$] invalid variable name\n"},
    {HTTP("sub_filter a ${x;"), "3@3 [${x] the closing bracket in \"x\" variable is missing\n"},
    {HTTP("sub_filter a b; sub_filter a b; sub_filter c $host;"), ""},
    {HTTP("sub_filter_types *; sub_filter_types text/html text/html;"), ""},
    {HTTP("gzip_disable msie6;"), ""},
    {HTTP("gzip_disable \"MSIE [1-6]\\.\";"), ""},
    {HTTP("gzip_disable (;"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {HTTP("gzip_disable msie6 a ( b;"), "3@3 [(] pcre2_compile() failed: missing closing parenthesis in \"(\"\n"},
    {HTTP("gzip_disable (?<x>a); add_header A $x;"), "3@0 [$x] unknown \"x\" variable\n"},
    {HTTP("charset utf-8;"), ""},
    {HTTP("charset off;"), ""},
    {HTTP("charset $host;"), ""},
    {HTTP("charset $nope;"), "3@0 [$nope] unknown \"nope\" variable\n"},
    {HTTP("charset $;"), "3@3 [$] invalid variable name \"$\"\n"},
    {HTTP("charset $host-x;"), "3@0 [$host-x] unknown \"host-x\" variable\n"},
    {HTTP("charset ${host};"), "3@0 [${host}] unknown \"{host}\" variable\n"},
    {HTTP("charset utf-8; charset koi8-r;"), "3@3 [charset] \"charset\" directive is duplicate\n"},
    {HTTP("charset utf-8; source_charset koi8-r; server { }"), "3@0 [koi8-r] no \"charset_map\" between the charsets \"koi8-r\" and \"utf-8\"\n"},
    {HTTP("charset utf-8; source_charset koi8-r; charset_map koi8-r utf-8 { } server { }"), ""},
    {HTTP("charset utf-8; source_charset koi8-r; charset_map utf-8 KOI8-R { } server { }"), ""},
    {HTTP("charset utf-8; source_charset koi8-r;"), ""},
    {HTTP("charset utf-8; server { source_charset koi8-r; }"), "3@0 [koi8-r] no \"charset_map\" between the charsets \"koi8-r\" and \"utf-8\"\n"},
    {HTTP("source_charset koi8-r; server { charset utf-8; }"), "3@0 [koi8-r] no \"charset_map\" between the charsets \"koi8-r\" and \"utf-8\"\n"},
    {HTTP("server { charset utf-8; location / { source_charset koi8-r; } }"),
     "3@0 [koi8-r] no \"charset_map\" between the charsets \"koi8-r\" and \"utf-8\"\n"},
    {HTTP("server { charset utf-8; location / { if ($host) { source_charset koi8-r; } } }"),
     "3@0 [koi8-r] no \"charset_map\" between the charsets \"koi8-r\" and \"utf-8\"\n"},
    {HTTP("source_charset koi8-r; server { charset $host; }"), ""},
    {HTTP("source_charset $host; server { charset utf-8; }"), ""},
    {HTTP("source_charset off; server { charset utf-8; }"), "3@0 [off] no \"charset_map\" between the charsets \"off\" and \"utf-8\"\n"},
    {HTTP("source_charset UTF-8; server { charset utf-8; }"), ""},
    {HTTP("source_charset koi8-r; charset utf-8; server { charset off; }"), ""},
    {HTTP("source_charset koi8-r; charset utf-8; server { charset koi8-r; }"), ""},
    {HTTP("charset_map koi8-r utf-8 { 80 E282AC; 95 E28899; 9A C2A0; }"), ""},
    {HTTP("charset_map koi8-r utf-8 { 80 41; }"), "3@3 [41] invalid value \"41\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 E282; }"), "3@3 [E282] invalid value \"E282\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 F0908080; }"), "3@3 [F0908080] invalid value \"F0908080\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 C2A; }"), "3@3 [C2A] invalid value \"C2A\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 XX; }"), "3@3 [XX] invalid value \"XX\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 \"\"; }"), "3@3 [\"\"] invalid value \"\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 C241; }"), "3@3 [C241] invalid value \"C241\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 100 C2A0; }"), "3@3 [100] invalid value \"100\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 0080 C2A0; }"), ""},
    {HTTP("charset_map koi8-r utf-8 { 8g C2A0; }"), "3@3 [8g] invalid value \"8g\"\n"},
    {HTTP("charset_map koi8-r utf-8 { 80; }"), "3@3 [80] invalid parameters number\n"},
    {HTTP("charset_map koi8-r utf-8 { 80 C2A0 x; }"), "3@3 [80] invalid parameters number\n"},
    {HTTP("charset_map koi8-r utf-8 { include x; }"), "3@3 [include] invalid value \"include\"\n"},
    {HTTP("charset_map a b { 80 E2; 81 100; }"), "3@3 [100] invalid value \"100\"\n"},
    {HTTP("charset_map a b { 80 zz; }"), "3@3 [zz] invalid value \"zz\"\n"},
    {HTTP("charset_map a b { 80 00e2; }"), ""},
    {HTTP("charset_map a A { }"), "3@3 [A] \"charset_map\" between the same charsets \"a\" and \"A\"\n"},
    {HTTP("charset_map a b { } charset_map a b { }"), "3@3 [charset_map] duplicate \"charset_map\" between \"a\" and \"b\"\n"},
    {HTTP("charset_map a b { } charset_map b a { }"), "3@3 [charset_map] duplicate \"charset_map\" between \"b\" and \"a\"\n"},
    {HTTP("charset_map x y { } charset_map a b { } charset_map b a { }"), ""},
    {HTTP("charset_map utf-8 a { 80 41; }"), ""},
    {HTTP("charset_types text/html *;"), ""},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter test; image_filter off; image_filter size; image_filter resize 10 -; image_filter crop $arg_w 20; image_filter rotate 90; image_filter rotate $arg_x; } } }"),
     ""},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter tst; } } }"),
     "1@1 [tst] invalid parameter \"tst\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter resize; } } }"),
     "1@1 [resize] invalid parameter \"resize\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter resize 10; } } }"),
     "1@1 [resize] invalid parameter \"resize\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter rotate 45; } } }"),
     "1@1 [45] invalid parameter \"45\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter rotate -; } } }"),
     "1@1 [-] invalid parameter \"-\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter rotate 90 10; } } }"),
     "1@1 [rotate] invalid parameter \"rotate\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter resize 0 10; } } }"),
     "1@1 [0] invalid parameter \"0\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter crop 10 x; } } }"),
     "1@1 [x] invalid parameter \"x\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter crop $nope 10; } } }"),
     "1@0 [$nope] unknown \"nope\" variable\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { location / { image_filter crop $ 10; } } }"),
     "1@1 [$] invalid variable name\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { image_filter_jpeg_quality 0; } }"),
     "1@1 [0] invalid value \"0\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { image_filter_jpeg_quality -; } }"),
     "1@1 [-] invalid value \"-\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { image_filter_webp_quality x; } }"),
     "1@1 [x] invalid value \"x\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { image_filter_sharpen x; image_filter_jpeg_quality 75; } }"),
     ""},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { image_filter_sharpen -; } }"),
     "1@1 [-] invalid value \"-\"\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_image_filter_module.so; events { } http { server { image_filter_jpeg_quality $nope; } }"),
     "1@0 [$nope] unknown \"nope\" variable\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_xslt_filter_module.so; events { } http { server { xslt_param a $; } }"),
     "1@1 [$] invalid variable name\n"},
    {RAW("load_module /usr/lib/nginx/modules/ngx_http_xslt_filter_module.so; events { } http { server { xslt_string_param a $nope; } }"),
     "1@0 [$nope] unknown \"nope\" variable\n"},
};
/* clang-format on */

const struct case_table filters_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

START_TEST(patterns_of_a_block_are_counted)
{
    struct buf b = {.a = &fx.a};
    buf_put(&b, STR(EVENTS "http { server {\n"));
    for (int i = 0; i < 255; i++)
        buf_printf(&b, "sub_filter a%d b;\n", i);
    buf_put(&b, STR("location / { sub_filter a b; }\n} server {\nsub_filter a b;\n} }\n"));
    fixture_read_as("nginx.conf", buf_str(&b));
    ck_assert_str_eq(fixture_found(), "");
    b.n = 0;
    buf_put(&b, STR(EVENTS "http {\n"));
    for (int i = 0; i < 256; i++)
        buf_printf(&b, "sub_filter a%d b;\n", i);
    buf_put(&b, STR("}\n"));
    fixture_read_as("nginx.conf", buf_str(&b));
    ck_assert_str_eq(fixture_found(), "258@258 [sub_filter] number of search patterns exceeds 255\n");
}
END_TEST

START_TEST(maps_from_utf8_are_refused_from_their_version_on)
{
    fx.job.target = VERSION(1, 31, 3);
    fixture_expect(HTTP("charset_map utf-8 a { 80 41; }"),
                   "3@3 [utf-8] \"charset_map\" with \"utf-8\" charset should be given in the second column\n");
    fixture_expect(HTTP("charset_map a utf-8 { 80 C2A0C2A0; }"), "3@3 [C2A0C2A0] invalid value \"C2A0C2A0\"\n");
    fx.job.target = VERSION(1, 31, 2);
    fixture_expect(HTTP("charset_map a utf-8 { 80 C2A0C2A0; }"), "");
}
END_TEST

START_TEST(maps_may_come_from_where_nothing_is_seen)
{
    static const char *const texts[] = {
        HTTP("source_charset a; include elsewhere.conf; server { charset b; }"),
        HTTP("source_charset a; include koi-utf; server { charset b; }"),
        HTTP("source_charset a; server { include elsewhere.conf; charset b; }"),
        HTTP("source_charset a; include mime.types; server { location / { include x.conf; charset b; } }"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fixture_expect(texts[i], "");
    fixture_expect(HTTP("source_charset a; include mime.types; server { location / { charset b; } }"),
                   "3@0 [a] no \"charset_map\" between the charsets \"a\" and \"b\"\n");
}
END_TEST

START_TEST(filters_of_a_template_are_not_judged)
{
    fx.job.template_marks = true;
    fixture_expect(
        SERVER("sub_filter {{ a }} {{ b }};\nlocation / { image_filter {{ f }}; image_filter resize {{ w }} 10;\n"
               "image_filter_jpeg_quality {{ q }}; gzip_disable {{ g }}; charset {{ c }}; source_charset x; }"),
        "");
    fixture_expect(HTTP("charset_map {{ a }} {{ b }} { 80 xx; }\ncharset_map a b { 80 {{ c }}; {{ d }} e; }"), "");
}
END_TEST

Suite *args_filters_suite(void)
{
    Suite *s = suite_create("args_filters");
    TCase *t = tcase_create("args_filters");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    tcase_add_test(t, patterns_of_a_block_are_counted);
    tcase_add_test(t, maps_from_utf8_are_refused_from_their_version_on);
    tcase_add_test(t, maps_may_come_from_where_nothing_is_seen);
    tcase_add_test(t, filters_of_a_template_are_not_judged);
    suite_add_tcase(s, t);
    return s;
}
