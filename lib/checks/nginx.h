/* What the checks of nginx configurations share. */
#ifndef LOADLINE_CHECKS_NGINX_H
#define LOADLINE_CHECKS_NGINX_H

#include "base/map.h"
#include "checks/check.h"
#include "kinds/nginx/locations.h"
#include "kinds/nginx/resolve.h"
#include "kinds/nginx/url.h"

/* Every check of lib/checks/nginx_*.c: its name in rule files, its scope, its function. */
/* clang-format off */
#define NGINX_CHECKS(X)                                                           \
    X("nginx-access-without-deny",    CHECK_KIND,     check_nginx_allow)          \
    X("nginx-add-header-lost",        CHECK_KIND,     check_nginx_add_header)     \
    X("nginx-alias-slash",            CHECK_KIND,     check_nginx_alias_slash)    \
    X("nginx-alias-traversal",        CHECK_KIND,     check_nginx_alias)          \
    X("nginx-broken-suites",          CHECK_KIND,     check_nginx_ciphers)        \
    X("nginx-cache-disk",             CHECK_SERVICE,  check_nginx_cache_disk)     \
    X("nginx-cache-limit",            CHECK_KIND,     check_nginx_cache_limit)    \
    X("nginx-client-chosen-server",   CHECK_KIND,     check_nginx_ssrf)           \
    X("nginx-connections-kept",       CHECK_KIND,     check_nginx_kept)           \
    X("nginx-error-log-off",          CHECK_KIND,     check_nginx_error_log)      \
    X("nginx-extension-open",         CHECK_KIND,     check_nginx_extension)      \
    X("nginx-header-splitting",       CHECK_KIND,     check_nginx_splitting)      \
    X("nginx-host-as-sent",           CHECK_KIND,     check_nginx_host)           \
    X("nginx-if-in-location",         CHECK_KIND,     check_nginx_if)             \
    X("nginx-keepalive-requests",     CHECK_KIND,     check_nginx_keepalive)      \
    X("nginx-missing-resolver",       CHECK_KIND,     check_nginx_resolver)       \
    X("nginx-origin-unanchored",      CHECK_KIND,     check_nginx_origin)         \
    X("nginx-proxy-header-lost",      CHECK_KIND,     check_nginx_proxy_header)   \
    X("nginx-regex-cost",             CHECK_KIND,     check_nginx_regex_cost)     \
    X("nginx-regex-group",            CHECK_KIND,     check_nginx_regex_group)    \
    X("nginx-resolved-once",          CHECK_KIND,     check_nginx_resolved_once)  \
    X("nginx-retry-non-idempotent",   CHECK_KIND,     check_nginx_retry)          \
    X("nginx-return-before-access",   CHECK_KIND,     check_nginx_return)         \
    X("nginx-server-name-conflict",   CHECK_KIND,     check_nginx_server_names)   \
    X("nginx-shutdown-timeout",       CHECK_KIND,     check_nginx_shutdown)       \
    X("nginx-stapling",               CHECK_KIND,     check_nginx_stapling)       \
    X("nginx-status-page",            CHECK_KIND,     check_nginx_status)         \
    X("nginx-tls-versions",           CHECK_KIND,     check_nginx_tls_version)    \
    X("nginx-version-told",           CHECK_KIND,     check_nginx_tokens)         \
    X("nginx-whole-file-system",      CHECK_KIND,     check_nginx_root)
/* clang-format on */

#define X(name, scope, function) check_fn function;
NGINX_CHECKS(X)
#undef X

/* Whether the check is about an nginx configuration at all. */
bool nginx_is_checked(const struct check_input *in);

/* Where nginx_each_pattern keeps what it found for the next check; NULL at first. */
void **nginx_kept_patterns(const struct check_input *in);

/* The sound entries of one name, in the order of the text: those that reading found fault with are left out, and what stands in them. Where several modules have the
 * name, module by module. Found once for all checks of a configuration.
 *     struct nginx_named it = nginx_named(in, STR("alias"));
 *     for (struct node *e; (e = nginx_next_named(&it)) != NULL;) */
struct nginx_named {
    const struct nginx_entries *entries;
    uint32_t row, n_rows; /* of the table of words that are still to come */
    uint32_t at;          /* next entry, plus 1; 0: of the next row */
};
struct nginx_named nginx_named(const struct check_input *in, struct str name);
struct node *nginx_next_named(struct nginx_named *it);

/* Whether some entry's name is one that fits says yes to. */
bool nginx_any_named(const struct check_input *in, bool (*fits)(struct str name));

/* The text of an entry's i-th word. False when there is none, or a template makes it. */
bool nginx_text_of(const struct node *entry, uint32_t i, struct str *ret);

/* Whether a word of the entry, from the i-th on, is text, in any case. */
bool nginx_has_word(const struct node *entry, uint32_t i, struct str text);

/* The words of an entry, for a caret: from the first to the last. */
struct span nginx_words_span(const struct node *entry);

/* A span of bytes within a word's text; the whole word when the text is not as it stands in the file. */
struct span nginx_piece_span(const struct node *word, uint32_t off, uint32_t n);

/* The innermost location around an entry, "if" and limit_except passed; NULL: none. */
struct node *nginx_location_around(const struct kind_job *job, const struct node *entry);

/* Whether a location is for internal redirects only. */
bool nginx_is_internal(struct kind_job *job, const struct node *location);

/* Text from the file made fit for a message (diag_quote), in the scratch arena. */
const char *nginx_shown(const struct check_input *in, struct str s);

/* A finding at a lower severity than that of the rule; a severity that the user chose holds all the same. */
void nginx_lower(struct finding *f, enum severity severity);

/* The rule could not be judged at a place, for one reason. */
void nginx_not_run(const struct check_input *in, struct span at, struct str missing);

/* What a directive says that hands requests to a server: proxy_pass and its kin, and server in an upstream. */
struct nginx_target {
    struct node *entry;
    const struct node *word;
    struct str host;    /* as written, without port; with variables where some stand in it */
    uint32_t host_at;   /* where in the word */
    bool is_literal;    /* an address or a socket */
    bool has_variables; /* anywhere in the word: the name is then looked up for each request */
    bool in_stream;
};

/* Calls fn for every target of the configuration. */
typedef void nginx_target_fn(void *ctx, const struct nginx_target *t);
void nginx_each_target(const struct check_input *in, nginx_target_fn *fn, void *ctx);

/* The target of an entry; false when it has none, or a template makes it. */
bool nginx_target_of(const struct kind_job *job, struct node *entry, struct nginx_target *ret);

/* The upstream blocks of a configuration by name, in lower case: those of http and those of stream. Found once for all checks. */
struct nginx_upstream_blocks {
    struct arena *a;
    struct map by_name[2];
};
const struct nginx_upstream_blocks *nginx_upstream_blocks_of(const struct check_input *in);

/* The block of that name; NULL: none is seen. */
struct node *nginx_upstream_block(const struct nginx_upstream_blocks *u, struct str name, bool in_stream);

/* s in lower case, in the arena. */
struct str nginx_lower_case(struct arena *a, struct str s);

#endif
