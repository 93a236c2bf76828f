#include "kinds/haproxy/place.h"

#include "kinds/haproxy/fixture.h"

Suite *place_suite(void);

#define ROWS(x) (int)(sizeof(x) / sizeof((x)[0]))

/* ---- what is placed, as text ---- */

static struct host *host_with(int64_t nofile, double cpus)
{
    struct host *h = arena_new(&fx.a, struct host);
    if (nofile)
        h->nofile = value_with_origin(value_int(nofile), origin_new(&fx.a, ORIGIN_FACT, SPAN_NONE, STR("test")));
    if (cpus > 0)
        h->cpus = value_double(cpus);
    host_finish(&fx.a, h);
    return h;
}

/* The service of a config, settled for a host; NULL: none is known. */
static const struct service *placed_on(const char *text, const struct host *h)
{
    struct contributions *said = arena_new(&fx.a, struct contributions);
    struct stack *stack = arena_new(&fx.a, struct stack);
    said->a = stack->a = &fx.a;
    fixture_read(text);
    haproxy_place(&fx.job, said);
    ck_assert_uint_eq(said->services.n, 1);
    const struct placed_service *p = stack_place(stack, said->services.p[0], h);
    stack_join(stack, &h, h ? 1 : 0);
    return &p->service;
}

static const struct service *placed(const char *text)
{
    return placed_on(text, host_with(20000, 2));
}

static const char *z(struct str s)
{
    return str_dup(&fx.a, s).p;
}

static const char *shown(struct value v)
{
    return value_is_unknown(v) ? "?" : z(value_format(&fx.a, v));
}

static const char *flag(struct value v, const char *name)
{
    return value_is_known(v) && v.as.b ? name : "";
}

static const char *listens_of(const struct service *s)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < s->listens.n; i++) {
        const struct value *f = s->listens.p[i]->field;
        if (value_is_known(f[LISTEN_PATH]))
            buf_printf(&b, "%u %s", s->listens.p[i]->front, shown(f[LISTEN_PATH]));
        else
            buf_printf(&b, "%u %s %s", s->listens.p[i]->front, shown(f[LISTEN_ADDRESS]), shown(f[LISTEN_PORT]));
        buf_printf(&b, "%s%s%s", flag(f[LISTEN_TLS], " tls"), value_is_known(f[LISTEN_MAXCONN]) ? " " : "",
                   value_is_known(f[LISTEN_MAXCONN]) ? shown(f[LISTEN_MAXCONN]) : "");
        buf_putc(&b, '\n');
    }
    return z(buf_str(&b));
}

static const char *servers_of(const struct service *s)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < s->pools.n; i++)
        for (uint32_t k = 0; k < s->pools.p[i]->servers.n; k++) {
            const struct value *f = s->pools.p[i]->servers.p[k]->field;
            bool path = value_is_known(f[SERVER_PATH]);
            buf_printf(&b, "%s %s %s x%s w%s m%s%s%s%s\n", shown(f[SERVER_NAME]),
                       shown(f[path ? SERVER_PATH : SERVER_ADDRESS]), path ? "-" : shown(f[SERVER_PORT]),
                       shown(f[SERVER_COUNT]), shown(f[SERVER_WEIGHT]), shown(f[SERVER_MAXCONN]),
                       flag(f[SERVER_CHECK], " check"), flag(f[SERVER_BACKUP], " backup"),
                       flag(f[SERVER_DOWN], " down"));
        }
    return z(buf_str(&b));
}

static const char *pools_of(const struct service *s)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < s->pools.n; i++) {
        const struct value *f = s->pools.p[i]->field;
        buf_printf(&b, "%s %s %s r%s k%s%s\n", shown(f[POOL_NAME]), shown(f[POOL_ALGORITHM]), shown(f[POOL_HASH]),
                   shown(f[POOL_RETRIES]), shown(f[POOL_KEEPALIVE]), flag(f[POOL_ALL_BACKUPS], " all"));
    }
    return z(buf_str(&b));
}

static const char *routes_of(const struct service *s)
{
    struct buf b = {.a = &fx.a};
    for (uint32_t i = 0; i < s->routes.n; i++) {
        const struct route *r = s->routes.p[i];
        const struct value *f = r->field;
        buf_printf(&b, "%u %s -> %s [%s]%s c%s r%s q%s i%s\n", r->front, shown(f[ROUTE_FROM]), shown(f[ROUTE_TO]),
                   shown(f[ROUTE_CONDITION]), r->pool ? " pool" : "", shown(f[ROUTE_TIMEOUT_CONNECT]),
                   shown(f[ROUTE_TIMEOUT_READ]), shown(f[ROUTE_TIMEOUT_QUEUE]), shown(f[ROUTE_TIMEOUT_IDLE]));
    }
    return z(buf_str(&b));
}

/* Written in the file's own words at line L: "3 set 100". */
static const char *origin_of(struct value v)
{
    static const char *const kinds[] = {"set", "inherited", "default", "fact", "derived"};
    struct place p = source_place(&fx.sources, value_at(v));
    ck_assert(p.file != NULL);
    struct line_column at = file_line_column(p.file, p.off);
    return str_printf(&fx.a, "%u:%u %s %.*s", at.line, at.column, kinds[v.origin->kind], STR_ARG(v.origin->written)).p;
}

/* ---- what is listened on ---- */

static const struct {
    const char *bind, *listens;
} binds[] = {
    {"bind :80", "0 * 80\n"},
    {"bind *:80,10.0.0.1:81 ssl crt x.pem", "0 * 80 tls\n0 10.0.0.1 81 tls\n"},
    {"bind [::1]:443", "0 ::1 443\n"},
    {"bind :::443", "0 :: 443\n"},
    {"bind ipv4@10.0.0.1:80", "0 10.0.0.1 80\n"},
    {"bind 10.0.0.1:8000-8002", "0 10.0.0.1 8000\n0 10.0.0.1 8001\n0 10.0.0.1 8002\n"},
    {"bind unix@/run/h.sock mode 600", "0 /run/h.sock\n"},
    {"bind /run/h.sock", "0 /run/h.sock\n"},
    {"bind abns@h", "0 abns@h\n"},
    {"bind fd@3", ""},
    {"bind \":${PORT}\"", "0 ? ?\n"},
    {"maxconn 70\n bind :80", "0 * 80 70\n"},
    {"disabled\n bind :80", ""},
    {"bind :80\n.if defined(X)\n bind :81\n.endif", "0 * 80\n"},
};

START_TEST(binds_are_listens)
{
    const char *text = str_printf(&fx.a, "frontend f\n %s\n", binds[_i].bind).p;
    ck_assert_str_eq(listens_of(placed(text)), binds[_i].listens);
}
END_TEST

START_TEST(a_long_range_is_counted_and_not_listed)
{
    const struct service *s = placed("global\n maxconn 10\nfrontend f\n bind :1000-2999\n");
    ck_assert_uint_eq(s->listens.n, 64);
    ck_assert_int_eq(s->field[SERVICE_FDS_NEED].as.i, 10 + 2000 + 2 * 10 + 3 * 2);
}
END_TEST

/* ---- servers ---- */

static const struct {
    const char *lines, *servers;
} servers[] = {
    {"server s 10.0.0.1:80", "s 10.0.0.1 80 x1 w1 munlimited\n"},
    {"server s ipv4@10.0.0.1:80 weight 20 maxconn 5 check", "s 10.0.0.1 80 x1 w20 m5 check\n"},
    {"server s [2001:db8::7]:80 backup disabled", "s 2001:db8::7 80 x1 w1 munlimited backup down\n"},
    {"server s unix@/run/app.sock weight 0", "s /run/app.sock - x1 w0 munlimited\n"},
    {"server s db.internal:5432 weight 10x", "s db.internal 5432 x1 w10 munlimited\n"}, /* as HAProxy reads it */
    {"server s 10.0.0.1:80 maxconn 10 minconn 30", "s 10.0.0.1 80 x1 w1 m30\n"},
    {"server s 10.0.0.1:80 minconn 30", "s 10.0.0.1 80 x1 w1 m30\n"},
    {"server s 10.0.0.1:80 maxconn 0", "s 10.0.0.1 80 x1 w1 munlimited\n"},
    {"server s 10.0.0.1:80 track other/s", "s 10.0.0.1 80 x1 w1 munlimited check\n"},
    {"server s 10.0.0.1:80 agent-check agent-port 9", "s 10.0.0.1 80 x1 w1 munlimited check\n"},
    {"server-template t 3 app.internal:80 check", "t app.internal 80 x3 w1 munlimited check\n"},
    {"server-template t 5-9 app.internal:80", "t app.internal 80 x5 w1 munlimited\n"},
    {"server s 10.0.0.1", "s 10.0.0.1 ? x1 w1 munlimited\n"},
    {"server s 10.0.0.1:80 weight \"${W}\" check", "s 10.0.0.1 80 x1 w? munlimited check\n"},
    {"server s \"${APP}:80\"", "s ? ? x1 w1 munlimited\n"},
    /* Options that nobody knows may be any; what stands behind them counts. */
    {"server s 10.0.0.1:80 \"${OPTIONS}\" weight 3", "s 10.0.0.1 80 x1 w? m?\n"},
    {".if defined(X)\n server s 10.0.0.1:80\n.endif", "? ? ? x? w? m?\n"},
    /* default-server counts for the lines behind it. */
    {"server a 10.0.0.1:80\n default-server check weight 7\n server b 10.0.0.2:80\n server c 10.0.0.3:80 no-check weight 1",
     "a 10.0.0.1 80 x1 w5 munlimited backup\nb 10.0.0.2 80 x1 w7 munlimited check backup\nc 10.0.0.3 80 x1 w1 munlimited "
     "backup\n"},
};

START_TEST(server_lines_are_servers)
{
    bool last = _i + 1 == ROWS(servers);
    const char *defaults = last ? " default-server weight 5 backup\n" : "";
    const char *text = str_printf(&fx.a, "defaults\n%sbackend b\n %s\n", defaults, servers[_i].lines).p;
    ck_assert_str_eq(servers_of(placed(text)), servers[_i].servers);
}
END_TEST

START_TEST(a_server_without_a_port_takes_that_of_the_client)
{
    ck_assert_str_eq(servers_of(placed("listen l\n bind :80\n server s 10.0.0.1\n server t 10.0.0.2:+1000\n")),
                     "s 10.0.0.1 80 x1 w1 munlimited\nt 10.0.0.2 1080 x1 w1 munlimited\n");
    ck_assert_str_eq(servers_of(placed("listen l\n bind :80,:81\n server s 10.0.0.1\n")),
                     "s 10.0.0.1 ? x1 w1 munlimited\n");
}
END_TEST

START_TEST(values_stand_where_they_are_written)
{
    const struct service *s = placed("defaults\n default-server maxconn 9\n retries 2\n"
                                     "backend b\n server s 10.0.0.1:80 weight 20\n server t 10.0.0.2:80\n");
    const struct value *f = s->pools.p[0]->servers.p[0]->field, *g = s->pools.p[0]->servers.p[1]->field;
    ck_assert_str_eq(origin_of(f[SERVER_WEIGHT]), "5:30 set 20");
    ck_assert_str_eq(origin_of(f[SERVER_MAXCONN]), "2:25 inherited 9");
    ck_assert_str_eq(origin_of(f[SERVER_ADDRESS]), "5:11 set 10.0.0.1:80");
    ck_assert_str_eq(origin_of(g[SERVER_WEIGHT]), "6:9 default ");
    ck_assert_str_eq(origin_of(s->pools.p[0]->field[POOL_NAME]), "4:9 set b");
    ck_assert_str_eq(origin_of(s->pools.p[0]->field[POOL_RETRIES]), "3:10 inherited 2");
}
END_TEST

/* ---- pools ---- */

static const struct {
    const char *lines, *pool;
} pools[] = {
    {"", "b roundrobin ? r3 k0\n"}, /* TCP */
    {"mode http", "b roundrobin ? r3 kunlimited\n"},
    {"balance leastconn\n option allbackups\n retries 7", "b leastconn ? r7 k0 all\n"},
    {"balance source", "b hash source r3 k0\n"},
    {"balance uri depth 2", "b hash uri r3 k0\n"},
    {"balance hdr(host)", "b hash hdr(host) r3 k0\n"},
    {"balance static-rr", "b roundrobin ? r3 k0\n"},
    {"balance random(3)", "b random ? r3 k0\n"},
    {"balance first", "b first ? r3 k0\n"},
    {"balance \"${HOW}\"", "b ? ? r3 k0\n"},
    {"mode http\n http-reuse never", "b roundrobin ? r3 k0\n"},
    {"mode http\n http-reuse always\n default-server pool-max-conn 20", "b roundrobin ? r3 k20\n"},
    {"mode http\n option http-server-close", "b roundrobin ? r3 k0\n"},
    {"disabled", ""},
};

START_TEST(sections_with_servers_are_pools)
{
    const char *text = str_printf(&fx.a, "backend b\n %s\n server s 10.0.0.1:80\n", pools[_i].lines).p;
    ck_assert_str_eq(pools_of(placed(text)), pools[_i].pool);
}
END_TEST

START_TEST(the_algorithm_by_default_hangs_on_the_release)
{
    fx.job.target = VERSION(3, 3, 0);
    ck_assert_str_eq(pools_of(placed("backend b\n server s 10.0.0.1:80\nbackend empty\n")), "b random ? r3 k0\n");
}
END_TEST

/* ---- routes ---- */

START_TEST(proxies_lead_to_pools)
{
    const struct service *s = placed(
        "defaults\n timeout connect 2s\n timeout client 1m\n timeout server 30s\n timeout queue 5s\n mode http\n"
        "frontend f\n bind :80\n acl api path_beg /api\n use_backend api if api !{ method POST }\n"
        " use_backend %[hdr(host)]\n use_backend none if FALSE\n default_backend app\n"
        "backend app\n server s 10.0.0.1:80\nbackend api\n timeout server 5m\n server s 10.0.0.1:81\nbackend none\n"
        "listen l\n bind :81\n server s 10.0.0.1:82\n");
    ck_assert_str_eq(routes_of(s), "1 f -> api [if api !{ method POST }] pool c2s r5m q5s i?\n"
                                   "1 f -> ? [?] c? r? q? i?\n"
                                   "1 f -> none [if FALSE] c2s r30s q5s i?\n"
                                   "1 f -> app [?] pool c2s r30s q5s i?\n"
                                   "5 l -> l [?] pool c2s r30s q5s i?\n");
}
END_TEST

START_TEST(a_default_backend_may_be_inherited)
{
    ck_assert_str_eq(
        routes_of(placed("defaults\n default_backend b\nfrontend f\n bind :80\nbackend b\n server s 10.0.0.1:80\n")),
        "1 f -> b [?] pool c? r? q? i?\n");
}
END_TEST

START_TEST(a_connection_of_tcp_may_be_idle_as_long_as_both_sides_let_it)
{
    static const char *const text =
        "listen l\n bind :1\n timeout client 8h\n timeout server 10m\n %s\n server s 10.0.0.1:1\n";
    ck_assert_str_eq(routes_of(placed(str_printf(&fx.a, text, "").p)), "0 l -> l [?] pool c? r10m q? i10m\n");
    ck_assert_str_eq(routes_of(placed(str_printf(&fx.a, text, "timeout tunnel 1h").p)),
                     "0 l -> l [?] pool c? r10m q? i1h\n");
}
END_TEST

/* ---- limits ---- */

#define F "frontend f\n bind :80\n"

START_TEST(limits_come_from_global_and_the_host)
{
    static const struct {
        const char *text;
        const char *slots, *need, *limit, *threads, *accepts, *clients, *strict;
    } cases[] = {
        {F, "9991", "19999", "20000", "2", "9991", "9991", "true"},
        {"global\n maxconn 500\n nbthread 4\n" F, "500", "1023", "20000", "4", "500", "500", "true"},
        {"global\n maxconn 500\n" F " maxconn 30\n", "500", "1017", "20000", "2", "30", "30", "true"},
        {"global\n maxconn 500\ndefaults\n maxconn 400\n" F "frontend g\n bind :81\n", "500", "1018", "20000", "2",
         "800", "500", "true"},
        {"global\n maxconn 500\n" F "frontend g\n bind :81\n maxconn 7\n", "500", "1018", "20000", "2", "507", "500",
         "true"},
        {"global\n maxconn 500\nfrontend nobody\n maxconn 7\n", "500", "1016", "20000", "2", "?", "500", "true"},
        {"global\n maxconn 0\n" F, "9991", "19999", "20000", "2", "9991", "9991", "true"},
        {"global\n maxconn 5000\n ulimit-n 900\n" F, "5000", "10017", "900", "2", "5000", "5000", "true"},
        {"global\n ulimit-n 30000\n" F, "9991", "19999", "20000", "2", "9991", "9991", "true"},
        {"global\n no strict-limits\n fd-hard-limit 1000\n" F, "491", "999", "1000", "2", "491", "491", "false"},
        {"global\n maxconn 10\nglobal\n maxconn 20\n" F, "20", "57", "20000", "2", "20", "20", "true"},
        {"global\n maxconn \"${M}\"\n" F, "?", "?", "20000", "2", "?", "?", "true"},
        {"global\n nbthread \"${T}\"\n" F, "?", "?", "20000", "?", "?", "?", "true"},
        {"global\n maxconn 500\n.if defined(X)\n stats socket /x\n.endif\n" F, "500", "?", "20000", "2", "500", "500",
         "true"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct value *f = placed(cases[i].text)->field;
        const struct {
            const char *is, *should;
        } all[] = {
            {shown(f[SERVICE_SLOTS]), cases[i].slots},       {shown(f[SERVICE_FDS_NEED]), cases[i].need},
            {shown(f[SERVICE_FDS_LIMIT]), cases[i].limit},   {shown(f[SERVICE_THREADS]), cases[i].threads},
            {shown(f[SERVICE_ACCEPTS]), cases[i].accepts},   {shown(f[SERVICE_CLIENTS]), cases[i].clients},
            {shown(f[SERVICE_FDS_STRICT]), cases[i].strict},
        };
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            ck_assert_msg(strcmp(all[k].is, all[k].should) == 0, "%zu of\n%s\nis %s, not %s", k, cases[i].text,
                          all[k].is, all[k].should);
    }
}
END_TEST

START_TEST(the_largest_frontend_is_shown_for_all)
{
    const struct service *s =
        placed("global\n maxconn 500\ndefaults\n maxconn 40\n" F "frontend g\n bind :81\n maxconn 7\n");
    ck_assert_str_eq(origin_of(s->field[SERVICE_ACCEPTS]), "4:10 inherited 40");
    ck_assert_int_eq(s->field[SERVICE_ACCEPTS].as.i, 47);
    ck_assert_str_eq(origin_of(s->field[SERVICE_SLOTS_PROCESS]), "2:10 set 500");
}
END_TEST

START_TEST(a_limit_that_nobody_set_stands_at_global)
{
    ck_assert_str_eq(origin_of(placed("defaults\n maxconn 40\nglobal\n daemon\n" F)->field[SERVICE_SLOTS]),
                     "3:1 derived ");
    ck_assert_str_eq(origin_of(placed("# none\n" F)->field[SERVICE_SLOTS]), "2:1 derived ");
    ck_assert_str_eq(origin_of(placed("global\n fd-hard-limit 900\n" F)->field[SERVICE_SLOTS]), "2:16 derived ");
}
END_TEST

START_TEST(nothing_known_of_the_host_leaves_its_reasons)
{
    struct value v = placed_on(F, NULL)->field[SERVICE_SLOTS];
    ck_assert(value_is_unknown(v));
    ck_assert_uint_eq(v.as.reasons->n, 2);
    ck_assert(str_eq(v.as.reasons->p[0], STR("host.cpus_online")));
    ck_assert(str_eq(v.as.reasons->p[1], STR("host.nofile")));
    ck_assert(value_is_unknown(placed_on(F, NULL)->field[SERVICE_MEMORY_WORST]));
}
END_TEST

START_TEST(a_part_of_a_configuration_has_no_limits)
{
    struct value v = placed("defaults\n maxconn 30\nbackend b\n server s 10.0.0.1:80\n")->field[SERVICE_SLOTS];
    ck_assert(value_is_unknown(v));
    ck_assert(str_eq(v.as.reasons->p[0], STR("section global (it is in no file here)")));
    ck_assert(value_is_known(placed("global\n daemon\nbackend b\n server s 10.0.0.1:80\n")->field[SERVICE_SLOTS]));
    ck_assert(value_is_known(placed(F)->field[SERVICE_SLOTS]));
}
END_TEST

START_TEST(a_limit_of_its_own_says_nothing_of_what_the_host_gives)
{
    struct host *h = host_with(0, 2);
    ck_assert(
        value_is_unknown(placed_on("global\n maxconn 100\n fd-hard-limit 5000\n" F, h)->field[SERVICE_FDS_LIMIT]));
    ck_assert_str_eq(shown(placed_on("global\n maxconn 4000\n fd-hard-limit 5000\n" F, h)->field[SERVICE_FDS_LIMIT]),
                     "5000");
    ck_assert(value_is_unknown(placed_on("global\n maxconn 100\n ulimit-n 5000\n" F, h)->field[SERVICE_FDS_LIMIT]));
    ck_assert_str_eq(shown(placed_on("global\n maxconn 4000\n ulimit-n 5000\n" F, h)->field[SERVICE_FDS_LIMIT]),
                     "5000");
}
END_TEST

START_TEST(the_soft_limit_is_raised_to_the_hard_one)
{
    struct host *h = host_with(1024, 2);
    h->nofile_hard = value_int(4096);
    ck_assert_str_eq(shown(placed_on(F, h)->field[SERVICE_FDS_LIMIT]), "4096");
    h->nofile_hard.flags |= VALUE_ESTIMATE;
    ck_assert_str_eq(shown(placed_on(F, h)->field[SERVICE_FDS_LIMIT]), "1024");
}
END_TEST

/* A unit's LimitNOFILE is both, and the host's hard limit is not asked. */
START_TEST(what_a_unit_gives_is_the_limit)
{
    struct contributions said = {.a = &fx.a};
    struct stack *stack = arena_new(&fx.a, struct stack);
    struct host *h = host_with(1024, 2);
    h->nofile_hard = value_int(500000);
    stack->a = &fx.a;
    fixture_read("global\n maxconn 3000\n" F);
    haproxy_place(&fx.job, &said);
    struct service *unit = contribute_service(&said, STR("systemd"), STR("haproxy.service"), SPAN_NONE);
    unit->program = STR("haproxy");
    unit->runner = true;
    unit->field[SERVICE_FDS_LIMIT] =
        value_with_origin(value_int(7000), origin_new(&fx.a, ORIGIN_SET, SPAN_NONE, (struct str){0}));
    const struct placed_service *p = stack_place(stack, said.services.p[0], h);
    stack_place(stack, unit, h);
    stack_join(stack, (const struct host *const *)&h, 1);
    ck_assert_str_eq(shown(p->service.field[SERVICE_FDS_LIMIT]), "7000");
}
END_TEST

START_TEST(memory_is_connections_tables_and_caches)
{
    const char *text = "global\n maxconn 1000\n tune.bufsize 8190\n nbthread 2\ncache c\n total-max-size 4\n" F
                       "backend t\n stick-table type ip size 1k store gpc0\n"
                       "peers p\n table big type string len 99 size 10k\n";
    const struct value *f = placed(text)->field;
    int64_t need = 10 + 1 + 2 * 1000 + 3 * 2, rest = need * (64 + 16 + 4 * 2) + 4 * 1048576;
    int64_t small = 1024 * 160, big = 10240 * 256; /* 136 + 8 + 4, and 136 + 100, each in blocks of 32 with 8 behind */
    ck_assert_int_eq(f[SERVICE_FDS_NEED].as.i, need);
    ck_assert_int_eq(f[SERVICE_MEMORY_REST].as.i, rest);
    ck_assert_int_eq(f[SERVICE_MEMORY_TABLES].as.i, small + big);
    ck_assert_int_eq(f[SERVICE_MEMORY_WORST].as.i, 1000 * (2688 + 2 * 8192) + rest + small + big);
    ck_assert_str_eq(origin_of(f[SERVICE_MEMORY_TABLES]), "12:36 derived ");
    ck_assert(!(f[SERVICE_MEMORY_WORST].flags & VALUE_FROM_DEFAULTS));
    ck_assert(placed(F)->field[SERVICE_MEMORY_WORST].flags & VALUE_FROM_DEFAULTS);
}
END_TEST

START_TEST(a_table_that_is_not_known_makes_the_memory_unknown)
{
    const struct value *f =
        placed("backend t\n stick-table type ip size \"${N}\"\nbackend u\n stick-table type ip size 1k\n")->field;
    ck_assert(value_is_unknown(f[SERVICE_MEMORY_TABLES]));
    ck_assert(value_is_unknown(f[SERVICE_MEMORY_WORST]));
    ck_assert(value_is_unknown(placed(F)->field[SERVICE_MEMORY_TABLES])); /* none: nobody states it */
    static const char *const unknown[] = {"global\n maxconn 5\ncache c\n total-max-size \"${N}\"\n" F,
                                          "global\n maxconn 5\n maxsslconn \"${N}\"\n" F,
                                          "global\n maxconn 5\n tune.bufsize \"${N}\"\n" F};
    for (int i = 0; i < ROWS(unknown); i++) {
        ck_assert(value_is_known(placed(unknown[i])->field[SERVICE_FDS_NEED]));
        ck_assert(value_is_unknown(placed(unknown[i])->field[SERVICE_MEMORY_WORST]));
    }
    ck_assert(value_is_unknown(placed("global\n maxconn 5\n stats maxconn \"${N}\"\n" F)->field[SERVICE_FDS_NEED]));
}
END_TEST

START_TEST(the_rest_is_stated)
{
    const struct service *s = placed("global\n hard-stop-after 2m\n" F);
    ck_assert_str_eq(shown(s->field[SERVICE_WORKER_MODEL]), "event");
    ck_assert_str_eq(shown(s->field[SERVICE_PROCESSES]), "1");
    ck_assert_str_eq(shown(s->field[SERVICE_GRACE]), "2m");
    ck_assert(str_eq(s->program, STR("haproxy")));
    ck_assert_str_eq(shown(placed(F)->field[SERVICE_GRACE]), "?");
}
END_TEST

Suite *place_suite(void)
{
    Suite *s = suite_create("place");
    TCase *t = tcase_create("place");
    tcase_add_checked_fixture(t, fixture_open, fixture_close);
    tcase_add_loop_test(t, binds_are_listens, 0, ROWS(binds));
    tcase_add_test(t, a_long_range_is_counted_and_not_listed);
    tcase_add_loop_test(t, server_lines_are_servers, 0, ROWS(servers));
    tcase_add_test(t, a_server_without_a_port_takes_that_of_the_client);
    tcase_add_test(t, values_stand_where_they_are_written);
    tcase_add_loop_test(t, sections_with_servers_are_pools, 0, ROWS(pools));
    tcase_add_test(t, the_algorithm_by_default_hangs_on_the_release);
    tcase_add_test(t, proxies_lead_to_pools);
    tcase_add_test(t, a_default_backend_may_be_inherited);
    tcase_add_test(t, a_connection_of_tcp_may_be_idle_as_long_as_both_sides_let_it);
    tcase_add_test(t, limits_come_from_global_and_the_host);
    tcase_add_test(t, the_largest_frontend_is_shown_for_all);
    tcase_add_test(t, a_limit_that_nobody_set_stands_at_global);
    tcase_add_test(t, nothing_known_of_the_host_leaves_its_reasons);
    tcase_add_test(t, a_part_of_a_configuration_has_no_limits);
    tcase_add_test(t, a_limit_of_its_own_says_nothing_of_what_the_host_gives);
    tcase_add_test(t, the_soft_limit_is_raised_to_the_hard_one);
    tcase_add_test(t, what_a_unit_gives_is_the_limit);
    tcase_add_test(t, memory_is_connections_tables_and_caches);
    tcase_add_test(t, a_table_that_is_not_known_makes_the_memory_unknown);
    tcase_add_test(t, the_rest_is_stated);
    suite_add_tcase(s, t);
    return s;
}
