/* loadline traffic for people: a table a pool, then what is left with each server gone. */
#include "traffic.h"

#include "base/num.h"
#include "base/utf8.h"
#include "diag/escape.h"
#include "report/summary.h"

#include <inttypes.h>

enum {
    WIDTH = 80,
    NAMES = 42, /* columns of a row for the names of server and host, and for both bars */
    BAR = 10,   /* columns of a bar; less where names are long, but not below the next */
    BAR_MIN = 6,
    HOST_MIN = 8, /* a host's name is cut down to this before that of the server is */
    NAME = 30,    /* columns of a name within a sentence */
    TITLE = 60,
    NAMED = 3,        /* names one after the other, before "and 7 more" */
    GROUPS_NAMED = 8, /* of one state */
};

/* A load from here on is marked: the server has half as much again to do as the pool's average CPU. */
static const double MARKED_LOAD = 1.5;

/* What would be shown as 100%. */
static const double ALL_BUSY = 0.9995;

/* ---- words and numbers ---- */

/* As many characters from the start of s as fit in so many columns. */
static struct str head_of(struct str s, uint32_t columns)
{
    uint32_t off = 0, at = 0, len;
    for (; off < s.n; off += len) {
        utf8_decode(str_slice(s, off, s.n), &len);
        at += utf8_columns(str_slice(s, off, off + len));
        if (at > columns)
            break;
    }
    return str_slice(s, 0, off);
}

/* The same from its end. */
static struct str tail_of(struct str s, uint32_t columns)
{
    uint32_t off = s.n, at = 0, len;
    for (; off > 0; off -= len) {
        for (len = 1; len < 4 && len < off && ((unsigned char)s.p[off - len] & 0xC0) == 0x80;)
            len++;
        at += utf8_columns(str_slice(s, off - len, off));
        if (at > columns)
            break;
    }
    return str_slice(s, off, s.n);
}

/* Text of the config fit to be shown in so many columns (at least 5): names that differ at their ends still do. */
static struct str fit(struct arena *a, struct str text, uint32_t columns)
{
    struct str s = diag_escape(a, text);
    if (utf8_columns(s) <= columns)
        return s;
    uint32_t tail = (columns - 3) / 2;
    return str_printf(a, "%.*s...%.*s", STR_ARG(head_of(s, columns - 3 - tail)), STR_ARG(tail_of(s, tail)));
}

/* "83.3%"; what is more than nothing is not shown as nothing. */
static struct str percent(struct arena *a, double part)
{
    if (part > 0 && part < 0.0005)
        return STR("<0.1%");
    return str_printf(a, "%s%%", num_format_fixed(a, part * 100, 1).p);
}

/* The same without ".0": within a sentence. */
static struct str percent_short(struct arena *a, double part)
{
    struct str s = percent(a, part);
    return str_ends(s, STR(".0%")) ? str_printf(a, "%.*s%%", (int)(s.n - 3), s.p) : s;
}

/* Three digits at most before they become idle: "0.25", "2.5", "13.3", "1". */
static struct str factor(struct arena *a, double d)
{
    struct str s = num_format_fixed(a, d, d < 9.995 ? 2 : d < 99.95 ? 1 : 0);
    while (str_find_byte(s, '.') < s.n && (str_ends(s, STR("0")) || str_ends(s, STR("."))))
        s.n--;
    return s;
}

static bool is_true(struct value v)
{
    return value_is_known(v) && v.as.b;
}

static bool is_limited(struct value v)
{
    return value_is_known(v) && !(v.flags & VALUE_UNLIMITED);
}

/* ---- one pool ---- */

/* A pool while it is drawn. */
struct picture {
    struct report_out *o;
    struct arena *a; /* until the pool is done */
    const struct traffic_pool *shown;
    const struct failover *f;
    bool no_hosts; /* the run knows of none at all */
    uint32_t name_columns, host_columns, bar;
};

/* Words, wrapped: the first line indented by two, those below by more. */
static void paragraph(struct picture *p, uint32_t indent, const struct buf *text)
{
    struct str rest = buf_str(text);
    uint32_t at = indent;
    out_pad(p->o, ' ', indent);
    for (bool first = true; rest.n > 0; first = false) {
        struct str word = str_cut(&rest, ' ');
        uint32_t n = utf8_columns(word);
        if (!first && at + 1 + n > WIDTH) {
            out_putc(p->o, '\n');
            at = indent + 4;
            out_pad(p->o, ' ', at);
        } else if (!first) {
            out_putc(p->o, ' ');
            at++;
        }
        out_put(p->o, word);
        at += n;
    }
    out_putc(p->o, '\n');
}

static struct str line_name(struct picture *p, const struct server *s, uint32_t columns)
{
    struct value n = s->field[SERVER_COUNT];
    struct str name = traffic_server_name(p->a, s);
    if (value_is_known(n) && n.as.i == 1)
        return fit(p->a, name, columns);
    return fit(p->a, str_printf(p->a, "%.*s x%.*s", STR_ARG(name), STR_ARG(value_format(p->a, n))), columns);
}

/* "web1, web2 or web3", "web1, web2, web3 and 4 more". */
static void put_names(struct picture *p, struct buf *b, const struct server_group *g, const char *last)
{
    for (uint32_t i = 0; i < g->lines.n && i < NAMED; i++) {
        bool ends = i > 0 && i + 1 == g->lines.n;
        buf_printf(b, "%s", i == 0 ? "" : ends ? last : ", ");
        buf_put(b, line_name(p, g->lines.p[i], NAME));
    }
    if (g->lines.n > NAMED)
        buf_printf(b, "%s%" PRIu32 " more", last, g->lines.n - NAMED);
}

static void put_reasons(struct buf *b, struct value v)
{
    for (uint32_t i = 0; v.as.reasons && i < v.as.reasons->n; i++) {
        buf_put(b, i ? STR(", ") : STR(""));
        buf_put(b, diag_escape(b->a, v.as.reasons->p[i]));
    }
    if (!v.as.reasons || v.as.reasons->n == 0)
        buf_put(b, STR("not stated"));
}

/* ---- its table ---- */

static struct str host_name(struct picture *p, const struct server *s, uint32_t columns)
{
    if (s->hosts.n == 0)
        return STR("?");
    if (traffic_is_own_host(p->shown, s) && p->shown->hosts.n > 1)
        return STR("itself");
    struct str name = value_format(p->a, s->hosts.p[0]->name);
    if (s->hosts.n == 1)
        return fit(p->a, name, columns);
    struct str more = str_printf(p->a, "+%" PRIu32, s->hosts.n - 1);
    return str_concat(p->a, fit(p->a, name, columns > more.n + 5 ? columns - more.n : 5), more);
}

static uint32_t larger(uint32_t x, uint32_t y)
{
    return x > y ? x : y;
}

static uint32_t smaller(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Names get room from the bars first; then hosts are cut, then servers: their names are what the lines below the table speak of. */
static void measure(struct picture *p)
{
    uint32_t name = 6, host = 4, most = NAMES - 2 * BAR_MIN;
    for (uint32_t i = 0; i < p->shown->pool->servers.n; i++) {
        const struct server *s = p->shown->pool->servers.p[i];
        name = larger(name, utf8_columns(line_name(p, s, most)));
        host = larger(host, utf8_columns(host_name(p, s, most)));
    }
    if (name + host > most)
        host = smaller(host, larger(HOST_MIN, most - name));
    name = smaller(name, most - host);
    p->name_columns = name;
    p->host_columns = host;
    p->bar = smaller(BAR, (NAMES - name - host) / 2);
}

static void put_cell(struct picture *p, struct str text, uint32_t columns, bool to_the_right)
{
    uint32_t n = utf8_columns(text), pad = n < columns ? columns - n : 0;
    out_pad(p->o, ' ', to_the_right ? pad : 0);
    out_put(p->o, text);
    out_pad(p->o, ' ', to_the_right ? 0 : pad);
}

static void put_part(struct picture *p, struct value part)
{
    bool known = value_is_known(part) && part.type == VALUE_DOUBLE;
    uint32_t bar = known ? (uint32_t)(part.as.d * p->bar + 0.5) : 0;
    bar = known && part.as.d > 0 && bar == 0 ? 1 : bar;
    out_put(p->o, STR("  "));
    put_cell(p, known ? percent(p->a, part.as.d) : value_is_unknown(part) ? STR("?") : STR("-"), 6, true);
    out_putc(p->o, ' ');
    out_pad(p->o, '#', bar);
    out_pad(p->o, ' ', p->bar - bar);
}

/* What stands in the last column: the load, or why there is none. */
static struct str load_cell(struct picture *p, const struct server *s, const struct group_load *l)
{
    if (is_true(s->field[SERVER_DOWN]))
        return STR("down");
    if (l->load.type == VALUE_NULL && is_true(s->field[SERVER_BACKUP]))
        return STR("backup");
    if (!value_is_known(l->load))
        return STR("?");
    if (l->load.type == VALUE_NULL)
        return STR("-");
    return str_printf(p->a, "%.*s%s", STR_ARG(factor(p->a, l->load.as.d)), l->load.as.d >= MARKED_LOAD ? " !" : "");
}

static void put_row(struct picture *p, const struct server *s, uint32_t group)
{
    const struct group_load *l = &p->f->all_up.loads[group];
    struct value weight = s->field[SERVER_WEIGHT];
    out_put(p->o, STR("  "));
    put_cell(p, line_name(p, s, p->name_columns), p->name_columns, false);
    out_put(p->o, STR("  "));
    put_cell(p, value_is_known(weight) ? value_format(p->a, weight) : STR("?"), 6, true);
    out_put(p->o, STR("  "));
    put_cell(p, host_name(p, s, p->host_columns), p->host_columns, false);
    put_part(p, l->share);
    put_part(p, failover_capacity_share(p->f, group));
    out_put(p->o, STR("  "));
    out_put(p->o, load_cell(p, s, l));
    out_putc(p->o, '\n');
}

static void put_table(struct picture *p)
{
    const struct pool *pool = p->shown->pool;
    uint32_t *group = arena_array(p->a, uint32_t, pool->servers.n + 1);
    failover_index(p->f, group);
    measure(p);
    out_put(p->o, STR("\n  "));
    put_cell(p, STR("server"), p->name_columns, false);
    out_put(p->o, STR("  weight  "));
    put_cell(p, STR("host"), p->host_columns, false);
    out_put(p->o, STR("  "));
    put_cell(p, STR("share"), 7 + p->bar, false);
    out_put(p->o, STR("  "));
    put_cell(p, STR("capacity"), 7 + p->bar, false);
    out_put(p->o, STR("  load\n"));
    for (uint32_t i = 0; i < pool->servers.n; i++)
        put_row(p, pool->servers.p[i], group[i]);
    out_putc(p->o, '\n');
}

/* ---- its states ---- */

static uint32_t group_index(const struct failover *f, const struct server_group *g)
{
    uint32_t i = 0;
    while (f->groups.p[i] != g)
        i++;
    return i;
}

static bool is_sent(const struct group_load *l)
{
    return is_true(l->sent);
}

/* Whom a share is of: those of the group that are left. */
static void put_left(struct picture *p, struct buf *b, const struct pool_state *s, uint32_t i)
{
    const struct server_group *g = p->f->groups.p[i];
    bool lost_one = g == s->lost;
    if (is_true(g->lines.p[0]->field[SERVER_BACKUP]))
        buf_put(b, STR("backup "));
    if (lost_one)
        buf_put(b, s->loads[i].left.as.i == 1 ? STR("the other") : STR("the others"));
    else
        put_names(p, b, g, " and ");
}

static void put_share(struct picture *p, struct buf *b, const struct pool_state *s, uint32_t i)
{
    const struct group_load *l = &s->loads[i];
    put_left(p, b, s, i);
    if (value_is_known(l->share))
        buf_printf(b, " %s%s", percent_short(p->a, l->share.as.d).p, l->left.as.i > 1 ? " each" : "");
    if (value_is_known(l->load))
        buf_printf(b, " (load %.*s)", STR_ARG(factor(p->a, l->load.as.d)));
}

static void put_shares(struct picture *p, struct buf *b, const struct pool_state *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->f->groups.n; i++) {
        if (!is_sent(&s->loads[i]) || ++n > GROUPS_NAMED)
            continue;
        buf_put(b, n > 1 ? STR("; ") : STR(""));
        put_share(p, b, s, i);
    }
    if (n > GROUPS_NAMED)
        buf_printf(b, "; %" PRIu32 " more", n - GROUPS_NAMED);
    if (value_is_unknown(s->serves)) {
        buf_put(b, STR("not known ("));
        put_reasons(b, s->serves);
        buf_putc(b, ')');
    } else if (n == 0) {
        buf_put(b, STR("no server is left"));
    }
}

/* Servers of a group that would have more connections than they take. */
static void put_over(struct picture *p, const struct pool_state *s, uint32_t i)
{
    const struct group_load *l = &s->loads[i];
    struct buf b = {.a = p->a};
    buf_printf(&b, "over the limit of %.*s connections: ", STR_ARG(value_format(p->a, p->f->groups.p[i]->maxconn)));
    put_left(p, &b, s, i);
    buf_printf(&b, ", up to %.*s%s", STR_ARG(value_format(p->a, l->connections)), l->left.as.i > 1 ? " each" : "");
    paragraph(p, 4, &b);
}

static void put_limits(struct picture *p, const struct pool_state *s)
{
    struct buf b = {.a = p->a};
    for (uint32_t i = 0, n = 0; i < p->f->groups.n && n < GROUPS_NAMED; i++) {
        if (!is_true(s->loads[i].over))
            continue;
        put_over(p, s, i);
        n++;
    }
    if (!is_true(s->serves) || !value_is_known(s->waiting) || s->waiting.as.i == 0)
        return;
    buf_printf(&b, "up to %.*s of %.*s connections wait or are refused", STR_ARG(value_format(p->a, s->waiting)),
               STR_ARG(value_format(p->a, p->f->arrivals)));
    paragraph(p, 4, &b);
}

static void put_lost(struct picture *p, const struct pool_state *s)
{
    struct buf b = {.a = p->a};
    bool several = s->lost->lines.n == 1 && value_is_known(s->lost->n) && s->lost->n.as.i > 1;
    buf_put(&b, several ? STR("without one of ") : STR("without "));
    put_names(p, &b, s->lost, " or ");
    buf_put(&b, STR(": "));
    put_shares(p, &b, s);
    if (is_limited(s->room) && is_true(s->serves))
        buf_printf(&b, "; at most %.*s connections", STR_ARG(value_format(p->a, s->room)));
    paragraph(p, 2, &b);
    put_limits(p, s);
}

/* ---- the pool as a whole ---- */

/* "web1 is full when 40% of the pool's CPUs are busy". */
static void put_full(struct picture *p, struct buf *b, const struct pool_state *s)
{
    if (s->full_at.as.d >= ALL_BUSY) {
        buf_put(b, STR("no server is full before all of the pool's CPUs are busy"));
        return;
    }
    put_left(p, b, s, group_index(p->f, s->fullest));
    buf_printf(b, " %s full when %s of the pool's CPUs are busy",
               s->loads[group_index(p->f, s->fullest)].left.as.i > 1 ? "are" : "is",
               percent_short(p->a, s->full_at.as.d).p);
}

static void put_all_up(struct picture *p)
{
    const struct pool_state *s = &p->f->all_up;
    struct buf b = {.a = p->a};
    if (value_is_known(s->serves) && !s->serves.as.b)
        buf_put(&b, STR("no server is sent requests"));
    if (is_limited(s->room) && is_true(s->serves))
        buf_printf(&b, "at most %.*s connections", STR_ARG(value_format(p->a, s->room)));
    if (value_is_known(s->full_at) && is_true(s->serves)) {
        buf_put(&b, b.n ? STR("; ") : STR(""));
        put_full(p, &b, s);
    }
    if (b.n == 0)
        return;
    struct buf line = {.a = p->a};
    buf_put(&line, STR("all up: "));
    buf_put(&line, buf_str(&b));
    paragraph(p, 2, &line);
    put_limits(p, s);
}

/* The worst that one loss makes of the pool. */
static void put_spare(struct picture *p)
{
    const struct pool_state *s = p->f->least;
    struct buf b = {.a = p->a};
    if (p->f->lost.n == 0 || !s || !is_true(s->serves))
        return;
    buf_put(&b, STR("with one gone: "));
    if (is_limited(p->f->least_room))
        buf_printf(&b, "at most %.*s connections; ", STR_ARG(value_format(p->a, p->f->least_room)));
    put_full(p, &b, s);
    if (p->f->lost.n > 1 && s->full_at.as.d < ALL_BUSY) {
        buf_put(&b, STR(" (without "));
        put_names(p, &b, s->lost, " or ");
        buf_putc(&b, ')');
    }
    paragraph(p, 2, &b);
}

/* Addresses that no host of the facts holds, of servers that are sent requests. */
static void put_homeless(struct picture *p, struct buf *b)
{
    uint32_t n = 0, *group = arena_array(p->a, uint32_t, p->shown->pool->servers.n + 1);
    failover_index(p->f, group);
    for (uint32_t i = 0; i < p->shown->pool->servers.n; i++) {
        const struct server *s = p->shown->pool->servers.p[i];
        struct str address = traffic_server_address(p->a, s);
        struct value sent = p->f->all_up.loads[group[i]].sent;
        bool idle = value_is_known(sent) && !sent.as.b;
        if (idle || s->hosts.n > 0 || ++n > NAMED)
            continue;
        buf_put(b, n > 1 ? STR(", ") : STR("no host of the facts holds "));
        buf_put(b, fit(p->a, address.n ? address : STR("an unknown address"), NAME));
    }
    if (n > NAMED)
        buf_printf(b, " and %" PRIu32 " more", n - NAMED);
}

static bool is_addresses_alone(struct value v)
{
    return v.as.reasons && v.as.reasons->n == 1 && str_eq(v.as.reasons->p[0], STR("host.addresses"));
}

/* Adds "capacity (host.cpus)". */
static void put_missing(struct picture *p, struct buf *b, const char *what, struct value v)
{
    if (!value_is_unknown(v))
        return;
    buf_printf(b, "%s%s (", b->n ? "; " : "not known: ", what);
    if (is_addresses_alone(v) && p->no_hosts)
        buf_put(b, STR("no host is known"));
    else if (is_addresses_alone(v))
        put_homeless(p, b);
    else
        put_reasons(b, v);
    buf_putc(b, ')');
}

static void put_unknown(struct picture *p)
{
    struct buf b = {.a = p->a};
    const struct failover *f = p->f;
    struct value share = value_null(), capacity = value_null();
    for (uint32_t g = 0; g < f->groups.n; g++) {
        share = value_unknown_both(p->a, share, f->all_up.loads[g].share);
        capacity = value_unknown_both(p->a, capacity, failover_capacity_share(f, g));
    }
    put_missing(p, &b, "shares", share);
    put_missing(p, &b, "capacity", capacity);
    put_missing(p, &b, "arrivals", f->arrivals);
    if (!value_is_unknown(f->all_up.serves))
        put_missing(p, &b, "limit of connections", f->all_up.room);
    if (b.n)
        paragraph(p, 2, &b);
    if (f->n_left_out)
        out_printf(p->o, "  not looked at: the loss of servers of %" PRIu32 " more groups\n", f->n_left_out);
}

/* A path is never cut: it goes to a line of its own where both do not fit. */
static void put_title(struct picture *p)
{
    const struct traffic_pool *t = p->shown;
    struct str name = fit(p->a, traffic_pool_name(t->pool), TITLE), at = STR("");
    if (t->at.file)
        at = str_printf(p->a, "%s:%" PRIu32, diag_escape(p->a, t->at.file->path).p,
                        file_line_column(t->at.file, t->at.off).line);
    bool fits = utf8_columns(name) + 2 + utf8_columns(at) <= WIDTH;
    out_put(p->o, name);
    out_put(p->o, at.n == 0 ? STR("") : fits ? STR("  ") : STR("\n  "));
    out_put(p->o, at);
    out_putc(p->o, '\n');
}

/* "roundrobin; haproxy on hosts lb1, lb2; at most 18000 connections arrive". */
static void put_about(struct picture *p)
{
    const struct traffic_pool *t = p->shown;
    struct value algorithm = t->pool->field[POOL_ALGORITHM], hash = t->pool->field[POOL_HASH];
    struct buf b = {.a = p->a};
    buf_put(&b, value_is_known(algorithm) ? fit(p->a, value_format(p->a, algorithm), NAME) : STR("algorithm unknown"));
    if (hash.type == VALUE_STRING && hash.n)
        buf_printf(&b, " of %s", fit(p->a, value_format(p->a, hash), NAME).p);
    buf_printf(&b, "; %s", fit(p->a, value_format(p->a, service_get(&t->service->service, SERVICE_KIND)), NAME).p);
    buf_put(&b, t->hosts.n > 1 ? STR(" on hosts ") : t->hosts.n ? STR(" on host ") : STR(" on no known host"));
    for (uint32_t i = 0; i < t->hosts.n; i++) {
        buf_put(&b, i ? STR(", ") : STR(""));
        buf_put(&b, fit(p->a, value_format(p->a, t->hosts.p[i]->name), NAME));
    }
    if (value_is_known(p->f->arrivals))
        buf_printf(&b, "; at most %.*s connections arrive", STR_ARG(value_format(p->a, p->f->arrivals)));
    paragraph(p, 2, &b);
}

/* A pool of one server divides nothing: a table would say 100% twice. */
static void put_only_server(struct picture *p)
{
    const struct server *s = p->shown->pool->servers.p[0];
    struct buf b = {.a = p->a};
    buf_printf(&b, "one server: %s", line_name(p, s, NAME).p);
    if (s->hosts.n > 0)
        buf_printf(&b, " on %s", host_name(p, s, NAME).p);
    if (is_limited(p->f->all_up.room))
        buf_printf(&b, ", at most %.*s connections", STR_ARG(value_format(p->a, p->f->all_up.room)));
    buf_put(&b, STR("; without it no server is left"));
    paragraph(p, 2, &b);
    put_limits(p, &p->f->all_up);
}

static void put_servers(struct picture *p)
{
    put_table(p);
    put_all_up(p);
    put_spare(p);
    for (uint32_t i = 0; i < p->f->lost.n; i++)
        put_lost(p, p->f->lost.p[i]);
    put_unknown(p);
}

static bool is_only_server(const struct pool *pool, const struct failover *f)
{
    struct value n = pool->servers.n == 1 ? pool->servers.p[0]->field[SERVER_COUNT] : value_null();
    return n.type == VALUE_INT && n.as.i == 1 && is_true(f->all_up.serves);
}

static void put_pool(struct picture *p)
{
    put_title(p);
    put_about(p);
    if (p->shown->pool->servers.n == 0)
        out_put(p->o, STR("  no servers\n"));
    else if (is_only_server(p->shown->pool, p->f))
        put_only_server(p);
    else
        put_servers(p);
    out_putc(p->o, '\n');
}

/* ---- the report ---- */

/* How the load of the tables is meant; once, and only where one is known. */
static void put_legend(const struct traffic *t, struct report_out *o)
{
    for (uint32_t i = 0; i < t->pools.n; i++) {
        const struct failover *f = &t->pools.p[i]->failover;
        if (!f->all_up.fullest || is_only_server(t->pools.p[i]->pool, f))
            continue;
        out_put(o, STR("load: requests for each CPU, 1 being the pool's average with all servers up;\n"
                       "a ! marks 1.5 and more\n"));
        return;
    }
}

static void put_gaps(const struct traffic *t, struct report_out *o)
{
    const struct outcome *r = &t->run->outcome;
    for (uint32_t i = 0; i < t->faults.n; i++) {
        out_printf(o, "not read in full: %s: ", diag_escape(&o->scratch, t->faults.p[i].path).p);
        out_printf(o, "%" PRIu32 " error%s\n", t->faults.p[i].errors, t->faults.p[i].errors == 1 ? "" : "s");
    }
    for (uint32_t i = 0; i < r->not_analysed.n; i++) {
        const struct outcome_not_analysed *n = &r->not_analysed.p[i];
        out_printf(o, "not analysed: %s", diag_escape(&o->scratch, n->path).p);
        if (n->line)
            out_printf(o, ":%" PRIu32 ":%" PRIu32, n->line, n->column);
        out_put(o, STR(": "));
        out_escaped(o, n->why);
        out_putc(o, '\n');
    }
    for (uint32_t i = 0; i < r->notes.n; i++)
        out_printf(o, "note: %s\n", diag_escape(&o->scratch, r->notes.p[i]).p);
}

/* The hosts that send, each once. */
static void put_hosts(const struct traffic *t, struct report_out *o)
{
    struct buf b = {.a = &o->scratch};
    VEC(struct str) names = {0};
    for (uint32_t i = 0; i < t->run->hosts.chosen.n; i++) {
        const struct host *h = t->run->hosts.chosen.p[i];
        bool sends = false;
        for (uint32_t k = 0; k < t->pools.n && !sends; k++)
            for (uint32_t m = 0; m < t->pools.p[k]->hosts.n; m++)
                sends |= t->pools.p[k]->hosts.p[m] == h;
        if (sends)
            vec_push(&o->scratch, &names, host_summary(&o->scratch, h));
    }
    summary_list(&b, names.p, names.n, NAMED);
    if (names.n > 0)
        out_printf(o, " for host%s %.*s", names.n > 1 ? "s" : "", STR_ARG(buf_str(&b)));
}

void traffic_text(const struct traffic *t, struct report_out *o)
{
    for (uint32_t i = 0; i < t->pools.n; i++) {
        struct arena_mark mark = arena_mark(&o->scratch);
        struct picture p = {.o = o,
                            .a = &o->scratch,
                            .shown = t->pools.p[i],
                            .f = &t->pools.p[i]->failover,
                            .no_hosts = t->run->hosts.facts.hosts.n == 0};
        put_pool(&p);
        arena_pop(&o->scratch, mark);
    }
    put_legend(t, o);
    put_gaps(t, o);
    struct buf b = {.a = &o->scratch};
    summary_count(&b, t->pools.n, "pool");
    buf_put(&b, STR(" in "));
    summary_count(&b, t->run->outcome.judged.n, "file");
    out_put(o, buf_str(&b));
    put_hosts(t, o);
    out_putc(o, '\n');
}
