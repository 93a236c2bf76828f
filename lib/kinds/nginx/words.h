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

/* What the arguments must be. V is the value as the reader unquoted it, X the directive; messages stand after "->".
 * A message of the form "X" directive TEXT is given as TEXT only. NGINX_DUP_ERROR is checked before the value.
 *
 * "text" means text with variables: $name, ${name}, $1 to $9. A "$" without a name -> invalid variable name; "${" without
 * its "}" -> the closing bracket in "name" variable is missing. Unknown names count when the whole block (http, stream)
 * has been read, without a line -> unknown "name" variable. A type that declares a variable -> invalid variable name "V"
 * without "$", and the duplicate "name" variable for a builtin that may not be changed.
 * "address" is host:port as ngx_parse_url reads it -> no host, invalid port, invalid host, invalid IPv6 address, no path
 * in the unix domain socket, each followed by what the type says. Whether a name resolves is not ours to check.
 * "regex" is compiled by PCRE at once; its named captures declare variables.
 * "zone" is shared memory: one name, one purpose, one size in the whole config -> the shared memory zone "N" is already
 * declared for a different use / the size A of shared memory zone "N" conflicts with already declared size B; one that
 * is used and never declared -> zero size shared memory zone "N" (when everything has been read). */
enum nginx_type {
    NGINX_TYPE_NONE,
    NGINX_TYPE_OPAQUE, /* a module that we know only by its list: nothing is checked but the number */

    /* simple */
    NGINX_TYPE_FLAG, /* on, off (any case) -> invalid value "V" in "X" directive, it must be "on" or "off" */
    NGINX_TYPE_NUM,  /* digits only, no sign, up to 2^63-1 -> invalid number; then the bounds in `values` -> value must
                           be between A and B / value must be equal to or greater than A */
    NGINX_TYPE_SIZE, /* digits, then k K m M or nothing -> invalid value. *_pool_size: at least 112, a multiple of 16;
                           gzip_window, gzip_hash, http2_*: see the module's own check */
    NGINX_TYPE_OFF,  /* the same and g G */
    NGINX_TYPE_MSEC, /* w d h m s ms, each once, falling; a last number without unit is seconds; spaces between parts;
                           no y, no M -> invalid value */
    NGINX_TYPE_SEC,  /* y M w d h m s, no ms */
    NGINX_TYPE_BUFS, /* a number and a size, neither 0 -> invalid value */
    NGINX_TYPE_ENUM, /* one of `values`, any case -> invalid value "V" */
    NGINX_TYPE_BITMASK, /* every argument one of `values`, any case -> invalid value "V"; one twice, also in another
                           directive of the block, warns: duplicate value "V" */
    NGINX_TYPE_STR,     /* anything */
    NGINX_TYPE_STR_ARRAY,
    NGINX_TYPE_KEYVAL, /* two words; *_set_header: the second is a text, judged at the end of http */
    NGINX_TYPE_PATH, /* a directory and level numbers, none 0, at most 10 together -> invalid value; paths of equal name
                            agree in purpose and levels -> the same path name "P" used in FILE:LINE and */
    NGINX_TYPE_ACCESS, /* user: group: all: with rw or r, case counts -> invalid value "V" */
    NGINX_TYPE_NO_ARGS,
    NGINX_TYPE_NO_CHECK, /* arguments are taken and ignored */
    NGINX_TYPE_OBSOLETE, /* the same; warns: the "X" directive is obsolete, and which one to use */
    NGINX_TYPE_BLOCK,    /* events, http, server ...: only the contents count */

    /* with variables */
    NGINX_TYPE_COMPLEX_VALUE,      /* text */
    NGINX_TYPE_COMPLEX_VALUE_SIZE, /* text; without variables a size -> invalid value */
    NGINX_TYPE_PREDICATE,          /* texts */
    NGINX_TYPE_UPSTREAM_PARAM,     /* name, text, if_not_empty -> invalid parameter "V"; the text at the end of http */
    NGINX_TYPE_BIND, /* off; or text, a literal IP with or without port -> invalid address "V"; transparent */

    /* lists that many modules share */
    NGINX_TYPE_MIME_TYPES,  /* "*" or types; one twice warns: duplicate MIME type "V" */
    NGINX_TYPE_INCLUDE,     /* a file, or a glob if it has * ? [; no variables; relative to the main file's directory */
    NGINX_TYPE_ACCESS_RULE, /* all, unix:, IP or CIDR -> invalid parameter "V"; host bits warn */
    NGINX_TYPE_ERROR_LOG,   /* file, stderr, syslog:..., memory:size; levels -> invalid / duplicate log level "V" */
    NGINX_TYPE_ACCESS_LOG,  /* off alone; or text or syslog:, format defined above -> unknown log format "V", then
                                  buffer= flush= gzip= if= -> invalid parameter "V" */
    NGINX_TYPE_LOG_FORMAT,  /* name -> duplicate "log_format" name "V"; escape=default|json|none; texts without $1 */
    NGINX_TYPE_RESOLVER,    /* addresses (port 53) -> ERR in resolver "V"; valid= ipv6= ipv4= (from 1.23.1) */
    NGINX_TYPE_SET_REAL_IP_FROM,    /* unix:, CIDR or a name */
    NGINX_TYPE_GEOIP_DATABASE,      /* a file; utf8 */
    NGINX_TYPE_OPEN_FILE_CACHE,     /* off, or max= (needed) and inactive= -> invalid "open_file_cache" parameter "V" */
    NGINX_TYPE_OPEN_LOG_FILE_CACHE, /* the same and min_uses= valid= */

    /* main and events */
    NGINX_TYPE_USER, /* user and group of the host: not ours */
    NGINX_TYPE_ENV,
    NGINX_TYPE_LOAD_MODULE,         /* before events, http ... -> is specified too late */
    NGINX_TYPE_WORKER_PROCESSES,    /* auto or a number -> invalid value */
    NGINX_TYPE_WORKER_PRIORITY,     /* a number with or without sign -> invalid number */
    NGINX_TYPE_WORKER_CPU_AFFINITY, /* auto and one mask, or masks of 0 and 1 */
    NGINX_TYPE_THREAD_POOL,         /* name -> duplicate thread pool "V"; threads= (needed), max_queue= */
    NGINX_TYPE_SSL_ENGINE,
    NGINX_TYPE_WORKER_CONNECTIONS, /* a number -> invalid number "V" */
    NGINX_TYPE_EVENT_USE,          /* epoll, poll, select, kqueue, eventport, /dev/poll -> invalid event type "V" */
    NGINX_TYPE_DEBUG_CONNECTION,   /* as set_real_ip_from */

    /* servers and locations */
    NGINX_TYPE_LISTEN_HTTP, /* address -> ERR in "V" of the "listen" directive; parameters -> invalid parameter "V"; one
                                 address: once a server -> a duplicate listen A; options once -> duplicate listen options
                                 for A; one default_server -> a duplicate default server for A */
    NGINX_TYPE_LISTEN_STREAM, /* the same with udp; before 1.25.5 an address once in all -> duplicate "A" address and port
                                 pair, and -> the invalid "V" parameter */
    NGINX_TYPE_LISTEN_MAIL,
    NGINX_TYPE_SERVER_NAME, /* "*" only as "*.", "." not alone -> server name "V" is invalid; "~" and a regex; more when
                                 several servers share an address: wildcards, and conflicts, which warn */
    NGINX_TYPE_LOCATION, /* modifier = ^~ ~ ~*; inside another one: must start with its name; nothing inside exact and
                                 named ones; named ones only in a server; twice -> duplicate location "V" in FILE:LINE */
    NGINX_TYPE_LIMIT_EXCEPT,      /* methods, any case -> invalid method "V" */
    NGINX_TYPE_ROOT,              /* root or alias, one of both; text without $document_root and $realpath_root */
    NGINX_TYPE_INDEX,             /* texts, none empty; an absolute one that is not the last warns */
    NGINX_TYPE_TRY_FILES,         /* texts; the last may be =code up to 999 -> invalid code "V" */
    NGINX_TYPE_ERROR_PAGE,        /* codes 300 to 599 without 499, =code or =, text */
    NGINX_TYPE_TYPES,             /* lines "type extension ...;" (an extension twice warns) and include */
    NGINX_TYPE_KEEPALIVE_TIMEOUT, /* msec, sec -> invalid value */
    NGINX_TYPE_DIRECTIO,          /* off or offset -> invalid value */
    NGINX_TYPE_AIO,               /* off, on, threads, threads=text -> invalid value */
    NGINX_TYPE_DISABLE_SYMLINKS,  /* off, on, if_not_owner; from=text */
    NGINX_TYPE_DEGRADATION,       /* sbrk=size */
    NGINX_TYPE_GZIP_DISABLE,      /* msie6 or regexes */

    /* rewrite, maps and variables */
    NGINX_TYPE_SET,           /* declares; text */
    NGINX_TYPE_IF,            /* ($v), ($v = text), != , ~ ~* !~ !~* with a regex, (-f text) and d e x, with "!" */
    NGINX_TYPE_REWRITE,       /* regex, text -> empty replacement; last break redirect permanent */
    NGINX_TYPE_RETURN,        /* code up to 999, text; or one URL -> invalid return code "V" */
    NGINX_TYPE_STREAM_RETURN, /* text */
    NGINX_TYPE_MAP,           /* text, declares; lines "source text;", default (once), hostnames, volatile, include; a
                                 source twice -> conflicting parameter "V" */
    NGINX_TYPE_GEO, /* $variable, declares; lines "CIDR value;", default, delete, include, proxy, ranges ... */
    NGINX_TYPE_SPLIT_CLIENTS, /* text, declares; lines "12.34% value;", "* value;", at most 100% together */
    NGINX_TYPE_VALID_REFERERS,
    NGINX_TYPE_ANCIENT_BROWSER,
    NGINX_TYPE_MODERN_BROWSER, /* unlisted, or a browser and its version */
    NGINX_TYPE_GEOIP_PROXY,    /* CIDR -> invalid network "V" */
    NGINX_TYPE_REAL_IP_HEADER,
    NGINX_TYPE_AUTH_REQUEST_SET, /* declares; text */
    NGINX_TYPE_PERL,
    NGINX_TYPE_PERL_SET, /* declares */

    /* filters and access */
    NGINX_TYPE_ADD_HEADER,  /* name, text, always -> invalid parameter "V" */
    NGINX_TYPE_EXPIRES,     /* modified; epoch max off, @time, sec with or without sign; or text -> invalid value */
    NGINX_TYPE_CHARSET,     /* off, a name or $variable; a pair that differs needs a charset_map */
    NGINX_TYPE_CHARSET_MAP, /* two names; lines "xx xx;", or "xx xxxx;" to utf-8 */
    NGINX_TYPE_SUB_FILTER,  /* text -> empty search pattern; text */
    NGINX_TYPE_AUTH_BASIC_USER_FILE, /* text */
    NGINX_TYPE_AUTH_REQUEST,         /* off or a uri */
    NGINX_TYPE_LIMIT_CONN,           /* zone (once a block), number 1 to 65535 */
    NGINX_TYPE_LIMIT_CONN_ZONE,      /* text, zone=name:size of 32k or more -> invalid zone size, too small */
    NGINX_TYPE_LIMIT_REQ,            /* zone= (needed, once a block), burst= delay= nodelay */
    NGINX_TYPE_LIMIT_REQ_ZONE,       /* text, zone=name:size, rate=NUMBERr/s or r/m -> invalid rate "V" */
    NGINX_TYPE_MIRROR,               /* off alone, or uris */
    NGINX_TYPE_USERID_EXPIRES,       /* max, off or sec */
    NGINX_TYPE_USERID_MARK,          /* off, a letter, digit or = */
    NGINX_TYPE_IMAGE_FILTER,         /* off test size; rotate 90|180|270; resize|crop width height */
    NGINX_TYPE_IMAGE_FILTER_QUALITY, /* text; without variables a number above 0 -> invalid value "V" */
    NGINX_TYPE_XML_ENTITIES,
    NGINX_TYPE_XSLT_PARAM,
    NGINX_TYPE_XSLT_STYLESHEET,
    NGINX_TYPE_HTTP2_PUSH, /* off alone, or texts */

    /* to other servers: is duplicate within a block; with a variable only the text is judged; else an address
     * -> ERR in upstream "V"; an upstream of that name may not be given a port; without one a port is needed
     * (except by proxy_pass) -> no port in upstream "V" in FILE:LINE */
    NGINX_TYPE_PROXY_PASS, /* http:// or https:// -> invalid URL prefix; no URI in a regex or named location, if, limit_except */
    NGINX_TYPE_FASTCGI_PASS,
    NGINX_TYPE_UWSGI_PASS, /* uwsgi:// suwsgi:// or nothing before the address */
    NGINX_TYPE_SCGI_PASS,
    NGINX_TYPE_GRPC_PASS,      /* grpc:// grpcs:// or nothing */
    NGINX_TYPE_MEMCACHED_PASS, /* no variables; needs $memcached_key */
    NGINX_TYPE_TUNNEL_PASS,
    NGINX_TYPE_STREAM_PROXY_PASS,
    NGINX_TYPE_STREAM_PASS,    /* -> has no addresses, has no port */
    NGINX_TYPE_PROXY_REDIRECT, /* off alone; default below a proxy_pass without variables; text or regex, and text */
    NGINX_TYPE_PROXY_COOKIE_DOMAIN, /* off alone; text or regex, and text */
    NGINX_TYPE_PROXY_COOKIE_PATH,
    NGINX_TYPE_PROXY_COOKIE_FLAGS,      /* off alone; text or regex, and flags */
    NGINX_TYPE_FASTCGI_SPLIT_PATH_INFO, /* regex -> pattern "V" must have 2 captures */
    NGINX_TYPE_STORE,                   /* off, on or text; not with the cache */
    NGINX_TYPE_CACHE,       /* off, text or the zone of a *_cache_path of the same module -> "X" zone "V" is unknown */
    NGINX_TYPE_CACHE_PATH,  /* path, keys_zone= (needed), levels= and others -> duplicate zone "V" */
    NGINX_TYPE_CACHE_VALID, /* codes 100 to 599 or any -> invalid status "V"; sec -> invalid time value "V" */
    NGINX_TYPE_UPSTREAM,    /* -> duplicate upstream "V"; -> no servers are inside upstream */
    NGINX_TYPE_UPSTREAM_SERVER, /* address (stream: with port), weight= max_fails= ...; backup not below hash, ip_hash,
                                   random -> balancing method does not support parameter "V" */
    NGINX_TYPE_UPSTREAM_ZONE,   /* zone, size of 32k or more */
    NGINX_TYPE_UPSTREAM_HASH,   /* text, consistent */
    NGINX_TYPE_UPSTREAM_METHOD, /* least_conn, ip_hash */
    NGINX_TYPE_UPSTREAM_LEAST_TIME, /* header|last_byte (stream: connect|first_byte|last_byte), inflight */
    NGINX_TYPE_UPSTREAM_RANDOM,     /* two, least_conn */
    NGINX_TYPE_UPSTREAM_KEEPALIVE,  /* a number; not 0 before 1.29.7; local */
    NGINX_TYPE_UPSTREAM_STICKY,     /* cookie, route or learn with their parameters */

    /* TLS */
    NGINX_TYPE_SSL_SESSION_CACHE, /* off none builtin builtin:n shared:name:size of 32k or more */
    NGINX_TYPE_SSL_OCSP_CACHE,    /* off or shared:name:size */
    NGINX_TYPE_SSL_PASSWORD_FILE,
    NGINX_TYPE_SSL_CERTIFICATE_CACHE, /* off, or max= (needed), inactive= valid= */
    NGINX_TYPE_SSL_ALPN,              /* words of at most 255 bytes -> protocol too long */

    /* mail */
    NGINX_TYPE_AUTH_HTTP,    /* address and uri, http:// may stand before -> ERR in auth_http "V" */
    NGINX_TYPE_MAIL_PROTOCOL /* imap pop3 smtp -> unknown protocol "V" */
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
    return word_text_at(nginx_word_text, offset);
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
 * server" in a server and "if in location" in a location; it may not stand in another "if". */
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
