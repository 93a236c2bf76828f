/* TLS: the caches of sessions and of OCSP answers, and the names of protocols (ngx_http_ssl_module.c, ngx_stream_ssl_module.c, ngx_mail_ssl_module.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/zones.h"

enum { LEAST_ZONE = 8 * 4096, MAX_PROTOCOL = 255, SHARED_BYTES = 7 };

/* Zones of one module that hold different things. */
enum { PART_SESSIONS = 0, PART_OCSP = 1 };

static struct finding *bad_cache(struct nginx_reader *r, const struct node *word, const char *format)
{
    return nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), format, nginx_quoted(r, word->text));
}

/* "shared:NAME:SIZE". The messages are formats with one %s, for the word. */
static bool check_shared(struct nginx_reader *r, struct node *entry, const struct node *word, uint32_t purpose,
                         const char *invalid, const char *small)
{
    struct str rest = str_slice(word->text, SHARED_BYTES, word->text.n), name = str_cut(&rest, ':');
    bool has_size = word->text.n > SHARED_BYTES + name.n;
    int64_t size;
    if (name.n == 0 || !has_size || !nginx_parse_size(rest, &size)) {
        struct finding *f = bad_cache(r, word, invalid);
        diag_help(r->sink, f, "shared:NAME:SIZE, for example shared:TLS:10m");
        return false;
    }
    if (size < LEAST_ZONE) {
        struct finding *f = bad_cache(r, word, small);
        diag_help(r->sink, f, "a zone takes at least 32k");
        return false;
    }
    return nginx_zone_add(r, entry, nginx_part(word, SHARED_BYTES, name.n), name, size, purpose) != NULL;
}

static bool check_session_word(struct nginx_reader *r, struct node *entry, const struct node *word,
                               const struct nginx_word *row)
{
    struct str v;
    int64_t n;
    if (nginx_word_is(word, STR("off")) || nginx_word_is(word, STR("none")) || nginx_word_is(word, STR("builtin")))
        return true;
    if (nginx_word_has(word, STR("builtin:"), &v) && nginx_parse_num(v, &n))
        return true;
    if (nginx_word_has(word, STR("shared:"), &v))
        return check_shared(r, entry, word, nginx_zone_purpose(row, PART_SESSIONS), "invalid session cache \"%s\"",
                            "session cache \"%s\" is too small");
    bad_cache(r, word, "invalid session cache \"%s\"");
    return false;
}

void nginx_check_ssl_session_cache(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && !check_session_word(r, entry, w, row))
            return;
}

void nginx_check_ssl_ocsp_cache(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *word = node_word(entry, 0);
    struct str v;
    if (!word || !node_is_known(word) || nginx_word_is(word, STR("off")))
        return;
    if (nginx_word_has(word, STR("shared:"), &v))
        check_shared(r, entry, word, nginx_zone_purpose(row, PART_OCSP), "invalid OCSP cache \"%s\"",
                     "OCSP cache \"%s\" is too small");
    else
        bad_cache(r, word, "invalid OCSP cache \"%s\"");
}

void nginx_check_ssl_alpn(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    (void)row;
    for (const struct node *w = entry->first; w && w->kind == NODE_WORD; w = w->next)
        if (node_is_known(w) && w->text.n > MAX_PROTOCOL) {
            nginx_refuse(r, entry, w, "protocol too long");
            return;
        }
}
