#include "kinds/nginx/case_tables.h"
#include "kinds/nginx/fixture.h"

Suite *args_extra_suite(void);

/* The first finding of each is nginx's own, in its words and at its line. */
/* clang-format off */
static const struct config_case cases[] = {
    {HTTP("connection_pool_size 111;"), "3@3 [111] the pool size must be no less than 112\n"},
    {HTTP("connection_pool_size 112;"), ""},
    {HTTP("request_pool_size 120;"), "3@3 [120] the pool size must be a multiple of 16\n"},
    {HTTP("request_pool_size 128; connection_pool_size 256k;"), ""},
    {HTTP("http2_pool_size 100;"), "3@3 [100] the pool size must be no less than 112\n"},
    {HTTP("http2_recv_buffer_size 32;"), "3@3 [32] \"http2_recv_buffer_size\" directive value is too small\n"},
    {HTTP("http2_recv_buffer_size 16;"), "3@3 [16] \"http2_recv_buffer_size\" directive value is too small\n"},
    {HTTP("http2_recv_buffer_size 33;"), ""},
    {HTTP("http2_body_preread_size 2147483648;"), "3@3 [2147483648] the maximum body preread buffer size is 2147483647\n"},
    {HTTP("http2_body_preread_size 2147483647;"), ""},
    {HTTP("http2_streams_index_size 0;"), "3@3 [0] \"http2_streams_index_size\" directive must be a power of two\n"},
    {HTTP("http2_streams_index_size 3;"), "3@3 [3] \"http2_streams_index_size\" directive must be a power of two\n"},
    {HTTP("http2_streams_index_size 4;"), ""},
    {HTTP("http2_chunk_size 0;"), "3@3 [0] the http2 chunk size cannot be zero\n"},
    {HTTP("http2_chunk_size 1m;"), ""},
    {HTTP("gzip_window 3k;"), "3@3 [3k] \"gzip_window\" directive must be 512, 1k, 2k, 4k, 8k, 16k, or 32k\n"},
    {HTTP("gzip_window 64k;"), "3@3 [64k] \"gzip_window\" directive must be 512, 1k, 2k, 4k, 8k, 16k, or 32k\n"},
    {HTTP("gzip_window 512;"), ""},
    {HTTP("gzip_hash 256;"), "3@3 [256] \"gzip_hash\" directive must be 512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k\n"},
    {HTTP("gzip_hash 128k;"), ""},
    {HTTP("map_hash_max_size 10; map $host $a { } map_hash_bucket_size 64;"),
     "3@3 [map_hash_bucket_size] \"map_hash_bucket_size\" directive is duplicate\n"},
    {STREAM("map $remote_addr $a { } map_hash_max_size 4;"), "4@4 [map_hash_max_size] \"map_hash_max_size\" directive is duplicate\n"},
};
/* clang-format on */

const struct case_table extra_cases = {cases, sizeof cases / sizeof *cases};

START_TEST(cases_are_found_as_the_table_says)
{
    fixture_expect(cases[_i].text, cases[_i].found);
}
END_TEST

Suite *args_extra_suite(void)
{
    Suite *s = suite_create("args_extra");
    TCase *t = tcase_create("args_extra");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, cases_are_found_as_the_table_says, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(s, t);
    return s;
}
