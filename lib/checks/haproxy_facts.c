/* Checks of HAProxy's configurations against what is known of certificates and names. */
#include "checks/haproxy_settings.h"

#include "base/path.h"
#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/options.h"
#include "value/time.h"

#include <time.h>

enum { SECONDS_PER_DAY = 24 * 60 * 60 };

static struct str text_of(struct value v)
{
    return v.type == VALUE_STRING ? (struct str){v.as.s, v.n} : (struct str){0};
}

static const char *date_of(const struct check_input *in, struct value v)
{
    struct str all = time_format(in->a, v.as.i, 0);
    return str_printf(in->a, "%.*s", STR_ARG(str_slice(all, 0, 10))).p;
}

static int64_t day_of(int64_t seconds)
{
    return seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
}

/* ---- certificate-expired ---- */

/* The day that facts state, else that of the clock, in UTC. */
static struct value today_of(const struct check_input *in)
{
    struct value today = in->facts->today;
    return today.type == VALUE_TIMESTAMP ? today : value_timestamp((int64_t)time(NULL), 0);
}

static void judge_certificate(const struct check_input *in, const struct certificate *c, struct span at)
{
    struct value today = today_of(in);
    if (!check_needs(in, &c->not_after, 1, at))
        return;
    int64_t left = day_of(c->not_after.as.i) - day_of(today.as.i), soon = day_of(in->params[0].as.i / 1000000000);
    const char *date = date_of(in, c->not_after), *path = diag_quote(in->a, c->path).p;
    if (left > soon)
        return;
    struct finding *f = left < 0 ? diag_add(in->sink, in->rule, at, "certificate %s expired on %s", path, date)
                                 : diag_add(in->sink, in->rule, at, "certificate %s expires on %s", path, date);
    f->severity_set = left >= 0;
    f->severity = SEV_WARNING;
    const char *unit = left == 1 || left == -1 ? "day" : "days";
    if (left < 0)
        diag_label(in->sink, f, "%lld %s before %s", (long long)-left, unit, date_of(in, today));
    else
        diag_label(in->sink, f, "%lld %s after %s", (long long)left, unit, date_of(in, today));
    diag_related(in->sink, f, c->at, "the certificate");
    diag_help(in->sink, f, "put the renewed certificate there, and reload");
}

/* A path as facts state it: below crt-base, unless it is absolute. */
static struct str certificate_path(const struct check_input *in, struct str word)
{
    struct node *global = haproxy_next_section(in, HAPROXY_IN_GLOBAL, NULL);
    struct value base = global ? haproxy_ask(in, global, "crt-base") : value_null();
    return path_absolute(in->a, text_of(base), word);
}

/* A folder holds certificates of which facts may know some. */
static bool judge_folder(const struct check_input *in, struct str path, struct span at)
{
    bool any = false;
    for (uint32_t i = 0; i < in->facts->certificates.n; i++) {
        const struct certificate *c = &in->facts->certificates.p[i];
        bool inside = str_starts(c->path, path) && c->path.n > path.n && c->path.p[path.n] == '/';
        if (inside)
            judge_certificate(in, c, at);
        any |= inside;
    }
    return any;
}

static void judge_path(const struct check_input *in, struct value word)
{
    struct str path = certificate_path(in, text_of(word)), missing;
    const struct certificate *c = facts_certificate(in->facts, path);
    if (c) {
        judge_certificate(in, c, value_at(word));
        return;
    }
    if (judge_folder(in, path, value_at(word)))
        return;
    missing = in->facts->certificates.n ? str_printf(in->a, "certificates.%.*s", STR_ARG(diag_quote(in->a, path)))
                                        : STR("certificates");
    diag_not_run(in->sink, in->rule, &missing, 1, value_at(word), (struct str){0});
}

static void judge_line(const struct check_input *in, struct node *line)
{
    struct value crt = haproxy_ask(in, line, "crt"), list = haproxy_ask(in, line, "crt-list");
    if (haproxy_is_set(list)) {
        struct str missing = STR("certificates of a crt-list");
        diag_not_run(in->sink, in->rule, &missing, 1, value_at(list), (struct str){0});
    }
    if (!check_needs(in, &crt, 1, line->name_at) || !haproxy_is_set(crt))
        return;
    if (crt.type == VALUE_STRING)
        judge_path(in, crt);
    for (uint32_t i = 0; crt.type == VALUE_LIST && i < crt.n; i++)
        if (check_needs(in, &crt.as.items[i], 1, line->name_at))
            judge_path(in, crt.as.items[i]);
}

void haproxy_certificate_expired(const struct check_input *in)
{
    uint32_t proxies = HAPROXY_IN_FRONTEND | HAPROXY_IN_LISTEN | HAPROXY_IN_BACKEND;
    for (struct node *s = NULL; (s = haproxy_next_section(in, proxies, s)) != NULL;)
        for (struct node *n = s->first; n; n = n->next)
            if (n->kind == NODE_ENTRY && haproxy_options_class(n) && !str_eq(n->text, STR("default-server")))
                judge_line(in, n);
}

/* ---- name-resolved-once ---- */

/* The host name of a server's address; empty for what is none. */
static struct str name_of(struct str address)
{
    uint32_t sign = str_find_byte(address, '@');
    struct str prefix = sign < address.n ? str_slice(address, 0, sign) : (struct str){0}, rest = address;
    if (prefix.n && !str_starts(prefix, STR("ipv")) && !str_starts(prefix, STR("tcp")))
        return (struct str){0};
    if (prefix.n)
        rest = str_slice(address, sign + 1, address.n);
    struct str name = str_slice(rest, 0, str_find_byte(rest, ':'));
    bool letter = false;
    for (uint32_t i = 0; i < name.n; i++) {
        char c = ch_lower(name.p[i]);
        if (c == '/' || c == '[')
            return (struct str){0};
        letter |= c >= 'a' && c <= 'z';
    }
    bool ipv6 = str_find_byte(str_slice(rest, name.n + (name.n < rest.n), rest.n), ':') + name.n + 1 < rest.n;
    return letter && !ipv6 && !str_eq(name, STR("localhost")) ? name : (struct str){0};
}

static void report_once(const struct check_input *in, const struct dns_name *dns, struct value address)
{
    struct finding *f =
        diag_add(in->sink, in->rule, value_at(address), "%s is looked up once, at the start, and its addresses change",
                 diag_quote(in->a, dns->name).p);
    diag_label(in->sink, f, "the server has no resolvers");
    diag_related(in->sink, f, dns->at, "the name");
    if (!value_is_unknown(dns->ttl))
        diag_note(in->sink, f, "an answer holds for %.*s", STR_ARG(value_show(in->a, dns->ttl)));
    diag_help(in->sink, f, "add a resolvers section, and resolvers to the server");
}

static void judge_name(const struct check_input *in, struct node *server)
{
    struct value address = haproxy_ask(in, server, "address");
    if (!check_needs(in, &address, 1, server->name_at) || !name_of(text_of(address)).n)
        return;
    struct value resolvers = haproxy_ask(in, server, "resolvers");
    if (!check_needs(in, &resolvers, 1, server->name_at) || haproxy_is_set(resolvers))
        return;
    struct str name = name_of(text_of(address)), missing = STR("dns");
    const struct dns_name *dns = facts_dns(in->facts, name);
    if (in->facts->dns.n)
        missing = str_printf(in->a, "dns.%.*s", STR_ARG(diag_quote(in->a, name)));
    if (!dns)
        diag_not_run(in->sink, in->rule, &missing, 1, value_at(address), (struct str){0});
    else if (check_needs(in, &dns->dynamic, 1, value_at(address)) && dns->dynamic.as.b)
        report_once(in, dns, address);
}

void haproxy_name_resolved_once(const struct check_input *in)
{
    for (struct node *s = NULL; (s = haproxy_next_section(in, HAPROXY_IN_BACKEND | HAPROXY_IN_LISTEN, s)) != NULL;) {
        for (struct node *n = NULL; (n = haproxy_next_line(s, "server", n)) != NULL;)
            judge_name(in, n);
        bool templates = haproxy_lines_of(in->job, s, STR("server-template")) != NULL;
        for (struct node *n = NULL; templates && (n = haproxy_next_line(s, "server-template", n)) != NULL;)
            judge_name(in, n);
    }
}
