/* Servers of backends: none, none that takes traffic, and checks that fail a server at once. */
#include "checks/checks.h"
#include "checks/haproxy_conditions.h"
#include "checks/haproxy_names.h"
#include "kinds/haproxy/units.h"

/* What is in force for one server: its own options behind those of the default-server lines before it. A word is where it was said. */
struct server_options {
    int64_t weight; /* -1: not known */
    bool backup, check, agent;
    const struct node *weight_at, *backup_at;
    const struct node *inter, *fastinter, *fall; /* values; NULL: the default */
    const struct node *doubt;                    /* a line that may or may not be */
};

struct pool_server {
    const struct node *line;
    struct server_options o;
};

struct pool_servers {
    VEC(struct pool_server) list;
    const struct node *doubt; /* a server that may stand or not */
};

static void read_options(const struct check_input *in, const struct node *e, uint32_t from, struct server_options *o)
{
    struct line_options it = line_options(in->job, e, from, HAPROXY_CLASS_SERVER);
    if ((e->flags & (NODE_CONDITIONAL | NODE_FAULTY)) || !line_is_whole(e))
        o->doubt = e;
    while (line_next_option(&it)) {
        if (str_eq(it.name, STR("weight")) && it.value) {
            o->weight = node_is_known(it.value) ? haproxy_atoi(it.value->text) : -1;
            o->weight_at = it.value;
        }
        if (str_eq(it.name, STR("backup")) || str_eq(it.name, STR("no-backup"))) {
            o->backup = it.name.n == 6;
            o->backup_at = it.word;
        }
        if (str_eq(it.name, STR("check")) || str_eq(it.name, STR("no-check")))
            o->check = it.name.n == 5;
        o->agent |= str_eq(it.name, STR("agent-check"));
        o->inter = str_eq(it.name, STR("inter")) && it.value ? it.value : o->inter;
        o->fastinter = str_eq(it.name, STR("fastinter")) && it.value ? it.value : o->fastinter;
        o->fall = str_eq(it.name, STR("fall")) && it.value ? it.value : o->fall;
    }
}

/* The options that defaults sections give the servers below them. */
struct inherited {
    struct map defaults; /* section (its address) -> struct server_options */
};

static struct str section_key(const struct haproxy_proxy *p)
{
    return (struct str){(const char *)&p->section, sizeof p->section};
}

static struct server_options options_from(const struct inherited *all, const struct haproxy_proxy *p)
{
    const struct server_options *from = p->from ? map_get(&all->defaults, section_key(p->from)) : NULL;
    return from ? *from : (struct server_options){.weight = 1};
}

static void add_defaults(const struct check_input *in, struct inherited *all, const struct haproxy_proxy *p)
{
    struct server_options *o = arena_new(in->a, struct server_options);
    *o = options_from(all, p);
    for (uint32_t k = 0; k < p->server_lines.n; k++)
        read_options(in, p->server_lines.p[k], 0, o);
    map_put(&all->defaults, section_key(p), o, NULL);
}

/* Proxies with an option on the lines of their servers are judged one after the other. told: for what several of them inherit. */
typedef void judge_fn(const struct check_input *in, const struct haproxy_proxy *p, const struct pool_servers *s,
                      struct map *told);
/* Whether a server is enough to say that there is nothing to tell of its backend: those behind it are not read. */
typedef bool settles_fn(const struct pool_server *s);

/* False: a server settles it. */
static bool servers_of(const struct check_input *in, const struct inherited *all, const struct haproxy_proxy *p,
                       settles_fn *settles, struct pool_servers *ret)
{
    struct pool_servers s = {0};
    struct server_options defaults = options_from(all, p);
    for (uint32_t k = 0; k < p->server_lines.n; k++) {
        const struct node *e = p->server_lines.p[k];
        if (line_is(e, "default-server")) {
            read_options(in, e, 0, &defaults);
            continue;
        }
        if (e->flags & NODE_CONDITIONAL)
            s.doubt = e;
        struct pool_server one = {.line = e, .o = defaults};
        read_options(in, e, line_is(e, "server-template") ? 3 : 2, &one.o);
        if (settles && settles(&one))
            return false;
        vec_push(in->a, &s.list, one);
    }
    *ret = s;
    return true;
}

static bool has_option(const struct haproxy_proxy *p, enum haproxy_server_mark option)
{
    enum { MAX_DEPTH = 64 };
    for (int depth = 0; p && depth < MAX_DEPTH; depth++, p = p->from)
        if (p->server_marks & option)
            return true;
    return false;
}

static void for_each_backend(const struct check_input *in, enum haproxy_server_mark option, settles_fn *settles,
                             judge_fn *judge)
{
    struct pool_servers s;
    const struct haproxy_state *state = haproxy_state_of(in);
    struct map told = {.a = in->a};
    struct inherited all = {.defaults = {.a = in->a}};
    for (uint32_t i = 0; state && i < state->proxies.n; i++) {
        const struct haproxy_proxy *p = state->proxies.p[i];
        if (p->context == HAPROXY_IN_DEFAULTS)
            add_defaults(in, &all, p);
        if (!(p->caps & HAPROXY_CAP_BE) || !proxy_counts(p) || (p->section->flags & NODE_CONDITIONAL) ||
            !has_option(p, option))
            continue;
        if (servers_of(in, &all, p, settles, &s))
            judge(in, p, &s, &told);
    }
}

/* ---- no server ---- */

/* Lines by which a section without servers still does something: it connects by other means, answers, holds a table, or says what its 503 looks like.
 * Error pages count in the section only: everybody inherits them. */
static bool does_without(const struct node *e, bool inherited)
{
    static const char *const words[] = {"dispatch",        "transparent", "option transparent", "option http_proxy",
                                        "default_backend", "use_backend", "stick-table",        "stats enable",
                                        "stats uri",       "stats auth",  "use-fcgi-app",       "monitor-uri"};
    static const char *const pages[] = {"errorfile",   "errorloc",   "errorloc302",
                                        "errorloc303", "errorfiles", "http-error"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (line_is(e, words[i]))
            return true;
    for (size_t i = 0; i < sizeof pages / sizeof *pages && !inherited; i++)
        if (line_is(e, pages[i]))
            return true;
    bool destination = line_is(e, "http-request set-dst") || line_is(e, "http-request do-resolve");
    return destination || str_find(e->text, STR(" lua.")) < e->text.n || haproxy_answers(e);
}

static struct proxy_found find_server(const struct haproxy_proxy *p)
{
    struct proxy_found found = {0};
    for (uint32_t k = 0; k < p->server_lines.n && !found.sure; k++) {
        const struct node *e = p->server_lines.p[k];
        if (line_is(e, "default-server"))
            continue;
        found.sure = !(e->flags & NODE_CONDITIONAL);
        found.doubt = e;
    }
    return found;
}

static void report_no_server(const struct check_input *in, const struct haproxy_proxy *p, bool fallback)
{
    struct finding *f = diag_add(in->sink, in->rule, proxy_at(p), "%s has no server", proxy_title(in->a, p));
    bool tcp = p->mode_known && p->mode == HAPROXY_MODE_TCP;
    /* An empty default is one way to say that what no rule takes is to get a 503. */
    f->severity = SEV_NOTE;
    f->severity_set = fallback;
    diag_label(in->sink, f, tcp ? "each connection%s is closed" : "each request%s gets 503",
               fallback ? " that no rule takes" : "");
    diag_note(in->sink, f,
              "looked for server, server-template, dispatch, stats, and rules that answer, here and in its defaults");
    diag_help(in->sink, f, "add a server, or say what is meant with '%s'",
              tcp ? "tcp-request content reject" : "http-request return");
}

/* A backend that nothing sends to gets no request: haproxy/unused-backend tells of it. */
void check_haproxy_no_server(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    if (!s || in->job->role == DOCUMENT_FRAGMENT)
        return;
    const struct haproxy_names *n = haproxy_names_of(in);
    struct proxy_search q = proxy_search(in->a, s, does_without);
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        const struct haproxy_naming *named = haproxy_named(n, p->name);
        bool reached = p->context == HAPROXY_IN_LISTEN || named || n->dynamic || n->spoe || n->unknown;
        bool counts = (p->caps & HAPROXY_CAP_BE) && proxy_counts(p) && !(p->section->flags & NODE_CONDITIONAL);
        struct proxy_found server = find_server(p);
        if (!counts || !reached || server.sure)
            continue;
        struct proxy_found other = proxy_search_in(&q, p);
        if (!other.sure && (server.doubt || other.doubt))
            line_not_run(in, server.doubt ? server.doubt : other.doubt);
        else if (!other.sure)
            report_no_server(in, p, named && named->fallback && !named->route);
    }
}

/* ---- weights ---- */

/* An agent sets the weight at run time. */
static bool has_weight(const struct pool_server *s)
{
    return s->o.agent || (s->o.weight > 0 && !s->o.doubt);
}

static void judge_weights(const struct check_input *in, const struct haproxy_proxy *p, const struct pool_servers *s,
                          struct map *told)
{
    (void)told;
    const struct node *doubt = s->doubt;
    uint32_t zeros = 0;
    for (uint32_t i = 0; i < s->list.n; i++) {
        const struct server_options *o = &s->list.p[i].o;
        zeros += o->weight == 0;
        doubt = o->weight < 0 || o->doubt ? s->list.p[i].line : doubt;
    }
    if (zeros && doubt)
        line_not_run(in, doubt);
    if (zeros == 0 || doubt)
        return;
    const struct pool_server *first = &s->list.p[0];
    struct finding *f =
        diag_add(in->sink, in->rule, first->o.weight_at->at, "all servers of %s have weight 0", proxy_title(in->a, p));
    diag_label(in->sink, f, "takes no new traffic, like the others");
    if (s->list.n > 1)
        diag_related(in->sink, f, s->list.p[s->list.n - 1].o.weight_at->at, "the last of %u", s->list.n);
    diag_note(in->sink, f, "a server of weight 0 is drained: what no cookie or stick table binds to it gets 503");
    diag_help(in->sink, f, "give one server a weight above 0");
}

void check_haproxy_all_weights_zero(const struct check_input *in)
{
    for_each_backend(in, HAPROXY_MARK_WEIGHT_0, has_weight, judge_weights);
}

/* ---- backups ---- */

static bool is_no_backup(const struct pool_server *s)
{
    return !s->o.backup && !s->o.doubt && !(s->line->flags & NODE_CONDITIONAL);
}

static void judge_backups(const struct check_input *in, const struct haproxy_proxy *p, const struct pool_servers *s,
                          struct map *told)
{
    (void)told;
    const struct node *doubt = s->doubt;
    for (uint32_t i = 0; i < s->list.n; i++)
        doubt = s->list.p[i].o.doubt ? s->list.p[i].o.doubt : doubt;
    if (s->list.n == 0)
        return;
    if (doubt) {
        line_not_run(in, doubt);
        return;
    }
    const struct node *at = s->list.p[0].o.backup_at;
    struct finding *f = diag_add(in->sink, in->rule, at->at, "all servers of %s are backups", proxy_title(in->a, p));
    bool all = line_is_on(proxy_line_inherited(p, STR("option allbackups")));
    diag_label(in->sink, f,
               s->list.n == 1 || all ? "nothing to back up" : "only the first of %u that is up takes traffic",
               s->list.n);
    if (s->list.n > 1)
        diag_related(in->sink, f, s->list.p[s->list.n - 1].o.backup_at->at, "the last one");
    diag_help(in->sink, f, "take 'backup' off those that are meant to take traffic");
}

void check_haproxy_only_backups(const struct check_input *in)
{
    for_each_backend(in, HAPROXY_MARK_BACKUP, is_no_backup, judge_backups);
}

/* ---- checks that come too fast ---- */

/* Whether a server is out at one failure of a check that is over before a lost packet is sent again. What is not known is reported. */
static bool is_hasty(const struct check_input *in, const struct pool_server *s)
{
    const struct server_options *o = &s->o;
    int64_t ns;
    uint32_t off;
    if (!o->check || !o->inter || !o->fall)
        return false;
    if (o->doubt || !node_is_known(o->fall) || !node_is_known(o->inter)) {
        line_not_run(in, o->doubt ? o->doubt : s->line);
        return false;
    }
    return haproxy_atoi(o->fall->text) == 1 && haproxy_parse_time(o->inter->text, 1, &ns, &off) == HAPROXY_UNIT_OK &&
           ns <= in->params[0].as.i;
}

static struct finding *report_hasty(const struct check_input *in, const struct haproxy_proxy *p,
                                    const struct server_options *o)
{
    struct finding *f = diag_add(in->sink, in->rule, o->inter->at,
                                 "%s: a check every %.*s, and the first that fails takes the server out",
                                 proxy_title(in->a, p), STR_ARG(diag_quote(in->a, o->inter->text)));
    diag_label(in->sink, f, "a lost SYN is sent again after 1s, too late for this check");
    diag_related(in->sink, f, o->fall->at, "one failure is enough");
    diag_note(in->sink, f, "without 'timeout check' a check may take no longer than inter");
    diag_help(in->sink, f, "use fall 3, the default, or a longer inter");
    return f;
}

/* An HTTP check whose answer is late before a packet is sent again: haproxy/health-check-too-aggressive tells of it, and of more. */
static bool is_told_elsewhere(const struct haproxy_proxy *p, const struct server_options *o)
{
    const struct node *http = proxy_line_inherited(p, STR("option httpchk")),
                      *timeout = proxy_line_inherited(p, STR("timeout check"));
    const struct node *value = timeout ? line_at(timeout, 0) : o->inter;
    int64_t ns;
    uint32_t off;
    return line_is_on(http) && value && haproxy_parse_time(value->text, 1, &ns, &off) == HAPROXY_UNIT_OK &&
           ns < 1000000000;
}

/* Servers of one backend share a finding, and so do all that inherit one line. */
static void judge_checks(const struct check_input *in, const struct haproxy_proxy *p, const struct pool_servers *s,
                         struct map *told)
{
    struct finding *first = NULL;
    uint32_t more = 0;
    for (uint32_t i = 0; i < s->list.n; i++) {
        const struct server_options *o = &s->list.p[i].o;
        bool fresh = false;
        if (is_hasty(in, &s->list.p[i]) && !is_told_elsewhere(p, o))
            map_put(told, (struct str){(const char *)&o->inter->at, sizeof o->inter->at}, NULL, &fresh);
        if (fresh && !first)
            first = report_hasty(in, p, o);
        else
            more += fresh;
    }
    if (more)
        diag_note(in->sink, first, "so it is with %u more line%s of this section", more, more > 1 ? "s" : "");
}

void check_haproxy_fast_check(const struct check_input *in)
{
    for_each_backend(in, HAPROXY_MARK_FALL_1, NULL, judge_checks);
}
