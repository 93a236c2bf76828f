#include "checks/nginx_patterns.h"

#include "kinds/nginx/variables.h"

/* What nginx's own variables hold of a request; a name that ends with "_" is a prefix. Others of its own are not the client's. */
static const struct {
    struct str name;
    enum nginx_subject subject;
} variables[] = {
    {STR_INIT("uri"), NGINX_SUBJECT_PATH},
    {STR_INIT("document_uri"), NGINX_SUBJECT_PATH},
    {STR_INIT("request_filename"), NGINX_SUBJECT_PATH},
    {STR_INIT("fastcgi_script_name"), NGINX_SUBJECT_PATH},
    {STR_INIT("request_uri"), NGINX_SUBJECT_REQUEST},
    {STR_INIT("request"), NGINX_SUBJECT_HEADER},
    {STR_INIT("args"), NGINX_SUBJECT_REQUEST},
    {STR_INIT("query_string"), NGINX_SUBJECT_REQUEST},
    {STR_INIT("arg_"), NGINX_SUBJECT_REQUEST},
    {STR_INIT("http_"), NGINX_SUBJECT_HEADER},
    {STR_INIT("cookie_"), NGINX_SUBJECT_HEADER},
    {STR_INIT("content_type"), NGINX_SUBJECT_HEADER},
    {STR_INIT("remote_user"), NGINX_SUBJECT_HEADER},
    {STR_INIT("host"), NGINX_SUBJECT_HOST},
    {STR_INIT("ssl_server_name"), NGINX_SUBJECT_HOST},
};
enum { N_VARIABLES = sizeof variables / sizeof *variables };

static bool is_row(struct str row, struct str name)
{
    return str_ends(row, STR("_")) ? str_starts(name, row) : str_eq(name, row);
}

static enum nginx_subject subject_of_variable(const struct check_input *in, struct str name)
{
    struct str low = nginx_lower_case(in->a, name);
    for (uint32_t i = 0; i < N_VARIABLES; i++)
        if (is_row(variables[i].name, low))
            return variables[i].subject;
    return nginx_variable_find(low, NGINX_CLASS_HTTP, in->job->target, NULL) ? NGINX_SUBJECT_SERVER : NGINX_SUBJECT_OWN;
}

/* Of a text with several variables the one that a client chooses most freely. */
static enum nginx_subject subject_of_text(const struct check_input *in, struct str text, struct str *ret_variable)
{
    enum nginx_subject subject = NGINX_SUBJECT_SERVER;
    struct nginx_piece piece;
    uint32_t at = 0;
    while (nginx_next_piece(text, &at, &piece)) {
        enum nginx_subject s = piece.name.n    ? subject_of_variable(in, piece.name)
                               : piece.capture ? NGINX_SUBJECT_OWN
                                               : NGINX_SUBJECT_SERVER;
        if (s < subject) {
            subject = s;
            *ret_variable = piece.name;
        }
    }
    return subject;
}

/* ---- where patterns stand ---- */

struct giving {
    const struct check_input *in;
    nginx_pattern_fn *fn;
    void *ctx;
};

static void give(const struct giving *g, struct nginx_pattern p)
{
    if (p.text.n && p.subject != NGINX_SUBJECT_SERVER)
        g->fn(g->ctx, &p);
}

static void give_location(const struct giving *g, struct node *e)
{
    struct nginx_location l;
    if (!nginx_location_of(e, &l, NULL) || (l.kind != NGINX_LOCATION_REGEX && l.kind != NGINX_LOCATION_REGEX_CASELESS))
        return;
    give(g, (struct nginx_pattern){.entry = e,
                                   .text = l.name,
                                   .at = nginx_piece_span(l.word, l.from, l.name.n),
                                   .caseless = l.kind == NGINX_LOCATION_REGEX_CASELESS});
}

static void give_first_word(const struct giving *g, struct node *e)
{
    struct str text;
    if (nginx_text_of(e, 0, &text))
        give(g, (struct nginx_pattern){.entry = e, .text = text, .at = node_word(e, 0)->at});
}

/* "~^www\." among names or referers. A name with a capital is matched without case (ngx_http_core_server_name); referers always are. */
static void give_marked_words(const struct giving *g, struct node *e, enum nginx_subject subject)
{
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next) {
        if (!node_is_known(w) || !str_starts(w->text, STR("~")))
            continue;
        struct nginx_pattern p = {.entry = e, .subject = subject, .text = str_slice(w->text, 1, w->text.n)};
        p.at = nginx_piece_span(w, 1, p.text.n);
        p.caseless = subject == NGINX_SUBJECT_HEADER;
        for (uint32_t i = 0; i < p.text.n; i++)
            p.caseless = p.caseless || (p.text.p[i] >= 'A' && p.text.p[i] <= 'Z');
        p.variable = subject == NGINX_SUBJECT_HEADER ? STR("http_referer") : (struct str){0};
        give(g, p);
    }
}

static void give_map_lines(const struct giving *g, struct node *map)
{
    struct str source, variable = {0};
    if (!nginx_text_of(map, 0, &source) || (nginx_context(g->in->job, node_block(map)) & NGINX_IN_STREAM))
        return;
    enum nginx_subject subject = subject_of_text(g->in, source, &variable);
    struct node_iter it = node_entries(map);
    for (struct node *line; (line = node_next_entry(&it)) != NULL;) {
        if (!str_starts(line->text, STR("~")) || (line->flags & NODE_FAULTY))
            continue;
        bool caseless = str_starts(line->text, STR("~*"));
        give(g, (struct nginx_pattern){.entry = line,
                                       .text = str_slice(line->text, 1 + caseless, line->text.n),
                                       .at = line->name_at,
                                       .caseless = caseless,
                                       .subject = subject,
                                       .variable = variable});
    }
}

/* The words of "($variable ~ pattern)", without the parentheses; they may stand for themselves. */
struct condition {
    struct str words[3];
    const struct node *last;
    uint32_t n;
};

static bool read_condition(const struct node *e, struct condition *ret)
{
    struct condition c = {.n = 0};
    for (const struct node *w = e->first; w && w->kind == NODE_WORD; w = w->next) {
        struct str s = w->text;
        bool is_last = !w->next || w->next->kind != NODE_WORD;
        if (!node_is_known(w))
            return false;
        s = w == e->first && str_starts(s, STR("(")) ? str_slice(s, 1, s.n) : s;
        s = is_last && str_ends(s, STR(")")) ? str_slice(s, 0, s.n - 1) : s;
        if (s.n == 0)
            continue;
        if (c.n == 3)
            return false;
        c.words[c.n++] = s;
        c.last = w;
    }
    *ret = c;
    return c.n == 3;
}

static void give_condition(const struct giving *g, struct node *e)
{
    struct condition c;
    if (!read_condition(e, &c) || !str_starts(c.words[0], STR("$")))
        return;
    struct str sign = c.words[1];
    bool negative = str_starts(sign, STR("!"));
    sign = str_slice(sign, negative, sign.n);
    bool caseless = str_eq(sign, STR("~*"));
    if (!caseless && !str_eq(sign, STR("~")))
        return;
    struct nginx_pattern p = {.entry = e, .text = c.words[2], .caseless = caseless, .negative = negative};
    p.variable = str_slice(c.words[0], 1, c.words[0].n);
    p.at = nginx_piece_span(c.last, 0, p.text.n);
    p.subject = subject_of_variable(g->in, p.variable);
    give(g, p);
}

static void give_names(const struct giving *g, struct node *e)
{
    give_marked_words(g, e, NGINX_SUBJECT_HOST);
}

static void give_referers(const struct giving *g, struct node *e)
{
    give_marked_words(g, e, NGINX_SUBJECT_HEADER);
}

/* All of them, found once: several checks ask, and each location, name and condition has to be taken apart for it. */
struct kept_patterns {
    struct arena *a;
    VEC(struct nginx_pattern) all;
};

static void keep(void *ctx, const struct nginx_pattern *p)
{
    struct kept_patterns *kept = ctx;
    vec_push(kept->a, &kept->all, *p);
}

static struct kept_patterns *find_patterns(const struct check_input *in)
{
    static const struct {
        struct str name;
        void (*give)(const struct giving *g, struct node *e);
    } places[] = {
        {STR_INIT("location"), give_location},
        {STR_INIT("rewrite"), give_first_word},
        {STR_INIT("if"), give_condition},
        {STR_INIT("map"), give_map_lines},
        {STR_INIT("server_name"), give_names},
        {STR_INIT("valid_referers"), give_referers},
        {STR_INIT("fastcgi_split_path_info"), give_first_word},
    };
    struct kept_patterns *kept = arena_new(in->a, struct kept_patterns);
    *kept = (struct kept_patterns){.a = in->a};
    struct giving g = {in, keep, kept};
    for (uint32_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct nginx_named it = nginx_named(in, places[i].name);
        for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
            places[i].give(&g, e);
    }
    return kept;
}

void nginx_each_pattern(const struct check_input *in, nginx_pattern_fn *fn, void *ctx)
{
    void **slot = nginx_kept_patterns(in);
    if (!*slot)
        *slot = find_patterns(in);
    const struct kept_patterns *kept = *slot;
    for (uint32_t i = 0; i < kept->all.n; i++)
        fn(ctx, &kept->all.p[i]);
}

struct byte_set nginx_subject_bytes(enum nginx_subject subject)
{
    struct byte_set s = {{0}};
    switch (subject) {
    case NGINX_SUBJECT_PATH:
        set_add_range(&s, 1, 255);
        break;
    case NGINX_SUBJECT_HOST:
        set_add_range(&s, '!', '~');
        s.w[0] &= ~((uint64_t)1 << '/');
        for (char c = 'A'; c <= 'Z'; c++)
            s.w[1] &= ~((uint64_t)1 << (c - 64));
        break;
    default:
        set_add_range(&s, subject == NGINX_SUBJECT_HEADER ? ' ' : '!', '~');
        set_add_range(&s, 0x80, 255);
    }
    return s;
}

const char *nginx_subject_name(const struct check_input *in, const struct nginx_pattern *p)
{
    if (p->variable.n)
        return str_printf(in->a, "$%s", nginx_shown(in, p->variable)).p;
    return p->subject == NGINX_SUBJECT_HOST ? "the host" : "the path";
}
