/* Certificates that TLS needs, checked when a whole http, stream or mail has been read (ngx_http_ssl_merge_srv_conf, ngx_http_ssl_init and those of stream and mail).
 * Whether the files are there is not asked. */
#include "kinds/nginx/args.h"
#include "kinds/nginx/listens.h"
#include "kinds/nginx/post.h"

/* Directives of one class's module. */
enum tls_field {
    TLS_NONE,
    TLS_CERTIFICATE,
    TLS_KEY,
    TLS_CLIENT,
    TLS_TRUSTED,
    TLS_VERIFY,
    TLS_REJECT,
    TLS_OCSP,
    TLS_STAPLING,
    TLS_COMPRESSION,
    TLS_PROTOCOLS,
    TLS_ENABLE,
    TLS_STARTTLS,
    TLS_LISTEN, /* with "ssl" */
    TLS_FIELDS
};
static const char *const field_names[TLS_FIELDS] = {
    [TLS_CERTIFICATE] = "ssl_certificate",
    [TLS_KEY] = "ssl_certificate_key",
    [TLS_CLIENT] = "ssl_client_certificate",
    [TLS_TRUSTED] = "ssl_trusted_certificate",
    [TLS_VERIFY] = "ssl_verify_client",
    [TLS_REJECT] = "ssl_reject_handshake",
    [TLS_OCSP] = "ssl_ocsp",
    [TLS_STAPLING] = "ssl_stapling",
    [TLS_COMPRESSION] = "ssl_certificate_compression",
    [TLS_PROTOCOLS] = "ssl_protocols",
    [TLS_ENABLE] = "ssl",
    [TLS_STARTTLS] = "starttls",
};

/* What is set in a block, or in force there. */
struct tls {
    const struct node *last[TLS_FIELDS]; /* entry; NULL: not set */
    uint32_t n[TLS_FIELDS];              /* how many */
    const struct node *mode;             /* the last of ssl and starttls */
    bool unsure;                         /* something that is not seen may set any that is not set */
    bool vague;                          /* a value is not known, or wrong */
};

/* The judging of one class. */
struct judging {
    struct nginx_reader *r;
    uint8_t *field;    /* by row of the table */
    struct map gaps;   /* blocks with an include that may set certificates, by address */
    struct tls around; /* what http, stream or mail sets */
};

static uint8_t *make_fields(struct nginx_reader *r, uint32_t class)
{
    uint8_t *field = arena_array(r->scratch, uint8_t, nginx_words_n);
    for (uint32_t i = 1; i < TLS_LISTEN; i++) {
        uint32_t n, first = nginx_word_find(str_from(field_names[i]), &n);
        for (uint32_t row = first; row < first + n; row++)
            if (nginx_words[row].class == class && nginx_word_is_builtin(&nginx_words[row]))
                field[row] = (uint8_t)i;
    }
    uint32_t n, first = nginx_word_find(STR("listen"), &n);
    for (uint32_t row = first; row < first + n; row++)
        if (nginx_words[row].class == class)
            field[row] = TLS_LISTEN;
    return field;
}

static struct str pointer_key(const void **p)
{
    return (struct str){(const char *)p, sizeof *p};
}

/* Of files that distributions ship some set certificates: snakeoil.conf. */
static void note_gaps(struct judging *j)
{
    struct nginx_reader *r = j->r;
    j->gaps.a = r->scratch;
    for (uint32_t i = 0; i < r->gaps.n; i++)
        for (const struct str *set = r->gaps.p[i].known->sets; set->n; set++) {
            const void *block = r->gaps.p[i].block;
            if (str_eq(*set, STR("ssl_certificate")))
                map_put(&j->gaps, str_dup(r->scratch, pointer_key(&block)), NULL, NULL);
        }
}

static bool has_ssl(const struct node *listen)
{
    for (const struct node *w = listen->first; w && w->kind == NODE_WORD; w = w->next)
        if (nginx_word_is(w, STR("ssl")))
            return true;
    return false;
}

static void take(struct tls *t, const struct node *e, uint32_t field)
{
    if (field == TLS_LISTEN && !has_ssl(e))
        return;
    bool is_file = field >= TLS_CERTIFICATE && field <= TLS_TRUSTED;
    t->vague |=
        (e->flags & (NODE_FAULTY | NODE_CONDITIONAL)) || (!is_file && field != TLS_LISTEN && !nginx_all_known(e));
    t->last[field] = e;
    t->n[field]++;
    if (field == TLS_ENABLE || field == TLS_STARTTLS)
        t->mode = e;
}

/* What a block sets itself. A name that is not known may be a misspelt one of these. */
static struct tls own_of(struct judging *j, struct node *block)
{
    struct tls t = {0};
    struct node_iter it = node_entries(block);
    const void *key = block;
    t.unsure = (block->flags & (NODE_TAINTED | NODE_CONDITIONAL)) || map_has(&j->gaps, pointer_key(&key));
    for (const struct node *e; (e = node_next_entry(&it)) != NULL;) {
        if (!e->word)
            t.unsure = true;
        else if (j->field[e->word])
            take(&t, e, j->field[e->word]);
    }
    return t;
}

/* What is in force in a server. */
static struct tls tls_of(struct judging *j, struct node *server)
{
    struct tls t = own_of(j, server);
    for (uint32_t i = 0; i < TLS_LISTEN; i++)
        if (!t.n[i]) {
            t.n[i] = j->around.n[i];
            t.last[i] = j->around.last[i];
        }
    if (!t.mode)
        t.mode = j->around.mode;
    t.unsure |= j->around.unsure;
    t.vague |= j->around.vague;
    return t;
}

static bool is_on(const struct tls *t, enum tls_field field)
{
    const struct node *w = t->n[field] ? node_word(t->last[field], 0) : NULL;
    return w && str_eq_nocase(w->text, STR("on"));
}

static bool has_value(const struct tls *t, enum tls_field field, struct str value)
{
    if (!t->n[field])
        return false;
    for (const struct node *w = t->last[field]->first; w && w->kind == NODE_WORD; w = w->next)
        if (str_eq_nocase(w->text, value))
            return true;
    return false;
}

static struct span value_span(const struct tls *t, enum tls_field field)
{
    return nginx_word_span(node_word(t->last[field], 0));
}

/* Keys are fewer than certificates. nginx names the last of those. told: what its message goes on with, or "". */
static bool lacks_key(struct judging *j, const struct tls *t, const char *told)
{
    struct nginx_reader *r = j->r;
    if (!t->n[TLS_CERTIFICATE] || t->n[TLS_KEY] >= t->n[TLS_CERTIFICATE] || (t->unsure && !t->n[TLS_KEY]))
        return false;
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, value_span(t, TLS_CERTIFICATE),
                                    "no \"ssl_certificate_key\" is defined for certificate \"%s\"%s",
                                    nginx_quoted(r, node_word(t->last[TLS_CERTIFICATE], 0)->text), told);
    if (t->n[TLS_KEY])
        diag_related(r->sink, f, value_span(t, TLS_KEY), "%u of %u certificates have a key", t->n[TLS_KEY],
                     t->n[TLS_CERTIFICATE]);
    return true;
}

/* What is asked of clients needs certificates to check them by; and what does not go together. */
static void judge_clients(struct judging *j, const struct tls *t)
{
    struct nginx_reader *r = j->r;
    bool no_ca = has_value(t, TLS_VERIFY, STR("optional_no_ca"));
    bool verify = has_value(t, TLS_VERIFY, STR("on")) || has_value(t, TLS_VERIFY, STR("optional"));
    bool both = r->job->target == 0 || r->job->target >= VERSION(1, 27, 2);
    if (verify && !t->unsure && !t->n[TLS_CLIENT] && !(both && t->n[TLS_TRUSTED]))
        nginx_fault(r, SYNTAX_MISSING, value_span(t, TLS_VERIFY), "no ssl_client_certificate%s for ssl_verify_client",
                    r->job->target >= VERSION(1, 27, 2) ? " or ssl_trusted_certificate" : "");
    else if (no_ca && t->n[TLS_OCSP] && !has_value(t, TLS_OCSP, STR("off")))
        nginx_fault(r, SYNTAX_CONFLICT, value_span(t, TLS_OCSP),
                    "\"ssl_ocsp\" is incompatible with \"ssl_verify_client optional_no_ca\"");
    else if (is_on(t, TLS_STAPLING) && is_on(t, TLS_COMPRESSION))
        nginx_fault(r, SYNTAX_CONFLICT, value_span(t, TLS_STAPLING),
                    "\"ssl_stapling\" is incompatible with \"ssl_certificate_compression\"");
}

/* "ssl on", before 1.25.1. */
static bool judge_enabled(struct judging *j, const struct tls *t)
{
    struct nginx_reader *r = j->r;
    const struct node *ssl = t->last[TLS_ENABLE];
    bool fault = true;
    if (!is_on(t, TLS_ENABLE))
        return false;
    r->line = nginx_entry_line(r, ssl);
    if (t->n[TLS_CERTIFICATE] && t->n[TLS_KEY])
        fault = lacks_key(j, t, " and the \"ssl\" directive");
    else if (t->unsure || (!t->n[TLS_CERTIFICATE] && is_on(t, TLS_REJECT)))
        fault = false;
    else
        nginx_fault(r, SYNTAX_MISSING, ssl->name_at, "no \"%s\" is defined for the \"ssl\" directive",
                    t->n[TLS_CERTIFICATE] ? "ssl_certificate_key" : "ssl_certificate");
    r->line = 0;
    return fault;
}

static void judge_server(struct judging *j, struct node *server)
{
    struct tls t = tls_of(j, server);
    bool context = t.n[TLS_CERTIFICATE] || is_on(&t, TLS_REJECT);
    if (!t.vague && !judge_enabled(j, &t) && !lacks_key(j, &t, "") && context)
        judge_clients(j, &t);
}

static void without_certificate(struct judging *j, struct nginx_server *server, const struct nginx_socket *s,
                                const char *mode)
{
    struct nginx_reader *r = j->r;
    if (server->told_tls)
        return;
    server->told_tls = true;
    r->line = nginx_entry_line(r, server->block);
    struct finding *f = nginx_fault(r, SYNTAX_MISSING, server->block->name_at,
                                    "no \"ssl_certificate\" is defined for the \"listen ... %s\" directive", mode);
    diag_label(r->sink, f, "%s %s has none", server == s->first ? "the default server of" : "this server of",
               nginx_quoted(r, nginx_url_show(r->a, &s->url, s->port)));
    diag_related(r->sink, f, s->tls, "TLS is asked for here");
    r->line = 0;
}

/* The default server of an address answers where no other does. */
static void judge_socket(struct judging *j, const struct nginx_socket *s)
{
    struct nginx_reader *r = j->r;
    const char *mode = s->datagram ? "quic" : "ssl";
    struct tls t = tls_of(j, s->first->block);
    if (t.vague)
        return;
    if (t.n[TLS_CERTIFICATE]) {
        if (!s->datagram || !t.n[TLS_PROTOCOLS] || has_value(&t, TLS_PROTOCOLS, STR("TLSv1.3")))
            return;
        r->line = nginx_entry_line(r, s->first->block);
        nginx_fault(r, SYNTAX_CONFLICT, value_span(&t, TLS_PROTOCOLS),
                    "\"ssl_protocols\" must enable TLSv1.3 for the \"listen ... quic\" directive");
        r->line = 0;
        return;
    }
    if (!is_on(&t, TLS_REJECT)) {
        if (!t.unsure)
            without_certificate(j, s->first, s, mode);
        return;
    }
    for (uint32_t i = 0; i < s->servers.n; i++) {
        struct tls other = tls_of(j, s->servers.p[i]->block);
        if (!other.vague && !other.unsure && !other.n[TLS_CERTIFICATE] && !is_on(&other, TLS_REJECT)) {
            without_certificate(j, s->servers.p[i], s, mode);
            return;
        }
    }
}

static void judge_sockets(struct judging *j, uint32_t class)
{
    const struct nginx_listens *l = j->r->listens;
    if (!l || l->n_read != l->n_taken || j->around.unsure)
        return;
    for (uint32_t i = 0; i < l->sockets[class].n; i++) {
        const struct nginx_socket *s = l->sockets[class].entries[i].value;
        if (!span_is_none(s->tls))
            judge_socket(j, s);
    }
}

static struct judging begin(struct nginx_reader *r, struct node *block, uint32_t class, uint32_t context)
{
    struct judging j = {.r = r, .field = make_fields(r, class)};
    note_gaps(&j);
    j.around = own_of(&j, block);
    j.around.unsure |= nginx_may_hide(r, context);
    r->line = 0;
    return j;
}

typedef void server_check(struct judging *j, struct node *server);

static void each_server(struct judging *j, struct node *block, uint32_t context, server_check *check)
{
    struct node_iter it = node_entries(block);
    for (struct node *e; (e = node_next_entry(&it)) != NULL;)
        if (e->word && (e->flags & NODE_BLOCK) && (nginx_words[e->word].opens & context) &&
            !(e->flags & NODE_CONDITIONAL))
            check(j, e);
}

/* Whether anything in what was read asks for TLS. */
static bool is_asked_for(const struct nginx_reader *r, uint32_t class)
{
    static const enum tls_field asking[] = {TLS_CERTIFICATE, TLS_REJECT, TLS_ENABLE};
    const struct map *sockets = r->listens ? &r->listens->sockets[class] : NULL;
    for (uint32_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (nginx_has_read(r, str_from(field_names[asking[i]])))
            return true;
    for (uint32_t i = 0; sockets && i < sockets->n; i++)
        if (!span_is_none(((const struct nginx_socket *)sockets->entries[i].value)->tls))
            return true;
    return false;
}

void nginx_post_http_tls(struct nginx_reader *r, struct node *block)
{
    uint32_t line = r->line;
    if (r->fragment || !is_asked_for(r, NGINX_CLASS_HTTP))
        return;
    struct judging j = begin(r, block, NGINX_CLASS_HTTP, NGINX_IN_HTTP);
    each_server(&j, block, NGINX_IN_SERVER, judge_server);
    judge_sockets(&j, NGINX_CLASS_HTTP);
    r->line = line;
}

/* Before 1.25.5 a server of stream asks for itself. */
static void judge_stream_server(struct judging *j, struct node *server)
{
    struct nginx_reader *r = j->r;
    struct tls t = tls_of(j, server);
    const struct node *listen = t.last[TLS_LISTEN];
    if (!listen || t.vague)
        return;
    r->line = nginx_entry_line(r, listen);
    if (!t.unsure && (!t.n[TLS_CERTIFICATE] || !t.n[TLS_KEY]))
        nginx_fault(r, SYNTAX_MISSING, listen->name_at, "no \"%s\" is defined for the \"listen ... ssl\" directive",
                    t.n[TLS_CERTIFICATE] ? "ssl_certificate_key" : "ssl_certificate");
    else if (!lacks_key(j, &t, " and the \"listen ... ssl\" directive") && t.n[TLS_CERTIFICATE]) {
        r->line = 0;
        judge_clients(j, &t);
    }
    r->line = 0;
}

void nginx_post_stream_tls(struct nginx_reader *r, struct node *block)
{
    uint32_t line = r->line;
    version_number target = r->job->target;
    if (r->fragment)
        return;
    struct judging j = begin(r, block, NGINX_CLASS_STREAM, NGINX_IN_STREAM);
    if (target && target < VERSION(1, 25, 5)) {
        each_server(&j, block, NGINX_IN_STREAM_SERVER, judge_stream_server);
    } else {
        if (target)
            each_server(&j, block, NGINX_IN_STREAM_SERVER, judge_server);
        judge_sockets(&j, NGINX_CLASS_STREAM);
    }
    r->line = line;
}

static void judge_mail_server(struct judging *j, struct node *server)
{
    struct nginx_reader *r = j->r;
    struct tls t = tls_of(j, server);
    const struct node *listen = t.last[TLS_LISTEN], *at = listen ? listen : t.mode;
    bool starttls = t.n[TLS_STARTTLS] && !has_value(&t, TLS_STARTTLS, STR("off"));
    if (t.vague || (!listen && !is_on(&t, TLS_ENABLE) && !starttls))
        return;
    const char *mode = listen ? "listen ... ssl" : is_on(&t, TLS_ENABLE) ? "ssl" : "starttls";
    r->line = nginx_entry_line(r, at);
    if (!t.unsure && (!t.n[TLS_CERTIFICATE] || !t.n[TLS_KEY]))
        nginx_fault(r, SYNTAX_MISSING, at->name_at, "no \"%s\" is defined for the \"%s\" directive",
                    t.n[TLS_CERTIFICATE] ? "ssl_certificate_key" : "ssl_certificate", mode);
    else if (!lacks_key(j, &t, str_printf(r->a, " and the \"%s\" directive", mode).p) && t.n[TLS_CERTIFICATE]) {
        r->line = 0;
        judge_clients(j, &t);
    }
    r->line = 0;
}

void nginx_post_mail_tls(struct nginx_reader *r, struct node *block)
{
    uint32_t line = r->line;
    if (r->fragment)
        return;
    struct judging j = begin(r, block, NGINX_CLASS_MAIL, NGINX_IN_MAIL);
    each_server(&j, block, NGINX_IN_MAIL_SERVER, judge_mail_server);
    r->line = line;
}
