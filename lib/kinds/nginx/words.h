/* The directives of nginx: where each may stand, what it takes, what it is when it is not written, and in which versions.
 * The table is words.tsv beside this file (its head says where the facts come from); lib/kinds/words.py makes it C.
 *
 * What nginx does with a directive, in this order (ngx_conf_handler), each step with its own message:
 *   1. the name is known at all                       unknown directive "X"
 *   2. some module of this class has it here          "X" directive is not allowed here
 *   3. it ends in ";", or in "{" if it is a block     directive "X" is not terminated by ";" / has no opening "{"
 *   4. the number of arguments                        invalid number of arguments in "X" directive
 *   5. its own checks, see enum nginx_type            "X" directive TEXT, or a message of its own
 * A word of two modules (server, ssl_certificate ...) is two or more rows: steps 1 to 3 look at all of them. */
#ifndef LOADLINE_KINDS_NGINX_WORDS_H
#define LOADLINE_KINDS_NGINX_WORDS_H

#include "kinds/word_index.h"

#include <stdbool.h>
#include <stdint.h>

/* Versions are major<<16 | minor<<8 | patch; 0 is "no target": a word then counts if any supported release has it. */
#define NGINX_VERSION(major, minor, patch) ((uint32_t)(major) << 16 | (uint32_t)(minor) << 8 | (uint32_t)(patch))
/* until of a row that still holds; later than every version. */
#define NGINX_VERSION_NEVER 0xffffffu

/* Blocks, one bit each. */
enum nginx_context {
    NGINX_IN_MAIN = 1 << 0, /* outside of every block */
    NGINX_IN_EVENTS = 1 << 1,
    NGINX_IN_HTTP = 1 << 2,
    NGINX_IN_SERVER = 1 << 3, /* in http */
    NGINX_IN_IF_IN_SERVER = 1 << 4,
    NGINX_IN_LOCATION = 1 << 5,
    NGINX_IN_IF_IN_LOCATION = 1 << 6,
    NGINX_IN_LIMIT_EXCEPT = 1 << 7,
    NGINX_IN_UPSTREAM = 1 << 8, /* in http */
    NGINX_IN_STREAM = 1 << 9,
    NGINX_IN_STREAM_SERVER = 1 << 10,
    NGINX_IN_STREAM_UPSTREAM = 1 << 11,
    NGINX_IN_MAIL = 1 << 12,
    NGINX_IN_MAIL_SERVER = 1 << 13,
    NGINX_IN_RTMP = 1 << 14,
    NGINX_IN_RTMP_SERVER = 1 << 15,
    NGINX_IN_RTMP_APPLICATION = 1 << 16,
    NGINX_IN_RTMP_RECORDER = 1 << 17,
    NGINX_IN_OIDC_PROVIDER = 1 << 18,
    NGINX_IN_ACME_ISSUER = 1 << 19,
    NGINX_IN_OTEL_EXPORTER = 1 << 20,
    NGINX_IN_MGMT = 1 << 21,
    NGINX_IN_ANY = (1 << 22) - 1
};

enum nginx_class { NGINX_CLASS_CORE = 1, NGINX_CLASS_HTTP, NGINX_CLASS_STREAM, NGINX_CLASS_MAIL, NGINX_CLASS_RTMP };

/* What follows the arguments. */
enum nginx_block {
    NGINX_BLOCK_NONE,  /* ";" */
    NGINX_BLOCK_BLOCK, /* directives; see nginx_word_opens */
    NGINX_BLOCK_FREE,  /* lines of its own, ended by ";": the type says which. No block may stand inside. */
    NGINX_BLOCK_LUA    /* Lua up to the brace that closes it, knowing Lua's strings, long brackets and comments */
};

/* The directive twice in one block. */
enum nginx_dup {
    NGINX_DUP_UNKNOWN, /* a module that we know only by its list of directives */
    NGINX_DUP_ERROR,   /* "X" directive is duplicate */
    NGINX_DUP_OK,      /* every one counts */
    NGINX_DUP_MERGE,   /* sets add up; a value given twice warns: duplicate value "V" */
    NGINX_DUP_LAST,    /* the last one wins, in silence */
    NGINX_DUP_WARN,    /* the last one wins: load balancing method redefined */
    NGINX_DUP_SPECIAL  /* see the type */
};

/* What an inner block has when the directive stands in the block around it. */
enum nginx_inherit {
    NGINX_INHERIT_UNKNOWN,
    NGINX_INHERIT_NONE,   /* stands at one level only */
    NGINX_INHERIT_YES,    /* the outer value, unless it has its own */
    NGINX_INHERIT_ALL,    /* all outer ones, unless it has one of its own: then none of them */
    NGINX_INHERIT_NO,     /* nothing */
    NGINX_INHERIT_SPECIAL /* alias: with root, and as it is. Content handlers (proxy_pass ...): only into "if" and
                             limit_except of the same location. set, if, rewrite, return, break: run in the block where
                             they stand; a server's run before the location is chosen. */
};

enum nginx_word_flag {
    NGINX_WORD_UNDOCUMENTED = 1 << 0,
    NGINX_WORD_OBSOLETE = 1 << 1,   /* taken and ignored, with a warning */
    NGINX_WORD_DEPRECATED = 1 << 2, /* warned about from version `deprecated` on */
    NGINX_WORD_COMMERCIAL = 1 << 3,
    NGINX_WORD_COMMERCIAL_BEFORE = 1 << 4, /* was commercial before `since` */
    NGINX_WORD_REMOVED = 1 << 5
};

/* What the arguments must be. "->" stands before the message; V is the value as the reader unquoted it. The simple types
 * check one argument. Variables ($name, ${name}) are looked for only in types that say so: an unknown one is reported
 * when the whole config has been read, without a line: unknown "name" variable. A "$" without a name, or "${" without
 * "}", is reported at once: invalid variable name / the closing bracket in "name" variable is missing. */
enum nginx_type {
    NGINX_TYPE_NONE,
    NGINX_TYPE_OPAQUE, /* a module that we know only by its list: nothing is checked but the number */

    /* simple */
    NGINX_TYPE_FLAG,    /* on, off (any case) -> invalid value "V" in "X" directive, it must be "on" or "off" */
    NGINX_TYPE_NUM,     /* digits only, no sign, up to 2^63-1 -> "X" directive invalid number; then the bounds in
                             values -> value must be between A and B / value must be equal to or greater than A */
    NGINX_TYPE_SIZE,    /* digits, then k K m M or nothing -> "X" directive invalid value */
    NGINX_TYPE_OFF,     /* the same and g G */
    NGINX_TYPE_MSEC,    /* w d h m s ms, each once, falling; a last number without unit is seconds; spaces between
                             parts; no y, no M -> "X" directive invalid value */
    NGINX_TYPE_SEC,     /* y M w d h m s, no ms */
    NGINX_TYPE_BUFS,    /* a number and a size, neither 0 -> "X" directive invalid value */
    NGINX_TYPE_ENUM,    /* one of values, any case -> invalid value "V" */
    NGINX_TYPE_BITMASK, /* every argument one of values, any case -> invalid value "V"; twice the same, also in another
                             directive of the block, warns: duplicate value "V" */
    NGINX_TYPE_STR,     /* anything; some have a check of their own (userid_domain: the length, userid_path ...) */
    NGINX_TYPE_STR_ARRAY, /* anything, may repeat */
    NGINX_TYPE_KEYVAL,    /* two words, may repeat */
    NGINX_TYPE_PATH,      /* a directory and up to three level numbers, none 0, sum at most 10 -> "X" directive invalid
                             value; two paths of equal name must agree in purpose and levels */
    NGINX_TYPE_ACCESS,    /* user: group: all: followed by rw or r, case counts -> invalid value "V" */
    NGINX_TYPE_NO_ARGS,   /* nothing to check */
    NGINX_TYPE_NO_CHECK,  /* arguments are taken and ignored */
    NGINX_TYPE_OBSOLETE,  /* arguments are ignored; warns, and names the directive to use if there is one */
    NGINX_TYPE_BLOCK,     /* events, http, server ...: only its contents count */

    /* with variables */
    NGINX_TYPE_COMPLEX_VALUE,      /* text with variables */
    NGINX_TYPE_COMPLEX_VALUE_SIZE, /* the same; without variables a size -> "X" directive invalid value */
    NGINX_TYPE_PREDICATE,          /* one or more texts with variables, may repeat */
    NGINX_TYPE_UPSTREAM_PARAM,     /* name, text with variables, optionally if_not_empty -> invalid parameter "V" */
    NGINX_TYPE_BIND,               /* off, or an address (variables allowed), optionally transparent */

    /* lists that many modules share */
    NGINX_TYPE_MIME_TYPES,  /* "*" or types; one twice warns: duplicate MIME type "V" */
    NGINX_TYPE_INCLUDE,     /* a file, or a glob if it has * ? [; variables are not expanded */
    NGINX_TYPE_ACCESS_RULE, /* allow, deny: all, unix:, address or CIDR */
    NGINX_TYPE_ERROR_LOG,   /* file, stderr, syslog:..., memory:size; then levels */
    NGINX_TYPE_ACCESS_LOG,  /* off, or file or syslog: with format, buffer=, gzip=, flush=, if= */
    NGINX_TYPE_LOG_FORMAT, /* name, optionally escape=, text with variables; a name twice -> duplicate "log_format" name */
    NGINX_TYPE_RESOLVER, /* addresses, valid=, ipv4=, ipv6=, status_zone= (commercial) */
    NGINX_TYPE_SET_REAL_IP_FROM,
    NGINX_TYPE_GEOIP_DATABASE,
    NGINX_TYPE_OPEN_FILE_CACHE,     /* off, or max=, inactive= */
    NGINX_TYPE_OPEN_LOG_FILE_CACHE, /* off, or max=, inactive=, min_uses=, valid= */

    /* main and events */
    NGINX_TYPE_USER,
    NGINX_TYPE_ENV,
    NGINX_TYPE_LOAD_MODULE, /* before any other block; a module twice -> module "V" is already loaded */
    NGINX_TYPE_WORKER_PROCESSES,
    NGINX_TYPE_WORKER_PRIORITY,
    NGINX_TYPE_WORKER_CPU_AFFINITY,
    NGINX_TYPE_THREAD_POOL,
    NGINX_TYPE_SSL_ENGINE,
    NGINX_TYPE_WORKER_CONNECTIONS,
    NGINX_TYPE_EVENT_USE,
    NGINX_TYPE_DEBUG_CONNECTION,

    /* servers and locations */
    NGINX_TYPE_LISTEN_HTTP,
    NGINX_TYPE_LISTEN_STREAM,
    NGINX_TYPE_LISTEN_MAIL,
    NGINX_TYPE_SERVER_NAME,
    NGINX_TYPE_LOCATION, /* a place twice in one block -> duplicate location "V"; rules for what stands inside what */
    NGINX_TYPE_LIMIT_EXCEPT,
    NGINX_TYPE_ROOT, /* root and alias: one of both */
    NGINX_TYPE_INDEX,
    NGINX_TYPE_TRY_FILES,
    NGINX_TYPE_ERROR_PAGE,
    NGINX_TYPE_TYPES, /* block of "type extension ...;" and include */
    NGINX_TYPE_KEEPALIVE_TIMEOUT,
    NGINX_TYPE_DIRECTIO,
    NGINX_TYPE_AIO,
    NGINX_TYPE_DISABLE_SYMLINKS,
    NGINX_TYPE_DEGRADATION,
    NGINX_TYPE_GZIP_DISABLE,

    /* rewrite, maps and variables */
    NGINX_TYPE_SET,
    NGINX_TYPE_IF,
    NGINX_TYPE_REWRITE,
    NGINX_TYPE_RETURN,
    NGINX_TYPE_STREAM_RETURN,
    NGINX_TYPE_MAP,           /* block of "source value;", default, hostnames, volatile, include */
    NGINX_TYPE_GEO,           /* block of "network value;", default, delete, include, proxy, proxy_recursive, ranges */
    NGINX_TYPE_SPLIT_CLIENTS, /* block of "percentage value;" */
    NGINX_TYPE_VALID_REFERERS,
    NGINX_TYPE_ANCIENT_BROWSER,
    NGINX_TYPE_MODERN_BROWSER,
    NGINX_TYPE_GEOIP_PROXY,
    NGINX_TYPE_REAL_IP_HEADER,
    NGINX_TYPE_AUTH_REQUEST_SET,
    NGINX_TYPE_PERL,
    NGINX_TYPE_PERL_SET,

    /* filters and access */
    NGINX_TYPE_ADD_HEADER,
    NGINX_TYPE_EXPIRES,
    NGINX_TYPE_CHARSET,
    NGINX_TYPE_CHARSET_MAP, /* block of "xx xx;" or "xx utf-8;" */
    NGINX_TYPE_SUB_FILTER,
    NGINX_TYPE_AUTH_BASIC_USER_FILE,
    NGINX_TYPE_AUTH_REQUEST,
    NGINX_TYPE_LIMIT_CONN,
    NGINX_TYPE_LIMIT_CONN_ZONE,
    NGINX_TYPE_LIMIT_REQ,
    NGINX_TYPE_LIMIT_REQ_ZONE,
    NGINX_TYPE_MIRROR,
    NGINX_TYPE_USERID_EXPIRES,
    NGINX_TYPE_USERID_MARK,
    NGINX_TYPE_IMAGE_FILTER,
    NGINX_TYPE_IMAGE_FILTER_QUALITY,
    NGINX_TYPE_XML_ENTITIES,
    NGINX_TYPE_XSLT_PARAM,
    NGINX_TYPE_XSLT_STYLESHEET,
    NGINX_TYPE_HTTP2_PUSH,

    /* to other servers */
    NGINX_TYPE_PROXY_PASS,
    NGINX_TYPE_FASTCGI_PASS,
    NGINX_TYPE_UWSGI_PASS,
    NGINX_TYPE_SCGI_PASS,
    NGINX_TYPE_GRPC_PASS,
    NGINX_TYPE_MEMCACHED_PASS,
    NGINX_TYPE_TUNNEL_PASS,
    NGINX_TYPE_STREAM_PROXY_PASS,
    NGINX_TYPE_STREAM_PASS,
    NGINX_TYPE_PROXY_REDIRECT,
    NGINX_TYPE_PROXY_COOKIE_DOMAIN,
    NGINX_TYPE_PROXY_COOKIE_PATH,
    NGINX_TYPE_PROXY_COOKIE_FLAGS,
    NGINX_TYPE_FASTCGI_SPLIT_PATH_INFO,
    NGINX_TYPE_STORE,
    NGINX_TYPE_CACHE,
    NGINX_TYPE_CACHE_PATH,
    NGINX_TYPE_CACHE_VALID,
    NGINX_TYPE_UPSTREAM, /* a name twice -> duplicate upstream "V" */
    NGINX_TYPE_UPSTREAM_SERVER,
    NGINX_TYPE_UPSTREAM_ZONE,
    NGINX_TYPE_UPSTREAM_HASH,
    NGINX_TYPE_UPSTREAM_METHOD, /* least_conn, ip_hash */
    NGINX_TYPE_UPSTREAM_LEAST_TIME,
    NGINX_TYPE_UPSTREAM_RANDOM,
    NGINX_TYPE_UPSTREAM_KEEPALIVE,
    NGINX_TYPE_UPSTREAM_STICKY,

    /* TLS */
    NGINX_TYPE_SSL_SESSION_CACHE,
    NGINX_TYPE_SSL_OCSP_CACHE,
    NGINX_TYPE_SSL_PASSWORD_FILE,
    NGINX_TYPE_SSL_CERTIFICATE_CACHE,
    NGINX_TYPE_SSL_ALPN,

    /* mail */
    NGINX_TYPE_AUTH_HTTP,
    NGINX_TYPE_MAIL_PROTOCOL
};

/* One row of the table. Text fields are offsets into nginx_word_text, 0 is the empty text; nginx_word_str reads them. */
struct nginx_word {
    uint32_t contexts; /* bits of enum nginx_context where it may stand */
    uint32_t opens;    /* bits of enum nginx_context that its block opens */
    uint32_t since, until, deprecated;
    uint16_t name, module, values, deflt;
    uint16_t origin; /* "nginx", "plus" (commercial), "debian" (a patch) or the repository of a third-party module */
    uint16_t build;  /* what the binary needs: "--with-http_ssl_module", or the system that it is for: "bsd" */
    uint16_t debian; /* the package of Debian 12 */
    uint16_t args;   /* bit n: n arguments are right; bit 15: 15 and more */
    uint8_t class, block, type, dup, inherit, flags;
};

extern const char nginx_word_text[];
/* Sorted by name; the rows of one name stand together. Row 0 is empty and means "no word". */
extern const struct nginx_word nginx_words[];
extern const uint32_t nginx_words_n;
extern const struct word_index nginx_word_index;

/* A text field of a row. */
static inline struct str nginx_word_str(uint16_t offset)
{
    return str_from(nginx_word_text + offset);
}

/* All rows of a name: the first one's number, and in *ret_n how many there are. 0 (and *ret_n 0) for an unknown name. */
uint32_t nginx_word_find(struct str name, uint32_t *ret_n);

/* Whether a row holds for a version (0: for any). */
bool nginx_word_holds(const struct nginx_word *word, uint32_t version);

/* How a name fits a place and a version. */
enum nginx_fit {
    NGINX_FIT_OK,
    NGINX_FIT_UNKNOWN,   /* no module has the name */
    NGINX_FIT_ELSEWHERE, /* the version has it, but not here */
    NGINX_FIT_NOT_YET,   /* it may stand here from word->since on */
    NGINX_FIT_NO_MORE    /* it might stand here before word->until */
};

/* Finds the row that nginx would take for name in a context (one bit of enum nginx_context).
 * *ret_row is that row: with FIT_OK the first that fits, nginx's own before commercial before third-party ones, and of
 * the ranges of one directive the newest that holds; else the row that explains best what is wrong; 0 for an unknown name. */
enum nginx_fit nginx_word_pick(struct str name, uint32_t context, uint32_t version, uint32_t *ret_row);

/* The rows of one module's directive that hold for a version (0: all of them) are neighbours; this is their first, and
 * *ret_n their number. For judging what differs between versions: default, values, type, args. */
uint32_t nginx_word_range(uint32_t row, uint32_t version, uint32_t *ret_n);

/* Whether n arguments are right in any row of nginx_word_range. */
bool nginx_word_takes(uint32_t row, uint32_t version, uint32_t n);

/* The context that the block of a directive opens when it stands in `parent`: 0 if it opens none. "if" opens "if in
 * server" directly in a server, else (also inside another "if" of a server) "if in location". */
uint32_t nginx_word_opens(const struct nginx_word *word, uint32_t parent);

/* Whether an enum or bitmask has a value; ASCII case does not count, as in nginx. */
bool nginx_word_has_value(const struct nginx_word *word, struct str value);

/* The next value of an enum or bitmask; start with *values = nginx_word_str(word->values), ends with false. */
bool nginx_word_next_value(struct str *values, struct str *ret_value);

/* The bounds of a num. False if the source checks none; *ret_max is UINT64_MAX if there is no upper one. */
bool nginx_word_bounds(const struct nginx_word *word, uint64_t *ret_min, uint64_t *ret_max);

/* Whether nginx itself has it: not commercial, not third-party. */
bool nginx_word_is_builtin(const struct nginx_word *word);

/* "location", "if in server": for messages. The empty text for anything but one bit. */
struct str nginx_context_name(uint32_t context);

/* "1.22.1", or "1.22" for the last release of a branch (patch 255). False, and *ret untouched, for anything else. */
bool nginx_version_parse(struct str text, uint32_t *ret_version);

#endif
