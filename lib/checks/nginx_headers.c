/* Headers: those that a block loses by setting one of its own, and those that a client can add to. */
#include "base/buf.h"
#include "checks/nginx.h"
#include "kinds/nginx/variables.h"
#include "regex/reach.h"
#include "regex/regex.h"

/* ---- lost ---- */

struct lost_names {
    struct str directive;
    const struct str *important; /* header names, up to an empty one */
};

static bool is_important(const struct lost_names *l, struct str name)
{
    for (const struct str *s = l->important; s->n; s++)
        if (str_eq_nocase(*s, name))
            return true;
    return false;
}

static bool sets(struct kind_job *job, const struct node *block, struct str directive, struct str name)
{
    for (struct node *e = nginx_first(job, block, directive); e; e = nginx_next(job, e))
        if (nginx_has_word(e, 0, name) && str_eq_nocase(node_word(e, 0)->text, name))
            return true;
    return false;
}

/* The block around it whose headers it would have; NULL: none, or something there is not seen. */
static const struct node *inherited_from(struct kind_job *job, const struct node *block, struct str directive)
{
    for (const struct node *b = node_block(block); b; b = node_block(b)) {
        if (nginx_first(job, b, directive))
            return b;
        if (b->flags & NODE_TAINTED)
            return NULL;
    }
    return NULL;
}

/* Names that `from` sets and `block` does not: the important ones, for a message. */
static struct str lost_important(const struct check_input *in, const struct lost_names *l, const struct node *block,
                                 const struct node *from, struct span *ret_first)
{
    struct buf b = {.a = in->a};
    struct str name;
    for (struct node *e = nginx_first(in->job, from, l->directive); e; e = nginx_next(in->job, e)) {
        if (!nginx_text_of(e, 0, &name) || !is_important(l, name) || sets(in->job, block, l->directive, name))
            continue;
        if (b.n == 0)
            *ret_first = nginx_words_span(e);
        buf_printf(&b, "%s%s", b.n ? ", " : "", nginx_shown(in, name));
    }
    return buf_str(&b);
}

static struct finding *judge_lost(const struct check_input *in, const struct lost_names *l, struct node *block)
{
    struct span first;
    struct node *own = nginx_first(in->job, block, l->directive);
    const struct node *from = own ? inherited_from(in->job, block, l->directive) : NULL;
    struct str names = from ? lost_important(in, l, block, from, &first) : (struct str){0};
    if (names.n && (block->flags & NODE_TAINTED))
        nginx_not_run(in, own->name_at, STR("a missing include"));
    if (names.n == 0 || (block->flags & NODE_TAINTED))
        return NULL;
    struct finding *f = diag_add(in->sink, in->rule, own->name_at, "%s in \"%s\" drops %.*s of \"%s\"", l->directive.p,
                                 str_dup(in->a, nginx_block_title(in->job, block)).p, STR_ARG(names),
                                 str_dup(in->a, nginx_block_title(in->job, from)).p);
    diag_label(in->sink, f, "with one of its own the block has none of those around it");
    diag_related(in->sink, f, first, "not in force there");
    diag_help(in->sink, f, "repeat them in this block, by an include that both have");
    return f;
}

static bool is_asset_location(const struct kind_job *job, const struct node *block)
{
    struct nginx_location l;
    return nginx_context(job, block) == NGINX_IN_LOCATION && nginx_location_of(block, &l, NULL) &&
           (l.kind == NGINX_LOCATION_REGEX || l.kind == NGINX_LOCATION_REGEX_CASELESS ||
            l.kind == NGINX_LOCATION_EXACT);
}

void check_nginx_add_header(const struct check_input *in)
{
    static const struct str important[] = {STR_INIT("Strict-Transport-Security"),
                                           STR_INIT("Content-Security-Policy"),
                                           STR_INIT("X-Frame-Options"),
                                           STR_INIT("X-Content-Type-Options"),
                                           STR_INIT("Referrer-Policy"),
                                           STR_INIT("Permissions-Policy"),
                                           STR_INIT("Cross-Origin-Opener-Policy"),
                                           STR_INIT("Cross-Origin-Resource-Policy"),
                                           {NULL, 0}};
    const struct lost_names l = {STR("add_header"), important};
    struct value inherit;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, l.directive);
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        struct node *b = node_block(e);
        if (nginx_first(in->job, b, l.directive) != e)
            continue;
        bool merges = nginx_setting(in->job, b, STR("add_header_inherit"), &inherit) && inherit.type == VALUE_STRING &&
                      !str_eq((struct str){inherit.as.s, inherit.n}, STR("on"));
        bool answers = nginx_first(in->job, b, STR("return")) != NULL;
        struct finding *f = merges || answers ? NULL : judge_lost(in, &l, b);
        if (f && is_asset_location(in->job, b))
            nginx_lower(f, SEV_NOTE);
    }
}

void check_nginx_proxy_header(const struct check_input *in)
{
    static const struct str important[] = {
        STR_INIT("Host"), STR_INIT("X-Forwarded-For"), STR_INIT("X-Forwarded-Proto"), STR_INIT("X-Real-IP"), {NULL, 0}};
    const struct lost_names l = {STR("proxy_set_header"), important};
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, l.directive);
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        struct node *b = node_block(e);
        if (nginx_first(in->job, b, l.directive) == e && nginx_first(in->job, b, STR("proxy_pass")))
            judge_lost(in, &l, b);
    }
}

/* ---- splitting ---- */

/* Where a text is put without being escaped, from its i-th word on; verified with nginx 1.22.1. */
static const struct {
    struct str name;
    uint32_t word;
    const char *into;
} sinks[] = {
    {STR_INIT("return"), 0, "the response"},
    {STR_INIT("add_header"), 1, "the response"},
    {STR_INIT("rewrite"), 1, "the response"},
    {STR_INIT("proxy_set_header"), 1, "the request to the server"},
    {STR_INIT("proxy_pass"), 0, "the request to the server"},
};
enum { N_SINKS = sizeof sinks / sizeof *sinks };

/* return with a code puts its text into a header only to redirect. */
static bool returns_redirect(const struct node *e)
{
    static const struct str codes[] = {STR_INIT("301"), STR_INIT("302"), STR_INIT("303"), STR_INIT("307"),
                                       STR_INIT("308")};
    struct str code;
    if (!node_word(e, 1))
        return true;
    for (uint32_t i = 0; nginx_text_of(e, 0, &code) && i < sizeof codes / sizeof *codes; i++)
        if (str_eq(code, codes[i]))
            return true;
    return false;
}

/* rewrite redirects by its flag, or to what begins like a URL; within, it only looks for a location. */
static bool rewrites_to_redirect(const struct node *e)
{
    struct str to;
    return nginx_has_word(e, 2, STR("redirect")) || nginx_has_word(e, 2, STR("permanent")) ||
           (nginx_text_of(e, 1, &to) &&
            (str_starts(to, STR("http://")) || str_starts(to, STR("https://")) || str_starts(to, STR("$scheme"))));
}

static bool reaches_header(const struct node *e)
{
    if (str_eq(e->text, STR("return")))
        return returns_redirect(e);
    return !str_eq(e->text, STR("rewrite")) || rewrites_to_redirect(e);
}

/* What the texts of one entry may hold, by the location around it. */
struct splitting {
    const struct check_input *in;
    struct node *entry;
    const char *into;
    bool has_location;
    struct nginx_location location;
    struct regex_tree tree; /* of a regex location */
    const struct regex *re;
};

static bool read_location(struct splitting *s)
{
    struct str why;
    const struct node *block = nginx_location_around(s->in->job, s->entry);
    if (!block)
        return true;
    if (!nginx_location_of(block, &s->location, NULL))
        return false;
    s->has_location = true;
    unsigned flags = s->location.kind == NGINX_LOCATION_REGEX_CASELESS ? REGEX_CASELESS : 0;
    if (s->location.kind != NGINX_LOCATION_REGEX && s->location.kind != NGINX_LOCATION_REGEX_CASELESS)
        return true;
    s->re = regex_compile(s->in->a, s->location.name, flags, NULL);
    return s->re && regex_tree_parse(s->in->a, s->location.name, flags, &s->tree, &why);
}

/* $uri of an exact location is its name, and that of an anchored pattern what the pattern lets through. */
static bool uri_may_split(const struct splitting *s)
{
    if (s->has_location && s->location.kind == NGINX_LOCATION_EXACT)
        return false;
    if (!s->re || !regex_anchored_at_start(&s->tree) || !regex_anchored_at_end(&s->tree))
        return true;
    struct byte_set bytes = regex_group_run_bytes(&s->tree, 0);
    return set_has(&bytes, '\n');
}

static uint32_t group_named(const struct regex *re, struct str name)
{
    for (uint32_t i = 0; re && i < re->n_names; i++)
        if (str_eq_nocase(re->names[i].name, name))
            return re->names[i].group;
    return 0;
}

/* A rewrite or an if with a regex in the same block may be what $1 is of. */
static bool other_regex(const struct splitting *s)
{
    const struct node *block = node_block(s->entry);
    return !(nginx_context(s->in->job, block) & NGINX_IN_LOCATION) || nginx_first(s->in->job, block, STR("rewrite")) ||
           nginx_first(s->in->job, block, STR("if"));
}

static bool group_may_split(const struct splitting *s, const struct nginx_piece *piece)
{
    uint32_t group = piece->capture ? piece->capture : group_named(s->re, piece->name);
    if (group == 0 || !s->re || str_eq(s->entry->text, STR("rewrite")) || (piece->capture && other_regex(s)))
        return false;
    struct byte_set bytes = regex_group_run_bytes(&s->tree, group);
    return set_has(&bytes, '\n') && !s->tree.looks;
}

static void report_splitting(const struct splitting *s, const struct node *word, const struct nginx_piece *piece)
{
    const struct check_input *in = s->in;
    bool uri = piece->name.n && !group_named(s->re, piece->name);
    struct str text = str_slice(word->text, piece->off, piece->off + piece->len);
    struct finding *f = diag_add(in->sink, in->rule, nginx_piece_span(word, piece->off, piece->len),
                                 "%s in %s lets a client add header lines to %s", nginx_shown(in, text),
                                 nginx_shown(in, s->entry->text), s->into);
    diag_label(in->sink, f, "%s: a %%0d%%0a in the request is a new line here",
               uri ? "the decoded path" : "a group of the decoded path that can hold a line feed");
    diag_help(in->sink, f,
              uri ? "$request_uri is as the client sent it, and holds no line feed"
                  : "keep line feeds out of the group: [^/\\n] for [^/]");
    if (uri && str_eq(s->entry->text, STR("return")))
        diag_fix(in->sink, f, FIX_UNSAFE, nginx_piece_span(word, piece->off, piece->len), STR("$request_uri"));
}

static void judge_word(const struct splitting *s, const struct node *word)
{
    struct nginx_piece piece;
    uint32_t at = 0;
    while (node_is_known(word) && nginx_next_piece(word->text, &at, &piece)) {
        bool uri = str_eq_nocase(piece.name, STR("uri")) || str_eq_nocase(piece.name, STR("document_uri"));
        if (uri ? uri_may_split(s) : group_may_split(s, &piece))
            report_splitting(s, word, &piece);
    }
}

static void judge_entry(const struct check_input *in, struct node *e, uint32_t sink)
{
    struct splitting s = {.in = in, .entry = e, .into = sinks[sink].into};
    bool text = false;
    for (const struct node *w = node_word(e, sinks[sink].word); w && w->kind == NODE_WORD; w = w->next)
        text = text || (node_is_known(w) && nginx_has_variables(w->text));
    if (!text || !reaches_header(e) || !read_location(&s))
        return;
    for (const struct node *w = node_word(e, sinks[sink].word); w && w->kind == NODE_WORD; w = w->next)
        judge_word(&s, w);
}

void check_nginx_splitting(const struct check_input *in)
{
    for (uint32_t i = 0; nginx_is_checked(in) && i < N_SINKS; i++) {
        struct nginx_named it = nginx_named(in, sinks[i].name);
        for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
            judge_entry(in, e, i);
    }
}
