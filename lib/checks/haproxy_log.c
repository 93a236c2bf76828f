/* Log formats and nowhere to log to. */
#include "checks/checks.h"
#include "checks/haproxy_lines.h"

/* What lines of "log" come to: the section's own and, behind "no log" alone, not those of its defaults. */
struct logs {
    bool any;
    const struct node *doubt; /* one that may be in force */
};

struct logging {
    const struct node *global; /* "log global" stands for those of the global section */
    struct map defaults;       /* section (its address) -> struct logs */
};

static struct str section_key(const struct haproxy_proxy *p)
{
    return (struct str){(const char *)&p->section, sizeof p->section};
}

static struct logs logs_of(const struct logging *g, const struct haproxy_proxy *p)
{
    const struct logs *from = p->from ? map_get(&g->defaults, section_key(p->from)) : NULL;
    struct logs logs = from ? *from : (struct logs){0};
    for (uint32_t k = 0; k < p->lines.n; k++) {
        const struct node *e = p->lines.p[k];
        if (line_is(e, "no log"))
            logs = (struct logs){0};
        if (!line_is(e, "log"))
            continue;
        if (e->flags & (NODE_CONDITIONAL | NODE_FAULTY))
            logs.doubt = e;
        else if (!str_eq(line_word(e, 0), STR("global")) || g->global)
            logs.any = true;
    }
    return logs;
}

static const struct node *global_log(const struct check_input *in, const struct node **ret_doubt)
{
    struct node_iter sections = node_entries(in->job->root);
    for (struct node *s; (s = node_next_entry(&sections)) != NULL;) {
        struct node *log = str_eq(s->text, STR("global")) ? node_find(s, STR("log")) : NULL;
        if (log && (log->flags & NODE_CONDITIONAL))
            *ret_doubt = log;
        else if (log)
            return log;
    }
    return NULL;
}

/* The line that asks for a format of logs: the last of its section, or an inherited one. */
static const struct node *format_of(const struct haproxy_proxy *p)
{
    static const char *const words[] = {"option httplog", "option tcplog", "option httpslog", "log-format",
                                        "log-format-sd"};
    const struct node *found = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct node *e = proxy_line_inherited(p, str_from(words[i]));
        bool closer =
            e && (!found || (e->parent == found->parent ? e->at.off > found->at.off : e->parent == p->section));
        found = closer && line_is_on(e) ? e : found;
    }
    return found;
}

/* "no log" in a section that asks for no format itself is meant. */
static bool is_quiet(const struct haproxy_proxy *p, const struct node *format)
{
    const struct node *log = proxy_line(p, STR("log"));
    return log && !line_is_on(log) && format->parent != p->section;
}

/* Proxies that inherit one line share one finding. */
struct unlogged {
    struct finding *finding;
    uint32_t more;
};

static void judge_log(const struct check_input *in, const struct haproxy_proxy *p, struct map *told,
                      const struct node *format)
{
    bool fresh;
    struct map_entry *e = map_put(told, (struct str){(const char *)&format->at, sizeof format->at}, NULL, &fresh);
    if (!fresh) {
        ((struct unlogged *)e->value)->more++;
        return;
    }
    struct unlogged *u = e->value = arena_new(in->a, struct unlogged);
    struct finding *f = diag_add(in->sink, in->rule, format->name_at,
                                 "log format ignored for %s since it has no log address", proxy_title(in->a, p));
    u->finding = f;
    diag_label(in->sink, f, "nothing is logged");
    const struct node *log = proxy_line_inherited(p, STR("log"));
    if (log)
        diag_related(in->sink, f, line_span(log),
                     line_is_on(log) ? "there is no log in the global section" : "switched off here");
    diag_note(in->sink, f, "looked for 'log' in the section, its defaults%s", log ? " and the global section" : "");
    diag_help(in->sink, f, "add 'log <address> <facility>' to the global section and 'log global' to the defaults");
}

static void judge_proxy(const struct check_input *in, const struct haproxy_proxy *p, struct logs logs, struct map *told)
{
    const struct node *format = format_of(p);
    bool counts = (p->caps & HAPROXY_CAP_FE) && proxy_counts(p) && !(p->section->flags & NODE_CONDITIONAL);
    if (!counts || !format || (format->flags & (NODE_CONDITIONAL | NODE_FAULTY)) || is_quiet(p, format) || logs.any)
        return;
    if (logs.doubt)
        line_not_run(in, logs.doubt);
    else
        judge_log(in, p, told, format);
}

void check_haproxy_log_without_address(const struct check_input *in)
{
    const struct haproxy_state *s = haproxy_state_of(in);
    struct map told = {.a = in->a};
    const struct node *doubt = NULL;
    if (!s || in->job->role == DOCUMENT_FRAGMENT)
        return;
    struct logging g = {.global = global_log(in, &doubt), .defaults = {.a = in->a}};
    for (uint32_t i = 0; i < s->proxies.n; i++) {
        const struct haproxy_proxy *p = s->proxies.p[i];
        struct logs logs = logs_of(&g, p), *kept;
        if (p->context == HAPROXY_IN_DEFAULTS) {
            kept = arena_new(in->a, struct logs);
            *kept = logs;
            map_put(&g.defaults, section_key(p), kept, NULL);
        }
        logs.doubt = logs.doubt ? logs.doubt : doubt;
        judge_proxy(in, p, logs, &told);
    }
    for (uint32_t i = 0; i < told.n; i++) {
        const struct unlogged *u = told.entries[i].value;
        if (u->more)
            diag_note(in->sink, u->finding, "so it is for %u more section%s", u->more, u->more > 1 ? "s" : "");
    }
}
