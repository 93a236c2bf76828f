/* alias, and what of the file system a location opens with it. */
#include "base/buf.h"
#include "checks/nginx.h"
#include "kinds/nginx/variables.h"
#include "regex/regex.h"
#include "regex/walk.h"

static struct span location_span(const struct nginx_location *l)
{
    return l->name.n ? nginx_piece_span(l->word, l->from, l->name.n) : l->word->at;
}

/* What answers before a file is looked for. */
static bool answers_itself(struct kind_job *job, const struct node *location)
{
    return nginx_first(job, location, STR("return")) || nginx_first(job, location, STR("proxy_pass")) ||
           nginx_is_internal(job, location);
}

static struct finding *tell(const struct check_input *in, const struct nginx_location *l, const struct node *alias,
                            const char *request, const char *message)
{
    struct str root = node_word(alias, 0)->text;
    struct finding *f = diag_add(in->sink, in->rule, location_span(l), message, nginx_shown(in, l->name),
                                 nginx_shown(in, root), request);
    diag_related(in->sink, f, nginx_words_span(alias), "the alias");
    return f;
}

/* ---- traversal ---- */

static void judge_prefix(const struct check_input *in, const struct nginx_location *l, const struct node *alias)
{
    struct str root = node_word(alias, 0)->text;
    if (str_ends(l->name, STR("/")) || !str_ends(root, STR("/")) || l->name.n == 0)
        return;
    const char *name = nginx_shown(in, l->name);
    struct str request = str_printf(in->a, "%s../", name);
    struct finding *f =
        tell(in, l, alias, request.p, "location \"%s\" with alias \"%s\" opens the directory above it to \"%s\"");
    diag_label(in->sink, f, "no slash here, and one at the end of the alias");
    diag_note(in->sink, f, "\"%sx\" is the file \"%s../x\"", request.p, nginx_shown(in, root));
    diag_help(in->sink, f, "end the location with a slash as well: location %s/", name);
    diag_fix(in->sink, f, FIX_UNSAFE, location_span(l), str_printf(in->a, "%.*s/", STR_ARG(l->name)));
}

/* A search for a request that makes a group begin with "../". */
struct escaping {
    const struct check_input *in;
    const struct regex *re;
    struct regex_matcher *matcher;
    uint32_t group;
    struct str request; /* found */
};

static bool try_request(struct escaping *e, struct str request)
{
    struct str held;
    if (regex_match(e->re, e->matcher, request, 0) != REGEX_MATCH || !regex_group(e->matcher, e->group, &held))
        return false;
    /* "/files/../x" is "/x" before locations are looked at */
    uint32_t at = (uint32_t)(held.p - request.p);
    bool escapes = str_starts(held, STR("../")) && at > 0 && request.p[at - 1] != '/';
    if (escapes)
        e->request = request;
    return escapes;
}

static bool look_at_group(void *ctx, const struct regex_path *path)
{
    struct escaping *e = ctx;
    static const struct str middles[] = {STR_INIT("../"), STR_INIT("../x")};
    if (path->node->kind != REGEX_GROUP || path->node->group != e->group)
        return true;
    for (uint32_t i = 0; i < 4; i++) {
        struct buf b = {.a = e->in->a};
        regex_sample_before(path, &b);
        buf_put(&b, middles[i / 2]);
        if (i % 2)
            regex_sample(path->node, &b);
        regex_sample_after(path, &b);
        if (try_request(e, buf_str(&b)))
            return false;
    }
    return false;
}

/* The group that a piece of the alias holds: $1, or the name of a group. 0: none. */
static uint32_t group_of(const struct regex *re, const struct nginx_piece *piece)
{
    for (uint32_t i = 0; piece->name.n && i < re->n_names; i++)
        if (str_eq_nocase(re->names[i].name, piece->name))
            return re->names[i].group;
    return piece->capture;
}

/* The first variable of the alias, behind a slash. */
static uint32_t group_behind_slash(const struct regex *re, struct str root)
{
    struct nginx_piece piece;
    uint32_t at = 0;
    while (nginx_next_piece(root, &at, &piece))
        if (piece.name.n || piece.capture)
            return piece.off && root.p[piece.off - 1] == '/' ? group_of(re, &piece) : 0;
    return 0;
}

static void judge_regex(const struct check_input *in, const struct nginx_location *l, const struct node *alias)
{
    struct regex_tree tree;
    struct str why, root = node_word(alias, 0)->text;
    unsigned flags = l->kind == NGINX_LOCATION_REGEX_CASELESS ? REGEX_CASELESS : 0;
    struct escaping e = {.in = in, .re = regex_compile(in->a, l->name, flags, NULL)};
    if (!e.re || (e.group = group_behind_slash(e.re, root)) == 0)
        return;
    if (!regex_tree_parse(in->a, l->name, flags, &tree, &why)) {
        nginx_not_run(in, location_span(l), why);
        return;
    }
    e.matcher = regex_matcher_new(in->a);
    regex_walk(tree.root, look_at_group, &e);
    if (e.request.n == 0)
        return;
    struct finding *f = tell(in, l, alias, nginx_shown(in, e.request),
                             "location \"%s\" with alias \"%s\" opens the directory above it to \"%s\"");
    diag_label(in->sink, f, "a group that can begin with \"../\"");
    diag_help(in->sink, f, "let the pattern have a slash before the group");
}

void check_nginx_alias(const struct check_input *in)
{
    struct nginx_location l;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("alias"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        const struct node *location = nginx_location_around(in->job, e);
        struct str root;
        if (!location || !nginx_text_of(e, 0, &root) || !nginx_location_of(location, &l, NULL) ||
            answers_itself(in->job, location))
            continue;
        if (l.kind == NGINX_LOCATION_PREFIX)
            judge_prefix(in, &l, e);
        else if (l.kind == NGINX_LOCATION_REGEX || l.kind == NGINX_LOCATION_REGEX_CASELESS)
            judge_regex(in, &l, e);
    }
}

/* ---- the slash that is lost ---- */

void check_nginx_alias_slash(const struct check_input *in)
{
    struct nginx_location l;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("alias"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;) {
        const struct node *location = nginx_location_around(in->job, e);
        struct str root;
        if (!location || !nginx_text_of(e, 0, &root) || !nginx_location_of(location, &l, NULL))
            continue;
        if (l.kind != NGINX_LOCATION_PREFIX || !str_ends(l.name, STR("/")) || str_ends(root, STR("/")) ||
            nginx_has_variables(root) || answers_itself(in->job, location))
            continue;
        struct finding *f = diag_add(
            in->sink, in->rule, node_word(e, 0)->at, "alias \"%s\" in location \"%s\" makes \"%sx\" the file \"%sx\"",
            nginx_shown(in, root), nginx_shown(in, l.name), nginx_shown(in, l.name), nginx_shown(in, root));
        diag_label(in->sink, f, "no slash at its end, as the location has");
        diag_related(in->sink, f, location_span(&l), "the location");
        diag_help(in->sink, f, "end the alias with a slash");
        diag_fix(in->sink, f, FIX_UNSAFE, nginx_piece_span(node_word(e, 0), 0, root.n),
                 str_printf(in->a, "%.*s/", STR_ARG(root)));
    }
}

/* ---- the whole file system ---- */

static void tell_whole(const struct check_input *in, struct node *e, const char *what)
{
    struct finding *f = diag_add(in->sink, in->rule, nginx_words_span(e), "%s serves the whole file system", what);
    diag_label(in->sink, f, "every file that nginx may read");
    diag_help(in->sink, f, "the directory that is meant to be served");
}

/* Something in the block answers before a file of its root would be served. */
static bool passes_on(struct kind_job *job, const struct node *block)
{
    static const struct str names[] = {STR_INIT("return"),       STR_INIT("internal"),   STR_INIT("proxy_pass"),
                                       STR_INIT("fastcgi_pass"), STR_INIT("uwsgi_pass"), STR_INIT("scgi_pass"),
                                       STR_INIT("grpc_pass"),    STR_INIT("deny")};
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nginx_first(job, block, names[i]))
            return true;
    return false;
}

/* With "location /var/www/ { root /; }" only what is below /var/www is served. */
static void judge_root(const struct check_input *in, struct node *e)
{
    struct nginx_location l;
    struct node *block = node_block(e);
    bool whole = nginx_location_of(block, &l, NULL) && l.kind == NGINX_LOCATION_PREFIX && str_eq(l.name, STR("/"));
    if (nginx_context(in->job, block) == NGINX_IN_LOCATION && whole && !passes_on(in->job, block))
        tell_whole(in, e, "root / in location /");
}

void check_nginx_root(const struct check_input *in)
{
    struct str path;
    if (!nginx_is_checked(in))
        return;
    struct nginx_named it = nginx_named(in, STR("root"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_text_of(e, 0, &path) && str_eq(path, STR("/")))
            judge_root(in, e);
    it = nginx_named(in, STR("alias"));
    for (struct node *e; (e = nginx_next_named(&it)) != NULL;)
        if (nginx_text_of(e, 0, &path) && str_eq(path, STR("/")) && !passes_on(in->job, node_block(e)))
            tell_whole(in, e, "alias /");
}
