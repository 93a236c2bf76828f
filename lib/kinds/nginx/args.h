/* What a directive's arguments must be: one check for each type of the words table, called as nginx calls its setters.
 *
 * When: the name is known, stands where it may, ends as it must, has the right number of words, and is no duplicate as far as the table's
 * `dup` says so. Every word of it is then a child of entry (node_word), entry->parent is set, but entry does not stand among its parent's children
 * yet; r->frame is the block it stands in, r->line the line of its ';' or '{'.
 *
 * How: a check reports what is wrong with nginx_fault, its span the narrowest cause (a word, or a part of its bytes by nginx_part), its message
 * that of nginx without "in file:line". It reports the first fault that nginx would and may go on to others that do not follow from it. It never
 * assumes a word's text: what nginx_known says no to (a template's expression) is not judged. A word's text may hold NUL bytes.
 *
 * A statement may be checked twice: once with the words behind a lost ";" and, its findings taken back, without them. The second entry is another node at the
 * same place (at.src, at.off), and must not be called a duplicate of the first.
 *
 * To add one: write `nginx_arg_check nginx_check_<type>` in args_<area>.c, list it in NGINX_ARG_CHECKS below. */
#ifndef LOADLINE_KINDS_NGINX_ARGS_H
#define LOADLINE_KINDS_NGINX_ARGS_H

#include "kinds/nginx/reader.h"

typedef void nginx_arg_check(struct nginx_reader *r, struct node *entry, const struct nginx_word *row);

/* X(TYPE, words, line, close)
 *   TYPE   of enum nginx_type, without NGINX_TYPE_
 *   words  checks the directive's own words
 *   line   checks a line of its free-form block (block "free" in the table): entry is the line, its text the first word, row the directive's;
 *          r->frame is the free-form block, so r->frame->block is the directive. Lines "include FILE" of types that may include never arrive here
 *   close  is called when its block has been read: entry has its children, r->line is that of '}', r->frame the block around it
 * NULL where there is nothing to do; nginx_check_nothing in the column words. */
/* clang-format off */
#define NGINX_ARG_CHECKS(X)                                                     \
    X(FLAG,               nginx_check_flag,       NULL, NULL)                   \
    X(NUM,                nginx_check_num,        NULL, NULL)                   \
    X(SIZE,               nginx_check_size,       NULL, NULL)                   \
    X(OFF,                nginx_check_off,        NULL, NULL)                   \
    X(MSEC,               nginx_check_msec,       NULL, NULL)                   \
    X(SEC,                nginx_check_sec,        NULL, NULL)                   \
    X(BUFS,               nginx_check_bufs,       NULL, NULL)                   \
    X(ENUM,               nginx_check_enum,       NULL, NULL)                   \
    X(BITMASK,            nginx_check_bitmask,    NULL, NULL)                   \
    X(PATH,               nginx_check_path,       NULL, NULL)                   \
    X(ACCESS,             nginx_check_access,     NULL, NULL)                   \
    X(COMPLEX_VALUE,      nginx_check_complex,    NULL, NULL)                   \
    X(COMPLEX_VALUE_SIZE, nginx_check_complex_size, NULL, NULL)                 \
    X(PREDICATE,          nginx_check_predicate,  NULL, NULL)                   \
    X(UPSTREAM_PARAM,     nginx_check_upstream_param, NULL, NULL)               \
    X(STR_ARRAY,          nginx_check_str_array,  NULL, NULL)                   \
    X(BIND,               nginx_check_bind,       NULL, NULL)                   \
    X(LOAD_MODULE,        nginx_check_load_module, NULL, NULL)                  \
    X(LISTEN_HTTP,        nginx_check_listen_http, NULL, NULL)                  \
    X(LISTEN_STREAM,      nginx_check_listen_stream, NULL, NULL)                \
    X(LISTEN_MAIL,        nginx_check_listen_mail, NULL, NULL)                  \
    X(SERVER_NAME,        nginx_check_server_name, NULL, NULL)                  \
    X(LOCATION,           nginx_check_location,   NULL, NULL)                   \
    X(LIMIT_EXCEPT,       nginx_check_limit_except, NULL, NULL)                 \
    X(ROOT,               nginx_check_root,       NULL, NULL)                   \
    X(INDEX,              nginx_check_index,      NULL, NULL)                   \
    X(TRY_FILES,          nginx_check_try_files,  NULL, NULL)                   \
    X(ERROR_PAGE,         nginx_check_error_page, NULL, NULL)                   \
    X(WORKER_PROCESSES,   nginx_check_worker_processes, NULL, NULL)             \
    X(WORKER_PRIORITY,    nginx_check_worker_priority, NULL, NULL)              \
    X(WORKER_CPU_AFFINITY, nginx_check_worker_cpu_affinity, NULL, NULL)         \
    X(THREAD_POOL,        nginx_check_thread_pool, NULL, NULL)                  \
    X(WORKER_CONNECTIONS, nginx_check_worker_connections, NULL, NULL)           \
    X(EVENT_USE,          nginx_check_event_use, NULL, NULL)                    \
    X(LOG_FORMAT,         nginx_check_log_format, NULL, NULL)                   \
    X(ACCESS_LOG,         nginx_check_access_log, NULL, NULL)                   \
    X(ERROR_LOG,          nginx_check_error_log,  NULL, NULL)                   \
    X(ADD_HEADER,         nginx_check_add_header, NULL, NULL)                   \
    X(EXPIRES,            nginx_check_expires, NULL, NULL)                      \
    X(USERID_EXPIRES,     nginx_check_userid_expires, NULL, NULL)               \
    X(USERID_MARK,        nginx_check_userid_mark, NULL, NULL)                  \
    X(MIRROR,             nginx_check_mirror, NULL, NULL)                       \
    X(HTTP2_PUSH,         nginx_check_http2_push, NULL, NULL)                   \
    X(SUB_FILTER,         nginx_check_sub_filter, NULL, NULL)                   \
    X(IMAGE_FILTER,       nginx_check_image_filter, NULL, NULL)                 \
    X(IMAGE_FILTER_QUALITY, nginx_check_image_filter_quality, NULL, NULL)       \
    X(XSLT_PARAM,         nginx_check_xslt_param, NULL, NULL)                   \
    X(XSLT_STYLESHEET,    nginx_check_xslt_stylesheet, NULL, NULL)              \
    X(GZIP_DISABLE,       nginx_check_gzip_disable, NULL, NULL)                 \
    X(CHARSET,            nginx_check_charset, NULL, NULL)                      \
    X(ACCESS_RULE,        nginx_check_access_rule, NULL, NULL)                  \
    X(SET_REAL_IP_FROM,   nginx_check_set_real_ip_from, NULL, NULL)             \
    X(GEOIP_PROXY,        nginx_check_geoip_proxy, NULL, NULL)                  \
    X(GEOIP_DATABASE,     nginx_check_geoip_database, NULL, NULL)               \
    X(MODERN_BROWSER,     nginx_check_modern_browser, NULL, NULL)               \
    X(AUTH_REQUEST_SET,   nginx_check_auth_request_set, NULL, NULL)             \
    X(AUTH_BASIC_USER_FILE, nginx_check_auth_basic_user_file, NULL, NULL)       \
    X(PERL,               nginx_check_perl, NULL, NULL)                         \
    X(PERL_SET,           nginx_check_perl_set, NULL, NULL)                     \
    X(DIRECTIO,           nginx_check_directio, NULL, NULL)                     \
    X(KEEPALIVE_TIMEOUT,  nginx_check_keepalive_timeout, NULL, NULL)            \
    X(AIO,                nginx_check_aio, NULL, NULL)                          \
    X(DISABLE_SYMLINKS,   nginx_check_disable_symlinks, NULL, NULL)             \
    X(DEGRADATION,        nginx_check_degradation, NULL, NULL)                  \
    X(RESOLVER,           nginx_check_resolver, NULL, NULL)                     \
    X(CHARSET_MAP,        nginx_check_charset_map, nginx_check_charset_map_line, NULL) \
    X(LIMIT_REQ,          nginx_check_limit_req,  NULL, NULL)                   \
    X(LIMIT_REQ_ZONE,     nginx_check_limit_req_zone, NULL, NULL)               \
    X(LIMIT_CONN,         nginx_check_limit_conn, NULL, NULL)                   \
    X(LIMIT_CONN_ZONE,    nginx_check_limit_conn_zone, NULL, NULL)              \
    X(OPEN_FILE_CACHE,    nginx_check_open_file_cache, NULL, NULL)              \
    X(OPEN_LOG_FILE_CACHE, nginx_check_open_log_file_cache, NULL, NULL)         \
    X(SSL_SESSION_CACHE,  nginx_check_ssl_session_cache, NULL, NULL)            \
    X(SSL_OCSP_CACHE,     nginx_check_ssl_ocsp_cache, NULL, NULL)               \
    X(SSL_CERTIFICATE_CACHE, nginx_check_ssl_certificate_cache, NULL, NULL)     \
    X(SSL_ALPN,           nginx_check_ssl_alpn,   NULL, NULL)                   \
    X(MAIL_PROTOCOL,      nginx_check_mail_protocol, NULL, NULL)                \
    X(AUTH_HTTP,          nginx_check_auth_http,  NULL, NULL)                   \
    X(SET,                nginx_check_set,        NULL, NULL)                   \
    X(IF,                 nginx_check_if,         NULL, NULL)                   \
    X(REWRITE,            nginx_check_rewrite,    NULL, NULL)                   \
    X(RETURN,             nginx_check_return,     NULL, NULL)                   \
    X(STREAM_RETURN,      nginx_check_stream_return, NULL, NULL)                \
    X(MAP,                nginx_check_map,        nginx_check_map_line, NULL)   \
    X(GEO,                nginx_check_geo,        nginx_check_geo_line, NULL)   \
    X(SPLIT_CLIENTS,      nginx_check_split_clients, nginx_check_split_clients_line, nginx_close_split_clients) \
    X(VALID_REFERERS,     nginx_check_valid_referers, NULL, NULL)               \
    X(TYPES,              nginx_check_nothing,    nginx_check_types_line, NULL) \
    X(UPSTREAM,           nginx_check_upstream,   NULL, nginx_close_upstream)   \
    X(UPSTREAM_SERVER,    nginx_check_upstream_server, NULL, NULL)              \
    X(UPSTREAM_ZONE,      nginx_check_upstream_zone, NULL, NULL)                \
    X(UPSTREAM_HASH,      nginx_check_upstream_hash, NULL, NULL)                \
    X(UPSTREAM_METHOD,    nginx_check_upstream_method, NULL, NULL)              \
    X(UPSTREAM_LEAST_TIME, nginx_check_upstream_least_time, NULL, NULL)         \
    X(UPSTREAM_RANDOM,    nginx_check_upstream_random, NULL, NULL)              \
    X(UPSTREAM_KEEPALIVE, nginx_check_upstream_keepalive, NULL, NULL)           \
    X(UPSTREAM_STICKY,    nginx_check_upstream_sticky, NULL, NULL)              \
    X(PROXY_PASS,         nginx_check_proxy_pass, NULL, NULL)                   \
    X(FASTCGI_PASS,       nginx_check_fastcgi_pass, NULL, NULL)                 \
    X(UWSGI_PASS,         nginx_check_uwsgi_pass, NULL, NULL)                   \
    X(SCGI_PASS,          nginx_check_scgi_pass,  NULL, NULL)                   \
    X(GRPC_PASS,          nginx_check_grpc_pass,  NULL, NULL)                   \
    X(MEMCACHED_PASS,     nginx_check_memcached_pass, NULL, NULL)               \
    X(TUNNEL_PASS,        nginx_check_tunnel_pass, NULL, NULL)                  \
    X(STREAM_PROXY_PASS,  nginx_check_stream_proxy_pass, NULL, NULL)            \
    X(STREAM_PASS,        nginx_check_stream_pass, NULL, NULL)                  \
    X(PROXY_REDIRECT,     nginx_check_proxy_redirect, NULL, NULL)               \
    X(PROXY_COOKIE_DOMAIN, nginx_check_proxy_cookie_domain, NULL, NULL)         \
    X(PROXY_COOKIE_PATH,  nginx_check_proxy_cookie_path, NULL, NULL)            \
    X(PROXY_COOKIE_FLAGS, nginx_check_proxy_cookie_flags, NULL, NULL)           \
    X(FASTCGI_SPLIT_PATH_INFO, nginx_check_fastcgi_split_path_info, NULL, NULL) \
    X(STORE,              nginx_check_store,      NULL, NULL)                   \
    X(CACHE,              nginx_check_cache,      NULL, NULL)                   \
    X(CACHE_PATH,         nginx_check_cache_path, NULL, NULL)                   \
    X(CACHE_VALID,        nginx_check_cache_valid, NULL, NULL)                  \
    X(KEYVAL,             nginx_check_keyval,     NULL, NULL)
/* clang-format on */

#define X(type, words, line, close) extern nginx_arg_check words;
NGINX_ARG_CHECKS(X)
#undef X

/* Those of the columns line and close. */
extern nginx_arg_check nginx_check_types_line, nginx_close_upstream;
extern nginx_arg_check nginx_check_map_line, nginx_check_geo_line, nginx_check_split_clients_line,
    nginx_close_split_clients, nginx_check_charset_map_line;

/* Runs the check of a row's type, if it has one. */
void nginx_check_words(struct nginx_reader *r, struct node *entry, const struct nginx_word *row);
void nginx_check_line(struct nginx_reader *r, struct node *entry, const struct nginx_word *row);
void nginx_check_close(struct nginx_reader *r, struct node *entry, const struct nginx_word *row);

/* What this directive demands of its value beyond its type. */
void nginx_check_extra(struct nginx_reader *r, struct node *entry, const struct nginx_word *row);

/* The i-th word (0: the first after the name) in *ret, if it is there and known to its last byte. */
bool nginx_known(const struct node *entry, uint32_t i, struct str *ret);

/* The place of bytes [from, from + n) of a word's text; the whole word with its quotes where there are none of them, or escapes moved them. */
struct span nginx_part(const struct node *word, uint32_t from, uint32_t n);

/* "X" directive TEXT, at a word: how nginx reports what a setter returns as text. */
struct finding *nginx_refuse(struct nginx_reader *r, const struct node *entry, const struct node *word,
                             const char *text);

/* invalid value "V", at a word. */
struct finding *nginx_invalid_value(struct nginx_reader *r, const struct node *word);

/* invalid parameter "V", at a word. */
struct finding *nginx_invalid_parameter(struct nginx_reader *r, const struct node *word);

/* Helps with the nearest of n parameters, which are words, or names that end in "=" ("zone="). */
void nginx_help_parameter(struct nginx_reader *r, struct finding *f, struct str word, const struct str *params,
                          uint32_t n);

/* Bytes [from, from + n) of a word, as if they were a word of their own. */
struct node nginx_cut_word(const struct node *word, uint32_t from, uint32_t n);

/* Whether a word is known, and is that text as nginx compares it: up to the first NUL, case counts. */
bool nginx_word_is(const struct node *word, struct str text);

/* Whether a word begins with name ("zone="): *ret is what follows. */
bool nginx_word_has(const struct node *word, struct str name, struct str *ret);

/* Whether every word of an entry is known, so that their number is what nginx will see. */
bool nginx_all_known(const struct node *entry);

/* Text as nginx would see it in a C string: up to the first NUL. */
struct str nginx_c_string(struct str s);

#endif
