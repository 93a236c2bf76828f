/* Files of keys and values, a line each: php.ini, systemd units, my.cnf, .properties, .env and their kin. One
 * reader, one row a dialect. */
#ifndef LOADLINE_FORMATS_INI_H
#define LOADLINE_FORMATS_INI_H

#include "ast/node.h"
#include "diag/sink.h"
#include "text/marks.h"
#include "text/source.h"
#include "text/span_map.h"

/* What a backslash does before another byte. */
enum ini_escapes {
    INI_ESCAPES_NONE,
    INI_ESCAPES_PHP,      /* in double quotes: \" \' \\ */
    INI_ESCAPES_MYSQL,    /* everywhere: \b \t \n \r \s \\ \" \' */
    INI_ESCAPES_C,        /* in double quotes: \n \r \t \b \a \xHH, else the byte; in single ones \' */
    INI_ESCAPES_JAVA,     /* everywhere: \t \n \r \f \uXXXX, else the byte */
    INI_ESCAPES_SHELL,    /* outside quotes the byte; in double ones $ ` " \ */
    INI_ESCAPES_DOTENV,   /* in double quotes: \n \r \t, else the byte */
    INI_ESCAPES_POSTGRES, /* in quotes: \b \f \n \r \t, octal, else the byte; two quotes are one */
};

/* What a backslash at the end of a line does. */
enum ini_join {
    INI_JOIN_NONE,
    INI_JOIN_SPACE, /* reads as a space; comment lines behind it are passed over (systemd) */
    INI_JOIN_TRIM,  /* it, the line break and the next line's indentation vanish (Java) */
    INI_JOIN_DROP,  /* it and the line break vanish (shell) */
};

enum ini_flag {
    INI_SECTIONS = 1,        /* [name] lines */
    INI_STRICT_SECTIONS = 2, /* nothing may follow the ']' */
    INI_BARE_KEYS = 4,       /* a key may stand alone */
    INI_MULTI_LINE = 8,      /* strings may span lines */
    INI_WORDS = 16,          /* a value is split at white space into several WORDs */
    INI_UNQUOTE_PARTS =
        32, /* strings within a value lose their quotes, as in a shell; else only one that is all of it */
    INI_INLINE_BLANK = 64, /* a comment behind a value needs white space before it */
    INI_KEEP_TAIL = 128,   /* white space at the end of a value is part of it */
    INI_EXPORT = 256,      /* `export` before a key is passed over */
    INI_BANG = 512,        /* `!include file` */
};

struct ini_dialect {
    const char *comments;        /* bytes that start a comment as the first of a line */
    const char *inline_comments; /* and elsewhere, outside of strings */
    const char *separators;      /* between key and value; ' ' stands for any white space */
    const char *quotes;          /* that open a string */
    enum ini_escapes escapes;
    enum ini_join join;
    unsigned flags; /* enum ini_flag */
};

extern const struct ini_dialect ini_php;         /* php.ini and php-fpm pools: Zend/zend_ini_scanner.l, 8.2 */
extern const struct ini_dialect ini_systemd;     /* units: systemd.syntax(7), v252 */
extern const struct ini_dialect ini_mysql;       /* option files: MariaDB 10.11, mysys/my_default.c */
extern const struct ini_dialect ini_uwsgi;       /* core/ini.c */
extern const struct ini_dialect ini_redis;       /* redis.conf, valkey.conf: sds.c, sdssplitargs */
extern const struct ini_dialect ini_postgres;    /* postgresql.conf: guc-file.l, 15 */
extern const struct ini_dialect ini_sysctl;      /* sysctl.d(5) */
extern const struct ini_dialect ini_limits;      /* limits.conf(5): domain, type, item, value */
extern const struct ini_dialect ini_lines;       /* an option a line, as Debian's memcached.conf */
extern const struct ini_dialect ini_properties;  /* java.util.Properties.load, 17 */
extern const struct ini_dialect ini_env_systemd; /* EnvironmentFile=, /etc/default: systemd.exec(5), v252 */
extern const struct ini_dialect ini_env_compose; /* .env, env_file: docs.docker.com, "Syntax for environment files" */
extern const struct ini_dialect ini_env_docker;  /* docker run --env-file: nothing is unquoted */

/* The tree of a source, in a: a ROOT with ENTRYs and comments; a section is an ENTRY with NODE_BLOCK (text, name_at:
 * the name within its brackets) that holds what follows it. An entry's `at` goes from its key to the end of its
 * value; its child is a WORD (several under INI_WORDS), none when it is bare. A WORD's text is cooked; at has the
 * quotes when all of it is one string, name_at has not. A line that cannot be read is syntax/unexpected-token and a
 * NODE_BAD; a string or bracket that is not closed is syntax/unterminated and ends with its line. Reading goes on
 * with the next line. Which keys may repeat is the kind's to judge. Templates (by the file's name): an expression is
 * an unknown PIECE of its word, one alone on its line taints its section; what stands under a condition is
 * NODE_CONDITIONAL. */
struct node *ini_read(struct arena *a, struct source_store *sources, uint32_t source, const struct ini_dialect *dialect,
                      struct sink *sink);

/* The same with marks found by the caller; NULL: none. */
struct node *ini_read_marked(struct arena *a, struct source_store *sources, uint32_t source,
                             const struct ini_dialect *dialect, const struct marks *marks, struct sink *sink);

/* From the cooked text of a WORD to its bytes: for command lines and other documents within values. */
struct span_map *ini_word_map(struct arena *a, struct source_store *sources, const struct ini_dialect *dialect,
                              const struct node *word);

#endif
